"""PDF for print and for mail: the article on A4 pages in the program's own fonts, with page numbers and links."""

from functools import cache

from workbench import resources
from workbench.domain.editions import EditionContent
from workbench.export import pdf_fonts, pdf_pages
from workbench.export.html import page_html
from workbench.export.parts import parts

#: Signs that are named one by one.
MOST_NAMED = 12


class PdfExporter:
    id = "pdf"
    label = "PDF"
    purpose = "Mail, paper and archives"
    carries = (
        "The article set on A4 in fonts it brings along, tagged, with links; Arabic reads out as written"
    )
    extension = "pdf"
    media_type = "application/pdf"

    def write(self, content: EditionContent) -> bytes:
        return pdf_pages.write(page_html(content), _sheet())


def boxed(content: EditionContent) -> str:
    """What to say of signs that the PDF draws as boxes, since the program's fonts lack them; "" where it has all."""
    signs = pdf_fonts.lacking("".join(part.text for part in parts(content)))
    if not signs:
        return ""
    more = f" and {len(signs) - MOST_NAMED} more" if len(signs) > MOST_NAMED else ""
    return f"PDF has boxes in place of {' '.join(signs[:MOST_NAMED])}{more}: its fonts lack them. Word and HTML show them."


@cache
def _sheet() -> str:
    return (resources.folder("templates") / "export" / "article.css").read_text(encoding="utf-8")
