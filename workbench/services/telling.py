"""Webhooks: web sites that are told of what is published, corrected and withdrawn.

Each telling of each site is a job, written in the transaction of the act: it exists if the act does, survives a
restart, and is tried again with growing waits (:mod:`workbench.services.jobs`). What a site is told of one article is
a queue: it goes out in order, whoever sends it. Sending is the worker's.
"""

import hashlib
import hmac
import ipaddress
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Edition, Job, User, Webhook
from workbench.db.models.desk import JobState
from workbench.db.queries.released import release
from workbench.domain.editions import EditionKind, article_urn, content_from_json
from workbench.domain.errors import InvalidInput, NotFound, WrongState
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.release import EditionStatus, notice_of
from workbench.services import audit, jobs

#: The kind of job that tells one site, and of the one that waits for an embargo to end.
KIND = "tell_webhook"
WHEN_OUT = "tell_when_out"
LONGEST_URL = 2000
LONGEST_ANSWER = 300


class What(StrEnum):
    """What a site is told of."""

    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be sent where; ``secret`` signs it."""

    webhook_id: int
    url: str
    secret: str
    body: bytes


@dataclass(frozen=True, slots=True)
class WebhookLine:
    """A site as its page lists it. ``waiting``: tellings it has not taken yet; ``next_at``: when the next is tried, None
    where it is due."""

    id: int
    url: str
    created_by: str
    created_at: datetime
    ended_at: datetime | None
    last_at: datetime | None
    last_answer: str
    waiting: int
    failed: int
    next_at: datetime | None


def tell(session: Session, edition: Edition, what: What, at: datetime) -> None:
    """Have every site told. For an edition under embargo: once it is out, if it is not cancelled before."""
    if edition.published_at > at:
        jobs.enqueue(
            session,
            WHEN_OUT,
            {"edition": edition.id, "what": what.value},
            at=at,
            run_at=edition.published_at,
        )
        return
    tell_of(session, edition.id, what, at=at)


def tell_of(session: Session, edition_id: int, what: What | str, *, at: datetime) -> None:
    """The same for what is out already, by the edition's id."""
    article_id = session.scalar(select(Edition.article_id).where(Edition.id == edition_id))
    for webhook_id in session.scalars(
        select(Webhook.id).where(Webhook.ended_at.is_(None)).order_by(Webhook.id)
    ).all():
        payload = {"webhook": webhook_id, "edition": edition_id, "what": What(what).value}
        jobs.enqueue(session, KIND, payload, at=at, queue=f"{_queues(webhook_id)}{article_id}")


def _queues(webhook_id: int) -> str:
    """How the names of a site's queues begin, of which it has one an article."""
    return f"webhook {webhook_id} article "


def load_message(
    session: Session, payload: Mapping[str, Any], *, base: str = "", at: datetime
) -> Message | None:
    """What the site this job is for is to be told; None where it has ended, or there is nothing to tell any more.

    ``base``: the address of this workbench, where it is known; full addresses begin with it. What has been overtaken
    meanwhile is not told any more, so that a site which obeys the last it hears never goes back: neither an edition that
    was withdrawn, cancelled, erased or followed by a newer one (which has a telling of its own, and in its text every
    correction so far), nor a withdrawal after which an edition came out.
    """
    webhook = session.get(Webhook, payload["webhook"])
    if webhook is None or webhook.ended_at is not None:
        return None
    what = What(payload["what"])
    told: dict[str, Any] = {"event": f"edition.{what.value}" if what is not What.TEST else "test"}
    if what is not What.TEST:
        of_edition = _of_edition(session, payload["edition"], what, base, at)
        if of_edition is None:
            return None
        told |= of_edition
    else:
        told["says"] = "A test of the workbench: nothing was published."
    told["id"] = f"{what.value}-{payload.get('edition', payload.get('asked', 0))}-{webhook.id}"
    return Message(webhook.id, webhook.url, webhook.secret, json.dumps(told, ensure_ascii=False).encode())


def _of_edition(
    session: Session, edition_id: int, what: What, base: str, at: datetime
) -> dict[str, Any] | None:
    edition = session.get(Edition, edition_id)
    if edition is None:
        return None
    article = session.get_one(Article, edition.article_id)
    found = release(session, article.id, at)
    status = found.status(edition.number)
    path = f"/editions/{article.slug}"
    told = {
        "article": article_urn(article.slug, article.created_at),
        "slug": article.slug,
        "number": edition.number,
        "path": path,
    }
    if base:
        told |= {"url": base + path, "edition_url": f"{base}{path}/{edition.number}"}
    if what is What.WITHDRAWN:
        if found.out is not None and found.out.number > edition.number:
            return None
        gone = found.notice(edition.number) if status is not None and status.is_gone else notice_of(None)
        return {**told, "says": f"Edition {edition.number} was withdrawn.", "notice": gone}
    if status is not EditionStatus.OUT or not edition.content:
        return None
    content = content_from_json(json.loads(edition.content))
    verb = "corrects what was published before" if what is What.CORRECTED else "was published"
    told |= {
        "says": f"Edition {edition.number} {verb}: {content.title}",
        "title": content.title,
        "published_at": edition.published_at.isoformat(),
        "sha256": edition.sha256,
    }
    if content.kind is EditionKind.CORRECTION:
        told["correction"] = content.corrections[-1].note
    return told


def signature(secret: str, body: bytes, at: datetime) -> str:
    """The value of X-Workbench-Signature: the time (Unix seconds) and the HMAC-SHA256 of "time.body" in hex.

    A receiver computes it anew, compares in constant time, and refuses old times.
    """
    seconds = int(at.timestamp())
    made = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={made}"


