"""What the alignment benchmark stands on: its conditions, its scores and its peer."""

from itertools import chain, pairwise

import pytest

from tests.benchmarks import gale_church
from tests.benchmarks.bead_score import Score
from tests.benchmarks.conditions import FURNITURE_LINES, LONG, Article, make, paragraphs

ARABIC = [f"هذه هي الفقرة رقم {n}. فيها جملة ثانية عن الميناء. وفيها ثالثة عن الصيد." for n in range(24)]
ENGLISH = [
    f"This is paragraph {n}. It has a second sentence on ports. And a third on fish." for n in range(24)
]
CLEAN = [
    Article("one", "clean", tuple(ARABIC[:12]), tuple(ENGLISH[:12]), tuple(((n,), (n,)) for n in range(12))),
    Article("two", "clean", tuple(ARABIC[12:]), tuple(ENGLISH[12:]), tuple(((n,), (n,)) for n in range(12))),
]


@pytest.fixture(scope="module")
def made() -> list[Article]:
    return list(make(CLEAN))


def of(made: list[Article], condition: str) -> list[Article]:
    return [article for article in made if article.condition == condition]


def test_the_conditions_are_the_same_each_time_and_others_with_another_seed(made: list[Article]) -> None:
    assert list(make(CLEAN)) == made
    assert list(make(CLEAN, seed=2)) != made
    assert {article.condition for article in made} == {
        "noise", "gaps", "hard", "moved", "swapped", "furniture", "several", "long-1200", "long-6100",
    }  # fmt: skip


def test_every_block_is_in_one_bead(made: list[Article]) -> None:
    for article in made:
        for side, texts in enumerate((article.source, article.target)):
            assert sorted(chain(*(bead[side] for bead in article.gold))) == list(range(len(texts)))
        assert all(any(bead) for bead in article.gold)


def test_right_beads_say_the_same_on_both_sides(made: list[Article]) -> None:
    """Whatever was merged, split or moved, a bead has the Arabic and the English of the same paragraphs."""
    for article in made:
        for arabic, english in paragraphs(article):
            numbers = [
                [word.rstrip(".") for word in text.split() if word[0].isdigit()] for text in (arabic, english)
            ]
            assert numbers[0] == numbers[1], (article.id, arabic, english)


def test_noise_loses_no_word(made: list[Article]) -> None:
    for article, clean in zip(of(made, "noise"), CLEAN, strict=True):
        assert " ".join(article.source) == " ".join(clean.source)
        assert " ".join(article.target) == " ".join(clean.target)
    shapes = {(len(ours), len(theirs)) for one in of(made, "long-6100") for ours, theirs in one.gold}
    assert shapes >= {(1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (1, 0), (0, 1)}


def test_swapped_beads_cross_their_neighbour_only(made: list[Article]) -> None:
    for article in of(made, "swapped"):
        apart = [theirs[0] - ours[0] for ours, theirs in article.gold]
        assert set(apart) <= {-1, 0, 1}
        assert (apart[0], sum(apart)) == (0, 0)


def test_moved_beads_cross(made: list[Article]) -> None:
    for article in of(made, "moved"):
        places = [theirs[0] for _, theirs in article.gold]
        assert any(after < before for before, after in pairwise(places))


def test_furniture_stands_alone_and_is_not_translated_on_the_same_page(made: list[Article]) -> None:
    lines = {line: number for number, both in enumerate(FURNITURE_LINES) for line in both}
    seen = 0
    for article in of(made, "furniture"):
        numbers = [lines[text] for text in (*article.source, *article.target) if text in lines]
        assert len(numbers) == len({*numbers})
        assert not any(text in lines for texts in paragraphs(article) for text in texts)
        seen += len(numbers)
    assert seen


def test_long_texts_are_long(made: list[Article]) -> None:
    for size in LONG:
        (article,) = of(made, f"long-{size}")
        assert 0.9 < len(article.source) / size < 1.1
    assert all(len(article.source) >= 50 for article in of(made, "several"))


def test_scores_of_a_page_counted_by_hand() -> None:
    gold = [((0,), (0,)), ((1, 2), (1,)), ((3,), ()), ((4,), (2,)), ((), (3,))]
    found = [((0,), (0,)), ((1,), (1,)), ((2,), ()), ((3, 4), (2,)), ((), (3,))]
    score = Score()
    score.add((5, 4), gold, found, 0.5)
    assert (score.strict.precision, score.strict.recall) == (1 / 3, 1 / 3)
    assert score.strict.f1 == pytest.approx(1 / 3)
    assert score.lax.f1 == 1
    assert (score.links.precision, score.links.recall) == (3 / 4, 3 / 4)
    assert (score.unmatched.precision, score.unmatched.recall) == (1 / 2, 1 / 2)
    assert score.perfect == 0
    score.add((5, 4), gold, reversed(gold), 0.5)
    assert (score.perfect, score.articles, score.blocks) == (1, 2, 18)
    score.add_sureness(gold, [(bead, 0.95 if bead[1] == (0,) else 0.7) for bead in found])
    assert score.right_between(0.9, 1) == (1, 1.0)
    assert score.right_between(0.6, 0.9) == (4, 0.25)
    assert score.right_between(0.0, 0.6) == (0, None)


def test_the_peer_pairs_by_length() -> None:
    source = ["ن" * n for n in (100, 40, 250, 60, 60, 180)]
    target = ["n" * n for n in (110, 44, 130, 140, 131, 195)]
    assert gale_church.align(source, target) == [
        ((0,), (0,)), ((1,), (1,)), ((2,), (2, 3)), ((3, 4), (4,)), ((5,), (5,)),
    ]  # fmt: skip
    assert gale_church.align([], []) == []
    assert gale_church.align([], ["n", ""]) == [((), (0,)), ((), (1,))]


def test_the_peer_takes_long_texts() -> None:
    lengths = [20 + 37 * n % 300 for n in range(520)]
    source, target = ["ن" * n for n in lengths], ["n" * (n + n // 10) for n in lengths]
    assert gale_church.align(source, target) == [((n,), (n,)) for n in range(520)]
