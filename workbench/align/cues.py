"""What speaks for and against two blocks saying the same thing, as costs in nats (lower is likelier).

Each cue is one small function; ``costs`` adds them up, and takes off what ``evidence`` finds in common.
A cost is relative to an ordinary 1-1 pair. Lengths are letters as in a match key: without vowel signs.

The constants here and in ``evidence`` are those of a conditional random field over beads (S. Sarawagi and
W. W. Cohen, "Semi-Markov Conditional Random Fields for Information Extraction", NIPS 2004), of the greatest
likelihood on a collection of aligned articles with merged, split, missing, foreign and furniture lines put in,
then rounded, made the same for both sides, and those that spoke loudest for the collection's own habits made
quieter. So the shares the aligner computes from them are probabilities. The cues of kinds, which that
collection does not tell, are set by hand, and those of ``named``, which likelihood alone makes too quiet to
find the few paragraphs that are missing.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from workbench.align.named import Named
from workbench.domain.kinds import Kind

#: What a bead of so many source and target blocks costs for its shape alone.
BEAD_COSTS = {
    (1, 1): 0.0,
    (1, 0): 2.6,
    (0, 1): 2.6,
    (1, 2): 4.7,
    (2, 1): 4.7,
    (2, 2): 10.5,
    (1, 3): 8.4,
    (3, 1): 8.4,
}

_USUAL_RATIO = 1.1  # Arabic leaves out short vowels, and its articles are two letters: English is longer
_PAIRS_BEHIND_USUAL = 4  # as many pairs as the usual ratio weighs against those of the article
_LOWEST_RATIO, _HIGHEST_RATIO = 0.8, 1.8


def length_ratio(lengths: Sequence[tuple[int, int]]) -> float:
    """English letters for one Arabic letter in an article.

    Some translators are terse and some explain. ``lengths`` are those of pairs that are sure for other
    reasons than their length; their median, for one or the other may be half of a pair.
    """
    if not lengths:
        return _USUAL_RATIO
    middle = median(target / max(source, 1) for source, target in lengths)
    weight = len(lengths) / (len(lengths) + _PAIRS_BEHIND_USUAL)
    return min(_HIGHEST_RATIO, max(_LOWEST_RATIO, _USUAL_RATIO + weight * (middle - _USUAL_RATIO)))


_VARIANCE = 6.8  # per letter, of the length a translation comes to (Gale and Church 1993)
_TAIL = 3.0  # deviations far out cost little more than those well out: freedom of a t distribution
DEVIATION = 4.0
LONG_AGREE = 1.4  # that two long blocks come out alike is less of an accident than two short ones
_SHORT = 30

_MOST_DUE = 5.0  # nats of evidence that a long pair must show to be beyond doubt
_DUE_SHARE = 0.5  # of what blocks of the text have in common with their best counterpart at the average
LACKING = 2.0  # what a nat less costs


def length_costs(source_length: float, target_lengths: Iterable[float], ratio: float) -> list[float]:
    """How surprising each of the target lengths is for a translation of a text of that source length.

    The measure is that of Gale and Church 1993, the mean of both sides, which keeps it symmetric and defined
    when one is empty; its cost follows a t distribution, as paragraphs are translated more freely than the
    normal one allows.
    """
    log, log1p = math.log, math.log1p
    expected = source_length * ratio
    scale = _VARIANCE * _TAIL
    costs = []
    for length in target_lengths:
        mean = (expected + length) / 2 + 1
        agree = log((mean if mean > _SHORT else _SHORT) / 100)
        costs.append(DEVIATION * log1p((length - expected) ** 2 / (scale * mean)) - LONG_AGREE * agree)
    return costs


def richness(rows: Iterable[Mapping[int, float]], length: float) -> float:
    """How much blocks of a text have in common with their best counterpart, in nats for each English letter.

    ``rows`` is the text's evidence, ``length`` that of the source in English letters. The words of news are
    better known here than those of scripture.
    """
    return sum(max(row.values(), default=0.0) for row in rows) / max(1.0, length)


def due(length: float, richness: float) -> float:
    """The evidence to expect of a true pair whose shorter side has that length, in nats."""
    return min(_MOST_DUE, _DUE_SHARE * richness * length)


_WORDS_DUE = (
    0.6  # of the share of its known words that a block of the text has in common with its best counterpart
)
_MOST_WORDS_DUE = 8.0
WORDLESS = 2.5  # what a word less costs


def words_share(rows: Iterable[Mapping[int, float]], words: float) -> float:
    """The share of its known words that a block of the source has in common with its best counterpart, at the
    average of a text that has so many ``words``; ``rows`` are those in common."""
    return sum(max(row.values(), default=0.0) for row in rows) / max(1.0, words)


def wordless_cost(words: float, share: float, common: float) -> float:
    """What it costs that two sides have fewer known words in common than is due.

    ``words`` are the known words of the side that has fewer. Two paragraphs of one topic and of the same length
    may show the evidence that is ``due`` for it, and still say little of what the other says.
    """
    return WORDLESS * max(0.0, min(_MOST_WORDS_DUE, _WORDS_DUE * share * words) - common)


SENTENCES = 0.8  # for each sentence that one side has more,
_MOST_APART = 3  # beyond which more say no more
_MOST_STRANGE = 6.0  # nats
_PART, _WHOLE = (
    0.4,
    0.7,
)  # how much as long the shorter side is, where it may be a part, and where it is no part


def sentences_cost(apart: int) -> float:
    """What it costs that one side has so many sentences more than the other."""
    return SENTENCES * min(_MOST_APART, abs(apart))


def strange_cost(named: float, shown: float, lengths: tuple[float, float]) -> float:
    """What it costs that a side does not show what the other names: of all they name, so much is shown.

    ``lengths`` are both sides'. Where one is much shorter, what the other names besides is of the part that has no
    counterpart here, and its length pays for that already.
    """
    missing = named - shown
    if missing <= 0:  # most pairs name little
        return 0.0
    one, other = lengths
    shorter, longer = (one, other) if one < other else (other, one)
    share = shorter / longer if longer > 1 else shorter
    whole = (share - _PART) / (_WHOLE - _PART)
    return min(_MOST_STRANGE, missing) * min(1.0, max(0.0, whole))


UNPAIRED = 0.9
BARE = -0.6  # less for a line that ends as no sentence does,
OUTER = -0.4  # and that has no sentence above it or none below it;
FURNITURE = -4.6  # for one that is worded as a line of the page


def unpaired_cost(length: float) -> float:
    """What it costs to leave a block without a counterpart: a line of furniture little, a paragraph more.

    ``length`` is in English letters.
    """
    return UNPAIRED * math.log1p(length / 20)


_HEADINGS = frozenset({Kind.HEADLINE, Kind.STANDFIRST, Kind.SUBHEADING})
_UNLIKE_KINDS = 2.5
#: What joining a block of such a kind to one of another costs: a heading that runs on into its paragraph
#: happens, a caption in the middle of one does not, however well the words on both its sides fit.
_APART = {**dict.fromkeys(_HEADINGS, _UNLIKE_KINDS), Kind.CAPTION: 6.0}
_HEADLINE_APART = 8.0
_ALIKE = {Kind.PARAGRAPH: 0.0, Kind.HEADLINE: 3.0}  # nearly everything is a paragraph, one thing the headline
_USUALLY_ALIKE = 1.0


def kind_cost(source: Kind | None, target: Kind | None) -> float:
    """What two kinds cost together; 0 when they agree or one is not known."""
    if source is None or target is None:
        return 0.0
    if source is target:
        return -_ALIKE.get(source, _USUALLY_ALIKE)
    if Kind.HEADLINE in (source, target):
        return _HEADLINE_APART if Kind.PARAGRAPH in (source, target) else _UNLIKE_KINDS
    return _UNLIKE_KINDS


def joining_cost(kinds: Sequence[Kind | None]) -> float:
    """What it costs to take neighbouring blocks together: a heading or a caption is no part of a paragraph."""
    return sum(
        max(_APART.get(this, 0.0), _APART.get(after, 0.0))
        for this, after in pairwise(kinds)
        if this is not after and this is not None and after is not None
    )


@dataclass(frozen=True, slots=True)
class Punctuation:
    """The signs of a text that a translation keeps."""

    asks: bool
    quotes: bool
    opens: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A block as the cues see it.

    ``words`` are the known ones that its translation could show. ``is_outer``: no sentence ends above it, or none below it. ``is_furniture``: it reads as a line of the page
    and not of the article. ``stays_alone``: somebody has said that it has no counterpart.
    """

    length: int
    named: tuple[Named, ...]
    sentences: int
    words: float
    kind: Kind | None
    punctuation: Punctuation
    is_outer: bool = False
    is_furniture: bool = False
    stays_alone: bool = False


