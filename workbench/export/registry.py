"""The export formats. A new one: a file with a class, and its line here."""

from workbench.domain.editions import EditionContent
from workbench.domain.errors import InvalidInput
from workbench.export.bidocx import BilingualWordExporter
from workbench.export.docx import WordExporter
from workbench.export.exporter import Exporter
from workbench.export.house_style import AS_WRITTEN, HouseStyle, restyled
from workbench.export.html import HtmlExporter
from workbench.export.markdown import MarkdownExporter
from workbench.export.ninjs import NinjsExporter
from workbench.export.pairs_csv import PairsCsvExporter
from workbench.export.pdf import PdfExporter
from workbench.export.proof import ProofExporter
from workbench.export.public_json import JsonExporter
from workbench.export.tmx import TmxExporter
from workbench.export.txt import TextExporter
from workbench.export.wordpress import WordPressExporter
from workbench.export.xliff import XliffExporter
from workbench.export.xliff12 import Xliff12Exporter


def _by_id(*exporters: Exporter) -> dict[str, Exporter]:
    return {exporter.id: exporter for exporter in exporters}


#: Forms for readers, by id in the order a page offers them. Only these may stand at public addresses.
READER_FORMATS = _by_id(
    WordExporter(),
    PdfExporter(),
    HtmlExporter(),
    WordPressExporter(),
    MarkdownExporter(),
    TextExporter(),
    JsonExporter(),
    NinjsExporter(),
)

#: The same by what stands behind the dot of a public address: as in their files' names, or their id.
BY_SUFFIX = READER_FORMATS | {form.extension: form for form in READER_FORMATS.values()}

#: Forms with both languages and what was said of them, for those who work on the text.
BILINGUAL_FORMATS = _by_id(
    XliffExporter(),
    Xliff12Exporter(),
    TmxExporter(),
    PairsCsvExporter(),
    BilingualWordExporter(),
    ProofExporter(),
)

EXPORTERS = READER_FORMATS | BILINGUAL_FORMATS


def exporter(format_id: str) -> Exporter:
    """The exporter of that id. Raises InvalidInput, naming the formats there are."""
    try:
        return EXPORTERS[format_id]
    except KeyError:
        raise InvalidInput(
            f"There is no export format “{format_id}”. Choose one of: {', '.join(EXPORTERS)}."
        ) from None


def render(content: EditionContent, format_id: str, style: HouseStyle = AS_WRITTEN) -> bytes:
    """An edition, or a draft stamped as one, as a file of that format. Raises InvalidInput as above.

    The house style is for readers; forms with both languages keep the words as they were decided on.
    """
    return exporter(format_id).write(restyled(content, style_of(format_id, style)))


def style_of(format_id: str, asked: HouseStyle) -> HouseStyle:
    """The style a file of that format is in when ``asked`` was asked for."""
    return asked if format_id in READER_FORMATS else AS_WRITTEN
