"""Whose words a mark is about, and which words a score is set against.

*Whose words.* A mark belongs to whoever wrote the English it is about, as :mod:`workbench.domain.authorship`
traces it: most of the marked words, or of the row's whole English where no English words are marked (an
omission, a mark on the Arabic alone or on the whole row). So a translator answers for their own words and a
reviewer for their corrections; an applied suggestion is its writer's. What came in with the import belongs to
the person here who is said to have translated the article, else to nobody. It is settled when the mark is
made, for every type, so that praise finds its way too, and holds whatever becomes of the mark.

*Which words.* A row's Arabic words count for whoever wrote most of its English, in the month (UTC) in which
somebody else approved it or sent it back; and for whoever wrote words in it that were marked with a scored
type, in the month of the mark. Each row counts once a month for one person. So what nobody has judged is not
praised for having no problems.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, exists, insert, select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Cause, Judged, Lineage, Problem, Revision, Segment
from workbench.domain.authorship import Version, author_of
from workbench.domain.house import PASS_MARK, TOLERANCE
from workbench.domain.kinds import Side
from workbench.domain.months import month_of
from workbench.domain.people import Actor
from workbench.domain.problems import TYPES
from workbench.domain.scores import Standard
from workbench.services import desk_settings
from workbench.text.spans import Span

#: What authorship asks of a revision: its id, segment_id, text, cause, author_id, suggested_by_id, created_at.
_Revision = Row[*tuple[Any, ...]]

#: Acts that bring back an earlier text of the row, and those that bring words from other rows.
_BRINGS_BACK = frozenset({Cause.RESTORE, Cause.UNDO})
_MOVES = frozenset({Cause.SPLIT, Cause.JOIN, Cause.PAIRING})


def standard(session: Session) -> Standard:
    """What the desk asks of a score."""
    rules = desk_settings.get_all(session)
    return Standard(pass_mark=rules[PASS_MARK], tolerance=rules[TOLERANCE])


def translator_of(
    session: Session, article: Article, segment: Segment | None, span: Span | None = None
) -> int | None:
    """Whose words a mark on ``span`` of the English is about; None: somebody's outside."""
    if segment is None or segment.target_revision_id is None:
        return article.translated_by_id
    return _writer(session, article, segment, _revisions(session, [segment.id]), span)


def count_decisions(
    session: Session, actor: Actor, article: Article, segments: Sequence[Segment], at: datetime
) -> dict[int, int]:
    """The rows were approved or sent back: their words are judged, unless by their own writer.

    Two queries however many they are, and two more for each whose words came from other rows. Returns whose words
    count by it (segment id → translator), for :func:`uncount`.
    """
    found: dict[int, list[_Revision]] = defaultdict(list)
    for revision in _revisions(session, [s.id for s in segments]):
        found[revision.segment_id].append(revision)
    writers = {s.id: _writer(session, article, s, found[s.id]) for s in segments}
    return _count(session, {s: writers[s.id] for s in segments if writers[s.id] != actor.id}, at)


def uncount(session: Session, judged: Mapping[int, int], then: datetime) -> None:
    """The decision of that moment by which these words count is taken back; those marked since stay judged."""
    whose: dict[int, list[int]] = defaultdict(list)
    for segment_id, translator_id in judged.items():
        whose[translator_id].append(segment_id)
    scored = [slug for slug, kind in TYPES.items() if kind.scored]
    marked = exists().where(
        Problem.segment_id == Judged.segment_id,
        Problem.translator_id == Judged.translator_id,
        Problem.created_at > then,
        Problem.type.in_(scored),
    )
    for translator_id, segment_ids in whose.items():
        session.execute(
            delete(Judged)
            .where(
                Judged.segment_id.in_(segment_ids),
                Judged.translator_id == translator_id,
                Judged.month == month_of(then),
                ~marked,
            )
            .execution_options(synchronize_session=False)
        )


