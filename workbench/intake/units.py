"""What the translation formats share: inline markup, languages, notes, and how a unit becomes a pair.

XLIFF and TMX wrap the codes of the original file in elements. Where a code is a link, emphasis or strong it
becomes an inline mark; every other code goes and the text between stays. Text inside a code (``sub``) follows
as a block of its own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from workbench.domain.errors import InvalidInput, TooLarge
from workbench.domain.kinds import Kind
from workbench.domain.marks import InlineMark, Look, MarkKind, looks_of, safe_href
from workbench.domain.workflow import State
from workbench.intake.document import Bilingual
from workbench.intake.inline import InlineBuilder, Style
from workbench.intake.limits import PairCollector, Piece, trimmed
from workbench.intake.states import about_approval, claims_approval, state_of
from workbench.intake.xml import attribute, local
from workbench.text.arabic import is_arabic
from workbench.text.clean import storable

#: Why the text of a unit is left out: keys of ``furniture.REASONS``.
NOT_TRANSLATED, COPIED = "not-for-translation", "copied-source"
#: The note on a unit that is translated in part.
LACKS_PART = "A part of this has no English in the file."

_SPANS = frozenset(("g", "mrk", "pc", "hi"))
_OPENS, _CLOSES = frozenset(("bpt", "bx", "sc")), frozenset(("ept", "ex", "ec"))
_CODES = frozenset(("bpt", "ept", "it", "ph", "ut"))  # what they hold is code, but for <sub>
_EMPTY = frozenset(("x", "bx", "ex", "sc", "ec", "sm", "em"))
_STYLE_WORDS = (
    (re.compile(r"\b(?:x-)?(?:bold|strong|b)\b", re.I), (MarkKind.STRONG, None)),
    (re.compile(r"\b(?:x-)?(?:italics?|emphasis|em|i)\b", re.I), (MarkKind.EMPHASIS, None)),
)
_STYLE_CODES = (
    (re.compile(r"<\s*(?:b|strong)\b", re.I), (MarkKind.STRONG, None)),
    (re.compile(r"<\s*(?:i|em)\b", re.I), (MarkKind.EMPHASIS, None)),
)
_HREF = re.compile(r"<\s*a\b[^>]{0,2000}?\bhref\s*=\s*[\"']([^\"'>]{1,12000})", re.I)
_ENTITIES = (
    ("&quot;", '"'),
    ("&#39;", "'"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&amp;", "&"),
)  # the last one last
_LINE_BREAK = re.compile(r"^(?:x-)?(?:lb|br|line-?break|xlf:lb)$", re.I)
_BREAK_CODE = re.compile(r"^\s*<\s*br\s*/?\s*>\s*$", re.I)
_MARKUP = re.compile(r"^\s*(?:[<\\&]|\{\\|$)")

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MOST_OPEN = 20  # codes that are open at one place
_DEEPEST_SUB = 20
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Content:
    """Gathers the text and marks of one side of a unit, piece by piece.

    ``exact``: where white space counts it is kept, and lines stay together in one piece; for files of this desk that come
    back.
    """

    def __init__(self, codes: dict[str, str] | None = None, depth: int = 0, *, exact: bool = False) -> None:
        self._codes = codes or {}  # the original codes by the id that elements refer to (XLIFF 2)
        self._depth = depth  # texts inside codes inside texts
        self._exact = exact
        self._inline = InlineBuilder()
        self._pieces: list[Piece] = []
        self._aside: list[Piece] = []
        self._open: dict[str, frozenset[Style]] = {}
        self.comments: list[Note] = []  # what annotations in the text say
        self.refused: tuple[Look, ...] = ()  # of an exact side: links whose addresses cannot be taken

    def feed(self, element: etree._Element, *, keeps_lines: bool = False) -> None:
        """Add what an element such as ``source``, ``target`` or ``seg`` holds.

        ``keeps_lines``: line breaks count, as the format has it, whatever the element says of white space.
        """
        keeps = keeps_lines or _keeps_space(element)
        stack: list[tuple[etree._Element | str, frozenset[Style]]] = [
            *reversed(_inside(element, frozenset()))
        ]
        while stack:
            item, styles = stack.pop()
            if isinstance(item, str):
                self._text(item, styles, keeps=keeps)
            else:
                stack.extend(reversed(self._enter(item, styles)))

    def space(self) -> None:
        """Keep the last word and the next apart; programs cut the space between two sentences off."""
        self._inline.add(" ")

    def take(self) -> list[Piece]:
        """The blocks, those that stood inside codes last."""
        self._break()
        return [*self._pieces, *self._aside]

    def _text(self, text: str, styles: frozenset[Style], *, keeps: bool) -> None:
        here = _over(*self._open.values(), styles)
        if self._exact:
            add = self._inline.keep if keeps else self._inline.add
            add(storable(text), here)
            return
        for n, line in enumerate(storable(text).split("\n") if keeps else [storable(text)]):
            if n:
                self._break()
            self._inline.add(line, here)

    def whole(self) -> tuple[str, tuple[InlineMark, ...]]:
        """All of an exact side, with its marks."""
        text, marks = self._inline.take()
        self.refused = tuple(looks_of(text, set(marks) - set(_usable(marks))))
        return text, _usable(marks)

    def _break(self) -> None:
        if self._exact:
            self._inline.keep("\n")
            return
        text, marks = self._inline.take()
        self._pieces.append(Piece(text, marks=_usable(marks)))

    def _enter(
        self, element: etree._Element, styles: frozenset[Style]
    ) -> list[tuple[etree._Element | str, frozenset[Style]]]:
        name = local(element)
        if element.tag is etree.Entity:
            return [(element.text or "", styles)]
        if not name:
            return []
        if name == "mrk" and (comment := element.get("comment") or element.get("value")):
            self.comments.append(Note(comment))
        kind = f"{element.get('ctype') or element.get('type') or ''} {element.get('subType') or ''}"
        code = self._code(element, name)
        if any(_LINE_BREAK.match(word) for word in kind.split()) or _BREAK_CODE.match(code):
            self._break()
            return []
        if name in _SPANS:
            return _inside(element, _over(styles, _styles(kind, code)))
        key = element.get("rid") or element.get("startRef") or element.get("i") or element.get("id") or ""
        if name in _OPENS and len(self._open) < _MOST_OPEN:
            self._open[key] = _styles(kind, code)
        elif name in _CLOSES:
            self._open.pop(key, None)
        if name in _CODES or name in _EMPTY:
            self._subs(element)
            shown = element.get("equiv-text") or element.get("equiv") or ("" if _MARKUP.match(code) else code)
            return [(shown, styles)] if name in ("ph", "x", "it", "ut") else []
        if name == "cp":
            return [(_code_point(element.get("hex", ""), exact=self._exact), styles)]
        return _inside(element, styles)

    def _code(self, element: etree._Element, name: str) -> str:
        if name in _CODES and (own := "".join(_own_text(element))):
            return own
        return self._codes.get(element.get("dataRef") or element.get("dataRefStart") or "", "")

    def _subs(self, element: etree._Element) -> None:
        for sub in element:
            if local(sub) == "sub":
                if self._depth == _DEEPEST_SUB:
                    raise TooLarge("That file is nested too deeply to be read. Nothing was stored.")
                inner = Content(self._codes, self._depth + 1)
                inner.feed(sub)
                self._aside.extend(inner.take())


def _keeps_space(element: etree._Element) -> bool:
    """Whether line breaks in its text count, as the nearest element that says so says."""
    inner: etree._Element | None = element
    while inner is not None:
        if said := inner.get(_SPACE):
            return bool(said == "preserve")
        inner = inner.getparent()
    return False


def _inside(
    element: etree._Element, styles: frozenset[Style]
) -> list[tuple[etree._Element | str, frozenset[Style]]]:
    """What stands in an element, in order."""
    found: list[tuple[etree._Element | str, frozenset[Style]]] = [(element.text or "", styles)]
    for part in element:
        found += [(part, styles), (part.tail or "", styles)]
    return found


def _own_text(element: etree._Element) -> Iterator[str]:
    """The text of a code without that of elements in it."""
    yield element.text or ""
    for part in element:
        yield part.tail or ""


def _over(*layers: frozenset[Style]) -> frozenset[Style]:
    """Styles over styles: all of them hold, but a place has one link at most, the innermost."""
    found: frozenset[Style] = frozenset()
    for layer in layers:
        has_link = any(kind is MarkKind.LINK for kind, _ in layer)
        found = frozenset(s for s in found if not (has_link and s[0] is MarkKind.LINK)) | layer
    return found


def _styles(kind: str, code: str) -> frozenset[Style]:
    found: set[Style] = {style for shape, style in _STYLE_WORDS if shape.search(kind)}
    found |= {style for shape, style in _STYLE_CODES if shape.search(code)}
    if link := _HREF.search(code):
        href = _unescaped(link[1])
        found.add((MarkKind.LINK, safe_href(href) or href))
    return frozenset(found)


def _usable(marks: Sequence[InlineMark]) -> tuple[InlineMark, ...]:
    """Without links whose addresses may not be stored."""
    return tuple(mark for mark in marks if mark.kind is not MarkKind.LINK or safe_href(mark.href))


def _unescaped(href: str) -> str:
    for entity, sign in _ENTITIES:
        href = href.replace(entity, sign)
    return href


def _code_point(hex_digits: str, *, exact: bool) -> str:
    """A character that XML cannot hold, or a sign in its place."""
    try:
        code = int(hex_digits, 16)
    except ValueError:
        return "\ufffd"
    if exact and code < 0x110000:
        return storable(chr(code))
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"


# --- units ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Unit:
    """One unit as its format has it, both sides in blocks' worths of text."""

    source: list[Piece]
    target: list[Piece]
    kind: Kind = Kind.PARAGRAPH
    states: list[str] = field(default_factory=list)  # in the format's words, of those parts that have English
    notes: list["Note"] = field(default_factory=list)
    is_for_translation: bool = True
    lacks_part: bool = False  # one of its parts has English, another none
    fact: str | None = None  # the field of the article that it fills


