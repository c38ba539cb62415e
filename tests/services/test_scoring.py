"""Whose words a mark is about, and which words are counted as judged."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from tests.services.conftest import Rows
from tests.services.test_looks import look
from workbench.db.models import Judged, Problem
from workbench.domain.kinds import Side
from workbench.domain.problems import Severity, Step
from workbench.services.approving import approve_run
from workbench.services.review import apply_suggestion, mark_problem, reclassify, take_step
from workbench.services.segments import approve, confirm, reopen, restore, save_target, send_back
from workbench.services.structure import join_next, split

FRESH = "Forty-three dockers were back at their berths early yesterday."


def write(rows: Rows, who: str, number: int, text: str) -> None:
    rows.do(save_target, who, number, text=text)


def whose(rows: Rows, problem: Problem) -> str | None:
    names = {actor.id: who for who, actor in rows.people.items()}
    return names[problem.translator_id] if problem.translator_id else None


def judged(rows: Rows) -> list[tuple[str, int, str, int]]:
    """Who, which row (its number), month, Arabic words."""
    rows.session.flush()
    names = {actor.id: who for who, actor in rows.people.items()}
    numbers = {row.id: number for number, row in enumerate(rows.all)}
    found = rows.session.scalars(
        select(Judged).order_by(Judged.month, Judged.segment_id, Judged.translator_id)
    )
    return [(names[j.translator_id], numbers[j.segment_id], j.month, j.source_words) for j in found]


# --- whose words ----------------------------------------------------------------------------------------


def test_marked_words_are_their_writers_though_a_reviewer_mended_a_comma(rows: Rows) -> None:
    write(rows, "translator", 1, FRESH)
    rows.do(confirm, "translator", 1)
    write(rows, "reviewer", 1, FRESH.replace("berths early", "berths, early"))
    assert whose(rows, rows.mark(1, Side.TARGET, "Forty-three dockers")) == "translator"


def test_a_correction_marked_by_somebody_else_is_the_reviewers(rows: Rows) -> None:
    write(rows, "translator", 1, FRESH)
    rows.do(confirm, "translator", 1)
    write(rows, "reviewer", 1, FRESH.replace("early", "late"))
    assert whose(rows, rows.mark(1, Side.TARGET, "late")) == "reviewer"
    assert whose(rows, rows.mark(1, Side.TARGET, "berths")) == "translator"


def test_a_mark_on_the_arabic_alone_is_about_the_rows_english(rows: Rows) -> None:
    write(rows, "translator", 1, FRESH)
    write(rows, "reviewer", 1, FRESH.replace("berths early", "berths, early"))
    assert whose(rows, rows.mark(1, Side.SOURCE, "صباح")) == "translator"
    praise = rows.do(mark_problem, "reviewer", 1, type_slug="praise", note="Well found.")
    assert whose(rows, praise) == "translator"


def test_imported_words_are_the_articles_translators_if_somebody_here(rows: Rows) -> None:
    assert whose(rows, rows.mark(1, Side.TARGET, "34")) is None
    rows.article.translated_by_id = rows.people["translator2"].id
    assert whose(rows, rows.mark(1, Side.TARGET, "quay")) == "translator2"


def test_an_applied_suggestion_is_its_writers(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, "34", suggestion="thirty-four or more")
    rows.do(lambda s, a, _id, **k: apply_suggestion(s, a, problem.id, **k), "translator", 1)
    assert whose(rows, rows.mark(1, Side.TARGET, "or more")) == "reviewer"


def test_restored_words_stay_their_writers(rows: Rows) -> None:
    write(rows, "translator", 1, FRESH)
    first = rows[1].target_revision_id
    write(rows, "reviewer", 1, "Entirely other words were put here.")
    rows.do(restore, "reviewer2", 1, revision_id=first)
    assert whose(rows, rows.mark(1, Side.TARGET, "berths early")) == "translator"


def test_words_keep_their_writer_when_rows_are_joined_and_split(rows: Rows) -> None:
    write(rows, "translator", 1, FRESH)
    write(rows, "translator2", 2, "The authority will not pay what it owes.")
    rows.do(join_next, "reviewer", 1)
    assert whose(rows, rows.mark(1, Side.TARGET, "berths early")) == "translator"
    assert whose(rows, rows.mark(1, Side.TARGET, "what it owes")) == "translator2"
    cut = rows[1].target.index("The authority")
    rows.do(split, "reviewer", 1, source_at=rows[1].source.index("وقالت"), target_at=cut)
    assert whose(rows, rows.mark(2, Side.TARGET, "pay what")) == "translator2"
    assert whose(rows, rows.mark(1, Side.TARGET, "yesterday")) == "translator"


def test_neither_the_type_nor_the_outcome_changes_whose_words_they_are(rows: Rows) -> None:
    write(rows, "translator", 1, FRESH)
    problem = rows.mark(1, Side.TARGET, "early")
    write(rows, "reviewer", 1, FRESH.replace("early", "late"))
    reclassify(
        rows.session, rows.people["reviewer"], problem.id,
        type_slug="awkward", severity=Severity.MINOR, at=rows.clock(),
    )  # fmt: skip
    take_step(rows.session, rows.people["reviewer"], problem.id, Step.WITHDRAW, at=rows.clock())
    assert whose(rows, problem) == "translator"


# --- which words ----------------------------------------------------------------------------------------


def test_a_row_counts_once_a_month_whatever_is_decided_on_it(rows: Rows) -> None:
    write(rows, "translator", 1, FRESH)
    assert judged(rows) == []
    rows.do(confirm, "translator", 1)
    assert judged(rows) == []  # nobody else has said a word yet
    rows.do(send_back, "reviewer", 1, reason="Too loose")
    rows.mark(1, Side.TARGET, "early")
    rows.do(confirm, "translator", 1)
    rows.do(approve, "reviewer", 1)
    assert judged(rows) == [("translator", 1, "2026-03", 7)]
    rows.clock.moment = datetime(2026, 4, 1, tzinfo=UTC)
    rows.do(reopen, "reviewer", 1)
    rows.do(approve, "reviewer", 1)
    assert judged(rows) == [("translator", 1, "2026-03", 7), ("translator", 1, "2026-04", 7)]


def test_months_are_those_of_utc(rows: Rows) -> None:
    rows.clock.moment = datetime.fromisoformat("2026-03-01T01:30:00+03:00")
    write(rows, "translator", 1, FRESH)
    rows.mark(1, Side.TARGET, "early")
    assert judged(rows) == [("translator", 1, "2026-02", 7)]


def test_approving_ones_own_words_judges_nobodys(rows: Rows) -> None:
    write(rows, "reviewer", 1, FRESH)
    rows.do(approve, "reviewer", 1)
    assert judged(rows) == []
    rows.do(reopen, "reviewer2", 1)
    rows.do(approve, "reviewer2", 1)
    assert judged(rows) == [("reviewer", 1, "2026-03", 7)]


@pytest.mark.parametrize(("slug", "counts"), [("praise", False), ("question", False), ("awkward", True)])
def test_only_scored_marks_judge(rows: Rows, slug: str, counts: bool) -> None:
    write(rows, "translator", 1, FRESH)
    rows.do(mark_problem, "reviewer", 1, type_slug=slug, note="Why early?")
    assert bool(judged(rows)) == counts


def test_points_always_have_words_to_be_set_against(rows: Rows) -> None:
    """A reviewer's single word marked: the row counts for the reviewer too."""
    write(rows, "translator", 1, FRESH)
    rows.do(confirm, "translator", 1)
    write(rows, "reviewer", 1, FRESH.replace("early", "late"))
    rows.do(
        mark_problem, "reviewer2", 1, type_slug="mistranslation", places=[rows.place(1, Side.TARGET, "late")]
    )
    rows.do(approve, "reviewer2", 1)
    assert {who for who, *_ in judged(rows)} == {"translator", "reviewer"}


def test_rows_approved_in_one_act_are_judged_too(rows: Rows) -> None:
    write(rows, "translator", 1, FRESH)
    write(rows, "translator2", 2, "The authority will not pay what it owes.")
    for number, who in ((1, "translator"), (2, "translator2")):
        rows.do(confirm, who, number)
    look(rows, "reviewer", 1, 2, 3)
    seen = {rows[n].id: rows[n].lock_version for n in (1, 2, 3)}
    approve_run(rows.session, rows.people["reviewer"], rows.article.id, seen, at=rows.clock())
    assert judged(rows) == [("translator", 1, "2026-03", 7), ("translator2", 2, "2026-03", 7)]


def test_words_of_somebody_outside_count_for_nobody(rows: Rows) -> None:
    rows.do(approve, "reviewer", 1)
    rows.mark(2, Side.TARGET, "late wages")
    assert judged(rows) == []
