"""A long table as a PDF, set and drawn part by part, so that memory holds the pages of one part.

WeasyPrint keeps the boxes of all pages until the last is drawn: a megabyte for every four rows of a proof. Here each
part is a document of its own. Its last page, which the rest of the table would have filled, is set again with the
next part, so that nobody sees where the parts meet.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any, ClassVar, Protocol

from workbench.export.exporter import Told, untold
from workbench.export.pdf_pages import setting

#: Characters of HTML in the rows of a part, some forty pages of a proof.
PART = 200_000
_POINTS = 0.75  # in a pixel of CSS


class Draft(Protocol):
    """The HTML of a part: its rows, each a ``tr`` of the only ``tbody``, and what stands around them.

    ``before``: the pages before it, 0 for the first part; ``ends``: whether the table ends with it.
    """

    def __call__(self, rows: Sequence[str], *, before: int, ends: bool) -> str: ...


def write(draft: Draft, rows: Sequence[str], sheet: str, told: Told = untold) -> bytes:
    """The PDF of a table. Raises as :func:`workbench.export.pdf_pages.write`, and what ``told`` does after a part."""
    with setting(draft(rows, before=0, ends=True), sheet) as using, _all_else_frozen():
        drawn = _Drawn()
        start, size = 0, PART
        while True:
            end = _fitting(rows, start, size)
            ends = end == len(rows)
            document = using.render(draft(rows[start:end], before=drawn.pages, ends=ends))
            full = len(document.pages) if ends else _full(document.pages)
            if not full:  # a row longer than a page
                size *= 2
                continue
            for page in document.pages[:full]:
                drawn.add(page)
            if ends:
                return drawn.written(document, using.identifier)
            start, size = start + len(_rows(document.pages[:full])), PART
            del document, page
            gc.collect()
            told(start / len(rows))


@contextmanager
def _all_else_frozen() -> Iterator[None]:
    """Looking for the pages of a part among what was there before takes longer than it took to draw a few of them."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _fitting(rows: Sequence[str], start: int, size: int) -> int:
    """The end of the rows from ``start`` that have ``size`` characters, at least one."""
    end = start
    while end < len(rows) and size > 0:
        size -= len(rows[end])
        end += 1
    return end


def _full(pages: Sequence[Any]) -> int:
    """How many pages stand before the last that begins with a row; 0 where only the first does."""
    for number in range(len(pages) - 1, 0, -1):
        if not _rows(pages[number - 1 : number]) & _rows(pages[number : number + 1]):
            return number
    return 0


def _rows(pages: Sequence[Any]) -> set[Any]:
    """The rows with something on the pages, as elements of the HTML."""
    return {
        row.element
        for page in pages
        for group in page._page_box.descendants()
        if group.element_tag == "tbody"
        for row in group.children
    }


class _Drawn:
    """A PDF of the pages drawn so far. Does for them what WeasyPrint's own writer does for all pages at once."""

    def __init__(self) -> None:
        from weasyprint.pdf import pydyf

        self.pages = 0
        self._pdf = pdf = pydyf.PDF()
        self._fonts: dict[Any, Any] = {}
        self._keys = 0  # of the parent tree: one for each page, then one for each of its links
        names = ("ExtGState", "XObject", "Pattern", "Shading")
        self._resources = pydyf.Dictionary({name: pydyf.Dictionary() for name in names})
        self._parents = pydyf.Dictionary({"Nums": pydyf.Array()})
        self._tree = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        self._content = pydyf.Dictionary({"Type": "/StructElem", "S": "/Document", "K": pydyf.Array()})
        for object_ in (self._resources, self._parents, self._tree, self._content):
            pdf.add_object(object_)
        self._tree |= {"ParentTree": self._parents.reference, "K": pydyf.Array([self._content.reference])}
        self._content["P"] = self._tree.reference
        pdf.catalog |= {
            "StructTreeRoot": self._tree.reference,
            "MarkInfo": pydyf.Dictionary({"Marked": "true"}),
            "ViewerPreferences": pydyf.Dictionary({"DisplayDocTitle": "true"}),
        }

    def add(self, page: Any) -> None:
        """Draw a page, of whose boxes nothing is needed afterwards."""
        from weasyprint.matrix import Matrix
        from weasyprint.pdf import pydyf
        from weasyprint.pdf.anchors import add_links
        from weasyprint.pdf.stream import Stream
        from weasyprint.pdf.tags import _build_box_tree

        pdf, first = self._pdf, len(self._pdf.objects)
        width, height = page.width * _POINTS, page.height * _POINTS
        tags: dict[Any, Any] = {}
        stream = Stream(
            self._fonts, (0, 0, page.width, page.height), self._resources, {}, tags, {}, None, compress=True
        )
        stream.transform(d=-1, f=height)
        pdf.add_object(stream)
        sheet = pydyf.Dictionary(
            {
                "Type": "/Page",
                "Parent": pdf.pages.reference,
                "MediaBox": pydyf.Array([0, 0, width, height]),
                "Contents": stream.reference,
                "Resources": self._resources.reference,
                "Tabs": "/S",
                "StructParents": self._keys,
            }
        )
        pdf.add_page(sheet)
        add_links((page.links, ()), Matrix(_POINTS, 0, 0, -_POINTS, 0, height), pdf, sheet, [], tags)
        page.paint(stream, _POINTS)
        contents: dict[int, bytes] = {}
        links: list[tuple[bytes, Any]] = []
        for element in _build_box_tree(page._page_box, self._content, pdf, self.pages, contents, links, tags):
            self._content["K"].append(element.reference)
        self._entry(pydyf.Array(reference for _, reference in sorted(contents.items())))
        for reference, link in links:
            link["StructParent"] = self._keys
            self._entry(reference)
        self.pages += 1
        pdf.objects[first:] = map(packed, pdf.objects[first:])

    def _entry(self, of: Any) -> None:
        self._parents["Nums"] += [self._keys, of]
        self._keys += 1

    def written(self, document: Any, identifier: bytes) -> bytes:
        """The file, which says of itself what ``document`` says."""
        import weasyprint
        from weasyprint.pdf import pydyf
        from weasyprint.pdf.fonts import build_fonts_dictionary

        pdf = self._pdf
        fonts = build_fonts_dictionary(pdf, self._fonts, True, True, weasyprint.DEFAULT_OPTIONS)
        pdf.add_object(fonts)
        self._resources["Font"] = fonts.reference
        pdf.info["Producer"] = pydyf.String(f"WeasyPrint {weasyprint.VERSION}")
        pdf.info["Title"] = pydyf.String(document.metadata.title)
        pdf.catalog["Lang"] = pydyf.String(document.metadata.lang)
        out = BytesIO()
        pdf.write(out, identifier=identifier, compress=True)
        return out.getvalue()


@dataclass(slots=True)
class _Packed:
    """An object of a PDF as it is written, which takes a tenth of the room."""

    free: ClassVar[str] = "n"
    generation: ClassVar[int] = 0
    number: int
    data: bytes
    compressible: bool
    offset: int = 0

    @property
    def reference(self) -> bytes:
        return b"%d 0 R" % self.number

    @property
    def indirect(self) -> bytes:
        return b"%d 0 obj\n%b\nendobj" % (self.number, self.data)


def packed(object_: Any) -> _Packed:
    return _Packed(object_.number, object_.data, object_.compressible)
