"""A translation file that went out comes back: what was changed there, here and in both, and putting it in."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from tests.services.conftest import Rows
from workbench.db.models import AuditEvent, Cause, Decision, Problem, Revision
from workbench.db.queries.edition_record import records_of
from workbench.db.queries.editions import contributors
from workbench.db.queries.history import history_of
from workbench.domain.errors import Conflict, InvalidInput, NotAllowed, WrongState
from workbench.domain.marks import InlineMark, MarkKind
from workbench.domain.problems import Status, Step
from workbench.domain.workflow import State
from workbench.intake.returned import read_returned
from workbench.services.backing import refresh_owed
from workbench.services.exporting import export_draft
from workbench.services.returning import Line, Outcome, Report, bring_back, changed_rows, prepare, report
from workbench.services.review import mark_problem, take_step
from workbench.services.scoring import translator_of
from workbench.services.segments import approve, confirm, leave_out, save_target
from workbench.services.threads import reply
from workbench.services.undo import undo


def sent(rows: Rows, format_id: str = "xliff") -> str:
    return export_draft(rows.session, None, rows.article.slug, format_id, at=rows.clock()).data.decode()


def looked_at(rows: Rows, file: str, who: str = "translator", take: tuple[int, ...] = ()) -> Report:
    return report(rows.session, rows.people[who], rows.article, read_returned(file.encode()), take)


def put_in(
    rows: Rows, found: Report, who: str = "translator", agreed: int = 0, notes_of: str | None = None
) -> int:
    work = prepare(rows.session, rows.people[who], rows.article, found, at=rows.clock())
    return bring_back(
        rows.session, rows.people[who], rows.article.slug, found, work, agreed=agreed, notes_of=notes_of
    )


def outcomes(found: Report) -> list[Outcome]:
    return [line.outcome for line in found.lines]


def edit(file: str, old: str, new: str) -> str:
    assert file.count(old) == 1, file
    return file.replace(old, new)


both_versions = pytest.mark.parametrize("format_id", ["xliff", "xliff12"])


@both_versions
def test_a_file_nobody_touched_changes_nothing(rows: Rows, format_id: str) -> None:
    found = looked_at(rows, sent(rows, format_id))
    assert set(outcomes(found)) == {Outcome.SAME}
    with pytest.raises(WrongState, match="nothing in that file"):
        put_in(rows, found)


@both_versions
def test_what_was_changed_there_comes_in_as_revisions_of_whoever_brings_it(
    rows: Rows, format_id: str
) -> None:
    old = rows[1].target
    file = sent(rows, format_id)
    found = looked_at(rows, edit(file, old, f"{old} And more."))
    assert outcomes(found).count(Outcome.CHANGED) == 1
    put_in(rows, found)
    row = rows[1]
    assert row.target == f"{old} And more."
    revision = rows.session.get_one(Revision, row.target_revision_id)
    assert (revision.author_id, revision.cause) == (rows.people["translator"].id, Cause.EDIT)
    assert row.owed
    event = rows.session.scalars(select(AuditEvent).where(AuditEvent.name == "rows.brought_back")).one()
    assert event.detail["counts"] == {"changed": 1}


def test_a_rows_history_says_that_words_came_with_a_file(rows: Rows) -> None:
    old = rows[1].target
    put_in(rows, looked_at(rows, edit(sent(rows), old, f"{old} And more.")))
    first = history_of(rows.session, rows[1])[0]
    assert (first.name, first.says) == ("Tala Translator", "brought in a translation file")
    rows.do(save_target, "translator", 1, text="Typed here.")
    assert [entry.says for entry in history_of(rows.session, rows[1])[:2]] == [
        "edited",
        "brought in a translation file",
    ]


@pytest.mark.parametrize(
    ("format_id", "edits"),
    [
        ("xliff", ('id="s{id}" state="initial"', 'id="s{id}" state="final"')),
        ("xliff12", ('<target state="new"', '<target state="signed-off"')),
    ],
)
def test_states_are_taken_as_far_as_translated_and_are_nobodys_word(
    rows: Rows, format_id: str, edits: tuple[str, str]
) -> None:
    rows.do(save_target, "translator", 1, text="A draft of it.")
    assert rows[1].state is State.DRAFT
    file = edit(sent(rows, format_id), *(part.format(id=rows[1].id) for part in edits))
    found = looked_at(rows, file)
    [line] = found.taken
    assert (line.outcome, line.before, line.after) == (Outcome.STATE, State.DRAFT, State.TRANSLATED)
    decisions = len(rows.session.scalars(select(Decision)).all())
    put_in(rows, found)
    assert rows[1].state is State.TRANSLATED
    assert len(rows.session.scalars(select(Decision)).all()) == decisions


@both_versions
def test_what_was_changed_in_both_places_is_only_taken_where_somebody_says_so(
    rows: Rows, format_id: str
) -> None:
    old = rows[1].target
    file = edit(sent(rows, format_id), old, "Theirs.")
    rows.do(save_target, "translator", 1, text="Ours.")
    found = looked_at(rows, file)
    [line] = [one for one in found.lines if one.outcome is Outcome.CONFLICT]
    assert (line.here, line.there, line.taken) == ("Ours.", "Theirs.", False)
    assert "changed here as well" in line.why
    put_in(rows, looked_at(rows, file, take=(rows[1].id,)))
    assert rows[1].target == "Theirs."


def test_what_was_changed_here_alone_stays(rows: Rows) -> None:
    file = sent(rows)
    rows.do(save_target, "translator", 1, text="Ours.")
    assert outcomes(looked_at(rows, file)).count(Outcome.HERE) == 1


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda file: file.replace('type="target-stamp"', 'type="lost"'), "does not say any more"),
        (lambda file: file.replace("<source", "<source").replace("الميناء", "المطار"), "The Arabic in the file"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_a_conflict(rows: Rows, spoil: Callable[[str], str], why: str) -> None:
    number = next(n for n, row in enumerate(rows.all) if "الميناء" in row.source and row.target)
    file = spoil(edit(sent(rows), rows[number].target, "Theirs."))
    line = next(one for one in looked_at(rows, file).lines if one.segment_id == rows[number].id)
    assert line.outcome is Outcome.CONFLICT
    assert why in line.why
    if "Arabic" in why:
        assert line.source_there == rows.all[number].source.replace("الميناء", "المطار")


def test_an_approval_falls_only_with_a_tick_and_only_by_whoever_may_reopen(rows: Rows) -> None:
    rows.do(confirm, "translator", 1)
    rows.do(approve, "reviewer", 1)
    file = edit(sent(rows), rows[1].target, "Theirs.")
    assert outcomes(looked_at(rows, file)).count(Outcome.LOCKED) == 1
    found = looked_at(rows, file, "reviewer")
    assert found.approvals == 1
    with pytest.raises(WrongState, match="approvals may fall"):
        put_in(rows, found, "reviewer")
    put_in(rows, found, "reviewer", agreed=1)
    assert (rows[1].target, rows[1].state) == ("Theirs.", State.TRANSLATED)


def test_rows_the_file_does_not_know_and_units_the_article_does_not_know(rows: Rows) -> None:
    file = sent(rows).replace(f'id="u{rows[1].id}"', 'id="u999999"')
    found = looked_at(rows, file)
    assert outcomes(found).count(Outcome.UNKNOWN) == outcomes(found).count(Outcome.MISSING) == 1


@both_versions
def test_a_row_that_is_in_the_file_twice_is_named_and_only_taken_where_somebody_says_so(
    rows: Rows, format_id: str
) -> None:
    file, old = sent(rows, format_id), rows[1].target
    name = "unit" if format_id == "xliff" else "trans-unit"
    unit = next(
        found
        for found in re.findall(rf"<{name} .*?</{name}>", file, re.DOTALL)
        if f'"u{rows[1].id}"' in found
    )

    def lines(*units: str) -> list[Line]:
        found = looked_at(rows, edit(file, unit, "\n".join(units)))
        assert found.counts[Outcome.UNKNOWN] == 0
        return [line for line in found.lines if line.segment_id == rows[1].id]

    theirs, others = edit(unit, old, "Theirs."), edit(unit, old, "Others’.")
    assert [line.outcome for line in lines(unit, unit)] == [Outcome.SAME, Outcome.TWICE]
    first, second = lines(theirs, theirs)
    assert (first.outcome, first.taken, second.outcome) == (Outcome.CHANGED, True, Outcome.TWICE)
    first, second = lines(theirs, others)
    assert (first.outcome, first.taken) == (Outcome.CONFLICT, False)
    assert "has this row twice" in first.why
    assert (second.outcome, second.number, second.there) == (Outcome.TWICE, 2, "Others’.")
    first, second = lines(unit, others)
    assert (first.outcome, second.outcome, second.there) == (Outcome.SAME, Outcome.TWICE, "Others’.")


def test_a_note_on_both_of_two_units_of_a_row_is_new_once(rows: Rows) -> None:
    unit = next(
        found
        for found in re.findall(r"<unit .*?</unit>", sent(rows), re.DOTALL)
        if f'"u{rows[1].id}"' in found
    )
    noted = edit(unit, "<segment", '<notes><note author="Basma">Which quay?</note></notes><segment')
    found = looked_at(rows, edit(sent(rows), unit, noted + noted))
    assert [(id_, note.words) for id_, note in found.all_notes] == [(rows[1].id, "Which quay?")]


@both_versions
def test_white_space_counts_where_the_file_keeps_it(rows: Rows, format_id: str) -> None:
    file, old = sent(rows, format_id), rows[1].target
    laid_out = "\n          Set out by a tool\n          over two lines.\n        "
    kept = looked_at(rows, edit(file, f">{old}<", f">{laid_out}<"))
    assert [line.there for line in kept.taken] == [laid_out]
    bare = looked_at(rows, edit(file, f">{old}<", f">{laid_out}<").replace(' xml:space="preserve"', ""))
    assert [line.there for line in bare.taken] == ["Set out by a tool over two lines."]
    outside = edit(file, f">{old}<", f">{laid_out}<").replace(' xml:space="preserve"', "")
    outside = re.sub(r"<file ", '<file xml:space="preserve" ', outside)
    assert [line.there for line in looked_at(rows, outside).taken] == [laid_out]


@both_versions
def test_words_that_are_as_they_went_out_are_no_change_whatever_a_program_drops_beside_them(
    rows: Rows, format_id: str
) -> None:
    rows.do(save_target, "translator", 1, text="Some  34 workers\nreturned. ")
    file = sent(rows, format_id).replace(' xml:space="preserve"', "")
    assert set(outcomes(looked_at(rows, file))) == {Outcome.SAME}


@both_versions
def test_a_row_that_never_had_english_is_the_same_without_any(rows: Rows, format_id: str) -> None:
    rows.do(save_target, "translator", 1, text="")
    source = rf'(unit id="u{rows[1].id}".*?</source>)'
    for blank in ("", " ", "\n        ", "\u200b"):
        target = rf'\1<target xml:space="preserve">{blank}</target>'
        file, count = re.subn(source, target, sent(rows, format_id), count=1, flags=re.DOTALL)
        assert (count, set(outcomes(looked_at(rows, file)))) == (1, {Outcome.SAME})


@both_versions
def test_a_link_whose_address_cannot_be_taken_is_said(rows: Rows, format_id: str) -> None:
    old, good = rows[1].target, "https://example.org/good"
    linked = InlineMark(0, 5, MarkKind.LINK, good)
    rows.do(save_target, "translator", 1, text=f"Words {old}", marks=[linked])
    file = sent(rows, format_id)
    addresses = (f"{good} one", "ftp://example.org/a", "tel:+9621", "/a", "www.example.org", "javascript:a()")
    for address in addresses:
        (line,) = changed_rows(looked_at(rows, file.replace(good, address)).lines)
        assert (line.outcome, line.taken, line.there) == (Outcome.CONFLICT, False, f"Words {old}")
        assert [(look.words, look.href) for look in line.refused] == [("Words", address)]
        assert "cannot be taken" in line.why
    rows.do(save_target, "translator", 1, text=f"Words {old}", marks=[])
    (line,) = changed_rows(looked_at(rows, file.replace(good, "/a")).lines)
    assert (line.outcome, [look.href for look in line.refused]) == (Outcome.SAME, ["/a"])


def test_it_can_be_undone_as_a_whole(rows: Rows) -> None:
    old = rows[1].target, rows[1].state
    event_id = put_in(rows, looked_at(rows, edit(sent(rows), rows[1].target, "Theirs.")))
    undo(rows.session, rows.people["translator"], rows.article.id, event_id, at=rows.clock())
    assert (rows[1].target, rows[1].state) == old


@pytest.fixture
def undone(rows: Rows) -> Rows:
    """A row that two people stood behind; the editor's file came in over it, and its coming in was undone."""
    rows.do(save_target, "translator", 1, text="Two people wrote this.")
    rows.do(confirm, "translator", 1)
    rows.do(approve, "reviewer", 1)
    found = looked_at(rows, edit(sent(rows), "Two people wrote this.", "One wrote that."), "editor")
    event_id = put_in(rows, found, "editor", agreed=1)
    assert rows[1].owed
    undo(rows.session, rows.people["editor"], rows.article.id, event_id, at=rows.clock())
    return rows


