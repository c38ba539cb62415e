"""The door of intake: a file or a paste in, a cleaned document out."""

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import PurePath

from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Kind
from workbench.intake.columns import Chosen
from workbench.intake.csv import CsvReader, read_pasted_table
from workbench.intake.document import PAIRED, Bilingual, Choice, Document, Fields, Pair
from workbench.intake.docx import DocxReader
from workbench.intake.docx_table import DocxTableReader
from workbench.intake.furniture import clean, facts_of
from workbench.intake.html import HtmlReader, read_html
from workbench.intake.limits import check_size
from workbench.intake.markdown import MarkdownReader
from workbench.intake.odt import OdtReader
from workbench.intake.plain import PlainReader, read_text
from workbench.intake.reader import BilingualReader, Language, Reader
from workbench.intake.repairs import repair
from workbench.intake.shapes import ends_sentence
from workbench.intake.tmx import TmxReader
from workbench.intake.xliff1 import Xliff1Reader
from workbench.intake.xliff2 import Xliff2Reader
from workbench.intake.xlsx import XlsxReader
from workbench.text.arabic import arabic_share
from workbench.text.letters import has_broken_words

#: Every format, the surest to recognise first; plain text takes what is left.
READERS: tuple[Reader, ...] = (DocxReader(), OdtReader(), MarkdownReader(), HtmlReader(), PlainReader())

#: Every format that holds both languages, the surest to recognise first.
BILINGUAL_READERS: tuple[BilingualReader, ...] = (
    Xliff2Reader(),
    Xliff1Reader(),
    TmxReader(),
    XlsxReader(),
    DocxTableReader(),
    CsvReader(),
)

#: File names that a page's file picker offers: where a text in one language is asked for, and where both may come.
TEXT_EXTENSIONS: tuple[str, ...] = tuple(
    dict.fromkeys(extension for reader in READERS for extension in reader.extensions)
)
EXTENSIONS: tuple[str, ...] = tuple(
    dict.fromkeys(
        (
            *TEXT_EXTENSIONS,
            *(extension for reader in BILINGUAL_READERS for extension in reader.extensions),
        )
    )
)

_NOT_YET = "{what} is not read yet; copy its text and paste it, or save it as .docx."
# The library there is for RTF reads Arabic under a bidirectional font as Latin letters, shows hidden and deleted text,
# loses footnotes, headings and links without a word, and takes quadratic time over a file made to hurt.
_RTF = "RTF is not read; open it in Word or LibreOffice and save it as .docx or .odt, or copy its text and paste it."
_ZIPPED = "That zipped file is no document. Unpack it and give the file inside, or save the text as .docx."
_PICTURE = "That is a picture. The text itself is needed."

#: First bytes of formats that people try and that no reader takes, with what to do instead.
_ELSEWHERE = (
    (b"%PDF", _NOT_YET.format(what="PDF")),
    (
        b"\xd0\xcf\x11\xe0",
        "That is an old or password-protected Office file. Save it as .docx or .xlsx without a password.",
    ),
    (b"{\\rtf", _RTF),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
)

#: The same by the end of the file's name, for what the bytes do not tell.
_ELSEWHERE_BY_NAME = {
    ".pdf": _NOT_YET.format(what="PDF"),
    ".rtf": _RTF,
    ".odt": "That is not an OpenDocument text. Open it where it came from and save it as .odt or .docx.",
    ".xls": "That is an old Excel workbook. Save it as .xlsx.",
    ".ods": "An OpenDocument spreadsheet is not read yet. Save it as .xlsx or .csv.",
    ".pages": _NOT_YET.format(what="A Pages document"),
    ".doc": _NOT_YET.format(what="An old Word document (.doc)"),
}

_LONGEST_HEADLINE = 20  # words

