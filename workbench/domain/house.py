"""What a desk may change about how it works, without a restart: one table, shown row by row on its page.

Deployment settings (addresses, limits, keys) are not here but in ``workbench/settings.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workbench.domain.errors import InvalidInput


class Shape(StrEnum):
    """How a value is asked for."""

    SWITCH = "switch"
    NUMBER = "number"
    LINE = "line"
    LINES = "lines"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class HouseRule:
    """One row: a key that is stored, what is asked for, its default, its name and what it does.

    ``low`` and ``high`` limit a number, or how many lines. ``choices``: values and their words.
    """

    key: str
    shape: Shape
    default: Any
    label: str
    says: str
    low: int = 0
    high: int = 1
    choices: tuple[tuple[str, str], ...] = ()

    def read(self, text: str) -> Any:
        """A value out of a form's text. Raises InvalidInput saying what would fit."""
        return _READERS[self.shape](self, text)


def _switch(rule: HouseRule, text: str) -> bool:
    return text.strip() not in {"", "0", "no"}


def _number(rule: HouseRule, text: str) -> int:
    text = text.strip()
    if not text.isascii() or not text.isdigit() or not rule.low <= int(text) <= rule.high:
        raise InvalidInput(
            f"{rule.label}: give a whole number from {rule.low} to {rule.high}.", field=rule.key
        )
    return int(text)


def _line(rule: HouseRule, text: str) -> str:
    line = " ".join(text.split())
    if not line:
        raise InvalidInput(f"{rule.label}: give a name.", field=rule.key)
    if len(line) > LINE_LENGTH:
        raise InvalidInput(f"{rule.label}: at most {LINE_LENGTH} characters.", field=rule.key)
    return line


def _lines(rule: HouseRule, text: str) -> list[str]:
    lines = list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))
    if not rule.low <= len(lines) <= rule.high:
        raise InvalidInput(
            f"{rule.label}: give from {rule.low} to {rule.high} lines, not {len(lines)}.", field=rule.key
        )
    if any(len(line) > LINE_LENGTH for line in lines):
        raise InvalidInput(f"{rule.label}: a line has at most {LINE_LENGTH} characters.", field=rule.key)
    return lines


def _choice(rule: HouseRule, text: str) -> str:
    if text not in dict(rule.choices):
        raise InvalidInput(
            f"{rule.label}: choose one of {', '.join(word for _, word in rule.choices)}.", field=rule.key
        )
    return text


_READERS: dict[Shape, Callable[[HouseRule, str], Any]] = {
    Shape.SWITCH: _switch,
    Shape.NUMBER: _number,
    Shape.LINE: _line,
    Shape.LINES: _lines,
    Shape.CHOICE: _choice,
}

LINE_LENGTH = 120

FOUR_EYES = "four_eyes"
BREAKING = "breaking_release"
HEADLINE_LENGTH = "headline_length"
RETURN_REASONS = "return_reasons"
PASS_MARK = "pass_mark"  # noqa: S105 - no password
TOLERANCE = "tolerance"
OUTSIDE = "outside"
DESK_NAME = "desk_name"


class Outside(StrEnum):
    """Who may fetch what is published without signing in."""

    NEVER = "never"
    WITH_KEY = "key"
    ANYBODY = "anybody"


RULES: tuple[HouseRule, ...] = (
    HouseRule(
        FOUR_EYES,
        Shape.SWITCH,
        True,
        "Two people behind every word",
        "Nothing is published that only its author has read. Switched off, an editor may publish owed "
        "segments; the edition records them, and they stay owed until somebody else agrees.",
    ),
    HouseRule(
        BREAKING,
        Shape.SWITCH,
        False,
        "Breaking release",
        "An editor may publish before second eyes have read every word, choosing so each time. The words stay "
        "owed, reviewers are told, and the edition says so. Never over a critical problem.",
    ),
    HouseRule(
        HEADLINE_LENGTH,
        Shape.NUMBER,
        90,
        "Longest headline",
        "In characters. Nothing is published under a longer English headline; 0 for no limit.",
        low=0,
        high=300,
    ),
    HouseRule(
        RETURN_REASONS,
        Shape.LINES,
        [
            "Something is missing",
            "The meaning is not that of the Arabic",
            "Numbers or names to be checked",
            "Too literal; please rewrite",
            "Not our house style",
        ],
        "Reasons for sending back",
        "Offered when a segment is sent back, one a line; another can always be typed.",
        low=0,
        high=12,
    ),
    HouseRule(
        PASS_MARK,
        Shape.NUMBER,
        90,
        "Pass mark",
        "A calibrated score at or over it passes, in an article or a month, unless a problem is critical.",
        low=1,
        high=99,
    ),
    HouseRule(
        TOLERANCE,
        Shape.NUMBER,
        10,
        "Tolerance",
        "How many penalty points in a thousand Arabic words just reach the pass mark. A minor problem is one "
        "point, a major one five, a critical one twenty-five.",
        low=1,
        high=200,
    ),
    HouseRule(
        OUTSIDE,
        Shape.CHOICE,
        Outside.NEVER.value,
        "Published editions from outside",
        "Whether a web site may fetch the newest editions, and the feed of them, without signing in. What is "
        "under embargo, withdrawn or a draft never goes out there.",
        choices=(
            (Outside.NEVER.value, "Nobody"),
            (Outside.WITH_KEY.value, "With a key"),
            (Outside.ANYBODY.value, "Anybody"),
        ),
    ),
    HouseRule(
        DESK_NAME,
        Shape.LINE,
        "The English desk",
        "The desk’s name",
        "What readers of the feed see as its title, and as the author of an article without a byline.",
    ),
)

BY_KEY: dict[str, HouseRule] = {rule.key: rule for rule in RULES}
