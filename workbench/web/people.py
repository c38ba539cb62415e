"""The people page: who may sign in, with which roles; links to choose a password."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from workbench import clock
from workbench.db.queries import people as people_queries
from workbench.domain.errors import InvalidInput, WrongState
from workbench.domain.people import ROLE_DESCRIPTIONS, Role
from workbench.domain.permissions import Permission
from workbench.services import accounts
from workbench.web import context
from workbench.web.routing import page

bp = Blueprint("people", __name__)


@page(bp, "/people", permission=Permission.MANAGE_PEOPLE)
def index() -> Any:
    return _people_page()


@page(bp, "/people", permission=Permission.MANAGE_PEOPLE, methods=("POST",), endpoint="add")
def add() -> Any:
    typed = {"name": request.form.get("name", ""), "email": request.form.get("email", "")}
    at = clock.now()
    try:
        roles = _roles()
        with context.database().writing() as session:
            person = accounts.add_person(session, context.actor(), **typed, roles=roles, at=at)
            token = accounts.issue_password_link(session, context.actor(), person.id, at=at)
    except InvalidInput as error:
        return _people_page(
            error=error, typed={**typed, "roles": request.form.getlist("roles")}
        ), error.status
    return _link_page(person.id, token, is_new=True)


@page(bp, "/people/<int:user_id>", permission=Permission.MANAGE_PEOPLE)
def person(user_id: int) -> Any:
    return _person_page(user_id)


@page(bp, "/people/<int:user_id>", permission=Permission.MANAGE_PEOPLE, methods=("POST",), endpoint="change")
def change(user_id: int) -> Any:
    """Name and roles."""
    at = clock.now()

    def save(session: Session) -> None:
        accounts.rename(session, context.actor(), user_id, request.form.get("name", ""), at=at)
        accounts.set_roles(session, context.actor(), user_id, _roles(), at=at)

    return _do(user_id, save, "Saved.")


@page(bp, "/people/<int:user_id>/deactivate", permission=Permission.MANAGE_PEOPLE, methods=("POST",))
def deactivate(user_id: int) -> Any:
    return _do(
        user_id,
        lambda session: accounts.deactivate(session, context.actor(), user_id, at=clock.now()),
        "Deactivated: they are signed out everywhere. Their work keeps their name.",
    )


@page(bp, "/people/<int:user_id>/activate", permission=Permission.MANAGE_PEOPLE, methods=("POST",))
def activate(user_id: int) -> Any:
    return _do(
        user_id,
        lambda session: accounts.activate(session, context.actor(), user_id, at=clock.now()),
        "They may sign in again.",
    )


@page(bp, "/people/<int:user_id>/link", permission=Permission.MANAGE_PEOPLE, methods=("POST",))
def issue_link(user_id: int) -> Any:
    try:
        with context.database().writing() as session:
            token = accounts.issue_password_link(session, context.actor(), user_id, at=clock.now())
    except WrongState as error:
        return _person_page(user_id, error), error.status
    return _link_page(user_id, token, is_new=False)


def _do(user_id: int, step: Callable[[Session], Any], says: str) -> Any:
    """Run one change of a person; what it refuses is shown on their page."""
    try:
        with context.database().writing() as session:
            step(session)
    except (InvalidInput, WrongState) as error:
        return _person_page(user_id, error), error.status
    flash(says, "good")
    return redirect(url_for("people.person", user_id=user_id), code=303)


def _roles() -> frozenset[Role]:
    try:
        return frozenset(Role(name) for name in request.form.getlist("roles"))
    except ValueError:
        raise InvalidInput("There is no such role.", field="roles") from None


def _people_page(error: InvalidInput | None = None, typed: dict[str, Any] | None = None) -> str:
    with context.database().reading() as session:
        people = people_queries.list_people(session)
    return render_template(
        "people/index.html",
        people=people,
        roles=ROLE_DESCRIPTIONS,
        error=error,
        typed=typed or {"name": "", "email": "", "roles": []},
    )


def _person_page(user_id: int, error: InvalidInput | WrongState | None = None) -> str:
    with context.database().reading() as session:
        person = people_queries.get_person(session, user_id)
    return render_template("people/person.html", person=person, roles=ROLE_DESCRIPTIONS, error=error)


def _link_page(user_id: int, token: str, *, is_new: bool) -> Any:
    """The link, shown this once: only its hash is kept, and the answer must not be either."""
    with context.database().reading() as session:
        person = people_queries.get_person(session, user_id)
    link = url_for("auth.welcome", token=token, _external=True)
    answer = context.html(
        render_template(
            "people/link.html",
            person=person,
            link=link,
            is_new=is_new,
            days=accounts.PASSWORD_LINK_LASTS.days,
        )
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
