"""An edition as a reader meets it: the English, in printing order, free of anything a format cannot carry.

Every exporter writes these parts; what is shown, and in which order, is decided here once.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import groupby
from urllib.parse import quote as percent_encoded

from workbench.domain.editions import Correction, Credit, EditionContent, EditionSegment
from workbench.domain.kinds import Kind
from workbench.domain.marks import InlineMark, MarkKind, cut_marks, safe_href
from workbench.text.dates import printed_dateline
from workbench.text.invisible import has_visible
from workbench.text.runs import runs

#: Stamped on what is exported before an edition was published.
DRAFT_STAMP = "DRAFT – not approved"
#: On what is taken of an edition before it is out, with the moment.
_EMBARGO_STAMP = "EMBARGOED until"


class Form(StrEnum):
    """What a part is on the page."""

    DRAFT = "draft"
    EMBARGO = "embargo"
    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATELINE = "dateline"
    SUBHEADING = "subheading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    CAPTION = "caption"
    CORRECTION = "correction"
    CREDITS = "credits"


#: What stands at the head and the foot to say that this is not out.
STAMPS = frozenset({Form.DRAFT, Form.EMBARGO})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text with one look: neither its emphasis nor its link changes within it."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str | None = None

    def part(self, start: int, end: int) -> "Stretch":
        return replace(self, text=self.text[start:end])


Line = tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, paragraph, list item …; ``lines`` are its paragraphs, at least one.

    For list items: ``depth`` counts from 0 and is never more than one below the item before; ``number`` is
    the place in its list, 1 where a list begins.
    """

    form: Form
    lines: tuple[Line, ...]
    depth: int = 0
    number: int = 0
    ordered: bool = False

    @property
    def text(self) -> str:
        """The plain text, paragraphs on lines of their own."""
        return "\n".join(plain(line) for line in self.lines)


def plain(line: Line) -> str:
    return "".join(stretch.text for stretch in line)


def follows(before: Part | None, part: Part) -> bool:
    """Whether a list item stands right under the one before it, without a blank line between."""
    return (
        before is not None
        and before.form is part.form is Form.LIST_ITEM
        and len(before.lines) == 1
        and (part.number > 1 or part.depth > before.depth)
    )


def linked(line: Line) -> Iterator[tuple[str | None, tuple[Stretch, ...]]]:
    """The line's stretches by link: an address (or None) and what it lies on."""
    for href, stretches in groupby(line, key=_href):
        yield href, tuple(stretches)


def _href(stretch: Stretch) -> str | None:
    return stretch.href


_FORMS = {
    Kind.HEADLINE: Form.SUBHEADING,  # the first one is the headline; there is one to a page
    Kind.STANDFIRST: Form.STANDFIRST,
    Kind.SUBHEADING: Form.SUBHEADING,
    Kind.PARAGRAPH: Form.PARAGRAPH,
    Kind.LIST_ITEM: Form.LIST_ITEM,
    Kind.QUOTE: Form.QUOTE,
    Kind.CAPTION: Form.CAPTION,
}
_ONE_LINE = frozenset({Kind.HEADLINE, Kind.SUBHEADING})

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def parts(content: EditionContent) -> tuple[Part, ...]:
    """The parts of an edition in printing order.

    A draft is stamped at its head and its foot, as is what is under embargo; what later editions corrected stands at the
    head. Byline and dateline follow the headline and the standfirst; what was corrected, who did what and where it came
    from stand at the end. Segments without English that can be seen are skipped.
    """
    shown = [segment for segment in content.segments if has_visible(visible(segment.target))]
    lead = 0
    while lead < len(shown) and shown[lead].kind in (Kind.HEADLINE, Kind.STANDFIRST):
        lead += 1
    body = [_part(segment) for segment in shown]
    headline = next((n for n, segment in enumerate(shown) if segment.kind is Kind.HEADLINE), None)
    if headline is not None:
        body[headline] = replace(body[headline], form=Form.HEADLINE)
    body = _numbered(body, [_level(segment) for segment in shown])
    form = Form.DRAFT if content.is_draft else Form.EMBARGO
    stamp = [_said(form, words)] if (words := stamp_of(content)) else []
    day = printed_dateline(content.target_dateline)
    dateline = " · ".join(filter(None, (content.target_outlet.strip(), day)))
    fields = [
        _said(form, text)
        for form, text in ((Form.BYLINE, content.target_byline.strip()), (Form.DATELINE, dateline))
        if text
    ]
    return (
        *stamp,
        *_later_corrections(content),
        *body[:lead],
        *fields,
        *body[lead:],
        *_corrections(content),
        *_credits(content),
        *stamp,
    )


