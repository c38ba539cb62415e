"""Parts of an article that people have: ranges of its rows."""


def rows_in_words(first: int | None, last: int | None) -> str:
    """Which rows a part is, from one number to the other, both included; None: from the first, up to the last."""
    if first is None:
        return "all rows" if last is None else f"rows up to {last}"
    if last is None:
        return f"from row {first} on"
    if first > last:
        return "rows that are gone"
    return f"row {first}" if first == last else f"rows {first} to {last}"
