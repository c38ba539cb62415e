"""``workbench import``: what the import's pages do, in one go."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench import clock
from workbench.cli.common import counted, open_database
from workbench.db.models import User
from workbench.domain.errors import InvalidInput, TooLarge
from workbench.domain.kinds import Side
from workbench.intake.document import Block, Document
from workbench.intake.limits import check_size
from workbench.services import aligning, articles, draft_words, importing, pair_offers, paired_files
from workbench.services.draft_state import DraftState, Given, SideState
from workbench.services.importing import Answers
from workbench.text.bidi import visual

NAMES = {Side.SOURCE: "Arabic", Side.TARGET: "English"}

_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class _Options:
    """What was asked for beside the files."""

    translator: str
    finished: bool | None  # None: as the file says, else a draft
    acting: str
    dry_run: bool


@click.command("import")
@click.option(
    "--source",
    required=True,
    type=_file,
    help="The Arabic (.txt, .md, .html, .docx, .odt), or a file that holds both languages (.xlf, .tmx, .csv, .xlsx, a Word table).",
)
@click.option("--target", type=_file, help="Its English draft. Without it the English starts empty.")
@click.option("--title", help="The English headline, when the file has none or another.")
@click.option(
    "--finished/--rough",
    default=None,
    help="Whether the English is ready for review or a draft. Default: as a file of pairs says, else a draft.",
)
@click.option("--translator", default="", help="Who translated it: the e-mail of somebody here, or any name.")
@click.option("--as", "acting", default="", metavar="EMAIL", help="Import as this person.")
@click.option("--dry-run", is_flag=True, help="Show what would happen and store nothing.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def import_article(
    source: Path,
    target: Path | None,
    title: str | None,
    finished: bool | None,
    translator: str,
    acting: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring an Arabic article and its English draft in.

    Prints what was kept, what was left out and why, how the two sides were paired and how sure that is, then
    the article's slug.
    """
    state = read_sides(source, target, title)
    if not as_json:
        for part in (*_sides_in_words(state), *_pairs_in_words(state)):
            click.echo(part)
    slug, same = _store(state, _Options(translator, finished, acting, dry_run))
    if as_json:
        data = {"slug": slug, "same_headline": same, **as_data(state)}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        if same:
            click.echo(f"note: An article with this Arabic headline is already on the desk: {same}")
        click.echo(f"\n{slug}" if slug else "\nNothing was stored (--dry-run).")


def read_sides(source: Path, target: Path | None, title: str | None) -> DraftState:
    """Both files read and paired. Raises InvalidInput naming the file that cannot be read."""
    if (both := _read_both(source)) is not None:
        if target or title:
            raise InvalidInput(
                f"{source} holds both languages: it goes in alone, without --target or --title."
            )
        return both
    sides = {Side.SOURCE: _read(source, Side.SOURCE), Side.TARGET: SideState()}
    if target:
        sides[Side.TARGET] = _read(target, Side.TARGET)
    if title and title.strip():
        sides[Side.TARGET] = importing.with_headline(sides[Side.TARGET], title.strip())
    state = DraftState(sides[Side.SOURCE], sides[Side.TARGET])
    return aligning.align_sides(state, pair_headlines=bool(title and title.strip()))


def _read_both(path: Path) -> DraftState | None:
    """The pairs of a file that holds both languages; None for any other."""
    given = Given(file=_bytes(path), file_name=path.name)
    state = paired_files.read_both({Side.SOURCE: given, Side.TARGET: Given()})
    if state and state.source.problem:
        raise InvalidInput(f"{path}: {state.source.problem}")
    return state


def _bytes(path: Path) -> bytes:
    """What is in a file, of which no more is read than allowed. Raises TooLarge."""
    try:
        check_size(path.stat().st_size)
    except TooLarge as error:
        raise TooLarge(f"{path}: {error.message}") from None
    return path.read_bytes()


def _read(path: Path, side: Side) -> SideState:
    state = importing.read_given(Given(file=_bytes(path), file_name=path.name), side)
    if state.document is None:
        raise InvalidInput(f"{path}: {state.problem or 'There is no text in that file.'}")
    if not state.kept:
        left_out = "\n".join(_left_out(state.document))
        raise InvalidInput(
            f"{path}: everything was left out as not part of the article. Nothing was stored.\n{left_out}\n"
            "Import it on the import page, where lines can be put back, or take those lines out of the file."
        )
    return state


def _store(state: DraftState, options: _Options) -> tuple[str | None, str | None]:
    """Create the article; its slug, or None for a dry run. Also the slug of one with the same Arabic headline."""
    with open_database(may_create=True) as database:
        with database.reading() as session:
            actor = _person(session, options.acting).as_actor() if options.acting else None
            new = importing.new_article(state, _answers(session, state, options))
            same = importing.same_headline(session, state)
        if options.dry_run:
            return None, same
        with database.writing() as session:
            return articles.create_article(session, actor, new, at=clock.now()).slug, same


