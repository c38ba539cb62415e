"""``workbench align``: the aligner on two files, or on a corpus line by line, without storing anything."""

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import click

from workbench.align.aligner import align
from workbench.align.bead import Bead
from workbench.cli.common import counted
from workbench.cli.read import UNREADABLE, load, read_document
from workbench.domain.errors import InvalidInput, WorkbenchError
from workbench.domain.kinds import Kind, Side
from workbench.export import tmx, tsv, xliff
from workbench.export.pairs import Pair, Text
from workbench.intake.document import Block, Document
from workbench.intake.read import read_pairs
from workbench.services.draft_state import Given
from workbench.services.paired_files import read_both

BAD_LINES = 1
STDIO = "-"

_DIGITS = 3  # of a confidence

_path = click.Path(path_type=Path, allow_dash=True)


@click.command("align")
@click.argument("source", required=False, type=click.Path(path_type=Path))
@click.argument("target", required=False, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_id",
    type=click.Choice(["tsv", "json", "xliff", "tmx"]),
    help="How to write the pairs of two files; tsv when not said.",
)
@click.option(
    "--jsonl", "lines", type=_path, metavar="FILE", help="Align each line of FILE; - is standard input."
)
@click.option(
    "-o", "--output", type=_path, metavar="FILE", help="Where to; standard output when not said, or -."
)
def align_files(
    source: Path | None, target: Path | None, format_id: str | None, lines: Path | None, output: Path | None
) -> int:
    """Pair the paragraphs of SOURCE, an Arabic text, with those of TARGET, its English translation.

    Of a file that holds both languages, given alone, its own pairs are printed.

    Both are read as an import reads them, so what is no part of the text is left out and is not in the pairs.
    Printed are all pairs in their order, with how sure each is (0 to 1) and whether its sides stand at different
    places. Nothing is stored, and no database is needed.

    \b
    tsv    a header and a line a pair; inside a text \\n stands for a line end (between
           paragraphs), \\t for a tab, \\\\ for a backslash, \\" for a quotation mark
           that begins it
    json   a list of pairs; indexes count the blocks that `workbench read --json` lists
    xliff  XLIFF 2.1, a unit a pair
    tmx    TMX 1.4, the pairs that have both sides

    \b
    With --jsonl each line is {"id", "source": [texts], "target": [texts]}, if known with
    "source_kinds" and "target_kinds" (headline, paragraph …). Each gives a line
    {"id", "beads": [[[source indexes], [target indexes]], …], "confidence": […], "ms": …}.

    \b
    Examples:
      workbench align article.ar.html article.en.docx
      workbench align ar.txt en.txt --format xliff -o article.xlf
      workbench align table.xlsx --format tmx
      zcat corpus.jsonl.gz | workbench align --jsonl - > beads.jsonl

    \b
    Exit codes: 0 done; 1 a file or a line cannot be read, stderr says which and why; 2 wrong use.
    """
    if lines is not None:
        if source or target or format_id:
            raise click.UsageError("--jsonl goes without SOURCE, TARGET and --format.")
        _check_output(output, [lines])
        return _align_lines(lines, output)
    if source is None:
        raise click.UsageError("Name two files, SOURCE and TARGET, or give --jsonl FILE.")
    if target is None:
        _check_output(output, [source])
        return _print_paired(source, format_id or "tsv", output)
    _check_output(output, [source, target])
    return _align_two({Side.SOURCE: source, Side.TARGET: target}, format_id or "tsv", output)


# --- two files -----------------------------------------------------------------------------------------


def _align_two(files: Mapping[Side, Path], format_id: str, output: Path | None) -> int:
    documents: dict[Side, Document] = {}
    for side, file in files.items():
        try:
            documents[side] = _read(file, side)
        except OSError as error:
            click.echo(f"{file}: {error.strerror or error}.", err=True)
            return UNREADABLE
        except WorkbenchError as error:
            click.echo(f"{file}: {' '.join(error.message.split())}", err=True)
            return UNREADABLE
    for side, document in documents.items():
        for warning in document.warnings:
            click.echo(f"{files[side]}: {' '.join(warning.split())}", err=True)
    if changes := _changes(files, documents):
        click.echo(f"{changes}. To see what and why: workbench read FILE", err=True)
    source, target = (documents[side].kept for side in Side)
    beads = align(
        [block.text for block in source],
        [block.text for block in target],
        source_kinds=[block.kind for block in source],
        target_kinds=[block.kind for block in target],
    )
    return _write(beads, source, target, format_id, output)


