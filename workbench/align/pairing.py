"""Repairing a pairing by hand: what the import page's buttons do.

Every function takes a :class:`Pairing` and returns a new one, or raises InvalidInput with a sentence for the
person at the page. No operation loses a block or changes the order of either side. Beads a person has touched
have the confidence ``BY_HAND``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.align.bead import Bead
from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Side

_NAMES = {Side.SOURCE: "Arabic", Side.TARGET: "English"}


@dataclass(frozen=True, slots=True)
class Pairing:
    """Beads over two sequences of blocks: every index of both sides exactly once, in order, none empty.

    Raises InvalidInput when the beads given do not do that.
    """

    beads: tuple[Bead, ...] = ()

    def __post_init__(self) -> None:
        for side in Side:
            indexes = [index for bead in self.beads for index in blocks_of(bead, side)]
            if indexes != list(range(len(indexes))):
                raise InvalidInput(f"The {_NAMES[side]} paragraphs are out of order or counted twice.")
        if not all(bead.source or bead.target for bead in self.beads):
            raise InvalidInput("A pair has no paragraphs on either side.")

    def count(self, side: Side) -> int:
        """How many blocks the side has."""
        return sum(len(blocks_of(bead, side)) for bead in self.beads)


def blocks_of(bead: Bead, side: Side) -> tuple[int, ...]:
    """The bead's block indexes on one side."""
    return bead.source if side is Side.SOURCE else bead.target


def merge_with_next(pairing: Pairing, i: int) -> Pairing:
    """Pair ``i`` and the one after it as one pair."""
    first = _bead(pairing, i)
    if i + 1 == len(pairing.beads):
        raise InvalidInput("This is the last pair; there is none after it to merge with.")
    second = pairing.beads[i + 1]
    return _replaced(pairing, i, i + 2, [Bead(first.source + second.source, first.target + second.target)])


def split(pairing: Pairing, i: int, source_at: int, target_at: int) -> Pairing:
    """Pair ``i`` as two: the first takes ``source_at`` Arabic and ``target_at`` English blocks."""
    bead = _bead(pairing, i)
    if not (0 <= source_at <= len(bead.source) and 0 <= target_at <= len(bead.target)):
        raise InvalidInput("This pair has fewer paragraphs than that.")
    first = Bead(bead.source[:source_at], bead.target[:target_at])
    second = Bead(bead.source[source_at:], bead.target[target_at:])
    if not (first.source or first.target) or not (second.source or second.target):
        raise InvalidInput("Each of the two new pairs needs at least one paragraph.")
    return _replaced(pairing, i, i + 1, [first, second])


def unpair(pairing: Pairing, i: int) -> Pairing:
    """Both sides of pair ``i`` as pairs of their own, each with nothing opposite."""
    bead = _bead(pairing, i)
    if not bead.source or not bead.target:
        raise InvalidInput("This pair has text on one side only already.")
    return _replaced(pairing, i, i + 1, [Bead(bead.source, ()), Bead((), bead.target)])


def shift(pairing: Pairing, i: int, side: Side, by: int) -> Pairing:
    """One side from pair ``i`` on pushed ``by`` pairs down (or up, when negative) against the other.

    Down leaves pair ``i`` and the ``by - 1`` after it without text on that side; what is pushed past the end
    gets pairs of its own. Up needs that many pairs without text on that side, from ``i`` on.
    """
    _bead(pairing, i)
    moving = [blocks_of(bead, side) for bead in pairing.beads[i:]]
    staying = [blocks_of(bead, _other(side)) for bead in pairing.beads[i:]]
    if by >= 0:
        if by > len(pairing.beads):
            raise InvalidInput("That is further down than there are pairs.")
        moving = [()] * by + moving
    else:
        if -by > len(moving) or any(moving[:-by]):
            raise InvalidInput(f"There is {_NAMES[side]} text in the way. Merge it or move it first.")
        moving = moving[-by:]
    height = max(len(moving), len(staying))
    moving += [()] * (height - len(moving))
    staying += [()] * (height - len(staying))
    return _replaced(
        pairing,
        i,
        len(pairing.beads),
        [_made(side, one, other) for one, other in zip(moving, staying, strict=True)],
    )


