"""A plain model of an article in work, to hold the services against.

Written from the words of DESIGN.md (the workflow, two people behind every word) and REVIEW.md (the life of a problem,
what blocks publishing), not from the tables of the code: people are names, states are words, and what was written is a
list of texts. Every step changes the model or raises :class:`Refused`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

TRANSLATORS = ("translator", "translator2")
DESK = ("editor", "admin")
REVIEWING = ("reviewer", "reviewer2", *DESK)
PEOPLE = (*TRANSLATORS, *REVIEWING)

#: The types the model marks with, and how bad each is by itself; None: it says something without scoring.
TYPES = {
    "grammar": "minor",
    "mistranslation": "major",
    "quotation": "critical",
    "legal-risk": "critical",
    "question": None,
    "praise": None,
}
STANDING = ("open", "reopened", "disputed", "upheld")
#: REVIEW.md: open → fixed → accepted or reopened; or disputed → withdrawn or upheld; a question is answered.
LIFE = {
    "fix": (("open", "reopened", "upheld", "disputed"), "fixed"),
    "accept": (("fixed",), "accepted"),
    "reopen": (("fixed", "accepted", "withdrawn", "answered"), "reopened"),
    "dispute": (("open", "reopened"), "disputed"),
    "withdraw": (("open", "reopened", "disputed", "upheld"), "withdrawn"),
    "uphold": (("disputed",), "upheld"),
    "answer": (("open", "reopened"), "answered"),
}
#: What can be done about a mark that is no problem; praise, which asks nothing of anybody, is only taken back.
STEPS = {"question": ("answer", "reopen", "withdraw"), "praise": ("withdraw",)}


class Refused(Exception):
    """The desk does not do that."""


def require(condition: object) -> None:
    if not condition:
        raise Refused


@dataclass
class Deed:
    """Words that were written, with everybody behind them from the start, or somebody's word for what stands."""

    wrote: bool
    people: frozenset[str]


@dataclass
class Problem:
    row: "Row"
    author: str
    type: str
    severity: str | None
    status: str
    suggestion: str | None
    waived_by: str | None = None
    steps: int = 0  # taken in its life

    def go(self, status: str) -> None:
        self.status, self.steps = status, self.steps + 1

    @property
    def stands(self) -> bool:
        return self.status in STANDING

    @property
    def blocks(self) -> bool:
        is_bad = self.severity in ("major", "critical") or self.type == "legal-risk"
        return TYPES[self.type] is not None and self.stands and is_bad

    @property
    def takes_two(self) -> bool:
        return self.severity == "critical" or self.type == "legal-risk"


@dataclass
class Row:
    english: str
    arabic: str
    state: str = "translated"
    kind: str = "paragraph"
    deeds: list[Deed] = field(default_factory=list)
    written: int = 0  # how often its words became others
    kept: list[str] = field(default_factory=list)  # English that somebody built on: it must stay to be found
    typing: str | None = None  # whose running edits these are; nobody has built on them yet
    begun: int = 0  # with which deed they began
    touched: int = 0  # grows with English, Arabic, kind and state
    undone: dict[int, int] = field(
        default_factory=dict
    )  # from what it grew to by undoing, to what that is worth

    def alone(self, upto: int | None = None) -> Iterator[tuple[int, str]]:
        """Deeds, of those up to a number, that put words there which one person stands behind; and who.

        Imported words are nobody's. What is said of words written after the last of these deeds is said of those.
        """
        until = next((i for i, d in enumerate(self.deeds) if d.wrote and i >= (upto or i + 1)), None)
        for index, deed in list(enumerate(self.deeds))[:upto]:
            later = (d for d in self.deeds[index + 1 : until] if not d.wrote)
            if deed.wrote and len(deed.people) == 1 and not any(d.people - deed.people for d in later):
                yield from ((index, who) for who in deed.people)

    @property
    def owed(self) -> bool:
        return any(self.alone())

    def mend(self, who: str, text: str) -> None:
        """Other words, wherever the row stands."""
        self.english, self.typing = text, None
        self.deeds.append(Deed(True, frozenset({who})))
        self.touched, self.written = self.touched + 1, self.written + 1

    def stand(self, who: str) -> None:
        self.deeds.append(Deed(False, frozenset({who})))
        self.build_on()

    def build_on(self) -> None:
        """Something refers to the words as they are, so they are kept for good."""
        self.kept.append(self.english)
        self.typing = None

    def go(self, state: str) -> None:
        if state != self.state:
            self.state, self.touched = state, self.touched + 1