def _print_paired(file: Path, format_id: str, output: Path | None) -> int:
    """The pairs of one file that holds both languages, as an import takes them."""
    try:
        given = Given(file=load(file), file_name=file.name)
    except OSError as error:
        click.echo(f"{file}: {error.strerror or error}.", err=True)
        return UNREADABLE
    except WorkbenchError as error:
        click.echo(f"{file}: {' '.join(error.message.split())}", err=True)
        return UNREADABLE
    state = read_both({Side.SOURCE: given, Side.TARGET: Given()})
    if state is None:
        raise click.UsageError(f"{file} holds one language. Name two files, SOURCE and TARGET.")
    if state.source.problem:
        click.echo(f"{file}: {' '.join(state.source.problem.split())}", err=True)
        return UNREADABLE
    for warning in state.source.document.warnings if state.source.document else ():
        click.echo(f"{file}: {' '.join(warning.split())}", err=True)
    return _write(state.pairs, state.source.kept, state.target.kept, format_id, output)


def _write(
    beads: Sequence[Bead],
    source: Sequence[Block],
    target: Sequence[Block],
    format_id: str,
    output: Path | None,
) -> int:
    if format_id == "tmx" and (one_sided := sum(not (bead.source and bead.target) for bead in beads)):
        click.echo(
            f"Left out of the translation memory: {counted(one_sided, 'paragraph')} without a counterpart.",
            err=True,
        )
    data = _WRITERS[format_id](beads, source, target)
    with _writing(output) as out:
        out.write(data)
    return 0


def _read(file: Path, side: Side) -> Document:
    """One side as an import reads it. Raises OSError, InvalidInput, TooLarge."""
    data = load(file)
    if read_pairs(data, name=file.name) is not None:
        raise InvalidInput(
            "It holds both languages, already paired; `workbench align` prints its pairs when it is given alone."
        )
    document = read_document(data, file.name, "ar" if side is Side.SOURCE else "en")
    if not document.kept:
        raise InvalidInput(
            "Everything in it was left out as no part of the text; `workbench read` shows why."
        )
    return document


def _changes(files: Mapping[Side, Path], documents: Mapping[Side, Document]) -> str:
    """How much of each file the pairs do not show as it stands there; "" for nothing."""
    said = []
    for side, document in documents.items():
        dropped = len(document.blocks) - len(document.kept)
        repaired = sum(repair.made for repair in document.repairs)
        parts = [
            *([f"{counted(dropped, 'block')} left out"] if dropped else ()),
            *([f"{counted(repaired, 'place')} repaired"] if repaired else ()),
        ]
        if parts:
            said.append(f"{files[side]}: {', '.join(parts)}")
    return "; ".join(said)


def _as_json(beads: Sequence[Bead], source: Sequence[Block], target: Sequence[Block]) -> bytes:
    data = [
        {
            "source": [_block_data(n, source[n]) for n in bead.source],
            "target": [_block_data(n, target[n]) for n in bead.target],
            "confidence": round(bead.confidence, _DIGITS),
            "moved": bead.moved,
        }
        for bead in beads
    ]
    return json.dumps(data, ensure_ascii=False, indent=2).encode() + b"\n"


def _block_data(index: int, block: Block) -> dict[str, Any]:
    return {"index": index, "kind": block.kind.value, "text": block.text}


def _as_pairs(
    write: Callable[[Sequence[Pair]], bytes],
    beads: Sequence[Bead],
    source: Sequence[Block],
    target: Sequence[Block],
) -> bytes:
    def texts(blocks: Sequence[Block], indexes: Sequence[int]) -> tuple[Text, ...]:
        return tuple(Text(blocks[n].text, blocks[n].kind) for n in indexes)

    return write(
        [Pair(texts(source, b.source), texts(target, b.target), b.confidence, b.moved) for b in beads]
    )


