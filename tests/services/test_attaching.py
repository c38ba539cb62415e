"""Marks attached to words again, repeats of an error, insertion points, and suggestions that take words out."""

import pytest
from sqlalchemy import select

from tests.services.conftest import Rows
from workbench.db.models import Problem, ProblemEvent, ProblemEventKind
from workbench.db.queries.history import history_of
from workbench.db.queries.marked_words import Quoted
from workbench.db.queries.problems import Card, problems_of
from workbench.db.queries.repeats import marks_to_repeat
from workbench.db.queries.rows import read_rows
from workbench.db.queries.timeline import Matter, Wanted, read_timeline
from workbench.domain.errors import Conflict, InvalidInput, WrongState
from workbench.domain.kinds import Side
from workbench.domain.problems import Move, Severity, Step
from workbench.services.attaching import attach, send_off, take_back
from workbench.services.problem_life import Place
from workbench.services.review import apply_suggestion, ask_about_article, mark_problem, take_step
from workbench.services.segments import restore, save_source, save_target

OTHER = "Fishermen went back to the harbour at the weekend."


def cards(rows: Rows, number: int, who: str = "reviewer") -> list[Card]:
    return problems_of(rows.session, rows.article, rows[number].id, rows.people[who])


def in_tray(rows: Rows, number: int) -> int:
    return read_rows(rows.session, rows.article.id, rows.people["reviewer"])[number].lost


def again(rows: Rows, problem: Problem, who: str, number: int, *places: Place) -> ProblemEvent:
    event: ProblemEvent = rows.do(
        lambda s, a, _id, **k: attach(s, a, problem.id, places=places, **k), who, number
    )
    return event


def back(rows: Rows, event: ProblemEvent, who: str = "reviewer") -> None:
    take_back(rows.session, rows.people[who], event.problem_id, event_id=event.id, at=rows.clock())


def test_a_mark_whose_words_are_gone_lies_in_the_tray_until_it_is_attached_again(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, "34 workers", note="Count again.")
    rows.do(save_target, "translator", 1, text=OTHER)
    (card,) = cards(rows, 1)
    assert (card.lost, card.missing, in_tray(rows, 1)) == (True, (Side.TARGET,), 1)
    assert card.words[0].exact == "34 workers"
    again(rows, problem, "translator", 1, rows.place(1, Side.TARGET, "Fishermen"))
    (card,) = cards(rows, 1)
    assert (card.lost, card.words[0].exact, in_tray(rows, 1)) == (False, "Fishermen", 0)
    assert [(said.how, said.moved) for said in card.thread] == [
        (Move.LOST, ()),
        (Move.ATTACHED, (Quoted(Side.TARGET, "34 workers"),)),
    ]
    event = rows.session.scalars(
        select(ProblemEvent)
        .where(ProblemEvent.kind == ProblemEventKind.MOVED)
        .order_by(ProblemEvent.id.desc())
    ).first()
    assert event is not None
    assert event.detail["target"]["now"] == "Fishermen"


def test_it_is_told_who_took_the_words_of_a_mark_away_and_how(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, "34 workers")
    rows.do(save_target, "reviewer", 1, text=OTHER)
    (said,) = cards(rows, 1)[0].thread
    assert (said.name, said.words) == (
        rows.people["reviewer"].name,
        "corrected; its words are gone from the row, so it lies in the tray",
    )
    (lost,) = [e for e in history_of(rows.session, rows[1]) if "changed away" in e.says]
    assert (lost.says, lost.marked) == (
        "changed away the words of “mistranslation”",
        (Quoted(Side.TARGET, "34 workers"),),
    )
    lines = read_timeline(rows.session, rows.article.id, Wanted(matter=Matter.PROBLEMS)).lines
    assert [(line.name, line.problem_id) for line in lines][:1] == [("problem.lost", problem.id)]


def test_words_that_a_suggestion_takes_the_place_of_are_not_lost(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, "34 workers", suggestion="forty-three hands")
    rows.do(lambda s, a, _id, **k: apply_suggestion(s, a, problem.id, **k), "translator", 1)
    assert moves(rows, 1) == [(rows.people["translator"].name, None)]


def test_a_mark_stays_where_one_of_its_words_was_replaced_until_none_is_left(rows: Rows) -> None:
    rows.mark(1, Side.TARGET, "34 workers")
    for text, now in (("43 workers", "43 workers"), ("43 hands", None)):
        rows.do(save_target, "translator", 1, text=f"Some {text} returned to the quay on Sunday.")
        (words,) = cards(rows, 1)[0].words
        assert words.now == now
        assert words.sure is (now is not None)
        assert words.confidence < 1


