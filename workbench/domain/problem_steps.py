"""Who may take which step of a problem's life, and which steps have to say something."""

from workbench.domain.permissions import Permission
from workbench.domain.problems import SOURCE_ERROR, Step

#: Steps that nobody understands without a word about them, and what is answered where it is missing.
NEEDS_WORDS = {Step.DISPUTE: "Say why in a few words.", Step.ANSWER: "Write the answer."}

_PERMISSIONS = {
    Step.FIX: Permission.FIX_PROBLEM,
    Step.ACCEPT: Permission.ACCEPT_PROBLEM,
    Step.REOPEN: Permission.REOPEN_PROBLEM,
    Step.DISPUTE: Permission.DISPUTE_PROBLEM,
    Step.WITHDRAW: Permission.WITHDRAW_PROBLEM,
    Step.UPHOLD: Permission.UPHOLD_PROBLEM,
    Step.ANSWER: Permission.ANSWER_PROBLEM,
}


def permission_of(step: Step, type_slug: str) -> Permission:
    """What the step needs.

    A question can be asked again by who asked it, not by reviewers alone; an error of the Arabic is mended by who may
    correct that.
    """
    if step is Step.REOPEN and type_slug == "question":
        return Permission.REOPEN_QUESTION
    if step is Step.FIX and type_slug == SOURCE_ERROR:
        return Permission.EDIT_SOURCE
    return _PERMISSIONS[step]
