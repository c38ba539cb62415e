"""Regular upkeep: forgetting what no longer means anything, and checking that projections are true."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, text
from sqlalchemy.orm import Session

from workbench.db.models import Article, Notice, OneTimeLink, Presence, Segment, SignIn, Throttle
from workbench.services import audit, backing, importing, jobs, projection
from workbench.services.locking import lock_article

#: How long things are kept after they stopped meaning anything.
KEPT_SIGN_INS = timedelta(days=30)
KEPT_LINKS = timedelta(days=30)
KEPT_THROTTLES = timedelta(days=1)
KEPT_PRESENCE = timedelta(hours=1)
KEPT_DRAFTS = timedelta(days=30)
KEPT_JOBS = timedelta(days=30)
KEPT_NOTICES = timedelta(days=180)  # after they were seen; unread ones stay


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many of each were deleted."""

    sign_ins: int
    links: int
    throttles: int
    presences: int
    drafts: int
    jobs: int
    notices: int


def tidy(session: Session, *, at: datetime) -> Tidied:
    """Delete ended sign-ins, used or expired links, old throttles, presence, import drafts, done jobs and notices."""
    ended = SignIn.expires_at < at - KEPT_SIGN_INS
    revoked = SignIn.revoked_at < at - KEPT_SIGN_INS
    expired = OneTimeLink.expires_at < at - KEPT_LINKS
    used = OneTimeLink.used_at < at - KEPT_LINKS
    return Tidied(
        sign_ins=len(session.execute(delete(SignIn).where(or_(ended, revoked)).returning(SignIn.id)).all()),
        links=len(
            session.execute(delete(OneTimeLink).where(or_(expired, used)).returning(OneTimeLink.id)).all()
        ),
        throttles=len(
            session.execute(
                delete(Throttle)
                .where(Throttle.window_started_at < at - KEPT_THROTTLES)
                .returning(Throttle.key)
            ).all()
        ),
        presences=len(
            session.execute(
                delete(Presence).where(Presence.seen_at < at - KEPT_PRESENCE).returning(Presence.article_id)
            ).all()
        ),
        drafts=importing.discard_stale_drafts(session, at - KEPT_DRAFTS),
        jobs=jobs.delete_finished(session, at - KEPT_JOBS),
        notices=len(
            session.execute(
                delete(Notice).where(Notice.seen_at < at - KEPT_NOTICES).returning(Notice.id)
            ).all()
        ),
    )


def optimize(session: Session) -> None:
    """Let SQLite refresh the statistics its planner works with; PostgreSQL does so by itself."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA optimize"))


@dataclass(frozen=True, slots=True)
class Checked:
    """A batch of articles whose projection was compared: the last id seen, how many, which are wrong."""

    last_id: int
    count: int
    wrong: tuple[int, ...]


def find_wrong_projections(session: Session, after_id: int, limit: int) -> Checked:
    """Compare the stored projections of the next articles by id with their rows. Reads only."""
    articles = session.scalars(
        select(Article).where(Article.id > after_id).order_by(Article.id).limit(limit)
    ).all()
    wrong = tuple(article.id for article in articles if projection.compare(session, article))
    return Checked(articles[-1].id if articles else after_id, len(articles), wrong)


def repair_projection(session: Session, article_id: int, *, at: datetime) -> list[str]:
    """Recompute one article's projection and write down what was wrong; empty if it has been mended since."""
    article = lock_article(session, article_id)
    wrong = projection.compare(session, article)
    if wrong:
        live = select(Segment).where(Segment.article_id == article.id, Segment.retired.is_(False))
        backing.refresh_owed(session, *session.scalars(live))
        projection.refresh(session, article, at, titles=True)
        audit.record(session, None, "article.projection_repaired", at=at, article=article, wrong=wrong)
    return wrong
