"""Paragraphs that were broken into lines: told from lines that are blocks of their own, and joined again."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

#: Widths at which people, mail programs and pages of print break lines, in characters.
NARROWEST, _WIDEST = 40, 100
_WIDEST_PRINT = 130

_LIST_MARK = re.compile(r"[-–—•●▪◦‣*·]\s|\(?[0-9٠-٩]{1,2}[.)\-]\s")
_ENDS_SENTENCE = re.compile(r"[.!?؟…:]['\"”’»)\]]*$")
_PAGE_NUMBER = re.compile(
    r"\W{0,3}(?:(?:page|p\.|صفحة|ص)\s*)?[0-9٠-٩]{1,4}(?:\s*(?:of|/|من)\s*[0-9٠-٩]{1,4})?\W{0,3}", re.I
)

_INNER_END = re.compile(r"\w[.!?؟][\"”’»)]*\s+\S")
#: Words after which no verse, title or sentence ends.
_OPEN_WORDS = frozenset((
    "في", "من", "على", "إلى", "عن", "مع", "أن", "إن", "أو", "ثم", "بل", "لم", "لن", "قد", "التي", "الذي", "الذين", "كل", "بين", "بعد",
    "قبل", "عند", "منذ", "هذا", "هذه", "ذلك", "تلك", "حيث", "كما", "غير", "كان", "كانت", "حتى", "دون", "خلال", "نحو", "أي", "ما", "لا",
))  # fmt: skip

#: Lines of print differ in length, since letters differ in width; this much around the usual one.
_SPREAD = 0.2
_LEAST_TYPED = 4  # lines that break inside a sentence where the width breaks them
_LEAST_TYPED_APART = 3  # the same where blank lines part the paragraphs of a text
_LONGEST_TITLE = 0.6  # of the width; a line that ends no sentence and is shorter is a heading or the like
_LEAST_PRINTED = 8  # lines that break inside a sentence, of which the usual length is taken
_LEAST_OFFERED = (2, 3)  # typed and printed, where joining is only offered
_FULL_AT_END = 0.94  # of the usual length; shorter, a line that ends a sentence ends its paragraph


@dataclass(frozen=True, slots=True)
class Wrap:
    """How a text is broken: the width in characters, and whether every line is as full as can be.

    Lines of print are filled by the width of their letters, so that their number of characters varies.
    ``is_sure``: enough lines say so, else joining them is only worth an offer.
    ``ends_with_sentence``: a full line that ends a sentence ends its paragraph too, more often than not.
    """

    width: int
    is_print: bool
    is_sure: bool
    ends_with_sentence: bool

    def is_broken(self, line: str, following: str) -> bool:
        """Whether the paragraph goes on from one line to the next."""
        if _LIST_MARK.match(following):
            return False
        ends = _ENDS_SENTENCE.search(line)
        if not ends and _begins_small(following):
            return True
        if ends and self.ends_with_sentence:
            return False
        if not self.is_print:
            return _overflows(line, following, self.width)
        least = _FULL_AT_END if ends else 1 - _SPREAD
        return len(line) + 1 + len(following.split(maxsplit=1)[0]) > least * self.width


def _begins_small(line: str) -> bool:
    """Whether a line begins with a small letter, which nothing but the middle of a sentence does."""
    return line[0].islower()


def find_wrap(paragraphs: Sequence[Sequence[str]]) -> Wrap | None:
    """How the lines of a text, grouped by the blank lines between, are wrapped; None when they are not."""
    pairs = [
        (line, following)
        for lines in paragraphs
        for line, following in pairwise(line for line in lines if not is_page_number(line))
        if not _LIST_MARK.match(following)
    ]
    typed = _LEAST_TYPED if len(paragraphs) == 1 else _LEAST_TYPED_APART
    for is_sure, least, least_printed in ((True, typed, _LEAST_PRINTED), (False, *_LEAST_OFFERED)):
        width = _typed_width(pairs, least)
        is_print = not width
        if width := width or _printed_width(pairs, least_printed):
            return Wrap(width, is_print, is_sure, _ends_with_sentence(pairs, width))
    return None


def _ends_with_sentence(pairs: Sequence[tuple[str, str]], width: int) -> bool:
    """Whether more paragraphs end in the text than sentences inside them, seen where there is no doubt.

    Both end on a full line by chance alone, and so as often as there are of them.
    """
    inside = sum(len(_INNER_END.findall(line)) for line, _ in pairs)
    ends = sum(len(line) < 0.8 * width and bool(_ENDS_SENTENCE.search(line)) for line, _ in pairs)
    return ends > inside


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return bool(_ENDS_SENTENCE.search(line))


def is_page_number(line: str) -> bool:
    """Whether a line is the number of a printed page."""
    return bool(_PAGE_NUMBER.fullmatch(line))


def _typed_width(pairs: Sequence[tuple[str, str]], least: int) -> int:
    """The number of characters at which a program broke the lines, or 0.

    A wrapped line breaks where the next word would not have fitted, often inside a sentence, or where a paragraph
    ends. Of lines that nothing broke, one in five or so is by chance as long; so some that are, inside a sentence,
    and hardly any that ends inside one without need are a sure sign. Headings end without an end, but short.
    """
    width = max((len(line) for pair in pairs for line in pair if " " in line), default=0)
    if not NARROWEST <= width <= _WIDEST:
        return 0
    full = [line for line, following in pairs if _overflows(line, following, width)]
    inside = [line for line in full if not _ENDS_SENTENCE.search(line)]
    unforced = [
        line
        for line, following in pairs
        if len(line) > _LONGEST_TITLE * width
        and not _ENDS_SENTENCE.search(line)
        and not _overflows(line, following, width)
    ]
    if len(inside) < least or len(unforced) > 0.2 * len(inside) or len(inside) < 0.4 * len(full):
        return 0
    has_ends = any(_ENDS_SENTENCE.search(line) or _INNER_END.search(line) for pair in pairs for line in pair)
    return width if has_ends or _is_prose(pairs) else 0


def _printed_width(pairs: Sequence[tuple[str, str]], least: int) -> int:
    """The usual length of a line of print, or 0.

    Many lines break inside a sentence, and those are of nearly one length, which a list of titles never is; no line
    is much longer.
    """
    inside = _unended(pairs)
    if len(inside) < least:
        return 0
    usual = median(inside)
    rest = [(line, following) for line, following in pairs if not _is_title(line, usual)]
    inside = _unended(rest)
    if len(inside) < max(least, 0.3 * len(rest)) or not _is_prose(rest):
        return 0
    alike = sum(abs(length - usual) <= _SPREAD * usual for length in inside)
    longest = max((len(line) for pair in pairs for line in pair if " " in line), default=0)
    is_print = alike >= 0.85 * len(inside) and longest <= (1 + _SPREAD) * usual
    return int(usual) if is_print and NARROWEST <= usual <= _WIDEST_PRINT else 0


def _unended(pairs: Sequence[tuple[str, str]]) -> list[int]:
    """The lengths of the lines that end no sentence."""
    return [len(line) for line, _ in pairs if " " in line and not _ENDS_SENTENCE.search(line)]


def _is_prose(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether lines break where only chance breaks them, unlike verses and titles of one length.

    In Latin letters the next line goes on in small ones; else sentences end inside lines, or lines end in words
    that nothing ends in.
    """
    breaks = [(line, following) for line, following in pairs if not _ENDS_SENTENCE.search(line)]
    if not breaks:
        return False
    latin = [following for _, following in breaks if following[0].isascii() and following[0].isalpha()]
    if len(latin) > 0.5 * len(breaks):
        return sum(following[0].islower() for following in latin) >= 0.5 * len(latin)
    inner = sum(bool(_INNER_END.search(line)) for line, _ in breaks)
    open_ends = sum(line.split()[-1] in _OPEN_WORDS for line, _ in breaks)
    return inner >= 0.12 * len(breaks) or open_ends >= 0.05 * len(breaks)