def test_an_attached_mark_follows_its_new_words(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, "34 workers")
    rows.do(save_target, "translator", 1, text=OTHER)
    again(rows, problem, "reviewer", 1, rows.place(1, Side.TARGET, "harbour"))
    rows.do(save_target, "translator", 1, text=f"On Sunday: {OTHER}")
    (span,) = problem.spans
    assert span.start is not None
    assert rows[1].target[span.start : span.end] == "harbour"


def test_the_card_says_what_stands_there_now_where_it_is_something_else(rows: Rows) -> None:
    rows.mark(1, Side.TARGET, "34 workers")
    (words,) = cards(rows, 1)[0].words
    assert (words.exact, words.now) == ("34 workers", None)
    rows.do(save_target, "translator", 1, text="Some 34 tired workers returned to the quay on Sunday.")
    (words,) = cards(rows, 1)[0].words
    assert (words.exact, words.now) == ("34 workers", "34 tired workers")


def test_one_side_is_attached_and_the_other_stays(rows: Rows) -> None:
    places = [rows.place(1, Side.TARGET, "34"), rows.place(1, Side.SOURCE, "٤٣")]
    problem = rows.do(mark_problem, "reviewer", 1, type_slug="number-date-unit", places=places)
    rows.do(save_target, "translator", 1, text=OTHER)
    (card,) = cards(rows, 1)
    assert (card.lost, card.missing) == (False, (Side.TARGET,))  # the Arabic shows where it is
    again(rows, problem, "reviewer", 1, rows.place(1, Side.TARGET, "Fishermen"))
    assert {(s.side, s.exact) for s in problem.spans} == {(Side.TARGET, "Fishermen"), (Side.SOURCE, "٤٣")}
    assert cards(rows, 1)[0].missing == ()


def test_a_mark_of_the_whole_row_is_attached_to_words(rows: Rows) -> None:
    problem = rows.do(mark_problem, "reviewer", 1, type_slug="awkward")
    again(rows, problem, "reviewer", 1, rows.place(1, Side.TARGET, "quay"))
    assert [span.exact for span in problem.spans] == ["quay"]


# --- attached to words that were not meant -----------------------------------------------------------------


def test_a_mark_on_the_wrong_words_is_moved_and_taken_back(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, "34 workers")
    event = again(rows, problem, "reviewer", 1, rows.place(1, Side.TARGET, "quay"))
    assert [span.exact for span in problem.spans] == ["quay"]
    assert [said.moved for said in cards(rows, 1)[0].thread] == [(Quoted(Side.TARGET, "34 workers"),)]
    rows.do(save_target, "translator", 1, text=f"On Sunday: {rows[1].target}")
    back(rows, event)
    (span,) = problem.spans
    assert span.start is not None
    assert rows[1].target[span.start : span.end] == span.exact == "34 workers"
    assert span.confidence == 1.0
    assert cards(rows, 1)[0].thread[-1].words == "undid that: it is where it was before"
    (undone, *_) = history_of(rows.session, rows[1])
    assert (undone.says, undone.marked) == (
        "put back where it was “mistranslation”",
        (Quoted(Side.TARGET, "34 workers"),),
    )
    lines = read_timeline(rows.session, rows.article.id, Wanted(matter=Matter.PROBLEMS)).lines
    assert [line.name for line in lines] == ["problem.detached", "problem.moved", "problem.opened"]
    with pytest.raises(WrongState, match="moved again"):
        back(rows, event)


def test_taking_back_leads_into_the_tray_again_and_takes_an_added_side_away(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, "34 workers")
    rows.do(save_target, "translator", 1, text=OTHER)
    places = [rows.place(1, Side.TARGET, "Fishermen"), rows.place(1, Side.SOURCE, "٤٣")]
    event = again(rows, problem, "reviewer", 1, *places)
    assert [span.exact for span in problem.spans] == ["Fishermen", "٤٣"]
    back(rows, event)
    assert [(span.exact, span.start) for span in problem.spans] == [("34 workers", None)]
    assert in_tray(rows, 1) == 1
    rows.do(save_target, "translator", 1, text="Some 34 workers returned.")
    assert in_tray(rows, 1) == 0


def test_a_mark_of_the_whole_row_is_that_again(rows: Rows) -> None:
    problem = rows.do(mark_problem, "reviewer", 1, type_slug="awkward")
    back(rows, again(rows, problem, "reviewer", 1, rows.place(1, Side.TARGET, "quay")))
    assert problem.spans == []


