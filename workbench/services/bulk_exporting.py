"""Many articles as one zip: asked for, watched, made by the worker, fetched within a day."""

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.engine import Database
from workbench.db.models import Article, Job, User
from workbench.db.models.desk import JobState
from workbench.domain.editions import EditionContent
from workbench.domain.errors import InvalidInput, NotFound, WorkbenchError
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.export.archive import Archive, name_among
from workbench.export.exporter import Told, untold
from workbench.export.house_style import AS_WRITTEN, HouseStyle
from workbench.export.proof import ProofExporter
from workbench.export.registry import exporter, render
from workbench.services import exporting, jobs

KIND = "export_articles"
MOST_ARTICLES = 2000
#: In which a job counts how far an article is: a long proof takes minutes.
PARTS = 100
#: How long the zip can be fetched.
KEPT = timedelta(days=1)


class Place(Protocol):
    """Where files go: an archive or a folder."""

    def add(self, name: str, data: bytes, *, of: Sequence[object]) -> str: ...

    def miss(self, slug: str, why: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Underway:
    """A zip that was asked for: how far it is, and until when it can be fetched once it is done.

    ``done`` of ``total`` in parts of articles; ``has_nobody``: as :func:`workbench.services.jobs.has_nobody`.
    """

    job_id: int
    state: JobState
    done: int
    total: int
    asked_at: datetime
    articles: int
    formats: tuple[str, ...]
    error: str
    until: datetime | None
    has_nobody: bool

    @property
    def is_done(self) -> bool:
        return self.state is JobState.DONE

    @property
    def articles_done(self) -> int:
        return self.done * self.articles // self.total

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total


def ask(
    session: Session,
    actor: Actor,
    article_ids: Collection[int],
    formats: Sequence[str],
    style: HouseStyle = AS_WRITTEN,
    *,
    at: datetime,
) -> int:
    """Have the newest editions of these articles packed; the job's id. Raises InvalidInput."""
    require(actor, Permission.EXPORT)
    if not article_ids:
        raise InvalidInput("Choose at least one article.", field="article")
    if len(article_ids) > MOST_ARTICLES:
        raise InvalidInput(
            f"At most {MOST_ARTICLES} articles go into one zip, not {len(article_ids)}.", field="article"
        )
    if not formats:
        raise InvalidInput("Choose at least one format.", field="format")
    chosen = [exporter(format_id).id for format_id in dict.fromkeys(formats)]
    articles = list(dict.fromkeys(article_ids))
    asked = {"articles": articles, "formats": chosen, "style": asdict(style)}
    job = jobs.enqueue(session, KIND, asked, at=at, actor=actor)
    job.total = len(articles) * PARTS
    session.flush()
    return job.id


def find(session: Session, actor: Actor, job_id: int, *, at: datetime) -> Underway:
    """One's own zip. Raises NotFound."""
    job = session.get(Job, job_id)
    if job is None or job.kind != KIND or job.created_by_id != actor.id:
        raise NotFound("There is no such export of yours. It may have been tidied away.")
    until = job.finished_at + KEPT if job.finished_at and job.state is JobState.DONE else None
    return Underway(
        job.id,
        job.state,
        job.done,
        job.total,
        job.created_at,
        len(job.payload["articles"]),
        tuple(job.payload["formats"]),
        job.error,
        until,
        jobs.has_nobody(job, at=at),
    )


def path_of(folder: Path, job_id: int) -> Path:
    return folder / f"export-{job_id}.zip"


# --- the worker's part ---------------------------------------------------------------------------------


def make(
    database: Database,
    payload: Mapping[str, Any],
    path: Path,
    actor: Actor,
    *,
    now: Callable[[], datetime],
    report: Callable[[int, int], None],
) -> None:
    """Write the zip: an article at a time, each read in a short scope and rendered outside it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    ids, last = payload["articles"], now()
    style = HouseStyle.of(payload.get("style", {}))  # jobs of an earlier version of the program say none

    def tell(before: int, share: float) -> None:
        nonlocal last
        if (moment := now()) - last > timedelta(seconds=1):
            last = moment
            report(round((before + share) * PARTS), len(ids) * PARTS)

    try:
        with part.open("wb") as file:
            archive = Archive(file)
            for before, article_id in enumerate(ids):
                with database.reading() as session:
                    slug, content = _load(session, actor, article_id, at=now())
                if isinstance(content, str):
                    archive.miss(slug, content)
                else:
                    add(archive, content, payload["formats"], style, partial(tell, before))
                tell(before, 1)
            archive.close()
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    report(len(ids) * PARTS, len(ids) * PARTS)


def owner(session: Session, job_id: int) -> Actor:
    """Who asked for it: they get what they may."""
    job = session.get_one(Job, job_id)
    assert job.created_by_id is not None, "asked for by somebody"
    return session.get_one(User, job.created_by_id).as_actor()


def _load(
    session: Session, actor: Actor, article_id: int, *, at: datetime
) -> tuple[str, EditionContent | str]:
    """The article's name and what readers have of it, or why there is nothing."""
    slug = session.scalar(select(Article.slug).where(Article.id == article_id)) or str(article_id)
    try:
        return slug, exporting.load_for_export(session, actor, slug, None, at=at)
    except WorkbenchError as error:
        return slug, error.message


def add(
    place: Place,
    content: EditionContent,
    formats: Sequence[str],
    style: HouseStyle = AS_WRITTEN,
    told: Told = untold,
) -> None:
    """Put an edition there in each of the formats; ``told`` hears after each part of the long one."""
    forms = [exporter(format_id) for format_id in formats]
    for form in forms:
        name = name_among(content, form, forms, style)
        of = (content.slug, content.number or "draft", form.id, content.title)
        if isinstance(form, ProofExporter):
            data = form.write(content, told)
        else:
            data = render(content, form.id, style)
        place.add(name, data, of=of)


def tidy(folder: Path, *, at: datetime) -> None:
    """Delete the zips nobody can fetch any more, and what a worker that was killed left behind."""
    for path in folder.glob("export-*"):
        with suppress(OSError):
            if path.stat().st_mtime < (at - KEPT).timestamp():
                path.unlink()
