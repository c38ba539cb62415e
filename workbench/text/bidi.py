"""Bidirectional text where no markup fits: isolates for titles and plain text, visual order for terminals."""

import unicodedata
from typing import Literal

from bidi import get_display  # type: ignore[import-untyped]

Direction = Literal["ltr", "rtl", "auto"]

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
_INITIATORS: dict[str, str] = {"ltr": LRI, "rtl": RLI, "auto": FSI}


def isolate(text: str, direction: Direction = "auto") -> str:
    """``text`` between an isolate of its direction and PDI, so that it cannot disturb what stands around it.

    Isolates left open inside are closed and stray PDIs dropped, else the text could break out (UAX #9,
    rules X5a–X6a). The empty string stays empty.
    """
    if not text:
        return ""
    open_isolates = 0
    inner: list[str] = []
    for char in text:
        if char in (LRI, RLI, FSI):
            open_isolates += 1
        elif char == PDI:
            if not open_isolates:
                continue
            open_isolates -= 1
        inner.append(char)
    return f"{_INITIATORS[direction]}{''.join(inner)}{PDI * open_isolates}{PDI}"


def mostly(text: str) -> Direction:
    """The direction of most of the text's letters: "rtl", "ltr", or "auto" where there are none.

    For what people write about words: the first strong letter, by which browsers go, misleads where a note begins with
    a word it quotes.
    """
    kinds = [unicodedata.bidirectional(char) for char in text]
    rtl, ltr = sum(kind in ("R", "AL") for kind in kinds), kinds.count("L")
    return "auto" if not rtl + ltr else "rtl" if rtl > ltr else "ltr"


def visual(text: str, direction: Direction = "auto") -> str:
    """``text`` in visual order, line by line, for an output that has no bidi engine of its own (a terminal).

    For showing only. ``auto`` takes each line's direction from its first strong letter (UAX #9, P2–P3).
    """
    base = {"ltr": "L", "rtl": "R"}.get(direction)
    return "\n".join(
        str(get_display(line, base_dir=base) if base else get_display(line)) if line else ""
        for line in text.split("\n")
    )
