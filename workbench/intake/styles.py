"""What word processors' paragraph styles mean, by the names that they carry in files."""

import re
from collections.abc import Iterable

from workbench.domain.kinds import Kind

#: Built-in style ids and names (which Word and LibreOffice keep in English in the file) by the kind they mean.
_KINDS = (
    (re.compile(r"^title$", re.I), Kind.HEADLINE),
    (re.compile(r"^sub ?title$", re.I), Kind.STANDFIRST),
    (re.compile(r"^heading ?[1-9]?$", re.I), Kind.SUBHEADING),
    (re.compile(r"quot(?:e|ation)", re.I), Kind.QUOTE),
    (re.compile(r"^(?:caption|illustration)$", re.I), Kind.CAPTION),
    (re.compile(r"^list\b|^list ?(?:bullet|number|paragraph)", re.I), Kind.LIST_ITEM),
)
#: Styles of desks and of export programs for the lines below the headline.
_CLAIMS = (
    (re.compile(r"^(?:by-?line|author)s?$", re.I), "byline"),
    (re.compile(r"^(?:date|date-?line|published)$", re.I), "dateline"),
    (re.compile(r"^(?:publication|publisher|outlet)$", re.I), "outlet"),
    (re.compile(r"^(?:tags|keywords)$", re.I), "tags"),
)
_CONTENTS = re.compile(r"^(?:toc|contents) ?(?:\d|heading)", re.I)


def kind_of_style(names: Iterable[str]) -> Kind | None:
    """The kind that a style's names mean; None when they mean none, and the style it is based on may."""
    listed = list(names)
    return next((kind for shape, kind in _KINDS if any(shape.search(name) for name in listed)), None)


def claim_of_style(names: Iterable[str]) -> str | None:
    """The article's field that paragraphs of a style are for."""
    listed = list(names)
    return next((field for shape, field in _CLAIMS if any(shape.search(name) for name in listed)), None)


def is_of_contents(names: Iterable[str]) -> bool:
    """Whether a style is that of the lines of a table of contents."""
    return any(_CONTENTS.search(name) for name in names)