def move_block(pairing: Pairing, side: Side, from_bead: int, to_bead: int) -> Pairing:
    """The block of one side nearest to a neighbouring pair moved over into it.

    Down moves the last block of ``from_bead``, up the first. A pair left without any text disappears.
    """
    if abs(from_bead - to_bead) != 1:
        raise InvalidInput("A paragraph can only move to the pair before or after its own.")
    low, high = _bead(pairing, min(from_bead, to_bead)), _bead(pairing, max(from_bead, to_bead))
    upper, lower = blocks_of(low, side), blocks_of(high, side)
    if not blocks_of(pairing.beads[from_bead], side):
        raise InvalidInput(f"This pair has no {_NAMES[side]} text to move.")
    cut = len(upper) + (1 if from_bead > to_bead else -1)
    both = upper + lower
    return _replaced(
        pairing,
        min(from_bead, to_bead),
        max(from_bead, to_bead) + 1,
        [
            _made(side, both[:cut], blocks_of(low, _other(side))),
            _made(side, both[cut:], blocks_of(high, _other(side))),
        ],
    )


def insert_index(pairing: Pairing, side: Side, at: int, *, alone: bool = False) -> Pairing:
    """The pairing after a block was put in at index ``at`` of one side; later ones move up by one.

    It joins the pair of the block before it, as the second half of a split block must; ``alone`` gives it a
    pair of its own instead, as suits a block brought back, unless it stands in the middle of a pair.
    """
    if not 0 <= at <= pairing.count(side):
        raise InvalidInput(f"There is no such place in the {_NAMES[side]} text.")
    beads = [_renumbered(bead, side, at, 1) for bead in pairing.beads]
    home = next((n for n, bead in enumerate(beads) if at - 1 in blocks_of(bead, side)), None)
    if home is not None and (not alone or at + 1 in blocks_of(beads[home], side)):
        inside = tuple(sorted((*blocks_of(beads[home], side), at)))
        beads[home] = _made(side, inside, blocks_of(beads[home], _other(side)))
    else:
        beads.insert(0 if home is None else home + 1, _made(side, (at,), ()))
    return Pairing(tuple(beads))


def remove_index(pairing: Pairing, side: Side, at: int) -> Pairing:
    """The pairing after the block at index ``at`` of one side was left out; later ones move down by one."""
    if not 0 <= at < pairing.count(side):
        raise InvalidInput(f"There is no such paragraph in the {_NAMES[side]} text.")
    beads = []
    for bead in pairing.beads:
        if at in (blocks := blocks_of(bead, side)):
            bead = _made(side, tuple(n for n in blocks if n != at), blocks_of(bead, _other(side)))
        beads.append(_renumbered(bead, side, at, -1))
    return Pairing(_filled(beads))


def _bead(pairing: Pairing, i: int) -> Bead:
    if not 0 <= i < len(pairing.beads):
        raise InvalidInput("There is no such pair any more. Reload the page to see the present ones.")
    return pairing.beads[i]


def _other(side: Side) -> Side:
    return Side.TARGET if side is Side.SOURCE else Side.SOURCE


def _made(side: Side, one: tuple[int, ...], other: tuple[int, ...]) -> Bead:
    return Bead(one, other) if side is Side.SOURCE else Bead(other, one)


def _renumbered(bead: Bead, side: Side, at: int, by: int) -> Bead:
    blocks = tuple(n + by if n >= at else n for n in blocks_of(bead, side))
    source, target = (blocks, bead.target) if side is Side.SOURCE else (bead.source, blocks)
    return Bead(source, target, bead.confidence)


def _filled(beads: Iterable[Bead]) -> tuple[Bead, ...]:
    return tuple(bead for bead in beads if bead.source or bead.target)


def _replaced(pairing: Pairing, start: int, end: int, beads: Sequence[Bead]) -> Pairing:
    return Pairing((*pairing.beads[:start], *_filled(beads), *pairing.beads[end:]))
