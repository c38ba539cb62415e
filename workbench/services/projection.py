"""The stored projection of an article: counts, stage, titles. One function computes it.

Deriving these per query took hundreds of milliseconds on a desk of 100,000 articles; stored and indexed they
cost nothing to read. :func:`compare` is the check that they are still true.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session

from workbench.db import search
from workbench.db.models import Article, LegalRead, Problem, Segment, Waiver
from workbench.db.queries.editions import read_edition
from workbench.db.queries.owed import standings
from workbench.db.queries.released import release
from workbench.domain.comparison import is_same_publication, is_same_source
from workbench.domain.kinds import Kind
from workbench.domain.owed import owed_numbers
from workbench.domain.problems import STANDING, Severity, Status, is_blocking
from workbench.domain.release import Release
from workbench.domain.stages import Counts, Stage, stage_of
from workbench.domain.workflow import State
from workbench.services.edition_content import content_of
from workbench.text.arabic import match_key
from workbench.text.invisible import has_visible


def refresh(
    session: Session,
    article: Article,
    at: datetime,
    *,
    changed: Iterable[Segment] = (),
    content: bool = False,
    titles: bool = False,
) -> None:
    """Recompute the projection after a change and give the article its next version.

    ``changed``: the segments that changed, which take the new version along. ``content``: what a reader
    would see changed (text, kind, order), so a published article is ahead of its edition. ``titles``: a
    headline or a field may have changed.
    """
    _next_version(article, at, changed)
    if content and article.edition_number:
        article.changed_since_edition = True
    if titles:
        _refresh_titles(session, article)
    numbers = _count_segments(session, article.id)
    article.counts = Counts(
        **numbers, **_count_problems(session, article.id), legal_reads=_count_legal_reads(session, article.id)
    )
    article.stage = _stage(article, article.counts)


def refresh_behind_source(session: Session, article: Article, at: datetime) -> None:
    """Compare the Arabic with what the edition was made from that is the last word: scheduled, or else with readers.

    So nothing has to be stored when an embargo ends. Of what readers have meanwhile, its pages ask
    :func:`is_behind`. Belongs behind every act on Arabic words, an undo among them; too slow for every save.
    """
    if not article.edition_number:
        return
    basis = release(session, article.id, at).latest
    article.is_behind_source = basis is not None and is_behind(session, article.id, basis.number)


def is_behind(session: Session, article_id: int, number: int) -> bool:
    """Whether the article's Arabic is no longer what this edition was made from; never of an erased one."""
    edition = read_edition(session, article_id, number)
    sources = select(Segment.source).where(Segment.article_id == article_id, Segment.retired.is_(False))
    return (
        edition is not None
        and not edition.line.is_erased
        and not is_same_source(edition.content, session.scalars(sources))
    )


def is_out_behind(session: Session, article: Article, found: Release) -> bool:
    """Whether what readers have now is behind: as it is stored, but while another edition is scheduled."""
    if found.out is None or found.scheduled is None:
        return found.out is not None and article.is_behind_source
    return is_behind(session, article.id, found.out.number)


