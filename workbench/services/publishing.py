"""Publishing: what stands in the way, and making an edition of what does not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from workbench.db.models import Article, Edition, Revision, Segment, User
from workbench.db.queries.edition_record import SegmentRecord, records_of
from workbench.db.queries.editions import (
    BlockingProblem,
    PresentSegment,
    ReadEdition,
    blocking_problems,
    contributors,
    headline_length,
    present_segments,
    read_edition,
)
from workbench.db.queries.legal import ReadLegally, legal_reads_of
from workbench.domain.comparison import is_same_publication
from workbench.domain.editions import (
    Credit,
    EditionContent,
    canonical_json,
    content_to_json,
    fingerprint,
)
from workbench.domain.errors import Conflict, InvalidInput, WrongState
from workbench.domain.house import FOUR_EYES, HEADLINE_LENGTH
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.workflow import State
from workbench.services import audit, desk_settings, projection
from workbench.services.locking import lock_article
from workbench.text.clean import storable

LONGEST_NOTE = 2000


class Verdict(StrEnum):
    """How a line of the checklist came out; only an unmet one stops publication."""

    MET = "met"
    ADVICE = "advice"
    UNMET = "unmet"


@dataclass(frozen=True, slots=True)
class Place:
    """A segment to go to: its id and its number in the gutter."""

    id: int
    number: int


@dataclass(frozen=True, slots=True)
class Line:
    """One condition: its key, how it came out, that in words, and where to go to mend it."""

    key: str
    verdict: Verdict
    says: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A segment whose Arabic no English reader will see, and why: the publisher should know."""

    place: Place
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """Everything the publisher has to see before publishing ``version`` of the article."""

    version: int
    lines: tuple[Line, ...]
    problems: tuple[BlockingProblem, ...]
    left_out: tuple[LeftOut, ...]
    owed: tuple[int, ...]

    @property
    def is_ready(self) -> bool:
        return not self.unmet

    @property
    def unmet(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.verdict is Verdict.UNMET)


@dataclass(frozen=True, slots=True)
class Prospect:
    """What would be published now: the checklist, the content as a draft, and what it would follow."""

    checklist: Checklist
    content: EditionContent
    previous: ReadEdition | None
    is_new: bool


def checklist(session: Session, article: Article, publisher: Actor | None = None) -> Checklist:
    """The conditions for publishing. ``publisher``: who would publish; their own waivers of critical ones fail."""
    return _check(session, article, present_segments(session, article.id), publisher)


def content_of(session: Session, article: Article) -> EditionContent:
    """The article's present content as a draft (no number, nobody has published it)."""
    return _content(session, article, present_segments(session, article.id))


def prospect(session: Session, article: Article, publisher: Actor | None = None) -> Prospect:
    """Checklist, content and predecessor together, each read once; for the publish page and for publishing."""
    present = present_segments(session, article.id)
    content = _content(session, article, present)
    previous = read_edition(session, article.id, None)
    # An article edited and put back again counts as changed: its words were decided on anew.
    is_new = (
        previous is None
        or article.changed_since_edition
        or not is_same_publication(previous.content, content)
    )
    return Prospect(_check(session, article, present, publisher), content, previous, is_new)


def publish(
    session: Session, actor: Actor, article_id: int, *, note: str, at: datetime, seen_version: int
) -> Edition:
    """Make the next edition of the article's present text.

    Raises Conflict when the article changed since the publisher looked (``seen_version``), WrongState when
    something stands in the way (``unmet`` names the lines) or nothing changed since the last edition.
    """
    article = lock_article(session, article_id)
    require(actor, Permission.PUBLISH, article.subject)
    note = storable(note).strip()
    if len(note) > LONGEST_NOTE:
        raise InvalidInput(f"The note is too long; keep it within {LONGEST_NOTE} characters.")
    if article.version != seen_version:
        raise Conflict(
            "The article changed since you looked, so nothing was published. Look through it again, then publish.",
            seen=seen_version,
            version=article.version,
        )
    ahead = prospect(session, article, actor)
    if not ahead.is_new:
        raise WrongState(
            f"Nothing has changed since edition {article.edition_number}, so there is nothing to publish."
        )
    if not ahead.checklist.is_ready:
        unmet = ahead.checklist.unmet
        raise WrongState(
            "This cannot be published yet. " + " ".join(line.says for line in unmet),
            unmet=[line.key for line in unmet],
        )
    edition = _make_edition(session, actor, article, ahead, note, at)
    article.edition_number = edition.number
    article.changed_since_edition = False
    _settle(session, article, at)
    audit.record(
        session,
        actor,
        "edition.published",
        at=at,
        article=article,
        number=edition.number,
        sha256=edition.sha256,
        waived=[problem.id for problem in ahead.checklist.problems],
        owed=list(ahead.checklist.owed),
    )
    return edition