def beside_fields(content: EditionContent) -> tuple[Part, ...]:
    """The parts for a form that has fields of its own for the headline, the byline and the end of an embargo."""
    fields = (Form.HEADLINE, Form.BYLINE, Form.EMBARGO)
    return tuple(part for part in parts(content) if part.form not in fields)


def below_headline(content: EditionContent) -> tuple[Part, ...]:
    """The parts for a form that has a field of its own for the headline."""
    return tuple(part for part in parts(content) if part.form is not Form.HEADLINE)


_WENT = {
    "withdrawn": "what was published is withdrawn",
    "erased": "what was published was erased, as the law asked",
}


def draft_stamp(gone: str = "", embargoed_until: datetime | None = None, *, month_first: bool = False) -> str:
    """What stands on a draft. ``gone``: what became of what was published, "withdrawn" or "erased", where it is not out;
    ``embargoed_until``: when an edition goes out."""
    embargo = _embargo(embargoed_until, month_first=month_first) if embargoed_until else ""
    return "; ".join(filter(None, (DRAFT_STAMP, _WENT.get(gone), embargo)))


def stamp_of(content: EditionContent) -> str:
    """What says that a file is not of something that is out; "" where it is.

    A file taken before an embargo ends and one taken after it are two files: the first says until when. Whether an
    edition is out is told to the exporters, which know no clock, so each of the two is the same bytes every time.
    """
    until, month_first = content.embargoed_until, content.month_first
    if content.is_draft:
        return draft_stamp(content.gone, until, month_first=month_first)
    return _embargo(until, month_first=month_first) if until else ""


def _embargo(until: datetime, *, month_first: bool) -> str:
    until = until.astimezone(UTC)
    # Cut to the minute, which is what people choose and all that the desk's pages show.
    return f"{_EMBARGO_STAMP} {_printed(until, month_first=month_first)}, {until:%H:%M} UTC"


def which_of(content: EditionContent) -> str:
    """Which edition it is and of what day: "Edition 2, 17 August 2021"; "" for a draft."""
    if content.number is None:
        return ""
    when = content.published_at
    return f"Edition {content.number}" + (f", {_day(content, when)}" if when else "")


def is_stamp(text: str) -> bool:
    """Whether a line of a file is one of ours that says that it is not out."""
    return text.startswith((DRAFT_STAMP, _EMBARGO_STAMP))


def _part(segment: EditionSegment) -> Part:
    text = visible(segment.target.replace("\n", " ") if segment.kind in _ONE_LINE else segment.target)
    lines = []
    start = 0
    for paragraph in text.split("\n"):
        end = start + len(paragraph)
        if paragraph.strip():
            lines.append(_line(paragraph, cut_marks(segment.target_marks, start, end)))
        start = end + 1
    ordered = segment.kind is Kind.LIST_ITEM and bool(segment.attrs.get("ordered"))
    return Part(_FORMS[segment.kind], tuple(lines), ordered=ordered)


def _line(text: str, marks: Sequence[InlineMark]) -> Line:
    stretches = []
    nothing: tuple[InlineMark, ...] = ()
    for run in runs(text, marks, nothing):
        kinds = {mark.kind for mark in run.inline}
        # Checked again: what was stored long ago may predate today's rule.
        links = [href for mark in run.inline if mark.kind is MarkKind.LINK and (href := safe_href(mark.href))]
        stretches.append(
            Stretch(
                run.text,
                MarkKind.STRONG in kinds,
                MarkKind.EMPHASIS in kinds,
                address(links[0]) if links else None,
            )
        )
    return tuple(
        replace(look, text="".join(stretch.text for stretch in same))
        for look, same in groupby(stretches, key=lambda stretch: replace(stretch, text=""))
    )


def _said(form: Form, text: str) -> Part:
    return Part(form, ((Stretch(visible(text.replace("\n", " "))),),))


