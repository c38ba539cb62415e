"""Zipped documents (Word, OpenDocument, Excel): opened under limits, against zip bombs and XML attacks.

Sizes are those of the package's directory; ``zipfile`` never unpacks more of an entry than its directory states.
"""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from workbench.domain.errors import InvalidInput, TooLarge
from workbench.intake.limits import LIMITS, Limits
from workbench.intake.xml import check_markup, parse_xml

#: Word spends ten times the tags on a paragraph that a web page does.
_MOST_MARKUP = 6


@contextmanager
def opened(data: bytes, what: str, limits: Limits = LIMITS) -> Iterator["Package"]:
    """The package of a document that people call ``what`` ("Word file").

    Raises TooLarge when it unpacks too far; InvalidInput when it is damaged, here or in the block.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as zipped:
            entries = zipped.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            packed = sum(entry.compress_size for entry in entries) or 1
            if (
                len(entries) > limits.entries
                or unpacked > limits.unpacked_bytes
                or (unpacked > 1_000_000 and unpacked / packed > limits.unpacked_ratio)
            ):
                raise TooLarge(
                    "That file unpacks to far more than a document should hold and was not opened. "
                    "Nothing was stored. Copy its text and paste it."
                )
            yield Package(zipped)
    except (InvalidInput, MemoryError):
        raise
    except Exception as error:  # zipfile, zlib, lxml and python-docx raise dozens of kinds on a broken file
        raise InvalidInput(
            f"That {what} is damaged and could not be read. Nothing was stored. "
            "Open it in the program it came from, save it again, and retry."
        ) from error


class Package:
    """The parts of an opened package."""

    def __init__(self, zipped: zipfile.ZipFile) -> None:
        self._zipped = zipped
        self.names = frozenset(zipped.namelist())

    def part(self, name: str) -> bytes | None:
        """A part's bytes; None when there is no such part."""
        return self._zipped.read(name) if name in self.names else None

    def xml(self, name: str) -> etree._Element | None:
        """A part's root element; None when there is no such part. Raises InvalidInput, TooLarge."""
        part = self.part(name)
        return None if part is None else parse_xml(part)

    def check_parts(self) -> None:
        """For libraries that parse the parts themselves: no document type in any, and no endless markup.

        Raises InvalidInput, TooLarge.
        """
        parts = [name for name in self.names if name.lower().endswith((".xml", ".rels"))]
        if sum(self._zipped.read(name).count(b"<") for name in parts) > _MOST_MARKUP * LIMITS.tags:
            raise TooLarge(
                "That file holds too much markup to be read at once. Nothing was stored. Split it."
            )
        for name in parts:
            check_markup(self._zipped.read(name))
