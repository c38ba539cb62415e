"""Independent readers of what the exporters wrote, each giving the same plain picture of it.

A picture is a list of (form, depth, text, looks): one entry a paragraph; ``looks`` has for each code point
that is not white space whether it is strong, emphasised and linked where. (Emphasis of a space is nothing a
reader sees, and Markdown cannot say it.)
"""

import io
import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from typing import Any

import docx
import lxml.html
import pypdf
import pytest
from docx.oxml.ns import qn
from lxml import etree
from markdown_it import MarkdownIt

from workbench.export.parts import Form, Line, Part

Look = tuple[bool, bool, str | None]
Entry = tuple[str, int, str, list[Look]]


def looks(pieces: Iterable[tuple[str, bool, bool, str | None]]) -> tuple[str, list[Look]]:
    text, seen = "", []
    for piece, strong, emphasis, href in pieces:
        text += piece
        seen += [(strong, emphasis, href) for c in piece if not c.isspace()]
    return text, seen


def picture(parts: Iterable[Part], names: dict[Form, str], more: str = "more") -> list[Entry]:
    """The parts as a reader of a format should find them, its own names for the forms given."""
    entries = []
    for part in parts:
        for n, line in enumerate(part.lines):
            name = names[part.form]
            if part.form is Form.LIST_ITEM:
                name = more if n else f"{name} {'1.' if part.ordered else '-'}"
            entries.append((name, part.depth, *looks(_line(part.form, line))))
    return entries


def _line(form: Form, line: Line) -> Iterator[tuple[str, bool, bool, str | None]]:
    for s in line:
        yield s.text, s.strong, s.emphasis, s.href


# --- DOCX ----------------------------------------------------------------------------------------------


def read_docx(data: bytes) -> list[Entry]:
    document = docx.Document(io.BytesIO(data))
    entries = []
    for paragraph in document.paragraphs:
        pieces = []
        for child in paragraph._p:
            if child.tag == qn("w:r"):
                pieces.append(_run(child, None))
            elif child.tag == qn("w:hyperlink"):
                href = paragraph.part.rels[child.get(qn("r:id"))].target_ref
                pieces += [_run(run, href) for run in child.findall(qn("w:r"))]
        name = paragraph.style.name
        depth = 0
        if name.startswith("List Continue"):
            depth = round(paragraph.paragraph_format.left_indent.pt / 18) - 1
        elif name.startswith("List"):
            depth = paragraph._p.pPr.numPr.ilvl.val
        name = name.rstrip(" 23") if name.startswith("List") else name
        entries.append((name, depth, *looks(pieces)))
    return entries


def _run(run: Any, href: str | None) -> tuple[str, bool, bool, str | None]:
    properties = run.rPr
    return (
        run.text,
        properties is not None and properties.find(qn("w:b")) is not None,
        properties is not None and properties.find(qn("w:i")) is not None,
        href,
    )


# --- HTML ----------------------------------------------------------------------------------------------


def read_html(data: bytes) -> list[Entry]:
    page = lxml.html.document_fromstring(data, parser=lxml.html.HTMLParser(encoding="utf-8"))
    return list(_blocks(page.find("body/main/article"), "", -1))


def read_wordpress(data: bytes) -> list[Entry]:
    """The blocks' HTML, once every block was seen to open and close around just one element of its kind, which has
    no attribute that WordPress would not write: its editor takes such a block for damaged."""
    page = lxml.html.document_fromstring(
        b"<article>" + data + b"</article>", parser=lxml.html.HTMLParser(encoding="utf-8")
    )
    root = page.find("body/article")
    for comment in list(root.iter(etree.Comment)):
        name, _, said = comment.text.strip().partition(" ")
        if name.startswith("/"):
            continue
        element = comment.getnext()
        after = element.getnext()
        assert after.text.strip() == f"/{name}"
        assert element.tag in WORDPRESS_TAGS[name.removeprefix("wp:")]
        assert set(element.keys()) <= {"class", "dir"}
        assert element.get("dir") == json.loads(said or "{}").get("direction")
        assert element.tag == "p" or element.get("dir") is None
    for element in root.iter("ul", "ol", "h2", "blockquote"):
        element.attrib.pop("class", None)
    for element in root.iter("div"):
        element.set("class", element.get("class").removeprefix("wp-block-group "))
    etree.strip_tags(root, etree.Comment)
    return list(_blocks(root, "", -1))


