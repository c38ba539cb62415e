"""What a reader sees as one character: grapheme clusters."""

import re
import unicodedata

_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")


def is_boundary(text: str, at: int) -> bool:
    """Whether ``text`` may be cut before code point ``at`` without cutting a character apart.

    The rules of Unicode's UAX #29 that matter here: combining marks, joiners and skin tones belong to what
    stands before them, an emoji after a joiner too, and regional indicators come in pairs.
    """
    return not 0 < at < len(text) or not _joins(text, at)


def _joins(text: str, at: int) -> bool:
    before, here = text[at - 1], text[at]
    if before == "\n" or here == "\n":
        return False
    if unicodedata.category(here)[0] == "M" or here in "\u200c\u200d" or "\U0001f3fb" <= here <= "\U0001f3ff":
        return True
    if before == "\u200d":
        return unicodedata.category(here) == "So"
    if _FLAG.match(before) and _FLAG.match(here):
        flags = 0
        while flags < at and _FLAG.match(text[at - 1 - flags]):
            flags += 1
        return flags % 2 == 1
    return False
