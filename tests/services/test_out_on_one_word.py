"""Words that went out on one person's word stay owed until somebody else agrees, whatever let them out."""

from datetime import timedelta

import pytest

from tests.services.conftest import Rows
from tests.services.test_after_publishing import HOUR, breaking, content, make_edition, reword
from tests.services.test_publishing import approve_all, line, mark, setting
from workbench.db.queries.inbox import waiting_for
from workbench.db.queries.inbox_lines import Waits
from workbench.db.queries.rows import Show, read_rows
from workbench.domain.errors import WrongState
from workbench.domain.house import BREAKING, FOUR_EYES
from workbench.domain.problems import Severity
from workbench.services import desk_settings, projection
from workbench.services.embargoes import cancel
from workbench.services.gate import Verdict, checklist
from workbench.services.housekeeping import repair_projection
from workbench.services.legal import ask_legal_read, sign_legal_read
from workbench.services.prospect import Choices
from workbench.services.segments import agree, approve, reopen, save_target
from workbench.services.typo_fixes import fix_typo
from workbench.services.waiving import waive


def on_one_word(rows: Rows, number: int, words: str) -> None:
    """The editor's words, approved by nobody else."""
    if rows[number].state == "approved":
        rows.do(reopen, "editor", number)
    rows.do(save_target, "editor", number, text=words)
    rows.do(approve, "editor", number)


@pytest.fixture
def owed(rows: Rows) -> Rows:
    """Ready but for a row on the editor's word alone."""
    approve_all(rows)
    on_one_word(rows, 1, "Some 43 workers came back on Sunday.")
    return rows


def test_an_edition_under_embargo_settles_nothing_for_one_that_goes_out_instead(owed: Rows) -> None:
    setting(owed, FOUR_EYES, False)
    make_edition(owed, goes_out_at=owed.clock.moment + HOUR)
    make_edition(owed)
    assert content(owed, 2).owed == (owed[1].id,)


def test_where_two_people_are_asked_for_it_does_not_go_out_instead(owed: Rows) -> None:
    setting(owed, FOUR_EYES, False)
    make_edition(owed, goes_out_at=owed.clock.moment + HOUR)
    desk_settings.change(owed.session, owed.people["admin"], {FOUR_EYES: "on"}, at=owed.clock())
    with pytest.raises(WrongState, match="owed"):
        make_edition(owed)


def owed_in_inbox(rows: Rows, who: str) -> list[int]:
    found = waiting_for(rows.session, rows.people[who], at=rows.clock())
    return [item.count for kind in (Waits.OWED, Waits.OWED_OUT) for item in found.get(kind, ())]


@pytest.mark.parametrize("embargo", [None, HOUR])
def test_gate_row_and_inbox_say_owed_of_what_went_out_until_somebody_agrees(
    owed: Rows, embargo: timedelta | None
) -> None:
    rows, who = owed, owed.people["reviewer"]
    setting(rows, FOUR_EYES, False)
    make_edition(rows, goes_out_at=rows.clock.moment + embargo if embargo else None)
    assert owed_in_inbox(rows, "reviewer") == [], "nothing waits for a second person where one is enough"
    desk_settings.change(rows.session, rows.people["admin"], {FOUR_EYES: "on"}, at=rows.clock())
    assert line(checklist(rows.session, rows.article), "owed").verdict is Verdict.UNMET
    [row] = read_rows(rows.session, rows.article.id, who, show=Show.OWED)
    assert row.owed_to_actor
    assert (rows.article.counts.owed, owed_in_inbox(rows, "reviewer")) == (1, [1])
    rows.do(agree, "reviewer", 1)
    assert line(checklist(rows.session, rows.article), "owed").verdict is Verdict.MET
    assert (rows.article.counts.owed, owed_in_inbox(rows, "reviewer")) == (0, [])


def test_what_went_out_as_breaking_is_owed_when_the_edition_after_it_is_cancelled(owed: Rows) -> None:
    setting(owed, BREAKING, True)
    breaking(owed)
    setting(owed, FOUR_EYES, False)
    reword(owed, 2, "It will pay.")
    make_edition(owed, goes_out_at=owed.clock.moment + HOUR)
    cancel(owed.session, owed.people["editor"], owed.article.id, 2, at=owed.clock())
    assert owed[1].owed


def test_what_goes_out_again_on_one_word_says_so_again(owed: Rows) -> None:
    setting(owed, BREAKING, True)
    breaking(owed)
    reword(owed, 1, "An unfinished thought", approved=False)
    reword(owed, 2, "It will pay.")
    make_edition(owed, choices=Choices(keep_all=True))
    second = content(owed, 2)
    assert second.segments[1].target == "Some 43 workers came back on Sunday."
    assert second.owed == second.kept == (owed[1].id,)


def add_a_stop(rows: Rows, row: int) -> None:
    fix_typo(
        rows.session,
        rows.people["editor"],
        rows.article.id,
        1,
        rows[row].id,
        text=f"{rows[row].target}.",
        reason="A full stop",
        at=rows.clock(),
    )


def test_no_typo_is_mended_over_what_stops_publication(rows: Rows) -> None:
    approve_all(rows)
    make_edition(rows)
    problem = mark(rows, 1, "quotation", Severity.CRITICAL, "Sunday")
    with pytest.raises(WrongState, match="Publish a correction"):
        add_a_stop(rows, 2)
    waive(rows.session, rows.people["admin"], problem, reason="It is right.", at=rows.clock())
    add_a_stop(rows, 2)


@pytest.mark.parametrize(("asked_of", "says"), [(1, "row 2"), (None, "the article")])
def test_no_typo_is_mended_past_an_unsigned_legal_read(rows: Rows, asked_of: int | None, says: str) -> None:
    approve_all(rows)
    make_edition(rows)
    read = ask_legal_read(
        rows.session,
        rows.people["reviewer"],
        rows.article.id,
        segment_id=None if asked_of is None else rows[asked_of].id,
        note="Is this libel?",
        at=rows.clock(),
    )
    for row in (1, 2):
        with pytest.raises(WrongState, match=f"legal read of {says}"):
            add_a_stop(rows, row)
    assert rows.article.edition_number == 1
    sign_legal_read(rows.session, rows.people["editor"], read.id, opinion="", at=rows.clock())
    add_a_stop(rows, 2)


def test_a_row_that_says_wrongly_whether_it_is_owed_is_found_and_mended(owed: Rows) -> None:
    row = owed[1]
    assert row.owed
    row.owed = False
    projection.refresh(owed.session, owed.article, owed.clock(), changed=[row])
    assert owed.article.counts.owed == 0
    wrong = repair_projection(owed.session, owed.article.id, at=owed.clock())
    assert wrong == ["owed: 1 rows differ from who stands behind them"]
    assert (row.owed, owed.article.counts.owed) == (True, 1)
    assert projection.compare(owed.session, owed.article) == []
