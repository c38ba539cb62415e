"""HTML: saved pages and what a rich paste carries.

lxml's parser recovers from broken markup; it may fetch nothing, and an HTML document has no entities of its
own. Scripts and styles are never looked at; what belongs to the site's frame stays in place, marked as left
out. Nothing of the markup is kept, so nothing of it can run later.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise

import lxml.html
from lxml import etree

from workbench.domain.errors import InvalidInput, TooLarge
from workbench.domain.kinds import Kind
from workbench.domain.marks import MarkKind, cut_marks, safe_href
from workbench.intake.claims import Claim, claim_of, cut_by_claims, is_line
from workbench.intake.document import Document
from workbench.intake.encoding import decode
from workbench.intake.facts import stated_fields
from workbench.intake.facts_line import parts_of
from workbench.intake.frame import AMP_FRAME, SILENT, frame_reason, holds_only_such, reason_by_name
from workbench.intake.html_tags import check_tags
from workbench.intake.inline import InlineBuilder, Style
from workbench.intake.limits import LIMITS, Collector
from workbench.intake.reader import Language, has_extension
from workbench.intake.table_rows import RowJoiner
from workbench.text.clean import storable

_HEAD = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|article|div|p|h1)\b",
    re.I | re.S,
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]{2,30})", re.I)
_XML_ENCODING = re.compile(r"^\s*<\?xml[^>]*\?>")
_FRAGMENT = re.compile(r"<!--\s*StartFragment\s*-->(.*)<!--\s*EndFragment\s*-->", re.S)

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "label", "legend", "li", "main",
    "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul", *AMP_FRAME,
))  # fmt: skip
_KINDS = {
    "h1": Kind.HEADLINE,
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), Kind.SUBHEADING),
    "figcaption": Kind.CAPTION,
    "caption": Kind.CAPTION,
    "blockquote": Kind.QUOTE,
    "li": Kind.LIST_ITEM,
}
_STANDFIRST = re.compile(
    r"\b(?:standfirst|deck|dek|sub-?title|sub-?headline|article-summary|kicker-text|sapo|chapeau)\b", re.I
)
_STYLES = {
    "a": MarkKind.LINK,
    "em": MarkKind.EMPHASIS,
    "i": MarkKind.EMPHASIS,
    "strong": MarkKind.STRONG,
    "b": MarkKind.STRONG,
}
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_NOT_BOLD = re.compile(r"font-weight\s*:\s*(?:normal|[1-5]00)", re.I)
_ITALIC = re.compile(r"font-style\s*:\s*italic", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_WORD_MARKER = re.compile(r"mso-list\s*:\s*ignore", re.I)
_WORD_ITEM = re.compile(r"mso-list\s*:\s*l\d+ level(\d)", re.I)

_MOST_BOXES = 500

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))  # bold as they are
_CLAIMABLE = frozenset((Kind.PARAGRAPH, Kind.SUBHEADING, Kind.LIST_ITEM))

_DEEPEST_LIST = 9
_MOST_LOOKS = 1_000  # claims looked into on one page; a long front page has some hundred


class HtmlReader:
    """A saved web page."""

    id = "html"
    label = "Web page (HTML)"
    extensions: tuple[str, ...] = (".html", ".htm", ".xhtml")

    def sniff(self, data: bytes, name: str) -> bool:
        return has_extension(name, self) or bool(_HEAD.match(data[:2048]))

    def read(self, data: bytes, language: Language, encoding: str | None = None) -> Document:
        declared = _CHARSET.search(data[:4096])
        decoded = decode(data, language, declared[1].decode("ascii") if declared else None, encoding)
        document = read_html(decoded.text)
        return replace(document, encoding=decoded.encoding, warnings=(*decoded.warnings, *document.warnings))


def read_html(markup: str) -> Document:
    """The blocks of a page or a pasted fragment, and the facts its head states. Raises InvalidInput, TooLarge."""
    out = Collector()
    fragment = _FRAGMENT.search(markup)
    text = _XML_ENCODING.sub("", storable(fragment[1] if fragment else markup), count=1)
    if not text.strip():
        return Document(())
    if text.count("<") > LIMITS.tags:
        raise TooLarge(
            "That page holds too much markup to be read. Nothing was stored. Paste the text instead."
        )
    check_tags(text)
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, remove_pis=True, encoding="utf-8")
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8"), parser=parser, ensure_head_body=True)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise InvalidInput(
            "That HTML could not be read. Nothing was stored. Paste the text instead."
        ) from error
    out.check_time()
    if any("depth" in entry.message for entry in parser.error_log):  # the parser has stopped there
        raise InvalidInput(
            "That page is nested too deeply to be read. Nothing was stored. Paste the text instead."
        )
    _Walker(out, _article_of(root)).walk(root)
    return Document(tuple(out.blocks), stated_fields(root), tuple(out.warnings))


def _article_of(root: lxml.html.HtmlElement) -> lxml.html.HtmlElement | None:
    """The element that holds the article: the ``article``, ``main`` or role with most paragraph text.

    None when the page names none, or when most of its paragraphs stand outside.
    """
    candidates = root.xpath(
        "//article | //main | //*[@role='main' or @role='article' or @itemprop='articleBody']"
    )
    # Elements as keys: they stay alive then, and with them their identity.
    weights = {p: len("".join(p.itertext())) for p in root.iter("p")}
    total = sum(weights.values())

    def weight(element: lxml.html.HtmlElement) -> int:
        return sum(weights[p] for p in element.iter("p"))

    weighed = [(weight(element), element) for element in candidates[:200]]
    best = max((w for w, _ in weighed), default=0)
    if not total or best < 0.5 * total:
        return None
    # The headline often stands beside the body: of equals in text, the outermost that is no whole-page main.
    holding = [element for w, element in weighed if w >= 0.9 * best]
    with_headline = [element for element in holding if element.find(".//h1") is not None]
    return with_headline[-1] if with_headline else holding[0] if root.find(".//h1") is None else None


@dataclass(frozen=True, slots=True)
class _Around:
    """What holds for text where it stands: its kind, its list facts, why it is left out, its claimed field."""

    kind: Kind = Kind.PARAGRAPH
    attrs: Mapping[str, object] = field(default_factory=dict)
    dropped: str | None = None
    claim: tuple[str, int] | None = None  # and the number of the element that makes it
    origin: str = ""
    is_data: bool = False  # inside a table of data
    is_link: bool = False


#: An element to go into, a piece of text to add, something to be told then, or None: here a block ends.
_Step = tuple[lxml.html.HtmlElement | str | Callable[[], None] | None, frozenset[Style], _Around]


class _Walker:
    """Goes through the tree in order, with a stack of its own: deep pages must not exhaust Python's."""

    def __init__(self, out: Collector, article: lxml.html.HtmlElement | None) -> None:
        self.out = out
        self.article = article
        self.rows = RowJoiner(out)
        self.inline = InlineBuilder()
        self.claims: list[Claim] = []
        self.texts: list[
            tuple[int, int, bool]
        ] = []  # where each piece of text stands, and whether it is a link
        self.looks = _MOST_LOOKS
        self.boxes = _MOST_BOXES
        self.described: set[str] = set()

    def walk(self, root: lxml.html.HtmlElement) -> None:
        page = _Around(dropped="site-frame" if self.article is not None else None)
        stack: list[_Step] = [(None, frozenset(), page), (root, frozenset(), page)]
        while stack:
            item, styles, around = stack.pop()
            if item is None:
                self._flush(around)
            elif callable(item):
                item()
            elif isinstance(item, str):
                start = self.inline.length
                self.inline.add(item, styles)
                if self.inline.length > start and item.strip():
                    self.texts.append((start, self.inline.length, around.is_link))
                if around.claim and self.inline.length > start:
                    self.claims.append((start, self.inline.length, *around.claim))
            else:
                stack.extend(reversed(list(self._enter(item, styles, around))))

    def _enter(
        self, element: lxml.html.HtmlElement, styles: frozenset[Style], outer: _Around
    ) -> Iterator[_Step]:
        tag = element.tag
        style = element.get("style") or ""
        if not isinstance(tag, str) or tag in SILENT or _is_hidden(element) or _WORD_MARKER.search(style):
            return
        if tag == "br":
            # In running text a break starts a block, as in plain text; elsewhere it is a space.
            yield (None if outer.kind in (Kind.PARAGRAPH, Kind.QUOTE) else " ", frozenset(), outer)
            return
        if tag == "img":
            self._describe(element.get("alt") or "", outer)
            return
        if _is_glued(element):
            yield (" ", frozenset(), outer)
        dropped = None if element is self.article else outer.dropped
        dropped = dropped or frame_reason(element, self.article) or self._box_reason(element)
        is_block = tag in _BLOCKS
        if is_block:
            yield (None, styles, outer)
            kind, attrs = _kind_of(element, outer)
        else:
            kind, attrs = outer.kind, outer.attrs
            styles = _styled(element, style, styles)
        if is_block and kind in _CLAIMABLE and tag not in _HEADINGS:
            styles = _by_style(style, styles)
        is_data = _is_data(element) if tag == "table" else outer.is_data
        origin = _origin(element, is_data) if is_block else outer.origin
        claim = self._claim(element, kind, dropped, outer)
        is_link = tag == "a" or (outer.is_link and not is_block)
        around = _Around(kind, attrs, dropped, claim, origin, is_data, is_link)
        is_row = is_data and tag == "tr" and _is_row_of_data(element)
        if is_row:
            yield (self.rows.begin_row, styles, around)
        elif is_data and tag in ("td", "th"):
            yield (self.rows.begin_cell, styles, around)
        if element.text:
            yield (element.text, styles, around)
        for child in element:
            yield (child, styles, around)
            if child.tail:
                yield (child.tail, styles, around)
        if is_block:
            yield (None, styles, around)
        if is_row:
            yield (self.rows.end_row, styles, around)

    def _describe(self, alt: str, around: _Around) -> None:
        """What stands in for a picture, as left out; each once."""
        if around.dropped is None and alt not in self.described and any(c.isalpha() for c in alt):
            self.described.add(alt)
            self.out.add(" ".join(alt.split()), Kind.CAPTION, dropped="image-description")

    def _box_reason(self, element: lxml.html.HtmlElement) -> str | None:
        """Why a box is left out by its class or id; only so many are looked into."""
        if not (self.boxes and element.attrib and element.tag in _BLOCKS):
            return None
        reason = reason_by_name(element)
        if reason is None:
            return None
        self.boxes -= 1
        return reason if holds_only_such(element, reason) else None

    def _claim(
        self, element: lxml.html.HtmlElement, kind: Kind, dropped: str | None, outer: _Around
    ) -> tuple[str, int] | None:
        """The field claimed for the element's text, and by which. Quotes and captions have sources of their own."""
        if kind not in _CLAIMABLE or dropped not in (None, "site-frame"):
            return None
        claim = claim_of(element) if self.looks else None
        if claim is None:
            return outer.claim
        self.looks -= 1
        return (claim, self.looks) if is_line(element, claim) else outer.claim

    def _flush(self, around: _Around) -> None:
        text, marks = self.inline.take()
        claims, self.claims = self.claims, []
        texts, self.texts = self.texts, []
        is_link = around.origin != "cell" and bool(texts) and all(linked for _, _, linked in texts)
        for start, end, claim in _pieces(text, claims, texts):
            self.out.add(
                text[start:end],
                around.kind,
                cut_marks(marks, start, end),
                around.attrs,
                around.dropped,
                claim,
                "link" if is_link else around.origin,
            )


