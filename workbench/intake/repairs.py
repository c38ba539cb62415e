"""Repairs: what is wrong with the letters and lines of a text, not with its words.

Found between the reading of a file and the judging of its furniture, and made where somebody accepts them or
where they are harmless. Each is found in the text as those before it leave it; left out, it leaves the text as
it came. Blocks that a reader has left out stay as they are.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate

from workbench.domain.marks import InlineMark, tidy_marks
from workbench.intake import wrapped
from workbench.intake.document import FIRST_LINE, NEXT_LINE, Block, Document, Repair
from workbench.intake.limits import Collector
from workbench.intake.reader import Language
from workbench.text import lam_alef, letters, visual_order
from workbench.text.letters import Edit, edited

MOST_SAMPLES = 100  # of one kind that are kept to be looked at
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
            "Lam and alef that changed places, as PDF files give their ligature: put right.",
        ),
        Rule("wrapped-lines", "broken lines", "Lines broken inside a paragraph: joined."),
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


@dataclass(frozen=True, slots=True)
class _Found:
    """What one rule would make of the blocks: in how many places, what the blocks would be, and a few samples."""

    count: int
    blocks: tuple[Block, ...]
    samples: tuple[tuple[str, str], ...]


def repair(document: Document, language: Language, choices: Mapping[str, bool]) -> Document:
    """The document with its repairs made and listed. Raises TooLarge when joined lines go beyond the limits.

    ``choices`` says which are made and which not, by id; the others are made where they are harmless.
    """
    blocks = document.blocks
    repairs = []

    def take(id: str, found: _Found) -> None:
        nonlocal blocks
        if found.count:
            is_applied = choices.get(id, RULES[id].is_harmless)
            repairs.append(Repair(id, found.count, found.samples, is_applied))
            if is_applied:
                blocks = found.blocks

    take("visual-order", _reordered(blocks))
    take("presentation-forms", _mended(blocks, letters.presentation_forms))
    is_turned = lam_alef.is_turned(_whole(blocks))
    take("lam-alef", _mended(blocks, partial(lam_alef.lam_alef, whole_is_turned=is_turned)))
    for id, joined in _joined(blocks, choices):
        take(id, joined)
    blocks = _as_blocks(blocks)
    for id, edits in _letter_rules(blocks, language):
        take(id, _mended(blocks, edits))
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


def _mended(blocks: Sequence[Block], find: _Edits) -> _Found:
    samples: list[tuple[str, str]] = []
    result, count = [], 0
    for block in blocks:
        edits = list(find(block.text)) if block.is_kept else []
        if edits:
            count += len(edits)
            seen = 0
            while seen < len(edits) and len(samples) < MOST_SAMPLES:
                before, after, shown = _sample(block.text, edits[seen:])
                samples.append((before, after))
                seen += shown
            text = edited(block.text, edits)
            block = replace(block, text=text, marks=_follow(block.marks, edits)) if text.strip() else block
        result.append(block)
    return _Found(count, tuple(result), tuple(samples))


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


def _sample(text: str, edits: Sequence[Edit]) -> tuple[str, str, int]:
    """The first edits of a text that stand together, before and after with the words around them; how many."""
    start = edits[0][0]
    near = [edit for edit in edits if edit[0] <= start + 2 * _AROUND]
    begin = _word_start(text, max(0, start - _AROUND))
    stop = _word_end(text, min(len(text), near[-1][1] + _AROUND))
    near = [edit for edit in edits if edit[1] <= stop]
    after = edited(text[begin:stop], [(s - begin, e - begin, new) for s, e, new in near])
    return _clipped(text[begin:stop]), _clipped(after), max(1, len(near))


def _word_start(text: str, at: int) -> int:
    found = text.rfind(" ", max(0, at - _AROUND), at)
    return found + 1 if found >= 0 else 0 if at < _AROUND else at


def _word_end(text: str, at: int) -> int:
    found = text.find(" ", at, at + _AROUND)
    return found if found >= 0 else len(text) if len(text) - at < _AROUND else at


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST_SAMPLE else f"{text[: _LONGEST_SAMPLE - 1]}…"


# --- order ---------------------------------------------------------------------------------------------


def _reordered(blocks: Sequence[Block]) -> _Found:
    """Blocks in visual order put in reading order.

    A block says so by itself; where nearly all that say anything do, those that say nothing (a name, a short
    title) are of the same make.
    """
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
    samples: list[tuple[str, str]] = []
    result, count = [], 0
    for block, is_turned in zip(blocks, is_visual, strict=True):
        if is_turned:
            text, order = visual_order.reading_order(block.text, is_mirrored=not as_read)
            count += 1
            if len(samples) < MOST_SAMPLES:
                samples.append((_clipped(block.text), _clipped(text)))
            block = replace(block, text=text, marks=_reordered_marks(block.marks, order))
        result.append(block)
    return _Found(count, tuple(result), tuple(samples))


def _reordered_marks(marks: Sequence[InlineMark], order: Sequence[int]) -> tuple[InlineMark, ...]:
    """Marks on the same characters; one whose characters now stand apart falls into pieces."""
    if not marks:
        return ()
    place = [0] * len(order)
    for now, before in enumerate(order):
        place[before] = now
    return tidy_marks(
        replace(mark, start=n, end=n + 1) for mark in marks for n in place[mark.start : mark.end]
    )


# --- lines ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Joint:
    """Two lines of one paragraph that meet, and how a word broken between them is put together, if one is."""

    first: int
    second: int
    hyphen: tuple[int, str] | None


def _joined(blocks: Sequence[Block], choices: Mapping[str, bool]) -> Iterable[tuple[str, _Found]]:
    """Lines of plain text joined to paragraphs, and the words between them."""
    joints = _joints(blocks)
    if not joints:
        return
    with_hyphens = choices.get("hyphenation", RULES["hyphenation"].is_harmless)
    lines = [block.text for block in blocks]
    hyphens = [j for j in joints if j.hyphen]
    plain = [j for j in joints if not j.hyphen] or joints
    yield (
        "wrapped-lines",
        _Found(
            len(joints), _paragraphs(blocks, joints, with_hyphens=with_hyphens), _line_samples(lines, plain)
        ),
    )
    if hyphens and choices.get("wrapped-lines", RULES["wrapped-lines"].is_harmless):
        whole = _paragraphs(blocks, joints, with_hyphens=True)
        yield "hyphenation", _Found(len(hyphens), whole, _line_samples(lines, hyphens))


def _joints(blocks: Sequence[Block]) -> list[_Joint]:
    """Where the lines of a text go on in the next one; a page number between them is passed over."""
    is_line = [block.is_kept and block.origin in (FIRST_LINE, NEXT_LINE) for block in blocks]
    runs: list[list[str]] = []
    for block, counts in zip(blocks, is_line, strict=True):
        if counts and (block.origin == FIRST_LINE or not runs):
            runs.append([])
        if counts:
            runs[-1].append(block.text)
    wrap = wrapped.find_wrap(runs)
    if wrap is None:
        return []
    known = wrapped.words_of(block.text for block, counts in zip(blocks, is_line, strict=True) if counts)
    joints: list[_Joint] = []
    last: int | None = None
    over_page = False
    for n, block in enumerate(blocks):
        if not is_line[n]:
            last = None
            continue
        if wrapped.is_page_number(block.text):
            over_page = True
            continue
        if last is not None and (block.origin == NEXT_LINE or over_page):
            line = blocks[last].text
            goes_on = wrap.is_broken(line, block.text) and not (over_page and wrapped.ends_sentence(line))
            if goes_on:
                joints.append(_Joint(last, n, wrapped.joint(line, block.text, known)))
        last, over_page = n, False
    return joints


def _paragraphs(
    blocks: Sequence[Block], joints: Sequence[_Joint], *, with_hyphens: bool
) -> tuple[Block, ...]:
    """The blocks with lines joined; a page number that stood between two of them comes behind, left out."""
    into = {joint.second: joint for joint in joints}
    texts: dict[int, str] = {}  # by the first line of each paragraph
    home: dict[int, int] = {}
    for n, block in enumerate(blocks):
        if joint := into.get(n):
            home[n] = home[joint.first]
            cut, between = (joint.hyphen if with_hyphens else None) or (0, " ")
            so_far = texts[home[n]]
            texts[home[n]] = f"{so_far[: len(so_far) - cut]}{between}{block.text}"
        else:
            home[n] = n
            texts[n] = block.text
    inside = {n for joint in joints for n in range(joint.first + 1, joint.second)}
    return tuple(
        replace(block, text=texts[n], dropped="page-margin" if n in inside else block.dropped)
        for n, block in enumerate(blocks)
        if home[n] == n
    )


def _line_samples(lines: Sequence[str], joints: Sequence[_Joint]) -> tuple[tuple[str, str], ...]:
    """Ends of lines with the beginnings of the next, a line break between, and the same joined."""
    samples = []
    for joint in joints[:MOST_SAMPLES]:
        first, second = lines[joint.first], lines[joint.second]
        end = first[_word_start(first, max(0, len(first) - 2 * _AROUND)) :]
        begin = second[: _word_end(second, min(len(second), 2 * _AROUND))]
        cut, between = joint.hyphen or (0, " ")
        samples.append((f"{end}\n{begin}", f"{end[: len(end) - cut]}{between}{begin}"))
    return tuple(samples)


def _as_blocks(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Lines as blocks like any other, within the limits of those. Raises TooLarge."""
    out = Collector()
    for b in blocks:
        origin = "" if b.origin in (FIRST_LINE, NEXT_LINE) else b.origin
        out.add(b.text, b.kind, b.marks, b.attrs, b.dropped, b.field, origin)
    return tuple(out.blocks)
