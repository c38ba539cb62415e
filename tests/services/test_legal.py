"""Legal reads: asked for, signed by somebody else, and what waits meanwhile."""

import pytest

from tests.services.conftest import Rows
from workbench.db.models import LegalRead, Notice, NoticeKind
from workbench.db.queries.legal import legal_reads_of
from workbench.db.queries.row_places import Show
from workbench.db.queries.rows import read_rows
from workbench.domain.errors import InvalidInput, NotAllowed, NotFound, WrongState
from workbench.domain.kinds import Side
from workbench.domain.problems import Severity, Step
from workbench.domain.stages import Stage
from workbench.services.gate import Verdict, checklist
from workbench.services.legal import ask_legal_read, refuse_legal_read, sign_legal_read, withdraw_legal_read
from workbench.services.projection import compare
from workbench.services.review import mark_problem, take_step
from workbench.services.segments import approve, reopen, save_target
from workbench.services.waiving import waive


def ask(
    rows: Rows, who: str = "translator", number: int | None = 1, note: str = "Is this libel?"
) -> LegalRead:
    segment_id = None if number is None else rows[number].id
    return ask_legal_read(
        rows.session, rows.people[who], rows.article.id, segment_id=segment_id, note=note, at=rows.clock()
    )


def sign(rows: Rows, read: LegalRead, who: str = "editor", opinion: str = "No.") -> LegalRead:
    return sign_legal_read(rows.session, rows.people[who], read.id, opinion=opinion, at=rows.clock())


def refuse(rows: Rows, read: LegalRead, reason: str = "It names him.", who: str = "editor") -> LegalRead:
    return refuse_legal_read(rows.session, rows.people[who], read.id, reason=reason, at=rows.clock())


def verdict(rows: Rows) -> Verdict | None:
    rows.session.flush()
    lines = checklist(rows.session, rows.article, rows.people["editor"]).lines
    return next((line.verdict for line in lines if line.key == "legal"), None)


def test_publication_waits_until_it_is_signed(rows: Rows) -> None:
    for number in range(len(rows.all)):
        rows.do(approve, "reviewer", number)
    assert rows.article.stage is Stage.PUBLISH
    assert verdict(rows) is None
    read = ask(rows)
    assert (rows.article.stage, verdict(rows)) == (Stage.REVIEW, Verdict.UNMET)
    assert compare(rows.session, rows.article) == []
    sign(rows, read)
    assert (rows.article.stage, verdict(rows)) == (Stage.PUBLISH, Verdict.MET)
    assert compare(rows.session, rows.article) == []


def test_words_changed_since_are_said(rows: Rows) -> None:
    sign(rows, ask(rows, number=1))
    sign(rows, ask(rows, number=2))
    rows.do(save_target, "translator", 1, text="Other words.")
    outdated = [read.number for read in legal_reads_of(rows.session, rows.article.id) if read.is_outdated]
    assert outdated == [2]  # as numbered in the gutter
    assert verdict(rows) is Verdict.ADVICE


def test_a_row_shows_that_it_waits(rows: Rows) -> None:
    read = ask(rows, number=1)
    shown = read_rows(rows.session, rows.article.id, rows.people["reviewer"])
    assert [row.is_legal_read_asked for row in shown][:3] == [False, True, False]
    marked = read_rows(rows.session, rows.article.id, rows.people["reviewer"], show=Show.PROBLEMS)
    assert [row.id for row in marked] == [rows[1].id], "it is found as problems are"
    withdraw_legal_read(rows.session, rows.people["translator"], read.id, at=rows.clock())
    shown = read_rows(rows.session, rows.article.id, rows.people["reviewer"])
    assert not any(row.is_legal_read_asked for row in shown)
    assert rows.article.counts.legal_reads == 0


def test_who_asked_does_not_sign(rows: Rows) -> None:
    read = ask(rows, "editor", None)
    with pytest.raises(NotAllowed):
        sign(rows, read, "editor")
    for who in ("translator", "reviewer"):
        with pytest.raises(NotAllowed):
            sign(rows, read, who)
    sign(rows, read, "admin")


def test_only_who_asked_takes_it_back(rows: Rows) -> None:
    read = ask(rows, "translator")
    with pytest.raises(NotAllowed):
        withdraw_legal_read(rows.session, rows.people["editor"], read.id, at=rows.clock())
    withdraw_legal_read(rows.session, rows.people["translator"], read.id, at=rows.clock())
    with pytest.raises(WrongState):
        sign(rows, read)


