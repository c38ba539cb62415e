"""Repairs: what is wrong with the letters and lines of a text, not with its words.

Found between the reading of a file and the judging of its furniture, and made where somebody accepts them or
where they are harmless. Each is found in the text as those before it leave it; left out, it leaves the text as
it came. Blocks that a reader has left out stay as they are.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate, islice

from workbench.domain.marks import InlineMark, tidy_marks
from workbench.intake import joints
from workbench.intake.document import FIRST_LINE, NEXT_LINE, Block, Choice, Document, Place, Repair
from workbench.intake.joints import Joint
from workbench.intake.limits import Collector
from workbench.intake.reader import Language
from workbench.text import lam_alef, letters, placed_words, visual_order
from workbench.text.letters import Edit, edited

MOST_SAMPLES = 200  # of one kind that are kept to be looked at
_AROUND = 18  # characters of context on either side of a sample
_LONGEST_SAMPLE = 160
_MOST_JUDGED = 400_000  # characters that tell the language of a text


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of repair: its name, what it does as the page says it, and whether it is made without being asked for."""

    id: str
    name: str
    what: str
    is_harmless: bool = True


RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule(
            "visual-order",
            "the order of letters",
            "Arabic in the order of the eye, as PDF files give it: put in reading order.",
        ),
        Rule(
            "presentation-forms",
            "shapes of letters",
            "Arabic letters stored as shapes: stored as letters. They look the same but can be found and edited.",
        ),
        Rule(
            "lam-alef",
            "lam and alef",
            "Lam and alef, or tanwin and its letter, that changed places, as PDF files give them: put right.",
        ),
        Rule(
            "line-pieces",
            "lines in pieces",
            "Lines that PDF files give in pieces, around figures and Latin words: put together.",
        ),
        Rule("wrapped-lines", "broken lines", "Lines broken inside a paragraph: joined."),
        Rule(
            "likely-lines",
            "lines that may be broken",
            "Lines that may be broken inside a paragraph, of which there are few to tell by: joined.",
            is_harmless=False,
        ),
        Rule("hyphenation", "broken words", "Words broken at the end of a line: put together."),
        Rule(
            "bidi-controls",
            "direction marks",
            "Direction marks without which the text reads the same: taken out.",
        ),
        Rule(
            "zero-width",
            "zero-width characters",
            "Zero-width characters where nothing depends on them: taken out.",
        ),
        Rule("soft-hyphens", "soft hyphens", "Soft hyphens: taken out."),
        Rule("tatweel", "tatweel", "Words drawn out with tatweel: written plainly."),
        Rule(
            "persian-letters",
            "Persian letters",
            "Persian or Urdu letters in Arabic words: written as Arabic does.",
        ),
        Rule(
            "persian-names",
            "Persian letters in names",
            "Persian or Urdu letters in words that may be names: written as Arabic does.",
            is_harmless=False,
        ),
        Rule(
            "no-break-spaces", "no-break spaces", "No-break spaces between Arabic words: made plain spaces."
        ),
        Rule("double-spaces", "double spaces", "Several spaces in a row: made one."),
    )
}


@dataclass(slots=True)
class _Found:
    """What one rule would change: how often at each place, and the first places with their samples."""

    counts: dict[int, int] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    shown: int = 0

    def add(self, at: int, count: int, samples: Iterable[tuple[str, str]]) -> None:
        """Note a place; its samples are asked for only as long as there is room."""
        self.counts[at] = count
        if self.shown < MOST_SAMPLES:
            seen = tuple(islice(samples, MOST_SAMPLES - self.shown))
            self.places.append(Place(at, seen))
            self.shown += len(seen)


def repair(document: Document, language: Language, choices: Mapping[str, Choice]) -> Document:
    """The document with its repairs made and listed. Raises TooLarge when joined lines go beyond the limits.

    ``choices`` says by id where each is made and where not; the others are made where they are harmless.
    """
    blocks = document.blocks
    at: Sequence[int] = range(len(blocks))  # the number of each as it came; of joined lines that of the first
    repairs: list[Repair] = []

    def take(id: str, found: _Found) -> Choice:
        chosen = choices.get(id, Choice(RULES[id].is_harmless))
        if found.counts:
            made = sum(count for n, count in found.counts.items() if chosen.takes(n))
            repairs.append(Repair(id, sum(found.counts.values()), made, chosen, tuple(found.places)))
        return chosen

    def mend(id: str, mended: tuple[_Found, tuple[Block, ...]]) -> None:
        nonlocal blocks
        found, after = mended
        chosen = take(id, found)
        blocks = tuple(new if chosen.takes(n) else old for n, old, new in zip(at, blocks, after, strict=True))

    mend("visual-order", _reordered(blocks))
    mend("presentation-forms", _mended(blocks, at, letters.presentation_forms))
    is_turned = lam_alef.is_turned(_whole(blocks))
    mend("lam-alef", _mended(blocks, at, partial(lam_alef.lam_alef, whole_is_turned=is_turned)))
    if pieces := joints.pieces(blocks):
        chosen = take("line-pieces", _joints_found(pieces, blocks, at))
        blocks, at = joints.join(blocks, [j for j in pieces if chosen.takes(j.second)], is_printed=False)
    broken, is_sure = joints.find(blocks)
    if broken:
        whole = take("wrapped-lines" if is_sure else "likely-lines", _joints_found(broken, blocks, at))
        broken = [joint for joint in broken if whole.takes(at[joint.second])]
        with_hyphens = take("hyphenation", _joints_found([j for j in broken if j.hyphen], blocks, at))
        joined = [j if with_hyphens.takes(at[j.second]) else replace(j, hyphen=None) for j in broken]
        blocks, firsts = joints.join(blocks, joined)
        at = [at[n] for n in firsts]
    blocks, at = _as_blocks(blocks, at)
    for id, edits in _letter_rules(blocks, language):
        mend(id, _mended(blocks, at, edits))
    return replace(document, blocks=blocks, repairs=tuple(repairs))


