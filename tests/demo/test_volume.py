"""Volume is plausible, the same everywhere, and says the same in both languages."""

import re
from collections import Counter
from itertools import islice

import pytest

from workbench.demo.volume import generate_segments
from workbench.domain.kinds import Kind
from workbench.text.clean import storable

WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩٬", "0123456789,")


def test_the_same_seed_gives_the_same_pairs_and_another_seed_others():
    first, again, other = (list(generate_segments(50, seed)) for seed in (7, 7, 8))
    assert first == again
    assert first != other


def test_a_longer_article_begins_like_the_shorter():
    assert list(islice(generate_segments(400, 3), 40)) == list(generate_segments(40, 3))


def test_a_known_seed_keeps_its_first_pair_for_ever():
    first = next(generate_segments(1, 1))
    assert (first.kind, first.source, first.target) == (
        Kind.HEADLINE,
        "زهير النجّار: «الوعود لا تملأ الصهاريج»",
        "Zuhair al-Najjar: ‘Promises do not fill tankers’",
    )


def figures(text: str) -> list[str]:
    return sorted(re.findall(r"[\d,]*\d", text))


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_small_articles_have_as_many_as_asked(n: int):
    assert len(list(generate_segments(n))) == n


@pytest.mark.parametrize("seed", range(6))
def test_pairs_are_bilingual_and_carry_the_same_figures(seed: int):
    for segment in generate_segments(300, seed):
        assert not re.search("[A-Za-z]", segment.source)
        assert not re.search("[\u0600-\u06ff]", segment.target)
        assert segment.source == storable(segment.source).strip()
        assert re.findall(r"[\d,]*\d", segment.source.translate(WESTERN)) == re.findall(
            r"[\d,]*\d", segment.target
        )


def test_lengths_and_kinds_vary_and_both_scripts_of_digits_occur():
    segments = [s for seed in range(8) for s in generate_segments(200, seed)]
    kinds = Counter(s.kind for s in segments)
    assert set(kinds) == set(Kind)
    assert kinds[Kind.PARAGRAPH] > len(segments) / 2
    lengths = sorted(len(s.source) for s in segments)
    assert lengths[len(lengths) // 10] < 45 < 150 < lengths[-len(lengths) // 10]
    assert any(re.search("[٠-٩]", s.source) for s in segments)
    assert any(re.search("[0-9]", s.source) for s in segments)
    assert len({s.source for s in segments}) > len(segments) / 2
