"""The pages of scores: who sees what, what is counted, and the marks with what became of them."""

import csv
import html
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.conftest import Clock, sample
from tests.services.conftest import Rows
from tests.web.conftest import Client
from workbench.db.engine import Database
from workbench.db.models import Article, Problem
from workbench.db.queries.scores import (
    MonthOf,
    judged_by_month,
    marked_by_month,
    marked_in_article,
    read_marks,
)
from workbench.domain.kinds import Kind, Side
from workbench.domain.months import Months
from workbench.domain.people import Actor
from workbench.domain.problems import Severity, Step
from workbench.domain.scores import Marked, score
from workbench.services.articles import NewArticle, create_article
from workbench.services.attaching import attach
from workbench.services.review import apply_suggestion, mark_problem, take_step
from workbench.services.segments import approve, save_target

ClientFor = Callable[[str], Client]
MARCH = Months("2026-03", "2026-03")
RANGE = "?from=2026-02&to=2026-05"

LONG = " ".join(["كلمة"] * 60)


def article_by(rows: int, translator: Actor) -> NewArticle:
    """An article of ``rows`` rows of sixty Arabic words, translated by somebody here."""
    new = sample(
        rows=tuple(
            (Kind.PARAGRAPH if n else Kind.HEADLINE, f"{n} {LONG}", f"Row {n} says the same as its Arabic.")
            for n in range(rows)
        )
    )
    return replace(new, translated_by_id=translator.id)


class Marking:
    """An article of Tala's with marks of the reviewer's, made through the services."""

    def __init__(self, database: Database, staff: dict[str, Actor], rows: int = 12) -> None:
        self.database, self.staff, self.clock = database, staff, Clock()
        with database.writing() as session:
            article = create_article(
                session, staff["editor"], article_by(rows, staff["translator"]), at=self.clock()
            )
            self.article_id, self.slug = article.id, article.slug

    def do(self, step: Callable[[Rows], object]) -> object:
        with self.database.writing() as session:
            article = session.get_one(Article, self.article_id)
            return step(Rows(session, article, self.staff, self.clock))

    def mark(self, row: int, words: str, slug: str, *, arabic: str = "", **more: object) -> int:
        def step(rows: Rows) -> int:
            places = [rows.place(row, Side.TARGET, words)]
            places += [rows.place(row, Side.SOURCE, arabic)] if arabic else []
            marked = rows.do(mark_problem, "reviewer", row, type_slug=slug, places=places, **more)
            return int(marked.id)

        return int(str(self.do(step)))

    def approve_all(self) -> None:
        self.do(lambda rows: [rows.do(approve, "reviewer", n) for n in range(len(rows.all))])


@pytest.fixture
def marking(database: Database, staff: dict[str, Actor]) -> Marking:
    return Marking(database, staff)