_OTHER_LETTERS = (
    "Most of this text is not in Arabic letters. The file was read as {encoding}: if that is wrong, choose another "
    "encoding first. Else, is it on the right side?"
)
_BROKEN_WORDS = (
    "Many words stand in pieces, with spaces inside, as PDF files give lines that were stretched. Nothing here can tell "
    "where words end: copy the text from where it was written, or put it right by hand."
)
_OTHER_LANGUAGE = {
    "ar": "Most of this text is not in Arabic letters. Is it on the right side?",
    "en": "Most of this text is in Arabic letters. Is it on the right side?",
}
#: What is said of a text that may be on the wrong side.
WRONG_SIDE = frozenset(_OTHER_LANGUAGE.values())


def read(data: bytes, *, name: str, language: Language, encoding: str | None = None) -> Document:
    """What a file holds: blocks with their kinds, what was left out and why, fields, repairs and warnings.

    :func:`parse` and then :func:`finish`, with the same arguments and errors.
    """
    return finish(parse(data, name=name, language=language, encoding=encoding), language)


def parse(data: bytes, *, name: str, language: Language, encoding: str | None = None) -> Document:
    """The structure of a file as it came, before anything in it is repaired or judged.

    ``name`` is the file's name as uploaded; ``language`` the side it is for; ``encoding`` the codec somebody
    chose for its letters, when what was found out (``Document.encoding``) was wrong. Raises InvalidInput when
    it cannot be read, TooLarge beyond a limit; nothing else, whatever the bytes.
    """
    check_size(len(data))
    reader = next((r for r in READERS if r.sniff(data, name)), None)
    if not isinstance(reader, DocxReader) and (paired := _paired_reader(data, name)):
        raise InvalidInput(
            f"That file holds two languages side by side ({paired.label}). Here a text in one language is needed; "
            "such a file goes in alone on the import page. Nothing was stored."
        )
    if not isinstance(reader, (DocxReader, OdtReader)) and (advice := _advice(data, name)):
        raise InvalidInput(f"{advice} Nothing was stored.")
    if reader is None:
        raise InvalidInput(
            f"That kind of file cannot be read. Nothing was stored. Give one of {', '.join(EXTENSIONS)}."
        )
    return reader.read(data, language, encoding)


def read_pairs(
    data: bytes, *, name: str, encoding: str | None = None, columns: Chosen | None = None
) -> Bilingual | None:
    """The pairs of a file that holds both languages; None for a file of any other format.

    ``columns``: those of a table that somebody chose for the Arabic and the English. Raises InvalidInput when it
    cannot be read (NoPairs for a table whose columns have to be chosen), TooLarge beyond a limit; nothing else,
    whatever the bytes.
    """
    check_size(len(data))
    reader = _paired_reader(data, name)
    if reader is None:
        return None
    if isinstance(reader, (XlsxReader, DocxTableReader, CsvReader)):
        return _with_pairs(reader.read(data, encoding, columns))
    return _with_pairs(reader.read(data, encoding))


def _paired_reader(data: bytes, name: str) -> BilingualReader | None:
    return next((r for r in BILINGUAL_READERS if r.sniff(data, name)), None)


def read_pasted_pairs(text: str, columns: Chosen | None = None) -> Bilingual | None:
    """The pairs of two columns pasted from a spreadsheet; None for any other paste. Raises as :func:`read_pairs`."""
    check_size(len(text.encode("utf-8", "surrogatepass")))
    found = read_pasted_table(text, columns)
    return _with_pairs(found) if found else None


def _with_pairs(bilingual: Bilingual) -> Bilingual:
    if not any(block.is_kept for pair in bilingual.pairs for block in pair.source):
        raise InvalidInput("There is no Arabic in that. Nothing was stored.")
    return replace(bilingual, pairs=_with_headline(bilingual.pairs))


