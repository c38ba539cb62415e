"""What the formats that hold both languages are written from: the paired texts of two documents."""

from dataclasses import dataclass

from workbench.domain.kinds import Kind


@dataclass(frozen=True, slots=True)
class Text:
    """One block of a side."""

    text: str
    kind: Kind = Kind.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Pair:
    """The blocks that say the same thing on both sides, in order; one side may be empty, not both.

    ``confidence`` (0–1) and ``moved`` are those of the alignment bead.
    """

    source: tuple[Text, ...]
    target: tuple[Text, ...]
    confidence: float
    moved: bool = False

    @property
    def kind(self) -> Kind:
        """That of the first block, for formats with one word for both sides."""
        return (*self.source, *self.target)[0].kind

    @property
    def source_text(self) -> str:
        """The Arabic, its blocks on lines of their own; "" when there is none."""
        return "\n".join(text.text for text in self.source)

    @property
    def target_text(self) -> str:
        """The English in the same way."""
        return "\n".join(text.text for text in self.target)


def certainty(confidence: float) -> str:
    """A confidence as files show it: "0.973"."""
    return f"{confidence:.3f}"
