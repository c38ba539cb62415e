"""Problem types, severities and the life of a problem.

Uses MQM error types (Multidimensional Quality Metrics, themqm.org); custom ones name the MQM parent they
hang under. Each maps to an ITS 2.0 ``locQualityIssueType`` (W3C, section 8.17) for exchange.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Severity(StrEnum):
    """MQM severities; the value of :attr:`weight` is the penalty multiplier."""

    NEUTRAL = "neutral"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"

    @property
    def weight(self) -> int:
        return {"neutral": 0, "minor": 1, "major": 5, "critical": 25}[self.value]

    @property
    def rank(self) -> int:
        return ("neutral", "minor", "major", "critical").index(self.value)


class Pass(StrEnum):
    """How the passage had been read when a mark was made: beside the Arabic, or in English alone."""

    BILINGUAL = "bilingual"
    ENGLISH = "english"


class Status(StrEnum):
    """Where a problem stands in its life."""

    OPEN = "open"
    FIXED = "fixed"
    ACCEPTED = "accepted"
    REOPENED = "reopened"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"
    UPHELD = "upheld"
    ANSWERED = "answered"

    @property
    def is_standing(self) -> bool:
        """Open in the sense that somebody still has to act; REVIEW.md's blocking set."""
        return self in STANDING

    @property
    def label(self) -> str:
        return "fixed, to be accepted" if self is Status.FIXED else self.value


STANDING = frozenset({Status.OPEN, Status.REOPENED, Status.DISPUTED, Status.UPHELD})


class Step(StrEnum):
    """What somebody does to a problem."""

    FIX = "fix"
    ACCEPT = "accept"
    REOPEN = "reopen"
    DISPUTE = "dispute"
    WITHDRAW = "withdraw"
    UPHOLD = "uphold"
    ANSWER = "answer"


Life = dict[tuple[Status, Step], Status]

#: The life of a problem. A step that is not here from a status does not exist.
LIFE: Life = {
    (Status.OPEN, Step.FIX): Status.FIXED,
    (Status.REOPENED, Step.FIX): Status.FIXED,
    (Status.UPHELD, Step.FIX): Status.FIXED,
    # Who disputed it has thought better of it, or somebody else has mended the words meanwhile.
    (Status.DISPUTED, Step.FIX): Status.FIXED,
    (Status.FIXED, Step.ACCEPT): Status.ACCEPTED,
    (Status.FIXED, Step.REOPEN): Status.REOPENED,
    (Status.ACCEPTED, Step.REOPEN): Status.REOPENED,
    (Status.OPEN, Step.DISPUTE): Status.DISPUTED,
    (Status.REOPENED, Step.DISPUTE): Status.DISPUTED,
    (Status.DISPUTED, Step.WITHDRAW): Status.WITHDRAWN,
    (Status.DISPUTED, Step.UPHOLD): Status.UPHELD,
    (Status.OPEN, Step.WITHDRAW): Status.WITHDRAWN,
    (Status.REOPENED, Step.WITHDRAW): Status.WITHDRAWN,
    (Status.UPHELD, Step.WITHDRAW): Status.WITHDRAWN,
    (Status.WITHDRAWN, Step.REOPEN): Status.REOPENED,
}
#: What is marked and is no problem has a life of its own: a question is answered; praise is only taken back.
LIVES: dict[str, Life] = {
    "question": {
        (Status.OPEN, Step.ANSWER): Status.ANSWERED,
        (Status.REOPENED, Step.ANSWER): Status.ANSWERED,
        (Status.ANSWERED, Step.REOPEN): Status.REOPENED,
        (Status.OPEN, Step.WITHDRAW): Status.WITHDRAWN,
        (Status.REOPENED, Step.WITHDRAW): Status.WITHDRAWN,
        (Status.WITHDRAWN, Step.REOPEN): Status.REOPENED,
    },
    "praise": {(Status.ACCEPTED, Step.WITHDRAW): Status.WITHDRAWN},
}


def life_of(type_slug: str) -> Life:
    """The steps there are for a mark of this type, and where each leads."""
    return LIVES.get(type_slug, LIFE)


class Move(StrEnum):
    """How a mark came to its place or into the tray, where its words did not take it along."""

    LOST = "lost"  # into the tray: its words were changed away
    ATTACHED = "attached"  # to words that somebody chose
    DETACHED = "detached"  # back to where it was before that, by undoing it
    FOUND = "found"  # to its own words, which stood in the text again
    CUT = "cut"  # into the tray: its row was split through its words
    BROUGHT_BACK = "brought_back"  # by undoing the act that had sent it into the tray
    SENT_OFF = "sent_off"  # into the tray by somebody: what it was found on are other words


#: How long what somebody said in a thread can be mended by them.
EDITABLE_FOR = timedelta(minutes=5)