def _pieces(
    text: str, claims: Sequence[Claim], texts: Sequence[tuple[int, int, bool]]
) -> list[tuple[int, int, str | None]]:
    """The blocks that a line is, as (start, end, claimed field): a row of facts or buttons is one each.

    Tags in links of their own are one each, where nothing but space stands between.
    """
    found = cut_by_claims(text, claims)
    if len(found) > 1 or len(texts) < 2:
        return found
    if found[0][2] == "tags":
        cuts = [
            start
            for (_, end, before), (start, _, linked) in pairwise(texts)
            if before and linked and not text[end:start].strip()
        ]
        return [(start, end, "tags") for start, end in pairwise((0, *cuts, len(text)))]

    def claimed(start: int, end: int) -> str | None:
        return next(
            (c[2] for c in claims if c[0] <= start and end <= c[1] and (c[0] or c[1] < len(text))), None
        )

    parts = parts_of(text, [start for start, _, _ in texts], lambda start, end: bool(claimed(start, end)))
    return [(start, end, claimed(start, end)) for start, end in parts] or found


def _kind_of(element: lxml.html.HtmlElement, outer: _Around) -> tuple[Kind, Mapping[str, object]]:
    """Kind and list facts inside a block element; what is not named keeps what it stands in."""
    tag = str(element.tag)
    if tag == "li":
        parents = [p.tag for p in element.iterancestors("ul", "ol")]
        level = min(max(len(parents), 1), _DEEPEST_LIST)
        return Kind.LIST_ITEM, {"ordered": bool(parents) and parents[0] == "ol", "level": level}
    if tag == "p" and (item := _WORD_ITEM.search(element.get("style") or "")):
        return Kind.LIST_ITEM, {"ordered": False, "level": int(item[1])}
    if tag in _KINDS:
        return _KINDS[tag], {}
    if (
        tag in ("p", "div", "h2")
        and outer.kind is Kind.PARAGRAPH
        and _STANDFIRST.search(element.get("class") or "")
    ):
        return Kind.STANDFIRST, {}
    return outer.kind, outer.attrs


