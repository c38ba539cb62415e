"""Passwords: rules, hashing and checking. Slow on purpose: call these outside every transaction."""

import base64
import unicodedata
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from workbench.domain.errors import InvalidInput

MIN_LENGTH = 10
MAX_LENGTH = 1000

COST = RFC_9106_LOW_MEMORY  # argon2id, three passes over 64 MiB
_hasher = PasswordHasher.from_parameters(COST)


@cache
def decoy() -> str:
    """A well-formed hash that no password matches, checked when there is no account: it takes as long."""
    empty = [base64.b64encode(bytes(n)).decode().rstrip("=") for n in (_hasher.salt_len, _hasher.hash_len)]
    costs = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2id$v=19${costs}${empty[0]}${empty[1]}"


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether the password was right, and a new hash when the stored one uses older parameters."""

    right: bool
    fresh_hash: str | None = None


def require_good(password: str, *, email: str) -> None:
    """Raise InvalidInput unless the password may be used: long enough, and not the e-mail address."""
    text = _normal(password)
    if len(text) < MIN_LENGTH:
        raise InvalidInput(
            f"The password needs at least {MIN_LENGTH} characters; a few words are easiest to remember.",
            field="password",
        )
    if len(text) > MAX_LENGTH:
        raise InvalidInput(f"The password may have at most {MAX_LENGTH} characters.", field="password")
    if text.casefold().strip() == email.casefold().strip():
        raise InvalidInput("The password must not be the e-mail address.", field="password")


def make_hash(password: str) -> str:
    """The argon2id hash to store; about a tenth of a second and 64 MiB."""
    return _hasher.hash(_normal(password))


def check(stored: str | None, password: str) -> Checked:
    """Whether ``password`` is the one behind ``stored``. As slow for nobody's password as for a real one."""
    text = _normal(password)[:MAX_LENGTH]
    try:
        _hasher.verify(stored or decoy(), text)
    except (VerificationError, InvalidHashError):
        return Checked(False)
    if stored is None:
        return Checked(False)
    return Checked(True, _hasher.hash(text) if _hasher.check_needs_rehash(stored) else None)


def _normal(password: str) -> str:
    # Keyboards differ in how they compose accents; RFC 8265 asks for NFC.
    return unicodedata.normalize("NFC", password)
