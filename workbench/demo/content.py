"""The demo's articles, read from ``articles/*.toml`` into frozen values.

Every text was written for this project; people, places and bodies are invented. An article's file gives
both languages segment by segment and, beside them, the flaws planted in the English: where (quoted words
that occur once on their side), of which type, and what a reviewer would say. Files name words, never
offsets, so that a person can read and change them; this module finds the offsets and refuses what does
not fit.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import InlineMark, MarkKind, safe_href, tidy_marks
from workbench.domain.people import Role
from workbench.domain.problems import TYPES, Severity, Status
from workbench.domain.stages import Handover
from workbench.text.spans import Span


class StagePlan(StrEnum):
    """How far along the line the loader takes an article."""

    UNTRANSLATED = "untranslated"
    HALF_WAY = "half-way"
    IN_REVIEW = "in-review"
    ALMOST_THERE = "almost-there"  # fixes wait to be accepted, a segment is owed
    READY = "ready"
    PUBLISHED = "published"
    SECOND_EDITION = "second-edition"
    CHANGED_SINCE = "changed-since"
    WITHDRAWN = "withdrawn"
    EMBARGO = "embargo"


class Outcome(StrEnum):
    """Where the loader leaves a segment."""

    UNTRANSLATED = "untranslated"
    DRAFT = "draft"
    TRANSLATED = "translated"
    RETURNED = "returned"
    APPROVED = "approved"
    OWED = "owed"  # the reviewer made the correction and approved it alone
    LEFT_OUT = "left-out"
    ADDED = "added"  # by the desk, then approved


#: What becomes of a segment whose file does not say.
_USUAL_OUTCOME = {
    StagePlan.UNTRANSLATED: Outcome.UNTRANSLATED,
    StagePlan.HALF_WAY: Outcome.DRAFT,
    StagePlan.IN_REVIEW: Outcome.TRANSLATED,
    StagePlan.ALMOST_THERE: Outcome.APPROVED,
    StagePlan.READY: Outcome.APPROVED,
    StagePlan.PUBLISHED: Outcome.APPROVED,
    StagePlan.SECOND_EDITION: Outcome.APPROVED,
    StagePlan.CHANGED_SINCE: Outcome.APPROVED,
    StagePlan.WITHDRAWN: Outcome.APPROVED,
    StagePlan.EMBARGO: Outcome.APPROVED,
}


@dataclass(frozen=True, slots=True)
class DemoFields:
    """The article's facts in one language."""

    byline: str
    outlet: str
    dateline: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """Words somebody put right after the draft came in, and why."""

    words: str
    becomes: str
    why: str


@dataclass(frozen=True, slots=True)
class DemoSegment:
    """One pair as it came in. ``reason`` belongs to a returned or left-out one."""

    kind: Kind
    source: str
    target: str
    outcome: Outcome
    attrs: Mapping[str, Any] = field(default_factory=dict)
    source_marks: tuple[InlineMark, ...] = ()
    target_marks: tuple[InlineMark, ...] = ()
    reason: str = ""
    correction: Correction | None = None

    def text(self, side: Side) -> str:
        return self.source if side is Side.SOURCE else self.target


@dataclass(frozen=True, slots=True)
class DemoProblem:
    """A planted flaw (or a question, or praise) and what a reviewer says about it.

    ``segment`` is an index into the article's segments. ``marked`` is False for a flaw nobody has seen yet.
    ``status`` is where the loader takes a marked one; ``reply`` is the reason of a dispute. ``suggestion``
    stands in for the words of ``target_span``.
    """

    segment: int
    type: str
    severity: Severity
    note: str
    source_span: Span | None = None
    target_span: Span | None = None
    suggestion: str = ""
    marked: bool = True
    status: Status = Status.OPEN
    by: Role = Role.REVIEWER
    reply: str = ""


@dataclass(frozen=True, slots=True)
class DemoHandover:
    """The last time the article was passed on, with its note."""

    to: Handover
    note: str


@dataclass(frozen=True, slots=True)
class DemoArticle:
    """One invented article in both languages with the flaws planted in its English."""

    slug: str
    stage_plan: StagePlan
    url: str
    published_on: date  # when the Arabic appeared
    source: DemoFields
    target: DemoFields
    segments: tuple[DemoSegment, ...]
    problems: tuple[DemoProblem, ...]
    handover: DemoHandover | None = None


class BadDemoFile(ValueError):
    """An article's file contradicts itself; the message names the article, the segment and the words."""


def _package(folder: str) -> Traversable:
    return files("workbench.demo").joinpath(folder)