_QUOTE = re.compile('["«»“”„]')
_SENTENCE_END = re.compile('[.!?؟…。]["\'”’»)\\]]*$|[,،]["”’»]$')


def punctuation(text: str) -> Punctuation:
    """Whether a text asks, quotes, ends in a colon, and ends as a sentence does."""
    text = text.strip()
    return Punctuation(
        "?" in text or "؟" in text,
        bool(_QUOTE.search(text)),
        text.endswith(":"),
        bool(_SENTENCE_END.search(text[-6:])),
    )


ASKS, QUOTES, OPENS, ENDS = 1.4, 2.0, 0.5, 1.0


def punctuation_cost(source: Punctuation, target: Punctuation) -> float:
    """What differing question marks, quotation marks, final colons and sentence ends cost."""
    return (
        ASKS * (source.asks != target.asks)
        + QUOTES * (source.quotes != target.quotes)
        + OPENS * (source.opens != target.opens)
        + ENDS * (source.ends != target.ends)
    )


def joined_punctuation(parts: Iterable[Punctuation]) -> Punctuation:
    """The punctuation of blocks taken together."""
    parts = list(parts)
    return Punctuation(
        any(p.asks for p in parts), any(p.quotes for p in parts), parts[-1].opens, parts[-1].ends
    )


def alone_cost(block: Block, ratio: float) -> float:
    """What a block without a counterpart costs, less where it looks like a line beside the article.

    ``ratio`` is English letters for one letter of it.
    """
    is_bare = not block.punctuation.ends
    return (
        unpaired_cost(block.length * ratio)
        + BARE * is_bare
        + OUTER * (is_bare and block.is_outer)
        + FURNITURE * block.is_furniture
    )


def bead_cost(source: Sequence[Block], target: Sequence[Block], ratio: float) -> float:
    """What a bead of these blocks costs, all but what they have in common, lack of it, or only one of them names."""
    prior = BEAD_COSTS[len(source), len(target)]
    if not target:
        return prior + alone_cost(source[0], ratio)
    if not source:
        return prior + alone_cost(target[0], 1.0)
    length = sum(block.length for block in source)
    sentences = sum(block.sentences for block in source) - sum(block.sentences for block in target)
    return (
        prior
        + sentences_cost(sentences)
        + length_costs(length, [sum(block.length for block in target)], ratio)[0]
        + joining_cost([block.kind for block in source])
        + joining_cost([block.kind for block in target])
        + kind_cost(source[0].kind, target[0].kind)
        + punctuation_cost(
            *(joined_punctuation(block.punctuation for block in side) for side in (source, target))
        )
    )
