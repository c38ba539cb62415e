"""Publishing: the next edition of an article, at once or at a time."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from workbench.db.models import Article, Edition, EditionEventKind, Revision, Segment
from workbench.db.queries.editions import (
    BlockingProblem,
    ReadEdition,
    present_segments,
)
from workbench.domain.comparison import is_same_publication, is_same_source
from workbench.domain.editions import Correction, Credit, EditionContent, EditionKind
from workbench.domain.errors import Conflict, InvalidInput, WrongState
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.services import audit, notices, projection
from workbench.services.edition_content import content_from, scores_of
from workbench.services.issuing import call_off, issue, tell_corrected
from workbench.services.locking import lock_article
from workbench.services.prospect import AS_IT_STANDS, Choices, Prospect, prospect
from workbench.services.words import checked_words

#: An embargo further off than this is a slip of the year.
LONGEST_EMBARGO = timedelta(days=366)
_NAMES = {EditionKind.EDITION: "edition.published", EditionKind.CORRECTION: "edition.corrected"}


def publish(
    session: Session,
    actor: Actor,
    article_id: int,
    *,
    note: str,
    at: datetime,
    seen_version: int,
    seen_number: int | None = None,
    choices: Choices = AS_IT_STANDS,
    correction: str | None = None,
    goes_out_at: datetime | None = None,
) -> Edition:
    """Make the next edition of the article, released at once or scheduled for ``goes_out_at``.

    ``correction``: what readers are told was wrong; it makes the edition a correction. An edition under embargo is
    cancelled: this one goes out in its place. Raises Conflict when the article changed since the publisher looked
    (``seen_version``; ``seen_number``, where given, is the number the edition was to have, so that a colleague who was
    quicker can be named), WrongState when something stands in the way (``unmet`` names the lines) or nothing changed
    since the last edition; InvalidInput for words or a time that do not fit.
    """
    article = lock_article(session, article_id)
    require(actor, Permission.PUBLISH, article.subject)
    if choices.is_breaking:
        require(actor, Permission.RELEASE_BREAKING, article.subject)
    note = checked_words(note, field="note")
    ahead = prospect(session, article, actor, choices, at=at)
    if article.version != seen_version:
        raise _changed_meanwhile(article, ahead, seen_version, seen_number)
    told = _checked_correction(correction, ahead.previous)
    goes_out_at = checked_time(goes_out_at, at)
    if not ahead.is_new and ahead.previous:
        raise WrongState(
            f"Nothing has changed since edition {ahead.previous.line.number}, so there is nothing to publish."
        )
    if not ahead.checklist.is_ready:
        unmet = ahead.checklist.unmet
        raise WrongState(
            "This cannot be published yet. " + " ".join(line.says for line in unmet),
            unmet=[line.key for line in unmet],
        )
    if ahead.release.scheduled is not None:
        reason = f"Edition {ahead.number} was {'scheduled' if goes_out_at else 'published'} instead."
        call_off(session, actor, article, ahead.release.scheduled, at, reason)
    content = _finished(session, actor, article, ahead, choices, note, told, goes_out_at or at)
    edition = issue(session, actor, article, content, at=at)
    if told and ahead.release.newest:
        tell_corrected(session, actor, article, ahead.release.newest, told, at)
    _seal(session, article, content, at)
    record_made(session, actor, article, edition, content, at)
    if choices.is_breaking and content.owed:
        notices.released_breaking(session, actor, article, edition.number, at=at)
    return edition


def _changed_meanwhile(
    article: Article, ahead: Prospect, seen_version: int, seen_number: int | None
) -> Conflict:
    """What the publisher looked at is not what would go out now: a colleague was quicker, or the text went on."""
    again = " Look through it again, then publish." if ahead.is_new else ""
    versions = {"seen": seen_version, "version": article.version}
    made = [issue for issue in ahead.release.issues if seen_number and issue.number >= seen_number]
    if not made:
        return Conflict(f"The article changed since you looked, so nothing was published.{again}", **versions)
    first = made[-1].happenings[0]
    did = "scheduled" if first.kind is EditionEventKind.SCHEDULED else "published"
    return Conflict(
        f"\u2068{first.by}\u2069 {did} edition {made[-1].number} while you had this page open.{again}",
        edition=made[-1].number,
        by=first.by,
        at=first.at.isoformat(),
        **versions,
    )


def _checked_correction(correction: str | None, previous: ReadEdition | None) -> str:
    if correction is None:
        return ""
    missing = "Say what was wrong and what is right now; readers are shown it."
    told = checked_words(correction, missing=missing, field="correction")
    if previous is None:
        raise InvalidInput("Nothing has gone out yet that could be corrected.", field="correction")
    return told


def checked_time(goes_out_at: datetime | None, at: datetime) -> datetime | None:
    """When an edition is to go out, None for at once. Raises InvalidInput for a time that is no embargo."""
    if goes_out_at is None:
        return None
    if goes_out_at <= at:
        raise InvalidInput("That time has passed. Choose one that lies ahead, or publish now.", field="time")
    if goes_out_at > at + LONGEST_EMBARGO:
        raise InvalidInput("That is more than a year ahead. Look at the year again.", field="time")
    return goes_out_at


def for_readers(
    ahead: Prospect, publisher: Actor | None, *, told: str, published_at: datetime
) -> EditionContent:
    """The draft as readers would have it, with all that an edition tells them; ``told`` as they see it in a correction."""
    corrections = ahead.release.corrections
    if told:
        corrections = (*corrections, Correction(ahead.number, published_at, told))
    first = ahead.release.first
    by = (Credit(publisher.name, "published"),) if publisher else ()
    return replace(
        ahead.content,
        number=ahead.number,
        kind=EditionKind.CORRECTION if told else EditionKind.EDITION,
        credits=(*ahead.content.credits, *by),
        published_at=published_at,
        first_published_at=first.published_at if first else published_at,
        corrections=corrections,
    )


def _finished(
    session: Session,
    actor: Actor,
    article: Article,
    ahead: Prospect,
    choices: Choices,
    note: str,
    told: str,
    published_at: datetime,
) -> EditionContent:
    """The draft as the edition that is sealed."""
    content = for_readers(ahead, actor, told=told, published_at=published_at)
    return replace(
        content,
        is_breaking=choices.is_breaking,
        note=note,
        waivers=tuple(_waiver_json(problem) for problem in ahead.checklist.problems),
        owed=ahead.checklist.owed,
        scores=scores_of(session, article, content),
    )


def _waiver_json(problem: BlockingProblem) -> dict[str, object]:
    assert problem.waiver is not None, "the checklist lets no blocking problem through without one"
    return {
        "problem": problem.id,
        "segment": problem.segment_id,
        "type": problem.type,
        "severity": problem.severity.value,
        "by": problem.waiver.name,
        "reason": problem.waiver.reason,
        "at": problem.waiver.at.isoformat(),
    }


def _seal(session: Session, article: Article, content: EditionContent, at: datetime) -> None:
    """Seal the revisions the edition names. What was owed stays so: readers are no second pair of eyes."""
    live = (Segment.article_id == article.id, Segment.retired.is_(False))
    named = select(Segment.source_revision_id).where(*live)
    named_too = select(Segment.target_revision_id).where(*live)
    session.execute(
        update(Revision)
        .where(Revision.sealed_at.is_(None), or_(Revision.id.in_(named), Revision.id.in_(named_too)))
        .values(sealed_at=at)
        .execution_options(synchronize_session="fetch")
    )
    article.changed_since_edition = article.is_behind_source = False
    if content.kept:
        present = content_from(session, article, present_segments(session, article.id))
        article.changed_since_edition = not is_same_publication(content, present)
        article.is_behind_source = not is_same_source(content, (s.source for s in present.segments))
    projection.refresh(session, article, at)


def record_made(
    session: Session, actor: Actor, article: Article, edition: Edition, content: EditionContent, at: datetime
) -> None:
    """The line in the log, which the edition is held against (:mod:`workbench.services.verifying`)."""
    name = _NAMES[content.kind]
    detail: dict[str, Any] = {}
    if content.kept:
        detail["kept"] = list(content.kept)
    if content.is_breaking:
        detail["breaking"] = True
    if edition.published_at > at:
        name = "edition.scheduled"
        detail["goes_out_at"] = edition.published_at.isoformat()
    audit.record(
        session,
        actor,
        name,
        at=at,
        article=article,
        number=edition.number,
        sha256=edition.sha256,
        waived=[waiver["problem"] for waiver in content.waivers],
        owed=list(content.owed),
        **detail,
    )
