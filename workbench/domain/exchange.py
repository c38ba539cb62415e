"""What a file that goes out to be edited elsewhere says of each segment, so that it can come back."""

import hashlib
from collections.abc import Iterable, Sequence

from workbench.domain.editions import canonical_json
from workbench.domain.marks import InlineMark, tidy_marks

#: Names of the facts of a segment as it went out: its state, :func:`stamp` of its English, and :func:`note_stamps`.
STATE, TARGET_STAMP, NOTE_STAMPS = "state", "target-stamp", "note-stamps"
#: The group they stand in.
CATEGORY = "workbench"

#: Word's character style of what a table of both languages puts among the words: the numbers of marks after those they
#: are on, and the sign of a place where words are missing. A file that comes back has it by that name.
MARK_REFERENCE = "Mark reference"
MISSING_WORDS = "‸"

#: The columns of a table for spreadsheets, by which one that comes back is known.
PAIRS_HEADER = (
    "Edition",
    "No.",
    "Id",
    "Kind",
    "Arabic",
    "English",
    "State",
    "Left out because",
    "Problems",
    "Signed by",
)

_LENGTH = 16  # hex digits; chance makes two texts of one segment alike once in 10^19


def stamp(text: str, marks: Sequence[InlineMark]) -> str:
    """A short fingerprint of a side's words and their links and emphasis: the same only for the same."""
    data = {"text": text, "marks": [mark.as_json() for mark in tidy_marks(marks)]}
    return hashlib.sha256(canonical_json(data).encode("utf-8", "replace")).hexdigest()[:_LENGTH]


def note_stamp(text: str) -> str:
    """A short fingerprint of a note's words, however programs have broken its lines."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()[:_LENGTH]


def note_stamps(notes: Iterable[str]) -> str:
    """Those of all notes that go out with a segment, "" without any: what comes back besides was written elsewhere."""
    return " ".join(map(note_stamp, notes))


def unit_id(segment_id: int) -> str:
    """What a segment is called in a file: "u12"."""
    return f"u{segment_id}"


def segment_of(name: str) -> int | None:
    """The id of the segment that is called so; None for any other name."""
    digits = name.removeprefix("u")
    is_one = name.startswith("u") and digits.isascii() and digits.isdigit() and len(digits) < 16
    return int(digits) if is_one else None
