"""Where an article stands on the line import → translate → review → publish, derived from its counts."""

from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.people import Role


class Stage(StrEnum):
    TRANSLATE = "translate"
    REVIEW = "review"
    PUBLISH = "publish"
    PUBLISHED = "published"


#: Ways an article leaves the desk's daily list; all but on-hold make it read-only until brought back.
SHELVES = ("on-hold", "spiked", "archived")


class Handover(StrEnum):
    """To whom an article was handed; guides, never locks."""

    TRANSLATION = "translation"
    REVIEW = "review"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted of an article's live segments and problems."""

    untranslated: int = 0
    draft: int = 0
    translated: int = 0
    returned: int = 0
    approved: int = 0
    left_out: int = 0  # of the translated ones: empty English confirmed as left out
    owed: int = 0  # of the approved ones
    minor: int = 0  # standing problems by severity
    major: int = 0
    critical: int = 0
    neutral: int = 0
    fixed: int = 0  # fixed problems that wait to be accepted
    legal_reads: int = 0  # asked for and not signed
    blocking: int = 0  # standing ones that stop publication and are not waived
    source_words: int = 0
    target_words: int = 0

    @property
    def segments(self) -> int:
        return self.untranslated + self.draft + self.translated + self.returned + self.approved

    @property
    def open(self) -> int:
        """Segments somebody still has to work on: neither approved nor left out."""
        return self.segments - self.approved - self.left_out

    @property
    def stops(self) -> int:
        """What stops publication one by one: problems that are not waived, legal reads that nobody signed."""
        return self.blocking + self.legal_reads

    @property
    def problems(self) -> int:
        return self.neutral + self.faults

    @property
    def faults(self) -> int:
        """Standing problems without the neutral ones, which are questions, praise and the like: notes."""
        return self.minor + self.major + self.critical


def stage_of(counts: Counts, *, published: bool, changed: bool, handed_to: Handover | None = None) -> Stage:
    """The stage: published until changed, then by what is left to do.

    A row that is mended while the article is with the reviewers or the desk is a draft for a moment, and takes the
    article back no more than that: it stays in review.
    """
    if published and not changed:
        return Stage.PUBLISHED
    is_with_translators = handed_to in (None, Handover.TRANSLATION)
    if (
        counts.untranslated
        or counts.returned
        or not counts.segments
        or (counts.draft and is_with_translators)
    ):
        return Stage.TRANSLATE
    if counts.open or counts.stops or counts.owed:
        return Stage.REVIEW
    return Stage.PUBLISH


def besides(counts: Counts, stage: Stage, handed_to: Handover) -> str:
    """What the article waits for other than of those it was handed to, in words; empty where they agree."""
    waiting = counts.untranslated + counts.draft + counts.returned
    if handed_to is not Handover.TRANSLATION and stage in (Stage.TRANSLATE, Stage.REVIEW) and waiting:
        return f"but {waiting} {'row waits' if waiting == 1 else 'rows wait'} for the translators"
    if handed_to is Handover.TRANSLATION and stage is Stage.REVIEW:
        return "but all rows are translated: it waits for review"
    if handed_to is not Handover.DESK and stage is Stage.PUBLISH:
        return "but nothing is left to do: it waits to be published"
    return ""


def work_of(stage: Stage, handed_to: Handover | None) -> Role | None:
    """Whose work an article is now, for somebody to take on; None where it waits for the desk, or for nobody."""
    if stage is Stage.REVIEW or (stage is Stage.TRANSLATE and handed_to is Handover.REVIEW):
        return Role.REVIEWER
    return Role.TRANSLATOR if stage is Stage.TRANSLATE else None
