"""What differs between two contents of one article: segment by segment, in the order of the newer one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from workbench.domain.editions import Correction, EditionContent, EditionSegment
from workbench.domain.kinds import Side
from workbench.domain.marks import marked_redline
from workbench.text.diff import Op, Piece, redline

#: The most that mending a typo takes out and puts in, together.
TYPO_WORDS = 8
TYPO_LETTERS = 80


class Difference(StrEnum):
    """What happened to a segment between two contents."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class SegmentChange:
    """One segment in both contents; ``old`` is None for an added one, ``new`` for a removed one.

    ``number`` counts the newer content's segments from 1 (None for a removed one). ``target`` and ``source``
    are redlines, empty where that side did not change.
    """

    difference: Difference
    number: int | None
    old: EditionSegment | None
    new: EditionSegment | None
    target: tuple[Piece, ...] = ()
    source: tuple[Piece, ...] = ()

    @property
    def segment(self) -> EditionSegment:
        found = self.new or self.old
        assert found is not None, "a change has at least one side"
        return found

    @property
    def notes(self) -> tuple[str, ...]:
        """Changes a redline of the words cannot show, in words."""
        if self.old is None or self.new is None:
            return ()
        old, new = self.old, self.new
        facts = (
            (old.kind is not new.kind, f"was a {old.kind.label}, is now a {new.kind.label}"),
            (old.left_out_reason is None and new.left_out_reason is not None, "now left out"),
            (old.left_out_reason is not None and new.left_out_reason is None, "no longer left out"),
            (
                old.target == new.target and old.target_marks != new.target_marks,
                "links or emphasis changed",
            ),
            (old.kind is new.kind and dict(old.attrs) != dict(new.attrs), "list form changed"),
        )
        return tuple(words for true, words in facts if true)


@dataclass(frozen=True, slots=True)
class ToldChange:
    """What readers are told of a correction in either content, and whether the other tells it too."""

    difference: Difference
    correction: Correction


def compare_corrections(old: EditionContent, new: EditionContent) -> tuple[ToldChange, ...]:
    """Every correction that either content tells its readers, in the order they were made."""
    before, now = set(old.corrections), set(new.corrections)

    def difference(told: Correction) -> Difference:
        if told not in now:
            return Difference.REMOVED
        return Difference.SAME if told in before else Difference.ADDED

    return tuple(
        ToldChange(difference(told), told) for told in sorted(before | now, key=lambda told: told.number)
    )


def compare_contents(old: EditionContent, new: EditionContent) -> tuple[SegmentChange, ...]:
    """Every segment of either content, in the newer order; a removed one stands behind its old neighbour."""
    before = {segment.id: segment for segment in old.segments}
    removed = _removed_behind(old.segments, {segment.id for segment in new.segments})
    return tuple(_changes(before, removed, new.segments))


def only_changed(changes: Sequence[SegmentChange]) -> tuple[SegmentChange, ...]:
    return tuple(change for change in changes if change.difference is not Difference.SAME)


def is_small_change(old: str, new: str) -> bool:
    """Whether a change is of the size of a typo: a few words taken out or put in."""
    changed = [piece.text for piece in redline(old, new) if piece.op is not Op.EQUAL]
    return sum(map(len, changed)) <= TYPO_LETTERS and sum(len(text.split()) for text in changed) <= TYPO_WORDS


def changed_fields(
    old: EditionContent, new: EditionContent
) -> tuple[tuple[str, Side, tuple[Piece, ...]], ...]:
    """Fields of the article that differ, each with its redline."""
    found = []
    for name in ("byline", "outlet", "dateline", "tags"):
        for side in Side:
            was, is_now = (_field(content, name, side) for content in (old, new))
            if was != is_now:
                found.append((name, side, redline(was, is_now)))
    return tuple(found)


def is_same_publication(old: EditionContent, new: EditionContent) -> bool:
    """Whether publishing ``new`` would say again what ``old`` said.

    Compares the words themselves, their form and the article's fields, not who published them or when.
    """
    return _substance(old) == _substance(new)


def is_same_source(old: EditionContent, sources: Iterable[str]) -> bool:
    """Whether these are the Arabic words ``old`` was made from, however its rows were cut and ordered since.

    The desk splits, joins and moves rows, which leaves the Arabic as it is; only its words tell that it changed.
    """
    return _words(segment.source for segment in old.segments) == _words(sources)


def _words(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in text.split())


def _substance(content: EditionContent) -> EditionContent:
    """The content without what is said about it: of an edition's record only what readers meet."""
    segments = tuple(
        EditionSegment(
            id=s.id,
            kind=s.kind,
            source=s.source,
            target=s.target,
            source_marks=s.source_marks,
            target_marks=s.target_marks,
            attrs=dict(s.attrs),
            left_out_reason=s.left_out_reason,
            added=s.added,
        )
        for s in content.segments
    )
    return EditionContent(
        slug=content.slug,
        number=None,
        segments=segments,
        source_byline=content.source_byline,
        target_byline=content.target_byline,
        source_outlet=content.source_outlet,
        target_outlet=content.target_outlet,
        source_dateline=content.source_dateline,
        target_dateline=content.target_dateline,
        source_tags=content.source_tags,
        target_tags=content.target_tags,
        source_url=content.source_url,
    )


def _field(content: EditionContent, name: str, side: Side) -> str:
    value = getattr(content, f"{side.value}_{name}")
    return value if isinstance(value, str) else ", ".join(value)


def _removed_behind(old: Sequence[EditionSegment], kept: set[int]) -> dict[int | None, list[EditionSegment]]:
    """Removed segments by the id of the nearest kept one before them (None: none before)."""
    behind: dict[int | None, list[EditionSegment]] = {}
    last: int | None = None
    for segment in old:
        if segment.id in kept:
            last = segment.id
        else:
            behind.setdefault(last, []).append(segment)
    return behind


def _changes(
    before: Mapping[int, EditionSegment],
    removed: Mapping[int | None, Sequence[EditionSegment]],
    now: Sequence[EditionSegment],
) -> Iterator[SegmentChange]:
    yield from map(_gone, removed.get(None, ()))
    for number, segment in enumerate(now, 1):
        yield _change(number, before.get(segment.id), segment)
        yield from map(_gone, removed.get(segment.id, ()))


def _gone(segment: EditionSegment) -> SegmentChange:
    return SegmentChange(
        Difference.REMOVED, None, segment, None, marked_redline(segment.target, "", segment.target_marks, ())
    )


def _change(number: int, old: EditionSegment | None, new: EditionSegment) -> SegmentChange:
    if old is None:
        return SegmentChange(
            Difference.ADDED, number, None, new, marked_redline("", new.target, (), new.target_marks)
        )
    change = SegmentChange(
        Difference.CHANGED,
        number,
        old,
        new,
        marked_redline(old.target, new.target, old.target_marks, new.target_marks)
        if old.target != new.target
        else (),
        marked_redline(old.source, new.source, old.source_marks, new.source_marks)
        if old.source != new.source
        else (),
    )
    same = not change.target and not change.source and not change.notes
    return replace(change, difference=Difference.SAME) if same else change
