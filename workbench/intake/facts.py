"""What a page states about itself: its head's ``meta`` and ``link`` elements, and its JSON-LD.

JSON-LD follows schema.org (``NewsArticle`` and its kin, alone, in a list or in a ``@graph``). It is data from
a stranger: bounded in size, number and depth, and only short strings are taken out of it.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import lxml.html

from workbench.domain.marks import safe_href
from workbench.intake.document import Fields
from workbench.text.clean import storable
from workbench.text.dates import read_dateline

_META = {
    "byline": ("author", "article:author", "dc.creator", "sailthru.author", "parsely-author"),
    "outlet": ("og:site_name", "application-name", "dc.publisher"),
    "published_on": (
        "article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "pubdate",
        "sailthru.date",
        "parsely-pub-date",
    ),
    "tags": ("news_keywords", "article:tag", "keywords"),
}

#: Types of schema.org that are one piece of writing.
_PIECES = frozenset((
    "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "AskPublicNewsArticle",
    "BackgroundNewsArticle", "OpinionNewsArticle", "ReviewNewsArticle", "BlogPosting", "LiveBlogPosting",
    "SocialMediaPosting", "Report", "ScholarlyArticle",
))  # fmt: skip

_MOST_SCRIPTS = 20
_LONGEST_SCRIPT = 200_000  # characters
_MOST_NODES = 2_000
_MOST_AUTHORS = 6
_MOST_TAGS = 30
_LONGEST_FACT = 500
_TAG_SPLIT = re.compile("[,،;]")


def stated_fields(root: lxml.html.HtmlElement) -> Fields:
    """Author, outlet, day, tags and address, as the page states them to machines; "" where it does not."""
    meta = _meta(root)
    piece = _linked_data(root)
    time = next((e.get("datetime") for e in root.iter("time") if e.get("datetime")), "")
    canonical = next((e.get("href") for e in root.iter("link") if e.get("rel") == "canonical"), None)
    tags = piece.tags or _split_tags(meta["tags"])
    return Fields(
        byline=piece.byline or ", ".join(n for n in meta["byline"][:_MOST_AUTHORS] if "://" not in n),
        outlet=piece.outlet or next(iter(meta["outlet"]), ""),
        published_on=next(
            (day for day in (piece.published_on, *map(_day, meta["published_on"]), _day(time)) if day), ""
        ),
        tags=tags[:_MOST_TAGS],
        url=safe_href(canonical or next(iter(meta["url"]), None)) or piece.url,
    )


def _meta(root: lxml.html.HtmlElement) -> dict[str, tuple[str, ...]]:
    """The values of the first name of each fact that the page uses, in order and once each."""
    said: dict[str, dict[str, None]] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        value = _words(element.get("content"))
        if name and value:
            said.setdefault(name, {})[value] = None
    return {
        fact: next((tuple(said[name]) for name in names if name in said), ())
        for fact, names in {**_META, "url": ("og:url",)}.items()
    }


def _split_tags(values: tuple[str, ...]) -> tuple[str, ...]:
    parts = (part.strip() for value in values for part in _TAG_SPLIT.split(value))
    return tuple(dict.fromkeys(part for part in parts if part))


def _day(text: str | None) -> str:
    return read_dateline(text or "").iso or ""


def _words(value: Any) -> str:
    """A string in one line; "" for anything else and for what is too long to be a name or a day."""
    if not isinstance(value, str) or len(value) > _LONGEST_FACT:
        return ""
    return " ".join(storable(value).split())


# --- JSON-LD -------------------------------------------------------------------------------------------


def _linked_data(root: lxml.html.HtmlElement) -> Fields:
    """The facts of the first piece of writing in the page's JSON-LD; empty without any."""
    nodes = list(_nodes(root))
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and "name" in node}
    piece = next((node for node in nodes if _types(node) & _PIECES), None)
    if piece is None:
        return Fields()
    keywords = piece.get("keywords")
    listed = keywords if isinstance(keywords, list) else [keywords]
    return Fields(
        byline=", ".join(_names(piece.get("author") or piece.get("creator"), known)),
        outlet=next(iter(_names(piece.get("publisher"), known)), ""),
        published_on=_day(_words(piece.get("datePublished"))),
        tags=_split_tags(tuple(_words(word) for word in listed[:_MOST_TAGS])),
        url=safe_href(_words(piece.get("url"))) or "",
    )


def _nodes(root: lxml.html.HtmlElement) -> Iterator[dict[str, Any]]:
    """The objects of all JSON-LD scripts, those of lists and graphs one by one."""
    scripts = [
        e for e in root.iter("script") if (e.get("type") or "").strip().lower() == "application/ld+json"
    ]
    left = _MOST_NODES
    for script in scripts[:_MOST_SCRIPTS]:
        text = script.text or ""
        if len(text) > _LONGEST_SCRIPT:
            continue
        try:
            waiting = [json.loads(text)]
        except (ValueError, RecursionError):
            continue
        while waiting and left:
            left -= 1
            node = waiting.pop()
            if isinstance(node, list):
                waiting.extend(reversed(node))
            elif isinstance(node, dict):
                yield node
                waiting.extend(node[key] for key in ("mainEntity", "@graph") if key in node)


def _types(node: dict[str, Any]) -> set[str]:
    stated = node.get("@type")
    return {name for name in (stated if isinstance(stated, list) else [stated]) if isinstance(name, str)}


def _names(value: Any, known: dict[str, dict[str, Any]]) -> list[str]:
    """Names of persons or bodies given as strings, as objects, or by the id of an object elsewhere."""
    names: dict[str, None] = {}
    for one in (value if isinstance(value, list) else [value])[:_MOST_AUTHORS]:
        if isinstance(one, dict):
            reference = one.get("@id")
            one = one.get("name") or known.get(reference if isinstance(reference, str) else "", {}).get(
                "name"
            )
        name = _words(one)
        if name and "://" not in name:
            names[name] = None
    return list(names)