@pytest.mark.both_databases
def test_undone_it_leaves_nothing_owed(undone: Rows) -> None:
    assert (undone[1].target, undone[1].state, undone[1].owed) == (
        "Two people wrote this.",
        State.APPROVED,
        False,
    )
    refresh_owed(undone.session, undone[1])
    assert not undone[1].owed


def test_undone_it_earns_nobody_a_credit(undone: Rows) -> None:
    names = [name for name, _ in contributors(undone.session, undone.article.id)]
    assert undone.people["editor"].name not in names
    assert {undone.people["translator"].name, undone.people["reviewer"].name} <= set(names)


@pytest.mark.both_databases
def test_undone_it_leaves_the_signatures_of_the_words_that_are_back(undone: Rows) -> None:
    signed = records_of(undone.session, undone.article.id)[undone[1].id].signatures
    translator, reviewer = (undone.people[who].name for who in ("translator", "reviewer"))
    assert {(s.name, s.did) for s in signed} == {
        (translator, "wrote"),
        (translator, "confirmed"),
        (reviewer, "approved"),
    }


def test_undone_it_gives_nobodys_word_to_words_that_one_person_stands_behind(rows: Rows) -> None:
    rows.do(save_target, "reviewer", 1, text="One wrote this.")
    rows.do(approve, "reviewer", 1)
    found = looked_at(rows, edit(sent(rows), "One wrote this.", "One wrote that."), "editor")
    event_id = put_in(rows, found, "editor", agreed=1)
    undo(rows.session, rows.people["editor"], rows.article.id, event_id, at=rows.clock())
    assert rows[1].owed
    assert [s.did for s in records_of(rows.session, rows.article.id)[rows[1].id].signatures] == [
        "wrote",
        "approved",
    ]


