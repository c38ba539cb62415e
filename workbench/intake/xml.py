"""Parsing XML that came from outside: no entities, no document type of its own, nothing fetched, bounded."""

import re
from collections.abc import Iterator

from lxml import etree

from workbench.domain.errors import InvalidInput, TooLarge
from workbench.intake.limits import LIMITS

_DECLARATION = re.compile(rb"<\s*!\s*(DOCTYPE|ENTITY)([^\[>]*)(\[?)", re.I)
_MOST_ATTRIBUTES = 2_000  # of one element, and the text after it
_REFUSED = (
    "That file carries a document type declaration, which can be used to attack. It was not opened. "
    "Nothing was stored. Export it anew from the program it came from."
)


def check_markup(data: bytes, *, named_doctype: bool = False) -> None:
    """Refuse what must not reach a parser, in whatever Unicode form.

    Raises InvalidInput on a document type or entity declaration (``named_doctype``: one that only names the type
    passes, as the format's own standard has it), TooLarge on a tag with thousands of attributes, over which
    parsers take quadratic time.
    """
    plain = data.replace(b"\x00", b"")  # UTF-16 shows its ASCII this way
    for found in _DECLARATION.finditer(plain):
        if not named_doctype or found[1].upper() == b"ENTITY" or found[3]:
            raise InvalidInput(_REFUSED)
    if any(len(tag) > _MOST_ATTRIBUTES and tag.count(b"=") > _MOST_ATTRIBUTES for tag in plain.split(b"<")):
        raise TooLarge("That file holds too much markup to be read at once. Nothing was stored.")


def parse_xml(data: bytes, *, named_doctype: bool = False) -> etree._Element:
    """The root element. Comments and processing instructions are gone. Raises InvalidInput, TooLarge."""
    if data.count(b"<") > 2 * LIMITS.tags:  # most elements open and close
        raise TooLarge("That file holds too much markup to be read at once. Nothing was stored. Split it.")
    check_markup(data, named_doctype=named_doctype)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", None)
        where = f" (line {line:,})" if line else ""
        raise InvalidInput(
            f"That file is damaged or nested too deeply: its XML cannot be read{where}. Nothing was stored. "
            "Export it anew from the program it came from."
        ) from error
    if root is None:
        raise InvalidInput("That file is empty. Nothing was stored.")
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and (not named_doctype or next(declared.iterentities(), None) is not None):
        raise InvalidInput(_REFUSED)
    return root


def local(element: etree._Element) -> str:
    """An element's name without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """An attribute's value whatever namespace it is in; "" when it is not there."""
    found = (value for key, value in element.items() if key.rpartition("}")[2] == name)
    return str(next(found, ""))


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of that name in the element's own namespace."""
    return next(children(element, name), None)


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children of that name in the element's own namespace."""
    namespace = etree.QName(element).namespace
    yield from element.iterchildren(f"{{{namespace}}}{name}" if namespace else name)
