"""How spans of a text travel through an edit of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rapidfuzz.distance import LCSseq

from workbench.text.diff import Block, token_blocks, tokens, word_tokens
from workbench.text.spans import CLEAR, Carried, Span, occurrences, snap

_REWORDED_CELLS = 250_000  # a changed stretch beyond 500 × 500 code points counts as rewritten
ALIKE = 0.6  # share of code points in common from which a changed word is the same word, respelled
_LONGEST_DOUBLE = 40  # tokens; longer stretches do not stand twice by chance
_GUESS = 0.3  # confidence where the words themselves are gone
_SOME = 0.3  # share of the words that must be left for a mark to be still on them, changed though they are
_AMBIGUOUS = 0.5  # confidence where the words could equally be others of the same wording


def carry(span: Span, old: str, new: str) -> Carried:
    """Where a span of ``old`` is in ``new``. Raises ValueError when it lies outside ``old``.

    Untouched words are kept exactly, with confidence 1.0, wherever they are now. Edited ones give the span
    from the first to the last word that was kept, with the replaced words between and at its ends. How sure that is:
    the share of letters that were kept; but above ``CLEAR`` in any case where both ends are held, each by a word that
    was kept for sure (the span's own first or last one, its neighbour, or the end of the text), and some of the words
    are left: what was replaced then lies between these and nowhere else. A span whose words were all replaced in place
    becomes a guess at their replacement; one that was deleted is gone. An empty span stays between its neighbours.
    """
    return carry_all([span], old, new)[0]


def carry_all(spans: Iterable[Span], old: str, new: str) -> tuple[Carried, ...]:
    """:func:`carry` for several spans of one text, comparing the texts once."""
    spans = list(spans)
    for span in spans:
        if not 0 <= span.start <= span.end <= len(old):
            raise ValueError(f"span {span.start}:{span.end} lies outside a text of {len(old)} code points")
    if old == new:
        return tuple(Carried(span, 1.0) for span in spans)
    edit = _Edit(old, new)
    return tuple(
        edit.carry(span) if span.start < span.end else edit.carry_point(span.start) for span in spans
    )


@dataclass(frozen=True, slots=True)
class _Slide:
    """A pure deletion or insertion that could as well have been made some code points to either side.

    In "no, no, no" with one "no, " less it is not known which went. ``offsets`` are the ways the block can
    be moved, 0 among them.
    """

    block: Block
    offsets: tuple[int, ...]

    @property
    def reach(self) -> tuple[int, int]:
        return self.block.a_start + min(self.offsets), self.block.a_end + max(self.offsets)

    def moved(self, by: int) -> Block:
        b = self.block
        return replace(
            b, a_start=b.a_start + by, a_end=b.a_end + by, b_start=b.b_start + by, b_end=b.b_end + by
        )


class _Edit:
    """How one text became another, asked about one span at a time."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        a, b = tokens(old), tokens(new)
        blocks = token_blocks(a, b)
        a_at, b_at = _offsets(a), _offsets(b)
        self.blocks = [
            Block(x.equal, a_at[x.a_start], a_at[x.a_end], b_at[x.b_start], b_at[x.b_end]) for x in blocks
        ]
        self.slides = {
            n: slide
            for n, x in enumerate(blocks)
            if not x.equal and (slide := self._slide(n, a, b, blocks)) is not None
        }

        # Which code points of the old text could as well be others of the same wording: what has a double
        # in the changes beside it, and what goes elsewhere when the texts are compared from the end, which
        # decides equally good ways the other way.
        self.doubtful = bytearray(len(old))
        for n, x in enumerate(self.blocks):
            if _could_be_other_words(n, blocks, a, b):
                self.doubtful[x.a_start : x.a_end] = b"\1" * (x.a_end - x.a_start)
        backward = _places(token_blocks(a[::-1], b[::-1]))
        for i, j in _places(blocks).items():
            if backward.get(len(a) - 1 - i) != len(b) - 1 - j:
                self.doubtful[a_at[i] : a_at[i + 1]] = b"\1" * len(a[i])

    def _slide(self, n: int, a: Sequence[str], b: Sequence[str], blocks: Sequence[Block]) -> _Slide | None:
        x = blocks[n]
        if x.a_start < x.a_end and x.b_start < x.b_end:
            return None
        side, start, end = (a, x.a_start, x.a_end) if x.a_start < x.a_end else (b, x.b_start, x.b_end)
        room = [0, 0]
        for k, neighbour in enumerate((n - 1, n + 1)):
            if 0 <= neighbour < len(blocks):
                room[k] = blocks[neighbour].a_end - blocks[neighbour].a_start
        offsets = [0]
        moved = 0
        for k in range(1, room[0] + 1):
            if side[start - k] != side[end - k]:
                break
            moved -= len(side[start - k])
            offsets.append(moved)
        moved = 0
        for k in range(room[1]):
            if side[start + k] != side[end + k]:
                break
            moved += len(side[start + k])
            offsets.append(moved)
        return _Slide(self.blocks[n], tuple(offsets)) if len(offsets) > 1 else None

    # -- spans with words

    def carry(self, span: Span) -> Carried:
        blocks, slid = self._settled(span)
        words = span.of(self.old)
        is_sure = self._surely_kept(blocks, slid)
        start: int | None = None
        certain = False
        end = kept = 0
        for x in blocks:
            low, high = max(span.start, x.a_start), min(span.end, x.a_end)
            if x.equal and low < high:
                first, last = x.b_start + low - x.a_start, x.b_start + high - x.a_start
                count = high - low
                certain = certain or any(map(is_sure, range(low, high)))
            elif not x.equal and x.a_start < x.a_end and span.start <= x.a_start and x.a_end <= span.end:
                first, last, count = x.b_start, x.b_end, 0
            else:
                continue
            if first < last:
                start = first if start is None else start
                end, kept = last, kept + count
        if start is None:
            return self._moved(span)
        found = _trimmed(self.new, Span(start, end), words)
        if found.of(self.new) == words and kept:
            return Carried(found, 1.0 if certain else _AMBIGUOUS)
        found = snap(self.new, found)
        if not certain:
            moved = self._moved(span)
            return moved if moved.span else Carried(found, _GUESS) if found.start < found.end else moved
        share = kept / max(len(words), found.end - found.start)
        if self._is_held(span, is_sure):
            most = max(len(word_tokens(words)), len(word_tokens(found.of(self.new))), 1)
            left = self._words_left(span, is_sure) / most
            share = max(share, CLEAR + (1 - CLEAR) * left) if left >= _SOME else share
        return Carried(found, min(0.99, max(_GUESS, share)))

    def _surely_kept(self, blocks: Sequence[Block], slid: Sequence[tuple[int, int]]) -> Callable[[int], bool]:
        """Which code points of the old text, by index, were kept and could be no others; white space never is.

        ``blocks``: those around the span, settled; elsewhere what was kept is what the texts' comparison says.
        """

        def is_sure(k: int) -> bool:
            near = next((x for x in blocks if x.a_start <= k < x.a_end), None)
            kept = near.equal if near else self._kept(k, 0) is not None
            is_certain = not (self.doubtful[k] or self.old[k].isspace())
            return kept and is_certain and not any(low <= k < high for low, high in slid)

        return is_sure

    def _is_held(self, span: Span, is_sure: Callable[[int], bool]) -> bool:
        """Whether each end is held by a word that was kept for sure: the span's own, its neighbour, or the text's end."""
        before = next((k for k in range(span.start - 1, -1, -1) if not self.old[k].isspace()), None)
        after = next((k for k in range(span.end, len(self.old)) if not self.old[k].isspace()), None)
        return (is_sure(span.start) or before is None or is_sure(before)) and (
            is_sure(span.end - 1) or after is None or is_sure(after)
        )

    def _words_left(self, span: Span, is_sure: Callable[[int], bool]) -> int:
        """How many of the span's words were kept for sure, whole."""
        parts = tokens(span.of(self.old))
        at = [span.start + n for n in _offsets(parts)]
        words = [range(a, b) for part, a, b in zip(parts, at, at[1:], strict=False) if word_tokens(part)]
        return sum(all(map(is_sure, word)) for word in words)

    def _moved(self, span: Span) -> Carried:
        """A passage that is gone from its place but stands once, and did stand once, elsewhere."""
        words = span.of(self.old)
        if len(words.split()) > 1:
            before, after = list(occurrences(words, self.old)), list(occurrences(words, self.new))
            if len(before) == len(after) == 1:
                return Carried(Span(after[0], after[0] + len(words)), CLEAR)
        return Carried(None, 0.0)

    def _settled(self, span: Span) -> tuple[list[Block], list[tuple[int, int]]]:
        """The blocks around a span, each slide settled so that it cuts into the span least.

        Also the stretches of the old text where the settling was a choice. Changed words that are alike are
        taken apart by code points.
        """
        chosen = list(self.blocks)
        slid = []
        for n, slide in self.slides.items():
            low, high = slide.reach
            if high < span.start or span.end < low:
                continue
            slid.append((low, high))

            def cut(by: int, slide: _Slide = slide) -> tuple[int, int]:
                x = slide.moved(by)
                overlap = min(span.end, x.a_end) - max(span.start, x.a_start)
                inside = span.start < x.a_start < span.end if x.a_start == x.a_end else overlap > 0
                return (max(overlap, 1) if inside else 0, abs(by))

            # Two changes may not slide through each other.
            first = chosen[n - 1].a_start if n else 0
            last = chosen[n + 1].a_end if n + 1 < len(chosen) else len(self.old)
            by = min(
                (
                    o
                    for o in slide.offsets
                    if first <= slide.block.a_start + o and slide.block.a_end + o <= last
                ),
                key=cut,
            )
            chosen[n] = slide.moved(by)
            if n:
                chosen[n - 1] = replace(chosen[n - 1], a_end=chosen[n].a_start, b_end=chosen[n].b_start)
            if n + 1 < len(chosen):
                chosen[n + 1] = replace(chosen[n + 1], a_start=chosen[n].a_end, b_start=chosen[n].b_end)
        near = [x for x in chosen if x.a_start <= span.end and span.start <= x.a_end]
        return [y for x in near for y in self._respelled(x)], slid

    def _respelled(self, x: Block) -> Iterator[Block]:
        """A changed block as blocks of code points where it is the same words respelled, else itself."""
        old, new = self.old[x.a_start : x.a_end], self.new[x.b_start : x.b_end]
        if x.equal or not 0 < len(old) * len(new) <= _REWORDED_CELLS:
            yield x
            return
        opcodes = LCSseq.opcodes(old, new)
        same = sum(op.src_end - op.src_start for op in opcodes if op.tag == "equal")
        if same < ALIKE * max(len(old), len(new)):
            yield x
            return
        for equal, run in groupby(opcodes, key=lambda op: op.tag == "equal"):
            first, *rest = run
            last = rest[-1] if rest else first
            yield Block(
                equal,
                x.a_start + first.src_start,
                x.a_start + last.src_end,
                x.b_start + first.dest_start,
                x.b_start + last.dest_end,
            )

    # -- insertion points

    def carry_point(self, at: int) -> Carried:
        """An insertion point: after what stood before it, else before what stood after it."""
        before = 0 if at == 0 else self._kept(at - 1, 1)
        after = len(self.new) if at == len(self.old) else self._kept(at, 0)
        if before is not None and after is not None:
            if at in (0, len(self.old)) and before != after:
                # At an end of the text the end itself is the neighbour that cannot go.
                return Carried(Span(before, before) if at == 0 else Span(after, after), 0.8)
            return Carried(Span(before, before), 1.0 if before == after else 0.8)
        if before is not None or after is not None:
            place = before if before is not None else after
            assert place is not None
            return Carried(Span(place, place), CLEAR)
        block = next(x for x in self.blocks if x.a_start <= at <= x.a_end and not x.equal)
        return Carried(Span(block.b_start, block.b_start), _GUESS)

    def _kept(self, index: int, by: int) -> int | None:
        """Where the code point ``old[index]`` is now, plus ``by``; None when it was changed."""
        for x in self.blocks:
            if x.a_start <= index < x.a_end:
                return x.b_start + index - x.a_start + by if x.equal else None
        return None


def _places(blocks: Iterable[Block]) -> dict[int, int]:
    """Where each unchanged token went."""
    return {x.a_start + k: x.b_start + k for x in blocks if x.equal for k in range(x.a_end - x.a_start)}


def _could_be_other_words(n: int, blocks: Sequence[Block], a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether a short unchanged stretch has a double in the changes around it, on either side.

    When one "the" of "the cat and the dog" is left in a rewritten passage, it could be either.
    """
    x = blocks[n]
    if not x.equal or x.a_end - x.a_start > _LONGEST_DOUBLE:
        return False
    part = tuple(a[x.a_start : x.a_end])
    while part and part[0].isspace():
        part = part[1:]
    while part and part[-1].isspace():
        part = part[:-1]
    low, high = max(0, n - 1), min(len(blocks), n + 2)
    return bool(part) and any(
        sum(tuple(side[k : k + len(part)]) == part for k in range(start, end - len(part) + 1)) > 1
        for side, start, end in (
            (a, blocks[low].a_start, blocks[high - 1].a_end),
            (b, blocks[low].b_start, blocks[high - 1].b_end),
        )
    )


def _offsets(parts: Sequence[str]) -> list[int]:
    """Where each part begins in their concatenation, and where it ends."""
    at = [0]
    for part in parts:
        at.append(at[-1] + len(part))
    return at


def _trimmed(text: str, span: Span, like: str) -> Span:
    """The span without white space at an end where the words it came from had none."""
    start, end = span.start, span.end
    while start < end and text[start].isspace() and not like[0].isspace():
        start += 1
    while start < end and text[end - 1].isspace() and not like[-1].isspace():
        end -= 1
    return Span(start, end)