def test_a_row_touched_between_looking_and_storing_is_not_overwritten(rows: Rows) -> None:
    found = looked_at(rows, edit(sent(rows), rows[1].target, "Theirs."))
    work = prepare(rows.session, rows.people["translator"], rows.article, found, at=rows.clock())
    rows.do(save_target, "reviewer", 1, text="Ours.")
    with pytest.raises(Conflict):
        bring_back(
            rows.session, rows.people["translator"], rows.article.slug, found, work, agreed=found.approvals
        )
    with pytest.raises(Conflict):
        prepare(rows.session, rows.people["translator"], rows.article, found, at=rows.clock())


def test_another_arabic_is_shown_where_the_english_is_the_same(rows: Rows) -> None:
    number = next(n for n, row in enumerate(rows.all) if "الميناء" in row.source and row.target)
    file = sent(rows).replace("الميناء", "المطار")
    shown = changed_rows(looked_at(rows, file).lines)
    assert rows[number].id in [line.segment_id for line in shown]


def asked(rows: Rows) -> list[Problem]:
    return list(rows.session.scalars(select(Problem).where(Problem.type == "question").order_by(Problem.id)))


NEW_NOTE = {
    "xliff": ("<segment id", '<notes><note category="comment">{}</note></notes><segment id'),
    "xliff12": ("</trans-unit>", '<note from="Sara">{}</note></trans-unit>'),
}


