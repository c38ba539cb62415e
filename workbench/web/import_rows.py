"""What the import's pages show of a draft, and what their buttons and keys ask for.

A button's value names its step: ``merge:12``, ``leave-out:source:3``, ``undo``. The same names come from
forms and, as JSON, from scripts; the tables below say what each does.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import render_template, url_for
from werkzeug.datastructures import MultiDict

from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Kind, Side
from workbench.intake.document import Block, Fields
from workbench.services import draft_history, draft_repairs, draft_steps, draft_words, paired_files, swapping
from workbench.services.draft_history import patches_between, record_whole
from workbench.services.draft_state import DraftState, Patch
from workbench.services.importing import Draft
from workbench.text.arabic import arabic_share

PAGE = 200  # rows of one page

LANGUAGE_NAMES = {Side.SOURCE: "Arabic", Side.TARGET: "English"}

Data = Mapping[str, Any]

_FEW = 0.1  # of the letters


def direction(text: str, side: Side) -> str:
    """Value for ``dir``: the side's, or "auto" for words in the letters of the other language."""
    share = arabic_share(text)
    is_other = share < _FEW if side is Side.SOURCE else share > 1 - _FEW
    return "auto" if is_other and any(letter.isalpha() for letter in text) else side.direction


# --- steps ---------------------------------------------------------------------------------------------

BlockStep = Callable[[DraftState, Side, int, Data], DraftState]

BLOCK_STEPS: dict[str, BlockStep] = {
    "leave-out": lambda state, side, n, data: draft_steps.leave_out(state, side, n),
    "restore": lambda state, side, n, data: draft_steps.restore(state, side, n),
    "join": lambda state, side, n, data: draft_steps.join_block(state, side, n),
    "split": lambda state, side, n, data: draft_steps.split_block(state, side, n, whole(data.get("at"))),
    "text": lambda state, side, n, data: draft_steps.edit_text(state, side, n, str(data.get("text", ""))),
    "kind": lambda state, side, n, data: draft_steps.set_kind(
        state, side, n, kind_of(data.get("kind") or data.get(f"kind-{side.value}-{n}"))
    ),
}

HISTORY: dict[str, Callable[[DraftState], DraftState]] = {
    "undo": draft_history.undo,
    "redo": draft_history.redo,
}


def change_blocks(state: DraftState, data: Data) -> tuple[DraftState, dict[str, Any]]:
    """Take the step that ``data["do"]`` names on step two; also where that was, as parts of the page's address."""
    after, anchor = _changed(state, data)
    opened = anchor.removesuffix("-repairs") if anchor.endswith("-repairs") else None
    return after, {"_anchor": anchor or None, "repairs": opened}


def _changed(state: DraftState, data: Data) -> tuple[DraftState, str]:
    name, *rest = str(data.get("do", "")).split(":")
    if name in HISTORY:
        return HISTORY[name](state), ""
    if name == "swap" and not rest:
        return swapping.swap_sides(state), ""
    if name == "fields" and len(rest) == 1:
        side = side_of(rest[0])
        return draft_steps.set_fields(state, side, _fields(data, side)), f"{side.value}-fields"
    if name == "encoding" and len(rest) == 1:
        side = side_of(rest[0])
        again = paired_files.reread_file(state, side, str(data.get(f"encoding-{side.value}", "")))
        return record_whole(state, again, f"read the {LANGUAGE_NAMES[side]} file again"), side.value
    if name == "repairs" and len(rest) == 1:
        side = side_of(rest[0])
        ticked = (_ticked(data, f"{what}-{side.value}") for what in ("repair", "place"))
        asked = draft_repairs.chosen(state.side(side).repairs, *ticked)
        return draft_repairs.set_repairs(state, side, asked), f"{side.value}-repairs"
    if name in BLOCK_STEPS and len(rest) == 2:
        side, n = side_of(rest[0]), whole(rest[1])
        return BLOCK_STEPS[name](state, side, n, data), f"{side.value}-{n}"
    raise InvalidInput("That step does not exist.")


def _ticked(data: Data, name: str) -> set[str]:
    """The boxes of this name with a tick, from a form or as a script lists them."""
    ticked = data.getlist(name) if isinstance(data, MultiDict) else data.get(name)
    return {str(one) for one in ticked} if isinstance(ticked, list) else set()


def side_of(value: Any) -> Side:
    try:
        return Side(value)
    except ValueError:
        raise InvalidInput("That side does not exist.") from None


