"""Marks through splits, joins and their undoing: with their words, or in the tray with a word why."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.conftest import Clock, add_people, sample
from tests.services.conftest import Rows
from tests.thoroughness import examples
from workbench.db.engine import Database
from workbench.db.models import Problem, ProblemEvent, ProblemEventKind
from workbench.db.queries.problems import Card, problems_of
from workbench.domain.errors import WorkbenchError
from workbench.domain.kinds import Side
from workbench.domain.problems import Move
from workbench.services.articles import create_article
from workbench.services.attaching import attach
from workbench.services.problem_life import Place
from workbench.services.review import mark_problem
from workbench.services.segments import save_target
from workbench.services.structure import join_next, split
from workbench.services.undo import undo


def cut(rows: Rows, number: int, source_word: str, target_word: str) -> int:
    row = rows[number]
    done = rows.do(
        split,
        "translator",
        number,
        source_at=row.source.index(source_word),
        target_at=row.target.index(target_word),
    )
    return int(done.event_id)


def take_back(rows: Rows, event_id: int) -> None:
    undo(rows.session, rows.people["translator"], rows.article.id, event_id, at=rows.clock())


def card(rows: Rows, number: int, problem: Problem) -> Card:
    found = problems_of(rows.session, rows.article, rows[number].id, rows.people["reviewer"])
    return next(card for card in found if card.id == problem.id)


def moves(rows: Rows, problem: Problem) -> list[str]:
    events = select(ProblemEvent).where(
        ProblemEvent.problem_id == problem.id, ProblemEvent.kind == ProblemEventKind.MOVED
    )
    return [event.detail["how"] for event in rows.session.scalars(events.order_by(ProblemEvent.id))]


def places(problem: Problem) -> list[tuple[Side, int | None, int | None, float]]:
    return [(span.side, span.start, span.end, span.confidence) for span in problem.spans]


def in_words(rows: Rows, number: int, problem: Problem) -> list[str]:
    row = rows[number]
    return [
        (row.target if span.side is Side.TARGET else row.source)[span.start : span.end]
        for span in problem.spans
        if span.start is not None
    ]


def test_a_mark_of_the_second_half_lives_on_in_the_second_row(rows: Rows) -> None:
    both = [rows.place(1, Side.TARGET, "Sunday"), rows.place(1, Side.SOURCE, "الأحد")]
    goes = rows.do(mark_problem, "reviewer", 1, type_slug="mistranslation", places=both, suggestion="Monday")
    stays, whole = rows.mark(1, Side.TARGET, "34"), rows.do(mark_problem, "reviewer", 1, type_slug="awkward")
    cut(rows, 1, "إلى الرصيف", "to the quay")
    there = card(rows, 2, goes)
    assert (there.lost, there.missing, there.may_apply, there.suggestion) == (False, (), True, "Monday")
    assert in_words(rows, 2, goes) == ["Sunday", "الأحد"]
    assert [p[3] for p in places(goes)] == [1.0, 1.0]
    assert card(rows, 1, stays).lost is False
    assert card(rows, 1, whole).words == ()
    assert moves(rows, goes) == []


def test_what_the_cut_crosses_says_so_until_the_undoing_brings_it_back(rows: Rows) -> None:
    crossed = rows.mark(1, Side.TARGET, "returned to the quay")
    was = places(crossed)
    event = cut(rows, 1, "إلى الرصيف", "to the quay")
    assert card(rows, 1, crossed).lost
    assert card(rows, 1, crossed).last_move is Move.CUT
    take_back(rows, event)
    rows.session.refresh(crossed)
    assert places(crossed) == was
    assert not card(rows, 1, crossed).lost
    assert moves(rows, crossed) == [Move.CUT, Move.BROUGHT_BACK]


def test_a_mark_goes_with_its_arabic_where_its_english_is_cut(rows: Rows) -> None:
    both = [rows.place(1, Side.TARGET, "returned to"), rows.place(1, Side.SOURCE, "الرصيف")]
    problem = rows.do(mark_problem, "reviewer", 1, type_slug="mistranslation", places=both)
    cut(rows, 1, "إلى الرصيف", "to the quay")
    assert in_words(rows, 2, problem) == ["الرصيف"]
    assert card(rows, 2, problem).missing == (Side.TARGET,)


def test_white_space_at_the_cut_is_no_word_of_a_mark(rows: Rows) -> None:
    before, behind = rows.mark(1, Side.TARGET, "returned "), rows.mark(1, Side.TARGET, " to the")
    at = rows[1].target.index(" to the")
    gap = rows.do(mark_problem, "reviewer", 1, type_slug="omission", places=[Place(Side.TARGET, at, at, "")])
    cut(rows, 1, "إلى الرصيف", "to the quay")
    assert in_words(rows, 1, before) == ["returned"]
    assert in_words(rows, 2, behind) == ["to the"]
    assert places(gap) == [(Side.TARGET, at, at, 1.0)]
    assert rows[1].target.endswith("returned")


def test_a_joined_rows_marks_stand_behind_the_others(rows: Rows) -> None:
    first, second = rows.mark(1, Side.TARGET, "the"), rows.mark(2, Side.TARGET, "would")
    rows.do(save_target, "translator", 3, text="")
    point = rows.do(mark_problem, "reviewer", 3, type_slug="omission", places=[Place(Side.TARGET, 0, 0, "")])
    rows.do(join_next, "translator", 2)
    length = len(rows[2].target)
    assert places(point) == [(Side.TARGET, length, length, 1.0)]
    was = [places(first), places(second), places(point)]
    done = rows.do(join_next, "translator", 1)
    assert (in_words(rows, 1, first), in_words(rows, 1, second)) == (["the"], ["would"])
    assert [p.segment_id for p in (first, second, point)] == [rows[1].id] * 3
    assert {confidence for p in (first, second, point) for *_, confidence in places(p)} == {1.0}
    take_back(rows, done.event_id)
    assert [places(first), places(second), places(point)] == was
    assert second.segment_id == rows[2].id


def test_marks_made_or_attached_since_follow_their_words_through_the_undoing(rows: Rows) -> None:
    crossed = rows.mark(1, Side.TARGET, "returned to the quay")
    event = cut(rows, 1, "إلى الرصيف", "to the quay")
    new = rows.mark(2, Side.TARGET, "Sunday")
    rows.do(
        lambda s, a, _id, **k: attach(s, a, crossed.id, places=[rows.place(1, Side.TARGET, "34")], **k),
        "reviewer",
        1,
    )
    take_back(rows, event)
    for problem, words in ((crossed, "34"), (new, "Sunday")):
        rows.session.refresh(problem)
        assert problem.segment_id == rows[1].id
        assert in_words(rows, 1, problem) == [words]


def test_a_mark_in_the_tray_is_put_nowhere_by_an_undoing(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, "34")
    rows.do(save_target, "translator", 1, text="Fishermen returned to the quay on Sunday.")
    event = cut(rows, 1, "إلى الرصيف", "to the quay")
    take_back(rows, event)
    assert card(rows, 1, problem).lost


@dataclass
class Seen:
    """A mark as a test follows it: the words it was put on, and whether it was ever cut."""

    problem: Problem
    words: dict[Side, str]


@pytest.fixture
def sqlite_rows(sqlite_database: Database, clock: Clock) -> Iterator[Rows]:
    with sqlite_database.writing() as session:
        people = add_people(session)
        yield Rows(session, create_article(session, people["editor"], sample(), at=clock()), people, clock)


@settings(
    max_examples=examples(25),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_split_join_or_undoing_loses_a_mark_or_puts_it_on_other_words(
    sqlite_rows: Rows, data: st.DataObject
) -> None:
    rows = sqlite_rows
    with rows.session.begin_nested() as start:
        seen = [mark_somewhere(rows, data) for _ in range(data.draw(st.integers(2, 4)))]
        done: list[tuple[int, list[object]]] = []
        for _ in range(data.draw(st.integers(1, 5))):
            act(rows, data, seen, done)
            rows.session.expire_all()
            for one in seen:
                look_at(rows, one)
        start.rollback()
    rows.session.expire_all()


def mark_somewhere(rows: Rows, data: st.DataObject) -> Seen:
    number = data.draw(st.integers(0, len(rows.all) - 1))
    row, where, words = rows[number], [], {}
    for side in data.draw(st.sampled_from([[Side.TARGET], [Side.SOURCE], [Side.TARGET, Side.SOURCE]])):
        text = row.target if side is Side.TARGET else row.source
        parts = text.split(" ")
        first = data.draw(st.integers(0, len(parts) - 1))
        words[side] = " ".join(parts[first : first + data.draw(st.integers(1, 3))])
        at = len(" ".join([*parts[:first], ""])) if first else 0
        where.append(Place(side, at, at + len(words[side]), words[side]))
    return Seen(rows.do(mark_problem, "reviewer", number, type_slug="grammar", places=where), words)


def act(rows: Rows, data: st.DataObject, seen: list[Seen], done: list[tuple[int, list[object]]]) -> None:
    before = [(one.problem.segment_id, places(one.problem)) for one in seen]
    number = data.draw(st.integers(0, len(rows.all) - 1))
    row = rows[number]
    what = data.draw(st.sampled_from(["split", "split", "join", "undo"]))
    try:
        if what == "undo" and done:
            event, was = done.pop()
            take_back(rows, event)
            rows.session.expire_all()
            assert [(one.problem.segment_id, places(one.problem)) for one in seen] == was
        elif what == "join":
            done.append((rows.do(join_next, "translator", number).event_id, list(before)))
        elif what == "split":
            cuts = {
                "source_at": data.draw(st.integers(0, len(row.source))),
                "target_at": data.draw(st.integers(0, len(row.target))),
            }
            done.append((rows.do(split, "translator", number, **cuts).event_id, list(before)))
    except WorkbenchError:
        return


def look_at(rows: Rows, one: Seen) -> None:
    segment = next(row for row in rows.all if row.id == one.problem.segment_id)
    assert {span.side for span in one.problem.spans} == set(one.words)
    for span in one.problem.spans:
        if span.start is None:
            assert Move.CUT in moves(rows, one.problem)
            continue
        text = segment.target if span.side is Side.TARGET else segment.source
        assert " ".join(text[span.start : span.end].split()) == " ".join(one.words[span.side].split())
        assert span.confidence == 1.0
        assert span.revision_id in (segment.source_revision_id, segment.target_revision_id)