def with_note(rows: Rows, file: str, format_id: str, words: str, row: int = 1) -> str:
    """The file with a note on that row, beside those it has."""
    start = file.index(f'id="u{rows[row].id}"')
    old, new = NEW_NOTE[format_id]
    unit = file[start : file.index("</trans-unit>" if format_id == "xliff12" else "</unit>", start) + 13]
    if format_id == "xliff" and "</notes>" in unit:
        old, new = "</notes>", "<note>{}</note></notes>"
    return file.replace(unit, unit.replace(old, new.format(words), 1))


@both_versions
def test_a_note_written_elsewhere_becomes_a_question_once(rows: Rows, format_id: str) -> None:
    file = with_note(rows, sent(rows, format_id), format_id, "هل هو الميناء القديم؟")
    found = looked_at(rows, file)
    [(segment_id, note)] = found.all_notes
    assert (segment_id, note.words) == (rows[1].id, "هل هو الميناء القديم؟")
    put_in(rows, found, notes_of="back.xlf")
    [question] = asked(rows)
    assert question.segment_id == rows[1].id
    assert question.note.startswith("هل هو الميناء القديم؟\n"), "the words first: they tell the direction"
    assert question.note.endswith("Sara, in back.xlf" if format_id == "xliff12" else "— in back.xlf")
    assert question.author_id == rows.people["translator"].id
    assert looked_at(rows, file).all_notes == (), "the same file once more"
    assert looked_at(rows, sent(rows, format_id)).all_notes == (), "it goes out and comes back"


