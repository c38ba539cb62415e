"""Markdown (CommonMark with tables), read by way of the HTML it stands for."""

import re
from dataclasses import replace

from markdown_it import MarkdownIt

from workbench.domain.errors import TooLarge
from workbench.domain.kinds import Kind
from workbench.intake.document import Block, Document
from workbench.intake.encoding import decode
from workbench.intake.front_matter import FrontMatter, read_front_matter
from workbench.intake.html import read_html
from workbench.intake.limits import UNSEEN
from workbench.intake.reader import Language, has_extension
from workbench.text.clean import storable

#: The parser cannot be interrupted. It reads half a million characters of prose a second, but at its worst
#: only 35,000 characters of syntax or 17,000 lines.
_LONGEST = 5_000_000
_MOST_SYNTAX = 200_000
_MOST_LINES = 60_000
_SYNTAX = re.compile(r"[\[\]*_`<>!|&\\]")


class MarkdownReader:
    """Markdown, with or without a block of settings above the text."""

    id = "md"
    label = "Markdown"
    extensions: tuple[str, ...] = (".md", ".markdown", ".mdown")

    def sniff(self, data: bytes, name: str) -> bool:
        return has_extension(name, self)

    def read(self, data: bytes, language: Language, encoding: str | None = None) -> Document:
        decoded = decode(data, language, chosen=encoding)
        text = storable(decoded.text)
        if (
            len(text) > _LONGEST
            or text.count("\n") > _MOST_LINES
            or sum(1 for _ in _SYNTAX.finditer(text)) > _MOST_SYNTAX
        ):
            raise TooLarge("That Markdown file is too long to read at once. Nothing was stored. Split it.")
        settings = read_front_matter(text)
        body = text[settings.end :] if settings else text
        document = read_html(MarkdownIt("commonmark", {"html": True}).enable("table").render(body))
        if settings is None:
            blocks, stated = document.blocks, document.fields
        else:
            blocks, stated = (*_above(settings, document), *document.blocks), settings.fields
        return replace(
            document,
            blocks=blocks,
            fields=stated,
            warnings=(*decoded.warnings, *document.warnings),
            encoding=decoded.encoding,
        )


def _above(settings: FrontMatter, document: Document) -> tuple[Block, ...]:
    """The settings, left out, and the title they give to a text that has no headline of its own."""
    title = settings.title if not any(b.kind is Kind.HEADLINE for b in document.blocks) else ""
    return (
        *((Block(settings.text, dropped="front-matter"),) if settings.text else ()),
        *((Block(title, Kind.HEADLINE),) if title.strip(UNSEEN) else ()),
    )