# --- letters -------------------------------------------------------------------------------------------

_Edits = Callable[[str], Iterable[Edit]]


def _letter_rules(blocks: Sequence[Block], language: Language) -> list[tuple[str, _Edits]]:
    whole = _whole(blocks)
    is_keyboard = letters.is_from_persian_keyboard(whole)
    persian: list[tuple[str, _Edits]] = [
        ("persian-letters", partial(letters.persian_letters, is_keyboard=is_keyboard)),
        ("persian-names", partial(letters.persian_letters, is_keyboard=is_keyboard, are_names=True)),
    ]
    return [
        ("bidi-controls", partial(letters.bidi_controls, rtl=language == "ar")),
        ("zero-width", letters.zero_width),
        ("soft-hyphens", letters.soft_hyphens),
        ("tatweel", letters.tatweel),
        *([] if letters.is_persian(whole) else persian),
        ("no-break-spaces", letters.no_break_spaces),
        ("double-spaces", letters.double_spaces),
    ]


def _whole(blocks: Sequence[Block]) -> str:
    return "\n".join(block.text for block in blocks if block.is_kept)[:_MOST_JUDGED]


def _mended(blocks: Sequence[Block], at: Sequence[int], find: _Edits) -> tuple[_Found, tuple[Block, ...]]:
    found = _Found()
    result = []
    for n, block in zip(at, blocks, strict=True):
        edits = _with_edges(block.text, list(find(block.text))) if block.is_kept else []
        if edits and (text := edited(block.text, edits)).strip():
            found.add(n, len(edits), _samples(block.text, edits))
            block = replace(block, text=text, marks=_follow(block.marks, edits))
        result.append(block)
    return found, tuple(result)


def _with_edges(text: str, edits: list[Edit]) -> list[Edit]:
    """The edits with the spaces at either end of the text that they would leave bare."""
    mended = edited(text, edits)
    if mended.strip() == mended:
        return edits
    gone = {at for start, end, new in edits if not new.strip() for at in range(start, end)}
    bare = [at in gone or letter.isspace() for at, letter in enumerate(text)]
    first = bare.index(False) if False in bare else len(text)
    last = len(text) - bare[::-1].index(False) if False in bare else first
    inner = [edit for edit in edits if first <= edit[0] and edit[1] <= last]
    return [edit for edit in ((0, first, ""), *inner, (last, len(text), "")) if edit[0] < edit[1] or edit[2]]


def _follow(marks: Sequence[InlineMark], edits: Sequence[Edit]) -> tuple[InlineMark, ...]:
    """Marks of a text on the same letters after its edits."""
    if not marks:
        return ()

    ends = [end for _, end, _ in edits]
    shifts = [0, *accumulate(len(new) - (end - start) for start, end, new in edits)]

    def moved(at: int, *, is_end: bool) -> int:
        n = bisect_left(ends, at) if is_end else bisect_right(ends, at)  # edits that are over at this place
        if n < len(edits) and edits[n][0] < at:  # inside what is replaced: a mark takes all of it
            return edits[n][0] + shifts[n] + (len(edits[n][2]) if is_end else 0)
        return at + shifts[n]

    return tidy_marks(
        replace(m, start=moved(m.start, is_end=False), end=moved(m.end, is_end=True)) for m in marks
    )


