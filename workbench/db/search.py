"""Article search in both languages, forgiving of alef, hamza, ta marbuta, tashkeel, digits and case.

One module, two implementations: SQLite's FTS5 with trigrams, PostgreSQL's pg_trgm. Both find a term anywhere
in a word, so that ميناء finds الميناء.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.db.models import Article
from workbench.text.arabic import match_key

SHORTEST_TRIGRAM = 3  # shorter terms cannot use the index and are compared row by row


def index_article(session: Session, article: Article) -> None:
    """Store what the article is found by. Call after its titles or fields changed."""
    index_articles(session, [article])


def index_articles(session: Session, articles: Iterable[Article]) -> None:
    """The same for many at once. The articles need not belong to the session; their ids must be stored."""
    rows = [{"id": article.id, "text": _text_of(article)} for article in articles]
    if not rows:
        return
    if _is_sqlite(session):
        session.execute(sa.text("DELETE FROM article_search WHERE rowid = :id"), rows)
        session.execute(sa.text("INSERT INTO article_search (rowid, text) VALUES (:id, :text)"), rows)
    else:
        session.execute(
            sa.text(
                "INSERT INTO article_search (article_id, text) VALUES (:id, :text) "
                "ON CONFLICT (article_id) DO UPDATE SET text = excluded.text"
            ),
            rows,
        )


def _text_of(article: Article) -> str:
    parts = (
        article.target_title,
        article.source_title,
        article.target_byline,
        article.source_byline,
        *article.target_tags,
        *article.source_tags,
        article.slug,
    )
    return match_key(" ".join(p for p in parts if p))


def matches(session: Session, query: str) -> sa.ColumnElement[bool]:
    """A condition on Article: every word of ``query`` is somewhere in what it is found by."""
    terms = match_key(query).split()
    if not terms:
        return sa.true()
    key, table = ("rowid", "article_search") if _is_sqlite(session) else ("article_id", "article_search")
    found = sa.table(table, sa.column(key), sa.column("text"))
    conditions: list[sa.ColumnElement[bool]] = []
    long = [t for t in terms if len(t) >= SHORTEST_TRIGRAM] if _is_sqlite(session) else []
    if long:
        phrase = " AND ".join('"{}"'.format(t.replace('"', '""')) for t in long)
        conditions.append(sa.text("article_search MATCH :phrase").bindparams(phrase=phrase))  # type: ignore[arg-type]
    conditions += [found.c.text.contains(t, autoescape=True) for t in terms if t not in long]
    return Article.id.in_(sa.select(found.c[key]).where(*conditions))


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
