"""Checks that editions are what was published: recomputes every fingerprint along each article's chain, and holds
editions and all that happened to them against the audit log, which is written beside them and never changes either.

Whoever may write to the database past its triggers can make all three anew, so that they agree. That shows only where
what was checked before was kept elsewhere: an article's ``record`` grows and never changes otherwise.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from workbench.db.models import Article, AuditEvent, Edition, EditionEvent, EditionEventKind, User
from workbench.db.queries.decided import EDITION_MADE
from workbench.domain.edition_places import Place, taken_apart, where_changed
from workbench.domain.editions import canonical_json, fingerprint
from workbench.services.edition_sources import UNREADABLE, Known, known_by_log, known_by_revisions, witnesses

#: What each line of the log says happened to the edition that it names. Every such line has its event, and no event is
#: without one.
_HAPPENED = {
    **dict.fromkeys(EDITION_MADE, EditionEventKind.RELEASED),
    "edition.scheduled": EditionEventKind.SCHEDULED,
    "edition.marked_corrected": EditionEventKind.CORRECTED,
    "edition.cancelled": EditionEventKind.CANCELLED,
    "edition.withdrawn": EditionEventKind.WITHDRAWN,
    "edition.erased": EditionEventKind.ERASED,
}
_MISMATCH = "does not match its fingerprint: its content or its fingerprint was changed"
_MOST_HASHED = 20_000_000  # characters, to find where a content was changed: seconds


@dataclass(frozen=True, slots=True)
class Failure:
    """An edition that is not what was published (``number``), or a chain that lacks one."""

    slug: str
    number: int
    says: str


@dataclass(frozen=True, slots=True)
class Erased:
    """An edition whose text the law had erased: no failure, but nothing to recompute its fingerprint from."""

    number: int
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Verified:
    """An article whose editions were checked.

    ``record``: a SHA-256 (hex) after each thing that happened, over it, the edition's own fingerprint and the one
    before: an article's record as it was once is how a later one begins, unless something was changed.
    """

    slug: str
    editions: int
    failures: tuple[Failure, ...]
    erased: tuple[Erased, ...] = ()
    record: tuple[str, ...] = ()


#: The number of the edition that told readers of it, and what they were told.
_Correction = tuple[int, str]


class _Happened(NamedTuple):
    number: int
    kind: EditionEventKind
    at: datetime
    actor_id: int | None
    reason: str


def verify(session: Session, article: Article | None = None) -> Iterator[Verified]:
    """Check one article's editions, or all of them; one article at a time, since there may be very many."""
    if article is not None:
        yield _read_and_verify(session, article.id, article.slug, article.edition_number)
        return
    last_id = 0
    published = select(Article.id, Article.slug, Article.edition_number).order_by(Article.id).limit(500)
    # Articles that say they have none but do are found too: an edition's article may have been tampered with.
    has_edition = select(Edition.id).where(Edition.article_id == Article.id).exists()
    while batch := session.execute(
        published.where(Article.id > last_id, (Article.edition_number > 0) | has_edition)
    ).all():
        for row in batch:
            yield _read_and_verify(session, *row)
        last_id = batch[-1].id


def _read_and_verify(session: Session, article_id: int, slug: str, newest: int) -> Verified:
    try:
        return _verify_article(session, article_id, slug, newest)
    except OperationalError as error:
        if "UTF-8" not in str(error.orig):
            raise
        # SQLite takes any bytes for a text, and one that is none keeps all that is read beside it from us.
        says = "or something before it cannot be read: the database holds no UTF-8 there"
        return Verified(slug, 0, (Failure(slug, newest, says),))


