"""The rows of an article in work paired anew: what that comes to, worked out before anything is stored.

Pure. The rows become an import's draft whose blocks name the row they are of, so that the page of pairs can do with
them all it can do; the draft's pairs then become rows again. Which words went where is known from the blocks: each is
a stretch of a row's text, or such a stretch corrected by hand.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workbench.align.bead import Bead
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import InlineMark, as_lines
from workbench.intake.document import Block, Document
from workbench.services.draft_state import DraftState, SideState
from workbench.services.reimport_plan import OldRow, placed_lines
from workbench.services.row_news import News, RowTexts, Taken, blocks_by_pair, digest_of, with_news
from workbench.text.carry import carry_all
from workbench.text.diff import longest_rising
from workbench.text.spans import CLEAR, Span

# --- rows → draft ---------------------------------------------------------------------------------------


def draft_of(rows: Sequence[RowTexts], confidences: Sequence[float]) -> DraftState:
    """A draft in which every row with text is a pair; each line of it is a block."""
    blocks: dict[Side, list[Block]] = {side: [] for side in Side}
    beads = []
    for item, confidence in zip(rows, confidences, strict=True):
        start = {side: len(blocks[side]) for side in Side}
        for side in Side:
            blocks[side] += item.blocks(side)
        source, target = (tuple(range(start[side], len(blocks[side]))) for side in Side)
        if source or target:
            beads.append(Bead(source, target, confidence))
    sides = {side: SideState(document=Document(tuple(blocks[side]))) for side in Side}
    return DraftState(
        sides[Side.SOURCE], sides[Side.TARGET], tuple(beads), rows=tuple(item.seen for item in rows)
    )


def _digest(source: str, target: str) -> str:
    return digest_of([[text for text, _ in placed_lines(side)] for side in (source, target)])


def _text(row: OldRow, side: Side) -> str:
    return row.source if side is Side.SOURCE else row.target


# --- draft → rows ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch ``start``–``end`` of a row's text that now stands at ``at`` in the text of pair ``pair``.

    ``text`` is how it reads there; it differs where somebody corrected it.
    """

    start: int
    end: int
    pair: int
    at: int
    text: str
    is_exact: bool = True

    def place(self, text: str, start: int, end: int) -> tuple[int, int, float] | None:
        """A span of the row's ``text`` inside this piece, in the pair's text, and how sure that is.

        None where its words are gone.
        """
        span, confidence = Span(start - self.start, end - self.start), 1.0
        if not self.is_exact:
            (found,) = carry_all([span], text[self.start : self.end], self.text)
            if found.span is None or found.confidence < CLEAR:
                return None  # a guess belongs into the tray
            span, confidence = found.span, found.confidence
        return self.at + span.start, self.at + span.end, confidence


@dataclass(frozen=True, slots=True)
class PairedRow:
    """One row afterwards. ``row`` is the one whose history goes on, None for a new one.

    ``of``: the rows whose words it has, by side. ``edited``: sides on which words were corrected by hand.
    """

    row: OldRow | None
    texts: Mapping[Side, str]
    marks: Mapping[Side, tuple[InlineMark, ...]]
    kind: Kind
    attrs: Mapping[str, Any]
    of: Mapping[Side, tuple[int, ...]]
    is_changed: bool = True
    edited: frozenset[Side] = frozenset()
    moved: bool = False
    pair: int = -1  # the draft's pair; -1 for a row without text, which has none

    @property
    def is_touched(self) -> bool:
        return self.is_changed or self.moved

    def donor(self, side: Side, rows: Mapping[int, OldRow]) -> OldRow | None:
        """The other row whose text on this side it has now, whole and unchanged."""
        ids = self.of.get(side, ())
        row = rows.get(ids[0]) if len(ids) == 1 else None
        return row if row and row != self.row and self.texts[side] == _text(row, side) else None


