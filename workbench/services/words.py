"""What people say beside the text: notes, reasons, answers, opinions, as they are kept."""

from workbench.domain.errors import InvalidInput
from workbench.text.clean import storable
from workbench.text.invisible import has_visible

LONGEST_WORDS = 2000


def checked_words(text: str, *, missing: str = "", longest: int = LONGEST_WORDS, **about: str) -> str:
    """The words as they are kept; empty where nobody would see anything of them.

    ``missing``: what to answer then, where something has to be said. ``longest``: in code points. ``about``: what else
    the error tells, such as its ``field``. Raises InvalidInput where nothing is said that has to be, or too much.
    """
    text = storable(text).strip()
    if not has_visible(text):
        text = ""
    if not text and missing:
        raise InvalidInput(missing, **about)
    if len(text) > longest:
        raise InvalidInput(f"Keep it within {longest:,} characters; this has {len(text):,}.", **about)
    return text