def _level(segment: EditionSegment) -> int:
    level = segment.attrs.get("level", 1)
    return level if isinstance(level, int) else 1


def _numbered(body: Sequence[Part], levels: Sequence[int]) -> list[Part]:
    """List items with their depth and number. Another level nests or unnests; anything else ends all lists."""
    result = []
    open_lists: list[list[int]] = []  # of each: the level as given, ordered or not, items so far
    for part, level in zip(body, levels, strict=True):
        if part.form is not Form.LIST_ITEM:
            open_lists = []
            result.append(part)
            continue
        while len(open_lists) > 1 and open_lists[-1][0] > level:
            if open_lists[-2][0] < level:
                open_lists[-1][0] = level  # of levels 1, 3 and 2 the last two are one list, not two in a row
            else:
                open_lists.pop()
        if not open_lists or (open_lists[-1][0] < level and len(open_lists) < _DEEPEST):
            open_lists.append([level, part.ordered, 0])
        elif open_lists[-1][1] != part.ordered:
            open_lists[-1] = [level, part.ordered, 0]
        open_lists[-1][2] += 1
        result.append(replace(part, depth=len(open_lists) - 1, number=open_lists[-1][2]))
    return result


_DEEPEST = 9  # levels of a list; Word knows no more


def _day(content: EditionContent, when: datetime) -> str:
    """ "17 August 2021" or "August 17, 2021", in UTC as everything that is kept."""
    return _printed(when, month_first=content.month_first)


def _printed(when: datetime, *, month_first: bool) -> str:
    month = _MONTHS[when.month - 1]
    return f"{month} {when.day}, {when.year}" if month_first else f"{when.day} {month} {when.year}"


def _corrections(content: EditionContent) -> Iterator[Part]:
    for correction in content.corrections:
        if correction.note.strip():
            yield correction_part(content, correction)


def correction_part(content: EditionContent, correction: Correction) -> Part:
    """What readers of this content are told of a correction."""
    return _told(f"Correction, {_day(content, correction.at)}: {correction.note.strip()}")


def _later_corrections(content: EditionContent) -> Iterator[Part]:
    for correction in content.later_corrections:
        day = _day(content, correction.at)
        yield _told(f"A later edition corrects this, {day}: {correction.note.strip()}")


def _told(text: str) -> Part:
    """What readers are told of a correction, in the paragraphs it was written in."""
    paragraphs = [line for line in visible(text).split("\n") if line.strip()]
    return Part(Form.CORRECTION, tuple((Stretch(paragraph.strip()),) for paragraph in paragraphs))


def _credits(content: EditionContent) -> Iterator[Part]:
    who = " ".join(
        f"{did[:1].upper()}{did[1:]} by {_listed([credit.name for credit in same])}."
        for did, same in groupby(content.credits, key=_did)
    )
    if who:
        yield _said(Form.CREDITS, who)
    if content.number is not None and (when := content.published_at):
        day, first = _day(content, when), _day(content, content.first_published_at or when)
        says = f"Edition {content.number}, published {day}" + (
            "" if first == day else f"; first published {first}"
        )
        yield _said(Form.CREDITS, f"{says}.")
    if safe_href(content.source_url) is not None:
        link = Stretch(visible(content.source_url.strip()), href=address(content.source_url.strip()))
        yield Part(Form.CREDITS, ((Stretch("Arabic original: "), link),))


def _did(credit: Credit) -> str:
    return credit.did


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


# --- what no format can carry --------------------------------------------------------------------------

_PICTURES = {
    **{c: chr(0x2400 + c) for c in range(0x20) if c not in (0x09, 0x0A)},
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), "\ufffd"),
    0xFFFE: "\ufffd",
    0xFFFF: "\ufffd",
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}


def visible(text: str) -> str:
    """``text`` with control characters, which XML, HTML and terminals refuse or obey, as signs to be seen.

    As long as before, so that offsets stay. Tabs, line ends and bidi controls are kept.
    """
    return text.translate(_PICTURES)


_ALLOWED = ":/?#@!$&'*+,;=%~-._"


def address(href: str) -> str:
    """A link target with everything percent-encoded that could end it early in some format."""
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", percent_encoded(visible(href), safe=_ALLOWED))
