"""``workbench export`` and ``workbench verify``."""

import json
import sys
from pathlib import Path

import click
from sqlalchemy.orm import Session

from workbench import clock
from workbench.cli import common
from workbench.db.models import Article
from workbench.db.queries.editions import find_article
from workbench.domain.errors import NotFound
from workbench.export.registry import EXPORTERS
from workbench.services import exporting
from workbench.services.verifying import Verified
from workbench.services.verifying import verify as verify_editions

STDOUT = "-"


@click.command()
@click.argument("slug")
@click.option(
    "--format",
    "format_id",
    type=click.Choice(list(EXPORTERS)),
    required=True,
    help="What to write: " + ", ".join(f"{e.id} ({e.label})" for e in EXPORTERS.values()) + ".",
)
@click.option("--edition", type=click.IntRange(1), help="Which edition; the newest when not said.")
@click.option("--draft", is_flag=True, help="The present text instead, stamped as a draft.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where to: a file, a folder, or - for standard output. Without it, a file here named after the article.",
)
def export(slug: str, format_id: str, edition: int | None, draft: bool, output: str | None) -> None:
    """Write an edition of the article SLUG to a file.

    Only what was published is exported, byte for byte the same each time. SLUG is the article's name in
    its address and the first column of `workbench list`.

    \b
    Examples:
      workbench export port-workers-return --format docx
      workbench export port-workers-return --format md --edition 1 -o - | less
      workbench export port-workers-return --format txt --draft

    \b
    Exit codes: 0 written; 2 no such article or edition, or the file could not be written.
    """
    if draft and edition is not None:
        raise click.UsageError(
            "--draft is the present text and --edition a published one; ask for one of them."
        )
    with common.open_database() as database, database.reading() as session:
        _find(session, slug)
        if draft:
            content = exporting.load_draft(session, None, slug)
        else:
            content = exporting.load_for_export(session, None, slug, edition, at=clock.now())
    found = exporting.render_export(content, format_id)
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
    try:
        path.write_bytes(found.data)
    except OSError as error:
        raise click.FileError(str(path), hint=error.strerror or "it cannot be written") from None
    what = "draft" if content.is_draft else f"edition {content.number}"
    click.echo(f"{path}: {what}, {len(found.data):,} bytes", err=True)


@click.command()
@click.argument("slug", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line and article, for scripts.")
@click.pass_context
def verify(ctx: click.Context, slug: str | None, as_json: bool) -> None:
    """Check that every edition is what was published (of the article SLUG, or of all).

    Recomputes each edition's fingerprint and the chain that ties it to the one before. A fingerprint
    tells of any change made to the database by hand.

    \b
    Exit codes: 0 all is well; 1 an edition fails (it is named); 2 no such article.
    """
    failures = articles = editions = 0
    with common.open_database() as database, database.reading() as session:
        article = _find(session, slug) if slug else None
        for found in verify_editions(session, article):
            articles, editions, failures = (
                articles + 1,
                editions + found.editions,
                failures + len(found.failures),
            )
            _say(found, as_json=as_json)
    if not as_json:
        count = f"{editions} {'edition' if editions == 1 else 'editions'} of {articles} "
        count += "article" if articles == 1 else "articles"
        click.echo(f"{count} checked: " + ("all as published." if not failures else f"{failures} faults."))
    if failures:
        ctx.exit(1)


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
        said = {"slug": found.slug, "editions": found.editions, "faults": faults, "erased": erased}
        click.echo(json.dumps(said, ensure_ascii=False))
        return
    for gone in found.erased:
        click.echo(f"{found.slug}: edition {gone.number} was erased on {gone.at:%Y-%m-%d} by {gone.by}")
    for failure in found.failures:
        click.echo(f"{failure.slug}: edition {failure.number} {failure.says}")
