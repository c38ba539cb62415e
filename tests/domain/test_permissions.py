"""Who may do what, written out by hand from the design: every permission × role × subject."""

from itertools import product

import pytest

from workbench.domain.errors import NotAllowed
from workbench.domain.people import Actor, Role
from workbench.domain.permissions import CONCERNS, PERMISSIONS, Permission, Subject, allows, require

P = Permission
#: N has no role, T translates, R reviews, E edits, A is an admin.
ROLES = {"N": (), "T": (Role.TRANSLATOR,), "R": (Role.REVIEWER,), "E": (Role.EDITOR,), "A": (Role.ADMIN,)}
ALL, WORKING, REVIEWING, DESK, NOBODY = "NTREA", "TREA", "REA", "EA", ""

#: Who may with what somebody else made (or nobody in particular), with what they made themselves, and with either
#: when the article is spiked or archived.
GRID: dict[Permission, tuple[str, str, str]] = {
    P.READ: (ALL, ALL, ALL),
    P.IMPORT: ("TEA", "TEA", "TEA"),
    P.REIMPORT: ("TEA", "TEA", NOBODY),
    P.BRING_BACK: (WORKING, WORKING, NOBODY),
    P.EDIT_FIELDS: (WORKING, WORKING, NOBODY),
    P.EDIT_TARGET: (WORKING, WORKING, NOBODY),
    P.CORRECT: (REVIEWING, REVIEWING, NOBODY),
    P.EDIT_SOURCE: (DESK, DESK, NOBODY),
    P.EDIT_STRUCTURE: (WORKING, WORKING, NOBODY),
    P.LEAVE_OUT: (WORKING, WORKING, NOBODY),
    P.ADD_TO_TARGET: (WORKING, WORKING, NOBODY),
    P.CONFIRM: (WORKING, WORKING, NOBODY),
    P.APPROVE: (REVIEWING, REVIEWING, NOBODY),
    P.AGREE: (WORKING, WORKING, NOBODY),
    P.RETURN: (REVIEWING, REVIEWING, NOBODY),
    P.REOPEN: (REVIEWING, REVIEWING, NOBODY),
    P.ASK_REOPEN: ("T", "T", NOBODY),
    P.MARK: (WORKING, WORKING, NOBODY),
    P.RECLASSIFY_PROBLEM: (REVIEWING, ALL, NOBODY),
    P.FIX_PROBLEM: (WORKING, WORKING, NOBODY),
    P.ACCEPT_PROBLEM: (REVIEWING, REVIEWING, NOBODY),
    P.REOPEN_PROBLEM: (REVIEWING, REVIEWING, NOBODY),
    P.REOPEN_QUESTION: (REVIEWING, ALL, NOBODY),
    P.DISPUTE_PROBLEM: (WORKING, WORKING, NOBODY),
    P.WITHDRAW_PROBLEM: (REVIEWING, ALL, NOBODY),
    P.UPHOLD_PROBLEM: (REVIEWING, REVIEWING, NOBODY),
    P.ANSWER_PROBLEM: (WORKING, WORKING, NOBODY),
    P.UNDO_OWN: (NOBODY, ALL, NOBODY),
    P.EDIT_SAID: (NOBODY, ALL, NOBODY),
    P.ASK_LEGAL_READ: (WORKING, WORKING, NOBODY),
    P.SIGN_LEGAL_READ: (DESK, NOBODY, NOBODY),
    P.WITHDRAW_LEGAL_READ: (NOBODY, ALL, NOBODY),
    P.HAND_OVER: (WORKING, WORKING, NOBODY),
    P.TAKE_ON: (WORKING, WORKING, NOBODY),
    P.ASSIGN: (DESK, DESK, NOBODY),
    P.SHELVE: (DESK, DESK, DESK),
    P.PUBLISH: (DESK, DESK, NOBODY),
    P.RELEASE_BREAKING: (DESK, DESK, NOBODY),
    P.FIX_TYPO: (DESK, DESK, NOBODY),
    P.WITHDRAW_EDITION: (DESK, DESK, DESK),
    P.ERASE_EDITION: ("A", "A", "A"),
    P.WAIVE: (DESK, DESK, NOBODY),
    P.RELEASE_CRITICAL: (DESK, DESK, NOBODY),
    P.EXPORT: (ALL, ALL, ALL),
    P.EXPORT_DRAFT: (ALL, ALL, ALL),
    P.EXPORT_SCHEDULED: (DESK, DESK, DESK),
    P.SEE_SCORES: (DESK, DESK, DESK),
    P.OWN_SCORES: (ALL, ALL, ALL),
    P.OWN_ACCOUNT: (ALL, ALL, ALL),
    P.MANAGE_PEOPLE: ("A", "A", "A"),
    P.MANAGE_SETTINGS: ("A", "A", "A"),
    P.MANAGE_OUTSIDE: ("A", "A", "A"),
}