class Units:
    """Makes pairs of units and remembers what has to be said of them together."""

    def __init__(self) -> None:
        self.collector = PairCollector()
        self._words: list[str] = []
        self._copies = self._fixed = self._halves = 0
        self._arabic_is_english = self._characters = 0  # of the English

    def warn(self, sentence: str) -> None:
        """Say something about the file, once."""
        self.collector.out.warn(sentence)

    def add(self, unit: Unit) -> None:
        """Raises TooLarge beyond a limit."""
        source, target = (
            [piece.as_fact(unit.fact) if unit.fact else replace(piece, kind=unit.kind) for piece in pieces]
            for pieces in (unit.source, unit.target)
        )
        english = _plain(target)
        if english and is_arabic(english) and english == _plain(source):
            self._copies += 1
            target = [replace(piece, dropped=COPIED) for piece in target]
        elif not unit.is_for_translation and not english:
            self._fixed += 1
            source = [replace(piece, dropped=NOT_TRANSLATED) for piece in source]
        found = {state for word in unit.states if (state := state_of(word))}
        # Several parts are as far as the one that is least far.
        state = State.DRAFT if State.DRAFT in found else State.TRANSLATED if found else None
        if unit.lacks_part:
            self._halves += 1
            state = State.DRAFT
            unit.notes.append(Note(LACKS_PART))
        self._words += [word for word in unit.states if english and claims_approval(word)][:1]
        self._arabic_is_english += len(english) if is_arabic(english) and not is_arabic(_plain(source)) else 0
        self._characters += len(english)
        self.collector.add(source, target, state, [note.text for note in unit.notes])

    def finished(self) -> Bilingual:
        """Everything added, and what is to be said of it. Raises InvalidInput when it goes from English to Arabic."""
        out = self.collector.out
        if self._arabic_is_english > self._characters / 2:
            raise InvalidInput(WRONG_WAY_ROUND)
        if self._copies:
            out.warn(
                f"{_units(self._copies)} still {_held(self._copies)} the Arabic in place of English; its English starts empty."
            )
        if self._halves:
            out.warn(
                f"{_units(self._halves)} {'has' if self._halves == 1 else 'have'} English for a part of the Arabic only: a draft, with a question on it."
            )
        if self._fixed:
            out.warn(
                f"{_units(self._fixed)} {'is' if self._fixed == 1 else 'are'} marked as not for translation: left out, one click from coming back on the Clean page."
            )
        for warning in about_approval(self._words):
            out.warn(warning)
        return Bilingual(tuple(self.collector.pairs), tuple(out.warnings))


