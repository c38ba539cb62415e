"""The whole State × Event × Role grid, and what the table promises."""

from itertools import product

import pytest

from workbench.domain.people import Actor, Role
from workbench.domain.permissions import Subject, allows
from workbench.domain.workflow import TRANSITIONS, Event, Facts, Guard, State, text_event, unmet_guard

T, R, E, A = Role.TRANSLATOR, Role.REVIEWER, Role.EDITOR, Role.ADMIN
EVERYBODY = {T, R, E, A}
REVIEWING = {R, E, A}
DESK = {E, A}

#: Written out by hand from the design, not derived from the table: who may take which step, and where it
#: leads from each state ("." where there is no such step). Columns: untranslated draft translated returned
#: approved.
GRID: dict[Event, tuple[set[Role], str]] = {
    Event.EDIT: (EVERYBODY, "draft draft draft returned ."),
    Event.CORRECT: (REVIEWING, "draft translated translated translated ."),
    Event.CLEAR: (EVERYBODY, "untranslated untranslated untranslated returned ."),
    Event.CONFIRM: (EVERYBODY, ". translated translated translated ."),
    Event.APPROVE: (REVIEWING, ". . approved . ."),
    Event.AGREE: (EVERYBODY, ". . . . approved"),
    Event.RETURN: (REVIEWING, ". . returned . returned"),
    Event.REOPEN: (REVIEWING, ". . . . translated"),
    Event.LEAVE_OUT: (EVERYBODY, "translated translated translated translated ."),
    Event.ADD: (EVERYBODY, "untranslated draft translated returned ."),
    Event.TAKE_BACK: (EVERYBODY, "untranslated draft untranslated returned ."),
    Event.EDIT_SOURCE: (DESK, "untranslated draft translated returned translated"),
    Event.REIMPORT: ({T, E, A}, "untranslated draft draft returned draft"),
    Event.REKIND: (EVERYBODY, "untranslated draft translated returned translated"),
    Event.RESTRUCTURE: (EVERYBODY, "draft draft draft draft ."),
}


def person(*roles: Role) -> Actor:
    return Actor(1, "Somebody", "somebody@example.org", frozenset(roles))


@pytest.mark.parametrize(("state", "event"), [*product(State, Event)])
def test_the_grid(state: State, event: Event) -> None:
    who, row = GRID[event]
    leads_to = row.split()[list(State).index(state)]
    transition = TRANSITIONS.get((state, event))
    if leads_to == ".":
        assert transition is None
        return
    assert transition is not None
    assert transition.to.value == leads_to
    if (state, event) == (State.APPROVED, Event.REKIND):
        who = REVIEWING  # it withdraws an approval, so it needs somebody who may
    assert {role for role in Role if allows(person(role), transition.permission)} == who


@pytest.mark.parametrize("transition", [*TRANSITIONS.values()])
def test_a_shelved_article_takes_no_step(transition: object) -> None:
    shelved = Subject(is_shelved=True)
    assert not allows(person(*Role), transition.permission, shelved)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("roles", "state", "event"),
    [
        ((T,), State.TRANSLATED, Event.EDIT),
        ((R,), State.TRANSLATED, Event.CORRECT),
        ((E,), State.DRAFT, Event.CORRECT),
        ((T, R), State.DRAFT, Event.EDIT),
        ((T, R), State.TRANSLATED, Event.CORRECT),
        ((T, E), State.UNTRANSLATED, Event.EDIT),
    ],
)
def test_who_corrects_and_who_translates(roles: tuple[Role, ...], state: State, event: Event) -> None:
    assert text_event(person(*roles), state, "words") is event
    assert text_event(person(*roles), state, " \n") is Event.CLEAR
    assert text_event(person(*roles), state, "\u200b") is Event.CLEAR


def test_a_guard_names_the_first_thing_that_is_missing() -> None:
    leave_out = TRANSITIONS[State.UNTRANSLATED, Event.LEAVE_OUT]
    written = Facts(has_source=True, has_target=True, left_out=False, added=False, reason="cut")
    empty = Facts(has_source=True, has_target=False, left_out=False, added=False)
    assert unmet_guard(leave_out, written) is Guard.NO_TARGET
    assert unmet_guard(leave_out, empty) is Guard.HAS_REASON
    assert unmet_guard(leave_out, Facts(True, False, False, False, reason="cut")) is None
