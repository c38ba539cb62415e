"""Puts the demo into a database, as people would have: every act through the services, at its own time.

So its revisions, decisions, problems, editions and audit lines are real ones. Running it again keeps what
is there: people are known by e-mail address and articles by slug.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Problem, Segment
from workbench.demo.content import (
    DemoArticle,
    DemoFields,
    DemoProblem,
    DemoSegment,
    Outcome,
    StagePlan,
    articles,
    find_once,
)
from workbench.demo.people import PEOPLE
from workbench.domain.errors import NotFound
from workbench.domain.kinds import Side
from workbench.domain.people import Actor, Role
from workbench.domain.problems import Status, Step
from workbench.domain.stages import Handover
from workbench.services import accounts, handover, publishing, review, seen_news, segments, withdrawing
from workbench.services.articles import NewArticle, NewSegment, SideFields, create_article
from workbench.services.problem_life import Place

#: How long before the present an article came in, and in how long from now it is due.
_WHEN: dict[StagePlan, tuple[timedelta, timedelta | None]] = {
    StagePlan.UNTRANSLATED: (timedelta(minutes=35), timedelta(hours=3)),
    StagePlan.HALF_WAY: (timedelta(hours=2), timedelta(minutes=50)),
    StagePlan.IN_REVIEW: (timedelta(hours=5), timedelta(minutes=25)),
    StagePlan.ALMOST_THERE: (timedelta(hours=27), timedelta(hours=5)),
    StagePlan.READY: (timedelta(days=2, hours=3), timedelta(hours=20)),
    StagePlan.PUBLISHED: (timedelta(days=4), None),
    StagePlan.SECOND_EDITION: (timedelta(days=9), None),
    StagePlan.CHANGED_SINCE: (timedelta(days=6), None),
    StagePlan.WITHDRAWN: (timedelta(days=5), None),
    StagePlan.EMBARGO: (timedelta(hours=9), None),
}

#: Plans in which the translator writes the English here; in the others it came in with the Arabic.
_WRITTEN_HERE = frozenset({StagePlan.UNTRANSLATED, StagePlan.HALF_WAY})
_PUBLISHED = frozenset(
    {
        StagePlan.PUBLISHED,
        StagePlan.SECOND_EDITION,
        StagePlan.CHANGED_SINCE,
        StagePlan.WITHDRAWN,
        StagePlan.EMBARGO,
    }
)
#: How long from now the edition under embargo goes out, and what readers of the withdrawn one are told.
_EMBARGO = timedelta(hours=18)
_WITHDRAWN = "It rested on a letter that turned out to be forged. We regret that we did not check it first."

#: When somebody comes back to a published article, of its edition's time and the present.
_REOPENED: dict[StagePlan, Callable[[datetime, datetime], datetime]] = {
    StagePlan.SECOND_EDITION: lambda published, _now: published + timedelta(hours=19),
    StagePlan.CHANGED_SINCE: lambda _published, now: now - timedelta(hours=2),
}

#: More acts than any article takes, so that all of them fit between its coming in and now.
MOST_ACTS = 70

#: Who passes an article on: to the translator the reviewer does, and so forth.
_HANDS_OVER = {
    Handover.TRANSLATION: Role.REVIEWER,
    Handover.REVIEW: Role.TRANSLATOR,
    Handover.DESK: Role.REVIEWER,
}


def load_demo(
    session: Session, now: datetime, progress: Callable[[int, int], None] | None = None
) -> dict[Role, Actor]:
    """Create the demo's people and the articles that are not there yet; return the people.

    Everything happens before ``now`` (aware, UTC). ``progress`` hears (articles done, all).
    """
    people = load_people(session, now)
    have = set(session.scalars(select(Article.slug)))
    for index, demo in enumerate(articles()):
        if demo.slug not in have:
            _Loader(session, people, demo, now).load()
        if progress:
            progress(index + 1, len(articles()))
    return people


def load_people(session: Session, now: datetime) -> dict[Role, Actor]:
    """The demo's people, created where they are missing."""
    return {role: _person(session, role, now - timedelta(days=270)) for role in PEOPLE}


def _person(session: Session, role: Role, at: datetime) -> Actor:
    name, email = PEOPLE[role]
    try:
        return accounts.find_person(session, email)
    except NotFound:
        return accounts.add_person(session, None, email=email, name=name, roles={role}, at=at)


