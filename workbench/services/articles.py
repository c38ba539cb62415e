"""Creating an article, and its fields."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Cause, Revision, Segment
from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import InlineMark
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.workflow import State
from workbench.services import audit, projection
from workbench.services.locking import lock_article
from workbench.services.positions import GAP
from workbench.services.problem_life import open_problem
from workbench.text.clean import storable
from workbench.text.invisible import has_visible
from workbench.text.tokens import count_words

LONGEST_SLUG = 80


@dataclass(frozen=True, slots=True)
class NewSegment:
    """One pair to be stored. ``left_out_reason`` confirms an empty English from the start.

    ``state`` (draft or translated) says how far its English is where the article as a whole does not; ``notes``
    become open questions.
    """

    kind: Kind
    source: str
    target: str
    source_marks: tuple[InlineMark, ...] = ()
    target_marks: tuple[InlineMark, ...] = ()
    attrs: Mapping[str, Any] = field(default_factory=dict)
    left_out_reason: str | None = None
    state: State | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SideFields:
    """An article's fields in one language."""

    byline: str = ""
    dateline: str = ""
    outlet: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewArticle:
    """Everything an article starts with.

    ``english_is_finished``: segments come in as translated, not as drafts, so that nobody has to confirm
    thirty rows of finished work.
    """

    segments: tuple[NewSegment, ...]
    source_fields: SideFields = SideFields()
    target_fields: SideFields = SideFields()
    source_url: str = ""
    published_on: date | None = None
    translated_by_id: int | None = None
    translated_by_name: str = ""
    english_is_finished: bool = False


def create_article(
    session: Session, actor: Actor | None, new: NewArticle, *, at: datetime, slug: str | None = None
) -> Article:
    """Store an article with its segments and their first revisions.

    No actor means the command line. Raises InvalidInput without any segment or with notes but nobody to ask
    them, NotAllowed, and keeps the order given. The slug is made of the English headline and never changes afterwards.
    """
    if actor is not None:
        require(actor, Permission.IMPORT)
    if not any(s.source.strip() or s.target.strip() for s in new.segments):
        raise InvalidInput("There is no text to make an article of.")
    if actor is None and any(s.notes for s in new.segments):
        raise InvalidInput(
            "The file has notes, which become questions, and nobody to ask them. Say who brings it in (--as). "
            "Nothing was stored."
        )
    article = Article(
        slug=_free_slug(session, slug or _slug_of(new)),
        created_by_id=actor.id if actor else None,
        created_at=at,
        changed_at=at,
        source_url=new.source_url,
        published_on=new.published_on,
        translated_by_id=new.translated_by_id,
        translated_by_name=new.translated_by_name,
        version=0,
    )
    _set_fields(article, new.source_fields, new.target_fields)
    session.add(article)
    session.flush()
    segments = [
        _segment(article, s, (index + 1) * GAP, new.english_is_finished, at)
        for index, s in enumerate(new.segments)
    ]
    session.add_all(segments)
    session.flush()
    _first_revisions(session, segments, new.segments, at)
    if actor is not None:
        _ask(session, actor, article, segments, new.segments, at)
    projection.refresh(session, article, at, changed=segments, titles=True)
    audit.record(session, actor, "article.created", at=at, article=article, segments=len(segments))
    return article


def change_fields(
    session: Session,
    actor: Actor,
    article_id: int,
    *,
    source: SideFields,
    target: SideFields,
    source_url: str,
    published_on: date | None,
    at: datetime,
) -> Article:
    """Correct byline, dateline, outlet, tags, address and date."""
    article = lock_article(session, article_id)
    require(actor, Permission.EDIT_FIELDS, article.subject)
    if source_url and not source_url.lower().startswith(("http://", "https://")):
        raise InvalidInput("The source address must start with http:// or https://.")
    before = fields_of(article)
    _set_fields(article, source, target)
    article.source_url, article.published_on = source_url, published_on
    after = fields_of(article)
    changed = {k: [before[k], after[k]] for k in before if before[k] != after[k]}
    if changed:
        projection.refresh(session, article, at, content=True, titles=True)
        audit.record(session, actor, "article.fields_changed", at=at, article=article, changed=changed)
    return article


