"""A translation file that was exported here comes back, edited elsewhere: what it changes, and putting that in.

Its texts are held against those that went out, whose stamp the file carries: so it shows what was changed there,
what here meanwhile, and what in both places. Nothing changed in both is written unless somebody says so row by row. Notes that were
written elsewhere come as questions.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Cause, Segment
from workbench.db.queries.editions import PresentSegment, find_article, present_segments
from workbench.domain.errors import Conflict, InvalidInput, WrongState
from workbench.domain.exchange import stamp
from workbench.domain.kinds import Side
from workbench.domain.marks import InlineMark, Look, looks_of
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, allows, require
from workbench.domain.workflow import TRANSITIONS, Event, State, text_event
from workbench.export.parts import visible
from workbench.intake.returned import Returned, ReturnedUnit
from workbench.intake.units import Note
from workbench.services import projection, returned_notes
from workbench.services.locking import lock_article
from workbench.services.rewriting import RowsInWork
from workbench.services.steps import LONGEST_TEXT
from workbench.services.undo import undoable

CHANGED_MEANWHILE = (
    "The article changed since this report was made. Nothing was stored; this is a fresh report."
)
NOT_AGREED = "Say that the approvals may fall; nothing was stored."
_OPEN = frozenset({State.UNTRANSLATED, State.DRAFT, State.RETURNED})


class Outcome(StrEnum):
    """What becomes of a unit of the file."""

    CHANGED = "changed"  # its words are taken
    STATE = "state"  # only how far it is
    CONFLICT = "conflict"  # changed in both places, or nobody can tell: taken only if somebody says so
    LOCKED = "locked"  # approved here, and whoever brings the file may not reopen it
    HERE = "here"  # changed here alone
    SAME = "same"
    TWICE = "twice"  # the same row once more, of which the first counts
    UNKNOWN = "unknown"  # no row of this article
    MISSING = "missing"  # a row that is not in the file


@dataclass(frozen=True, slots=True)
class Line:
    """A unit beside its row. ``number`` is the row's place from 1, 0 where there is none; ``why`` of a conflict.

    ``after`` is the state the row gets, if it is taken. ``taken``: it is written. ``only_marks``: no word differs.
    ``source_there`` is the Arabic of the file where it is another. ``lost`` and ``gained``: links and emphasis here that
    the file has not, and the other way round; ``refused``: links in the file whose addresses cannot be taken. ``notes``:
    new ones.
    """

    outcome: Outcome
    segment_id: int | None = None
    number: int = 0
    source: str = ""
    here: str = ""
    there: str = ""
    marks: tuple[InlineMark, ...] = ()
    source_there: str = ""
    lost: tuple[Look, ...] = ()
    gained: tuple[Look, ...] = ()
    refused: tuple[Look, ...] = ()
    notes: tuple[Note, ...] = ()
    before: State | None = None
    after: State | None = None
    event: Event | None = None
    taken: bool = False
    why: str = ""

    @property
    def only_marks(self) -> bool:
        return self.here == self.there

    @property
    def costs_approval(self) -> bool:
        return self.taken and self.before is State.APPROVED


@dataclass(frozen=True, slots=True)
class Report:
    """All of it, in the order of the file. ``seen`` stands for the rows and the file as they were compared.

    ``notes``: new ones on the file as a whole.
    """

    lines: tuple[Line, ...]
    seen: str
    notes: tuple[Note, ...] = ()
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def taken(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.taken)

    @property
    def all_notes(self) -> tuple[tuple[int | None, Note], ...]:
        """Those that can be asked here, with their rows; None for the article as a whole."""
        beside = [(line.segment_id, note) for line in self.lines if line.segment_id for note in line.notes]
        return (*((None, note) for note in self.notes), *beside)

    @property
    def loses_looks(self) -> int:
        """How many rows lose a link or emphasis if they are taken as they are."""
        return sum(bool(line.lost) for line in self.taken)

    @property
    def approvals(self) -> int:
        return sum(line.costs_approval for line in self.lines)

    @property
    def may_cost_approvals(self) -> bool:
        """Whether approvals fall, or would with a conflict that is taken."""
        return any(
            line.before is State.APPROVED and (line.taken or line.outcome is Outcome.CONFLICT)
            for line in self.lines
        )


def report(
    session: Session,
    actor: Actor,
    article: Article,
    returned: Returned,
    take: Collection[int] = (),
    leave: Collection[int] = (),
) -> Report:
    """What the file would change; ``take``: ids of rows in conflict whose words in the file are to be taken, ``leave``:
    of rows changed there alone that are to stay as they are.

    Raises InvalidInput for a file of another article.
    """
    require(actor, Permission.BRING_BACK, article.subject)
    if returned.slug and returned.slug != article.slug:
        raise InvalidInput(
            f"That file was exported from the article “{returned.slug}”, not from this one. Nothing was stored."
        )
    rows = {row.content.id: row for row in present_segments(session, article.id)}
    may_reopen = allows(actor, Permission.REOPEN, article.subject)
    told = returned_notes.told_of(session, article.id)
    said = defaultdict(set)
    for unit in returned.units:
        said[unit.segment_id].add((unit.target, unit.marks))
    lines: list[Line] = []
    met: dict[int, Line] = {}
    for unit in returned.units:
        row = rows.get(unit.segment_id or 0)
        if row is None:
            lines.append(Line(Outcome.UNKNOWN, source=unit.source, there=unit.target, notes=unit.notes))
            continue
        id_, known = row.content.id, set(told.get(row.content.id, ()))
        if id_ in met:
            line = replace(_beside(row, unit), outcome=Outcome.TWICE)
            known |= {note.text for note in met[id_].notes}
        else:
            differ = len(said[id_]) > 1
            line = _line(actor, row, unit, differ=differ, may_reopen=may_reopen, take=take, leave=leave)
        line = replace(line, notes=returned_notes.untold(unit.notes, known))
        met.setdefault(id_, line)
        lines.append(line)
    lines += [
        Line(Outcome.MISSING, id_, row.number, row.content.source, row.content.target, before=row.state)
        for id_, row in rows.items()
        if id_ not in met
    ]
    return Report(
        tuple(lines),
        _seen(rows.values(), returned),
        returned_notes.untold(returned.notes, told[None]),
        Counter(line.outcome.value for line in lines),
    )


def _line(
    actor: Actor,
    row: PresentSegment,
    unit: ReturnedUnit,
    *,
    differ: bool,
    may_reopen: bool,
    take: Collection[int],
    leave: Collection[int],
) -> Line:
    """``differ``: the file has the row more than once, and not always the same."""
    here, there = row.content, unit.target
    line = _beside(row, unit)
    stamp_here, stamp_there = stamp(here.target, here.target_marks), stamp(there, unit.marks)
    if stamp_here == stamp_there:
        alone = _state_alone(row, unit, is_as_sent=stamp_here == unit.stamp)
        if alone is None:
            return line
        return replace(line, outcome=Outcome.STATE, after=alone, taken=here.id not in leave)
    if stamp_there == unit.stamp:
        return replace(line, outcome=Outcome.HERE)
    if row.state is State.APPROVED and not may_reopen:
        return replace(line, outcome=Outcome.LOCKED)
    state = State.TRANSLATED if row.state is State.APPROVED else row.state
    event = text_event(actor, state, there)
    after = TRANSITIONS[state, event].to
    if unit.state is State.TRANSLATED and there.strip() and after in _OPEN:
        after = State.TRANSLATED
    line = replace(line, event=event, after=after)
    why = "The file has this row twice, and not with the same words." if differ else ""
    why = why or _conflict(row, unit, line, stamp_here)
    if not why:
        return replace(line, outcome=Outcome.CHANGED, taken=here.id not in leave)
    return replace(line, outcome=Outcome.CONFLICT, taken=here.id in take, why=why)


def _beside(row: PresentSegment, unit: ReturnedUnit) -> Line:
    """A unit beside its row, with nothing taken."""
    here = row.content
    looks_here, looks_there = looks_of(here.target, here.target_marks), looks_of(unit.target, unit.marks)
    return Line(
        Outcome.SAME,
        here.id,
        row.number,
        here.source,
        here.target,
        unit.target,
        unit.marks,
        source_there=""
        if _words(unit.source) in map(_words, (here.source, visible(here.source)))
        else unit.source,
        lost=tuple((looks_here - looks_there).elements()),
        gained=tuple((looks_there - looks_here).elements()),
        refused=unit.refused,
        before=row.state,
    )


def _words(text: str) -> str:
    """A text as far as it is what it says, and not how programs lay it out."""
    return " ".join(text.split())


def _state_alone(row: PresentSegment, unit: ReturnedUnit, *, is_as_sent: bool) -> State | None:
    """The state to take where the words are the same: translated, where the file says so and nobody moved it here."""
    moves = unit.state is State.TRANSLATED and unit.sent_state in _OPEN and unit.sent_state is row.state
    return State.TRANSLATED if moves and is_as_sent and row.content.target.strip() else None


def _conflict(row: PresentSegment, unit: ReturnedUnit, line: Line, stamp_here: str) -> str:
    if not unit.stamp:
        return "The file does not say any more what was sent out, so nobody can tell who changed it."
    if stamp_here != unit.stamp:
        return "It was changed here as well since it was sent out."
    if row.left_out and unit.target.strip():
        return f"It is left out here on purpose: {row.content.left_out_reason or 'no reason was given'}"
    if line.source_there:
        return "The Arabic in the file is not the one that stands here now."
    if not unit.target.strip():
        return "The file has no English for it any more."
    if {look.words for look in line.lost} & {look.words for look in line.refused}:
        return "The address of a link was changed to one that cannot be taken."
    if not line.gained and any(look.words in line.there for look in line.lost):
        words = "The words are the same, but" if line.only_marks else "Other words changed, and"
        return f"{words} the file has lost links or emphasis, as some programs do."
    return ""


def _seen(rows: Collection[PresentSegment], returned: Returned) -> str:
    digest = hashlib.sha256()
    for row in rows:
        content = row.content
        digest.update(
            f"{content.id} {row.state} {content.source_revision_id} "
            f"{stamp(content.target, content.target_marks)}\n".encode()
        )
    for unit in returned.units:
        digest.update(f"{unit.segment_id} {unit.state} {stamp(unit.target, unit.marks)}\n".encode())
    return digest.hexdigest()[:32]


# --- putting it in --------------------------------------------------------------------------------------


def prepare(session: Session, actor: Actor, article: Article, found: Report, *, at: datetime) -> RowsInWork:
    """Work out what the report writes; only reads, so call it outside any writing scope.

    Raises Conflict when a row has changed since, InvalidInput for a text that is too long, NotAllowed.
    """
    lines = {line.segment_id: line for line in found.taken if line.segment_id}
    work = RowsInWork(session, actor, article.id, lines, at)
    work.remember(work.rows.values())
    for id_, line in lines.items():
        row = work.rows.get(id_)
        if row is None or row.target != line.here or row.state is not line.before or row.retired:
            raise Conflict(CHANGED_MEANWHILE)
        work.seal(row)
        if line.event is not None:
            _write(work, article, line)
        assert line.after is not None, "whatever is taken has a state"
        row.state = line.after
    return work


def _write(work: RowsInWork, article: Article, line: Line) -> None:
    assert line.segment_id is not None and line.event is not None and line.before is not None  # noqa: PT018
    row = work.rows[line.segment_id]
    if len(line.there) > LONGEST_TEXT:
        raise InvalidInput(
            f"Row {line.number} has {len(line.there):,} characters in the file; one row holds at most {LONGEST_TEXT:,}."
        )
    before = line.before
    if before is State.APPROVED:
        require(work.actor, Permission.REOPEN, article.subject)
        before = State.TRANSLATED
    require(work.actor, TRANSITIONS[before, line.event].permission, article.subject)
    # Who translates here brings back their own work; the desk brings back what somebody did elsewhere.
    cause = Cause.RETURNED_FILE if line.event is Event.CORRECT else Cause.EDIT
    work.write(row, Side.TARGET, line.there, cause=cause, author_id=work.actor.id, marks=line.marks)
    work.seal(row)  # or what is typed next would be folded into what the file brought
    if line.there.strip():
        row.left_out, row.one_side_reason = False, row.one_side_reason if row.added else ""
    row.refresh_owed()


def bring_back(
    session: Session,
    actor: Actor,
    slug: str,
    found: Report,
    work: RowsInWork,
    *,
    agreed: int,
    notes_of: str | None = None,
) -> int:
    """Store it, all at once; ``agreed`` is how many approvals the person was told will fall.

    ``notes_of``: the name of the file, if its new notes are to be asked here. Returns the id of the audit line, which an undo can name. Raises Conflict when a row was touched since,
    WrongState when nobody agreed or there is nothing to take.
    """
    article = lock_article(session, find_article(session, slug).id)
    require(actor, Permission.BRING_BACK, article.subject)
    notes: tuple[tuple[int | None, Note], ...] = ()
    if notes_of is not None:
        told = returned_notes.told_of(
            session, article.id
        )  # they may have come in a moment ago, by another page
        notes = tuple(
            (id_, note) for id_, note in found.all_notes if returned_notes.untold([note], told.get(id_, ()))
        )
    if not found.taken and not notes:
        raise WrongState("There is nothing in that file to take.")
    if found.approvals != agreed:
        raise WrongState(NOT_AGREED)
    work.check(session)
    work.store(session, article)
    asked = returned_notes.ask(session, actor, article, notes, file=notes_of or "", at=work.at)
    noted = session.scalars(select(Segment).where(Segment.id.in_([id_ for id_, _ in notes if id_])))
    projection.refresh(
        session, article, work.at, changed=noted, content=bool(found.taken), titles=bool(found.taken)
    )
    counts = Counter(line.outcome.value for line in found.taken)
    if asked:
        counts["notes"] = len(asked)
    if found.approvals:
        counts["approvals"] = found.approvals
    return undoable(
        session,
        actor,
        "rows.brought_back",
        article,
        work.snapshots,
        work.all_rows,
        work.at,
        counts=dict(counts),
        asked=asked,
    )


def changed_rows(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Those that say something: all but what is the same in both places, its Arabic too, without anything new."""
    return tuple(
        line
        for line in lines
        if line.outcome is not Outcome.SAME or line.source_there or line.notes or line.refused
    )
