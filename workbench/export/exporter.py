"""What every export format offers."""

from collections.abc import Callable
from typing import Protocol

from workbench.domain.editions import EditionContent

#: Is told which share of a long file is done, from 0 to 1.
Told = Callable[[float], None]


def untold(_share: float) -> None:
    """Nobody waits for it."""


class Exporter(Protocol):
    """A format: its name in addresses and commands, its name and use for people, and its writer."""

    @property
    def id(self) -> str:
        """Short name in addresses and on the command line: "md"."""

    @property
    def label(self) -> str:
        """What a button says: "Markdown"."""

    @property
    def purpose(self) -> str:
        """Who or what takes it, as a line of the help page's table: "WordPress"."""

    @property
    def carries(self) -> str:
        """What of an edition it holds and, where that may surprise, what not; likewise."""

    @property
    def extension(self) -> str:
        """Of the file name, without a dot."""

    @property
    def media_type(self) -> str:
        """For the Content-Type header, with a charset where it is text."""

    def write(self, content: EditionContent) -> bytes:
        """The whole file. The same content gives the same bytes, whenever it is asked for."""
