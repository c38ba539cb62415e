"""An article's rows go on being worked on while somebody pairs them anew: the new words put where the old ones stand.

Pure. A row's new words can be taken as long as its old ones are whole and in one place; else it is said what is in
the way, and nothing is lost.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from workbench.align.pairing import blocks_of
from workbench.domain.errors import Conflict, InvalidInput
from workbench.domain.kinds import Side
from workbench.domain.marks import InlineMark, cut_marks
from workbench.domain.workflow import State
from workbench.intake.document import Block
from workbench.services.draft_history import record_whole
from workbench.services.draft_state import DraftState, SeenRow, beads
from workbench.services.reimport_plan import OldRow, placed_lines

RESTRUCTURED = (
    "Rows were inserted, split, joined, moved or removed since you began. Nothing was stored; begin anew."
)

_NAMES = {Side.SOURCE: "Arabic", Side.TARGET: "English"}

#: The blocks of each pair, by side.
Blocks = list[dict[Side, list[Block]]]


@dataclass(frozen=True, slots=True)
class RowTexts:
    """A row with what a draft of it needs beside its texts."""

    row: OldRow
    marks: Mapping[Side, tuple[InlineMark, ...]]
    attrs: Mapping[str, Any] = field(default_factory=dict)

    def text(self, side: Side) -> str:
        return self.row.source if side is Side.SOURCE else self.row.target

    def lines(self, side: Side) -> list[str]:
        return [text for text, _ in placed_lines(self.text(side))]

    def blocks(self, side: Side) -> list[Block]:
        """Each line of a side as a block that names the row."""
        return [
            Block(
                text,
                self.row.kind,
                cut_marks(self.marks[side], start, start + len(text)),
                self.attrs,
                row=self.row.id,
            )
            for text, start in placed_lines(self.text(side))
        ]

    @property
    def seen(self) -> SeenRow:
        digest = digest_of([self.lines(side) for side in Side])
        is_approved = self.row.state is State.APPROVED
        return SeenRow(self.row.id, self.row.version, digest, is_approved, self.row.owed)


def digest_of(lines: Iterable[Sequence[str]]) -> str:
    """Of both sides' texts by their lines, whatever blank lines and outer spaces they have."""
    said = repr([list(side) for side in lines]).encode("utf-8", "surrogatepass")
    return hashlib.sha256(said).hexdigest()[:16]


def blocks_by_pair(state: DraftState) -> Blocks:
    kept = {side: state.side(side).kept for side in Side}
    return [{side: [kept[side][n] for n in blocks_of(bead, side)] for side in Side} for bead in state.pairs]


