"""Repairing a pairing by hand: what the import page's buttons do.

Every function takes a :class:`Pairing` and returns a new one, or raises InvalidInput with a sentence for the
person at the page. No operation loses a block. Those that change the order of a side return a :class:`Moved`,
which says how its holder must move the blocks, so that indexes stay in order. Beads a person has touched have
the confidence ``BY_HAND``; those that only came along when a side was pushed have ``CAME_ALONG``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple

from workbench.align.bead import BY_HAND, Bead
from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Side

#: The confidence of pairs that face each other since a side was pushed against the other somewhere above them.
CAME_ALONG = 0.6
#: The confidence of a pair of which a person says that it is not certain after all.
IN_DOUBT = 0.5

_NO_SUCH_PAIR = "There is no such pair any more. Reload the page to see the present ones."
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


@dataclass(frozen=True, slots=True)
class Moved:
    """A pairing whose blocks on one side change their order, and how: ``count`` blocks from index ``start`` are
    taken out, then put in so that the first of them is at ``to``."""

    pairing: Pairing
    start: int
    count: int
    to: int


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
    gets pairs of its own. Up needs that many pairs without text on that side, from ``i`` on. The pairs where the
    gap opens or closes are set by hand; those below only came along.
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
    made = [_made(side, one, other) for one, other in zip(moving, staying, strict=True)]
    near, far = made[: max(by, 1)], made[max(by, 1) :]
    return _replaced(
        pairing, i, len(pairing.beads), [*near, *(replace(b, confidence=CAME_ALONG) for b in far)]
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


def move_to(pairing: Pairing, side: Side, start: int, count: int, to_bead: int) -> Moved:
    """``count`` blocks of one pair, from index ``start``, moved into any other pair, above or below.

    They come to stand before what that pair has when they come from above, behind it when from below. A pair left
    without any text disappears.
    """
    home = _home(pairing, side, start, count)
    _bead(pairing, to_bead)
    if home == to_bead:
        raise InvalidInput("It is in that pair already.")
    rows = _rows(pairing, side)
    rows[home] = _by_hand(rows[home], -count)
    to = sum(row.size for row in rows[: to_bead if to_bead > home else to_bead + 1])
    rows[to_bead] = _by_hand(rows[to_bead], count)
    return Moved(_laid_out(rows, side), start, count, to)


def set_apart(pairing: Pairing, side: Side, start: int, count: int, before_bead: int) -> Moved:
    """``count`` blocks of one pair as a pair of their own, with nothing opposite, that comes before ``before_bead``.

    ``before_bead`` may be the number of pairs, for behind the last one.
    """
    home = _home(pairing, side, start, count)
    if not 0 <= before_bead <= len(pairing.beads):
        raise InvalidInput(_NO_SUCH_PAIR)
    rows = _rows(pairing, side)
    rows[home] = _by_hand(rows[home], -count)
    to = sum(row.size for row in rows[:before_bead])
    rows.insert(before_bead, _Row(count, (), BY_HAND))
    return Moved(_laid_out(rows, side), start, count, to)


def swap_with_next(pairing: Pairing, i: int, side: Side) -> Moved:
    """One side of pair ``i`` and of the pair after it exchanged; the other side stays."""
    _bead(pairing, i)
    if i + 1 == len(pairing.beads):
        raise InvalidInput("This is the last pair; there is none after it to swap with.")
    rows = _rows(pairing, side)
    first, second = rows[i].size, rows[i + 1].size
    if not first and not second:
        raise InvalidInput(f"Neither of the two pairs has {_NAMES[side]} text to swap.")
    start = sum(row.size for row in rows[:i])
    rows[i] = _by_hand(rows[i], second - first)
    rows[i + 1] = _by_hand(rows[i + 1], first - second)
    return Moved(_laid_out(rows, side), start, first, start + second)


def pin(pairing: Pairing, i: int) -> Pairing:
    """Pair ``i`` as one that a person has said is right."""
    return _replaced(pairing, i, i + 1, [replace(_bead(pairing, i), confidence=BY_HAND)])


def unpin(pairing: Pairing, i: int, confidence: float = IN_DOUBT) -> Pairing:
    """Pair ``i`` as one of which that is no longer said; ``confidence``: what it had before, where that is known."""
    if _bead(pairing, i).confidence != BY_HAND:
        raise InvalidInput("Nobody has said of this pair that it is right.")
    return _replaced(pairing, i, i + 1, [replace(pairing.beads[i], confidence=confidence)])


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
        raise InvalidInput(_NO_SUCH_PAIR)
    return pairing.beads[i]


def _home(pairing: Pairing, side: Side, start: int, count: int) -> int:
    """The pair that holds ``count`` blocks from ``start``."""
    for n, bead in enumerate(pairing.beads):
        blocks = blocks_of(bead, side)
        if start in blocks and count > 0 and start + count - 1 in blocks:
            return n
    raise InvalidInput(f"There is no such {_NAMES[side]} text in one pair any more. Reload the page.")


class _Row(NamedTuple):
    """A pair whose blocks on one side are only counted; ``other`` are those of the other side."""

    size: int
    other: tuple[int, ...]
    confidence: float


def _rows(pairing: Pairing, side: Side) -> list[_Row]:
    return [_Row(len(blocks_of(b, side)), blocks_of(b, _other(side)), b.confidence) for b in pairing.beads]


def _by_hand(row: _Row, more: int) -> _Row:
    return _Row(row.size + more, row.other, BY_HAND)


def _laid_out(rows: Sequence[_Row], side: Side) -> Pairing:
    """The pairs with the counted blocks numbered from the first; without those that have no text left."""
    ends = accumulate(row.size for row in rows)
    beads = (
        replace(_made(side, tuple(range(end - row.size, end)), row.other), confidence=row.confidence)
        for row, end in zip(rows, ends, strict=True)
    )
    return Pairing(_filled(beads))


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
