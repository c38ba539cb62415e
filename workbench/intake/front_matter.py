"""The block of settings above a Markdown text: what it says of title, author, day, tags and address.

Written as YAML between ``---`` or as TOML between ``+++``, as site generators take it. Only plain lines are
read, ``name: value`` or ``name = value`` and lists below or in brackets: no parser of either language runs
on a stranger's file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.domain.marks import safe_href
from workbench.intake.document import Fields
from workbench.text.dates import read_dateline

_BLOCK = re.compile(
    r"\A(?P<fence>---|\+\+\+)[ \t]*\n(?P<lines>.{0,5000}?\n)(?:(?P=fence)|\.\.\.)[ \t]*(?:\n|\Z)", re.S
)
_LINE = re.compile(r"(?P<name>[A-Za-z][\w-]{0,40})\s*[:=](?:\s+|$|(?=[\"'\[]))(?P<value>.*)")
_ITEM = re.compile(r"\s*-\s+(?:name\s*:\s*)?(?P<value>\S.*)")
_SETTING_LIKE = re.compile(rf"{_LINE.pattern}|\s|$|-\s|[#\]\[}}]")
_COMMENT = re.compile(r"\s+#.*$")
_COMMA = re.compile(r"\s*[,،]\s*")

#: What desks and site generators call each fact.
_NAMES = {
    "title": ("title", "headline"),
    "byline": ("author", "authors", "byline", "by", "writer"),
    "dateline": ("date", "published", "published_on", "pubdate", "publishdate", "datepublished", "published_time"),
    "outlet": ("outlet", "publication", "publisher", "source", "site", "sitename", "site_name"),
    "tags": ("tags", "keywords"),
    "url": ("canonical", "canonical_url", "url", "link", "source_url"),
}  # fmt: skip
_FACTS = {name: fact for fact, names in _NAMES.items() for name in names}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The block as written (fences left off), where the text below it starts, and what it says."""

    text: str
    end: int
    title: str
    fields: Fields


def read_front_matter(text: str) -> FrontMatter | None:
    """The settings at the very start of ``text``; None when there are none."""
    block = _BLOCK.match(text)
    if block is None or not all(map(_SETTING_LIKE.match, block["lines"].splitlines())):
        return None  # a text that opens with a rule, perhaps
    said: dict[str, list[str]] = {}
    for name, value in _settings(block["lines"]):
        fact = _FACTS.get(name.lower().replace("-", "_"))
        if fact:
            said.setdefault(fact, []).append(value)
    url = next(iter(said.get("url", ())), "")
    tags = said.get("tags", [])
    return FrontMatter(
        text=block["lines"].strip(),
        end=block.end(),
        title=next(iter(said.get("title", ())), ""),
        fields=Fields(
            byline=", ".join(said.get("byline", ())),
            outlet=next(iter(said.get("outlet", ())), ""),
            tags=tuple(tag for value in tags for tag in _COMMA.split(value) if tag),
            published_on=read_dateline(next(iter(said.get("dateline", ())), "")).iso or "",
            url=safe_href(url) or "",
        ),
    )


def _settings(lines: str) -> Iterator[tuple[str, str]]:
    """Names with their values in order; a list gives its name once for each item."""
    name = ""
    for line in lines.splitlines():
        if setting := _LINE.match(line):
            name = setting["name"]
            value = _COMMENT.sub("", setting["value"]).strip()
            parts = _COMMA.split(value[1:-1]) if value.startswith("[") and value.endswith("]") else [value]
            yield from ((name, bare) for part in parts if (bare := _unquoted(part)))
        elif name and (item := _ITEM.match(line)):
            yield name, _unquoted(item["value"])


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1].strip() if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
