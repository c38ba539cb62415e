"""Publishing: the gate, the edition, waivers."""

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.services.conftest import Rows
from workbench.db.models import AuditEvent, Edition, Revision, Setting
from workbench.domain.comparison import Difference, compare_contents, only_changed
from workbench.domain.editions import EditionContent, content_from_json
from workbench.domain.errors import Conflict, InvalidInput, NotAllowed, WrongState
from workbench.domain.house import FOUR_EYES, HEADLINE_LENGTH
from workbench.domain.kinds import Side
from workbench.domain.marks import InlineMark, MarkKind
from workbench.domain.problems import Severity
from workbench.domain.stages import Stage
from workbench.services import projection
from workbench.services.approving import approve_run
from workbench.services.edition_content import content_of
from workbench.services.gate import Checklist, Line, Verdict, checklist
from workbench.services.looks import note_looks
from workbench.services.problem_life import Place
from workbench.services.prospect import prospect
from workbench.services.publishing import publish
from workbench.services.review import mark_problem
from workbench.services.segments import agree, approve, confirm, leave_out, reopen, save_target, send_back
from workbench.services.verifying import verify
from workbench.services.waiving import waive, withdraw_waiver


def approve_all(rows: Rows, who: str = "reviewer") -> None:
    """In one act where that goes, and row by row what it leaves: rows with standing problems."""
    seen = {row.id: row.lock_version for row in rows.all if row.state != "approved"}
    if seen:
        asks = (rows.session, rows.people[who], rows.article.id, seen)
        note_looks(*asks, at=rows.clock())
        with suppress(WrongState):
            approve_run(*asks, at=rows.clock())
    for number, row in enumerate(rows.all):
        if row.state != "approved":
            rows.do(approve, who, number)


def publish_it(rows: Rows, who: str = "editor", note: str = "") -> Edition:
    return publish(
        rows.session,
        rows.people[who],
        rows.article.id,
        note=note,
        at=rows.clock(),
        seen_version=rows.article.version,
    )


def line(found: Checklist, key: str) -> Line:
    return next(item for item in found.lines if item.key == key)


def mark(rows: Rows, number: int, type_slug: str, severity: Severity, words: str) -> int:
    start = rows[number].target.index(words)
    place = Place(Side.TARGET, start, start + len(words), words)
    return int(
        rows.do(mark_problem, "reviewer", number, type_slug=type_slug, severity=severity, places=[place]).id
    )


def load_content(edition: Edition) -> EditionContent:
    return content_from_json(json.loads(edition.content))


def setting(rows: Rows, key: str, value: object) -> None:
    rows.session.merge(Setting(key=key, value=value, changed_at=rows.clock()))
    rows.session.flush()


def test_the_checklist_names_the_segments_that_are_not_ready(rows: Rows) -> None:
    rows.do(approve, "reviewer", 0)
    rows.do(approve, "reviewer", 2)
    found = line(checklist(rows.session, rows.article), "segments")
    assert found.verdict is Verdict.UNMET
    assert [(p.id, p.number) for p in found.places] == [(rows[1].id, 2), (rows[3].id, 4)]
    with pytest.raises(WrongState, match="2 segments are neither approved nor left out") as refused:
        publish_it(rows)
    assert refused.value.details["unmet"] == ["segments"]


def test_publishing_seals_numbers_and_credits(rows: Rows) -> None:
    rows.do(save_target, "translator", 1, text="Forty-three workers returned to the quay on Sunday.")
    rows.do(confirm, "translator", 1)
    approve_all(rows)
    assert rows.article.stage is Stage.PUBLISH
    edition = publish_it(rows, note="Ready for the morning.")
    content = load_content(edition)
    assert (edition.number, edition.previous_sha256) == (1, None)
    assert content.number == 1
    assert content.note == "Ready for the morning."
    assert [s.target for s in content.segments] == [r.target for r in rows.all]
    assert [(c.name, c.did) for c in content.credits] == [
        ("Tala Translator", "translated"),
        ("Rana Reviewer", "reviewed"),
        ("Emad Editor", "published"),
    ]
    assert (rows.article.stage, rows.article.edition_number) == (Stage.PUBLISHED, 1)
    assert projection.compare(rows.session, rows.article) == []
    named = {s.target_revision_id for s in content.segments} | {
        s.source_revision_id for s in content.segments
    }
    sealed = rows.session.scalars(select(Revision.sealed_at).where(Revision.id.in_(named))).all()
    assert None not in sealed
    event = rows.session.scalars(select(AuditEvent).where(AuditEvent.name == "edition.published")).one()
    assert event.detail["sha256"] == edition.sha256


def test_a_reviewer_who_confirms_before_approving_is_no_translator(rows: Rows) -> None:
    rows.do(save_target, "translator", 1, text="Forty-three workers returned to the quay on Sunday.")
    rows.do(confirm, "reviewer", 1)
    approve_all(rows)
    credits = [(c.name, c.did) for c in load_content(publish_it(rows)).credits]
    assert ("Rana Reviewer", "translated") not in credits
    assert ("Tala Translator", "translated") in credits


