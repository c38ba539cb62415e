"""OpenDocument text (.odt): headings, lists and tables in reading order, styles as kinds and inline marks.

Of the package only the text and the styles are looked at, parsed without entities; nothing outside the file is
fetched. Tracked changes are read as accepted: the format keeps what was deleted aside.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Kind
from workbench.domain.marks import MarkKind, safe_href
from workbench.intake.document import Document
from workbench.intake.inline import InlineBuilder, Style
from workbench.intake.limits import Collector
from workbench.intake.package import opened
from workbench.intake.reader import Language, has_extension
from workbench.intake.styles import claim_of_style, is_of_contents, kind_of_style
from workbench.intake.table_rows import SAID, RowJoiner
from workbench.intake.xml import attribute, local

_MIME = b"application/vnd.oasis.opendocument.text"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_CODED = re.compile(r"_([0-9a-f]{2,4})_")
_BOLD = re.compile(r"bold|[6-9]00", re.I)
_DEEPEST = 50  # styles based on one another
_MOST_SPACES = 1_000

#: What holds no text of its own, or text that is shown elsewhere.
_SILENT = frozenset((
    "tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "dde-connection-decls", "forms", "ruby-text",
    "note-citation", "creator", "date-string", "covered-table-cell", "image", "object", "object-ole", "script", "event-listeners",
    "index-title-template", "table-of-content-source", "hidden-paragraph", "table-header-columns",
))  # fmt: skip
_APART = {"note": "footnote", "annotation": "comment"}
_INDEXES = frozenset(
    ("table-of-content", "alphabetical-index", "illustration-index", "table-index", "bibliography")
)


class OdtReader:
    """An OpenDocument text."""

    id = "odt"
    label = "OpenDocument text (.odt)"
    extensions: tuple[str, ...] = (".odt", ".ott")

    def sniff(self, data: bytes, name: str) -> bool:
        return data[:4] == b"PK\x03\x04" and (_MIME in data[:512] or has_extension(name, self))

    def read(self, data: bytes, language: Language, encoding: str | None = None) -> Document:
        if encoding:
            raise InvalidInput(
                "An OpenDocument text says itself how its letters are stored; no encoding can be chosen for it. "
                "Nothing was changed."
            )
        out = Collector()
        with opened(data, "OpenDocument file") as package:
            if b"encryption-data" in (package.part("META-INF/manifest.xml") or b""):
                raise InvalidInput(
                    "That file is protected by a password. Nothing was stored. Save it without one and retry."
                )
            content, styles = package.xml("content.xml"), package.xml("styles.xml")
            body = _first(content, "text") if content is not None else None
            if content is None or body is None:
                raise InvalidInput("That is a zipped file but no OpenDocument text. Nothing was stored.")
            _Story(_Styles(content, styles), out).read(body, styles)
        return Document(tuple(out.blocks), warnings=tuple(out.warnings))


def _first(root: etree._Element, name: str) -> etree._Element | None:
    """The first element of that name whose parent is a body."""
    return next(
        (e for e in root.iter(etree.Element) if local(e) == name and local(e.getparent()) == "body"), None
    )


def _is_description(element: etree._Element) -> bool:
    """Whether it is the title or description of a picture (a field of the same name shows the document's title)."""
    return element.tag in (f"{_SVG}title", f"{_SVG}desc")


class _Styles:
    """Paragraph, text and list styles of both parts, by name."""

    def __init__(self, *roots: etree._Element | None) -> None:
        self._styles: dict[tuple[str, str], etree._Element] = {}
        self._lists: dict[str, dict[int, bool]] = {}
        for root in roots:
            for element in root.iter(etree.Element) if root is not None else ():
                if local(element) == "style":
                    self._styles.setdefault(
                        (attribute(element, "family"), attribute(element, "name")), element
                    )
                elif local(element) == "list-style":
                    self._lists[attribute(element, "name")] = {
                        int(level): local(one) == "list-level-style-number"
                        for one in element
                        if (level := attribute(one, "level")).isdecimal()
                    }

    def names(self, family: str, name: str) -> list[str]:
        """The names of a style and of those it is based on, the nearest first."""
        found: list[str] = []
        while name and len(found) < _DEEPEST:
            style = self._styles.get((family, name))
            found.append(_CODED.sub(lambda code: chr(int(code[1], 16)), name))
            if style is not None and (shown := attribute(style, "display-name")):
                found.append(shown)
            name = attribute(style, "parent-style-name") if style is not None else ""
        return found

    def inline(self, name: str) -> frozenset[Style]:
        """The marks that a text style makes."""
        found: set[Style] = set()
        for properties in self._properties(name):
            weights = (attribute(properties, "font-weight"), attribute(properties, "font-weight-complex"))
            slopes = (attribute(properties, "font-style"), attribute(properties, "font-style-complex"))
            found |= {(MarkKind.STRONG, None)} if any(map(_BOLD.search, weights)) else set()
            found |= {(MarkKind.EMPHASIS, None)} if "italic" in slopes else set()
        return frozenset(found)

    def hides(self, name: str) -> bool:
        """Whether a text style hides what is in it."""
        return any(attribute(properties, "display") == "none" for properties in self._properties(name))

    def is_numbered(self, list_style: str, level: int) -> bool:
        return self._lists.get(list_style, {}).get(level, False)

    def _properties(self, name: str) -> Iterator[etree._Element]:
        for _ in range(_DEEPEST):
            style = self._styles.get(("text", name))
            if style is None:
                return
            yield from (e for e in style if local(e) == "text-properties")
            name = attribute(style, "parent-style-name")


@dataclass(frozen=True, slots=True)
class _Around:
    """What holds for paragraphs where they stand."""

    dropped: str | None = None
    list_style: str = ""
    level: int = 0
    origin: str = ""
    attrs: dict[str, object] = field(default_factory=dict)


class _Story:
    """Walks one document."""

    def __init__(self, styles: _Styles, out: Collector) -> None:
        self.styles = styles
        self.out = out
        self.rows = RowJoiner(out)
        self.apart: list[tuple[etree._Element, str]] = []  # notes and comments, which follow at the end

    def read(self, body: etree._Element, styles: etree._Element | None) -> None:
        if any(local(e) == "changed-region" for e in body.iter(etree.Element)):
            self.out.warn("The file has tracked changes; they were read as accepted.")
        self._blocks(body, _Around())
        for margin in styles.iter(etree.Element) if styles is not None else ():
            if local(margin) in ("header", "footer") and local(margin.getparent()) == "master-page":
                self._blocks(margin, _Around("page-margin"))
        kinds = {reason for _, reason in self.apart}
        for reason, word in (("footnote", "notes"), ("comment", "comments")):
            if reason in kinds:
                self.out.warn(
                    f"The file has {word}; they stand at the end, left out, each one click from coming back."
                )
        while self.apart:
            element, reason = self.apart.pop(0)
            self._blocks(element, _Around(reason))

    def _blocks(self, container: etree._Element, around: _Around) -> None:
        stack: list[tuple[etree._Element | None, _Around]] = [(part, around) for part in reversed(container)]
        while stack:
            element, here = stack.pop()
            if element is None:
                self.rows.end_row()
                continue
            name = local(element)
            if name in ("p", "h"):
                stack.extend((frame, here) for frame in reversed(self._paragraph(element, here)))
            elif name in _APART:
                self.apart.append((element, _APART[name]))
            elif _is_description(element):
                self._describe(element)
            elif name and name not in _SILENT:
                if name == "table-row":
                    self.rows.begin_row()
                    stack.append((None, here))
                elif name == "table-cell":
                    self.rows.begin_cell()
                stack.extend(
                    (part, inner)
                    for inner in (self._inside(element, name, here),)
                    for part in reversed(element)
                )

    def _describe(self, description: etree._Element) -> None:
        self.out.add("".join(description.itertext()), Kind.CAPTION, dropped="image-description")

    def _inside(self, element: etree._Element, name: str, around: _Around) -> _Around:
        """What holds inside an element that is no paragraph."""
        if name == "list":
            style = attribute(element, "style-name") or around.list_style
            return _Around(around.dropped, style, around.level + 1, around.origin)
        if name == "table":
            self.out.warn(SAID)
        if name == "table-cell":
            return _Around(around.dropped, origin="cell")
        if name in _INDEXES:
            return _Around(around.dropped or "contents")
        return around

    def _paragraph(self, element: etree._Element, around: _Around) -> list[etree._Element]:
        """Add a paragraph; what stands in it as a block of its own (text boxes) is returned."""
        names = self.styles.names("paragraph", attribute(element, "style-name"))
        kind, attrs = self._kind(element, names, around)
        dropped = around.dropped or ("contents" if is_of_contents(names) else None)
        inline, hidden, boxes = InlineBuilder(), InlineBuilder(), list[etree._Element]()

        def flush() -> None:
            text, marks = inline.take()
            if kind in (Kind.HEADLINE, Kind.SUBHEADING):  # a heading's own weight is no emphasis
                marks = tuple(mark for mark in marks if mark.kind is MarkKind.LINK)
            self.out.add(text, kind, marks, attrs, dropped, claim_of_style(names), around.origin)

        for text, styles, is_hidden in self._pieces(element, boxes):
            if is_hidden:
                hidden.add(text)
            elif text == "\n" and kind is Kind.PARAGRAPH:
                flush()
            else:
                inline.add(text, styles)
        flush()
        self.out.add(hidden.take()[0], dropped=dropped or "hidden-text")
        return boxes

    def _kind(
        self, element: etree._Element, names: list[str], around: _Around
    ) -> tuple[Kind, dict[str, object]]:
        kind = kind_of_style(names) or (Kind.SUBHEADING if local(element) == "h" else Kind.PARAGRAPH)
        if around.level and kind in (Kind.PARAGRAPH, Kind.LIST_ITEM):
            level = min(around.level, 9)
            return Kind.LIST_ITEM, {
                "ordered": self.styles.is_numbered(around.list_style, level),
                "level": level,
            }
        return kind, {"ordered": False, "level": 1} if kind is Kind.LIST_ITEM else {}

    def _pieces(
        self, paragraph: etree._Element, boxes: list[etree._Element]
    ) -> Iterator[tuple[str, frozenset[Style], bool]]:
        """Text with its marks and whether it is hidden; what stands apart goes to ``boxes`` or ``self.apart``."""
        stack: list[tuple[etree._Element | str, frozenset[Style], bool]] = [(paragraph, frozenset(), False)]
        while stack:
            item, styles, is_hidden = stack.pop()
            if isinstance(item, str):
                yield item, styles, is_hidden
                continue
            name = local(item)
            if name in _APART:
                self.apart.append((item, _APART[name]))
            elif name in ("text-box", "custom-shape", "rect", "ellipse", "polygon") or (
                name in ("p", "h") and item is not paragraph
            ):
                boxes.append(item)
            elif _is_description(item):
                self._describe(item)
            elif name == "s":
                yield (
                    " "
                    * min(
                        int(attribute(item, "c") or 1) if (attribute(item, "c") or "1").isdecimal() else 1,
                        _MOST_SPACES,
                    ),
                    styles,
                    is_hidden,
                )
            elif name == "tab":
                yield " ", styles, is_hidden
            elif name == "line-break":
                yield "\n", styles, is_hidden
            elif name and name not in _SILENT:
                if name == "span":
                    style = attribute(item, "style-name")
                    styles |= self.styles.inline(style)
                    is_hidden = is_hidden or self.styles.hides(style)
                elif name == "a" and (href := safe_href(attribute(item, "href"))):
                    styles |= {(MarkKind.LINK, href)}
                elif name == "hidden-text":
                    is_hidden = True
                inside: list[tuple[etree._Element | str, frozenset[Style], bool]] = [
                    (item.text or "", styles, is_hidden)
                ]
                for part in item:
                    inside += [(part, styles, is_hidden), (part.tail or "", styles, is_hidden)]
                stack.extend(reversed(inside))
