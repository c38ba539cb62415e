"""The rows of one generated article, as the services would have left them: revisions sealed and without an author
(imported text), approvals with their decisions, editions with their content, problems on words that are there, and
projections equal to what ``services.projection`` counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from workbench.db.base import Base
from workbench.db.models import (
    Article,
    AuditEvent,
    Cause,
    Decision,
    DecisionKind,
    Edition,
    EditionEvent,
    EditionEventKind,
    Judged,
    Problem,
    ProblemEvent,
    ProblemEventKind,
    ProblemSpan,
    Revision,
    Segment,
)
from workbench.demo.volume import VolumeSegment
from workbench.domain.editions import (
    EditionContent,
    EditionSegment,
    canonical_json,
    content_to_json,
    fingerprint,
)
from workbench.domain.kinds import Side
from workbench.domain.months import month_of
from workbench.domain.people import Actor
from workbench.domain.problems import TYPES, Status, is_blocking
from workbench.domain.stages import Counts, stage_of
from workbench.domain.workflow import State
from workbench.services.positions import GAP
from workbench.text.arabic import match_key
from workbench.text.spans import Span, quote
from workbench.text.tokens import count_words, token_spans

PROBLEM_EVERY = 11  # segments that wait for review
SETTLED_EVERY = 17  # approved segments: a problem that was accepted

Row = dict[str, Any]
Rows = dict[type[Base], list[Row]]


class _Plan(Enum):
    """How far an article has come."""

    UNTRANSLATED = "untranslated"
    HALF_WAY = "half-way"
    IN_REVIEW = "in-review"
    READY = "ready"
    PUBLISHED = "published"


#: One turn of the desk: what each of twenty articles in a row is.
_TURN = (
    (_Plan.UNTRANSLATED,) * 2 + (_Plan.HALF_WAY,) * 4 + (_Plan.IN_REVIEW,) * 5 + (_Plan.READY,) * 2
    + (_Plan.PUBLISHED,) * 7
)  # fmt: skip

_PROBLEM_TYPES = ("number-date-unit", "name-spelling", "awkward", "omission", "unidiomatic")


@dataclass(frozen=True, slots=True)
class Pair:
    """A generated pair with its words counted."""

    pair: VolumeSegment
    source_words: int
    target_words: int


@dataclass(slots=True)
class Ids:
    """The next free id of the tables whose ids other rows refer to."""

    article: int
    segment: int
    revision: int
    problem: int
    edition: int

    def take(self, name: str) -> int:
        value: int = getattr(self, name)
        setattr(self, name, value + 1)
        return value


def counted(pairs: Iterable[VolumeSegment]) -> tuple[Pair, ...]:
    return tuple(Pair(p, _words(p.source, "ar"), _words(p.target, "en")) for p in pairs)


@lru_cache(maxsize=20_000)
def _words(text: str, language: str) -> int:
    return count_words(text, language)


def add_article(
    rows: Rows,
    ids: Ids,
    number: int,
    body: Sequence[Pair],
    by: Actor,
    translator: Actor | None,
    at: datetime,
) -> None:
    plan = _TURN[number % len(_TURN)]
    article_id = ids.take("article")
    numbers = dict.fromkeys(Counts.__dataclass_fields__, 0)
    written = [
        _add_segment(rows, ids, article_id, index, pair, _state(plan, index, len(body)), numbers, by, at)
        for index, pair in enumerate(body)
    ]
    counts = Counts(**numbers)
    published = plan is _Plan.PUBLISHED
    head = written[0] if written else None
    source_title, target_title = (head["source"], head["target"]) if head else ("", "")
    slug = f"volume-{number:07d}"
    rows[Article].append(
        {
            "id": article_id,
            "slug": slug,
            "translated_by_id": translator.id if translator else None,
            "version": 1,
            "source_title": source_title,
            "target_title": target_title,
            "title_key": match_key(target_title or source_title or slug)[:200],
            "created_at": at,
            "changed_at": at,
            "stage": stage_of(counts, published=published, changed=False),
            "edition_number": int(published),
            **{f"count_{name}": value for name, value in numbers.items()},
        }
    )
    if published:
        edition = _edition(article_id, slug, written, by, at) | {"id": ids.take("edition")}
        rows[Edition].append(edition)
        released: Row = {"kind": EditionEventKind.RELEASED, "actor_id": by.id, "at": at}
        rows[EditionEvent].append(released | {"edition_id": edition["id"]})
    if translator:
        _count_words(rows, written, translator, at)
    line: Row = {"at": at, "actor_id": None, "article_id": article_id}
    rows[AuditEvent].append(line | {"name": "article.created", "detail": {"segments": len(body)}})
    if published:
        detail = {"number": 1, "sha256": edition["sha256"]}
        rows[AuditEvent].append(line | {"actor_id": by.id, "name": "edition.published", "detail": detail})


def _state(plan: _Plan, index: int, count: int) -> State:
    """Which state the segment at ``index`` of ``count`` is in."""
    done = (index + 1) / count
    if plan is _Plan.UNTRANSLATED:
        return State.UNTRANSLATED
    if plan is _Plan.HALF_WAY:
        return State.TRANSLATED if done <= 0.3 else State.DRAFT if done <= 0.6 else State.UNTRANSLATED
    if plan is _Plan.IN_REVIEW:
        return State.APPROVED if done <= 0.6 else State.TRANSLATED
    return State.APPROVED


def _add_segment(
    rows: Rows,
    ids: Ids,
    article_id: int,
    index: int,
    counted: Pair,
    state: State,
    numbers: dict[str, int],
    by: Actor,
    at: datetime,
) -> Row:
    pair = counted.pair
    segment_id, source_revision = ids.take("segment"), ids.take("revision")
    target = "" if state is State.UNTRANSLATED else pair.target
    target_revision = ids.take("revision") if target else None
    rows[Revision].append(_revision(source_revision, segment_id, Side.SOURCE, pair.source, at))
    if target_revision:
        rows[Revision].append(_revision(target_revision, segment_id, Side.TARGET, target, at))
    segment: Row = {
        "id": segment_id,
        "article_id": article_id,
        "position": (index + 1) * GAP,
        "kind": pair.kind,
        "state": state,
        "source": pair.source,
        "target": target,
        "source_words": counted.source_words,
        "target_words": counted.target_words if target else 0,
        "source_revision_id": source_revision,
        "target_revision_id": target_revision,
        "changed_at": at,
    }
    rows[Segment].append(segment)
    numbers[state.value] += 1
    numbers["source_words"] += segment["source_words"]
    numbers["target_words"] += segment["target_words"]
    if state is State.APPROVED:
        rows[Decision].append(
            {
                "segment_id": segment_id,
                "kind": DecisionKind.APPROVED,
                "actor_id": by.id,
                "source_revision_id": source_revision,
                "target_revision_id": target_revision,
                "created_at": at,
            }
        )
    if state is State.TRANSLATED and segment_id % PROBLEM_EVERY == 0:
        _add_problem(rows, ids, segment, Status.OPEN, numbers, by, at)
    if state is State.APPROVED and segment_id % SETTLED_EVERY == 0:
        _add_problem(rows, ids, segment, Status.ACCEPTED, numbers, by, at)
    return segment


def _revision(revision_id: int, segment_id: int, side: Side, text: str, at: datetime) -> Row:
    return {
        "id": revision_id,
        "segment_id": segment_id,
        "side": side,
        "number": 1,
        "text": text,
        "cause": Cause.IMPORT,
        "created_at": at,
        "changed_at": at,
        "sealed_at": at,
    }


def _add_problem(
    rows: Rows, ids: Ids, segment: Row, status: Status, numbers: dict[str, int], by: Actor, at: datetime
) -> None:
    """Mark a word in the middle of the English."""
    problem_id = ids.take("problem")
    kind = TYPES[_PROBLEM_TYPES[problem_id % len(_PROBLEM_TYPES)]]
    text = segment["target"]
    spans = [Span(*s) for s in token_spans(text, "en") if text[s[0]].isalnum()]
    words = quote(text, spans[len(spans) // 2])
    rows[Problem].append(
        {
            "id": problem_id,
            "article_id": segment["article_id"],
            "segment_id": segment["id"],
            "type": kind.slug,
            "severity": kind.severity,
            "status": status,
            "note": kind.description,
            "author_id": by.id,
            "created_at": at,
            "changed_at": at,
        }
    )
    rows[ProblemSpan].append(
        {
            "problem_id": problem_id,
            "side": Side.TARGET,
            "origin_revision_id": segment["target_revision_id"],
            "origin_start": words.span.start,
            "origin_end": words.span.end,
            "exact": words.exact,
            "prefix": words.prefix,
            "suffix": words.suffix,
            "revision_id": segment["target_revision_id"],
            "start": words.span.start,
            "end": words.span.end,
        }
    )
    rows[ProblemEvent].append(
        {"problem_id": problem_id, "kind": ProblemEventKind.OPENED, "actor_id": by.id, "created_at": at}
    )
    if status.is_standing:
        numbers[kind.severity.value] += 1
        numbers["blocking"] += is_blocking(kind.slug, kind.severity, status)


def _count_words(rows: Rows, segments: Sequence[Row], translator: Actor, at: datetime) -> None:
    """Give the article's problems to who translated it, and count the words of what was approved or marked."""
    mine = {segment["id"] for segment in segments}
    marked = set()
    for problem in reversed(rows[Problem]):  # those of this article are the last
        if problem["segment_id"] not in mine:
            break
        problem["translator_id"] = translator.id
        marked.add(problem["segment_id"])
    for segment in segments:
        if segment["state"] is State.APPROVED or segment["id"] in marked:
            rows[Judged].append(
                {
                    "segment_id": segment["id"],
                    "translator_id": translator.id,
                    "month": month_of(at),
                    "source_words": segment["source_words"],
                    "target_words": segment["target_words"],
                }
            )


def _edition(article_id: int, slug: str, segments: Sequence[Row], by: Actor, at: datetime) -> Row:
    content = EditionContent(
        slug=slug,
        number=1,
        segments=tuple(
            EditionSegment(
                id=s["id"],
                kind=s["kind"],
                source=s["source"],
                target=s["target"],
                source_revision_id=s["source_revision_id"],
                target_revision_id=s["target_revision_id"],
            )
            for s in segments
        ),
        published_at=at,
    )
    canonical = canonical_json(content_to_json(content))
    return {
        "article_id": article_id,
        "number": 1,
        "content": canonical,
        "sha256": fingerprint(canonical, None),
        "published_by_id": by.id,
        "published_at": at,
    }
