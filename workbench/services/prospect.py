"""What would be published of an article now, and what of it may go out again as it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Lineage
from workbench.db.queries.editions import (
    PresentSegment,
    ReadEdition,
    present_segments,
    read_edition,
)
from workbench.db.queries.owed import recorded
from workbench.db.queries.released import release
from workbench.domain.comparison import is_same_publication
from workbench.domain.editions import EditionContent, EditionSegment
from workbench.domain.owed import owed_numbers
from workbench.domain.people import Actor
from workbench.domain.release import Issue, Release
from workbench.domain.workflow import State
from workbench.services.edition_content import content_from
from workbench.services.gate import Checklist, Place, check


@dataclass(frozen=True, slots=True)
class Choices:
    """What the publisher chose, which the gate goes by.

    ``kept``: ids of segments to go out again as last published, since their newer text is not approved;
    ``keep_all`` means every such segment. ``is_breaking``: out before second eyes have read it.
    """

    kept: frozenset[int] = frozenset()
    keep_all: bool = False
    is_breaking: bool = False


AS_IT_STANDS = Choices()


@dataclass(frozen=True, slots=True)
class Keepable:
    """A segment whose newer text is not approved and that was published before: the editor may keep that."""

    place: Place
    present: str
    published: EditionSegment
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Prospect:
    """What would be published now: the checklist, the content as a draft, and what it would follow.

    ``previous`` is what readers have (or had, where it was withdrawn), also while another edition is scheduled.
    """

    checklist: Checklist
    content: EditionContent
    previous: ReadEdition | None
    is_new: bool
    release: Release
    keepable: tuple[Keepable, ...]

    @property
    def number(self) -> int:
        return self.release.last_number + 1


def prospect(
    session: Session,
    article: Article,
    publisher: Actor | None = None,
    choices: Choices = AS_IT_STANDS,
    *,
    at: datetime,
) -> Prospect:
    """Checklist, content and predecessor together, each read once; for the publish page and for publishing."""
    found = release(session, article.id, at)
    present = present_segments(session, article.id)
    previous = read_edition(session, article.id, found.newest.number) if found.newest else None
    published = _keepable(session, article, present, previous, found)
    kept = {id_: s for id_, s in published.items() if choices.keep_all or id_ in choices.kept}
    owed = _owed_again(session, kept)
    going_out = tuple(
        _as_published(s, kept[s.content.id], is_owed=s.content.id in owed) if s.content.id in kept else s
        for s in present
    )
    content = content_from(session, article, going_out, kept)
    # An article edited and put back again counts as changed: its words were decided on anew.
    is_new = (
        previous is None
        or found.gone is not None
        or found.scheduled is not None
        or (article.changed_since_edition and not kept)
        or not is_same_publication(previous.content, content)
    )
    return Prospect(
        checklist=check(
            session,
            article,
            going_out,
            publisher if is_new else None,  # what is out was published by whoever might
            is_breaking=choices.is_breaking,
            again=kept.keys(),
            before=previous.content if previous and not previous.line.is_erased else None,
        ),
        content=content,
        previous=previous,
        is_new=is_new,
        release=found,
        keepable=tuple(
            Keepable(
                Place(s.content.id, s.number), s.content.target, published[s.content.id], s.content.id in kept
            )
            for s in present
            if s.content.id in published
        ),
    )


def _keepable(
    session: Session,
    article: Article,
    present: Sequence[PresentSegment],
    previous: ReadEdition | None,
    found: Release,
) -> Mapping[int, EditionSegment]:
    """By id, the published text of segments that are not ready now.

    Not where the row was split or joined since: its published text would say again what other rows say.
    """
    unready = {s.content.id for s in present if not s.is_ready}
    if previous is None or found.newest is None or not unready:
        return {}
    made = _put_together(session, article, found.newest, previous.content, found)
    recut: set[int] = set()
    for pair in session.execute(
        select(Lineage.from_segment_id, Lineage.to_segment_id).where(
            Lineage.article_id == article.id, Lineage.created_at >= made
        )
    ):
        recut.update(pair)
    return {s.id: s for s in previous.content.segments if s.id in unready - recut}


def _put_together(
    session: Session, article: Article, issue: Issue, content: EditionContent, found: Release
) -> datetime:
    """When the edition's rows were as they are in it: one that only got another time has those of the one before."""
    made = min((h.at for h in issue.happenings), default=issue.published_at)
    before = found.issue(issue.number - 1)
    if before is None or before.cancelled is None or before.cancelled.at != made:
        return made
    replaced = read_edition(session, article.id, before.number)
    if replaced is None or replaced.content.segments != content.segments:
        return made
    return _put_together(session, article, before, content, found)


def _owed_again(session: Session, kept: Mapping[int, EditionSegment]) -> set[int]:
    """Which of the texts that go out again one person alone still stands behind, as the edition has to say again.

    What was decided on later words of the row was said of those.
    """
    found = recorded(session, kept)
    return {
        id_
        for id_, one in found.items()
        if owed_numbers(one.standing, one.number(kept[id_].target_revision_id))
    }


def _as_published(segment: PresentSegment, published: EditionSegment, *, is_owed: bool) -> PresentSegment:
    return replace(
        segment,
        state=State.APPROVED,
        owed=is_owed,
        left_out=published.left_out_reason is not None,
        source_changed=segment.content.source.split() != published.source.split(),
        content=published,
    )
