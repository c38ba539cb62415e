"""Editions: the article as published, its record, downloads, and redlines between any two."""

import csv
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any

from flask import Blueprint, Response, render_template, request, send_file, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from workbench import clock
from workbench.db.models import Article
from workbench.db.queries import at_stake, second_eyes
from workbench.db.queries.editions import EditionLine, ReadEdition, edition_lines, read_edition
from workbench.db.queries.released import release
from workbench.db.queries.rows import article_by_slug
from workbench.domain import house
from workbench.domain.comparison import (
    Difference,
    changed_fields,
    compare_contents,
    compare_corrections,
    only_changed,
)
from workbench.domain.editions import EditionContent
from workbench.domain.errors import InvalidInput, NotFound
from workbench.domain.kinds import Side
from workbench.domain.permissions import Permission, allows
from workbench.domain.problems import label_of
from workbench.domain.release import (
    EditionStatus,
    Release,
    edition_words,
    pair_to_compare,
)
from workbench.export.archive import Archive
from workbench.export.exporter import Exporter
from workbench.export.filename import file_name
from workbench.export.house_style import OPTIONS, HouseStyle, restyled
from workbench.export.html import article_html
from workbench.export.parts import Form, correction_part, parts
from workbench.export.pdf import boxed
from workbench.export.registry import BILINGUAL_FORMATS, EXPORTERS, READER_FORMATS
from workbench.export.txt import plain_text
from workbench.services import (
    bulk_exporting,
    desk_settings,
    edition_content,
    exporting,
    outside,
    projection,
)
from workbench.services.exporting import Export
from workbench.text.cells import from_cell
from workbench.web import context
from workbench.web.offers import next_step
from workbench.web.routing import page
from workbench.web.security import document_policy

bp = Blueprint("editions", __name__)

PRESENT = "present"
VIEWS = ("inline", "side", "read")
#: The formats as the page offers them.
GROUPS = (
    ("For readers", tuple(READER_FORMATS.values())),
    ("With both languages", tuple(BILINGUAL_FORMATS.values())),
)
#: A comparison with more rows than this is cut; nobody reads further in one go.
MOST_ROWS = 2000


@page(bp, "/articles/<slug>/editions/<int:number>", permission=Permission.READ)
def show(slug: str, number: int) -> Any:
    return _edition_page(slug, number)


def _edition_page(slug: str, number: int, error: InvalidInput | None = None) -> str:
    at = clock.now()
    with context.database().reading() as session:
        article = article_by_slug(session, slug)
        edition = read_edition(session, article.id, number)
        lines = edition_lines(session, article.id)
        found = release(session, article.id, at)
        is_behind = projection.is_out_behind(session, article, found)
        access = house.Outside(desk_settings.get(session, house.OUTSIDE))
        since = None  # as it is at its address, where later corrections stand at its head
        if found.status(number) is EditionStatus.SUPERSEDED:
            since = outside.read_content(session, outside.find_out(session, slug, number, at=at))
        stops = article.counts.stops
        if edition and found.status(number) is EditionStatus.OUT:
            stops = at_stake.count_stops(session, article, edition.content)
        on_one_word = second_eyes.on_one_word(session, context.actor(), edition.content) if edition else ()
    if edition is None:
        raise _no_edition(number, article.edition_number)
    style = HouseStyle.of(request.args)
    embargoed_until = found.embargoed_until if found.status(number) is EditionStatus.SCHEDULED else None
    shown = restyled(replace(edition.content, embargoed_until=embargoed_until), style)
    return render_template(
        "editions/show.html",
        article=article,
        line=edition.line,
        content=edition.content,
        body=Markup(article_html(parts(shown))),  # noqa: S704  built by the exporter, which escapes
        plain=plain_text(parts(shown)),
        told_since=_told_since(since) if since else "",
        access=access.value,
        base=context.settings().url or request.url_root.rstrip("/"),
        lines=lines,
        told=_told(found, lines),
        pair=pair_to_compare(found, number),
        release=found,
        status=found.status(number),
        fate=found.fate(number),
        is_behind=is_behind,
        stops=stops,
        on_one_word=on_one_word,
        export_groups=GROUPS,
        style_options=OPTIONS,
        style=style.chosen,
        can_look=_can_look,
        boxed=boxed(shown),
        error=error,
        why_no_files=_why_no_files(found.status(number), article),
        numbers={s.id: number for number, s in enumerate(edition.content.segments, 1)},
        label_of=label_of,
    )


