"""Inline marks: links and emphasis beside the plain text (stand-off), never inside it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from workbench.domain.errors import InvalidInput
from workbench.text.carry import carry_all
from workbench.text.diff import Op, Piece, redline
from workbench.text.spans import Span


class MarkKind(StrEnum):
    LINK = "link"
    EMPHASIS = "emphasis"
    STRONG = "strong"


@dataclass(frozen=True, slots=True, order=True)
class InlineMark:
    """A link, emphasis or strong over ``text[start:end]``; offsets are code points, end-exclusive."""

    start: int
    end: int
    kind: MarkKind
    href: str | None = None

    def as_json(self) -> dict[str, Any]:
        data: dict[str, Any] = {"start": self.start, "end": self.end, "kind": self.kind.value}
        if self.href is not None:
            data["href"] = self.href
        return data


#: Schemes a link in an article may have; everything else (javascript:, data:) is refused.
SAFE_SCHEMES = ("http://", "https://", "mailto:")


def safe_href(href: str | None) -> str | None:
    """The link target if it may be published, else None. Relative addresses point nowhere here."""
    href = (href or "").strip()
    if href.lower().startswith(SAFE_SCHEMES) and len(href) <= 2000 and not any(c.isspace() for c in href):
        return href
    return None


def marks_from_json(data: Iterable[Mapping[str, Any]], text: str) -> tuple[InlineMark, ...]:
    """Parse marks that came from outside; raises InvalidInput on a mark that does not fit the text."""
    marks = []
    for item in data:
        try:
            mark = InlineMark(int(item["start"]), int(item["end"]), MarkKind(item["kind"]), item.get("href"))
        except (KeyError, TypeError, ValueError) as error:
            raise InvalidInput("That formatting could not be read.") from error
        if not 0 <= mark.start < mark.end <= len(text):
            raise InvalidInput("That formatting lies outside the text.")
        if mark.kind is MarkKind.LINK and safe_href(mark.href) is None:
            raise InvalidInput("A link must start with http://, https:// or mailto:.")
        if mark.kind is not MarkKind.LINK and mark.href is not None:
            raise InvalidInput("Only a link has an address.")
        marks.append(mark)
    return tidy_marks(marks)


def stored_marks(data: Iterable[Mapping[str, Any]] | None) -> tuple[InlineMark, ...]:
    """The marks that were stored with a text, which were held against it then."""
    return tuple(InlineMark(m["start"], m["end"], MarkKind(m["kind"]), m.get("href")) for m in data or ())


def tidy_marks(marks: Iterable[InlineMark]) -> tuple[InlineMark, ...]:
    """Sorted, without empty ones, touching or overlapping marks of one kind and address joined."""
    joined: list[InlineMark] = []
    for mark in sorted(
        (m for m in marks if m.start < m.end), key=lambda m: (m.kind, m.href or "", m.start, m.end)
    ):
        last = joined[-1] if joined else None
        if last and (last.kind, last.href) == (mark.kind, mark.href) and mark.start <= last.end:
            joined[-1] = InlineMark(last.start, max(last.end, mark.end), last.kind, last.href)
        else:
            joined.append(mark)
    return tuple(sorted(joined))


@dataclass(frozen=True, slots=True, order=True)
class Look:
    """How some words look: linked, emphasised or strong."""

    kind: MarkKind
    words: str
    href: str | None = None


def looks_of(text: str, marks: Iterable[InlineMark]) -> Counter[Look]:
    """The words of a text that are linked or emphasised, in their order."""
    return Counter(
        Look(mark.kind, " ".join(text[mark.start : mark.end].split()), mark.href)
        for mark in tidy_marks(marks)
    )


def shift_marks(marks: Sequence[InlineMark], by: int) -> tuple[InlineMark, ...]:
    """The same marks ``by`` code points further on, for text put behind other text."""
    return tuple(InlineMark(m.start + by, m.end + by, m.kind, m.href) for m in marks)


def cut_marks(marks: Sequence[InlineMark], start: int, end: int) -> tuple[InlineMark, ...]:
    """The parts of marks inside ``text[start:end]``, with offsets counted from ``start``."""
    return tidy_marks(
        InlineMark(max(m.start, start) - start, min(m.end, end) - start, m.kind, m.href)
        for m in marks
        if m.start < end and m.end > start
    )


def carry_marks(marks: Sequence[InlineMark], old: str, new: str) -> tuple[InlineMark, ...]:
    """The marks of ``old`` on the same words in ``new``; one whose words were deleted goes with them."""
    if not marks:
        return ()  # the usual case, and no reason to compare the texts
    carried = carry_all([Span(m.start, m.end) for m in marks], old, new)
    return tidy_marks(
        InlineMark(found.span.start, found.span.end, mark.kind, mark.href)
        for mark, found in zip(marks, carried, strict=True)
        if found.span is not None
    )


def marked_redline(
    old: str, new: str, was: Sequence[InlineMark], now: Sequence[InlineMark]
) -> tuple[Piece, ...]:
    """A redline whose stretches look as they do in their text: what went as in the old, the rest as in the new."""
    pieces = []
    at_old = at_new = 0
    for piece in redline(old, new):
        size = len(piece.text)
        marks, at = (was, at_old) if piece.op is Op.DELETE else (now, at_new)
        pieces.append(replace(piece, marks=cut_marks(marks, at, at + size)))
        at_old += 0 if piece.op is Op.INSERT else size
        at_new += 0 if piece.op is Op.DELETE else size
    return tuple(pieces)


def as_lines(texts: Iterable[tuple[str, Sequence[InlineMark]]]) -> tuple[str, tuple[InlineMark, ...]]:
    """Several texts as one, a line each, with their marks."""
    together = ""
    moved: list[InlineMark] = []
    for number, (text, marks) in enumerate(texts):
        together += "\n" if number else ""
        moved.extend(shift_marks(marks, len(together)))
        together += text
    return together, tidy_marks(moved)