def whole(value: Any) -> int:
    """A number from a form. Raises InvalidInput when it is none."""
    try:
        return int(value)
    except (TypeError, ValueError):
        raise InvalidInput("That step does not say where. Load the page again.") from None


def kind_of(value: Any) -> Kind:
    """A kind from a form. Raises InvalidInput when there is no such one."""
    try:
        return Kind(value)
    except ValueError:
        raise InvalidInput("That kind does not exist.") from None


def _fields(data: Data, side: Side) -> Fields:
    def said(name: str) -> str:
        return str(data.get(f"{side.value}-{name}", "")).strip()

    tags = said("tags").replace("،", ",").split(",")
    return Fields(
        byline=said("byline"),
        dateline=said("dateline"),
        outlet=said("outlet"),
        tags=tuple(tag.strip() for tag in tags if tag.strip()),
        published_on=said("published_on"),
        url=said("url"),
    )


# --- windows: which rows a page shows ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Window:
    """The rows ``offset`` up to ``offset + PAGE`` of ``total``."""

    offset: int
    total: int

    @property
    def number(self) -> int:
        return self.offset // PAGE + 1

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))

    def of(self, items: Sequence[Any]) -> list[tuple[int, Any]]:
        """The items shown, each with its index."""
        return list(enumerate(items[self.offset : self.offset + PAGE], self.offset))


def window_of(args: Data, total: int) -> Window:
    """The window that ``?at=ROW`` or ``?page=N`` asks for; the nearest there is."""
    at, number = str(args.get("at", "")), str(args.get("page", ""))
    if at.isdecimal():
        offset = int(at) // PAGE * PAGE
    else:
        offset = (int(number) - 1) * PAGE if number.isdecimal() else 0
    last = (max(total, 1) - 1) // PAGE * PAGE
    return Window(min(max(offset, 0), last), total)


# --- rows ----------------------------------------------------------------------------------------------


def list_facts(block: Block) -> dict[str, Any]:
    """The attributes by which the sheet numbers an item of a numbered list."""
    if block.kind is not Kind.LIST_ITEM:
        return {}
    return {
        "data-level": block.attrs.get("level", 1),
        "data-ordered": "" if block.attrs.get("ordered") else None,
    }


_MOST_LEFT_OUT = 3  # lines in a row that are shown in full


@dataclass(frozen=True, slots=True)
class Fold:
    """A run of left-out lines that a page shows close together: the numbers of its first and last line."""

    first: int
    last: int
    says: str


def folds(blocks: Iterable[tuple[int, Block]]) -> dict[int, Fold]:
    """The longer runs of left-out lines among numbered blocks in a row, by their first line."""
    found = {}
    for is_kept, group in groupby(blocks, key=lambda one: one[1].is_kept):
        run = list(group)
        if not is_kept and len(run) > _MOST_LEFT_OUT:
            why = draft_words.few_reasons(block for _, block in run)
            found[run[0][0]] = Fold(run[0][0], run[-1][0], f"{len(run)} lines left out: {why}")
    return found


#: Whether the English is finished, by the answer; None where the file says it of each row.
ENGLISH_IS: dict[str, bool | None] = {"finished": True, "rough": False, "file": None}


def translator_of(form: Mapping[str, str]) -> str:
    """Which translator is meant, "here" or "outside": as chosen, else the only one whose field is filled in."""
    chosen = form.get("translator", "")
    here, outside = form.get("translator_id", "").strip(), form.get("translator_name", "").strip()
    if chosen or bool(here) == bool(outside):
        return chosen
    return "here" if here else "outside"


def wrong_answers(form: Mapping[str, str], state: DraftState) -> dict[str, str]:
    """What is missing before the article can be created, by field. Nothing is asked without English."""
    if not state.target.kept:
        return {}
    wrong = {}
    who = translator_of(form)
    if who not in ("here", "outside"):
        wrong["translator"] = "Say who translated the English."
    elif who == "here" and not form.get("translator_id", "").isdecimal():
        wrong["translator"] = "Choose the translator from the list."
    elif who == "outside" and not form.get("translator_name", "").strip():
        wrong["translator"] = "Write the translator’s name."
    if form.get("english") not in ENGLISH_IS:
        wrong["english"] = "Say whether the English is finished."
    return wrong


# --- what changed, for scripts -------------------------------------------------------------------------


