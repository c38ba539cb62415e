"""A file or paste that holds both languages: an import whose pairs stand from the start.

The side it was given on keeps it (``SideState.given``); the other side has a document but nothing given.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from workbench.domain.errors import InvalidInput, TooLarge, WorkbenchError
from workbench.domain.kinds import Side
from workbench.domain.workflow import State
from workbench.intake.columns import NoPairs
from workbench.intake.document import PAIRED, Bilingual, Block, Document
from workbench.intake.read import finish, read_pairs, read_pasted_pairs
from workbench.services.draft_state import DraftState, Given, SideState, beads, packed_document
from workbench.services.importing import ENCODINGS, LANGUAGES, encoding_name, reread

TWO_GIVEN = (
    "What was given on the {other} side holds both languages, so there is no place for this. "
    "Clear it, or do without what stands on the {other} side."
)
_NAMES = {Side.SOURCE: "Arabic", Side.TARGET: "English"}

#: The confidence of pairs that stand as their file had them: surer than the aligner ever is, but set by nobody here.
FROM_FILE = 0.9999


def read_both(given: Mapping[Side, Given]) -> DraftState | None:
    """The import that comes of a side which holds both languages; None when neither does.

    What stops the reading is said in ``problem`` of the side concerned, as by ``importing.read_given``.
    """
    for side in Side:
        found = _read(given[side], side)
        if found is None:
            continue
        other = side.other
        if not given[other].is_empty:
            problem = TWO_GIVEN.format(other=_NAMES[side])
            refused = SideState(given[other].packed(), given[other].file_name, problem=problem)
            whole = replace(
                found.side(side), given=given[side].packed()
            )  # to be read again when this is settled
            return replace(found.with_side(other, refused).with_side(side, whole), pairs=())
        return found
    return None


def is_paired_by_file(state: DraftState) -> bool:
    """Whether both sides came of one file or paste."""
    return any(is_of_other_side(state.side(side)) for side in Side)


def is_of_other_side(side: SideState) -> bool:
    """Whether a side's text came of what was given on the other."""
    return side.document is not None and not side.given


def hangs_on_other_side(side: SideState) -> bool:
    """Whether a side is to be read again when the other changes: its text or its problem came from there."""
    return is_of_other_side(side) or side.problem in {
        TWO_GIVEN.format(other=name) for name in _NAMES.values()
    }


def reread_file(state: DraftState, side: Side, encoding: str) -> DraftState:
    """The import with one side's file read in another encoding; both sides where the file holds both.

    Raises InvalidInput when there is none to read, no such encoding, or no pairs under it.
    """
    if not is_paired_by_file(state):
        return reread(state, side, encoding)
    if encoding not in ENCODINGS:
        raise InvalidInput("That encoding is not one of those offered.")
    given = {side: Given.unpacked(state.side(side).given) for side in Side}
    again = {side: replace(one, encoding=encoding) if one.file else one for side, one in given.items()}
    found = read_both(again)
    problem = next((s.problem for s in (found.source, found.target) if s.problem), "") if found else ""
    if found is None or problem:
        raise InvalidInput(problem or "Read so, that file holds no pairs.")
    return found


def choose_columns(state: DraftState, side: Side, columns: tuple[int, int]) -> DraftState:
    """The import with these columns of the table given on a side taken as the Arabic and the English.

    Raises InvalidInput when there is no such table, or when they do not do.
    """
    given = {one: Given.unpacked(state.side(one).given) for one in Side}
    if state.side(side).columns is None or given[side].is_empty:
        raise InvalidInput("There are no columns to choose on that side. Give the file again.")
    found = read_both({**given, side: replace(given[side], columns=columns)})
    problem = next((s.problem for s in (found.source, found.target) if s.problem), "") if found else ""
    if found is None or problem:
        raise InvalidInput(problem or "Read so, that table holds no pairs.")
    return found


def states_in_words(state: DraftState) -> str:
    """ "20 translated, 3 draft": what the file says of its English; "" when it says nothing."""
    counts = Counter(block.state for block in state.target.kept if block.state)
    return ", ".join(f"{counts[one]} {one.value}" for one in State if counts[one])


def _read(given: Given, side: Side) -> DraftState | None:
    try:
        if given.file:
            found = read_pairs(
                given.file, name=given.file_name, encoding=given.encoding or None, columns=given.columns
            )
        else:
            found = read_pasted_pairs(given.text, given.columns)
    except NoPairs as error:
        asked = SideState(given.packed(), given.file_name, problem=error.message, columns=error.columns)
        return DraftState().with_side(side, asked)
    except WorkbenchError as error:
        is_refused = isinstance(error, TooLarge) and not given.file
        packed = "" if is_refused else replace(given, file=b"").packed()
        broken = SideState(packed, given.file_name, problem=error.message)
        return DraftState().with_side(side, broken)
    return _draft(found, given, side) if found else None


def _draft(bilingual: Bilingual, given: Given, side: Side) -> DraftState:
    source = tuple(block for pair in bilingual.pairs for block in pair.source)
    target = tuple(block for pair in bilingual.pairs for block in pair.target)
    sizes = [(_kept(pair.source), _kept(pair.target)) for pair in bilingual.pairs]
    sizes = [size for size in sizes if size != (0, 0)]
    encoding = encoding_name(bilingual.encoding, given.encoding)
    can_be_read_anew = encoding or (bilingual.columns and len(bilingual.columns.names) > 2)
    packed = (given if can_be_read_anew else replace(given, file=b"")).packed()
    states = {
        Side.SOURCE: _repaired(source, Side.SOURCE, bilingual if side is Side.SOURCE else None),
        Side.TARGET: _repaired(target, Side.TARGET, bilingual if side is Side.TARGET else None),
    }
    states = {one: replace(state, name=given.file_name) for one, state in states.items()}
    mine = states[side]
    document = replace(mine.document or Document((), warnings=bilingual.warnings), encoding=encoding)
    states[side] = replace(mine, given=packed, document=document, columns=bilingual.columns)
    pairs = beads([s for s, _ in sizes], [t for _, t in sizes], [FROM_FILE] * len(sizes))
    return DraftState(states[Side.SOURCE], states[Side.TARGET], pairs)


def _repaired(blocks: tuple[Block, ...], side: Side, about: Bilingual | None) -> SideState:
    """One side with the harmless repairs of its letters made; none takes a block away or adds one.

    ``about``: what is said of the file, where it was given on this side.
    """
    if not blocks:
        return SideState()
    as_given = Document(
        tuple(replace(block, origin=PAIRED) for block in blocks), warnings=about.warnings if about else ()
    )
    document = finish(as_given, LANGUAGES[side])
    return SideState(document=document, parsed=packed_document(as_given) if document.repairs else "")


def _kept(blocks: tuple[Block, ...]) -> int:
    return sum(block.is_kept for block in blocks)
