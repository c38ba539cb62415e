"""Markdown (CommonMark): headings, lists, quotations, links and emphasis, every sign of the text escaped.

Emphasis that CommonMark's rules for ``*`` cannot express (it ends between a quotation mark and a letter, say)
is written as inline HTML, which CommonMark allows; each paragraph is read back to see whether that is needed.
"""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from workbench.domain.editions import EditionContent
from workbench.export.parts import Form, Line, Part, Stretch, follows, linked, parts

_ALWAYS = re.compile(r"[\\`*\[\]<>~|]")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")  # inside a word it means nothing
_ENTITY = re.compile(r"&(?=[#0-9A-Za-z])")
_REFERENCE = re.compile(r"&[^;]*;")  # within pointed brackets some readers resolve it and others do not
_AT_START = re.compile(r"(?:[-+=:]|#{1,6}(?=\s|$))")
_NUMBER_AT_START = re.compile(r"(\d{1,9})([.)])")
_EDGE_SPACE = re.compile(r"^\s+|\s+$")


class MarkdownExporter:
    id = "md"
    label = "Markdown"
    purpose = "Static sites, wikis and notes"
    carries = "Headings, lists, quotes, links and emphasis"
    extension = "md"
    media_type = "text/markdown; charset=utf-8"

    def write(self, content: EditionContent) -> bytes:
        blocks: list[str] = []
        indents: list[str] = []  # of the open list items, what their content is indented by
        before: Part | None = None
        for part in parts(content):
            if part.form is not Form.LIST_ITEM:
                blocks.append(_block(part))
            else:
                del indents[part.depth :]
                mark = f"{part.number}. " if part.ordered else "- "
                outer = "".join(indents)
                indents.append(" " * len(mark))
                inner = "".join(indents)
                item = outer + mark + f"\n\n{inner}".join(_text(line) for line in part.lines)
                if follows(before, part) and len(part.lines) == 1:
                    blocks[-1] += f"\n{item}"
                else:
                    blocks.append(item)
            before = part
        return ("\n\n".join(blocks) + "\n").encode()


def _block(part: Part) -> str:
    lines = [_text(line) for line in part.lines]
    match part.form:
        case Form.HEADLINE:
            return f"# {lines[0]}"
        case Form.SUBHEADING:
            return f"## {lines[0]}"
        case Form.QUOTE:
            return "> " + "\n>\n> ".join(lines)
        case Form.CAPTION:
            return "\n\n".join([f"Caption: {lines[0]}", *lines[1:]])
        case Form.DRAFT | Form.EMBARGO:
            return f"**{lines[0]}**"
        case _:
            return "\n\n".join(lines)


def _text(line: Line) -> str:
    """One paragraph's inline Markdown."""
    for marks, is_short in ((_SIGNS, True), (_SIGNS, False), (_TAGS, False)):
        written = _written(line, marks, is_short=is_short)
        if _read(written) == _tight(line):
            return written
    return written


_SIGNS = {"strong": ("**", "**"), "emphasis": ("*", "*")}
_TAGS = {"strong": ("<strong>", "</strong>"), "emphasis": ("<em>", "</em>")}


def _written(line: Line, marks: dict[str, tuple[str, str]], *, is_short: bool) -> str:
    """``is_short``: an address that is its own words stands between pointed brackets."""
    text = ""
    for href, stretches in linked(_tight(line)):
        inner = ""
        for stretch in stretches:
            piece = _escaped(stretch.text, at_start=not text and not inner)
            for name, on in (("emphasis", stretch.emphasis), ("strong", stretch.strong)):
                if on:
                    piece = f"{marks[name][0]}{piece}{marks[name][1]}"
            inner += piece
        if is_short and stretches == (Stretch(href or "", href=href),) and not _REFERENCE.search(href or ""):
            inner = f"<{href}>"
        elif href is not None:
            if text.endswith("!"):  # else it would make the link a picture
                text = f"{text[:-1]}\\!"
            inner = f"[{inner}]({_ENTITY.sub('&amp;', href)})"
        text += inner
    return _EDGE_SPACE.sub(lambda match: "".join(f"&#{ord(c)};" for c in match[0]), text)


def _tight(line: Line) -> Line:
    """The line with white space moved out of the ends of its emphasis, where CommonMark does not allow it."""
    pieces: list[Stretch] = []
    for stretch in line:
        bare = Stretch("", href=stretch.href)
        core = stretch.text.strip()
        if not (stretch.strong or stretch.emphasis) or not core:
            cut = [(stretch.text, bare)]
        else:
            start = stretch.text.index(core)
            end = start + len(core)
            cut = [(stretch.text[:start], bare), (core, stretch), (stretch.text[end:], bare)]
        pieces += [Stretch(text, look.strong, look.emphasis, look.href) for text, look in cut if text]
    return _joined(pieces)


def _joined(pieces: list[Stretch]) -> Line:
    joined: list[Stretch] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and (last.strong, last.emphasis, last.href) == (piece.strong, piece.emphasis, piece.href):
            joined[-1] = Stretch(last.text + piece.text, piece.strong, piece.emphasis, piece.href)
        else:
            joined.append(piece)
    return tuple(joined)


def _escaped(text: str, at_start: bool) -> str:
    text = _ALWAYS.sub(r"\\\g<0>", text)
    text = _UNDERSCORE.sub(r"\\_", text)
    text = _ENTITY.sub(r"\\&", text)
    if at_start:
        text = _AT_START.sub(r"\\\g<0>", text) if _AT_START.match(text) else text
        text = _NUMBER_AT_START.sub(r"\1\\\2", text, count=1) if _NUMBER_AT_START.match(text) else text
    return text


_READER = MarkdownIt("commonmark")


def _read(markdown: str) -> Line | None:
    """What a CommonMark reader makes of one paragraph, or None when it sees more than a paragraph."""
    tokens = _READER.parse(markdown)
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return None
    return _joined(list(_stretches(tokens[1].children or [])))


def _stretches(tokens: list[Token]) -> Iterator[Stretch]:
    strong = emphasis = 0
    href: str | None = None
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                strong += token.nesting
            case "em_open" | "em_close":
                emphasis += token.nesting
            case "html_inline":
                step = -1 if token.content.startswith("</") else 1
                strong += step * ("strong" in token.content)
                emphasis += step * ("em" in token.content)
            case "link_open":
                href = str(token.attrs["href"])
            case "link_close":
                href = None
            case _:
                if token.content:
                    yield Stretch(token.content, strong > 0, emphasis > 0, href)
