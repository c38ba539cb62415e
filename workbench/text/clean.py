"""The one rule for stored text: LF only, no NUL or lone surrogates, otherwise as typed (no NFC)."""


def storable(text: str) -> str:
    """``text`` with CRLF and CR as LF, NUL dropped and lone surrogates replaced by U+FFFD."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
