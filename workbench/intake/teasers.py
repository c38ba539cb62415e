"""Links to other pieces and lists of tags, inside the article and around it."""

import re
from collections.abc import Iterable, Sequence

from workbench.domain.kinds import Kind
from workbench.intake import people, shapes
from workbench.intake.lines import Line, is_solid
from workbench.intake.wording import (
    RELATED_LABEL,
    RELATED_LINE,
    SURE_TAG_LINE,
    TAG_LABEL,
    TAG_LINE,
    ZONE_END,
    ZONE_START,
)

#: Left-out lines that stand between the titles of a list of other pieces.
_OF_TEASERS = (
    "dateline",
    "updated",
    "section",
    "counter",
    "comments",
    "reading-time",
    "related",
    "photo-credit",
)
_LONGEST_ZONE = 14  # lines between "Skip the list" and "End of list"
_MOST_TEASERS = 12  # lines below a "Read also" that are taken for its links
_TITLE_AND_STANDFIRST = 2
_LONGEST_TAG_LINE = 40
_HASHTAGS = re.compile(r"(?:#[^\s#،,]+[\s،,]*)+")


def drop_zones(lines: Sequence[Line]) -> None:
    """What stands between the announcement of something embedded and the word that it ends."""
    for i, line in enumerate(lines):
        if not ZONE_START.fullmatch(line.key):
            continue
        end = next(
            (
                n
                for n in range(i + 1, min(i + 1 + _LONGEST_ZONE, len(lines)))
                if ZONE_END.fullmatch(lines[n].key)
            ),
            None,
        )
        if end is None or any(is_solid(one) for one in lines[i + 1 : end]):
            continue
        for one in lines[i : end + 1]:
            if one.is_open or one.field:
                one.drop("related")


def drop_related(lines: Sequence[Line], first: int, last: int) -> None:
    """Labels such as "Read also" and what they introduce.

    Below the article everything up to other furniture belongs to the label; inside it one title, where the
    sentence before has ended, or links as long as they are nothing but links; above it only links, lest
    the headline goes.
    """
    before = ""
    for i, line in enumerate(lines):
        if not line.is_open:
            continue
        if (
            RELATED_LINE.fullmatch(line.key)
            and line.words <= 30
            and not _is_sentence_of_text(i, line, first, last)
        ):
            line.drop("related")
        elif RELATED_LABEL.fullmatch(line.key):
            line.drop("related")
            most = _MOST_TEASERS if i > last else 1 if i > first and shapes.ends_sentence(before) else 0
            for teaser in _teasers(lines[i + 1 : i + 1 + _MOST_TEASERS], most, is_below=i > last):
                teaser.drop("related")
        else:
            before = line.block.text


def _is_sentence_of_text(i: int, line: Line, first: int, last: int) -> bool:
    """Whether the line stands in the article and ends in a full stop, as titles do not."""
    return first < i < last and is_solid(line) and not shapes.is_all_link(line.block)


def below_label(lines: Sequence[Line], first: int) -> frozenset[int]:
    """The lines above the text that follow a label such as "Trending" without anything between, where they are so many
    that they must be titles of other pieces, with the article's own as the last of them."""
    for i, line in enumerate(lines[:first]):
        if not (line.reason == "related" and RELATED_LABEL.fullmatch(line.key)):
            continue
        run = next((n for n in range(i + 1, first) if not lines[n].is_open), first)
        if run - (i + 1) > _TITLE_AND_STANDFIRST:
            return frozenset(range(i + 1, run))
    return frozenset()


def _teasers(following: Sequence[Line], most_titles: int, *, is_below: bool) -> Iterable[Line]:
    """The lines that belong to a label; below the article also their dates, sections and writers between them."""
    for taken, line in enumerate(following):
        if TAG_LABEL.fullmatch(line.key) or TAG_LINE.fullmatch(line.key):
            return
        if not line.is_open:
            if not (is_below and line.reason in _OF_TEASERS):
                return
            if line.field:
                yield line
            continue
        is_link = shapes.is_all_link(line.block) or (
            line.block.kind is Kind.LIST_ITEM
            and not is_solid(line)
            and following[0].block.kind is Kind.LIST_ITEM
            and (shapes.is_teaser(line.block) or shapes.is_question_title(line.block))
        )
        is_title = shapes.is_teaser(line.block) or (
            is_below
            and (
                line.words < 4
                or shapes.is_question_title(line.block)
                or people.is_sure_byline(line.block.text)
            )
        )
        if not (is_link or (taken < most_titles and is_title)):
            return
        yield line


def drop_tags(lines: Sequence[Line], edge: Iterable[int], last: int) -> None:
    for line in lines:
        if line.is_open and line.words <= _LONGEST_TAG_LINE and SURE_TAG_LINE.fullmatch(line.key):
            line.drop("tags", "tags")
    for i in edge:
        line = lines[i]
        if not line.is_open:
            continue
        if TAG_LINE.fullmatch(line.key) or _HASHTAGS.fullmatch(line.block.text):
            line.drop("tags", "tags")
        elif TAG_LABEL.fullmatch(line.key):
            line.drop("tags")
            for tag in lines[i + 1 :] if i > last else ():
                is_open = tag.is_open or tag.reason == "section"
                if not is_open or tag.words > 5 or shapes.ends_sentence(tag.block.text):
                    break
                tag.drop("tags", "tags")


def take_outer_tags(lines: Sequence[Line], last: int) -> None:
    """Tags that stand below the article in the site's frame, where the article itself has none."""
    if any(line.field == "tags" for line in lines):
        return
    for line in lines[last + 1 :]:
        is_tags = TAG_LINE.fullmatch(line.key) or (line.claim == "tags" and people.can_be("tags", line))
        if line.reason == "site-frame" and is_tags:
            line.drop("tags", "tags")
