"""Whose words these are: who wrote what stands at a place, traced back through the revisions.

The newest revision's author often changed a comma only. So each word is followed back to the revision it
first stood in, and the words belong to whoever wrote most of them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.text.diff import token_blocks, tokens
from workbench.text.spans import Span


@dataclass(frozen=True, slots=True)
class Version:
    """A text, who wrote what is new in it (None: came in with the import), and what it was made from.

    ``parents``: indexes of earlier versions, where words are looked for in this order: the revision before it,
    the one it restores, or the rows its words came from.
    """

    text: str
    author_id: int | None
    parents: tuple[int, ...] = ()


def author_of(versions: Sequence[Version], span: Span | None = None) -> int | None:
    """Who wrote most of the words at ``span`` of the last version; None: they were imported.

    An insertion point, a span without words or no span at all asks about the whole text, and a text without
    words about its last author. Equal shares belong to whoever wrote last. ``versions`` are oldest first: a
    parent comes before what was made from it.
    """
    last = len(versions) - 1
    if (
        len({version.author_id for version in versions}) == 1
    ):  # the usual case, and no reason to compare texts
        return versions[last].author_id
    words = _words(versions[last].text, span) or _words(versions[last].text)
    if not words:
        return versions[last].author_id
    shares: Counter[int | None] = Counter()
    latest: dict[int | None, int] = {}
    for index, count in _written_in(versions, last, words).items():
        author_id = versions[index].author_id
        shares[author_id] += count
        latest[author_id] = max(index, latest.get(author_id, -1))
    return max(shares, key=lambda author_id: (shares[author_id], latest[author_id]))


def _words(text: str, span: Span | None = None) -> frozenset[int]:
    """Which tokens of the text are words that ``span`` (or the whole) touches."""
    found, at = [], 0
    for index, token in enumerate(tokens(text)):
        inside = span is None or (at < span.end and span.start < at + len(token))
        if inside and any(char.isalnum() for char in token):
            found.append(index)
        at += len(token)
    return frozenset(found)


def _written_in(versions: Sequence[Version], last: int, words: frozenset[int]) -> Counter[int]:
    """In which version each of these words of the last one first stood: how many, by its index."""
    counts: Counter[int] = Counter()
    waiting: dict[int, set[int]] = {last: set(words)}
    while waiting:
        index = max(waiting)  # everything made from it has been looked at
        left = waiting.pop(index)
        here = tokens(versions[index].text)
        for parent in versions[index].parents:
            if not left:
                break
            for now, before in _kept(tokens(versions[parent].text), here, left):
                waiting.setdefault(parent, set()).add(before)
                left.discard(now)
        counts[index] += len(left)
    return +counts


def _kept(before: Sequence[str], now: Sequence[str], wanted: set[int]) -> list[tuple[int, int]]:
    """Those of the wanted tokens that stand in the earlier text already: (place now, place then)."""
    return [
        (k, block.a_start + k - block.b_start)
        for block in token_blocks(before, now)
        if block.equal
        for k in range(block.b_start, block.b_end)
        if k in wanted
    ]
