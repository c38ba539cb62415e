"""Tokens, redlines and merges."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.text.diff import CUT, HunkKind, Op, excerpt, merge, redline, token_blocks, tokens

WORDS = ["the", "minister", "said", "3.5", "لجنة", "قَالَ", ".", "،", "a", "the"]
prose = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
texts = st.one_of(prose, st.text(max_size=60), st.text(alphabet="ab \n", max_size=40))


def shown(old: str, new: str) -> str:
    marks = {Op.EQUAL: "{}", Op.DELETE: "[-{}-]", Op.INSERT: "[+{}+]"}
    return "".join(marks[piece.op].format(piece.text) for piece in redline(old, new))


@given(st.text())
def test_tokens_join_to_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text
    assert all(tokens(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وُلِدَ في القَاهِرَة", ("وُلِدَ", " ", "في", " ", "القَاهِرَة")),
        ("بنسبة ٣٫٥٪، لا ٣٫٦", ("بنسبة", " ", "٣٫٥", "٪", "،", " ", "لا", " ", "٣٫٦")),
        ("on 17/8/2021 at 10:30", ("on", " ", "17/8/2021", " ", "at", " ", "10:30")),
        ("don’t  stop\n\n👩‍🚒 🇱🇧", ("don’t", "  ", "stop", "\n", "\n", "👩‍🚒", " ", "🇱🇧")),
        ("In 2020, 1,200.", ("In", " ", "2020", ",", " ", "1,200", ".")),
    ],
)
def test_what_a_token_is(text: str, expected: tuple[str, ...]) -> None:
    assert tokens(text) == expected


@given(texts, texts)
def test_a_redline_holds_both_texts(old: str, new: str) -> None:
    pieces = redline(old, new)
    assert "".join(p.text for p in pieces if p.op is not Op.INSERT) == old
    assert "".join(p.text for p in pieces if p.op is not Op.DELETE) == new
    assert all(p.text for p in pieces)
    order = [p.op for p in pieces]
    for this, after in pairwise(order):
        assert this is not after
        assert not (this is Op.INSERT and after is Op.DELETE)


@given(texts, texts)
def test_blocks_cover_both_sides_and_equal_ones_are_equal(old: str, new: str) -> None:
    a, b = tokens(old), tokens(new)
    i = j = 0
    for block in token_blocks(a, b):
        assert (block.a_start, block.b_start) == (i, j)
        if block.equal:
            assert a[block.a_start : block.a_end] == b[block.b_start : block.b_end]
        i, j = block.a_end, block.b_end
    assert (i, j) == (len(a), len(b))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("same", "same", "same"),
        ("", "new", "[+new+]"),
        ("old", "", "[-old-]"),
        ("The quick fox", "The swift fox ran", "The [-quick-][+swift+] fox[+ ran+]"),
        # Two rewritten words are one change; the space between them was not left alone.
        ("a big cat sat", "a small dog sat", "a [-big cat-][+small dog+] sat"),
        ("a big cat", "a cat", "a [-big -]cat"),
        ("He was at home", "He was not at home", "He was [+not +]at home"),
        ("بلغت النسبة ٣٫٥٪", "بلغت النسبة ٣٫٦٪", "بلغت النسبة [-٣٫٥-][+٣٫٦+]٪"),
        # The one word two sentences share by chance is not worth an island.
        ("Nobody came to see of course", "Thirty people of various ages", None),
        ("First line\nsecond", "Other words\nelse", "[-First line-][+Other words+]\n[-second-][+else+]"),
        (
            "عاد الوزير إلى القاهرة",
            "عاد السفير إلى بيروت",
            "عاد [-الوزير-][+السفير+] إلى [-القاهرة-][+بيروت+]",
        ),
    ],
)
def test_redlines_read_well(old: str, new: str, expected: str | None) -> None:
    assert shown(old, new) == (expected or f"[-{old}-][+{new}+]")


def test_a_long_paragraph_is_compared_and_ends() -> None:
    """Quadratic comparison would take minutes here."""
    words = [f"word{n * 7919 % 4001}" for n in range(14_000)]
    edited = [f"new{n}" if n % 9 == 0 else word for n, word in enumerate(words)]
    moved = words[7000:] + words[:7000]
    signs = ".,!?" * 25_000
    for old, new in [
        (" ".join(words), " ".join(edited)),
        (" ".join(words), " ".join(moved)),
        (signs, signs[::-1] + "."),
    ]:
        assert len(old) > 99_000
        pieces = redline(old, new)
        assert "".join(p.text for p in pieces if p.op is not Op.INSERT) == old
        assert "".join(p.text for p in pieces if p.op is not Op.DELETE) == new


# --- merge ---------------------------------------------------------------------------------------------


@given(texts, texts)
def test_an_unchanged_side_yields_to_the_other(base: str, changed: str) -> None:
    assert merge(base, changed, base).text == changed
    assert merge(base, base, changed).text == changed
    both = merge(base, changed, changed)
    assert (both.text, both.conflicts) == (changed, 0)


@given(texts, texts, texts)
def test_hunks_hold_all_three_texts(base: str, theirs: str, mine: str) -> None:
    merged = merge(base, theirs, mine)
    assert "".join(h.base for h in merged.hunks) == base
    assert "".join(h.theirs for h in merged.hunks) == theirs
    assert "".join(h.mine for h in merged.hunks) == mine
    assert merged.text == "".join(h.text for h in merged.hunks)
    assert merged.conflicts == sum(h.kind is HunkKind.CONFLICT for h in merged.hunks)


@given(texts, texts, texts)
def test_mine_and_theirs_are_treated_alike(base: str, theirs: str, mine: str) -> None:
    one, other = merge(base, theirs, mine), merge(base, mine, theirs)
    assert one.conflicts == other.conflicts
    if not one.conflicts:
        assert one.text == other.text


@given(st.data())
def test_changes_apart_from_each_other_all_come_through(data: st.DataObject) -> None:
    base = [f"w{n}" for n in range(12)]
    theirs, mine, expected = list(base), list(base), list(base)
    touched = data.draw(st.lists(st.sampled_from(range(0, 12, 2)), unique=True))
    for at in touched:
        side = data.draw(st.sampled_from([theirs, mine]))
        side[at] = expected[at] = f"changed{at}"
    merged = merge(" ".join(base), " ".join(theirs), " ".join(mine))
    assert (merged.text, merged.conflicts) == (" ".join(expected), 0)


Change = tuple[int, int, int]  # base words from, to before; how many new ones stand there instead


@st.composite
def changes(draw: st.DrawFn) -> list[Change]:
    """Changes of a base of twelve words, apart from each other and in order."""
    cuts = draw(st.lists(st.integers(0, 12), min_size=2, max_size=6, unique=True).map(sorted))
    return [
        (a, b if draw(st.booleans()) else a, draw(st.integers(1, 2)))
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]


def _changed(changes: list[Change], name: str) -> list[str]:
    words = [f"w{n}" for n in range(12)]
    for nth, (a, b, count) in reversed(list(enumerate(changes))):
        words[a:b] = [f"{name}{nth}x{n}" for n in range(count)]
    return words


@given(changes(), changes())
def test_only_changes_with_a_word_between_them_fit_and_then_both_are_there(
    theirs: list[Change], mine: list[Change]
) -> None:
    """All words differ, so what each side did is known without a diff."""
    base, t, m = [f"w{n}" for n in range(12)], _changed(theirs, "t"), _changed(mine, "m")
    merged = merge(" ".join(base), " ".join(t), " ".join(m))
    touch = any(a <= d and c <= b for a, b, _ in theirs for c, d, _ in mine)
    assert (merged.conflicts > 0) is touch
    if not touch:
        both = [(*change, words, name) for words, name in ((theirs, "t"), (mine, "m")) for change in words]
        expected = list(base)
        for a, b, count, words, name in sorted(both, reverse=True):
            nth = words.index((a, b, count))
            expected[a:b] = [f"{name}{nth}x{n}" for n in range(count)]
        assert merged.text == " ".join(expected)


@pytest.mark.parametrize(
    ("base", "theirs", "mine"),
    [
        ("", "A shortage of everything but patience", "Short of all except patience"),
        ("It was a day.", "It was a long day.", "It was a hot day."),  # two insertions at one place
        (
            "They went home.",
            "They walked home.",
            "They went there.",
        ),  # neighbours: nobody wrote "walked there"
    ],
)
def test_what_touches_is_one_conflict(base: str, theirs: str, mine: str) -> None:
    merged = merge(base, theirs, mine)
    assert (merged.text, merged.conflicts) == (mine, 1)


def test_a_conflict_takes_mine_and_says_so() -> None:
    merged = merge("He was killed today.", "He was not killed today.", "He was wounded today.")
    assert merged.text == "He was wounded today."
    assert merged.conflicts == 1
    [hunk] = [h for h in merged.hunks if h.kind is HunkKind.CONFLICT]
    assert (hunk.base, hunk.theirs, hunk.mine) == ("killed", "not killed", "wounded")


# --- excerpts ------------------------------------------------------------------------------------------------


def test_an_excerpt_keeps_what_changed_and_whole_words_beside_it() -> None:
    old = f"{'much before ' * 20}the 34 workers{' and between' * 20} of the quay{' and after' * 20}"
    pieces = excerpt(redline(old, old.replace("34", "43").replace("quay", "pier")), around=12)
    assert [(p.op, p.text) for p in pieces if p.op is not Op.EQUAL] == [
        (Op.DELETE, "34"),
        (Op.INSERT, "43"),
        (Op.DELETE, "quay"),
        (Op.INSERT, "pier"),
    ]
    assert [p.text for p in pieces if p.op is Op.EQUAL] == [
        f"{CUT} much before the ",
        f" workers and {CUT} between of the ",
        f" and after and {CUT}",
    ]


@given(texts, texts, st.integers(0, 30))
def test_an_excerpt_loses_no_change_and_is_never_longer(old: str, new: str, around: int) -> None:
    whole = redline(old, new)
    short = excerpt(whole, around)
    changes = [p for p in whole if p.op is not Op.EQUAL]
    assert [p for p in short if p.op is not Op.EQUAL] == changes
    if changes:
        assert sum(len(p.text) for p in short) <= sum(len(p.text) for p in whole)


def test_a_text_without_a_change_keeps_its_beginning() -> None:
    (piece,) = excerpt(redline("word " * 100, "word " * 100), around=10)
    assert piece.text.endswith(f"word {CUT}")
    assert len(piece.text) < 50
