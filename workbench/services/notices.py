"""Telling people what others did that concerns them: one line each in their inbox, and mail for who wants it.

Other services call these in their own transaction. Nobody is told of their own act, and the same thing told
again before it was read is one line: ten replies in a thread are the newest of them. What only waits (rows
sent back, owed, ready to publish) is no notice: :mod:`workbench.db.queries.inbox` reads it off the articles.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, delete, select, update
from sqlalchemy.orm import Session

from workbench.db.models import (
    Article,
    Assignment,
    Edition,
    LegalRead,
    Notice,
    NoticeKind,
    Problem,
    ProblemEvent,
    ProblemEventKind,
    Segment,
)
from workbench.db.queries import concerned
from workbench.db.queries.about import rows_of
from workbench.db.queries.at_stake import at_stake
from workbench.domain.mentions import find_mentions
from workbench.domain.parts import rows_in_words
from workbench.domain.people import Actor, Role
from workbench.domain.permissions import Permission
from workbench.domain.problems import Status, Step, is_blocking, label_of
from workbench.domain.stages import Handover
from workbench.services import mailing
from workbench.services.notice_words import all_the_same
from workbench.text.bidi import FSI, PDI
from workbench.text.clean import storable

#: What is kept of a note or a reply; the whole of it is where the notice leads.
LONGEST_TEXT = 500


def tell(
    session: Session,
    actor: Actor,
    article: Article,
    kind: NoticeKind,
    to: Iterable[int],
    *,
    segment_id: int | None = None,
    problem_id: int | None = None,
    text: str = "",
    at: datetime,
) -> list[int]:
    """Put one line into the inbox of each of these people; returns the ids of those who were told.

    The actor and people who left are passed over. An unread line of the same kind on the same thing makes way.
    """
    told = concerned.active(session, set(to) - {actor.id})
    if not told:
        return []
    _drop_unread(session, kind, Notice.user_id.in_(told), article, segment_id, problem_id)
    session.add_all(
        Notice(
            user_id=user_id,
            kind=kind,
            article_id=article.id,
            segment_id=segment_id,
            problem_id=problem_id,
            actor_id=actor.id,
            text=_kept(text),
            created_at=at,
        )
        for user_id in told
    )
    session.flush()
    mailing.ask_for_mail(session, told, at=at)
    return told


def _kept(text: str) -> str:
    return storable(text).strip()[:LONGEST_TEXT]


def _drop_unread(
    session: Session,
    kind: NoticeKind,
    whose: object,
    article: Article,
    segment_id: int | None,
    problem_id: int | None,
) -> None:
    session.execute(
        delete(Notice)
        .where(
            whose,  # type: ignore[arg-type]
            Notice.seen_at.is_(None),
            Notice.kind == kind,
            Notice.article_id == article.id,
            # A problem may have been on another row then.
            Notice.problem_id == problem_id
            if problem_id is not None
            else and_(Notice.segment_id.is_not_distinct_from(segment_id), Notice.problem_id.is_(None)),
        )
        .execution_options(synchronize_session=False)
    )


# --- what happened ----------------------------------------------------------------------------------------


def handed_over(session: Session, actor: Actor, article: Article, *, at: datetime) -> list[int]:
    """The article goes to another side: one line to each person concerned, and none of an earlier hand-over."""
    assert article.handed_to is not None
    _drop_unread(session, NoticeKind.HANDED_OVER, Notice.user_id.is_not(None), article, None, None)
    to = concerned.side_of(session, article, article.handed_to)
    return tell(session, actor, article, NoticeKind.HANDED_OVER, to, text=article.handover_note, at=at)


def assigned(
    session: Session, actor: Actor, article: Article, assignment: Assignment, *, at: datetime
) -> list[int]:
    """Somebody was given work on the article; which rows it is, is said in their numbers of now."""
    work = {Role.TRANSLATOR: "To translate", Role.REVIEWER: "To review"}.get(assignment.role, "For you")
    rows = rows_in_words(*rows_of(session, [assignment])[assignment.id])
    return tell(
        session,
        actor,
        article,
        NoticeKind.ASSIGNED,
        [assignment.user_id],
        segment_id=assignment.first_segment_id,
        text=f"{work}: {rows}",
        at=at,
    )


def marked(session: Session, actor: Actor, article: Article, problem: Problem, *, at: datetime) -> list[int]:
    """Somebody marked words or asked. Marks tell nobody (the hand-over will); a question tells whom it concerns."""
    if problem.type == "question":
        return asked(session, actor, article, problem, at=at)
    return mentioned(session, actor, article, problem, problem.note, at=at)


def asked(
    session: Session,
    actor: Actor,
    article: Article,
    problem: Problem,
    *,
    to: Handover | None = None,
    at: datetime,
) -> list[int]:
    """A question on a row or the article, to everybody on it, or to one side of it."""
    segment = session.get(Segment, problem.segment_id) if problem.segment_id else None
    if to is None:
        whom = concerned.people_of(session, article, segment, but=actor.id)
    else:
        whom = concerned.side_of(session, article, to)
    return _about(session, actor, article, problem, NoticeKind.ASKED, whom, problem.note, at=at)


def replied(
    session: Session,
    actor: Actor,
    article: Article,
    problem: Problem,
    text: str,
    *,
    by_author: bool = False,
    at: datetime,
) -> list[int]:
    """Something was said in a thread: to everybody who spoke in it before."""
    spoke = session.scalars(select(ProblemEvent.actor_id).where(ProblemEvent.problem_id == problem.id))
    kind = NoticeKind.AUTHOR_ANSWERED if by_author else NoticeKind.REPLIED
    return _about(session, actor, article, problem, kind, {problem.author_id, *spoke}, text, at=at)


def stepped(
    session: Session,
    actor: Actor,
    article: Article,
    problem: Problem,
    step: Step,
    was: Status,
    text: str,
    *,
    by_author: bool = False,
    at: datetime,
) -> list[int]:
    """A step of a problem's life that somebody waits for: an answer, a dispute, and what became of one."""
    if step is Step.ANSWER:
        kind = NoticeKind.AUTHOR_ANSWERED if by_author else NoticeKind.ANSWERED
        return _about(session, actor, article, problem, kind, [problem.author_id], text, at=at)
    if step is Step.DISPUTE:
        return _about(session, actor, article, problem, NoticeKind.DISPUTED, [problem.author_id], text, at=at)
    if was is Status.DISPUTED and step in (Step.WITHDRAW, Step.UPHOLD):
        disputed = session.scalar(
            select(ProblemEvent.actor_id)
            .where(ProblemEvent.problem_id == problem.id, ProblemEvent.kind == ProblemEventKind.DISPUTED)
            .order_by(ProblemEvent.id.desc())
            .limit(1)
        )
        whom = {problem.author_id} | ({disputed} if disputed is not None else set())
        return _about(session, actor, article, problem, NoticeKind.DECIDED, whom, text, at=at)
    return mentioned(session, actor, article, problem, text, at=at)


