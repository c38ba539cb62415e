"""Publishing: the next edition of an article, at once or at a time, and what may go out again as it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from workbench.db.models import Article, Edition, EditionEventKind, Lineage, Revision, Segment
from workbench.db.queries.editions import (
    BlockingProblem,
    PresentSegment,
    ReadEdition,
    present_segments,
    read_edition,
)
from workbench.db.queries.released import release
from workbench.domain.comparison import is_same_publication, is_same_source
from workbench.domain.editions import Correction, Credit, EditionContent, EditionKind, EditionSegment
from workbench.domain.errors import Conflict, InvalidInput, WrongState
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.release import EditionStatus, Release
from workbench.domain.workflow import State
from workbench.services import audit, notices, projection
from workbench.services.edition_content import content_from, scores_of
from workbench.services.gate import Checklist, Place, check
from workbench.services.issuing import happen, issue
from workbench.services.locking import lock_article
from workbench.services.settling import count_anew, owed_since, settled_by
from workbench.text.clean import storable

LONGEST_NOTE = 2000
#: An embargo further off than this is a slip of the year.
LONGEST_EMBARGO = timedelta(days=366)
#: What of an edition nobody can read back, or nobody was ever told.
_SAYS_NOTHING = (EditionStatus.ERASED, EditionStatus.CANCELLED)
_NAMES = {EditionKind.EDITION: "edition.published", EditionKind.CORRECTION: "edition.corrected"}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the publisher chose, which the gate goes by.

    ``kept``: ids of segments to go out again as last published, since their newer text is not approved;
    ``keep_all`` means every such segment. ``is_breaking``: out before second eyes have read it.
    """

    kept: frozenset[int] = frozenset()
    keep_all: bool = False
    is_breaking: bool = False


AS_IT_STANDS = Choices()


@dataclass(frozen=True, slots=True)
class Keepable:
    """A segment whose newer text is not approved and that was published before: the editor may keep that."""

    place: Place
    present: str
    published: EditionSegment
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Prospect:
    """What would be published now: the checklist, the content as a draft, and what it would follow.

    ``previous`` is what readers have (or had, where it was withdrawn), also while another edition is scheduled.
    """

    checklist: Checklist
    content: EditionContent
    previous: ReadEdition | None
    is_new: bool
    release: Release
    keepable: tuple[Keepable, ...]

    @property
    def number(self) -> int:
        return self.release.last_number + 1


def prospect(
    session: Session,
    article: Article,
    publisher: Actor | None = None,
    choices: Choices = AS_IT_STANDS,
    *,
    at: datetime,
) -> Prospect:
    """Checklist, content and predecessor together, each read once; for the publish page and for publishing."""
    found = release(session, article.id, at)
    present = _present(session, article, found)
    previous = read_edition(session, article.id, found.newest.number) if found.newest else None
    published = _keepable(session, article, present, previous, found)
    kept = {id_: s for id_, s in published.items() if choices.keep_all or id_ in choices.kept}
    owed = _owed_again(session, article, found, kept)
    going_out = tuple(
        _as_published(s, kept[s.content.id], is_owed=s.content.id in owed) if s.content.id in kept else s
        for s in present
    )
    content = content_from(session, article, going_out, kept)
    # An article edited and put back again counts as changed: its words were decided on anew.
    is_new = (
        previous is None
        or found.gone is not None
        or found.scheduled is not None
        or (article.changed_since_edition and not kept)
        or not is_same_publication(previous.content, content)
    )
    return Prospect(
        checklist=check(
            session, article, going_out, publisher, is_breaking=choices.is_breaking, again=kept.keys()
        ),
        content=content,
        previous=previous,
        is_new=is_new,
        release=found,
        keepable=tuple(
            Keepable(
                Place(s.content.id, s.number), s.content.target, published[s.content.id], s.content.id in kept
            )
            for s in present
            if s.content.id in published
        ),
    )