def _is_title(line: str, width: float) -> bool:
    """Whether a line is a heading or the like: short and without an end."""
    return len(line) <= _LONGEST_TITLE * width and not _ENDS_SENTENCE.search(line)


def _overflows(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line would not have fitted on this one, or is in both."""
    if line.endswith(("-", "\u00ad")) and _BROKEN.search(line):
        return True
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width


# --- words broken at the end of a line -----------------------------------------------------------------

_BROKEN = re.compile(r"(?P<head>\w[\w'’]*)[-\u00ad\u2010]$")
_REST = re.compile(r"[a-z]+(?:-[a-z]+)*(?!\w)")
#: A hyphen before one of these waits for a second word, as in "pre- and post-war".
_WAITS = frozenset(("and", "or", "to", "nor", "but", "versus"))
#: Beginnings that keep their hyphen: "well-known", "self-made", "north-east".
_KEEP = frozenset((
    "well", "self", "non", "ex", "half", "all", "cross", "long", "short", "high", "low", "old", "new", "so", "much", "ill",
    "far", "near", "hard", "large", "small", "full", "part", "one", "two", "three", "four", "five", "six", "seven", "eight",
    "nine", "ten", "first", "second", "third", "north", "south", "east", "west", "left", "right", "mid", "post", "pre", "anti",
    "pro", "vice", "war", "peace", "oil", "state", "government", "world", "decision", "policy", "law", "human", "day", "year",
    "record", "power", "open", "free", "hand",
))  # fmt: skip
#: Ends that are no words of their own: "north-ern" is one word.
_SUFFIXES = frozenset((
    "able", "al", "ally", "ance", "ary", "ation", "ed", "en", "ence", "er", "erly", "ern", "ers", "es", "ful", "hood", "ible",
    "ic", "ing", "ings", "ion", "ish", "ism", "ist", "ists", "ity", "ive", "ize", "less", "ly", "ment", "ments", "ness", "or",
    "ory", "ous", "ry", "ship", "sion", "ted", "ting", "tion", "tions", "ty", "ward", "wards",
))  # fmt: skip
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*(?:-[A-Za-z]+)*")


def words_of(lines: Iterable[str]) -> frozenset[str]:
    """The words inside the lines of a text, folded: how it writes a word that no line breaks."""
    return frozenset(
        word.casefold() for line in lines for word in _WORD.findall(_BROKEN.sub("", line)) if len(word) > 2
    )


def joint(line: str, following: str, known: frozenset[str]) -> tuple[int, str] | None:
    """How a word that is broken between two lines is put together; None when none is.

    How many characters leave the end of the first line, and what comes between. A soft hyphen goes; of
    others, what the same text writes elsewhere decides (``known``), then whether the first part is one that
    keeps its hyphen, or both are words.
    """
    broken = _BROKEN.search(line)
    if not broken or not following[:1].isalnum():
        return None
    rest = _REST.match(following)
    if not rest or not broken["head"].isascii():
        return (1, "") if line.endswith("\u00ad") else (0, "")
    head, tail = broken["head"].casefold(), rest.group()
    if tail in _WAITS:
        return None
    if line.endswith("\u00ad") or head + tail in known:
        return 1, ""
    if f"{head}-{tail}" not in known and tail in _SUFFIXES:
        return 1, ""
    are_words = len(head) >= 3 and len(tail) >= 3 and head in known and tail in known
    keeps = f"{head}-{tail}" in known or head in _KEEP or are_words
    return (0, "") if keeps or not head.isalpha() else (1, "")
