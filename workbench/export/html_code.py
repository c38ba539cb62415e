"""Links and emphasis as the HTML they stand for, which translation formats keep as codes of the original."""

from collections.abc import Sequence

from lxml import etree

from workbench.domain.marks import InlineMark, MarkKind, safe_href
from workbench.export.mixed import Mixed
from workbench.export.nesting import laid_in
from workbench.export.parts import visible

_TAGS = {MarkKind.STRONG: "strong", MarkKind.EMPHASIS: "em", MarkKind.LINK: "a"}
_TYPES = {MarkKind.STRONG: "bold", MarkKind.EMPHASIS: "italic", MarkKind.LINK: "link"}
_ENTITIES = (("&", "&amp;"), ('"', "&quot;"), ("'", "&#39;"), ("<", "&lt;"), (">", "&gt;"))


def html_code(mark: InlineMark) -> tuple[str, str]:
    """The tags before and after; "" for a link that may not go out."""
    tag = _TAGS[mark.kind]
    if mark.kind is not MarkKind.LINK:
        return f"<{tag}>", f"</{tag}>"
    href = safe_href(mark.href)
    if href is None:
        return "", ""
    href = visible(href)
    for sign, entity in _ENTITIES:
        href = href.replace(sign, entity)
    return f'<a href="{href}">', f"</{tag}>"


def fill_with_codes(
    element: etree._Element, text: str, marks: Sequence[InlineMark], *, id_name: str, type_name: str
) -> None:
    """Put a text into an element of TMX or XLIFF 1, its links and emphasis as pairs of ``bpt`` and ``ept``.

    The names are those of the attributes that tie a pair together and say what it is.
    """
    namespace = etree.QName(element).namespace
    prefix = f"{{{namespace}}}" if namespace else ""
    mixed = Mixed(element)
    for piece in laid_in(visible(text), marks):
        if isinstance(piece, str):
            mixed.text(piece)
            continue
        before, after = html_code(piece.span)
        if not before:
            continue
        number = str(piece.number + 1)
        if piece.opens:
            mixed.empty(f"{prefix}bpt", {id_name: number, type_name: _TYPES[piece.span.kind]}, before)
        else:
            mixed.empty(f"{prefix}ept", {id_name: number}, after)
