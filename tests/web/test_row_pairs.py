"""An article in work on the page of pairs: begun, changed, looked at and put back, without JavaScript."""

import re

import pytest
from sqlalchemy import select

from tests.conftest import START, sample
from tests.web.conftest import Client, ClientFor
from tests.web.test_about import words
from workbench.db.engine import Database
from workbench.db.models import ImportDraft, Segment
from workbench.domain.people import Actor
from workbench.domain.workflow import State
from workbench.services.articles import create_article
from workbench.services.segments import approve, save_target
from workbench.services.structure import insert_after


@pytest.fixture
def slug(database: Database, staff: dict[str, Actor]) -> str:
    """The sample article, its third row approved."""
    with database.writing() as session:
        article = create_article(session, staff["editor"], sample(), at=START)
        row = session.scalars(select(Segment).order_by(Segment.position)).all()[2]
        approve(session, staff["reviewer"], row.id, version=row.lock_version, at=START)
        return article.slug


def live(database: Database) -> list[Segment]:
    with database.reading() as session:
        query = select(Segment).where(Segment.retired.is_(False)).order_by(Segment.position)
        return list(session.scalars(query))


def begun(client: Client, slug: str) -> int:
    answer = client.send(f"/articles/{slug}/pairs")
    found = re.match(r"/import/(\d+)/pairs", answer.location)
    assert found, answer.location
    return int(found[1])


def version(client: Client, address: str) -> int:
    return int(re.findall(r'name="version" value="(\d+)"', client.get(address).text)[-1])


def merged(client: Client, draft: int, row: int) -> None:
    address = f"/import/{draft}/pairs"
    assert client.send(address, do=f"merge:{row}", version=version(client, address)).status_code == 303


def test_the_whole_way(desk: Client, database: Database, slug: str) -> None:
    ids = [row.id for row in live(database)]
    draft = begun(desk, slug)
    page = desk.get(f"/import/{draft}/pairs").text
    assert "Pair the rows" in page
    assert "See what changes" in page
    assert "Create the article" not in page
    merged(desk, draft, 1)
    page = desk.get(f"/import/{draft}/changes").text
    assert "1 row changed, 1 row went into others, 1 approval withdrawn" in page
    assert "approved row changes and returns" in " ".join(page.split())
    refused = desk.send(f"/import/{draft}/changes", version=2)
    assert refused.status_code == 409
    assert "return to draft" in refused.text
    assert [row.id for row in live(database)] == ids
    answer = desk.send(f"/import/{draft}/changes", version=2, agreed=1)
    assert answer.location == f"/articles/{slug}"
    assert "Undo all of it" in desk.get(answer.location).text
    rows = live(database)
    assert [row.id for row in rows] == [ids[0], ids[1], ids[3]]
    assert rows[1].state is State.DRAFT
    assert "paired the rows anew: 1 row changed" in desk.get(f"/articles/{slug}/history").text
    about = desk.get(f"/articles/{slug}/about").text
    event = re.search(r'name="event" value="(\d+)"', about)
    assert event
    assert desk.send(f"/articles/{slug}/arabic/undo", event=event[1]).status_code == 303
    assert [row.id for row in live(database)] == ids
    assert desk.get(f"/import/{draft}/pairs").location == f"/articles/{slug}"


def test_nothing_changed_is_said(desk: Client, slug: str) -> None:
    page = desk.get(f"/import/{begun(desk, slug)}/changes").text
    assert "Nothing changes" in page
    assert "Put into the article" not in page


def test_what_was_begun_goes_on_as_long_as_it_can_be_put_in(
    desk: Client, database: Database, staff: dict[str, Actor], slug: str
) -> None:
    draft = begun(desk, slug)
    assert (
        desk.send(f"/import/{draft}/pairs", do="text:target:0:0", text="By hand", version=1).status_code
        == 303
    )
    assert begun(desk, slug) == draft
    assert "rows to pair of" in desk.get("/import").text
    for number, goes_on in ((3, True), (0, False)):
        row = live(database)[number]
        with database.writing() as session:
            save_target(
                session, staff["translator"], row.id, text="Anew.", version=row.lock_version, at=START
            )
        assert (begun(desk, slug) == draft) is goes_on


def test_new_words_of_a_row_that_is_only_joined_are_taken_over_and_named(
    desk: Client, database: Database, staff: dict[str, Actor], slug: str
) -> None:
    draft = begun(desk, slug)
    merged(desk, draft, 0)
    first, row = live(database)[:2]
    with database.writing() as session:
        save_target(session, staff["translator"], row.id, text="Anew.", version=row.lock_version, at=START)
    page = " ".join(desk.get(f"/import/{draft}/changes").text.split())
    assert "their new words are taken" in page
    agreed = re.findall(r'name="agreed" value="(\d+)"', page) or [0]
    assert desk.send(f"/import/{draft}/changes", version=2, agreed=agreed[0]).status_code == 303
    assert live(database)[0].target == f"{first.target}\nAnew."