def test_the_words_it_is_on_are_no_others(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, "34 workers")
    with pytest.raises(WrongState, match="already"):
        again(rows, problem, "reviewer", 1, rows.place(1, Side.TARGET, "34 workers"))


def first_offered(rows: Rows) -> tuple[str, str | None]:
    """The words the mark is on, and those it was made on where the card offers them."""
    (words,) = cards(rows, 1)[0].words
    return words.exact, words.first and words.first.exact


def test_who_attached_a_mark_decides_and_its_first_words_are_offered_when_they_are_back(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, "34 workers")
    first = rows[1].target_revision_id
    rows.do(save_target, "translator", 1, text="Some hands returned to the quay on Sunday.")
    again(rows, problem, "translator", 1, rows.place(1, Side.TARGET, "quay"))
    assert first_offered(rows) == ("quay", None)
    rows.do(restore, "reviewer", 1, revision_id=first)
    assert first_offered(rows) == ("quay", "34 workers")
    assert cards(rows, 1)[0].attached_by == rows.people["translator"].name
    there = cards(rows, 1)[0].words[0].first
    assert there is not None
    again(rows, problem, "reviewer", 1, Place(Side.TARGET, there.start, there.end, there.exact))
    assert first_offered(rows) == ("34 workers", None)
    again(rows, problem, "reviewer", 1, rows.place(1, Side.TARGET, "Sunday"))  # not those, after all
    assert first_offered(rows) == ("Sunday", None)


def test_words_that_stood_there_when_it_was_attached_to_others_are_not_offered(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, "34")
    text = "Of 34, 34 returned to the quay."
    rows.do(save_target, "translator", 1, text=OTHER)
    rows.do(save_target, "translator", 1, text=text)
    again(rows, problem, "reviewer", 1, rows.place(1, Side.TARGET, "quay"))
    rows.do(save_target, "translator", 1, text="Of 34, some returned to the quay.")
    assert first_offered(rows) == ("quay", None)


def test_a_settled_mark_keeps_its_place_in_the_panel_but_does_not_count(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, "34 workers")
    rows.do(save_target, "translator", 1, text=OTHER)
    take_step(rows.session, rows.people["reviewer"], problem.id, Step.WITHDRAW, at=rows.clock())
    assert cards(rows, 1)[0].lost
    assert in_tray(rows, 1) == 0


def moves(rows: Rows, number: int) -> list[tuple[str, Move | None]]:
    return [(said.name, said.how) for said in cards(rows, number)[0].thread]


def test_words_that_are_written_again_have_their_mark_again(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, "34 workers")
    before = rows[1].target
    rows.do(save_target, "translator", 1, text=OTHER)
    assert in_tray(rows, 1) == 1
    for text in (before, OTHER, before):  # trying out words says it once
        rows.do(save_target, "translator", 1, text=text)
    (span,) = problem.spans
    assert span.start is not None
    assert (before[span.start : span.end], span.confidence) == ("34 workers", 1.0)
    assert moves(rows, 1) == [(rows.people["translator"].name, Move.FOUND)]
    lines = read_timeline(rows.session, rows.article.id, Wanted(matter=Matter.PROBLEMS)).lines
    assert [line.name for line in lines] == ["problem.found", "problem.opened"]
    assert (in_tray(rows, 1), cards(rows, 1)[0].may_be_sent_off) == (0, True)


def test_a_mark_that_lost_some_of_its_words_has_them_all_when_they_are_back(rows: Rows) -> None:
    rows.mark(1, Side.TARGET, "34 workers returned to the quay")
    before = rows[1].target
    rows.do(save_target, "translator", 1, text=before.replace("34 ", ""))
    (words,) = cards(rows, 1)[0].words
    assert words.now == "workers returned to the quay"
    assert words.confidence < 1
    rows.do(save_target, "translator", 1, text=before)
    (words,) = cards(rows, 1)[0].words
    assert (words.now, words.confidence) == (None, 1.0)


def test_a_mark_that_came_to_lie_on_more_keeps_it_through_later_edits(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, "34 workers", suggestion="about 34 workers")
    rows.do(lambda s, a, _id, **k: apply_suggestion(s, a, problem.id, **k), "translator", 1)
    rows.do(save_target, "translator", 1, text=rows[1].target + " Nobody was hurt.")
    (words,) = cards(rows, 1)[0].words
    assert words.now == "about 34 workers"


