"""The import, from what somebody gave to the article: reading, keeping drafts, creating.

Reading is slow and needs no database: edges call it before they open a writing scope.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from workbench.align.bead import Bead
from workbench.db import search
from workbench.db.models import Article, ImportDraft, User
from workbench.domain.errors import Conflict, InvalidInput, NotFound, TooLarge, WorkbenchError
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import as_lines
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.intake.document import Block, Document, stated
from workbench.intake.read import finish, parse, parse_paste
from workbench.intake.reader import Language
from workbench.services.articles import NewArticle, NewSegment, SideFields, create_article
from workbench.services.draft_state import (
    DraftState,
    Given,
    SideState,
    headlines,
    packed_document,
    state_from_json,
    state_to_json,
)

#: Encodings a person may choose for a file that was read wrongly: codec and name.
ENCODINGS: dict[str, str] = {
    "utf-8": "UTF-8",
    "cp1256": "Windows-1256 (Arabic)",
    "iso8859-6": "ISO-8859-6 (Arabic)",
    "mac_arabic": "Mac Arabic",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252 (Western)",
}

#: What intake calls an encoding, and its name in the list above.
_ENCODING_NAMES = {name.partition(" (")[0]: name for name in ENCODINGS.values()}

LANGUAGES: dict[Side, Language] = {Side.SOURCE: "ar", Side.TARGET: "en"}

STALE = "Another window or device changed this import in the meantime. Your last step was not taken."


# --- reading -------------------------------------------------------------------------------------------


def read_given(given: Given, side: Side) -> SideState:
    """Read one side. What stops the reading is said in ``problem``; a paste stays in ``given`` all the same.

    Not one that is too large: every page after would carry it. A file's bytes are kept only where its encoding
    could be chosen differently.
    """
    if given.is_empty:
        nothing = "There is no text in that file." if given.file_name else ""
        return SideState(given.packed(), given.file_name, problem=nothing) if nothing else SideState()
    document, problem, parsed = None, "", ""
    try:
        if given.file:
            as_given = parse(
                given.file,
                name=given.file_name,
                language=LANGUAGES[side],
                encoding=given.encoding or None,
            )
        else:
            as_given = parse_paste(given.text, given.html or None)
        document = finish(as_given, LANGUAGES[side])
    except WorkbenchError as error:
        problem = error.message
        if isinstance(error, TooLarge) and not given.file:
            return SideState(problem=problem)
    if document:
        parsed = packed_document(as_given) if document.repairs else ""
        document = replace(document, encoding=encoding_name(document.encoding, given.encoding))
    if given.file and not (document and document.encoding):
        given = replace(given, file=b"")
    return SideState(given.packed(), given.file_name, document, problem, parsed)


def encoding_name(found: str, chosen: str) -> str:
    """An encoding as the page names it: the one chosen, else the one that intake found; "" for none."""
    return ENCODINGS.get(chosen, _ENCODING_NAMES.get(found, found)) if found else ""


def read_again(state: SideState, side: Side, encoding: str) -> SideState:
    """Read a file again in another encoding. Raises InvalidInput when there is none to read, or no such one."""
    given = Given.unpacked(state.given)
    if not given.file:
        raise InvalidInput("Only a text or HTML file can be read in another encoding.")
    if encoding not in ENCODINGS:
        raise InvalidInput("That encoding is not one of those offered.")
    return read_given(replace(given, encoding=encoding), side)


def reread(state: DraftState, side: Side, encoding: str) -> DraftState:
    """The import with one side's file read in another encoding. Its corrections and the pairs are gone then."""
    return DraftState(state.source, state.target).with_side(
        side, read_again(state.side(side), side, encoding)
    )


def with_headline(state: SideState, headline: str) -> SideState:
    """The same side under this headline: it replaces the one that was read, or comes first."""
    block = Block(headline, Kind.HEADLINE)
    if state.document is None:
        return replace(state, document=Document((block,)))
    at = next((n for n, b in enumerate(state.blocks) if b.is_kept and b.kind is Kind.HEADLINE), None)
    blocks = state.blocks
    if at is None:
        blocks = (block, *blocks)
    else:
        blocks = (*blocks[:at], block, *blocks[at + 1 :])
    return replace(state, document=replace(state.document, blocks=blocks))


# --- drafts --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Into:
    """The article that an import is a corrected Arabic text for."""

    id: int
    slug: str
    source_title: str
    target_title: str

    @classmethod
    def of(cls, article: Article) -> "Into":
        return cls(article.id, article.slug, article.source_title, article.target_title)


@dataclass(frozen=True, slots=True)
class Draft:
    """A stored import. ``article_slug`` is set once it is in an article; then the state is empty."""

    id: int
    version: int
    state: DraftState
    changed_at: datetime
    article_slug: str | None = None
    into: Into | None = None


def start_draft(
    session: Session, actor: Actor, state: DraftState, *, into: Article | None = None, at: datetime
) -> Draft:
    """Store a new import of the actor's; ``into``: a corrected Arabic text for this article, or its rows to pair."""
    require(actor, Permission.IMPORT)
    if into is not None:
        require(actor, Permission.EDIT_STRUCTURE if state.rows else Permission.REIMPORT, into.subject)
    row = ImportDraft(
        owner_id=actor.id,
        state=state_to_json(state),
        into_article_id=into.id if into else None,
        created_at=at,
        changed_at=at,
    )
    session.add(row)
    session.flush()
    return Draft(row.id, row.version, state, at, into=Into.of(into) if into else None)


