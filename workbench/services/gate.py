"""The gate: what stands in the way of the next edition, line by line, and where to go to mend it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from workbench.db.models import Article
from workbench.db.queries.editions import (
    BlockingProblem,
    PresentSegment,
    blocking_problems,
    headline_length,
    present_segments,
)
from workbench.db.queries.facts import set_by
from workbench.db.queries.legal import ReadLegally, legal_reads_of
from workbench.domain.editions import EditionContent
from workbench.domain.house import BREAKING, FOUR_EYES, HEADLINE_LENGTH
from workbench.domain.kinds import Kind
from workbench.domain.people import Actor
from workbench.domain.problems import Severity
from workbench.domain.workflow import State
from workbench.services import desk_settings
from workbench.services.articles import fields_of
from workbench.text.bidi import isolate


class Verdict(StrEnum):
    """How a line of the checklist came out; only an unmet one stops publication."""

    MET = "met"
    ADVICE = "advice"
    UNMET = "unmet"


@dataclass(frozen=True, slots=True)
class Place:
    """A segment to go to: its id and its number in the gutter, and which of its problems it is about."""

    id: int
    number: int
    problem_id: int | None = None


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


def checklist(
    session: Session, article: Article, publisher: Actor | None = None, *, is_breaking: bool = False
) -> Checklist:
    """The conditions for publishing. ``publisher``: who would publish; their own waivers of critical ones fail."""
    return check(session, article, present_segments(session, article.id), publisher, is_breaking=is_breaking)


def check(
    session: Session,
    article: Article,
    present: Sequence[PresentSegment],
    publisher: Actor | None,
    *,
    is_breaking: bool,
    again: Collection[int] = (),
    before: EditionContent | None = None,
) -> Checklist:
    """The conditions for publishing these segments, which need not be as they stand in the article.

    ``before``: the edition this one follows, where it has its text; ``again``: ids of the segments that only go out
    again as they were in it.
    """
    settings = desk_settings.get_all(session)
    problems = blocking_problems(session, article.id)
    numbers = {segment.content.id: segment.number for segment in present}
    # As counted in the projection: what is not approved yet has its own line.
    owed = [s for s in present if s.owed and s.state is State.APPROVED]
    return Checklist(
        version=article.version,
        lines=(
            _all_ready(present, again),
            *_source_unchanged(present, again, before),
            _nothing_owed(owed, again, four_eyes=settings[FOUR_EYES], is_breaking=is_breaking),
            _no_problem(problems, numbers, publisher),
            *_may_break(problems, numbers, is_allowed=settings[BREAKING], is_breaking=is_breaking),
            *_legally_read(legal_reads_of(session, article.id)),
            _headline(present, settings[HEADLINE_LENGTH]),
            *_facts(session, article, before),
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


def _all_ready(present: Sequence[PresentSegment], again: Collection[int]) -> Line:
    if not present:
        return Line("segments", Verdict.UNMET, "The article has no segments.")
    missing = tuple(_place(s) for s in present if not s.is_ready)
    if not missing:
        or_as_before = ", or goes out again as before" if again else ""
        return Line("segments", Verdict.MET, f"Every segment is approved or left out{or_as_before}.")
    count = _count(len(missing), "segment is", "segments are")
    return Line("segments", Verdict.UNMET, f"{count} neither approved nor left out.", missing)


def _source_unchanged(
    present: Sequence[PresentSegment], again: Collection[int], before: EditionContent | None
) -> Iterable[Line]:
    """Whether the English was made, or looked at again, with the Arabic as it is now."""
    changed = [s for s in present if s.source_changed]
    if not changed:
        yield Line("source", Verdict.MET, "The Arabic is what the English was made from.")
    if before and (behind := [s for s in changed if s.content.id in again]):
        count = _count(len(behind), "segment goes", "segments go")
        says = (
            f"The edition goes out behind its source: {count} out again as in edition {before.number}, "
            "and the Arabic has changed since."
        )
        yield Line("source", Verdict.ADVICE, says, tuple(map(_place, behind)))
    if new := [s for s in changed if s.content.id not in again]:
        places = tuple(map(_place, new))
        count = _count(len(new), "segment", "segments")
        if all(s.is_ready for s in new):
            says = (
                f"The Arabic of {count} was put right after the English was approved; the approval was kept."
            )
            yield Line("source", Verdict.ADVICE, says, places)
        else:
            says = f"The Arabic of {count} has changed since the English was made from it. Look at it again and confirm."
            yield Line("source", Verdict.UNMET, says, places)


def _nothing_owed(
    owed: Sequence[PresentSegment], again: Collection[int], *, four_eyes: bool, is_breaking: bool
) -> Line:
    if not owed:
        return Line(
            "owed", Verdict.MET, "Nothing is owed: no segment’s English goes out on its writer’s word alone."
        )
    new = [s for s in owed if s.content.id not in again]
    if not new:
        count = _count(len(owed), "segment goes", "segments go")
        says = (
            f"{count} out again on one person’s word, as in the edition before. The edition will record it."
        )
        return Line("owed", Verdict.ADVICE, says, tuple(map(_place, owed)))
    if four_eyes and not is_breaking:
        owed = new
    places = tuple(map(_place, owed))
    if is_breaking:
        count = _count(len(owed), "segment goes", "segments go")
        says = f"{count} out on one person’s word. It stays owed, and the reviewers are told."
        return Line("owed", Verdict.ADVICE, says, places)
    if not four_eyes:
        count = _count(len(owed), "segment has", "segments have")
        says = f"{count} been read by the author only. The desk allows that; the edition records it, and the words stay owed."
        return Line("owed", Verdict.ADVICE, says, places)
    count = _count(len(owed), "segment is", "segments are")
    says = f"{count} owed: only one person stands behind the words. Somebody else has to agree."
    return Line("owed", Verdict.UNMET, says, places)


def _may_break(
    problems: Sequence[BlockingProblem], numbers: dict[int, int], *, is_allowed: bool, is_breaking: bool
) -> Iterable[Line]:
    """Whether this may go out before second eyes have seen it; nothing to say of an edition that does not."""
    if not is_breaking:
        return
    critical = [p for p in problems if p.severity is Severity.CRITICAL]
    if not is_allowed:
        yield Line("breaking", Verdict.UNMET, "The desk’s settings allow no breaking release.")
    elif critical:
        count = _count(len(critical), "critical problem stands", "critical problems stand")
        says = f"{count}. Nothing is released as breaking over one, waived or not."
        yield Line("breaking", Verdict.UNMET, says, _places_of(critical, numbers))
    else:
        yield Line("breaking", Verdict.ADVICE, "A breaking release; the edition will say so.")


def _places_of(some: Iterable[BlockingProblem], numbers: dict[int, int]) -> tuple[Place, ...]:
    first: dict[int | None, int] = {}
    for problem in some:
        first.setdefault(problem.segment_id, problem.id)
    return tuple(
        Place(row, numbers[row], problem)
        for row, problem in first.items()
        if row is not None and row in numbers
    )


def _no_problem(
    problems: Sequence[BlockingProblem], numbers: dict[int, int], publisher: Actor | None
) -> Line:
    standing = [p for p in problems if p.waiver is None]
    if standing:
        count = _count(
            len(standing), "problem that stops publication stands", "problems that stop publication stand"
        )
        return Line("problems", Verdict.UNMET, f"{count}: fix or waive.", _places_of(standing, numbers))
    alone = [p for p in problems if not _is_waived_well(p, publisher)]
    if alone:
        count = _count(len(alone), "critical or legal problem was", "critical or legal problems were")
        says = f"{count} waived by you alone. Somebody else on the desk has to publish."
        return Line("problems", Verdict.UNMET, says, _places_of(alone, numbers))
    if problems:
        count = _count(len(problems), "standing problem is", "standing problems are")
        return Line(
            "problems",
            Verdict.ADVICE,
            f"{count} waived. The edition will record it.",
            _places_of(problems, numbers),
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
    """``longest``: in characters; 0 for no limit."""
    length = headline_length(present)
    places = tuple(_place(s) for s in present if s.content.kind is Kind.HEADLINE)[:1]
    if length is None:
        says = (
            "The English headline has nothing in it that can be seen."
            if any(s.content.target for s in present if s.content.kind is Kind.HEADLINE)
            else "There is no English headline."
        )
        return Line("headline", Verdict.UNMET, says, places or tuple(map(_place, present[:1])))
    if not longest:
        return Line("headline", Verdict.MET, f"The headline has {length} characters.")
    if length > longest:
        says = f"The headline has {length} characters; the desk allows {longest}. Shorten it."
        return Line("headline", Verdict.UNMET, says, places)
    return Line(
        "headline", Verdict.MET, f"The headline has {length} characters, within the desk’s {longest}."
    )


#: What goes out beside the text, by the article's fields.
_FACTS = {
    "target_byline": "byline",
    "target_dateline": "dateline",
    "target_outlet": "outlet",
    "target_tags": "tags",
    "source_url": "address of the source",
}


def _facts(session: Session, article: Article, before: EditionContent | None) -> Iterable[Line]:
    """The facts that readers get beside the text, of a later edition those that changed: there is no approving them."""
    now = {name: value for name, value in fields_of(article).items() if name in _FACTS}
    if before is None:
        told = {name: value for name, value in now.items() if value}
    else:
        told = {name: value for name, value in now.items() if value != _plain(getattr(before, name))}
    if not told:
        return
    by = set_by(session, article.id, told)
    facts = ", ".join(_fact(name, value, by.get(name)) for name, value in told.items())
    what = f"Changed since edition {before.number}" if before else "Beside the text, readers get"
    yield Line("facts", Verdict.ADVICE, f"{what}: {facts}. Nobody approves these facts: read them here.")


def _plain(value: str | Sequence[str]) -> str | list[str]:
    return value if isinstance(value, str) else list(value)


def _fact(name: str, value: str | Sequence[str], by: str | None) -> str:
    text = value if isinstance(value, str) else ", ".join(value)
    said = f"{_FACTS[name]} “{isolate(text)}”" if text else f"no {_FACTS[name]} any more"
    return f"{said} (set by {isolate(by)})" if by else said
