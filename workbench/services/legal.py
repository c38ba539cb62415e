"""Legal reads: anyone asks, of a row or the article; publication waits until somebody else signs, and says so if not."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, LegalRead, Segment
from workbench.domain.errors import NotFound, WrongState
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, Subject, require
from workbench.services import audit, notices, projection
from workbench.services.locking import lock_article
from workbench.services.revisions import seal
from workbench.services.words import checked_words

LONGEST_WORDS = 5000


def ask_legal_read(
    session: Session,
    actor: Actor,
    article_id: int,
    *,
    segment_id: int | None = None,
    note: str,
    at: datetime,
) -> LegalRead:
    """Ask for a legal read of the row, or of the article (``segment_id`` None).

    Raises InvalidInput without a note, WrongState when the same is asked for already, NotFound, NotAllowed.
    """
    article = lock_article(session, article_id)
    require(actor, Permission.ASK_LEGAL_READ, article.subject)
    if segment_id is not None:
        _require_live(session, article, segment_id)
    note = _words(note, "legal_note", "Say what should be looked at.")
    same = select(LegalRead.id).where(
        LegalRead.article_id == article.id,
        LegalRead.segment_id.is_not_distinct_from(segment_id),
        LegalRead.signed_at.is_(None),
        LegalRead.withdrawn_at.is_(None),
    )
    if session.scalar(same.limit(1)) is not None:
        raise WrongState("A legal read of this is asked for already, and nobody has signed it yet.")
    read = LegalRead(
        article_id=article.id, segment_id=segment_id, asked_by_id=actor.id, asked_at=at, note=note
    )
    session.add(read)
    _finish(session, actor, article, read, "legal_read.asked", at)
    notices.legal_read_asked(session, actor, article, read, at=at)
    return read


def sign_legal_read(session: Session, actor: Actor, read_id: int, *, opinion: str, at: datetime) -> LegalRead:
    """Say that it may go out, and what was found, if it needs a word. Raises InvalidInput, WrongState, NotFound, NotAllowed."""
    article, read = _open_read(session, actor, read_id, Permission.SIGN_LEGAL_READ)
    read.opinion = _words(opinion, f"opinion-{read.id}")
    read.signed_by_id, read.signed_at = actor.id, at
    _seal_words(session, read, at)
    _finish(session, actor, article, read, "legal_read.signed", at)
    notices.legal_read_signed(session, actor, article, read, at=at)
    return read


def refuse_legal_read(
    session: Session, actor: Actor, read_id: int, *, reason: str, at: datetime
) -> LegalRead:
    """Say why it may not go out as it stands: it waits on, and can be signed once that is mended.

    Said again, the newer reason stands on the card; the history has both.
    Raises InvalidInput, WrongState, NotFound, NotAllowed.
    """
    article, read = _open_read(session, actor, read_id, Permission.SIGN_LEGAL_READ)
    read.refusal = _words(reason, f"opinion-{read.id}", "Say why it may not go out.")
    read.refused_by_id, read.refused_at = actor.id, at
    _seal_words(session, read, at)
    _finish(session, actor, article, read, "legal_read.refused", at, reason=read.refusal)
    notices.legal_read_refused(session, actor, article, read, at=at)
    return read


def _seal_words(session: Session, read: LegalRead, at: datetime) -> None:
    """The words that were judged stay to be seen."""
    if read.segment_id is not None:
        seal(session, session.get_one(Segment, read.segment_id), at)


def withdraw_legal_read(session: Session, actor: Actor, read_id: int, *, at: datetime) -> LegalRead:
    """It is not needed any more, says who asked for it, as long as nobody has said that it may not go out.

    Raises WrongState, NotFound, NotAllowed.
    """
    article, read = _open_read(session, actor, read_id, Permission.WITHDRAW_LEGAL_READ)
    if read.refused_at is not None:
        raise WrongState("Somebody has said that this may not go out. Only a signature lifts that.")
    read.withdrawn_by_id, read.withdrawn_at = actor.id, at
    _finish(session, actor, article, read, "legal_read.withdrawn", at)
    return read


def _open_read(
    session: Session, actor: Actor, read_id: int, permission: Permission
) -> tuple[Article, LegalRead]:
    article_id = session.scalar(select(LegalRead.article_id).where(LegalRead.id == read_id))
    if article_id is None:
        raise NotFound("There is no such legal read.")
    article = lock_article(session, article_id)
    read = session.get_one(LegalRead, read_id, populate_existing=True)
    require(actor, permission, Subject(read.asked_by_id, article.subject.is_shelved))
    if read.signed_at is not None:
        raise WrongState("This legal read is signed already.")
    if read.withdrawn_at is not None:
        raise WrongState("This legal read was taken back.")
    return article, read


def _require_live(session: Session, article: Article, segment_id: int) -> None:
    """Raises NotFound unless it is a live row of the article."""
    segment = session.get(Segment, segment_id)
    if segment is None or segment.article_id != article.id or segment.retired:
        raise NotFound("This row has been merged or removed. Ask about the article instead.")


def _words(text: str, field: str, missing: str = "") -> str:
    return checked_words(text, missing=missing, longest=LONGEST_WORDS, field=field)


def _finish(
    session: Session, actor: Actor, article: Article, read: LegalRead, name: str, at: datetime, **detail: str
) -> None:
    session.flush()
    segment = session.get(Segment, read.segment_id) if read.segment_id else None
    changed = [segment] if segment is not None and not segment.retired else []
    projection.refresh(session, article, at, changed=changed)
    audit.record(session, actor, name, at=at, article=article, segment=segment, read=read.id, **detail)
