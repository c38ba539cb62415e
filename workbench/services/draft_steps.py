"""What a person can do to an import before it becomes an article: pure steps from state to state.

Each step says in words what it did, so that it can be undone by name. None of them loses or doubles text:
leaving out and pairing only change what stands where, and only ``edit_text`` changes letters, as typed.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from workbench.align.bead import Bead
from workbench.align.pairing import IN_DOUBT, Pairing, blocks_of, insert_index, remove_index
from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import carry_marks, cut_marks, shift_marks, tidy_marks
from workbench.intake.document import Block, Fields, stated
from workbench.services.draft_history import record
from workbench.services.draft_state import DraftState
from workbench.text.clean import storable

#: The reason of a block that a person left out; the readers' own reasons are in ``furniture.REASONS``.
BY_HAND = "by-hand"

_BLANK_LINE = re.compile(r"[ \t]*\n[ \t]*\n\s*")


def leave_out(state: DraftState, side: Side, n: int) -> DraftState:
    """Leave a kept block out by hand."""
    block = _block(state, side, n)
    if not block.is_kept:
        return state
    after = _replaced(state, side, n, 1, (replace(block, dropped=BY_HAND),))
    return record(state, after, f"left out {_said(block)}")


def restore(state: DraftState, side: Side, n: int) -> DraftState:
    """Bring a block back that was left out."""
    block = _block(state, side, n)
    after = _replaced(state, side, n, 1, (replace(block, dropped=None),))
    return record(state, after, f"put back {_said(block)}")


def set_kind(state: DraftState, side: Side, n: int, kind: Kind) -> DraftState:
    """Say what a block is. Where it becomes the headline, the one there was becomes a paragraph."""
    said = f"made {_said(_block(state, side, n))} a {kind.label}"
    after, also = rekinded(state, side, {n}, kind)
    return record(state, after, said + also)


def rekinded(state: DraftState, side: Side, chosen: Collection[int], kind: Kind) -> tuple[DraftState, str]:
    """These blocks as another kind, the headline there was as a paragraph, and that in words for the step's name.

    A list item keeps its list facts only while it is one.
    """
    given = state.side(side)
    if given.document is None:
        return state, ""
    blocks, also = list(given.blocks), ""
    for n, block in enumerate(blocks):
        if n in chosen:
            attrs = block.attrs if kind is Kind.LIST_ITEM else {}
            blocks[n] = replace(block, kind=kind, attrs=attrs)
        elif chosen and kind is block.kind is Kind.HEADLINE and block.is_kept:
            blocks[n] = replace(block, kind=Kind.PARAGRAPH)
            also += f", and {_said(block)}, the headline before, a paragraph"
    return state.with_side(side, replace(given, document=replace(given.document, blocks=tuple(blocks)))), also


def edit_text(state: DraftState, side: Side, n: int, text: str) -> DraftState:
    """Correct a block's words. A blank line makes two blocks of it. Raises InvalidInput when nothing is left."""
    block = _block(state, side, n)
    text = storable(text)
    start, end = _trimmed(text, 0, len(text))
    if start == end:
        raise InvalidInput("A block cannot be empty. Leave it out instead; then it can be brought back.")
    marks = carry_marks(block.marks, block.text, text)
    parts: list[Block] = []
    at = start
    for gap in [*_BLANK_LINE.finditer(text, start, end), None]:
        stop = gap.start() if gap else end
        notes = block.notes if not parts else ()
        parts.append(replace(block, text=text[at:stop], marks=cut_marks(marks, at, stop), notes=notes))
        at = gap.end() if gap else end
    after = _replaced(state, side, n, 1, tuple(parts))
    return record(state, after, f"corrected {_said(block)}")


def split_block(state: DraftState, side: Side, n: int, at: int) -> DraftState:
    """Make two blocks of one, at a code point of its text. White space at the cut goes."""
    block = _block(state, side, n)
    at = min(max(at, 0), len(block.text))
    first, second = _trimmed(block.text, 0, at), _trimmed(block.text, at, len(block.text))
    if first[0] == first[1] or second[0] == second[1]:
        raise InvalidInput("Put the caret between two words to split there.")
    parts = tuple(
        replace(block, text=block.text[start:end], marks=cut_marks(block.marks, start, end), notes=notes)
        for (start, end), notes in ((first, block.notes), (second, ()))
    )
    return record(state, _replaced(state, side, n, 1, parts), f"split {_said(block)}")