def refresh_changed_since_edition(session: Session, article: Article, at: datetime) -> None:
    """Look whether anything differs from the edition readers have, or are to get by itself.

    Belongs behind an undo, which may leave nothing changed; any other act on words leaves them decided on anew.
    """
    if not article.edition_number:
        return
    found = release(session, article.id, at)
    basis = found.latest if found.scheduled or not found.gone else None
    edition = read_edition(session, article.id, basis.number) if basis else None
    article.changed_since_edition = edition is None or not is_same_publication(
        edition.content, content_of(session, article)
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """What the projection holds of one segment."""

    state: State
    owed: bool
    left_out: bool
    source_words: int
    target_words: int

    @classmethod
    def of(cls, segment: Segment) -> "Standing":
        return cls(segment.state, segment.owed, segment.left_out, segment.source_words, segment.target_words)

    def is_drawn_as(self, other: "Standing") -> bool:
        """Whether the row looks the same but for its words. (Owed shows on approved rows, where nobody types.)"""
        return (self.state, self.left_out) == (other.state, other.left_out)


def refresh_row(session: Session, article: Article, segment: Segment, before: Standing, at: datetime) -> None:
    """What :func:`refresh` comes to after new words in one row, without a look at the others.

    The hot path: every save. ``before``: how the row stood. Problems are as they were.
    """
    _next_version(article, at, [segment])
    if article.edition_number:
        article.changed_since_edition = True
    if segment.kind is Kind.HEADLINE:
        _refresh_titles(session, article)
    change = _share(Standing.of(segment))
    change.subtract(_share(before))
    for name, by in change.items():
        if by:
            setattr(article, f"count_{name}", getattr(article, f"count_{name}") + by)
    article.stage = _stage(article, article.counts)


def _next_version(article: Article, at: datetime, changed: Iterable[Segment]) -> None:
    article.version += 1
    article.changed_at = at
    for segment in changed:
        segment.article_version = article.version
        segment.changed_at = at


def _stage(article: Article, counts: Counts) -> Stage:
    return stage_of(
        counts,
        published=article.edition_number > 0,
        changed=article.changed_since_edition,
        handed_to=article.handed_to,
    )


def _refresh_titles(session: Session, article: Article) -> None:
    source, target = _titles(session, article.id)
    article.source_title, article.target_title = source, target
    article.title_key = match_key(target or source or article.slug)[:200]
    search.index_article(session, article)


def _titles(session: Session, article_id: int) -> tuple[str, str]:
    row = session.execute(_HEADLINE, {"article_id": article_id}).first()
    return (_title(row.source), _title(row.target)) if row else ("", "")


def _title(headline: str) -> str:
    """In one line; none where nothing of it could be seen."""
    return " ".join(headline.split()) if has_visible(headline) else ""


# Built once, for they run on every save.
_HEADLINE = (
    select(Segment.source, Segment.target)
    .where(
        Segment.article_id == bindparam("article_id"),
        Segment.retired.is_(False),
        Segment.kind == Kind.HEADLINE,
    )
    .order_by(Segment.position)
    .limit(1)
)
#: Answered from ix_segment_counts alone.
_SEGMENTS = (
    select(
        Segment.state,
        Segment.owed,
        Segment.left_out,
        func.count(),
        func.coalesce(func.sum(Segment.source_words), 0),
        func.coalesce(func.sum(Segment.target_words), 0),
    )
    .where(Segment.article_id == bindparam("article_id"), Segment.retired.is_(False))
    .group_by(Segment.state, Segment.owed, Segment.left_out)
)
_WAIVED = exists().where(Waiver.problem_id == Problem.id, Waiver.withdrawn_at.is_(None))
_PROBLEMS = (
    select(Problem.type, Problem.severity, Problem.status, _WAIVED, func.count())
    .where(Problem.article_id == bindparam("article_id"), Problem.status.in_([*STANDING, Status.FIXED]))
    .group_by(Problem.type, Problem.severity, Problem.status, _WAIVED)
)
_LEGAL_READS = select(func.count()).where(
    LegalRead.article_id == bindparam("article_id"),
    LegalRead.signed_at.is_(None),
    LegalRead.withdrawn_at.is_(None),
)
_OF_PROBLEMS = (*(severity.value for severity in Severity), "fixed", "blocking")


def _share(rows: Standing, count: int = 1) -> Counter[str]:
    """What ``count`` rows that stand alike add to the counts; their words are those of all of them."""
    return Counter(
        {
            rows.state.value: count,
            "source_words": rows.source_words,
            "target_words": rows.target_words,
            "owed": count if rows.owed and rows.state is State.APPROVED else 0,
            "left_out": count if rows.left_out and rows.state is not State.APPROVED else 0,
        }
    )


def _count_segments(session: Session, article_id: int) -> dict[str, int]:
    numbers: Counter[str] = Counter()
    for state, owed, left_out, count, source_words, target_words in session.execute(
        _SEGMENTS, {"article_id": article_id}
    ):
        numbers.update(_share(Standing(state, owed, left_out, source_words, target_words), count))
    return numbers


def _count_problems(session: Session, article_id: int) -> dict[str, int]:
    numbers = dict.fromkeys(_OF_PROBLEMS, 0)
    for type_slug, severity, status, waived, count in session.execute(_PROBLEMS, {"article_id": article_id}):
        if status is Status.FIXED:
            numbers["fixed"] += count
            continue
        numbers[severity.value] += count
        if is_blocking(type_slug, severity, status) and not waived:
            numbers["blocking"] += count
    return numbers


def _count_legal_reads(session: Session, article_id: int) -> int:
    return session.scalar(_LEGAL_READS, {"article_id": article_id}) or 0


def counts_of(session: Session, article_id: int) -> Counts:
    """The counts as the rows say, in two queries."""
    return Counts(
        **_count_segments(session, article_id),
        **_count_problems(session, article_id),
        legal_reads=_count_legal_reads(session, article_id),
    )


def compare(session: Session, article: Article) -> list[str]:
    """What of the stored projection is not true any more, in words; empty when all is well."""
    counts = counts_of(session, article.id)
    wrong = [
        f"{name}: stored {getattr(article.counts, name)}, counted {getattr(counts, name)}"
        for name in Counts.__dataclass_fields__
        if getattr(article.counts, name) != getattr(counts, name)
    ]
    if article.stage is not (stage := _stage(article, counts)):
        wrong.append(f"stage: stored {article.stage}, derived {stage}")
    titles = _titles(session, article.id)
    if titles != (article.source_title, article.target_title):
        wrong.append("titles differ from the headline")
    approved = session.execute(
        select(Segment.id, Segment.owed).where(
            Segment.article_id == article.id, Segment.retired.is_(False), Segment.state == State.APPROVED
        )
    ).all()
    found = standings(session, [row.id for row in approved])
    if differ := sum(row.owed is not bool(owed_numbers(found[row.id])) for row in approved):
        wrong.append(f"owed: {differ} rows differ from who stands behind them")
    return wrong
