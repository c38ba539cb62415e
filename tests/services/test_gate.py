"""What the gate says of rows that go out again as before, of facts that nobody approves, and of the headline."""

import pytest

from tests.services.conftest import Rows
from tests.services.test_after_publishing import content, make_edition, reword
from tests.services.test_publishing import approve_all, mark
from workbench.domain.errors import WrongState
from workbench.domain.problems import Severity
from workbench.services import projection
from workbench.services.articles import SideFields, change_fields
from workbench.services.gate import Line, Verdict
from workbench.services.prospect import Choices, prospect
from workbench.services.segments import reopen, save_source
from workbench.services.typo_fixes import fix_typo
from workbench.text.tokens import count_words

AS_BEFORE = Choices(keep_all=True)


@pytest.fixture
def out(rows: Rows) -> Rows:
    """Published once, with a byline."""
    set_byline(rows, "translator", "Salma Haddad")
    approve_all(rows)
    make_edition(rows)
    return rows


def set_byline(rows: Rows, who: str, name: str, *tags: str) -> None:
    change_fields(
        rows.session,
        rows.people[who],
        rows.article.id,
        source=SideFields(),
        target=SideFields(byline=name, tags=tags),
        source_url="",
        published_on=None,
        at=rows.clock(),
    )


def lines(rows: Rows, key: str, choices: Choices = AS_BEFORE) -> list[Line]:
    ahead = prospect(rows.session, rows.article, rows.people["editor"], choices, at=rows.clock())
    return [one for one in ahead.checklist.lines if one.key == key]


# --- behind its source ------------------------------------------------------------------------------------


def test_a_row_that_keeps_an_older_arabic_is_named_as_behind(out: Rows) -> None:
    out.do(save_source, "editor", 1, text=f"{out[1].source} أمس")
    reword(out, 2, "Other words.")
    [found] = lines(out, "source")
    assert (found.verdict, [place.number for place in found.places]) == (Verdict.ADVICE, [2])
    assert "behind its source: 1 segment goes out again as in edition 1" in found.says
    make_edition(out, choices=AS_BEFORE)
    assert out.article.is_behind_source


def test_beside_it_an_approved_row_whose_arabic_changed_has_a_line_of_its_own(out: Rows) -> None:
    out.do(save_source, "editor", 1, text=f"{out[1].source} أمس")
    out.do(save_source, "editor", 2, text=f"{out[2].source} اليوم")
    behind, unready = lines(out, "source", Choices(kept=frozenset({out[1].id})))
    assert [(one.verdict, one.places[0].number) for one in (behind, unready)] == [
        (Verdict.ADVICE, 2),
        (Verdict.UNMET, 3),
    ]


def test_a_row_that_keeps_its_english_alone_is_not_behind(out: Rows) -> None:
    reword(out, 1, "Not done", approved=False)
    reword(out, 2, "Other words.")
    [found] = lines(out, "source")
    assert found.verdict is Verdict.MET


# --- scores -----------------------------------------------------------------------------------------------


def words(rows: Rows, number: int) -> tuple[int, int]:
    segments = content(rows, number).segments
    return sum(count_words(s.source, "ar") for s in segments), sum(
        count_words(s.target, "en") for s in segments
    )


def test_a_score_is_counted_over_what_the_edition_has(rows: Rows) -> None:
    mark(rows, 1, "awkward", Severity.MINOR, "Some")
    approve_all(rows)
    make_edition(rows)
    rows.do(save_source, "editor", 1, text=f"{rows[1].source} أمس في الميناء")
    reword(rows, 1, "Quite other words, and many more of them than there were.", approved=False)
    mark(rows, 1, "awkward", Severity.MINOR, "many more")  # of words that do not go out
    reword(rows, 2, "Other words.")
    make_edition(rows, choices=AS_BEFORE)
    scores = content(rows, 2).scores
    assert (scores["source_words"], scores["target_words"]) == words(rows, 2)
    assert scores["minor"] == scores["penalty"] == 1
    fix_typo(
        rows.session, rows.people["editor"], rows.article.id, 2, rows[2].id,
        text="Some other words.", reason="A word was lost", at=rows.clock(),
    )  # fmt: skip
    assert content(rows, 3).scores["target_words"] == words(rows, 3)[1] == words(rows, 2)[1] + 1


# --- facts ------------------------------------------------------------------------------------------------


def test_the_facts_of_a_first_edition_are_named_with_who_set_them(rows: Rows) -> None:
    assert lines(rows, "facts") == []
    set_byline(rows, "translator", "Salma Haddad", "ports", "work")
    [found] = lines(rows, "facts")
    assert found.verdict is Verdict.ADVICE
    who = rows.people["translator"].name
    said = found.says.translate(dict.fromkeys(map(ord, "\u2068\u2069")))
    assert f"byline “Salma Haddad” (set by {who}), tags “ports, work” (set by {who})" in said


def test_later_only_changed_facts_are_named(out: Rows) -> None:
    assert lines(out, "facts") == []
    set_byline(out, "translator2", "")
    [found] = lines(out, "facts")
    assert found.says.startswith("Changed since edition 1: no byline any more (set by")
    make_edition(out)
    assert lines(out, "facts") == []


def test_nobody_is_named_for_a_fact_that_came_otherwise_since(rows: Rows) -> None:
    set_byline(rows, "translator", "Salma Haddad")
    rows.article.target_byline = "Nur Aziz"  # as an act on the whole article leaves it
    [found] = lines(rows, "facts")
    assert "set by" not in found.says


# --- the headline -----------------------------------------------------------------------------------------


def test_a_headline_that_nobody_can_see_is_none(out: Rows) -> None:
    out.do(reopen, "reviewer", 0)
    reword(out, 0, "\u200b\u200f", approved=False)
    [found] = lines(out, "headline", Choices())
    assert (found.verdict, found.places[0].number) == (Verdict.UNMET, 1)
    with pytest.raises(WrongState, match="can be seen"):
        make_edition(out)
    assert out.article.target_title == ""
    assert projection.compare(out.session, out.article) == []
