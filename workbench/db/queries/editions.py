"""What the publish, edition and reading pages read: the present text, editions, credits, what stands in the way."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, aliased

from workbench.db.models import (
    Article,
    AuditEvent,
    Cause,
    Decision,
    DecisionKind,
    Edition,
    Problem,
    Revision,
    Segment,
    User,
    Waiver,
)
from workbench.db.queries.brought_back import brings_back, undone_rows
from workbench.db.queries.decided import EDITION_MADE, stands
from workbench.db.queries.marked_words import Words, words_of
from workbench.db.queries.owed import recorded, taken_back
from workbench.db.queries.released import NOTHING_OUT, releases
from workbench.domain.editions import (
    EditionContent,
    EditionKind,
    EditionSegment,
    article_urn,
    content_from_json,
)
from workbench.domain.errors import NotFound
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import InlineMark, MarkKind
from workbench.domain.problems import LEGAL_RISK, STANDING, Severity, Status, is_blocking, label_of
from workbench.domain.release import Release
from workbench.domain.stages import Stage
from workbench.domain.workflow import State
from workbench.text.invisible import has_visible


@dataclass(frozen=True, slots=True)
class PresentSegment:
    """A live segment with its place (from 1) and where it stands, beside what would be published of it."""

    number: int
    state: State
    owed: bool
    left_out: bool
    source_changed: bool  # the Arabic is no longer the one that the English was made from
    content: EditionSegment

    @property
    def is_ready(self) -> bool:
        """Approved, or left out on purpose and not sent back since."""
        return self.state is State.APPROVED or (self.left_out and self.state is State.TRANSLATED)


@dataclass(frozen=True, slots=True)
class WaiverLine:
    """A waiver that stands."""

    id: int
    actor_id: int
    name: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BlockingProblem:
    """A standing problem that stops publication unless it is waived. ``words``: what it points at, English first."""

    id: int
    segment_id: int | None
    type: str
    severity: Severity
    status: Status
    note: str
    words: tuple[Words, ...]
    waiver: WaiverLine | None

    @property
    def label(self) -> str:
        return label_of(self.type)

    @property
    def is_lost(self) -> bool:
        """All its words are gone from the text: it lies in the tray."""
        return bool(self.words) and not any(w.stands for w in self.words)

    @property
    def needs_second_person(self) -> bool:
        """Critical ones and legal risks are never waived by the publisher alone."""
        return self.severity is Severity.CRITICAL or self.type == LEGAL_RISK


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition without its content, for lists."""

    number: int
    sha256: str
    previous_sha256: str | None
    note: str
    published_by: str
    published_at: datetime
    is_erased: bool
    is_breaking: bool
    is_correction: bool
    is_typo: bool


@dataclass(frozen=True, slots=True)
class ReadEdition:
    """An edition as it was sealed; of an erased one only the line is left, and a content without segments."""

    line: EditionLine
    content: EditionContent


@cache
def _present() -> Select[Any]:
    source, target = aliased(Revision), aliased(Revision)
    return (
        select(
            Segment.id,
            Segment.kind,
            Segment.attrs,
            Segment.state,
            Segment.owed,
            Segment.source,
            Segment.target,
            Segment.source_revision_id,
            Segment.target_revision_id,
            Segment.left_out,
            Segment.added,
            Segment.one_side_reason,
            Segment.source_before_id,
            source.marks.label("source_marks"),
            target.marks.label("target_marks"),
        )
        .outerjoin(source, source.id == Segment.source_revision_id)
        .outerjoin(target, target.id == Segment.target_revision_id)
        .where(Segment.article_id == bindparam("article_id"), Segment.retired.is_(False))
        .order_by(Segment.position)
    )


def present_segments(session: Session, article_id: int) -> tuple[PresentSegment, ...]:
    """The article's live segments in order, with their inline marks; one query."""
    return tuple(
        PresentSegment(
            number=number,
            state=row.state,
            owed=row.owed,
            left_out=row.left_out,
            source_changed=row.source_before_id is not None,
            content=EditionSegment(
                id=row.id,
                kind=row.kind,
                source=row.source,
                target=row.target,
                source_marks=_marks(row.source_marks),
                target_marks=_marks(row.target_marks),
                source_revision_id=row.source_revision_id,
                target_revision_id=row.target_revision_id,
                attrs=row.attrs,
                left_out_reason=row.one_side_reason if row.left_out else None,
                added=row.added,
            ),
        )
        for number, row in enumerate(session.execute(_present(), {"article_id": article_id}), 1)
    )


