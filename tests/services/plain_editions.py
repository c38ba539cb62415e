"""The part of the plain model that publishes: what goes out, when, over what, and what readers have of it.

Written from the words of the issue and of DESIGN.md: what is out on one person's word says so; nothing goes out over a
critical problem that nobody let through; after a withdrawal nothing is out; an embargo ends by the clock alone.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tests.services.plain_model import DESK, Desk, Problem, Row, require


@dataclass(frozen=True)
class Text:
    """A row as it is published; ``deeds`` and ``written`` say how far its history had come."""

    english: str
    arabic: str
    kind: str
    deeds: int
    written: int

    @property
    def substance(self) -> tuple[str, str, str]:
        return self.english, self.arabic, self.kind


def text_of(row: Row) -> Text:
    return Text(row.english, row.arabic, row.kind, len(row.deeds), row.written)


@dataclass(eq=False)
class Edition:
    """``texts`` by the id() of their row, in order; ``due``: the hour from which readers have it."""

    number: int
    texts: dict[int, Text]
    due: int
    owed: list[Row]
    waived: list[Problem]
    kind: str = "edition"
    kept: frozenset[int] = frozenset()  # rows that went out again as they were
    is_breaking: bool = False
    cancelled: bool = False
    withdrawn: bool = False
    erased: bool = False

    def says(self, row: Row) -> bool:
        """That only one person stands behind the row."""
        return any(other is row for other in self.owed)


@dataclass
class Newsroom(Desk):
    editions: list[Edition] = field(default_factory=list)
    hour: int = 0
    breaking: bool = False  # whether the desk allows it

    # --- what readers have ---

    @property
    def came_out(self) -> list[Edition]:
        return [e for e in self.editions if not e.cancelled and e.due <= self.hour]

    @property
    def newest(self) -> Edition | None:
        return self.came_out[-1] if self.came_out else None

    @property
    def scheduled(self) -> Edition | None:
        return next((e for e in self.editions if not e.cancelled and e.due > self.hour), None)

    @property
    def is_gone(self) -> bool:
        return self.newest is not None and (self.newest.withdrawn or self.newest.erased)

    @property
    def out(self) -> Edition | None:
        return None if self.is_gone else self.newest

    def status(self, edition: Edition) -> str:
        if edition.erased or edition.cancelled:
            return "erased" if edition.erased else "cancelled"
        if edition.due > self.hour:
            return "scheduled"
        if any(e.withdrawn for e in self.came_out if e.number >= edition.number):
            return "withdrawn"
        return "out" if edition is self.newest else "superseded"

    @property
    def is_behind(self) -> bool:
        """Whether the Arabic has other words than the edition readers have, or are to get."""
        basis = self.scheduled or self.newest
        published = [text.arabic for text in basis.texts.values()] if basis else []
        return basis is not None and _words(published) != _words([row.arabic for row in self.rows])

    def unsaid(self) -> Iterator[tuple[Row, str]]:
        """Words that are out, that one person alone stands behind, and of which no edition has said so."""
        for row in self.rows if self.out else ():
            assert self.out is not None
            for deed, who in row.alone(upto=self.out.texts[id(row)].deeds):
                if not any(e.says(row) and e.texts[id(row)].deeds > deed for e in self.came_out):
                    yield row, who

    # --- nothing breaking goes out over a critical problem ---

    def mark(self, who: str, row: Row, type_: str, severity: str | None, suggestion: str | None) -> Problem:
        made = super().mark(who, row, type_, severity, suggestion)
        self._call_off_breaking()
        return made

    def step(self, who: str, problem: Problem, step: str) -> None:
        super().step(who, problem, step)
        self._call_off_breaking()

    def reclassify(self, who: str, problem: Problem, type_: str, severity: str) -> None:
        super().reclassify(who, problem, type_, severity)
        self._call_off_breaking()

    def _call_off_breaking(self) -> None:
        scheduled = self.scheduled
        if (
            scheduled
            and scheduled.is_breaking
            and any(p.blocks and p.severity == "critical" for p in self.problems)
        ):
            self._cancel(scheduled)

    # --- what the desk does ---

    def wait(self) -> None:
        self.hour += 1

    def publish(
        self,
        who: str,
        *,
        keep: bool = False,
        breaking: bool = False,
        corrects: bool = False,
        later: bool = False,
    ) -> Edition:
        """``keep``: what is not approved goes out again as it did last. ``later``: in an hour."""
        require(who in DESK)
        before, scheduled = self.newest, self.scheduled
        require(before or not corrects)
        unready = [row for row in self.rows if row.state != "approved"]
        kept: dict[int, Text] = {}
        if keep and before and not before.erased:
            kept = {id(row): before.texts[id(row)] for row in unready}
        require(all(id(row) in kept for row in unready))
        texts = {id(row): kept.get(id(row)) or text_of(row) for row in self.rows}
        if before and not self.is_gone and not scheduled and (kept or not self.changed):
            require(_substance(texts) != _substance(before.texts))
        owed = [row for row in self.rows if any(row.alone(upto=texts[id(row)].deeds))]
        require(breaking or not self.four_eyes or all(id(row) in kept for row in owed))
        blocking = [problem for problem in self.problems if problem.blocks]
        require(all(problem.waived_by for problem in blocking))
        require(not any(problem.takes_two and problem.waived_by == who for problem in blocking))
        if breaking:
            require(self.breaking and not any(problem.severity == "critical" for problem in blocking))
        if scheduled:
            self._cancel(scheduled)
        edition = self._issue(
            texts, owed, blocking, "correction" if corrects else "edition", frozenset(kept), breaking, later
        )
        for row in self.rows:
            row.build_on()
        present = {id(row): text_of(row) for row in self.rows}
        self.changed = _substance(present) != _substance(texts)
        return edition

    def fix_typo(self, who: str, row: Row, text: str) -> Edition:
        """One row of what is out, published at once; its second reader is owed."""
        require(who in DESK)
        out = self.out
        require(out is not None and not self.scheduled)
        assert out is not None
        as_published = [r for r in self.rows if r.written == out.texts[id(r)].written]
        require(any(r is row for r in as_published))
        require(not self._is_stopped(out))
        row.build_on()
        row.mend(who, text)
        row.build_on()
        mended = replace(out.texts[id(row)], english=text, deeds=len(row.deeds), written=row.written)
        owed = [r for r in self.rows if r is row or (out.says(r) and r.owed)]
        return self._issue({**out.texts, id(row): mended}, owed, out.waived, "typo", out.kept)

    def _is_stopped(self, edition: Edition) -> bool:
        """Whether something that takes two people, and that nobody let through, stands on the words of an edition."""
        unchanged = [row for row in self.rows if row.english == edition.texts[id(row)].english]
        return any(
            p.blocks and p.takes_two and p.waived_by is None and any(p.row is row for row in unchanged)
            for p in self.problems
        )

    def reschedule(self, who: str, hours: int) -> Edition:
        """What is scheduled goes out in so many hours, or at once: the same in all but its time and number."""
        scheduled = self.scheduled
        require(who in DESK and scheduled)
        assert scheduled is not None
        due = self.hour + hours
        require(due != scheduled.due)
        require(due > scheduled.due or not self._is_stopped(scheduled))
        self.decided = []
        scheduled.cancelled = True
        self.editions.append(replace(scheduled, number=len(self.editions) + 1, due=due, cancelled=False))
        return self.editions[-1]

    def cancel(self, who: str) -> None:
        require(who in DESK and self.scheduled)
        assert self.scheduled is not None
        self._cancel(self.scheduled)

    def withdraw(self, who: str) -> None:
        require(who in DESK and self.out)
        if self.scheduled:
            self._cancel(self.scheduled)
        assert self.newest is not None
        self.newest.withdrawn = True

    def erase(self, who: str, edition: Edition) -> None:
        require(who == "admin")
        require(self.status(edition) in ("cancelled", "withdrawn", "superseded"))
        edition.erased = True

    def _issue(
        self,
        texts: dict[int, Text],
        owed: list[Row],
        waived: list[Problem],
        kind: str,
        kept: frozenset[int],
        is_breaking: bool = False,
        later: bool = False,
    ) -> Edition:
        self.decided = []  # what is published is not taken back
        number, due = len(self.editions) + 1, self.hour + later
        self.editions.append(Edition(number, texts, due, owed, waived, kind, kept, is_breaking))
        return self.editions[-1]

    def _cancel(self, edition: Edition) -> None:
        """As if it had never been."""
        edition.cancelled = self.changed = True


def _substance(texts: dict[int, Text]) -> list[tuple[str, str, str]]:
    return [text.substance for text in texts.values()]


def _words(texts: list[str]) -> Counter[str]:
    return Counter(word for text in texts for word in text.split())
