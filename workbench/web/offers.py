"""What a person may do with a row, asked of the workflow's table: the buttons, keys and menus follow it."""

from collections.abc import Callable
from dataclasses import dataclass

from workbench.db.queries.rows import Row
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, Subject, allows
from workbench.domain.stages import Counts, Handover, Stage
from workbench.domain.workflow import TRANSITIONS, Event, Facts, State, text_event, unmet_guard

#: Events somebody asks for by name; EDIT, CORRECT and CLEAR come of typing.
_ASKED = (
    Event.CONFIRM,
    Event.APPROVE,
    Event.AGREE,
    Event.RETURN,
    Event.REOPEN,
    Event.LEAVE_OUT,
    Event.ADD,
    Event.TAKE_BACK,
    Event.EDIT_SOURCE,
    Event.REKIND,
    Event.RESTRUCTURE,
)

_TO_TRANSLATE = (State.UNTRANSLATED, State.DRAFT, State.RETURNED)


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered on one row: all actions by name, and the one that Mod+Enter does ("": it goes on to what is open).

    ``is_open``: this person still has work on it (:func:`workbench.db.queries.rows.is_open_for`).
    """

    may: frozenset[str]
    primary: str
    is_open: bool

    @property
    def words(self) -> str:
        return " ".join(sorted(self.may))


def offers_for(actor: Actor, subject: Subject) -> Callable[[Row], Offer]:
    """A function from row to offer that thinks once about rows that are alike."""
    known: dict[tuple[State, Facts], Offer] = {}

    def offer(row: Row) -> Offer:
        key = (row.state, row.facts)
        if key not in known:
            known[key] = offered(actor, subject, *key)
        return known[key]

    return offer


def offered(actor: Actor, subject: Subject, state: State, facts: Facts) -> Offer:
    may = {event.value for event in _ASKED if _possible(actor, subject, state, event, facts)}
    if (change := TRANSITIONS.get((state, text_event(actor, state, "words")))) is not None and allows(
        actor, change.permission, subject
    ):
        may.add("edit")
    if state is State.APPROVED and "reopen" not in may and allows(actor, Permission.ASK_REOPEN, subject):
        may.add("ask_reopen")
    if allows(actor, Permission.MARK, subject):
        may.add("mark")
    if state not in _TO_TRANSLATE:
        may.discard("confirm")  # it is
    reviews = actor.is_reviewer or actor.is_desk
    is_open = state in _TO_TRANSLATE or (reviews and state is not State.APPROVED)
    return Offer(frozenset(may), _primary(may), is_open and not facts.left_out)


def _possible(actor: Actor, subject: Subject, state: State, event: Event, facts: Facts) -> bool:
    transition = TRANSITIONS.get((state, event))
    if transition is None or not allows(actor, transition.permission, subject):
        return False
    return unmet_guard(transition, facts) is None


def _primary(may: set[str]) -> str:
    return next((name for name in ("agree", "approve", "confirm") if name in may), "")


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one action of an article for this person. ``to`` is None for publishing.

    ``is_due``: what comes before it is done. Until then it can be taken but is not what the page proposes.
    """

    label: str
    to: Handover | None
    is_due: bool


#: Stage → (who it is for, what the step is called, to whom it hands over).
_STEPS: dict[Stage, tuple[tuple[Permission | None, str, Handover | None], ...]] = {
    Stage.TRANSLATE: (
        (Permission.APPROVE, "Send to translation", Handover.TRANSLATION),
        (Permission.HAND_OVER, "Send to review", Handover.REVIEW),
    ),
    Stage.REVIEW: (
        (Permission.PUBLISH, "Send to review", Handover.REVIEW),
        (Permission.APPROVE, "Send to the desk", Handover.DESK),
        (Permission.HAND_OVER, "Send to review", Handover.REVIEW),
    ),
    Stage.PUBLISH: (
        (Permission.PUBLISH, "Publish", None),
        (Permission.HAND_OVER, "Send to the desk", Handover.DESK),
    ),
    Stage.PUBLISHED: (),
}


#: Where an article that was handed over has arrived: handing it over once more is no step.
_ARRIVED = {
    Handover.TRANSLATION: {Stage.TRANSLATE},
    Handover.REVIEW: {Stage.REVIEW},
    Handover.DESK: {Stage.REVIEW, Stage.PUBLISH},
}


def next_step(
    actor: Actor, subject: Subject, stage: Stage, counts: Counts, handed_to: Handover | None = None
) -> NextStep | None:
    """What this person would do next with an article at this stage; a translator's own step comes first."""
    is_due = stage is not Stage.TRANSLATE
    steps = _STEPS[stage]
    if stage is Stage.TRANSLATE and actor.is_translator:
        steps = steps[1:]
    for permission, label, to in steps:
        if permission is None or allows(actor, permission, subject):
            if to is not None and to is handed_to and stage in _ARRIVED[to]:
                return None
            return NextStep(label, to, is_due and (to is not Handover.DESK or not counts.open))
    return None
