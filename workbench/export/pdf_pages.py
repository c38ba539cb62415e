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
from functools import cache, partial
from types import SimpleNamespace
from typing import Any

from workbench.domain.errors import NotInstalled, TooLarge
from workbench.export import pdf_fonts, pdf_letters, pdf_text

#: Characters of HTML; about a thousand pages and a minute.
LONGEST = 4_000_000

_turn = threading.Lock()  # setting pages takes a core and a lot of memory: one after another


def write(page: str, sheet: str) -> bytes:
    """The PDF of an HTML document, whose ``title``, ``author``, ``dcterms.created`` … become the file's own.

    ``sheet`` is CSS upon ``templates/export/pages.css``, which names the fonts. Arabic is shaped and set in order,
    and read out as it was written; where emphasis or a link cuts a run that goes against its paragraph, that run
    needs an element with its ``dir``. Raises NotInstalled where a library is missing and TooLarge.
    """
    with setting(page, sheet) as using:
        data: bytes = using.render(page).write_pdf(pdf_identifier=using.identifier, pdf_tags=True)
    return data


@dataclass(frozen=True, slots=True)
class Setting:
    """What pages of one file are set with."""

    identifier: bytes
    _sheets: Sequence[Any]
    _fonts: Any

    def render(self, page: str) -> Any:
        """A document of HTML, set as pages (WeasyPrint's ``Document``)."""
        document = _weasyprint().HTML(string=page, url_fetcher=pdf_fonts.fetcher())
        return document.render(stylesheets=self._sheets, font_config=self._fonts)


