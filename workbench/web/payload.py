"""What was posted, as JSON by a script or as a form by a page, read in one way."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from workbench.domain.errors import InvalidInput


class Payload:
    """Named values of a request. Every reader raises InvalidInput on a value of the wrong sort."""

    def __init__(self, values: Mapping[str, Any], *, is_json: bool) -> None:
        self._values = values
        self.is_json = is_json

    def has(self, name: str) -> bool:
        return self._values.get(name) not in (None, "")

    def is_given(self, name: str) -> bool:
        """Whether a script sent a value, be it an empty text. A form sends its empty fields too: those are none."""
        return self.has(name) or (self.is_json and self._values.get(name) is not None)

    def text(self, name: str, default: str = "") -> str:
        """A string; a form's CRLF line ends become LF."""
        value = self._values.get(name, default)
        value = default if value is None else value
        if not isinstance(value, str):
            raise InvalidInput(f"“{name}” should be text.")
        return value if self.is_json else value.replace("\r\n", "\n")

    def text_or_none(self, name: str) -> str | None:
        """A string, be it empty; None where it was not sent."""
        return None if self._values.get(name) is None else self.text(name)

    def whole(self, name: str) -> int:
        found = self.whole_or_none(name)
        if found is None:
            raise InvalidInput(f"“{name}” is missing.")
        return found

    def whole_or_none(self, name: str) -> int | None:
        value = self._values.get(name)
        if value in (None, ""):
            return None
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise InvalidInput(f"“{name}” should be a whole number.")
        try:
            return int(value)
        except ValueError:
            raise InvalidInput(f"“{name}” should be a whole number.") from None

    def flag(self, name: str) -> bool:
        return self._values.get(name) in (True, "1", "true", "on")

    def items(self, name: str) -> list[Mapping[str, Any]] | None:
        """A list of objects, or None when it was not sent."""
        value = self._values.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            raise InvalidInput(f"“{name}” should be a list.")
        return value


def payload() -> Payload:
    """What this request posted. Raises InvalidInput on a body that is not a JSON object."""
    if not request.is_json:
        # Some buttons name their row in their address (formaction), which wins over the form around them.
        return Payload({**request.form, **request.args}, is_json=False)
    data = request.get_json(silent=True)
    if not isinstance(data, dict):
        raise InvalidInput("That request could not be read.")
    return Payload(data, is_json=True)


def read_moment(text: str, field: str) -> datetime:
    """A day and time as ``datetime-local`` writes it, in UTC unless it names its own offset. Raises InvalidInput."""
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidInput(
            "Choose a day and a time, or write them like 2026-03-02T17:30.", field=field
        ) from None


def read_time(form: MultiDict[str, str]) -> datetime | None:
    """When an edition is to go out, None for at once. Raises InvalidInput beside the field that does not fit."""
    is_later = chosen(form, "when", "now", "later") == "later"
    return read_moment(form.get("time", ""), "time") if is_later else None


def chosen(form: MultiDict[str, str], field: str, *choices: str) -> str:
    """Which of the choices a page offers was taken, the first where it did not ask. Raises InvalidInput on anything that it does not offer."""
    value = form.get(field, choices[0])
    if value not in choices:
        raise InvalidInput("Choose one of these.", field=field)
    return value
