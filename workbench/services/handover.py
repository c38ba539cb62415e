"""Passing an article on: hand over with a note, assign people, set a deadline, put it on a shelf."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Assignment, Segment, User
from workbench.db.queries.about import rows_of
from workbench.db.queries.concerned import workers_of
from workbench.domain.errors import InvalidInput, NotFound, WrongState
from workbench.domain.people import Actor, Role
from workbench.domain.permissions import Permission, require
from workbench.domain.stages import SHELVES, Handover, work_of
from workbench.domain.workflow import State
from workbench.services import audit, notices, projection
from workbench.services.embargoes import cancel_scheduled
from workbench.services.locking import lock_article
from workbench.services.words import checked_words


def hand_over(
    session: Session, actor: Actor, article_id: int, *, to: Handover, note: str, at: datetime
) -> Article:
    """Pass the article to translation, review or the desk, with a note pinned to it."""
    article = lock_article(session, article_id)
    require(actor, Permission.HAND_OVER, article.subject)
    article.handed_to, article.handed_by_id, article.handed_at = to, actor.id, at
    article.handover_note = checked_words(note, field="note")
    projection.refresh(session, article, at)
    # The note on the article makes way for the next one; here it stays.
    audit.record(
        session,
        actor,
        "article.handed_over",
        at=at,
        article=article,
        to=to.value,
        reason=article.handover_note,
    )
    notices.handed_over(session, actor, article, at=at)
    return article


def assign(
    session: Session,
    actor: Actor,
    article_id: int,
    *,
    user_id: int,
    role: Role,
    first_segment_id: int | None = None,
    last_segment_id: int | None = None,
    at: datetime,
) -> Assignment:
    """Give somebody the article, or a range of its rows, to translate or to review. Guides, never locks.

    Taking it on oneself needs no desk. Assigning the same again changes nothing.
    """
    article = lock_article(session, article_id)
    require(actor, _assigning(actor, user_id), article.subject)
    user = session.get(User, user_id)
    if user is None or user.deactivated_at is not None:
        raise NotFound("There is no such person at work here.")
    if role not in user.as_actor().roles:
        raise InvalidInput(f"{user.name} does not have the role {role.value}.", field="who")
    for segment_id in (first_segment_id, last_segment_id):
        segment = session.get(Segment, segment_id) if segment_id is not None else None
        if segment_id is not None and (segment is None or segment.article_id != article.id):
            raise NotFound("The range names a row that is not in this article.")
    same = select(Assignment).where(
        Assignment.article_id == article.id,
        Assignment.user_id == user_id,
        Assignment.role == role,
        Assignment.first_segment_id.is_not_distinct_from(first_segment_id),
        Assignment.last_segment_id.is_not_distinct_from(last_segment_id),
        Assignment.ended_at.is_(None),
    )
    existing = session.scalar(same)
    if existing is not None:
        return existing
    assignment = Assignment(
        article_id=article.id,
        user_id=user_id,
        role=role,
        first_segment_id=first_segment_id,
        last_segment_id=last_segment_id,
        created_by_id=actor.id,
        created_at=at,
    )
    session.add(assignment)
    projection.refresh(session, article, at, changed=_sent_back(session, article))
    audit.record(
        session,
        actor,
        "article.assigned",
        at=at,
        article=article,
        user=user_id,
        role=role.value,
        segments=[first_segment_id, last_segment_id],
        rows=rows_of(session, [assignment])[assignment.id],
    )
    notices.assigned(session, actor, article, assignment, at=at)
    return assignment


def take_on(session: Session, actor: Actor, article_id: int, *, at: datetime) -> Assignment:
    """Take the work an article waits for, if nobody has it. Raises WrongState saying who has, or what it waits for.

    On the page about the article people can join others who have it; this is for free work, and two who take
    it at once do not both get it.
    """
    article = lock_article(session, article_id)
    require(actor, Permission.TAKE_ON, article.subject)
    role = work_of(article.stage, article.handed_to)
    if role is None:
        raise WrongState("There is nothing to take on: the article is published or waits for the desk.")
    if role not in actor.roles:
        raise WrongState(f"The article waits for a {role.value}, and you are none.")
    others = [w.user_id for w in workers_of(session, article) if w.role is role and w.user_id != actor.id]
    if others:
        name = session.get_one(User, others[0]).name
        raise WrongState(f"{name} has it already. You can still join on the page about the article.")
    return assign(session, actor, article_id, user_id=actor.id, role=role, at=at)


def unassign(session: Session, actor: Actor, assignment_id: int, *, at: datetime) -> Article:
    """End an assignment; one's own, or as the desk anybody's."""
    found = session.get(Assignment, assignment_id)
    if found is None:
        raise NotFound("There is no such assignment.")
    article = lock_article(session, found.article_id)
    require(actor, _assigning(actor, found.user_id), article.subject)
    if found.ended_at is None:
        found.ended_at = at
        projection.refresh(session, article, at, changed=_sent_back(session, article))
        audit.record(
            session,
            actor,
            "article.unassigned",
            at=at,
            article=article,
            user=found.user_id,
            role=found.role.value,
            rows=rows_of(session, [found])[found.id],
        )
    return article


def _sent_back(session: Session, article: Article) -> Sequence[Segment]:
    """The rows that say whom they wait for, which another assignment may change."""
    rows = select(Segment).where(
        Segment.article_id == article.id, Segment.retired.is_(False), Segment.state == State.RETURNED
    )
    return session.scalars(rows).all() if article.count_returned else ()


def _assigning(actor: Actor, user_id: int) -> Permission:
    """What it takes to assign this person, or to end their assignment."""
    return Permission.TAKE_ON if user_id == actor.id else Permission.ASSIGN


def set_deadline(
    session: Session, actor: Actor, article_id: int, *, deadline: datetime | None, at: datetime
) -> Article:
    article = lock_article(session, article_id)
    require(actor, Permission.ASSIGN, article.subject)
    if article.deadline != deadline:
        before = article.deadline.isoformat() if article.deadline else None
        article.deadline = deadline
        projection.refresh(session, article, at)
        after = deadline.isoformat() if deadline else None
        audit.record(session, actor, "article.deadline_set", at=at, article=article, change=[before, after])
    return article


def shelve(
    session: Session, actor: Actor, article_id: int, *, shelf: str, reason: str, at: datetime
) -> Article:
    """Put on hold, spike or archive, and say why. Nothing is deleted.

    What is spiked shall not appear, so its edition under embargo is cancelled along; what is out stays out.
    """
    article = lock_article(session, article_id)
    require(actor, Permission.SHELVE, article.subject)
    if shelf not in SHELVES:
        raise InvalidInput("An article can be put on hold, spiked or archived.", field="shelf")
    reason = checked_words(reason, missing="Say why, so that nobody has to ask you.", field="reason")
    if shelf == "spiked":
        cancel_scheduled(session, actor, article, at, "The article was spiked.")
    return _set_shelf(session, actor, article, shelf, reason, at)


def unshelve(session: Session, actor: Actor, article_id: int, *, at: datetime) -> Article:
    """Bring it back to the desk as it was."""
    article = lock_article(session, article_id)
    require(actor, Permission.SHELVE, article.subject)
    return _set_shelf(session, actor, article, "", "", at)


def _set_shelf(
    session: Session, actor: Actor, article: Article, shelf: str, reason: str, at: datetime
) -> Article:
    if article.shelved == shelf:
        return article
    was = article.shelved
    article.shelved, article.shelved_reason = shelf, reason
    article.shelved_at, article.shelved_by_id = (at, actor.id) if shelf else (None, None)
    projection.refresh(session, article, at)
    name = "article.shelved" if shelf else "article.unshelved"
    audit.record(session, actor, name, at=at, article=article, change=[was, shelf], reason=reason)
    return article
