"""Plain text: UTF-8, one line a paragraph, headings underlined, lists and quotes indented.

Emphasis is not shown; the address of a link stands after its words.
"""

from collections.abc import Iterable

from workbench.domain.editions import EditionContent
from workbench.export.parts import STAMPS, Form, Line, Part, follows, linked, parts, plain

_UNDERLINES = {Form.HEADLINE: "=", Form.SUBHEADING: "-"}
_LONGEST_RULE = 72


class TextExporter:
    id = "txt"
    label = "Plain text"
    purpose = "Whatever takes words only"
    carries = "The words; the address of a link after it, no emphasis"
    extension = "txt"
    media_type = "text/plain; charset=utf-8"

    def write(self, content: EditionContent) -> bytes:
        return plain_text(parts(content)).encode()


def plain_text(shown: Iterable[Part], *, underlined: bool = True) -> str:
    """These parts as text; ``underlined``: headings have a line of signs below them."""
    blocks: list[str] = []
    before: Part | None = None
    for part in shown:
        block = _block(part, underlined=underlined)
        if follows(before, part):
            blocks[-1] += "\n" + block
        else:
            blocks.append(block)
        before = part
    return "\n\n".join(blocks) + "\n"


def _block(part: Part, *, underlined: bool) -> str:
    lines = [_with_addresses(line) for line in part.lines]
    if underlined and part.form in _UNDERLINES:
        return f"{lines[0]}\n{_UNDERLINES[part.form] * min(len(lines[0]), _LONGEST_RULE)}"
    if part.form is Form.LIST_ITEM:
        mark = f"{part.number}. " if part.ordered else "- "
        indent = "    " * part.depth
        return indent + mark + f"\n\n{indent}{' ' * len(mark)}".join(lines)
    if part.form is Form.QUOTE:
        lines = [f"    {line}" for line in lines]
    if part.form is Form.CAPTION:
        lines[0] = f"Caption: {lines[0]}"
    if part.form in STAMPS:
        lines = [f"*** {line} ***" for line in lines]
    return "\n\n".join(lines)


def _with_addresses(line: Line) -> str:
    text = ""
    for href, stretches in linked(line):
        words = plain(stretches)
        text += words if href is None or words.endswith(href) else f"{words} <{href}>"
    return text
