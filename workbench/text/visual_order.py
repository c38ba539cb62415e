"""Arabic in visual order: the letters of each line from left to right as they are seen, as PDF files give them.

Told by what Arabic never does: begin a word with ta marbuta or alef maqsura, end every other word in a reversed
article, open a sentence with its full stop, or, in presentation forms, begin a word with the form that ends one.
Put into reading order by the rules of the bidirectional algorithm (UAX #9) read backwards: the line turns
around, Latin runs and numbers turn back, brackets are mirrored.
"""

import re
import unicodedata
from dataclasses import dataclass

_ARABIC = "\u0621-\u063a\u0641-\u064a\u0671-\u06d3\u06d5\ufb50-\ufdfd\ufe70-\ufefc"
_MARKS = "\u064b-\u065f\u0670\ufe70-\ufe7f"
_WORD = re.compile(rf"[{_ARABIC}{_MARKS}ـ]+")
_HAS_ARABIC = re.compile(f"[{_ARABIC}]")
_MARK = re.compile(f"[{_MARKS}]")

#: Small words that stand in every text, and that are no words when turned around.
_SMALL = frozenset((
    "في", "على", "إلى", "التي", "الذي", "الذين", "هذا", "ذلك", "أنه", "إنه", "عليه", "منذ", "عند", "بعد",
    "حيث", "غير",
))  # fmt: skip
_SMALL_TURNED = frozenset(word[::-1] for word in _SMALL)
_IMPOSSIBLE = 2
_OPENS_TURNED = re.compile(rf"\s*[.،؛؟!:»)]\s*[{_ARABIC}]")
_CLOSES = re.compile(rf"[{_ARABIC}][)»”\"]?[.،؛؟!:]\s*$")