@dataclass(frozen=True, slots=True)
class News:
    """A row that somebody gave other words since the pairing began.

    ``pair``: the first one with words of it, from 0, None where it has none; ``new``: its texts by side, as far as they
    read otherwise; ``why``: what stops them from being taken, "" for nothing.
    """

    row: OldRow
    pair: int | None
    new: tuple[tuple[Side, str], ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A draft with all the new words that can be taken; ``news``: all rows that have some."""

    state: DraftState
    news: tuple[News, ...]


def with_news(rows: Sequence[RowTexts], state: DraftState) -> Taken:
    """The draft with new words where they can be taken. Raises Conflict when the article's rows are others."""
    if [item.row.id for item in rows] != [seen.id for seen in state.rows]:
        raise Conflict(RESTRUCTURED)
    changed = [
        (item, seen) for item, seen in zip(rows, state.rows, strict=True) if item.row.version != seen.version
    ]
    if not changed:
        return Taken(state, ())
    table = _Table(rows, blocks_by_pair(state))
    news = []
    taken: dict[int, SeenRow] = {}
    for item, seen in changed:
        pair, now = table.first_pair(item.row.id), item.seen
        new = table.new_texts(item)
        why = table.take(item, seen.digest)
        if now.digest == seen.digest:
            why = ""  # its words are as they were: only its state is another, or its inline marks
        else:
            news.append(News(item.row, pair, new, why))
        if not why:
            taken[item.row.id] = now
    seen_rows = tuple(taken.get(seen.id, seen) for seen in state.rows)
    return Taken(replace(_with_blocks(state, table.pairs), rows=seen_rows), tuple(news))


def take_news(rows: Sequence[RowTexts], state: DraftState) -> DraftState:
    """The same as a step that can be undone. Raises InvalidInput when there is nothing to take."""
    taken = with_news(rows, state)
    count = sum(not one.why for one in taken.news)
    if not count:
        raise InvalidInput("There are no new words that can be taken.")
    return record_whole(
        state, taken.state, f"took the new words of {count} {'row' if count == 1 else 'rows'}"
    )


def keep_words(rows: Sequence[RowTexts], state: DraftState, row_id: int) -> DraftState:
    """Let the words that stand in the draft be the row's, over the newer ones, as a step that can be undone.

    Put in, the newer ones stay in the row's history. Raises InvalidInput when it has no new words.
    """
    news = next((one for one in with_news(rows, state).news if one.row.id == row_id), None)
    if news is None:
        raise InvalidInput("That row has no new words.")
    now = next(item.seen for item in rows if item.row.id == row_id)
    seen = tuple(now if one.id == row_id else one for one in state.rows)
    return record_whole(state, replace(state, rows=seen), f"kept what stands here for row {news.row.number}")


def _with_blocks(state: DraftState, pairs: Blocks) -> DraftState:
    confidences = [bead.confidence for bead in state.pairs]
    for side in Side:
        given = state.side(side)
        assert given.document is not None
        document = replace(given.document, blocks=tuple(b for pair in pairs for b in pair[side]))
        state = state.with_side(side, replace(given, document=document))
    source, target = ([len(pair[side]) for pair in pairs] for side in Side)
    return replace(state, pairs=beads(source, target, confidences))


class _Table:
    """The pairs' blocks while new words are put among them."""

    def __init__(self, rows: Sequence[RowTexts], pairs: Blocks) -> None:
        self.numbers = {item.row.id: item.row.number for item in rows}
        self.pairs = pairs
        self.places: dict[tuple[int, Side], list[tuple[int, int]]] = {}
        for q, pair in enumerate(pairs):
            for side in Side:
                for k, block in enumerate(pair[side]):
                    self.places.setdefault((block.row, side), []).append((q, k))

    def first_pair(self, row_id: int) -> int | None:
        places = [*self._places(row_id, Side.TARGET), *self._places(row_id, Side.SOURCE)]
        return places[0][0] if places else None

    def _places(self, row_id: int, side: Side) -> list[tuple[int, int]]:
        return [
            (q, k)
            for q in dict.fromkeys(q for q, _ in self.places.get((row_id, side), ()))
            for k, block in enumerate(self.pairs[q][side])
            if block.row == row_id
        ]

    def _old(self, row_id: int, side: Side) -> list[Block]:
        return [self.pairs[q][side][k] for q, k in self._places(row_id, side)]

    def _old_lines(self, row_id: int, side: Side) -> list[str]:
        return [block.text for block in self._old(row_id, side)]

    def new_texts(self, item: RowTexts) -> tuple[tuple[Side, str], ...]:
        """The texts that read otherwise than they do here."""
        return tuple(
            (side, item.text(side)) for side in Side if item.lines(side) != self._old_lines(item.row.id, side)
        )

    def take(self, item: RowTexts, seen: str) -> str:
        """Put the row's new words where its old ones stand; why not, when that cannot be ("" when it was done)."""
        row_id = item.row.id
        if digest_of([self._old_lines(row_id, side) for side in Side]) != seen:
            return "here its words are corrected, or divided inside a line"
        at = {}
        for side in Side:
            if _worded(item.blocks(side)) == _worded(self._old(row_id, side)):
                continue
            places = self._places(row_id, side)
            if not item.lines(side):
                return f"its {_NAMES[side]} was taken away"
            found = (
                self._place_of_first(item, side) if not places else places[0] if _is_whole(places) else None
            )
            if found is None and places:
                return f"here the lines of its {_NAMES[side]} stand in different places"
            if found is None:
                return f"it has {_NAMES[side]} for the first time, and here other {_NAMES[side]} stands in its place"
            at[side] = (*found, len(places))
        for side, (q, k, count) in at.items():
            self.pairs[q][side][k : k + count] = item.blocks(side)
            self.places[row_id, side] = [(q, k)]
        return ""

    def _place_of_first(self, item: RowTexts, side: Side) -> tuple[int, int] | None:
        """Where the first words of a row on this side go: beside those of its other side, in the rows' order.

        None where these are divided, or words stand beside them that belong elsewhere.
        """
        other = _other(side)
        places = self._places(item.row.id, other)
        if not places or not _is_whole(places):
            return None
        q = places[0][0]
        beside, own = self.pairs[q][side], {block.row for block in self.pairs[q][other]}
        if any(block.row not in own for block in beside):
            return None
        return q, sum(self.numbers[block.row] < item.row.number for block in beside)


def _worded(blocks: Sequence[Block]) -> list[tuple[object, ...]]:
    return [(block.text, block.marks) for block in blocks]


def _other(side: Side) -> Side:
    return Side.TARGET if side is Side.SOURCE else Side.SOURCE


def _is_whole(places: Sequence[tuple[int, int]]) -> bool:
    """Whether these blocks (pair, place in it) stand one behind the other in one pair."""
    return bool(places) and all((q, k) == (places[0][0], places[0][1] + n) for n, (q, k) in enumerate(places))
