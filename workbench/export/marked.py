"""What the forms with both languages say of marks, states and people, in one voice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from workbench.domain.editions import BROUGHT_IN, WROTE, EditionProblem, EditionSegment, Signature
from workbench.domain.kinds import Side
from workbench.domain.marks import InlineMark, MarkKind, cut_marks, safe_href
from workbench.domain.problems import TYPES, Severity, Status, label_of
from workbench.export.parts import address, visible
from workbench.text.runs import Run, runs

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


def state_says(segment: EditionSegment) -> str:
    """How far a segment is: its state, or that it is left out, which leaves no one anything to do."""
    return "left out" if segment.left_out_reason is not None else segment.state


_DID = (WROTE, BROUGHT_IN, "confirmed", "approved", "agreed")


def signed(signatures: Sequence[Signature]) -> tuple[tuple[str, str], ...]:
    """(what they did, "name, day") of those whose word stands behind a segment, in the order of the work."""
    ordered = sorted(signatures, key=lambda s: _DID.index(s.did) if s.did in _DID else len(_DID))
    return tuple((s.did, f"{s.name}, {s.at.date().isoformat()}") for s in ordered)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text of a line over which nothing begins or ends; one without text is a place where words are missing."""

    text: str
    kinds: frozenset[MarkKind] = frozenset()
    href: str | None = None
    problems: tuple[int, ...] = ()  # the numbers of those that point at it, from 1 in the segment
    ends: tuple[int, ...] = ()  # of these, those whose words in this line end with it

    def part(self, start: int, end: int) -> "Stretch":
        return replace(self, text=self.text[start:end], ends=self.ends if end == len(self.text) else ())

    @property
    def sign(self) -> str:
        """What tells the marks that end here, as "[1, 2]": in brackets, or it would run into figures; "" for none."""
        return f"[{', '.join(map(str, self.ends))}]" if self.ends else ""


def stretches(segment: EditionSegment, side: Side) -> tuple[tuple[Stretch, ...], ...]:
    """A side line by line, for forms that draw it: its links, emphasis and marked words."""
    is_source = side is Side.SOURCE
    text = segment.source if is_source else segment.target
    marks = segment.source_marks if is_source else segment.target_marks
    numbers = {problem.id: n for n, problem in enumerate(segment.problems, 1)}
    lines, start = [], 0
    words = marked_words(segment, side)
    for line in visible(text).split("\n"):
        end = start + len(line)
        here = [
            Marked(max(w.start, start) - start, min(w.end, end) - start, w.problems)
            for w in words
            if (w.start < end and w.end > start) or start <= w.start == w.end <= end
        ]
        drawn = [_stretch(run, numbers) for run in runs(line, cut_marks(marks, start, end), here)]
        lines.append(
            tuple(
                replace(one, ends=tuple(n for n in one.problems if n not in after.problems))
                for one, after in pairwise((*drawn, Stretch("")))
            )
        )
        start = end + 1
    return tuple(lines)


def _stretch(run: Run[InlineMark, Marked], numbers: Mapping[int, int]) -> Stretch:
    links = [href for mark in run.inline if mark.kind is MarkKind.LINK and (href := safe_href(mark.href))]
    problems = {numbers[problem.id] for words in run.problems for problem in words.problems}
    return Stretch(
        run.text,
        frozenset(mark.kind for mark in run.inline),
        address(links[0]) if links else None,
        tuple(sorted(problems)),
    )