def test_a_restored_text_takes_its_marks_out_of_the_tray(rows: Rows) -> None:
    rows.mark(1, Side.TARGET, "34 workers")
    revision = rows[1].target_revision_id
    rows.do(save_target, "translator", 1, text=OTHER)
    rows.do(restore, "reviewer", 1, revision_id=revision)
    assert moves(rows, 1) == [
        (rows.people["translator"].name, Move.LOST),
        (rows.people["reviewer"].name, Move.FOUND),
    ]
    assert in_tray(rows, 1) == 0


def test_a_mark_that_had_been_carried_is_back_where_it_was_when_those_words_are(rows: Rows) -> None:
    rows.mark(1, Side.TARGET, "34 workers returned")
    carried = rows[1].target.replace("34", "43")
    rows.do(save_target, "translator", 1, text=carried)
    (before,) = cards(rows, 1)[0].words
    assert before.now == "43 workers returned"
    for text in (OTHER, f"{OTHER} None stayed."):
        rows.do(save_target, "translator", 1, text=text)
    assert in_tray(rows, 1) == 1
    rows.do(save_target, "translator", 1, text=carried)
    (after,) = cards(rows, 1)[0].words
    assert (after.now, after.start, after.confidence) == (before.now, before.start, before.confidence)


def test_what_was_found_on_other_words_is_sent_off_and_stays_off(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, "34")
    rows.do(save_target, "translator", 1, text=OTHER)
    text = f"{OTHER} There were 34."
    rows.do(save_target, "translator", 1, text=text)
    send_off(rows.session, rows.people["reviewer"], problem.id, at=rows.clock())
    (card,) = cards(rows, 1)
    assert (card.lost, card.may_be_sent_off) == (True, False)
    rows.do(save_target, "translator", 1, text=f"{text} So it is.")
    (card,) = cards(rows, 1)
    assert card.lost
    assert [(offer.before + offer.exact + offer.after) for offer in card.words[0].offers] == [
        "There were 34. So it is."
    ]
    with pytest.raises(WrongState, match="not found by itself"):
        send_off(rows.session, rows.people["reviewer"], problem.id, at=rows.clock())


def test_words_that_stand_several_times_are_offered(rows: Rows) -> None:
    rows.mark(1, Side.TARGET, "34")
    rows.do(save_target, "translator", 1, text=OTHER)
    rows.do(save_target, "translator", 1, text="Of 34, 34 came; 340 did not.")
    (card,) = cards(rows, 1)
    assert card.lost
    assert [(offer.start, offer.end) for offer in card.words[0].offers] == [(3, 5), (7, 9)]
    assert moves(rows, 1) == [(rows.people["translator"].name, Move.LOST)]


def test_the_other_of_two_equal_words_is_not_taken_for_the_one_deleted(rows: Rows) -> None:
    rows.mark(1, Side.TARGET, "34")
    rows.do(save_target, "translator", 1, text="Some 34 workers and 34 others returned.")
    rows.do(save_target, "translator", 1, text="Workers and 34 others returned.")
    assert in_tray(rows, 1) == 1
    assert len(cards(rows, 1)[0].words[0].offers) == 1


def test_a_mark_on_both_sides_is_found_only_where_the_other_side_holds(rows: Rows) -> None:
    places = [rows.place(1, Side.TARGET, "34"), rows.place(1, Side.SOURCE, "٤٣")]
    rows.do(mark_problem, "reviewer", 1, type_slug="number-date-unit", places=places)
    english, arabic = rows[1].target, rows[1].source
    rows.do(save_target, "translator", 1, text=OTHER)
    rows.do(save_source, "editor", 1, text="كلام آخر.")
    rows.do(save_target, "translator", 1, text=english)
    assert cards(rows, 1)[0].missing == (Side.TARGET, Side.SOURCE)
    target = rows.place(1, Side.TARGET, "34")
    again(rows, rows.session.get_one(Problem, cards(rows, 1)[0].id), "reviewer", 1, target)
    rows.do(save_source, "editor", 1, text=arabic)
    assert cards(rows, 1)[0].missing == ()


def test_attaching_needs_words_that_are_there_now(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, "34")
    seen, there = rows[1].lock_version, rows.place(1, Side.TARGET, "quay")
    with pytest.raises(InvalidInput, match="Select the words"):
        again(rows, problem, "reviewer", 1)
    with pytest.raises(InvalidInput, match="one stretch"):
        again(rows, problem, "reviewer", 1, there, there)
    rows.do(save_target, "translator", 1, text=OTHER)
    with pytest.raises(InvalidInput, match="not there any more"):
        again(rows, problem, "reviewer", 1, there)
    with pytest.raises(Conflict):
        attach(
            rows.session, rows.people["reviewer"], problem.id, places=[there], version=seen, at=rows.clock()
        )
    assert problem.spans[0].exact == "34"


