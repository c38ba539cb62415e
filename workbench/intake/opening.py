"""The dateline that a report opens with, "CAIRO, 12 May –" or "بيروت (وكالة) - ": where it was written and when."""

import re
from collections.abc import Iterable

from workbench.domain.kinds import Kind
from workbench.intake.document import Block
from workbench.intake.people import CITIES
from workbench.text.dates import read_dateline

_LONGEST = 100  # characters
_FEWEST_BEHIND = 8  # words of the sentence that it opens

_CITY = rf"(?P<city>{CITIES})"
_CAPITALS = r"[A-Z][A-Z'’.-]+(?: [A-Z][A-Z'’.-]+){0,3}"
_ARABIC = r"(?!(?:في|من|منذ|بعد|قبل|يوم|حتى|مساء|صباح) )[\u0621-\u064a]{2,}(?: [\u0621-\u064a]{2,}){0,2}"
_REGION = r"(?P<region>, [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}|[،,] ?[\u0621-\u064a]{3,}(?: [\u0621-\u064a]{3,})?)?"
_WORD = r"[^\W\d_]{3,}\.?"
_DAY = rf"(?P<day>[،,]? ?(?:{_WORD}[،,]? )?(?:[0-9٠-٩]{{1,2}} {_WORD}(?:[ /]{_WORD})?|{_WORD} [0-9]{{1,2}})(?:,? [0-9٠-٩]{{4}})?)?"
_AGENCY = r"(?P<agency> ?\([^\W\d][^()]{1,30}\))?"
_DASH = r"(?:\s*[–—]\s*|\s+--?\s+)"
_OPENING = re.compile(
    rf"(?P<said>(?:{_CITY}(?!\w)|(?-i:{_CAPITALS})|{_ARABIC}){_REGION}{_DAY}{_AGENCY}{_DAY.replace('day', 'later')}){_DASH}", re.I
)  # fmt: skip


def opening_dateline(text: str) -> str:
    """The place, and the day where it stands with it, that a paragraph opens with; "" where it opens with none.

    A place that is no well-known city counts only with a day or an agency beside it.
    """
    found = _OPENING.match(text[:_LONGEST])
    if not found or len(text[found.end() :].split()) < _FEWEST_BEHIND:
        return ""
    days = [day for day in (found["day"], found["later"]) if day]
    if not all(read_dateline(f"Monday {day}").is_whole_line for day in days):  # a day may lack its year
        return ""
    return found["said"].strip() if days or found["city"] or found["agency"] else ""


def dateline_of(blocks: Iterable[Block]) -> str:
    """The one that the first paragraph opens with."""
    first = next((b for b in blocks if b.is_kept and b.kind is Kind.PARAGRAPH), None)
    return opening_dateline(first.text) if first else ""
