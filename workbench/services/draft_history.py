"""The steps taken on an import: remembered as what they changed, undone and done again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from workbench.align.bead import Bead
from workbench.domain.kinds import Side
from workbench.intake.document import Place, Repair
from workbench.services.draft_state import (
    DraftState,
    Patch,
    Step,
    beads,
    packed_json,
    sizes,
    state_from_json,
    state_to_json,
    unpacked_json,
)

#: How far back a person can undo: steps, and list items remembered in all of them together.
HISTORY_STEPS = 200
HISTORY_ITEMS = 100_000
#: The lists that pairs are made of.
_OF_PAIRS = ("source_sizes", "target_sizes", "confidence")


def _lists(state: DraftState) -> dict[str, tuple[Any, ...]]:
    """Everything a step can change, as lists that can be compared and patched."""
    return {
        "source": state.source.blocks,
        "target": state.target.blocks,
        "source_fields": (state.source.fields,),
        "target_fields": (state.target.fields,),
        "source_repairs": tuple(replace(one, places=()) for one in state.source.repairs),
        "target_repairs": tuple(replace(one, places=()) for one in state.target.repairs),
        "source_places": _places(state.source.repairs),
        "target_places": _places(state.target.repairs),
        "source_sizes": sizes(state.pairs, Side.SOURCE),
        "target_sizes": sizes(state.pairs, Side.TARGET),
        "confidence": tuple(bead.confidence for bead in state.pairs),
    }


def _places(repairs: Sequence[Repair]) -> tuple[tuple[str, Place], ...]:
    """All places with the id of their repair: a tick at one of them does not copy the others."""
    return tuple((one.id, place) for one in repairs for place in one.places)


def _from_lists(state: DraftState, lists: Mapping[str, tuple[Any, ...]]) -> DraftState:
    for side in Side:
        given = state.side(side)
        if given.document is not None:
            document = replace(
                given.document,
                blocks=lists[side.value],
                fields=lists[f"{side.value}_fields"][0],
                repairs=tuple(
                    replace(one, places=tuple(p for id, p in lists[f"{side.value}_places"] if id == one.id))
                    for one in lists[f"{side.value}_repairs"]
                ),
            )
            state = state.with_side(side, replace(given, document=document))
    return replace(state, pairs=beads(lists["source_sizes"], lists["target_sizes"], lists["confidence"]))


#: Where two lists part: how many items may be missing or new before the rest counts as another list, and how many
#: equal ones in a row are the same stretch again.
_MOST_APART = 12
_SAME_AGAIN = 4


def patches_between(before: tuple[Any, ...], after: tuple[Any, ...]) -> tuple[Patch, ...]:
    """Replacements that turn one list into the other, few and short where only a few places changed.

    Each one's ``at`` is its place when those before it are applied.
    """
    patches: list[Patch] = []
    old = new = 0
    while True:
        while old < len(before) and new < len(after) and _is_same(before[old], after[new]):
            old, new = old + 1, new + 1
        if old == len(before) and new == len(after):
            return tuple(patches)
        gone, come = _apart(before, after, old, new)
        patches.append(Patch(new, before[old : old + gone], after[new : new + come]))
        old, new = old + gone, new + come


def _is_same(one: Any, other: Any) -> bool:
    return one is other or bool(one == other)


def _apart(before: tuple[Any, ...], after: tuple[Any, ...], old: int, new: int) -> tuple[int, int]:
    """How many items are gone and come where two lists part; all up to their common end when they part for good."""
    for edits in range(1, 2 * _MOST_APART + 1):
        for gone in range(max(0, edits - _MOST_APART), min(edits, _MOST_APART) + 1):
            start, goal = old + gone, new + edits - gone
            if start > len(before) or goal > len(after):
                continue
            if before[start : start + _SAME_AGAIN] == after[goal : goal + _SAME_AGAIN]:
                return gone, edits - gone
    end = 0
    shorter = min(len(before) - old, len(after) - new)
    while end < shorter and _is_same(before[-1 - end], after[-1 - end]):
        end += 1
    return len(before) - old - end, len(after) - new - end


def _patched(items: tuple[Any, ...], patches: Sequence[Patch]) -> tuple[Any, ...]:
    for patch in patches:
        items = patch.applied(items)
    return items


def _before(items: tuple[Any, ...], patches: Sequence[Patch]) -> tuple[Any, ...]:
    """What the patches made these items of."""
    return _patched(items, [patch.inverted() for patch in reversed(patches)])


def record(before: DraftState, after: DraftState, label: str) -> DraftState:
    """``after`` with the step from ``before`` remembered; ``before`` itself when nothing changed."""
    old, new = _lists(before), _lists(after)
    patches = {name: found for name in old if (found := patches_between(old[name], new[name]))}
    if not patches:
        return before
    return _remembered(before, after, Step(label, patches))


def record_whole(before: DraftState, after: DraftState, label: str) -> DraftState:
    """The same for a step after which a side was read anew, so that more than its lists changed."""
    return _remembered(before, after, Step(label, before=_packed_state(before), after=_packed_state(after)))


def _remembered(before: DraftState, after: DraftState, step: Step) -> DraftState:
    done = (*before.done, step)[-HISTORY_STEPS:]
    while len(done) > 1 and sum(one.size for one in done) > HISTORY_ITEMS:
        done = done[1:]
    return replace(after, done=done, undone=())


def undo(state: DraftState) -> DraftState:
    """The state before the last step; the same when there is none."""
    if not state.done:
        return state
    step = state.done[-1]
    if step.before:
        back = _unpacked_state(step.before)
    else:
        lists = _lists(state)
        for name, patches in step.patches.items():
            lists[name] = _before(lists[name], patches)
        back = _from_lists(state, lists)
    return replace(back, done=state.done[:-1], undone=(*state.undone, step))


def earlier_pairs(state: DraftState) -> Iterator[tuple[Bead, ...]]:
    """The pairs before each step that changed any, the last first; as far back as sides were not read anew."""
    lists = {name: of for name, of in _lists(state).items() if name in _OF_PAIRS}
    for step in reversed(state.done):
        if step.before:
            return
        changed = lists.keys() & step.patches.keys()
        for name in changed:
            lists[name] = _before(lists[name], step.patches[name])
        if changed:
            yield beads(lists["source_sizes"], lists["target_sizes"], lists["confidence"])


def redo(state: DraftState) -> DraftState:
    """The state after the step that was undone last; the same when there is none."""
    if not state.undone:
        return state
    step = state.undone[-1]
    if step.after:
        again = _unpacked_state(step.after)
    else:
        lists = _lists(state)
        for name, patches in step.patches.items():
            lists[name] = _patched(lists[name], patches)
        again = _from_lists(state, lists)
    return replace(again, done=(*state.done, step), undone=state.undone[:-1])


def _packed_state(state: DraftState) -> str:
    """The state without its history, as one short string."""
    return packed_json(state_to_json(replace(state, done=(), undone=())))


def _unpacked_state(packed: str) -> DraftState:
    return state_from_json(unpacked_json(packed))
