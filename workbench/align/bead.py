"""The alignment bead."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bead:
    """One pair: the source blocks and the target blocks that say the same thing.

    Indexes into the two sequences, ascending. One side may be empty (said on one side only).
    ``confidence`` is 0–1 and means something: of beads at 0.9, about nine in ten are right.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float = 1.0