def test_a_note_is_left_out_where_nobody_wants_it(rows: Rows) -> None:
    found = looked_at(rows, with_note(rows, sent(rows), "xliff", "Is it the old harbour?"))
    with pytest.raises(WrongState, match="nothing in that file"):
        put_in(rows, found)
    assert asked(rows) == []


@both_versions
def test_notes_that_went_out_come_back_as_no_news_whatever_became_of_them(rows: Rows, format_id: str) -> None:
    rows.do(mark_problem, "reviewer", 1, type_slug="question", note="Which\nharbour?")
    file = sent(rows, format_id)
    [question] = asked(rows)
    take_step(
        rows.session,
        rows.people["translator"],
        question.id,
        Step.ANSWER,
        text="The old one.",
        at=rows.clock(),
    )
    assert looked_at(rows, file).all_notes == ()
    without_stamps = file.replace("note-stamps", "lost")
    assert looked_at(rows, without_stamps).all_notes == (), "told by its words where the stamps are lost"


def test_a_note_on_the_file_is_asked_of_the_article(rows: Rows) -> None:
    file = sent(rows).replace("</notes>", "<note>All of it in British English?</note></notes>", 1)
    put_in(rows, looked_at(rows, file), notes_of="back.xlf")
    [question] = asked(rows)
    assert (question.segment_id, question.note.partition("\n")[0]) == (None, "All of it in British English?")
    assert looked_at(rows, file).all_notes == ()


def test_undo_withdraws_the_questions_nobody_has_touched(rows: Rows) -> None:
    file = with_note(rows, sent(rows), "xliff", "Is it the old harbour?")
    file = with_note(rows, file, "xliff", "And here?", row=2)
    event_id = put_in(rows, looked_at(rows, file), notes_of="back.xlf")
    first, second = asked(rows)
    reply(rows.session, rows.people["reviewer"], second.id, text="Yes.", at=rows.clock())
    undo(rows.session, rows.people["translator"], rows.article.id, event_id, at=rows.clock())
    assert (first.status, second.status) == (Status.WITHDRAWN, Status.OPEN)


