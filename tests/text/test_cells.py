from hypothesis import example, given
from hypothesis import strategies as st

from workbench.text.bidi import FSI, LRI, PDI, RLI
from workbench.text.cells import as_cell, from_cell

pieces = st.sampled_from(
    [*"'=+-@\t\r\n a1", "\u200e", "\u2068word\u2069", "سوق", "\u2067سوق\u2069", "’", "word", "\x85"]
)
texts = st.lists(pieces, max_size=8).map("".join) | st.text(max_size=20).filter(
    lambda text: not set(text) & {LRI, RLI, FSI, PDI}
)


@given(texts)
@example('=HYPERLINK("x")')
@example("'=1")
@example("''-")
@example("=سوق\n-سوق")
@example("\u2067سوق\u2069")
@example("\u2067'=سوق\u2069")
def test_every_text_comes_back_from_its_cell(text: str) -> None:
    assert from_cell(as_cell(text)) == text


def test_what_was_no_cell_of_ours_stays() -> None:
    for text in ("'Tis", "'", "‘=’", "\u2068word\u2069", "\u2066سوق\u2069", "\u2067سوق", "سوق '=1"):
        assert from_cell(text) == text
