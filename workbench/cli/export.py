"""``workbench export`` and ``workbench verify``."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench import clock
from workbench.cli import common
from workbench.cli.house_style import house_style_options
from workbench.db import triggers
from workbench.db.models import Article, Edition
from workbench.db.queries.editions import find_article
from workbench.domain.editions import EditionContent, sealed
from workbench.domain.errors import Gone, NotFound, WorkbenchError
from workbench.export.archive import Archive, free_name
from workbench.export.house_style import HouseStyle
from workbench.export.pdf import PdfExporter, boxed
from workbench.export.registry import BILINGUAL_FORMATS, EXPORTERS
from workbench.services import bulk_exporting, exporting
from workbench.services.verifying import Verified
from workbench.services.verifying import verify as verify_editions

STDOUT = "-"


class EditionNumber(click.ParamType[int | None]):
    """A number from 1, or "latest"."""

    name = "N|latest"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int | None:
        if value is None or isinstance(value, int) or value == "latest":
            return value if isinstance(value, int) else None
        text = str(value)
        if not text.isascii() or not text.isdigit() or int(text) < 1:
            self.fail(f"{text!r} is neither the number of an edition nor latest.", param, ctx)
        return int(text)


@click.command()
@click.argument("slugs", nargs=-1, required=True, metavar="SLUG...")
@click.option(
    "--format",
    "formats",
    type=click.Choice(list(EXPORTERS)),
    required=True,
    multiple=True,
    help="What to write, more than one if wanted: "
    + ", ".join(f"{e.id} ({e.label})" for e in EXPORTERS.values())
    + ".",
)
@click.option("--edition", type=EditionNumber(), help="Which edition; the newest when not said.")
@click.option("--draft", is_flag=True, help="The present text instead, stamped as a draft.")
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help="Where to: a file, a folder, a .zip, or - for standard output. Without it, files here named after the "
    "articles.",
)
@house_style_options
@click.pass_context
def export(
    ctx: click.Context,
    /,
    slugs: tuple[str, ...],
    formats: tuple[str, ...],
    edition: int | None,
    draft: bool,
    output: str | None,
    **chosen: str | None,
) -> None:
    """Write editions of the articles SLUG... to files.

    Only what was published is exported, byte for byte the same each time. SLUG is the article's name in
    its address and the first column of `workbench list`. Several articles or formats go into a folder, or
    into one zip with an index.

    \b
    Examples:
      workbench export port-workers-return --format docx
      workbench export port-workers-return --format md --edition 1 -o - | less
      workbench export port-workers-return --format txt --draft
      workbench export port-workers-return dam-dispute --format html --format txt -o july.zip
      workbench export port-workers-return --format html --quotes curly --dashes en

    \b
    Exit codes: 0 written; 1 of several articles some could not be (they are named); 2 no such article or
    edition, or the file could not be written.
    """
    if draft and edition is not None:
        raise click.UsageError(
            "--draft is the present text and --edition a published one; ask for one of them."
        )
    style = HouseStyle.of(chosen)
    if style.chosen:
        _check_style(formats)
    slugs, formats = tuple(dict.fromkeys(slugs)), tuple(dict.fromkeys(formats))
    with common.open_database() as database:

        def load(slug: str) -> EditionContent:
            with database.reading() as session:
                _find(session, slug)
                if draft:
                    return exporting.load_draft(session, None, slug, at=clock.now())
                return exporting.load_for_export(session, None, slug, edition, at=clock.now())

        is_zip = output is not None and output.casefold().endswith(".zip") and not Path(output).is_dir()
        if len(slugs) == len(formats) == 1 and not is_zip:
            _write_one(load(slugs[0]), formats[0], output, style)
        elif _write_several(slugs, formats, output, load, is_zip=is_zip, style=style):
            ctx.exit(1)


def _check_style(formats: Sequence[str]) -> None:
    """Raises UsageError where no format takes a house style; says so of one that does not beside others."""
    as_written = [format_id for format_id in formats if format_id in BILINGUAL_FORMATS]
    if not as_written:
        return
    says = f"House style is for readers’ forms: {', '.join(as_written)} {'keep' if len(as_written) > 1 else 'keeps'} the words as they were decided on."
    if len(as_written) == len(formats):
        raise click.UsageError(f"{says} Leave the options of the house style out.")
    click.echo(says, err=True)


def _write_one(content: EditionContent, format_id: str, output: str | None, style: HouseStyle) -> None:
    found = exporting.render_export(content, format_id, style)
    if output == STDOUT:
        if sys.stdout.isatty() and not found.media_type.startswith("text/"):
            raise click.UsageError(
                f"A .{format_id} file is not for reading in a terminal; name a file with -o."
            )
        sys.stdout.buffer.write(found.data)
        sys.stdout.buffer.flush()
        return
    path = Path(output) if output else Path(found.filename)
    if path.is_dir():
        path = path / found.filename
    _write(path, found.data)
    what = "draft" if content.is_draft else f"edition {content.number}"
    click.echo(f"{path}: {what}, {len(found.data):,} bytes", err=True)
    if format_id == PdfExporter.id and (says := boxed(content)):
        click.echo(says, err=True)


def _write_several(
    slugs: Sequence[str],
    formats: Sequence[str],
    output: str | None,
    load: Callable[[str], EditionContent],
    *,
    is_zip: bool,
    style: HouseStyle,
) -> int:
    """Write them all, one article in memory at a time; how many articles could not be, each named."""
    if output == STDOUT:
        raise click.UsageError("Several files cannot go to standard output; name a folder or a .zip with -o.")
    path = Path(output or ".")
    if not is_zip and path.exists() and not path.is_dir():
        raise click.UsageError(f"{path} is a file; several files need a folder or a .zip.")
    failures: list[str] = []
    with _place(path, is_zip=is_zip) as place:
        for slug in slugs:
            try:
                content = load(slug)
            except WorkbenchError as error:
                if len(slugs) == 1:
                    raise
                failures.append(slug)
                place.miss(slug, error.message)
                click.echo(f"{slug}: {error.message}", err=True)
                continue
            bulk_exporting.add(place, content, formats, style)
            what = "draft" if content.is_draft else f"edition {content.number}"
            click.echo(f"{slug}: {what}, {', '.join(formats)}", err=True)
    written = len(slugs) - len(failures)
    click.echo(f"{path}: {common.counted(written, 'article')}, {len(failures)} missing", err=True)
    return len(failures)


class _Folder:
    """A folder that takes files as an archive does."""

    def __init__(self, path: Path) -> None:
        self._path, self._names = path, set[str]()

    def add(self, name: str, data: bytes, *, of: Sequence[object]) -> str:
        name = free_name(name, self._names)
        _write(self._path / name, data)
        return name

    def miss(self, slug: str, why: str) -> None: ...


@contextmanager
def _place(path: Path, *, is_zip: bool) -> Iterator[bulk_exporting.Place]:
    """Where the files go. A zip takes its name only when it is whole."""
    try:
        if not is_zip:
            path.mkdir(parents=True, exist_ok=True)
            yield _Folder(path)
            return
        part = path.with_name(f"{path.name}.part")
        try:
            with part.open("wb") as file:
                archive = Archive(file)
                yield archive
                archive.close()
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise click.FileError(str(path), hint=error.strerror or "it cannot be written") from None


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise click.FileError(str(path), hint=error.strerror or "it cannot be written") from None


@click.command()
@click.argument("slug", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line and article, for scripts.")
@click.option(
    "--print",
    "number",
    type=click.IntRange(min=1),
    metavar="N",
    help="Only print the bytes whose SHA-256 is the fingerprint of edition N of SLUG, to check it by other means.",
)
@click.pass_context
def verify(ctx: click.Context, slug: str | None, as_json: bool, number: int | None) -> None:
    """Check that every edition is what was published (of the article SLUG, or of all).

    Recomputes each edition's fingerprint and the chain that ties it to the one before, and holds all that
    happened to an edition against the audit log, both ways. So it finds what was changed by hand in
    editions, in their record or in the log.

    Who changes all of them alike, with every fingerprint made anew, is found only by what was kept
    elsewhere: --json prints each article's "record", a fingerprint after each thing that happened. What
    was kept is how a later record of that article begins. With SLUG, its last one is printed.

    A fingerprint is the SHA-256 of that of the edition before (edition 1: of nothing), a line feed, and the
    content as canonical JSON (RFC 8785) in UTF-8.

    \b
    Exit codes: 0 all is well; 1 an edition fails (it is named), or the database lacks triggers that refuse
    changes: nothing may have been changed, but somebody made it possible; 2 no such article.
    """
    if number is not None and (slug is None or as_json):
        raise click.UsageError("--print goes with the name of an article, and nothing else.")
    failures = articles = editions = 0
    with common.open_database() as database, database.reading() as session:
        article = _find(session, slug) if slug else None
        if article and number is not None:
            click.echo(_sealed(session, article, number), nl=False)
            return
        for found in verify_editions(session, article):
            articles, editions, failures = (
                articles + 1,
                editions + found.editions,
                failures + len(found.failures),
            )
            _say(found, as_json=as_json)
            if slug and found.record and not as_json:
                acts = "1 act" if len(found.record) == 1 else f"{len(found.record)} acts"
                click.echo(f"{slug}: its record of {acts} has SHA-256 {found.record[-1]}")
        lacking = triggers.lacking(session.connection())
    if not as_json:
        count = f"{editions} {'edition' if editions == 1 else 'editions'} of {articles} "
        count += "article" if articles == 1 else "articles"
        faults = "1 fault" if failures == 1 else f"{failures} faults"
        click.echo(f"{count} checked: {faults if failures else 'all as published'}.")
    if lacking:
        click.echo(
            f"The database does not refuse all changes any more: triggers are missing or altered ({', '.join(lacking)}). "
            "Whoever removed them could change what this compares. Create them again: workbench db upgrade",
            err=True,
        )
    if failures or lacking:
        ctx.exit(1)


def _sealed(session: Session, article: Article, number: int) -> bytes:
    """What an edition's fingerprint is the SHA-256 of. Raises NotFound, Gone."""
    one = select(Edition).where(Edition.article_id == article.id, Edition.number == number)
    edition = session.scalar(one)
    if edition is None:
        raise NotFound(f"{article.slug!r} has no edition {number}.")
    if not edition.content:
        raise Gone(
            f"The text of edition {number} was erased, so its fingerprint cannot be computed any more."
        )
    return sealed(edition.content, edition.previous_sha256)


def _find(session: Session, slug: str) -> Article:
    """Raises NotFound, in words for somebody who typed the name."""
    try:
        return find_article(session, slug)
    except NotFound:
        raise NotFound(
            f"There is no article named {slug!r}. `workbench list` shows the names of those on the desk."
        ) from None


def _say(found: Verified, *, as_json: bool) -> None:
    if as_json:
        faults = [{"edition": f.number, "says": f.says} for f in found.failures]
        erased = [{"edition": e.number, "at": e.at.isoformat(), "by": e.by} for e in found.erased]
        said = {
            "slug": found.slug,
            "editions": found.editions,
            "faults": faults,
            "erased": erased,
            "record": found.record,
        }
        click.echo(json.dumps(said, ensure_ascii=False))
        return
    for gone in found.erased:
        click.echo(f"{found.slug}: edition {gone.number} was erased on {gone.at:%Y-%m-%d} by {gone.by}")
    for failure in found.failures:
        click.echo(f"{failure.slug}: edition {failure.number} {failure.says}")
