"""Where sentences begin, in both languages."""

from itertools import pairwise

import pytest

from workbench.text.sentences import sentence_starts


def parts(text: str) -> list[str]:
    starts = (0, *sentence_starts(text), len(text))
    return [text[a:b].strip() for a, b in pairwise(starts)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One came. Two went.", ["One came.", "Two went."]),
        ("“Is it you?” she asked. It was.", ["“Is it you?” she asked.", "It was."]),
        ("He said: “We wait.” Then he left.", ["He said: “We wait.”", "Then he left."]),
        ("Dr. Salma and J. Haddad paid 3.5 dinars. All of it.", ["Dr. Salma and J. Haddad paid 3.5 dinars.", "All of it."]),
        ("هل عاد؟ نعم، عاد. وكان البحر هادئًا!", ["هل عاد؟", "نعم، عاد.", "وكان البحر هادئًا!"]),
        ("قال د. سامي: «انتظرنا». ثم مضى…", ["قال د. سامي: «انتظرنا».", "ثم مضى…"]),
        ("First line\nsecond line", ["First line", "second line"]),
        ("Wait... what? Yes.", ["Wait... what?", "Yes."]),
        ("", [""]),
        ("No end", ["No end"]),
        ("  Leading space. And more.  ", ["Leading space.", "And more."]),
    ],
)  # fmt: skip
def test_sentences(text: str, sentences: list[str]) -> None:
    assert parts(text) == sentences
