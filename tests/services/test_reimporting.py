"""A corrected Arabic text put into an article: only what it touches changes, and all of it can be undone."""

import pytest
from sqlalchemy import select

from tests.conftest import SAMPLE
from tests.services.conftest import Rows
from tests.services.test_publishing import publish_it
from workbench.db.models import AuditEvent, Cause, Edition, Lineage, LineageKind, Revision, Segment
from workbench.db.queries.history import history_of
from workbench.db.queries.problems import problems_of
from workbench.db.queries.reimports import earlier_reimports
from workbench.domain.errors import Conflict, NotAllowed, WrongState
from workbench.domain.kinds import Kind, Side
from workbench.domain.stages import Stage
from workbench.domain.workflow import State
from workbench.intake.document import Block, Document, Fields
from workbench.services import importing, projection
from workbench.services.draft_state import DraftState, SideState
from workbench.services.handover import shelve
from workbench.services.reimport_plan import Plan
from workbench.services.reimporting import (
    Prepared,
    Reimported,
    changed_fields,
    plan_for,
    prepare,
    reimport,
    rows_to_compare,
)
from workbench.services.segments import approve, confirm, save_source, save_target
from workbench.services.structure import insert_after
from workbench.services.undo import undo

FRESH = "ونشرت بلدية الحي خريطة جديدة لمسارات الحافلات الصيفية."

NOTHING = Fields()