def test_the_page_of_pairs_says_what_a_colleague_wrote_meanwhile_and_takes_it(
    desk: Client, database: Database, staff: dict[str, Actor], slug: str
) -> None:
    draft = begun(desk, slug)
    merged(desk, draft, 0)
    address = f"/import/{draft}/pairs"
    assert "since you began" not in desk.get(address).text
    row = live(database)[1]
    with database.writing() as session:
        save_target(session, staff["translator"], row.id, text="Anew.", version=row.lock_version, at=START)
    page = desk.get(address).text
    assert "A row has new words since you began" in page
    assert page.count("Anew.") == 1, "beside the old ones, which stand in the pair"
    assert desk.send(f"{address}/news", version=1).status_code == 409, "from a page that is behind"
    assert row.target in desk.get(address).text
    assert desk.send(f"{address}/news", version=2, at=0).location == f"{address}?at=0"
    page = desk.get(address).text
    assert "since you began" not in page
    assert page.count("Anew.") == 1
    assert row.target not in page
    desk.send(address, do="undo", version=3)
    assert row.target in desk.get(address).text


def test_the_page_of_pairs_says_when_there_are_other_rows(
    desk: Client, database: Database, staff: dict[str, Actor], slug: str
) -> None:
    draft = begun(desk, slug)
    first = live(database)[0]
    with database.writing() as session:
        insert_after(session, staff["editor"], first.article_id, first.id, at=START)
    page = desk.get(f"/import/{draft}/pairs").text
    assert "Rows were inserted" in page
    assert "Begin anew" in page


def test_a_row_changed_meanwhile_is_named(
    desk: Client, database: Database, staff: dict[str, Actor], slug: str
) -> None:
    draft = begun(desk, slug)
    corrected = desk.send(f"/import/{draft}/pairs", do="text:target:1:0", text="By hand.", version=1)
    assert corrected.status_code == 303
    row = live(database)[1]
    with database.writing() as session:
        save_target(session, staff["translator"], row.id, text="Anew.", version=row.lock_version, at=START)
    page = desk.get(f"/import/{draft}/changes").text
    assert "row 2: here its words are corrected" in page
    assert "Begin anew" in page
    answer = desk.send(f"/import/{draft}/changes", version=2)
    assert answer.status_code == 409
    assert [r.target for r in live(database)][1] == "Anew."
    address = f"/import/{draft}/pairs"
    assert "here its words are corrected" in desk.get(address).text
    desk.send(f"{address}/news", version=2, keep=row.id, at=1)
    assert "since you began" not in desk.get(address).text
    assert desk.send(f"/import/{draft}/changes", version=3).status_code == 303
    assert [r.target for r in live(database)][1] == "By hand."


def test_translators_pair_too_but_approvals_do_not_fall_by_them(
    client_for: ClientFor, database: Database, slug: str
) -> None:
    client = client_for("translator")
    draft = begun(client, slug)
    merged(client, draft, 1)
    page = client.get(f"/import/{draft}/changes").text
    assert "You may not reopen an approved segment" in page
    assert "Put into the article</button>" not in page
    assert client.send(f"/import/{draft}/changes", version=2, agreed=1).status_code == 403
    assert len(live(database)) == 4
    assert client_for("reviewer").send(f"/articles/{slug}/pairs").status_code == 403


@pytest.mark.parametrize("step", ["", "/clean", "/compare"])
def test_there_is_nothing_to_give_or_clean(desk: Client, slug: str, step: str) -> None:
    draft = begun(desk, slug)
    assert desk.get(f"/import/{draft}{step}").location == f"/import/{draft}/pairs"


def test_aligning_the_rest_leaves_approved_rows(desk: Client, database: Database, slug: str) -> None:
    draft = begun(desk, slug)
    address = f"/import/{draft}/align"
    assert desk.send(address, again="rest", version=1).location == f"/import/{draft}/pairs"
    with database.reading() as session:
        assert session.get_one(ImportDraft, draft).into_article_id is not None
    assert desk.get(f"/import/{draft}/changes").status_code == 200


def history(client: Client, slug: str, row: int) -> str:
    html: str = client.get_json(f"/articles/{slug}/panel?at={row}&tab=history").get_json()["html"]
    return html


def test_the_history_says_who_paired_what_fell_and_what_the_joined_row_was(
    desk: Client, database: Database, staff: dict[str, Actor], slug: str
) -> None:
    ids = [row.id for row in live(database)]
    draft = begun(desk, slug)
    merged(desk, draft, 1)
    desk.send(f"/import/{draft}/changes", version=2, agreed=1)
    told = history(desk, slug, ids[1])
    name = f"<bdi>{staff['editor'].name}</bdi>"
    newest = told[: told.index("What that row was")]
    assert newest.count(name) == 3, "both sides and the row that came in"
    assert newest.count("paired the rows anew") == 2
    assert "brought into it words of a row that is gone" in words(newest)
    assert f'href="/articles/{slug}/history?gone={ids[2]}"' in newest
    assert newest.count("The approval of that row fell.") == 1
    assert "the present Arabic" in told
    assert "the present English" in told
    gone = told[told.index("What that row was") :]
    assert "The authority said" in gone
    assert "Restore this text" not in gone[: gone.index("</details>")]


