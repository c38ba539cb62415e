"""What was changed in the content of an edition, told from what says otherwise."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.edition_places import SEGMENTS, Witness, put_together, taken_apart, where_changed


def segment(id_: int, text: str = "Words", **more: Any) -> dict[str, Any]:
    return {"id": id_, "kind": "paragraph", "source": {"text": "كلمات"}, "target": {"text": text}, **more}


def content(*segments: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"note": "", "credits": ["Huda"], **more, "segments": list(segments)}


PUBLISHED = content(segment(1), segment(2), segment(3))


def changed(
    held: Mapping[str, Any], *witnesses: Mapping[str, Any], tries: int = 100, leads: bool = True
) -> list[str]:
    named = [Witness(f"edition {number}", taken_apart(one)) for number, one in enumerate(witnesses, 1)]
    known = {(id_, "target", "text"): "Words" for id_ in (1, 2, 3)}
    return list(
        where_changed(taken_apart(held), known, named, lambda one: one == PUBLISHED, tries=tries, leads=leads)
    )


@given(st.lists(st.integers(), unique=True), st.dictionaries(st.text(), st.integers()))
def test_what_is_taken_apart_is_put_together_again(ids: list[int], fields: dict[str, int]) -> None:
    whole = {**fields, "segments": [segment(id_, str(id_), state=id_) for id_ in ids]}
    assert put_together(taken_apart(whole)) == whole
    assert taken_apart(whole)[SEGMENTS] == ids


def test_what_is_known_explains_all_or_not() -> None:
    assert changed(content(segment(1), segment(2, "Other"), segment(3))) == []
    assert changed(content(segment(1), segment(2), segment(3), note="x")) == [
        "has the words, links and emphasis of the revisions that its segments name: something else was changed"
    ]


def test_a_difference_that_explains_the_fingerprint_is_told_alone() -> None:
    other = content(segment(1), segment(2), segment(3), credits=["Rami"])
    tampered = content(segment(1), segment(2, kind="heading"), segment(3))
    right = ": with what is there put back, its fingerprint is right"
    assert changed(tampered, other) == [f"differs from edition 1 in the kind of its segment 2{right}"]
    assert changed(tampered, other, leads=False) == [
        f"differs from edition 1 in the kind of its segment 2{right}"
    ]
    assert changed(content(segment(1), segment(3)), other) == [
        f"differs from edition 1 in lacking what is segment 2 there{right}"
    ]


def test_what_one_other_has_too_is_not_doubted_and_leads_say_that_they_are_no_more() -> None:
    first = content(segment(1, kind="heading"), segment(2), segment(3), credits=["Rami"])
    second = content(segment(1), segment(2), segment(3), segment(4), credits=["Rana"])
    tampered = content(segment(1, kind="heading"), segment(2), segment(3), note="x")
    lead, rest = changed(tampered, first, second)
    assert lead == (
        "differs from edition 1 and edition 2 in its credits, its “note”, some of it rightly, perhaps: an article goes on"
    ).replace("its credits, its “note”", "its “note” and its credits")
    assert "something else was changed" in rest
    assert changed(tampered, first, second, leads=False) == []


def test_it_is_tried_so_often_and_no_more() -> None:
    others = content(segment(1), segment(2), segment(3), credits=["Rami"])
    tampered = content(segment(1, kind="heading"), segment(2), segment(3))
    assert "rightly, perhaps" in changed(tampered, others, tries=1)[0]
    assert "rightly, perhaps" not in changed(tampered, others, tries=3)[0]


def test_many_segments_are_counted() -> None:
    other = content(*(segment(id_) for id_ in range(1, 15)))
    tampered = content(*(segment(id_, kind="heading") for id_ in range(1, 15)))
    (lead, *_) = changed(tampered, other)
    assert "the kind of its segments 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 4 more" in lead
