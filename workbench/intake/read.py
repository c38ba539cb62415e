"""The door of intake: a file or a paste in, a cleaned document out."""

from dataclasses import replace

from workbench.domain.errors import InvalidInput
from workbench.intake.document import Document
from workbench.intake.furniture import clean
from workbench.intake.limits import check_size
from workbench.intake.plain import PlainReader, read_text
from workbench.intake.reader import Language, Reader

#: Every format, the surest to recognise first; plain text takes what is left.
READERS: tuple[Reader, ...] = (PlainReader(),)

#: File names the page's file picker offers.
EXTENSIONS: tuple[str, ...] = tuple(extension for reader in READERS for extension in reader.extensions)


def read(data: bytes, *, name: str, language: Language) -> Document:
    """What a file holds: blocks with their kinds, what was left out and why, fields and warnings.

    ``name`` is the file's name as uploaded; ``language`` the side it is for. Raises InvalidInput when it
    cannot be read, TooLarge beyond a limit; nothing else, whatever the bytes.
    """
    check_size(len(data))
    reader = next((r for r in READERS if r.sniff(data, name)), None)
    if reader is None:
        raise InvalidInput("That kind of file cannot be read.")
    return _finished(reader.read(data, language), language)


def read_paste(text: str, html: str | None, language: Language) -> Document:
    """What was pasted: the rich form when the clipboard had one with words in it, else the plain text."""
    check_size(len(text.encode("utf-8", "surrogatepass")))
    return _finished(read_text(text), language)


def _finished(document: Document, language: Language) -> Document:
    if not document.blocks:
        raise InvalidInput("There is no text in that. Nothing was stored.")
    blocks, fields = clean(document.blocks, language)
    return replace(document, blocks=blocks, fields=fields)
