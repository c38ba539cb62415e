"""Characters that nobody sees, by name: for showing what is in a text."""

import re
from collections.abc import Iterator

_NAMES = {
    "\u00a0": "no-break space", "\u00ad": "soft hyphen", "\u200b": "zero-width space", "\u200c": "zero-width non-joiner",
    "\u200d": "zero-width joiner", "\u200e": "left-to-right mark", "\u200f": "right-to-left mark",
    "\u061c": "Arabic letter mark", "\u202a": "left-to-right embedding", "\u202b": "right-to-left embedding",
    "\u202c": "end of embedding", "\u202d": "left-to-right override", "\u202e": "right-to-left override",
    "\u2060": "word joiner", "\u2066": "left-to-right isolate", "\u2067": "right-to-left isolate",
    "\u2068": "first-strong isolate", "\u2069": "end of isolate", "\ufeff": "byte order mark", "\n": "line break",
}  # fmt: skip
_UNSEEN = re.compile(f"[{''.join(_NAMES)}]|  +")


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
