"""Many files as one zip: written as they come, so memory holds one at a time; the same files give the same bytes."""

import csv
import io
import zipfile
from collections.abc import Sequence
from typing import BinaryIO

from workbench.domain.editions import EditionContent
from workbench.export.exporter import Exporter
from workbench.export.filename import file_name
from workbench.export.house_style import AS_WRITTEN, HouseStyle
from workbench.export.registry import style_of

#: A zip needs a time for each file; one that says nothing keeps the bytes the same.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
#: Office documents and PDFs are packed already.
_PACKED = (".docx", ".pdf", ".xlsx")
INDEX = "index.csv"
_HEADER = ("file", "article", "edition", "format", "headline", "note")


class Archive:
    """A zip under way. ``close`` writes its index last: what each file is, and what is missing and why."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(file, "w")
        self._names = {INDEX}
        self._lines: list[Sequence[object]] = []

    def add(self, name: str, data: bytes, *, of: Sequence[object]) -> str:
        """Put a file in; the name it got (another where one of that name is there). ``of``: article, edition,
        format, headline for the index."""
        name = free_name(name, self._names)
        info = zipfile.ZipInfo(name, _NO_TIME)
        info.compress_type = zipfile.ZIP_STORED if name.endswith(_PACKED) else zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        info.create_system = 3
        self._zip.writestr(info, data)
        self._lines.append((name, *of, ""))
        return name

    def miss(self, slug: str, why: str) -> None:
        """Note in the index that nothing of an article could be put in."""
        self._lines.append(("", slug, "", "", "", why))

    def close(self) -> None:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(_HEADER)
        writer.writerows([[_cell(value) for value in line] for line in self._lines])
        info = zipfile.ZipInfo(INDEX, _NO_TIME)
        info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
        self._zip.writestr(info, b"\xef\xbb\xbf" + text.getvalue().encode())  # so that Excel reads the Arabic
        self._zip.close()


def free_name(name: str, taken: set[str]) -> str:
    """``name``, or one like it that is not taken, which it is from now on. Without regard to case, as some file
    systems see names."""
    stem, dot, extension = name.partition(".")
    found, count = name, 1
    while found.casefold() in taken:
        count += 1
        found = f"{stem}-{count}{dot}{extension}"
    taken.add(found.casefold())
    return found


def name_among(
    content: EditionContent, form: Exporter, forms: Sequence[Exporter], style: HouseStyle = AS_WRITTEN
) -> str:
    """The file's name; where two of the formats share an extension the format's own name stands before it."""
    shared = sum(other.extension == form.extension for other in forms) > 1 and form.id != form.extension
    extension = f"{form.id}.{form.extension}" if shared else form.extension
    return file_name(
        content.slug,
        content.number,
        extension,
        is_embargoed=bool(content.embargoed_until),
        style=style_of(form.id, style).name,
    )


def _cell(value: object) -> object:
    """A text that a spreadsheet would run as a formula is kept a text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value
