"""Where a mail's own link leads: no more mail, without signing in. The signature in the address is what guards it."""

from flask import Blueprint, render_template

from workbench import clock
from workbench.db.models import User
from workbench.domain.errors import NotFound
from workbench.services import mail_links, mailing
from workbench.web import context
from workbench.web.routing import public

bp = Blueprint("unsubscribe", __name__)


@public(bp, "/mail/stop/<token>")
def ask(token: str) -> str:
    """Opening the link changes nothing: programs that look for dangerous links in mail open them all."""
    user_id = _reader(token)
    with context.database().reading() as session:
        user = session.get(User, user_id)
    if user is None:
        raise _no_such_link()
    return render_template("unsubscribe/index.html", name=user.name, is_done=False)


@public(bp, "/mail/stop/<token>", methods=("POST",))
def stop(token: str) -> str:
    """Also what a mail program asks for by itself (RFC 8058): it gets an answer, never sent elsewhere."""
    user_id = _reader(token)
    with context.database().writing() as session:
        name = mailing.stop_mail(session, user_id, at=clock.now())
    if name is None:
        raise _no_such_link()
    return render_template("unsubscribe/index.html", name=name, is_done=True)


def _reader(token: str) -> int:
    user_id = mail_links.user_of(context.settings().secret_key, token)
    if user_id is None:
        raise _no_such_link()
    return user_id


def _no_such_link() -> NotFound:
    return NotFound(
        "This link is not one of ours, or was cut off on its way. Open it from the mail again, or choose your mail "
        "on your account page."
    )
