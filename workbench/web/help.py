"""Help: the keys, what signs and words mean, the formats and ways out, the roles and what each may do."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template

from workbench.domain.people import ROLE_DESCRIPTIONS, Actor, Role
from workbench.domain.permissions import CONCERNS, PERMISSIONS, Permission, Subject, allows, may_alone
from workbench.domain.problems import CATEGORIES, UNSCORED, Severity
from workbench.domain.workflow import State
from workbench.export.house_style import OPTIONS
from workbench.web.editions import GROUPS
from workbench.web.key_list import KEYS
from workbench.web.routing import page

bp = Blueprint("help", __name__)


STATE_WORDS: dict[State, str] = {
    State.UNTRANSLATED: "There is no English yet.",
    State.DRAFT: "There is English, and its translator has not confirmed it.",
    State.TRANSLATED: "Confirmed by its translator; waits for a reviewer.",
    State.RETURNED: "Sent back with a reason; stays so until confirmed again.",
    State.APPROVED: "Approved, and read-only until somebody reopens it.",
}


@page(bp, "/help", permission=Permission.READ)
def index() -> Any:
    return render_template(
        "help/index.html",
        keys=KEYS,
        states=STATE_WORDS,
        severities=[severity.value for severity in Severity],
        categories=CATEGORIES,
        unscored=UNSCORED,
        formats=GROUPS,
        style_options=OPTIONS,
        roles=ROLE_DESCRIPTIONS,
        may_words=MAY_WORDS,
        concerns=concerns(),
    )


#: How far a role's permission reaches: in words, where it is not simply yes or no.
MAY_WORDS = {"own": "their own", "others": "of others"}


@dataclass(frozen=True, slots=True)
class Permitted:
    """One line of who may do what: each role's answer of :func:`may`, and whether it rests on a shelved article."""

    says: str
    roles: dict[Role, str]
    rests: bool


def concerns() -> list[tuple[str, list[Permitted]]]:
    """The table of permissions as the page shows it, divided by what they concern."""
    found: list[tuple[str, list[Permitted]]] = []
    for permission, rule in PERMISSIONS.items():
        if permission in CONCERNS:
            found.append((CONCERNS[permission], []))
        roles = {role: may(role, permission) for role in Role}
        found[-1][1].append(Permitted(rule.says, roles, rests(permission)))
    return found


def may(role: Role, permission: Permission) -> str:
    """Whether somebody with only this role may: "yes", "no", "own" (what is theirs alone) or "others" (what is not)."""
    own, others = (may_alone(role, permission, own=is_own) for is_own in (True, False))
    return "yes" if own and others else "own" if own else "others" if others else "no"


def rests(permission: Permission) -> bool:
    """Whether nobody may while the article is spiked or archived."""
    everybody = Actor(1, "", "", frozenset(Role))
    return not any(allows(everybody, permission, Subject(made_by, is_shelved=True)) for made_by in (1, 2))
