"""Calendar months as "2026-03", which sort as they follow each other. All of them are months of UTC."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from workbench.domain.errors import InvalidInput

#: As many months as one page shows.
MOST = 60

_MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])", re.ASCII)


def month_of(at: datetime) -> str:
    """The month a moment lies in."""
    return at.astimezone(UTC).strftime("%Y-%m")


def shifted(month: str, by: int) -> str:
    """The month so many months later (earlier, where ``by`` is negative)."""
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + by, 12)
    return f"{year:04d}-{number + 1:02d}"


def name_of(month: str) -> str:
    """As people read it: "Mar 2026"."""
    return datetime(int(month[:4]), int(month[5:]), 1, tzinfo=UTC).strftime("%b %Y")


@dataclass(frozen=True, slots=True)
class Months:
    """From ``first`` to ``last``, both included."""

    first: str
    last: str

    @property
    def all(self) -> tuple[str, ...]:
        found = [self.first]
        while found[-1] < self.last:
            found.append(shifted(found[-1], 1))
        return tuple(found)

    @property
    def begins(self) -> datetime:
        return _start(self.first)

    @property
    def ends(self) -> datetime:
        """The first moment after them."""
        return _start(shifted(self.last, 1))


def _start(month: str) -> datetime:
    return datetime(int(month[:4]), int(month[5:]), 1, tzinfo=UTC)


def read_months(first: str, last: str, now: datetime) -> Months:
    """What a form asks for; where it says nothing, the last twelve months. Raises InvalidInput."""
    end = _read(last, "to") or max(month_of(now), _read(first, "from") or "")
    begin = _read(first, "from") or shifted(end, -11)
    if begin > end:
        raise InvalidInput(f"{name_of(begin)} comes after {name_of(end)}.", field="from")
    if shifted(begin, MOST - 1) < end:
        raise InvalidInput(f"One page shows at most {MOST} months. Begin later or end earlier.", field="from")
    return Months(begin, end)


def _read(text: str, field: str) -> str | None:
    text = text.strip()
    if text and not _MONTH.fullmatch(text):
        raise InvalidInput("Choose a month, or write it like 2026-03.", field=field)
    return text or None
