"""A block while it is being judged to be furniture or not."""

from dataclasses import dataclass

from workbench.domain.kinds import Kind
from workbench.intake import shapes
from workbench.intake.document import Block


@dataclass(slots=True)
class Line:
    """A block being judged: its key, its length, and the verdict so far.

    ``claim`` is the field that the file's structure says the text is for.
    """

    block: Block
    key: str
    words: int
    reason: str | None = None
    field: str | None = None
    claim: str | None = None

    @property
    def is_open(self) -> bool:
        """Not judged to be furniture."""
        return self.reason is None

    def drop(self, reason: str, field: str | None = None) -> None:
        self.reason = reason
        self.field = field


def is_solid(line: Line) -> bool:
    """Whether an open line can only be a paragraph of the article."""
    return line.is_open and line.block.kind is not Kind.HEADLINE and shapes.is_solid(line.block.text)
