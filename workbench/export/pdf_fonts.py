"""The fonts of a PDF: the program's own and no others, so that its bytes are the same on every machine.

A sign that none of them has is drawn as a box, and still reads out and can be copied as what it is.
"""

import io
import re
from functools import cache
from typing import Any

from workbench import resources

_SCHEME = "fonts:"
_FACE = re.compile(r"@font-face \{[^}]*\}\n")
_FILE = re.compile(r'"fonts:([^"]+)"')
_SIGNS = re.compile(r"  unicode-range:([^;]*);\n")
_RANGE = re.compile(r"U\+(\w+)(?:-(\w+))?")


def base() -> str:
    """The sheet of all pages, which declares the fonts and for which signs the later ones are there."""
    return (resources.folder("templates") / "export" / "pages.css").read_text(encoding="utf-8")


def declared(sheet: str, text: str) -> str:
    """``sheet`` without the fonts whose signs are not in ``text``: to unpack one takes longer than to set a page."""
    signs = {ord(sign) for sign in set(text)}

    def kept(face: re.Match[str]) -> str:
        return _SIGNS.sub("", face[0]) if _has_any(face[0], signs) else ""

    return _FACE.sub(kept, sheet)


def _has_any(face: str, signs: set[int]) -> bool:
    if not (ranges := _SIGNS.search(face)):
        return True
    return any(
        int(first, 16) <= sign <= int(last or first, 16)
        for first, last in _RANGE.findall(ranges[1])
        for sign in signs
    )


def lacking(text: str) -> tuple[str, ...]:
    """The signs of ``text`` that are drawn as boxes, in their order, each once."""
    held = set().union(*(letters_of(name) for name in files(declared(base(), text))))
    return tuple(sign for sign in dict.fromkeys(text) if ord(sign) not in held and sign.isprintable())


def files(sheet: str) -> list[str]:
    """The names of the fonts that a sheet declares."""
    return _FILE.findall(sheet)


@cache
def letters_of(name: str) -> frozenset[int]:
    """The signs that a font has."""
    from fontTools.ttLib import TTFont

    return frozenset(TTFont(io.BytesIO(_unpacked(name))).getBestCmap())


@cache
def _unpacked(name: str) -> bytes:
    from fontTools.ttLib import woff2

    out = io.BytesIO()
    woff2.decompress(resources.folder("static") / "fonts" / name, out)
    return out.getvalue()


@cache
def fetcher() -> Any:
    """What WeasyPrint fetches with: gives the bundled fonts by name ("fonts:NAME") and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    names = frozenset(files(base()))

    class FontFetcher(URLFetcher):  # type: ignore[misc, unused-ignore]
        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix(_SCHEME)
            if not url.startswith(_SCHEME) or name not in names:
                raise ValueError(f"{url} is not one of the bundled fonts")
            return URLFetcherResponse(url, _unpacked(name))

    return FontFetcher()


@cache
def _configuration() -> Any:
    from weasyprint.text import ffi, fonts

    ffi.ffi.cdef("FcConfig *FcConfigCreate(void);")

    class OwnFonts(fonts.FontConfiguration):  # type: ignore[misc, unused-ignore]
        """Starts without the machine's fonts, and without its rules on how to set them."""

        def __init__(self) -> None:
            super().__init__()
            self._config = ffi.fontconfig.FcConfigCreate()
            ffi.pangoft2.pango_fc_font_map_set_config(
                ffi.ffi.cast("PangoFcFontMap *", self.font_map), self._config
            )
            ffi.fontconfig.FcConfigDestroy(self._config)  # the map holds it from here

    return OwnFonts


def configuration() -> Any:
    """Where WeasyPrint looks for fonts: nowhere, until a sheet has named some."""
    return _configuration()()
