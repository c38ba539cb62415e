"""Undo for acts on rows: insert, split, join, move, remove, re-kind, left out, added.

Each such act writes one audit line with a snapshot of the rows before and their versions after. Undoing
puts the rows back as they were, as long as nobody touched them since; words come back as new revisions, so
history stays append-only. What was done since and undone again is no touch: acts are undone one after the other.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, AuditEvent, Cause, ProblemEvent, ProblemEventKind, Segment
from workbench.db.queries.undone import Undone, undone_since
from workbench.domain.carrying import carry_places
from workbench.domain.errors import NotFound, WrongState
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import marks_from_json
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.problems import Move
from workbench.domain.workflow import State
from workbench.services import audit, looks, projection, returned_notes
from workbench.services.articles import fields_of, set_field
from workbench.services.locking import lock_article
from workbench.services.rewriting import RowsInWork
from workbench.services.rows_in_work import NOWHERE, SNAPPED, RowInWork, SpanInWork, Stand, Words, read_words

#: What a snapshot names revisions by.
_REVISIONS = ("source_revision", "target_revision", "source_before_id")


def snapshot(session: Session, actor: Actor, segment: Segment, at: datetime) -> dict[str, Any]:
    """The row as it stands with its problems' places, as plain data for the audit line."""
    work = RowsInWork(session, actor, segment.article_id, [segment.id], at)
    work.remember(work.rows.values())
    return work.snapshots[0]


def undoable(
    session: Session,
    actor: Actor,
    name: str,
    article: Article,
    before: Sequence[dict[str, Any]],
    after: Sequence[Segment | RowInWork],
    at: datetime,
    **detail: Any,
) -> int:
    """Write the audit line of an act on rows and return its id, which :func:`undo` takes.

    ``before``: snapshots of the rows that existed; ``after``: all rows touched, new ones too.
    """
    versions = {str(s.id): s.lock_version for s in after}
    subject = session.get(Segment, after[0].id) if after else None
    return audit.record(
        session,
        actor,
        name,
        at=at,
        article=article,
        segment=subject,
        before=list(before),
        versions=versions,
        **detail,
    ).id


def undo(session: Session, actor: Actor, article_id: int, event_id: int, *, at: datetime) -> list[Segment]:
    """Take back the act of that audit line. Raises WrongState when its rows have been changed since."""
    article = lock_article(session, article_id)
    require(actor, Permission.EDIT_STRUCTURE, article.subject)
    event = session.get(AuditEvent, event_id)
    if event is None or event.article_id != article.id or "versions" not in event.detail:
        raise NotFound("There is nothing to undo here.")
    versions: dict[str, int] = event.detail["versions"]
    work = RowsInWork(session, actor, article.id, map(int, versions), at)
    since = undone_since(session, article.id, event.id)
    if not since.leaves(versions, {row_id: row.lock_version for row_id, row in work.rows.items()}):
        raise WrongState("Somebody has changed these rows since; it is too late to undo this.")
    before = {row["id"]: row for row in event.detail["before"]}
    if not before and work.problems:
        raise WrongState("The new row has been marked since; it is too late to undo this.")
    stood = {
        span: (problem.row.text(span.side), span.stand) for problem in work.problems for span in problem.spans
    }
    old = read_words(session, [row[name] for row in before.values() for name in _REVISIONS if row.get(name)])
    for row_id, row in work.rows.items():
        if row_id in before:
            _put_back(work, row, before[row_id], old)
        else:
            row.retired, row.retired_at = True, at  # the act had made it
        row.refresh_owed()
    _put_problems_back(work, event.detail["before"], stood, _moved_since(session, work, event, since))
    for name, (was, became) in event.detail.get("fields", {}).items():
        if fields_of(article)[name] == became:
            set_field(article, name, was)
    work.store(session, article)
    looks.take_along(session, _as_before(work, before))
    if event.actor_id is not None:  # who did it knew what was before
        looks.take_along(session, work.rewritten, event.actor_id)
    returned_notes.take_back(session, actor, event.detail.get("asked", ()), at=at)
    projection.refresh_behind_source(session, article, at)
    projection.refresh_changed_since_edition(session, article, at)
    projection.refresh(session, article, at, titles=True)
    same = {
        str(row_id): [work.rows[row_id].lock_version, was["version"]]
        for row_id, was in before.items()
        if "version" in was
    }
    audit.record(
        session, actor, "rows.undone", at=at, article=article, undone=event.id, of=event.name, same=same
    )
    touched = select(Segment).where(Segment.id.in_(work.rows)).order_by(Segment.position)
    return list(session.scalars(touched))


