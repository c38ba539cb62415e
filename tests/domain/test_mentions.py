"""@Name finds who is meant, and nobody else."""

import pytest

from workbench.domain.mentions import Mention, Named, find_mentions

HALA, KINAN, OTHER_HALA = (
    Named(1, "Hala al-Dabbagh", True),
    Named(2, "كنان الرشيدي", True),
    Named(3, "Hala Nasser"),
)
PEOPLE = [
    HALA,
    KINAN,
    OTHER_HALA,
    Named(4, "Omar"),
    Named(5, "Omar Said"),
    Named(6, "Zed Om"),
    Named(7, "Zed Or"),
]


def meant(text: str) -> list[int]:
    return [mention.user_id for mention in find_mentions(text, PEOPLE)]


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("@Hala al-Dabbagh, please look", [1]),
        ("@hala", [1]),  # the other one is not on the article
        ("@Hala Nasser’s list", [3]),
        ("هل هذا صحيح يا @كنان الرشيدي؟", [2]),
        ("(@كنان)", [2]),
        ("@\u2068Hala al-Dabbagh\u2069: see row 2", [1]),
        ("@Omar Said and @Omar", [5, 4]),
        ("@Zed", []),  # two of them, neither on the article
        ("hala@example.org, @@Hala", []),
        ("@Halal food, @Om", []),
        ("nobody @ all", []),
    ],
)
def test_who_is_meant(text: str, whom: list[int]) -> None:
    assert meant(text) == whom


def test_where_the_mention_stands() -> None:
    text = "يا @\u2068كنان\u2069 انظر"
    (mention,) = find_mentions(text, PEOPLE)
    assert mention == Mention(2, 3, 9)
    assert text[mention.start : mention.end] == "@\u2068كنان"


def test_two_of_one_name_on_the_article_are_both_meant() -> None:
    twins = [Named(1, "Omar Said", True), Named(2, "Omar Said", True), Named(3, "Omar Said")]
    assert [m.user_id for m in find_mentions("@Omar Said", twins)] == [1, 2]


def test_a_text_of_nothing_but_names_ends() -> None:
    assert len(find_mentions("@Omar " * 2000, PEOPLE)) == 50
