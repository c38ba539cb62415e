"""``workbench list``: the articles on the desk, for people at a terminal and for scripts."""

import json
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

import click

from workbench import clock
from workbench.cli import common
from workbench.db.queries.editions import ListedArticle, list_articles
from workbench.domain.release import Release, stands_at
from workbench.domain.stages import Stage
from workbench.text.bidi import visual

PIPE_WIDTH = 120
LONGEST_SLUG = 36


@click.command("list")
@click.option("--stage", type=click.Choice([s.value for s in Stage]), help="Only articles at this stage.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "slug", "json"]),
    default="table",
    show_default=True,
    help="table for reading; slug, one name a line; json, one object a line.",
)
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@click.option(
    "--logical", is_flag=True, help="Leave Arabic in logical order: this terminal orders it itself."
)
def list_command(stage: str | None, form: str, logical: bool) -> None:
    """List the articles on the desk, the last changed first.

    On hold, spiked and archived ones are left out. In a terminal, Arabic is put in visual order, since
    most terminals do not do so themselves; in a pipe or a file it stays in logical order.

    \b
    Examples:
      workbench list --stage review
      workbench list --stage published --format slug | xargs -n1 workbench export --format txt

    \b
    Exit codes: 0 also when there are none; 2 the database could not be opened.
    """
    to_terminal = sys.stdout.isatty()
    with common.open_database() as database, database.reading() as session:
        articles = list_articles(session, Stage(stage) if stage else None, at=clock.now())
        if form == "table":
            order = visual if to_terminal and not logical else str
            width = shutil.get_terminal_size().columns if to_terminal else PIPE_WIDTH
            lines = table(articles, width=width, order=order, none_at=stage)
        else:
            lines = map(_LINES[form], articles)
        for line in lines:
            click.echo(line)


def _slug_line(article: ListedArticle) -> str:
    return article.slug


def _json_line(article: ListedArticle) -> str:
    return json.dumps(
        {
            "slug": article.slug,
            "stage": article.stage.value,
            "readers": article.release.standing.value,
            "english": article.target_title,
            "arabic": article.source_title,
            "approved": article.approved,
            "segments": article.segments,
            "problems": article.problems,
            "notes": article.notes,
            "edition": newest.number if (newest := article.release.newest) else None,
            "scheduled": to_come.number if (to_come := article.release.scheduled) else None,
            "changed_at": article.changed_at.isoformat(),
        },
        ensure_ascii=False,
    )


_LINES: dict[str, Callable[[ListedArticle], str]] = {"slug": _slug_line, "json": _json_line}

HEADINGS = ("ARTICLE", "STAGE", "APPROVED", "PROBLEMS", "EDITION")
#: Less room than this for the headlines, and only one of the two is shown.
BOTH_HEADLINES = 64
#: Rows looked at to find how wide the columns are; a list of any length then streams.
SAMPLED = 200


def table(
    articles: Iterable[ListedArticle],
    *,
    width: int,
    order: Callable[[str], str] = str,
    none_at: str | None = None,
) -> Iterator[str]:
    """The lines of the table, at most ``width`` columns wide. ``order`` is applied to each headline."""
    rows = ((a, _cells(a)) for a in articles)
    first = list(islice(rows, SAMPLED))
    if not first:
        yield f"No article is at the stage “{none_at}”." if none_at else "There are no articles yet."
        return
    widths = [
        max(columns(heading), *(columns(cells[i]) for _, cells in first))
        for i, heading in enumerate(HEADINGS)
    ]
    room = max(width - sum(widths) - 2 * len(widths), 16)
    yield _row([*HEADINGS, "HEADLINE"], widths)
    for article, cells in chain(first, rows):
        yield _row([*cells, _headlines(article, room, order)], widths)


def _headlines(article: ListedArticle, room: int, order: Callable[[str], str]) -> str:
    """Both headlines where there is room, else the English one, or the Arabic one while there is no other."""
    english, arabic = (" ".join(text.split()) for text in (article.target_title, article.source_title))
    # The beginning of a headline says most, in either direction: cut in logical order, then turn.
    if room < BOTH_HEADLINES or not english or not arabic:
        return order(cut(english or arabic, room))
    half = (room - 2) // 2
    return f"{pad(order(cut(english, half)), half)}  {order(cut(arabic, half))}"


def _cells(article: ListedArticle) -> list[str]:
    return [
        cut(article.slug, LONGEST_SLUG),
        stands_at(article.stage, article.release).value,
        f"{article.approved}/{article.segments}",
        _problems(article),
        _editions(article.release),
    ]


def _editions(found: Release) -> str:
    """The edition that is out, and the one still to go out."""
    newest = str(found.newest.number) if found.newest else "–"
    return f"{newest} ({found.scheduled.number} scheduled)" if found.scheduled else newest


def _problems(article: ListedArticle) -> str:
    """As the desk counts them: questions, praise and the like are notes."""
    notes = common.counted(article.notes, "note") if article.notes else ""
    return ", ".join(filter(None, [str(article.problems or ""), notes])) or "–"


def _row(cells: list[str], widths: list[int]) -> str:
    padded = [pad(cell, width) for cell, width in zip(cells, [*widths, 0], strict=True)]
    return "  ".join(padded).rstrip()


def columns(text: str) -> int:
    """How many terminal columns the text takes: marks none, East Asian wide letters two (UAX #11)."""
    return sum(map(_char_columns, text))


def _char_columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def cut(text: str, width: int) -> str:
    """The text within ``width`` columns, ended by … where something was cut; marks stay with their letter."""
    if columns(text) <= width:
        return text
    kept, used = [], 0
    for char in text:
        used += _char_columns(char)
        if used > width - 1:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"


def pad(text: str, width: int) -> str:
    return text + " " * (width - columns(text))
