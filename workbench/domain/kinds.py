"""The kinds of segment an article is made of."""

from enum import StrEnum


class Kind(StrEnum):
    """What a segment is on the page; drives its look, its export and how it may align."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    SUBHEADING = "subheading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    CAPTION = "caption"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ")


class Side(StrEnum):
    """Which half of a segment: the Arabic source or its English target."""

    SOURCE = "source"
    TARGET = "target"

    @property
    def other(self) -> "Side":
        return Side.TARGET if self is Side.SOURCE else Side.SOURCE

    @property
    def language(self) -> str:
        """BCP 47 tag of the side's language."""
        return "ar" if self is Side.SOURCE else "en"

    @property
    def direction(self) -> str:
        """Value for HTML's ``dir``."""
        return "rtl" if self is Side.SOURCE else "ltr"