_WRITERS: dict[str, Callable[[Sequence[Bead], Sequence[Block], Sequence[Block]], bytes]] = {
    "json": _as_json,
    "tsv": partial(_as_pairs, tsv.write),
    "xliff": partial(_as_pairs, xliff.write),
    "tmx": partial(_as_pairs, tmx.write),
}


# --- lines of a corpus ---------------------------------------------------------------------------------


def _align_lines(file: Path, output: Path | None) -> int:
    try:
        opened = _reading(file)
    except OSError as error:
        click.echo(f"{file}: {error.strerror or error}.", err=True)
        return UNREADABLE
    align(["نعم"], ["yes"])  # reads the word lists, whose time is no line's
    bad = 0
    with opened as lines, _writing(output) as out:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                aligned = _aligned(line)
            except InvalidInput as error:
                bad += 1
                click.echo(f"line {number:,}: {error.message}", err=True)
                continue
            out.write(json.dumps(aligned).encode() + b"\n")  # in ASCII, whatever an id holds
            out.flush()
    return BAD_LINES if bad else 0


def _aligned(line: bytes) -> dict[str, Any]:
    """What is written for one line. Raises InvalidInput, saying what is wrong with it."""
    try:
        given = json.loads(line.decode("utf-8-sig"), parse_constant=_no_json)
    except UnicodeDecodeError as error:
        raise InvalidInput("it is not in UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"it is not JSON ({' '.join(str(error).split())}).") from error
    if not isinstance(given, dict) or "id" not in given:
        raise InvalidInput('it is no object with an "id".')
    source, target = (_texts(given, side) for side in Side)
    source_kinds = _kinds(given, Side.SOURCE, len(source))
    target_kinds = _kinds(given, Side.TARGET, len(target))
    started = time.perf_counter()
    beads = align(source, target, source_kinds=source_kinds, target_kinds=target_kinds)
    took = (time.perf_counter() - started) * 1000
    return {
        "id": given["id"],
        "beads": [[bead.source, bead.target] for bead in beads],
        "confidence": [round(bead.confidence, _DIGITS) for bead in beads],
        "ms": round(took, 1),
    }


def _no_json(word: str) -> None:
    """NaN and the infinities, which Python would take and write again."""
    raise ValueError(f"{word} is no value there")


def _texts(given: Mapping[str, Any], side: Side) -> list[str]:
    texts = given.get(side.value)
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise InvalidInput(f'"{side.value}" is no list of texts.')
    return texts


def _kinds(given: Mapping[str, Any], side: Side, count: int) -> list[Kind | None] | None:
    name = f"{side.value}_kinds"
    words = given.get(name)
    if words is None:
        return None
    known = {None, *(kind.value for kind in Kind)}
    if not isinstance(words, list) or len(words) != count:
        raise InvalidInput(f'"{name}" is no list as long as "{side.value}".')
    if unknown := [word for word in words if not isinstance(word, str | None) or word not in known]:
        raise InvalidInput(f'"{name}" holds {json.dumps(unknown[0])}; kinds are {", ".join(map(str, Kind))}.')
    return [None if word is None else Kind(word) for word in words]


def _reading(path: Path) -> AbstractContextManager[BinaryIO]:
    """The lines of a file or of standard input. Raises OSError."""
    return nullcontext(sys.stdin.buffer) if str(path) == STDIO else path.open("rb")


def _writing(path: Path | None) -> AbstractContextManager[BinaryIO]:
    """A file to write, or standard output. Raises click.FileError."""
    if path is None or str(path) == STDIO:
        return nullcontext(sys.stdout.buffer)
    try:
        return path.open("wb")
    except OSError as error:
        raise click.FileError(str(path), hint=error.strerror or "it cannot be written") from None


def _check_output(output: Path | None, given: Sequence[Path]) -> None:
    """Raise UsageError where writing would destroy what is read."""
    if output is not None and any(
        output.exists() and path.exists() and output.samefile(path) for path in given
    ):
        raise click.UsageError(f"{output} is what is read; name another file to write.")