_DIGIT = "0-9\u0660-\u0669\u06f0-\u06f9"
_NUMBER = rf"[{_DIGIT}]+(?:[.,:/٫٬][{_DIGIT}]+)*[%٪‰]?"
_LATIN = r"A-Za-z\u00c0-\u024f\u1e00-\u1eff"
#: What reads from left to right also in a line of Arabic: Latin words with what stands between them, and numbers.
_LEFT_TO_RIGHT = re.compile(
    rf"(?:[{_DIGIT}][^{_ARABIC}\n{_LATIN}]{{0,40}})?[{_LATIN}](?:[^{_ARABIC}\n]*[{_LATIN}{_DIGIT}])?[%+#]*|{_NUMBER}"
)
_PAIRS = ("()", "[]", "{}", "«»", "‹›", "<>")  # curly quotation marks are not mirrored
_MIRRORED = {a: b for pair in _PAIRS for a, b in zip(pair, pair[::-1], strict=True)}
_OPENERS = {pair[0]: pair[1] for pair in _PAIRS}
_PAIRED = {a: b for a, b in _OPENERS.items() if a != "<"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many things in a text say that it is in visual order, and how many that it is in reading order.

    ``impossible`` are those of the first that never stand in Arabic; the others are only rare.
    """

    visual: int = 0
    logical: int = 0
    impossible: int = 0

    def __add__(self, other: "Evidence") -> "Evidence":
        return Evidence(
            self.visual + other.visual, self.logical + other.logical, self.impossible + other.impossible
        )

    @property
    def is_visual(self) -> bool:
        """Surely in visual order, by itself."""
        return bool(self.impossible) and self.visual >= 3 and self.visual >= 5 * self.logical


def evidence(text: str) -> Evidence:
    """What the words of a text say of its order."""
    visual = logical = impossible = 0
    for word in _WORD.findall(text):
        said = _word_evidence(word)
        visual += said > 0
        logical += said < 0
        impossible += said == _IMPOSSIBLE
    for line in text.split("\n"):
        opens, closes = bool(_OPENS_TURNED.match(line)), bool(_CLOSES.search(line))
        visual += opens and not closes
        logical += closes and not opens
    return Evidence(visual, logical, impossible)


def has_arabic(text: str) -> bool:
    return bool(_HAS_ARABIC.search(text))


def _word_evidence(word: str) -> int:
    """2 when the word can only be turned around, 1 when it seems so, -1 when it is in order, 0 when it does not say."""
    forms = [form for letter in word if letter >= "\ufb50" and (form := _form(letter))]
    if len(forms) >= 2 and forms[0] != forms[-1]:
        if forms[0] in ("final", "medial") and forms[-1] in ("initial", "isolated"):
            return _IMPOSSIBLE
        if forms[0] in ("initial", "isolated") and forms[-1] in ("final", "medial"):
            return -1
    bare = _MARK.sub("", unicodedata.normalize("NFKC", word) if forms else word).replace("ـ", "")
    if len(bare) < 2:
        return 0
    if bare in _SMALL_TURNED:
        return _IMPOSSIBLE
    if bare in _SMALL:
        return -1
    if bare[0] in "ةى":
        return _IMPOSSIBLE
    if bare[-1] in "ةى":
        return -1
    begins, ends = bare.startswith("ال"), bare.endswith("لا")
    return 0 if len(bare) < 5 or begins == ends else 1 if ends else -1


def _form(letter: str) -> str:
    """The contextual form of a presentation form: initial, medial, final, isolated; "" for other letters."""
    tag = unicodedata.decomposition(letter).partition(" ")[0]
    return tag[1:-1] if tag.startswith("<") else ""


def are_brackets_turned(text: str, *, if_unsure: bool = False) -> bool:
    """Whether the brackets of lines in visual order are stored as they read, so that they must not be mirrored.

    Some programs store what they drew, a bracket that opens to the left; others the letter, which reads alike in
    both directions. Told by which way more of them close what they open; ``if_unsure`` when neither does.
    """
    turned, order = reading_order(text)
    as_stored, mirrored = _closed("".join(text[n] for n in order)), _closed(turned)
    return if_unsure if as_stored == mirrored else as_stored > mirrored


def _closed(text: str) -> int:
    """How many brackets close in a text what one opened, less those that stand alone."""
    waiting: list[str] = []
    count = 0
    for letter in text:
        if letter in _PAIRED:
            waiting.append(_PAIRED[letter])
        elif letter in _PAIRED.values():
            if waiting and waiting[-1] == letter:
                waiting.pop()
                count += 1
            else:
                count -= 1
    return count - len(waiting)


def reading_order(text: str, *, is_mirrored: bool = True) -> tuple[str, list[int]]:
    """A text in visual order put in reading order, line by line, and where each character stood before.

    ``is_mirrored``: brackets turn with their line, see :func:`are_brackets_turned`.
    """
    marks_follow = _marks_follow(text)
    letters: list[str] = []
    order: list[int] = []
    start = 0
    for line in text.split("\n"):
        if start:
            letters.append("\n")
            order.append(start - 1)
        for at in _turned(line, marks_follow=marks_follow):
            index, is_turned = at
            letters.append(
                _MIRRORED.get(line[index], line[index]) if is_turned and is_mirrored else line[index]
            )
            order.append(start + index)
        start += len(line) + 1
    return "".join(letters), order


def _turned(line: str, *, marks_follow: bool) -> list[tuple[int, bool]]:
    """The indexes of a line in reading order, each with whether a bracket there is mirrored."""
    kept = [_with_brackets(line, *match.span()) for match in _LEFT_TO_RIGHT.finditer(line)]
    turned: list[tuple[int, bool]] = []
    at = len(line)
    for start, end in reversed(kept):
        if end > at:  # taken in by brackets of the run behind it
            continue
        turned += [(n, True) for n in range(at - 1, end - 1, -1)]
        turned += [(n, False) for n in range(start, end)]
        at = start
    turned += [(n, True) for n in range(at - 1, -1, -1)]
    return _marks_behind(line, turned) if marks_follow else turned


def _with_brackets(line: str, start: int, end: int) -> tuple[int, int]:
    """A run with the closing brackets behind it whose openings stand inside."""
    waiting = []
    for letter in line[start:end]:
        if letter in _OPENERS:
            waiting.append(_OPENERS[letter])
        elif waiting and letter == waiting[-1]:
            waiting.pop()
    while waiting and end < len(line) and line[end] == waiting[-1]:
        waiting.pop()
        end += 1
    return start, end


def _marks_follow(text: str) -> bool:
    """Whether vowel signs still stand behind their letter, each pair of them turned around as one."""
    words = _WORD.findall(text)
    ends = sum(bool(_MARK.match(word[-1])) for word in words)
    begins = sum(bool(_MARK.match(word[0])) for word in words)
    return ends > begins


def _marks_behind(line: str, turned: list[tuple[int, bool]]) -> list[tuple[int, bool]]:
    """The same with vowel signs, which now stand before their letter in wrong order, put behind it again."""
    result: list[tuple[int, bool]] = []
    marks: list[tuple[int, bool]] = []
    for one in turned:
        if _MARK.match(line[one[0]]):
            marks.append(one)
        else:
            result += [one, *reversed(marks)]
            marks = []
    return result + marks
