"""What a request knows: who asks, the database, the settings, and in which form to answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from flask import Response, current_app, g, jsonify, make_response, request
from flask import redirect as redirect_to
from werkzeug.wrappers import Response as AnyResponse

from workbench.db.engine import Database
from workbench.domain.people import Actor
from workbench.settings import Settings
from workbench.web.versioned import StaticFiles

EXTENSION = "workbench"


@dataclass(frozen=True, slots=True)
class Parts:
    """What the composition root built, hung on the app once."""

    settings: Settings
    database: Database
    static_files: StaticFiles


def parts() -> Parts:
    return cast(Parts, current_app.extensions[EXTENSION])


def settings() -> Settings:
    return parts().settings


def database() -> Database:
    return parts().database


def visitor() -> Actor | None:
    """Who is signed in, or None."""
    return cast("Actor | None", g.get("actor"))


def actor() -> Actor:
    """Who is signed in; only for views behind a permission."""
    found = visitor()
    assert found is not None, "a view behind a permission is never reached signed out"
    return found


def html(text: str) -> Response:
    return make_response(text)


def wants_json() -> bool:
    """Whether the caller is a script: it asks for JSON before HTML, or sends some."""
    if request.is_json:
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def answer(*, json: Mapping[str, Any] | None = None, redirect: str) -> AnyResponse:
    """After a change: ``json`` for a script, else 303 to ``redirect``, so that reloading repeats nothing."""
    if wants_json():
        response: Response = jsonify(dict(json or {}))
        return response
    return redirect_to(redirect, code=303)