def _plain(pieces: Sequence[Piece]) -> str:
    return " ".join(" ".join(piece.text.split()) for piece in pieces if trimmed(piece.text) != (0, 0))


def _units(count: int) -> str:
    return f"{count} unit{'' if count == 1 else 's'}"


def _held(count: int) -> str:
    return "holds" if count == 1 else "hold"


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote beside a text, on one line; ``author`` is "" where the file does not say who."""

    words: str
    author: str = ""

    @property
    def text(self) -> str:
        """The note with who wrote it."""
        return f"{self.author}: {self.words}" if self.author and self.words else self.words


def read_note(note: etree._Element) -> Note:
    """A note as its element has it."""
    author = attribute(note, "from") or attribute(note, "user") or attribute(note, "author")
    return Note(" ".join("".join(note.itertext()).split()), " ".join(author.split()))


# --- languages -----------------------------------------------------------------------------------------

WRONG_WAY_ROUND = (
    "That file translates from English into Arabic. Here the Arabic is the original and the English its translation. "
    "Nothing was stored. If it is the other way round in truth, have the two languages exchanged where it was made."
)
_PRIMARY = {"ar": "ar", "ara": "ar", "arb": "ar", "en": "en", "eng": "en"}
_UNKNOWN = frozenset(("", "und", "mul", "x", "zxx"))


def language_of(code: str) -> str:
    """ "ar", "en", "" where none is named, else the code itself."""
    primary = re.split(r"[-_]", code.strip().lower())[0]
    return "" if primary in _UNKNOWN else _PRIMARY.get(primary, code.strip())


def wrong_languages(source: str, target: str) -> str | None:
    """What to say of a file between these languages (as its codes name them); None when it fits."""
    one, other = language_of(source), language_of(target)
    if one in ("", "ar") and other in ("", "en"):
        return None
    if one in ("", "en") and other in ("", "ar"):
        return WRONG_WAY_ROUND
    return (
        f"That file translates from “{source or 'no language named'}” to “{target or 'no language named'}”; "
        "here texts go from Arabic (ar) to English (en). Nothing was stored."
    )
