"""Makes an edition of a content, the one place that writes one, chained to the edition before; calls one off, or corrected."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Edition, EditionEvent, EditionEventKind
from workbench.domain.editions import (
    EditionContent,
    EditionKind,
    canonical_json,
    content_to_json,
    fingerprint,
)
from workbench.domain.people import Actor
from workbench.domain.release import Issue
from workbench.services import audit, telling
from workbench.services.telling import What


def issue(
    session: Session, actor: Actor, article: Article, content: EditionContent, *, at: datetime
) -> Edition:
    """Store ``content``, whose number and time are set, and say of it that it is released or scheduled."""
    assert content.number is not None, "a draft is no edition"
    assert content.published_at is not None, "an edition has its time"
    canonical = canonical_json(content_to_json(content))
    previous = session.scalar(
        select(Edition.sha256).where(Edition.article_id == article.id, Edition.number == content.number - 1)
    )
    edition = Edition(
        article_id=article.id,
        number=content.number,
        content=canonical,
        sha256=fingerprint(canonical, previous),
        previous_sha256=previous,
        note=content.note,
        published_by_id=actor.id,
        published_at=content.published_at,
    )
    session.add(edition)
    session.flush()
    article.edition_number = content.number
    is_ahead = content.published_at > at
    happen(
        session, actor, edition.id, EditionEventKind.SCHEDULED if is_ahead else EditionEventKind.RELEASED, at
    )
    told = What.CORRECTED if content.kind is EditionKind.CORRECTION else What.PUBLISHED
    telling.tell(session, edition, told, at)
    return edition


def happen(
    session: Session, actor: Actor, edition_id: int, kind: EditionEventKind, at: datetime, reason: str = ""
) -> None:
    """Note what happened to an edition. The log needs a line of its own of it, which it is checked against
    (:mod:`workbench.services.verifying`)."""
    session.add(EditionEvent(edition_id=edition_id, kind=kind, actor_id=actor.id, reason=reason, at=at))
    session.flush()


def call_off(
    session: Session,
    actor: Actor,
    article: Article,
    scheduled: Issue,
    at: datetime,
    reason: str,
) -> None:
    """Cancel the edition under embargo."""
    happen(session, actor, scheduled.id, EditionEventKind.CANCELLED, at, reason)
    audit.record(
        session,
        actor,
        "edition.cancelled",
        at=at,
        article=article,
        number=scheduled.number,
        reason=reason,
    )


def tell_corrected(
    session: Session, actor: Actor, article: Article, corrected: Issue, told: str, at: datetime
) -> None:
    """Note with the edition that readers have what was wrong in it, in the moment of the edition that tells them."""
    happen(session, actor, corrected.id, EditionEventKind.CORRECTED, at, told)
    audit.record(
        session,
        actor,
        "edition.marked_corrected",
        at=at,
        article=article,
        number=corrected.number,
        reason=told,
    )