def _with_headline(pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
    """The first pair as the headline, where the file names no kinds and both its lines look like one.

    That is: a few words each, ending no sentence, above text that does end its sentences.
    """
    blocks = [block for pair in pairs for block in (*pair.source, *pair.target)]
    first = next((pair for pair in pairs if any(b.is_kept for b in pair.source)), None)
    if first is None or any(block.kind is not Kind.PARAGRAPH for block in blocks):
        return pairs
    lines = (*first.source, *first.target)
    below = [block.text for pair in pairs if pair is not first for block in pair.source if block.is_kept]
    is_headline = (
        (len(first.source), len(first.target)) == (1, 1)
        and not any(ends_sentence(b.text) or len(b.text.split()) > _LONGEST_HEADLINE for b in lines)
        and sum(map(ends_sentence, below)) > 0.5 * len(below)
    )
    if not is_headline:
        return pairs
    titled = Pair(*(tuple(b.with_kind(Kind.HEADLINE) for b in side) for side in (first.source, first.target)))
    return tuple(titled if pair is first else pair for pair in pairs)


def _advice(data: bytes, name: str) -> str | None:
    """What to do with a file that no reader takes, by its first bytes or its name; None for any other."""
    for magic, advice in _ELSEWHERE:
        if data.startswith(magic):
            return advice
    ending = PurePath(name.lower()).suffix
    if ending in DocxReader.extensions:
        return f"{name} is not a Word document. Open it in Word and save it as .docx, or paste its text."
    return _ELSEWHERE_BY_NAME.get(ending) or (_ZIPPED if data.startswith(b"PK\x03\x04") else None)


def read_paste(text: str, html: str | None, language: Language) -> Document:
    """What was pasted, finished like a file. Raises InvalidInput or TooLarge."""
    return finish(parse_paste(text, html), language)


def parse_paste(text: str, html: str | None) -> Document:
    """What was pasted, as it came: the rich form when the clipboard had one with words in it, else the plain text.

    Raises TooLarge beyond a limit.
    """
    for part in (text, html or ""):
        check_size(len(part.encode("utf-8", "surrogatepass")))
    document = read_html(html) if html and html.strip() else Document(())
    return document if document.blocks else read_text(text)


def finish(document: Document, language: Language, choices: Mapping[str, Choice] | None = None) -> Document:
    """A parsed document with its letters repaired, its furniture dropped and its kinds given.

    Of one side of a file of pairs only the letters are repaired; its facts are those that the file names so.

    ``choices`` says which repairs to make and where, by id; the others are made where they are harmless. Raises
    InvalidInput when there is no text in it, TooLarge when joined lines make a block beyond the limits.
    """
    if not document.blocks:
        raise InvalidInput("There is no text in that. Nothing was stored.")
    document = repair(document, language, choices or {})
    if any(block.origin == PAIRED for block in document.blocks):
        facts = facts_of([(block.field, block.text) for block in document.blocks])
        blocks = tuple(replace(block, origin="") for block in document.blocks)
        return replace(document, blocks=blocks, fields=facts)
    blocks, found = clean(document.blocks, language, document.fields)
    kept = " ".join(b.text for b in blocks if b.is_kept)
    warnings = list(document.warnings)
    share = arabic_share(kept[:20_000])
    if any(c.isalpha() for c in kept) and (share < 0.5) == (language == "ar"):
        may_be_misread = language == "ar" and has_other_letters(document.encoding, kept)
        said = _OTHER_LETTERS if may_be_misread else _OTHER_LANGUAGE[language]
        warnings.append(said.format(encoding=document.encoding))
    if has_broken_words(kept[:20_000]):
        warnings.append(_BROKEN_WORDS)
    return replace(document, blocks=blocks, fields=_either(found, document.fields), warnings=tuple(warnings))


def has_other_letters(encoding: str, text: str) -> bool:
    """Whether a file's letters may be others than they were read as: letters beyond ASCII under an old encoding."""
    is_old = bool(encoding) and not encoding.startswith("UTF")
    return is_old and any(letter > "\x7f" and letter.isalpha() for letter in text[:20_000])


def _either(found: Fields, stated: Fields) -> Fields:
    """What stands on the page; where it says nothing, what the file states about itself."""
    return Fields(**{f.name: getattr(found, f.name) or getattr(stated, f.name) for f in fields(Fields)})
