"""Editions with words over which nothing would go out now: readers have them already, or are to get them by themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Edition, Segment
from workbench.db.queries.editions import blocking_problems, read_edition
from workbench.db.queries.legal import legal_reads_of
from workbench.db.queries.released import release
from workbench.domain.editions import EditionContent
from workbench.domain.release import Release


@dataclass(frozen=True, slots=True)
class AtStake:
    """The editions that something concerns which stops publication: the ``scheduled`` one, and the one that is ``out``."""

    scheduled: Edition | None = None
    out: Edition | None = None

    @property
    def published_by(self) -> set[int]:
        return {edition.published_by_id for edition in (self.scheduled, self.out) if edition}


def at_stake(session: Session, article: Article, segment_id: int | None, at: datetime) -> AtStake:
    """What is at stake of the row, or of the article (None): always what is scheduled, and what readers have where the
    row's English is still what they read."""
    if not article.edition_number:
        return AtStake()
    found = release(session, article.id, at)
    return AtStake(
        session.get(Edition, found.scheduled.id) if found.scheduled else None,
        session.get(Edition, found.out.id)
        if found.out and _concerns(session, article, found.out.number, segment_id)
        else None,
    )


def _concerns(session: Session, article: Article, number: int, segment_id: int | None) -> bool:
    edition = read_edition(session, article.id, number)
    return segment_id is None or (
        edition is not None and segment_id in unchanged_in(session, edition.content)
    )


def unchanged_in(session: Session, content: EditionContent) -> set[int]:
    """The ids of the segments whose English is still, word for word, that of the edition; also of rows that are gone."""
    published = {segment.id: segment.target for segment in content.segments}
    now = session.execute(select(Segment.id, Segment.target).where(Segment.id.in_(published)))
    return {id_ for id_, target in now if published[id_] == target}


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Something over which nothing goes out, in words that a refusal begins with. ``where``: its details, for a link."""

    says: str
    where: Mapping[str, Any]


def hindrance(session: Session, article: Article, content: EditionContent) -> Hindrance | None:
    """Why these words may not go out once more, or earlier: the first legal read of them that nobody signed, or critical
    problem or legal risk in them that nobody let through."""
    rows = {None, *(segment.id for segment in content.segments)}
    for read in legal_reads_of(session, article.id, only_open=True):
        if read.segment_id in rows:
            gone = "a row that is gone" if read.segment_id else "the article"
            what = f"row {read.number}" if read.number else gone
            where = {"segment": read.segment_id, "read": read.id} if read.number else {"legal": True}
            return Hindrance(f"A legal read of {what} is asked for and not signed", where)
    unchanged = {None, *unchanged_in(session, content)}
    for problem in blocking_problems(session, article.id):
        if problem.needs_second_person and problem.waiver is None and problem.segment_id in unchanged:
            return Hindrance(
                f"A problem that stops publication stands on these words ({problem.label})",
                {"segment": problem.segment_id, "problem": problem.id},
            )
    return None


def count_stops(session: Session, article: Article, content: EditionContent) -> int:
    """How many things that stop publication concern words of this edition: problems that nobody waived, and legal reads
    that nobody signed. Nothing is asked where the article has none."""
    if not article.counts.stops:
        return 0
    concerned = {None, *unchanged_in(session, content)}
    problems = (p.segment_id for p in blocking_problems(session, article.id) if p.waiver is None)
    reads = (read.segment_id for read in legal_reads_of(session, article.id, only_open=True))
    return sum(id_ in concerned for id_ in (*problems, *reads))


def count_stops_out(session: Session, article: Article, found: Release) -> int:
    """The same of the edition that readers have."""
    if not (article.counts.stops and found.out):
        return 0
    edition = read_edition(session, article.id, found.out.number)
    return count_stops(session, article, edition.content) if edition else 0
