"""Who may do what: one table, OR of ANDs of one-line predicates over actor and subject.

Every route declares a permission or is marked public; services check again; templates ask the same
function. Deny by default: a permission without a row is never granted.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from workbench.domain.errors import NotAllowed
from workbench.domain.people import Actor, Role


class Permission(StrEnum):
    """One thing a person may be allowed to do. The text beside each row is shown on the help page."""

    READ = "read"
    IMPORT = "import"
    REIMPORT = "reimport"
    BRING_BACK = "bring_back"
    EDIT_FIELDS = "edit_fields"
    EDIT_TARGET = "edit_target"
    CORRECT = "correct"
    EDIT_SOURCE = "edit_source"
    EDIT_STRUCTURE = "edit_structure"
    LEAVE_OUT = "leave_out"
    ADD_TO_TARGET = "add_to_target"
    CONFIRM = "confirm"
    APPROVE = "approve"
    AGREE = "agree"
    RETURN = "return"
    REOPEN = "reopen"
    ASK_REOPEN = "ask_reopen"
    UNDO_OWN = "undo_own"
    MARK = "mark"
    RECLASSIFY_PROBLEM = "reclassify_problem"
    FIX_PROBLEM = "fix_problem"
    ACCEPT_PROBLEM = "accept_problem"
    REOPEN_PROBLEM = "reopen_problem"
    REOPEN_QUESTION = "reopen_question"
    DISPUTE_PROBLEM = "dispute_problem"
    WITHDRAW_PROBLEM = "withdraw_problem"
    UPHOLD_PROBLEM = "uphold_problem"
    ANSWER_PROBLEM = "answer_problem"
    ASK_LEGAL_READ = "ask_legal_read"
    SIGN_LEGAL_READ = "sign_legal_read"
    WITHDRAW_LEGAL_READ = "withdraw_legal_read"
    EDIT_SAID = "edit_said"
    HAND_OVER = "hand_over"
    TAKE_ON = "take_on"
    ASSIGN = "assign"
    SHELVE = "shelve"
    PUBLISH = "publish"
    RELEASE_BREAKING = "release_breaking"
    FIX_TYPO = "fix_typo"
    WITHDRAW_EDITION = "withdraw_edition"
    ERASE_EDITION = "erase_edition"
    WAIVE = "waive"
    RELEASE_CRITICAL = "release_critical"
    EXPORT = "export"
    EXPORT_DRAFT = "export_draft"
    EXPORT_SCHEDULED = "export_scheduled"
    SEE_SCORES = "see_scores"
    OWN_SCORES = "own_scores"
    OWN_ACCOUNT = "own_account"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_SETTINGS = "manage_settings"
    MANAGE_OUTSIDE = "manage_outside"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a permission is asked about, as far as predicates need to know it."""

    author_id: int | None = None
    is_shelved: bool = False


Predicate = Callable[[Actor, Subject], bool]


def signed_in(actor: Actor, subject: Subject) -> bool:
    return True


def translator(actor: Actor, subject: Subject) -> bool:
    return actor.is_translator


def reviewer(actor: Actor, subject: Subject) -> bool:
    return actor.is_reviewer


def desk(actor: Actor, subject: Subject) -> bool:
    return actor.is_desk


def admin(actor: Actor, subject: Subject) -> bool:
    return actor.is_admin


def author(actor: Actor, subject: Subject) -> bool:
    return subject.author_id is not None and subject.author_id == actor.id


def another(actor: Actor, subject: Subject) -> bool:
    """Somebody else than who made or asked for it."""
    return subject.author_id != actor.id