def find_draft(session: Session, actor: Actor, draft_id: int) -> Draft:
    """One of the actor's imports. Raises NotFound when it is not theirs or was discarded."""
    require(actor, Permission.IMPORT)
    found = session.execute(
        select(ImportDraft, Article.slug)
        .outerjoin(Article, Article.id == ImportDraft.article_id)
        .where(ImportDraft.id == draft_id, ImportDraft.owner_id == actor.id)
    ).one_or_none()
    if found is None:
        raise NotFound("That import is not there. It may have been discarded; start a new one.")
    row, slug = found
    state = state_from_json(row.state) if row.state else DraftState()
    article = session.get(Article, row.into_article_id) if row.into_article_id else None
    return Draft(row.id, row.version, state, row.changed_at, slug, Into.of(article) if article else None)


def save_draft(
    session: Session, actor: Actor, draft_id: int, state: DraftState, *, version: int, at: datetime
) -> Draft:
    """Store the state that came of version ``version``. Raises Conflict when that is no longer the newest."""
    require(actor, Permission.IMPORT)
    written = session.execute(
        update(ImportDraft)
        .where(
            ImportDraft.id == draft_id,
            ImportDraft.owner_id == actor.id,
            ImportDraft.version == version,
            ImportDraft.article_id.is_(None),
        )
        .values(state=state_to_json(state), version=version + 1, changed_at=at)
        .execution_options(synchronize_session=False)
    )
    if not _rows(written):
        find_draft(session, actor, draft_id)
        raise Conflict(STALE)
    return Draft(draft_id, version + 1, state, at)


def discard_draft(session: Session, actor: Actor, draft_id: int) -> Into | None:
    """Throw an unfinished import away; the article it was for, if any. Discarding what is gone already is fine."""
    require(actor, Permission.IMPORT)
    article = session.scalar(
        select(Article)
        .join(ImportDraft, ImportDraft.into_article_id == Article.id)
        .where(ImportDraft.id == draft_id, ImportDraft.owner_id == actor.id)
    )
    session.execute(delete(ImportDraft).where(ImportDraft.id == draft_id, ImportDraft.owner_id == actor.id))
    return Into.of(article) if article else None


def discard_stale_drafts(session: Session, before: datetime) -> int:
    """Throw away all imports not touched since ``before``, finished or not; how many they were."""
    return _rows(session.execute(delete(ImportDraft).where(ImportDraft.changed_at < before)))


def _rows(result: object) -> int:
    assert isinstance(result, CursorResult)
    return result.rowcount


# --- the article ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answers:
    """Who translated the English (somebody with an account, or a name), and whether it is finished.

    ``english_is_finished`` is None where each row is as far as its file says (a draft where it does not).
    """

    translator_id: int | None = None
    translator_name: str = ""
    english_is_finished: bool | None = False


def new_article(state: DraftState, answers: Answers) -> NewArticle:
    """The article an import comes to. Raises InvalidInput when the sides are not paired yet."""
    if not state.pairs:
        raise InvalidInput("There is nothing to create yet: pair the two sides first.")
    source, target = state.source.fields, state.target.fields
    kept = (state.source.kept, state.target.kept)
    published_on = source.published_on or target.published_on
    return NewArticle(
        segments=tuple(_segment(*kept, bead, answers) for bead in state.pairs),
        source_fields=SideFields(source.byline, source.dateline, source.outlet, source.tags),
        target_fields=SideFields(target.byline, target.dateline, target.outlet, target.tags),
        source_url=source.url,
        published_on=date.fromisoformat(published_on) if published_on else None,
        translated_by_id=answers.translator_id,
        translated_by_name=answers.translator_name,
        english_is_finished=answers.english_is_finished is True,
    )


def same_headline(session: Session, state: DraftState) -> str | None:
    """The slug of the first article with the Arabic headline of this import: a hint that it is here already."""
    title = next((" ".join(state.source.kept[n].text.split()) for n in headlines(state.source)), "")
    if not title:
        return None
    # Found by the search's index first: a desk of years has no other one on its Arabic titles.
    same = select(Article.slug).where(search.matches(session, title), Article.source_title == title)
    return session.scalars(same.order_by(Article.id).limit(1)).first()


def _segment(
    source_blocks: tuple[Block, ...], target_blocks: tuple[Block, ...], bead: Bead, answers: Answers
) -> NewSegment:
    source = [source_blocks[n] for n in bead.source]
    target = [target_blocks[n] for n in bead.target]
    first = (source or target)[0]
    source_text, source_marks = as_lines((b.text, b.marks) for b in source)
    target_text, target_marks = as_lines((b.text, b.marks) for b in target)
    return NewSegment(
        kind=first.kind,
        source=source_text,
        target=target_text,
        source_marks=source_marks,
        target_marks=target_marks,
        attrs=first.attrs,
        state=stated(target) if answers.english_is_finished is None else None,
        notes=tuple(note for block in (*source, *target) for note in block.notes),
    )


def create_from_draft(
    session: Session, actor: Actor, draft_id: int, new: NewArticle, *, version: int, at: datetime
) -> Article:
    """Make the article ``new`` of an import, once: asked again, it is the same article.

    ``new`` comes from :func:`new_article` of version ``version``. Raises Conflict when the import has changed
    since, NotFound, InvalidInput for a translator who is not here.
    """
    require(actor, Permission.IMPORT)
    row = session.scalars(
        select(ImportDraft)
        .where(ImportDraft.id == draft_id, ImportDraft.owner_id == actor.id)
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound("That import is not there. It may have been discarded; start a new one.")
    if row.article_id is not None:
        return session.get_one(Article, row.article_id)
    if row.version != version:
        raise Conflict(STALE)
    if new.translated_by_id is not None and session.get(User, new.translated_by_id) is None:
        raise InvalidInput("Choose the translator from the list again: that person is not there.")
    article = create_article(session, actor, new, at=at)
    row.article_id, row.version, row.state, row.changed_at = article.id, row.version + 1, {}, at
    session.flush()
    return article
