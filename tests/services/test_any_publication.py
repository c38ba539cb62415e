"""Whatever several people do in whatever order, the services do what a plain model of the desk does.

So no sequence of allowed steps ends with a text that is out, that only one person stands behind and of which no edition
says so, with an edition over a critical problem nobody let through, with something out after a withdrawal or before its
time, with a record that does not verify, or a lost revision.
"""

import random
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import SAMPLE, Clock, add_people, sample
from tests.services import edition_acts
from tests.services import plain_model as plain
from tests.services.edition_acts import EditionActs
from tests.services.plain_editions import Newsroom
from tests.thoroughness import examples
from workbench.db.engine import Database
from workbench.db.models import Problem, Revision, Segment
from workbench.domain.errors import WorkbenchError
from workbench.domain.house import BREAKING, FOUR_EYES, HEADLINE_LENGTH
from workbench.domain.kinds import Kind, Side
from workbench.domain.problems import Severity, Step
from workbench.services import approving, desk_settings, looks, review, segments, taking_back, waiving
from workbench.services.articles import create_article
from workbench.services.problem_life import Place
from workbench.services.undo import undo

DECISIONS = {
    "confirm": segments.confirm,
    "approve": segments.approve,
    "agree": segments.agree,
    "reopen": segments.reopen,
    "send_back": segments.send_back,
}


ROWS, PICK = (0, 1), edition_acts.PICK
SEVERITIES = ("minor", "major", "critical")
TEXTS = ("some workers", "43 workers", "some workers at the quay", "quay workers not some", "")
#: What can be done, with what it can be done with, and how often it comes in a busy hour.
ACTS: dict[str, tuple[int, dict[str, Sequence[Any]]]] = {
    "write": (3, {"who": plain.PEOPLE, "row": ROWS, "text": TEXTS}),
    "restore": (3, {"who": plain.PEOPLE, "row": ROWS, "which": PICK}),
    "correct_the_arabic": (1, {"who": plain.PEOPLE, "row": ROWS, "text": ("عاد العمال", "لم يعد العمال")}),
    "rekind": (1, {"who": plain.PEOPLE, "kind": ("paragraph", "quote")}),
    "undo": (1, {"who": plain.PEOPLE, "which": PICK}),
    "decide": (6, {"who": plain.PEOPLE, "row": ROWS, "decision": sorted(DECISIONS)}),
    "approve_run": (2, {"who": plain.PEOPLE}),
    "undo_decision": (3, {"who": plain.PEOPLE}),
    "mark": (
        3,
        {
            "who": plain.PEOPLE,
            "row": ROWS,
            "type_": sorted(plain.TYPES),
            "severity": (None, *SEVERITIES),
            "suggestion": (None, "better"),
        },
    ),
    "act_on_a_problem": (
        9,
        {
            "who": plain.PEOPLE,
            "which": PICK,
            "what": PICK,
            "type_": sorted(plain.TYPES),
            "severity": SEVERITIES,
        },
    ),
    **edition_acts.ACTS,
    "publish_after_a_days_work": (
        5,
        {
            "who": plain.DESK,
            "approver": plain.REVIEWING,
            "corrects": (True, False),
            "four_eyes": (None, True, False, False),
            "agrees": (None, None, None, *plain.PEOPLE),
            "waiver": (None, *plain.DESK),
            "how": edition_acts.HOW,
        },
    ),
}