def live(actor: Actor, subject: Subject) -> bool:
    """The article is not spiked or archived: those are read-only until brought back."""
    return not subject.is_shelved


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: what it allows in words, and any of these (all predicates of one must hold)."""

    says: str
    any_of: tuple[tuple[Predicate, ...], ...]


_WORKING = ((translator, live), (reviewer, live), (desk, live))
_REVIEWING = ((reviewer, live), (desk, live))
_P = Permission

PERMISSIONS: dict[Permission, Rule] = {
    _P.READ: Rule("Read every article", ((signed_in,),)),
    _P.IMPORT: Rule("Import articles", ((translator,), (desk,))),
    # Whoever may import: what it touches goes back to review, so nothing of it is published on one word alone.
    _P.REIMPORT: Rule("Bring a corrected Arabic text into an article", ((translator, live), (desk, live))),
    _P.BRING_BACK: Rule("Bring a translation file back that was edited elsewhere", _WORKING),
    _P.EDIT_FIELDS: Rule("Change byline, date, outlet, tags and source address", _WORKING),
    _P.EDIT_TARGET: Rule("Write the English", _WORKING),
    _P.CORRECT: Rule("Correct a translator’s English", _REVIEWING),
    _P.EDIT_SOURCE: Rule("Correct a slip in the Arabic", ((desk, live),)),
    _P.EDIT_STRUCTURE: Rule("Insert, split, merge, move and re-kind segments", _WORKING),
    _P.LEAVE_OUT: Rule("Mark a segment as left out, with a reason", _WORKING),
    _P.ADD_TO_TARGET: Rule("Mark English without Arabic as added by the desk", _WORKING),
    _P.CONFIRM: Rule("Confirm a translation", _WORKING),
    _P.APPROVE: Rule("Approve a segment", _REVIEWING),
    _P.AGREE: Rule("Agree with words somebody else wrote", _WORKING),
    _P.RETURN: Rule("Send a segment back with a reason", _REVIEWING),
    _P.REOPEN: Rule("Reopen an approved segment", _REVIEWING),
    _P.ASK_REOPEN: Rule("Ask for an approved segment to be reopened", ((translator, live),)),
    _P.UNDO_OWN: Rule(
        "Undo one's own decision on a row or step of a problem, while nobody has built on it",
        ((author, live),),
    ),
    _P.MARK: Rule("Mark a problem, praise or ask", _WORKING),
    _P.RECLASSIFY_PROBLEM: Rule("Change a problem’s type or severity", ((author, live), *_REVIEWING)),
    _P.FIX_PROBLEM: Rule("Apply a suggestion or mark a problem as fixed", _WORKING),
    _P.ACCEPT_PROBLEM: Rule("Accept a fix", _REVIEWING),
    _P.REOPEN_PROBLEM: Rule("Reopen a problem", _REVIEWING),
    _P.REOPEN_QUESTION: Rule("Ask again where the answer did not settle it", ((author, live), *_REVIEWING)),
    _P.DISPUTE_PROBLEM: Rule("Dispute a problem with a reason", _WORKING),
    _P.WITHDRAW_PROBLEM: Rule("Withdraw a problem", ((author, live), *_REVIEWING)),
    _P.UPHOLD_PROBLEM: Rule("Uphold a disputed problem", _REVIEWING),
    _P.ANSWER_PROBLEM: Rule("Answer a question", _WORKING),
    _P.ASK_LEGAL_READ: Rule("Ask for a legal read of a segment or the article", _WORKING),
    # The word of somebody who did not ask for it, or asking would settle nothing.
    _P.SIGN_LEGAL_READ: Rule("Sign a legal read that somebody else asked for", ((desk, another, live),)),
    _P.WITHDRAW_LEGAL_READ: Rule("Take back a legal read one asked for oneself", ((author, live),)),
    _P.EDIT_SAID: Rule("Mend what one said in a thread, within five minutes", ((author, live),)),
    _P.HAND_OVER: Rule("Hand an article over with a note", _WORKING),
    _P.TAKE_ON: Rule("Take on an article to translate or review, and give it back", _WORKING),
    _P.ASSIGN: Rule("Assign people and set the deadline", ((desk, live),)),
    _P.SHELVE: Rule("Put on hold, spike, archive and bring back", ((desk,),)),
    _P.PUBLISH: Rule("Publish an edition", ((desk, live),)),
    _P.RELEASE_BREAKING: Rule("Publish before second eyes, where the desk allows it", ((desk, live),)),
    _P.FIX_TYPO: Rule("Fix a typo in what is published", ((desk, live),)),
    # Shelved or not: what is out has to be taken back wherever its article lies.
    _P.WITHDRAW_EDITION: Rule("Withdraw an edition, or cancel one under embargo", ((desk,),)),
    _P.ERASE_EDITION: Rule("Erase the text of an edition for ever, where the law asks for it", ((admin,),)),
    _P.WAIVE: Rule("Waive a major problem with a reason", ((desk, live),)),
    _P.RELEASE_CRITICAL: Rule("Waive a critical problem somebody else will publish over", ((desk, live),)),
    _P.EXPORT: Rule("Export an edition", ((signed_in,),)),
    _P.EXPORT_DRAFT: Rule("Export the present text, stamped as a draft", ((signed_in,),)),
    _P.EXPORT_SCHEDULED: Rule("Export an edition under embargo before it goes out", ((desk,),)),
    # Not reviewers: who knows the score of the person whose words they read marks to it.
    _P.SEE_SCORES: Rule("See what problems add up to for each translator, and their marks", ((desk,),)),
    _P.OWN_SCORES: Rule("See the marks on one’s own words and what they add up to", ((signed_in,),)),
    _P.OWN_ACCOUNT: Rule(
        "See and end one’s own sessions, change one’s own password, choose one’s mail", ((signed_in,),)
    ),
    _P.MANAGE_PEOPLE: Rule("Manage people and their roles", ((admin,),)),
    _P.MANAGE_SETTINGS: Rule("Change the desk’s settings", ((admin,),)),
    _P.MANAGE_OUTSIDE: Rule(
        "Give out keys to what is published, and say which web sites are told", ((admin,),)
    ),
}

#: What the permissions concern, each named at the first that does; the help page divides the table by it.
CONCERNS: dict[Permission, str] = {
    _P.READ: "Articles",
    _P.EDIT_TARGET: "Words and rows",
    _P.CONFIRM: "Decisions on rows",
    _P.MARK: "Problems and questions",
    _P.ASK_LEGAL_READ: "Legal reads",
    _P.HAND_OVER: "People at work",
    _P.PUBLISH: "Editions",
    _P.SEE_SCORES: "Scores",
    _P.OWN_ACCOUNT: "Accounts and settings",
}

_NOTHING = Subject()


def allows(actor: Actor | None, permission: Permission, subject: Subject = _NOTHING) -> bool:
    """Whether ``actor`` may; nobody signed in may nothing."""
    rule = PERMISSIONS.get(permission)
    if actor is None or rule is None:
        return False
    return any(all(predicate(actor, subject) for predicate in predicates) for predicates in rule.any_of)


def may_alone(role: Role, permission: Permission, *, own: bool = False) -> bool:
    """Whether somebody with only this role may, of what is somebody else's or their own."""
    return allows(Actor(1, "", "", frozenset({role})), permission, Subject(author_id=1 if own else 2))


