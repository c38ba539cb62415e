"""What one side names and the other does not show."""

import pytest

from workbench.align.aligner import align
from workbench.align.evidence import source_signs, target_signs
from workbench.align.named import FIGURE, NAME, PLACE, named_in_source, named_in_target, shown


def costs(arabic: str, english: str) -> tuple[float, float, float]:
    """What the Arabic names, what the English names, and what of it all the other side shows."""
    sides = [source_signs(arabic)], target_signs([english])
    named = named_in_source(sides[0]), named_in_target([english], sides[1])
    rows = shown(*named, *sides, [(0, 1)])
    of_source, of_target = (sum(thing.cost for thing in blocks[0]) for blocks in named)
    return of_source, of_target, rows[0].get(0, 0.0)


@pytest.mark.parametrize(
    ("arabic", "english", "one_side"),
    [
        ("وصل ٤٠ سائحاً", "there came 40 tourists", FIGURE),
        ("قال سمير إن المطر قادم", "more rain is coming, said Samir", NAME),
    ],
)
def test_what_both_name_is_shown(arabic: str, english: str, one_side: float) -> None:
    of_source, of_target, met = costs(arabic, english)
    assert met == pytest.approx(of_source + of_target)
    assert of_target == one_side


def test_what_one_side_names_is_not_shown_by_other_figures_and_names() -> None:
    assert costs("وصل ٤٠ سائحاً", "there came 60 tourists") == (FIGURE, FIGURE, 0.0)
    assert costs("قال سمير إن المطر قادم", "more rain is coming, said Tarek") == (0.0, NAME, 0.0)
    assert costs("في مصر", "in the desert") == (PLACE, 0.0, 0.0)


def test_a_country_is_shown_by_its_name_in_the_other_language() -> None:
    of_source, of_target, met = costs("في مصر", "in Egypt")
    assert (of_source, of_target, met) == (PLACE, NAME, pytest.approx(PLACE + NAME))


def test_only_blocks_within_reach_are_looked_at() -> None:
    source, texts = [source_signs("وصل ٤٠ سائحاً")] * 2, ["These 40 tourists came"] * 3
    target = target_signs(texts)
    named = named_in_source(source), named_in_target(texts, target)
    assert shown(*named, source, target, [(0, 2), (2, 3)]) == [
        {0: 2 * FIGURE, 1: 2 * FIGURE},
        {2: 2 * FIGURE},
    ]


def test_two_paragraphs_of_one_topic_that_name_different_things_are_no_pair() -> None:
    """One is missing on either side, at the same place, as long as the other."""
    arabic = [
        "افتتحت بلدية الميناء سوق السمك الجديد صباح السبت.",
        "ويضم السوق ٨٤ محلاً، وكلّف ٣٢٠ ألفاً، كما قال وليد حداد.",
        "ويبدأ البيع بالمزاد كل يوم عند الفجر.",
    ]
    english = [
        "The port's municipality opened the new fish market on Saturday morning.",
        "The first one closed in 1998. Rima Saqr had one of 67 stalls in it.",
        "Sales by auction begin every day at dawn.",
    ]
    beads = [(bead.source, bead.target) for bead in align(arabic, english)]
    assert beads == [((0,), (0,)), ((1,), ()), ((), (1,)), ((2,), (2,))]
