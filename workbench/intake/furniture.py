"""What stands on a page beside the article: found, marked with its reason, and kept in its place.

Three kinds of evidence, in this order: wording (:mod:`workbench.intake.wording`), position relative to the
headline and to the first and last real paragraph, and shape. Precision comes before recall: a line stays
unless something says that it is furniture, and a real sentence always stays.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from workbench.intake import facts_line, people, shapes, teasers
from workbench.intake.document import Block, Fields
from workbench.intake.lines import Line, is_solid
from workbench.intake.opening import dateline_of
from workbench.intake.wording import (
    BREAKING_LINE,
    DAY_LABEL,
    TAG_LABEL,
    is_disclaimer,
    line_key,
    rule_for,
    rule_of_row,
    says_who_is,
)
from workbench.intake.wording_rules import RULES, Rule
from workbench.text.dates import read_dateline

#: Why a block was left out, in the words the page shows; the key is ``Block.dropped``.
REASONS: dict[str, str] = {
    **{rule.id: rule.reason for rule in RULES},
    "dateline": "The date line; it fills the article’s date.",
    "byline": "The byline; it fills the article’s byline.",
    "outlet": "The outlet’s name; it fills the article’s outlet.",
    "tags": "A list of tags; it fills the article’s tags.",
    "related": "A link to another piece.",
    "repeated-headline": "The headline once more.",
    "ticker": "Headlines of other pieces.",
    "repeated-line": "The line above it once more.",
    "stray-mark": "A line with nothing but punctuation or signs.",
    "disclaimer": "What the site says of opinions in its pieces.",
    "author-note": "A note on the writer.",
    # From the structure of a file:
    "site-frame": "Outside the article (the page’s header, menu, side column or foot).",
    "form": "Part of a form or a row of buttons.",
    "front-matter": "Settings written above a Markdown text.",
    "page-margin": "The header or footer of the printed page.",
    "footnote": "A footnote; bring it back where the text needs it.",
    "comment": "A comment in the margin of the file.",
    "contents": "A line of the table of contents.",
    "hidden-text": "Hidden in the file; nobody who opens it sees it.",
    "image-description": "The description of a picture; bring it back as a caption where the text needs it.",
    "outside-table": "Beside the table of pairs.",
    "not-for-translation": "Marked in the file as not for translation.",
    "copied-source": "The Arabic once more, where no English was written yet.",
}

_NOTHING_STATED = Fields()

#: Left-out lines that stand between a headline and the text.
_OF_HEADS = (
    "dateline",
    "byline",
    "outlet",
    "tools",
    "share",
    "networks",
    "updated",
    "reading-time",
    "counter",
    "comments",
    "photo-credit",
    "source",
    "credits",
)

_LONGEST_TICKER = 16  # words
_SHORTEST_TITLE = 3
_TICKER_SPLIT = re.compile(r"\s*[|•●]\s*")
_MOST_NEAR_DATES = 2  # published and updated
#: "Homs, April 4, 2023": a place of up to three words before what may be a day.
_PLACED = re.compile(
    r"(?:(?:[a-z]{2}-)?[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,2}|[\u0621-\u0652]{2,}(?: [\u0621-\u0652]{2,}){0,2})\s*[،,/–—-]\s*(?P<day>.*[0-9٠-٩].*)"
)
_SEPARATORS = " \t\u00a0|•·,،-–—/"
_PUNCTUATION_ONLY = re.compile(r"[\W_]+")
_QUOTES_ONLY = re.compile(r"[\s\"'“”‘’«»„‟‹›`´\u064b-\u0652]+")  # or vowel signs that lost their word
_FIGURE = re.compile(r"[\W\d]*\d[\W\d]*[km]?")
_TAG_SPLIT = re.compile(r"\s*[|،,;؛#•·]\s*|\s+[-–—/]\s+")


def clean(
    blocks: Sequence[Block], language: str, stated: Fields = _NOTHING_STATED
) -> tuple[tuple[Block, ...], Fields]:
    """The same blocks in the same order, furniture marked as dropped and kinds given; and the fields found.

    A line that is several facts and buttons in a row becomes one block of each.

    ``language`` is the side's; ``stated`` is what the file says of itself, as evidence for short lines. Kinds that a reader took from the file's structure win over guesses; blocks
    that a reader has dropped stay dropped. List markers leave the text of list items; no other text changes.
    """
    lines = [
        Line(b, line_key(b.text), len(b.text.split()), b.dropped, claim=b.field)
        for b in facts_line.split(blocks)
    ]
    _drop_by_wording(lines, range(len(lines)), at_edge=False)
    first, last = _drop_disclaimers(lines)
    edge = [*range(first), *range(last + 1, len(lines))]
    _drop_by_wording(lines, edge, at_edge=True)
    teasers.drop_zones(lines)
    _drop_datelines(lines, first, last)
    _drop_claimed(lines, first, last)
    teasers.drop_related(lines, first, last)
    teasers.drop_tags(lines, edge, last)
    headline = shapes.find_headline(
        [(i, lines[i].block) for i in range(len(lines)) if lines[i].is_open],
        first,
        _beside_headlines(lines, first),
        teasers.below_label(lines, first),
    )
    if headline is not None:
        people.find_people(lines, headline, first, stated)
        first = _past_standfirst(lines, headline, first, last, stated)
        _drop_author_note(lines, last)
        _drop_above(lines, headline)
        _drop_repeats(lines, headline, edge)
        _drop_roles(lines)
        _drop_repeated_lines(lines, headline, first, last)
    _drop_stray_marks(lines, edge)
    teasers.take_outer_tags(lines, last)
    opened = [i for i, line in enumerate(lines) if line.is_open]
    kept = shapes.give_kinds(
        [replace(lines[i].block, field=None) for i in opened],
        opened.index(headline) if headline in opened else None,
    )
    kinds = iter(kept)
    result = tuple(
        replace(next(kinds), origin="")
        if line.is_open
        else replace(line.block, dropped=line.reason, field=line.field, origin="")
        for line in lines
    )
    said = [(line.field, line.block.text) for line in lines]
    return result, facts_of(said, stated.dateline or dateline_of(result))


def _solid_range(lines: Sequence[Line]) -> tuple[int, int]:
    """Indexes of the first and the last block that can only be a paragraph of the article.

    Without any, the whole is taken for the article: (0, number of blocks).
    """
    solid = [i for i, line in enumerate(lines) if is_solid(line)]
    return (solid[0], solid[-1]) if solid else (0, len(lines))


def _drop_disclaimers(lines: Sequence[Line]) -> tuple[int, int]:
    """Leave out the last paragraphs, or the first one, while they are disclaimers; what is then first and last."""
    while True:
        first, last = _solid_range(lines)
        at = next((i for i in (last, first) if i < len(lines) and is_disclaimer(lines[i].key)), None)
        if at is None or first == last or not lines[at].is_open:
            break
        lines[at].drop("disclaimer")
    for line in lines[last + 1 :]:
        if line.is_open and is_disclaimer(line.key):
            line.drop("disclaimer")
    return first, last


def _drop_author_note(lines: Sequence[Line], last: int) -> None:
    """The last block of a piece when it says who the writer of the byline is."""
    name = next((line_key(people.byline_name(x.block.text)) for x in lines if x.field == "byline"), "")
    open_lines = [i for i, line in enumerate(lines) if line.is_open]
    if len(name.split()) < 2 or not open_lines or open_lines[-1] < last:
        return
    note = lines[open_lines[-1]]
    if note.words <= 60 and says_who_is(note.key.removeprefix("* "), name):
        note.drop("author-note")


def _drop_by_wording(lines: Sequence[Line], indexes: Iterable[int], *, at_edge: bool) -> None:
    for i in indexes:
        line = lines[i]
        if line.is_open and not _is_figure(line) and (rule := _rule(line, at_edge)):
            line.drop(rule.id)


def _rule(line: Line, at_edge: bool) -> Rule | None:
    whole = rule_for(line.key, at_edge, is_sentence=shapes.ends_sentence(line.block.text))
    return whole or (rule_of_row(line.block.text, at_edge) if line.block.origin != "cell" else None)


def _is_figure(line: Line) -> bool:
    """Whether this is a number in a table: alone on a line it would count views."""
    return line.block.origin == "cell" and bool(_FIGURE.fullmatch(line.key))


def _drop_datelines(lines: Sequence[Line], first: int, last: int) -> None:
    """Lines that hold nothing but a day, above and below the article.

    Where there is none, the only such line of the text, if no more than a standfirst parts it from the
    headline; further in, or one of many, a day is the heading of a section.
    """
    dates = [
        i for i, line in enumerate(lines) if line.is_open and line.words <= 20 and _is_day(line.block.text)
    ]
    outer = [i for i in dates if not first <= i <= last]
    if (
        len(dates) - len(outer) >= 2
    ):  # days as headings: the one right above the first paragraph is the first of them
        outer = [i for i in outer if i != first - 1]
    second = _second_solid(lines, first, last)
    near = [i for i in dates if first <= i < second]
    if len(near) > _MOST_NEAR_DATES or any(
        second <= i <= last and not DAY_LABEL.fullmatch(lines[i].key) for i in dates
    ):
        near = []
    labelled = [i for i in dates if i not in outer and i not in near and DAY_LABEL.fullmatch(lines[i].key)]
    for i in [*(near if near and not any(i < first for i in outer) else outer), *labelled]:
        lines[i].drop("dateline", "dateline")


def _is_day(text: str) -> bool:
    """Whether the line holds nothing but a day, or a place and a day with its year."""
    placed = _PLACED.fullmatch(text.strip())
    return read_dateline(text).is_whole_line or bool(
        placed and (day := read_dateline(placed["day"])).is_whole_line and day.iso
    )


def _second_solid(lines: Sequence[Line], first: int, last: int) -> int:
    """Index of the second real paragraph, the first one perhaps being a standfirst; ``first`` without any."""
    return next((i for i in range(first + 1, min(last + 1, len(lines))) if is_solid(lines[i])), first)


def _drop_claimed(lines: Sequence[Line], first: int, last: int) -> None:
    """Lines whose markup says that they are a field and whose words can be one.

    Only near the headline, where at most a standfirst lies between, and below the article: further in, a
    name or a day belongs to the text.
    """
    second = _second_solid(lines, first, last)
    for i, line in enumerate(lines):
        if not (line.is_open and line.claim and (i < second or i > last)):
            continue
        if line.claim == "dateline" and people.is_ago(line.key):
            line.drop("updated")
        elif people.can_be(line.claim, line):
            line.drop(line.claim, line.claim)
    names = {line_key(people.byline_name(line.block.text)) for line in lines if line.field == "byline"}
    for line in lines:
        if line.is_open and line.claim == "byline" and line.key in names:  # above a note on the writer
            line.drop("byline", "byline")


def _beside_headlines(lines: Sequence[Line], first: int) -> dict[int, str]:
    """What the lines above the first paragraph are that may stand between a headline and its standfirst, by index.

    The name of the site counts where the site's menu parts it from what follows.
    """
    found: dict[int, str] = {}
    for i, line in enumerate(lines[: first + 2]):
        if not line.is_open or i >= first:
            if line.reason in _OF_HEADS:
                found[i] = line.reason or ""
            continue
        what = people.can_only_be_beside(line)
        following = next((x for x in lines[i + 1 : first] if x.is_open or x.reason not in _OF_HEADS), None)
        if what == "byline" or (what and following and not following.is_open):
            found[i] = what
    return found


def _past_standfirst(lines: Sequence[Line], headline: int, first: int, last: int, stated: Fields) -> int:
    """Where the text begins when a standfirst in whole sentences stands above the byline or the date line.

    What lies between that standfirst and the first paragraph is then judged as if it stood above both.
    """
    second = _second_solid(lines, first, last)
    between = range(first + 1, second)
    is_standfirst = first == headline + 1 or all(not lines[i].is_open for i in range(headline + 1, first))
    if not is_standfirst or not any(
        lines[i].reason == "dateline" or people.is_sure_byline(lines[i].block.text) for i in between
    ):
        return first
    _drop_by_wording(lines, between, at_edge=True)
    people.find_people(lines, headline, second, stated, start=first + 1)
    return second


def _drop_roles(lines: Sequence[Line]) -> None:
    """What the writer is, right below the byline."""
    for i in range(1, len(lines)):
        line = lines[i]
        is_below = lines[i - 1].reason == "byline" and not shapes.ends_sentence(line.block.text)
        if line.is_open and is_below and line.words <= 10 and people.is_role(line.key):
            line.drop("author-note")


def _drop_repeated_lines(lines: Sequence[Line], headline: int, first: int, last: int) -> None:
    """A line above or below the text that stands there twice in a row, as labels for the eye and the ear do."""
    for i in [*range(headline + 1, first), *range(last + 1, len(lines))]:
        line, before = lines[i], lines[i - 1]
        if line.is_open and line.words >= 2 and line.key == before.key and before.is_open:
            line.drop("repeated-line")


def _drop_above(lines: Sequence[Line], headline: int) -> None:
    """Names of sections and running headlines above the headline: beside other furniture, and none of the article's.

    One line of more than a few words may be the article's own kicker; several in a row are headlines of others.
    So are several in one line, and one announced as the news of this minute, whatever stands beside them.
    """
    body = [line.block.text for line in lines[headline:] if line.is_open]
    foreign = [
        i
        for i in range(headline)
        if lines[i].is_open
        and (lines[i].words <= _LONGEST_TICKER or _is_row_of_headlines(lines[i]))
        and not shapes.ends_sentence(lines[i].block.text)
        and not shapes.shares_words(lines[i].block.text, body)
    ]
    for run in _runs_of(foreign):
        is_beside = any(0 <= j < headline and not lines[j].is_open for j in (run[0] - 1, run[-1] + 1))
        for i in run:
            is_few = lines[i].words <= 3
            if _is_row_of_headlines(lines[i]) or BREAKING_LINE.fullmatch(lines[i].key):
                lines[i].drop("ticker")
            elif is_beside and (is_few or len(run) > 1):
                lines[i].drop("site-frame" if is_few else "ticker")


def _is_row_of_headlines(line: Line) -> bool:
    """Whether the line is two or more headlines side by side, each of a few words that end no sentence."""
    parts = [part.strip() for part in _TICKER_SPLIT.split(line.block.text.strip(_SEPARATORS))]
    return len(parts) > 1 and all(
        _SHORTEST_TITLE <= len(part.split()) <= _LONGEST_TICKER and not shapes.ends_sentence(part)
        for part in parts
    )


def _runs_of(indexes: Sequence[int]) -> Iterable[list[int]]:
    run: list[int] = []
    for i in indexes:
        if run and i != run[-1] + 1:
            yield run
            run = []
        run.append(i)
    if run:
        yield run


def _drop_repeats(lines: Sequence[Line], headline: int, edge: Iterable[int]) -> None:
    key = lines[headline].key
    for i in edge:
        if i != headline and lines[i].is_open and lines[i].key == key and lines[i].words >= 3:
            lines[i].drop("repeated-headline")


def _drop_stray_marks(lines: Sequence[Line], edge: Iterable[int]) -> None:
    at_edge = set(edge)
    for i, line in enumerate(lines):
        marks = _PUNCTUATION_ONLY if i in at_edge else _QUOTES_ONLY
        if line.is_open and marks.fullmatch(line.block.text):
            line.drop("stray-mark")


def facts_of(said: Sequence[tuple[str | None, str]], other_dateline: str = "") -> Fields:
    """The facts that lines, each with its field if it has one, say; ``other_dateline`` where none is a dateline."""
    found: dict[str, str] = {}
    tags: dict[str, None] = {}
    for field, text in said:
        if field == "tags":
            tags |= dict.fromkeys(_tags(text))
        elif field:
            bare = people.byline_name(text) if field == "byline" else text.strip(_SEPARATORS)
            found.setdefault(field, bare)
    dateline = found.get("dateline", "") or other_dateline
    byline_date = next((read_dateline(text).iso for field, text in said if field == "byline"), None)
    published_on = read_dateline(dateline).iso or byline_date or ""
    return Fields(
        byline=found.get("byline", ""),
        dateline=dateline,
        outlet=found.get("outlet", ""),
        tags=tuple(tags),
        published_on=published_on,
    )


def _tags(text: str) -> list[str]:
    """The tags of a line, its label left off."""
    line = " ".join(text.split())
    label, colon, rest = line.partition(":")
    values = rest if colon and TAG_LABEL.fullmatch(line_key(label)) else line
    return [
        tag.strip(" \t\u00a0-–—:.").replace("_", " ")
        for tag in _TAG_SPLIT.split(values)
        if tag.strip(" -–—:.")
    ]
