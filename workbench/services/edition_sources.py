"""What says, beside an edition's content itself, what was in it: revisions, the log, its neighbours, the article."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, AuditEvent, Edition, Revision, User
from workbench.domain.edition_places import SIDES, Place, Witness, taken_apart
from workbench.domain.editions import Credit, EditionKind, content_to_json
from workbench.services.edition_content import content_of, scores_of

#: Reading what somebody may have damaged.
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, RecursionError)
_AT_ONCE = 5000  # revisions by their ids in one query
_HIGHEST_ID = 2**63 - 1  # a database refuses to be asked for a higher one
#: What of an edition is its own, so that its neighbours rightly have something else.
_OWN = ("format", "slug", "number", "kind", "breaking", "note", "published_at", "kept", "owed")
_ONLY_OF_EDITIONS = (*_OWN, "first_published_at", "corrections", "waivers")
_KINDS = {
    "edition.published": EditionKind.EDITION,
    "edition.corrected": EditionKind.CORRECTION,
    "edition.typo_fixed": EditionKind.TYPO,
}


class Known(NamedTuple):
    """What certainly stood at a place, and what is said of an edition that has something else there."""

    place: Place
    value: Any
    says: str


def known_by_revisions(session: Session, content: Mapping[str, Any]) -> Iterator[Known | str]:
    """The words, links and emphasis of its segments by the revisions they name, which never change either; or what is
    wrong with the revision that one names."""
    sides = [
        (number, segment, side) for number, segment in enumerate(content["segments"], 1) for side in SIDES
    ]
    named = (segment[side]["revision"] for _, segment, side in sides)
    ids = [id_ for id_ in named if type(id_) is int and 0 < id_ <= _HIGHEST_ID]
    found: dict[int, Revision] = {}
    columns = (Revision.id, Revision.segment_id, Revision.side, Revision.text, Revision.marks)
    for start in range(0, len(ids), _AT_ONCE):
        some = select(*columns).where(Revision.id.in_(ids[start : start + _AT_ONCE]))
        found.update({row.id: row for row in session.execute(some)})
    for number, segment, side in sides:
        what, id_, revision_id = (
            f"the {SIDES[side]} of its segment {number}",
            segment["id"],
            segment[side]["revision"],
        )
        revision = found.get(revision_id)
        if revision_id is None:
            if segment[side]["text"] or segment[side]["marks"]:
                yield f"has words as {what}, where it names no revision"
        elif revision is None or (revision.segment_id, revision.side.value) != (id_, side):
            yield f"names for {what} revision {revision_id}, which is none of that segment's"
        else:
            by = f"revision {revision_id}, which it names"
            yield Known((id_, side, "text"), revision.text, f"differs in {what} from {by}")
            yield Known(
                (id_, side, "marks"), revision.marks, f"differs in the links or emphasis of {what} from {by}"
            )


def known_by_log(
    content: Mapping[str, Any], edition: Edition, slug: str, line: AuditEvent | None
) -> Iterator[Known | str]:
    """What stands beside the content, and what the log noted when it was made (``line``)."""
    beside = "has a number, note, time or article beside its content that differs from it"
    yield Known(("slug",), slug, beside)
    yield Known(("number",), edition.number, beside)
    yield Known(("note",), edition.note, beside)
    yield Known(("published_at",), edition.published_at.isoformat(), beside)
    if line is None:
        return
    noted, otherwise = line.detail, "says otherwise than the log"
    yield Known(("owed",), noted.get("owed", []), f"{otherwise} what one person alone stands behind")
    if content.get("format") == 1:
        return  # which had nothing of what follows
    yield Known(("breaking",), noted.get("breaking", False), f"{otherwise} whether it was a breaking release")
    if line.name in _KINDS:
        yield Known(("kind",), _KINDS[line.name].value, f"{otherwise} what kind of edition it is")
    if line.name == "edition.typo_fixed":
        return  # in which the rest is as in the edition before
    yield Known(("kept",), noted.get("kept", []), f"{otherwise} what went out again as it was")
    if [waiver["problem"] for waiver in content["waivers"]] != noted.get("waived", []):
        yield f"{otherwise} which problems were waived"


def witnesses(session: Session, edition: Edition, content: Mapping[str, Any]) -> Iterator[Witness]:
    """The editions before and after it that have their text, and the article as it is now."""
    beside = select(Edition.number, Edition.content).where(
        Edition.article_id == edition.article_id, Edition.content != ""
    )
    number = Edition.number
    before = beside.where(number < edition.number).order_by(number.desc())
    after = beside.where(number > edition.number).order_by(number)
    for neighbour in (session.execute(asked.limit(1)).first() for asked in (before, after)):
        if neighbour is not None:
            with suppress(*UNREADABLE):
                places = _of_neighbour(content, edition.number, json.loads(neighbour.content))
                yield Witness(f"edition {neighbour.number}", places)
    with suppress(*UNREADABLE):
        yield Witness("the article as it is now", _present(session, edition))


def _of_neighbour(content: Mapping[str, Any], number: int, other: Mapping[str, Any]) -> Mapping[Place, Any]:
    """Editions keep what was corrected in earlier ones, so what both can have must be the same."""
    both = min(number, other["number"])
    theirs = [told for told in other.get("corrections", ()) if told["number"] <= both]
    own = [told for told in content.get("corrections", ()) if told["number"] > both]
    held = {**other, "corrections": theirs + own}
    return taken_apart({key: value for key, value in held.items() if key not in _OWN})


def _present(session: Session, edition: Edition) -> Mapping[Place, Any]:
    article = session.get_one(Article, edition.article_id)
    publisher = session.get_one(User, edition.published_by_id)
    content = content_of(session, article)
    content = replace(
        content,
        credits=(*content.credits, Credit(publisher.name, "published")),
        scores=scores_of(session, article, content),
    )
    data = content_to_json(content)
    return taken_apart({key: value for key, value in data.items() if key not in _ONLY_OF_EDITIONS})
