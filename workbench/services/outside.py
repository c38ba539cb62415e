"""What is published, for those who fetch it without signing in: who may, and what they get.

What is out is asked of :mod:`workbench.db.queries.released` each time, so a withdrawal holds from the next request.
"""

import hmac
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Edition, FeedKey, Setting, User
from workbench.db.queries.released import gone_since, newest_released, release_by_slug, releases
from workbench.domain.editions import EditionContent, article_urn, content_from_json, urn
from workbench.domain.errors import NotFound, TooManyAttempts, WorkbenchError
from workbench.domain.house import BY_KEY, DESK_NAME, OUTSIDE, Outside
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.release import NOTICE_TITLES, Release, gone_error, notice_of
from workbench.services import audit, throttling
from workbench.services.signin import new_token, token_hash
from workbench.services.words import checked_words

#: Wrong keys from one address within the window before it has to wait.
MOST_WRONG_KEYS = 30
WINDOW = timedelta(minutes=10)
LONGEST_NAME = 200
#: Articles in one answer of the feed.
PAGE = 20


class NeverOut(NotFound):
    """The number of an edition that was cancelled before it went out, which readers miss between two that did."""

    code = "never-published"


class KeyNeeded(WorkbenchError):
    """What is published goes out with a key only, and none or another was given."""

    code = "key-needed"
    status = 401


@dataclass(frozen=True, slots=True)
class OutEdition:
    """An edition readers may have, without its content. ``newest``: the later one that is out now; ``corrected_by``: the
    last one out that corrects it."""

    id: int
    slug: str
    number: int
    sha256: str
    published_at: datetime
    newest: "OutEdition | None" = None
    corrected_by: "OutEdition | None" = None

    @property
    def made_of(self) -> str:
        """What its files are made of, told apart from all else: its content, and what may have corrected it since."""
        return self.sha256[:40] + (f"-{self.corrected_by.sha256[:20]}" if self.corrected_by else "")

    @property
    def changed_at(self) -> datetime:
        """Since when what its address gives is as it is."""
        return self.corrected_by.published_at if self.corrected_by else self.published_at


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key as its page lists it; the key itself was shown once."""

    id: int
    name: str
    created_by: str
    created_at: datetime
    revoked_at: datetime | None


_STORED = select(Setting.value).where(Setting.key == OUTSIDE)


def check_access(session: Session, key: str | None, *, address: str, at: datetime) -> Outside:
    """Who may: ANYBODY or WITH_KEY. Raises NotFound where nobody may, KeyNeeded, TooManyAttempts for an address
    that has given too many wrong keys (:func:`count_wrong_key` counts them)."""
    stored = session.scalar(_STORED)
    allowed = Outside(BY_KEY[OUTSIDE].default if stored is None else stored)
    if allowed is Outside.NEVER:
        raise nothing_here()
    if allowed is Outside.ANYBODY:
        return allowed
    if not key:
        raise KeyNeeded("This is published for those who have a key. Send it as “Authorization: Bearer KEY”.")
    wanted = token_hash(key)
    held = session.scalar(
        select(FeedKey.key_hash).where(FeedKey.key_hash == wanted, FeedKey.revoked_at.is_(None))
    )
    if held is not None and hmac.compare_digest(held, wanted):
        return allowed
    count, until = throttling.attempts(session, _throttle(address), window=WINDOW, at=at)
    if until is not None and count >= MOST_WRONG_KEYS:
        raise TooManyAttempts(
            "Too many wrong keys. Wait a few minutes.", seconds=max(1, int((until - at).total_seconds()))
        )
    raise KeyNeeded("This key is not one of ours, or was revoked.", wrong=True)


def name_of_desk(session: Session) -> tuple[str, datetime | None]:
    """What readers of the feed know the desk by, and since when it was changed to that."""
    row = session.get(Setting, DESK_NAME)
    return (BY_KEY[DESK_NAME].default, None) if row is None else (row.value, row.changed_at)


def count_wrong_key(session: Session, address: str, *, at: datetime) -> None:
    """Note that a wrong key came from there."""
    throttling.count_attempt(session, _throttle(address), window=WINDOW, at=at)


def _throttle(address: str) -> str:
    return f"feed key {throttling.address_key(address)}"


def nothing_here() -> NotFound:
    """The same words for what does not exist, is not out yet, and may not be asked for."""
    return NotFound("Nothing is published at this address.")


def find_out(session: Session, slug: str, number: int | None, *, at: datetime) -> OutEdition:
    """The edition of that number, or the newest that is out. Raises NotFound, NeverOut, and Gone with the notice."""
    found, prints = release_by_slug(session, slug, at)
    if found.newest is None:
        raise nothing_here()
    number = found.newest.number if number is None else number
    out = {
        issue.number: OutEdition(issue.id, slug, issue.number, prints[issue.number], issue.published_at)
        for issue in found.came_out
    }
    if number not in out:
        raise _missing(found, number)
    if found.out is None or (status := found.status(number)) is None or status.is_gone:
        raise gone_error(found, number)
    if found.out.number == number:
        return out[number]
    corrected_by = found.corrected_since(number)
    return replace(
        out[number],
        newest=out[found.out.number],
        corrected_by=out[corrected_by.number] if corrected_by else None,
    )


def _missing(found: Release, number: int) -> NotFound:
    """What is said of a number that never went out: nothing, unless readers see that it is missing."""
    is_seen = found.newest is not None and number < found.newest.number
    if not (is_seen and any(issue.number == number for issue in found.issues)):
        return nothing_here()
    return NeverOut(
        f"Edition {number} was cancelled before it went out, so it was never published.",
        edition=number,
        newest=found.out.number if found.out else None,
    )


def read_content(session: Session, edition: OutEdition) -> EditionContent:
    """What the edition holds, with the corrections that later ones carry. Raises NotFound where it was erased
    meanwhile."""
    content = _content(session, edition.id)
    if edition.newest is None or edition.corrected_by is None:
        return content
    later = (c for c in _content(session, edition.newest.id).corrections if c.number > edition.number)
    return replace(content, later_corrections=tuple(later))


def _content(session: Session, edition_id: int) -> EditionContent:
    row = session.execute(
        select(Edition.content, Article.slug, Article.created_at)
        .join(Article, Article.id == Edition.article_id)
        .where(Edition.id == edition_id)
    ).first()
    if row is None or not row.content:
        raise nothing_here()
    return replace(content_from_json(json.loads(row.content)), urn=article_urn(row.slug, row.created_at))


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An article in the feed: ``id`` stays whatever address the desk has; ``since``: when it became as it is.

    ``content`` is None for one that is gone, of which ``title`` and ``notice`` are all that is left.
    """

    id: str
    slug: str
    since: datetime
    content: EditionContent | None = None
    title: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class FeedPage:
    """The newest editions, the last published first, what was withdrawn in the same stretch of time, and from
    which moment the next page goes on (None: this is the last). ``id``: the feed's; "" before the first edition."""

    editions: tuple[FeedEntry, ...]
    gone: tuple[FeedEntry, ...]
    next_before: tuple[datetime, int] | None
    id: str


