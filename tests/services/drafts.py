"""Drafts of an import, made of words and shown as sizes."""

from workbench.domain.kinds import Side
from workbench.intake.document import Block, Document
from workbench.services.draft_state import DraftState, SideState, beads

AR, EN = Side.SOURCE, Side.TARGET


def draft(source: str, target: str, pairs: str = "") -> DraftState:
    """Blocks from words; "-x" is left out. Pairs from sizes: "1:1 2:0"."""

    def side(text: str) -> SideState:
        return SideState(
            document=Document(
                tuple(
                    Block(w.lstrip("-").replace("_", " "), dropped="print" if w[0] == "-" else None)
                    for w in text.split()
                )
            )
        )

    columns = [tuple(map(int, pair.split(":"))) for pair in pairs.split()]
    return DraftState(
        side(source),
        side(target),
        beads([s for s, _ in columns], [t for _, t in columns], [0.5] * len(columns)),
    )


def shown(state: DraftState) -> str:
    """The pairs as their sizes, the way ``draft`` takes them."""
    return " ".join(f"{len(b.source)}:{len(b.target)}" for b in state.pairs)


def letters(state: DraftState, side: Side) -> str:
    """All of a side's text, left out or not, without white space."""
    return "".join("".join(block.text.split()) for block in state.side(side).blocks)