def test_a_row_paired_anew_says_so_and_shows_its_old_pair_until_it_is_confirmed(
    desk: Client, database: Database, slug: str
) -> None:
    old = live(database)
    draft = begun(desk, slug)
    merged(desk, draft, 1)
    desk.send(f"/import/{draft}/changes", version=2, agreed=1)
    page = desk.get(f"/articles/{slug}").text
    assert page.count("Paired anew, to be confirmed again") == 1
    note = page[page.index("Paired anew, to be confirmed again") :]
    note = note[: note.index("</details>")]
    assert old[1].target in note
    assert old[1].source in note
    row = live(database)[1]
    desk.send(f"/articles/{slug}/segments/{row.id}/confirm", version=row.lock_version, text=row.target)
    assert "Paired anew" not in desk.get(f"/articles/{slug}").text


def test_a_shift_is_told_in_one_sentence(desk: Client, database: Database, slug: str) -> None:
    draft = begun(desk, slug)
    shifted = desk.send(f"/import/{draft}/pairs", do="down:target:1", version=1)
    assert shifted.status_code == 303
    page = desk.get(f"/import/{draft}/changes").text
    assert "The English of rows 2–3 moved one row down" in page
    folded = page[page.index("moved one row down") :]
    folded = folded[: folded.index("</details>")]
    assert "<del>" not in folded
    assert "the Arabic of row 3" in folded


def test_kinds_that_come_together_are_warned_of(desk: Client, slug: str) -> None:
    draft = begun(desk, slug)
    merged(desk, draft, 1)
    assert "of different kinds" not in desk.get(f"/import/{draft}/changes").text
    merged(desk, draft, 0)
    assert "as a whole it becomes a headline" in desk.get(f"/import/{draft}/changes").text
    assert "A headline and a paragraph come together" in desk.get(f"/import/{draft}/pairs").text


def test_a_shift_across_a_list_item_offers_to_keep_the_kind_where_it_happens(desk: Client, slug: str) -> None:
    draft = begun(desk, slug)
    address = f"/import/{draft}/pairs"
    assert "kinds-meet" not in desk.get(address).text
    desk.send(address, do="down:target:1", version=1)
    page = desk.get(address).text
    assert page.count("The English was a paragraph: beside this Arabic it becomes a list item") == 1
    folded = desk.get(f"/import/{draft}/changes").text
    folded = folded[folded.index("moved one row down") :]
    assert "one of them has" in folded[: folded.index("</summary>")]
    assert f"/import/{draft}/pairs?at=3#pair-3" in folded[: folded.index("</details>")]
    kept = desk.send(address, do="kind:3:paragraph", version=2)
    assert kept.location == f"{address}?at=3#pair-3"
    assert "kinds-meet" not in desk.get(address).text


def test_after_aligning_the_rest_one_is_where_one_was(desk: Client, slug: str) -> None:
    draft = begun(desk, slug)
    address = f"/import/{draft}/align"
    assert desk.send(address, again="rest", version=1, at=3).location == f"/import/{draft}/pairs?at=3#pair-3"
    assert (
        desk.send(address, again="rest", version=version(desk, f"/import/{draft}/pairs"), at=99).location
        == f"/import/{draft}/pairs"
    )


def test_the_pairs_say_which_rows_are_approved(desk: Client, slug: str) -> None:
    draft = begun(desk, slug)
    address = f"/import/{draft}/pairs"
    page = desk.get(address).text
    third = page[page.index('id="pair-2"') : page.index('id="pair-3"')]
    assert 'data-sureness="approved"' in third
    assert 'data-sureness="hand"' not in page
    merged(desk, draft, 1)
    page = desk.get(address).text
    merged_row = page[page.index('id="pair-1"') : page.index('id="pair-2"')]
    assert 'data-sureness="hand"' in merged_row
    assert "approved</span>" in merged_row


def test_a_swap_is_listed_in_the_rows_order_and_in_its_own_words(desk: Client, slug: str) -> None:
    draft = begun(desk, slug)
    assert desk.send(f"/import/{draft}/pairs", do="swap:target:0", version=1).status_code == 303
    page = " ".join(re.sub(r"<[^>]+>", " ", desk.get(f"/import/{draft}/changes").text).split())
    assert [int(n) for n in re.findall(r"Row (\d) [±⇅]", page)] == [1, 2]
    assert "come together" not in page
    assert "its Arabic was a headline: it becomes" in page or "its English was a headline: it becomes" in page
