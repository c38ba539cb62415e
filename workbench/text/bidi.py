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

    For lines of a file that begin with another language than they are in, such as a type's English name before an
    Arabic note. Pages set what people write as browsers do (``dir="auto"``), as in the box it was written in.
    """
    kinds = [unicodedata.bidirectional(char) for char in text]
    rtl, ltr = sum(kind in ("R", "AL") for kind in kinds), kinds.count("L")
    return "auto" if not rtl + ltr else "rtl" if rtl > ltr else "ltr"


def has_rtl(text: str) -> bool:
    """Whether anything in ``text`` goes from right to left or turns what stands around it."""
    return any(unicodedata.bidirectional(char) in _TURNING for char in text)


_AGAINST = {
    # By the direction of the paragraph: what begins a run against it, and what ends one (UAX #9).
    "ltr": (frozenset({"R", "AL", "AN"}), frozenset({"L"})),
    "rtl": (frozenset({"L"}), frozenset({"R", "AL", "AN"})),
}
_CONTROLS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "B"})
_TURNING = _CONTROLS - {"B"} | {"R", "AL", "AN"}


def runs_against(text: str, direction: Literal["ltr", "rtl"]) -> tuple[tuple[int, int], ...]:
    """Where (from, to) words stand in ``text`` that are read against the direction of its paragraph.

    A run takes along what stands between its words, the numbers after them, and brackets or quotes that close inside
    what it opened; it never reaches over a direction control.
    """
    begins, ends = _AGAINST[direction]
    runs: list[tuple[int, int]] = []
    start, end, opened = -1, -1, 0
    for at, char in enumerate(text):
        kind = unicodedata.bidirectional(char)
        if kind in ends or kind in _CONTROLS:
            if start >= 0:
                runs.append((start, end))
            start, opened = -1, 0
        elif kind in begins:
            start, end = (at if start < 0 else start), at + 1
        elif start >= 0:
            category = unicodedata.category(char)
            opened += category in ("Ps", "Pi")
            closes = category in ("Pe", "Pf") and opened > 0
            opened -= closes
            if closes or kind == "EN" or (kind == "NSM" and at == end):
                end = at + 1
    return (*runs, (start, end)) if start >= 0 else tuple(runs)


def visual(text: str, direction: Direction = "auto") -> str:
    """``text`` in visual order, line by line, for an output that has no bidi engine of its own (a terminal).

    For showing only. ``auto`` takes each line's direction from its first strong letter (UAX #9, P2–P3).
    """
    base = {"ltr": "L", "rtl": "R"}.get(direction)
    return "\n".join(
        str(get_display(line, base_dir=base) if base else get_display(line)) if line else ""
        for line in text.split("\n")
    )