@dataclass
class Desk:
    """The article and all that people do to it."""

    rows: list[Row]
    problems: list[Problem] = field(default_factory=list)
    four_eyes: bool = True
    changed: bool = True  # since the last edition
    #: The newest decision: whose, and of each row of it how it left that (touched, deeds) and the state before.
    decider: str = ""
    decided: list[tuple[Row, int, int, str]] = field(default_factory=list)
    backs: bool = False  # whether somebody stands behind words by it
    accepted: list[tuple[Problem, int]] = field(default_factory=list)  # along with it

    # --- words ---

    def write(self, who: str, row: Row, text: str) -> None:
        if text != row.english:
            self._new_words(row, text, {who}, corrects=who in REVIEWING, typing=who)

    def restore(self, who: str, row: Row, text: str) -> None:
        if text != row.english:
            self._new_words(row, text, {who}, corrects=who in REVIEWING)

    def apply(self, who: str, problem: Problem, text: str | None) -> None:
        """``text``: the row's English with the suggestion in place; None when its place is gone."""
        require(problem.suggestion is not None and problem.status in LIFE["fix"][0])
        require(problem.type != "question" and text is not None)
        assert text is not None
        self._new_words(problem.row, text, {who, problem.author}, corrects=who in REVIEWING)
        problem.go("fixed")
        problem.row.build_on()

    def _new_words(
        self, row: Row, text: str, people: set[str], *, corrects: bool, typing: str | None = None
    ) -> None:
        """An approved row is read-only. A translator's change is a draft; a correction leaves it translated."""
        require(row.state != "approved")
        if typing is None or row.typing != typing:
            row.kept.append(row.english)
            row.begun = len(row.deeds)
        was_empty = row.state == "untranslated"
        row.english, row.typing = text, typing
        row.deeds.append(Deed(True, frozenset(people)))
        if typing and text == row.kept[-1]:
            for deed in row.deeds[row.begun :]:
                deed.people = frozenset()  # typed, and typed back
        row.touched, row.written = row.touched + 1, row.written + 1
        self.changed = True
        if text.strip() == "":
            row.state = "returned" if row.state == "returned" else "untranslated"
        elif corrects:
            row.state = "draft" if was_empty else "translated"
        elif row.state != "returned":
            row.state = "draft"

    def correct_arabic(self, who: str, row: Row, text: str) -> None:
        if text == row.arabic:
            return
        require(who in DESK)
        row.arabic, row.touched = text, row.touched + 1
        row.state = "translated" if row.state == "approved" else row.state
        self.changed = True

    def rekind(self, who: str, row: Row, kind: str) -> tuple[Row, str, str, int] | None:
        """Returns what undoing needs."""
        if kind == row.kind:
            return None
        require(row.state != "approved" or who in REVIEWING)
        state, was = row.state, row.kind
        row.kind, row.touched = kind, row.touched + 1
        row.state = "translated" if row.state == "approved" else row.state
        self.changed = True
        return row, state, was, row.touched

    def undo(self, row: Row, state: str, kind: str, touched: int) -> None:
        """Only what nobody has been at since; what was done and undone again is as if it had never been."""
        now = row.touched
        while now in row.undone:
            now = row.undone[now]
        require(now == touched)
        row.state, row.kind, row.touched = state, kind, row.touched + 1
        row.undone[row.touched] = touched - 1
        self.changed = True

    # --- decisions ---

    def decide(self, who: str, rows: list[Row], state: str, *, backs: bool) -> None:
        """Somebody's word on rows; who gives it stands behind their words, where it ``backs`` them."""
        before = [(row, row.state) for row in rows]
        for row in rows:
            if backs:
                row.stand(who)
            else:
                row.build_on()
            row.go(state)
        self.decider, self.backs, self.accepted = who, backs, []
        self.decided = [(row, row.touched, len(row.deeds), was) for row, was in before]

    def confirm(self, who: str, row: Row) -> None:
        require(row.state in ("draft", "translated", "returned") and row.english.strip())
        self.decide(who, [row], "translated", backs=True)

    def approve(self, who: str, row: Row) -> None:
        require(who in REVIEWING and row.state == "translated")
        self._approve(who, [row])

    def _approve(self, who: str, rows: list[Row]) -> None:
        fixed = [p for p in self.problems if p.status == "fixed" and any(p.row is row for row in rows)]
        self.decide(who, rows, "approved", backs=True)
        for problem in fixed:
            problem.go("accepted")
        self.accepted = [(problem, problem.steps) for problem in fixed]

    def agree(self, who: str, row: Row) -> None:
        require(row.state == "approved" and any(author != who for _, author in row.alone()))
        self.decide(who, [row], "approved", backs=True)

    def send_back(self, who: str, row: Row) -> None:
        require(who in REVIEWING and row.state in ("translated", "approved"))
        self.decide(who, [row], "returned", backs=False)

    def reopen(self, who: str, row: Row) -> None:
        require(who in REVIEWING and row.state == "approved")
        self.decide(who, [row], "translated", backs=False)

    def approve_run(self, who: str) -> None:
        """All confirmed rows without a standing problem; this person has them before them as they are."""
        require(who in REVIEWING)
        marked = [problem.row for problem in self.problems if problem.stands]
        ready = [r for r in self.rows if r.state == "translated" and not any(r is m for m in marked)]
        require(ready)
        self._approve(who, ready)

    def undo_decision(self, who: str) -> None:
        """Who decided last takes it back, as far as nobody has been at the rows since: it is as if never said."""
        still = [
            (row, was)
            for row, touched, deeds, was in self.decided
            if (row.touched, len(row.deeds)) == (touched, deeds)
        ]
        require(who == self.decider and still)
        for row, was in still:
            if self.backs:
                row.deeds[-1].people = frozenset()
            row.go(was)
        for problem, steps in self.accepted:
            if problem.steps == steps and any(problem.row is row for row, _ in still):
                problem.go("fixed")
        self.decided = []

    # --- problems ---

    def mark(self, who: str, row: Row, type_: str, severity: str | None, suggestion: str | None) -> Problem:
        severity = (severity or TYPES[type_]) if TYPES[type_] else None
        status = "accepted" if type_ == "praise" else "open"  # nobody has to act on praise
        row.build_on()
        self.problems.append(Problem(row, who, type_, severity, status, suggestion))
        return self.problems[-1]

    def step(self, who: str, problem: Problem, step: str) -> None:
        from_, to = LIFE[step]
        require(step in STEPS.get(problem.type, [other for other in LIFE if other != "answer"]))
        require(problem.status in (("accepted",) if problem.type == "praise" else from_))
        may = {
            "accept": who in REVIEWING,
            "uphold": who in REVIEWING,
            "withdraw": who in REVIEWING or who == problem.author,
            "reopen": who in REVIEWING or (problem.type == "question" and who == problem.author),
        }
        require(may.get(step, True))
        problem.go(to)
        if step == "fix":
            problem.row.build_on()
        if step == "reopen":
            problem.waived_by = None  # it was let through as it stood then

    def reclassify(self, who: str, problem: Problem, type_: str, severity: str) -> None:
        require(who in REVIEWING or who == problem.author)
        require((TYPES[type_] is None) == (TYPES[problem.type] is None))
        require(TYPES[type_] is not None or type_ == problem.type)
        now = (type_, severity if TYPES[type_] else None)
        if now != (problem.type, problem.severity):
            problem.type, problem.severity = now
            problem.waived_by = None  # something else was let through

    def waive(self, who: str, problem: Problem) -> None:
        require(who in DESK and problem.blocks and problem.waived_by is None)
        problem.waived_by = who

    def withdraw_waiver(self, who: str, problem: Problem) -> None:
        require(who in DESK and problem.waived_by is not None)
        problem.waived_by = None
