"""A proof on paper (PDF): both languages side by side with every mark, its thread's first words, and who signed."""

from collections.abc import Iterator, Sequence
from html import escape

from workbench.domain.editions import EditionContent, EditionSegment
from workbench.domain.kinds import Side
from workbench.domain.marks import MarkKind
from workbench.export import pdf_pages
from workbench.export.directions import by_direction
from workbench.export.marked import Stretch, problem_says, signed, stretches
from workbench.export.parts import stamp_of, visible, which_of
from workbench.text.arabic import is_arabic
from workbench.text.bidi import mostly

_SHEET = """
@page { size: A4 landscape; margin: 14mm 12mm 16mm; @bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt } }
body { font-size: 9.5pt; line-height: 1.4 }
h1 { font-size: 15pt; margin: 0 }
.which { color: #555; margin: 2pt 0 8pt; font-size: 9pt }
.draft { color: #b01e1e; font-weight: 600; text-transform: none }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
th, td { border: 0.5pt solid #bbb; padding: 3pt 5pt; vertical-align: top; text-align: start; overflow-wrap: anywhere }
tr { break-inside: avoid }
th { font-size: 8pt; background: #eee }
.no { width: 20mm; font-size: 8pt; color: #555 } .about { width: 58mm; font-size: 8pt }
td p { margin: 0 0 2pt }
td[dir="rtl"] { font-size: 11pt; line-height: 1.6 }
mark { background: #ffe9a8; color: inherit } sup { font-size: 65%; line-height: 0 }
.signed { color: #555 }
"""


class ProofExporter:
    id = "proof"
    label = "Proof with marks (PDF)"
    extension = "proof.pdf"
    media_type = "application/pdf"

    def write(self, content: EditionContent) -> bytes:
        """Raises as :func:`workbench.export.pdf_pages.write`."""
        return pdf_pages.write(proof_html(content), _SHEET)


def proof_html(content: EditionContent) -> str:
    """The proof as a page of HTML."""
    title = escape(visible(content.title))
    stamp = f'<p class="which draft">{words}</p>' if (words := stamp_of(content)) else ""
    which = f'<p class="which">{words}</p>{stamp}' if (words := which_of(content)) else stamp
    rows = "".join(_row(n, segment) for n, segment in enumerate(content.segments, 1))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f'<h1 dir="auto">{title}</h1>{which}'
        '<table><thead><tr><th class="no">No.</th><th>English</th><th>Arabic</th>'
        f'<th class="about">Marks and signatures</th></tr></thead><tbody>{rows}</tbody></table>{stamp}</body></html>'
    )


def _row(number: int, segment: EditionSegment) -> str:
    return (
        f'<tr><td class="no"><p>{number}</p><p>{segment.kind.label}</p><p>{segment.state}</p></td>'
        f'<td lang="en" dir="ltr">{_side(segment, Side.TARGET)}</td>'
        f'<td lang="ar" dir="rtl">{_side(segment, Side.SOURCE)}</td>'
        f'<td class="about">{"".join(_about(segment))}</td></tr>'
    )


def _about(segment: EditionSegment) -> Iterator[str]:
    if segment.added:
        yield "<p>Added by the desk: no Arabic.</p>"
    if segment.left_out_reason is not None:
        yield f"<p>Left out: {_isolated(segment.left_out_reason)}</p>"
    for number, problem in enumerate(segment.problems, 1):
        yield f"<p>{number}. {_isolated(problem_says(problem))}</p>"
    for did, who in signed(segment.signatures):
        yield f'<p class="signed">{did}: {_isolated(who)}</p>'


def _isolated(text: str) -> str:
    return f'<bdi dir="{mostly(text)}">{escape(visible(text))}</bdi>'


def _side(segment: EditionSegment, side: Side) -> str:
    lines = []
    for line in stretches(segment, side):
        is_rtl = side is Side.SOURCE or is_arabic("".join(stretch.text for stretch in line))
        direction = ' lang="ar" dir="rtl"' if side is Side.TARGET and is_rtl else ""
        lines.append(f"<p{direction}>{''.join(_drawn(line, is_rtl))}</p>")
    return "".join(lines)


def _drawn(line: Sequence[Stretch], is_rtl: bool) -> Iterator[str]:
    """Words against the line's direction that a mark, link or emphasis cuts get an element around them all."""
    for turned, run in by_direction(line, is_rtl=is_rtl, only_cut=True):
        drawn = "".join(map(_stretch, run))
        yield f'<span dir="{"ltr" if is_rtl else "rtl"}">{drawn}</span>' if turned else drawn


def _stretch(stretch: Stretch) -> str:
    shown = escape(stretch.text) or "^"
    for tag, kind in (("strong", MarkKind.STRONG), ("em", MarkKind.EMPHASIS)):
        if kind in stretch.kinds:
            shown = f"<{tag}>{shown}</{tag}>"
    if stretch.href is not None:
        shown = f'<a href="{escape(stretch.href)}">{shown}</a>'
    sign = f"<sup>{stretch.sign}</sup>" if stretch.sign else ""
    return f"<mark>{shown}</mark>{sign}" if stretch.problems else shown
