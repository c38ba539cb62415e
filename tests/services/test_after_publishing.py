"""Life after publishing: corrections, embargoes, withdrawals, erasures, typos, kept texts, breaking releases."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.services.conftest import Rows
from tests.services.test_publishing import approve_all, line, load_content, mark, publish_it, setting
from workbench.db.models import Edition, Notice, NoticeKind
from workbench.db.queries.edition_record import agreed_since
from workbench.db.queries.editions import read_edition
from workbench.db.queries.released import release
from workbench.domain.editions import EditionContent, EditionKind
from workbench.domain.errors import Conflict, Gone, InvalidInput, NotAllowed, NotFound, WrongState
from workbench.domain.house import BREAKING, FOUR_EYES
from workbench.domain.problems import Severity
from workbench.domain.release import EditionStatus
from workbench.services import projection
from workbench.services.embargoes import cancel
from workbench.services.exporting import Export, export_edition
from workbench.services.gate import Verdict
from workbench.services.handover import shelve
from workbench.services.prospect import Choices, prospect
from workbench.services.publishing import publish
from workbench.services.segments import agree, approve, confirm, reopen, save_source, save_target
from workbench.services.structure import split
from workbench.services.typo_fixes import fix_typo
from workbench.services.verifying import verify
from workbench.services.waiving import waive
from workbench.services.withdrawing import erase, withdraw

HOUR = timedelta(hours=1)


def make_edition(rows: Rows, who: str = "editor", note: str = "", **more: object) -> Edition:
    article, at = rows.article, rows.clock()
    return publish(
        rows.session, rows.people[who], article.id, note=note, at=at, seen_version=article.version, **more
    )  # type: ignore[arg-type]


def reword(rows: Rows, number: int, words: str, *, approved: bool = True) -> None:
    if rows[number].state == "approved":
        rows.do(reopen, "reviewer", number)
    rows.do(save_target, "translator", number, text=words)
    if approved:
        rows.do(confirm, "translator", number)
        rows.do(approve, "reviewer", number)


def status(rows: Rows, number: int) -> EditionStatus | None:
    return release(rows.session, rows.article.id, rows.clock.moment).status(number)


def out(rows: Rows) -> int | None:
    found = release(rows.session, rows.article.id, rows.clock.moment).out
    return found.number if found else None


def content(rows: Rows, number: int) -> EditionContent:
    found = read_edition(rows.session, rows.article.id, number)
    assert found is not None
    return found.content


@pytest.fixture
def published(rows: Rows) -> Rows:
    approve_all(rows)
    publish_it(rows)
    return rows


# --- corrections ------------------------------------------------------------------------------------------


def test_a_correction_tells_readers_and_later_editions_keep_telling(published: Rows) -> None:
    rows = published
    reword(rows, 1, "Forty-three workers returned to the quay on Sunday.")
    second = load_content(make_edition(rows, correction="The number of workers was wrong. "))
    assert second.kind is EditionKind.CORRECTION
    assert [(c.number, c.note) for c in second.corrections] == [(2, "The number of workers was wrong.")]
    reword(rows, 3, "A joint committee on shifts.")
    third = load_content(make_edition(rows))
    assert third.kind is EditionKind.EDITION
    assert third.corrections == second.corrections
    assert {c.first_published_at for c in (second, third)} == {content(rows, 1).published_at}


def test_a_correction_stays_though_the_edition_that_told_of_it_is_erased(published: Rows) -> None:
    rows = published
    reword(rows, 1, "Forty-three workers returned to the quay on Sunday.")
    second = load_content(make_edition(rows, correction="It was 43."))
    withdraw(rows.session, rows.people["editor"], rows.article.id, reason="Forged.", at=rows.clock())
    reason = {"reason": "A court order", "typed": rows.article.slug}
    erase(rows.session, rows.people["admin"], rows.article.id, [2], at=rows.clock(), **reason)
    assert load_content(make_edition(rows)).corrections == second.corrections
    assert [one.failures for one in verify(rows.session)] == [()]


def test_a_correction_says_something_and_corrects_something(rows: Rows) -> None:
    approve_all(rows)
    with pytest.raises(InvalidInput, match="Nothing has gone out yet"):
        make_edition(rows, correction="It was wrong.")
    make_edition(rows)
    reword(rows, 1, "Forty-three came back.")
    with pytest.raises(InvalidInput, match="readers are shown it"):
        make_edition(rows, correction="\u200b")


def test_an_edition_keeps_what_its_problems_add_up_to(rows: Rows) -> None:
    mark(rows, 1, "awkward", Severity.MINOR, "Some")
    approve_all(rows)
    scores = load_content(make_edition(rows)).scores
    assert scores == {
        "source_words": rows.article.count_source_words,
        "target_words": rows.article.count_target_words,
        "penalty": 1,
        "minor": 1,
        "major": 0,
        "critical": 0,
    }


# --- embargo ----------------------------------------------------------------------------------------------


def test_an_edition_under_embargo_goes_out_by_the_clock(rows: Rows) -> None:
    approve_all(rows)
    when = rows.clock.moment + 3 * HOUR
    make_edition(rows, goes_out_at=when)
    assert (out(rows), status(rows, 1)) == (None, EditionStatus.SCHEDULED)
    with pytest.raises(NotFound, match=r"under embargo.*--edition 1"):
        export_edition(rows.session, None, rows.article.slug, None, "txt", at=rows.clock())
    with pytest.raises(NotAllowed):
        export_edition(rows.session, rows.people["translator"], rows.article.slug, 1, "txt", at=rows.clock())

    def taken() -> Export:
        return export_edition(
            rows.session, rows.people["editor"], rows.article.slug, 1, "txt", at=rows.clock()
        )

    before = taken()
    assert before.filename.endswith("-edition-1-embargoed.txt")
    assert before.data.startswith(f"*** EMBARGOED until {when.day} {when:%B %Y, %H:%M} UTC ***".encode())
    assert taken() == before
    rows.clock.moment = when
    assert (out(rows), status(rows, 1)) == (1, EditionStatus.OUT)
    assert b"EMBARGOED" not in taken().data
    assert taken().filename.endswith("-edition-1.txt")
    assert content(rows, 1).first_published_at == when


@pytest.mark.parametrize(("after", "says"), [(-HOUR, "has passed"), (400 * 24 * HOUR, "more than a year")])
def test_an_embargo_lies_ahead_but_not_years(rows: Rows, after: timedelta, says: str) -> None:
    approve_all(rows)
    with pytest.raises(InvalidInput, match=says):
        make_edition(rows, goes_out_at=rows.clock.moment + after)


def test_one_edition_at_a_time_is_scheduled_and_publishing_or_scheduling_another_cancels_it(
    published: Rows,
) -> None:
    rows = published
    reword(rows, 1, "Forty-three came back.")
    make_edition(rows, goes_out_at=rows.clock.moment + HOUR, correction="It was 43.")
    later = make_edition(rows, goes_out_at=rows.clock.moment + 2 * HOUR)
    assert (later.number, load_content(later).corrections) == (3, ()), (
        "what was never told is not kept telling"
    )
    assert [status(rows, number) for number in (2, 3)] == [EditionStatus.CANCELLED, EditionStatus.SCHEDULED]
    fourth = load_content(make_edition(rows))
    assert (fourth.number, fourth.corrections) == (4, ())
    assert status(rows, 3) is EditionStatus.CANCELLED
    rows.clock.moment += 2 * HOUR
    assert out(rows) == 4
    assert [v.failures for v in verify(rows.session)] == [()]


def test_a_cancelled_edition_leaves_its_words_to_be_published_and_owed(published: Rows) -> None:
    rows = published
    rows.do(reopen, "reviewer", 1)
    rows.do(save_target, "reviewer", 1, text="Forty-three came back.")
    rows.do(approve, "reviewer2", 1)
    make_edition(rows, goes_out_at=rows.clock.moment + HOUR)
    with pytest.raises(NotAllowed):
        cancel(rows.session, rows.people["reviewer"], rows.article.id, 2, at=rows.clock())
    cancel(rows.session, rows.people["editor"], rows.article.id, 2, at=rows.clock())
    assert status(rows, 2) is EditionStatus.CANCELLED
    assert rows.article.changed_since_edition
    assert projection.compare(rows.session, rows.article) == []
    rows.clock.moment += 2 * HOUR
    assert out(rows) == 1
    assert make_edition(rows).number == 3


# --- withdrawal and erasure -------------------------------------------------------------------------------


def test_a_withdrawn_article_is_gone_until_a_newer_edition(published: Rows) -> None:
    rows, slug = published, published.article.slug
    with pytest.raises(InvalidInput, match="readers are shown it"):
        withdraw(rows.session, rows.people["editor"], rows.article.id, reason="\u200f", at=rows.clock())
    withdraw(
        rows.session, rows.people["editor"], rows.article.id, reason="The source was forged.", at=rows.clock()
    )
    for number in (None, 1):
        with pytest.raises(Gone, match=r"withdrawn on 2 March 2026\. The source was forged") as refused:
            export_edition(rows.session, None, slug, number, "txt", at=rows.clock())
        assert refused.value.status == 410
    assert content(rows, 1).segments, "the record stays"
    with pytest.raises(WrongState, match="withdrawn already"):
        withdraw(rows.session, rows.people["admin"], rows.article.id, reason="Again.", at=rows.clock())
    make_edition(rows)
    assert export_edition(rows.session, None, slug, None, "txt", at=rows.clock()).filename.endswith("2.txt")
    with pytest.raises(Gone):
        export_edition(rows.session, None, slug, 1, "txt", at=rows.clock())


def test_what_is_spiked_does_not_go_out_by_itself(published: Rows) -> None:
    rows, editor = published, published.people["editor"]
    reword(rows, 1, "Forty-three came back.")
    make_edition(rows, goes_out_at=rows.clock.moment + HOUR)
    shelve(rows.session, editor, rows.article.id, shelf="archived", reason="Done", at=rows.clock())
    assert status(rows, 2) is EditionStatus.SCHEDULED
    shelve(rows.session, editor, rows.article.id, shelf="spiked", reason="Not ours", at=rows.clock())
    assert status(rows, 2) is EditionStatus.CANCELLED
    assert out(rows) == 1


def test_a_withdrawal_takes_what_is_scheduled_along(published: Rows) -> None:
    rows = published
    reword(rows, 1, "Forty-three came back.")
    make_edition(rows, goes_out_at=rows.clock.moment + HOUR)
    withdraw(rows.session, rows.people["editor"], rows.article.id, reason="Wrong.", at=rows.clock())
    rows.clock.moment += 2 * HOUR
    assert (out(rows), status(rows, 2)) == (None, EditionStatus.CANCELLED)


def test_an_erasure_blanks_the_text_and_keeps_the_chain(published: Rows) -> None:
    rows, admin = published, published.people["admin"]
    reword(rows, 1, "Forty-three came back.")
    make_edition(rows, correction="It was 43.")

    def erase_it(number: int, typed: str = rows.article.slug, who: str = "admin") -> None:
        erase(
            rows.session,
            rows.people[who],
            rows.article.id,
            [number],
            reason="A court order",
            typed=typed,
            at=rows.clock(),
        )

    with pytest.raises(NotAllowed):
        erase_it(1, who="editor")
    with pytest.raises(InvalidInput, match="to confirm"):
        erase_it(1, typed="no")
    with pytest.raises(WrongState, match="Withdraw it first"):
        erase_it(2)
    erase_it(1)
    with pytest.raises(WrongState, match="erased already"):
        erase_it(1)
    first = rows.session.scalars(select(Edition).where(Edition.number == 1)).one()
    assert first.content == ""
    assert len(first.sha256) == 64
    assert content(rows, 1).segments == ()
    (found,) = verify(rows.session)
    assert found.failures == ()
    assert [(e.number, e.by, e.reason) for e in found.erased] == [(1, admin.name, "A court order")]
    withdraw(rows.session, rows.people["editor"], rows.article.id, reason="Wrong.", at=rows.clock())
    erase_it(2)
    with pytest.raises(Gone):
        export_edition(rows.session, None, rows.article.slug, None, "txt", at=rows.clock())
    make_edition(rows)
    assert out(rows) == 3


# --- typos ------------------------------------------------------------------------------------------------


def mend(rows: Rows, words: str, *, number: int = 1, row: int = 1, who: str = "editor") -> Edition:
    return fix_typo(
        rows.session,
        rows.people[who],
        rows.article.id,
        number,
        rows[row].id,
        text=words,
        reason="A slip of the keys",
        at=rows.clock(),
    )


def test_a_typo_is_mended_at_once_and_owed(published: Rows) -> None:
    rows = published
    words = "Some 34 workers returned to the quay on Monday."
    reword(rows, 3, "Something quite unfinished", approved=False)
    second = load_content(mend(rows, words))
    assert (second.number, second.kind, second.owed) == (2, EditionKind.TYPO, (rows[1].id,))
    assert [s.target for s in second.segments] == [
        "Port workers return to work",
        words,
        "The authority said it would pay the late wages.",
        "A joint committee to review shifts.",
    ]
    assert (rows[1].target, rows[1].state, rows[1].owed) == (words, "approved", True)
    assert out(rows) == 2
    assert projection.compare(rows.session, rows.article) == []
    rows.do(agree, "translator", 1)
    assert not rows[1].owed
    assert [v.failures for v in verify(rows.session)] == [()]


def test_the_first_new_words_after_an_edition_are_more_than_words(published: Rows) -> None:
    rows = published
    rows.do(reopen, "reviewer", 1)
    said = [
        rows.do(save_target, "reviewer", 1, text=words).only_words
        for words in ("Some 43 workers returned.", "Some 43 workers came back.")
    ]
    assert said == [False, True], "the first takes the article ahead of its edition, which its pages show"


def test_only_a_small_change_of_what_is_out_is_a_typo(published: Rows) -> None:
    rows = published
    with pytest.raises(InvalidInput, match="more than a typo"):
        mend(rows, "Nobody at all came back to the harbour, in spite of every promise made to them.")
    with pytest.raises(InvalidInput, match="Nothing is different"):
        mend(rows, rows[1].target)
    for unseen in (
        f"{rows[1].target} ",
        rows[1].target.replace(" ", "  ", 1),
        f"\u200f{rows[1].target}\u200b",
    ):
        with pytest.raises(InvalidInput, match="Readers would see no difference"):
            mend(rows, unseen)
    with pytest.raises(InvalidInput, match="cannot go altogether"):
        mend(rows, "\u200b")
    with pytest.raises(NotAllowed):
        mend(rows, "Some 34 workers returned to a quay on Sunday.", who="reviewer")
    reword(rows, 1, "Some 43 workers returned to the quay on Sunday.")
    with pytest.raises(WrongState, match="worked on since"):
        mend(rows, "Some 34 workers returned to a quay on Sunday.")
    make_edition(rows)
    with pytest.raises(Conflict, match="edition 2"):
        mend(rows, "Some 43 workers returned to a quay on Sunday.")


def test_a_scheduled_edition_would_bring_the_typo_back(published: Rows) -> None:
    rows = published
    reword(rows, 3, "A joint committee on shifts.")
    make_edition(rows, goes_out_at=rows.clock.moment + HOUR)
    with pytest.raises(WrongState, match="Cancel it first"):
        mend(rows, "Some 34 workers returned to a quay on Sunday.")


# --- kept texts, the source, breaking ---------------------------------------------------------------------


def test_a_text_not_approved_yet_may_go_out_as_published_before(published: Rows) -> None:
    rows = published
    reword(rows, 1, "An unfinished thought", approved=False)
    reword(rows, 2, "Another unfinished thought", approved=False)
    reword(rows, 3, "A joint committee on shifts.")
    ahead = prospect(rows.session, rows.article, at=rows.clock())
    assert [k.place.number for k in ahead.keepable] == [2, 3]
    with pytest.raises(WrongState, match="1 segment is neither"):
        make_edition(rows, choices=Choices(kept=frozenset({rows[1].id})))
    ahead = prospect(rows.session, rows.article, choices=Choices(keep_all=True), at=rows.clock())
    says = "Every segment is approved or left out, or goes out again as before."
    assert line(ahead.checklist, "segments").says == says
    second = load_content(make_edition(rows, choices=Choices(keep_all=True)))
    assert second.kept == (rows[1].id, rows[2].id)
    assert second.segments[1:3] == content(rows, 1).segments[1:3]
    assert second.segments[3].target == "A joint committee on shifts."
    assert rows.article.changed_since_edition
    assert rows[1].target == "An unfinished thought"
    with pytest.raises(WrongState, match="Nothing has changed"):
        make_edition(rows, choices=Choices(keep_all=True))


def test_a_row_that_was_split_since_has_no_published_text_to_keep(published: Rows) -> None:
    rows = published
    rows.do(reopen, "reviewer", 1)
    rows.do(split, "translator", 1, source_at=10, target_at=16)
    ahead = prospect(rows.session, rows.article, at=rows.clock())
    assert ahead.keepable == ()
    assert not ahead.checklist.is_ready


def test_new_arabic_leaves_the_edition_behind_until_it_is_published(published: Rows) -> None:
    rows = published
    assert (
        line(prospect(rows.session, rows.article, at=rows.clock()).checklist, "source").verdict is Verdict.MET
    )
    rows.do(save_source, "editor", 1, text="عاد ٤٤ عاملًا إلى الرصيف صباح الأحد.")
    assert rows.article.is_behind_source
    found = line(prospect(rows.session, rows.article, at=rows.clock()).checklist, "source")
    assert (found.verdict, [p.number for p in found.places]) == (Verdict.UNMET, [2])
    rows.do(approve, "reviewer", 1)
    make_edition(rows)
    assert not rows.article.is_behind_source


def test_arabic_put_back_as_it_was_leaves_no_edition_behind(published: Rows) -> None:
    rows, arabic = published, published[1].source
    rows.do(save_source, "editor", 1, text="عاد ٤٤ عاملًا إلى الرصيف صباح الأحد.")
    assert rows.article.is_behind_source
    rows.do(save_source, "editor", 1, text=arabic)
    assert not rows.article.is_behind_source


def test_rows_cut_anew_are_no_change_of_the_arabic(published: Rows) -> None:
    rows, arabic = published, published[2].source
    rows.do(reopen, "reviewer", 1)
    rows.do(split, "editor", 1, source_at=rows[1].source.index(" "), target_at=4)
    rows.do(save_source, "editor", 3, text="ألف")
    rows.do(save_source, "editor", 3, text=arabic)
    assert not rows.article.is_behind_source


def test_the_arabic_is_held_against_the_edition_that_comes_last(published: Rows) -> None:
    rows = published
    rows.do(save_source, "editor", 1, text="عاد ٤٤ عاملًا إلى الرصيف صباح الأحد.")
    rows.do(approve, "reviewer", 1)
    make_edition(rows, goes_out_at=rows.clock.moment + HOUR)
    assert not rows.article.is_behind_source
    cancel(rows.session, rows.people["editor"], rows.article.id, 2, at=rows.clock())
    assert rows.article.is_behind_source


def breaking(rows: Rows) -> Edition:
    return make_edition(rows, choices=Choices(is_breaking=True))


def test_an_edition_is_told_who_has_agreed_with_its_words_since(published: Rows) -> None:
    rows = published
    setting(rows, FOUR_EYES, False)
    for number in (1, 3):
        rows.do(reopen, "reviewer", number)
        rows.do(save_target, "editor", number, text=f"Words {number}.")
        rows.do(approve, "editor", number)
    make_edition(rows)
    second = content(rows, 2)
    assert second.owed == (rows[1].id, rows[3].id)
    assert agreed_since(rows.session, second) == ()
    rows.do(reopen, "editor", 1)
    rows.do(approve, "reviewer", 1)
    reword(rows, 3, "Other words.")  # approved too, but they are not those of the edition
    told = [(row, s.name, s.did) for row, s in agreed_since(rows.session, second)]
    assert told == [(rows[1].id, "Rana Reviewer", "approved")]
    assert agreed_since(rows.session, content(rows, 1)) == ()


def test_a_breaking_release_stays_owed_and_reviewers_are_told(published: Rows) -> None:
    rows = published
    rows.do(reopen, "reviewer", 1)
    rows.do(save_target, "editor", 1, text="Forty-three came back.")
    rows.do(approve, "editor", 1)
    with pytest.raises(WrongState, match="allow no breaking release"):
        breaking(rows)
    setting(rows, BREAKING, True)
    with pytest.raises(WrongState, match="only one person"):
        make_edition(rows)
    second = load_content(breaking(rows))
    assert (second.is_breaking, second.owed) == (True, (rows[1].id,))
    assert rows[1].owed
    assert rows.article.counts.owed == 1
    told = rows.session.scalars(select(Notice.user_id).where(Notice.kind == NoticeKind.BREAKING))
    assert set(told) == {rows.people["reviewer"].id, rows.people["reviewer2"].id}
    rows.do(agree, "reviewer", 1)
    assert rows.article.counts.owed == 0


def test_nothing_breaks_over_a_critical_problem_however_waived(rows: Rows) -> None:
    setting(rows, BREAKING, True)
    problem = mark(rows, 2, "negation-modality", Severity.CRITICAL, "would")
    approve_all(rows)
    waive(rows.session, rows.people["admin"], problem, reason="The lawyer agrees.", at=rows.clock())
    with pytest.raises(WrongState, match="Nothing is released as breaking"):
        breaking(rows)
    assert json.loads(make_edition(rows).content)["breaking"] is False
