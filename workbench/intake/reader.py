"""The protocol that every format follows."""

from typing import Literal, Protocol

from workbench.intake.document import Bilingual, Document

Language = Literal["ar", "en"]


class Reader(Protocol):
    """Reads one file format. A reader knows structure; wording is judged afterwards, by ``furniture``."""

    id: str
    label: str  # as the page names the format
    extensions: tuple[str, ...]  # lower case with the dot, the usual one first

    def sniff(self, data: bytes, name: str) -> bool:
        """Whether these bytes under this file name are in this format; never raises."""
        ...

    def read(self, data: bytes, language: Language, encoding: str | None = None) -> Document:
        """The document as structured, nothing judged yet; raises InvalidInput or TooLarge.

        ``encoding`` is the codec somebody chose for the file's letters; without, the reader finds out.
        """
        ...


class BilingualReader(Protocol):
    """Reads one format in which Arabic and its English stand side by side, already paired."""

    id: str
    label: str
    extensions: tuple[str, ...]

    def sniff(self, data: bytes, name: str) -> bool:
        """Whether these bytes under this file name are pairs in this format; never raises."""
        ...

    def read(self, data: bytes, encoding: str | None = None) -> Bilingual:
        """The pairs with their states and notes; raises InvalidInput or TooLarge.

        ``encoding`` is the codec somebody chose for the file's letters; without, the reader finds out.
        """
        ...


def has_extension(name: str, reader: Reader | BilingualReader) -> bool:
    """Whether the file name ends as files of this format do."""
    return name.lower().endswith(reader.extensions)