WORDPRESS_TAGS = {
    "paragraph": ("p",), "heading": ("h2",), "list": ("ul", "ol"), "list-item": ("li",),
    "quote": ("blockquote",), "group": ("div",),
}  # fmt: skip


def _blocks(element: Any, name: str, depth: int) -> Iterator[Entry]:
    inline = []
    for child in element:
        match child.tag:
            case "ul" | "ol":
                if name != "done" and (inline or (element.tag == "li" and (element.text or "").strip())):
                    yield (name, depth, *looks([*_own(element), *inline]))
                    inline, name = [], "done"
                yield from _blocks(child, "li 1." if child.tag == "ol" else "li -", depth + 1)
            case "li":
                yield from _blocks(child, name, depth)
            case "blockquote" | "figure" | "figcaption":
                yield from _blocks(child, child.tag, depth)
            case "div":
                yield from _blocks(child, child.get("class"), depth)
            case "p" | "h1" | "h2":
                own = name or (child.get("class") or child.tag)
                yield (own, max(depth, 0), *looks(_inline(child, False, False, None)))
                if element.tag == "li":
                    name = "more"
            case _:
                inline += _tagged(child, False, False, None)
    has_blocks = any(child.tag in ("p", "ul", "ol") for child in element)
    if element.tag in ("li", "figcaption") and name not in ("done", "more") and not has_blocks:
        yield (name, max(depth, 0), *looks([*_own(element), *inline]))


def _own(element: Any) -> list[tuple[str, bool, bool, str | None]]:
    return [((element.text or "").rstrip("\n"), False, False, None)]  # a line end before a block is nothing


def _inline(element: Any, strong: bool, em: bool, href: str | None) -> list[Any]:
    pieces = [(element.text or "", strong, em, href)]
    for child in element:
        pieces += _tagged(child, strong, em, href, outer=(strong, em, href))
    return pieces


def _tagged(child: Any, strong: bool, em: bool, href: str | None, outer: Any = (False, False, None)) -> Any:
    pieces = _inline(
        child,
        strong or child.tag == "strong",
        em or child.tag == "em",
        child.get("href") if child.tag == "a" else href,
    )
    tail = (child.tail or "").rstrip("\n") if child.getparent().tag == "li" else child.tail or ""
    return [*pieces, (tail, *outer)]


# --- Markdown ------------------------------------------------------------------------------------------


def read_markdown(data: bytes) -> list[Entry]:
    entries: list[Entry] = []
    lists: list[str] = []
    name = ""
    quoted = first = False
    for token in MarkdownIt("commonmark").parse(data.decode()):
        match token.type:
            case "bullet_list_open":
                lists.append("li -")
            case "ordered_list_open":
                lists.append("li 1.")
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                first = True
            case "blockquote_open" | "blockquote_close":
                quoted = token.nesting > 0
            case "heading_open":
                name = token.tag
            case "paragraph_open":
                name = "quote" if quoted else "p"
                if lists:
                    name, first = (lists[-1] if first else "more"), False
            case "inline":
                entries.append((name, max(len(lists) - 1, 0), *looks(_markdown_inline(token.children or []))))
            case "heading_close" | "paragraph_close" | "list_item_close":
                pass
            case other:
                raise AssertionError(f"nothing of ours makes a {other}")
    return entries


def _markdown_inline(tokens: list[Any]) -> Iterator[tuple[str, bool, bool, str | None]]:
    on = {"strong": 0, "em": 0}
    href = None
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close" | "em_open" | "em_close":
                on[token.tag] += token.nesting
            case "html_inline":
                tag = token.content.strip("</>")
                on[tag] += -1 if "/" in token.content else 1
            case "link_open":
                href = token.attrs["href"]
            case "link_close":
                href = None
            case _:
                yield token.content, on["strong"] > 0, on["em"] > 0, href


# --- PDF -----------------------------------------------------------------------------------------------

_DIRECTIONS = dict.fromkeys(range(0x202A, 0x202F))


def read_pdf(data: bytes, *how: str) -> str:
    """What poppler makes of the file, without its signs of direction; skips where it is not installed."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    found = subprocess.run(["pdftotext", *how, "-", "-"], input=data, capture_output=True, check=True)
    return found.stdout.decode().translate(_DIRECTIONS)


def read_pdf_as_chrome(data: bytes) -> str:
    """What Chrome's reader makes of the file, which is what one copies out of it."""
    pdfium = pytest.importorskip("pypdfium2")
    with pdfium.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def read_pdf_as_python(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
