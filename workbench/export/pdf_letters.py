"""Letters of a PDF's fonts: each drawn with a glyph of its own, so that every reader of the file finds them.

A PDF tells once and for all which letters a glyph stands for. Our Arabic font draws many letters as one skeleton with
dots beside it, and all draw vowel signs and some pairs of letters as glyphs that stand for no letter or for several.
Where a letter's glyphs would tell something else than the letter, they become one glyph, put together in the file's
own copy of the font, as does the box that stands for what the font lacks. A right-to-left letter with signs is as many
glyphs as it is letters and signs: one that draws it all, and blank ones that share its width, in the order in which
they stand on the page. Readers turn that order around letter by letter: poppler, pdfium and pypdf each in its own way
as soon as one glyph stands for several.
"""

import io
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, NamedTuple

#: Width of a sign's blank glyph in thousandths of the font's size: at less than a hundred poppler takes it for the
#: next letter printed twice, to make it bold.
SIGN = 110
#: More than a text has in all its letters with all their signs; PDF ends at 65,535 glyphs.
MOST = 30_000
LONGEST = 40  # letters, signs and parts


class Letter(NamedTuple):
    """The numbers of a letter's glyphs, four hexadecimal digits each, and the width of them all."""

    glyphs: str
    width: int


class Part(NamedTuple):
    """A glyph of a letter and where it stands, in thousandths of the font's size to the right and up."""

    glyph: int
    x: int
    y: int


#: What is no glyph of the font's, but a box as wide as its letter.
BOX = Part(0, 0, 0)
_BOX_HEIGHT, _BOX_LINE, _BOX_BESIDE = 660, 36, 50