class Desk:
    """The sample article with every row approved, and the corrected text on its way into it."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        for number in range(len(rows.all)):
            rows.do(approve, "reviewer", number)
        self.old = [row.source for row in rows.all]

    def draft(self, texts: list[str], fields: Fields = NOTHING, who: str = "editor") -> importing.Draft:
        kinds = [Kind.HEADLINE, *[Kind.PARAGRAPH] * len(texts)]
        document = Document(tuple(map(Block, texts, kinds)), fields)
        rows = self.rows
        return importing.start_draft(
            rows.session,
            rows.people[who],
            DraftState(source=SideState(document=document)),
            into=rows.article,
            at=rows.clock(),
        )

    def bring_in(
        self, texts: list[str], *, keep: tuple[int, ...] = (), fields: Fields = NOTHING, who: str = "editor"
    ) -> Reimported:
        rows, draft = self.rows, self.draft(texts, fields, who)
        plan = plan_for(rows_to_compare(rows.session, rows.article.id), draft.state, keep)
        done = reimport(
            rows.session,
            rows.people[who],
            draft.id,
            self.prepared(plan, who),
            version=draft.version,
            agreed=plan.approvals,
            fields=changed_fields(rows.article, fields),
        )
        assert projection.compare(rows.session, rows.article) == []
        return done

    def prepared(self, plan: Plan, who: str = "editor") -> Prepared:
        rows = self.rows
        return prepare(rows.session, rows.people[who], rows.article.id, plan, at=rows.clock())

    def undo(self, done: Reimported) -> None:
        assert done.event_id is not None
        undo(
            self.rows.session,
            self.rows.people["editor"],
            self.rows.article.id,
            done.event_id,
            at=self.rows.clock(),
        )

    @property
    def facts(self) -> list[tuple[object, ...]]:
        return [
            (s.id, s.source, s.target, s.state, s.lock_version, s.source_revision_id, s.target_revision_id)
            for s in self.rows.all
        ]

    @property
    def was_made_from(self) -> list[str | None]:
        """Of each row, the Arabic its English was made from, where that is another."""
        before = {r.id: r.text for r in self.rows.session.scalars(select(Revision))}
        return [before[s.source_before_id] if s.source_before_id else None for s in self.rows.all]

    @property
    def look(self) -> list[tuple[object, ...]]:
        return [(s.id, s.source, s.target, s.state, s.kind, s.source_before_id) for s in self.rows.all]


@pytest.fixture
def desk(rows: Rows) -> Desk:
    return Desk(rows)


def test_only_the_touched_rows_change(desk: Desk) -> None:
    before, (head, first, second, item) = desk.facts, desk.old
    changed = second.replace("المتأخرة", "المستحقة")
    desk.bring_in([head, first, changed, item])
    after = desk.facts
    assert [a == b for a, b in zip(before, after, strict=True)] == [True, True, False, True]
    row = desk.rows[2]
    assert (row.source, row.target, row.state) == (
        changed,
        "The authority said it would pay the late wages.",
        State.DRAFT,
    )
    revision = desk.rows.session.get_one(Revision, row.source_revision_id)
    assert (revision.cause, revision.author_id) == (Cause.REIMPORT, desk.rows.people["editor"].id)
    assert desk.rows.article.counts.approved == 3


def test_the_row_shows_what_its_english_was_made_from_until_it_is_confirmed(desk: Desk) -> None:
    head, first, second, item = desk.old
    was = desk.rows[2].source_revision_id
    desk.bring_in([head, first, second.replace("المتأخرة", "المستحقة"), item])
    assert desk.rows[2].source_before_id == was
    desk.bring_in([head, first, second.replace("المتأخرة", "كلها"), item])
    assert desk.rows[2].source_before_id == was, "the English is still that of the first"
    desk.rows.do(confirm, "translator", 2)
    assert desk.rows[2].source_before_id is None


def test_a_slip_put_right_by_hand_leaves_the_same_note(desk: Desk) -> None:
    was = desk.rows[2].source_revision_id
    desk.rows.do(save_source, "editor", 2, text=desk.old[2].replace("المتأخرة", "المستحقة"))
    assert desk.rows[2].source_before_id == was
    desk.rows.do(save_source, "editor", 2, text=desk.old[2])
    assert desk.rows[2].source_before_id is None


def test_new_rows_come_in_their_place_and_gone_ones_are_kept_in_history(desk: Desk) -> None:
    head, first, _, item = desk.old
    gone = desk.rows[2].id
    desk.bring_in([head, FRESH, first, item])
    assert [(s.source, s.state) for s in desk.rows.all] == [
        (head, State.APPROVED),
        (FRESH, State.UNTRANSLATED),
        (first, State.APPROVED),
        (item, State.APPROVED),
    ]
    retired = desk.rows.session.get_one(Segment, gone)
    assert (retired.retired, retired.target) == (True, "The authority said it would pay the late wages.")


def test_a_row_whose_words_come_back_comes_back_with_its_english(desk: Desk) -> None:
    head, first, second, item = desk.old
    gone = desk.rows[2].id
    desk.bring_in([head, first, item])
    before = desk.look
    done = desk.bring_in([head, first, item, second])
    back = desk.rows[3]
    assert (back.id, back.source, back.target) == (
        gone,
        second,
        "The authority said it would pay the late wages.",
    )
    assert (back.state, back.retired_at) == (State.DRAFT, None)
    desk.undo(done)
    assert desk.look == before
    retired = desk.rows.session.get_one(Segment, gone)
    assert retired.retired
    assert retired.retired_at
    desk.bring_in([head, second, first, item, second])
    assert [(s.id == gone, bool(s.target)) for s in desk.rows.all if s.source == second] == [
        (True, True),
        (False, False),
    ], "one row cannot be two"


def test_words_that_are_as_they_were_approved_again_are_known(desk: Desk) -> None:
    head, first, second, item = desk.old
    other = second.replace("المتأخرة", "كلها")
    desk.bring_in([head, first, other, item])
    for text, was_approved in (second, True), (f"{second} أيضًا", False):
        draft = desk.draft([head, first, text, item])
        plan = plan_for(rows_to_compare(desk.rows.session, desk.rows.article.id), draft.state)
        assert [p.was_approved for p in plan.rows] == [False, False, was_approved, False]


def test_a_moved_row_keeps_words_and_approval(desk: Desk) -> None:
    head, first, second, item = desk.old
    ids = [s.id for s in desk.rows.all]
    desk.bring_in([head, second, item, first])
    assert [s.id for s in desk.rows.all] == [ids[0], ids[2], ids[3], ids[1]]
    assert {s.state for s in desk.rows.all} == {State.APPROVED}


def test_a_split_row_is_cut_with_its_lineage_and_two_made_one_are_joined(desk: Desk) -> None:
    head, first, second, item = desk.old
    ids = [s.id for s in desk.rows.all]
    desk.bring_in([head, f"{first} {second}", item])
    assert [s.source for s in desk.rows.all] == [head, f"{first} {second}", item]
    assert desk.rows[1].target == (
        "Some 34 workers returned to the quay on Sunday.\nThe authority said it would pay the late wages."
    )
    assert desk.rows[1].state is State.DRAFT
    desk.bring_in([head, first, second, item])
    assert [s.source for s in desk.rows.all] == [head, first, second, item]
    assert [s.target for s in desk.rows.all[1:3]] == [
        "Some 34 workers returned to the quay on Sunday.",
        "The authority said it would pay the late wages.",
    ]
    lineage = desk.rows.session.scalars(select(Lineage).order_by(Lineage.id)).all()
    assert [(x.kind, x.from_segment_id, x.to_segment_id) for x in lineage] == [
        (LineageKind.JOIN, ids[2], ids[1]),
        (LineageKind.SPLIT, ids[1], desk.rows[2].id),
    ]


def test_the_old_arabic_stands_beside_the_english_of_split_and_joined_rows(desk: Desk) -> None:
    head, first, second, item = desk.old
    desk.bring_in([head, f"{first} {second}", item])
    assert desk.was_made_from == [None, f"{first}\n{second}", None]
    desk.bring_in([head, first, second, item])
    assert desk.was_made_from == [None, f"{first}\n{second}", f"{first}\n{second}", None]
    whole = f"{first} وفي المساء {second}"
    desk.bring_in([head, whole, item])
    desk.rows.do(confirm, "translator", 1)
    desk.bring_in([head, first, f"وفي المساء {second}", item])
    desk.bring_in([head, whole, item])
    assert desk.was_made_from == [None] * 3, "the Arabic that the English was made from is back"


def test_a_part_without_english_has_nothing_beside_it(desk: Desk) -> None:
    head, first, second, item = desk.old
    start, end = first[: len(first) // 2].rsplit(" ", 1)[0], first[len(first) // 2 :].split(" ", 1)[1]
    desk.bring_in([head, start, end, second, item])
    was = [first if row.target else None for row in desk.rows.all[1:3]]
    assert first in was
    assert desk.was_made_from == [None, *was, None, None]


def test_marks_on_the_arabic_follow_their_words_or_lie_in_the_tray(desk: Desk) -> None:
    head, first, second, item = desk.old
    stays, goes = desk.rows.mark(2, Side.SOURCE, "الأجور"), desk.rows.mark(2, Side.SOURCE, "المتأخرة")
    desk.bring_in([head, first, f"وفي المساء {second.replace('المتأخرة', 'كلها')}", item])
    (span,) = stays.spans
    assert desk.rows[2].source[span.start : span.end] == "الأجور"
    assert goes.spans[0].start is None


def test_a_mark_is_on_its_arabic_again_when_a_corrected_text_brings_it_back(desk: Desk) -> None:
    head, first, second, item = desk.old
    problem = desk.rows.mark(2, Side.SOURCE, "المتأخرة")
    desk.bring_in([head, first, second.replace("المتأخرة", "كلها"), item])
    desk.bring_in([head, first, second, item])
    (span,) = problem.spans
    assert span.start is not None
    assert desk.rows[2].source[span.start : span.end] == "المتأخرة"
    reviewer = desk.rows.people["reviewer"]
    (card,) = problems_of(desk.rows.session, desk.rows.article, desk.rows[2].id, reviewer)
    assert [said.words for said in card.thread] == [
        "brought in a corrected text; its words are gone from the row, so it lies in the tray",
        "wrote its words again; the mark was found again where they stand",
    ]


def test_a_mark_of_the_tray_is_not_taken_to_the_same_words_of_a_row_that_is_joined(desk: Desk) -> None:
    head, first, second, item = desk.old
    word = second.split()[1]
    problem = desk.rows.mark(1, Side.SOURCE, first.split()[1])
    problem.spans[0].exact, problem.spans[0].start, problem.spans[0].end = word, None, None
    desk.bring_in([head, f"{first} {second}", item])
    assert word in desk.rows[1].source
    assert problem.spans[0].start is None


def test_open_marks_of_a_row_that_goes_lie_in_the_tray_of_the_one_before(desk: Desk) -> None:
    head, first, _, item = desk.old
    problem = desk.rows.mark(2, Side.TARGET, "late wages")
    neighbour, gone = desk.rows[1].id, desk.rows[2].id
    done = desk.bring_in([head, first, item])
    assert (problem.segment_id, problem.spans[0].start) == (neighbour, None)
    assert desk.rows[1].state is State.APPROVED
    desk.undo(done)
    assert problem.segment_id == gone
    assert desk.rows[2].target[problem.spans[0].start : problem.spans[0].end] == "late wages"


def test_all_of_it_is_undone_at_once(desk: Desk) -> None:
    head, first, second, item = desk.old
    before = desk.look
    fields = Fields(byline="منى الحداد", dateline="بيروت", tags=("موانئ", "عمل"), published_on="2026-03-04")
    done = desk.bring_in([head, FRESH, item, f"{second} {first}", "خاتمة أخرى تمامًا"], fields=fields)
    assert desk.look != before
    assert desk.rows.article.source_byline == "منى الحداد"
    desk.undo(done)
    assert desk.look == before
    assert (desk.rows.article.source_byline, desk.rows.article.source_tags) == ("", [])
    assert projection.compare(desk.rows.session, desk.rows.article) == []


def test_what_was_done_and_undone_since_does_not_stand_in_the_way(desk: Desk) -> None:
    head, first, second, item = desk.old
    rows, before = desk.rows, desk.look
    mark = rows.mark(2, Side.TARGET, "late wages")
    desk.bring_in([head, first, f"{second} {item}"])
    (done,) = earlier_reimports(rows.session, rows.article.id)
    again = desk.bring_in([head, f"{first} {second} {item}"])
    assert [one.can_undo for one in earlier_reimports(rows.session, rows.article.id)] == [True, False]
    desk.undo(again)
    newest, oldest = earlier_reimports(rows.session, rows.article.id)
    assert [newest.undone, newest.can_undo, oldest.undone, oldest.can_undo] == [True, False, False, True]
    undo(rows.session, rows.people["editor"], rows.article.id, done.event_id, at=rows.clock())
    assert desk.look == before
    assert rows[2].target[mark.spans[0].start : mark.spans[0].end] == "late wages"
    with pytest.raises(WrongState, match="too late"):
        undo(rows.session, rows.people["editor"], rows.article.id, done.event_id, at=rows.clock())


def test_work_on_its_rows_ends_the_undo_whatever_was_undone(desk: Desk) -> None:
    head, first, second, item = desk.old
    rows = desk.rows
    done = desk.bring_in([head, first, f"{second} {item}"])
    desk.undo(desk.bring_in([head, f"{first} {second} {item}"]))
    rows.do(save_target, "translator", 2, text="Other words altogether.")
    with pytest.raises(WrongState, match="too late"):
        desk.undo(done)


def test_an_edition_is_behind_its_source_until_the_new_arabic_is_undone(desk: Desk) -> None:
    publish_it(desk.rows)
    head, first, second, item = desk.old
    done = desk.bring_in([head, first, second.replace("المتأخرة", "كلها"), item])
    assert desk.rows.article.is_behind_source
    assert desk.rows.article.changed_since_edition
    desk.undo(done)
    assert not desk.rows.article.is_behind_source
    assert not desk.rows.article.changed_since_edition, "nothing differs from it"
    assert desk.rows.article.stage is Stage.PUBLISHED
    desk.bring_in([head, first, second, item], fields=Fields(byline="منى الحداد"))
    assert not desk.rows.article.is_behind_source


def test_facts_alone_are_brought_in_and_undone(desk: Desk) -> None:
    before = desk.facts
    done = desk.bring_in(desk.old, fields=Fields(byline="منى الحداد", published_on="2026-03-04"))
    assert desk.facts == before
    assert desk.rows.article.source_byline == "منى الحداد"
    desk.undo(done)
    assert (desk.rows.article.source_byline, desk.rows.article.published_on) == ("", None)


def test_the_old_text_brought_in_again_restores_the_arabic(desk: Desk) -> None:
    head, first, second, item = desk.old
    desk.bring_in([head, first, second.replace("المتأخرة", "كلها"), FRESH, item])
    desk.bring_in(desk.old)
    assert [s.source for s in desk.rows.all] == desk.old
    assert [s.target for s in desk.rows.all] == [target for _, _, target in SAMPLE]
    assert desk.rows[2].source_before_id is None


def test_it_is_one_line_of_the_log_with_its_counts(desk: Desk) -> None:
    head, first, second, item = desk.old
    known = set(desk.rows.session.scalars(select(AuditEvent.id)))
    done = desk.bring_in([head, first, second.replace("المتأخرة", "كلها"), FRESH, item])
    new = [e for e in desk.rows.session.scalars(select(AuditEvent)) if e.id not in known]
    assert [(e.id, e.name) for e in new] == [(done.event_id, "article.reimported")]
    assert new[0].detail["counts"] == {"untouched": 3, "changed": 1, "new": 1, "approvals": 1, "reopened": 1}
    assert desk.rows.session.scalars(select(Edition)).all() == []


@pytest.mark.parametrize("who", ["touched", "elsewhere"])
def test_what_somebody_did_meanwhile_is_never_overwritten(desk: Desk, who: str) -> None:
    rows, (head, first, second, item) = desk.rows, desk.old
    draft = desk.draft([head, first, second.replace("المتأخرة", "كلها"), item])
    plan = plan_for(rows_to_compare(rows.session, rows.article.id), draft.state)
    number = 2 if who == "touched" else 1
    segment = rows[number]
    segment.state = State.DRAFT  # reopened
    rows.do(save_target, "translator", number, text="Other words altogether.")
    args = (rows.session, rows.people["editor"], draft.id)
    if who == "elsewhere":
        reimport(*args, desk.prepared(plan), version=draft.version, agreed=plan.approvals)
        assert rows[1].target == "Other words altogether."
        return
    before = desk.facts
    with pytest.raises(Conflict, match="Nothing was stored"):
        desk.prepared(plan)
    assert desk.facts == before
    assert rows.session.scalars(select(AuditEvent).where(AuditEvent.name == "article.reimported")).all() == []


@pytest.mark.parametrize("number", [1, 2])
def test_what_happens_between_working_it_out_and_storing_it_is_not_overwritten(
    desk: Desk, number: int
) -> None:
    rows, (head, first, second, item) = desk.rows, desk.old
    draft = desk.draft([head, first, second.replace("المتأخرة", "كلها"), item])
    plan = plan_for(rows_to_compare(rows.session, rows.article.id), draft.state)
    prepared = desk.prepared(plan)
    marked = rows.mark(number, Side.SOURCE, desk.old[number][:4])
    before = desk.facts
    args = (rows.session, rows.people["editor"], draft.id, prepared)
    if number == 1:  # a row it leaves alone
        reimport(*args, version=draft.version, agreed=plan.approvals)
        return
    with pytest.raises(Conflict, match="in the same moment"):
        reimport(*args, version=draft.version, agreed=plan.approvals)
    assert desk.facts == before
    assert marked.spans[0].start == 0


def test_a_new_row_or_another_draft_meanwhile_wants_a_fresh_comparison(desk: Desk) -> None:
    rows, (head, first, second, item) = desk.rows, desk.old
    draft = desk.draft([head, first, f"{second} أيضًا", item])
    plan = plan_for(rows_to_compare(rows.session, rows.article.id), draft.state)
    args = (rows.session, rows.people["editor"], draft.id, desk.prepared(plan))
    with pytest.raises(Conflict):
        reimport(*args, version=draft.version + 1, agreed=plan.approvals)
    insert_after(rows.session, rows.people["editor"], rows.article.id, rows[0].id, at=rows.clock())
    with pytest.raises(Conflict):
        reimport(*args, version=draft.version, agreed=plan.approvals)


def test_no_approval_falls_that_nobody_agreed_to(desk: Desk) -> None:
    rows, (head, first, second, item) = desk.rows, desk.old
    draft = desk.draft([head, first, f"{second} أيضًا", item], who="translator")
    plan = plan_for(rows_to_compare(rows.session, rows.article.id), draft.state)
    before = desk.facts
    with pytest.raises(WrongState, match="approvals may fall"):
        reimport(
            rows.session,
            rows.people["translator"],
            draft.id,
            desk.prepared(plan, "translator"),
            version=draft.version,
            agreed=0,
        )
    assert desk.facts == before


def test_sent_twice_it_is_done_once(desk: Desk) -> None:
    rows, (head, first, second, item) = desk.rows, desk.old
    draft = desk.draft([head, first, f"{second} أيضًا", item])
    plan = plan_for(rows_to_compare(rows.session, rows.article.id), draft.state)
    args = (rows.session, rows.people["editor"], draft.id, desk.prepared(plan))
    assert reimport(*args, version=draft.version, agreed=plan.approvals).event_id
    after = desk.facts
    assert reimport(*args, version=draft.version, agreed=plan.approvals).event_id is None
    assert desk.facts == after


def test_who_may(desk: Desk) -> None:
    head, first, second, item = desk.old
    desk.bring_in([head, first, f"{second} أيضًا", item], who="translator")
    with pytest.raises(NotAllowed):
        desk.draft(desk.old, who="reviewer")
    rows = desk.rows
    shelve(
        rows.session, rows.people["editor"], rows.article.id, shelf="archived", reason="Done", at=rows.clock()
    )
    with pytest.raises(NotAllowed, match="shelved"):
        desk.draft(desk.old)


def test_many_new_rows_in_one_place_find_room(desk: Desk) -> None:
    head, first, second, item = desk.old
    many = [f"الفقرة الجديدة رقم {n} عن الطريق إلى البلدة {n * 7}" for n in range(90)]
    desk.bring_in([head, *many[::2], first, second, item])
    close = desk.rows.all
    assert close[2].position - close[1].position < 30  # fewer than the rows that come between them
    wanted = [head, many[0], *many[1::2], *many[2::2], first, second, item]
    done = desk.bring_in(wanted)
    assert [s.source for s in desk.rows.all] == wanted
    assert len({s.position for s in desk.rows.all}) == 94
    desk.undo(done)
    assert [s.source for s in desk.rows.all] == [s.source for s in close]


def test_the_history_says_that_the_approval_fell(desk: Desk) -> None:
    head, first, second, item = desk.old
    desk.bring_in([head, first, f"{second} أيضًا", item])
    newest = history_of(desk.rows.session, desk.rows[2])[0]
    assert (newest.name, newest.says) == (desk.rows.people["editor"].name, "brought in a corrected text")
    assert newest.note == "The approval fell with it."
    assert all(not entry.note for entry in history_of(desk.rows.session, desk.rows[1]))
