"""The typology and the life of a problem agree with the review rules."""

import pytest

from workbench.domain.problems import (
    CATEGORIES,
    LIFE,
    LIVES,
    TYPES,
    UNSCORED,
    Severity,
    Status,
    Step,
    is_blocking,
    life_of,
)

ITS = {
    "terminology", "mistranslation", "omission", "untranslated", "addition", "duplication", "inconsistency",
    "grammar", "legal", "register", "locale-specific-content", "locale-violation", "style", "characters",
    "misspelling", "typographical", "formatting", "inconsistent-entities", "numbers", "markup",
    "pattern-problem", "whitespace", "internationalization", "length", "non-conformance", "uncategorized", "other",
}  # fmt: skip


def test_categories_are_keyed_one_to_eight_and_types_are_unique() -> None:
    assert [c.key for c in CATEGORIES] == list("12345678")
    assert [key for key, _ in UNSCORED] == ["9", "0", "?"]
    assert len(TYPES) == sum(len(c.types) for c in CATEGORIES) + len(UNSCORED)


@pytest.mark.parametrize("kind", [*TYPES.values()])
def test_every_type_maps_to_an_its_type_and_says_what_it_is(kind: object) -> None:
    assert kind.its in ITS  # type: ignore[attr-defined]
    assert kind.description.endswith(".")  # type: ignore[attr-defined]


def test_the_first_type_of_each_category_is_the_one_its_digit_gives() -> None:
    assert [c.types[0].slug for c in CATEGORIES] == [
        "mistranslation", "name-spelling", "grammar", "house-style", "number-format", "needs-explanation",
        "legal-risk", "layout",
    ]  # fmt: skip


def test_severities_weigh_as_mqm_says() -> None:
    assert {s.value: s.weight for s in Severity} == {"neutral": 0, "minor": 1, "major": 5, "critical": 25}


def test_every_status_but_the_first_can_be_reached() -> None:
    reached = {to for life in (LIFE, *LIVES.values()) for to in life.values()}
    assert reached == set(Status) - {Status.OPEN}


@pytest.mark.parametrize("type_slug", ["grammar", "question"])
def test_nothing_is_a_dead_end_but_what_somebody_can_reopen(type_slug: str) -> None:
    life = life_of(type_slug)
    for status in {Status.OPEN, *life.values()}:
        steps = {step for (from_, step) in life if from_ is status}
        assert steps, status
        assert status.is_standing or Step.REOPEN in steps, status


def test_what_is_no_problem_is_neither_fixed_nor_disputed() -> None:
    steps = {slug: {step for _, step in life_of(slug)} for slug in ("question", "praise")}
    assert steps["question"] == {Step.ANSWER, Step.REOPEN, Step.WITHDRAW}
    assert steps["praise"] == {Step.WITHDRAW}
    assert Step.ANSWER not in {step for _, step in life_of("source-error")}


def test_what_blocks_publication() -> None:
    assert is_blocking("mistranslation", Severity.MAJOR, Status.OPEN)
    assert is_blocking("mistranslation", Severity.MAJOR, Status.DISPUTED)
    assert not is_blocking("mistranslation", Severity.MAJOR, Status.FIXED)
    assert not is_blocking("mistranslation", Severity.MINOR, Status.OPEN)
    assert is_blocking("legal-risk", Severity.MINOR, Status.OPEN)
    assert not is_blocking("question", Severity.NEUTRAL, Status.OPEN)
