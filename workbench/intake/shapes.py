"""What a line is by its shape: headline, standfirst, subheading, list item, quote, caption, paragraph."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from workbench.domain.kinds import Kind
from workbench.domain.marks import MarkKind, cut_marks
from workbench.intake.document import Block
from workbench.intake.wording import is_caption
from workbench.text.arabic import match_key

_CLOSERS = "\"'”’»)]}›"
_SENTENCE_END = re.compile(rf"[.!?؟…](?:[{re.escape(_CLOSERS)}])*$|[.!?؟…،,][{re.escape(_CLOSERS)}]+$")
_FULL_STOP = re.compile(rf"[.…][{re.escape(_CLOSERS)}]*$|[.!?؟…،,][{re.escape(_CLOSERS)}]+$")
_INNER_END = re.compile(rf"\w\w\w[.!?؟…،,][{re.escape(_CLOSERS)}]*\s+[“«\"A-Z]|[.…]\s")
_OPEN_END = re.compile(r"[:,،;؛\-–—(«“]$")

_BULLET = re.compile(r"[•●▪◦‣■□○➢✓]\s*(?=\S)|·\s+")
_DASH = re.compile(r"[-–—*]\s+")
_NUMBER = re.compile(r"(?:\(?(?P<n>[0-9٠-٩]{1,2})[.)\-–]\)?|(?P<m>[0-9٠-٩]{1,2})\s[-–])\s+(?=\S)")

_QUOTE_PAIRS = {"“": "”", "«": "»", '"': '"', "„": "“"}
_LONGEST_HEADLINE = 30  # words
_LONGEST_DATED = (
    20  # of a first line that is the headline although it ends in a full stop, for the date below it
)
_NEAR = (0.5, 0.35, 0.2)  # what a date line adds to the weight of a line right above it, close to it, near it
_NEARLY_BEST = 0.7  # of the best candidate's weight
#: What the first line gains where no more than a few stand above the text, and nothing of a page: it is a title with
#: its standfirst or the first subheading, not the last one of other headlines.
_OPENING, _MOST_OPENING = 0.15, 3
_LONGEST_SUBHEADING = 10
_LONGEST_OPENING = 12  # of a first line that is the headline although it is one word or ends in a colon
_LONGEST_QUESTION = 8
_LONGEST_TEASER = 25


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does."""
    return bool(_SENTENCE_END.search(text))


def is_solid(text: str) -> bool:
    """Whether this can only be a paragraph: long, or several words that end in a full stop."""
    words = len(text.split())
    return words >= 25 or (words >= 6 and bool(_FULL_STOP.search(text)))


def is_teaser(block: Block) -> bool:
    """Whether the block has the shape of a title: a handful of words without an end."""
    return (
        block.kind is not Kind.SUBHEADING
        and 4 <= len(block.text.split()) <= _LONGEST_TEASER
        and not ends_sentence(block.text)
        and not _OPEN_END.search(block.text)
        and not _INNER_END.search(block.text)
        and block.text[0] not in _QUOTE_PAIRS
    )


def is_question_title(block: Block) -> bool:
    """Whether the block is a title that asks."""
    return block.text.endswith(("?", "؟")) and 3 <= len(block.text.split()) <= _LONGEST_TEASER


def is_all_link(block: Block) -> bool:
    """Whether one link covers the whole text, wherever it leads."""
    return block.origin == "link" or any(
        m.kind is MarkKind.LINK and m.start == 0 and m.end == len(block.text) for m in block.marks
    )


def find_headline(
    candidates: Sequence[tuple[int, Block]],
    first_solid: int,
    beside: Mapping[int, str] | None = None,
    teasers: Collection[int] = (),
) -> int | None:
    """Index of the headline among the blocks still open, given as (index, block); None when nothing looks so.

    What a file calls its headline is taken before guesses. Among several candidates above the first
    paragraph the one wins that shares most words with the text below and stands closest above a date line or
    byline; a standfirst may do better than its headline, so that one right above it that does nearly as well
    wins instead. ``beside``: what the lines in between are (date line, byline, buttons), by index; ``teasers``: lines
    among which at most the one right above may be the headline, for the others are titles of other pieces.
    """
    beside = beside or {}
    marked = [c for c in candidates if c[1].kind is Kind.HEADLINE]
    listed = _listed([block for _, block in candidates])
    if not marked:
        shaped = [
            (i, block)
            for (i, block), is_item in zip(candidates, listed, strict=True)
            if i < first_solid
            and not is_item
            and block.kind in (Kind.PARAGRAPH, Kind.SUBHEADING)
            and _is_headline_shaped(block.text)
        ]
        marked = [c for c in shaped if c[0] not in beside and not _DASH.match(c[1].text)] or shaped
    if not marked:
        opening = candidates[0] if candidates else None
        is_title = opening and opening[1].kind in (Kind.PARAGRAPH, Kind.SUBHEADING) and not listed[0]
        if not opening or not is_title:
            return None
        is_short = len(opening[1].text.split()) <= _LONGEST_OPENING and not _FULL_STOP.search(opening[1].text)
        has_more = len(candidates) > 1 and (listed[1] or is_solid(candidates[1][1].text))
        is_dated = len(opening[1].text.split()) <= _LONGEST_DATED and _nearness(
            opening[0], [i for i, _ in candidates], beside
        ) == max(_NEAR)
        is_shaped = _is_headline_shaped(opening[1].text)
        return opening[0] if is_shaped or is_dated or (is_short and has_more) else None
    titles = {match_key(block.text) for _, block in marked}
    body = Counter(
        stem
        for i, block in candidates
        if i >= first_solid and is_solid(block.text) and match_key(block.text) not in titles
        for stem in set(_stems(block.text))
    )
    opened = [i for i, _ in candidates]
    is_bare = first_solid <= _MOST_OPENING and opened[:first_solid] == list(range(first_solid))
    weights = [
        _weight(block.text, body) + _nearness(i, opened, beside) + _OPENING * (is_bare and i == 0)
        for i, block in marked
    ]
    n = max(range(len(marked)), key=lambda k: (weights[k], -k))
    enough = _NEARLY_BEST * weights[n]
    most = 1 if marked[n][0] in teasers else n
    while n and most and weights[n - 1] >= enough and _is_next(marked[n - 1][0], marked[n][0], beside):
        most -= 1
        n -= 1
    return marked[n][0]


