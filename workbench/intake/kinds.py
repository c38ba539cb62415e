"""What a block is, in the words of files: names of styles, of elements, of people."""

from workbench.domain.kinds import Kind
from workbench.text.arabic import match_key

_KINDS = {
    **dict.fromkeys(("title", "h1", "heading 1", "عنوان"), Kind.HEADLINE),
    **dict.fromkeys(("subtitle", "deck", "lead"), Kind.STANDFIRST),
    **dict.fromkeys(("heading", "header", "h2", "h3", "h4", "h5", "h6"), Kind.SUBHEADING),
    **dict.fromkeys(("body", "text", "p"), Kind.PARAGRAPH),
    **dict.fromkeys(("listitem", "li", "bullet"), Kind.LIST_ITEM),
    **dict.fromkeys(("blockquote", "quotation"), Kind.QUOTE),
    **dict.fromkeys(("figcaption", "legend"), Kind.CAPTION),
    **{match_key(kind.label): kind for kind in Kind},
}


#: Rows of a file of pairs that are facts about the article, by the field that they fill.
_FIELDS = {
    match_key(word): field
    for field, words in {
        "byline": ("byline", "author", "writer", "الكاتب", "الكاتبة", "اسم الكاتب"),
        "dateline": ("dateline", "date line", "date", "publication date", "التاريخ", "تاريخ النشر"),
        "outlet": ("outlet", "publication", "publisher", "الناشر", "جهة النشر"),
        "tags": ("tags", "keywords", "الوسوم", "الكلمات المفتاحية"),
    }.items()
    for word in words
}


def kind_of(word: str) -> Kind:
    """The kind that a word means, a paragraph when it means none ("x-h1", "my:list_item" and "Headline" do)."""
    return _KINDS.get(_bare(word), Kind.PARAGRAPH)


def field_of(*words: str) -> str | None:
    """The field of the article that the first of these words to name one is for ("x-byline" and "Author" do)."""
    return next((field for word in words if (field := _FIELDS.get(_bare(word)))), None)


def _bare(word: str) -> str:
    return match_key(word.rpartition(":")[2].removeprefix("x-").replace("_", " "))