def text(page: str) -> str:
    """What a page says."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


# --- what is counted ------------------------------------------------------------------------------------


def test_counts_are_by_whose_words_and_month(marking: Marking, staff: dict[str, Actor]) -> None:
    marking.mark(1, "Row", "awkward")
    marking.mark(2, "Row", "omission")
    marking.clock.moment = datetime(2026, 4, 1, tzinfo=UTC)
    marking.mark(3, "Row", "omission")
    whose = staff["translator"].id
    with marking.database.reading() as session:
        found = marked_by_month(session, Months("2026-01", "2026-12"))
        words = judged_by_month(session, Months("2026-01", "2026-12"))
        assert set(found) == {MonthOf(whose, "2026-03"), MonthOf(whose, "2026-04")}
        march = score(found[MonthOf(whose, "2026-03")], source_words=words[MonthOf(whose, "2026-03")].source)
        assert (march.penalty, march.source_words) == (6, 122)
        assert marked_by_month(session, MARCH, staff["reviewer"].id) == {}
        assert (
            judged_by_month(session, Months("2026-04", "2026-04"), whose)[MonthOf(whose, "2026-04")].source
            == 61
        )


def test_withdrawn_and_unscored_marks_do_not_count(marking: Marking, staff: dict[str, Actor]) -> None:
    gone = marking.mark(1, "Row", "omission")
    marking.mark(1, "same", "praise")
    marking.do(lambda rows: take_step(rows.session, staff["reviewer"], gone, Step.WITHDRAW, at=rows.clock()))
    with marking.database.reading() as session:
        assert marked_in_article(session, marking.article_id) == ()
        assert marked_by_month(session, MARCH) == {}


def test_a_repeat_counts_once_in_an_article_and_in_a_month(marking: Marking, staff: dict[str, Actor]) -> None:
    first = marking.mark(1, "Row", "wrong-term")
    again = [marking.mark(n, "Row", "wrong-term", severity=Severity.MINOR) for n in (2, 3)]
    marking.mark(4, "Row", "wrong-term")
    with marking.database.writing() as session:
        for problem_id in again:
            session.get_one(Problem, problem_id).repeat_of_id = first
    with marking.database.reading() as session:
        for found in (
            marked_in_article(session, marking.article_id),
            marked_by_month(session, MARCH)[MonthOf(staff["translator"].id, "2026-03")],
        ):
            assert score(found, source_words=1000).penalty == 10
            assert Marked("wrong-term", Severity.MAJOR, 1, None) in found


# --- the pages ------------------------------------------------------------------------------------------


def test_the_article_says_what_its_problems_add_up_to(marking: Marking, client_for: ClientFor) -> None:
    marking.mark(1, "Row", "awkward")
    marking.mark(2, "Row", "omission")
    said = text(client_for("reviewer").get(f"/articles/{marking.slug}/about").text)
    assert "accuracy – 1 – 5" in said
    assert "style 1 – – 1" in said
    assert "Arabic words 732" in said
    assert "Penalty points 6, 8.2 in 1000 Arabic words" in said
    assert "91.8 of 100, at or over the pass mark of 90" in said
    assert "passes" in said


def test_a_small_article_is_not_judged(
    database: Database, staff: dict[str, Actor], client_for: ClientFor
) -> None:
    marking = Marking(database, staff, rows=3)
    marking.mark(1, "Row", "quotation")
    said = text(client_for("translator").get(f"/articles/{marking.slug}/about").text)
    assert "too small to judge" in said
    assert "with a critical problem it cannot pass" in said
    assert "fails" not in said


def test_the_desk_sees_everybodys_and_others_do_not(
    marking: Marking, client_for: ClientFor, staff: dict[str, Actor]
) -> None:
    marking.mark(1, "Row", "omission")
    marking.approve_all()
    for role in ("editor", "admin"):
        said = text(client_for(role).get(f"/scores{RANGE}").text)
        assert "Tala Translator" in said
        assert "omission 1" in said
        assert "5 points in 732 Arabic words, 6.9 in a thousand" in said
    whose = staff["translator"].id
    for role in ("translator", "translator2", "reviewer", "nobody"):
        for path in ("/scores", f"/scores/{whose}", f"/scores/{whose}/marks.csv", "/scores/months.csv"):
            assert client_for(role).get(path).status_code == 403, (role, path)


def test_ones_own_page_shows_the_marks_with_before_and_after(
    marking: Marking, client_for: ClientFor, staff: dict[str, Actor]
) -> None:
    problem = marking.mark(
        1, "the same as", "unidiomatic", note="حرفي", suggestion="what", arabic="كلمة كلمة"
    )
    marking.mark(2, "Row", "praise", note="Well found.")
    marking.do(
        lambda rows: rows.do(lambda s, a, _id, **k: apply_suggestion(s, a, problem, **k), "translator", 1)
    )
    client = client_for("translator")
    page = client.get(f"/scores/me{RANGE}").text
    said = text(page)
    assert "Well found." in said
    assert "praise" in said
    assert re.search(r'<del>the same as</del><ins class="instead">what</ins>', page)
    assert '<q class="ar inline" lang="ar" dir="rtl">كلمة كلمة</q>' in page
    assert '<p class="note" dir="auto">حرفي</p>' in page
    link = re.search(rf'href="(/articles/{marking.slug}\?at=\d+#p{problem})"', page)
    assert link
    assert client.get(link[1].split("#")[0]).status_code == 200
    only = text(client.get(f"/scores/me{RANGE}&only=praise").text)
    assert "Well found." in only
    assert "حرفي" not in only
    assert "Well found." not in text(client_for("translator2").get(f"/scores/me{RANGE}").text)
    desk = text(client_for("editor").get(f"/scores/{staff['translator'].id}{RANGE}").text)
    assert "Scores of Tala Translator" in desk
    assert "Well found." in desk


def test_a_mark_that_was_attached_to_other_words_shows_what_became_of_those_it_was_made_on(
    marking: Marking, client_for: ClientFor
) -> None:
    problem = marking.mark(1, "the same as", "unidiomatic")
    wrote = partial(save_target, text="Row 1 tells all that stands in its Arabic.")
    marking.do(lambda rows: rows.do(wrote, "translator", 1))

    def attach_and_fix(rows: Rows) -> None:
        at = [rows.place(1, Side.TARGET, "tells all")]
        rows.do(lambda s, a, _id, **k: attach(s, a, problem, places=at, **k), "reviewer", 1)
        take_step(rows.session, rows.people["translator"], problem, Step.FIX, at=rows.clock())

    marking.do(attach_and_fix)
    page = client_for("translator").get(f"/scores/me{RANGE}").text
    assert '<q class="en inline" lang="en" dir="ltr">the same as</q>' in page
    assert re.search(r'<del>says the same as</del><ins class="instead">tells all that stands in</ins>', page)


def test_a_mark_drawn_on_the_wrong_words_is_told_on_those_it_was_moved_to(
    marking: Marking, client_for: ClientFor
) -> None:
    problem = marking.mark(1, "the same as", "unidiomatic")

    def move(rows: Rows) -> None:
        at = [rows.place(1, Side.TARGET, "Row 1")]
        rows.do(lambda s, a, _id, **k: attach(s, a, problem, places=at, **k), "reviewer", 1)

    marking.do(move)
    page = client_for("translator").get(f"/scores/me{RANGE}").text
    assert '<q class="en inline" lang="en" dir="ltr">Row 1</q>' in page


def test_marks_come_in_pages(marking: Marking, client_for: ClientFor, staff: dict[str, Actor]) -> None:
    for n in range(5):
        marking.mark(n, "Row", "awkward", note=f"Note {n}")
    with marking.database.reading() as session:

        def notes(**place: int | None) -> tuple[list[str], int | None, int | None]:
            found = read_marks(session, staff["translator"].id, MARCH, limit=2, **place)
            return [m.note[-1] for m in found.marks], found.newer, found.older

        first, newer, older = notes()
        assert (first, newer) == (["4", "3"], None)
        second, newer, older = notes(before=older)
        assert second == ["2", "1"]
        third, _, last = notes(before=older)
        assert (third, last) == (["0"], None)
        back, none, _ = notes(after=newer)
        assert (back, none) == (["4", "3"], None)


def test_months_that_cannot_be_shown_are_said_beside_the_field(client_for: ClientFor) -> None:
    page = client_for("editor").get("/scores?from=2026-05&to=2026-02")
    assert page.status_code == 422
    assert "May 2026 comes after Feb 2026." in page.text
    assert 'value="2026-05"' in page.text
    assert client_for("translator").get("/scores/me/months.csv?from=soon").status_code == 422
    assert client_for("editor").get("/scores/99999").status_code == 404


def test_files_hold_the_figures_and_no_formula(marking: Marking, client_for: ClientFor) -> None:
    marking.mark(1, "Row", "omission", note='=HYPERLINK("https://example.org")')
    marking.approve_all()

    def rows(path: str) -> list[dict[str, str]]:
        answer = client_for("translator").get(f"{path}{RANGE}")
        assert answer.headers["Content-Type"].startswith("text/csv")
        assert "attachment" in answer.headers["Content-Disposition"]
        return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))

    (month,) = rows("/scores/me/months.csv")
    assert (month["month"], month["Arabic words"], month["penalty points"]) == ("2026-03", "732", "5")
    assert (month["calibrated score"], month["verdict"]) == ("93.16", "pass")
    (mark,) = rows("/scores/me/marks.csv")
    assert mark["note"] == '\'=HYPERLINK("https://example.org")'
    assert (mark["marked words"], mark["before"]) == ("Row", "Row 1 says the same as its Arabic.")
    desk = client_for("editor").get(f"/scores/months.csv{RANGE}").data.decode("utf-8-sig")
    assert desk.splitlines()[1].startswith("Tala Translator,2026-03,732,")


def test_the_desks_own_standard_is_used(marking: Marking, client_for: ClientFor) -> None:
    marking.mark(1, "Row", "omission")
    marking.approve_all()
    admin = client_for("admin")
    settings = admin.get("/settings").text
    fields = dict(re.findall(r'name="(pass_mark|tolerance)"[^>]*value="(\d+)"', settings))
    assert fields == {"pass_mark": "90", "tolerance": "10"}
    typed = {"four_eyes": "1", "headline_length": "90", "return_reasons": "Why", "outside": "never"}
    admin.send("/settings", **typed, desk_name="Desk", pass_mark="95", tolerance="5")
    said = text(client_for("translator").get(f"/scores/me{RANGE}").text)
    assert "fails" in said
    assert "5 points in a thousand words just reach the pass mark of 95" in said


def test_empty_pages_say_how_scores_come(client_for: ClientFor) -> None:
    assert "Nothing was judged in these months" in client_for("editor").get("/scores").text
    assert "Nothing of yours was judged" in text(client_for("translator").get("/scores/me").text)


def test_no_page_asks_more_of_many_marks(marking: Marking, client_for: ClientFor) -> None:
    client = client_for("editor")

    def counts() -> dict[str, int]:
        return {path: count(client, path) for path in paths}

    paths = (
        f"/scores{RANGE}",
        f"/scores/{marking.staff['translator'].id}{RANGE}",
        f"/articles/{marking.slug}/about",
    )
    marking.mark(0, "Row", "awkward")
    few = counts()
    for n in range(1, 12):
        marking.mark(n, "Row", "awkward" if n % 2 else "omission", note=f"Note {n}")
    assert counts() == few


def count(client: Client, path: str) -> int:
    seen: list[object] = []

    def note(*arguments: object) -> None:
        seen.append(arguments[2])

    client.get(path)
    event.listen(Engine, "before_cursor_execute", note)
    assert client.get(path).status_code == 200
    event.remove(Engine, "before_cursor_execute", note)
    return len(seen)
