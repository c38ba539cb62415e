"""Writing XML in which text and elements alternate, and laying out the rest without touching it."""

from collections.abc import Collection

from lxml import etree


class Mixed:
    """Fills an element with text and elements, piece by piece, in their order."""

    def __init__(self, element: etree._Element) -> None:
        self._open = [element]
        self._last: etree._Element | None = None  # the element that text now follows

    def text(self, text: str) -> None:
        if self._last is None:
            self._open[-1].text = (self._open[-1].text or "") + text
        else:
            self._last.tail = (self._last.tail or "") + text

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._open.append(etree.SubElement(self._open[-1], tag, attributes))
        self._last = None

    def end(self) -> None:
        self._last = self._open.pop()

    def empty(self, tag: str, attributes: dict[str, str], text: str | None = None) -> None:
        """An element with nothing but ``text`` in it."""
        self._last = etree.SubElement(self._open[-1], tag, attributes)
        self._last.text = text


def laid_out(root: etree._Element, mixed: Collection[str]) -> bytes:
    """The document in UTF-8, an element a line; inside those whose local name is in ``mixed`` all stays as it is."""
    waiting = [(root, 0)]
    while waiting:
        element, depth = waiting.pop()
        if not len(element) or etree.QName(element).localname in mixed:
            continue
        element.text = "\n" + "  " * (depth + 1)
        for child in element:
            child.tail = element.text
            waiting.append((child, depth + 1))
        element[-1].tail = "\n" + "  " * depth
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"