@dataclass(frozen=True, slots=True)
class PairingPlan:
    """All rows afterwards in order, those that go into others, and where each stretch of their texts went.

    ``stale``: rows it touches that somebody changed since the pairing began; with any, it cannot be carried out.
    ``taken_over``: such rows whose new words simply stand where their old ones would have.
    """

    rows: tuple[PairedRow, ...]
    retired: tuple[OldRow, ...]
    pieces: Mapping[tuple[int, Side], tuple[Piece, ...]]
    home: Mapping[int, int]  # for each row of the article, the pair that has it or its first words
    stale: tuple[News, ...]
    taken_over: tuple[OldRow, ...] = ()

    @property
    def touched(self) -> tuple[OldRow, ...]:
        """The rows of the article that change or go, in no order."""
        return (*(r.row for r in self.rows if r.row and r.is_touched), *self.retired)

    @property
    def approved(self) -> tuple[OldRow, ...]:
        """Those whose approval falls."""
        changed = (r.row for r in self.rows if r.row and r.is_changed)
        found = [row for row in (*changed, *self.retired) if row.state.value == "approved"]
        return tuple(sorted(found, key=lambda row: row.number))

    @property
    def edited(self) -> frozenset[Side]:
        return frozenset(side for row in self.rows for side in row.edited)

    @property
    def counts(self) -> Counter[str]:
        counts = Counter(
            changed=sum(bool(r.row) and r.is_changed for r in self.rows),
            new=sum(r.row is None for r in self.rows),
            went=len(self.retired),
            moved=sum(r.moved for r in self.rows),
            approvals=len(self.approved),
        )
        return +counts

    @property
    def old_rows(self) -> dict[int, OldRow]:
        """The article's rows as they stand, by their id."""
        return {row.id: row for row in (*(r.row for r in self.rows if r.row), *self.retired)}

    def place(self, row: OldRow, side: Side, start: int, end: int) -> tuple[int, int, int, float] | None:
        """Where a span of a row's text stands now: the pair, its offsets there and how sure that is.

        None when it was cut or is gone.
        """
        for piece in self.pieces.get((row.id, side), ()):
            if piece.start <= start and end <= piece.end:
                found = piece.place(_text(row, side), start, end)
                return (piece.pair, *found) if found else None
        return None


def make_pairing_plan(rows: Sequence[RowTexts], state: DraftState) -> PairingPlan:
    """What the draft's pairs come to. Raises Conflict when the article's rows are others than when it began."""
    taken = with_news(rows, state)
    return _Planner([item.row for item in rows], taken).plan()


