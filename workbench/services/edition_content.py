"""What an edition is made of: the present text with its record, the article's fields, credits and scores."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Segment, User
from workbench.db.queries.edition_record import SegmentRecord, records_of
from workbench.db.queries.editions import PresentSegment, contributors, present_segments
from workbench.db.queries.scores import marked_in_article
from workbench.domain.editions import Credit, EditionContent, EditionSegment, article_urn
from workbench.domain.kinds import Side
from workbench.domain.problems import Severity
from workbench.domain.scores import score
from workbench.text.tokens import count_words


def content_of(session: Session, article: Article) -> EditionContent:
    """The article's present content as a draft (no number, nobody has published it)."""
    return content_from(session, article, present_segments(session, article.id))


def content_from(
    session: Session,
    article: Article,
    present: Sequence[PresentSegment],
    kept: Mapping[int, EditionSegment] | None = None,
) -> EditionContent:
    """The content of these segments. ``kept``: by id, those that go out again as they were published last."""
    kept = kept or {}
    records, nothing = records_of(session, article.id), SegmentRecord()
    return EditionContent(
        slug=article.slug,
        number=None,
        urn=article_urn(article.slug, article.created_at),
        segments=tuple(
            kept.get(s.content.id)
            or replace(
                s.content,
                state=s.state.value,
                problems=(record := records.get(s.content.id, nothing)).problems,
                signatures=record.signatures,
            )
            for s in present
        ),
        source_byline=article.source_byline,
        target_byline=article.target_byline,
        source_outlet=article.source_outlet,
        target_outlet=article.target_outlet,
        source_dateline=article.source_dateline,
        target_dateline=article.target_dateline,
        source_tags=tuple(article.source_tags),
        target_tags=tuple(article.target_tags),
        source_url=article.source_url,
        credits=tuple(_credits(session, article)),
        kept=tuple(s.content.id for s in present if s.content.id in kept),
    )


def scores_of(session: Session, article: Article, content: EditionContent) -> dict[str, int]:
    """What the article's problems add up to as ``content`` goes out: words, penalty points, problems by severity.

    Of segments that go out again as before, their words of then and the problems these had.
    """
    kept = [s for s in content.segments if s.id in content.kept]
    newer = session.execute(
        select(func.sum(Segment.source_words), func.sum(Segment.target_words)).where(
            Segment.id.in_(content.kept)
        )
    ).one()
    source, target = (
        sum(count_words(getattr(s, side), side.language) for s in kept) - (counted or 0)
        for side, counted in zip(Side, newer, strict=True)
    )
    found = score(
        marked_in_article(session, article.id, kept),
        source_words=article.count_source_words + source,
        target_words=article.count_target_words + target,
    )
    severities = {severity.value: found.by_severity[severity] for severity in Severity if severity.weight}
    return {
        "source_words": found.source_words,
        "target_words": found.target_words,
        "penalty": found.penalty,
        **severities,
    }


def _credits(session: Session, article: Article) -> Iterable[Credit]:
    """Who translated (the named translator first, perhaps somebody outside) and who reviewed."""
    insider = session.get(User, article.translated_by_id) if article.translated_by_id else None
    named = insider.name if insider else article.translated_by_name
    first = [(named, "translated")] if named else []
    found = dict.fromkeys([*first, *contributors(session, article.id)])
    return sorted((Credit(name, did) for name, did in found), key=lambda credit: credit.did != "translated")
