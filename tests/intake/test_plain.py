from hypothesis import given
from hypothesis import strategies as st

from workbench.intake.document import FIRST_LINE, NEXT_LINE
from workbench.intake.limits import UNSEEN
from workbench.intake.plain import read_text

PARAGRAPHS = [
    "The ferry that links the two halves of the town has not sailed since the storm, and the people who used "
    "it every morning now walk an hour around the bay to reach the market and the school.",
    "“We were told it would take a week,” says the baker, whose flour came by boat. Nobody has told him "
    "anything since, and the boat lies where the wind left it, on the sand.",
    "The town council meets on Thursday.",
]


def texts(text):
    return [b.text for b in read_text(text).blocks]


def test_blank_lines_part_blocks():
    assert texts("\ufeffOne\n\n\u00a0\n\u200f\nTwo \n\n\n") == ["One", "Two"]


def test_single_breaks_part_blocks_of_a_pasted_page():
    assert texts("\n".join(PARAGRAPHS)) == PARAGRAPHS
    assert texts("One\r\nTwo\rThree\u2028Four\x0bFive") == ["One", "Two", "Three", "Four", "Five"]


def test_lines_say_where_runs_of_them_begin():
    origins = [block.origin for block in read_text("One\nTwo\n\nThree").blocks]
    assert origins == [FIRST_LINE, NEXT_LINE, FIRST_LINE]


def test_text_is_kept_as_typed():
    assert texts("e\u0301 «طـالبان»\u200f  x") == ["e\u0301 «طـالبان»\u200f  x"]


@given(st.text())
def test_no_text_is_lost(text):
    def bare(value):
        return "".join(c for c in value if c not in UNSEEN + "\ufffd")

    document = read_text(text)
    assert bare("".join(b.text for b in document.blocks)) == bare(text.encode("utf-8", "ignore").decode())
    assert all(b.text == b.text.strip("\n ") for b in document.blocks)
