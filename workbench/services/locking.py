"""Loading rows in the one order that cannot deadlock: a draft, then its article, then that one's segments."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from workbench.db.models import Article, ImportDraft, Problem, Segment
from workbench.domain.errors import NotFound
from workbench.domain.people import Actor

# Built once: these run on every save.
_ARTICLE = select(Article).with_for_update().execution_options(populate_existing=True)
_ARTICLE_BY_ID = _ARTICLE.where(Article.id == bindparam("article_id"))
_ARTICLE_OF_SEGMENT = _ARTICLE.where(
    Article.id
    == select(Segment.article_id)
    .where(Segment.id == bindparam("segment_id"))
    .correlate(None)
    .scalar_subquery()
)
_SEGMENT = (
    select(Segment)
    .where(Segment.id == bindparam("segment_id"))
    .options(joinedload(Segment.target_revision))  # almost everything done to a row asks for it
    .execution_options(populate_existing=True)
)


def lock_article(session: Session, article_id: int) -> Article:
    """The article, locked until the end of the transaction (on SQLite the whole database is). Raises NotFound."""
    article = session.scalar(_ARTICLE_BY_ID, {"article_id": article_id})
    if article is None:
        raise NotFound("There is no such article.")
    return article


def lock_draft_of_article(session: Session, actor: Actor, draft_id: int) -> tuple[ImportDraft, Article]:
    """A draft of the actor's that goes into an article in work, and that article, both locked. Raises NotFound."""
    draft = session.scalars(
        select(ImportDraft)
        .where(ImportDraft.id == draft_id, ImportDraft.owner_id == actor.id)
        .with_for_update()
    ).one_or_none()
    if draft is None or draft.into_article_id is None:
        raise NotFound("That import is not there. It may have been discarded; start a new one.")
    return draft, lock_article(session, draft.into_article_id)


def lock_segment(session: Session, segment_id: int) -> tuple[Article, Segment]:
    """The segment and its article, the article locked. Raises NotFound for a retired segment too."""
    article = session.scalar(_ARTICLE_OF_SEGMENT, {"segment_id": segment_id})
    if article is None:
        raise NotFound("There is no such segment.")
    segment = session.scalar(_SEGMENT, {"segment_id": segment_id})
    if segment is None or segment.retired:
        raise NotFound("This segment has been merged or removed. Its text and history were kept.")
    return article, segment


def lock_problem(session: Session, problem_id: int) -> tuple[Article, Problem]:
    """The problem and its article, the article locked. Raises NotFound."""
    article_id = session.scalar(select(Problem.article_id).where(Problem.id == problem_id))
    if article_id is None:
        raise NotFound("There is no such problem.")
    article = lock_article(session, article_id)
    problem = session.get(Problem, problem_id, populate_existing=True)
    assert problem is not None
    return article, problem
