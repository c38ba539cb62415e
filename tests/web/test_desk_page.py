"""The desk as a page: views for those who have a use for them, search, order, pages, empty states."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.conftest import sample
from tests.services.conftest import Rows
from tests.services.test_publishing import approve_all, publish_it
from tests.web.conftest import ClientFor, Prepare
from workbench import clock
from workbench.db.engine import Database
from workbench.db.queries.desk import PAGE, DeskRow
from workbench.domain.kinds import Kind
from workbench.domain.people import Actor
from workbench.domain.stages import Counts, Stage
from workbench.services.articles import create_article
from workbench.web.desk import whats_next


@pytest.fixture
def make(database: Database, staff: dict[str, Actor]) -> Callable[..., str]:
    """``make("Headline", "عنوان")`` → the slug of an article of one row."""

    def make(title: str, source: str = "عنوان", **fields: object) -> str:
        with database.writing() as session:
            article = create_article(
                session,
                staff["editor"],
                sample(rows=((Kind.HEADLINE, source, title),)),
                at=clock.now(),
            )
            for name, value in fields.items():
                setattr(article, name, value)
            return article.slug

    return make


def headlines(page: str) -> list[str]:
    return re.findall(r'class="headline en" lang="en" dir="ltr">([^<]+)<', page)


def tabs(page: str) -> list[str]:
    views = page[page.index('class="views"') : page.index('class="sort"')]
    return [" ".join(re.sub(r"<[^>]+>", " ", tab).split()) for tab in re.findall(r"<a .*?</a>", views)]


def test_an_empty_desk_says_how_to_begin(client_for: ClientFor) -> None:
    page = client_for("editor").get("/").text
    assert "The desk is empty" in page
    assert 'href="/import"' in page[page.index("The desk is empty") :]


def test_who_may_not_import_is_not_told_to(client_for: ClientFor) -> None:
    assert 'href="/import"' not in client_for("nobody").get("/").text


def test_both_headlines_carry_their_language_and_direction(
    client_for: ClientFor, make: Callable[..., str]
) -> None:
    slug = make("Port workers return", "عمال الميناء يعودون")
    page = client_for("translator").get("/").text
    assert f'href="/articles/{slug}"' in page
    assert 'lang="en" dir="ltr">Port workers return<' in page
    assert 'lang="ar" dir="rtl">عمال الميناء يعودون<' in page


def test_each_role_sees_the_views_it_has_a_use_for(client_for: ClientFor, make: Callable[..., str]) -> None:
    make("To be reviewed")
    assert tabs(client_for("translator").get("/").text) == ["All", "Mine", "Sent back to me", "Shelved"]
    assert tabs(client_for("reviewer").get("/").text) == [
        "All",
        "Mine",
        "Waiting for my review 1",
        "Shelved",
    ]
    assert tabs(client_for("editor").get("/").text) == [
        "All",
        "Mine",
        "Waiting for my review 1",
        "Ready to publish",
        "Changed since published",
        "Shelved",
    ]


def test_an_empty_view_explains_when_something_comes_here(
    client_for: ClientFor, make: Callable[..., str]
) -> None:
    make("Something else")
    page = client_for("editor").get("/?show=publish").text
    assert "Nothing is ready yet" in page
    assert headlines(page) == []


def test_search_is_shown_as_it_was_typed_and_can_be_cleared(
    client_for: ClientFor, make: Callable[..., str]
) -> None:
    make("A school opens", "افتتاح مدرسة")
    make("Rain at last", "أمطار أخيرا")
    client = client_for("reviewer")
    assert headlines(client.get("/?q=مدرسه").text) == ["A school opens"]
    page = client.get('/?q="><script>&show=review').text
    assert "<script>" not in page[page.index("<body") :]
    assert "Nothing found" in page
    assert 'href="/?show=review">Clear the search' in page


def test_pages_lead_to_each_other_and_keep_view_and_order(
    client_for: ClientFor, make: Callable[..., str]
) -> None:
    for number in range(PAGE + 2):
        make(f"Story {number:03}")
    client = client_for("reviewer")
    first = client.get("/?show=review&sort=title").text
    assert headlines(first) == [f"Story {n:03}" for n in range(PAGE)]
    onward = re.search(r'rel="next" href="([^"]+)"', first)
    assert onward
    second = client.get(onward[1].replace("&amp;", "&")).text
    assert headlines(second) == [f"Story {n:03}" for n in range(PAGE, PAGE + 2)]
    back = re.search(r'rel="prev" href="([^"]+)"', second)
    assert back
    assert headlines(client.get(back[1].replace("&amp;", "&")).text) == headlines(first)


@pytest.mark.parametrize("address", ["/?show=nonsense", "/?sort=size", "/?at=%00%ff", "/?at=bm9uc2Vuc2U"])
def test_what_an_address_says_wrongly_is_ignored(
    client_for: ClientFor, make: Callable[..., str], address: str
) -> None:
    make("Here")
    answer = client_for("reviewer").get(address)
    assert (answer.status_code, headlines(answer.text)) == (200, ["Here"])


def test_a_missed_deadline_is_said_in_words(client_for: ClientFor, make: Callable[..., str]) -> None:
    make("Late", deadline=clock.now() - timedelta(hours=2))
    make("In time", deadline=clock.now() + timedelta(hours=2))
    page = client_for("reviewer").get("/?sort=deadline").text
    assert headlines(page) == ["Late", "In time"]
    assert page.count("was due") == 1


def test_an_article_without_english_is_listed_by_its_arabic(
    client_for: ClientFor, make: Callable[..., str]
) -> None:
    make("", "خبر بلا ترجمة")
    page = client_for("translator").get("/").text
    assert "خبر بلا ترجمة" in page
    assert "No English headline yet" in page


def row(stage: Stage, counts: Counts, edition: int = 0) -> DeskRow:
    at = clock.now()
    return DeskRow(1, "a", "", "", stage, counts, edition, False, None, at, "", None, ())


@pytest.mark.parametrize(
    ("stage", "counts", "words"),
    [
        (Stage.TRANSLATE, Counts(untranslated=20), "20 to translate"),
        (Stage.TRANSLATE, Counts(returned=2, draft=3, translated=4), "2 sent back, 3 to confirm"),
        (Stage.REVIEW, Counts(translated=5, left_out=2, approved=9), "3 to approve"),
        (Stage.REVIEW, Counts(approved=9, blocking=1, owed=2), "1 blocking problem, 2 owed"),
        (Stage.PUBLISH, Counts(approved=9), "Publish edition 3"),
        (Stage.PUBLISHED, Counts(approved=9), "Nothing to do"),
        (Stage.PUBLISHED, Counts(approved=9, owed=1), "1 owed"),
        (Stage.PUBLISHED, Counts(approved=9, blocking=1, critical=1), "1 blocking problem"),
        (Stage.TRANSLATE, Counts(), "Add its first segment"),
    ],
)
def test_what_an_article_waits_for(stage: Stage, counts: Counts, words: str) -> None:
    assert whats_next(row(stage, counts, edition=2)) == words


def test_the_next_step_is_offered_to_whoever_may_take_it(
    client_for: ClientFor, make: Callable[..., str]
) -> None:
    slug = make("Ready", stage=Stage.PUBLISH, count_translated=0, count_approved=1)
    assert f'<a href="/articles/{slug}/publish">Publish edition 1</a>' in client_for("editor").get("/").text
    page = client_for("translator").get("/").text
    assert "Publish edition 1" in page
    assert f"/articles/{slug}/publish" not in page


def test_what_blocks_and_what_is_owed_lead_to_just_those_rows(
    client_for: ClientFor, make: Callable[..., str]
) -> None:
    calm = make("Nothing stands in the way")
    assert "/articles/" + calm + "?show=" not in client_for("editor").get("/").text
    slug = make("Two things block", count_blocking=1, count_legal_reads=1, count_owed=3)
    page = client_for("editor").get("/").text
    shown = re.findall(rf'href="/articles/{slug}\?show=(\w+)".*?</span> (\d+ \w+)', page)
    assert shown == [("blocking", "2 block"), ("owed", "3 owed")]


def test_a_published_article_leads_to_its_edition(prepare: Prepare, client_for: ClientFor) -> None:
    def steps(rows: Rows) -> None:
        approve_all(rows)
        publish_it(rows)

    slug = prepare(steps)
    assert f'href="/articles/{slug}/editions/1"' in client_for("nobody").get("/").text


def test_a_tab_for_what_is_overdue_is_there_when_something_is(
    make: Callable[..., str], client_for: ClientFor
) -> None:
    client = client_for("reviewer")
    assert "Overdue" not in client.get("/").text
    assert "Nothing is overdue" in client.get("/?show=overdue").text
    make("Port workers return", deadline=clock.now() - timedelta(minutes=5))
    assert 'href="/?show=overdue">Overdue <b>1</b>' in client.get("/").text
    assert "! was due" in client.get("/?show=overdue").text
