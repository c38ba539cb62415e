"""What a row and an article offer to whom: the buttons follow the workflow's table."""

import pytest

from workbench.domain.people import Actor
from workbench.domain.permissions import Subject
from workbench.domain.stages import Counts, Handover, Stage
from workbench.domain.workflow import Facts, State
from workbench.web.offers import next_step, offered

FACTS = Facts(has_source=True, has_target=True, left_out=False, added=False, reason="why")


@pytest.mark.parametrize(
    ("role", "state", "primary", "may", "may_not"),
    [
        ("translator", State.DRAFT, "confirm", {"edit", "restructure"}, {"approve", "return", "edit_source"}),
        ("translator", State.TRANSLATED, "", {"edit", "restructure"}, {"confirm", "approve"}),
        ("translator", State.APPROVED, "", {"ask_reopen"}, {"edit", "reopen", "restructure"}),
        ("reviewer", State.TRANSLATED, "approve", {"edit", "return"}, {"confirm"}),
        ("reviewer", State.DRAFT, "confirm", {"edit"}, {"approve"}),
        ("reviewer", State.APPROVED, "", {"reopen", "return"}, {"ask_reopen", "edit"}),
        ("editor", State.RETURNED, "confirm", {"edit_source"}, {"approve"}),
        ("nobody", State.DRAFT, "", set(), {"edit", "mark", "confirm"}),
    ],
)
def test_what_is_offered(
    staff: dict[str, Actor], role: str, state: State, primary: str, may: set[str], may_not: set[str]
) -> None:
    offer = offered(staff[role], Subject(), state, FACTS)
    assert offer.primary == primary
    assert may <= offer.may
    assert not may_not & offer.may


def test_nothing_is_offered_on_a_shelved_article(staff: dict[str, Actor]) -> None:
    for actor in staff.values():
        for state in State:
            assert offered(actor, Subject(is_shelved=True), state, FACTS).may == frozenset()


def test_the_next_step_of_each_stage(staff: dict[str, Actor]) -> None:
    def to(role: str, stage: Stage) -> Handover | str | None:
        step = next_step(staff[role], Subject(), stage, Counts())
        return "nothing" if step is None else step.to

    assert to("translator", Stage.TRANSLATE) is Handover.REVIEW
    assert to("reviewer", Stage.TRANSLATE) is Handover.TRANSLATION
    assert to("reviewer", Stage.REVIEW) is Handover.DESK
    assert to("reviewer", Stage.PUBLISH) is Handover.DESK
    assert to("editor", Stage.REVIEW) is Handover.REVIEW
    assert to("editor", Stage.PUBLISH) is None  # publishing itself
    assert to("editor", Stage.PUBLISHED) == "nothing"
    assert to("nobody", Stage.TRANSLATE) == "nothing"


def test_handing_over_once_more_is_no_step(staff: dict[str, Actor]) -> None:
    def is_offered(role: str, stage: Stage, handed_to: Handover) -> bool:
        return next_step(staff[role], Subject(), stage, Counts(), handed_to) is not None

    assert not is_offered("translator", Stage.REVIEW, Handover.REVIEW)
    assert not is_offered("reviewer", Stage.TRANSLATE, Handover.TRANSLATION)
    assert not is_offered("reviewer", Stage.REVIEW, Handover.DESK)
    assert is_offered("translator", Stage.TRANSLATE, Handover.REVIEW)  # rows came back since
    assert is_offered("reviewer", Stage.REVIEW, Handover.REVIEW)
    assert is_offered("editor", Stage.PUBLISH, Handover.DESK)


def test_a_step_is_proposed_once_what_comes_before_it_is_done(staff: dict[str, Actor]) -> None:
    def is_due(role: str, stage: Stage, **counts: int) -> bool:
        step = next_step(staff[role], Subject(), stage, Counts(**counts))
        assert step is not None
        return step.is_due

    assert not is_due("translator", Stage.TRANSLATE, draft=1)
    assert is_due("translator", Stage.REVIEW, translated=2)
    assert not is_due("reviewer", Stage.REVIEW, translated=1, approved=1)
    assert is_due("reviewer", Stage.REVIEW, approved=2, owed=1)
    assert is_due("editor", Stage.PUBLISH, approved=2)
