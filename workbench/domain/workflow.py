"""The segment workflow: one table that drives services, buttons, docs and the grid test.

A translator's changed text is a draft until confirmed; a returned segment stays returned until confirmed. A
reviewer's or editor's correction leaves the segment translated. Any change to text, Arabic or kind of an
approved segment withdraws the approval, and its text is read-only until somebody reopens it.
"""

from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.people import Actor
from workbench.domain.permissions import Permission
from workbench.text.invisible import has_visible


class State(StrEnum):
    """Where a segment stands."""

    UNTRANSLATED = "untranslated"
    DRAFT = "draft"
    TRANSLATED = "translated"
    RETURNED = "returned"
    APPROVED = "approved"

    @property
    def icon(self) -> str:
        return {"untranslated": "○", "draft": "◐", "translated": "●", "returned": "↩", "approved": "✓"}[
            self.value
        ]

    @property
    def is_open(self) -> bool:
        """Somebody still has to work on it."""
        return self is not State.APPROVED


class Event(StrEnum):
    """What somebody does to a segment."""

    EDIT = "edit"
    CORRECT = "correct"
    CLEAR = "clear"
    CONFIRM = "confirm"
    APPROVE = "approve"
    AGREE = "agree"
    RETURN = "return"
    REOPEN = "reopen"
    LEAVE_OUT = "leave_out"
    ADD = "add"
    TAKE_BACK = "take_back"
    EDIT_SOURCE = "edit_source"
    REIMPORT = "reimport"
    REKIND = "rekind"
    RESTRUCTURE = "restructure"


class Guard(StrEnum):
    """A condition on the segment itself, checked by :func:`unmet_guard`."""

    HAS_TARGET = "has_target"
    NO_TARGET = "no_target"
    NO_SOURCE = "no_source"
    IS_LEFT_OUT_OR_ADDED = "is_left_out_or_added"
    HAS_REASON = "has_reason"
    IS_OWED_TO_ACTOR = "is_owed_to_actor"


