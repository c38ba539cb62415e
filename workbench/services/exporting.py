"""Hands out editions, and on request drafts, as files."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from workbench.db.models import Article
from workbench.db.queries.editions import find_article, read_edition
from workbench.db.queries.released import release
from workbench.domain.editions import EditionContent
from workbench.domain.errors import NotFound, TooLarge
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.release import EditionStatus, Release, gone_error
from workbench.export.archive import name_among
from workbench.export.house_style import AS_WRITTEN, HouseStyle
from workbench.export.proof import ProofExporter
from workbench.export.registry import exporter, render
from workbench.services.edition_content import content_of

#: Segments of a proof that may be set while somebody waits for the answer: about twenty seconds.
LONGEST_PROOF = 2_000


@dataclass(frozen=True, slots=True)
class Export:
    """A file to hand out; the same edition in the same format has the same bytes every time.

    Of an edition under embargo there are two: before it is out each says until when, in its name that it is so.
    """

    filename: str
    media_type: str
    data: bytes


def export_edition(
    session: Session, actor: Actor | None, slug: str, number: int | None, format_id: str, *, at: datetime
) -> Export:
    """An edition (the one readers have when ``number`` is None) as a file. No actor means the command line.

    Raises as :func:`load_for_export`, and InvalidInput for an unknown format.
    """
    return render_export(load_for_export(session, actor, slug, number, at=at), format_id)


def export_draft(session: Session, actor: Actor | None, slug: str, format_id: str, *, at: datetime) -> Export:
    """The present text as a file stamped as a draft. Raises as :func:`export_edition`."""
    return render_export(load_draft(session, actor, slug, at=at), format_id)


def load_for_export(
    session: Session, actor: Actor | None, slug: str, number: int | None, *, at: datetime
) -> EditionContent:
    """An edition's content, for writing the file after the database has been let go.

    Raises NotFound without such an article or edition, Gone (whose message is the notice for readers) when it was
    withdrawn or erased, NotAllowed for one under embargo without that permission.
    """
    article = _article(session, actor, slug, Permission.EXPORT)
    found = release(session, article.id, at)
    wanted = _number_out(found) if number is None or not found.statuses else number
    status = found.status(wanted)
    if status is None:
        raise NotFound(
            f"There is no edition {wanted} of this article; the newest is {article.edition_number}."
        )
    if status.is_gone:
        raise gone_error(found, wanted)
    if status is EditionStatus.CANCELLED:
        raise NotFound(f"Edition {wanted} was cancelled before it went out.")
    if status is EditionStatus.SCHEDULED and actor is not None:
        require(actor, Permission.EXPORT_SCHEDULED, article.subject)
    edition = read_edition(session, article.id, wanted)
    assert edition is not None, "it has just been listed"
    embargoed_until = edition.content.published_at if status is EditionStatus.SCHEDULED else None
    return replace(edition.content, embargoed_until=embargoed_until)


def _number_out(found: Release) -> int:
    """The number of the edition readers have."""
    if found.out is not None:
        return found.out.number
    if found.gone is not None and found.newest is not None:
        raise gone_error(found, found.newest.number)
    if found.scheduled is not None:
        number = found.scheduled.number
        raise NotFound(
            "This article is under embargo: nothing of it has gone out yet. "
            f"Ask for edition {number} by its number (--edition {number}) to have it stamped with the embargo."
        )
    raise NotFound("This article has not been published yet, so there is only a draft of it.")


def load_draft(session: Session, actor: Actor | None, slug: str, *, at: datetime) -> EditionContent:
    """The present content, for writing the file after the database has been let go.

    Colleagues may have it of an article that was withdrawn or is under embargo too; its stamp says so.
    """
    article = _article(session, actor, slug, Permission.EXPORT_DRAFT)
    found = release(session, article.id, at)
    return replace(
        content_of(session, article), gone=found.gone_as or "", embargoed_until=found.embargoed_until
    )


def render_export(content: EditionContent, format_id: str, style: HouseStyle = AS_WRITTEN) -> Export:
    """The file itself, in a house style where one is asked for; needs no database and may take a while for PDF."""
    form = exporter(format_id)
    return Export(
        name_among(content, form, [form], style),
        form.media_type,
        render(content, format_id, style),
    )


def check_at_once(content: EditionContent, formats: Collection[str]) -> None:
    """Whether files may be made while somebody waits. Raises TooLarge, naming the ways that take their time."""
    if ProofExporter.id in formats and len(content.segments) > LONGEST_PROOF:
        worker = "" if content.is_draft else "tick the article under Export, which prepares it as a zip, or "
        draft = " --draft" if content.is_draft else ""
        raise TooLarge(
            f"A proof of {len(content.segments):,} segments takes too long to wait for here: {worker}run "
            f"`workbench export {content.slug} --format {ProofExporter.id}{draft}` where the program is installed. "
            "The Word table side by side holds the same and comes at once."
        )


def _article(session: Session, actor: Actor | None, slug: str, permission: Permission) -> Article:
    article = find_article(session, slug)
    if actor is not None:
        require(actor, permission, article.subject)
    return article
