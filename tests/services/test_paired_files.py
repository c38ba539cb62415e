"""Imports whose pairs a file brought."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import START
from workbench.db.models import Problem, Segment
from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Side
from workbench.domain.people import Actor
from workbench.domain.workflow import State
from workbench.services import articles, draft_steps, draft_words, importing, paired_files
from workbench.services.aligning import align_sides
from workbench.services.draft_history import undo
from workbench.services.draft_repairs import chosen, set_repairs
from workbench.services.draft_state import DraftState, Given, state_from_json, state_to_json
from workbench.services.importing import Answers
from workbench.services.pair_steps import merge_pairs
from workbench.services.paired_files import FROM_FILE

TABLE = """Arabic,English,Notes,Status
عاد المركب إلى الميناء,The boat returned to port,Which port?,approved
جفّت الشباك على الرصيف,The nets dried on the quay,,draft
وبقي سطر بلا ترجمة,,Leave this for Salma,
"""


def given(text: str = TABLE, codec: str = "utf-8", name: str = "pairs.csv") -> Given:
    return Given(file=text.encode(codec), file_name=name)


def both(side: Side = Side.SOURCE, other: Given | None = None, one: Given | None = None) -> DraftState | None:
    sides = {Side.SOURCE: other or Given(), Side.TARGET: other or Given()}
    return paired_files.read_both({**sides, side: one or given()})


@pytest.mark.parametrize("side", Side)
def test_a_file_on_either_side_fills_both_and_pairs_them(side: Side) -> None:
    state = both(side)
    assert state is not None
    assert [(b.source, b.target, b.confidence) for b in state.pairs] == [
        ((0,), (0,), FROM_FILE),
        ((1,), (1,), FROM_FILE),
        ((2,), (), FROM_FILE),
    ]
    assert [(which.word, count) for which, count in draft_words.summary(state.pairs)] == [
        ("from the file", 2),
        ("Arabic only", 1),
    ]
    assert draft_words.weakest(state) == [2]
    assert align_sides(state, keep_by_hand=True) is state
    assert paired_files.is_paired_by_file(state)
    assert paired_files.states_in_words(state) == "1 draft, 1 translated"
    assert state_from_json(state_to_json(state)) == state


def test_other_files_are_left_to_the_ordinary_reading() -> None:
    assert both(one=Given(text="عاد المركب إلى الميناء.")) is None
    assert both(one=given("عاد المركب إلى الميناء.", name="page.txt")) is None


def test_states_and_notes_reach_the_article_as_questions_of_the_importer(
    session: Session, people: dict[str, Actor]
) -> None:
    state = both()
    assert state is not None
    new = importing.new_article(state, Answers(translator_name="Salma", english_is_finished=None))
    article = articles.create_article(session, people["editor"], new, at=START)
    rows = session.scalars(
        select(Segment).where(Segment.article_id == article.id).order_by(Segment.position)
    ).all()
    assert [row.state for row in rows] == [State.TRANSLATED, State.DRAFT, State.UNTRANSLATED]
    problems = session.scalars(select(Problem).order_by(Problem.id)).all()
    assert [(p.type, p.note, p.segment_id, p.author_id) for p in problems] == [
        ("question", "Which port?", rows[0].id, people["editor"].id),
        ("question", "Leave this for Salma", rows[2].id, people["editor"].id),
    ]


def test_an_answer_for_the_whole_english_wins_over_the_file() -> None:
    state = both()
    assert state is not None
    assert {s.state for s in importing.new_article(state, Answers(english_is_finished=False)).segments} == {
        None
    }


def test_notes_need_somebody_to_ask_them(session: Session) -> None:
    state = both()
    assert state is not None
    with pytest.raises(InvalidInput, match="--as"):
        articles.create_article(session, None, importing.new_article(state, Answers()), at=START)


def test_steps_and_undo_keep_pairs_states_and_notes() -> None:
    before = both()
    assert before is not None
    merged = merge_pairs(before, 0)
    segment = importing.new_article(merged, Answers(english_is_finished=None)).segments[0]
    assert (segment.state, segment.notes) == (State.DRAFT, ("Which port?",))
    joined = draft_steps.join_block(before, Side.SOURCE, 0)
    assert joined.source.kept[0].notes == ("Which port?",)
    split = draft_steps.split_block(before, Side.SOURCE, 0, before.source.kept[0].text.index("إلى"))
    assert [b.notes for b in split.source.kept[:2]] == [("Which port?",), ()]
    parted = draft_steps.edit_text(before, Side.SOURCE, 0, "عاد المركب\n\nإلى الميناء")
    assert [b.notes for b in parted.source.kept[:2]] == [("Which port?",), ()]
    out = draft_steps.leave_out(before, Side.TARGET, 1)
    assert [b.target for b in out.pairs] == [(0,), (), ()]
    for after in (merged, joined, split, parted, out):
        back = undo(after)
        assert (back.source, back.target, back.pairs) == (before.source, before.target, before.pairs)


def test_a_wrong_guess_is_read_again_for_both_sides() -> None:
    guessed = both(one=given(codec="cp1256"))
    assert guessed is not None
    assert guessed.source.document is not None
    assert guessed.source.document.encoding == "Windows-1256 (Arabic)"
    again = paired_files.reread_file(guessed, Side.SOURCE, "cp1256")
    assert (again.pairs, again.target.kept) == (guessed.pairs, guessed.target.kept)
    wrong = paired_files.reread_file(guessed, Side.SOURCE, "cp1252")
    assert "عاد" not in wrong.source.kept[0].text
    assert paired_files.reread_file(wrong, Side.SOURCE, "cp1256").source.kept == guessed.source.kept
    with pytest.raises(InvalidInput, match="not one of those"):
        paired_files.reread_file(guessed, Side.SOURCE, "rot13")


def test_two_things_given_are_said_and_kept() -> None:
    english = Given(text="The boat returned to port.")
    state = both(other=english)
    assert state is not None
    assert "both languages" in state.target.problem
    assert not state.is_readable
    assert Given.unpacked(state.target.given) == english
    assert Given.unpacked(state.source.given) == given()


def test_a_broken_table_is_a_problem_of_its_side() -> None:
    state = both(Side.TARGET, one=given("one,two\n"))
    assert state is not None
    assert "Arabic" in state.target.problem
    assert state.source.problem == ""


FAULTY = "Arabic,English,Status\nعاد الصيـــادون إلى ﺍﻟﺒﺤﺮ.,The fishermen  went to sea.,translated\nوانتهى القـــول.,That was all.,draft\n"


def test_letters_of_pairs_are_repaired_and_the_rest_stands() -> None:
    state = both(one=given(FAULTY))
    assert state is not None
    assert state.source.document is not None
    assert [b.text for b in state.source.kept] == ["عاد الصيادون إلى البحر.", "وانتهى القول."]
    assert [b.text for b in state.target.kept] == ["The fishermen went to sea.", "That was all."]
    assert [b.state for b in state.target.kept] == [State.TRANSLATED, State.DRAFT]
    assert "Taken: Arabic from column A" in state.source.document.warnings[0]
    ticked = {one.id for one in state.source.repairs}
    after = set_repairs(state, Side.SOURCE, chosen(state.source.repairs, ticked, {"tatweel:1"}))
    assert [b.text for b in after.source.kept] == ["عاد الصيـــادون إلى البحر.", "وانتهى القول."]
    assert after.pairs == state.pairs
    assert after.source.document is not None
    assert after.source.document.warnings == state.source.document.warnings
    none = set_repairs(after, Side.TARGET, chosen(after.target.repairs, set(), set()))
    assert none.target.kept[0].text == "The fishermen  went to sea."
    assert [b.state for b in none.target.kept] == [State.TRANSLATED, State.DRAFT]


KINDS = """Kind,Arabic,English
headline,عودة المركب,The boat returns
byline,بقلم: كريم منصور,By Karim Mansour
date,الثلاثاء 17 مارس 2026,Tuesday 17 March 2026
tags,"بحر، صيد","sea, fishing"
text,عاد المركب إلى الميناء.,The boat returned to port.
"""
XLIFF = """<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="ar" trgLang="en"><file id="f">
<unit id="1" name="byline"><segment><source>كريم منصور</source><target>Karim Mansour</target></segment></unit>
<unit id="2" type="x:dateline"><segment><source>17 مارس 2026</source><target>17 March 2026</target></segment></unit>
<unit id="3"><segment><source>عاد المركب إلى الميناء.</source><target>The boat returned to port.</target></segment></unit>
</file></xliff>"""
XLIFF1 = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file source-language="ar" target-language="en" original="a" datatype="plaintext"><body>
<trans-unit id="1" resname="author"><source>كريم منصور</source><target>Karim Mansour</target></trans-unit>
<trans-unit id="2" resname="date"><source>17 مارس 2026</source><target>17 March 2026</target></trans-unit>
<trans-unit id="3"><source>عاد المركب إلى الميناء.</source><target>The boat returned to port.</target></trans-unit>
</body></file></xliff>"""


@pytest.mark.parametrize(("text", "name"), [(KINDS, "a.csv"), (XLIFF, "a.xlf"), (XLIFF1, "b.xlf")])
def test_rows_that_the_file_calls_facts_fill_the_article_and_can_come_back(text: str, name: str) -> None:
    state = both(one=given(text, name=name))
    assert state is not None
    arabic, english = state.source.fields, state.target.fields
    assert (arabic.byline, english.byline) == ("كريم منصور", "Karim Mansour")
    assert (arabic.published_on, english.published_on) == ("2026-03-17", "2026-03-17")
    assert english.dateline.endswith("17 March 2026")
    assert state.target.kept[-1].text == "The boat returned to port."
    n = next(n for n, block in enumerate(state.source.blocks) if block.dropped == "byline")
    back = draft_steps.restore(state, Side.SOURCE, n)
    assert len(back.source.kept) == len(state.source.kept) + 1
    if name == "a.csv":
        assert (arabic.tags, english.tags) == (("بحر", "صيد"), ("sea", "fishing"))
        assert [len(bead.source) for bead in state.pairs] == [1, 1]
