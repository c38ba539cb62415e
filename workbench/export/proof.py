"""A proof on paper (PDF): both languages side by side with every mark, its thread's first words, and who signed."""

from collections.abc import Iterator, Sequence
from functools import partial
from html import escape

from workbench.domain.editions import EditionContent, EditionSegment
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import MarkKind
from workbench.export import pdf_rows
from workbench.export.directions import by_direction
from workbench.export.exporter import Told, untold
from workbench.export.marked import Stretch, problem_says, signed, state_says, stretches
from workbench.export.parts import stamp_of, visible, which_of
from workbench.text.arabic import is_only_arabic
from workbench.text.bidi import has_rtl, mostly

# Each element and each line of the table costs time: a cell has no paragraph of its own where one will do.
_SHEET = """
@page {
  size: A4 landscape; margin: 14mm 10mm 13mm; font-size: 8pt;
  @top-left { width: 65%; content: string(title) }
  @top-right { width: 35%; content: string(stamp); color: #b01e1e; font-weight: 600 }
  @bottom-right { content: counter(page) }
}
body { font-size: 9pt; line-height: 1.4; string-set: title attr(data-title), stamp attr(data-stamp) }
h1 { font-size: 15pt; margin: 0 }
.which { color: #555; margin: 2pt 0 8pt; font-size: 9pt }
.draft { color: #b01e1e; font-weight: 600 }
table { border-spacing: 0; width: 100%; table-layout: fixed }
th, td { border-bottom: 0.5pt solid #bbb; padding: 3pt 5pt; vertical-align: top; text-align: start }
tr { break-inside: avoid }
th { font-size: 8pt; background: #eee }
.no { width: 8mm; font-size: 8pt; color: #555 }
.about { width: 50mm; font-size: 8pt; white-space: pre-line }
td p { margin: 0 0 2pt }
td[dir="rtl"] { font-size: 10.5pt; line-height: 1.55 }
[dir="rtl"] { -weasy-lang: "ar" } /* elements with a lang of their own are styled one by one */
mark { background: #ffe9a8; color: inherit } sup { font-size: 65%; line-height: 0 }
.signed { color: #555 }
"""

#: On the first page the title and the stamp stand in the text. How many pages a long proof has nobody knows before
#: the last is set, so that only one of a single part says.
_FIRST = "@page :first { @top-left { content: none } @top-right { content: none } }"
_COUNTED = "@page { @bottom-right { content: counter(page) ' / ' counter(pages) } }"


class ProofExporter:
    id = "proof"
    label = "Proof with marks (PDF)"
    purpose = "Signing off on paper"
    carries = "Both texts, every mark and who signed"
    extension = "proof.pdf"
    media_type = "application/pdf"

    def write(self, content: EditionContent, told: Told = untold) -> bytes:
        """Raises as :func:`workbench.export.pdf_rows.write`."""
        return pdf_rows.write(partial(_draft, content), _rows(content), _SHEET, told)


def proof_html(content: EditionContent) -> str:
    """The proof as a page of HTML."""
    return _draft(content, _rows(content))


def _draft(content: EditionContent, rows: Sequence[str], *, before: int = 0, ends: bool = True) -> str:
    title, stamp = escape(visible(content.title)), escape(stamp_of(content))
    begins = not before
    pages = f"@page :first {{ counter-reset: page {before + 1} }}"
    pages += _FIRST * begins + _COUNTED * (begins and ends)
    stamped = f'<p class="which draft">{stamp}</p>' if stamp else ""
    which = f'<p class="which">{words}</p>' if (words := which_of(content)) else ""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>{pages}</style></head>'
        f'<body data-title="{title}" data-stamp="{stamp}">'
        + f'<h1 dir="auto">{title}</h1>{which}{stamped}'
        * begins
        + '<table><thead><tr><th class="no">No.</th><th>English</th><th>Arabic</th>'
        f'<th class="about">Marks and signatures</th></tr></thead><tbody>{"".join(rows)}</tbody></table>'
        f"{stamped * ends}</body></html>"
    )


def _rows(content: EditionContent) -> list[str]:
    return [_row(number, segment) for number, segment in enumerate(content.segments, 1)]


def _row(number: int, segment: EditionSegment) -> str:
    about = "\n".join(_about(segment))
    return (
        f'<tr><td class="no">{number}</td>'
        f"{_side(segment, Side.TARGET)}{_side(segment, Side.SOURCE)}"
        f'<td class="about">{about}</td></tr>'
    )


def _about(segment: EditionSegment) -> Iterator[str]:
    state = state_says(segment)
    yield state if segment.kind is Kind.PARAGRAPH else f"{segment.kind.label}, {state}"
    if segment.added:
        yield "Added by the desk: no Arabic."
    if segment.left_out_reason is not None:
        yield f"Left out: {_isolated(segment.left_out_reason)}"
    for number, problem in enumerate(segment.problems, 1):
        yield f"{number}. {_isolated(problem_says(problem))}"
    who = [(did, *name_and_day.rpartition(", ")) for did, name_and_day in signed(segment.signatures)]
    if said := "\n".join(f"{did}: {_isolated(name)}, {day}" for did, name, _, day in who):
        yield f'<span class="signed">{said}</span>'


def _isolated(text: str) -> str:
    """Words in an English line, in an element of their own where they could disturb it."""
    shown = escape(visible(text))
    return f'<bdi dir="{mostly(text)}">{shown}</bdi>' if has_rtl(text) else shown


def _side(segment: EditionSegment, side: Side) -> str:
    is_source = side is Side.SOURCE
    start, lines = ('<td dir="rtl">' if is_source else '<td dir="ltr">'), []
    for line in stretches(segment, side):
        is_rtl = is_source or is_only_arabic("".join(stretch.text for stretch in line))
        direction = ' dir="rtl"' if is_rtl and not is_source else ""
        lines.append((direction, "".join(_drawn(line, is_rtl))))
    if len(lines) == 1 and not lines[0][0]:
        return f"{start}{lines[0][1]}</td>"
    return f"{start}{''.join(f'<p{direction}>{drawn}</p>' for direction, drawn in lines)}</td>"


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
