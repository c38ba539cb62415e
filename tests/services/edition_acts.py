"""What people do with editions, in the services and in the plain model beside them, and what holds of what is out."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from hypothesis.stateful import invariant
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Clock
from tests.services import plain_model as plain
from tests.services.plain_editions import Edition as PlainEdition
from tests.services.plain_editions import Newsroom
from workbench.db.models import Article, Edition, Segment
from workbench.db.queries.editions import blocking_problems
from workbench.db.queries.released import release
from workbench.domain.errors import Gone, NotFound
from workbench.domain.house import BREAKING, FOUR_EYES
from workbench.domain.people import Actor
from workbench.services import (
    desk_settings,
    embargoes,
    outside,
    projection,
    publishing,
    rescheduling,
    typo_fixes,
    withdrawing,
)
from workbench.services.prospect import Choices
from workbench.services.verifying import verify

HOUR = timedelta(hours=1)
PICK = range(31)
MOSTLY_DESK = (*plain.DESK * 3, *plain.PEOPLE)
HOURS = (0, 1, 2)
#: The ways an edition is published.
HOW: tuple[dict[str, bool], ...] = (
    {},
    {"keep": True},
    {"breaking": True},
    {"corrects": True},
    {"later": True},
    {"keep": True, "breaking": True},
    {"keep": True, "later": True},
    {"breaking": True, "later": True},
    {"breaking": True, "later": True},
)
ACTS: dict[str, tuple[int, dict[str, Sequence[Any]]]] = {
    "let_out_or_not": (2, {"what": (FOUR_EYES, BREAKING), "switch": (True, False)}),
    "publish": (1, {"who": MOSTLY_DESK, "how": HOW}),
    "fix_typo": (2, {"who": MOSTLY_DESK, "row": (0, 1)}),
    "cancel": (1, {"who": MOSTLY_DESK}),
    "reschedule": (1, {"who": MOSTLY_DESK, "hours": HOURS}),
    "withdraw": (1, {"who": MOSTLY_DESK}),
    "erase": (1, {"who": (*plain.DESK, "admin"), "which": PICK}),
    "wait": (2, {}),
    "go_on": (3, {"who": MOSTLY_DESK, "which": PICK, "row": (0, 1)}),
    "clear_the_desk": (1, {"who": plain.REVIEWING}),
    "rework": (1, {"writer": plain.PEOPLE, "row": (0, 1)}),
}
#: What makes an article ready.
BEFORE = ("clear_the_desk", "let_out_or_not")


class EditionActs:
    """Part of the machine in test_any_publication; ``both`` and the rest are there."""

    session: Session
    clock: Clock
    people: dict[str, Actor]
    article: Article
    rows: list[Segment]
    model: Newsroom
    problems: list[int]
    begin: datetime
    both: Callable[[Callable[[], Any], Callable[[], Any]], tuple[Any, Any] | None]
    take_step: Callable[[str, int, str], None]
    decide: Callable[[str, int, str], None]
    write: Callable[[str, int, str], None]
    mark: Callable[[str, int, str, str | None, str | None], None]

    def let_out_or_not(self, what: str, switch: bool) -> None:
        desk_settings.change(
            self.session, self.people["admin"], {what: "on" if switch else ""}, at=self.clock()
        )
        if what == FOUR_EYES:
            self.model.four_eyes = switch
        else:
            self.model.breaking = switch

    def go_on(self, who: str, which: int, row: int) -> None:
        """What comes next where the article stands; chance alone mostly tries what makes no sense."""
        fitting: list[Callable[[], None]] = [lambda: self.rework(plain.PEOPLE[which % 6], row)]
        if self.model.scheduled:
            fitting += [
                self.wait,
                lambda: self.cancel(who),
                *[lambda: self.reschedule(plain.DESK[row], HOURS[which % 3])] * 3,
                *[lambda: self.mark(plain.PEOPLE[which % 6], row, "quotation", None, None)]
                * (8 if self.model.scheduled.is_breaking else 1),
                lambda: self.publish(who, {}),
                lambda: self.publish(who, {}),
            ]
        elif self.model.out:
            fitting += [lambda: self.fix_typo(who, row), lambda: self.withdraw(who)]
        elif self.model.editions:
            fitting += [lambda: self.publish(who, {}), lambda: self.erase("admin", which)]
        if self.model.newest and any(other.state != "approved" for other in self.model.rows):
            how = HOW[which % len(HOW)] | {"keep": True}
            fitting += [lambda: self.publish(who, how)] * 2
        fitting[which % len(fitting)]()

    def clear_the_desk(self, who: str) -> None:
        """Every problem that stops publication is withdrawn."""
        for index, problem in enumerate(self.model.problems):
            if problem.blocks:
                self.take_step(who, index, "withdraw")

    def rework(self, writer: str, row: int) -> None:
        """Other words in a row, and nobody has approved them yet."""
        self.decide("editor", row, "reopen")
        self.write(writer, row, f"{self.model.rows[row].english} now")

    def publish(self, who: str, how: dict[str, bool]) -> None:
        at, seen = self.clock(), self.article.version
        choices = Choices(keep_all="keep" in how, is_breaking="breaking" in how)
        done = self.both(
            lambda: self.model.publish(who, **how),
            lambda: publishing.publish(
                self.session,
                self.people[who],
                self.article.id,
                note="",
                at=at,
                seen_version=seen,
                choices=choices,
                correction="It was 43." if "corrects" in how else None,
                goes_out_at=self._next_hour() if "later" in how else None,
            ),
        )
        self._check_critical(done)

    def _next_hour(self, hours: int = 1) -> datetime:
        """Of the model's hours, which the clock is within."""
        return self.begin + (self.model.hour + hours) * HOUR

    def fix_typo(self, who: str, row: int) -> None:
        at, segment = self.clock(), self.rows[row]
        out = self.model.out
        text = f"{out.texts[id(self.model.rows[row])].english} too" if out else "Words"
        done = self.both(
            lambda: self.model.fix_typo(who, self.model.rows[row], text),
            lambda: typo_fixes.fix_typo(
                self.session,
                self.people[who],
                self.article.id,
                out.number if out else 1,
                segment.id,
                text=text,
                reason="A slip",
                at=at,
            ),
        )
        self._check_critical(done)

    def cancel(self, who: str) -> None:
        at, number = self.clock(), self._waiting()
        self.both(
            lambda: self.model.cancel(who),
            lambda: embargoes.cancel(self.session, self.people[who], self.article.id, number, at=at),
        )

    def reschedule(self, who: str, hours: int) -> None:
        at, number, when = self.clock(), self._waiting(), self._next_hour(hours) if hours else None
        self.both(
            lambda: self.model.reschedule(who, hours),
            lambda: rescheduling.reschedule(
                self.session, self.people[who], self.article.id, number, goes_out_at=when, at=at
            ),
        )

    def _waiting(self) -> int:
        """The number of the edition under embargo; of any where there is none."""
        return self.model.scheduled.number if self.model.scheduled else 1

    def withdraw(self, who: str) -> None:
        at = self.clock()
        self.both(
            lambda: self.model.withdraw(who),
            lambda: withdrawing.withdraw(
                self.session, self.people[who], self.article.id, reason="It was wrong.", at=at
            ),
        )

    def erase(self, who: str, which: int) -> None:
        if not self.model.editions:
            return
        at, edition = self.clock(), self.model.editions[which % len(self.model.editions)]
        self.both(
            lambda: self.model.erase(who, edition),
            lambda: withdrawing.erase(
                self.session,
                self.people[who],
                self.article.id,
                [edition.number],
                reason="A court order",
                typed=self.article.slug,
                at=at,
            ),
        )

    def wait(self) -> None:
        self.clock.moment = self._next_hour()
        self.model.wait()

    def _check_critical(self, done: Any) -> None:
        """Nothing goes out over a critical problem that nobody let through."""
        if done is None:
            return
        texts = {s["id"]: s["target"]["revision"] for s in json.loads(done[1].content)["segments"]}
        out = {row.id for row in self.rows if texts[row.id] == row.target_revision_id}
        standing = [p for p in blocking_problems(self.session, self.article.id) if p.segment_id in out]
        assert not [p for p in standing if p.needs_second_person and p.waiver is None]

    # --- what holds ---

    @invariant()
    def editions_stay_as_they_were_published(self) -> None:
        if not hasattr(self, "session"):
            return
        rows = {id(plainly): row.id for plainly, row in zip(self.model.rows, self.rows, strict=True)}
        problems = {id(p): number for p, number in zip(self.model.problems, self.problems, strict=True)}
        stored = self.session.scalars(
            select(Edition).order_by(Edition.number).execution_options(populate_existing=True)
        ).all()
        assert [edition.number for edition in stored] == [e.number for e in self.model.editions]
        for edition, expected in zip(stored, self.model.editions, strict=True):
            if expected.erased:
                assert edition.content == ""
                continue
            content = json.loads(edition.content)
            assert [s["target"]["text"] for s in content["segments"]] == [
                text.english for text in expected.texts.values()
            ]
            assert sorted(content["owed"]) == sorted(rows[id(row)] for row in expected.owed)
            assert {w["problem"] for w in content["waivers"]} == {problems[id(p)] for p in expected.waived}

    @invariant()
    def readers_have_what_the_model_says(self) -> None:
        if not hasattr(self, "session"):
            return
        at, model = self.clock.moment, self.model
        found = release(self.session, self.article.id, at)
        assert dict(found.statuses) == {e.number: model.status(e) for e in model.editions}
        assert self._outside(None) == (
            str(model.out.number) if model.out else "gone" if model.is_gone else "nothing"
        )
        for edition in model.editions:
            assert self._outside(edition.number) == self._expected(edition)

    def _outside(self, number: int | None) -> str:
        try:
            return str(outside.find_out(self.session, self.article.slug, number, at=self.clock.moment).number)
        except Gone:
            return "gone"
        except NotFound:
            return "nothing"

    def _expected(self, edition: PlainEdition) -> str:
        status = self.model.status(edition)
        if edition.cancelled:
            return "nothing"  # also of one that was erased since: nobody ever had it
        if status in ("withdrawn", "erased"):
            return "gone"
        return str(edition.number) if status in ("out", "superseded") else "nothing"

    @invariant()
    def no_words_are_out_on_one_persons_word_unsaid(self) -> None:
        if hasattr(self, "session"):
            assert not list(self.model.unsaid())

    @invariant()
    def the_record_holds(self) -> None:
        if not hasattr(self, "session"):
            return
        self.session.flush()
        assert [failure for one in verify(self.session, self.article) for failure in one.failures] == []
        assert projection.compare(self.session, self.article) == []
        basis = self.model.scheduled or self.model.newest
        if basis is None or not basis.erased:
            assert self.article.is_behind_source == self.model.is_behind
