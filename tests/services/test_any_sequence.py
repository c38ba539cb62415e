"""Whatever people do in whatever order: the projection stays true, no words are lost, and nothing that only
one person stands behind looks ready to publish."""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Clock, add_people, sample
from tests.thoroughness import examples
from workbench.db.engine import Database
from workbench.db.models import Decision, Problem, Revision, Segment
from workbench.domain.errors import WorkbenchError
from workbench.domain.kinds import Kind, Side
from workbench.domain.problems import Step
from workbench.domain.stages import Stage
from workbench.domain.workflow import State
from workbench.services import projection, segments, structure
from workbench.services.articles import create_article
from workbench.services.problem_life import Place
from workbench.services.review import apply_suggestion, mark_problem, take_step
from workbench.services.undo import undo

WHO = st.sampled_from(["translator", "translator2", "reviewer", "reviewer2", "editor"])
ROW = st.integers(0, 5)
WORDS = st.lists(st.sampled_from(["some", "43", "workers", "not", "quay", "عمال", "\n"]), max_size=6).map(
    " ".join
)
DECISIONS = [segments.confirm, segments.approve, segments.agree, segments.reopen, segments.take_back]


class Desk(RuleBasedStateMachine):
    """Random people doing random things to one article; refusals are part of life."""

    database: Database

    @initialize()
    def open(self) -> None:
        self.session = Session(self.database.engine)
        self.clock = Clock()
        self.people = add_people(self.session)
        self.article = create_article(self.session, self.people["editor"], sample(), at=self.clock())
        self.undoable: list[int] = []
        self.seen_texts: set[str] = set()

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.session.close()  # without a commit: the next begins with an empty desk

    @property
    def rows(self) -> list[Segment]:
        query = select(Segment).where(Segment.article_id == self.article.id, Segment.retired.is_(False))
        return list(self.session.scalars(query.order_by(Segment.position)))

    def attempt(self, step: Any, who: str, row: int, **arguments: Any) -> None:
        rows = self.rows
        segment = rows[row % len(rows)]
        arguments = {"version": segment.lock_version, **arguments}
        try:
            done = step(self.session, self.people[who], segment.id, at=self.clock(), **arguments)
        except WorkbenchError:
            return
        if getattr(done, "event_id", None):
            self.undoable.append(done.event_id)

    @rule(who=WHO, row=ROW, text=WORDS)
    def write(self, who: str, row: int, text: str) -> None:
        self.attempt(segments.save_target, who, row, text=text)

    @rule(who=WHO, row=ROW, step=st.sampled_from(DECISIONS))
    def decide(self, who: str, row: int, step: Any) -> None:
        self.attempt(step, who, row)

    @rule(
        who=WHO, row=ROW, step=st.sampled_from([segments.send_back, segments.leave_out, segments.add_by_desk])
    )
    def decide_with_reason(self, who: str, row: int, step: Any) -> None:
        self.attempt(step, who, row, reason="because")

    @rule(row=ROW, text=WORDS)
    def correct_the_arabic(self, row: int, text: str) -> None:
        self.attempt(segments.save_source, "editor", row, text=text)

    @rule(who=WHO, row=ROW, kind=st.sampled_from(Kind))
    def rekind(self, who: str, row: int, kind: Kind) -> None:
        self.attempt(segments.rekind, who, row, kind=kind)

    @rule(who=WHO, row=ROW, source_at=st.integers(0, 30), target_at=st.integers(0, 30))
    def split(self, who: str, row: int, source_at: int, target_at: int) -> None:
        self.attempt(structure.split, who, row, source_at=source_at, target_at=target_at)

    @rule(who=WHO, row=ROW)
    def join(self, who: str, row: int) -> None:
        self.attempt(structure.join_next, who, row)

    @rule(who=WHO, row=ROW, to=ROW)
    def move(self, who: str, row: int, to: int) -> None:
        rows = self.rows
        self.attempt(structure.move, who, row, after_id=rows[to % len(rows)].id)

    @rule(who=WHO, row=ROW)
    def remove(self, who: str, row: int) -> None:
        if len(self.rows) > 1:
            self.attempt(structure.remove, who, row)

    @rule(who=WHO, row=ROW)
    def insert(self, who: str, row: int) -> None:
        after = self.rows[row % len(self.rows)].id
        structure.insert_after(self.session, self.people[who], self.article.id, after, at=self.clock())

    @rule(who=WHO, which=st.integers(0, 50))
    def undo(self, who: str, which: int) -> None:
        if not self.undoable:
            return
        event_id = self.undoable[which % len(self.undoable)]
        try:
            undo(self.session, self.people[who], self.article.id, event_id, at=self.clock())
        except WorkbenchError:
            return

    @rule(who=WHO, row=ROW, start=st.integers(0, 10), length=st.integers(1, 8))
    def mark(self, who: str, row: int, start: int, length: int) -> None:
        target = self.rows[row % len(self.rows)].target
        words = target[start : start + length]
        places = [Place(Side.TARGET, start, start + len(words), words)] if words else []
        suggestion = "better" if words else None
        self.attempt(mark_problem, who, row, type_slug="grammar", places=places, suggestion=suggestion)

    @rule(who=WHO, step=st.sampled_from(Step), which=st.integers(0, 20), apply=st.booleans())
    def act_on_a_problem(self, who: str, step: Step, which: int, apply: bool) -> None:
        problems = self.session.scalars(select(Problem).order_by(Problem.id)).all()
        if not problems:
            return
        problem = problems[which % len(problems)]
        actor = self.people[who]
        try:
            if apply and problem.segment_id:
                version = self.session.get_one(Segment, problem.segment_id).lock_version
                apply_suggestion(self.session, actor, problem.id, version=version, at=self.clock())
            else:
                take_step(self.session, actor, problem.id, step, text="because", at=self.clock())
        except WorkbenchError:
            return

    @invariant()
    def the_projection_is_true(self) -> None:
        if hasattr(self, "session"):
            assert projection.compare(self.session, self.article) == []

    @invariant()
    def rows_and_their_revisions_agree(self) -> None:
        if not hasattr(self, "session"):
            return
        texts = {row.id: row.text for row in self.session.execute(select(Revision.id, Revision.text))}
        for row in self.rows:
            for text, revision_id in (
                (row.source, row.source_revision_id),
                (row.target, row.target_revision_id),
            ):
                assert text == (texts[revision_id] if revision_id else "")

    @invariant()
    def sealed_words_are_never_lost(self) -> None:
        if hasattr(self, "session"):
            sealed = set(self.session.scalars(select(Revision.text).where(Revision.sealed_at.is_not(None))))
            assert self.seen_texts <= sealed
            self.seen_texts = sealed

    @invariant()
    def spans_lie_inside_their_text(self) -> None:
        if not hasattr(self, "session"):
            return
        for problem in self.session.scalars(select(Problem)):
            segment = self.session.get_one(Segment, problem.segment_id)
            assert not segment.retired
            for span in problem.spans:
                if span.start is not None:
                    text = segment.target if span.side is Side.TARGET else segment.source
                    assert span.end is not None
                    assert 0 <= span.start <= span.end <= len(text)

    @invariant()
    def what_looks_ready_has_two_people_behind_every_word(self) -> None:
        """Checked from the raw history, not through the code under test."""
        if not hasattr(self, "session") or self.article.stage is not Stage.PUBLISH:
            return
        for row in self.rows:
            if row.state is not State.APPROVED:
                assert row.left_out
                continue
            backers = set(
                self.session.scalars(
                    select(Decision.actor_id).where(
                        Decision.segment_id == row.id,
                        Decision.target_revision_id == row.target_revision_id,
                        Decision.kind.in_(["confirmed", "approved", "agreed"]),
                    )
                )
            )
            revision = self.session.get(Revision, row.target_revision_id) if row.target_revision_id else None
            if revision is not None and revision.author_id is not None:
                assert len(backers | {revision.author_id, revision.suggested_by_id} - {None}) > 1


@pytest.mark.slow
def test_any_sequence_of_steps(sqlite_database: Database) -> None:
    Desk.database = sqlite_database
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Desk,
        settings=settings(
            max_examples=examples(25),
            stateful_step_count=40,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
