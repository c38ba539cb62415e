"""The tags of a page before a parser sees them: none may have thousands of attributes.

libxml2 compares each attribute of a tag with all before it, inside one call that nothing can interrupt; a page of
a few megabytes would take minutes.
"""

import re

from workbench.domain.errors import TooLarge

_MOST_ATTRIBUTES = 1_000  # of one tag; a heavy page has thirty

# Every part takes what it can for good (possessive), so that no page makes the search itself slow.
_ATTRIBUTE = r"""[^\s=>/]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""
_TAG = re.compile(rf"<[a-zA-Z][^\s/>]*+(?:[\s/=]++(?:{_ATTRIBUTE})?+){{{_MOST_ATTRIBUTES},}}+")


def check_tags(markup: str) -> None:
    """Raises TooLarge on a tag with more than a thousand attributes."""
    if _TAG.search(markup):
        raise TooLarge(
            "That page holds a tag with thousands of attributes. Nothing was stored. Paste the text instead."
        )
