"""How the value of a setting is read: each takes the text of a variable and returns what it means.

Raises ValueError with what would fit ("a whole number from 1 to 64"); :func:`workbench.settings.load` names the variable.
"""

import ipaddress
from collections.abc import Callable
from email.utils import formataddr, getaddresses
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

#: How a mail server is spoken to, and the port that is usual for it.
SMTP_PORTS = {"starttls": 587, "tls": 465, "none": 25}


def whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return int(text)

    return read


def yes_or_no(text: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False}
    words["off"] = False
    try:
        return words[text.casefold()]
    except KeyError:
        raise ValueError("yes or no") from None


def database_url(text: str) -> str:
    try:
        url = make_url(text)
    except ArgumentError:
        raise ValueError("a database address such as sqlite:////var/lib/workbench/desk.sqlite3") from None
    if url.drivername in {"postgresql", "postgres"}:
        raise ValueError("postgresql+psycopg://… (the driver has to be named)")
    if url.drivername not in {"sqlite", "postgresql+psycopg"}:
        raise ValueError("sqlite:///… or postgresql+psycopg://…")
    if url.drivername == "sqlite" and url.database in {None, "", ":memory:"}:
        raise ValueError("a SQLite file: its writers queue on a lock beside it")
    return text


def secret(text: str) -> str:
    if len(text) < 32:
        raise ValueError("at least 32 characters that nobody can guess")
    return text


def host(text: str) -> str:
    if any(c.isspace() or c in "/:@" for c in text) and not _is_address(text):
        raise ValueError("a name or address to listen on, such as 127.0.0.1, without a port")
    return text


def hosts(text: str) -> tuple[str, ...]:
    names = tuple(name.strip().casefold() for name in text.split(",") if name.strip())
    if not names or any("/" in name or " " in name for name in names):
        raise ValueError("host names separated by commas, such as desk.example.org,.example.net")
    return names


def tls_mode(text: str) -> str:
    if text.casefold() not in SMTP_PORTS:
        raise ValueError("starttls, tls or none")
    return text.casefold()


def one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("one line of text")
    return text


def mailbox(text: str) -> str:
    """An address, with a name before it if wanted; never a second header line."""
    found = getaddresses([text])
    name, address = found[0] if len(found) == 1 else ("", "")
    local, _, domain = address.rpartition("@")
    if not text.isprintable() or not local or not domain or any(c.isspace() or c in "<>,;" for c in address):
        raise ValueError("a mail address such as desk@example.org or Desk <desk@example.org>")
    return formataddr((name, address))


def web_address(text: str) -> str:
    parts = urlsplit(text)
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or parts.query
        or parts.fragment
        or " " in text
    ):
        raise ValueError("the address people open, such as https://desk.example.org")
    return text.rstrip("/")


def is_loopback(name: str) -> bool:
    """Whether listening on ``name`` can be reached from this machine only."""
    if name.casefold() == "localhost":
        return True
    return _is_address(name) and ipaddress.ip_address(name.strip("[]")).is_loopback


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return False
    return True
