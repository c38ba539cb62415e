"""Repairs of an import made or taken back: the side is finished again from what was read, with other choices.

What a person did to its lines in the meantime stays: the two finished texts and the present one are merged
line by line, and where both a repair and the person changed the same words, the person's are kept.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from difflib import SequenceMatcher
from itertools import accumulate, pairwise

from workbench.align.bead import Bead
from workbench.align.pairing import IN_DOUBT
from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Side
from workbench.intake.document import Block, Choice, Fields, Repair
from workbench.intake.read import finish
from workbench.intake.repairs import RULES
from workbench.services.draft_history import record
from workbench.services.draft_state import DraftState, beads, sizes, unpacked_document
from workbench.services.importing import LANGUAGES
from workbench.text.arabic import match_key

_MOST_COMPARED = 4_000  # blocks of a changed stretch that are matched with each other; more are one change


def chosen(repairs: Sequence[Repair], kinds: Collection[str], places: Collection[str]) -> dict[str, Choice]:
    """What the ticks say of each kind: those of the ``kinds``, by id, and of the ``places``, as ``tatweel:12``.

    A kind has a tick as soon as it is made somewhere; one that is set or taken away speaks for all its places.
    """

    def choice(one: Repair) -> Choice:
        now = one.choice
        if (one.id in kinds) != (one.made > 0):
            return Choice(one.id in kinds)
        if not one.can_be_divided:
            return now
        shown = {place.at for place in one.places}
        other = {at for at in shown if (f"{one.id}:{at}" in places) != now.is_applied}
        return Choice(now.is_applied, (now.but - shown) | other)

    return {one.id: choice(one) for one in repairs}


def set_repairs(state: DraftState, side: Side, asked: Mapping[str, Choice]) -> DraftState:
    """The import with a side's repairs made as ``asked``, by id. Raises InvalidInput when it has none."""
    given = state.side(side)
    document = given.document
    if document is None or not given.parsed or not document.repairs:
        raise InvalidInput("There is nothing to repair on that side.")
    made = {one.id: one.choice for one in document.repairs}
    asked = {**made, **asked}
    if asked == made:
        return state
    parsed, language = unpacked_document(given.parsed), LANGUAGES[side]
    base, new = finish(parsed, language, made), finish(parsed, language, asked)
    merged = merge(base.blocks, document.blocks, new.blocks)
    after = replace(
        document,
        blocks=merged.blocks,
        fields=_merged_fields(base.fields, document.fields, new.fields),
        warnings=new.warnings,
        repairs=new.repairs,
    )
    then = state.with_side(side, replace(given, document=after))
    if state.pairs:
        then = replace(then, pairs=_follow(state.pairs, side, given.blocks, merged))
    return record(state, then, _label(document.repairs, asked, merged.kept_by_hand))


def _label(before: Sequence[Repair], asked: Mapping[str, Choice], kept_by_hand: int) -> str:
    """What was done, in words: to which kind, and at how many of its places where not to all."""
    turned = [
        (one, {p.at for p in one.places if one.choice.takes(p.at) != asked[one.id].takes(p.at)})
        for one in before
        if asked[one.id] != one.choice
    ]
    are_made = {asked[one.id].takes(at) for one, places in turned for at in places}
    did = (
        "chose repairs" if len(are_made) > 1 else "made repairs" if True in are_made else "took repairs back"
    )
    what = f"{len(turned)} kinds"
    if len(turned) == 1:
        one, places = turned[0]
        is_whole = len(places) == len(one.places) or asked[one.id].is_applied != one.choice.is_applied
        what = f"{RULES[one.id].name}{'' if is_whole else f', {len(places)} of {len(one.places)} places'}"
    lines = (
        "1 line that you changed stays"
        if kept_by_hand == 1
        else f"{kept_by_hand} lines that you changed stay"
    )
    return f"{did}: {what}{f'; {lines}' if kept_by_hand else ''}"


def _merged_fields(base: Fields, present: Fields, new: Fields) -> Fields:
    """Facts as a person left them; those nobody touched as they are read now."""

    def one(name: str) -> object:
        was, now = getattr(base, name), getattr(present, name)
        return getattr(new, name) if now == was else now

    return Fields(**{f.name: one(f.name) for f in fields(Fields)})  # type: ignore[arg-type]


# --- merging -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of one list of blocks and what takes its place in another: ``start:end`` becomes ``by``."""

    start: int
    end: int
    by: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged blocks, how they differ from the present ones, and how many of a person's would have changed."""

    blocks: tuple[Block, ...]
    changes: tuple[Change, ...]
    kept_by_hand: int


def merge(base: Sequence[Block], present: Sequence[Block], new: Sequence[Block]) -> Merged:
    """``present`` with the changes from ``base`` to ``new``, but for words that differ from ``base`` already."""
    mine, theirs = _changes(base, present), _changes(base, new)
    changes: list[Change] = []
    kept_by_hand = 0
    shift = 0  # from base to present
    n = 0
    for change in theirs:
        while n < len(mine) and mine[n].end <= change.start and not _touch(mine[n], change):
            shift += len(mine[n].by) - (mine[n].end - mine[n].start)
            n += 1
        met = []
        while n < len(mine) and _touch(mine[n], change):
            met.append(mine[n])
            n += 1
        if met:  # the last of them may meet the next change of theirs too
            n -= 1
        if not met:
            by = change.by
            if change.end - change.start == len(by) == 1:
                by = (replace(by[0], offer=present[change.start + shift].offer),)
            changes.append(Change(change.start + shift, change.end + shift, by))
            continue
        both = [*met, change]
        if len(met) == 1 and all(c.end - c.start == len(c.by) == 1 for c in both):
            was, now, then = base[change.start], met[0].by[0], change.by[0]
            kept_by_hand += now.text != was.text
            one = _merged_block(was, now, then)
            if one != now:
                changes.append(Change(change.start + shift, change.end + shift, (one,)))
        else:
            kept_by_hand += max(1, sum(len(c.by) for c in met))
        shift += sum(len(c.by) - (c.end - c.start) for c in met[:-1])
    blocks: list[Block] = []
    at = 0
    for change in changes:
        blocks += [*present[at : change.start], *change.by]
        at = change.end
    return Merged((*blocks, *present[at:]), tuple(changes), kept_by_hand)


