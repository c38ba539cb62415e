"""What somebody changes by hand in editions, in their record or in the log is found, and named."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.services.conftest import Rows
from tests.services.test_after_publishing import make_edition, reword
from tests.services.test_publishing import approve_all
from workbench.db.models import AuditEvent, Edition, EditionEvent
from workbench.db.queries.decided import EDITION_MADE
from workbench.domain.editions import canonical_json, fingerprint
from workbench.domain.kinds import Side
from workbench.domain.problems import Severity
from workbench.services.segments import agree
from workbench.services.typo_fixes import fix_typo
from workbench.services.verifying import Verified, verify
from workbench.services.withdrawing import erase, withdraw

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.both_databases


@pytest.fixture
def lived(rows: Rows) -> Rows:
    """An article whose editions had everything happen to them.

    1 was out; 2, a correction, is erased; 3 and 4 were cancelled (4, a correction, for 5); 5 corrects again; 6 mends a
    typo; 7 is under embargo and was cancelled as 6 was withdrawn; 8 is out.
    """
    who, article_id = rows.people, rows.article.id
    approve_all(rows)
    make_edition(rows)
    reword(rows, 1, "Forty-three came back.")
    make_edition(rows, correction="It was 43.")
    reword(rows, 1, "Forty-two came back.")
    make_edition(rows, goes_out_at=rows.clock.moment + 3 * HOUR)
    make_edition(rows, goes_out_at=rows.clock.moment + 4 * HOUR, correction="It was 42, again.")
    make_edition(rows, correction="It was 42.")
    text = "Forty-two come back."
    asked: dict[str, Any] = {"text": text, "reason": "A slip", "at": rows.clock()}
    fix_typo(rows.session, who["editor"], article_id, 5, rows[1].id, **asked)
    rows.do(agree, "translator", 1)
    reword(rows, 3, "A joint committee on shifts.")
    make_edition(rows, goes_out_at=rows.clock.moment + HOUR)
    withdraw(rows.session, who["editor"], article_id, reason="Forged letter.", at=rows.clock())
    make_edition(rows)
    reason = {"reason": "A court order", "typed": rows.article.slug}
    erase(rows.session, who["admin"], article_id, [2], at=rows.clock(), **reason)
    return rows


def verified(session: Session) -> Verified:
    session.expire_all()
    (found,) = verify(session)
    return found


def past_triggers(session: Session) -> None:
    """Lets the transaction change rows the way somebody with the database in hand would."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        for name in session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            session.execute(text(f"DROP TRIGGER {name}"))
    else:
        session.execute(text("SET LOCAL session_replication_role = replica"))


@pytest.fixture
def by_hand(lived: Rows) -> Session:
    past_triggers(lived.session)
    return lived.session


EVENT = "edition_event WHERE kind = '{}' AND edition_id = (SELECT id FROM edition WHERE number = {})"
OTHER = '(SELECT min(id) FROM "user" WHERE id <> {})'


def insert(kind: str, number: int, reason: str = "Invented") -> str:
    return (
        "INSERT INTO edition_event (edition_id, kind, actor_id, reason, at) "
        f"SELECT id, '{kind}', published_by_id, '{reason}', published_at FROM edition WHERE number = {number}"
    )


def change(kind: str, number: int, column: str, value: str) -> str:
    return (
        f"UPDATE edition_event SET {column} = {value} WHERE "
        + EVENT.format(kind, number).partition("WHERE ")[2]
    )


def delete(kind: str, number: int) -> str:
    return "DELETE FROM " + EVENT.format(kind, number)


def log(name: str, number: int) -> str:
    return f"name = 'edition.{name}' AND CAST(detail AS TEXT) LIKE '%\"number\": {number}%'"