def _make_edition(
    session: Session, actor: Actor, article: Article, ahead: Prospect, note: str, at: datetime
) -> Edition:
    content = replace(
        ahead.content,
        number=ahead.previous.line.number + 1 if ahead.previous else 1,
        credits=(*ahead.content.credits, Credit(actor.name, "published")),
        published_at=at,
        note=note,
        waivers=tuple(_waiver_json(problem) for problem in ahead.checklist.problems),
        owed=ahead.checklist.owed,
    )
    canonical = canonical_json(content_to_json(content))
    previous = ahead.previous.line.sha256 if ahead.previous else None
    edition = Edition(
        article_id=article.id,
        number=content.number,
        content=canonical,
        sha256=fingerprint(canonical, previous),
        previous_sha256=previous,
        note=note,
        published_by_id=actor.id,
        published_at=at,
    )
    session.add(edition)
    session.flush()
    return edition


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


def _settle(session: Session, article: Article, at: datetime) -> None:
    """Seal the revisions the edition names, and let what is owed be counted from here on."""
    live = (Segment.article_id == article.id, Segment.retired.is_(False))
    named = select(Segment.source_revision_id).where(*live)
    named_too = select(Segment.target_revision_id).where(*live)
    session.execute(
        update(Revision)
        .where(Revision.sealed_at.is_(None), or_(Revision.id.in_(named), Revision.id.in_(named_too)))
        .values(sealed_at=at)
        .execution_options(synchronize_session="fetch")
    )
    owed = session.scalars(select(Segment).where(*live, Segment.owed.is_(True))).all()
    for segment in owed:
        segment.owed = False
    session.execute(
        update(Segment)
        .where(*live)
        .values(published_revision_id=Segment.target_revision_id)
        .execution_options(synchronize_session="fetch")
    )
    projection.refresh(session, article, at, changed=owed)


def _content(session: Session, article: Article, present: Sequence[PresentSegment]) -> EditionContent:
    records, nothing = records_of(session, article.id), SegmentRecord()
    return EditionContent(
        slug=article.slug,
        number=None,
        segments=tuple(
            replace(
                s.content,
                state=s.state.value,
                problems=(record := records.get(s.content.id, nothing)).problems,
                signatures=record.signatures,
            )
            for s in present
        ),
        source_byline=article.source_byline,
        target_byline=article.target_byline,
        source_outlet=article.source_outlet,
        target_outlet=article.target_outlet,
        source_dateline=article.source_dateline,
        target_dateline=article.target_dateline,
        source_tags=tuple(article.source_tags),
        target_tags=tuple(article.target_tags),
        source_url=article.source_url,
        credits=tuple(_credits(session, article)),
    )


def _credits(session: Session, article: Article) -> Iterable[Credit]:
    """Who translated (the named translator first, perhaps somebody outside) and who reviewed."""
    insider = session.get(User, article.translated_by_id) if article.translated_by_id else None
    named = insider.name if insider else article.translated_by_name
    first = [(named, "translated")] if named else []
    found = dict.fromkeys([*first, *contributors(session, article.id)])
    return sorted((Credit(name, did) for name, did in found), key=lambda credit: credit.did != "translated")


def _check(
    session: Session, article: Article, present: Sequence[PresentSegment], publisher: Actor | None
) -> Checklist:
    settings = desk_settings.get_all(session)
    problems = blocking_problems(session, article.id)
    numbers = {segment.content.id: segment.number for segment in present}
    # As counted in the projection: what is not approved yet has its own line.
    owed = [s for s in present if s.owed and s.state is State.APPROVED]
    return Checklist(
        version=article.version,
        lines=(
            _all_ready(present),
            _nothing_owed(owed, four_eyes=settings[FOUR_EYES]),
            _no_problem(problems, numbers, publisher),
            *_legally_read(legal_reads_of(session, article.id)),
            _headline(present, settings[HEADLINE_LENGTH]),
        ),
        problems=problems,
        left_out=tuple(
            LeftOut(_place(s), s.content.source, s.content.left_out_reason or "")
            for s in present
            if s.left_out
        ),
        owed=tuple(s.content.id for s in owed),
    )


