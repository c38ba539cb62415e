"""What the markup of a page says a piece of text is: byline, outlet, dateline or tags.

A claim is made by ``itemprop``, ``rel``, the ``time`` element, or a class or id such as ``byline`` or
``entry-date``. It is evidence only: whether the words fit the claim is judged in
:mod:`workbench.intake.furniture`, so that a class on a whole column takes nothing away.
"""

import re
from collections.abc import Sequence

import lxml.html

from workbench.text.arabic import match_key

#: Part of a text, the field it is claimed for, and the number of the element that claims it.
Claim = tuple[int, int, str, int]

_PROPERTIES = {
    **dict.fromkeys(("author", "creator"), "byline"),
    **dict.fromkeys(("publisher", "sourceorganization", "provider"), "outlet"),
    **dict.fromkeys(("datepublished", "datemodified", "datecreated"), "dateline"),
    "keywords": "tags",
}
_RELATIONS = {"author": "byline", "tag": "tags"}

#: Words of which class names and ids are made, by the field they speak of.
_WORDS = {
    "dateline": frozenset(("dateline", "date", "time", "datetime", "timestamp", "pubdate", "published", "dtpublished")),
    "byline": frozenset(("byline", "author", "authors", "writer", "reporter")),
    "outlet": frozenset(("outlet", "publisher", "publication", "newspaper", "source", "sitename")),
    "tags": frozenset(("tags", "taglist", "hashtags", "keywords")),
}  # fmt: skip
#: With one of these beside it, the name speaks of something else.
_ELSEWHERE = frozenset((
    "bio", "avatar", "image", "img", "photo", "picture", "video", "caption", "credit", "credits", "social", "follow",
    "related", "more", "other", "comment", "comments", "quote", "data", "code", "read", "reading", "cloud", "event",
))  # fmt: skip
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")

_LONGEST = {"tags": 600}  # characters of an element that can be such a line
_LONGEST_LINE = 160
_MOST_PARTS = 150  # elements inside such an element

#: What may stand between and before claimed words without being a statement of its own.
_GLUE = frozenset(match_key(
    "by written words story report reported reporting and on in at for from via published posted updated last date author "
    "source tags tag keywords topics filed under am pm كتب كتبت بقلم بواسطة إعداد تقرير تحقيق الكاتب الكاتبة و في من نشر نشرت تم النشر "
    "تاريخ بتاريخ آخر تحديث المصدر الكلمات كلمات المفتاحية مفتاحية الدلالية دلالية الوسوم وسوم التاغات"
).split())  # fmt: skip
_MOST_GLUE = 6
_SEPARATORS = " \u00a0|•·,،/–—-"


def claim_of(element: lxml.html.HtmlElement) -> str | None:
    """The field that this element's own markup claims for its text, or None."""
    if element.tag == "time":
        return "dateline"
    if not element.attrib:
        return None
    for attribute, table in (("itemprop", _PROPERTIES), ("rel", _RELATIONS)):
        words = (element.get(attribute) or "").lower().split()
        if "category" not in words and (found := next((table[w] for w in words if w in table), None)):
            return found
    for name in f"{element.get('class') or ''} {element.get('id') or ''}"[:500].split():
        parts = {part.lower() for part in _PARTS.findall(name)}
        if parts & _ELSEWHERE:
            continue
        for field, words in _WORDS.items():
            if parts & words:
                return field
    return None


def is_line(element: lxml.html.HtmlElement, field: str) -> bool:
    """Whether the element is short enough to be the line it claims to be, and no column or card."""
    left = _LONGEST.get(field, _LONGEST_LINE)
    for number, part in enumerate(element.iter()):
        own = part.text if isinstance(part.tag, str) else ""
        left -= len((own or "").strip()) + (len((part.tail or "").strip()) if part is not element else 0)
        if left < 0 or number > _MOST_PARTS:
            return False
    return True


def cut_by_claims(text: str, claims: Sequence[Claim]) -> list[tuple[int, int, str | None]]:
    """The pieces of a block, (start, end, field): a line made of claimed words falls apart by field.

    Where other words stand between, the block is a sentence that happens to hold a name or a day, and stays
    whole with no claim. Words such as "by" and "published on" go with the claim they introduce.
    """
    rest, at = [], 0
    for start, end, _, _ in claims:
        rest.append(text[at:start])
        at = end
    rest.append(text[at:])
    glue = re.findall(r"\w+", match_key(" ".join(rest)))
    if not claims or len(glue) > _MOST_GLUE or not _GLUE.issuperset(glue):
        return [(0, len(text), None)]
    pieces: list[tuple[int, int, str | None]] = []
    at, owner = 0, 0
    for start, end, field, number in claims:
        is_same = bool(pieces) and pieces[-1][2] == field and (field != "dateline" or number == owner)
        if is_same:
            pieces[-1] = (pieces[-1][0], end, field)
        else:
            if pieces:  # separators stay behind, introducing words come along
                gap = text[at:start]
                at += len(gap) - len(gap.lstrip(_SEPARATORS))
                pieces[-1] = (pieces[-1][0], at, pieces[-1][2])
            pieces.append((at, end, field))
        at, owner = end, number
    pieces[-1] = (pieces[-1][0], len(text), pieces[-1][2])
    return pieces