def record_answer(
    session: Session, webhook_id: int, says: str, *, is_down: bool = False, at: datetime
) -> None:
    """Keep what the site last said, for its page. Where it is down, all else it is to be told waits for a moment."""
    webhook = session.get(Webhook, webhook_id)
    if webhook is not None:
        webhook.last_at, webhook.last_answer = at, says[:LONGEST_ANSWER]
        session.flush()
    if is_down:
        jobs.put_off(session, _queues(webhook_id), at + jobs.FIRST_DELAY)


# --- the desk's part ------------------------------------------------------------------------------------


def list_webhooks(session: Session, *, at: datetime) -> tuple[WebhookLine, ...]:
    """Every site there was, those still told first."""
    rows = session.execute(
        select(Webhook, User.name)
        .join(User, User.id == Webhook.created_by_id)
        .order_by(Webhook.ended_at.is_not(None), Webhook.id.desc())
    ).all()
    pending = session.execute(
        select(Job.payload, Job.state, Job.run_at).where(Job.kind == KIND, Job.state != JobState.DONE)
    ).all()
    return tuple(
        WebhookLine(
            id=hook.id,
            url=hook.url,
            created_by=name,
            created_at=hook.created_at,
            ended_at=hook.ended_at,
            last_at=hook.last_at,
            last_answer=hook.last_answer,
            waiting=len(waits := [j for j in mine if j.state is not JobState.FAILED]),
            failed=len(mine) - len(waits),
            next_at=first if (first := min((j.run_at for j in waits), default=at)) > at else None,
        )
        for hook, name in rows
        for mine in [[job for job in pending if job.payload.get("webhook") == hook.id]]
    )


def create_webhook(
    session: Session, actor: Actor, url: str, *, private: bool, at: datetime
) -> tuple[int, str]:
    """A site to be told; its id and the secret that signs what it gets, shown this once. Raises InvalidInput."""
    require(actor, Permission.MANAGE_OUTSIDE)
    url = check_url(url.strip(), private=private)
    secret = f"whs_{secrets.token_urlsafe(32)}"
    hook = Webhook(url=url, secret=secret, created_by_id=actor.id, created_at=at)
    session.add(hook)
    session.flush()
    audit.record(session, actor, "webhook.created", at=at, webhook=hook.id, url=url)
    return hook.id, secret


def end_webhook(session: Session, actor: Actor, webhook_id: int, *, at: datetime) -> None:
    """It is told nothing more, what waits included. Raises NotFound."""
    require(actor, Permission.MANAGE_OUTSIDE)
    hook = _hook(session, webhook_id)
    if hook.ended_at is None:
        hook.ended_at = at
        session.flush()
        audit.record(session, actor, "webhook.ended", at=at, webhook=hook.id)


def send_test(session: Session, actor: Actor, webhook_id: int, *, at: datetime) -> None:
    """Have it told something that means nothing, to see what it answers. Raises NotFound."""
    require(actor, Permission.MANAGE_OUTSIDE)
    hook = _hook(session, webhook_id)
    if hook.ended_at is not None:
        raise NotFound("This web site is not told anything any more.")
    payload = {"webhook": hook.id, "what": What.TEST.value, "asked": int(at.timestamp())}
    jobs.enqueue(session, KIND, payload, at=at, actor=actor)


def send_again(session: Session, actor: Actor, webhook_id: int, *, at: datetime) -> int:
    """Have it told, as if for the first time, what it would not take and was given up; how many tellings.

    What is no longer so by then (an edition withdrawn meanwhile) it is not told. Raises NotFound for a site that is
    told nothing any more, WrongState when nothing was given up.
    """
    require(actor, Permission.MANAGE_OUTSIDE)
    hook = _hook(session, webhook_id)
    if hook.ended_at is not None:
        raise NotFound("This web site is not told anything any more.")
    failed = session.scalars(
        select(Job).where(Job.kind == KIND, Job.state == JobState.FAILED).order_by(Job.id).with_for_update()
    ).all()
    given_up = [job for job in failed if job.payload.get("webhook") == hook.id]
    if not given_up:
        raise WrongState("Nothing waits to be sent again to this web site.")
    for job in given_up:
        jobs.try_again(session, job, at=at)
    audit.record(session, actor, "webhook.sent_again", at=at, webhook=hook.id, count=len(given_up))
    return len(given_up)


def _hook(session: Session, webhook_id: int) -> Webhook:
    hook = session.get(Webhook, webhook_id)
    if hook is None:
        raise NotFound("There is no such web site to tell.")
    return hook


def check_url(url: str, *, private: bool) -> str:
    """An address that may be told. Where its name leads is looked at again each time something is sent.

    Raises InvalidInput. ``private``: the deployment allows its own network, and http on this machine.
    """
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if not host or not url.isprintable() or " " in url or len(url) > LONGEST_URL or parts.fragment:
        raise InvalidInput("Give a whole address, such as https://www.example.org/told.", field="url")
    if parts.username or parts.password:
        raise InvalidInput("Leave name and password out of the address: what is sent is signed.", field="url")
    if parts.scheme != "https" and not (private and parts.scheme == "http" and _is_this_machine(host)):
        raise InvalidInput("The address has to begin with https://.", field="url")
    if not private and not may_reach(host):
        raise InvalidInput(
            "This address lies within a private network. WORKBENCH_WEBHOOK_PRIVATE allows those.", field="url"
        )
    return url


def may_reach(host: str) -> bool:
    """Whether a host is a public one, as far as it can be told without asking the network for its name."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return not _is_this_machine(host)
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_global) and not address.is_multicast


def _is_this_machine(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