def test_a_question_on_the_article_has_no_words(rows: Rows) -> None:
    asked = ask_about_article(
        rows.session, rows.people["translator"], rows.article.id, note="Who?", at=rows.clock()
    )
    with pytest.raises(WrongState, match="article as a whole"):
        again(rows, asked, "reviewer", 1, rows.place(1, Side.TARGET, "quay"))


# --- the same error again --------------------------------------------------------------------------------


def test_a_repeat_takes_over_what_the_first_says_and_both_show_it(rows: Rows) -> None:
    first = rows.mark(1, Side.TARGET, "34", severity=Severity.CRITICAL, note="Count again.")
    places = [rows.place(2, Side.TARGET, rows[2].target.split()[0])]
    repeat = rows.do(mark_problem, "editor", 2, repeat_of_id=first.id, places=places)
    assert (repeat.type, repeat.severity, repeat.note) == (
        "mistranslation",
        Severity.CRITICAL,
        "Count again.",
    )
    third = rows.do(mark_problem, "reviewer", 2, repeat_of_id=repeat.id, note="And here.")
    assert (third.repeat_of_id, third.note) == (first.id, "And here.")
    (one,) = cards(rows, 1)
    assert [(other.id, other.number) for other in one.repeats] == [(repeat.id, 3), (third.id, 3)]
    two = next(card for card in cards(rows, 2) if card.id == repeat.id)
    assert two.repeat_of is not None
    assert (two.repeat_of.id, two.repeat_of.number) == (first.id, 2)
    assert [mark.id for mark in marks_to_repeat(rows.session, rows.article)] == [first.id]


def test_what_is_no_standing_error_is_not_repeated(rows: Rows) -> None:
    praise = rows.do(mark_problem, "reviewer", 1, type_slug="praise")
    with pytest.raises(InvalidInput, match="no error"):
        rows.do(mark_problem, "reviewer", 2, repeat_of_id=praise.id)
    first = rows.mark(1, Side.TARGET, "34")
    take_step(rows.session, rows.people["reviewer"], first.id, Step.WITHDRAW, at=rows.clock())
    with pytest.raises(InvalidInput, match="withdrawn"):
        rows.do(mark_problem, "reviewer", 2, repeat_of_id=first.id)
    with pytest.raises(InvalidInput, match="not in this article"):
        rows.do(mark_problem, "reviewer", 2, repeat_of_id=99_999)


# --- insertion points, and words that are to go -----------------------------------------------------------


def omission(rows: Rows, after: str, suggestion: str | None = None) -> Problem:
    at = rows[1].target.index(after) + len(after)
    places = [rows.place(1, Side.SOURCE, "الأحد"), Place(Side.TARGET, at, at, "")]
    problem: Problem = rows.do(
        mark_problem, "reviewer", 1, type_slug="omission", places=places, suggestion=suggestion
    )
    return problem


def test_an_omission_points_between_the_english_words(rows: Rows) -> None:
    omission(rows, "34 workers")
    target = cards(rows, 1)[0].words[0]
    assert (target.side, target.exact) == (Side.TARGET, "")
    assert rows[1].target.startswith(target.before + target.after)
    row = read_rows(rows.session, rows.article.id, rows.people["reviewer"])[1]
    assert [(span.start, span.end) for span in row.target_spans] == [(15, 15)]
    assert row.lost == 0


def test_what_is_missing_is_put_there(rows: Rows) -> None:
    problem = omission(rows, "34 workers", " from the port")
    rows.do(lambda s, a, _id, **k: apply_suggestion(s, a, problem.id, **k), "translator", 1)
    assert rows[1].target == "Some 34 workers from the port returned to the quay on Sunday."
    span = next(s for s in problem.spans if s.side is Side.TARGET)
    assert span.start is not None
    assert rows[1].target[span.start : span.end] == " from the port"


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("34 workers", "Some returned to the quay on Sunday."),
        ("Some", "34 workers returned to the quay on Sunday."),
        ("on Sunday", "Some 34 workers returned to the quay."),
    ],
)
def test_words_that_are_to_go_take_one_space_with_them(rows: Rows, words: str, left: str) -> None:
    problem = rows.mark(1, Side.TARGET, words, suggestion="")
    rows.do(lambda s, a, _id, **k: apply_suggestion(s, a, problem.id, **k), "translator", 1)
    assert rows[1].target == left
    assert in_tray(rows, 1) == 0