@contextmanager
def setting(whole: str, sheet: str) -> Iterator[Setting]:
    """Set pages with a sheet of styles, one file at a time. ``whole`` is all of its HTML, set at once or in parts."""
    if len(whole) > LONGEST:
        raise TooLarge(
            "This is too long for a PDF. Take Word or HTML, which a word processor prints as well."
        )
    weasyprint = _weasyprint()
    identifier = hashlib.sha256(f"{sheet}\0{whole}".encode()).digest()[:16]
    with _turn, _no_collecting():
        fonts, fetcher = pdf_fonts.configuration(), pdf_fonts.fetcher()
        sheets = [
            weasyprint.CSS(string=css, font_config=fonts, url_fetcher=fetcher)
            for css in (pdf_fonts.declared(pdf_fonts.base(), whole), sheet)
        ]
        try:
            yield Setting(identifier, sheets, fonts)
        finally:
            weasyprint.layout.inline.split_first_line.forget()


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
def _weasyprint() -> Any:
    """The library, which takes half a second to load and needs Pango beside it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about fonts and libraries of the machine that we can do without
            import weasyprint.draw.text
            import weasyprint.layout.inline
            import weasyprint.layout.page
            import weasyprint.pdf.fonts
            import weasyprint.pdf.stream
            import weasyprint.text.fonts
            import weasyprint.text.line_break
    except (ImportError, OSError) as error:
        raise NotInstalled(
            "PDF needs the libraries Pango and HarfBuzz on this machine, and they were not found. "
            "On Debian and Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. "
            "The other formats work without them."
        ) from error
    # Where it has no hook: fonts that say when they were cut out, the tags of a page, a twentieth of the time spent on
    # files 3 % smaller, text that is set once more to be drawn, and that twice on the way, hyphens at the end of lines,
    # text as it is drawn, glyphs for it, styles of each page, of which only the first is another, and of notes that each
    # element might have.
    fonts = weasyprint.pdf.fonts
    fonts.TTFont = partial(fonts.TTFont, recalcTimestamp=False)
    weasyprint.pdf.pydyf.PDF.page_references = property(_PageReferences)
    weasyprint.pdf.pydyf.zlib = SimpleNamespace(compressobj=lambda level: zlib.compressobj(6))
    weasyprint.draw.text.draw_first_line = pdf_text.draw_line
    weasyprint.pdf.stream.Font = pdf_letters.font_class()
    layout = weasyprint.text.line_break.Layout
    layout.deactivate = lambda self: None
    layout.reactivate = lambda self, style: None
    layout.set_text = _keeping_words(layout.set_text)
    inline = weasyprint.layout.inline
    inline.can_break_text = partial(_can_break, inline.can_break_text)
    inline.split_first_line = _Remembering(inline.split_first_line)
    rules = weasyprint.html.UA_STYLESHEET.matcher.other_selectors
    rules[:] = [rule for rule in rules if not str(rule[3]).startswith(("note-", "footnote-"))]
    page = weasyprint.layout.page
    page.PageType = partial(_kind_of_page, page.PageType)
    page.set_page_type_computed_styles = partial(_style_once, page.set_page_type_computed_styles)
    return weasyprint


_BEFORE_LETTER = re.compile(r"-(?=\w)")
_HYPHEN = re.compile(rb"(?:^|(?<=[0-9A-Za-z\x80-\xff]))-(?:[0-9A-Za-z]|[\xc0-\xff][\x80-\xbf]*)")


def _keeping_words(set_text: Callable[[Any, str, bool], None]) -> Callable[[Any, str, bool], None]:
    """Sets text as ``set_text`` does, and not to be broken after a hyphen inside a word: what reads a PDF takes one at
    the end of a line for the setter's, and makes "alSalam" of "al-Salam" (poppler, Chrome) or two words (pypdf)."""
    from weasyprint.text.ffi import ffi, pango

    ffi.cdef("PangoAttribute *pango_attr_allow_breaks_new(gboolean allow_breaks);")

    def set_whole(layout: Any, text: str, justify: bool = False) -> None:
        set_text(layout, text, justify)
        if "-" not in text:
            return
        attributes = pango.pango_layout_get_attributes(layout.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        for match in _HYPHEN.finditer(layout.text.encode()):
            attribute = pango.pango_attr_allow_breaks_new(False)
            attribute.start_index, attribute.end_index = match.span()
            pango.pango_attr_list_insert(attributes, attribute)
        pango.pango_layout_set_attributes(layout.layout, attributes)

    return set_whole


def _can_break(can_break: Callable[[str, str], bool], text: str, language: str) -> bool:
    """Whether there is a place to break in ``text``, which may be the letters around the edge of an element."""
    return can_break(_BEFORE_LETTER.sub("\u2011", text), language)


class _Remembering:
    """Splits lines as ``split`` does, and each but once: a line of a right-to-left block is split twice, and so are the
    lines of a row that turned out not to fit on the page."""

    def __init__(self, split: Callable[..., Any]) -> None:
        self._split = split
        self._known: dict[Any, tuple[Any, Any]] = {}  # with the style, whose id is another's after it is gone

    def __call__(self, text: str, style: Any, context: Any, *where: Any, **how: Any) -> Any:
        key = (text, id(style), where, *how.values())
        if key not in self._known:
            if len(self._known) > 500:
                self.forget()
            self._known[key] = style, self._split(text, style, context, *where, **how)
        return self._known[key][1]

    def forget(self) -> None:
        self._known.clear()


def _kind_of_page(kind: Any, _side: str, blank: bool, name: str, index: int, _groups: Any) -> Any:
    """What tells pages apart in our sheets: whether one is the first."""
    return kind("right", blank, name, min(index, 1), ())


def _style_once(style: Callable[..., None], kind: Any, html: Any, style_for: Any) -> None:
    if (kind, None) not in style_for.get_computed_styles():
        style(kind, html, style_for)


class _PageReferences:
    """References to the pages, made when they are asked for: each tag asks for one, and was given them all."""

    def __init__(self, pdf: Any) -> None:
        self._kids = pdf.pages["Kids"]  # number, generation and "R" of each

    def __getitem__(self, page: int) -> bytes:
        return b"%d 0 R" % self._kids[3 * page]
