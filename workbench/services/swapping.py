"""The two sides of an import exchanged, as when the Arabic was pasted where the English belongs."""

from dataclasses import replace

from workbench.align.bead import Bead
from workbench.domain.kinds import Side
from workbench.intake.read import has_other_letters
from workbench.services.draft_history import record_whole
from workbench.services.draft_state import DraftState, Given, SideState
from workbench.services.importing import read_given
from workbench.services.paired_files import is_paired_by_file
from workbench.text.arabic import arabic_share

_AS_IT_WAS = (
    "This file is not kept, so it could not be read again for this side: what is left out and repaired goes by the "
    "rules of the other language. Give it again where that matters."
)
_LETTERS_ENOUGH = 20  # letters from which a side's script says something


def swap_sides(state: DraftState) -> DraftState:
    """Each side's text on the other, read again by the rules of its language; the pairs are gone then.

    Where both came of one file they are exchanged as they are, pairs and all.
    """
    if is_paired_by_file(state):
        pairs = tuple(Bead(pair.target, pair.source, pair.confidence) for pair in state.pairs)
        after = DraftState(state.target, state.source, pairs)
    else:
        after = DraftState(_read_as(state.target, Side.SOURCE), _read_as(state.source, Side.TARGET))
    return record_whole(state, after, "swapped the two sides")


def _read_as(side: SideState, other: Side) -> SideState:
    given = Given.unpacked(side.given)
    if given.has_words or given.file:
        return read_given(given, other)
    if side.document is None:
        return side
    warnings = tuple(one for one in side.document.warnings if one != _AS_IT_WAS)
    return replace(side, document=replace(side.document, warnings=(*warnings, _AS_IT_WAS)))


def look_swapped(state: DraftState) -> bool:
    """Whether the Arabic side is mostly in Latin letters and what there is of the English one mostly in Arabic ones."""
    source, target = (_arabic_share(state.side(side)) for side in Side)
    document = state.source.document
    if (
        target is None
        and document
        and has_other_letters(document.encoding, " ".join(b.text for b in document.kept))
    ):
        return False  # the encoding comes first
    return source is not None and source < 0.2 and (target is None or target > 0.8)


def _arabic_share(side: SideState) -> float | None:
    """The share of Arabic among the letters of a side's beginning; None where there are too few."""
    beginning = " ".join(block.text[:400] for block in side.kept[:20])
    if sum(letter.isalpha() for letter in beginning) < _LETTERS_ENOUGH:
        return None
    return arabic_share(beginning)