class _Loader:
    """Walks one article down the line. Each act is a little later than the one before."""

    def __init__(self, session: Session, people: dict[Role, Actor], demo: DemoArticle, now: datetime) -> None:
        self.session, self.people, self.demo, self.now = session, people, demo, now
        ago, self.due_in = _WHEN[demo.stage_plan]
        self.at = now - ago
        self.pace = min(ago / MOST_ACTS, timedelta(minutes=4))
        self.article = self._create()
        self.rows = session.scalars(
            select(Segment).where(Segment.article_id == self.article.id).order_by(Segment.position)
        ).all()

    def load(self) -> None:
        self._assign()
        self._write_english()
        self._settle_empty_sides()
        marked = [(p, self._mark(p)) for p in self.demo.problems if p.marked]
        self._answer(marked)
        self._decide()
        if self.demo.stage_plan in _PUBLISHED:
            self._publish()
            self._read_news()
        self._hand_over()

    # --- coming in ---

    def _create(self) -> Article:
        demo, written_here = self.demo, self.demo.stage_plan in _WRITTEN_HERE
        return create_article(
            self.session,
            self._who(Role.EDITOR),
            NewArticle(
                segments=tuple(
                    NewSegment(
                        kind=s.kind,
                        source=s.source,
                        target="" if written_here else s.target,
                        source_marks=s.source_marks,
                        target_marks=() if written_here else s.target_marks,
                        attrs=s.attrs,
                    )
                    for s in demo.segments
                ),
                source_fields=_side_fields(demo.source),
                target_fields=_side_fields(demo.target),
                source_url=demo.url,
                published_on=demo.published_on,
                translated_by_id=None if written_here else self._who(Role.TRANSLATOR).id,
                english_is_finished=True,
            ),
            slug=demo.slug,
            at=self._next(),
        )

    def _assign(self) -> None:
        editor = self._who(Role.EDITOR)
        for role in (Role.TRANSLATOR, Role.REVIEWER):
            handover.assign(
                self.session,
                editor,
                self.article.id,
                user_id=self._who(role).id,
                role=role,
                at=self._next(),
            )
        if self.due_in:
            handover.set_deadline(
                self.session, editor, self.article.id, deadline=self.now + self.due_in, at=self._next()
            )

    # --- translating ---

    def _write_english(self) -> None:
        if self.demo.stage_plan not in _WRITTEN_HERE:
            return
        for row, demo in self._pairs():
            if demo.target:
                self._save(row, Role.TRANSLATOR, demo.target, demo)
            if demo.outcome is Outcome.TRANSLATED:
                self._confirm(row)

    def _settle_empty_sides(self) -> None:
        for row, demo in self._pairs():
            if demo.outcome is Outcome.LEFT_OUT:
                translator = self._who(Role.TRANSLATOR)
                segments.leave_out(
                    self.session, translator, row.id,
                    reason=demo.reason, version=row.lock_version, at=self._next(),
                )  # fmt: skip
            elif demo.outcome is Outcome.ADDED:
                editor = self._who(Role.EDITOR)
                segments.add_by_desk(self.session, editor, row.id, version=row.lock_version, at=self._next())

    def _save(self, row: Segment, role: Role, text: str, demo: DemoSegment | None = None) -> None:
        segments.save_target(
            self.session,
            self._who(role),
            row.id,
            text=text,
            marks=demo.target_marks if demo else None,
            version=row.lock_version,
            at=self._next(),
        )

    def _confirm(self, row: Segment) -> None:
        segments.confirm(
            self.session, self._who(Role.TRANSLATOR), row.id, version=row.lock_version, at=self._next()
        )

    # --- reviewing ---

    def _mark(self, problem: DemoProblem) -> Problem:
        row, demo = self.rows[problem.segment], self.demo.segments[problem.segment]
        spans = ((Side.SOURCE, problem.source_span), (Side.TARGET, problem.target_span))
        return review.mark_problem(
            self.session,
            self._who(problem.by),
            row.id,
            type_slug=problem.type,
            severity=problem.severity,
            note=problem.note,
            suggestion=problem.suggestion or None,
            places=[Place(side, s.start, s.end, s.of(demo.text(side))) for side, s in spans if s],
            version=row.lock_version,
            at=self._next(),
        )

    def _answer(self, marked: list[tuple[DemoProblem, Problem]]) -> None:
        """The translator's turn: suggestions taken and confirmed, or disputed."""
        translator = self._who(Role.TRANSLATOR)
        changed: dict[int, Segment] = {}
        for demo, problem in marked:
            row = self.rows[demo.segment]
            if demo.status in (Status.FIXED, Status.ACCEPTED):
                review.apply_suggestion(
                    self.session, translator, problem.id, version=row.lock_version, at=self._next()
                )
                changed[row.id] = row
            elif demo.status is Status.DISPUTED:
                review.take_step(
                    self.session, translator, problem.id, Step.DISPUTE, text=demo.reply, at=self._next()
                )
        for row in changed.values():
            self._confirm(row)

    def _decide(self) -> None:
        reviewer = self._who(Role.REVIEWER)
        for row, demo in self._pairs():
            if demo.outcome is Outcome.OWED:
                self._correct(row, demo, Role.REVIEWER)
            if demo.outcome in (Outcome.APPROVED, Outcome.OWED, Outcome.ADDED):
                self._approve(row)
            elif demo.outcome is Outcome.RETURNED:
                segments.send_back(
                    self.session, reviewer, row.id,
                    reason=demo.reason, version=row.lock_version, at=self._next(),
                )  # fmt: skip

    def _correct(self, row: Segment, demo: DemoSegment, role: Role) -> None:
        assert demo.correction is not None
        words = find_once(row.target, demo.correction.words)
        self._save(row, role, row.target[: words.start] + demo.correction.becomes + row.target[words.end :])

    def _approve(self, row: Segment) -> None:
        segments.approve(
            self.session, self._who(Role.REVIEWER), row.id, version=row.lock_version, at=self._next()
        )

    # --- publishing and after ---

    def _publish(self) -> None:
        is_ahead = self.demo.stage_plan is StagePlan.EMBARGO
        self._make_edition("", goes_out_at=self.now + _EMBARGO if is_ahead else None)
        if self.demo.stage_plan is StagePlan.WITHDRAWN:
            self.at += timedelta(hours=7)
            editor = self._who(Role.EDITOR)
            withdrawing.withdraw(self.session, editor, self.article.id, reason=_WITHDRAWN, at=self._next())
        for row, demo in self._pairs():
            if demo.correction is None:
                continue
            self.at = _REOPENED[self.demo.stage_plan](self.at, self.now)
            segments.reopen(
                self.session, self._who(Role.REVIEWER), row.id, version=row.lock_version, at=self._next()
            )
            self._correct(row, demo, Role.TRANSLATOR)
            self._confirm(row)
            if self.demo.stage_plan is StagePlan.SECOND_EDITION:
                self._approve(row)
                self._make_edition("", correction=demo.correction.why)

    def _make_edition(
        self, note: str, *, correction: str | None = None, goes_out_at: datetime | None = None
    ) -> None:
        publishing.publish(
            self.session,
            self._who(Role.EDITOR),
            self.article.id,
            note=note,
            correction=correction,
            goes_out_at=goes_out_at,
            seen_version=self.article.version,
            at=self._next(),
        )

    def _read_news(self) -> None:
        """Who worked on a published article has long seen what was told of it."""
        seen_news.see_all_of(self.session, self.article.id, at=self.at)

    def _hand_over(self) -> None:
        if passed := self.demo.handover:
            handover.hand_over(
                self.session,
                self._who(_HANDS_OVER[passed.to] if self.rows[0].target else Role.EDITOR),
                self.article.id,
                to=passed.to,
                note=passed.note,
                at=self._next(),
            )

    # --- small things ---

    def _who(self, role: Role) -> Actor:
        return self.people[role]

    def _pairs(self) -> list[tuple[Segment, DemoSegment]]:
        return list(zip(self.rows, self.demo.segments, strict=True))

    def _next(self) -> datetime:
        """The time of the next act: steady work, and never after the present."""
        self.at = min(self.at + self.pace, self.now)
        return self.at


def _side_fields(fields: DemoFields) -> SideFields:
    return SideFields(fields.byline, fields.dateline, fields.outlet, fields.tags)