def read_feed(
    session: Session, *, before: tuple[datetime, int] | None, at: datetime, limit: int = PAGE
) -> FeedPage:
    """One page of the feed. ``before``: published before that moment, or then and with a lower id.

    What is gone is listed by when it went, so that whoever reads the newest page alone hears of it.
    """
    rows = session.execute(_before(newest_released(at), before).limit(limit + 1)).all()
    shown = rows[:limit]
    more = len(rows) > limit
    taken_at = gone_since()
    taken = newest_released(at, gone=True).order_by(None).order_by(taken_at.desc(), Edition.id.desc())
    if before:
        taken = taken.where(taken_at < before[0])
    if more:
        taken = taken.where(taken_at >= shown[-1][1].published_at)
    gone = session.execute(taken.limit(limit)).all()
    found = releases(session, [edition.article_id for _, edition in gone], at)
    ids = _ids(session, [edition.article_id for _, edition in (*shown, *gone)])
    first = session.scalar(select(Edition.sha256).order_by(Edition.id).limit(1))
    return FeedPage(
        tuple(
            FeedEntry(
                ids[edition.article_id],
                slug,
                edition.published_at,
                content_from_json(json.loads(edition.content)),
            )
            for slug, edition in shown
        ),
        tuple(
            FeedEntry(
                ids[edition.article_id],
                slug,
                happened.at,
                title=NOTICE_TITLES[happened.kind],
                notice=notice_of(happened),
            )
            for slug, edition in gone
            if (happened := found[edition.article_id].gone)
        ),
        (shown[-1][1].published_at, shown[-1][1].id) if more else None,
        urn(first) if first else "",
    )


def _ids(session: Session, article_ids: Collection[int]) -> Mapping[int, str]:
    """What never changes of an article, of any desk: its name and the moment it was made."""
    query = select(Article.id, Article.slug, Article.created_at).where(Article.id.in_(article_ids))
    return {id_: article_urn(slug, created_at) for id_, slug, created_at in session.execute(query)}


def _before(query: Select[*tuple[Any, ...]], before: tuple[datetime, int] | None) -> Select[*tuple[Any, ...]]:
    if before is None:
        return query
    moment, last_id = before
    return query.where(
        or_(Edition.published_at < moment, and_(Edition.published_at == moment, Edition.id < last_id))
    )


# --- keys -----------------------------------------------------------------------------------------------


def list_keys(session: Session) -> tuple[KeyLine, ...]:
    """Every key there was, those in force first."""
    rows = session.execute(
        select(FeedKey.id, FeedKey.name, User.name, FeedKey.created_at, FeedKey.revoked_at)
        .join(User, User.id == FeedKey.created_by_id)
        .order_by(FeedKey.revoked_at.is_not(None), FeedKey.id.desc())
    )
    return tuple(KeyLine(*row) for row in rows)


def create_key(session: Session, actor: Actor, name: str, *, at: datetime) -> str:
    """A new key, which is stored nowhere: this is the only time it can be shown. Raises InvalidInput."""
    require(actor, Permission.MANAGE_OUTSIDE)
    missing = "Say who gets the key, in a few words."
    name = checked_words(" ".join(name.split()), missing=missing, longest=LONGEST_NAME, field="name")
    key = new_token()
    row = FeedKey(name=name, key_hash=token_hash(key), created_by_id=actor.id, created_at=at)
    session.add(row)
    session.flush()
    audit.record(session, actor, "feed_key.created", at=at, key=row.id, whose=name)
    return key


def revoke_key(session: Session, actor: Actor, key_id: int, *, at: datetime) -> None:
    """It opens nothing from now on; revoked before, it stays so. Raises NotFound."""
    require(actor, Permission.MANAGE_OUTSIDE)
    row = session.get(FeedKey, key_id)
    if row is None:
        raise NotFound("There is no such key.")
    if row.revoked_at is None:
        row.revoked_at = at
        session.flush()
        audit.record(session, actor, "feed_key.revoked", at=at, key=row.id, whose=row.name)