def _told_since(content: EditionContent) -> Markup:
    """What whoever fetches an earlier edition is told first: what later ones corrected."""
    later = replace(content, corrections=())
    head = tuple(part for part in parts(later) if part.form is Form.CORRECTION)
    return Markup(article_html(head)) if head else Markup("")  # noqa: S704  built by the exporter, which escapes


def _told(found: Release, lines: Sequence[EditionLine]) -> Mapping[int, tuple[str, ...]]:
    """What tells these editions apart in a list, by number."""
    return edition_words(
        found,
        breaking={line.number for line in lines if line.is_breaking},
        corrections={line.number for line in lines if line.is_correction},
        typos={line.number for line in lines if line.is_typo},
    )


#: Why an edition that stands so is not handed out as a file.
_NO_FILES = {
    EditionStatus.CANCELLED: "It never went out, so there are no files of it.",
    EditionStatus.WITHDRAWN: "It is withdrawn, so no format of it is handed out. Whoever asks for one gets the notice.",
    EditionStatus.ERASED: "Its text is erased, so there is nothing to take along.",
}


def _why_no_files(status: EditionStatus | None, article: Article) -> str:
    may_already = allows(context.visitor(), Permission.EXPORT_SCHEDULED, article.subject)
    if status is EditionStatus.SCHEDULED and not may_already:
        return "It is under embargo. Until it goes out, only the desk takes files of it."
    return _NO_FILES.get(status, "") if status else ""


@page(bp, "/articles/<slug>/editions/<int:number>/<format_id>", permission=Permission.EXPORT)
def download(slug: str, number: int, format_id: str) -> AnyResponse:
    with context.database().reading() as session:
        content = exporting.load_for_export(session, context.actor(), slug, number, at=clock.now())
        article = article_by_slug(session, slug)
    exporting.check_at_once(content, [format_id])
    found = exporting.render_export(content, format_id, HouseStyle.of(request.args))
    if request.args.get("look") and _can_look(found.media_type):
        return _look(found, article, number, EXPORTERS[format_id])
    return _file(found)


@page(bp, "/articles/<slug>/editions/<int:number>/files", permission=Permission.EXPORT)
def several(slug: str, number: int) -> AnyResponse:
    """The edition in each ``?format=`` as one zip."""
    formats = list(dict.fromkeys(filter(None, request.args.getlist("format"))))
    if not formats:
        error = InvalidInput("Tick the formats that go into the zip first.", field="format")
        answer = context.html(_edition_page(slug, number, error))
        answer.status_code = error.status
        return answer
    with context.database().reading() as session:
        content = exporting.load_for_export(session, context.actor(), slug, number, at=clock.now())
    exporting.check_at_once(content, formats)
    file = BytesIO()
    archive = Archive(file)
    style = HouseStyle.of(request.args)
    bulk_exporting.add(archive, content, formats, style)
    archive.close()
    name = file_name(
        content.slug, content.number, "zip", is_embargoed=bool(content.embargoed_until), style=style.name
    )
    return _file(Export(name, "application/zip", file.getvalue()))


@page(bp, "/articles/<slug>/draft/<format_id>", permission=Permission.EXPORT_DRAFT)
def download_draft(slug: str, format_id: str) -> AnyResponse:
    with context.database().reading() as session:
        content = exporting.load_draft(session, context.actor(), slug, at=clock.now())
    exporting.check_at_once(content, [format_id])
    return _file(exporting.render_export(content, format_id, HouseStyle.of(request.args)))


def _can_look(media_type: str) -> bool:
    """Whether a browser shows it by itself: pages, PDF, and whatever is text."""
    kind = media_type.partition(";")[0]
    return kind.startswith("text/") or kind.endswith(("json", "xml", "/pdf"))


