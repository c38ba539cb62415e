"""Writes the mail that tells somebody their news, and hands it to the mail server."""

import hashlib
import re
import smtplib
import ssl
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from workbench.resources import folder
from workbench.services import mail_links
from workbench.services.mailing import Line, News, Piece
from workbench.services.notice_words import in_words
from workbench.setting_values import SMTP_PORTS
from workbench.settings import Settings

#: How long a step of the conversation may take. All of them together stay within a job's lease, and within the
#: minutes in which the next mail to the same person gathers its news.
TIMEOUT_SECONDS = 20.0
#: Longer titles are cut in the subject, which mail programs show one line of.
LONGEST_SUBJECT_TITLE = 120

#: Isolates and embeddings of a title's own would end those around it.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def compose(settings: Settings, news: News, *, at: datetime) -> EmailMessage:
    """The message: headers, plain text and HTML. The same news makes the same Message-ID, so that a server or a
    mail program that gets it twice (an answer was lost on the way) can tell.
    """
    sender, (_, sender_address) = settings.smtp_from, parseaddr(settings.smtp_from)
    told = sum(len(piece.lines) for piece in news.pieces)
    subject = subject_of(news, told)
    stop = f"{settings.url}/mail/stop/{mail_links.token_for(settings.secret_key, news.user_id)}"
    values = {
        "name": isolated(news.name),
        "pieces": news.pieces,
        "more": len(news.ids) - told,
        "url": settings.url,
        "stop": stop,
        "subject": subject,
        "clean": clean,
        "words": words,
        "title": title_of,
        "says": lambda line: f"{isolated(line.by)} {words(line)}",
    }
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = Address(display_name=clean(news.name), addr_spec=news.email)
    message["Subject"] = subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{_fingerprint(news)}@{sender_address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{stop}>"
    if stop.startswith(
        "https:"
    ):  # by itself a mail program may ask over a safe line only (RFC 8058, section 3.1)
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(_template("news.txt")(**values), cte="quoted-printable")
    message.add_alternative(
        _template("news.html")(**values | {"name": clean(news.name)}), subtype="html", cte="quoted-printable"
    )
    return message


def send(settings: Settings, message: EmailMessage) -> None:
    """Hand it over. Raises OSError or smtplib.SMTPException when the server did not take it."""
    secure = ssl.create_default_context() if settings.smtp_tls != "none" else None
    host, port = settings.smtp_host.strip("[]"), settings.smtp_port or SMTP_PORTS[settings.smtp_tls]
    ours = urlsplit(settings.url).hostname  # asking the network for our own name can take long
    server: smtplib.SMTP
    if settings.smtp_tls == "tls":
        server = smtplib.SMTP_SSL(host, port, ours, timeout=TIMEOUT_SECONDS, context=secure)
    else:
        server = smtplib.SMTP(host, port, ours, timeout=TIMEOUT_SECONDS)
    try:
        if settings.smtp_tls == "starttls":
            server.starttls(context=secure)
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        server.send_message(message)
        # It is taken: what goes wrong in saying goodbye is no reason to send it again.
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
    finally:
        server.close()


def subject_of(news: News, told: int) -> str:
    """One thing is told whole; of several their number, and the article where it is one."""
    first = news.pieces[0]
    title = isolated(_cut(clean(first.target_title or first.source_title or first.slug)))
    if told == 1:
        return f"{isolated(first.lines[0].by)} {words(first.lines[0])}: {title}"
    if len(news.pieces) == 1:
        return f"{told} things for you: {title}"
    return f"{told} things for you on {len(news.pieces)} articles"


def title_of(piece: Piece) -> str:
    """Both headlines in one line of plain text, each in a direction of its own."""
    titles = [title for title in (piece.target_title, piece.source_title) if title]
    return " · ".join(isolated(title) for title in titles or [piece.slug])


def words(line: Line) -> str:
    return in_words(line.kind, on_a_row=line.on_a_row, number=line.number, status=line.status)


def isolated(text: str) -> str:
    """The text, cleaned, between First Strong Isolate and Pop Directional Isolate."""
    return f"\u2068{clean(text)}\u2069"


def clean(text: str) -> str:
    """One line without control characters: nothing in it can end a header or a direction."""
    spaced = "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in text)
    return " ".join(_BIDI_CONTROLS.sub("", spaced).split())


def _cut(title: str) -> str:
    return title if len(title) <= LONGEST_SUBJECT_TITLE else f"{title[: LONGEST_SUBJECT_TITLE - 1]}…"


def _fingerprint(news: News) -> str:
    told = f"{news.email} {','.join(map(str, news.ids))}"
    return f"news.{hashlib.sha256(told.encode()).hexdigest()[:32]}"


@cache
def _template(name: str) -> Callable[..., str]:
    environment = Environment(
        loader=FileSystemLoader(folder("templates") / "mail"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    render: Any = environment.get_template(name).render
    return lambda **values: str(render(**values))