def person(*roles: Role) -> Actor:
    return Actor(1, "Somebody", "somebody@example.org", frozenset(roles))


def test_the_grid_has_a_line_for_every_permission() -> None:
    assert set(GRID) == set(Permission)


@pytest.mark.parametrize(("permission", "letter"), [*product(GRID, ROLES)])
def test_the_grid(permission: Permission, letter: str) -> None:
    others, own, shelved = (letter in who for who in GRID[permission])
    somebody = person(*ROLES[letter])

    def may(made_by: int | None, *, is_shelved: bool = False) -> bool:
        return allows(somebody, permission, Subject(made_by, is_shelved))

    assert (may(2), may(None), may(1)) == (others, others, own)
    assert {may(made_by, is_shelved=True) for made_by in (1, 2, None)} == {shelved}


@pytest.mark.parametrize("permission", GRID)
def test_roles_add_up_and_nobody_may_nothing(permission: Permission) -> None:
    others, own, _ = GRID[permission]
    assert allows(person(*Role), permission, Subject(2)) == bool(others)
    assert allows(person(*Role), permission, Subject(1)) == bool(own)
    assert not allows(None, permission, Subject(1))


def refused(role: Role, permission: Permission, subject: Subject = Subject()) -> str:  # noqa: B008  frozen
    with pytest.raises(NotAllowed) as refusal:
        require(person(role), permission, subject)
    return refusal.value.message


@pytest.mark.parametrize(
    ("role", "permission", "subject", "says"),
    [
        (
            Role.EDITOR,
            P.EDIT_TARGET,
            Subject(is_shelved=True),
            "while it is shelved. Editors and admins may bring it back.",
        ),
        (Role.TRANSLATOR, P.PUBLISH, Subject(is_shelved=True), "publish an edition. Editors and admins may."),
        (
            Role.EDITOR,
            P.SIGN_LEGAL_READ,
            Subject(1),
            "You may only sign a legal read that somebody else asked for: this is your own.",
        ),
        (Role.ADMIN, P.WITHDRAW_LEGAL_READ, Subject(2), "Only the person it comes from may."),
        (
            Role.TRANSLATOR,
            P.WITHDRAW_PROBLEM,
            Subject(2),
            "Reviewers, editors and admins, and the person it comes from, may.",
        ),
    ],
)
def test_a_refusal_says_what_stands_in_the_way_of_this_one(
    role: Role, permission: Permission, subject: Subject, says: str
) -> None:
    assert refused(role, permission, subject).endswith(says)


def test_a_refusal_says_what_and_who_may() -> None:
    assert refused(Role.TRANSLATOR, P.APPROVE) == (
        "You may not approve a segment. Reviewers, editors and admins may."
    )
    assert refused(Role.EDITOR, P.MANAGE_PEOPLE) == "You may not manage people and their roles. Admins may."


def test_every_permission_is_said_once_and_the_table_begins_with_what_it_concerns() -> None:
    assert [*PERMISSIONS] == [p for p in Permission if p in PERMISSIONS]
    sentences = [rule.says for rule in PERMISSIONS.values()]
    assert len(sentences) == len(set(sentences))
    assert next(iter(PERMISSIONS)) in CONCERNS
    assert [p for p in PERMISSIONS if p in CONCERNS] == [*CONCERNS]