def _keepable(
    session: Session,
    article: Article,
    present: Sequence[PresentSegment],
    previous: ReadEdition | None,
    found: Release,
) -> Mapping[int, EditionSegment]:
    """By id, the published text of segments that are not ready now.

    Not where the row was split or joined since: its published text would say again what other rows say.
    """
    unready = {s.content.id for s in present if not s.is_ready}
    if previous is None or found.newest is None or not unready:
        return {}
    made = [h.at for h in found.newest.happenings] or [found.newest.published_at]
    recut: set[int] = set()
    for pair in session.execute(
        select(Lineage.from_segment_id, Lineage.to_segment_id).where(
            Lineage.article_id == article.id, Lineage.created_at >= min(made)
        )
    ):
        recut.update(pair)
    return {s.id: s for s in previous.content.segments if s.id in unready - recut}


def _present(session: Session, article: Article, found: Release) -> Sequence[PresentSegment]:
    """The present text. An edition under embargo has settled nothing: publishing now cancels it."""
    present = present_segments(session, article.id)
    if found.scheduled is None:
        return present
    settled = settled_by(session, article.id, found)
    owed = owed_since(session, {s.content.id: settled.get(s.content.id) for s in present})
    return [replace(s, owed=s.content.id in owed) for s in present]


def _owed_again(
    session: Session, article: Article, found: Release, kept: Mapping[int, EditionSegment]
) -> set[int]:
    """Which of the texts that go out again one person alone still stands behind, as the edition has to say again."""
    if not kept:
        return set()
    settled = settled_by(session, article.id, found)
    return owed_since(
        session,
        {id_: settled.get(id_) for id_ in kept},
        upto={id_: segment.target_revision_id for id_, segment in kept.items()},
    )


def _as_published(segment: PresentSegment, published: EditionSegment, *, is_owed: bool) -> PresentSegment:
    return replace(
        segment,
        state=State.APPROVED,
        owed=is_owed,
        left_out=published.left_out_reason is not None,
        source_changed=False,
        content=published,
    )


def publish(
    session: Session,
    actor: Actor,
    article_id: int,
    *,
    note: str,
    at: datetime,
    seen_version: int,
    choices: Choices = AS_IT_STANDS,
    correction: str | None = None,
    goes_out_at: datetime | None = None,
) -> Edition:
    """Make the next edition of the article, released at once or scheduled for ``goes_out_at``.

    ``correction``: what readers are told was wrong; it makes the edition a correction. Publishing at once cancels an
    edition under embargo. Raises Conflict when the article changed since the publisher looked (``seen_version``),
    WrongState when something stands in the way (``unmet`` names the lines), nothing changed since the last
    edition, or another one is scheduled; InvalidInput for words or a time that do not fit.
    """
    article = lock_article(session, article_id)
    require(actor, Permission.PUBLISH, article.subject)
    if choices.is_breaking:
        require(actor, Permission.RELEASE_BREAKING, article.subject)
    note = checked_words(note, "The note", "note")
    if article.version != seen_version:
        raise Conflict(
            "The article changed since you looked, so nothing was published. Look through it again, then publish.",
            seen=seen_version,
            version=article.version,
        )
    ahead = prospect(session, article, actor, choices, at=at)
    told = _checked_correction(correction, ahead.previous)
    goes_out_at = _checked_time(goes_out_at, ahead.release, at)
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
        reason = f"Edition {ahead.number} was published instead."
        happen(session, actor, ahead.release.scheduled.id, EditionEventKind.CANCELLED, at, reason)
        count_anew(session, article, ahead.release)
    content = _finished(session, actor, article, ahead, choices, note, told, goes_out_at or at)
    edition = issue(session, actor, article, content, at=at)
    if told and ahead.release.newest:
        happen(session, actor, ahead.release.newest.id, EditionEventKind.CORRECTED, at, told)
    _settle(session, article, content, at, still_owed=frozenset(content.owed if choices.is_breaking else ()))
    _record(session, actor, article, edition, content, at)
    if choices.is_breaking and content.owed:
        notices.released_breaking(session, actor, article, edition.number, at=at)
    return edition


