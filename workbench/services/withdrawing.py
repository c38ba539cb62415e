"""Taking back what was published: withdrawing, erasing. The record always stays."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from workbench.db.models import Edition, EditionEventKind
from workbench.db.queries.released import release
from workbench.domain.errors import Conflict, InvalidInput, NotFound, WrongState
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.release import EditionStatus, Release
from workbench.services import audit, projection, telling
from workbench.services.embargoes import cancel_scheduled
from workbench.services.issuing import happen
from workbench.services.locking import lock_article
from workbench.services.words import checked_words


def withdraw(
    session: Session,
    actor: Actor,
    article_id: int,
    *,
    reason: str,
    seen_number: int | None = None,
    at: datetime,
) -> int:
    """Take back what is out, with a reason readers are shown; returns the edition's number.

    An edition under embargo is cancelled along: it would go out over the withdrawal. Only publishing another edition
    brings the article back. Raises InvalidInput without a reason, WrongState when nothing is out, Conflict when
    another edition is than the one that was to be withdrawn (``seen_number``, where given).
    """
    article = lock_article(session, article_id)
    require(actor, Permission.WITHDRAW_EDITION, article.subject)
    missing = "Say why it is withdrawn; readers are shown it."
    reason = checked_words(reason, missing=missing, field="reason")
    found = release(session, article.id, at)
    if (why_not := why_not_withdraw(found)) or found.out is None:
        raise WrongState(why_not)
    if seen_number is not None and found.out.number != seen_number:
        raise Conflict(
            f"Edition {found.out.number} came out while you had this page open. Withdraw that, if it is wrong too."
        )
    cancel_scheduled(session, actor, article, at, "The edition before it was withdrawn.")
    happen(session, actor, found.out.id, EditionEventKind.WITHDRAWN, at, reason)
    telling.tell(session, session.get_one(Edition, found.out.id), telling.What.WITHDRAWN, at)
    projection.refresh(session, article, at)
    audit.record(
        session, actor, "edition.withdrawn", at=at, article=article, number=found.out.number, reason=reason
    )
    return found.out.number


def why_not_withdraw(found: Release) -> str:
    """Why there is nothing to withdraw; empty where there is."""
    if found.out:
        return ""
    if found.gone:
        return f"This is {found.standing.value} already."
    return "Nothing of this article is out, so there is nothing to withdraw."


def why_not_erase(found: Release, number: int) -> str:
    """Why that edition's text cannot go now; empty where it can. Raises NotFound."""
    status = found.status(number)
    if status is None:
        raise NotFound(f"There is no edition {number} of this article.")
    reasons = {
        EditionStatus.OUT: f"Readers have edition {number}. Withdraw it first, then it can be erased.",
        EditionStatus.SCHEDULED: f"Edition {number} is to go out. Cancel it first, then it can be erased.",
        EditionStatus.ERASED: f"Edition {number} is erased already.",
    }
    return reasons.get(status, "")


def erase(
    session: Session,
    actor: Actor,
    article_id: int,
    numbers: Collection[int],
    *,
    reason: str,
    typed: str,
    at: datetime,
) -> None:
    """Blank the text of editions for ever, where the law asks for it; fingerprints and the record of this stay.

    ``typed``: the article's name in its address, typed by the person as a confirmation. Nothing brings the text
    back. All or none: raises WrongState while readers have one of them or will (withdraw or cancel it first),
    NotFound, InvalidInput.
    """
    article = lock_article(session, article_id)
    require(actor, Permission.ERASE_EDITION, article.subject)
    missing = "Say which demand this follows; the record keeps it."
    reason = checked_words(reason, missing=missing, field="reason")
    if typed.strip() != article.slug:
        raise InvalidInput(f"Type the article’s name, {article.slug}, to confirm.", field="typed")
    found = release(session, article.id, at)
    for number in numbers:
        if why_not := why_not_erase(found, number):
            raise WrongState(why_not)
    editions = session.scalars(
        select(Edition)
        .where(Edition.article_id == article.id, Edition.number.in_(numbers))
        .order_by(Edition.number)
    ).all()
    # These come first: the database lets a text go only where both say why.
    for edition in editions:
        happen(session, actor, edition.id, EditionEventKind.ERASED, at, reason)
        audit.record(
            session, actor, "edition.erased", at=at, article=article, number=edition.number, reason=reason
        )
    session.execute(
        update(Edition)
        .where(Edition.id.in_([edition.id for edition in editions]))
        .values(content="")
        .execution_options(synchronize_session=False)
    )
    for edition in editions:
        session.expire(edition)
    projection.refresh(session, article, at)
