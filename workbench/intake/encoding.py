"""From bytes to text: byte order mark, declaration, UTF-8, else a guess that is said."""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from workbench.domain.errors import InvalidInput
from workbench.intake.reader import Language
from workbench.text.arabic import arabic_share
from workbench.text.clean import storable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)

#: Encodings that Arabic desks meet in old files, with the names people know them by.
_OLD_ARABIC = (("cp1256", "Windows-1256"), ("iso8859-6", "ISO-8859-6"))

_LABELS = {**dict(_OLD_ARABIC), "utf-8": "UTF-8", "cp1252": "Windows-1252"}

_SAMPLE = 64 * 1024  # bytes that a guess looks at

#: Damaged UTF-8 is still UTF-8 with this many whole multi-byte characters for each unreadable one. Arabic in
#: an old encoding has, read as UTF-8, one by accident where a comma or question mark follows a word.
_WHOLE_FOR_EACH_BAD = 4

#: The letters that make up more than half of any Arabic text.
_COMMON_ARABIC = re.compile("[اليمنوترهبد]")
_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_NON_ASCII_WORD = re.compile(r"[^\x00-\x7f]{3,}")  # an accent or a curly quote alone tells nothing
_UNREADABLE = re.compile("\ufffd+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Storable text, the encoding's name as people know it, and what the user should know."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(
    data: bytes, language: Language, declared: str | None = None, chosen: str | None = None
) -> Decoded:
    """Text of ``data``. Order: ``chosen``, byte order mark, ``declared``, UTF-8, UTF-16 by its shape, damaged UTF-8,
    a guess.

    ``chosen`` is a codec that a person chose; it holds whatever the bytes say, and what does not fit it
    stands as U+FFFD. ``language`` is what the text should be in; it settles a guess that nothing else does.

    Raises InvalidInput when the bytes are no text in any of them, or ``chosen`` is no character encoding.
    """
    if chosen:
        return _as_chosen(data, chosen)
    for mark, marked, label in _BOMS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(marked, "replace"), label)
    if declared and (text := _try(data, declared)) is not None:
        return _checked(text, _label(declared))
    if b"\x00" not in data[:_SAMPLE] and (text := _try(data, "utf-8")) is not None:
        return _checked(text, "UTF-8")
    if wide := _utf16_by_shape(data[:_SAMPLE]):
        return _checked(data.decode(wide, "replace"), "UTF-16", guessed=True)
    if (text := _try(data, "utf-8")) is not None:
        return _checked(text, "UTF-8")
    if (text := _damaged_utf8(data)) is not None:
        return _checked(text, "UTF-8", damaged=True)
    codec, label = _guess(data[:_SAMPLE], language)
    return _checked(data.decode(codec, "replace"), label, guessed=True)


def _as_chosen(data: bytes, codec: str) -> Decoded:
    try:
        if not _is_text_codec(codec):
            raise LookupError(codec)
        text = data.decode(codec, "replace")
    except (LookupError, UnicodeError, ValueError) as error:
        raise InvalidInput(
            "That encoding is not known here. Nothing was changed. Choose another one."
        ) from error
    return _checked(text.removeprefix("\ufeff"), _label(codec))


def _checked(text: str, label: str, *, guessed: bool = False, damaged: bool = False) -> Decoded:
    controls = len(text) - len(_CONTROL.sub("", text))
    if controls > max(3, len(text) // 100):
        raise InvalidInput(
            "That does not look like text: it is full of control characters. Nothing was stored. "
            "Give a text, Markdown, HTML or Word (.docx) file, or paste the text."
        )
    warnings = []
    if guessed:
        warnings.append(
            f"The file does not say how its letters are stored; {label} was guessed. "
            "Look whether the text reads right; if it does not, choose another encoding, or save it as UTF-8 and bring it in again."
        )
    elif damaged:
        places = len(_UNREADABLE.findall(text))
        warnings.append(
            f"The file is {label}, but damaged at {places} place{'' if places == 1 else 's'}: "
            "what could not be read there stands as \ufffd. Look for it and put the letters back."
        )
    elif "\ufffd" in text:
        warnings.append("Some characters could not be read and stand as \ufffd.")
    if controls:
        warnings.append(f"{controls} control character{'s' if controls > 1 else ''} that nobody can see "
                        "stood in the text and may have come from a damaged file.")  # fmt: skip
    return Decoded(storable(text), label, tuple(warnings))


def _try(data: bytes, codec: str) -> str | None:
    try:
        return codecs.decode(data, codec, "strict") if _is_text_codec(codec) else None
    except (UnicodeError, LookupError, ValueError):
        return None


def _is_text_codec(codec: str) -> bool:
    # A page may declare "zlib" or "rot13"; only character encodings may run.
    return codecs.lookup(codec)._is_text_encoding


def _label(codec: str) -> str:
    name = codecs.lookup(codec).name
    return _LABELS.get(name, name.upper())


def _utf16_by_shape(sample: bytes) -> str | None:
    """UTF-16 without a mark: in Arabic and Latin text the high byte is almost always 0 or 6."""
    if len(sample) < 8 or len(sample) % 2:
        sample = sample[: len(sample) // 2 * 2]
    high = {0x00, 0x06, 0x20}
    even = sum(b in high for b in sample[0::2])
    odd = sum(b in high for b in sample[1::2])
    half = len(sample) // 2
    if half and odd > 0.9 * half and even < 0.5 * half:
        return "utf-16-le"
    if half and even > 0.9 * half and odd < 0.5 * half:
        return "utf-16-be"
    return None


def _damaged_utf8(data: bytes) -> str | None:
    """The text if nearly all of it is UTF-8 and only a few bytes are not, with U+FFFD for those."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd") - data.count("\ufffd".encode())
    whole = len(_NON_ASCII.findall(text)) - bad
    return text if whole >= _WHOLE_FOR_EACH_BAD * bad else None


def _guess(sample: bytes, language: Language) -> tuple[str, str]:
    """The old Arabic encoding under which the words that are not ASCII are most Arabic, else charset-normalizer's."""
    scored = []
    for codec, label in _OLD_ARABIC:
        words = "".join(_NON_ASCII_WORD.findall(sample.decode(codec, "replace")))
        common = len(_COMMON_ARABIC.findall(words)) / len(words) if words else 0.0
        scored.append((common * arabic_share(words), codec, label))
    best = max(scored)
    if best[0] > 0.25:
        return best[1], best[2]
    if language == "en" and _try(sample, "cp1252") is not None:
        return "cp1252", _LABELS["cp1252"]
    match = from_bytes(sample).best()
    if match is None or match.encoding in ("ascii", "utf_8"):
        codec = "cp1256" if language == "ar" else "cp1252"
        return codec, _LABELS[codec]
    return match.encoding, _label(match.encoding)
