"""Pages of a PDF out of HTML and a sheet of styles, set by WeasyPrint in the program's own fonts.

Nothing is fetched but those fonts, which are embedded. The same page and sheet give the same bytes: there is no
clock, no font of the machine's, and the file's identifier is a fingerprint of both.
"""

import gc
import hashlib
import re
import threading
import warnings
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import islice, pairwise
from types import SimpleNamespace
from typing import Any
from unicodedata import bidirectional

from workbench import resources
from workbench.domain.errors import NotInstalled, TooLarge
from workbench.export import pdf_fonts

#: Characters of HTML; about a thousand pages and a minute.
LONGEST = 4_000_000

_turn = threading.Lock()  # setting pages takes a core and a lot of memory: one after another


def write(page: str, sheet: str) -> bytes:
    """The PDF of an HTML document, whose ``title``, ``author``, ``dcterms.created`` … become the file's own.

    ``sheet`` is CSS upon ``templates/export/pages.css``, which names the fonts. Arabic is shaped and set in order,
    and read out as it was written; where emphasis or a link cuts a run that goes against its paragraph, that run
    needs an element with its ``dir``. Raises NotInstalled where a library is missing and TooLarge.
    """
    if len(page) > LONGEST:
        raise TooLarge(
            "This is too long for a PDF. Take Word or HTML, which a word processor prints as well."
        )
    weasyprint = _weasyprint()
    fetcher = pdf_fonts.fetcher()
    identifier = hashlib.sha256(f"{sheet}\0{page}".encode()).digest()[:16]
    with _turn, _no_collecting():
        fonts = pdf_fonts.configuration()
        sheets = [
            weasyprint.CSS(string=css, font_config=fonts, url_fetcher=fetcher) for css in (_base(), sheet)
        ]
        document = weasyprint.HTML(string=page, url_fetcher=fetcher)
        data: bytes = document.write_pdf(
            stylesheets=sheets, font_config=fonts, pdf_identifier=identifier, pdf_tags=True
        )
    return data


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Pages are a million objects that all stay until they are written: looking among them for garbage, over and
    over, takes a tenth of the time and finds none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@cache
def _base() -> str:
    return (resources.folder("templates") / "export" / "pages.css").read_text(encoding="utf-8")


@cache
def _weasyprint() -> Any:
    """The library, which takes half a second to load and needs Pango beside it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about fonts and libraries of the machine that we can do without
            import weasyprint.draw
            import weasyprint.pdf.fonts
            import weasyprint.pdf.stream
            import weasyprint.text.fonts
    except (ImportError, OSError) as error:
        raise NotInstalled(
            "PDF needs the libraries Pango and HarfBuzz on this machine, and they were not found. "
            "On Debian and Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. "
            "The other formats work without them."
        ) from error
    # Where it has no hook: fonts that say when they were cut out, the tags of a page, a twentieth of the time spent on
    # files 3 % smaller, text with a move by nothing after almost every glyph, and text as it is drawn.
    fonts = weasyprint.pdf.fonts
    fonts.TTFont = partial(fonts.TTFont, recalcTimestamp=False)
    weasyprint.pdf.pydyf.PDF.page_references = property(_PageReferences)
    weasyprint.pdf.pydyf.zlib = SimpleNamespace(compressobj=lambda level: zlib.compressobj(6))
    stream = weasyprint.pdf.stream.Stream
    show: Callable[..., None] = stream.show_text
    stream.show_text = lambda self, text: show(self, text.replace(">0<", ""))
    draw: Callable[..., None] = weasyprint.draw.draw_text
    weasyprint.draw.draw_text = lambda stream, box, *rest: draw(
        _Spelled(stream) if _RIGHT_TO_LEFT.search(box.text) else stream, box, *rest
    )
    return weasyprint


class _PageReferences:
    """References to the pages, made when they are asked for: each tag asks for one, and was given them all."""

    def __init__(self, pdf: Any) -> None:
        self._kids = pdf.pages["Kids"]  # number, generation and "R" of each

    def __getitem__(self, page: int) -> bytes:
        return b"%d 0 R" % self._kids[3 * page]


# --- text that reads out as it was written -----------------------------------------------------------------
#
# A PDF tells the letters of each glyph once and for all. Our Arabic font draws many letters as one skeleton with
# different dots, so that its glyphs have no letter of their own. Each Arabic letter, and each glyph that stands for
# something else than before, is therefore spelled where it is drawn (ActualText, ISO 32000-1, 14.9.4): on the
# skeleton, while its dots and vowel signs say nothing, since readers take a letter's place from there. WeasyPrint
# is handed a page's stream that does so.

#: Other text reads out by itself, and is drawn sooner.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_PIECE = re.compile(r"<([0-9a-f]*)>|[^<]+")


@dataclass(slots=True)
class _Glyph:
    """A glyph as drawn: its letters here, those that the font's table gives it, and what is said in their place."""

    number: int
    letters: str
    usual: str
    spelled: str | None = None


