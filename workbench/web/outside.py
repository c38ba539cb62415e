"""What is published, for web sites and feed readers: no session, no cookie, answers that caches can check."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, request, url_for
from werkzeug.http import http_date, is_resource_modified

from workbench import __version__, clock
from workbench.db.queries.released import erasures, out_state
from workbench.domain.house import Outside
from workbench.export.exporter import Exporter
from workbench.export.registry import BY_SUFFIX
from workbench.services import outside
from workbench.services.outside import KeyNeeded, OutEdition
from workbench.web import context, refusals
from workbench.web.feeds import Entry, Feed, Tombstone, atom, json_feed
from workbench.web.routing import public
from workbench.web.security import document_policy

bp = Blueprint("outside", __name__)


class Rendered:
    """The files last asked for, by what they were made of: the same is the same to the byte every time.

    Holds at most ``most`` bytes, the longest unused leave first, and all leave when another edition was erased:
    nothing of it may stay. Whether somebody may have a file is never asked here.
    """

    def __init__(self, most: int) -> None:
        self._most, self._held, self._erasures = most, 0, 0
        self._files: OrderedDict[tuple[str, ...], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, ...], make: Callable[[], bytes], *, erasures: int) -> bytes:
        """The file, made if it is not there. ``erasures``: how many editions were erased, as far as is known."""
        with self._lock:
            if erasures != self._erasures:
                self._files.clear()
                self._held, self._erasures = 0, erasures
            if key in self._files:
                self._files.move_to_end(key)
                return self._files[key]
        data = make()
        with self._lock:
            if len(data) <= self._most // 4 and key not in self._files and erasures == self._erasures:
                self._files[key] = data
                self._held += len(data)
                while self._held > self._most:
                    self._held -= len(self._files.popitem(last=False)[1])
        return data


_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_RENDERED = Rendered(32 * 1024 * 1024)


@public(bp, "/editions/<slug>", endpoint="newest")
def newest(slug: str) -> Any:
    """The edition readers have, whichever that is now; after a dot (a slug has none) in which form."""
    slug, _, suffix = slug.partition(".")
    return _edition(slug, None, suffix or "html")


@public(bp, "/editions/<slug>/<int:number>", endpoint="numbered")
@public(bp, "/editions/<slug>/<int:number>.<suffix>", endpoint="numbered_as")
def numbered(slug: str, number: int, suffix: str = "html") -> Any:
    """One edition, as long as it is not withdrawn."""
    return _edition(slug, number, suffix)


def _edition(slug: str, number: int | None, suffix: str) -> Any:
    at = clock.now()
    with context.database().reading() as session:
        access = _access(session, at)
        form = BY_SUFFIX.get(suffix)
        if form is None:
            raise outside.nothing_here()
        found = outside.find_out(session, slug, number, at=at)
        etag = f"{found.made_of}-{form.id}-{__version__}"
        if not is_resource_modified(request.environ, etag, last_modified=found.changed_at):
            return _dated(_linked(Response(status=304), found, suffix), etag, found.changed_at, access)
        data = _RENDERED.get(
            (found.made_of, form.id),
            lambda: form.write(outside.read_content(session, found)),
            erasures=erasures(session),
        )
    response = Response(data, content_type=form.media_type)
    _describe(response, found, form)
    answer = _dated(_linked(response, found, suffix), etag, found.changed_at, access)
    # Readers of PDF fetch the pages that they show, and downloads go on where they broke off.
    length = len(data) if _asks_for_part(len(data)) else None
    return answer.make_conditional(request, accept_ranges=True, complete_length=length)


def _asks_for_part(length: int) -> bool:
    """Whether one stretch of bytes is asked for. Several at once, other units and what cannot be read are passed over,
    as is any but in a GET, and the last bytes of a shorter file are all of it (RFC 9110, 14.1.2 and 14.2)."""
    asked = request.range
    if request.method != "GET" or asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        return False
    start, _ = asked.ranges[0]
    return start >= -length


def _linked(response: Response, found: OutEdition, suffix: str) -> Response:
    """With where the newest edition is, in this form (RFC 5829), and where readers are to be sent (RFC 6596)."""
    page = f"{context.settings().url}{url_for('outside.newest', slug=found.slug)}"
    newest = page if suffix == "html" else f"{page}.{suffix}"
    response.headers["Link"] = f'<{newest}>; rel="latest-version", <{page}>; rel="canonical"'
    return response


def _describe(response: Response, found: OutEdition, form: Exporter) -> None:
    response.headers["Edition-Number"] = str(found.number)
    response.headers["Content-Security-Policy"] = document_policy(form.media_type)
    name = f"{found.slug}-edition-{found.number}.{form.extension}"
    response.headers.set("Content-Disposition", "inline", filename=name)


@public(bp, "/feed.atom", endpoint="atom")
def atom_feed() -> Any:
    return _feed(atom, "application/atom+xml; charset=utf-8", "outside.atom")


@public(bp, "/feed.json", endpoint="json")
def feed_as_json() -> Any:
    return _feed(json_feed, "application/feed+json; charset=utf-8", "outside.json")


def _feed(write: Callable[[Feed], bytes], media_type: str, endpoint: str) -> Any:
    at = clock.now()
    before = _before(request.args.get("before", ""))
    with context.database().reading() as session:
        access = _access(session, at)
        state = out_state(session, at)
        desk, named_at = outside.name_of_desk(session)
        changed = max(moment for moment in (state.changed, named_at, _LONG_AGO) if moment)
        page = f"{endpoint}-{_written(before)}"
        # An edition of the same second as a withdrawal would look alike by the second alone.
        etag = f"{changed.timestamp():.6f}-{state.out}-{state.taken}-{page}-{__version__}"
        if not is_resource_modified(request.environ, etag, last_modified=changed):
            return _dated(Response(status=304), etag, changed, access)
        base = context.settings().url or request.url_root.rstrip("/")
        data = _RENDERED.get(
            (etag, base, request.args.get("key", "")),
            lambda: write(
                _feed_of(
                    outside.read_feed(session, before=before, at=at), desk, base, endpoint, before, changed
                )
            ),
            erasures=erasures(session),
        )
    return _dated(Response(data, content_type=media_type), etag, changed, access)


def _feed_of(
    found: outside.FeedPage,
    desk: str,
    base: str,
    endpoint: str,
    before: tuple[datetime, int] | None,
    changed: datetime,
) -> Feed:
    key = {"key": request.args["key"]} if request.args.get("key") else {}

    def address(where: str, **values: Any) -> str:
        return base + url_for(where, **values)

    def page(place: tuple[datetime, int] | None) -> str:
        return address(endpoint, **({"before": _written(place)} if place else {}), **key)

    return Feed(
        id=found.id or address(endpoint),
        desk=desk,
        home=base,
        own=page(before),
        following=page(found.next_before) if found.next_before else None,
        updated=changed,
        editions=tuple(
            Entry(e.id, address("outside.newest", slug=e.slug), e.since, e.content)
            for e in found.editions
            if e.content is not None
        ),
        gone=tuple(
            Tombstone(e.id, address("outside.newest", slug=e.slug), e.since, e.title, e.notice)
            for e in found.gone
        ),
    )


def _written(before: tuple[datetime, int] | None) -> str:
    """The place where a page of the feed begins, as it stands in addresses."""
    return f"{before[0].isoformat()}_{before[1]}" if before else ""


def _before(text: str) -> tuple[datetime, int] | None:
    """Where a page of the feed begins; what is not one begins at the newest."""
    moment, _, last_id = text.partition("_")
    try:
        found = datetime.fromisoformat(moment.replace(" ", "+"))
        return (found, int(last_id)) if found.tzinfo and 0 < int(last_id) < 2**63 else None
    except ValueError:
        return None


def _access(session: Any, at: datetime) -> Outside:
    return outside.check_access(session, _key(), address=request.remote_addr or "", at=at)


def _key() -> str | None:
    """The key that was sent, in the header or in the address."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.casefold() == "bearer" else request.args.get("key")


def _dated(response: Response, etag: str, changed: datetime, access: Outside) -> Response:
    """What caches need: keep it, but ask each time, since a withdrawal holds at once."""
    response.set_etag(etag)
    response.headers["Last-Modified"] = http_date(changed)
    if access is Outside.ANYBODY:
        response.headers["Cache-Control"] = "public, no-cache"
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    else:
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Vary"] = "Authorization"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.errorhandler(KeyNeeded)
def key_needed(error: KeyNeeded) -> Any:
    """A wrong key counts: who tries many has to wait."""
    if error.details.get("wrong"):
        with context.database().writing() as session:
            outside.count_wrong_key(session, request.remote_addr or "", at=clock.now())
    answer = refusals.answer(refusals.Shown(error.status, error.code, error.message, error.details))
    answer.headers["WWW-Authenticate"] = 'Bearer realm="editions"'
    return answer