def test_it_needs_words_and_a_row_that_is_there(rows: Rows) -> None:
    with pytest.raises(InvalidInput):
        ask(rows, note="  ")
    read = ask(rows)
    with pytest.raises(WrongState, match="already"):
        ask(rows, "reviewer")
    with pytest.raises(InvalidInput):
        refuse_legal_read(rows.session, rows.people["editor"], read.id, reason="\u200f", at=rows.clock())
    with pytest.raises(NotFound):
        sign_legal_read(rows.session, rows.people["editor"], 10**9, opinion="Fine.", at=rows.clock())
    with pytest.raises(NotFound):
        ask_legal_read(
            rows.session, rows.people["editor"], rows.article.id, segment_id=10**9, note="?", at=rows.clock()
        )


def test_the_signers_are_told_and_who_asked_hears_of_the_signature(rows: Rows) -> None:
    read = ask(rows)
    told = {n.user_id for n in rows.session.query(Notice).filter_by(kind=NoticeKind.LEGAL_READ)}
    assert told == {rows.people["editor"].id, rows.people["admin"].id}
    sign(rows, read)
    [notice] = rows.session.query(Notice).filter_by(kind=NoticeKind.LEGAL_SIGNED)
    assert (notice.user_id, notice.text) == (rows.people["translator"].id, "No.")


def test_what_may_not_go_out_waits_on_and_who_asked_is_told_why(rows: Rows) -> None:
    for number in range(len(rows.all)):
        rows.do(approve, "reviewer", number)
    read = refuse(rows, ask(rows))
    assert (rows.article.stage, verdict(rows)) == (Stage.REVIEW, Verdict.UNMET)
    assert compare(rows.session, rows.article) == []
    [notice] = rows.session.query(Notice).filter_by(kind=NoticeKind.LEGAL_REFUSED)
    assert (notice.user_id, notice.text) == (rows.people["translator"].id, "It names him.")
    with pytest.raises(WrongState, match="Only a signature"):
        withdraw_legal_read(rows.session, rows.people["translator"], read.id, at=rows.clock())
    with pytest.raises(WrongState, match="already"):
        ask(rows)
    rows.do(reopen, "reviewer", 1)
    rows.do(save_target, "translator", 1, text="Other words.")
    [shown] = legal_reads_of(rows.session, rows.article.id, segment_id=rows[1].id)
    assert (shown.status, shown.refusal, shown.is_outdated) == ("may not go out", "It names him.", True)
    sign(rows, read, "admin", "It does not any more.")
    assert verdict(rows) is Verdict.MET
    with pytest.raises(WrongState, match="signed already"):
        refuse(rows, read)


def test_only_who_may_sign_may_refuse_and_says_why(rows: Rows) -> None:
    read = ask(rows, "editor")
    for who in ("translator", "reviewer", "editor"):
        with pytest.raises(NotAllowed):
            refuse(rows, read, who=who)
    with pytest.raises(InvalidInput):
        refuse(rows, read, " ", who="admin")


def test_it_is_among_the_rows_that_block_publishing_as_unwaived_grave_problems_are(rows: Rows) -> None:
    reviewer, editor = rows.people["reviewer"], rows.people["editor"]

    def blocking() -> list[int]:
        shown = read_rows(rows.session, rows.article.id, reviewer, show=Show.BLOCKING)
        return [row.number - 1 for row in shown]

    rows.mark(0, Side.TARGET, rows[0].target.split()[0], severity=Severity.MINOR)
    rows.do(mark_problem, "reviewer", 0, type_slug="question", note="Sure?")
    assert (blocking(), rows.article.counts.stops) == ([], 0)
    read = ask(rows, number=1)
    mark = rows.mark(2, Side.TARGET, rows[2].target.split()[0], severity=Severity.MAJOR)
    risk = rows.do(mark_problem, "reviewer", 3, type_slug="legal-risk", severity=Severity.MINOR)
    assert (blocking(), rows.article.counts.stops) == ([1, 2, 3], 3)
    sign(rows, read)
    waive(rows.session, editor, mark.id, reason="It will do.", at=rows.clock())
    take_step(rows.session, reviewer, risk.id, Step.FIX, at=rows.clock())
    assert (blocking(), rows.article.counts.stops) == ([], 0)


def test_reopening_an_approved_row_is_no_change_of_its_words(rows: Rows) -> None:
    rows.do(approve, "reviewer", 1)
    sign(rows, ask(rows))
    rows.do(reopen, "reviewer", 1)
    assert verdict(rows) is Verdict.MET
