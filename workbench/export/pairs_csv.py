"""Both languages side by side as a table for spreadsheets, a row a segment, with what was said of each."""

from workbench.domain.editions import EditionContent
from workbench.export.marked import problem_says, signed
from workbench.export.parts import stamp_of, visible
from workbench.export.table_csv import MEDIA_TYPE, table_csv

HEADER = ("No.", "Id", "Kind", "Arabic", "English", "State", "Left out because", "Problems", "Signed by")


class PairsCsvExporter:
    id = "csv"
    label = "Spreadsheet (CSV)"
    purpose = "Spreadsheets"
    carries = "Both texts, kind, state, problems and who signed; Arabic in isolates, so that it reads right"
    extension = "csv"
    media_type = MEDIA_TYPE

    def write(self, content: EditionContent) -> bytes:
        """Of what is not out every row says so in its state: rows are what people copy out of a table."""
        stamp = f" ({words})" if (words := stamp_of(content)) else ""
        return table_csv(
            HEADER,
            (
                (
                    number,
                    segment.id,
                    segment.kind.label,
                    visible(segment.source),
                    visible(segment.target),
                    f"{'added by the desk, ' if segment.added else ''}{segment.state}{stamp}",
                    visible(segment.left_out_reason or ""),
                    visible("\n".join(map(problem_says, segment.problems))),
                    visible("\n".join(f"{did}: {who}" for did, who in signed(segment.signatures))),
                )
                for number, segment in enumerate(content.segments, 1)
            ),
        )