def _samples(text: str, edits: Sequence[Edit]) -> Iterable[tuple[str, str]]:
    """The edits of a text, those that stand together in one, before and after with the words around them."""
    seen = 0
    while seen < len(edits):
        start = edits[seen][0]
        near = [edit for edit in edits[seen : seen + 2 * _AROUND + 1] if edit[0] <= start + 2 * _AROUND]
        begin = _word_start(text, max(0, start - _AROUND))
        stop = _word_end(text, min(len(text), near[-1][1] + _AROUND))
        near = [edit for edit in edits[seen : seen + stop - start] if edit[1] <= stop]
        after = edited(text[begin:stop], [(s - begin, e - begin, new) for s, e, new in near])
        yield _clipped(text[begin:stop]), _clipped(after)
        seen += max(1, len(near))


def _word_start(text: str, at: int) -> int:
    found = text.rfind(" ", max(0, at - _AROUND), at)
    return found + 1 if found >= 0 else 0 if at < _AROUND else at


def _word_end(text: str, at: int) -> int:
    found = text.find(" ", at, at + _AROUND)
    return found if found >= 0 else len(text) if len(text) - at < _AROUND else at


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST_SAMPLE else f"{text[: _LONGEST_SAMPLE - 1]}…"


# --- order ---------------------------------------------------------------------------------------------


def _reordered(blocks: Sequence[Block]) -> tuple[_Found, tuple[Block, ...]]:
    """Blocks in visual order put in reading order: their letters, or words and marks on their lines."""
    found = _Found()
    result = []
    for n, (block, turned) in enumerate(zip(blocks, _orders(blocks), strict=True)):
        if turned:
            text, order = turned
            bare = placed_words.without_marks(block.text)  # a mark around every word hides the words
            before = block.text if bare == text else bare
            found.add(n, 1, ((_clipped(before), _clipped(text)),))
            block = replace(block, text=text, marks=_reordered_marks(block.marks, order))
        result.append(block)
    return found, tuple(result)


def _orders(blocks: Sequence[Block]) -> Sequence[tuple[str, list[int]] | None]:
    """The text of each block in reading order and where its characters stood; None for one that is.

    A block says so by itself; where nearly all that say anything do, those that say nothing (a name, a short
    title) are of the same make.
    """
    placed = placed_words.reading_orders([block.text if block.is_kept else "" for block in blocks])
    if any(placed):
        return placed
    evidence = [
        visual_order.evidence(block.text) if block.is_kept else visual_order.Evidence() for block in blocks
    ]
    whole = sum(evidence, start=visual_order.Evidence())
    is_whole = whole.is_visual and whole.impossible >= 3 and whole.visual >= 10 * whole.logical
    is_visual = [
        block.is_kept
        and (said.is_visual or (is_whole and said.visual >= said.logical))
        and visual_order.has_arabic(block.text)
        for block, said in zip(blocks, evidence, strict=True)
    ]
    lines = [block.text for block, is_turned in zip(blocks, is_visual, strict=True) if is_turned]
    as_read = visual_order.are_brackets_turned("\n".join(lines))
    return [
        visual_order.reading_order(block.text, is_mirrored=not as_read) if is_turned else None
        for block, is_turned in zip(blocks, is_visual, strict=True)
    ]


def _reordered_marks(marks: Sequence[InlineMark], order: Sequence[int]) -> tuple[InlineMark, ...]:
    """Marks on the same characters; one whose characters now stand apart falls into pieces."""
    if not marks:
        return ()
    place = {before: now for now, before in enumerate(order)}
    return tidy_marks(
        replace(mark, start=place[n], end=place[n] + 1)
        for mark in marks
        for n in range(mark.start, mark.end)
        if n in place
    )


# --- lines ---------------------------------------------------------------------------------------------


def _joints_found(joints: Sequence[Joint], blocks: Sequence[Block], at: Sequence[int]) -> _Found:
    """Ends of lines with the beginnings of the next, a line break between, and the same joined."""
    found = _Found()
    for joint in joints:
        first, second = blocks[joint.first].text, blocks[joint.second].text
        end = first[_word_start(first, max(0, len(first) - 2 * _AROUND)) :]
        begin = second[: _word_end(second, min(len(second), 2 * _AROUND))]
        cut, between = joint.hyphen or (0, " ")
        found.add(at[joint.second], 1, ((f"{end}\n{begin}", f"{end[: len(end) - cut]}{between}{begin}"),))
    return found


def _as_blocks(blocks: Sequence[Block], at: Sequence[int]) -> tuple[tuple[Block, ...], list[int]]:
    """Lines as blocks like any other, within the limits of those, and their numbers. Raises TooLarge."""
    out = Collector()
    numbers = []
    for n, b in zip(at, blocks, strict=True):
        origin = "" if b.origin in (FIRST_LINE, NEXT_LINE) else b.origin
        so_far = len(out.blocks)
        out.add(b.text, b.kind, b.marks, b.attrs, b.dropped, b.field, origin)
        if len(out.blocks) > so_far:
            out.blocks[-1] = replace(out.blocks[-1], state=b.state, notes=b.notes)
            numbers.append(n)
    return tuple(out.blocks), numbers
