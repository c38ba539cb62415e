"""Checks that editions are what was published: recomputes every fingerprint along each article's chain."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Edition
from workbench.domain.editions import canonical_json, fingerprint


@dataclass(frozen=True, slots=True)
class Failure:
    """An edition that is not what was published (``number``), or a chain that lacks one."""

    slug: str
    number: int
    says: str


@dataclass(frozen=True, slots=True)
class Verified:
    """An article whose editions were checked."""

    slug: str
    editions: int
    failures: tuple[Failure, ...]


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
    failures: list[Failure] = []
    previous: str | None = None
    expected = count = 0
    for edition in editions:
        count += 1
        expected += 1
        while expected < edition.number:
            failures.append(Failure(slug, expected, "is missing"))
            expected += 1
        failures += [Failure(slug, edition.number, says) for says in _faults(edition, slug, previous)]
        previous = edition.sha256
        session.expunge(edition)
    failures += [Failure(slug, number, "is missing") for number in range(expected + 1, newest + 1)]
    return Verified(slug, count, tuple(failures))


def _faults(edition: Edition, slug: str, previous: str | None) -> Iterator[str]:
    if edition.previous_sha256 != previous:
        yield "does not follow the edition before it: the chain is broken here"
    if fingerprint(edition.content, edition.previous_sha256) != edition.sha256:
        yield "does not match its fingerprint: its content or its fingerprint was changed"
    try:
        data = json.loads(edition.content)
        stored = (data["slug"], data["number"], data["note"], data["published_at"])
        is_canonical = canonical_json(data) == edition.content
    except (ValueError, TypeError, KeyError):
        yield "cannot be read: its content is damaged"
        return
    if not is_canonical:
        yield "is not in canonical form"
    if stored != (slug, edition.number, edition.note, edition.published_at.isoformat()):
        yield "has a number, note, time or article beside its content that differs from it"
