"""A line of text as a PDF draws it, so that it reads out as it was written.

A PDF tells the letters of each glyph once and for all. Our Arabic font draws many letters as one skeleton with
different dots, so that its glyphs have no letter of their own. Each Arabic letter, and each glyph that stands for
something else than before, is therefore spelled where it is drawn (ActualText, ISO 32000-1, 14.9.4): on the
skeleton, while its dots and vowel signs say nothing, since readers take a letter's place from there.
"""

import re
import struct
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple
from unicodedata import bidirectional

#: Other text reads out by itself, and is drawn sooner.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
#: A PangoGlyphInfo: number, advance, place beside and above the line, flags; and numbers that are none of a glyph.
_INFO = struct.Struct("=IiiiI")
_EMPTY, _LACKING = 0x0FFFFFFF, 0x10000000
_UNITS = 1024  # of Pango's in a pixel


class _Glyph(NamedTuple):
    """A glyph as drawn: the moves before and after it in its text array, and how far it is raised.

    Of text that is spelled, with its letters here and those that the font's table gives it.
    """

    number: int
    before: str
    after: str
    rise: float
    letters: str = ""
    usual: str = ""


def draw_line(stream: Any, box: Any, _overflow: str, _ellipsis: str, matrix: Any) -> list[Any]:
    """Draw the text of a box on a page's stream, in the place of WeasyPrint's function of that kind.

    That one knows ellipses and fonts of pictures besides, of which our pages have none, spells nothing, and takes
    more than twice as long. Returns the pictures to draw: none.
    """
    if not box.text.strip():
        return []
    from weasyprint.text.ffi import ffi

    layout = box.pango_layout
    is_spelled = _RIGHT_TO_LEFT.search(layout.text) is not None
    text = layout.text.encode()
    line, _ = layout.get_first_line()
    runs = []
    run = line.runs
    while run != ffi.NULL:
        item = ffi.cast("PangoGlyphItem *", run.data)
        font, size = stream.add_font(item.item.analysis.font)
        runs.append((font, size, _glyphs(stream, item, font, size, text, is_spelled=is_spelled)))
        run = run.next
    spelled = iter(_spelled([glyph for *_, glyphs in runs for glyph in glyphs]) if is_spelled else ())
    stream.set_text_matrix(*matrix.values)
    for font, size, glyphs in runs:
        stream.set_font_size(font.hash, size)
        if is_spelled:
            _show_spelled(stream, glyphs, [next(spelled) for _ in glyphs])
        else:
            _show(stream, glyphs)
    return []


def _glyphs(stream: Any, item: Any, font: Any, size: float, text: bytes, *, is_spelled: bool) -> list[_Glyph]:
    """The glyphs of a run, whose widths and letters the font takes along."""
    from weasyprint.text.ffi import ffi, pango

    count = item.glyphs.num_glyphs
    begins = ffi.unpack(item.glyphs.log_clusters, count)
    offset, length = item.item.offset, item.item.length
    ends = [length, *begins[:-1]] if item.item.analysis.level % 2 else [*begins[1:], length]
    infos = _INFO.iter_unpack(ffi.buffer(item.glyphs.glyphs, count * _INFO.size))
    widths, table = font.widths, font.to_unicode
    scale = 1000 / _UNITS / size
    found = []
    for (number, advance, beside, above, _), begin, end in zip(infos, begins, ends, strict=True):
        if number == _EMPTY:
            found.append(_Glyph(-1, f" {-advance / size}", "", 0))
            continue
        if number & _LACKING:
            number = font.get_unused_glyph_id(number - _LACKING)
            widths[number] = round(advance * scale)
            widths.setdefault(0, widths[number])
        elif number not in widths:
            pango.pango_font_get_glyph_extents(
                item.item.analysis.font, number, stream.ink_rect, stream.logical_rect
            )
            widths[number] = round(stream.logical_rect.width * scale)
        moved = beside / size
        kerning = int(widths[number] + moved - advance * scale)
        before, after = f" {-moved}" if moved else "", f"{kerning}" if kerning else ""
        if is_spelled:
            letters = text[offset + begin : offset + end].decode()
            usual = table.setdefault(number, letters)
            found.append(_Glyph(number, before, after, above / 1000, letters, usual))
        else:
            if number not in table:
                table[number] = text[offset + begin : offset + end].decode()
            found.append(_Glyph(number, before, after, above / 1000))
    return found


def _show(stream: Any, glyphs: Sequence[_Glyph]) -> None:
    array = ""
    for number, before, after, rise, _, _ in glyphs:
        shown = f"{before}<{number:04x}>{after}" if number >= 0 else before
        if rise:
            _write(stream, array)
            stream.set_text_rise(-rise)
            _write(stream, shown)
            stream.set_text_rise(0)
            array = ""
        else:
            array += shown
    _write(stream, array)


def _write(stream: Any, array: str) -> None:
    if array:
        stream.show_text(array.replace("><", ""))


def _show_spelled(stream: Any, glyphs: Sequence[_Glyph], spelled: Sequence[str | None]) -> None:
    """Those that are spelled stand in spans of their own."""
    array = ""
    for glyph, says in zip(glyphs, spelled, strict=True):
        if glyph.rise:
            _write(stream, array)
            array = ""
            stream.set_text_rise(-glyph.rise)
        array += glyph.before
        if says is None and glyph.number >= 0:
            array += f"<{glyph.number:04x}>"
        elif says is not None:
            _write(stream, array)
            stream.stream.append(_span(glyph.number, says))
            array = ""
        array += glyph.after
        if glyph.rise:
            _write(stream, array)
            array = ""
            stream.set_text_rise(0)
    _write(stream, array)


@lru_cache(2000)
def _span(glyph: int, spelled: str) -> bytes:
    """A glyph drawn in a span that says what it is."""
    said = b"\xfe\xff" + spelled.encode("utf-16-be")
    return b"/Span <</ActualText <%b>>> BDC [<%04x>] TJ EMC" % (said.hex().encode(), glyph)


def _spelled(glyphs: Sequence[_Glyph]) -> list[str | None]:
    """What is said in place of each glyph, None for what its font says. From the left, so dots come before their skeleton."""
    found: list[str | None] = []
    letters: str | None = None  # of the right-to-left letter under way
    for glyph, after in pairwise((*glyphs, _Glyph(0, "", "", 0, " ", " "))):
        if glyph.letters:
            letters = glyph.letters if bidirectional(glyph.letters[0]) in ("R", "AL") else None
        if glyph.number < 0:
            found.append(None)
        elif letters is not None:
            found.append(letters if after.letters else "")
        else:
            found.append(glyph.letters if glyph.letters != glyph.usual else None)
    return found
