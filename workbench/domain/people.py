"""Roles and actors."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may do; one person may hold several."""

    TRANSLATOR = "translator"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMIN = "admin"

    @property
    def description(self) -> str:
        return ROLE_DESCRIPTIONS[self]


ROLE_DESCRIPTIONS = {
    Role.TRANSLATOR: "Edits the English beside the Arabic, confirms segments, may import.",
    Role.REVIEWER: "Marks problems, corrects, sends segments back or approves them.",
    Role.EDITOR: "The desk: imports, assigns, publishes editions, exports.",
    Role.ADMIN: "Does what an editor does, and manages people and settings.",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The person a use case acts for."""

    id: int
    name: str
    email: str
    roles: frozenset[Role]

    @property
    def is_translator(self) -> bool:
        return Role.TRANSLATOR in self.roles

    @property
    def is_reviewer(self) -> bool:
        return Role.REVIEWER in self.roles

    @property
    def is_desk(self) -> bool:
        """Editors and admins run the desk."""
        return bool(self.roles & {Role.EDITOR, Role.ADMIN})

    @property
    def is_admin(self) -> bool:
        return Role.ADMIN in self.roles

    @property
    def initial(self) -> str:
        return self.name[:1].upper()
