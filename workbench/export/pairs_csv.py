"""Both languages side by side as a table for spreadsheets, a row a segment, with what was said of each."""

from workbench.domain.editions import EditionContent
from workbench.domain.exchange import PAIRS_HEADER
from workbench.export.marked import problem_says, signed, state_says
from workbench.export.parts import stamp_of, visible, which_of
from workbench.export.table_csv import MEDIA_TYPE, table_csv


class PairsCsvExporter:
    id = "csv"
    label = "Spreadsheet (CSV)"
    purpose = "Spreadsheets"
    carries = "Both texts, kind, state, problems and who signed; Arabic in isolates, so that it reads right"
    extension = "csv"
    media_type = MEDIA_TYPE

    def write(self, content: EditionContent) -> bytes:
        """Each row begins with what it is of, or that it is of a draft: rows are what people copy out of a table."""
        of = ", ".join(filter(None, (which_of(content), stamp_of(content))))
        return table_csv(
            PAIRS_HEADER,
            (
                (
                    of,
                    number,
                    segment.id,
                    segment.kind.label,
                    visible(segment.source),
                    visible(segment.target),
                    f"{'added by the desk, ' if segment.added else ''}{state_says(segment)}",
                    visible(segment.left_out_reason or ""),
                    visible("\n".join(map(problem_says, segment.problems))),
                    visible("\n".join(f"{did}: {who}" for did, who in signed(segment.signatures))),
                )
                for number, segment in enumerate(content.segments, 1)
            ),
        )
