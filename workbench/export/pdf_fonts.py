"""The fonts of a PDF: the program's own and no others, so that its bytes are the same on every machine.

A sign that none of them has is drawn as a box, and still reads out and can be copied as what it is.
"""

import io
from collections.abc import Mapping
from functools import cache
from typing import Any

from workbench import resources

_SCHEME = "fonts:"


def lacking(text: str) -> tuple[str, ...]:
    """The signs of ``text`` that are drawn as boxes, in their order, each once."""
    held = _held()
    return tuple(sign for sign in dict.fromkeys(text) if sign not in held and sign.isprintable())


@cache
def _held() -> frozenset[str]:
    from fontTools.ttLib import TTFont

    return frozenset(
        chr(code) for data in _files().values() for code in TTFont(io.BytesIO(data)).getBestCmap()
    )


@cache
def _files() -> Mapping[str, bytes]:
    """The fonts by the name of their file, unpacked once: that takes longer than setting a short article."""
    from fontTools.ttLib import woff2

    unpacked = {}
    for path in sorted((resources.folder("static") / "fonts").glob("*.woff2")):
        out = io.BytesIO()
        woff2.decompress(path, out)
        unpacked[path.name] = out.getvalue()
    return unpacked


@cache
def fetcher() -> Any:
    """What WeasyPrint fetches with: gives the bundled fonts by name ("fonts:NAME") and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class FontFetcher(URLFetcher):  # type: ignore[misc, unused-ignore]
        def fetch(self, url: str, headers: Any = None) -> Any:
            data = _files().get(url.removeprefix(_SCHEME)) if url.startswith(_SCHEME) else None
            if data is None:
                raise ValueError(f"{url} is not one of the bundled fonts")
            return URLFetcherResponse(url, data)

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