class _Spelled:
    """A page's stream that spells the glyphs of a text box.

    What is drawn is held back until the box ends, for the letters of an Arabic glyph come with its first dot.
    """

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._glyphs: list[_Glyph] = []
        self._held: list[tuple[str, tuple[Any, ...]]] = []  # operators with what they are given

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def add_font(self, pango_font: Any) -> tuple[Any, float]:
        font, size = self._stream.add_font(pango_font)
        return font if font.bitmap else _NotedFont(font, self._glyphs), size

    def set_font_size(self, *given: Any) -> None:
        self._held.append(("set_font_size", given))

    def set_text_rise(self, *given: Any) -> None:
        self._held.append(("set_text_rise", given))

    def show_text(self, text: str) -> None:
        self._held.append(("show_text", (text.replace(">0<", ""),)))

    def end_text(self) -> None:
        _spell(self._glyphs)
        glyphs = iter(self._glyphs)
        for operator, given in self._held:
            if operator == "show_text":
                self._show(given[0], glyphs)
            else:
                getattr(self._stream, operator)(*given)
        self._stream.end_text()

    def _show(self, text: str, glyphs: Iterator[_Glyph]) -> None:
        """Draws the glyphs and moves of a PDF text array, those that are spelled in spans of their own."""
        written: list[bytes] = []
        plain = ""
        for piece in _PIECE.finditer(text):
            if not piece[1]:
                plain += piece[0]
                continue
            for glyph in islice(glyphs, len(piece[1]) // 4):
                if glyph.spelled is None:
                    plain += f"<{glyph.number:04x}>"
                    continue
                if plain:
                    written.append(b"[%b] TJ" % plain.encode())
                    plain = ""
                written.append(_span(glyph.number, glyph.spelled))
        if plain:
            written.append(b"[%b] TJ" % plain.encode())
        if written:
            self._stream.stream.append(b"\n".join(written))


@lru_cache(2000)
def _span(glyph: int, spelled: str) -> bytes:
    """A glyph drawn in a span that says what it is."""
    said = b"\xfe\xff" + spelled.encode("utf-16-be")
    return b"/Span <</ActualText <%b>>> BDC [<%04x>] TJ EMC" % (said.hex().encode(), glyph)


def _spell(glyphs: Sequence[_Glyph]) -> None:
    """Decides what is said in place of which glyph. From the left, so dots come before their skeleton."""
    letters: str | None = None  # of the right-to-left letter under way
    for glyph, after in pairwise((*glyphs, _Glyph(0, " ", " "))):
        if glyph.letters:
            letters = glyph.letters if bidirectional(glyph.letters[0]) in ("R", "AL") else None
        if letters is not None:
            glyph.spelled = letters if after.letters else ""
        elif glyph.letters != glyph.usual:
            glyph.spelled = glyph.letters


class _NotedFont:
    """A font whose table of letters notes what it is asked to hold."""

    def __init__(self, font: Any, glyphs: list[_Glyph]) -> None:
        self._font = font
        self._glyphs = glyphs

    def __getattr__(self, name: str) -> Any:
        return getattr(self._font, name)

    @property
    def to_unicode(self) -> "_NotedFont":
        return self

    def __contains__(self, glyph: int) -> bool:
        return False

    def __setitem__(self, glyph: int, letters: str) -> None:
        usual = self._font.to_unicode.setdefault(glyph, letters)
        self._glyphs.append(_Glyph(glyph, letters, usual))
