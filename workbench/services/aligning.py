"""Pairing an import's sides with the aligner: all of them, or what lies between pairs that a person set.

Slow, and needs no database: edges call it before they open a writing scope.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from workbench.align.aligner import MOST_SURE, align
from workbench.align.bead import BY_HAND, Bead
from workbench.align.moves import in_order
from workbench.align.pairing import IN_DOUBT, blocks_of
from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Kind, Side
from workbench.services.draft_history import record
from workbench.services.draft_state import DraftState, headlines
from workbench.services.pair_offers import with_offers


def align_sides(state: DraftState, *, keep_by_hand: bool = False, pair_headlines: bool = False) -> DraftState:
    """The import as the aligner pairs it. Raises InvalidInput when no Arabic is kept.

    Pairs that it finds out of order are offered as moves; their halves stand alone until one is taken.
    ``keep_by_hand``: what a person paired or left alone stays, the stretches between are paired anew.
    ``pair_headlines``: the first headlines are known to be each other's, as when somebody wrote the English
    one; an English one without an Arabic one is then a row of its own.
    """
    if not state.source.kept:
        raise InvalidInput("Everything on the Arabic side is left out. Put something back first.")
    pinned: list[Bead] = []
    if keep_by_hand:
        pinned = [pair for pair in state.pairs if pair.confidence == BY_HAND]
    elif pair_headlines and (of_target := headlines(state.target)[:1]):
        pinned = [Bead(headlines(state.source)[:1], of_target)]
    alone = [pin for pin in pinned if keep_by_hand and not (pin.source and pin.target)]
    sides = {side: _Rest.of(state, side, alone) for side in Side}
    found = align(
        sides[Side.SOURCE].texts,
        sides[Side.TARGET].texts,
        source_kinds=sides[Side.SOURCE].kinds,
        target_kinds=sides[Side.TARGET].kinds,
        pinned=[_renumbered(pin, sides, inwards=True) for pin in pinned if pin not in alone],
    )
    ordered, moved = in_order(found)
    kept = set(pinned)
    renumbered = (_renumbered(bead, sides) for bead in ordered)
    pairs = _with_those_alone(
        (bead if bead in kept else _as_sure_as_found(bead) for bead in renumbered), alone
    )
    after = replace(state, pairs=tuple(pairs))
    did = "aligned the rest again" if keep_by_hand else "paired the two sides"
    return record(state, with_offers(after, [_renumbered(bead, sides) for bead in moved]), did)


@dataclass(frozen=True, slots=True)
class _Rest:
    """A side without the blocks that are to stay alone: their texts and kinds, and where each stands."""

    texts: list[str]
    kinds: list[Kind]
    places: list[int]
    numbers: dict[int, int]

    @classmethod
    def of(cls, state: DraftState, side: Side, alone: Iterable[Bead]) -> "_Rest":
        without = {n for bead in alone for n in blocks_of(bead, side)}
        kept = state.side(side).kept
        places = [n for n in range(len(kept)) if n not in without]
        return cls(
            [kept[n].text for n in places],
            [kept[n].kind for n in places],
            places,
            {place: n for n, place in enumerate(places)},
        )


def _renumbered(bead: Bead, sides: dict[Side, _Rest], *, inwards: bool = False) -> Bead:
    """The bead with its indexes among all kept blocks; ``inwards`` the other way round."""

    def numbers(side: Side) -> tuple[int, ...]:
        to = sides[side].numbers if inwards else sides[side].places
        return tuple(to[n] for n in blocks_of(bead, side))

    return Bead(numbers(Side.SOURCE), numbers(Side.TARGET), bead.confidence)


def _as_sure_as_found(bead: Bead) -> Bead:
    """What the aligner found is never as sure as what a person set."""
    return replace(bead, confidence=min(round(bead.confidence, 3), MOST_SURE))


def _with_those_alone(found: Iterable[Bead], alone: Sequence[Bead]) -> list[Bead]:
    """The pairs with those back in their places that a person left with nothing opposite.

    A pair found around such a place is cut there: what lies beyond stands alone as well.
    """
    waiting = {side: deque(bead for bead in alone if blocks_of(bead, side)) for side in Side}
    queue = deque(found)
    pairs: list[Bead] = []
    done = dict.fromkeys(Side, 0)  # blocks that have their pair

    def settle(bead: Bead) -> None:
        pairs.append(bead)
        for side in Side:
            done[side] += len(blocks_of(bead, side))

    while queue or any(waiting.values()):
        back = next(
            (back for side, back in waiting.items() if back and blocks_of(back[0], side)[0] == done[side]),
            None,
        )
        if back:
            settle(back.popleft())
            continue
        bead = queue.popleft()
        for side in Side:
            blocks = blocks_of(bead, side)
            if blocks and waiting[side] and (border := blocks_of(waiting[side][0], side)[0]) < blocks[-1]:
                queue.appendleft(_only(side, tuple(n for n in blocks if n > border)))
                bead = _with(bead, side, tuple(n for n in blocks if n < border))
        settle(bead)
    return pairs


def _only(side: Side, blocks: tuple[int, ...]) -> Bead:
    return _with(Bead((), (), IN_DOUBT), side, blocks)


def _with(bead: Bead, side: Side, blocks: tuple[int, ...]) -> Bead:
    return replace(bead, source=blocks) if side is Side.SOURCE else replace(bead, target=blocks)
