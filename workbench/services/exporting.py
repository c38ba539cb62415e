"""Hands out editions, and on request drafts, as files."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from workbench.db.models import Article
from workbench.db.queries.editions import find_article, read_edition
from workbench.domain.editions import EditionContent
from workbench.domain.errors import NotFound
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.export.filename import file_name
from workbench.export.registry import exporter
from workbench.services.publishing import content_of


@dataclass(frozen=True, slots=True)
class Export:
    """A file to hand out; the same edition in the same format has the same bytes every time."""

    filename: str
    media_type: str
    data: bytes


def export_edition(
    session: Session, actor: Actor | None, slug: str, number: int | None, format_id: str
) -> Export:
    """An edition (the newest when ``number`` is None) as a file. No actor means the command line.

    Raises NotFound without such an article or edition, InvalidInput for an unknown format.
    """
    return render_export(load_for_export(session, actor, slug, number), format_id)


def export_draft(session: Session, actor: Actor | None, slug: str, format_id: str) -> Export:
    """The present text as a file stamped as a draft. Raises as :func:`export_edition`."""
    return render_export(load_draft(session, actor, slug), format_id)


def load_for_export(session: Session, actor: Actor | None, slug: str, number: int | None) -> EditionContent:
    """An edition's content, for writing the file after the database has been let go."""
    article = _article(session, actor, slug, Permission.EXPORT)
    edition = read_edition(session, article.id, number)
    if edition is not None:
        return edition.content
    if article.edition_number == 0:
        raise NotFound("This article has not been published yet, so there is only a draft of it.")
    raise NotFound(f"There is no edition {number} of this article; the newest is {article.edition_number}.")


def load_draft(session: Session, actor: Actor | None, slug: str) -> EditionContent:
    """The present content, for writing the file after the database has been let go."""
    return content_of(session, _article(session, actor, slug, Permission.EXPORT_DRAFT))


def render_export(content: EditionContent, format_id: str) -> Export:
    """The file itself; needs no database and may take a while for Word."""
    form = exporter(format_id)
    return Export(
        file_name(content.slug, content.number, form.extension), form.media_type, form.write(content)
    )


def _article(session: Session, actor: Actor | None, slug: str, permission: Permission) -> Article:
    article = find_article(session, slug)
    if actor is not None:
        require(actor, permission, article.subject)
    return article
