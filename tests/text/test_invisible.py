from workbench.text.invisible import named_pieces


def test_what_cannot_be_seen_is_named():
    assert list(named_pieces("قال\u200f  نعم\u00a0")) == [
        ("قال", ""),
        ("", "right-to-left mark"),
        ("", "2 spaces"),
        ("نعم", ""),
        ("", "no-break space"),
    ]
    assert list(named_pieces("plain text")) == [("plain text", "")]