def test_somebody_outside_is_credited_first(rows: Rows) -> None:
    rows.article.translated_by_name = "Huda Outside"
    approve_all(rows)
    assert load_content(publish_it(rows)).credits[0].name == "Huda Outside"


def test_only_the_desk_publishes_and_only_what_it_saw(rows: Rows) -> None:
    approve_all(rows)
    with pytest.raises(NotAllowed):
        publish_it(rows, "reviewer")
    seen = rows.article.version
    rows.do(reopen, "reviewer", 1)
    rows.do(approve, "reviewer", 1)
    with pytest.raises(Conflict, match="nothing was published"):
        publish(
            rows.session, rows.people["editor"], rows.article.id, note="", at=rows.clock(), seen_version=seen
        )
    assert rows.article.edition_number == 0


def test_an_unchanged_article_is_not_published_again(rows: Rows) -> None:
    approve_all(rows)
    publish_it(rows)
    with pytest.raises(WrongState, match="Nothing has changed since edition 1"):
        publish_it(rows)
    rows.do(reopen, "reviewer", 1)
    rows.do(save_target, "reviewer", 1, text="Some 43 workers returned to the quay on Sunday.")
    rows.do(approve, "reviewer2", 1)
    assert publish_it(rows).number == 2


def test_a_changed_field_is_worth_an_edition(rows: Rows) -> None:
    approve_all(rows)
    publish_it(rows)
    rows.article.target_byline = "Our correspondent"
    assert publish_it(rows).number == 2


def test_editions_are_chained(rows: Rows) -> None:
    approve_all(rows)
    first = publish_it(rows)
    rows.do(reopen, "reviewer", 3)
    rows.do(save_target, "translator", 3, text="A joint committee on shifts.")
    rows.do(confirm, "translator", 3)
    rows.do(approve, "reviewer", 3)
    second = publish_it(rows)
    assert second.previous_sha256 == first.sha256
    changes = only_changed(compare_contents(load_content(first), load_content(second)))
    assert [(c.difference, c.number) for c in changes] == [(Difference.CHANGED, 4)]
    assert [v.failures for v in verify(rows.session)] == [()]


def test_left_out_segments_are_ready_and_shown_with_their_reason(rows: Rows) -> None:
    rows.do(save_target, "translator", 3, text="")
    rows.do(leave_out, "translator", 3, reason="Only of interest locally.")
    approve_all_but_last(rows)
    found = checklist(rows.session, rows.article)
    assert found.is_ready
    assert [(item.place.number, item.reason) for item in found.left_out] == [(4, "Only of interest locally.")]
    assert load_content(publish_it(rows)).segments[3].left_out_reason == "Only of interest locally."
    rows.do(send_back, "reviewer", 3, reason="No, keep it.")
    assert not checklist(rows.session, rows.article).is_ready


def approve_all_but_last(rows: Rows) -> None:
    for number in range(len(rows.all) - 1):
        rows.do(approve, "reviewer", number)


def test_owed_words_wait_for_somebody_else(rows: Rows) -> None:
    rows.do(save_target, "reviewer", 1, text="Some 43 workers returned.")
    approve_all(rows)
    found = line(checklist(rows.session, rows.article), "owed")
    assert (found.verdict, [p.number for p in found.places]) == (Verdict.UNMET, [2])
    with pytest.raises(WrongState, match="only one person"):
        publish_it(rows)
    rows.do(agree, "translator", 1)
    assert load_content(publish_it(rows)).owed == ()


def test_a_desk_without_four_eyes_publishes_owed_words_on_the_record(rows: Rows) -> None:
    setting(rows, FOUR_EYES, False)
    rows.do(save_target, "reviewer", 1, text="Some 43 workers returned.")
    approve_all(rows)
    assert load_content(publish_it(rows)).owed == (rows[1].id,)
    assert rows.article.stage is Stage.PUBLISHED


def test_what_was_owed_before_an_edition_is_not_owed_after_the_next_edit(rows: Rows) -> None:
    approve_all(rows)
    publish_it(rows)
    rows.do(reopen, "reviewer", 1)
    rows.do(save_target, "translator", 1, text="Forty-three came back.")
    rows.do(confirm, "translator", 1)
    rows.do(approve, "reviewer", 1)
    assert not rows[1].owed


def test_a_major_problem_stops_until_waived_with_a_reason(rows: Rows) -> None:
    problem = mark(rows, 1, "number-date-unit", Severity.MAJOR, "34")
    approve_all(rows)
    assert line(checklist(rows.session, rows.article), "problems").places[0].number == 2
    with pytest.raises(InvalidInput, match="Say why"):
        waive(rows.session, rows.people["editor"], problem, reason="\u200b", at=rows.clock())
    with pytest.raises(NotAllowed):
        waive(rows.session, rows.people["reviewer"], problem, reason="Fine.", at=rows.clock())
    waive(
        rows.session, rows.people["editor"], problem, reason="The agency corrected it to 34.", at=rows.clock()
    )
    assert rows.article.stage is Stage.PUBLISH
    (waiver,) = load_content(publish_it(rows)).waivers
    assert (waiver["by"], waiver["reason"]) == ("Emad Editor", "The agency corrected it to 34.")


