"""Where one sentence of Arabic or English ends and the next begins.

Meant for offering places to split at, so an end too many costs a person a glance, one too few a search.
"""

import re

#: An end: its sign or signs, what closes behind them, white space, and a next word that can begin a sentence.
_END = re.compile(
    r"""(?P<sign>[.!?؟…۔]+)          # full stop, marks of question and exclamation, ellipsis
        (?P<close>["'”’»)\]]*)
        (?P<gap>\s+)
        (?=["'“‘«(\[]*(?P<next>\S))""",
    re.VERBOSE,
)
#: Words with a full stop that end no sentence. Single letters (J. Smith, د. سلمى) are known by their length.
_SHORT = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "jr",
        "sr",
        "vs",
        "etc",
        "eg",
        "ie",
        "e.g",
        "i.e",
        "no",
        "vol",
        "pp",
        "fig",
        "gen",
        "col",
        "lt",
        "sgt",
        "rev",
        "hon",
        "gov",
        "sen",
        "rep",
        "dept",
        "est",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "u.s",
        "u.n",
        "u.k",
        "a.m",
        "p.m",
        "inc",
        "ltd",
        "co",
    ]
)
_WORD = re.compile(r"[^\s\"'“‘«(\[]+$")


def sentence_starts(text: str) -> tuple[int, ...]:
    """The code points at which a sentence begins, without the first: the places to split a text at.

    A line break begins one too. A full stop behind an initial or a usual abbreviation ends none, nor does
    any sign before a small letter.
    """
    starts = {match.end() for match in re.finditer(r"\n\s*", text) if text[match.end() :].strip()}
    for match in _END.finditer(text):
        if not match["next"].islower() and (match["sign"] != "." or _ends(text[: match.start()])):
            starts.add(match.end("gap"))
    return tuple(sorted(start for start in starts if text[:start].strip()))


def _ends(before: str) -> bool:
    """Whether a single full stop after these words ends a sentence."""
    word = _WORD.search(before)
    last = word[0].lower() if word else ""
    is_initial = len(last) == 1 and last.isalpha()
    return not (is_initial or last in _SHORT)
