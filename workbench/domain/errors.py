"""What can go wrong, in the user's words. The edges turn each into a page, a status or an exit code."""

from typing import Any


class WorkbenchError(Exception):
    """Base of all expected errors. The message is a sentence for the person who caused it."""

    code = "error"
    status = 400

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class InvalidInput(WorkbenchError):
    """Something given does not fit; the message says what and how to mend it."""

    code = "invalid"
    status = 422


class TooLarge(InvalidInput):
    """An upload or text beyond a limit of size, count or time."""

    code = "too-large"
    status = 413


class NotAllowed(WorkbenchError):
    """The actor lacks the permission."""

    code = "not-allowed"
    status = 403


class NotFound(WorkbenchError):
    code = "not-found"
    status = 404


class Gone(WorkbenchError):
    """What was published and is withdrawn or erased: the message is the notice that stands in its place."""

    code = "gone"
    status = 410


class LinkSpent(NotFound):
    """A one-time link that has been used, replaced, or is too old."""

    code = "link-spent"


class WrongState(WorkbenchError):
    """The step exists but not from here (approving an empty segment, editing an approved one)."""

    code = "wrong-state"
    status = 409


class Conflict(WorkbenchError):
    """Somebody else changed the thing since the caller saw it; ``details`` carries both versions."""

    code = "conflict"
    status = 409


class NotInstalled(WorkbenchError):
    """The machine lacks something this needs; the message says what, and how to get it."""

    code = "not-installed"
    status = 503


class TooManyAttempts(WorkbenchError):
    code = "too-many-attempts"
    status = 429