class _Planner:
    def __init__(self, rows: Sequence[OldRow], taken: Taken) -> None:
        self.rows, self.taken = rows, taken
        self.by_id = {row.id: row for row in rows}
        self.seen = {seen.id: seen for seen in taken.state.rows}
        self.blocks = blocks_by_pair(taken.state)
        self.pieces = self._pieces()

    def plan(self) -> PairingPlan:
        claims = self._claims()
        paired = [self._row(q, claims.get(q)) for q in range(len(self.blocks))]
        home = self._homes(claims)
        claimed = set(claims.values())
        textless = {row.id for row in self.rows if row.id not in home}
        retired = tuple(row for row in self.rows if row.id not in claimed and row.id not in textless)
        placed = _with_moves(self._with_textless(paired, textless, home))
        stale = tuple(
            row
            for row in (*(r.row for r in placed if r.row and r.is_changed), *retired)
            if row.version != self.seen[row.id].version
        )
        plan = PairingPlan(placed, retired, self.pieces, home, self._news(stale))
        new = {one.row.id for one in self.taken.news if not one.why}
        return replace(plan, taken_over=tuple(r for r in plan.touched if r.id in new))

    def _news(self, stale: Sequence[OldRow]) -> tuple[News, ...]:
        found = {one.row.id: one for one in self.taken.news}
        return tuple(found[row.id] for row in stale)

    def _claims(self) -> dict[int, int]:
        """Which row each pair goes on with: the one of its English if it can, else of its Arabic; the first part
        of a divided row keeps it."""
        claims: dict[int, int] = {}
        taken: set[int] = set()
        for sides in ((Side.TARGET,), (Side.SOURCE,)):
            for q, blocks in enumerate(self.blocks):
                wanted = [b.row for side in sides for b in blocks[side] if b.row and b.row not in taken]
                if q not in claims and wanted:
                    claims[q] = wanted[0]
                    taken.add(wanted[0])
        return claims

    def _homes(self, claims: Mapping[int, int]) -> dict[int, int]:
        home = {row_id: q for q, row_id in claims.items()}
        for side in (Side.TARGET, Side.SOURCE):
            for q, blocks in enumerate(self.blocks):
                for block in blocks[side]:
                    if block.row:
                        home.setdefault(block.row, q)
        return home

    def _row(self, q: int, row_id: int | None) -> PairedRow:
        blocks = self.blocks[q]
        first = (blocks[Side.SOURCE] or blocks[Side.TARGET])[0]
        together = {side: as_lines((b.text, b.marks) for b in blocks[side]) for side in Side}
        texts = {side: together[side][0] for side in Side}
        of = {side: tuple(dict.fromkeys(b.row for b in blocks[side] if b.row)) for side in Side}
        row = self.by_id[row_id] if row_id else None
        own = all(ids in ((), (row_id,)) for ids in of.values())
        same = row is not None and own and first.kind is row.kind
        if same and row and _digest(texts[Side.SOURCE], texts[Side.TARGET]) == self.seen[row.id].digest:
            texts = {
                side: _text(row, side) for side in Side
            }  # as it is, somebody's English of meanwhile included
            return PairedRow(row, texts, {}, row.kind, {}, of, is_changed=False, pair=q)
        edited = frozenset(
            side
            for side in Side
            if any(p.pair == q and not p.is_exact for r in of[side] for p in self.pieces[r, side])
        )
        marks = {side: together[side][1] for side in Side}
        return PairedRow(row, texts, marks, first.kind, first.attrs, of, edited=edited, pair=q)

    def _with_textless(
        self, paired: Sequence[PairedRow], textless: set[int], home: Mapping[int, int]
    ) -> list[PairedRow]:
        """Rows without any text stay behind the row they followed."""
        behind: dict[int, list[PairedRow]] = defaultdict(list)
        last = -1
        for row in self.rows:
            if row.id in textless:
                kept = {side: _text(row, side) for side in Side}
                behind[last].append(PairedRow(row, kept, {}, row.kind, {}, {}, is_changed=False))
            else:
                last = home[row.id]
        placed = behind[-1]
        for q, one in enumerate(paired):
            placed += [one, *behind[q]]
        return placed

    # -- where each stretch of text went

    def _pieces(self) -> dict[tuple[int, Side], tuple[Piece, ...]]:
        stood: dict[tuple[int, Side], list[tuple[int, int, str]]] = defaultdict(list)
        for q, blocks in enumerate(self.blocks):
            for side in Side:
                at = 0
                for block in blocks[side]:
                    stood[block.row, side].append((q, at, block.text))
                    at += len(block.text) + 1
        return {
            (row.id, side): _located(_text(row, side), stood[row.id, side])
            for row in self.rows
            for side in Side
        }


def _located(text: str, parts: Sequence[tuple[int, int, str]]) -> tuple[Piece, ...]:
    """Each part as a stretch of the text it was cut from; a corrected one as what is left between its neighbours.

    The longest first: the words of a short part may stand in a longer one too.
    """
    found: list[Piece | None] = [None] * len(parts)
    for n in sorted(range(len(parts)), key=lambda n: -len(parts[n][2])):
        pair, place, part = parts[n]
        before = max((p.end for p in found[:n] if p), default=0)
        taken = sorted((p.start, p.end) for p in found if p)
        start = _free(text, part, before, taken)
        if start < 0:
            start = _free(text, part, 0, taken)
        if start >= 0:
            found[n] = Piece(start, start + len(part), pair, place, part)
    pieces = [piece for piece in found if piece]
    missing = [n for n, piece in enumerate(found) if piece is None]
    for n in missing:
        before = max((p.end for p in found[:n] if p), default=0)
        after = min((p.start for p in found[n + 1 :] if p and p.start >= before), default=len(text))
        pair, place, part = parts[n]
        alone = n - 1 not in missing and n + 1 not in missing
        pieces.append(Piece(before, after if alone else before, pair, place, part, is_exact=False))
    return tuple(pieces)


def _free(text: str, part: str, at: int, taken: Sequence[tuple[int, int]]) -> int:
    """Where a part stands from there on and overlaps nothing that is taken; -1 where it does not."""
    start = text.find(part, at)
    for low, high in taken:
        if start >= 0 and start < high and low < start + len(part):
            start = text.find(part, high)
    return start


def _with_moves(placed: Sequence[PairedRow]) -> tuple[PairedRow, ...]:
    stay = [(p.row.number, n) for n, p in enumerate(placed) if p.row]
    steady = {n for _, n in longest_rising(stay)}
    return tuple(replace(p, moved=bool(p.row) and n not in steady) for n, p in enumerate(placed))
