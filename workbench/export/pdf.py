"""PDF for print and for mail: the article on A4 pages in the program's own fonts, with page numbers and links."""

from functools import cache

from workbench import resources
from workbench.domain.editions import EditionContent
from workbench.export import pdf_pages
from workbench.export.html import HtmlExporter


class PdfExporter:
    id = "pdf"
    label = "PDF"
    extension = "pdf"
    media_type = "application/pdf"

    def write(self, content: EditionContent) -> bytes:
        return pdf_pages.write(HtmlExporter().write(content).decode(), _sheet())


@cache
def _sheet() -> str:
    return (resources.folder("templates") / "export" / "article.css").read_text(encoding="utf-8")
