"""Comparing two contents of one article."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.comparison import (
    Difference,
    changed_fields,
    compare_contents,
    compare_corrections,
    is_same_publication,
    only_changed,
)
from workbench.domain.editions import Correction, Credit, EditionContent, EditionSegment
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import InlineMark, MarkKind
from workbench.text.diff import Op

TEXTS = st.sampled_from(["", "One word", "Another word", "كلمة واحدة", "One word\nand a line"])


@st.composite
def contents(draw: st.DrawFn) -> EditionContent:
    ids = draw(st.lists(st.integers(1, 9), unique=True, max_size=6))
    segments = tuple(
        EditionSegment(id_, draw(st.sampled_from(list(Kind))), draw(TEXTS), draw(TEXTS)) for id_ in ids
    )
    return EditionContent("port", 1, segments, target_byline=draw(TEXTS))


def test_what_readers_are_told_is_compared_too() -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    first, second, other = (
        Correction(n, at, note) for n, note in ((2, "It was 43."), (3, "On 4 May."), (4, "In Sur."))
    )
    old = EditionContent("port", 3, (), corrections=(first, second))
    new = EditionContent("port", 4, (), corrections=(first, other))
    assert [(told.difference, told.correction) for told in compare_corrections(old, new)] == [
        (Difference.SAME, first),
        (Difference.REMOVED, second),
        (Difference.ADDED, other),
    ]


def segment(id_: int, target: str, kind: Kind = Kind.PARAGRAPH) -> EditionSegment:
    return EditionSegment(id_, kind, "نص", target)


@given(contents(), contents())
def test_every_segment_of_both_comes_once_and_in_order(old: EditionContent, new: EditionContent) -> None:
    changes = compare_contents(old, new)
    assert [c.new.id for c in changes if c.new] == [s.id for s in new.segments]
    assert sorted(c.old.id for c in changes if c.old) == sorted(s.id for s in old.segments)
    assert [c.number for c in changes if c.number] == list(range(1, len(new.segments) + 1))


@given(contents(), contents())
def test_redlines_hold_both_texts(old: EditionContent, new: EditionContent) -> None:
    for change in only_changed(compare_contents(old, new)):
        if not change.target:
            continue
        before = "".join(p.text for p in change.target if p.op != "insert")
        after = "".join(p.text for p in change.target if p.op != "delete")
        assert before == (change.old.target if change.old else "")
        assert after == (change.new.target if change.new else "")


@given(contents())
def test_the_same_differs_in_nothing(content: EditionContent) -> None:
    assert {c.difference for c in compare_contents(content, content)} <= {Difference.SAME}
    assert changed_fields(content, content) == ()
    assert is_same_publication(
        content, replace(content, number=7, note="x", credits=(Credit("A", "published"),))
    )


def test_a_removed_segment_stands_behind_its_old_neighbour() -> None:
    old = EditionContent("port", 1, (segment(1, "a"), segment(2, "b"), segment(3, "c")))
    new = EditionContent("port", 2, (segment(3, "c"), segment(1, "a"), segment(4, "d")))
    assert [(c.difference.value, c.segment.id) for c in compare_contents(old, new)] == [
        ("same", 3),
        ("same", 1),
        ("removed", 2),
        ("added", 4),
    ]


def test_what_words_do_not_show_is_said() -> None:
    old = EditionContent("port", 1, (segment(1, "a link"), segment(2, "b")))
    linked = replace(
        segment(1, "a link", Kind.QUOTE),
        target_marks=(InlineMark(2, 6, MarkKind.LINK, "https://example.org"),),
    )
    new = EditionContent("port", 2, (linked, replace(segment(2, "b"), left_out_reason="Old news")))
    first, second = compare_contents(old, new)
    assert first.notes == ("was a paragraph, is now a quote", "links or emphasis changed")
    assert second.notes == ("now left out",)
    assert {first.difference, second.difference} == {Difference.CHANGED}
    assert not is_same_publication(old, new)


def test_changed_fields_are_named_by_side() -> None:
    old = EditionContent("port", 1, (), target_byline="Hala", source_tags=("ميناء",))
    new = replace(old, target_byline="Omar", source_tags=("ميناء", "عمل"))
    first, second = changed_fields(old, new)
    assert first[:2] == ("byline", Side.TARGET)
    assert second[:2] == ("tags", Side.SOURCE)
    assert [(piece.op, piece.text) for piece in second[2]][-1] == (Op.INSERT, ", عمل"), "the first tag stays"
