"""The demo's one-click sign-in. Registered in demo mode only, which listens on this machine only."""

from typing import Any

from flask import Blueprint

from workbench.db.queries import people as people_queries
from workbench.demo.people import ADDRESSES
from workbench.domain.errors import NotFound
from workbench.web import context
from workbench.web.auth import open_session_for
from workbench.web.routing import public

bp = Blueprint("demo", __name__)


@public(bp, "/sign-in/demo/<int:user_id>", methods=("POST",))
def sign_in_as(user_id: int) -> Any:
    with context.database().reading() as session:
        person = people_queries.get_person(session, user_id)
    if not person.is_active or person.email not in ADDRESSES:
        raise NotFound("There is no such person.")
    return open_session_for(person.as_actor())