def _look(found: Export, article: Article, number: int, form: Exporter) -> AnyResponse:
    """To be looked at in the browser: a page as a page, a table as a table, other text as text on a page of ours."""
    kind = found.media_type.partition(";")[0]
    if kind not in ("text/html", "application/pdf"):
        text = found.data.decode("utf-8-sig")
        head, *rows = csv.reader(StringIO(text, newline="")) if kind == "text/csv" else ((),)
        values: dict[str, Any] = {name: value for name, value in request.args.items() if name != "look"}
        return context.html(
            render_template(
                "editions/look.html",
                article=article,
                number=number,
                form=form,
                file=url_for(
                    "editions.download", slug=article.slug, number=number, format_id=form.id, **values
                ),
                text=text,
                # Isolates would hide a cell's direction from the browser.
                table=(head, [map(from_cell, row) for row in rows]) if head else None,
            )
        )
    response = Response(found.data, content_type=found.media_type)
    if kind == "text/html":  # a PDF's viewer is a page of the browser's own
        response.headers["Content-Security-Policy"] = document_policy(found.media_type)
    return response


def _file(found: Export) -> AnyResponse:
    response = send_file(
        BytesIO(found.data),
        as_attachment=True,
        download_name=found.filename,
        etag=hashlib.sha256(found.data).hexdigest(),
    )
    response.headers["Content-Type"] = found.media_type
    return response.make_conditional(request)


@page(bp, "/articles/<slug>/compare", permission=Permission.READ)
def compare(slug: str) -> Any:
    """``?from=1&to=2``, or ``to=present``; ``all=1`` shows the unchanged segments between too.

    ``view``: ``inline``, ``side`` (the two texts beside each other) or ``read`` (one text to read through, whole).
    """
    asked_from, asked_to = request.args.get("from", ""), request.args.get("to", PRESENT)
    view = request.args.get("view", "")
    view = view if view in VIEWS else VIEWS[0]
    everything = request.args.get("all") == "1" or view == "read"
    with context.database().reading() as session:
        article = article_by_slug(session, slug)
        lines = edition_lines(session, article.id)
        if not lines:
            raise NotFound("This article has no edition yet, so there is nothing to compare.")
        found = release(session, article.id, clock.now())
        usual = pair_to_compare(found)
        first = asked_from or str(usual[0] if usual else lines[0].number)
        old = _edition_asked(session, article.id, first, article.edition_number)
        new: EditionContent
        if asked_to == PRESENT:
            # With what the next edition would go on telling.
            new = replace(edition_content.content_of(session, article), corrections=found.corrections)
        else:
            new = _edition_asked(session, article.id, asked_to, article.edition_number).content
    gone = [
        (number, found.fate(number))
        for number in dict.fromkeys((old.line.number, new.number))
        if number and found.status(number) is EditionStatus.ERASED
    ]
    changes = () if gone else compare_contents(old.content, new)
    changed = only_changed(changes)
    shown = changes if everything else changed
    told_changes = () if gone else compare_corrections(old.content, new)
    fields = () if gone else changed_fields(old.content, new)
    told_changed = tuple(one for one in told_changes if one.difference is not Difference.SAME)
    return render_template(
        "editions/compare.html",
        article=article,
        next=next_step(context.actor(), article.subject, article.stage, article.counts, article.handed_to),
        lines=lines,
        told=_told(found, lines),
        gone=gone,
        usual=usual,
        old_number=old.line.number,
        new_number=new.number,
        changes=shown[:MOST_ROWS],
        hidden=max(0, len(shown) - MOST_ROWS),
        corrections=[
            (one.difference, correction_part(new, one.correction).text)
            for one in (told_changes if everything else told_changed)
        ],
        changed_count=len(changed) + len(told_changed) + len(fields),
        total=len(changes) + len(told_changes) + len(fields),
        everything=everything,
        view=view,
        fields=fields,
        source_side=Side.SOURCE,
    )


def _edition_asked(session: Any, article_id: int, asked: str, newest: int) -> ReadEdition:
    if not (asked.isascii() and asked.isdigit() and len(asked) < 9):
        raise NotFound(f"“{asked[:40]}” is not the number of an edition.")
    number = int(asked)
    edition = read_edition(session, article_id, number)
    if edition is None:
        raise _no_edition(number, newest)
    return edition


def _no_edition(number: int, newest: int) -> NotFound:
    if not newest:
        return NotFound("This article has not been published yet.")
    return NotFound(f"There is no edition {number} of this article; the newest is {newest}.")
