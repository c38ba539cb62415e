"""A person's own account: open sessions, news by mail, and the password."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from workbench import clock
from workbench.db.models import Mail
from workbench.domain.errors import InvalidInput, WorkbenchError
from workbench.domain.permissions import Permission
from workbench.services import accounts, mailing, passwords, signin
from workbench.web import auth, context
from workbench.web.routing import page

bp = Blueprint("sessions", __name__)


def _wishes() -> dict[Mail, tuple[str, str]]:
    """How news can come by mail: the choice, and what it means."""
    until = f"{context.settings().digest_hour:02}:00 UTC"
    gathers = mailing.GATHERS.seconds // 60
    return {
        Mail.NONE: ("No mail", "Everything is told in the inbox."),
        Mail.AT_ONCE: ("At once", f"What comes within {gathers} minutes is one mail."),
        Mail.DAILY: ("Once a day", f"What you have not seen by {until}, as one mail after it."),
    }


@page(bp, "/sessions", permission=Permission.OWN_ACCOUNT)
def index() -> Any:
    return _sessions_page()


@page(bp, "/sessions/<int:sign_in_id>/end", permission=Permission.OWN_ACCOUNT, methods=("POST",))
def end(sign_in_id: int) -> Any:
    with context.database().writing() as session:
        signin.close_session(session, context.actor(), sign_in_id, at=clock.now())
    if sign_in_id == auth.this_session():
        return auth.forget_token(redirect(url_for("auth.sign_in"), code=303))
    flash("That session has ended.", "good")
    return redirect(url_for("sessions.index"), code=303)


@page(bp, "/sessions/end-others", permission=Permission.OWN_ACCOUNT, methods=("POST",))
def end_others() -> Any:
    with context.database().writing() as session:
        ended = signin.close_all_sessions(
            session, context.actor(), context.actor().id, but=auth.this_session(), at=clock.now()
        )
    flash(f"{ended} other session{'s have' if ended != 1 else ' has'} ended.", "good")
    return redirect(url_for("sessions.index"), code=303)


@page(bp, "/sessions/password", permission=Permission.OWN_ACCOUNT, methods=("POST",))
def change_password() -> Any:
    actor = context.actor()
    new, at = request.form.get("password", ""), clock.now()
    with context.database().reading() as session:
        attempt = signin.begin_attempt(session, actor.email, address=request.remote_addr or "", at=at)
    try:
        passwords.require_good(new, email=actor.email)
        if new != request.form.get("again"):
            raise InvalidInput("The two passwords differ. Type the same one twice.", field="again")
        if not passwords.check(attempt.password_hash, request.form.get("current", "")).right:
            with context.database().writing() as session:
                signin.count_failure(session, attempt, at=at)
            raise InvalidInput("That is not your present password.", field="current")
    except InvalidInput as error:
        return _sessions_page(error), error.status
    password_hash = passwords.make_hash(new)
    with context.database().writing() as session:
        accounts.change_own_password(
            session,
            actor,
            checked_hash=attempt.password_hash or "",
            password_hash=password_hash,
            this_session=g.visit.id,
            at=clock.now(),
        )
    flash("Your password is changed, and your other sessions have ended.", "good")
    return redirect(url_for("sessions.index"), code=303)


@page(bp, "/sessions/mail", permission=Permission.OWN_ACCOUNT, methods=("POST",))
def choose_mail() -> Any:
    """Whether news comes by mail too: not, at once, or as a daily digest."""
    wish = request.form.get("mail", "")
    if wish not in set(Mail):
        raise InvalidInput("Choose one of the three.")
    with context.database().writing() as session:
        mailing.set_wish(session, context.actor(), Mail(wish), at=clock.now())
    flash("No mail will come; your news is in the inbox." if wish == Mail.NONE else "Saved.", "good")
    return redirect(url_for("sessions.index", _anchor="mail"), code=303)


def _sessions_page(error: WorkbenchError | None = None) -> str:
    with context.database().reading() as session:
        sessions = signin.list_sessions(session, context.actor(), this=auth.this_session(), at=clock.now())
        has_password = accounts.has_password(session, context.actor())
        wish = mailing.wish_of(session, context.actor())
        held_up = mailing.held_up(session, context.actor(), at=clock.now())
    return render_template(
        "sessions/index.html",
        sessions=sessions,
        has_password=has_password,
        wish=wish,
        held_up=held_up,
        wishes=[(mail.value, *words) for mail, words in _wishes().items()],
        error=error,
    )
