"""How an article stands with its readers, for the frame of every page about it."""

from flask import g

from workbench import clock
from workbench.db.models import Article
from workbench.db.queries.released import NOTHING_OUT, release
from workbench.domain.release import Release
from workbench.web import context


def release_of(article: Article) -> Release:
    """What readers have of the article now. Asked where it was published only, once a page."""
    if not article.edition_number:
        return NOTHING_OUT
    found: dict[int, Release] = g.setdefault("releases", {})
    if article.id not in found:
        with context.database().reading() as session:
            found[article.id] = release(session, article.id, clock.now())
    return found[article.id]
