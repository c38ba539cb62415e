"""Names for exported files that every file system takes."""

import re
import unicodedata

_NOT_A_NAME = re.compile(r"[^\w-]+")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)  # Windows opens these as devices
_LONGEST = 60  # code points of the slug; four bytes each still leave room in the usual 255


def file_name(
    slug: str, number: int | None, extension: str, *, is_embargoed: bool = False, style: str = ""
) -> str:
    """ "tram-delayed-edition-2.docx", before it is out "tram-delayed-edition-2-embargoed.docx"; "tram-delayed-draft.docx"
    when there is no edition number, "…-draft-embargoed.docx" while an edition is to go out. The house style's name, where it is in one, stands last: "…-edition-2-curly.docx"."""
    name = _NOT_A_NAME.sub("-", unicodedata.normalize("NFKC", slug))[:_LONGEST].strip("-_")
    if not name or _DEVICE.fullmatch(name):
        name = f"article-{name}".rstrip("-")
    which = "draft" if number is None else f"edition-{number}"
    return f"{'-'.join(filter(None, (name, which, 'embargoed' * is_embargoed, style)))}.{extension}"
