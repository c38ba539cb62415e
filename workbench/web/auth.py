"""Signing in and out, and one-time links."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, flash, g, redirect, render_template, request
from flask import session as form_session
from werkzeug.wrappers import Response

from workbench import clock
from workbench.db.queries import people as people_queries
from workbench.demo.people import ADDRESSES
from workbench.domain.errors import InvalidInput, TooManyAttempts
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission
from workbench.services import accounts, passwords, signin
from workbench.web import context
from workbench.web.routing import page, public, safe_next
from workbench.web.security import cookie_name

bp = Blueprint("auth", __name__)


def install(app: Flask) -> None:
    """Find out on every request but those for static files who is asking."""

    @app.before_request
    def recognise() -> None:
        g.actor = g.visit = None
        token = held_token()
        if token is None or request.endpoint == "static.serve":
            return
        at = clock.now()
        with context.database().glancing() as session:
            visit = signin.find_visit(session, token, at=at)
        if visit is None:
            return
        g.visit, g.actor = visit, visit.actor
        if visit.is_due:
            with context.database().writing() as session:
                signin.mark_seen(session, visit, at=at)


def held_token() -> str | None:
    """The session token the browser sent, valid or not."""
    return request.cookies.get(cookie_name(context.settings(), "session"))


def this_session() -> int | None:
    """The id of the session this request belongs to."""
    return g.visit.id if g.visit else None


@public(bp, "/sign-in")
def sign_in() -> Any:
    if context.visitor() is not None:
        return redirect(safe_next(request.args.get("next")), code=303)
    return _sign_in_page()


@public(bp, "/sign-in", methods=("POST",), endpoint="try_to_sign_in")
def try_to_sign_in() -> Any:
    email, password = request.form.get("email", ""), request.form.get("password", "")
    at = clock.now()
    try:
        with context.database().reading() as session:
            attempt = signin.begin_attempt(session, email, address=request.remote_addr or "", at=at)
        checked = passwords.check(attempt.password_hash, password)
        with context.database().writing() as session:
            token = signin.finish_attempt(
                session,
                attempt,
                checked,
                browser=request.user_agent.string,
                lasts=_session_lasts(),
                replaces=held_token(),
                at=at,
            )
    except TooManyAttempts as error:
        return _sign_in_page(email, error.message), error.status, {"Retry-After": error.details["seconds"]}
    if token is None:
        return _sign_in_page(email, signin.WRONG), 422
    return keep_token(redirect(safe_next(request.form.get("next")), code=303), token)


@page(bp, "/sign-out", permission=Permission.OWN_ACCOUNT, methods=("POST",))
def sign_out() -> Any:
    with context.database().writing() as session:
        signin.close_session(session, context.actor(), g.visit.id, at=clock.now())
    form_session.clear()  # the next person at this browser gets form tokens of their own
    flash("You are signed out.")
    return forget_token(redirect("/sign-in", code=303))


@public(bp, "/welcome/<token>")
def welcome(token: str) -> Any:
    with context.database().reading() as session:
        link = accounts.find_link(session, token, at=clock.now())
    return render_template("auth/welcome.html", link=link, email=link.email, name=link.name, error=None)


@public(bp, "/welcome/<token>", methods=("POST",), endpoint="accept_welcome")
def accept_welcome(token: str) -> Any:
    password = request.form.get("password", "")
    email, name = request.form.get("email", ""), request.form.get("name", "")
    at = clock.now()
    with context.database().reading() as session:
        link = accounts.find_link(session, token, at=at)
    try:
        if link.makes_first_admin:
            accounts.check_name(name)
            accounts.check_email(email)
        passwords.require_good(password, email=email if link.makes_first_admin else link.email)
        if password != request.form.get("again"):
            raise InvalidInput("The two passwords differ. Type the same one twice.", field="again")
    except InvalidInput as error:
        shown = (
            {"email": email, "name": name}
            if link.makes_first_admin
            else {"email": link.email, "name": link.name}
        )
        return render_template("auth/welcome.html", link=link, error=error, **shown), error.status
    password_hash = passwords.make_hash(password)
    with context.database().writing() as session:
        if link.makes_first_admin:
            person = accounts.create_first_admin(
                session, token, email=email, name=name, password_hash=password_hash, at=at
            )
        else:
            person = accounts.choose_password(session, token, password_hash=password_hash, at=at)
        new_token = _open_session(session, person, at)
    flash(f"Welcome, {person.name}.")
    return keep_token(redirect("/", code=303), new_token)


def _open_session(session: Any, person: Actor, at: Any) -> str:
    return signin.open_session(
        session,
        person,
        address=request.remote_addr or "",
        browser=request.user_agent.string,
        lasts=_session_lasts(),
        replaces=held_token(),
        at=at,
    )


def open_session_for(person: Actor) -> Response:
    """Sign ``person`` in without a password, and send them on. For the demo's buttons."""
    with context.database().writing() as session:
        token = _open_session(session, person, clock.now())
    return keep_token(redirect(safe_next(request.form.get("next")), code=303), token)


def keep_token(response: Response, token: str) -> Response:
    """Put a session token in the browser's cookie."""
    settings = context.settings()
    response.set_cookie(
        cookie_name(settings, "session"),
        token,
        max_age=int(_session_lasts().total_seconds()),
        path="/",
        httponly=True,
        samesite="Lax",
        secure=settings.https,
    )
    return response


def forget_token(response: Response) -> Response:
    settings = context.settings()
    response.delete_cookie(
        cookie_name(settings, "session"), path="/", httponly=True, samesite="Lax", secure=settings.https
    )
    return response


def _session_lasts() -> timedelta:
    return timedelta(days=context.settings().session_days)


def _sign_in_page(email: str = "", error: str | None = None) -> str:
    demo_people: tuple[people_queries.Person, ...] = ()
    if context.settings().demo:
        with context.database().reading() as session:
            demo_people = people_queries.active_people(session, ADDRESSES)
    return render_template(
        "auth/sign_in.html",
        email=email,
        error=error,
        next=safe_next(request.values.get("next")),
        demo_people=demo_people,
    )