#: Who changes what, and what is said of which edition.
TAMPERED: dict[str, list[tuple[int, str]]] = {
    # content
    "UPDATE edition SET content = replace(content, 'quay', 'pier') WHERE number = 1": [
        (1, "fingerprint"),
        (1, "English of its segment 2"),
    ],
    "UPDATE edition SET content = replace(content, 'الأحد', 'الاثنين') WHERE number = 5": [
        (5, "fingerprint"),
        (5, "Arabic of its segment 2"),
    ],
    "UPDATE edition SET content = replace(content, 'Rana', 'Rania') WHERE number = 5": [
        (5, "fingerprint"),
        (5, "in its credits and the signatures of its segments 1, 2, 3 and 4: with what is there put back"),
    ],
    "UPDATE edition SET content = '' WHERE number = 1": [(1, "fingerprint"), (1, "damaged")],
    "UPDATE edition SET content = '{' WHERE number = 5": [(5, "fingerprint"), (5, "damaged")],
    "UPDATE edition SET content = replace(content, 'It was 42.', 'It was 41.') WHERE number = 5": [
        (5, "fingerprint"),
        (5, "differs from edition 6 in its corrections: with what is there put back"),
        (5, "another correction"),
    ],
    # what stands beside it
    "UPDATE edition SET sha256 = 'aa' WHERE number = 1": [
        (1, "fingerprint, but its content is as it was made"),
        (2, "chain is broken"),
    ],
    "UPDATE edition SET sha256 = 'aa' WHERE number = 2": [
        (2, "another fingerprint than the one that the log noted"),
        (3, "chain is broken"),
    ],
    "UPDATE edition SET note = 'No note at all' WHERE number = 5": [(5, "differs")],
    "UPDATE edition SET note = 'A whim' WHERE number = 6": [
        (6, "differs"),
        (6, "another reason for the typo"),
    ],
    f"UPDATE edition SET published_by_id = {OTHER.format('published_by_id')} WHERE number = 1": [
        (1, "somebody else as its publisher")
    ],
    "UPDATE edition SET published_at = '2026-03-01 00:00:00+00:00' WHERE number = 2": [
        (2, "another time than the log says")
    ],
    "DELETE FROM edition WHERE number = 5": [(5, "is missing"), (6, "chain is broken")],
    "DELETE FROM edition WHERE number = 8": [(8, "is missing")],
    # what happened to it: invented
    insert("erased", 1): [(1, "was erased")],
    insert("withdrawn", 8): [(8, "was withdrawn")],
    insert("cancelled", 8): [(8, "was cancelled")],
    insert("corrected", 8): [(8, "another correction"), (8, "was corrected")],
    insert("withdrawn", 6, "Forged letter."): [(6, "its own record, and the log does not")],
    # passed over in silence
    delete("released", 1): [(1, "says the log, and its own record does not")],
    delete("scheduled", 3): [(3, "was scheduled")],
    delete("cancelled", 3): [(3, "was cancelled")],
    delete("cancelled", 4): [(4, "was cancelled")],
    delete("cancelled", 7): [(7, "was cancelled")],
    delete("corrected", 1): [(2, "another correction"), (1, "was corrected")],
    delete("withdrawn", 6): [(6, "was withdrawn")],
    delete("erased", 2): [(2, "fingerprint"), (2, "damaged"), (2, "was erased")],
    # told otherwise
    change("corrected", 1, "reason", "'It was 40.'"): [
        (2, "another correction"),
        (1, "“It was 43.”), says the log"),
        (1, "“It was 40.”), says its own record"),
    ],
    change("corrected", 2, "reason", "'It was 40.'"): [
        (4, "another correction"),
        (5, "another correction"),
        *[(2, "was corrected")] * 4,
    ],
    change("released", 1, "at", "'2026-03-01 00:00:00+00:00'"): [(1, "says the log"), (1, "2026-03-01")],
    change("scheduled", 7, "at", "'2026-03-01 00:00:00+00:00'"): [(7, "says the log"), (7, "2026-03-01")],
    change("released", 1, "actor_id", OTHER.format("actor_id")): [(1, "says the log"), (1, "own record")],
    change("cancelled", 7, "reason", "'A whim'"): [(7, "The edition before it"), (7, "A whim")],
    change("withdrawn", 6, "reason", "'It was fine'"): [(6, "Forged letter"), (6, "It was fine")],
    change("erased", 2, "actor_id", OTHER.format("actor_id")): [(2, "says the log"), (2, "own record")],
    # the log
    f"DELETE FROM event WHERE {log('withdrawn', 6)}": [(6, "its own record, and the log does not")],
    f"DELETE FROM event WHERE {log('published', 8)}": [(8, "never made"), (8, "was released")],
    "DELETE FROM event WHERE name = 'edition.scheduled'": [
        *((number, "never made") for number in (3, 4, 7)),
        *((number, "was scheduled") for number in (3, 4, 7)),
    ],
}


def test_whatever_is_changed_by_hand_is_found_and_named(by_hand: Session) -> None:
    untouched = verified(by_hand)
    assert untouched.failures == ()
    wrong = {}
    for statement, expected in TAMPERED.items():
        with by_hand.begin_nested() as undone:
            touched: Any = by_hand.execute(text(statement))
            found = [(failure.number, failure.says) for failure in verified(by_hand).failures]
            undone.rollback()
        is_named = len(found) == len(expected) and all(
            number == at and words in says
            for (number, words), (at, says) in zip(expected, found, strict=True)
        )
        if not touched.rowcount or not is_named:
            wrong[statement] = found
    assert wrong == {}
    assert verified(by_hand) == untouched


def _segment(number: int, **values: Any) -> Callable[[Any], object]:
    return lambda content: content["segments"][number - 1].update(values)