def _answers(session: Session, state: DraftState, options: _Options) -> Answers:
    if not state.target.kept:
        return Answers()
    if "@" in options.translator:
        return Answers(_person(session, options.translator).id, "", options.finished)
    return Answers(None, options.translator.strip(), options.finished)


def _person(session: Session, email: str) -> User:
    found = session.scalars(
        select(User).where(User.email_key == email.strip().casefold(), User.deactivated_at.is_(None))
    ).one_or_none()
    if found is None:
        raise InvalidInput(f"Nobody here has the address {email}. `workbench user list` shows who there is.")
    return found


# --- in words and as data ------------------------------------------------------------------------------


def _sides_in_words(state: DraftState) -> list[str]:
    lines = []
    for side in Side:
        document = state.side(side).document
        if document is None:
            lines.append(f"{NAMES[side]}: none; it starts empty")
            continue
        lines.append(f"{NAMES[side]}: kept {draft_words.kinds_in_words(document.kept) or 'nothing'}")
        lines += [f"  note: {warning}" for warning in document.warnings]
        if repaired := draft_words.repairs_in_words(document):
            lines.append(f"  repaired: {repaired}")
        lines += _left_out(document)
    return lines


def _left_out(document: Document) -> list[str]:
    """The lines that are not the article's, each with why."""
    return [
        f"  left out: {_line(block.text)} ({draft_words.reason(block.dropped)})"
        for block in document.blocks
        if not block.is_kept
    ]


def _pairs_in_words(state: DraftState) -> list[str]:
    if not state.target.kept:
        return [f"{counted(len(state.pairs), 'row')}, Arabic only"]
    parts = ", ".join(f"{count} {which.word}" for which, count in draft_words.summary(state.pairs))
    lines = [f"{counted(len(state.pairs), 'pair')}: {parts}"]
    if paired_files.is_paired_by_file(state):
        lines = [f"{counted(len(state.pairs), 'pair')} as in the file"]
    if states := paired_files.states_in_words(state):
        lines.append(f"  English in the file: {states}")
    lines += [
        f"  moved? the English of row {offer.target_row + 1} seems to belong to row {offer.source_row + 1}"
        for offer in pair_offers.offers(state)
    ]
    source, target = state.source.kept, state.target.kept
    for number, bead in enumerate(state.pairs, 1):
        which = draft_words.sureness(bool(bead.source), bool(bead.target), bead.confidence)
        is_pair = bead.source and bead.target
        trust = f"{bead.confidence:4.0%} {len(bead.source)}:{len(bead.target)}" if is_pair else which.word
        english = _line(" ".join(target[n].text for n in bead.target), 40)
        arabic = _line(" ".join(source[n].text for n in bead.source), 40)
        lines.append(f"  {number:>3} {which.icon} {trust:<12}  {english:<40}  {arabic}")
        blocks = (*(source[n] for n in bead.source), *(target[n] for n in bead.target))
        lines += [f"      ? {_line(note)}" for block in blocks for note in block.notes]
    return lines


def _line(text: str, most: int = 60) -> str:
    """The beginning of a text on one line; in visual order for a terminal, which has no bidi of its own."""
    words = " ".join(text.split())
    short = words if len(words) <= most else f"{words[: most - 1]}…"
    return visual(short) if sys.stdout.isatty() else short


def as_data(state: DraftState) -> dict[str, Any]:
    """What was kept, left out and paired, for scripts."""
    return {
        **{side.value: _side_data(state.side(side)) for side in Side},
        "pairs": [
            {"source": list(bead.source), "target": list(bead.target), "confidence": bead.confidence}
            for bead in state.pairs
        ],
        "moves": [
            {"row": offer.target_row, "belongs_to": offer.source_row} for offer in pair_offers.offers(state)
        ],
    }


def _side_data(state: SideState) -> dict[str, Any] | None:
    if state.document is None:
        return None
    return {
        "kept": [_block_data(block) for block in state.kept],
        "left_out": [
            {"text": block.text, "reason": draft_words.reason(block.dropped), "rule": block.dropped}
            for block in state.blocks
            if not block.is_kept
        ],
        "byline": state.fields.byline,
        "published_on": state.fields.published_on,
        "encoding": state.document.encoding,
        "warnings": list(state.document.warnings),
    }


def _block_data(block: Block) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": block.kind.value, "text": block.text}
    if block.state:
        data["state"] = block.state.value
    if block.notes:
        data["notes"] = list(block.notes)
    return data