def _marks(stored: Iterable[Any] | None) -> tuple[InlineMark, ...]:
    return tuple(InlineMark(m["start"], m["end"], MarkKind(m["kind"]), m.get("href")) for m in stored or ())


def contributors(session: Session, article_id: int) -> tuple[tuple[str, str], ...]:
    """(name, what they did) of everyone whose words or judgement are in the live text, first come first.

    Writing counts as translating, correcting and approving as reviewing. So does confirming, unless by
    somebody who approves here: a reviewer may confirm a row on the way to approving it. What was taken back, as a
    returned file whose coming in was undone, is nobody's doing.
    """
    undone = recorded(session, undone_rows(session, article_id))
    gone = {revision_id for one in undone.values() for revision_id in taken_back(one)}
    live = select(Segment.id).where(Segment.article_id == article_id, Segment.retired.is_(False))
    wrote = session.execute(
        select(User.name, Revision.cause, Revision.created_at, Revision.id)
        .join(User, User.id == Revision.author_id)
        .where(
            Revision.segment_id.in_(live),
            Revision.side == Side.TARGET,
            Revision.cause.in_([Cause.EDIT, Cause.CORRECTION]),
            brings_back().is_(None),
        )
        .order_by(Revision.id)
    )
    judged = session.execute(
        select(User.name, Decision.kind, Decision.created_at, Decision.target_revision_id)
        .join(User, User.id == Decision.actor_id)
        .where(
            Decision.segment_id.in_(live),
            Decision.kind.in_([DecisionKind.CONFIRMED, DecisionKind.APPROVED]),
            stands(),
        )
        .order_by(Decision.id)
    )
    acts = [(name, act, at) for name, act, at, of in (*wrote, *judged) if of not in gone]
    approvers = {name for name, act, _ in acts if act is DecisionKind.APPROVED}
    did = [(name, _verb(act, name in approvers), at) for name, act, at in acts]
    return tuple(dict.fromkeys((name, verb) for name, verb, _ in sorted(did, key=lambda item: item[2])))


def _verb(act: Cause | DecisionKind, is_approver: bool) -> str:
    translating = act is Cause.EDIT or (act is DecisionKind.CONFIRMED and not is_approver)
    return "translated" if translating else "reviewed"


def blocking_problems(session: Session, article_id: int) -> tuple[BlockingProblem, ...]:
    """Standing problems that stop publication, waived ones too, in the order of the text."""
    rows = session.execute(
        select(Problem)
        .outerjoin(Segment, Segment.id == Problem.segment_id)
        .where(Problem.article_id == article_id, Problem.status.in_(STANDING))
        .order_by(Segment.position, Problem.id)
    ).scalars()
    problems = [p for p in rows if is_blocking(p.type, p.severity, p.status)]
    waivers = _waivers(session, [p.id for p in problems])
    words = words_of(session, [p.id for p in problems])
    return tuple(
        BlockingProblem(
            id=p.id,
            segment_id=p.segment_id,
            type=p.type,
            severity=p.severity,
            status=p.status,
            note=p.note,
            words=tuple(sorted(words[p.id], key=lambda w: w.side is Side.SOURCE)),
            waiver=waivers.get(p.id),
        )
        for p in problems
    )


def _waivers(session: Session, problem_ids: list[int]) -> dict[int, WaiverLine]:
    if not problem_ids:
        return {}
    rows = session.execute(
        select(Waiver.problem_id, Waiver.id, Waiver.actor_id, User.name, Waiver.reason, Waiver.created_at)
        .join(User, User.id == Waiver.actor_id)
        .where(Waiver.problem_id.in_(problem_ids), Waiver.withdrawn_at.is_(None))
        .order_by(Waiver.id)
    )
    return {
        problem_id: WaiverLine(id_, actor_id, name, reason, at)
        for problem_id, id_, actor_id, name, reason, at in rows
    }


def find_article(session: Session, slug: str) -> Article:
    """Raises NotFound."""
    article = session.scalar(select(Article).where(Article.slug == slug))
    if article is None:
        raise NotFound("There is no such article. It may have been opened from an old link.")
    return article