def require(actor: Actor | None, permission: Permission, subject: Subject = _NOTHING) -> None:
    """Raise NotAllowed, saying what is not allowed and who may, unless ``actor`` may."""
    if not allows(actor, permission, subject):
        raise NotAllowed(_refusal(actor, permission, subject), permission=permission.value)


def _refusal(actor: Actor | None, permission: Permission, subject: Subject) -> str:
    says = PERMISSIONS[permission].says
    what = f"{says[0].lower()}{says[1:]}"
    if allows(actor, permission, replace(subject, is_shelved=False)):
        return f"You may not {what} while it is shelved. {_who(Permission.SHELVE)} may bring it back."
    if allows(actor, permission, replace(subject, author_id=None)):
        return f"You may only {what}: this is your own."
    return f"You may not {what}. {_who(permission)} may."


def _who(permission: Permission) -> str:
    """Those who may, as the beginning of a sentence: "Editors and admins"."""
    others = [f"{role.value}s" for role in Role if may_alone(role, permission)]
    if not others:
        return "Only the person it comes from"
    *most, last = others
    who = f"{', '.join(most)} and {last}" if most else last
    is_theirs_too = any(
        may_alone(role, permission, own=True) for role in Role if f"{role.value}s" not in others
    )
    return f"{who[0].upper()}{who[1:]}" + (", and the person it comes from," if is_theirs_too else "")