def _origin(element: lxml.html.HtmlElement, is_data: bool) -> str:
    """What the markup calls a block: a cell of data, or a paragraph where no line break cuts it up."""
    if is_data:
        return "cell"
    return "paragraph" if element.tag == "p" and element.find(".//br") is None else ""


def _is_data(table: lxml.html.HtmlElement) -> bool:
    """Whether a table holds data. One that lays out a page has headlines, frames or other tables inside."""
    return all(table.find(f".//{tag}") is None for tag in ("table", "h1", "h2", "form", "ul", "article"))


def _is_row_of_data(row: lxml.html.HtmlElement) -> bool:
    """Whether a row of a table may hold data: alone, or of nothing but cells with links, it lays things out."""
    parent = row.getparent()
    table = parent.getparent() if parent.tag in ("thead", "tbody", "tfoot") else parent
    is_alone = len(list(islice(table.iter("tr"), 2))) < 2
    return not is_alone and any(cell.tag in ("td", "th") and cell.find(".//a") is None for cell in row)


def _styled(element: lxml.html.HtmlElement, style: str, styles: frozenset[Style]) -> frozenset[Style]:
    mark = _STYLES.get(str(element.tag))
    if mark is MarkKind.LINK:
        href = safe_href(element.get("href"))
        return styles | {(mark, href)} if href else styles
    return _by_style(style, styles if mark is None else styles | {(mark, None)})


def _by_style(style: str, styles: frozenset[Style]) -> frozenset[Style]:
    """The styles that hold inside an element with this ``style``."""
    if _ITALIC.search(style):
        styles |= {(MarkKind.EMPHASIS, None)}
    if _BOLD.search(style):
        return styles | {(MarkKind.STRONG, None)}
    return styles - {(MarkKind.STRONG, None)} if _NOT_BOLD.search(style) else styles


def _is_glued(element: lxml.html.HtmlElement) -> bool:
    """Whether a link follows another one with nothing between, as in menus whose style sheet parts them.

    Two of one address are one link that a program has cut.
    """
    before = element.getprevious()
    if before is None or before.tail or not isinstance(before.tag, str):
        return False
    links = [one if one.tag == "a" else one.find("./a") for one in (before, element)]
    return all(link is not None for link in links) and links[0].get("href") != links[1].get("href")


def _is_hidden(element: lxml.html.HtmlElement) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style") or ""))