def _verify_article(session: Session, article_id: int, slug: str, newest: int) -> Verified:
    editions = session.scalars(
        select(Edition)
        .where(Edition.article_id == article_id)
        .order_by(Edition.number)
        .execution_options(populate_existing=True)
    )
    erasures = _erasures(session, article_id)
    happened = _happened(session, article_id)
    log = session.scalars(
        select(AuditEvent)
        .where(AuditEvent.article_id == article_id, AuditEvent.name.in_(_HAPPENED))
        .order_by(AuditEvent.id)
    ).all()
    made = {line.detail.get("number"): line for line in log if line.name in EDITION_MADE}
    failures: list[Failure] = []
    erased: list[Erased] = []
    prints: dict[int, str] = {}
    carried: dict[int, set[_Correction]] = {}
    previous: str | None = None
    expected = 0
    for edition in editions.all():
        prints[edition.number] = edition.sha256
        expected += 1
        while expected < edition.number:
            failures.append(Failure(slug, expected, "is missing"))
            expected += 1
        is_erased = edition.number in erasures and not edition.content
        is_as_sealed = is_erased or fingerprint(edition.content, edition.previous_sha256) == edition.sha256
        faults = [
            *_faults(
                session,
                edition,
                slug,
                previous,
                carried,
                line=made.get(edition.number),
                is_erased=is_erased,
                is_as_sealed=is_as_sealed,
            ),
            *_differs_from_log(edition, made.get(edition.number), is_as_sealed=is_as_sealed),
        ]
        failures += [Failure(slug, edition.number, says) for says in faults]
        if is_erased:
            erased.append(erasures[edition.number])
        previous = edition.sha256
        session.expunge(edition)
    failures += [Failure(slug, number, "is missing") for number in range(expected + 1, newest + 1)]
    happened = [one for one in happened if one.number in prints]
    said = [one for one in _said(log) if one.number in prints]
    failures += [
        Failure(slug, number, "tells readers of another correction than its record does")
        for number in _told_otherwise(happened, carried)
        if number in prints
    ]
    failures += _differences(session, slug, happened, said)
    record = tuple(_record(happened, prints))
    return Verified(slug, len(prints), tuple(failures), tuple(erased), record)


def _happened(session: Session, article_id: int) -> list[_Happened]:
    rows = session.execute(
        select(
            Edition.number,
            EditionEvent.kind,
            EditionEvent.at,
            EditionEvent.actor_id,
            EditionEvent.reason,
        )
        .join(Edition, Edition.id == EditionEvent.edition_id)
        .where(Edition.article_id == article_id)
        .order_by(EditionEvent.id)
    )
    return [_Happened(*row) for row in rows]


def _said(log: Sequence[AuditEvent]) -> Iterable[_Happened]:
    """What the log says happened. Of two lines of the same act, the later one completes the first."""
    said: dict[tuple[Any, ...], _Happened] = {}
    for line in log:
        kind, number = _HAPPENED[line.name], line.detail.get("number", 0)
        reason = "" if line.name in EDITION_MADE else line.detail.get("reason", "")
        said[number, kind, line.at, line.actor_id] = _Happened(number, kind, line.at, line.actor_id, reason)
    return said.values()


def _told_otherwise(
    happened: Sequence[_Happened], carried: Mapping[int, Collection[_Correction]]
) -> Sequence[int]:
    """The editions whose correction is not the one in the record, by what they and later ones carry (``carried``, of
    those that have their text).

    That a later one lacks it is no fault: once an erased edition took its own along.
    """
    made = {
        one.at: one.number
        for one in happened
        if one.kind in (EditionEventKind.RELEASED, EditionEventKind.SCHEDULED)
    }
    corrected = [one for one in happened if one.kind is EditionEventKind.CORRECTED]
    told = {(made.get(one.at, 0), one.reason) for one in corrected}
    anywhere = {one for each in carried.values() for one in each}
    own = {one for one in told if one[0] in carried}
    differing = {number for number, _ in (anywhere - told) | (own - anywhere)}
    return sorted(number for number in differing if isinstance(number, int))  # whatever a damaged one has


def _record(happened: Sequence[_Happened], prints: Mapping[int, str]) -> Iterator[str]:
    previous: str | None = None
    for one in happened:
        data = {
            "edition": one.number,
            "sha256": prints[one.number],
            "kind": one.kind.value,
            "at": one.at.isoformat(),
            "by": one.actor_id,
            "reason": one.reason,
        }
        previous = fingerprint(canonical_json(data), previous)
        yield previous


def _when(one: _Happened) -> tuple[int, datetime]:
    return one.number, one.at