@cache
def font_class() -> Any:
    """What WeasyPrint keeps a font in, which makes glyphs."""
    from weasyprint.pdf import fonts

    class LetterFont(fonts.Font):  # type: ignore[misc, unused-ignore]
        def __init__(self, *about: Any) -> None:
            super().__init__(*about)
            self._letters: dict[Any, Letter] = {}
            self._made: dict[tuple[str, int, tuple[Part, ...]], int] = {}

        def letter(self, parts: tuple[Part, ...], letters: str, *, is_rtl: bool) -> Letter | None:
            """The glyphs of a letter with its signs, drawn as ``parts``; None where it or they all are too many."""
            key = parts, letters, is_rtl
            if key not in self._letters:
                if len(letters) + len(parts) > LONGEST or len(self._made) + len(letters) > MOST:
                    return None
                self._letters[key] = self._make(parts, letters, is_rtl=is_rtl)
            return self._letters[key]

        def box(self, letters: str, width: int) -> Letter | None:
            """A box in the place of ``letters`` that the font lacks; None where there are too many."""
            if len(self._made) >= MOST:
                return None
            return Letter(f"{self._glyph(letters, width, (BOX,)):04x}", width)

        def _make(self, parts: tuple[Part, ...], letters: str, *, is_rtl: bool) -> Letter:
            width = sum(self.widths[part.glyph] for part in parts)
            if not is_rtl:
                return Letter(f"{self._glyph(letters, width, parts):04x}", width)
            signs = letters[:0:-1]
            blank = min(SIGN, width // len(letters))
            before = blank * len(signs)
            moved = tuple(part._replace(x=part.x - before) for part in parts)
            glyphs = [self._glyph(sign, blank, ()) for sign in signs]
            glyphs.append(self._glyph(letters[0], width - before, moved))
            return Letter("".join(f"{glyph:04x}" for glyph in glyphs), width)

        def _glyph(self, letters: str, width: int, parts: tuple[Part, ...]) -> int:
            key = letters, width, parts
            if key not in self._made:
                glyph = self._made[key] = self._free()
                self.widths[glyph], self.to_unicode[glyph] = width, letters
            return self._made[key]

        def _free(self) -> int:
            return min(int(self.glyph_count) + len(self._made), 0xFFFF)

        def clean(self, to_unicode: dict[int, str], hinting: bool) -> None:
            """As WeasyPrint does, then put our glyphs into what is left of the font."""
            made = {glyph: (width, parts) for (_, width, parts), glyph in self._made.items()}
            used = dict.fromkeys(glyph for glyph in to_unicode if glyph not in made)
            used |= dict.fromkeys(part.glyph for _, parts in made.values() for part in parts)
            if "fvar" in self.tables:
                self._pin(used)
            super().clean(used, hinting)
            if made:
                self.file_content: bytes = _with(self.file_content, made)

        def _pin(self, used: Collection[int]) -> None:
            """Let HarfBuzz cut out the weight and size of a variable font, a hundred times as fast as fontTools."""
            axes = {"wght": self.weight, "opsz": self.font_size} | self.variations
            if (face := _pinned(self.hb_face, used, axes)) is not None:
                self.hb_face: Any = face
                self.tables.remove("fvar")

    return LetterFont


def _pinned(face: Any, glyphs: Collection[int], axes: Mapping[str, float]) -> Any:
    """A HarfBuzz face with these glyphs alone, which varies no more; None where HarfBuzz (before 6.0) cannot."""
    from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset

    if not harfbuzz_subset or not harfbuzz.hb_version_atleast(6, 0, 0):
        return None
    _declare_pinning()
    cut = ffi.gc(harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy)
    numbers = ffi.new("hb_codepoint_t[]", sorted(glyphs))
    harfbuzz.hb_set_add_sorted_array(harfbuzz_subset.hb_subset_input_glyph_set(cut), numbers, len(glyphs))
    harfbuzz_subset.hb_subset_input_set_flags(cut, harfbuzz_subset.HB_SUBSET_FLAGS_RETAIN_GIDS)
    for axis, value in axes.items():
        tag = harfbuzz.hb_tag_from_string(axis.encode(), -1)
        harfbuzz_subset.hb_subset_input_pin_axis_location(cut, face, tag, value)
    made = harfbuzz_subset.hb_subset_or_fail(face, cut)
    return ffi.gc(made, harfbuzz.hb_face_destroy) if made else None


@cache
def _declare_pinning() -> None:
    from weasyprint.text.ffi import ffi

    ffi.cdef(
        "hb_bool_t hb_subset_input_pin_axis_location("
        "hb_subset_input_t *input, hb_face_t *face, hb_tag_t axis_tag, float axis_value);"
    )


def _box(width: int) -> Any:
    """The outline of a box, one rectangle in another."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    for line, turn in ((0, 1), (_BOX_LINE, -1)):
        left, right = _BOX_BESIDE + line, max(width - _BOX_BESIDE, 3 * _BOX_BESIDE) - line
        low, high = line, _BOX_HEIGHT - line
        first, *others = ((left, low), (left, high), (right, high), (right, low))[::turn]
        pen.moveTo(first)
        for corner in others:
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph()


def _with(data: bytes, made: dict[int, tuple[int, tuple[Part, ...]]]) -> bytes:
    """A TrueType font with more glyphs, each of a width and put together of others."""
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    table, metrics = font["glyf"], font["hmtx"]
    names = font.getGlyphOrder()
    names.extend(f"glyph{number:05}" for number in range(len(names), max(made) + 1))
    font.setGlyphOrder(names)
    for number in range(len(table.glyphs), len(names)):
        width, parts = made.get(number, (0, ()))
        glyph = _box(width) if parts == (BOX,) else Glyph()
        if parts and parts != (BOX,):
            glyph.numberOfContours = -1
            glyph.components = []
            for part in parts:
                component = GlyphComponent()
                component.glyphName, component.x, component.y = names[part.glyph], part.x, part.y
                component.flags = 0
                glyph.components.append(component)
        table[names[number]] = glyph
        if parts:
            glyph.recalcBounds(table)
        metrics[names[number]] = width, glyph.xMin if parts else 0
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
