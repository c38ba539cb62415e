from hypothesis import given
from hypothesis import strategies as st

from workbench.text.runs import Run, levels, runs
from workbench.text.spans import Span

spans = st.lists(st.builds(Span, st.integers(-3, 40), st.integers(-3, 40)), max_size=8)


def test_overlapping_marks_become_flat_stretches() -> None:
    strong, problem = Span(4, 13), Span(8, 22)
    assert runs("The authority said it would", [strong], [problem]) == (
        Run(0, 4, "The "),
        Run(4, 8, "auth", (strong,)),
        Run(8, 13, "ority", (strong,), (problem,), (0,)),
        Run(13, 22, " said it ", (), (problem,), (0,)),
        Run(22, 27, "would"),
    )


def test_marks_on_the_same_words_keep_the_order_they_were_given_in() -> None:
    outer, inner = Span(0, 5), Span(0, 5)
    (run,) = runs("words", [], [outer, inner])
    assert run.problems[0] is outer
    assert run.problems[1] is inner
    assert run.depths == (0, 1)


def test_text_without_marks_is_one_stretch_and_no_text_is_none() -> None:
    assert runs("لم تعد تحتمل", [], []) == (Run(0, 12, "لم تعد تحتمل"),)
    assert runs("", [Span(0, 1)], []) == ()


def test_an_insertion_point_stands_between_its_neighbours() -> None:
    point, link = Span(1, 1), Span(0, 2)
    assert runs("ab", [link], [point]) == (
        Run(0, 1, "a", (link,)),
        Run(1, 1, "", (link,), (point,), (0,)),
        Run(1, 2, "b", (link,)),
    )
    assert runs("", [], [Span(0, 0)]) == (Run(0, 0, "", (), (Span(0, 0),), (0,)),)
    assert [run.text for run in runs("ab", [Span(1, 1)], [Span(2, 2)])] == ["ab", ""]


def test_what_is_nested_lies_deeper_and_what_does_not_meet_does_not_matter() -> None:
    sentence, clause, word, other = Span(0, 40), Span(10, 30), Span(12, 16), Span(31, 39)
    assert levels([word, clause, sentence, other]) == [2, 1, 0, 1]


@given(spans)
def test_no_two_marks_that_overlap_are_drawn_alike(problems: list[Span]) -> None:
    wide = [span for span in problems if span.start < span.end]
    found = list(zip(wide, levels(wide), strict=True))
    for n, (one, level) in enumerate(found):
        for other, its in found[n + 1 :]:
            assert level != its or one.end <= other.start or other.end <= one.start


def test_a_span_beyond_the_text_is_cut_to_it() -> None:
    beyond = Span(1, 9)
    assert runs("abc", [beyond], [])[-1] == Run(1, 3, "bc", (beyond,))


@given(st.text(max_size=30), spans, spans)
def test_stretches_join_to_the_text_and_carry_exactly_what_lies_over_them(
    text: str, inline: list[Span], problems: list[Span]
) -> None:
    cut = runs(text, inline, problems)
    assert "".join(run.text for run in cut) == text
    for run in cut:
        assert run.text == text[run.start : run.end]
        if not run.text:
            assert set(run.problems) == {span for span in problems if span == Span(run.start, run.start)}
            continue
        for carried, given_spans in ((run.inline, inline), (run.problems, problems)):
            over = [span for span in given_spans if span.start < run.end and span.end > run.start]
            assert list(carried) == [span for span in over if max(0, span.start) < min(len(text), span.end)]
