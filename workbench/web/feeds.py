"""The feed of published editions as Atom (RFC 4287, with the tombstones of RFC 6721) and as JSON Feed 1.1.

Pure: the same feed gives the same bytes, and its only times are those of the editions.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from workbench.domain.editions import EditionContent
from workbench.domain.kinds import Kind
from workbench.export.html import article_html
from workbench.export.parts import visible

ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"


@dataclass(frozen=True, slots=True)
class Feed:
    """A page of the feed: full addresses; editions as (address, since when it is out, content); gone as (address,
    since). An article keeps its address, so a correction replaces what a reader has."""

    title: str
    home: str
    own: str
    first: str
    following: str | None
    updated: datetime
    editions: tuple[tuple[str, datetime, EditionContent], ...]
    gone: tuple[tuple[str, datetime], ...]


def atom(feed: Feed) -> bytes:
    """An Atom document."""
    root: Any = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM, "at": TOMBSTONES})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", "en")
    _add(root, "id", feed.first.partition("?")[0])
    _add(root, "title", feed.title)
    _add(root, "updated", _moment(feed.updated))
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.own)
    if feed.following:
        _add(root, "link", rel="next", type="application/atom+xml", href=feed.following)
    for address, published, content in feed.editions:
        entry = _add(root, "entry")
        _add(entry, "id", address)
        _add(entry, "title", visible(content.title))
        _add(entry, "published", _moment(content.first_published_at or published))
        _add(entry, "updated", _moment(published))
        for name in _authors(content):
            _add(_add(entry, "author"), "name", name)
        _add(entry, "link", rel="alternate", type="text/html", href=address)
        for tag in content.target_tags:
            _add(entry, "category", term=visible(tag))
        if summary := _summary(content):
            _add(entry, "summary", summary)
        _add(entry, "content", visible(article_html(content)), type="html")
    for address, since in feed.gone:
        etree.SubElement(root, f"{{{TOMBSTONES}}}deleted-entry", ref=address, when=_moment(since))
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def json_feed(feed: Feed) -> bytes:
    """A JSON Feed document; what was withdrawn is simply not in it."""
    data: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.own,
        "language": "en",
    }
    if feed.following:
        data["next_url"] = feed.following
    data["items"] = [_item(*edition) for edition in feed.editions]
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"


def _item(address: str, published: datetime, content: EditionContent) -> dict[str, Any]:
    item = {
        "id": address,
        "url": address,
        "title": visible(content.title),
        "content_html": visible(article_html(content)),
        "summary": _summary(content),
        "date_published": _moment(content.first_published_at or published),
        "date_modified": _moment(published),
        "authors": [{"name": name} for name in _authors(content)],
        "tags": [visible(tag) for tag in content.target_tags],
        "language": "en",
    }
    return {name: value for name, value in item.items() if value}


def _authors(content: EditionContent) -> list[str]:
    """Atom wants somebody: the byline, the outlet, or failing both who translated."""
    named = content.target_byline or content.target_outlet
    translators = [credit.name for credit in content.credits if credit.did == "translated"]
    return [visible(name) for name in ([named] if named else translators or ["The desk"])]


def _summary(content: EditionContent) -> str:
    found = next((s.target for s in content.segments if s.kind is Kind.STANDFIRST and s.target.strip()), "")
    return visible(" ".join(found.split()))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _add(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
    made = etree.SubElement(parent, f"{{{ATOM}}}{name}", **attributes)
    made.text = text
    return made
