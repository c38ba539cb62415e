"""Mending a typo in what is out: one segment, a small change, a reason, published at once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Cause, Edition, Segment
from workbench.db.queries.at_stake import hindrance
from workbench.db.queries.edition_record import records_of
from workbench.db.queries.editions import read_edition
from workbench.db.queries.released import release
from workbench.domain.comparison import is_small_change
from workbench.domain.editions import Credit, EditionContent, EditionKind, EditionSegment
from workbench.domain.errors import Conflict, InvalidInput, NotFound, WorkbenchError, WrongState
from workbench.domain.kinds import Kind, Side
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.services import audit, backing, projection
from workbench.services.issuing import issue
from workbench.services.locking import lock_article
from workbench.services.revisions import marks_of, seal, write_revision
from workbench.services.steps import checked_text
from workbench.services.words import checked_words
from workbench.text.invisible import as_seen, has_visible
from workbench.text.tokens import count_words


@dataclass(frozen=True, slots=True)
class Mendable:
    """What of an edition can be mended now: the ids of its segments that still stand as published, or why none can.

    ``hindrance``: the refusal, with where to go in its details.
    """

    segments: frozenset[int]
    hindrance: WorkbenchError | None = None


def mendable(session: Session, article: Article, number: int, at: datetime) -> Mendable:
    """For the page that offers it; :func:`fix_typo` refuses the rest."""
    try:
        out = _edition_out(session, article, number, at)
        _check_nothing_stops(session, article, out)
    except WorkbenchError as hindrance:
        return Mendable(frozenset(), hindrance)
    return Mendable(frozenset(_as_published(session, out)))


def fix_typo(
    session: Session,
    actor: Actor,
    article_id: int,
    number: int,
    segment_id: int,
    *,
    text: str,
    reason: str,
    at: datetime,
) -> Edition:
    """Publish the edition that is out again with one segment's English mended.

    The other segments stay as published, whatever has been done to them since. The words are owed afterwards:
    somebody else has to agree. Raises Conflict when edition ``number`` is no longer the one that is out, WrongState
    when the row has been worked on since, an embargo is pending, or a legal read or a critical problem of what is out
    stands; InvalidInput when it is more than a typo.
    """
    article = lock_article(session, article_id)
    require(actor, Permission.FIX_TYPO, article.subject)
    missing = "Say in a few words what was wrong; the record keeps it."
    reason = checked_words(reason, missing=missing, field="reason")
    out = _edition_out(session, article, number, at)
    _check_nothing_stops(session, article, out)
    published = next((s for s in out.segments if s.id == segment_id), None)
    if published is None:
        raise NotFound(f"Edition {number} has no such segment.")
    text = checked_text(text)
    _check_small(published.target, text)
    row = _row_as_published(session, out, published)
    # Named by the edition, so it stays as it is and the mended text is a revision of its own.
    seal(session, row, at)
    write_revision(session, row, Side.TARGET, text, cause=Cause.TYPO_FIX, author_id=actor.id, at=at)
    row.lock_version += 1
    seal(session, row, at)
    backing.refresh_owed(session, row)
    record = records_of(session, article.id).get(row.id)
    mended = replace(
        published,
        target=text,
        target_marks=marks_of(session, row, Side.TARGET),
        target_revision_id=row.target_revision_id,
        problems=record.problems if record else (),
        signatures=record.signatures if record else (),
    )
    content = _content_with(session, out, mended, actor, article, reason, at)
    edition = issue(session, actor, article, content, at=at)
    projection.refresh(session, article, at, changed=[row], titles=row.kind is Kind.HEADLINE)
    audit.record(
        session,
        actor,
        "edition.typo_fixed",
        at=at,
        article=article,
        segment=row,
        number=edition.number,
        sha256=edition.sha256,
        owed=list(content.owed),
        reason=reason,
    )
    return edition


def _edition_out(session: Session, article: Article, number: int, at: datetime) -> EditionContent:
    found = release(session, article.id, at)
    if found.out is None:
        raise Conflict("Readers have no edition of this article now, so there is no typo to mend for them.")
    if found.out.number != number:
        raise Conflict(
            f"Readers have edition {found.out.number} now, not {number}. Open that and look again.",
            edition=found.out.number,
        )
    if found.scheduled is not None:
        raise WrongState(
            f"Edition {found.scheduled.number} is to go out by itself and would bring the typo back. Cancel it first.",
            edition=found.scheduled.number,
        )
    edition = read_edition(session, article.id, number)
    assert edition is not None, "it has just been found"
    return edition.content


def _check_small(old: str, new: str) -> None:
    if new == old:
        raise InvalidInput("Nothing is different yet.", field="text")
    if not has_visible(new):
        raise InvalidInput("The words cannot go altogether: that is no typo.", field="text")
    if as_seen(new) == as_seen(old):
        raise InvalidInput(
            "Readers would see no difference: all that changed is space at the ends or doubled, or characters that "
            "nobody sees.",
            field="text",
        )
    if not is_small_change(old, new):
        raise InvalidInput(
            "That is more than a typo. Change the row in the workbench and publish a correction, "
            "which tells readers what was wrong.",
            field="text",
        )


def _as_published(session: Session, out: EditionContent) -> Iterator[int]:
    """The ids of the rows nobody has written in since they went out."""
    published = {segment.id: segment.target_revision_id for segment in out.segments}
    live = (Segment.id.in_(published), Segment.retired.is_(False))
    rows = session.execute(select(Segment.id, Segment.target_revision_id).where(*live))
    return (id_ for id_, now in rows if published[id_] == now)


def _row_as_published(session: Session, out: EditionContent, published: EditionSegment) -> Segment:
    if published.id not in _as_published(session, out):
        raise WrongState(
            f"This row has been worked on since edition {out.number}. Mend it there and publish the next edition; "
            "rows that are not ready can go out again as they were.",
            segment=published.id,
        )
    return session.get_one(Segment, published.id, populate_existing=True)


def _check_nothing_stops(session: Session, article: Article, out: EditionContent) -> None:
    """Words over which nothing may go out are no case for a mended typo, wherever in the article it is."""
    if found := hindrance(session, article, out):
        first = "Publish a correction" if "problem" in found.where else "Have it signed first"
        raise WrongState(
            f"{found.says}; a mended typo would send it out again. {first}, or withdraw the edition.",
            **found.where,
        )


def _content_with(
    session: Session,
    out: EditionContent,
    mended: EditionSegment,
    actor: Actor,
    article: Article,
    reason: str,
    at: datetime,
) -> EditionContent:
    owed = session.scalars(select(Segment.id).where(Segment.id.in_(out.owed), Segment.owed.is_(True)))
    credits = tuple(c for c in out.credits if c.did != "published")
    scores = dict(out.scores)
    if "target_words" in scores:
        was = next(s.target for s in out.segments if s.id == mended.id)
        scores["target_words"] += count_words(mended.target, "en") - count_words(was, "en")
    return replace(
        out,
        number=article.edition_number + 1,
        kind=EditionKind.TYPO,
        is_breaking=False,
        segments=tuple(mended if s.id == mended.id else s for s in out.segments),
        credits=(*credits, Credit(actor.name, "published")),
        published_at=at,
        first_published_at=out.first_published_at or out.published_at,
        note=reason,
        scores=scores,
        owed=tuple(dict.fromkeys((*owed, mended.id))),
    )
