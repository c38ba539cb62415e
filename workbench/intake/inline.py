"""Building a block's text and inline marks side by side, white space collapsed as a browser does."""

import re

from workbench.domain.marks import InlineMark, MarkKind, tidy_marks

Style = tuple[MarkKind, str | None]  # a kind and, for links, the address

_SPACES = re.compile(r"[ \t\n\r\f\v]+")


class InlineBuilder:
    """Collects pieces of text, each under the styles that hold for it."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._marks: list[InlineMark] = []
        self._length = 0
        self._after_space = True
        self._kept = 0  # up to where white space counts

    @property
    def length(self) -> int:
        """How many characters are collected so far."""
        return self._length

    def add(self, text: str, styles: frozenset[Style] = frozenset()) -> None:
        """Append text; runs of white space become one space, also across pieces (a no-break space stays)."""
        text = _SPACES.sub(" ", text)
        if self._after_space:
            text = text.removeprefix(" ")
        if text:
            self._append(text, styles)

    def keep(self, text: str, styles: frozenset[Style] = frozenset()) -> None:
        """Append text in which all white space counts."""
        if text:
            self._append(text, styles)
            self._kept = self._length

    def _append(self, text: str, styles: frozenset[Style]) -> None:
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        self._after_space = text.endswith((" ", "\n"))
        self._marks += [InlineMark(start, self._length, kind, href) for kind, href in styles]

    def take(self) -> tuple[str, tuple[InlineMark, ...]]:
        """What was collected, trimmed at the end; the builder is empty again."""
        whole = "".join(self._pieces)
        text = whole[: self._kept] + whole[self._kept :].rstrip(" ")
        marks = tidy_marks(
            InlineMark(m.start, min(m.end, len(text)), m.kind, m.href)
            for m in self._marks
            if m.start < len(text)
        )
        self.__init__()  # type: ignore[misc]
        return text, marks
