"""``workbench read``: what intake makes of one file, without storing anything."""

import json
import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, get_args

import click

from workbench.cli.common import counted
from workbench.domain.errors import InvalidInput, WorkbenchError
from workbench.domain.kinds import Kind
from workbench.intake.document import Bilingual, Block, Document, stated
from workbench.intake.furniture import REASONS
from workbench.intake.limits import LIMITS, check_size
from workbench.intake.read import finish, parse, read_pairs
from workbench.intake.reader import Language
from workbench.intake.repairs import RULES
from workbench.services.importing import ENCODINGS
from workbench.text.arabic import is_arabic
from workbench.text.bidi import visual

UNREADABLE = 1
PIPE_WIDTH = 100

_MARGIN = 14  # columns for the kind of a block
_ENOUGH = 20_000  # characters that tell the language


@click.command("read")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--language",
    type=click.Choice(get_args(Language)),
    help="The side it is for; without, its letters tell.",
)
@click.option(
    "--encoding",
    type=click.Choice(list(ENCODINGS)),
    help="How the letters of a text, table or HTML file are stored; found out when not said.",
)
@click.option("--json", "as_json", is_flag=True, help="One object, for scripts.")
def read_file(file: Path, language: Language | None, encoding: str | None, as_json: bool) -> int:
    """Show what an import would make of FILE: the text by kind, what is left out and why, what is repaired.

    Of a file that holds both languages it shows pair by pair the Arabic, the English and the notes, and --json has
    "pairs". Nothing is stored, and no database is needed.

    \b
    Examples:
      workbench read page.html
      workbench read old.txt --encoding cp1256
      workbench read page.txt --json | jq -r '.dropped[] | .reason + ": " + .text'

    \b
    Exit codes: 0 it was read; 1 it cannot be read, one line on stderr says why; 2 wrong use.
    """
    try:
        data = load(file)
        pairs = read_pairs(data, name=file.name, encoding=encoding)
        document = as_document(pairs) if pairs else read_document(data, file.name, language, encoding)
    except OSError as error:
        click.echo(f"{file}: {error.strerror or error}.", err=True)
        return UNREADABLE
    except WorkbenchError as error:
        click.echo(f"{file}: {' '.join(error.message.split())}", err=True)
        return UNREADABLE
    if as_json:
        found = {**as_data(document), **({"pairs": pairs_as_data(pairs)} if pairs else {})}
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    to_terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if to_terminal else PIPE_WIDTH
    about = chain(facts(document, width), encoding_hint(document, width), [""])
    for line in chain(about, pair_listing(pairs, width) if pairs else listing(document.blocks, width)):
        click.echo(visual(line, "ltr") if to_terminal else line)
    return 0


def load(file: Path) -> bytes:
    """What is in a file, of which no more is read than allowed. Raises OSError, TooLarge, InvalidInput when it is empty."""
    with file.open("rb") as opened:
        check_size(os.fstat(opened.fileno()).st_size)
        data = opened.read(LIMITS.upload_bytes + 1)
    check_size(len(data))
    if not data:
        raise InvalidInput("There is no text in that file.")
    return data


def read_document(data: bytes, name: str, language: Language | None, encoding: str | None = None) -> Document:
    """A file as read for the language given, else for the one its letters are of. Raises InvalidInput, TooLarge."""
    parsed = parse(data, name=name, language=language or "ar", encoding=encoding)
    if language is None:
        letters = " ".join(block.text for block in parsed.blocks)[:_ENOUGH]
        language = "ar" if is_arabic(letters) else "en"
        if language == "en":  # the guess of an encoding leans on the language
            parsed = parse(data, name=name, language="en", encoding=encoding)
    return finish(parsed, language)


def as_document(pairs: Bilingual) -> Document:
    """Pairs one after another, the Arabic of each before its English."""
    blocks = tuple(block for pair in pairs.pairs for block in (*pair.source, *pair.target))
    return Document(blocks, warnings=pairs.warnings, encoding=pairs.encoding)