def test_links_and_emphasis_that_a_program_lost_are_named_and_not_taken_by_themselves(rows: Rows) -> None:
    old = rows[1].target
    link = InlineMark(0, 5, MarkKind.LINK, "https://example.org/a")
    rows.do(save_target, "translator", 1, text=f"Words {old}", marks=[link])
    file = sent(rows)
    bare = re.sub(r"<pc [^>]*>(Words)</pc>", r"\1", file)
    assert bare != file
    line = next(one for one in looked_at(rows, bare).lines if one.segment_id == rows[1].id)
    assert line.outcome is Outcome.CONFLICT
    assert [(look.words, look.href) for look in line.lost] == [("Words", "https://example.org/a")]
    assert "lost links or emphasis" in line.why
    beside = looked_at(rows, edit(bare, f"Words {old}", "Words beside it changed."))
    assert (beside.loses_looks, [line.outcome for line in beside.taken]) == (0, [])
    changed = looked_at(rows, edit(bare, f"Words {old}", "Others."))
    assert (changed.loses_looks, [line.outcome for line in changed.taken]) == (1, [Outcome.CHANGED])
    linked_elsewhere = looked_at(rows, file.replace("example.org/a", "example.org/b"))
    [line] = linked_elsewhere.taken
    assert [look.href for look in (*line.lost, *line.gained)] == [
        "https://example.org/a",
        "https://example.org/b",
    ]


@both_versions
def test_a_row_left_out_on_purpose_stays_out_unless_somebody_takes_it(rows: Rows, format_id: str) -> None:
    rows.do(save_target, "translator", 1, text="")
    rows.do(leave_out, "translator", 1, reason="Hours for local visitors.")
    unit = rf'((?:unit id="u|id="){rows[1].id}".*?<target[^>]*?)/>'
    file = re.sub(unit, r"\1>They open at nine.</target>", sent(rows, format_id), count=1, flags=re.DOTALL)
    found = looked_at(rows, file)
    line = next(one for one in found.lines if one.segment_id == rows[1].id)
    assert (line.outcome, line.there) == (Outcome.CONFLICT, "They open at nine.")
    assert "Hours for local visitors." in line.why
    put_in(rows, looked_at(rows, file, take=(rows[1].id,)))
    assert (rows[1].target, rows[1].left_out) == ("They open at nine.", False)


def test_a_row_changed_there_alone_can_be_left_as_it_is(rows: Rows) -> None:
    here = rows[1].target
    returned = read_returned(edit(sent(rows), here, "Theirs.").encode())
    found = report(rows.session, rows.people["translator"], rows.article, returned, (), (rows[1].id,))
    assert (found.counts["changed"], found.taken) == (1, ())
    with pytest.raises(WrongState, match="nothing in that file"):
        put_in(rows, found)
    assert rows[1].target == here


def test_the_desk_brings_in_what_somebody_else_wrote(rows: Rows) -> None:
    put_in(rows, looked_at(rows, edit(sent(rows), rows[1].target, "Theirs."), "editor"), "editor")
    editor = rows.people["editor"].name
    assert rows.session.get_one(Revision, rows[1].target_revision_id).cause is Cause.RETURNED_FILE
    assert rows[1].owed
    assert editor not in dict(contributors(rows.session, rows.article.id))
    signed = records_of(rows.session, rows.article.id)[rows[1].id].signatures
    assert [(s.name, s.did) for s in signed] == [(editor, "brought in")]
    assert translator_of(rows.session, rows.article, rows[1]) == rows.article.translated_by_id


def test_a_file_of_another_article_is_refused(rows: Rows) -> None:
    slug = rows.article.slug
    with pytest.raises(InvalidInput, match="not from this one"):
        looked_at(rows, sent(rows).replace(f'original="{slug}"', 'original="another"'))
    with pytest.raises(InvalidInput, match="XLIFF"):
        read_returned(b"<html/>")


def test_who_only_manages_people_may_not(rows: Rows) -> None:
    rows.article.shelved = "archived"
    with pytest.raises(NotAllowed):
        looked_at(rows, sent(rows))