def mentioned(
    session: Session, actor: Actor, article: Article, problem: Problem, text: str, *, at: datetime
) -> list[int]:
    """Everybody whom the text names with ``@``; it costs nothing where there is no such sign."""
    if "@" not in text:
        return []
    found = find_mentions(text, concerned.mentionable(session, article))
    return tell(
        session,
        actor,
        article,
        NoticeKind.MENTIONED,
        {mention.user_id for mention in found},
        segment_id=problem.segment_id,
        problem_id=problem.id,
        text=text,
        at=at,
    )


def reworded(
    session: Session, actor: Actor, article: Article, problem: Problem, was: str, text: str, *, at: datetime
) -> list[int]:
    """Somebody mended what they said: unread lines get the new words, and who is named in them only now is told."""
    session.execute(
        update(Notice)
        .where(
            Notice.problem_id == problem.id,
            Notice.actor_id == actor.id,
            Notice.seen_at.is_(None),
            Notice.text == _kept(was),
        )
        .values(text=_kept(text))
        .execution_options(synchronize_session=False)
    )
    if "@" not in text:
        return []
    people = concerned.mentionable(session, article)
    before = {mention.user_id for mention in find_mentions(was, people)}
    return tell(
        session,
        actor,
        article,
        NoticeKind.MENTIONED,
        {mention.user_id for mention in find_mentions(text, people)} - before,
        segment_id=problem.segment_id,
        problem_id=problem.id,
        text=text,
        at=at,
    )


