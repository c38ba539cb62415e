"""What stands at a public address in place of an edition or a feed: short, without our frame, in the form asked for.

Its reader is a program, or a visitor of somebody else's site.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Response, jsonify, render_template, request, url_for
from markupsafe import Markup

from workbench.domain.release import NOTICE_TITLES
from workbench.export.html import reading_sheet
from workbench.export.news_article import stamp
from workbench.export.registry import BY_SUFFIX
from workbench.web import context
from workbench.web.security import document_policy

#: The first words of a refusal by its code or status, and what is said where the error says nothing itself.
_SAYS: dict[str | int, tuple[str, str]] = {
    **{kind.value: (title, "") for kind, title in NOTICE_TITLES.items()},
    "never-published": ("Never published", ""),
    401: ("A key is needed", ""),
    404: ("Nothing here", "Nothing is published at this address."),
    405: ("This cannot be done here", "What is published can be fetched, and nothing else."),
    410: ("No longer published", ""),
    429: ("Too many tries", ""),
    500: ("Something went wrong", "That is not your doing. Try again in a few minutes."),
    503: ("Busy", "Try again in a few minutes."),
}
_OTHERWISE = ("This request cannot be answered", "Look at the address again.")
_KINDS = ("text/html", "application/json", "text/plain")


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of an error. ``reference`` is in the log too, so that somebody can find what happened."""

    status: int
    code: str
    message: str
    details: dict[str, Any]
    reference: str | None = None


def is_public_address(path: str) -> bool:
    """Whether readers from outside ask there, whatever it is that they ask for."""
    return path.startswith(("/editions/", "/feed."))


def answer(error: Shown) -> Response:
    """The refusal, with which edition it is about where that is known, and where the newest is."""
    heading, message = _words(error)
    says = error.message or message
    newest = _newest(error)
    match _asked_for():
        case "application/json":
            response = jsonify({"error": _as_json(error, says, newest)})
        case "text/plain":
            also = f"The newest edition: {newest}" if newest else ""
            lines = filter(None, (_which(error), says, also, _reference(error)))
            response = Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
        case _:
            page = render_template(
                "outside/notice.html",
                heading=heading,
                which=_which(error),
                paragraphs=[line for line in says.split("\n") if line.strip()],
                newest=newest,
                number=error.details.get("newest"),
                reference=_reference(error),
                looks=Markup(f"<style>{reading_sheet()}</style>"),  # noqa: S704  a file of ours
            )
            response = Response(page, content_type="text/html; charset=utf-8")
            response.headers["Content-Security-Policy"] = document_policy("text/html")
    response.status_code = error.status
    if newest:
        response.headers["Link"] = f'<{newest}>; rel="latest-version"'
    if "seconds" in error.details:
        response.headers["Retry-After"] = str(error.details["seconds"])
    response.headers["Cache-Control"] = "no-cache" if error.status == 410 else "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _words(error: Shown) -> tuple[str, str]:
    known = (error.details.get("kind"), error.code, error.status, 500 if error.status > 500 else None)
    return next((_SAYS[key] for key in known if key in _SAYS), _OTHERWISE)


def _asked_for() -> str:
    """The kind of answer that fits the address: of its suffix; of a feed's; without one, what the reader takes."""
    suffix = request.path.rpartition("/")[2].partition(".")[2]
    if form := BY_SUFFIX.get(suffix):
        kind = form.media_type.partition(";")[0]
        return kind if kind in _KINDS else "text/plain"
    if suffix == "atom":
        return "text/plain"
    return request.accept_mimetypes.best_match(_KINDS) or "text/html"


def _newest(error: Shown) -> str:
    """The address of the edition that is out instead, "" where there is none."""
    slug = (request.view_args or {}).get("slug")
    if not slug or not error.details.get("newest"):
        return ""
    return f"{context.settings().url}{url_for('outside.newest', slug=slug)}"


def _which(error: Shown) -> str:
    """Which edition it was: "Edition 2, published 17 August 2021"; "" where it is about none or was never out."""
    published = _moment(error, "published")
    if published is None:
        return ""
    return f"Edition {error.details['edition']}, published {published.day} {published:%B %Y}"


def _moment(error: Shown, name: str) -> datetime | None:
    said = error.details.get(name)
    return datetime.fromisoformat(said).astimezone(UTC) if said else None


def _reference(error: Shown) -> str:
    return f"Reference: {error.reference}" if error.reference else ""


def _as_json(error: Shown, says: str, newest: str) -> dict[str, Any]:
    known = {
        "code": error.code,
        "message": says,
        "kind": error.details.get("kind"),
        "edition": error.details.get("edition"),
        "published": stamp(_moment(error, "published")),
        "since": stamp(_moment(error, "since")),
        "newest": newest,
        "reference": error.reference,
    }
    return {name: value for name, value in known.items() if value}
