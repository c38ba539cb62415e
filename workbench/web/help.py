"""Help: the keys, what signs and words mean, the roles and what each may do."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template

from workbench.domain.people import ROLE_DESCRIPTIONS, Actor, Role
from workbench.domain.permissions import CONCERNS, PERMISSIONS, Permission, Subject, allows
from workbench.domain.problems import CATEGORIES, UNSCORED, Severity
from workbench.domain.workflow import State
from workbench.web.routing import page

bp = Blueprint("help", __name__)


@dataclass(frozen=True, slots=True)
class Key:
    """What to press (any of the combinations; Mod is Ctrl, on a Mac ⌘) and what it does."""

    combinations: tuple[str, ...]
    says: str


#: Where the keys work → the keys.
KEYS: dict[str, tuple[Key, ...]] = {
    "Everywhere": (Key(("Mod+/",), "These keys"),),
    "On the desk": (
        Key(("j", "k"), "Next, previous article"),
        Key(("Enter",), "Open the article"),
        Key(("t",), "Take on its work, if nobody has it"),
        Key(("/",), "Search"),
    ),
    "In the inbox": (
        Key(("j", "k"), "Next, previous line"),
        Key(("Enter",), "Open it"),
        Key(("e",), "Seen"),
        Key(("Shift+E",), "All seen"),
    ),
    "In an article": (
        Key(("Alt+ArrowDown", "Alt+ArrowUp"), "Next, previous row; what you wrote is saved"),
        Key(("Mod+Enter",), "Confirm, approve or agree, and go to the next open row"),
        Key(("Mod+Shift+Enter",), "The same, and stay"),
        Key(("Mod+S",), "Save now"),
        Key(("F8", "Shift+F8"), "Next, previous open row"),
        Key(("F4", "Shift+F4"), "Next, previous problem: its card has the focus then"),
        Key(("F2",), "From the English to the Arabic and back"),
        Key(("Mod+E",), "Mark the chosen words as a problem"),
        Key(("Mod+U",), "Ask about the row"),
        Key(("Mod+Shift+Backspace",), "Send the row back, with a reason"),
        Key(("Mod+G",), "Go to a row by its number"),
        Key(("Mod+\\",), "Split the row at the caret"),
        Key(("Mod+J",), "Join with the next row"),
        Key(("Mod+B", "Mod+I", "Mod+Shift+L"), "Bold, italic, link"),
        Key(("Mod+Shift+8",), "Show invisible characters"),
        Key(("Mod+Z",), "Undo the last change of rows (in a text you typed in since: the typing)"),
        Key(("Escape",), "Leave the text, keep the row"),
        Key(("Mod+K",), "All commands"),
        Key(("Mod+/",), "These keys"),
    ),
    "On a problem’s card": (
        Key(("a", "h"), "Apply the suggestion; attach it to the chosen words"),
        Key(("f", "y", "r"), "Mark fixed; accept; reopen"),
        Key(("d", "w", "u"), "Dispute; withdraw; uphold"),
        Key(("c", "n", "e"), "Reply; answer the question; edit what you just said"),
        Key(("s",), "Mark the same error in other words"),
        Key(("Mod+Enter",), "Send what you wrote"),
        Key(("ArrowDown", "ArrowUp"), "Next, previous card"),
        Key(("Escape",), "Back: from the text to the card, from the card to the row"),
    ),
    "While marking a problem": (
        Key(("1–8",), "The category; a second digit picks another of its types"),
        Key(("9", "0", "?"), "Source error, praise, question"),
        Key(("m", "j", "c"), "Minor, major, critical"),
        Key(("=",), "The same error as an earlier one"),
        Key(("Enter",), "Mark it"),
    ),
}

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
    somebody = Actor(1, "", "", frozenset({role}))
    own, others = (allows(somebody, permission, Subject(author_id=made_by)) for made_by in (1, 2))
    return "yes" if own and others else "own" if own else "others" if others else "no"


def rests(permission: Permission) -> bool:
    """Whether nobody may while the article is spiked or archived."""
    everybody = Actor(1, "", "", frozenset(Role))
    return not any(allows(everybody, permission, Subject(made_by, is_shelved=True)) for made_by in (1, 2))