def _is_next(above: int, below: int, beside: Mapping[int, str]) -> bool:
    """Whether nothing stands between two lines but what stands between a headline and its standfirst."""
    return all(i in beside for i in range(above + 1, below))


def _nearness(i: int, opened: Sequence[int], beside: Mapping[int, str]) -> float:
    """What it adds to a candidate's weight that a date line or byline stands closely below it."""
    day = next((n for n in sorted(beside) if n > i and beside[n] in ("dateline", "byline")), None)
    if day is None:
        return 0.0
    between = sum(i < n < day and n not in beside for n in opened)
    right_above, close, near = _NEAR
    return right_above if between == 0 else close if between <= 2 else near if between <= 6 else 0.0


def _listed(blocks: Sequence[Block]) -> list[bool]:
    """Which blocks begin with the marker of a list and stand beside another that does."""
    marks = [mark[0] if (mark := _marker(block)) else None for block in blocks]
    return [
        mark is not None
        and mark in (marks[n - 1] if n else None, marks[n + 1] if n + 1 < len(marks) else None)
        for n, mark in enumerate(marks)
    ]


def _is_headline_shaped(text: str) -> bool:
    words = text.split()
    return (
        2 <= len(words) <= _LONGEST_HEADLINE
        and not _FULL_STOP.search(text)
        and not text.endswith((":", "،", ","))
        and not is_caption(text)
    )


#: Words of more than three letters that stand in every text, as match keys.
_COMMON = frozenset(match_key(
    "التي الذي الذين هذا هذه ذلك تلك على إلى عند حول بين خلال بعد قبل منذ كيف لماذا ماذا هناك أيضا وفي ومن that this with from have been "
    "were will what when where which their they them than then into over after before about more most some such also your says"
).split())  # fmt: skip


def _content_words(text: str) -> list[str]:
    words = (w.strip("\"'.,:;!?()[]«»،؛؟") for w in match_key(text).split() if len(w) > 3)
    return [w for w in words if w not in _COMMON]


_PREFIX = re.compile("^[وف]?(?:[بك]?ال|لل)(?=..)")


def _stems(text: str) -> list[str]:
    """The beginnings of the content words, by which a word is known in its forms: "roofs", "rooftops"."""
    return [_PREFIX.sub("", word)[:4] for word in _content_words(text)]


def shares_words(text: str, others: Sequence[str]) -> bool:
    """Whether any content word of ``text`` stands in the other texts."""
    words = set(_content_words(text))
    return any(not words.isdisjoint(_content_words(other)) for other in others)


def _weight(text: str, body: Counter[str]) -> float:
    """How much of a title the text below takes up; short lines, which are labels and names, count less."""
    words = _stems(text)
    shared = sum(1 for w in words if body[w]) / max(len(words), 4)
    return round(shared + 0.3 * min(len(text.split()), 6) / 6, 3)


def give_kinds(blocks: Sequence[Block], headline: int | None) -> list[Block]:
    """The kept blocks with their kinds, in order; only list markers leave the text.

    ``headline`` is the index of the headline among them.
    """
    has_structure = any(b.kind is Kind.SUBHEADING for b in blocks)
    typed = [_one_headline(block, i == headline) for i, block in enumerate(blocks)]
    typed = _captions(_list_items(typed))
    start = -1 if headline is None else headline
    guessed = [
        replace(block, kind=_guess(typed, i, start, has_structure)) if block.kind is Kind.PARAGRAPH else block
        for i, block in enumerate(typed)
    ]
    return _question_headings(guessed, has_structure)


def _one_headline(block: Block, is_headline: bool) -> Block:
    if is_headline:
        return replace(block, kind=Kind.HEADLINE)
    return replace(block, kind=Kind.SUBHEADING) if block.kind is Kind.HEADLINE else block


