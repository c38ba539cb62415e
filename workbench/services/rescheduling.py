"""Another time for an edition under embargo, or none: the same content, whatever has become of the article since."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from workbench.db.models import Article, Edition
from workbench.db.queries.at_stake import hindrance
from workbench.db.queries.editions import read_edition
from workbench.db.queries.released import release
from workbench.domain.editions import EditionContent, EditionKind
from workbench.domain.errors import InvalidInput, WrongState
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.release import Release
from workbench.services import projection
from workbench.services.embargoes import waiting
from workbench.services.issuing import call_off, issue, tell_corrected
from workbench.services.locking import lock_article
from workbench.services.publishing import checked_time, record_made


def reschedule(
    session: Session,
    actor: Actor,
    article_id: int,
    number: int,
    *,
    goes_out_at: datetime | None,
    at: datetime,
) -> Edition:
    """Have edition ``number``, which waits to go out, go out at another time, or at once (None).

    An edition's time is sealed with it, so it is cancelled and the next number has its content, signatures, waivers and
    note. The gate is not asked again; but over a critical problem or a legal read that came since it goes out no
    earlier. Raises Conflict when it does not wait any more, InvalidInput for a time that does not fit, WrongState,
    NotFound, NotAllowed.
    """
    article = lock_article(session, article_id)
    require(actor, Permission.PUBLISH, article.subject)
    found = release(session, article.id, at)
    due = waiting(found, number)
    edition = read_edition(session, article.id, number)
    assert edition is not None, "it has just been found"
    if edition.content.is_breaking:
        require(actor, Permission.RELEASE_BREAKING, article.subject)
    goes_out_at = checked_time(goes_out_at, at)
    if goes_out_at == due.published_at:
        raise InvalidInput("It goes out at that time already. Choose another.", field="time")
    is_earlier = goes_out_at is None or goes_out_at < due.published_at
    if is_earlier and (why_not := why_no_earlier(session, article, edition.content)):
        raise WrongState(why_not)
    content = _moved(edition.content, found, goes_out_at or at)
    how = "has another time" if goes_out_at else "is out instead"
    reason = f"Edition {content.number}, which has the same content, {how}."
    call_off(session, actor, article, due, at, reason)
    made = issue(session, actor, article, content, at=at)
    if content.kind is EditionKind.CORRECTION and found.newest:
        tell_corrected(session, actor, article, found.newest, content.corrections[-1].note, at)
    projection.refresh(session, article, at)
    record_made(session, actor, article, made, content, at)
    return made


def why_no_earlier(session: Session, article: Article, content: EditionContent) -> str:
    """Why an edition with this content, which goes out by itself, may not go out any earlier; empty where it may."""
    stands = hindrance(session, article, content)
    return (
        f"{stands.says}, so it goes out no earlier. It may go out later, or be cancelled." if stands else ""
    )


def _moved(content: EditionContent, found: Release, published_at: datetime) -> EditionContent:
    number = found.last_number + 1
    return replace(
        content,
        number=number,
        published_at=published_at,
        first_published_at=found.first.published_at if found.first else published_at,
        corrections=tuple(
            replace(told, number=number, at=published_at) if told.number == content.number else told
            for told in content.corrections
        ),
    )
