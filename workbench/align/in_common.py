"""What each block has in common with those of the other side that come into question for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.align.cues import Block
from workbench.align.evidence import Evidence, Signs, Span, evidence_and_words
from workbench.align.named import shown


@dataclass(frozen=True, slots=True)
class InCommon:
    """For each source block, by target block: ``signs`` in nats, ``words`` that are known as a count, ``shown``
    the cost of what either names and the other shows."""

    signs: Evidence
    words: Evidence
    shown: Evidence


def in_common(
    source: Sequence[Block],
    target: Sequence[Block],
    source_side: Sequence[Signs],
    target_side: Sequence[Signs],
    reach: Sequence[Span],
) -> InCommon:
    """What the blocks have in common with those within their reach."""
    named = [block.named for block in source], [block.named for block in target]
    signs, words = evidence_and_words(source_side, target_side, reach)
    return InCommon(signs, words, shown(*named, source_side, target_side, reach))