def checked_words(text: str, name: str, field: str) -> str:
    """A note or reason as it is kept. Raises InvalidInput when it is too long."""
    text = storable(text).strip()
    if len(text) > LONGEST_NOTE:
        raise InvalidInput(f"{name} is too long; keep it within {LONGEST_NOTE} characters.", field=field)
    return text


def _checked_correction(correction: str | None, previous: ReadEdition | None) -> str:
    if correction is None:
        return ""
    told = checked_words(correction, "What readers are told", "correction")
    if not told:
        raise InvalidInput(
            "Say what was wrong and what is right now; readers are shown it.", field="correction"
        )
    if previous is None:
        raise InvalidInput("Nothing has gone out yet that could be corrected.", field="correction")
    return told


def _checked_time(goes_out_at: datetime | None, found: Release, at: datetime) -> datetime | None:
    if goes_out_at is None:
        return None
    if goes_out_at <= at:
        raise InvalidInput("That time has passed. Choose one that lies ahead, or publish now.", field="time")
    if goes_out_at > at + LONGEST_EMBARGO:
        raise InvalidInput("That is more than a year ahead. Look at the year again.", field="time")
    if found.scheduled is not None:
        raise WrongState(
            f"Edition {found.scheduled.number} is to go out by itself already. Cancel it first, or publish now, "
            "which cancels it."
        )
    return goes_out_at


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
    corrections = past_corrections(session, article, ahead.release)
    if told:
        corrections = (*corrections, Correction(ahead.number, published_at, told))
    first = ahead.release.first
    return replace(
        ahead.content,
        number=ahead.number,
        kind=EditionKind.CORRECTION if told else EditionKind.EDITION,
        is_breaking=choices.is_breaking,
        credits=(*ahead.content.credits, Credit(actor.name, "published")),
        published_at=published_at,
        first_published_at=first.published_at if first else published_at,
        note=note,
        corrections=corrections,
        waivers=tuple(_waiver_json(problem) for problem in ahead.checklist.problems),
        owed=ahead.checklist.owed,
        scores=scores_of(session, article),
    )


def past_corrections(session: Session, article: Article, found: Release) -> tuple[Correction, ...]:
    """What readers have been told so far: the newest edition that came out and is still to be read says it all."""
    for number, status in reversed(found.statuses):
        if found.newest is None or number > found.newest.number or status in _SAYS_NOTHING:
            continue
        edition = read_edition(session, article.id, number)
        return edition.content.corrections if edition else ()
    return ()


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


def _settle(
    session: Session,
    article: Article,
    content: EditionContent,
    at: datetime,
    *,
    still_owed: frozenset[int],
) -> None:
    """Seal the revisions the edition names, and let what is owed be counted from here on.

    ``still_owed``: segments that went out on one person's word; they are counted from the edition before.
    """
    live = (Segment.article_id == article.id, Segment.retired.is_(False))
    named = select(Segment.source_revision_id).where(*live)
    named_too = select(Segment.target_revision_id).where(*live)
    session.execute(
        update(Revision)
        .where(Revision.sealed_at.is_(None), or_(Revision.id.in_(named), Revision.id.in_(named_too)))
        .values(sealed_at=at)
        .execution_options(synchronize_session="fetch")
    )
    apart = still_owed.union(content.kept)
    settled = (*live, Segment.id.not_in(apart)) if apart else live
    owed = session.scalars(select(Segment).where(*settled, Segment.owed.is_(True))).all()
    for segment in owed:
        segment.owed = False
    session.execute(
        update(Segment)
        .where(*settled)
        .values(published_revision_id=Segment.target_revision_id)
        .execution_options(synchronize_session="fetch")
    )
    article.changed_since_edition = article.is_behind_source = False
    if content.kept:
        present = content_from(session, article, present_segments(session, article.id))
        article.changed_since_edition = not is_same_publication(content, present)
        article.is_behind_source = not is_same_source(content, (s.source for s in present.segments))
    projection.refresh(session, article, at, changed=owed)


def _record(
    session: Session, actor: Actor, article: Article, edition: Edition, content: EditionContent, at: datetime
) -> None:
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