def fields_of(article: Article) -> dict[str, Any]:
    """All fields by name, as plain data: ``source_byline``, …, ``source_url``, ``published_on`` (ISO or None)."""
    names = [f"{side}_{name}" for side in Side for name in ("byline", "dateline", "outlet", "tags")]
    values = {name: getattr(article, name) for name in names}
    values["source_url"] = article.source_url
    values["published_on"] = article.published_on.isoformat() if article.published_on else None
    return values


def set_field(article: Article, name: str, value: Any) -> None:
    """Give one field of :func:`fields_of` a value of its sort."""
    if name == "published_on":
        article.published_on = date.fromisoformat(value) if value else None
    elif name == "source_url":
        article.source_url = value
    elif name.endswith("_tags"):
        setattr(article, name, [storable(tag).strip()[:100] for tag in value if tag.strip()][:50])
    else:
        setattr(article, name, storable(value).strip()[:500])


def _set_fields(article: Article, source: SideFields, target: SideFields) -> None:
    for side, fields in ((Side.SOURCE, source), (Side.TARGET, target)):
        for name in ("byline", "dateline", "outlet"):
            set_field(article, f"{side}_{name}", getattr(fields, name))
        set_field(article, f"{side}_tags", fields.tags)


def _segment(article: Article, new: NewSegment, position: int, finished: bool, at: datetime) -> Segment:
    source, target = storable(new.source), storable(new.target)
    has_target = has_visible(target)
    left_out = new.left_out_reason is not None and not has_target
    if left_out or (has_target and (finished or new.state is State.TRANSLATED)):
        state = State.TRANSLATED
    else:
        state = State.DRAFT if has_target else State.UNTRANSLATED
    return Segment(
        article_id=article.id,
        position=position,
        kind=new.kind,
        attrs=dict(new.attrs),
        state=state,
        source=source,
        target=target,
        source_words=count_words(source, "ar"),
        target_words=count_words(target, "en"),
        left_out=left_out,
        one_side_reason=new.left_out_reason or "",
        changed_at=at,
    )


def _first_revisions(
    session: Session, segments: list[Segment], news: tuple[NewSegment, ...], at: datetime
) -> None:
    """Imported text is sealed from the start and has no author."""
    revisions: list[tuple[Segment, Side, Revision]] = []
    for segment, new in zip(segments, news, strict=True):
        for side, text, marks in (
            (Side.SOURCE, segment.source, new.source_marks),
            (Side.TARGET, segment.target, new.target_marks),
        ):
            if not text and side is Side.TARGET:
                continue
            revision = Revision(
                segment_id=segment.id,
                side=side,
                number=1,
                text=text,
                marks=[m.as_json() for m in marks if m.end <= len(text)],
                cause=Cause.IMPORT,
                created_at=at,
                changed_at=at,
                sealed_at=at,
            )
            revisions.append((segment, side, revision))
    session.add_all(r for _, _, r in revisions)
    session.flush()
    for segment, side, revision in revisions:
        if side is Side.SOURCE:
            segment.source_revision_id = revision.id
        else:
            segment.target_revision_id = revision.id


def _ask(
    session: Session,
    actor: Actor,
    article: Article,
    segments: list[Segment],
    news: tuple[NewSegment, ...],
    at: datetime,
) -> None:
    """What stood beside a pair in its file, as questions of whoever brought it in."""
    for segment, new in zip(segments, news, strict=True):
        for note in new.notes:
            open_problem(
                session,
                actor,
                article,
                segment,
                type_slug="question",
                severity=None,
                note=storable(note),
                at=at,
            )


def _slug_of(new: NewArticle) -> str:
    head = next((s.target for s in new.segments if s.kind is Kind.HEADLINE and s.target.strip()), "")
    head = head or next((s.target for s in new.segments if s.target.strip()), "")
    plain = unicodedata.normalize("NFKD", head).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    slug = ""
    for word in words:
        if len(slug) + len(word) + 1 > LONGEST_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug or "article"


def _free_slug(session: Session, wanted: str) -> str:
    """``wanted``, or it with the first free number behind it."""
    taken = set(
        session.scalars(
            select(Article.slug).where((Article.slug == wanted) | Article.slug.startswith(f"{wanted}-"))
        )
    )
    if wanted not in taken and wanted != "article":
        return wanted
    number = 1 if wanted == "article" else 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
