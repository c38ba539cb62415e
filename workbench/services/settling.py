"""Up to which words of a row the last edition settled who stands behind them: what was written since is counted anew.

An edition settles its words, as two people stand behind them or it says that they do not. Those that it let out on one
person's word (a breaking release, a mended typo) stay owed, and those it published again as they were settle nothing
new: of both the edition before it decides.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Segment
from workbench.db.queries.editions import read_edition
from workbench.db.queries.owed import recorded
from workbench.domain.editions import EditionContent, EditionKind
from workbench.domain.owed import owed_numbers
from workbench.domain.release import Release
from workbench.services import backing


def settled_by(session: Session, article_id: int, found: Release) -> Mapping[int, int | None]:
    """By row, the English revision settled by what readers have (``found.newest``); rows without one are left out."""
    settled: dict[int, int | None] = {}
    unsettled: set[int] | None = None  # None: every row there is
    for issue in reversed(found.came_out):
        edition = read_edition(session, article_id, issue.number)
        if edition is None or edition.line.is_erased:
            break
        waits = _settles_nothing(edition.content)
        for segment in edition.content.segments:
            if segment.id not in waits and (unsettled is None or segment.id in unsettled):
                settled[segment.id] = segment.target_revision_id
        unsettled = waits if unsettled is None else unsettled & waits
        if not unsettled:
            break
    return settled


def _settles_nothing(content: EditionContent) -> set[int]:
    one_word = content.owed if content.is_breaking or content.kind is EditionKind.TYPO else ()
    return {*content.kept, *one_word}


def owed_since(
    session: Session, settled: Mapping[int, int | None], *, upto: Mapping[int, int | None] | None = None
) -> set[int]:
    """Which of these rows have words that one person alone stands behind, counted from behind those revisions.

    ``upto``: as if that revision, which went out before, were the newest; what was decided on later words of the row
    was said of those.
    """
    return {
        row_id
        for row_id, one in recorded(session, settled).items()
        if owed_numbers(one.standing, None if upto is None else one.number(upto[row_id]))
    }


def count_anew(session: Session, article: Article, found: Release) -> Collection[Segment]:
    """Count what is owed from what readers have, as after a later edition was cancelled; the rows of the article."""
    settled = settled_by(session, article.id, found)
    rows = session.scalars(
        select(Segment).where(Segment.article_id == article.id, Segment.retired.is_(False))
    ).all()
    for row in rows:
        row.published_revision_id = settled.get(row.id)
    backing.refresh_owed(session, *rows)
    return rows
