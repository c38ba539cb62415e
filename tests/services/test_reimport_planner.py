"""What a corrected Arabic text does to each row, before anything is stored."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.kinds import Kind
from workbench.domain.workflow import State
from workbench.intake.document import Block
from workbench.services.reimport_plan import OldRow, Outcome, Plan
from workbench.services.reimport_planner import make_plan

TITLE = "عمال الميناء يعودون إلى العمل"
HARBOUR = "عاد عمال الميناء إلى الرصيف صباح الأحد بعد إضراب دام ثلاثة أسابيع كاملة."
WAGES = "وقالت الهيئة إنها لن تدفع الأجور المتأخرة قبل نهاية الشهر المقبل."
SHIPS = "وتنتظر أربع سفن محملة بالقمح خارج الحوض منذ بداية الشهر الجاري."
UNION = "ويطالب الاتحاد برفع البدلات وتقليص ساعات العمل الليلي في المخازن."
FRESH = "ونشرت بلدية الحي المجاور خريطة جديدة لمسارات الحافلات الصيفية."

A, T, D, U, R = State.APPROVED, State.TRANSLATED, State.DRAFT, State.UNTRANSLATED, State.RETURNED


def article(*texts: str | tuple[str, State], target: str = "English.") -> list[OldRow]:
    """Rows of these Arabic texts, approved unless said otherwise; the first is the headline."""
    rows = []
    for n, item in enumerate(texts, 1):
        text, state = item if isinstance(item, tuple) else (item, A)
        kind = Kind.HEADLINE if n == 1 else Kind.PARAGRAPH
        rows.append(OldRow(n * 10, n, 1, state, kind, text, "" if state is U else target, n))
    return rows


def blocks(*texts: str) -> list[Block]:
    return [Block(text, Kind.HEADLINE if n == 0 else Kind.PARAGRAPH) for n, text in enumerate(texts)]


def told(plan: Plan) -> list[tuple[str, int | None, str | None]]:
    """Outcome, id and state afterwards of each row."""
    return [
        (p.outcome.value, p.row.id if p.row else None, p.state_after.value if p.state_after else None)
        for p in plan.rows
    ]


def test_the_same_text_touches_nothing() -> None:
    plan = make_plan(article(TITLE, HARBOUR, WAGES), blocks(TITLE, HARBOUR, WAGES))
    assert {p.outcome for p in plan.rows} == {Outcome.UNTOUCHED}
    assert not plan.changes_something
    assert plan.approvals == 0


def test_changed_new_and_gone_rows_and_what_it_costs() -> None:
    changed = WAGES.replace("الشهر المقبل", "العام")
    plan = make_plan(
        article(TITLE, HARBOUR, (WAGES, A), SHIPS), blocks(TITLE, HARBOUR, changed, FRESH, "خاتمة جديدة")
    )
    assert told(plan) == [
        ("untouched", 10, "approved"),
        ("untouched", 20, "approved"),
        ("changed", 30, "draft"),
        ("gone", 40, None),
        ("new", None, "untranslated"),
        ("new", None, "untranslated"),
    ]
    assert (plan.approvals, plan.reopened) == (2, 1)


def test_a_new_row_with_the_words_of_one_that_has_gone_is_that_one_the_latest_first() -> None:
    gone = [
        OldRow(70, 0, 1, state, Kind.PARAGRAPH, FRESH, target, 7, retired=True)
        for state, target in ((A, "The latest."), (T, "An earlier one."))
    ]
    plan = make_plan([*article(TITLE, HARBOUR), *gone], blocks(TITLE, FRESH, HARBOUR, WAGES))
    assert told(plan) == [
        ("untouched", 10, "approved"),
        ("back", 70, "draft"),
        ("untouched", 20, "approved"),
        ("new", None, "untranslated"),
    ]
    assert plan.rows[1].target == "The latest."
    assert (plan.approvals, plan.reopened, plan.counts["moved"]) == (0, 1, 0)


@pytest.mark.parametrize(
    ("before", "after"), [(U, U), (D, D), (T, D), (R, R), (A, D)], ids=lambda state: state.value
)
def test_the_workflow_says_where_a_changed_row_goes(before: State, after: State) -> None:
    plan = make_plan(article(TITLE, (WAGES, before)), blocks(TITLE, WAGES.replace("المقبل", "القادم")))
    assert plan.rows[1].state_after is after


def test_a_left_out_row_whose_arabic_changed_is_to_be_decided_anew() -> None:
    rows = [*article(TITLE), OldRow(20, 2, 1, T, Kind.PARAGRAPH, WAGES, "", 2, left_out=True)]
    assert make_plan(rows, blocks(TITLE, WAGES.replace("المقبل", "القادم"))).rows[1].state_after is U


def test_a_cosmetic_change_withdraws_too_unless_the_old_arabic_is_kept() -> None:
    rows, text = article(TITLE, WAGES), blocks(TITLE, WAGES.replace("نهاية", "نهـــاية "))
    plan = make_plan(rows, text)
    assert (plan.rows[1].outcome, plan.approvals, plan.rows[1].can_keep) == (Outcome.COSMETIC, 1, True)
    kept = make_plan(rows, text, keep={20})
    assert (kept.rows[1].outcome, kept.rows[1].source, kept.approvals) == (Outcome.KEPT, WAGES, 0)
    assert not kept.changes_something


def test_a_row_that_would_go_can_be_kept_where_it_stood() -> None:
    plan = make_plan(article(TITLE, HARBOUR, WAGES, SHIPS), blocks(TITLE, HARBOUR, SHIPS), keep={30})
    assert [(p.row.id, p.outcome.value) for p in plan.rows if p.row] == [
        (10, "untouched"),
        (20, "untouched"),
        (30, "kept"),
        (40, "untouched"),
    ]


def test_a_moved_row_stays_approved() -> None:
    plan = make_plan(
        article(TITLE, HARBOUR, WAGES, SHIPS, UNION), blocks(TITLE, WAGES, SHIPS, UNION, HARBOUR)
    )
    assert [(p.row.id, p.moved) for p in plan.rows if p.row] == [
        (10, False), (30, False), (40, False), (50, False), (20, True)
    ]  # fmt: skip
    assert (plan.approvals, plan.counts["moved"]) == (0, 1)


def test_a_split_paragraph_takes_its_sentence_of_the_english_along() -> None:
    english = (
        "Port workers returned to the quay on Sunday morning after a three-week strike. "
        "The authority said it would not pay the late wages before the end of next month."
    )
    plan = make_plan(
        article(TITLE, f"{HARBOUR} {WAGES}", SHIPS, target=english), blocks(TITLE, HARBOUR, WAGES, SHIPS)
    )
    first, part = plan.rows[1], plan.rows[2]
    assert (first.outcome, part.outcome) == (Outcome.SPLIT, Outcome.PART)
    assert (first.source, part.source) == (HARBOUR, WAGES)
    assert first.target.endswith("three-week strike.")
    assert part.target.startswith("The authority")
    assert part.cut_from is first.row
    assert (first.state_after, part.state_after) == (D, D)


def test_two_rows_made_one_are_joined() -> None:
    plan = make_plan(article(TITLE, HARBOUR, WAGES, SHIPS), blocks(TITLE, f"{HARBOUR} {WAGES}", SHIPS))
    row = plan.rows[1]
    assert (row.outcome, [r.id for r in row.joined]) == (Outcome.JOINED, [30])
    assert row.target == "English.\nEnglish."
    assert plan.approvals == 2
    assert len(plan.rows) == 3


def test_rows_without_arabic_stay_behind_the_row_they_follow() -> None:
    rows = article(TITLE, HARBOUR, WAGES)
    rows.insert(2, OldRow(25, 9, 1, T, Kind.PARAGRAPH, "", "Added by the desk."))
    plan = make_plan(rows, blocks(TITLE, FRESH, HARBOUR, WAGES))
    assert [p.row.id if p.row else None for p in plan.rows] == [10, None, 20, 25, 30]
    assert plan.rows[3].outcome is Outcome.UNTOUCHED


def test_a_new_headline_is_a_changed_one() -> None:
    plan = make_plan(article(TITLE, HARBOUR), blocks("هدوء حذر في الحوض الشمالي", HARBOUR))
    assert told(plan)[0] == ("changed", 10, "draft")


def test_a_line_added_inside_a_row_of_several_paragraphs_stays_in_it() -> None:
    rows = article(TITLE, f"{HARBOUR}\n{WAGES}", SHIPS)
    plan = make_plan(rows, blocks(TITLE, HARBOUR, FRESH, WAGES, SHIPS))
    assert plan.rows[1].source == f"{HARBOUR}\n{FRESH}\n{WAGES}"
    assert len(plan.rows) == 3


def test_somebody_elses_english_elsewhere_does_not_spoil_a_plan_but_on_a_touched_row_it_does() -> None:
    rows, text = article(TITLE, HARBOUR, WAGES), blocks(TITLE, HARBOUR, WAGES.replace("المقبل", "القادم"))
    seen = make_plan(rows, text).seen

    def after(n: int, **change: object) -> str:
        changed = [*rows]
        changed[n] = OldRow(
            **{**{f: getattr(rows[n], f) for f in OldRow.__dataclass_fields__}, **change}  # type: ignore[arg-type]
        )
        return make_plan(changed, text).seen

    assert after(1, version=2) == seen
    assert after(2, version=2) != seen
    assert after(1, source_revision_id=99) != seen


LINES = st.lists(st.sampled_from([TITLE, HARBOUR, WAGES, SHIPS, UNION, FRESH]), min_size=1, max_size=8)


def _sources(texts: Sequence[str]) -> list[str]:
    return [line for text in texts for line in text.split("\n")]


@given(LINES, LINES, st.sets(st.integers(1, 8)))
def test_afterwards_the_arabic_is_the_new_text_in_its_order(
    old: list[str], new: list[str], keep: set[int]
) -> None:
    rows = article(*old)
    plan = make_plan(rows, blocks(*new))
    after = [p.source for p in plan.rows if p.outcome is not Outcome.GONE]
    assert _sources(after) == new
    kept = make_plan(rows, blocks(*new), {n * 10 for n in keep})
    named = [r.id for p in kept.rows for r in p.old_rows]
    assert sorted(named) == [row.id for row in rows], "every row is somewhere, and once"