def test_a_withdrawn_waiver_stops_again(rows: Rows) -> None:
    problem = mark(rows, 1, "number-date-unit", Severity.MAJOR, "34")
    approve_all(rows)
    waive(rows.session, rows.people["editor"], problem, reason="Fine.", at=rows.clock())
    with pytest.raises(WrongState, match="waived already"):
        waive(rows.session, rows.people["admin"], problem, reason="Fine.", at=rows.clock())
    withdraw_waiver(rows.session, rows.people["editor"], problem, at=rows.clock())
    with pytest.raises(WrongState, match="fix or waive"):
        publish_it(rows)
    assert rows.article.stage is Stage.REVIEW


@pytest.mark.parametrize(
    ("type_slug", "severity"),
    [("negation-modality", Severity.CRITICAL), ("legal-risk", Severity.MINOR)],
)
def test_a_critical_or_legal_problem_takes_a_second_person(
    rows: Rows, type_slug: str, severity: Severity
) -> None:
    problem = mark(rows, 2, type_slug, severity, "would")
    approve_all(rows)
    waive(rows.session, rows.people["editor"], problem, reason="The lawyer agrees.", at=rows.clock())
    assert not checklist(rows.session, rows.article, rows.people["editor"]).is_ready
    assert checklist(rows.session, rows.article, rows.people["admin"]).is_ready
    with pytest.raises(WrongState, match="waived by you alone"):
        publish_it(rows, "editor")
    assert publish_it(rows, "admin").number == 1


def test_a_minor_problem_needs_no_waiver(rows: Rows) -> None:
    problem = mark(rows, 1, "awkward", Severity.MINOR, "Some")
    approve_all(rows)
    with pytest.raises(WrongState, match="needs no waiver"):
        waive(rows.session, rows.people["editor"], problem, reason="Fine.", at=rows.clock())
    assert publish_it(rows).number == 1


def test_a_headline_too_long_for_the_desk_stops_and_so_does_a_missing_one(rows: Rows) -> None:
    approve_all(rows)
    for longest, verdict in ((len(rows[0].target) - 1, Verdict.UNMET), (len(rows[0].target), Verdict.MET)):
        setting(rows, HEADLINE_LENGTH, longest)
        found = line(checklist(rows.session, rows.article), "headline")
        assert (found.verdict, [p.id for p in found.places]) == (
            verdict,
            [rows[0].id] if verdict is Verdict.UNMET else [],
        )
    setting(rows, HEADLINE_LENGTH, 0)
    assert checklist(rows.session, rows.article).is_ready
    rows.do(reopen, "reviewer", 0)
    rows.do(save_target, "translator", 0, text="")
    rows.do(leave_out, "translator", 0, reason="None needed.")
    assert line(checklist(rows.session, rows.article), "headline").verdict is Verdict.UNMET


def test_inline_marks_and_direction_signs_survive_the_edition(rows: Rows) -> None:
    words = "Some \u200f٤٣\u200f workers “returned” 🚢 & left."
    marks = (
        InlineMark(5, 9, MarkKind.LINK, "https://example.org/a?b=c&d=é"),
        InlineMark(0, 4, MarkKind.STRONG),
    )
    rows.do(save_target, "translator", 1, text=words, marks=marks)
    rows.do(confirm, "translator", 1)
    approve_all(rows)
    before = content_of(rows.session, rows.article).segments
    assert load_content(publish_it(rows)).segments == before
    assert set(before[1].target_marks) == set(marks)


def test_the_prospect_knows_its_predecessor(rows: Rows) -> None:
    approve_all(rows)
    assert prospect(rows.session, rows.article, at=rows.clock()).previous is None
    publish_it(rows)
    ahead = prospect(rows.session, rows.article, at=rows.clock())
    assert ahead.previous is not None
    assert not ahead.is_new
    assert ahead.previous.content.number == 1


@pytest.mark.both_databases
def test_the_database_refuses_to_change_an_edition(rows: Rows) -> None:
    approve_all(rows)
    edition = publish_it(rows)
    with pytest.raises(DBAPIError, match="append-only"), rows.session.begin_nested():
        rows.session.execute(text("UPDATE edition SET note = 'x'"))
    assert json.loads(edition.content)["number"] == 1


def test_times_are_utc_in_the_content(rows: Rows, session: Session) -> None:
    approve_all(rows)
    publish(
        session,
        rows.people["editor"],
        rows.article.id,
        note="",
        at=datetime(2026, 3, 2, 12, 0, 0, 120, tzinfo=UTC),
        seen_version=rows.article.version,
    )
    assert [v.failures for v in verify(session, rows.article)] == [()]
