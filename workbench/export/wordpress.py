"""WordPress: the article as blocks of its editor, to be pasted into the code view or sent as a post's content.

The headline is not in it: it is the post's title, which a theme shows above the content. Captions are paragraphs of
the class ``caption``: an image block wants an image. The editor refuses a block with an attribute that its comment
does not explain: a paragraph can say its direction, none its language, so Arabic says both in an element inside.
"""

import json
from typing import Any

from lxml import etree

from workbench.domain.editions import EditionContent
from workbench.export.html import article
from workbench.export.parts import below_headline

#: Block of each tag, and the class that WordPress looks for in it.
_BLOCKS = {
    "p": ("paragraph", None),
    "h2": ("heading", "wp-block-heading"),
    "ul": ("list", "wp-block-list"),
    "ol": ("list", "wp-block-list"),
    "li": ("list-item", None),
    "blockquote": ("quote", "wp-block-quote"),
    "div": ("group", "wp-block-group"),  # a correction
}
_ATTRIBUTES: dict[str, dict[str, Any]] = {"ol": {"ordered": True}}
#: Those with words right in them.
_WITH_WORDS = ("p", "h2", "li")


class WordPressExporter:
    id = "wp"
    label = "WordPress"
    purpose = "WordPress"
    carries = "Blocks of its editor with links and emphasis, without the headline, which is the post’s title"
    extension = "wp.html"
    media_type = "text/html; charset=utf-8"

    def write(self, content: EditionContent) -> bytes:
        root = article(below_headline(content))
        for figure in root.findall("figure"):
            _unframe(figure)
        for element in list(root.iter(*_BLOCKS)):
            _make_block(element)
        blocks = (etree.tostring(child, method="html", encoding="unicode") for child in root)
        return f"{''.join(blocks).strip()}\n".encode()


def _unframe(figure: Any) -> None:
    """Puts the caption's paragraphs in the place of the figure."""
    caption = figure[0]
    paragraphs = list(caption)
    if not all(paragraph.tag == "p" for paragraph in paragraphs) or not paragraphs:
        caption.tag = "p"
        paragraphs = [caption]
    for paragraph in paragraphs:
        paragraph.set("class", "caption")
        paragraph.tail = "\n"
        figure.addprevious(paragraph)
    figure.getparent().remove(figure)


def _make_block(element: Any) -> None:
    if element.tag == "p" and element.getparent().tag == "li":
        return  # a list item is a block without paragraphs of its own
    name, class_name = _BLOCKS[element.tag]
    attributes: dict[str, Any] = dict(_ATTRIBUTES.get(element.tag, {}))
    if element.get("dir") == "rtl" and element.tag in _WITH_WORDS:
        _wrap_words(element)
    if (direction := element.attrib.pop("dir", "")) and element.tag == "p":
        attributes["direction"] = direction
        element.set("dir", direction)
    element.attrib.pop("lang", None)
    if given := element.get("class"):
        attributes["className"] = given
    if class_name:
        element.set("class", " ".join(filter(None, (class_name, given))))
    said = f" {json.dumps(attributes, separators=(',', ':'))}" if attributes else ""
    before, after = etree.Comment(f" wp:{name}{said} "), etree.Comment(f" /wp:{name} ")
    element.addprevious(before)
    element.addnext(after)
    # An element's tail moves with it, so tails are set once all stand.
    before.tail, element.tail, after.tail = (
        "\n",
        "\n",
        "\n\n" if element.getparent().tag == "article" else "\n",
    )


def _wrap_words(element: Any) -> None:
    """Put the words of a block, up to the first block inside, into an element that says what they are."""
    words = etree.Element("span", lang="ar", dir="rtl")
    words.text = (element.text or "").rstrip("\n")
    for child in list(element):
        if child.tag in _BLOCKS:
            break
        words.append(child)
    if words.text or len(words):
        element.text = None
        element.insert(0, words)
