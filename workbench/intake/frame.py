"""What of a page of HTML is its frame: elements, roles, and boxes that hold nothing but links."""

import re

import lxml.html

from workbench.intake.shapes import ends_sentence

SILENT = frozenset((
    "audio", "base", "canvas", "colgroup", "datalist", "embed", "head", "iframe", "input", "link",
    "map", "math", "meta", "noscript", "object", "option", "param", "rp", "rt", "script", "select",
    "source", "style", "svg", "template", "textarea", "title", "track", "video",
))  # fmt: skip
#: Elements of AMP pages that hold no text of the article.
AMP_FRAME = (
    "amp-ad", "amp-embed", "amp-sidebar", "amp-consent", "amp-user-notification", "amp-social-share", "amp-sticky-ad",
)  # fmt: skip
_FRAME = {
    **dict.fromkeys(("nav", "aside", "menu", "dialog"), "site-frame"),
    **dict.fromkeys(AMP_FRAME, "site-frame"),
    **dict.fromkeys(("form", "button", "fieldset"), "form"),
}
_FRAME_ROLES = frozenset((
    "alert", "banner", "complementary", "contentinfo", "dialog", "menu", "menubar", "navigation", "search", "toolbar",
))  # fmt: skip
#: Classes and ids that systems give to boxes beside the article.
_FRAME_NAMES = frozenset((
    "menu", "navbar", "navigation", "main-menu", "nav-menu", "breadcrumb", "breadcrumbs", "sidebar", "side-bar", "widget",
    "widget-area", "related-posts", "jp-relatedposts", "related-articles", "sharedaddy", "share-buttons", "social-share",
    "site-footer", "cookie-notice", "comments-area", "post-navigation", "share", "sharing", "share-bar", "share-links",
    "social-links", "social-icons", "post-share", "article-share",
))  # fmt: skip
_RELATED_NAMES = frozenset((
    "related", "related-posts", "related-articles", "related-stories", "related-links", "jp-relatedposts", "read-also", "read-more",
    "readmore", "see-also", "more-stories", "recommended", "also-read",
))  # fmt: skip
_BOXES = (("related", _RELATED_NAMES), ("site-frame", _FRAME_NAMES))
#: Parts of such names that say of a box that headlines of the day run through it.
_TICKER_PARTS = frozenset(("ticker", "newsticker", "marquee"))
_NAME_PARTS = re.compile(r"[a-z]+")
_BETWEEN_SCRAPS = re.compile(r"[|•·●]")
_LONGEST_SCRAP = 80  # characters
_MOST_SCRAPS = 1_000  # elements in one box


def frame_reason(element: lxml.html.HtmlElement, article: lxml.html.HtmlElement | None) -> str | None:
    """Why an element is left out by what it is or says it is; ``article`` is the one that holds the article."""
    tag = str(element.tag)
    if tag == "form" and (element.find(".//h1") is not None or element.find(".//p[3]") is not None):
        return None  # some systems wrap the whole page in one form
    if tag in _FRAME:
        return _FRAME[tag]
    if (element.get("role") or "").lower() in _FRAME_ROLES:
        return "site-frame"
    if tag in ("header", "footer") and article is None and element.find(".//h1") is None:
        return "site-frame" if element.getparent() is not None and element.getparent().tag == "body" else None
    return None


def reason_by_name(element: lxml.html.HtmlElement) -> str | None:
    """Why a box would be left out by its class or id, if nothing else is in it (:func:`holds_only_such`)."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()[:500]
    if not _TICKER_PARTS.isdisjoint(_NAME_PARTS.findall(names)):
        return "ticker"
    return next((why for why, known in _BOXES if not known.isdisjoint(names.split())), None)


def holds_only_such(element: lxml.html.HtmlElement, reason: str) -> bool:
    """Whether a box holds links (in a ticker, headlines), and no h1 and no sentence outside them.

    Names of classes are no proof.
    """
    return (reason == "ticker" or element.find(".//a") is not None) and _holds_only_scraps(element)


def _holds_only_scraps(element: lxml.html.HtmlElement) -> bool:
    for number, part in enumerate(element.iter()):
        own = part.text if isinstance(part.tag, str) and part.tag not in SILENT and part.tag != "a" else None
        texts = (own, part.tail if part is not element else None)
        scraps = [scrap for text in texts if text for scrap in _BETWEEN_SCRAPS.split(text)]
        if number > _MOST_SCRAPS or part.tag == "h1" or any(map(_is_prose, scraps)):
            return False
    return True


def _is_prose(text: str) -> bool:
    text = text.strip()
    return len(text) > _LONGEST_SCRAP or (ends_sentence(text) and len(text.split()) >= 4)
