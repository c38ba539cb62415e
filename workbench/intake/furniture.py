"""What stands on a page beside the article, and what each line of the article is."""

from collections.abc import Sequence
from dataclasses import replace

from workbench.domain.kinds import Kind
from workbench.intake.document import Block, Fields

REASONS: dict[str, str] = {}


def clean(blocks: Sequence[Block], language: str) -> tuple[tuple[Block, ...], Fields]:
    """The same blocks, furniture marked as dropped and kinds given; and the fields found on the way."""
    first = replace(blocks[0], kind=Kind.HEADLINE) if blocks else None
    return ((first, *blocks[1:]) if first else ()), Fields()