def _place(segment: PresentSegment) -> Place:
    return Place(segment.content.id, segment.number)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _all_ready(present: Sequence[PresentSegment]) -> Line:
    if not present:
        return Line("segments", Verdict.UNMET, "The article has no segments.")
    missing = tuple(_place(s) for s in present if not s.is_ready)
    if not missing:
        return Line("segments", Verdict.MET, "Every segment is approved or left out.")
    count = _count(len(missing), "segment is", "segments are")
    return Line("segments", Verdict.UNMET, f"{count} neither approved nor left out.", missing)


def _nothing_owed(owed: Sequence[PresentSegment], *, four_eyes: bool) -> Line:
    if not owed:
        return Line("owed", Verdict.MET, "Two people stand behind every approved word.")
    places = tuple(map(_place, owed))
    if not four_eyes:
        count = _count(len(owed), "segment has", "segments have")
        says = f"{count} been read by the author only. The desk allows that; the edition will record it."
        return Line("owed", Verdict.ADVICE, says, places)
    count = _count(len(owed), "segment is", "segments are")
    says = f"{count} owed: only one person stands behind the words. Somebody else has to agree."
    return Line("owed", Verdict.UNMET, says, places)


def _no_problem(
    problems: Sequence[BlockingProblem], numbers: dict[int, int], publisher: Actor | None
) -> Line:
    def places(some: Iterable[BlockingProblem]) -> tuple[Place, ...]:
        ids = dict.fromkeys(p.segment_id for p in some)
        return tuple(Place(i, numbers[i]) for i in ids if i is not None and i in numbers)

    standing = [p for p in problems if p.waiver is None]
    if standing:
        count = _count(
            len(standing), "problem that stops publication stands", "problems that stop publication stand"
        )
        return Line("problems", Verdict.UNMET, f"{count}: fix or waive.", places(standing))
    alone = [p for p in problems if not _is_waived_well(p, publisher)]
    if alone:
        count = _count(len(alone), "critical or legal problem was", "critical or legal problems were")
        says = f"{count} waived by you alone. Somebody else on the desk has to waive or to publish."
        return Line("problems", Verdict.UNMET, says, places(alone))
    if problems:
        count = _count(len(problems), "standing problem is", "standing problems are")
        return Line(
            "problems", Verdict.ADVICE, f"{count} waived. The edition will record it.", places(problems)
        )
    return Line("problems", Verdict.MET, "No major or critical problem stands.")


def _legally_read(reads: Sequence[ReadLegally]) -> Iterable[Line]:
    """One line where legal reads were asked for, none otherwise."""

    def places(some: Iterable[ReadLegally]) -> tuple[Place, ...]:
        return tuple(Place(r.segment_id, r.number) for r in some if r.segment_id and r.number)

    waiting = [read for read in reads if read.is_open]
    refused = [read for read in waiting if read.refused_at]
    outdated = [read for read in reads if read.is_outdated]
    if waiting:
        count = _count(len(waiting), "legal read is", "legal reads are")
        says = f"{count} asked for and not signed"
        if refused:
            says += f"; {len(refused)} may not go out as {'it stands' if len(refused) == 1 else 'they stand'}"
        yield Line("legal", Verdict.UNMET, f"{says}.", places(waiting))
    elif outdated:
        says = "The text has changed since its legal read was signed. Ask for another if it matters."
        yield Line("legal", Verdict.ADVICE, says, places(outdated))
    elif reads:
        yield Line("legal", Verdict.MET, f"{_count(len(reads), 'legal read is', 'legal reads are')} signed.")


def _is_waived_well(problem: BlockingProblem, publisher: Actor | None) -> bool:
    """Whether the waiver holds for this publisher: a critical one takes two people."""
    if problem.waiver is None:
        return False
    own = publisher is not None and problem.waiver.actor_id == publisher.id
    return not (own and problem.needs_second_person)


def _headline(present: Sequence[PresentSegment], longest: int) -> Line:
    length = headline_length(present)
    first = tuple(map(_place, present[:1]))
    if length is None:
        return Line("headline", Verdict.UNMET, "There is no English headline.", first)
    if length > longest:
        says = f"The headline has {length} characters; the desk aims at {longest} or fewer."
        return Line("headline", Verdict.ADVICE, says, first)
    return Line(
        "headline", Verdict.MET, f"The headline has {length} characters, within the desk’s {longest}."
    )