def _english(number: int, **values: Any) -> Callable[[Any], object]:
    return lambda content: content["segments"][number - 1]["target"].update(values)


LINK = {"start": 0, "end": 4, "kind": "link", "href": "https://elsewhere.example"}
PUT_BACK = ": with what is there put back, its fingerprint is right"
#: What is changed in the content of edition 5, and what is said of it beside that its fingerprint is wrong.
TAMPERED_CONTENT: list[tuple[Callable[[Any], object], list[str]]] = [
    (
        _english(2, marks=[LINK]),
        ["differs in the links or emphasis of the English of its segment 2 from revision"],
    ),
    (_english(2, text="Words."), ["differs in the English of its segment 2 from revision"]),
    (
        _english(2, text="Words.", revision=None),
        [
            "has words as the English of its segment 2, where it names no",
            f"English text of its segment 2{PUT_BACK}",
        ],
    ),
    (
        _english(2, revision=1),
        ["names for the English of its segment 2 revision 1, which is none of", "the English"],
    ),
    (_english(2, revision=2**70), ["which is none of", "the English"]),
    (_english(2, revision="x"), ["which is none of", "the English"]),
    (_segment(2, kind="heading"), [f"differs from edition 4 in the kind of its segment 2{PUT_BACK}"]),
    (_segment(2, signatures=[]), [f"differs from edition 4 in the signatures of its segment 2{PUT_BACK}"]),
    (_segment(2, problems=[{}]), [f"differs from edition 4 in the problems of its segment 2{PUT_BACK}"]),
    (
        lambda c: c["segments"].insert(1, c["segments"].pop(2)),
        [f"the order of its segments from number 2 on{PUT_BACK}"],
    ),
    (lambda c: c["segments"].pop(2), [f"lacking what is segment 3 there{PUT_BACK}"]),
    (
        lambda c: c["segments"].insert(2, {**c["segments"][1], "id": 999}),
        ["Arabic of its segment 3", "English of its segment 3", f"having segment 3 besides{PUT_BACK}"],
    ),
    (lambda c: c["credits"].pop(), [f"in its credits{PUT_BACK}"]),
    (lambda c: c.pop("scores"), [f"in its scores{PUT_BACK}"]),
    (
        lambda c: c.update(corrections=[]),
        [f"from edition 6 in its corrections{PUT_BACK}"],
    ),
    (lambda c: c.update(owed=[1]), ["otherwise than the log what one person alone stands behind"]),
    (lambda c: c.update(kept=[1]), ["otherwise than the log what went out again"]),
    (lambda c: c.update(kind="edition"), ["otherwise than the log what kind"]),
    (lambda c: c.update(unheard="of"), ["has the words, links and emphasis of the revisions"]),
    (
        lambda c: (_segment(2, kind="heading")(c), _english(3, text="Words.")(c)),
        ["differs in the English of its segment 3", f"the kind of its segment 2{PUT_BACK}"],
    ),
    (
        lambda c: (_segment(2, kind="heading")(c), c.update(unheard="of")),
        ["the kind of its segment 2, some of it rightly, perhaps", "something else was changed"],
    ),
]


def test_where_a_content_was_changed_is_said(by_hand: Session) -> None:
    edition = by_hand.scalars(select(Edition).where(Edition.number == 5)).one()
    content, wrong = edition.content, []
    for change, expected in TAMPERED_CONTENT:
        data = json.loads(content)
        change(data)
        values = {"content": canonical_json(data)}
        by_hand.execute(text("UPDATE edition SET content = :content WHERE number = 5"), values)
        mismatch, *said = [failure.says for failure in verified(by_hand).failures]
        assert "does not match its fingerprint" in mismatch
        if len(said) != len(expected) or not all(map(str.__contains__, said, expected)):
            wrong.append((expected, said))
    assert wrong == []


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (r'"scores":{', '"scores":{"x":1.5,'),
        (r'"scores":{', r'"scores":{"x":"\\ud800",'),
        (r'"marks":\[\],', ""),
        (r'"revision":\d+', '"revision":true'),
        (r'"number":5', '"number":null'),
        (r'"segments":\[', '"segments":["x",'),
        (r'"segments":\[', '"segments":' + "[" * 100_000),
    ],
)
def test_no_damage_keeps_it_from_saying_so(by_hand: Session, was: str, now: str) -> None:
    """Neither of an edition nor of its neighbours."""
    content = by_hand.scalars(select(Edition.content).where(Edition.number == 5)).one()
    damaged, count = re.subn(was, now, content)
    assert count
    values = {"damaged": damaged, "tampered": content.replace("quay", "pier")}
    by_hand.execute(text("UPDATE edition SET content = :damaged WHERE number IN (4, 5, 6)"), values)
    by_hand.execute(text("UPDATE edition SET content = :tampered WHERE number = 7"), values)
    assert {4, 5, 6, 7} <= {failure.number for failure in verified(by_hand).failures}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_no_text_is_said_to_be_unreadable(by_hand: Session) -> None:
    by_hand.execute(text("UPDATE edition SET content = CAST(x'ff22' AS TEXT) WHERE number = 5"))
    (failure,) = verified(by_hand).failures
    assert (failure.number, "no UTF-8" in failure.says) == (8, True)