def join_block(state: DraftState, side: Side, n: int) -> DraftState:
    """Join a block with the next one that is kept (left-out lines between stay where they are).

    A left-out block is joined with the next left-out one. Raises InvalidInput when there is none.
    """
    blocks = state.side(side).blocks
    block = _block(state, side, n)
    other = next((k for k in range(n + 1, len(blocks)) if blocks[k].is_kept == block.is_kept), None)
    if other is None:
        raise InvalidInput("There is nothing after it to join with.")
    text = f"{block.text} {blocks[other].text}"
    marks = (*block.marks, *shift_marks(blocks[other].marks, len(block.text) + 1))
    both = (block, blocks[other])
    joined = replace(
        block, text=text, marks=tidy_marks(marks), state=stated(both), notes=block.notes + blocks[other].notes
    )
    after = _replaced(state, side, n, other + 1 - n, (joined, *blocks[n + 1 : other]))
    return record(state, after, f"joined {_said(block)} with the next")


def set_fields(state: DraftState, side: Side, fields: Fields) -> DraftState:
    """Correct byline, dateline, date, outlet, tags and address. Raises InvalidInput for a wrong date or address."""
    given = state.side(side)
    if given.document is None:
        raise InvalidInput("There is no text on that side yet.")
    if fields.published_on and not _is_date(fields.published_on):
        raise InvalidInput("Write the date as year-month-day, for example 2026-03-02.")
    if fields.url and not fields.url.lower().startswith(("http://", "https://")):
        raise InvalidInput("The address must start with http:// or https://.")
    document = replace(given.document, fields=fields)
    after = state.with_side(side, replace(given, document=document))
    return record(state, after, "changed the article’s facts")


# --- the one way in which blocks change ----------------------------------------------------------------


def _replaced(state: DraftState, side: Side, at: int, count: int, blocks: Sequence[Block]) -> DraftState:
    """``blocks`` in the place of ``count`` blocks from ``at``, and the pairs following them."""
    given = state.side(side)
    assert given.document is not None
    old = given.blocks
    new = (*old[:at], *blocks, *old[at + count :])
    before = sum(block.is_kept for block in old[:at])
    gone = [len(block.text) for block in old[at : at + count] if block.is_kept]
    come = sum(block.is_kept for block in blocks)
    state = state.with_side(side, replace(given, document=replace(given.document, blocks=new)))
    if not state.pairs or len(gone) == come:
        return state
    return replace(state, pairs=_followed(state.pairs, side, before, gone, come))


def _followed(
    pairs: tuple[Bead, ...], side: Side, at: int, gone: Sequence[int], come: int
) -> tuple[Bead, ...]:
    """Pairs after kept blocks from ``at``, of ``gone`` letters each, were replaced by ``come`` of them.

    What was there stays in its pair, joined blocks in that of the longest; what is new gets one of its own, unless
    it came in the middle of one. A pair whose blocks were only joined or split is as sure as before; others that
    were touched are in doubt: nobody looked at what is opposite.
    """
    heir = gone.index(max(gone)) if len(gone) > come == 1 else 0
    # Each pair carries its number through the operations, which give one that they touch another confidence.
    pairing = Pairing(tuple(replace(bead, confidence=-n) for n, bead in enumerate(pairs, 1)))
    for n in reversed(range(len(gone))):
        if not heir <= n < heir + come:
            pairing = remove_index(pairing, side, at + n)
    for n in range(len(gone), come):
        pairing = insert_index(pairing, side, at + n, alone=not gone)
    homes = [b for b in pairs if any(at <= n < at + len(gone) for n in blocks_of(b, side))]
    touched = homes[0].confidence if come and len(homes) == 1 else IN_DOUBT
    return tuple(
        replace(bead, confidence=touched)
        if bead.confidence >= 0 or (gone and come and at in blocks_of(bead, side))
        else replace(bead, confidence=pairs[-int(bead.confidence) - 1].confidence)
        for bead in pairing.beads
    )


def _block(state: DraftState, side: Side, n: int) -> Block:
    blocks = state.side(side).blocks
    if not 0 <= n < len(blocks):
        raise InvalidInput("That line is not there any more. Load the page again.")
    return blocks[n]


def _said(block: Block) -> str:
    """A block in a few of its own words, for the name of a step."""
    words = " ".join(block.text.split())
    short = words if len(words) <= 28 else f"{words[:27].rstrip()}…"
    return f"“\u2068{short}\u2069”"


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