def may_still_be_edited(said_at: datetime, at: datetime) -> bool:
    return at - said_at <= EDITABLE_FOR


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One row of the typology."""

    slug: str
    category: str
    severity: Severity
    mqm_parent: str
    its: str
    description: str
    scored: bool = True

    @property
    def label(self) -> str:
        return label_of(self.slug)


#: Slugs that are more than words with spaces between them.
_LABELS = {
    "number-date-unit": "number, date or unit",
    "negation-modality": "negation or modality",
    "over-translation": "over-translation",
    "under-translation": "under-translation",
}


def label_of(slug: str) -> str:
    """What people read for a type: its slug in words."""
    return _LABELS.get(slug, slug.replace("-", " "))


@dataclass(frozen=True, slots=True)
class Category:
    """A group of types; ``key`` is the digit or sign that picks it in the marking box."""

    key: str
    slug: str
    types: tuple[ProblemType, ...]


_N, _MINOR, _MAJOR, _CRITICAL = Severity.NEUTRAL, Severity.MINOR, Severity.MAJOR, Severity.CRITICAL

#: key, category, MQM dimension, then (slug, default severity, ITS type, description) for each type.
_TABLE: tuple[tuple[str, str, str, tuple[tuple[str, Severity, str, str], ...]], ...] = (
    (
        "1",
        "accuracy",
        "Accuracy",
        (
            ("mistranslation", _MAJOR, "mistranslation", "The English says something else than the Arabic."),
            ("omission", _MAJOR, "omission", "Something in the Arabic is missing in the English."),
            ("addition", _MAJOR, "addition", "The English says something the Arabic does not."),
            ("over-translation", _MINOR, "mistranslation", "The English is more specific than the Arabic."),
            ("under-translation", _MINOR, "mistranslation", "The English is less specific than the Arabic."),
            ("untranslated", _MAJOR, "untranslated", "Arabic left standing in the English."),
            ("number-date-unit", _MAJOR, "numbers", "A figure, date or unit differs."),
            (
                "negation-modality",
                _CRITICAL,
                "mistranslation",
                "A not, must, may or would was lost or added; the sentence turned.",
            ),
            ("attribution", _MAJOR, "mistranslation", "Said by or about somebody else than in the Arabic."),
            ("quotation", _CRITICAL, "mistranslation", "Words in quotation marks that were not said so."),
        ),
    ),
    (
        "2",
        "terminology",
        "Terminology",
        (
            ("name-spelling", _MAJOR, "terminology", "A person, place or body is not spelled as approved."),
            ("wrong-term", _MAJOR, "terminology", "Not the desk’s term for this."),
            ("inconsistent-term", _MINOR, "inconsistency", "The same thing is called two things."),
        ),
    ),
    (
        "3",
        "language",
        "Linguistic conventions",
        (
            ("grammar", _MINOR, "grammar", "Not grammatical English."),
            ("spelling", _MINOR, "misspelling", "Misspelled."),
            ("punctuation", _MINOR, "typographical", "Punctuation missing, wrong or in excess."),
            ("unintelligible", _MAJOR, "uncategorized", "A reader cannot tell what it says."),
        ),
    ),
    (
        "4",
        "style",
        "Style",
        (
            ("house-style", _MINOR, "style", "Against the desk’s style guide."),
            ("awkward", _MINOR, "style", "Correct, but clumsy."),
            ("unidiomatic", _MINOR, "style", "Not how English says it; often a literal idiom."),
            ("register", _MINOR, "register", "Too formal, too casual, or not news."),
        ),
    ),
    (
        "5",
        "locale",
        "Locale conventions",
        (
            ("number-format", _MINOR, "locale-violation", "Digits or separators in a foreign form."),
            ("date-format", _MINOR, "locale-violation", "A date in a foreign form."),
            ("currency-format", _MINOR, "locale-violation", "A sum of money in a foreign form."),
            ("measurement-format", _MINOR, "locale-violation", "A measure in a foreign form."),
        ),
    ),
    (
        "6",
        "audience",
        "Audience appropriateness",
        (
            ("needs-explanation", _MINOR, "locale-specific-content", "An English reader will not know this."),
            ("loaded-or-offensive", _MAJOR, "style", "Takes sides or offends."),
        ),
    ),
    (
        "7",
        "news",
        "Custom",
        (
            ("legal-risk", _CRITICAL, "legal", "Could bring the outlet to court."),
            ("misleading-headline", _MAJOR, "mistranslation", "Promises what the text does not hold."),
        ),
    ),
    (
        "8",
        "structure",
        "Design and markup",
        (
            ("layout", _MINOR, "formatting", "Wrong kind, order or break."),
            ("link", _MINOR, "markup", "A link is missing, wrong or dead."),
            ("missing-text", _MINOR, "omission", "Text is cut off or lost."),
        ),
    ),
)

CATEGORIES: tuple[Category, ...] = tuple(
    Category(key, slug, tuple(ProblemType(t, slug, sev, mqm, its, says) for t, sev, its, says in types))
    for key, slug, mqm, types in _TABLE
)

#: The type of a mark on an error of the Arabic itself.
SOURCE_ERROR = "source-error"
#: Types that say something without scoring.
UNSCORED: tuple[tuple[str, ProblemType], ...] = (
    (
        "9",
        ProblemType(SOURCE_ERROR, "not scored", _N, "Custom", "other", "The Arabic itself is wrong.", False),
    ),
    ("0", ProblemType("praise", "not scored", _N, "Custom", "other", "Well found.", False)),
    (
        "?",
        ProblemType("question", "not scored", _N, "Custom", "other", "Somebody should answer this.", False),
    ),
)

TYPES: dict[str, ProblemType] = {
    t.slug: t for t in (*(t for c in CATEGORIES for t in c.types), *(t for _, t in UNSCORED))
}


#: Of this type it stops publication however slight it is.
LEGAL_RISK = "legal-risk"
#: The severities at which a problem of any scored type does.
BLOCKING_SEVERITIES = frozenset({Severity.MAJOR, Severity.CRITICAL})


def is_blocking(type_slug: str, severity: Severity, status: Status) -> bool:
    """Whether a problem stops publication: standing, and major, critical or a legal risk (REVIEW.md)."""
    if not TYPES[type_slug].scored:
        return False
    return status.is_standing and (severity in BLOCKING_SEVERITIES or type_slug == LEGAL_RISK)
