"""An import in words: how sure its pairs are, what was kept of each side and why the rest was left out."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from workbench.align.bead import BY_HAND as SET_BY_HAND
from workbench.align.bead import Bead
from workbench.align.pairing import blocks_of
from workbench.domain.kinds import Kind, Side
from workbench.intake.document import Block, Document
from workbench.intake.furniture import REASONS
from workbench.intake.repairs import RULES
from workbench.services.draft_state import DraftState
from workbench.services.draft_steps import BY_HAND
from workbench.services.pair_offers import offers
from workbench.services.paired_files import FROM_FILE


@dataclass(frozen=True, slots=True)
class Sureness:
    """How far a pair can be trusted, as icon and word."""

    key: str
    icon: str
    word: str


#: The confidence of an article's approved rows: like those of a file of pairs they stay when the rest is aligned again,
#: but nobody has paired them here.
APPROVED = 0.99995
SURE = 0.85
LIKELY = 0.6

_SURE = Sureness("sure", "✓", "sure")
_BY_HAND = Sureness("hand", "✎", "by hand")
_FROM_FILE = Sureness("file", "▤", "from the file")
_APPROVED = Sureness("approved", "✓", "approved")
_LIKELY = Sureness("likely", "≈", "likely")
_UNSURE = Sureness("unsure", "?", "unsure")
_SOURCE_ONLY = Sureness("alone", "○", "Arabic only")
_TARGET_ONLY = Sureness("alone", "○", "English only")
SURENESSES = (_SURE, _BY_HAND, _FROM_FILE, _APPROVED, _LIKELY, _UNSURE, _SOURCE_ONLY, _TARGET_ONLY)


def sureness(has_source: bool, has_target: bool, confidence: float) -> Sureness:
    """In words: a pair of one side says so, others whether a person or file set them, else by their confidence."""
    if not has_target:
        return _SOURCE_ONLY
    if not has_source:
        return _TARGET_ONLY
    if confidence == SET_BY_HAND:
        return _BY_HAND
    if confidence == APPROVED:
        return _APPROVED
    if confidence == FROM_FILE:
        return _FROM_FILE
    return _SURE if confidence >= SURE else _LIKELY if confidence >= LIKELY else _UNSURE


def summary(pairs: Iterable[Bead]) -> list[tuple[Sureness, int]]:
    """How many pairs are how sure, the surest first, those that occur."""
    counts = Counter(sureness(bool(b.source), bool(b.target), b.confidence) for b in pairs)
    return [(which, counts[which]) for which in SURENESSES if counts[which]]


def weakest(state: DraftState) -> list[int]:
    """The rows worth a look: English that may have to move, then the least sure and those of one side only.

    None while there is no English. What a person left alone is settled; what a file left alone may be unfinished.
    """
    if not state.target.kept:
        return []
    offered = {offer.target_row for offer in offers(state)}
    unsure = sorted(
        (bead.confidence, row)
        for row, bead in enumerate(state.pairs)
        if bead.confidence < (SURE if bead.source and bead.target else APPROVED) and row not in offered
    )
    return [*sorted(offered), *(row for _, row in unsure)]


def next_weakest(state: DraftState, after: int | None) -> int | None:
    """The next in that order, from the front again after the last; the first after a row that is in no doubt."""
    weak = weakest(state)
    place = weak.index(after) + 1 if after in weak else 0
    return weak[place % len(weak)] if weak else None


def one_sided(state: DraftState) -> list[tuple[Side, list[int]]]:
    """The rows that lack a side, by the side they lack, the English first; none while there is no English at all."""
    if not state.target.kept:
        return []
    lacking = [
        (side, [row for row, bead in enumerate(state.pairs) if not blocks_of(bead, side)])
        for side in (Side.TARGET, Side.SOURCE)
    ]
    return [(side, rows) for side, rows in lacking if rows]


def pairing_in_words(state: DraftState) -> str:
    """What came of having the sides paired."""
    by_hand = sum(bead.confidence == SET_BY_HAND for bead in state.pairs)
    weak = len(weakest(state))
    kept = f" {by_hand:,} set by hand and kept," if by_hand else ""
    return f"Paired: {len(state.pairs):,} rows,{kept} {weak:,} worth a look."


def undo_leaves(state: DraftState) -> str:
    """What to say before an undo that takes back more than steps on the pairs; "" while it does not."""
    if not (state.pairs and state.done):
        return ""
    step = state.done[-1]
    came = sum(len(patch.after) - len(patch.before) for patch in step.patches.get("source_sizes", ()))
    if not step.before and came < len(state.pairs):
        return ""
    return f"There is no more to undo on these pairs. The next undo takes back “{step.label}” and leaves this page."


def last_step(state: DraftState, did: str = "") -> str:
    """What was done last, for the foot of the page; ``did`` is "redo" when that was doing something again."""
    if did == "redo" and state.done:
        return f"Done again: {state.done[-1].label}"
    if state.undone:
        return f"Undone: {state.undone[-1].label}"
    return state.done[-1].label if state.done else ""


_QUOTED = re.compile("\u2068[^\u2069]*\u2069")


def asks_for_a_look(warning: str) -> bool:
    """Whether a sentence on what was read doubts it; the others tell what was taken and what was left."""
    return any(mark in _QUOTED.sub("", warning) for mark in ("?", "Look ", "\ufffd", "damaged"))


def kinds_in_words(blocks: Iterable[Block]) -> str:
    """ "1 headline, 21 paragraphs, 3 list items"."""
    counts = Counter(block.kind for block in blocks)
    return ", ".join(
        f"{counts[kind]} {kind.label}{'' if counts[kind] == 1 else 's'}" for kind in Kind if counts[kind]
    )


def reason(dropped: str | None) -> str:
    """Why a block was left out, as a short phrase: the beginning of what the rule says about itself."""
    if dropped == BY_HAND:
        return "left out by hand"
    says = re.split(r"[;(]", REASONS.get(dropped or "", dropped or ""))[0].strip().rstrip(".")
    return says[:1].lower() + says[1:]


def reasons_in_words(document: Document) -> str:
    """ "ad slot (2), lone Print (1)" """
    counts = Counter(reason(block.dropped) for block in document.blocks if not block.is_kept)
    return ", ".join(f"{says} ({count})" if count > 1 else says for says, count in counts.items())


def few_reasons(blocks: Iterable[Block], most: int = 3) -> str:
    """The usual reasons why these were left out, in the order in which they come: "a menu, an advertising slot …"."""
    counts = Counter(reason(block.dropped) for block in blocks)
    usual = {says for says, _ in counts.most_common(most)}
    return ", ".join(says for says in counts if says in usual) + (" …" if len(counts) > most else "")


def repairs_in_words(document: Document, *, made: bool = True) -> str:
    """ "broken lines (12), tatweel (3)": the repairs that were made, or not, with how many places."""
    counts = {one.id: one.made if made else one.count - one.made for one in document.repairs}
    return ", ".join(f"{RULES[id].name} ({count})" for id, count in counts.items() if count)