def pairs_as_data(pairs: Bilingual) -> list[dict[str, Any]]:
    """The pairs that are kept, each side's blocks as lines of one text, with what the file says of them."""
    found = []
    for pair in pairs.pairs:
        source, target = ([b for b in side if b.is_kept] for side in (pair.source, pair.target))
        if source or target:
            state = stated(target)
            found.append(
                {
                    "source": "\n".join(b.text for b in source),
                    "target": "\n".join(b.text for b in target),
                    "state": state.value if state else None,
                    "notes": [note for b in (*source, *target) for note in b.notes],
                }
            )
    return found


def as_data(document: Document) -> dict[str, Any]:
    """What was made of the file, for scripts: the kept blocks in reading order, the headline among them."""
    fields = document.fields
    return {
        "title": document.title,
        "byline": fields.byline,
        "dateline": fields.dateline,
        "published_on": fields.published_on,
        "outlet": fields.outlet,
        "tags": list(fields.tags),
        "url": fields.url,
        "encoding": document.encoding,
        "blocks": [{"kind": block.kind.value, "text": block.text} for block in document.kept],
        "dropped": [
            {"text": block.text, "reason": _reason(block), "rule": block.dropped}
            for block in document.blocks
            if not block.is_kept
        ],
        "repairs": [
            {
                "id": repair.id,
                "what": RULES[repair.id].what,
                "before": repair.samples[0][0],
                "after": repair.samples[0][1],
                "count": repair.count,
                "applied": repair.choice.is_applied,
                "samples": [{"before": before, "after": after} for before, after in repair.samples],
            }
            for repair in document.repairs
        ],
        "warnings": list(document.warnings),
    }


def facts(document: Document, width: int) -> Iterator[str]:
    """The same for reading: first the facts, the notes and the repairs."""
    fields = document.fields
    known = {
        "title": document.title,
        "byline": fields.byline,
        "dateline": fields.dateline,
        "date": fields.published_on,
        "outlet": fields.outlet,
        "tags": ", ".join(fields.tags),
        "address": fields.url,
        "encoding": document.encoding,
    }
    yield from (f"{name + ':':<{_MARGIN}}{value}" for name, value in known.items() if value)
    for warning in document.warnings:
        yield from _wrapped("note", warning, width)
    for repair in document.repairs:
        places = counted(repair.count, "place")
        label = "repaired" if repair.choice.is_applied else "  not made"
        yield from _wrapped(label, f"{RULES[repair.id].what} ({places})", width)


def encoding_hint(document: Document, width: int) -> list[str]:
    """How to choose another encoding, where the one that was found out is in doubt."""
    if not any("encoding" in warning for warning in document.warnings):
        return []
    return _wrapped("", f"To read it in another encoding: --encoding {' | '.join(ENCODINGS)}", width)


def pair_listing(pairs: Bilingual, width: int) -> Iterator[str]:
    """Pair by pair the Arabic, the English and the notes of the file, with a blank line between."""
    for number, pair in enumerate(pairs.pairs, 1):
        kind, state = (*pair.source, *pair.target)[0].kind, stated(pair.target)
        said = [*([kind.label] if kind is not Kind.PARAGRAPH else ()), *([state.value] if state else ())]
        yield from ([""] if number > 1 else ())
        yield f"{f'pair {number}':<{_MARGIN}}{', '.join(said)}".rstrip()
        yield from listing(pair.source, width, "Arabic")
        yield from listing(pair.target, width, "English")
        for note in (note for block in (*pair.source, *pair.target) for note in block.notes):
            yield from _wrapped("  note", note, width)


def listing(blocks: Iterable[Block], width: int, label: str = "") -> Iterator[str]:
    """Every block with its kind, or under a label of their own, or with why it is left out."""
    for block in blocks:
        if block.is_kept:
            yield from _wrapped(f"  {label}" if label else block.kind.label, block.text, width)
        else:
            yield from _wrapped("  left out", f"{block.text} [{_reason(block)}]", width)


def _reason(block: Block) -> str:
    return REASONS.get(block.dropped or "", block.dropped or "")


def _wrapped(label: str, text: str, width: int) -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()),
        max(width, _MARGIN + 20),
        initial_indent=f"{label:<{_MARGIN}}",
        subsequent_indent=" " * _MARGIN,
        break_long_words=False,
    )
