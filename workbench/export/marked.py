"""What the forms with both languages say of marks, states and people, in one voice."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.domain.editions import EditionProblem, EditionSegment, Signature
from workbench.domain.kinds import Side
from workbench.domain.problems import TYPES, Severity, Status, label_of

#: The typology that types are taken from, for files that name one.
PROFILE = "https://themqm.org/"


@dataclass(frozen=True, slots=True)
class Marked:
    """Words of one side that problems point at, all those with the same place together."""

    start: int
    end: int
    problems: tuple[EditionProblem, ...]


def marked_words(segment: EditionSegment, side: Side) -> tuple[Marked, ...]:
    """The marked words of a side in their order, as far as their places fit the text."""
    text = segment.source if side is Side.SOURCE else segment.target
    found: dict[tuple[int, int], list[EditionProblem]] = {}
    for problem in segment.problems:
        place = problem.source if side is Side.SOURCE else problem.target
        if place is not None and 0 <= place[0] <= place[1] <= len(text):
            found.setdefault(place, []).append(problem)
    return tuple(Marked(start, end, tuple(found[start, end])) for start, end in sorted(found))


def its_type(problem: EditionProblem) -> str:
    """The ITS 2.0 ``locQualityIssueType`` of a problem; "other" for a type this version does not know."""
    known = TYPES.get(problem.type)
    return known.its if known else "other"


def its_severity(problem: EditionProblem) -> str:
    """Its penalty on the scale of ITS, 0 to 100: a critical one has 100, a minor one 4."""
    return str(Severity(problem.severity).weight * 100 // Severity.CRITICAL.weight)


def is_standing(problem: EditionProblem) -> bool:
    """Whether somebody still has to act on it."""
    return Status(problem.status).is_standing


def problem_says(problem: EditionProblem) -> str:
    """All of a problem in a line or two: "Noura: mistranslation (major, open): …"."""
    degree = "" if problem.severity == Severity.NEUTRAL else f"{problem.severity}, "
    says = f"{problem.author}: {label_of(problem.type)} ({degree}{Status(problem.status).label})"
    if problem.note.strip():
        says += f": {problem.note.strip()}"
    if problem.suggestion is not None:
        says += f" [suggested: {problem.suggestion.strip() or 'nothing'}]"
    return says


_DID = ("wrote", "confirmed", "approved", "agreed")


def signed(signatures: Sequence[Signature]) -> tuple[tuple[str, str], ...]:
    """(what they did, "name, day") of those whose word stands behind a segment, in the order of the work."""
    ordered = sorted(signatures, key=lambda s: _DID.index(s.did) if s.did in _DID else len(_DID))
    return tuple((s.did, f"{s.name}, {s.at.date().isoformat()}") for s in ordered)