def answer_after(saved: Draft, data: Data) -> dict[str, Any]:
    """The beginning of every answer to a script: the version, what can be undone and what was done."""
    state = saved.state
    return {
        "version": saved.version,
        "undo": state.done[-1].label if state.done else None,
        "redo": state.undone[-1].label if state.undone else None,
        "said": draft_words.last_step(state, str(data.get("do", ""))),
        "patches": [],
        "folds": {},
        "regions": {},
    }


def places_of(data: Data) -> dict[str, tuple[int, int]]:
    """Which rows a script says are on its page: list → (first, count). Raises InvalidInput for anything else."""
    shown = data.get("shown") or {}
    try:
        return {str(name): (int(first), int(count)) for name, (first, count) in shown.items()}
    except (AttributeError, TypeError, ValueError):
        raise InvalidInput("That step does not say which rows are shown. Load the page again.") from None


def changes(before: DraftState, saved: Draft, data: Data) -> dict[str, Any]:
    """What a script does to step two: rows to replace, one patch after the other, the folds then among those
    shown, and regions to refresh.

    ``data["shown"]`` says which rows are on the page: list → [first, count]. Rows that changed elsewhere are
    not sent; ``location`` asks for another page where the change can be seen, or is absent.
    """
    answer = answer_after(saved, data)
    if is_read_anew(before, saved.state):
        answer["location"] = url_for("imports.clean", draft_id=saved.id)
        return answer
    if bool(before.pairs) != bool(saved.state.pairs):  # the way to the third step comes or goes
        again = is_paired_again(before, saved.state, data)
        answer["location"] = url_for("imports.pairs" if again else "imports.clean", draft_id=saved.id)
        return answer
    places = places_of(data)
    for side in Side:
        old, new = before.side(side), saved.state.side(side)
        patches = patches_between(old.blocks, new.blocks)
        if patches and side.value in places:
            shown = shown_patches(patches, *places[side.value])
            for at, gone, come in shown.patches:
                html = render_template(
                    "imports/_block_rows.html", side=side, blocks=list(enumerate(come, at))
                )
                answer["patches"].append({"list": side.value, "at": at, "remove": gone, "html": html})
            on_page = list(enumerate(new.blocks))[shown.first : shown.first + shown.count]
            answer["folds"][side.value] = [
                [fold.first, fold.last - fold.first + 1, fold.says] for fold in folds(on_page).values()
            ]
            if not shown.patches or shown.first != places[side.value][0]:
                page = patches[0].at // PAGE + 1
                answer["location"] = url_for("imports.clean", draft_id=saved.id, page=page)
        if old.repairs != new.repairs:
            answer["regions"][f"{side.value}-repairs"] = render_template(
                "imports/_repairs.html",
                side=side,
                side_state=new,
                draft=saved,
                action=url_for("imports.change", draft_id=saved.id),
            )
        if patches or old.fields != new.fields:
            answer["regions"][f"{side.value}-found"] = render_template(
                "imports/_found.html", side=side, side_state=new
            )
    return answer


def is_paired_again(before: DraftState, after: DraftState, data: Data) -> bool:
    """Whether a redo paired the sides again: what was done on the pairs after that is seen only beside them."""
    return data.get("do") == "redo" and not before.pairs and bool(after.pairs)


def is_read_anew(before: DraftState, after: DraftState) -> bool:
    """Whether a step changed more of a side than a page draws anew: its file, its encoding, its warnings."""
    return any(_heading(before, side) != _heading(after, side) for side in Side)


def _heading(state: DraftState, side: Side) -> tuple[Any, ...]:
    given, document = state.side(side), state.side(side).document
    return given.given, given.name, document and (document.encoding, document.warnings)


@dataclass(frozen=True, slots=True)
class Shown:
    """What patches do to the rows of a page: (at, how many go, the rows that come), one after the other; and the
    number of its first row then, and how many they are."""

    patches: list[tuple[int, int, tuple[Any, ...]]]
    first: int
    count: int


def shown_patches(patches: Sequence[Patch], first: int, count: int) -> Shown:
    """The part of the patches that a page of ``count`` rows from ``first`` shows."""
    shown = []
    for patch in patches:
        at, gone, come = patch.at, len(patch.before), patch.after
        if at < first and at + gone <= first:
            first += len(come) - gone
            continue
        if at < first:
            return Shown([], first, count)  # half above the page: it has to be drawn anew
        if at > first + count:
            continue
        if at + gone > first + count:
            gone = first + count - at
            come = come[:gone]
        shown.append((at, gone, come))
        count += len(come) - gone
    return Shown(shown, first, count)
