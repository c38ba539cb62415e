"""A file's pairs in short, for tests of the formats that hold both languages."""

from workbench.intake.document import Bilingual


def shown(bilingual: Bilingual) -> list[tuple[str, str]]:
    """Arabic and English of each pair that is kept, blocks joined by a bar."""
    return [
        (" | ".join(b.text for b in pair.source), " | ".join(b.text for b in pair.target))
        for pair in bilingual.pairs
        if any(b.is_kept for b in (*pair.source, *pair.target))
    ]


def states(bilingual: Bilingual) -> list[str | None]:
    """What the file says of each pair's English."""
    return [next((b.state.value for b in pair.target if b.state), None) for pair in bilingual.pairs]


def notes(bilingual: Bilingual) -> list[tuple[str, ...]]:
    """What stands beside each pair."""
    return [tuple(n for b in (*pair.source, *pair.target) for n in b.notes) for pair in bilingual.pairs]
