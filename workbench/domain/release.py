"""What readers may have of an article at a moment: the one place that knows what is out, gone or still to come."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workbench.domain.editions import Correction
from workbench.domain.errors import Gone
from workbench.domain.stages import Stage


class EditionEventKind(StrEnum):
    """What happens to an edition once it is made. ``corrected``: the next one tells readers what was wrong."""

    SCHEDULED = "scheduled"
    RELEASED = "released"
    CANCELLED = "cancelled"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


class EditionStatus(StrEnum):
    """How an edition stands at a moment. ``out``: readers have it; ``superseded``: they have a newer one."""

    SCHEDULED = "scheduled"
    OUT = "out"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"

    @property
    def is_gone(self) -> bool:
        """It has gone out and may not be handed out any more."""
        return self in (EditionStatus.WITHDRAWN, EditionStatus.ERASED)


class Standing(StrEnum):
    """What readers have of an article, in the word the screens and listings say it with."""

    UNPUBLISHED = "not published"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to an edition: what, when, by whom (a name) and why."""

    kind: EditionEventKind
    at: datetime
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """An edition without its content. ``published_at`` lies ahead while it is under embargo."""

    id: int
    number: int
    published_at: datetime
    happenings: tuple[Happening, ...] = ()

    @property
    def cancelled(self) -> Happening | None:
        return self.happened(EditionEventKind.CANCELLED)

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled is not None

    def happened(self, kind: EditionEventKind) -> Happening | None:
        return next((h for h in self.happenings if h.kind is kind), None)


