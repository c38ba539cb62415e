"""Characters that nobody sees: whether a text has others, and by name for showing what is in it."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple


class Piece(NamedTuple):
    """Letters as they are, or the name of what cannot be seen; and whether a change made them differ."""

    letters: str
    unseen: str
    is_changed: bool


_NAMES = {
    "\u00a0": "no-break space", "\u00ad": "soft hyphen", "\u200b": "zero-width space", "\u200c": "zero-width non-joiner",
    "\u200d": "zero-width joiner", "\u200e": "left-to-right mark", "\u200f": "right-to-left mark",
    "\u061c": "Arabic letter mark", "\u202a": "left-to-right embedding", "\u202b": "right-to-left embedding",
    "\u202c": "end of embedding", "\u202d": "left-to-right override", "\u202e": "right-to-left override",
    "\u2060": "word joiner", "\u2066": "left-to-right isolate", "\u2067": "right-to-left isolate",
    "\u2068": "first-strong isolate", "\u2069": "end of isolate", "\ufeff": "byte order mark", "\n": "line break",
}  # fmt: skip
_UNSEEN = re.compile(f"[{''.join(_NAMES)}]|  +")
#: Categories of which nothing is drawn: white space, controls, format characters, lone surrogates.
_BLANK = frozenset(("Zs", "Zl", "Zp", "Cc", "Cf", "Cs"))
#: Signs of these categories that are drawn as frames and lines around numbers …
_DRAWN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
#: … and letters, marks and symbols that are not drawn: fillers, variation selectors, the empty Braille pattern.
_NOT_DRAWN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)

#: What shows nothing wherever it stands: zero-width space, word joiner, byte order mark, soft hyphen.
_NEVER_SEEN = frozenset("\u200b\u2060\ufeff\u00ad")
#: Letters without case (Arabic among them) and pictures, which joiners, direction and selectors draw otherwise.
_DRAWN_BY_OTHERS = frozenset(("Lo", "So"))


def has_visible(text: str) -> bool:
    """Whether there is anything in ``text`` for a reader to see."""
    return any(map(_is_seen, text))


def _is_seen(sign: str) -> bool:
    if unicodedata.category(sign) in _BLANK:
        return sign in _DRAWN
    return not _NOT_DRAWN.match(sign)


def as_seen(text: str) -> str:
    """``text`` as it looks on a page, to be compared and never stored: without what nobody sees, and without spaces and
    line ends that are doubled or stand at an end.

    Joiners and direction signs stay where there are letters or pictures that they could draw or order otherwise.
    """
    dropped = _NEVER_SEEN
    if not any(unicodedata.category(sign) in _DRAWN_BY_OTHERS for sign in text):
        dropped = dropped.union(sign for sign in text if not (_is_seen(sign) or sign.isspace()))
    kept = "".join(sign for sign in text if sign not in dropped)
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"[ \t]+", " ", kept)).strip()


def change_pieces(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, with the words between the first and the last difference marked as changed.

    None are where all of it differs: there is nothing to point at.
    """
    shorter = min(len(before), len(after))
    start = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    end = next((n for n in range(shorter - start) if before[-1 - n] != after[-1 - n]), shorter - start)
    while start and not before[start - 1].isspace():
        start -= 1
    while end and not before[len(before) - end].isspace():
        end -= 1
    return _with_change(before, start, end), _with_change(after, start, end)


def _with_change(text: str, start: int, end: int) -> list[Piece]:
    stop = max(start, len(text) - end)
    is_all = stop - start > 0.8 * len(text)
    return [
        Piece(letters, unseen, is_changed and not is_all)
        for part, is_changed in ((text[:start], False), (text[start:stop], True), (text[stop:], False))
        for letters, unseen in named_pieces(part)
    ]


def named_pieces(text: str) -> Iterator[tuple[str, str]]:
    """The text in pieces: (letters, "") as they are, ("", name) for what cannot be seen."""
    at = 0
    for match in _UNSEEN.finditer(text):
        if match.start() > at:
            yield text[at : match.start()], ""
        found = match.group()
        yield "", _NAMES.get(found) or f"{len(found)} spaces"
        at = match.end()
    if at < len(text):
        yield text[at:], ""