class Publication(EditionActs, RuleBasedStateMachine):
    """Two rows, six people, and the model beside them."""

    database: Database

    @initialize()
    def open(self) -> None:
        self.session = Session(self.database.engine)
        self.clock = Clock()
        self.people = add_people(self.session)
        # Acts only ever add words to the headline.
        desk_settings.change(self.session, self.people["admin"], {HEADLINE_LENGTH: "0"}, at=self.clock())
        made = sample(rows=SAMPLE[:2])
        self.article = create_article(self.session, self.people["editor"], made, at=self.clock())
        self.rows = list(
            self.session.scalars(
                select(Segment).where(Segment.article_id == self.article.id).order_by(Segment.position)
            )
        )
        self.begin = self.clock.moment
        self.model = Newsroom([plain.Row(row.target, row.source, kind=row.kind.value) for row in self.rows])
        self.problems: list[int] = []
        self.undoable: list[tuple[int, tuple[plain.Row, str, str, int]]] = []
        self.decision: int | None = None

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.session.close()  # without a commit: the next begins with an empty desk

    def both(self, plainly: Callable[[], Any], really: Callable[[], Any]) -> tuple[Any, Any] | None:
        """The step in the model and in the services; both take it or both refuse."""
        try:
            expected, refused = plainly(), False
        except plain.Refused:
            expected, refused = None, True
        try:
            with self.session.begin_nested():
                done = really()
        except WorkbenchError as error:
            assert refused, f"the desk allows it, the program says: {error.message}"  # noqa: PT017
            return None
        assert not refused, "the program does what the desk does not allow"
        return expected, done

    def act(self, step: Callable[..., Any], who: str, row: int, **arguments: Any) -> Callable[[], Any]:
        segment = self.rows[row]
        arguments = {"version": segment.lock_version, "at": self.clock(), **arguments}
        return lambda: step(self.session, self.people[who], segment.id, **arguments)

    def on(self, step: Callable[..., Any], who: str, problem_id: int, *args: Any, **more: Any) -> Any:
        at = self.clock()
        return lambda: step(self.session, self.people[who], problem_id, *args, at=at, **more)

    @rule(act=st.sampled_from(sorted(ACTS)), data=st.data())
    def act_once(self, act: str, data: st.DataObject) -> None:
        self.do(act, lambda choices: data.draw(st.sampled_from(choices)))

    @rule(seed=st.integers(0, 2**32))
    def have_a_busy_hour(self, seed: int) -> None:
        """A dozen acts evenly at random, for drawing them singly leaves most of them out."""
        chance = random.Random(seed)
        weights = [weight for weight, _ in ACTS.values()]
        for act in chance.choices([*ACTS], weights, k=12):
            self.do(act, chance.choice)
            self.the_rows_are_as_the_model_has_them()
            self.problems_are_as_the_model_has_them()

    @rule(seed=st.integers(0, 2**32))
    def publish_and_go_on(self, seed: int) -> None:
        """A few days of an article that goes out; left to chance alone, most of its acts would be refused."""
        chance = random.Random(seed)
        for act in (*edition_acts.BEFORE, "publish_after_a_days_work", *["go_on"] * 5):
            if act not in edition_acts.BEFORE or chance.random() < 0.6:
                self.do(act, chance.choice)
                self.check()

    def check(self) -> None:
        self.the_rows_are_as_the_model_has_them()
        self.problems_are_as_the_model_has_them()
        self.editions_stay_as_they_were_published()

    def do(self, act: str, choose: Callable[[Sequence[Any]], Any]) -> None:
        how = {name: choose(choices) for name, choices in ACTS[act][1].items()}
        note(f"    {act}({', '.join(f'{name}={value!r}' for name, value in how.items())})")
        getattr(self, act)(**how)

    # --- words ---

    def write(self, who: str, row: int, text: str) -> None:
        model = self.model
        self.both(
            lambda: model.write(who, model.rows[row], text),
            self.act(segments.save_target, who, row, text=text),
        )

    def correct_the_arabic(self, who: str, row: int, text: str) -> None:
        model = self.model
        self.both(
            lambda: model.correct_arabic(who, model.rows[row], text),
            self.act(segments.save_source, who, row, text=text),
        )

    def restore(self, who: str, row: int, which: int) -> None:
        written = self.session.execute(
            select(Revision.id, Revision.text)
            .where(Revision.segment_id == self.rows[row].id, Revision.side == Side.TARGET)
            .order_by(Revision.number)
        ).all()
        chosen, model = written[which % len(written)], self.model
        self.both(
            lambda: model.restore(who, model.rows[row], chosen.text),
            self.act(segments.restore, who, row, revision_id=chosen.id),
        )

    def rekind(self, who: str, kind: str) -> None:
        model = self.model
        done = self.both(
            lambda: model.rekind(who, model.rows[1], kind), self.act(segments.rekind, who, 1, kind=Kind(kind))
        )
        if done and done[0] is not None:
            self.undoable.append((done[1].event_id, done[0]))

    def undo(self, who: str, which: int) -> None:
        if not self.undoable:
            return
        at = self.clock()
        event_id, before = self.undoable[which % len(self.undoable)]
        self.both(
            lambda: self.model.undo(*before),
            lambda: undo(self.session, self.people[who], self.article.id, event_id, at=at),
        )

    # --- decisions ---

    def decide(self, who: str, row: int, decision: str) -> None:
        model, reason = self.model, {"reason": "because"} if decision == "send_back" else {}
        done = self.both(
            lambda: getattr(model, decision)(who, model.rows[row]),
            self.act(DECISIONS[decision], who, row, **reason),
        )
        if done:
            self.decision = done[1].event_id

    def approve_run(self, who: str) -> None:
        person, at = self.people[who], self.clock()
        seen = {row.id: row.lock_version for row in self.rows}
        looks.note_looks(self.session, person, self.article.id, seen, in_hand=seen, at=at)
        done = self.both(
            lambda: self.model.approve_run(who),
            lambda: approving.approve_run(self.session, person, self.article.id, seen, at=at),
        )
        self.decision = done[1].event_id if done else self.decision

    def undo_decision(self, who: str) -> None:
        person, at, event_id = self.people[who], self.clock(), self.decision
        if event_id is not None:
            self.both(
                lambda: self.model.undo_decision(who),
                lambda: taking_back.take_decision_back(
                    self.session, person, self.article.id, event_id, at=at
                ),
            )

    # --- problems ---

    def mark(self, who: str, row: int, type_: str, severity: str | None, suggestion: str | None) -> None:
        model, word = self.model, self.rows[row].target.partition(" ")[0]
        places = [Place(Side.TARGET, 0, len(word), word)] if word else []
        suggestion = suggestion if word else None
        done = self.both(
            lambda: model.mark(who, model.rows[row], type_, severity, suggestion),
            self.act(
                review.mark_problem,
                who,
                row,
                type_slug=type_,
                severity=Severity(severity) if severity else None,
                note="why",
                suggestion=suggestion,
                places=places,
            ),
        )
        assert done
        self.problems.append(done[1].id)

    def act_on_a_problem(self, who: str, which: int, what: int, type_: str, severity: str) -> None:
        if not self.problems:
            self.mark(who, which % 2, type_, severity, "better")
            return
        index = which % len(self.problems)
        problem, problem_id = self.model.problems[index], self.problems[index]
        # Now and then what makes no sense; mostly what does.
        fitting = [step for step, (from_, _) in plain.LIFE.items() if problem.status in from_]
        applies = ["apply"] * (9 if problem.suggestion else 1)
        choices = [*fitting * 2, *plain.LIFE, *applies, *["reclassify", "waive"] * 3, "withdraw_waiver"]
        chosen = choices[what % len(choices)]
        if chosen == "apply":
            self.apply_suggestion(who, problem, problem_id)
        elif chosen == "reclassify":
            self.both(
                lambda: self.model.reclassify(who, problem, type_, severity),
                self.on(review.reclassify, who, problem_id, type_slug=type_, severity=Severity(severity)),
            )
        elif chosen == "waive":
            self.waive(who, index)
        elif chosen == "withdraw_waiver":
            self.both(
                lambda: self.model.withdraw_waiver(who, problem),
                self.on(waiving.withdraw_waiver, who, problem_id),
            )
        else:
            self.take_step(who, index, chosen)

    def take_step(self, who: str, index: int, step: str) -> None:
        self.both(
            lambda: self.model.step(who, self.model.problems[index], step),
            self.on(review.take_step, who, self.problems[index], Step(step), text="because"),
        )

    def apply_suggestion(self, who: str, problem: plain.Problem, problem_id: int) -> None:
        stored = self.session.get_one(Problem, problem_id)
        segment = self.session.get_one(Segment, stored.segment_id)
        span = next(iter(stored.spans), None)
        text = None
        if span is not None and span.start is not None and problem.suggestion is not None:
            text = segment.target[: span.start] + problem.suggestion + segment.target[span.end :]
        self.both(
            lambda: self.model.apply(who, problem, text),
            self.on(review.apply_suggestion, who, problem_id, version=segment.lock_version),
        )

    def waive(self, who: str, index: int) -> None:
        self.both(
            lambda: self.model.waive(who, self.model.problems[index]),
            self.on(waiving.waive, who, self.problems[index], reason="because"),
        )

    # --- publishing ---

    def publish_after_a_days_work(
        self,
        who: str,
        approver: str,
        corrects: bool,
        four_eyes: bool | None,
        agrees: str | None,
        waiver: str | None,
        how: dict[str, bool],
    ) -> None:
        """Chance alone seldom gets an article ready."""
        for row, plainly in enumerate(self.model.rows):
            if not plainly.english or (corrects and plainly.state != "approved"):
                self.write(approver, row, f"{plainly.english} and so on")
            if plainly.state != "approved":
                self.decide(approver, row, "confirm")
                self.decide(approver, row, "approve")
            if agrees:
                self.decide(agrees, row, "agree")
        if four_eyes is not None:
            self.let_out_or_not(FOUR_EYES, four_eyes)
        if "breaking" in how:
            self.let_out_or_not(BREAKING, True)
        if waiver:
            for which in range(len(self.problems)):
                self.waive(waiver, which)
        self.publish(who, how)

    # --- what holds ---

    @invariant()
    def the_rows_are_as_the_model_has_them(self) -> None:
        if not hasattr(self, "session"):
            return
        for row, segment in zip(self.model.rows, self.rows, strict=True):
            now = (segment.target, segment.source, segment.state.value, segment.kind.value, segment.owed)
            assert now == (row.english, row.arabic, row.state, row.kind, row.owed)

    @invariant()
    def problems_are_as_the_model_has_them(self) -> None:
        if not hasattr(self, "session"):
            return
        found = {problem.id: problem for problem in self.session.scalars(select(Problem))}
        for problem, problem_id in zip(self.model.problems, self.problems, strict=True):
            stored = found[problem_id]
            severity = None if stored.severity is Severity.NEUTRAL else stored.severity.value
            assert (stored.status.value, stored.type, severity) == (
                problem.status,
                problem.type,
                problem.severity,
            )
        blocking = [p for p in self.model.problems if p.blocks and p.waived_by is None]
        assert self.article.counts.blocking == len(blocking)

    @invariant()
    def no_words_are_lost(self) -> None:
        if not hasattr(self, "session"):
            return
        for row, segment in zip(self.model.rows, self.rows, strict=True):
            query = select(Revision.text).where(
                Revision.segment_id == segment.id, Revision.side == Side.TARGET
            )
            assert {*row.kept, row.english} - {""} <= set(self.session.scalars(query))


def test_the_services_do_what_the_desk_allows_and_nothing_else(sqlite_database: Database) -> None:
    Publication.database = sqlite_database
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Publication,
        settings=settings(
            max_examples=examples(12),
            stateful_step_count=8,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