def _as_before(work: RowsInWork, before: Mapping[int, Mapping[str, Any]]) -> list[looks.Rewritten]:
    """The sides that read again as they did before the act."""
    return [
        looks.Rewritten(row_id, side, was[f"{side}_revision"], words.id)
        for row_id, was in before.items()
        for side in Side
        if (words := work.rows[row_id].words[side]) is not None
    ]


def _moved_since(session: Session, work: RowsInWork, event: AuditEvent, undone: Undone) -> set[int]:
    """The problems whose marks somebody has put elsewhere since the act."""
    moves = select(ProblemEvent.problem_id, ProblemEvent.created_at).where(
        ProblemEvent.problem_id.in_([problem.id for problem in work.problems]),
        ProblemEvent.kind == ProblemEventKind.MOVED,
        ProblemEvent.created_at > event.at,
    )
    return {problem_id for problem_id, moved_at in session.execute(moves) if moved_at not in undone.moments}


def _put_problems_back(
    work: RowsInWork,
    before: list[dict[str, Any]],
    stood: Mapping[SpanInWork, tuple[str, Stand]],
    moved_since: Collection[int],
) -> None:
    """Problems return to their rows, spans to where they were; marks made or moved since follow their words.

    ``stood``: the text each span was of before the undoing, and where it stood there.
    """
    known = {problem_id: row["id"] for row in before for problem_id in row["problems"]}
    # Events of an earlier version of the program say no confidence, and nothing of the tray.
    places = {
        id_: Stand(start, end, *(said or [1.0]))
        for row in before
        for id_, _, start, end, *said in row["places"]
    }
    home = before[0]["id"] if before else None
    for problem in work.problems:
        if problem.id in known:
            problem.go_to(work.rows[known[problem.id]])
        elif problem.row.retired and home is not None:  # marked since, on a row that is going
            problem.go_to(work.rows[home])
        if problem.id in known and problem.id not in moved_since:
            work.leave_in_tray(problem)
        back = {}
        for span in problem.spans:
            text, stand = stood[span]
            if problem.id in known and problem.id not in moved_since:
                stand = places.get(span.id, NOWHERE)
                if stand.start is not None and stood[span][1].start is None:
                    back[span.side] = span.exact
            elif stand.start is not None:
                span.put(stand, None)
                carry_places([span], text, problem.row.text(span.side))
                stand = span.stand
            span.put(stand, problem.row.words[span.side])
        if back:
            work.tell_move(problem, Move.BROUGHT_BACK, back)


def _put_back(
    work: RowsInWork, row: RowInWork, was: Mapping[str, Any], old: Mapping[int | None, Words]
) -> None:
    for name in SNAPPED:
        if name in was:  # events of an earlier version of the program may say less
            setattr(row, name, was[name])
    if "source_before_id" in was:
        row.before = old.get(was["source_before_id"])
    row.retired_at = work.at if row.retired else None
    row.kind, row.state = Kind(was["kind"]), State(was["state"])
    for side in Side:
        now, then = row.words[side], old.get(was[f"{side}_revision"])
        if (now and now.id) == (then and then.id):
            continue
        text = then.text if then else ""
        marks = marks_from_json(then.marks, then.text) if then else ()
        # Nobody's new words: whose they are, and who stands behind them, is in the revision they bring back.
        number = then.number if then else 0
        work.write(row, side, text, cause=Cause.UNDO, author_id=None, marks=marks, brings_back=number)
