"""Checks that editions are what was published: recomputes every fingerprint along each article's chain, and holds
editions and what became of them against the audit log, which is written beside them and never changes either."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, AuditEvent, Edition, EditionEvent, EditionEventKind, Revision, User
from workbench.db.queries.decided import EDITION_MADE
from workbench.domain.editions import canonical_json, fingerprint
from workbench.domain.kinds import Side

#: Lines of the log that an edition was made by, and those that something became of one by.

_BECAME = {
    "edition.cancelled": EditionEventKind.CANCELLED,
    "edition.withdrawn": EditionEventKind.WITHDRAWN,
    "edition.erased": EditionEventKind.ERASED,
}
_AT_ONCE = 5000  # revisions by their ids in one query


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
    """An article whose editions were checked."""

    slug: str
    editions: int
    failures: tuple[Failure, ...]
    erased: tuple[Erased, ...] = ()


def verify(session: Session, article: Article | None = None) -> Iterator[Verified]:
    """Check one article's editions, or all of them; one article at a time, since there may be very many."""
    if article is not None:
        yield _verify_article(session, article.id, article.slug, article.edition_number)
        return
    last_id = 0
    published = select(Article.id, Article.slug, Article.edition_number).order_by(Article.id).limit(500)
    # Articles that say they have none but do are found too: an edition's article may have been tampered with.
    has_edition = select(Edition.id).where(Edition.article_id == Article.id).exists()
    while batch := session.execute(
        published.where(Article.id > last_id, (Article.edition_number > 0) | has_edition)
    ).all():
        for row in batch:
            yield _verify_article(session, *row)
        last_id = batch[-1].id


def _verify_article(session: Session, article_id: int, slug: str, newest: int) -> Verified:
    editions = session.scalars(
        select(Edition)
        .where(Edition.article_id == article_id)
        .order_by(Edition.number)
        .execution_options(populate_existing=True)
    )
    erasures = _erasures(session, article_id)
    log = session.scalars(
        select(AuditEvent)
        .where(AuditEvent.article_id == article_id, AuditEvent.name.in_([*EDITION_MADE, *_BECAME]))
        .order_by(AuditEvent.id)
    ).all()
    made = {line.detail["number"]: line for line in log if line.name in EDITION_MADE}
    failures: list[Failure] = []
    previous: str | None = None
    expected = count = 0
    for edition in editions.all():
        count += 1
        expected += 1
        while expected < edition.number:
            failures.append(Failure(slug, expected, "is missing"))
            expected += 1
        is_erased = edition.number in erasures and not edition.content
        is_as_sealed = is_erased or fingerprint(edition.content, edition.previous_sha256) == edition.sha256
        faults = [
            *_faults(session, edition, slug, previous, is_erased=is_erased, is_as_sealed=is_as_sealed),
            *_differs_from_log(edition, made.get(edition.number), is_as_sealed=is_as_sealed),
        ]
        failures += [Failure(slug, edition.number, says) for says in faults]
        previous = edition.sha256
        session.expunge(edition)
    failures += [Failure(slug, number, "is missing") for number in range(expected + 1, newest + 1)]
    failures += _lost_acts(session, article_id, slug, log)
    return Verified(slug, count, tuple(failures), tuple(erasures.values()))


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
    """Where an edition is not the one that the log says was made; the log of very old ones may be gone."""
    if line is None:
        return
    if line.actor_id != edition.published_by_id:
        yield "names somebody else as its publisher than the log does"
    if is_as_sealed and line.detail["sha256"] != edition.sha256:
        yield "has another fingerprint than the one that the log noted when it was made"


def _lost_acts(session: Session, article_id: int, slug: str, log: Sequence[AuditEvent]) -> Iterator[Failure]:
    """What the log says became of an edition and the edition's own record does not, or says otherwise."""
    found = session.execute(
        select(Edition.number, EditionEvent.kind, EditionEvent.actor_id, EditionEvent.at, EditionEvent.reason)
        .join(Edition, Edition.id == EditionEvent.edition_id)
        .where(Edition.article_id == article_id)
    ).all()
    acts: dict[tuple[int, EditionEventKind, int | None, datetime], str] = {
        (number, kind, actor_id, at): reason for number, kind, actor_id, at, reason in found
    }
    for line in log:
        if (kind := _BECAME.get(line.name)) is None:
            continue
        number = line.detail["number"]
        reason = acts.get((number, kind, line.actor_id, line.at))
        if reason is None or reason != line.detail.get("reason", reason):
            yield Failure(
                slug,
                number,
                f"was {kind.value}, says the log of {line.at:%d %B %Y}, and its own record does not",
            )


def _faults(
    session: Session,
    edition: Edition,
    slug: str,
    previous: str | None,
    *,
    is_erased: bool,
    is_as_sealed: bool,
) -> Iterator[str]:
    if edition.previous_sha256 != previous:
        yield "does not follow the edition before it: the chain is broken here"
    if is_erased:
        return  # what its fingerprint was made of is gone; the edition after it still names it
    if not is_as_sealed:
        yield "does not match its fingerprint: its content or its fingerprint was changed"
    try:
        data = json.loads(edition.content)
        stored = (data["slug"], data["number"], data["note"], data["published_at"])
        is_canonical = canonical_json(data) == edition.content
        # Looked at in any case: whoever changes words may make the fingerprint anew.
        where = list(_changed_segments(session, data["segments"]))
    except (ValueError, TypeError, KeyError, AttributeError):
        yield "cannot be read: its content is damaged"
        return
    yield from where
    if not is_canonical:
        yield "is not in canonical form"
    if stored != (slug, edition.number, edition.note, edition.published_at.isoformat()):
        yield "has a number, note, time or article beside its content that differs from it"


def _changed_segments(session: Session, segments: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Where an edition's words differ from the revisions it names, which never change either."""
    named = [segment[side.value]["revision"] for segment in segments for side in Side]
    ids = [id_ for id_ in named if id_ is not None]
    texts: dict[int, str] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = Revision.id.in_(ids[start : start + _AT_ONCE])
        texts.update(session.execute(select(Revision.id, Revision.text).where(some)).all())
    for number, segment in enumerate(segments, 1):
        for side, language in ((Side.SOURCE, "Arabic"), (Side.TARGET, "English")):
            revision, words = segment[side.value]["revision"], segment[side.value]["text"]
            if words != texts.get(revision, ""):
                yield f"differs in the {language} of its segment {number} from revision {revision}, which it names"