@cache
def articles() -> tuple[DemoArticle, ...]:
    """All demo articles, in the order of their stages. Raises BadDemoFile."""
    found = [
        parse_article(tomllib.loads(entry.read_text(encoding="utf-8")))
        for entry in _package("articles").iterdir()
        if entry.name.endswith(".toml")
    ]
    order = list(StagePlan)
    return tuple(sorted(found, key=lambda a: (order.index(a.stage_plan), a.slug)))


def raw_page(language: str) -> str:
    """A page as it comes off the web, furniture and all, to try the import with: "ar" or "en", plain text.

    The English has three flaws a reviewer should find: a month (May for March), a quotation turned round
    (the fog completes the well, it does not replace it) and al-Jabali spelled al-Jebali.
    """
    return _package("raw").joinpath(f"fog-harvest.{language}.txt").read_text(encoding="utf-8")


def raw_html() -> str:
    """The English of :func:`raw_page` as the HTML of its page."""
    return _package("raw").joinpath("fog-harvest.en.html").read_text(encoding="utf-8")


def find_once(text: str, words: str) -> Span:
    """Where ``words`` stand in ``text``. Raises BadDemoFile unless they stand there exactly once."""
    if not words or text.count(words) != 1:
        raise BadDemoFile(f"“{words}” stands {text.count(words) if words else 0} times in “{text[:60]}…”")
    start = text.index(words)
    return Span(start, start + len(words))


def parse_article(data: Mapping[str, Any]) -> DemoArticle:
    """An article from its file's data. Raises BadDemoFile on words that do not fit, KeyError on gaps."""
    plan = StagePlan(data["stage"])
    try:
        segments = tuple(_segment(item, plan) for item in data["segment"])
        problems = tuple(
            _problem(problem, index, segments[index])
            for index, item in enumerate(data["segment"])
            for problem in item.get("problem", ())
        )
    except BadDemoFile as error:
        raise BadDemoFile(f"{data['slug']}: {error}") from error
    return DemoArticle(
        slug=data["slug"],
        stage_plan=plan,
        url=data["url"],
        published_on=data["published_on"],
        source=_fields(data["source"]),
        target=_fields(data["target"]),
        segments=segments,
        problems=problems,
        handover=DemoHandover(Handover(data["handover"]["to"]), data["handover"]["note"])
        if "handover" in data
        else None,
    )


def _fields(data: Mapping[str, Any]) -> DemoFields:
    return DemoFields(data["byline"], data["outlet"], data["dateline"], tuple(data["tags"]))


def _segment(data: Mapping[str, Any], plan: StagePlan) -> DemoSegment:
    source, target = data["ar"], data.get("en", "")
    usual = _USUAL_OUTCOME[plan] if target else Outcome.UNTRANSLATED
    correction = Correction(**data["correction"]) if "correction" in data else None
    if correction:
        find_once(target, correction.words)
    return DemoSegment(
        kind=Kind(data["kind"]),
        source=source,
        target=target,
        outcome=Outcome(data.get("state", usual)),
        attrs=data.get("attrs", {}),
        source_marks=_marks(data.get("marks", ()), "ar", source),
        target_marks=_marks(data.get("marks", ()), "en", target),
        reason=data.get("reason", ""),
        correction=correction,
    )


def _marks(data: Sequence[Mapping[str, str]], language: str, text: str) -> tuple[InlineMark, ...]:
    return tidy_marks(_mark(item, text, item[language]) for item in data if language in item)


def _mark(item: Mapping[str, str], text: str, words: str) -> InlineMark:
    span, kind, href = find_once(text, words), MarkKind(item["kind"]), item.get("href")
    if (kind is MarkKind.LINK) != (safe_href(href) is not None):
        raise BadDemoFile(f"a link needs an address and nothing else has one: “{words}”")
    return InlineMark(span.start, span.end, kind, href)


def _problem(data: Mapping[str, Any], index: int, segment: DemoSegment) -> DemoProblem:
    if data["type"] not in TYPES:
        raise BadDemoFile(f"no such type of problem: {data['type']}")
    return DemoProblem(
        segment=index,
        type=data["type"],
        severity=Severity(data["severity"]),
        note=data["note"],
        source_span=find_once(segment.source, data["ar"]) if "ar" in data else None,
        target_span=find_once(segment.target, data["en"]) if "en" in data else None,
        suggestion=data.get("suggestion", ""),
        marked=data.get("marked", True),
        status=Status(data.get("status", "open")),
        by=Role(data.get("by", "reviewer")),
        reply=data.get("reply", ""),
    )