def _differences(
    session: Session, slug: str, happened: Sequence[_Happened], said: Sequence[_Happened]
) -> Iterator[Failure]:
    ours, logged = Counter(happened), Counter(said)
    unlogged, lost = [*(ours - logged).elements()], [*(logged - ours).elements()]
    ids = {one.actor_id for one in (*unlogged, *lost)}
    rows = session.execute(select(User.id, User.name).where(User.id.in_(ids))).all() if ids else ()
    names: dict[int | None, str] = dict(rows)

    def was(one: _Happened) -> str:
        because = f" (“{one.reason}”)" if one.reason else ""
        return f"was {one.kind.value} {one.at:%Y-%m-%d %H:%M:%S} UTC by {names.get(one.actor_id, 'nobody')}{because}"

    for one in sorted(lost, key=_when):
        yield Failure(slug, one.number, f"{was(one)}, says the log, and its own record does not")
    for one in sorted(unlogged, key=_when):
        yield Failure(slug, one.number, f"{was(one)}, says its own record, and the log does not")


def _erasures(session: Session, article_id: int) -> dict[int, Erased]:
    found = session.execute(
        select(Edition.number, EditionEvent.at, User.name, EditionEvent.reason)
        .join(Edition, Edition.id == EditionEvent.edition_id)
        .join(User, User.id == EditionEvent.actor_id)
        .where(Edition.article_id == article_id, EditionEvent.kind == EditionEventKind.ERASED)
        .order_by(Edition.number)
    )
    return {row[0]: Erased(*row) for row in found}


def _differs_from_log(edition: Edition, line: AuditEvent | None, *, is_as_sealed: bool) -> Iterator[str]:
    """Where an edition is not the one that the log says was made."""
    if line is None:
        yield "was never made, as far as the log says"
        return
    if line.detail.get("goes_out_at", line.at.isoformat()) != edition.published_at.isoformat():
        yield "went out, or is to, at another time than the log says"
    if line.actor_id != edition.published_by_id:
        yield "names somebody else as its publisher than the log does"
    if line.name == "edition.typo_fixed" and line.detail.get("reason") != edition.note:
        yield "gives another reason for the typo that it mended than the log does"
    if is_as_sealed and line.detail.get("sha256") != edition.sha256:
        yield "has another fingerprint than the one that the log noted when it was made"


def _faults(
    session: Session,
    edition: Edition,
    slug: str,
    previous: str | None,
    carried: dict[int, set[_Correction]],
    *,
    line: AuditEvent | None,
    is_erased: bool,
    is_as_sealed: bool,
) -> Iterator[str]:
    if edition.previous_sha256 != previous:
        yield "does not follow the edition before it: the chain is broken here"
    if is_erased:
        return  # what its fingerprint was made of is gone; the edition after it still names it
    try:
        data = json.loads(edition.content)
        is_canonical = canonical_json(data) == edition.content
        # Looked at in any case: whoever changes words may make the fingerprint anew.
        held = taken_apart(data)
        by_revisions = list(known_by_revisions(session, data))
        by_log = list(known_by_log(data, edition, slug, line))
        carried[edition.number] = {(c["number"], c["note"]) for c in data.get("corrections", ())}
    except UNREADABLE:
        if not is_as_sealed:
            yield _MISMATCH
        yield "cannot be read: its content is damaged"
        return
    logged = line.detail.get("sha256") if line else None
    sealed = {logged} if is_as_sealed else {logged, edition.sha256}

    def is_published(content: Mapping[str, Any]) -> bool:
        with suppress(
            *UNREADABLE
        ):  # there is no canonical form of everything that somebody may have put there
            canonical = canonical_json(content)
            return any(fingerprint(canonical, link) in sealed for link in {edition.previous_sha256, previous})
        return False

    is_remade = is_as_sealed and logged not in (None, edition.sha256)
    is_changed = (is_remade or not is_as_sealed) and not is_published(data)
    if not is_as_sealed:
        yield _MISMATCH if is_changed else "does not match its fingerprint, but its content is as it was made"
    yield from _differing(held, by_revisions)
    if is_changed:
        yield from where_changed(
            held,
            {one.place: one.value for one in (*by_revisions, *by_log) if isinstance(one, Known)},
            tuple(witnesses(session, edition, data)),
            is_published,
            tries=_MOST_HASHED // len(edition.content),
            leads=not is_remade,
        )
    if not is_canonical:
        yield "is not in canonical form"
    yield from _differing(held, by_log)


def _differing(held: Mapping[Place, Any], known: Iterable[Known | str]) -> Iterable[str]:
    """What is said of all that stands otherwise than it is known to have stood, each once."""
    return dict.fromkeys(
        one if isinstance(one, str) else one.says
        for one in known
        if isinstance(one, str) or held.get(one.place) != one.value
    )
