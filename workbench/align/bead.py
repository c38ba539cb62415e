"""The alignment bead."""

from dataclasses import dataclass

#: The confidence of a pair that a person set; the aligner never claims as much.
BY_HAND = 1.0


@dataclass(frozen=True, slots=True)
class Bead:
    """One pair: the source blocks and the target blocks that say the same thing.

    Indexes into the two sequences, ascending. One side may be empty (said on one side only).
    ``confidence`` is 0–1 and means something: of beads at 0.9, about nine in ten are right. ``moved``: the two
    sides stand at different places, so that the bead crosses others.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float = BY_HAND
    moved: bool = False