def _touch(a: Change, b: Change) -> bool:
    if a.start == a.end or b.start == b.end:  # something put in between
        return a.start <= b.end and b.start <= a.end and (a.start, a.end) != (b.end, b.end)
    return a.start < b.end and b.start < a.end


def _merged_block(was: Block, now: Block, then: Block) -> Block:
    """A person's block with what a repair changes of the rest; letters are one with the marks upon them."""
    if now.text == was.text and now.marks == was.marks:
        now = replace(now, text=then.text, marks=then.marks)
    if (now.kind, now.attrs) == (was.kind, was.attrs):
        now = replace(now, kind=then.kind, attrs=then.attrs)
    if (now.dropped, now.field) == (was.dropped, was.field):
        now = replace(now, dropped=then.dropped, field=then.field)
    return now


def _changes(old: Sequence[Block], new: Sequence[Block]) -> list[Change]:
    """How ``new`` differs from ``old``, in order; a stretch of as many blocks as before is so many changes."""
    start = next(
        (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if _key(a) != _key(b)),
        min(len(old), len(new)),
    )
    rest = min(len(old), len(new)) - start
    end = next((n for n in range(rest) if _key(old[-1 - n]) != _key(new[-1 - n])), rest)
    a, b = old[start : len(old) - end], new[start : len(new) - end]
    changes: list[Change] = []
    for i1, i2, j1, j2 in _unlike(a, b):
        if i2 - i1 == j2 - j1:
            changes += [
                Change(start + i, start + i + 1, (b[j],))
                for i, j in zip(range(i1, i2), range(j1, j2), strict=True)
                if _key(a[i]) != _key(b[j])
            ]
        else:
            changes.append(Change(start + i1, start + i2, tuple(b[j1:j2])))
    return changes


def _unlike(a: Sequence[Block], b: Sequence[Block]) -> list[tuple[int, int, int, int]]:
    if len(a) == len(b) or max(len(a), len(b)) > _MOST_COMPARED:
        return [(0, len(a), 0, len(b))]
    matcher = SequenceMatcher(None, [_key(x) for x in a], [_key(x) for x in b], autojunk=False)
    return [
        (i1 + k1, i1 + k2, j1 + l1, j1 + l2)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
        for k1, k2, l1, l2 in _cut_alike(a[i1:i2], b[j1:j2])
    ]


def _cut_alike(a: Sequence[Block], b: Sequence[Block]) -> list[tuple[int, int, int, int]]:
    """Two stretches of the same letters, cut wherever a block ends in both: lines and the paragraph they make."""
    of_a, of_b = [_squashed(block.text) for block in a], [_squashed(block.text) for block in b]
    if "".join(of_a) != "".join(of_b):
        return [(0, len(a), 0, len(b))]
    ends_a = {end: n for n, end in enumerate(accumulate(map(len, of_a)), 1)}
    ends_b = {end: n for n, end in enumerate(accumulate(map(len, of_b)), 1)}
    cuts = [(0, 0), *((ends_a[end], ends_b[end]) for end in sorted(ends_a.keys() & ends_b.keys()))]
    return [(i1, i2, j1, j2) for (i1, j1), (i2, j2) in pairwise(cuts)]


def _squashed(text: str) -> str:
    """The letters by which a text is known whatever its repairs: no spaces, hyphens, tatweel or signs."""
    return match_key(text).replace(" ", "").replace("-", "")


def _key(block: Block) -> tuple[object, ...]:
    """All that a reader or a person decides about a block; an offer comes of pairing."""
    return (
        block.text,
        block.kind,
        block.marks,
        tuple(sorted(block.attrs.items())),
        block.dropped,
        block.field,
    )


def _follow(
    pairs: tuple[Bead, ...], side: Side, present: Sequence[Block], merged: Merged
) -> tuple[Bead, ...]:
    """The pairs after the changes: what takes a block's place stays in its pair, what is more in the pair of the last."""
    mine, other = sizes(pairs, side), sizes(pairs, side.other)
    homes = [n for n, size in enumerate(mine) for _ in range(size)]  # the pair of each kept block
    kept_before = [0, *accumulate(int(block.is_kept) for block in present)]
    now = list(mine)
    in_doubt: set[int] = set()
    for change in merged.changes:
        at, end = kept_before[change.start], kept_before[change.end]
        come = sum(block.is_kept for block in change.by)
        taken = homes[at:end] or homes[max(0, at - 1) : at] or homes[:1]
        if come != end - at and len(set(taken)) > 1:
            in_doubt.update(taken)
        for home in homes[at:end]:
            now[home] -= 1
        for n in range(come):
            now[taken[min(n, len(taken) - 1)]] += 1
    left = [n for n in range(len(pairs)) if now[n] or other[n]]
    ours, theirs = [now[n] for n in left], [other[n] for n in left]
    confidence = [IN_DOUBT if n in in_doubt else pairs[n].confidence for n in left]
    return beads(ours, theirs, confidence) if side is Side.SOURCE else beads(theirs, ours, confidence)
