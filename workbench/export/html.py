"""HTML: one clean, semantic document, with a plain sheet of styles to be read in; its ``article`` has none of its own
and is ready for a content system.

What it is stands in its head for search engines: a NewsArticle of schema.org as JSON-LD. Drafts have none.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeAlias

from lxml import etree

from workbench import resources
from workbench.domain.editions import EditionContent
from workbench.export.directions import by_direction
from workbench.export.news_article import news_article, stamp
from workbench.export.parts import STAMPS, Form, Line, Part, Stretch, linked, parts, plain, stamp_of, visible
from workbench.text.arabic import arabic_share, is_only_arabic
from workbench.text.bidi import isolate

_Element: TypeAlias = Any  # lxml ships no types

#: Tag of each form and, where it is not said by the tag, its class.
_TAGS = {
    Form.DRAFT: ("p", "draft"),
    Form.EMBARGO: ("p", "embargo"),
    Form.HEADLINE: ("h1", None),
    Form.STANDFIRST: ("p", "standfirst"),
    Form.BYLINE: ("p", "byline"),
    Form.DATELINE: ("p", "dateline"),
    Form.SUBHEADING: ("h2", None),
    Form.PARAGRAPH: ("p", None),
    Form.QUOTE: ("blockquote", None),
    Form.CAPTION: ("figcaption", None),
    Form.CORRECTION: ("div", "correction"),
    Form.CREDITS: ("p", "credits"),
}
#: Their paragraphs stand in one element, so that what is framed ends where it ends.
_FRAMED = frozenset({Form.QUOTE, Form.CORRECTION})


class HtmlExporter:
    id = "html"
    label = "HTML"
    purpose = "Web sites with templates of their own"
    carries = (
        "Headings, lists, quotes, captions, links and emphasis; NewsArticle (JSON-LD) for search engines"
    )
    extension = "html"
    media_type = "text/html; charset=utf-8"

    def write(self, content: EditionContent) -> bytes:
        return page_html(content, reading_sheet()).encode()


@cache
def reading_sheet() -> str:
    """The CSS in every page, which its policy names by this very text."""
    return (resources.folder("templates") / "export" / "reading.css").read_text(encoding="utf-8")


def page_html(content: EditionContent, sheet: str = "") -> str:
    """The whole document, with a sheet of styles in it or without, for what brings its own."""
    page = etree.Element("html", lang="en", dir="ltr")
    head = _head(content)
    if sheet:
        _inside(head, "style").text = sheet
    page.append(head)
    body = _inside(page, "body")
    main = _inside(body, "main")
    main.text = "\n"
    main.append(article(parts(content)))
    text = etree.tostring(page, method="html", encoding="unicode", doctype="<!DOCTYPE html>")
    return f"{text.rstrip()}\n"


def article_html(shown: Iterable[Part]) -> str:
    """The ``<article>`` of these parts alone, for a page that has a frame of its own."""
    return str(etree.tostring(article(shown), method="html", encoding="unicode", with_tail=False))


def article(shown: Iterable[Part]) -> _Element:
    """The ``<article>`` as a tree, for forms that are HTML of another kind."""
    root = etree.Element("article")
    root.text, root.tail = "\n", "\n"
    lists: list[_Element] = []
    for part in shown:
        if part.form is Form.LIST_ITEM:
            _add_item(root, lists, part)
        else:
            lists.clear()
            _add(root, part)
    return root


def _head(content: EditionContent) -> _Element:
    head = etree.Element("head")
    _inside(head, "meta", charset="utf-8")
    _inside(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    title = visible(content.title)
    if arabic_share(title) > 0:  # a title bar has no markup to keep the Arabic in its place
        title = isolate(title, "rtl" if is_only_arabic(title) else "ltr")
    _inside(head, "title").text = ": ".join(filter(None, (stamp_of(content), title)))
    for name, value in (
        ("author", content.target_byline),
        ("keywords", ", ".join(content.target_tags)),
        ("dcterms.created", stamp(content.first_published_at or content.published_at)),
        ("dcterms.modified", stamp(content.published_at)),
    ):
        if value.strip():
            _inside(head, "meta", name=name, content=visible(value))
    if not content.is_draft:
        _inside(head, "script", type="application/ld+json").text = news_article(content)
    head.tail = "\n"
    return head


def _inside(parent: _Element, tag: str, **attributes: str) -> _Element:
    """A new block element at the end of another, on a line of its own."""
    child = etree.SubElement(parent, tag, attributes)
    child.tail = "\n"
    if parent.text is None and len(parent) == 1:
        parent.text = "\n"
    return child


def _add(article: _Element, part: Part) -> None:
    tag, class_name = _TAGS[part.form]
    attributes = {"class": class_name} if class_name else {}
    if part.form in _FRAMED:
        _fill_paragraphs(_inside(article, tag, **attributes), part)
    elif part.form is Form.CAPTION:
        _fill_block(_inside(_inside(article, "figure"), "figcaption"), part)
    else:
        for line in part.lines:
            _fill(_inside(article, tag, **attributes), line, strong=part.form in STAMPS)


def _add_item(article: _Element, lists: list[_Element], part: Part) -> None:
    """Puts a list item into the innermost open list, opening and closing lists as its depth asks."""
    del lists[part.depth + 1 :]
    if part.number == 1:
        del lists[part.depth :]
        home = lists[-1][-1] if lists else article
        opened = etree.SubElement(home, "ol" if part.ordered else "ul")
        if home.get("dir"):  # in an Arabic item: each of these says itself what it is
            opened.set("lang", "en")
            opened.set("dir", "ltr")
        opened.text, opened.tail = "\n", "\n"
        lists.append(opened)
    _fill_block(_inside(lists[-1], "li"), part)


def _fill_block(element: _Element, part: Part) -> None:
    """Puts a part's lines into an element, as paragraphs when there are several."""
    if len(part.lines) == 1:
        _fill(element, part.lines[0])
    else:
        _fill_paragraphs(element, part)


