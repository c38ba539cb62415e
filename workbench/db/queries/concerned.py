"""Whom something on an article concerns: those assigned to it, or those who may take it where nobody is."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from workbench.db.models import Article, Assignment, Segment, User, UserRole
from workbench.domain.mentions import Named
from workbench.domain.people import Actor, Role
from workbench.domain.permissions import Permission, allows
from workbench.domain.stages import Handover, Stage, work_of

#: Whose work an article is on each side of a hand-over. The desk is not assigned.
SIDES: dict[Handover, Role] = {
    Handover.TRANSLATION: Role.TRANSLATOR,
    Handover.REVIEW: Role.REVIEWER,
    Handover.DESK: Role.EDITOR,
}

#: What it takes to sign a legal read.
SIGNING = Permission.SIGN_LEGAL_READ


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody at work on an article, or who translated it."""

    user_id: int
    role: Role


_FIRST, _LAST = aliased(Segment), aliased(Segment)
_ASSIGNED = (
    select(Assignment.user_id, Assignment.role, _FIRST.position.label("first"), _LAST.position.label("last"))
    .join(User, User.id == Assignment.user_id)
    .outerjoin(_FIRST, _FIRST.id == Assignment.first_segment_id)
    .outerjoin(_LAST, _LAST.id == Assignment.last_segment_id)
    .where(
        Assignment.article_id == bindparam("article_id"),
        Assignment.ended_at.is_(None),
        User.deactivated_at.is_(None),
    )
    .order_by(Assignment.id)
)


def workers_of(session: Session, article: Article, segment: Segment | None = None) -> tuple[Worker, ...]:
    """Who works on the article, or on this row of it: a range that leaves the row out does not count."""
    found = session.execute(_ASSIGNED, {"article_id": article.id})
    workers = [
        Worker(item.user_id, item.role)
        for item in found
        if segment is None
        or (
            (item.first is None or item.first <= segment.position)
            and (item.last is None or segment.position <= item.last)
        )
    ]
    if article.translated_by_id is not None:
        translator = session.get(User, article.translated_by_id)
        if translator is not None and translator.deactivated_at is None:
            workers.append(Worker(translator.id, Role.TRANSLATOR))
    return tuple(dict.fromkeys(workers))


def free_work(article: Article, workers: Collection[Worker]) -> Role | None:
    """Whose work the article waits for, where nobody has it yet."""
    work = None if article.subject.is_shelved else work_of(article.stage, article.handed_to)
    return work if all(worker.role is not work for worker in workers) else None


def is_handed_to(actor: Actor, article: Article, workers: Collection[Worker]) -> bool:
    """Whether the article lies with this person: with their side, and there with them or with nobody."""
    if article.handed_to is None or article.stage is Stage.PUBLISHED:
        return False
    role = SIDES[article.handed_to]
    if article.handed_to is Handover.DESK:
        return actor.is_desk
    assigned = {worker.user_id for worker in workers if worker.role is role}
    return actor.id in assigned if assigned else role in actor.roles


def side_of(session: Session, article: Article, to: Handover) -> list[int]:
    """Whom a hand-over to this side concerns: those assigned there, else everybody who may take it."""
    role = SIDES[to]
    assigned = [worker.user_id for worker in workers_of(session, article) if worker.role is role]
    return list(dict.fromkeys(assigned)) or holders(session, role) or holders(session, Role.ADMIN)


def people_of(session: Session, article: Article, segment: Segment | None, *, but: int) -> list[int]:
    """Whom a question concerns: everybody on the article (or the row) but who asks; the desk where nobody is."""
    workers = {worker.user_id for worker in workers_of(session, article, segment)} - {but}
    return sorted(workers) or holders(session, Role.EDITOR) or holders(session, Role.ADMIN)


def holders(session: Session, *roles: Role) -> list[int]:
    """Everybody at work here who holds one of the roles."""
    query = (
        select(UserRole.user_id)
        .join(User, User.id == UserRole.user_id)
        .where(UserRole.role.in_(roles), User.deactivated_at.is_(None))
        .distinct()
        .order_by(UserRole.user_id)
    )
    return list(session.scalars(query))


def holders_of(session: Session, permission: Permission) -> list[int]:
    """Everybody at work here who may."""
    roles = [role for role in Role if allows(Actor(0, "", "", frozenset({role})), permission)]
    return holders(session, *roles)


def active(session: Session, ids: Iterable[int]) -> list[int]:
    """Those of them who can still sign in."""
    query = select(User.id).where(User.id.in_(list(ids)), User.deactivated_at.is_(None)).order_by(User.id)
    return list(session.scalars(query))


def mentionable(session: Session, article: Article) -> list[Named]:
    """Everybody who can be mentioned on the article, those who are on it first, each by name."""
    here = {worker.user_id for worker in workers_of(session, article)} | {article.created_by_id}
    users = session.execute(
        select(User.id, User.name).where(User.deactivated_at.is_(None)).order_by(User.name, User.id)
    )
    people = [Named(id_, name, id_ in here) for id_, name in users]
    return sorted(people, key=lambda person: not person.is_here)
