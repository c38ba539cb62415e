"""News by mail: who wants it, what is to be sent to somebody, and that it was sent.

Sending itself is the worker's. A mail is asked for in the transaction that writes the notice, waits a few
minutes for others to join it, and marks what it told when the server has taken it: a server that refuses or
fails costs time, never a line, and a line that went out does not go out again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, update
from sqlalchemy.orm import Session

from workbench.db.models import Article, Job, Mail, MailWish, Notice, NoticeKind, Problem, User
from workbench.db.models.desk import JobState
from workbench.db.queries.news import numbers_of_rows
from workbench.domain.people import Actor
from workbench.domain.problems import Status
from workbench.services import audit, jobs

#: The kind of job that sends one person their news.
KIND = "mail_news"
#: How long a mail waits for other news to join it.
GATHERS = timedelta(minutes=3)
#: How long news is worth a new attempt; after that it goes with the next mail, if there is one.
TRIES_FOR = timedelta(days=2)
#: The most lines one mail holds; it says how many more there are.
LONGEST = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One notice as a mail tells it: never more of the article than its title."""

    id: int
    kind: NoticeKind
    by: str
    on_a_row: bool
    number: int | None  # the row's; None with on_a_row: it is gone
    status: Status | None  # where its problem stands now


@dataclass(frozen=True, slots=True)
class Piece:
    """The news of one article, oldest first."""

    slug: str
    source_title: str
    target_title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What one mail is to say and to whom. ``ids`` are the notices it tells, those beyond LONGEST too."""

    user_id: int
    name: str
    email: str
    pieces: tuple[Piece, ...]
    ids: tuple[int, ...]


def wish_of(session: Session, actor: Actor) -> Mail:
    """How somebody wants their news by mail."""
    wish = session.get(MailWish, actor.id)
    return wish.mail if wish else Mail.NONE


def held_up(session: Session, actor: Actor, *, at: datetime) -> int:
    """How much should have been sent to somebody who wants mail at once, an hour ago or earlier, and was not."""
    query = (
        _unsent(select(func.count()).select_from(Notice))
        .join(MailWish, MailWish.user_id == Notice.user_id)
        .where(
            Notice.user_id == actor.id,
            MailWish.mail == Mail.AT_ONCE,
            Notice.created_at >= MailWish.changed_at,
            Notice.created_at < at - timedelta(hours=1),
        )
    )
    return session.scalar(query) or 0


def set_wish(session: Session, actor: Actor, mail: Mail, *, at: datetime) -> None:
    """What came before the wish is not sent: it is in the inbox."""
    wish = session.get(MailWish, actor.id, with_for_update=True)
    if (wish.mail if wish else Mail.NONE) is mail:
        return
    if wish is None:
        session.add(MailWish(user_id=actor.id, mail=mail, changed_at=at))
    else:
        wish.mail, wish.changed_at = mail, at
    session.flush()
    audit.record(session, actor, "user.mail_wish_changed", at=at, user=actor.id, mail=mail.value)


def stop_mail(session: Session, user_id: int, *, at: datetime) -> str | None:
    """No more mail to whom a mail's own link names; asked again it does nothing more.

    The caller has checked the link (:mod:`workbench.services.mail_links`). Returns the name; None for nobody.
    """
    user = session.get(User, user_id)
    if user is None:
        return None
    wish = session.get(MailWish, user_id, with_for_update=True)
    if wish is not None and wish.mail is not Mail.NONE:
        wish.mail, wish.changed_at = Mail.NONE, at
        session.flush()
        # Nobody signed in: whoever has the mail may do it, a mail program for instance.
        audit.record(session, None, "user.mail_stopped_by_link", at=at, user=user_id)
    return user.name


def ask_for_mail(session: Session, user_ids: Collection[int], *, at: datetime) -> None:
    """For those who want mail at once: a mail in a few minutes, unless one waits already."""
    # Locked, so that two who tell one person something at the same time ask for one mail. Whoever finds the lock
    # taken leaves it to the other and does not wait: somebody else may be waiting for them over another person.
    wanting = list(
        session.scalars(
            select(MailWish.user_id)
            .where(MailWish.user_id.in_(list(user_ids)), MailWish.mail == Mail.AT_ONCE)
            .with_for_update(skip_locked=True)
        )
    )
    # One that is being sent may have been written before this: it does not count.
    _enqueue(session, wanting, run_at=at + GATHERS, unless=[JobState.WAITING], at=at)


def ask_for_due(session: Session, *, digest_hour: int, at: datetime) -> int:
    """Ask for the digests of what came until the last ``digest_hour`` (UTC), and again for what was to go at once.

    A server that is away for hours, or an act undone by a crash, leaves such news behind. Returns for how many.
    """
    until = at.replace(hour=digest_hour, minute=0, second=0, microsecond=0)
    if at < until:
        until -= timedelta(days=1)
    is_due = or_(
        and_(MailWish.mail == Mail.DAILY, Notice.created_at < until),
        and_(MailWish.mail == Mail.AT_ONCE, Notice.created_at < at - GATHERS),
    )
    due = list(
        session.scalars(
            _unsent(select(Notice.user_id).distinct())
            .join(MailWish, MailWish.user_id == Notice.user_id)
            .where(is_due, Notice.created_at >= MailWish.changed_at, Notice.created_at > at - TRIES_FOR)
            .order_by(Notice.user_id)
        )
    )
    # One that is being sent may well be what seems to be left: asked for again, it would go out twice.
    _enqueue(session, due, run_at=at, unless=[JobState.WAITING, JobState.RUNNING], at=at)
    return len(due)


def _enqueue(
    session: Session,
    user_ids: Collection[int],
    *,
    run_at: datetime,
    unless: Collection[JobState],
    at: datetime,
) -> None:
    """A job for each of them who has none in one of these states."""
    if not user_ids:
        return
    under_way = select(Job.payload).where(Job.kind == KIND, Job.state.in_(unless))
    have = {payload["user"] for payload in session.scalars(under_way)}
    for user_id in user_ids:
        if user_id not in have:
            jobs.enqueue(session, KIND, {"user": user_id}, at=at, run_at=run_at)


def load_news(session: Session, payload: Mapping[str, Any]) -> News | None:
    """What the person this job is for has not been told yet; None when there is nothing or they want no mail."""
    user = session.get(User, payload["user"])
    wish = session.get(MailWish, payload["user"])
    if user is None or user.deactivated_at is not None or wish is None or wish.mail is Mail.NONE:
        return None
    by = select(User.name).where(User.id == Notice.actor_id).scalar_subquery()
    found = session.execute(
        _unsent(
            select(
                Notice,
                Article.slug,
                Article.source_title,
                Article.target_title,
                Problem.status,
                func.coalesce(Problem.segment_id, Notice.segment_id).label("row_id"),
                by.label("by"),
            )
        )
        .join(Article, Article.id == Notice.article_id)
        .outerjoin(Problem, Problem.id == Notice.problem_id)
        .where(Notice.user_id == user.id, Notice.created_at >= wish.changed_at)
        .order_by(Notice.id)
    ).all()
    if not found:
        return None
    pieces: dict[str, list[Any]] = {}
    told = found[:LONGEST]
    numbers = numbers_of_rows(session, {item.row_id for item in told} - {None})
    for item in told:
        pieces.setdefault(item.slug, []).append(item)
    return News(
        user_id=user.id,
        name=user.name,
        email=user.email,
        pieces=tuple(
            Piece(
                slug,
                items[0].source_title,
                items[0].target_title,
                tuple(_line(item, numbers) for item in items),
            )
            for slug, items in pieces.items()
        ),
        ids=tuple(item.Notice.id for item in found),
    )


def _line(item: Any, numbers: Mapping[int, int]) -> Line:
    notice: Notice = item.Notice
    return Line(
        notice.id,
        notice.kind,
        item.by,
        item.row_id is not None,
        numbers.get(item.row_id or 0),
        item.status,
    )


def _unsent(query: Select[Any]) -> Select[Any]:
    """What was neither seen nor mailed."""
    return query.where(Notice.seen_at.is_(None), Notice.mailed_at.is_(None))


def mark_mailed(session: Session, news: News, *, at: datetime) -> None:
    """The server has taken the mail."""
    session.execute(
        update(Notice)
        .where(Notice.id.in_(news.ids), Notice.mailed_at.is_(None))
        .values(mailed_at=at)
        .execution_options(synchronize_session=False)
    )
