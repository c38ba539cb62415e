"""Words of a text, by sacremoses (the Moses tokenizer), for counting, matching and comparing.

The Moses rules cut Arabic numbers at their separators (٣٫٥ becomes three tokens), contractions at the
apostrophe and addresses at every dot. Those are masked first and the cuts mapped back, so that tokens are
always slices of the text as it stands.
"""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sacremoses import MosesTokenizer

#: What stays one token: addresses, numbers with separators, words with an apostrophe inside.
_WHOLE = re.compile(
    r"https?://\S+|www\.\S+"
    r"|[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|\d+(?:[.,:/٫٬]\d+)+"
    r"|[^\W\d_]+(?:['’ʼ][^\W\d_]+)+"
)
_PLAIN = re.compile(r"\w+")
_CHUNK = re.compile(r"\S+")
_IS_WORD = re.compile(r"[^\W_]")
#: Longer runs without white space are no words, and the Moses rules take quadratic time over them.
_LONGEST = 200
_SIMPLE = re.compile(r"\w+|[^\w\s]+")
_CLOSING = ".,;:!?؟،؛\"'”’»)]}"

Spans = tuple[tuple[int, int], ...]


def token_spans(text: str, language: str) -> Spans:
    """Start and end (code points, end-exclusive) of every token, punctuation included, in order.

    Tokens never cross white space and never overlap; ``language`` is a BCP 47 tag ("ar", "en").
    """
    spans: list[tuple[int, int]] = []
    for chunk in _CHUNK.finditer(text):
        start = chunk.start()
        if chunk.end() - start > _LONGEST:
            spans.extend(match.span() for match in _SIMPLE.finditer(text, start, chunk.end()))
        else:
            spans.extend((start + a, start + b) for a, b in _chunk_spans(chunk.group(), language))
    return tuple(spans)


def words(text: str, language: str) -> tuple[str, ...]:
    """The tokens that are words or numbers; punctuation is none."""
    return tuple(text[a:b] for a, b in token_spans(text, language) if _IS_WORD.search(text, a, b))


def count_words(text: str, language: str) -> int:
    """How many words, as an editor counts them: ٣٫٥ and 1,200.5 and don't are one each."""
    return len(words(text, language))


@cache
def _tokenizer(language: str) -> "MosesTokenizer":
    from sacremoses import MosesTokenizer  # a fifth of every command's start, and many need no words

    return MosesTokenizer(lang=language)


@lru_cache(maxsize=16_384)
def _chunk_spans(chunk: str, language: str) -> Spans:
    """Token spans of one run without white space; cached, since a text repeats most of its words."""
    if _PLAIN.fullmatch(chunk):
        return ((0, len(chunk)),)
    masked = _WHOLE.sub(_mask, chunk)
    spans: list[tuple[int, int]] = []
    position = 0
    for token in _tokenizer(language).tokenize(masked, escape=False):
        start = masked.find(token, position)
        if start < 0:  # Moses drops control characters; the token is not a slice of the chunk then
            return ((0, len(chunk)),)
        position = start + len(token)
        spans.append((start, position))
    return tuple(spans)


def _mask(match: re.Match[str]) -> str:
    """As many letters as the match has characters; closing punctuation behind an address stays outside."""
    whole = match.group()
    kept = len(whole.rstrip(_CLOSING)) if whole.startswith(("http", "www.")) else len(whole)
    return "a" * kept + whole[kept:]