#: In canonical JSON a member is written in one way only, and never within a text, whose quotation marks are escaped.
_TOLD_BY = (
    '"breaking":true',
    f'"kind":"{EditionKind.CORRECTION.value}"',
    f'"kind":"{EditionKind.TYPO.value}"',
)


def _line_columns() -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = select(
        Edition.number,
        Edition.sha256,
        Edition.previous_sha256,
        Edition.note,
        User.name,
        Edition.published_at,
        (Edition.content == "").label("is_erased"),
        *(Edition.content.contains(member, autoescape=True) for member in _TOLD_BY),
    ).join(User, User.id == Edition.published_by_id)
    return query


def edition_lines(session: Session, article_id: int) -> tuple[EditionLine, ...]:
    """The article's editions, newest first."""
    query = _line_columns().where(Edition.article_id == article_id).order_by(Edition.number.desc())
    lines = tuple(EditionLine(*row) for row in session.execute(query))
    return _told_by_log(session, article_id, lines) if any(line.is_erased for line in lines) else lines


def _told_by_log(
    session: Session, article_id: int, lines: tuple[EditionLine, ...]
) -> tuple[EditionLine, ...]:
    """What the erased ones were, which their texts said: the log alone has it now."""
    log = session.execute(
        select(AuditEvent.name, AuditEvent.detail).where(
            AuditEvent.article_id == article_id, AuditEvent.name.in_(EDITION_MADE)
        )
    )
    made = {detail.get("number"): (name, detail) for name, detail in log}

    def told(line: EditionLine) -> EditionLine:
        name, detail = made.get(line.number, ("", {}))
        is_typo = name == "edition.typo_fixed"
        return replace(line, is_breaking=detail.get("breaking", False), is_typo=is_typo)

    return tuple(told(line) if line.is_erased else line for line in lines)


def read_edition(session: Session, article_id: int, number: int | None) -> ReadEdition | None:
    """One edition with its content, the newest when ``number`` is None."""
    query = (
        _line_columns()
        .add_columns(Edition.content, Article.slug, Article.created_at)
        .join(Article, Article.id == Edition.article_id)
        .where(Edition.article_id == article_id)
    )
    if number is not None:
        query = query.where(Edition.number == number)
    row = session.execute(query.order_by(Edition.number.desc()).limit(1)).first()
    if row is None:
        return None
    *columns, content, slug, created_at = row
    line = EditionLine(*columns)
    if line.is_erased:
        return ReadEdition(line, EditionContent(slug, line.number, (), published_at=line.published_at))
    urn = article_urn(slug, created_at)
    return ReadEdition(line, replace(content_from_json(json.loads(content)), urn=urn))


def headline_length(segments: Iterable[PresentSegment]) -> int | None:
    """Characters of the English headline; None when there is none that can be seen."""
    headline = next((s for s in segments if s.content.kind is Kind.HEADLINE), None)
    text = " ".join(headline.content.target.split()) if headline else ""
    return len(text) if has_visible(text) else None


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """One line of ``workbench list``."""

    slug: str
    stage: Stage
    target_title: str
    source_title: str
    approved: int
    segments: int
    problems: int  # without the notes
    notes: int  # questions, praise and the like
    changed_at: datetime
    release: Release


def list_articles(session: Session, stage: Stage | None = None, *, at: datetime) -> Iterator[ListedArticle]:
    """Articles on the desk (not shelved), the last changed first; streamed, there may be very many.

    ``at``: the moment for which it is said what is out.
    """
    query = (
        select(Article)
        .where(Article.shelved == "")
        .order_by(Article.changed_at.desc(), Article.id.desc())
        .execution_options(yield_per=500)
    )
    if stage is not None:
        query = query.where(Article.stage == stage)
    for some in session.scalars(query).partitions():
        out = releases(session, [article.id for article in some if article.edition_number], at)
        for article in some:
            yield ListedArticle(
                slug=article.slug,
                stage=article.stage,
                target_title=article.target_title,
                source_title=article.source_title,
                approved=article.counts.approved,
                segments=article.counts.segments,
                problems=article.counts.faults,
                notes=article.counts.neutral,
                changed_at=article.changed_at,
                release=out.get(article.id, NOTHING_OUT),
            )