def count_mark(session: Session, segment: Segment, translator_id: int | None, at: datetime) -> None:
    """A scored problem was marked in the row: its words are judged for whoever wrote those marked."""
    _count(session, {segment: translator_id}, at)


def _count(session: Session, writers: Mapping[Segment, int | None], at: datetime) -> dict[int, int]:
    """Remember the rows' words as judged this month, and say which were not yet. The article is locked, so nobody else
    adds them meanwhile."""
    month = month_of(at)
    have = session.execute(
        select(Judged.segment_id, Judged.translator_id).where(
            Judged.segment_id.in_([segment.id for segment in writers]), Judged.month == month
        )
    )
    known = {(segment_id, translator_id) for segment_id, translator_id in have}
    judged = {
        segment: translator_id
        for segment, translator_id in writers.items()
        if translator_id is not None and (segment.id, translator_id) not in known
    }
    if judged:
        rows = [
            {
                "segment_id": segment.id,
                "translator_id": translator_id,
                "month": month,
                "source_words": segment.source_words,
                "target_words": segment.target_words,
            }
            for segment, translator_id in judged.items()
        ]
        session.execute(insert(Judged), rows)
    return {segment.id: translator_id for segment, translator_id in judged.items()}


def _writer(
    session: Session,
    article: Article,
    segment: Segment,
    found: Sequence[_Revision],
    span: Span | None = None,
) -> int | None:
    """Who wrote the row's English (at ``span``), given its revisions."""
    if not found:
        return article.translated_by_id
    return author_of(_versions(session, segment, found), span) or article.translated_by_id


def _versions(session: Session, segment: Segment, found: Sequence[_Revision]) -> list[Version]:
    """The row's English through its revisions, and that of the rows its words came from, oldest first."""
    origins: dict[int, set[int]] = {}
    if any(r.cause in _MOVES for r in found):
        origins = _origins(session, segment)
        found = _revisions(session, origins)
    own: dict[int, list[int]] = {}
    versions: list[Version] = []
    current = 0
    for index, r in enumerate(found):
        before = own.setdefault(r.segment_id, [])
        parents = before[-1:]
        if r.cause in _BRINGS_BACK:
            parents = [k for k in reversed(before) if versions[k].text == r.text][:1] + parents
        elif r.cause in _MOVES:
            there = [
                [k for k in own.get(n, ()) if found[k].created_at < r.created_at]
                for n in origins[r.segment_id]
            ]
            parents = parents + [earlier[-1] for earlier in there if earlier]
        # Who brings in a file wrote none of it.
        author_id = None if r.cause is Cause.RETURNED_FILE else r.suggested_by_id or r.author_id
        versions.append(Version(r.text, author_id, tuple(parents)))
        before.append(index)
        if r.id == segment.target_revision_id:
            current = index
    return versions[: current + 1]


def _revisions(session: Session, segment_ids: Iterable[int]) -> Sequence[_Revision]:

    query: Select[*tuple[Any, ...]] = select(
        Revision.id,
        Revision.segment_id,
        Revision.text,
        Revision.cause,
        Revision.author_id,
        Revision.suggested_by_id,
        Revision.created_at,
    ).where(Revision.segment_id.in_(list(segment_ids)), Revision.side == Side.TARGET)
    return session.execute(query.order_by(Revision.id)).all()


def _origins(session: Session, segment: Segment) -> dict[int, set[int]]:
    """For this row and all that words of it came from: the rows they came from directly."""
    came: dict[int, set[int]] = {}
    for line in session.execute(
        select(Lineage.from_segment_id, Lineage.to_segment_id).where(Lineage.article_id == segment.article_id)
    ):
        came.setdefault(line.to_segment_id, set()).add(line.from_segment_id)
    reached, waiting = {}, [segment.id]
    while waiting:
        row = waiting.pop()
        if row not in reached:
            reached[row] = came.get(row, set())
            waiting += reached[row]
    return reached
