"""House style at export: quotes, dashes, dates and small numbers as a publication writes them. Off by default.

A pure function from an edition's content to the content a file is written from; the edition stays as it is. Rules
are cautious: what may mean something else (feet and inches, ranges, "Article 5") is left alone, as are addresses
and Arabic.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workbench.domain.editions import EditionContent, EditionSegment
from workbench.domain.errors import InvalidInput
from workbench.domain.marks import InlineMark
from workbench.export.house_figures import Edit, day_first, month_first, numbers_in_words
from workbench.text.arabic import is_only_arabic
from workbench.text.dates import printed_dateline

_Rule = Callable[[str], Iterator[Edit]]


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of the house style: its name in addresses and commands, for people, and what it may be."""

    name: str
    label: str
    choices: Mapping[str, str]


OPTIONS = (
    Option("quotes", "Quotation marks", {"curly": "Curly “ ” ‘ ’", "straight": "Straight \" '"}),
    Option("dashes", "Dashes", {"em": "Em—closed up", "en": "En – spaced", "spaced": "Em — spaced"}),
    Option("dates", "Dates", {"dmy": "17 August 2021", "mdy": "August 17, 2021"}),
    Option("numbers", "Numbers", {"words": "One to nine in words"}),
)


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """One choice an option; nothing means as written."""

    quotes: str = ""
    dashes: str = ""
    dates: str = ""
    numbers: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str | None]) -> "HouseStyle":
        """From an address's or a form's values; other names are ignored. Raises InvalidInput for an unknown choice."""
        chosen = {option.name: given.get(option.name) or "" for option in OPTIONS}
        for option in OPTIONS:
            value = chosen[option.name]
            if value and value not in option.choices:
                known = ", ".join(option.choices)
                raise InvalidInput(f"{option.label} can be {known}, or nothing; “{value}” is none of them.")
        return cls(**chosen)

    @property
    def chosen(self) -> dict[str, str]:
        """What is not left as written, by option."""
        return {option.name: value for option in OPTIONS if (value := getattr(self, option.name))}

    @property
    def name(self) -> str:
        """ "straight-mdy", for a file's name: two styles make two files. Empty where all is as written."""
        return "-".join(self.chosen.values())


AS_WRITTEN = HouseStyle()


def restyled(content: EditionContent, style: HouseStyle) -> EditionContent:
    """The content with its English segments and notes in that style, their links and emphasis on the same words; the
    choice of dates holds for all a file says of days."""
    rules = [rule for name, rule in _RULES.items() if name in _chosen(style)]
    if not rules:
        return content
    of_dates = [rule for name, rule in _RULES.items() if name == ("dates", style.dates)]
    return replace(
        content,
        segments=tuple(_segment(segment, rules) for segment in content.segments),
        target_dateline=_restyled(printed_dateline(content.target_dateline), (), of_dates)[0],
        corrections=tuple(replace(c, note=_restyled(c.note, (), rules)[0]) for c in content.corrections),
        month_first=style.dates == "mdy",
    )


def _chosen(style: HouseStyle) -> set[tuple[str, str]]:
    return {(option.name, getattr(style, option.name)) for option in OPTIONS}


def _segment(segment: EditionSegment, rules: Sequence[_Rule]) -> EditionSegment:
    text, marks = _restyled(segment.target, segment.target_marks, rules)
    return replace(segment, target=text, target_marks=marks)


def _restyled(
    text: str, marks: tuple[InlineMark, ...], rules: Sequence[_Rule]
) -> tuple[str, tuple[InlineMark, ...]]:
    for rule in rules:
        kept = [match.span() for match in _ADDRESS.finditer(text)]
        kept += [match.span() for match in _LINE.finditer(text) if is_only_arabic(match[0])]
        edits = [
            edit for edit in rule(text) if not any(edit[0] < end and start < edit[1] for start, end in kept)
        ]
        text, marks = _edited(text, edits), tuple(_moved(mark, edits) for mark in marks)
    return text, marks