def taken_back(session: Session, problem: Problem, actor_id: int, then: datetime) -> None:
    """What somebody did about a problem at that moment is taken back: who has not read of it yet never will."""
    session.execute(
        delete(Notice)
        .where(
            Notice.problem_id == problem.id,
            Notice.actor_id == actor_id,
            Notice.created_at == then,
            Notice.seen_at.is_(None),
        )
        .execution_options(synchronize_session=False)
    )


def legal_read_asked(
    session: Session, actor: Actor, article: Article, read: LegalRead, *, at: datetime
) -> list[int]:
    """A legal read of a row or the article was asked for: to everybody who may sign it, and who scheduled an edition.

    Where readers have the words already it says so.
    """
    stake = at_stake(session, article, read.segment_id, at)
    kind = NoticeKind.STOPS if stake.scheduled else NoticeKind.LEGAL_READ
    says = all_the_same(stake, on_a_row=read.segment_id is not None)
    text = f"{says} A legal read is asked for: {FSI}{read.note}{PDI}" if says else read.note
    to = {*concerned.holders_of(session, concerned.SIGNING), *stake.published_by}
    return tell(session, actor, article, kind, to, segment_id=read.segment_id, text=text, at=at)


def legal_read_signed(
    session: Session, actor: Actor, article: Article, read: LegalRead, *, at: datetime
) -> list[int]:
    """It was signed: to who asked for it."""
    return _to_who_asked(session, actor, article, read, NoticeKind.LEGAL_SIGNED, read.opinion, at)


def legal_read_refused(
    session: Session, actor: Actor, article: Article, read: LegalRead, *, at: datetime
) -> list[int]:
    """It may not go out as it stands: to who asked for it."""
    return _to_who_asked(session, actor, article, read, NoticeKind.LEGAL_REFUSED, read.refusal, at)


def stops(
    session: Session,
    actor: Actor,
    article: Article,
    problem: Problem,
    *,
    called_off: Edition | None = None,
    at: datetime,
) -> list[int]:
    """A problem stands that would stop publication, but an edition goes out by itself, or readers have the words already:
    at once to who published it so and to everybody who may cancel or withdraw it. It tells nobody of other problems.

    ``called_off``: the breaking edition that goes out no more for it.
    """
    if not is_blocking(problem.type, problem.severity, problem.status):
        return []
    stake = at_stake(session, article, problem.segment_id, at)
    says = all_the_same(stake, on_a_row=problem.segment_id is not None)
    to = {*concerned.holders_of(session, Permission.WITHDRAW_EDITION), *stake.published_by}
    if called_off:
        says = f"Edition {called_off.number}, breaking, is cancelled. {says}".strip()
        to.add(called_off.published_by_id)
    if not says:
        return []
    what = f"{problem.severity.value.capitalize()}: {label_of(problem.type)}."
    note = f" {FSI}{problem.note}{PDI}" if problem.note else ""
    return tell(
        session,
        actor,
        article,
        NoticeKind.STOPS,
        to,
        segment_id=problem.segment_id,
        problem_id=problem.id,
        text=f"{says} {what}{note}",
        at=at,
    )


def released_breaking(
    session: Session, actor: Actor, article: Article, number: int, *, at: datetime
) -> list[int]:
    """An edition went out before second eyes had read it: to the reviewers, who owe it theirs."""
    to = {*concerned.side_of(session, article, Handover.REVIEW), *concerned.holders(session, Role.REVIEWER)}
    return tell(session, actor, article, NoticeKind.BREAKING, to, text=f"Edition {number}", at=at)


def _to_who_asked(
    session: Session,
    actor: Actor,
    article: Article,
    read: LegalRead,
    kind: NoticeKind,
    text: str,
    at: datetime,
) -> list[int]:
    return tell(
        session, actor, article, kind, [read.asked_by_id], segment_id=read.segment_id, text=text, at=at
    )


def _about(
    session: Session,
    actor: Actor,
    article: Article,
    problem: Problem,
    kind: NoticeKind,
    to: Iterable[int],
    text: str,
    *,
    at: datetime,
) -> list[int]:
    """Tell whom the text mentions, and these others: whoever is mentioned has one line of it, not two."""
    by_name = mentioned(session, actor, article, problem, text, at=at)
    others = tell(
        session,
        actor,
        article,
        kind,
        set(to) - set(by_name),
        segment_id=problem.segment_id,
        problem_id=problem.id,
        text=text,
        at=at,
    )
    return [*by_name, *others]