def _guess(blocks: Sequence[Block], i: int, headline: int, has_structure: bool) -> Kind:
    text = blocks[i].text
    before = blocks[i - 1] if i else None
    after = next((b for b in blocks[i + 1 :] if b.kind is not Kind.CAPTION), None)
    if _is_quoted(text):
        return Kind.QUOTE
    if (
        i == headline + 1
        and headline >= 0
        and after
        and after.kind is Kind.PARAGRAPH
        and _is_standfirst(text, after.text)
    ):
        return Kind.STANDFIRST
    if (
        before
        and after
        and after.kind in (Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.QUOTE)
        and _is_subheading(blocks[i], after, has_structure)
    ):
        return Kind.SUBHEADING
    return Kind.PARAGRAPH


def _is_quoted(text: str) -> bool:
    closing = _QUOTE_PAIRS.get(text[0])
    body = text[1:-1]
    return (
        closing is not None
        and len(text.split()) >= 4
        and text.rstrip(".").endswith(closing)
        and closing not in body.rstrip(".").removesuffix(closing)
        and text[0] not in body
    )


def _is_standfirst(text: str, following: str) -> bool:
    return (
        8 <= len(text.split()) <= 45
        and not _SENTENCE_END.search(text)
        and not _OPEN_END.search(text)
        and is_solid(following)
    )


def _is_subheading(block: Block, after: Block, has_structure: bool) -> bool:
    """Short, without an end, above a paragraph. Only bold ones where a file marks its headings or paragraphs."""
    text = block.text
    words = len(text.split())
    if not re.search(r"[^\W_]", text) or "://" in text:  # a row of stars, an address
        return False
    if words > _LONGEST_SUBHEADING or _OPEN_END.search(text) or _FULL_STOP.search(text):
        return False
    if (has_structure or block.origin) and not _is_all_strong(block):
        return False
    return not ends_sentence(text) and (is_solid(after.text) or after.kind is not Kind.PARAGRAPH)


def _question_headings(blocks: list[Block], has_structure: bool) -> list[Block]:
    """Short questions alone on their line as subheadings, where more than their own shape says so.

    A list below them does, or lines without an end that were taken for subheadings elsewhere in the text:
    a writer who asks in running text does not set headings like that.
    """
    if has_structure:
        return blocks
    has_style = any(block.kind is Kind.SUBHEADING for block in blocks)
    result = list(blocks)
    for i in range(1, len(blocks) - 1):
        before, block, after = blocks[i - 1 : i + 2]
        is_above_list = after.kind is Kind.LIST_ITEM
        is_after_end = before.kind is not Kind.PARAGRAPH or ends_sentence(before.text)
        is_above_text = after.kind is Kind.PARAGRAPH and is_solid(after.text) and is_after_end
        if (
            block.kind is Kind.PARAGRAPH
            and block.text.endswith(("?", "؟"))
            and block.text[0] not in _QUOTE_PAIRS
            and len(block.text.split()) <= _LONGEST_QUESTION
            and not _INNER_END.search(block.text)
            and (is_above_list or (has_style and is_above_text))
        ):
            result[i] = block.with_kind(Kind.SUBHEADING)
    return result


def _captions(blocks: Sequence[Block]) -> list[Block]:
    """Paragraphs that begin or end with the credit of a picture as captions."""
    last = len(blocks) - 1  # the name of an agency below the last paragraph signs the whole piece
    return [
        block.with_kind(Kind.CAPTION)
        if block.kind is Kind.PARAGRAPH and is_caption(block.text, may_end_in_agency=i < last)
        else block
        for i, block in enumerate(blocks)
    ]


def _is_all_strong(block: Block) -> bool:
    return any(m.kind is MarkKind.STRONG and m.start == 0 and m.end == len(block.text) for m in block.marks)


def _list_items(blocks: Sequence[Block]) -> list[Block]:
    """Paragraphs that begin with a list marker as list items without it.

    A bullet is enough; a dash (which also opens speech) or a number needs a neighbour of its kind.
    """
    marks = [_marker(b) for b in blocks]
    result = []
    for i, (block, mark) in enumerate(zip(blocks, marks, strict=True)):
        neighbours = [
            m for m in (marks[i - 1] if i else None, marks[i + 1] if i + 1 < len(marks) else None) if m
        ]
        if mark and (mark[0] == "bullet" or any(m[0] == mark[0] for m in neighbours)):
            start = mark[1]
            block = replace(
                block,
                text=block.text[start:],
                kind=Kind.LIST_ITEM,
                marks=cut_marks(block.marks, start, len(block.text)),
                attrs={"ordered": mark[0] == "number", "level": 1},
            )
        result.append(block)
    return result


def _marker(block: Block) -> tuple[str, int] | None:
    """What opens the block as a list item would, and where its text starts."""
    if block.kind is not Kind.PARAGRAPH:
        return None
    for name, opening in (("bullet", _BULLET), ("dash", _DASH), ("number", _NUMBER)):
        if match := opening.match(block.text):
            return (name, match.end()) if match.end() < len(block.text) else None
    return None