def _fill_paragraphs(element: _Element, part: Part) -> None:
    """Puts a part's lines into an element, a paragraph each; its own side is the right where all are Arabic."""
    _turn(element, part.lines)
    for line in part.lines:
        _fill(_inside(element, "p"), line)


def _turn(element: _Element, lines: Iterable[Line]) -> bool:
    """Set an element right-to-left where it has nothing but Arabic; tells whether it has."""
    is_rtl = all(is_only_arabic(plain(line)) for line in lines)
    if is_rtl:
        element.set("lang", "ar")
        element.set("dir", "rtl")
    return is_rtl


def _fill(element: _Element, line: Line, strong: bool = False) -> None:
    """Puts a line's text into an element, with its links and emphasis.

    Words against its direction that a link or emphasis cuts get an element around them all: what sets the text piece
    by piece would put them in the order of the line. It stands inside a link that holds it whole.
    """
    is_rtl = _turn(element, (line,))
    link: _Element | None = None
    for turned, run in by_direction(line, is_rtl=is_rtl, only_cut=True):
        home = element
        if turned and len({stretch.href for stretch in run}) > 1:
            home, turned, link = _turned(element, is_rtl), False, None
        for href, stretches in linked(run):
            if href is None:
                link = None
            elif link is None or link.get("href") != href:
                link = etree.SubElement(home, "a", href=href)
            place = home if link is None else link
            _put(_turned(place, is_rtl) if turned else place, stretches, strong)
        if home is not element:
            link = None


def _turned(home: _Element, is_rtl: bool) -> _Element:
    return etree.SubElement(home, "span", dir="ltr" if is_rtl else "rtl")


def _put(home: _Element, stretches: Iterable[Stretch], strong: bool) -> None:
    for stretch in stretches:
        tags = [tag for tag, on in (("strong", stretch.strong or strong), ("em", stretch.emphasis)) if on]
        place = home
        for tag in tags:
            place = etree.SubElement(place, tag)
        if tags or not len(home):
            place.text = (place.text or "") + stretch.text
        else:
            home[-1].tail = (home[-1].tail or "") + stretch.text