def test_the_only_edition_is_held_against_the_article(rows: Rows) -> None:
    rows.mark(1, Side.TARGET, "returned", severity=Severity.MINOR)
    approve_all(rows)
    content = make_edition(rows).content
    past_triggers(rows.session)
    for key, value in {"problems": [], "signatures": [], "kind": "heading", "state": "draft"}.items():
        data = json.loads(content)
        data["segments"][1][key] = value
        values = {"content": canonical_json(data)}
        with rows.session.begin_nested() as undone:
            rows.session.execute(text("UPDATE edition SET content = :content"), values)
            said = [failure.says for failure in verified(rows.session).failures]
            undone.rollback()
        assert said[1:] == [f"differs from the article as it is now in the {key} of its segment 2{PUT_BACK}"]


@pytest.mark.parametrize(
    ("number", "noted", "says"),
    [
        (6, {"reason": "A whim"}, "another reason for the typo"),
        (6, {"owed": []}, "what one person alone stands behind"),
        (6, {"breaking": True}, "whether it was a breaking release"),
        (6, {"sha256": "aa"}, "another fingerprint than the one that the log noted"),
        (5, {"waived": [1]}, "which problems were waived"),
        (5, {"kept": [1]}, "what went out again as it was"),
    ],
)
def test_what_the_log_noted_of_an_edition_is_held_against_it(
    by_hand: Session, number: int, noted: Any, says: str
) -> None:
    made = select(AuditEvent).where(AuditEvent.name.in_(EDITION_MADE))
    (line,) = (line for line in by_hand.scalars(made) if line.detail["number"] == number)
    line.detail = {**line.detail, **noted}
    by_hand.flush()
    (failure,) = verified(by_hand).failures
    assert failure.number == number
    assert says in failure.says


def test_words_whose_fingerprint_was_made_anew_are_found_all_the_same(by_hand: Session) -> None:
    last = by_hand.scalars(select(Edition).where(Edition.number == 8)).one()
    content = last.content.replace("committee", "panel")
    values = {"content": content, "made": fingerprint(content, last.previous_sha256)}
    by_hand.execute(text("UPDATE edition SET content = :content, sha256 = :made WHERE number = 8"), values)
    found = verified(by_hand).failures
    assert [f.number for f in found] == [8, 8]
    assert "English of its segment 4" in found[0].says
    assert "the log" in found[1].says


def test_what_was_changed_everywhere_shows_in_a_record_that_was_kept(by_hand: Session, lived: Rows) -> None:
    kept = verified(by_hand).record
    assert len(kept) == by_hand.query(EditionEvent).count()
    with by_hand.begin_nested() as undone:
        by_hand.execute(text(change("withdrawn", 6, "reason", "'It was fine'")))
        detail = '{"number": 6, "reason": "It was fine"}'
        by_hand.execute(
            text(f"UPDATE event SET detail = '{detail}' WHERE {log('withdrawn', 6)}".replace(":", "\\:"))
        )
        changed = verified(by_hand)
        undone.rollback()
    assert changed.failures == ()
    assert changed.record != kept
    reword(lived, 3, "A committee on shifts.")
    make_edition(lived)
    assert verified(by_hand).record[: len(kept)] == kept


def test_the_database_lets_a_text_go_in_an_erasure_alone(lived: Rows) -> None:
    """The record alone does not make one, and nothing makes one of what is out."""
    session = lived.session

    def refused(number: int) -> None:
        with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
            session.execute(text(f"UPDATE edition SET content = '' WHERE number = {number}"))

    for number in (1, 8):
        refused(number)
        session.execute(text(insert("erased", number)))
        refused(number)
    for edition in session.scalars(select(Edition).where(Edition.number.in_([1, 8]))).all():
        session.add(
            AuditEvent(
                at=edition.published_at,
                actor_id=edition.published_by_id,
                name="edition.erased",
                article_id=edition.article_id,
                detail={"number": edition.number, "reason": "Invented"},
            )
        )
    session.flush()
    refused(8)
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(text("UPDATE edition SET content = '', note = 'x' WHERE number = 1"))
    session.execute(text("UPDATE edition SET content = '' WHERE number = 1"))