#: What the person reads when a guard stops them.
GUARD_MESSAGES: dict[Guard, str] = {
    Guard.HAS_TARGET: "There is no English yet. Write it, or mark the segment as left out with a reason.",
    Guard.NO_TARGET: "Only a segment without English can be left out. Empty the English first.",
    Guard.NO_SOURCE: "Only a segment without Arabic can be added by the desk.",
    Guard.IS_LEFT_OUT_OR_ADDED: "This segment is neither left out nor added by the desk.",
    Guard.HAS_REASON: "Say why in a few words.",
    Guard.IS_OWED_TO_ACTOR: "Nothing here needs your agreement: you wrote these words, or others already agreed.",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What guards may look at."""

    has_source: bool
    has_target: bool
    left_out: bool
    added: bool
    owed_to_actor: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """One cell of the table: where to, who may, under which conditions, and the audit name (if audited)."""

    to: State
    permission: Permission
    guards: tuple[Guard, ...] = ()
    audit: str | None = None


_U, _D, _T, _R, _A = State.UNTRANSLATED, State.DRAFT, State.TRANSLATED, State.RETURNED, State.APPROVED
_P = Permission

TRANSITIONS: dict[tuple[State, Event], Transition] = {
    # Changing the English. Autosaves write no audit event; the revision is the record.
    (_U, Event.EDIT): Transition(_D, _P.EDIT_TARGET),
    (_D, Event.EDIT): Transition(_D, _P.EDIT_TARGET),
    (_T, Event.EDIT): Transition(_D, _P.EDIT_TARGET),
    (_R, Event.EDIT): Transition(_R, _P.EDIT_TARGET),
    (_U, Event.CORRECT): Transition(_D, _P.CORRECT),  # nothing stood there: this is translating, not correcting
    (_D, Event.CORRECT): Transition(_T, _P.CORRECT),
    (_T, Event.CORRECT): Transition(_T, _P.CORRECT),
    (_R, Event.CORRECT): Transition(_T, _P.CORRECT),
    (_U, Event.CLEAR): Transition(_U, _P.EDIT_TARGET),
    (_D, Event.CLEAR): Transition(_U, _P.EDIT_TARGET),
    (_T, Event.CLEAR): Transition(_U, _P.EDIT_TARGET),
    (_R, Event.CLEAR): Transition(_R, _P.EDIT_TARGET),
    # Saying so.
    (_D, Event.CONFIRM): Transition(_T, _P.CONFIRM, (Guard.HAS_TARGET,), "segment.confirmed"),
    (_T, Event.CONFIRM): Transition(_T, _P.CONFIRM, (Guard.HAS_TARGET,), "segment.confirmed"),
    (_R, Event.CONFIRM): Transition(_T, _P.CONFIRM, (Guard.HAS_TARGET,), "segment.confirmed"),
    (_T, Event.APPROVE): Transition(_A, _P.APPROVE, (), "segment.approved"),
    (_A, Event.AGREE): Transition(_A, _P.AGREE, (Guard.IS_OWED_TO_ACTOR,), "segment.agreed"),
    (_T, Event.RETURN): Transition(_R, _P.RETURN, (Guard.HAS_REASON,), "segment.returned"),
    (_A, Event.RETURN): Transition(_R, _P.RETURN, (Guard.HAS_REASON,), "segment.returned"),
    (_A, Event.REOPEN): Transition(_T, _P.REOPEN, (), "segment.reopened"),
    # One side empty on purpose.
    **{
        (state, Event.LEAVE_OUT): Transition(
            _T, _P.LEAVE_OUT, (Guard.NO_TARGET, Guard.HAS_REASON), "segment.left_out"
        )
        for state in (_U, _D, _R, _T)
    },
    **{
        (state, Event.ADD): Transition(state, _P.ADD_TO_TARGET, (Guard.NO_SOURCE,), "segment.added_by_desk")
        for state in (_U, _D, _R, _T)
    },
    (_U, Event.TAKE_BACK): Transition(_U, _P.LEAVE_OUT, (Guard.IS_LEFT_OUT_OR_ADDED,), "segment.taken_back"),
    (_D, Event.TAKE_BACK): Transition(_D, _P.LEAVE_OUT, (Guard.IS_LEFT_OUT_OR_ADDED,), "segment.taken_back"),
    (_T, Event.TAKE_BACK): Transition(_U, _P.LEAVE_OUT, (Guard.IS_LEFT_OUT_OR_ADDED,), "segment.taken_back"),
    (_R, Event.TAKE_BACK): Transition(_R, _P.LEAVE_OUT, (Guard.IS_LEFT_OUT_OR_ADDED,), "segment.taken_back"),
    # The Arabic, the kind, the cut: each withdraws an approval.
    **{
        (state, Event.EDIT_SOURCE): Transition(
            _T if state is _A else state, _P.EDIT_SOURCE, (), "segment.source_corrected"
        )
        for state in State
    },
    # A slip put right leaves the English standing; a new Arabic text from the author asks for it anew.
    **{
        (state, Event.REIMPORT): Transition(state if state in (_U, _R) else _D, _P.REIMPORT, (), None)
        for state in State
    },
    **{
        (state, Event.REKIND): Transition(
            _T if state is _A else state, _P.REOPEN if state is _A else _P.EDIT_STRUCTURE, (), "segment.rekinded"
        )
        for state in State
    },
    **{
        (state, Event.RESTRUCTURE): Transition(_D, _P.EDIT_STRUCTURE, (), None)
        for state in (_U, _D, _T, _R)
    },
}  # fmt: skip


def text_event(actor: Actor, state: State, text: str) -> Event:
    """Which event a change of the English to ``text`` is.

    Who reviews or runs the desk corrects; but somebody who also translates is translating as long as the
    segment is untranslated or a draft.
    """
    if not has_visible(text):
        return Event.CLEAR
    corrects = actor.is_reviewer or actor.is_desk
    if corrects and not (actor.is_translator and state in (State.UNTRANSLATED, State.DRAFT)):
        return Event.CORRECT
    return Event.EDIT


def unmet_guard(transition: Transition, facts: Facts) -> Guard | None:
    """The first guard that ``facts`` do not meet, or None."""
    met = {
        Guard.HAS_TARGET: facts.has_target or facts.left_out,
        Guard.NO_TARGET: not facts.has_target,
        Guard.NO_SOURCE: not facts.has_source,
        Guard.IS_LEFT_OUT_OR_ADDED: facts.left_out or facts.added,
        Guard.HAS_REASON: bool(facts.reason.strip()),
        Guard.IS_OWED_TO_ACTOR: facts.owed_to_actor,
    }
    return next((guard for guard in transition.guards if not met[guard]), None)


def state_without_target(state: State, has_target: bool) -> State:
    """A draft with no words is untranslated; used after a split or merge leaves one half empty."""
    return State.UNTRANSLATED if state is State.DRAFT and not has_target else state
