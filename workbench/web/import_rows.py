"""What the import's pages show of a draft, and what their buttons and keys ask for.

A button's value names its step: ``merge:12``, ``leave-out:source:3``, ``undo``. The same names come from
forms and, as JSON, from scripts; the tables below say what each does.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for

from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Kind, Side
from workbench.domain.workflow import State
from workbench.intake.document import Block, Fields, stated
from workbench.services import draft_state, draft_steps, draft_words, pair_steps, paired_files
from workbench.services.draft_state import DraftState, Patch, patch_between
from workbench.services.draft_words import Sureness
from workbench.services.importing import Draft

PAGE = 200  # rows of one page

LANGUAGE_NAMES = {Side.SOURCE: "Arabic", Side.TARGET: "English"}

Data = Mapping[str, Any]


# --- steps ---------------------------------------------------------------------------------------------

BlockStep = Callable[[DraftState, Side, int, Data], DraftState]
PairStep = Callable[[DraftState, int, Data], DraftState]

BLOCK_STEPS: dict[str, BlockStep] = {
    "leave-out": lambda state, side, n, data: draft_steps.leave_out(state, side, n),
    "restore": lambda state, side, n, data: draft_steps.restore(state, side, n),
    "join": lambda state, side, n, data: draft_steps.join_block(state, side, n),
    "split": lambda state, side, n, data: draft_steps.split_block(state, side, n, _whole(data.get("at"))),
    "text": lambda state, side, n, data: draft_steps.edit_text(state, side, n, str(data.get("text", ""))),
    "kind": lambda state, side, n, data: draft_steps.set_kind(
        state, side, n, _kind(data.get("kind") or data.get(f"kind-{side.value}-{n}"))
    ),
}

PAIR_STEPS: dict[str, PairStep] = {
    "merge": lambda state, row, data: pair_steps.merge_pairs(state, row),
    "split": lambda state, row, data: pair_steps.split_pair(state, row),
    "unpair": lambda state, row, data: pair_steps.unpair(state, row),
    "kind": lambda state, row, data: pair_steps.set_pair_kind(
        state, row, _kind(data.get("kind") or data.get(f"kind-{row}"))
    ),
}

SidedPairStep = Callable[[DraftState, Side, int, Data], DraftState]

SIDED_PAIR_STEPS: dict[str, SidedPairStep] = {
    "down": lambda state, side, row, data: pair_steps.shift_side(state, side, row, 1),
    "up": lambda state, side, row, data: pair_steps.shift_side(state, side, row, -1),
    "next": lambda state, side, row, data: pair_steps.move_blocks(state, side, row, row + 1, _count(data)),
    "previous": lambda state, side, row, data: pair_steps.move_blocks(
        state, side, row, row - 1, _count(data)
    ),
    "headline": lambda state, side, row, data: pair_steps.make_headline(state, side),
}

_HISTORY: dict[str, Callable[[DraftState], DraftState]] = {
    "undo": draft_state.undo,
    "redo": draft_state.redo,
}


def change_blocks(state: DraftState, data: Data) -> tuple[DraftState, str]:
    """Take the step that ``data["do"]`` names on step two; also where on the page it was."""
    name, *rest = str(data.get("do", "")).split(":")
    if name in _HISTORY:
        return _HISTORY[name](state), ""
    if name == "fields" and len(rest) == 1:
        side = side_of(rest[0])
        return draft_steps.set_fields(state, side, _fields(data, side)), f"{side.value}-fields"
    if name == "encoding" and len(rest) == 1:
        side = side_of(rest[0])
        return paired_files.reread_file(state, side, str(data.get(f"encoding-{side.value}", ""))), side.value
    if name in BLOCK_STEPS and len(rest) == 2:
        side, n = side_of(rest[0]), _whole(rest[1])
        return BLOCK_STEPS[name](state, side, n, data), f"{side.value}-{n}"
    raise InvalidInput("That step does not exist.")


def change_pairs(state: DraftState, data: Data) -> tuple[DraftState, str]:
    """Take the step that ``data["do"]`` names on step three; also where on the page it was."""
    name, *rest = str(data.get("do", "")).split(":")
    if name in _HISTORY:
        return _HISTORY[name](state), ""
    if name in PAIR_STEPS and len(rest) == 1:
        row = _whole(rest[0])
        return PAIR_STEPS[name](state, row, data), f"pair-{row}"
    if name in SIDED_PAIR_STEPS and len(rest) == 2:
        side, row = side_of(rest[0]), _whole(rest[1])
        return SIDED_PAIR_STEPS[name](state, side, row, data), f"pair-{row}"
    raise InvalidInput("That step does not exist.")


def side_of(value: Any) -> Side:
    try:
        return Side(value)
    except ValueError:
        raise InvalidInput("That side does not exist.") from None


def _whole(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise InvalidInput("That step does not say where. Load the page again.") from None


def _count(data: Data) -> int:
    return max(1, _whole(data.get("count", 1)))


def _kind(value: Any) -> Kind:
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


@dataclass(frozen=True, slots=True)
class PairRow:
    """One pair as shown."""

    source: tuple[Block, ...]
    target: tuple[Block, ...]
    confidence: float

    @property
    def kind(self) -> Kind:
        return (self.source or self.target)[0].kind

    @property
    def state(self) -> State | None:
        """How far the file says that the English is."""
        return stated(self.target)

    @property
    def notes(self) -> tuple[str, ...]:
        """What stood beside the pair in its file."""
        return tuple(note for block in (*self.source, *self.target) for note in block.notes)

    @property
    def sureness(self) -> Sureness:
        return draft_words.sureness(bool(self.source), bool(self.target), self.confidence)


Cells = tuple[tuple[Block, ...], tuple[Block, ...], float]


def _cells(state: DraftState) -> tuple[Cells, ...]:
    """All pairs as plain tuples: quick to build and to compare, two thousand at a time."""
    source, target = state.source.kept, state.target.kept
    return tuple(
        (
            source[bead.source[0] : bead.source[-1] + 1] if bead.source else (),
            target[bead.target[0] : bead.target[-1] + 1] if bead.target else (),
            bead.confidence,
        )
        for bead in state.pairs
    )


def shown_pairs(state: DraftState, window: Window) -> list[tuple[int, PairRow]]:
    """The pairs of one page, each with its index."""
    return [(n, PairRow(*cells)) for n, cells in window.of(_cells(state))]


def list_facts(block: Block) -> dict[str, Any]:
    """The attributes by which the sheet numbers an item of a numbered list."""
    if block.kind is not Kind.LIST_ITEM:
        return {}
    return {
        "data-level": block.attrs.get("level", 1),
        "data-ordered": "" if block.attrs.get("ordered") else None,
    }


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
        wrong["translator"] = "Write the translator's name."
    if form.get("english") not in ENGLISH_IS:
        wrong["english"] = "Say whether the English is finished."
    return wrong


# --- what changed, for scripts -------------------------------------------------------------------------


def changes(before: DraftState, saved: Draft, data: Data) -> dict[str, Any]:
    """What a script does to the page it shows: rows to replace, regions to refresh, what can be undone.

    ``data["shown"]`` says which rows are on the page: list → [first, count]. Rows that changed elsewhere are
    not sent; ``location`` asks for another page where the change can be seen, or is absent.
    """
    state = saved.state
    shown = data.get("shown") or {}
    answer: dict[str, Any] = {
        "version": saved.version,
        "undo": state.done[-1].label if state.done else None,
        "redo": state.undone[-1].label if state.undone else None,
        "said": draft_words.last_step(state, str(data.get("do", ""))),
        "patches": [],
        "regions": {},
    }
    if "pairs" in shown:
        _add_pairs(answer, before, saved, shown["pairs"])
    else:
        _add_blocks(answer, before, saved, shown)
    return answer


def _add_pairs(answer: dict[str, Any], before: DraftState, saved: Draft, place: Sequence[int]) -> None:
    state = saved.state
    if not state.pairs:
        answer["location"] = url_for("imports.clean", draft_id=saved.id)
        return
    patch = patch_between(_cells(before), _cells(state))
    if patch and (clipped := _clipped(patch, *place)):
        come = [(n, PairRow(*cells)) for n, cells in clipped[1]]
        html = render_template("imports/_pair_rows.html", pairs=come, bare=True)
        answer["patches"].append({"list": "pairs", "at": patch.at, "remove": clipped[0], "html": html})
    elif patch:
        answer["location"] = url_for(
            "imports.pairs", draft_id=saved.id, at=patch.at, _anchor=f"pair-{patch.at}"
        )
    answer["weakest"] = draft_words.weakest(state)
    answer["regions"]["pairs-summary"] = render_template("imports/_summary.html", state=state)
    answer["regions"]["headlines"] = render_template("imports/_headlines.html", state=state)


def _add_blocks(answer: dict[str, Any], before: DraftState, saved: Draft, shown: Mapping[str, Any]) -> None:
    for side in Side:
        old, new = before.side(side), saved.state.side(side)
        patch = patch_between(old.blocks, new.blocks)
        if patch and side.value in shown:
            if clipped := _clipped(patch, *shown[side.value]):
                html = render_template("imports/_block_rows.html", side=side, blocks=clipped[1])
                answer["patches"].append(
                    {"list": side.value, "at": patch.at, "remove": clipped[0], "html": html}
                )
            else:
                page = patch.at // PAGE + 1
                answer["location"] = url_for("imports.clean", draft_id=saved.id, page=page)
        if patch or old.fields != new.fields:
            answer["regions"][f"{side.value}-found"] = render_template(
                "imports/_found.html", side=side, side_state=new
            )


def _clipped(patch: Patch, first: int, count: int) -> tuple[int, list[tuple[int, Any]]] | None:
    """How many shown rows go, and the rows that come, with their indexes; None when it starts off the page."""
    end = first + count
    if not first <= patch.at <= end:
        return None
    gone = min(len(patch.before), end - patch.at)
    come = patch.after if gone == len(patch.before) else patch.after[:gone]
    return gone, list(enumerate(come, patch.at))
