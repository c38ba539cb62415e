"""What becomes of an edition under embargo before it is out: somebody cancels it, or a problem comes to stand."""

from datetime import datetime

from sqlalchemy.orm import Session

from workbench.db.models import Article, Edition, Problem
from workbench.db.queries.editions import read_edition
from workbench.db.queries.released import release
from workbench.domain.errors import Conflict, NotFound
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.problems import Severity
from workbench.domain.release import Issue, Release
from workbench.services import notices, projection
from workbench.services.issuing import call_off
from workbench.services.locking import lock_article

NEVER_OVER_ONE = "A critical problem stands; nothing breaking goes out over one."


def cancel(session: Session, actor: Actor, article_id: int, number: int, *, at: datetime) -> None:
    """Stop edition ``number``, which is to go out by itself; the number is not given again.

    Raises Conflict when it does not wait any more: its time has come, or it was cancelled or moved meanwhile.
    """
    article = lock_article(session, article_id)
    require(actor, Permission.WITHDRAW_EDITION, article.subject)
    waiting(release(session, article.id, at), number)
    cancel_scheduled(session, actor, article, at)


def waiting(found: Release, number: int) -> Issue:
    """The edition of that number, as it waits to go out by itself.

    Raises Conflict, saying what became of it and what is out or to come now, NotFound.
    """
    due, asked = found.scheduled, found.issue(number)
    if asked is None:
        raise NotFound(f"There is no edition {number} of this article.")
    if due is not None and due.number == number:
        return due
    says = f"Edition {number} went out meanwhile."
    if off := asked.cancelled:
        says = f"\u2068{off.by}\u2069 cancelled edition {number} meanwhile. {off.reason}".strip()
    if due is not None:
        says += f" Edition {due.number} is to go out by itself."
    elif found.out is None:
        says += f" The article is {found.standing.value}."
    elif found.out.number != number:
        says += f" Edition {found.out.number} is out."
    raise Conflict(f"{says} Nothing was changed.", edition=found.latest.number if found.latest else number)


def cancel_scheduled(
    session: Session, actor: Actor, article: Article, at: datetime, reason: str = ""
) -> None:
    """Stop the edition under embargo of an article that is locked, if there is one."""
    scheduled = release(session, article.id, at).scheduled
    if scheduled is None:
        return
    article.changed_since_edition = True
    call_off(session, actor, article, scheduled, at, reason)
    projection.refresh_behind_source(session, article, at)
    projection.refresh(session, article, at)


def stand_in_the_way(
    session: Session, actor: Actor, article: Article, problem: Problem, *, at: datetime
) -> None:
    """Whatever makes a problem stand ends here, since an edition under embargo passed the gate without it.

    A critical one calls off a breaking edition, which never goes out over one, and nothing brings that back;
    any other edition goes out all the same unless somebody cancels it, and who may is told. The article is locked.
    """
    called_off = None
    if problem.severity is Severity.CRITICAL and problem.status.is_standing:
        called_off = _breaking_to_come(session, article, at)
    if called_off is not None:
        cancel_scheduled(session, actor, article, at, NEVER_OVER_ONE)
    notices.stops(session, actor, article, problem, called_off=called_off, at=at)


def _breaking_to_come(session: Session, article: Article, at: datetime) -> Edition | None:
    scheduled = release(session, article.id, at).scheduled if article.edition_number else None
    edition = read_edition(session, article.id, scheduled.number) if scheduled else None
    if scheduled is None or edition is None or not edition.line.is_breaking:
        return None
    return session.get_one(Edition, scheduled.id)
