"""Pairing an import's sides with the aligner: all of them, or what lies between pairs that a person set.

Slow, and needs no database: edges call it before they open a writing scope.
"""

from dataclasses import replace

from workbench.align.aligner import MOST_SURE, align
from workbench.align.bead import BY_HAND, Bead
from workbench.align.moves import in_order
from workbench.domain.errors import InvalidInput
from workbench.services.draft_history import record
from workbench.services.draft_state import DraftState, headlines
from workbench.services.pair_offers import with_offers
from workbench.services.paired_files import FROM_FILE


def align_sides(state: DraftState, *, keep_by_hand: bool = False, pair_headlines: bool = False) -> DraftState:
    """The import as the aligner pairs it. Raises InvalidInput when no Arabic is kept.

    Pairs that it finds out of order are offered as moves; their halves stand alone until one is taken.
    ``keep_by_hand``: what a person or a file paired or left alone stays, the stretches between are paired anew.
    ``pair_headlines``: the first headlines are known to be each other's, as when somebody wrote the English
    one; an English one without an Arabic one is then a row of its own.
    """
    source, target = state.source.kept, state.target.kept
    if not source:
        raise InvalidInput("Everything on the Arabic side is left out. Put something back first.")
    kept: list[Bead] = []
    if keep_by_hand:
        kept = [pair for pair in state.pairs if pair.confidence >= FROM_FILE]
    elif pair_headlines and (of_target := headlines(state.target)[:1]):
        kept = [Bead(headlines(state.source)[:1], of_target)]
    found = align(
        [block.text for block in source],
        [block.text for block in target],
        source_kinds=[block.kind for block in source],
        target_kinds=[block.kind for block in target],
        pinned=[replace(pair, confidence=BY_HAND) for pair in kept],
    )
    ordered, moved = in_order(found)
    as_kept = {(pair.source, pair.target): pair for pair in kept}
    pairs = tuple(as_kept.get((bead.source, bead.target)) or _as_sure_as_found(bead) for bead in ordered)
    did = "aligned the rest again" if keep_by_hand else "paired the two sides"
    return record(state, with_offers(replace(state, pairs=pairs), moved), did)


def _as_sure_as_found(bead: Bead) -> Bead:
    """What the aligner found is never as sure as what a person set."""
    return replace(bead, confidence=min(round(bead.confidence, 3), MOST_SURE))
