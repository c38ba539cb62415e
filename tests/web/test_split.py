"""What the dialog that splits a row shows of its places."""

from workbench.web.rows import around, cuts


def test_dots_stand_for_what_is_left_out_and_words_stay_whole() -> None:
    text = "The crews went back. Nobody had told the harbour office what they had been promised for it."
    (place, before, after, is_chosen), *others = cuts(text, None)
    assert (before, is_chosen, others) == ("The crews went back. ", True, [])
    assert after == "Nobody had told the harbour office what…"
    assert around(text, len(text) - 3) == ("…office what they had been promised for ", "it.")
    assert text.startswith(after[:-1], place)