_ADDRESS = re.compile(r"\S*(?:://|www\.|\w@\w)\S*")
_LINE = re.compile(r".+")


def _edited(text: str, edits: list[Edit]) -> str:
    pieces, at = [], 0
    for start, end, new in edits:
        pieces += [text[at:start], new]
        at = end
    return "".join([*pieces, text[at:]])


def _moved(mark: InlineMark, edits: list[Edit]) -> InlineMark:
    """The mark where its words are now; one that ends inside what was changed takes all of it."""
    start, end = mark.start, mark.end
    for first, last, new in reversed(edits):
        grown = len(new) - (last - first)
        if last <= mark.start:
            start += grown
        elif first < mark.start:
            start -= mark.start - first
        if last <= mark.end:
            end += grown
        elif first < mark.end:
            end += first + len(new) - mark.end
    return replace(mark, start=start, end=end)


# --- quotes ----------------------------------------------------------------------------------------------

_STRAIGHT = {"“": '"', "”": '"', "‘": "'", "’": "'"}
_ELISION = re.compile(r"'(?=\d\ds?\b|(?:tis|twas|em|til|cause)\b|n' \w)", re.IGNORECASE)


def _straight_quotes(text: str) -> Iterator[Edit]:
    for match in re.finditer("[“”‘’]", text):
        yield *match.span(), _STRAIGHT[match[0]]


def _curly_quotes(text: str) -> Iterator[Edit]:
    is_open = {'"': False, "'": False}
    for match in re.finditer("[\"'\n]", text):
        sign, at = match[0], match.start()
        if sign == "\n":
            is_open = dict.fromkeys(is_open, False)
            continue
        before = text[at - 1 : at]
        if before.isdigit() and not is_open[sign] and not text[at + 1 : at + 2].isalpha():
            continue  # feet, inches, minutes
        opens = (not before or before.isspace() or before in "([{—–-/\"'“‘") and not (
            sign == "'" and _ELISION.match(text, at)
        )
        if opens and text[at + 1 : at + 2].strip():
            yield at, at + 1, "“" if sign == '"' else "‘"
            is_open[sign] = True
        else:
            yield at, at + 1, "”" if sign == '"' else "’"
            is_open[sign] = False


# --- dashes ----------------------------------------------------------------------------------------------

_DASH = re.compile(
    r"""
    (?<=\S) (?<![“‘(\[]) (?<!\s["']) (?<!^["'])  # not right after what opens
    (?: [^\S\n]*—[^\S\n]*
      | [^\S\n]+(?:–|--?)[^\S\n]+
      | –[^\S\n]+ | [^\S\n]+–(?!\d)  # with a digit it may be a minus
      | (?<=[\w.,;:!?…”’"')])--(?!-)[^\S\n]* | [^\S\n]+--(?=["“‘'])  # with a word it may be an option of a command
    )
    (?=\S) (?!["'”’)\].,;:!?]+(?:\s|$))  # nor right before what closes
    """,
    re.VERBOSE | re.MULTILINE,
)


def _dashes(written: str) -> Callable[[str], Iterator[Edit]]:
    def rule(text: str) -> Iterator[Edit]:
        for match in _DASH.finditer(text):
            sum_of = text[match.start() - 1].isdigit() and text[match.end()].isdigit() and "-" in match[0]
            if not sum_of and match[0] != written:
                yield *match.span(), written

    return rule


# Dates before numbers, whose days they settle.
_RULES: dict[tuple[str, str], _Rule] = {
    ("quotes", "straight"): _straight_quotes,
    ("quotes", "curly"): _curly_quotes,
    ("dashes", "em"): _dashes("—"),
    ("dashes", "en"): _dashes(" – "),
    ("dashes", "spaced"): _dashes(" — "),
    ("dates", "mdy"): month_first,
    ("dates", "dmy"): day_first,
    ("numbers", "words"): numbers_in_words,
}
