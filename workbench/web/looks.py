"""What a browser reports of the rows a person has had before them."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from workbench import clock
from workbench.db.queries import rows as rows_query
from workbench.domain.errors import InvalidInput
from workbench.domain.permissions import Permission
from workbench.services import looks as service
from workbench.web import context
from workbench.web.payload import payload
from workbench.web.routing import page
from workbench.web.workbench_view import address, load_view, rows_json

bp = Blueprint("looks", __name__)


@page(bp, "/articles/<slug>/looks", permission=Permission.READ, methods=("POST",))
def note(slug: str) -> Any:
    """``seen``: objects of a row's ``id``, the ``version`` that was on the screen, and whether it was ``in_hand``.

    Answers with those rows drawn anew that showed what had changed.
    """
    data, at, actor = payload(), clock.now(), context.actor()
    items = data.items("seen") or []
    seen = {_whole(item, "id"): _whole(item, "version") for item in items}
    in_hand = {item["id"] for item in items if item.get("in_hand") is True}
    with context.database().writing() as session:
        article_id = rows_query.article_by_slug(session, slug).id
        noted = service.note_looks(session, actor, article_id, seen, in_hand=in_hand, at=at)
    redrawn = [segment_id for segment_id in noted if segment_id in in_hand]
    if not redrawn:
        return Response(status=204)
    with context.database().reading() as session:
        view = load_view(session, rows_query.article_by_slug(session, slug), at=at)
        body = rows_json(session, view, redrawn)
    return context.answer(json=body, redirect=address(slug))


def _whole(item: Mapping[str, Any], name: str) -> int:
    value = item.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
        raise InvalidInput("Each row seen is an id and a version.")
    return value
