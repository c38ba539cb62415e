"""What each kind of job does. A new kind: a function here and its line in HANDLERS."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from workbench.db.engine import Database
from workbench.db.models import Article
from workbench.services import aligning, bulk_exporting, mailing, pairing_jobs, telling
from workbench.services import housekeeping as upkeep
from workbench.settings import Settings, exports_folder
from workbench.worker import mail, webhooks

PROJECTION_BATCH = 200


@dataclass(frozen=True, slots=True)
class Task:
    """What a handler is given. It opens its own short scopes, does slow work outside them, and reports."""

    database: Database
    payload: Mapping[str, Any]
    now: Callable[[], datetime]
    report: Callable[[int, int], None]
    job_id: int = 0
    settings: Settings | None = None  # None: nothing that leaves the house is done


@dataclass(frozen=True, slots=True)
class Handler:
    """A kind of job: what it does; ``every`` for those that workers ask for by themselves.

    It may be run twice for one job, so doing it again must do no harm.
    """

    run: Callable[[Task], None]
    every: timedelta | None = None


def housekeeping(task: Task) -> None:
    """Forget old sign-ins, links, throttles, presence, import drafts and jobs; refresh planner statistics."""
    with task.database.writing() as session:
        upkeep.tidy(session, at=task.now())
        upkeep.optimize(session)
    bulk_exporting.tidy(exports_folder(str(task.database.url)), at=task.now())


def check_projections(task: Task) -> None:
    """Compare every article's stored counts, stage and titles with its rows; repair and audit what differs."""
    with task.database.reading() as session:
        total = session.scalar(select(func.count()).select_from(Article)) or 0
    last_id = done = 0
    while True:
        with task.database.reading() as session:
            batch = upkeep.find_wrong_projections(session, last_id, PROJECTION_BATCH)
        if not batch.count:
            return
        for article_id in batch.wrong:
            with task.database.writing() as session:
                upkeep.repair_projection(session, article_id, at=task.now())
        last_id, done = batch.last_id, done + batch.count
        task.report(done, max(done, total))


def pair_import(task: Task) -> None:
    """Pair the two sides of a long import and keep the pairs, if nobody changed it or gave up meanwhile."""
    with task.database.reading() as session:
        found = pairing_jobs.load(session, task.payload)
    if found is None:
        return
    owner, draft = found
    total = pairing_jobs.size(draft.state)
    task.report(0, total)
    paired = aligning.align_sides(draft.state, keep_by_hand=task.payload["keep_by_hand"])
    task.report(total, total)
    with task.database.writing() as session:
        pairing_jobs.store(session, owner, draft, paired, at=task.now())


def export_articles(task: Task) -> None:
    """Pack the newest editions of many articles for somebody to fetch."""
    with task.database.reading() as session:
        owner = bulk_exporting.owner(session, task.job_id)
    folder = exports_folder(str(task.database.url))
    bulk_exporting.tidy(folder, at=task.now())
    bulk_exporting.make(
        task.database,
        task.payload,
        bulk_exporting.path_of(folder, task.job_id),
        owner,
        now=task.now,
        report=task.report,
    )


def mail_news(task: Task) -> None:
    """Send one person what they have not been told, and mark it as told once the server has it."""
    if task.settings is None or not task.settings.mails:
        return  # it was configured once; their news is in the inbox
    with task.database.reading() as session:
        news = mailing.load_news(session, task.payload)
    if news is None:
        return
    mail.send(task.settings, mail.compose(task.settings, news, at=task.now()))
    with task.database.writing() as session:
        mailing.mark_mailed(session, news, at=task.now())


def mail_due(task: Task) -> None:
    """Ask for the mails that are due; each is a job of its own, so that one that fails holds up no other."""
    if task.settings is None or not task.settings.mails:
        return
    with task.database.writing() as session:
        mailing.ask_for_due(session, digest_hour=task.settings.digest_hour, at=task.now())


def tell_webhook(task: Task) -> None:
    """Tell one web site of one thing, and keep what it answered; what it did not take is told again later."""
    if task.settings is None:
        return
    with task.database.reading() as session:
        message = telling.load_message(session, task.payload, base=task.settings.url, at=task.now())
    if message is None:
        return
    answer = webhooks.post(
        message, at=task.now(), private=task.settings.webhook_private or task.settings.demo
    )
    with task.database.writing() as session:
        telling.record_answer(session, message.webhook_id, answer.says, is_down=answer.is_down, at=task.now())
    if not answer.is_taken:
        raise webhooks.NotTaken(answer.says)


def tell_when_out(task: Task) -> None:
    """An embargo is over: ask for the telling of everybody who is to be told now."""
    with task.database.writing() as session:
        telling.tell_of(session, task.payload["edition"], task.payload["what"], at=task.now())


HANDLERS: dict[str, Handler] = {
    "housekeeping": Handler(housekeeping, every=timedelta(days=1)),
    pairing_jobs.KIND: Handler(pair_import),
    mailing.KIND: Handler(mail_news),
    "mail_due": Handler(mail_due, every=timedelta(hours=1)),
    bulk_exporting.KIND: Handler(export_articles),
    telling.KIND: Handler(tell_webhook),
    telling.WHEN_OUT: Handler(tell_when_out),
    "check_projections": Handler(check_projections, every=timedelta(days=1)),
}
