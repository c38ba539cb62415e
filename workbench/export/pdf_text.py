"""A line of text as a PDF draws it, so that it reads out as it was written (:mod:`workbench.export.pdf_letters`)."""

import struct
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any
from unicodedata import combining

from workbench.export.pdf_letters import Part

#: A PangoGlyphInfo: number, advance, place beside and above the line, flags; and numbers that are none of a glyph.
_INFO = struct.Struct("=IiiiI")
_EMPTY, _LACKING = 0x0FFFFFFF, 0x10000000
#: Signs without looks of their own, which are part of the letter before.
_JOINERS = tuple(sign.encode() for sign in "\u200d\ufe0e\ufe0f")
_UNITS = 1024  # of Pango's in a pixel

#: What stands in a text array (ISO 32000-1, 9.4.3) and how far it is raised.
Shown = tuple[str, float]


def draw_line(stream: Any, box: Any, _overflow: str, _ellipsis: str, matrix: Any) -> list[Any]:
    """Draw the text of a box on a page's stream, in the place of WeasyPrint's function of that kind.

    That one knows ellipses and fonts of pictures besides, of which our pages have none, reads out badly, and takes
    more than twice as long. Returns the pictures to draw: none.
    """
    if not box.text.strip():
        return []
    from weasyprint.text.ffi import ffi

    layout = box.pango_layout
    text = layout.text.encode()
    line, _ = layout.get_first_line()
    stream.set_text_matrix(*matrix.values)
    run = line.runs
    while run != ffi.NULL:
        item = ffi.cast("PangoGlyphItem *", run.data)
        font, size = stream.add_font(item.item.analysis.font)
        stream.set_font_size(font.hash, size)
        _show(stream, size, _glyphs(stream, item, font, size, text))
        run = run.next
    return []


def _glyphs(stream: Any, item: Any, font: Any, size: float, text: bytes) -> Iterator[Shown]:
    """The glyphs of a run from left to right, letter by letter; the font takes their widths and letters along."""
    from weasyprint.text.ffi import ffi, pango

    count = item.glyphs.num_glyphs
    begins = ffi.unpack(item.glyphs.log_clusters, count)
    glyphs = list(_INFO.iter_unpack(ffi.buffer(item.glyphs.glyphs, count * _INFO.size)))
    said = text[item.item.offset : item.item.offset + item.item.length]
    is_rtl = bool(item.item.analysis.level % 2)
    table, widths = font.to_unicode, font.widths
    scale = 1000 / _UNITS / size
    for number in {number for number, *_ in glyphs if number < _EMPTY and number not in widths}:
        pango.pango_font_get_glyph_extents(
            item.item.analysis.font, number, stream.ink_rect, stream.logical_rect
        )
        widths[number] = round(stream.logical_rect.width * scale)
    for first, end, letters in _letters(begins, said, is_rtl=is_rtl):
        number, advance, beside, above, _ = glyphs[first]
        if (
            end - first == 1
            and number < _EMPTY
            and not above
            and not (is_rtl and len(letters) > 1)
            and table.setdefault(number, letters) == letters
        ):
            moved = round(beside * scale)
            kerning = round(widths[number] + moved - advance * scale)
            yield f"{-moved or ''}<{number:04x}>{kerning or ''}", 0
        else:
            yield from _letter(font, glyphs[first:end], letters, scale, is_rtl=is_rtl)


def _letters(begins: Sequence[int], said: bytes, *, is_rtl: bool) -> Iterator[tuple[int, int, str]]:
    """Which glyphs draw which letters: the first, the end and what they say.

    ``begins``: for each glyph, from the left, where in ``said`` its letter begins. A right-to-left letter's signs,
    which stand before it, are part of it, as are joiners after a left-to-right one.
    """
    count = len(begins)
    ends = [len(said), *begins] if is_rtl else [*begins, len(said)]
    first = at = 0
    while at < count:
        begin = begins[at]
        at += 1
        while at < count and (begins[at] == begin or (not is_rtl and said.startswith(_JOINERS, begins[at]))):
            at += 1
        letters = said[begin : ends[first if is_rtl else at]].decode()
        if not is_rtl or at == count or not combining(letters[:1] or "x"):
            yield first, at, letters
            first = at


def _letter(
    font: Any, glyphs: Sequence[Sequence[int]], letters: str, scale: float, *, is_rtl: bool
) -> Iterator[Shown]:
    """A letter that its glyphs would not tell: in glyphs of the file's own, but what the fonts lack in boxes."""
    parts, width = [], 0.0
    for number, advance, beside, above, _ in glyphs:
        if number >= _LACKING:
            alone = not is_rtl and sum(number != _EMPTY for number, *_ in glyphs) == 1
            lacked = letters if alone else chr(number - _LACKING)
            letters = letters.replace(lacked, "")
            box = font.box(lacked, round(advance * scale))
            yield f"<{box.glyphs}>" if box else f"{-round(advance * scale)}", 0
            continue
        if number != _EMPTY:
            parts.append(Part(number, round(width + beside * scale), -round(above * scale)))
        width += advance * scale
    made = font.letter(tuple(parts), letters, is_rtl=is_rtl) if parts and letters else None
    if made is not None:
        kerning = round(made.width - width)
        yield f"<{made.glyphs}>{kerning or ''}", 0
        return
    for number, x, y in parts:
        font.to_unicode.setdefault(number, letters[:1] or "\ufffd")
        yield f"{-x or ''}<{number:04x}>{x + font.widths[number]}", y
    yield f"{-round(width) or ''}", 0


def _show(stream: Any, size: float, shown: Iterator[Shown]) -> None:
    for rise, glyphs in groupby(shown, key=itemgetter(1)):
        array = "".join(text for text, _ in glyphs).replace("><", "")
        if array:
            if rise:
                stream.set_text_rise(rise * size / 1000)
            stream.show_text(array)
            if rise:
                stream.set_text_rise(0)
