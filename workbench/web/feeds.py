"""The feed of published editions as Atom (RFC 4287, with the tombstones of RFC 6721) and as JSON Feed 1.1.

What was withdrawn stays an entry of the same id, with the notice in place of its text: most readers pass tombstones
over and would go on showing what they have. In Atom it has its tombstone beside it, for those that take entries away;
the two may share an id (RFC 6721, 3) as long as neither is older than the other.

Pure: the same feed gives the same bytes, and its only times are those of the editions.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from workbench.domain.editions import EditionContent
from workbench.export.html import article_html
from workbench.export.news_article import author, standfirst
from workbench.export.parts import below_headline, visible

ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in the feed at its full address; see :class:`workbench.services.outside.FeedEntry`."""

    id: str
    address: str
    since: datetime
    content: EditionContent


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One that is gone since a moment, with what its readers are told."""

    id: str
    address: str
    since: datetime
    title: str
    notice: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A page of the feed, with full addresses. An article keeps its id, so a correction replaces what a reader has.

    ``desk``: the desk's name, the feed's title and the author of entries that have none of their own.
    """

    id: str
    desk: str
    home: str
    own: str
    following: str | None
    updated: datetime
    editions: tuple[Entry, ...]
    gone: tuple[Tombstone, ...]


def atom(feed: Feed) -> bytes:
    """An Atom document."""
    root: Any = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM, "at": TOMBSTONES})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", "en")
    _add(root, "id", feed.id)
    _add(root, "title", visible(feed.desk))
    _add(root, "updated", _moment(feed.updated))
    _add(_add(root, "author"), "name", visible(feed.desk))
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.own)
    if feed.following:
        _add(root, "link", rel="next", type="application/atom+xml", href=feed.following)
    for listed in _newest_first(feed):
        entry = _add(root, "entry")
        _add(entry, "id", listed.id)
        _add(entry, "updated", _moment(listed.since))
        _add(entry, "link", rel="alternate", type="text/html", href=listed.address)
        if isinstance(listed, Tombstone):
            _add(entry, "title", listed.title)
            _add(entry, "content", visible(listed.notice), type="text")
        else:
            _add_edition(entry, listed)
    for gone in feed.gone:
        stone = etree.SubElement(
            root, f"{{{TOMBSTONES}}}deleted-entry", ref=gone.id, when=_moment(gone.since)
        )
        etree.SubElement(stone, f"{{{TOMBSTONES}}}comment").text = visible(gone.notice)
        _add(stone, "link", rel="alternate", type="text/html", href=gone.address)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _add_edition(entry: Any, edition: Entry) -> None:
    content = edition.content
    _add(entry, "title", visible(content.title))
    _add(entry, "published", _moment(content.first_published_at or edition.since))
    if name := author(content):
        _add(_add(entry, "author"), "name", visible(name))
    for tag in content.target_tags:
        _add(entry, "category", term=visible(tag))
    if summary := visible(standfirst(content)):
        _add(entry, "summary", summary)
    _add(entry, "content", _body(content), type="html")


def _newest_first(feed: Feed) -> list[Entry | Tombstone]:
    """What is out and what is gone, by when it became so."""
    return sorted((*feed.editions, *feed.gone), key=lambda listed: listed.since, reverse=True)


def json_feed(feed: Feed) -> bytes:
    """A JSON Feed document."""
    data: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": visible(feed.desk),
        "authors": [{"name": visible(feed.desk)}],
        "home_page_url": feed.home,
        "feed_url": feed.own,
        "language": "en",
    }
    if feed.following:
        data["next_url"] = feed.following
    data["items"] = [
        _notice(listed) if isinstance(listed, Tombstone) else _item(listed) for listed in _newest_first(feed)
    ]
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"


def _item(edition: Entry) -> dict[str, Any]:
    content = edition.content
    name = author(content)
    item = {
        "id": edition.id,
        "url": edition.address,
        "title": visible(content.title),
        "content_html": _body(content),
        "summary": visible(standfirst(content)),
        "date_published": _moment(content.first_published_at or edition.since),
        "date_modified": _moment(edition.since),
        "authors": [{"name": visible(name)}] if name else [],
        "tags": [visible(tag) for tag in content.target_tags],
        "language": "en",
    }
    return {name: value for name, value in item.items() if value}


def _notice(gone: Tombstone) -> dict[str, Any]:
    return {
        "id": gone.id,
        "url": gone.address,
        "title": gone.title,
        "content_text": visible(gone.notice),
        "date_modified": _moment(gone.since),
        "language": "en",
    }


def _body(content: EditionContent) -> str:
    return visible(article_html(below_headline(content)))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _add(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
    made = etree.SubElement(parent, f"{{{ATOM}}}{name}", **attributes)
    made.text = text
    return made