@dataclass(frozen=True, slots=True)
class Release:
    """What readers may have of an article.

    ``first``: the first edition that went out. ``newest``: the newest that has, whatever became of it; ``gone``: its withdrawal or erasure,
    until a newer one is out. ``scheduled``: the one that will go out by itself. ``statuses`` by number,
    ``issues`` in their order.
    """

    first: Issue | None = None
    newest: Issue | None = None
    gone: Happening | None = None
    scheduled: Issue | None = None
    statuses: tuple[tuple[int, EditionStatus], ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def out(self) -> Issue | None:
        """The edition readers have; None before the first and after a withdrawal."""
        return None if self.gone else self.newest

    @property
    def gone_as(self) -> EditionStatus | None:
        """What became of the newest edition that has gone out: withdrawn or erased; None where readers have it."""
        return self.status(self.newest.number) if self.gone and self.newest else None

    @property
    def embargoed_until(self) -> datetime | None:
        """When the edition that is scheduled goes out."""
        return self.scheduled.published_at if self.scheduled else None

    @property
    def came_out(self) -> tuple[Issue, ...]:
        """The editions readers have had, whatever became of them since."""
        last = self.newest.number if self.newest else 0
        return tuple(issue for issue in self.issues if issue.number <= last and not issue.is_cancelled)

    @property
    def latest(self) -> Issue | None:
        """The edition that is the last word on the article: the one still to go out, or else the newest that has."""
        return self.scheduled or self.newest

    @property
    def standing(self) -> Standing:
        """What readers have now; ``scheduled`` says only what they will have where they have nothing yet."""
        if self.gone is not None:
            is_erased = self.gone.kind is EditionEventKind.ERASED
            return Standing.ERASED if is_erased else Standing.WITHDRAWN
        if self.newest is not None:
            return Standing.PUBLISHED
        return Standing.SCHEDULED if self.scheduled else Standing.UNPUBLISHED

    def issue(self, number: int) -> Issue | None:
        """None where there is no such edition."""
        return next((issue for issue in self.issues if issue.number == number), None)

    def status(self, number: int) -> EditionStatus | None:
        """None where there is no such edition."""
        return dict(self.statuses).get(number)

    def fate(self, number: int) -> Happening | None:
        """What became of the edition: it was erased, cancelled, or withdrawn, perhaps with a later one; None for others."""
        own = self.issue(number)
        for kind in (EditionEventKind.ERASED, EditionEventKind.CANCELLED):
            if own and (happened := own.happened(kind)):
                return happened
        later = (
            issue.happened(EditionEventKind.WITHDRAWN) for issue in self.issues if issue.number >= number
        )
        return next((happened for happened in later if happened), None)

    def notice(self, number: int) -> str:
        """What readers are told in place of an edition that is gone: of the article as long as nothing of it is out."""
        if self.gone is not None:
            return notice_of(self.gone)
        return notice_of(self.fate(number), f"Edition {number}")

    def skipped_before(self, number: int) -> tuple[int, ...]:
        """The numbers that readers miss between this edition and the one they had before: of editions that were
        cancelled, whose numbers are not given again."""
        before = max((issue.number for issue in self.came_out if issue.number < number), default=0)
        return tuple(i.number for i in self.issues if before < i.number < number and i.is_cancelled)

    def corrected_since(self, number: int) -> Issue | None:
        """The last edition out that told readers what was wrong in this one or a later one."""
        told = [by for issue, by, _ in self._corrected() if issue.number >= number]
        return told[-1] if told else None

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """What readers have been told so far, whatever became of the editions that said it: their texts may be erased,
        and a correction stays all the same."""
        return tuple(Correction(by.number, by.published_at, note) for _, by, note in self._corrected())

    def _corrected(self) -> Iterator[tuple[Issue, Issue, str]]:
        """Each edition readers had that was corrected, the edition out that did so, and what that told them."""
        made = {
            happened.at: issue
            for issue in self.came_out
            for happened in issue.happenings
            if happened.kind in (EditionEventKind.SCHEDULED, EditionEventKind.RELEASED)
        }
        # What is corrected and what corrects it are told in one act, and so at one moment.
        for issue in self.came_out:
            for happened in issue.happenings:
                if happened.kind is EditionEventKind.CORRECTED and happened.at in made:
                    yield issue, made[happened.at], happened.reason

    @property
    def last_number(self) -> int:
        """The highest number given so far, 0 for none; a cancelled edition keeps its own."""
        return max((number for number, _ in self.statuses), default=0)


def release_of(issues: Sequence[Issue], at: datetime) -> Release:
    """What is out at ``at`` of an article with these editions (in any order).

    A withdrawal takes the editions before it along: what was wrong in the newest was hardly right before. Only a
    newer edition is out again.
    """
    ordered = sorted(issues, key=lambda issue: issue.number)
    kept = [issue for issue in ordered if not issue.is_cancelled]
    came_out = [issue for issue in kept if issue.published_at <= at]
    newest = came_out[-1] if came_out else None
    withdrawn = [i.number for i in came_out if i.happened(EditionEventKind.WITHDRAWN)]
    last_withdrawn = max(withdrawn, default=0)

    def status(issue: Issue) -> EditionStatus:
        if issue.happened(EditionEventKind.ERASED):
            return EditionStatus.ERASED
        if issue.is_cancelled:
            return EditionStatus.CANCELLED
        if issue.published_at > at:
            return EditionStatus.SCHEDULED
        if issue.number <= last_withdrawn:
            return EditionStatus.WITHDRAWN
        return EditionStatus.OUT if issue is newest else EditionStatus.SUPERSEDED

    taken = None
    if newest is not None:
        taken = newest.happened(EditionEventKind.WITHDRAWN) or newest.happened(EditionEventKind.ERASED)
    return Release(
        first=came_out[0] if came_out else None,
        newest=newest,
        gone=taken,
        scheduled=next((issue for issue in kept if issue.published_at > at), None),
        statuses=tuple((issue.number, status(issue)) for issue in ordered),
        issues=tuple(ordered),
    )


def edition_words(
    found: Release,
    *,
    breaking: Collection[int] = (),
    corrections: Collection[int] = (),
    typos: Collection[int] = (),
) -> Mapping[int, tuple[str, ...]]:
    """What tells the editions of a list apart, by number: how each stands and what is particular about it, a word each.

    ``breaking``, ``corrections`` and ``typos`` are the numbers of such editions. An earlier edition of which there is nothing to
    say has no word. An erased one keeps what became of it before.
    """
    erased = {number for number, status in found.statuses if status is EditionStatus.ERASED}
    # Of those the caller cannot know it: their texts said so.
    corrections = {*corrections, *(erased.intersection(told.number for told in found.corrections))}
    corrected = {one.number for one in found.came_out if found.corrected_since(one.number)}
    cancelled = {issue.number for issue in found.issues if issue.is_cancelled}
    withdrawn = {
        issue.number
        for issue in found.came_out
        if any(
            later.number >= issue.number and later.happened(EditionEventKind.WITHDRAWN)
            for later in found.came_out
        )
    }

    def words(number: int, status: EditionStatus) -> tuple[str, ...]:
        said = (
            (status is EditionStatus.OUT, Standing.PUBLISHED.value),
            (status is EditionStatus.SCHEDULED, status.value),
            (number in cancelled, EditionStatus.CANCELLED.value),
            (number in withdrawn, EditionStatus.WITHDRAWN.value),
            (number in erased, EditionStatus.ERASED.value),
            (number in breaking, "breaking"),
            (number in corrections, "correction"),
            (number in typos, "typo fixed"),
            (number in corrected, "corrected"),
        )
        return tuple(word for true, word in said if true)

    return {number: words(number, status) for number, status in found.statuses}


def pair_to_compare(found: Release, number: int | None = None) -> tuple[int, int | None] | None:
    """Which two editions to compare unless others are asked for: (older, newer), the newer None for the present text.

    Those that readers had, where there are any: edition ``number`` with the one before it, or, where that never
    went out, the last two. Without a number the last one with the present. None where no edition has words left.
    """
    worded = [one for one, status in found.statuses if status is not EditionStatus.ERASED]
    came_out = {issue.number for issue in found.came_out}
    had = [one for one in worded if one in came_out] or worded
    if not had:
        return None
    if number is None:
        return had[-1], None
    is_choice = number in had or found.status(number) is EditionStatus.SCHEDULED
    newer = number if is_choice else had[-1]
    older = [one for one in had if one < newer]
    return (older[-1], newer) if older else (newer, None)


def stands_at(stage: Stage, found: Release) -> Stage | Standing:
    """Where an article stands, in one word: its stage while there is work, else what readers have of it.

    ``published`` as a stage only says that nothing is left to do: the edition may be under embargo, or withdrawn. A
    withdrawal is said at any stage.
    """
    return found.standing if found.gone or stage is Stage.PUBLISHED else stage


#: What stands over the notice.
NOTICE_TITLES = {EditionEventKind.WITHDRAWN: "Withdrawn", EditionEventKind.ERASED: "Removed"}


def notice_of(gone: Happening | None, what: str = "This article") -> str:
    """What readers are told in place of the text: all that is left of an edition that is gone. Its headline is not:
    that is the editor's to say, in the reason."""
    if gone is None:
        return "This edition is no longer published."
    day = f"{gone.at.day} {gone.at:%B %Y}"
    if gone.kind is EditionEventKind.ERASED:
        return f"{what} was removed on {day}."
    return f"{what} was withdrawn on {day}. {gone.reason}".strip()


def gone_error(found: Release, number: int) -> Gone:
    """The refusal to hand out an edition that is gone: its message is the notice, its details which edition it was, what
    became of it when, and which one is out now."""
    gone = found.gone or found.fate(number)
    details = {"kind": gone.kind.value, "since": gone.at.isoformat()} if gone else {}
    own = next(issue for issue in found.issues if issue.number == number)
    return Gone(
        found.notice(number),
        **details,
        edition=number,
        published=own.published_at.isoformat(),
        newest=found.out.number if found.out else None,
    )
