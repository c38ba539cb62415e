"""Many rows rewritten at once: read in a handful of queries, worked on in memory, stored in a handful.

Working on them is pure and may take its time, so for long articles it happens outside the writing scope; storing
first makes sure that nobody touched these rows since. The number of statements does not depend on that of the rows.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Insert, insert, select, update
from sqlalchemy.orm import Session

from workbench.db.models import (
    Article,
    Cause,
    Decision,
    DecisionKind,
    Lineage,
    LineageKind,
    Problem,
    ProblemEvent,
    ProblemEventKind,
    ProblemSpan,
    Revision,
    Segment,
)
from workbench.domain.carrying import carry_places, put_back, stands_again
from workbench.domain.errors import Conflict
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import InlineMark
from workbench.domain.owed import Written
from workbench.domain.people import Actor
from workbench.domain.problems import Move
from workbench.services import looks
from workbench.services.positions import live_positions, make_room, positions_between
from workbench.services.revisions import move_detail
from workbench.services.rows_in_work import (
    SNAPPED,
    STORED,
    ProblemInWork,
    RowInWork,
    SpanInWork,
    Words,
    read_rows,
)
from workbench.text.spans import Span
from workbench.text.tokens import count_words

TOUCHED = "Somebody worked on these rows in the same moment. Nothing was stored; look again, and once more."


class RowsInWork:
    """Rows of one article as one act rewrites them; all of them count as changed by it.

    ``rows``: by id. ``problems``: all on these rows, in their order.
    """

    def __init__(
        self, session: Session, actor: Actor, article_id: int, ids: Iterable[int], at: datetime
    ) -> None:
        self.actor, self.article_id, self.at = actor, article_id, at
        self.snapshots: list[dict[str, Any]] = []
        self._new_rows: list[RowInWork] = []
        self._new_words: list[tuple[RowInWork, Side, Words]] = []
        self._sealed: list[Words] = []
        self._lineage: list[tuple[RowInWork, RowInWork, LineageKind]] = []
        self._approved: list[tuple[RowInWork, str]] = []
        self._moves: list[tuple[ProblemInWork, Move, dict[Side, str]]] = []
        found = read_rows(session, list(dict.fromkeys(ids)))
        self.rows, self.problems, self._seen = found.rows, found.problems, found.seen
        self._words_were = {row_id: dict(row.words) for row_id, row in found.rows.items()}
        self._stood = {
            span: (problem.row.id, span.stand) for problem in self.problems for span in problem.spans
        }
        self._stay: set[ProblemInWork] = set()

    # -- working on them

    @property
    def all_rows(self) -> list[RowInWork]:
        """Those there were and those it makes."""
        return [*self.rows.values(), *self._new_rows]

    def remember(self, rows: Iterable[RowInWork]) -> None:
        """Note how the rows stand with their problems' places, as plain data that :mod:`undo` puts back."""
        for row in rows:
            self.snapshots.append(
                {
                    "problems": [problem.id for problem in row.problems],
                    "places": [
                        [s.id, s.side.value, *s.stand] for problem in row.problems for s in problem.spans
                    ],
                    "id": row.id,
                    "version": row.lock_version,
                    "kind": row.kind.value,
                    "state": row.state.value,
                    "source_revision": _id_of(row.words[Side.SOURCE]),
                    "target_revision": _id_of(row.words[Side.TARGET]),
                    "source_before_id": _id_of(row.before),
                    **{name: getattr(row, name) for name in SNAPPED},
                }
            )

    def new_row(
        self, kind: Kind, attrs: Mapping[str, Any] = MappingProxyType({}), *, position: int = 0
    ) -> RowInWork:
        """An empty row; its position may be given later, by :meth:`arrange`."""
        row = RowInWork(None, kind, dict(attrs), position=position)
        self._new_rows.append(row)
        return row

    def seal(self, row: RowInWork) -> None:
        """Make both sides' present words permanent, because something is about to refer to them."""
        for words in row.words.values():
            self._seal(words)

    def _seal(self, words: Words | None) -> None:
        if words and words.sealed_at is None:
            words.sealed_at = self.at
            self._sealed.append(words)

    def write(
        self,
        row: RowInWork,
        side: Side,
        text: str,
        *,
        cause: Cause,
        author_id: int | None,
        marks: Sequence[InlineMark],
        brings_back: int | None = None,
    ) -> None:
        """Give the side a new text. Problems' spans on it follow their words, or lose their place with them.

        ``brings_back``: the number of the revision whose words these are, 0 for none, where an act is undone.
        """
        parent = row.words[side]
        self._seal(parent)
        words = Words(
            number=parent.number + 1 if parent else 1,
            text=text,
            marks=[m.as_json() for m in marks],
            sealed_at=None,
            parent=parent,
            cause=cause,
            author_id=author_id,
        )
        row.words[side] = words
        self._new_words.append((row, side, words))
        count = count_words(text, side.language)
        if side is Side.SOURCE:
            row.source, row.source_words = text, count
        else:
            row.target, row.target_words = text, count
            row.standing = row.standing.after(Written(words.number, author_id, brings_back=brings_back))
        spans = [span for span in row.spans if span.side is side] if parent else []
        if spans and parent:
            carry_places(spans, parent.text, text)
            for span in spans:
                span.of = words

    def remember_source(self, row: RowInWork, text: str) -> None:
        """Before its Arabic becomes ``text``, as :func:`steps.remember_source` does for a single row."""
        was = row.before or row.words[Side.SOURCE]
        if was is not None and row.target.strip():
            self._seal(was)
            row.before = None if was.text == text else was

    def came_of(self, old: RowInWork, new: RowInWork, kind: LineageKind) -> None:
        """Words of ``old`` went to ``new``."""
        self._lineage.append((old, new, kind))

    def tell_move(self, problem: ProblemInWork, how: Move, words: dict[Side, str]) -> None:
        """Say in the problem's thread what the act did to these words of it, by side."""
        self._moves.append((problem, how, words))

    def leave_in_tray(self, problem: ProblemInWork) -> None:
        """What lies there of it is there on purpose, wherever its words stand."""
        self._stay.add(problem)

    def settle_marks(self) -> None:
        """At the end of the act, look whether words of the tray stand again, and tell which marks went there or came out.

        As for a single edit (:mod:`workbench.domain.carrying`); words that stood in any of these rows before are others.
        """
        told = {problem for problem, *_ in self._moves}
        before = {
            side: {row_id: words.text for row_id, of in self._words_were.items() if (words := of[side])}
            for side in Side
        }
        for problem in self.problems:
            if problem in told:
                continue
            moves: dict[Move, dict[Side, str]] = defaultdict(dict)
            for span in problem.spans:
                if span.start is None and problem not in self._stay:
                    self._find_again(problem, span, before[span.side])
                _, stood = self._stood[span]
                if stood.start is None and span.start is not None:
                    moves[Move.FOUND][span.side] = span.exact
                elif stood.start is not None and span.start is None:
                    moves[Move.LOST][span.side] = span.exact
            for how, lost_or_found in moves.items():
                self.tell_move(problem, how, lost_or_found)

    def _find_again(self, problem: ProblemInWork, span: SpanInWork, before: Mapping[int, str]) -> None:
        if any(other.start is None for other in problem.spans if other is not span):
            return
        row_id, stood = self._stood[span]
        was = Span(stood.start, stood.end or 0) if stood.start is not None else None
        elsewhere = [text for other, text in before.items() if other != row_id]
        text = problem.row.text(span.side)
        found = stands_again(span, before.get(row_id or 0, ""), text, was, elsewhere)
        if found is not None:
            put_back(span, found)
            span.of = problem.row.words[span.side]

    def approve(self, row: RowInWork, reason: str) -> None:
        """The actor's word on both sides as they are now."""
        self.seal(row)
        self._approved.append((row, reason))

    # -- storing

    def check(self, session: Session) -> None:
        """Raises Conflict when somebody touched one of the rows, or marked words on it, since they were read."""
        query = select(Segment.id, Segment.article_version).where(Segment.article_id == self.article_id)
        now: dict[int, int] = dict(session.execute(query).all())
        if any(now.get(row_id) != version for row_id, version in self._seen.items()):
            raise Conflict(TOUCHED)

    def arrange(self, session: Session, order: Sequence[RowInWork | int], stay: Collection[int]) -> None:
        """Give the rows their places; ``order``: all that will be live, those not in work by their id.

        Those whose ids are in ``stay`` keep their places, which rise already.
        """
        ids = [row if isinstance(row, int) else row.id for row in order]
        make_room(session, self.article_id, sum(row_id not in stay for row_id in ids))
        places = live_positions(session, self.article_id)
        for snapshot in self.snapshots:
            snapshot["position"] = places.get(snapshot["id"], snapshot["position"])  # retired ones have none
        for row_id, row in self.rows.items():
            row.position = places.get(row_id, row.position)
        kept = [places[row_id] if row_id is not None and row_id in stay else None for row_id in ids]
        for item, position in zip(order, positions_between(kept), strict=True):
            if isinstance(item, RowInWork):
                item.position = position

    def store(self, session: Session, article: Article) -> None:
        """Write all of it; the caller brings the projection up to date, which takes the article's next version."""
        session.flush()
        self.settle_marks()
        for row in self.rows.values():
            row.lock_version += 1
        self._insert_rows(session, article.version + 1)
        self._insert_words(session)
        self._update(session, article.version + 1)
        self._insert_what_was_said(session)
        looks.take_along(session, self.rewritten, self.actor.id)
        session.expire_all()  # what the session holds of these rows is old now

    def _insert_rows(self, session: Session, version: int) -> None:
        if not self._new_rows:
            return
        values = [
            self._values(row)
            | {"article_id": self.article_id, "changed_at": self.at, "article_version": version}
            for row in self._new_rows
        ]
        stored = session.execute(_insert(Segment).returning(Segment.position, Segment.id), values)
        ids = dict(stored.all())
        for row in self._new_rows:
            row.id = ids[row.position]

    def _insert_words(self, session: Session) -> None:
        """Words by how many new ones they follow in their row: an id must be known before another names it."""
        generations: dict[int, list[tuple[RowInWork, Side, Words]]] = defaultdict(list)
        for new in self._new_words:
            generations[_depth(new)].append(new)
        for _, generation in sorted(generations.items()):
            stored = session.execute(
                _insert(Revision).returning(Revision.id, Revision.segment_id, Revision.side, Revision.number),
                [
                    {
                        "segment_id": row.id,
                        "side": side,
                        "number": words.number,
                        "text": words.text,
                        "marks": words.marks,
                        "parent_id": _id_of(words.parent),
                        "author_id": words.author_id,
                        "cause": words.cause,
                        "created_at": self.at,
                        "changed_at": self.at,
                        "sealed_at": words.sealed_at,
                    }
                    for row, side, words in generation
                ],
            )
            ids = {tuple(item[1:]): item[0] for item in stored}
            for row, side, words in generation:
                words.id = ids[row.id, side, words.number]

    def _update(self, session: Session, version: int) -> None:
        _write(
            session,
            Segment,
            [
                self._values(row)
                | {
                    "id": row.id,
                    "source_revision_id": _id_of(row.words[Side.SOURCE]),
                    "target_revision_id": _id_of(row.words[Side.TARGET]),
                    "source_before_id": _id_of(row.before),
                    "article_version": version,
                    "changed_at": self.at,
                }
                for row in self.all_rows
            ],
        )
        new = {id(words) for *_, words in self._new_words}
        _write(
            session,
            Revision,
            [{"id": w.id, "sealed_at": w.sealed_at} for w in self._sealed if id(w) not in new],
        )
        _write(session, Problem, [{"id": p.id, "segment_id": p.row.id} for p in self.problems])
        _write(
            session,
            ProblemSpan,
            [
                {
                    "id": s.id,
                    "start": s.start,
                    "end": s.end,
                    "confidence": s.confidence,
                    "revision_id": s.of.id if s.of else s.revision_id,
                }
                for p in self.problems
                for s in p.spans
            ],
        )

    @property
    def rewritten(self) -> list[looks.Rewritten]:
        """The sides that were given other words, once these are stored."""
        return [
            looks.Rewritten(row_id, side, _id_of(self._words_were[row_id][side]), _id_of(words))
            for row_id, row in self.rows.items()
            for side, words in row.words.items()
            if words is not self._words_were[row_id][side]
        ]

    def _causes(self, row: RowInWork) -> dict[Side, Cause]:
        """By what its texts became others, for the sides that did."""
        return {side: words.cause for other, side, words in self._new_words if other is row}

    def _values(self, row: RowInWork) -> dict[str, Any]:
        return {name: getattr(row, name) for name in STORED}

    def _insert_what_was_said(self, session: Session) -> None:
        said = {"actor_id": self.actor.id, "created_at": self.at}
        lineage = [
            said
            | {"article_id": self.article_id, "from_segment_id": a.id, "to_segment_id": b.id, "kind": kind}
            for a, b, kind in self._lineage
        ]
        decisions = [
            said
            | {
                "segment_id": row.id,
                "kind": DecisionKind.APPROVED,
                "source_revision_id": _id_of(row.words[Side.SOURCE]),
                "target_revision_id": _id_of(row.words[Side.TARGET]),
                "reason": reason,
            }
            for row, reason in self._approved
        ]
        moves = [
            said
            | {
                "problem_id": problem.id,
                "kind": ProblemEventKind.MOVED,
                "text": "",
                "direction": "auto",
                "detail": move_detail(how, words, self._causes(problem.row)),
            }
            for problem, how, words in self._moves
        ]
        for model, values in ((Lineage, lineage), (Decision, decisions), (ProblemEvent, moves)):
            if values:
                session.execute(_insert(model), values)


def _id_of(words: Words | None) -> int | None:
    return words.id if words else None


def _depth(new: tuple[RowInWork, Side, Words]) -> int:
    depth, parent = 0, new[2].parent
    while parent and parent.id is None:
        depth, parent = depth + 1, parent.parent
    return depth


def _insert(model: type[Any]) -> Insert:
    """Of many rows by one statement, whichever of their values are None."""
    return insert(model).execution_options(render_nulls=True)


def _write(session: Session, model: type[Any], values: Sequence[dict[str, Any]]) -> None:
    if values:
        session.execute(update(model), values)
