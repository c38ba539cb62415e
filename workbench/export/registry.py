"""The export formats. A new one: a file with a class, and its line here."""

from workbench.domain.editions import EditionContent
from workbench.domain.errors import InvalidInput
from workbench.export.docx import WordExporter
from workbench.export.exporter import Exporter
from workbench.export.html import HtmlExporter
from workbench.export.markdown import MarkdownExporter
from workbench.export.txt import TextExporter

#: By id, in the order a page offers them.
EXPORTERS: dict[str, Exporter] = {
    exporter.id: exporter for exporter in (WordExporter(), HtmlExporter(), MarkdownExporter(), TextExporter())
}


def exporter(format_id: str) -> Exporter:
    """The exporter of that id. Raises InvalidInput, naming the formats there are."""
    try:
        return EXPORTERS[format_id]
    except KeyError:
        raise InvalidInput(
            f"There is no export format “{format_id}”. Choose one of: {', '.join(EXPORTERS)}."
        ) from None


def render(content: EditionContent, format_id: str) -> bytes:
    """An edition, or a draft stamped as one, as a file of that format. Raises InvalidInput as above."""
    return exporter(format_id).write(content)
