"""The demo's articles are what they say they are: a slip in a file shows here, not on somebody's screen."""

import re
import tomllib
from collections import Counter
from itertools import pairwise

import pytest

from workbench.demo.content import (
    BadDemoFile,
    DemoArticle,
    Outcome,
    StagePlan,
    articles,
    find_once,
    parse_article,
    raw_html,
    raw_page,
)
from workbench.domain.kinds import Kind, Side
from workbench.domain.problems import TYPES, Status, is_blocking
from workbench.text.clean import storable

ARABIC = re.compile(r"[\u0600-\u06ff]")
LATIN = re.compile(r"[A-Za-z]")

every_article = pytest.mark.parametrize("article", articles(), ids=lambda a: a.slug)


def test_every_stage_is_shown_by_one_article():
    assert Counter(a.stage_plan for a in articles()) == Counter(StagePlan)
    assert len({a.slug for a in articles()}) == len(articles())


@every_article
def test_segments_are_many_enough_and_begin_with_the_headline(article: DemoArticle):
    assert 10 <= len(article.segments) <= 30
    kinds = [s.kind for s in article.segments]
    assert kinds[0] is Kind.HEADLINE
    assert kinds.count(Kind.HEADLINE) == 1


@every_article
def test_arabic_is_arabic_and_english_is_english(article: DemoArticle):
    for segment in article.segments:
        assert not LATIN.search(segment.source)
        assert not ARABIC.search(segment.target)
        assert bool(ARABIC.search(segment.source)) != (segment.outcome is Outcome.ADDED)
        wants_english = segment.outcome not in (Outcome.UNTRANSLATED, Outcome.LEFT_OUT)
        assert bool(LATIN.search(segment.target)) == wants_english
        for text in (segment.source, segment.target):
            assert text == storable(text).strip()
            assert '"' not in text
            assert "  " not in text


@every_article
def test_datelines_say_the_day_the_article_appeared(article: DemoArticle):
    day = article.published_on
    arabic = article.source.dateline.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))
    weekdays = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
    assert arabic == f"{weekdays[day.weekday()]} {day.day} تشرين الثاني {day.year}"
    if article.stage_plan is not StagePlan.UNTRANSLATED:
        assert article.target.dateline == f"{day:%A} {day.day} {day:%B} {day.year}"


@every_article
def test_reasons_and_corrections_stand_where_they_are_needed(article: DemoArticle):
    for segment in article.segments:
        assert bool(segment.reason) == (segment.outcome in (Outcome.RETURNED, Outcome.LEFT_OUT))
        if segment.outcome is Outcome.OWED:
            assert segment.correction is not None


@every_article
def test_problems_quote_words_of_both_sides_and_suggestions_change_them(article: DemoArticle):
    for problem in article.problems:
        segment = article.segments[problem.segment]
        assert problem.source_span or problem.target_span
        assert problem.note
        if problem.target_span and TYPES[problem.type].scored:
            assert problem.suggestion
            assert problem.suggestion != problem.target_span.of(segment.target)
        assert (problem.status is Status.DISPUTED) == bool(problem.reply)


@every_article
def test_suggestions_of_one_segment_do_not_overlap(article: DemoArticle):
    for index in range(len(article.segments)):
        spans = sorted(p.target_span for p in article.problems if p.segment == index and p.target_span)
        assert all(one.end <= next_.start for one, next_ in pairwise(spans))


@pytest.mark.parametrize("article", [a for a in articles() if a.stage_plan is not StagePlan.UNTRANSLATED],
                         ids=lambda a: a.slug)  # fmt: skip
def test_a_draft_holds_the_flaws_a_reviewer_meets(article: DemoArticle):
    flaws = [p for p in article.problems if TYPES[p.type].scored]
    assert 3 <= len(flaws) + sum(1 for s in article.segments if s.correction) <= 9


@every_article
def test_nothing_stands_in_the_way_of_what_is_to_be_published(article: DemoArticle):
    order = list(StagePlan)
    if order.index(article.stage_plan) < order.index(StagePlan.READY):
        return
    assert not any(is_blocking(p.type, p.severity, p.status) for p in article.problems if p.marked)
    assert {s.outcome for s in article.segments} <= {Outcome.APPROVED, Outcome.ADDED, Outcome.LEFT_OUT}


def test_the_set_shows_every_turn_a_segment_can_take():
    assert {s.outcome for a in articles() for s in a.segments} == set(Outcome)
    assert {s.kind for a in articles() for s in a.segments} == set(Kind)
    marks = [m for a in articles() for s in a.segments for m in (*s.source_marks, *s.target_marks)]
    assert {m.kind.value for m in marks} == {"link", "emphasis", "strong"}
    digits = [bool(re.search("[٠-٩]", "".join(s.text(Side.SOURCE) for s in a.segments))) for a in articles()]
    assert any(digits)
    assert not all(digits)


ONE = """
slug = "x"
stage = "in-review"
url = ""
published_on = 2026-11-19
source = {byline = "", outlet = "", dateline = "", tags = []}
target = {byline = "", outlet = "", dateline = "", tags = []}
[[segment]]
kind = "paragraph"
ar = "قال إنه لن يعود"
en = "He said he would return, he said"
"""


@pytest.mark.parametrize(
    "wrong",
    [
        'marks = [{ en = "he said he", kind = "strong" }]',
        'marks = [{ en = "return", kind = "link" }]',
        'marks = [{ en = "return", kind = "strong", href = "https://example.org" }]',
        'problem = [{ type = "omission", severity = "major", en = "said", note = "twice" }]',
        'problem = [{ type = "no-such-type", severity = "major", en = "return", note = "unknown" }]',
        'correction = { words = "gone", becomes = "left", why = "absent" }',
    ],
)
def test_a_file_that_contradicts_itself_is_refused(wrong: str):
    with pytest.raises(BadDemoFile, match=r"^x: "):
        parse_article(tomllib.loads(ONE + wrong))


def test_words_are_found_where_they_stand():
    assert find_once("قال إنه لن يعود", "لن").of("قال إنه لن يعود") == "لن"


@pytest.mark.parametrize(("language", "script"), [("ar", ARABIC), ("en", LATIN)])
def test_the_raw_page_has_its_furniture(language: str, script: re.Pattern[str]):
    page = raw_page(language)
    lines = page.split("\n")
    assert "ad a b" in lines
    assert "طباعة" in lines
    assert "\u00a0" in lines
    assert lines[-2:] == ['"', ""]
    assert re.search(r"\d\d/\S+/2026 - \d\d:\d\d", page)
    assert sum(1 for line in lines if len(line) > 80 and script.search(line)) >= 7


def test_the_html_page_says_the_same_as_the_text():
    html = raw_html()
    for line in raw_page("en").split("\n"):
        if len(line) > 80 and "co-operative, which" not in line and "Ayn al-Ghaym, the Spring" not in line:
            assert re.sub(r"^- ", "", line)[:60].replace("air,’", "<em>air</em>,’") in html
