"""The pages of a corrected Arabic text, as a browser without JavaScript uses them."""

import re

import pytest
from sqlalchemy import select

from tests.conftest import SAMPLE, START, sample
from tests.web.conftest import Client, ClientFor
from workbench.db.engine import Database
from workbench.db.models import Article, Decision, DecisionKind, ImportDraft, Segment
from workbench.demo.content import raw_page
from workbench.domain.people import Actor
from workbench.domain.workflow import State
from workbench.services.articles import NewArticle, create_article
from workbench.services.segments import approve, reopen, save_target

OLD = [source for _, source, _ in SAMPLE]
CHANGED = [
    OLD[0],
    OLD[1],
    OLD[2].replace("المتأخرة", "المستحقة"),
    "ونشرت بلدية الحي خريطة جديدة لمسارات الحافلات.",
    OLD[3],
]


def page_of(texts: list[str]) -> str:
    return "\n\n".join(texts)


@pytest.fixture
def slug(database: Database, staff: dict[str, Actor]) -> str:
    """The sample article with every row approved."""
    return approved(database, staff, sample())


def approved(database: Database, staff: dict[str, Actor], new: NewArticle) -> str:
    with database.writing() as session:
        article = create_article(session, staff["editor"], new, at=START)
        for row in _rows(database, session=session):
            approve(session, staff["reviewer"], row.id, version=row.lock_version, at=START)
        return article.slug


def _rows(database: Database, session: object = None) -> list[Segment]:
    query = select(Segment).where(Segment.retired.is_(False)).order_by(Segment.position)
    if session is not None:
        return list(session.scalars(query))  # type: ignore[attr-defined]
    with database.reading() as fresh:
        return list(fresh.scalars(query))


def begun(client: Client, slug: str, texts: list[str]) -> str:
    """The address of the comparison with these texts."""
    answer = client.send(f"/articles/{slug}/arabic", source_text=page_of(texts))
    assert answer.status_code == 303, answer.text
    assert answer.location.endswith("/clean")
    clean = client.get(answer.location)
    assert "Compare with the article" in clean.text
    assert clean.text.count('class="page side"') == 1
    going = client.send(answer.location.replace("/clean", "/align"), version=1)
    assert going.location.endswith("/compare")
    return going.location


def form_of(page: str) -> dict[str, object]:
    """What the button at the end of the comparison sends."""
    part = page[page.index('id="put-in"') :]
    fields: dict[str, object] = {}
    for name in ("version", "seen"):
        found = re.search(rf'name="{name}" value="([^"]*)"', part)
        assert found
        fields[name] = found[1]
    if agreed := re.search(r'name="agreed" value="(\d+)"', part):
        fields["agreed"] = agreed[1]
    fields["keep"] = re.findall(r'name="keep" value="(\d+)"', part)
    return fields


def test_the_whole_way(desk: Client, database: Database, slug: str) -> None:
    before = _rows(database)
    address = begun(desk, slug, CHANGED)
    page = desk.get(address).text
    assert "1 approval is withdrawn; 1 row wants its English looked at; 1 row needs English." in page
    assert "<del>المتأخرة</del>" in page
    assert 'dir="rtl"' in page[page.index("<del>") - 300 : page.index("<del>")]
    assert "approved, will be reopened" in page
    assert "2 rows stay as they are" in page
    assert [row.source for row in _rows(database)] == OLD, "nothing is stored yet"
    answer = desk.send(address, **form_of(page))
    assert answer.status_code == 303
    rows = _rows(database)
    assert [row.state for row in rows] == [
        State.APPROVED,
        State.APPROVED,
        State.DRAFT,
        State.UNTRANSLATED,
        State.APPROVED,
    ]
    untouched = {row.id: row.lock_version for row in before if row.id != before[2].id}
    assert {row.id: row.lock_version for row in rows if row.id in untouched} == untouched
    assert answer.location == f"/articles/{slug}"
    said = desk.get(answer.location).text
    assert "The corrected Arabic is in: 1 row changed, 1 new row, 1 approval withdrawn" in said
    assert "Undo all of it" in said
    assert f'at={rows[2].id}#s{rows[2].id}">Go to the first of its rows' in said
    log = desk.get(f"/articles/{slug}/history").text
    assert "brought in a corrected Arabic text: 1 row changed, 1 new row, 1 approval withdrawn" in log


def test_the_row_says_what_changed_until_it_is_confirmed(desk: Client, database: Database, slug: str) -> None:
    address = begun(desk, slug, CHANGED)
    desk.send(address, **form_of(desk.get(address).text))
    page = desk.get(f"/articles/{slug}").text
    assert page.count("The Arabic has changed since this English was written") == 1
    assert "<del>المتأخرة</del>" in page
    row = _rows(database)[2]
    desk.send(f"/articles/{slug}/segments/{row.id}/confirm", version=row.lock_version, text=row.target)
    assert "The Arabic has changed" not in desk.get(f"/articles/{slug}").text


def test_words_that_come_back_are_offered_with_their_english(
    desk: Client, database: Database, slug: str
) -> None:
    for texts in ([*OLD[:2], OLD[3]], OLD):
        address = begun(desk, slug, texts)
        page = desk.get(address).text
        assert desk.send(address, **form_of(page)).status_code == 303
    assert "was in the article before: its English of then is offered back" in page
    assert "1 row wants its English looked at." in page
    back = _rows(database)[2]
    assert (back.target, back.state) == (SAMPLE[2][2], State.DRAFT)
    assert "1 row back with its English" in desk.get(f"/articles/{slug}/history").text


def test_undo_from_the_page(desk: Client, database: Database, slug: str) -> None:
    address = begun(desk, slug, CHANGED)
    desk.send(address, **form_of(desk.get(address).text))
    page = desk.get(f"/articles/{slug}/arabic").text
    event = re.search(r'name="event" value="(\d+)"', page)
    assert event
    assert desk.send(f"/articles/{slug}/arabic/undo", event=event[1]).status_code == 303
    assert [(r.source, r.state) for r in _rows(database)] == [(text, State.APPROVED) for text in OLD]
    page = desk.get(f"/articles/{slug}/arabic").text
    assert "Undone." in page
    assert "Undo all of it" not in page


def test_approvals_fall_only_where_that_was_ticked(desk: Client, database: Database, slug: str) -> None:
    address = begun(desk, slug, CHANGED)
    page = desk.get(address).text
    assert "Yes, this approval falls" in page
    refused = desk.send(address, **(form_of(page) | {"agreed": ""}))
    assert refused.status_code == 409
    assert "Say that the approvals may fall" in refused.text
    assert [row.source for row in _rows(database)] == OLD


def test_everybody_reads_of_it_on_the_article_until_its_rows_are_worked_on(
    desk: Client,
    client_for: ClientFor,
    database: Database,
    staff: dict[str, Actor],
    slug: str,
) -> None:
    assert "Corrected Arabic" not in desk.get(f"/articles/{slug}").text
    address = begun(desk, slug, CHANGED)
    desk.send(address, **form_of(desk.get(address).text))
    seen = client_for("reviewer").get(f"/articles/{slug}").text
    assert "<strong>Corrected Arabic</strong>" in seen
    assert "1 row changed, 1 new row, 1 approval withdrawn" in seen
    assert "Undo all of it" not in seen, "it is not for reviewers to take back"
    row = _rows(database)[2]
    with database.writing() as session:
        save_target(session, staff["translator"], row.id, text="Anew.", version=row.lock_version, at=START)
    assert "<strong>Corrected Arabic</strong>" not in desk.get(f"/articles/{slug}").text


def test_an_article_handed_on_says_that_rows_wait_for_the_translators_again(desk: Client, slug: str) -> None:
    assert desk.send(f"/articles/{slug}/hand-over", to="review", note="").status_code == 303
    assert "wait for the translators" not in desk.get(f"/articles/{slug}").text
    address = begun(desk, slug, CHANGED)
    desk.send(address, **form_of(desk.get(address).text))
    assert (
        'With the reviewers</strong><span id="live-besides">, but 2 rows wait for the translators'
        in desk.get(f"/articles/{slug}").text
    )


def test_work_on_its_rows_ends_the_undo(
    desk: Client, database: Database, staff: dict[str, Actor], slug: str
) -> None:
    address = begun(desk, slug, CHANGED)
    desk.send(address, **form_of(desk.get(address).text))
    row = _rows(database)[2]
    with database.writing() as session:
        save_target(session, staff["translator"], row.id, text="Anew.", version=row.lock_version, at=START)
    page = desk.get(f"/articles/{slug}/arabic").text
    assert "Undo all of it" not in page
    event = re.search(r'name="event" value="(\d+)"', page)
    assert event
    assert "Compare with the earlier Arabic" in page
    back = desk.send(f"/articles/{slug}/arabic/earlier", event=event[1])
    assert re.fullmatch(r"/import/\d+/compare", back.location)
    page = desk.get(back.location).text
    assert ">المتأخرة</ins>" in page
    assert desk.send(back.location, **form_of(page)).status_code == 303
    assert [r.source for r in _rows(database)] == OLD
    assert _rows(database)[2].target == "Anew."
    assert desk.send(f"/articles/{slug}/arabic/earlier", event=1).status_code == 404


def test_somebody_was_faster(desk: Client, database: Database, staff: dict[str, Actor], slug: str) -> None:
    address = begun(desk, slug, CHANGED)
    form = form_of(desk.get(address).text)
    row = _rows(database)[2]
    with database.writing() as session:
        reopen(session, staff["reviewer"], row.id, version=row.lock_version, at=START)
    answer = desk.send(address, **form)
    assert answer.status_code == 409
    assert "Nothing was stored" in answer.text
    assert "to be confirmed again" in answer.text, "the fresh comparison shows the row as it is now"
    assert [r.source for r in _rows(database)] == OLD
    assert desk.send(address, **form_of(answer.text)).status_code == 303


def test_the_old_arabic_can_be_kept_where_it_only_looks_different(
    desk: Client, database: Database, staff: dict[str, Actor]
) -> None:
    drawn = tuple((kind, text.replace("الهيئة", "الهيـــئة"), english) for kind, text, english in SAMPLE)
    slug = approved(database, staff, sample(rows=drawn))
    address = begun(desk, slug, OLD)
    page = desk.get(address).text
    assert "1 row only looks different" in page
    kept = desk.get(f"{address}?keep=cosmetic").text
    assert "Nothing to change in the rows" in kept
    again = re.search(r'href="([^"]+)">Keep the old Arabic there', page)
    assert again
    assert again[1].startswith(f"{address}?keep=cosmetic")
    with database.reading() as session:
        assert session.scalars(select(Article.count_approved)).one() == 4


def test_an_approval_can_stay_where_the_words_are_the_same_by_who_may_approve(
    client_for: ClientFor, desk: Client, database: Database, slug: str
) -> None:
    vowelled = [OLD[0], OLD[1], OLD[2].replace("المتأخرة", "المُتَأَخِّرة"), OLD[3]]
    address = begun(desk, slug, vowelled)
    page = desk.get(address).text
    assert "1 approved row has the same words" in page
    row = _rows(database)[2]
    page = desk.get(f"{address}?approve=same").text
    assert "stays approved" in page
    assert "No approval is withdrawn" in page
    assert 'name="agreed"' not in page
    done = desk.send(address, **form_of(page), approve=row.id)
    assert done.status_code == 303
    after = _rows(database)[2]
    assert (after.source, after.state, after.source_before_id) == (vowelled[2], State.APPROVED, None)
    with database.reading() as session:
        last = session.scalars(select(Decision).order_by(Decision.id.desc())).first()
        assert last is not None
        assert (last.kind, last.segment_id) == (DecisionKind.APPROVED, row.id)
        assert (last.source_revision_id, last.target_revision_id) == (
            after.source_revision_id,
            after.target_revision_id,
        )
    assert "1 approval kept with the new Arabic" in desk.get(f"/articles/{slug}/about").text
    translator = client_for("translator")
    address = begun(translator, slug, OLD)
    page = translator.get(f"{address}?approve=same").text
    assert "keep the approval" not in page
    assert translator.send(address, **form_of(page), approve=row.id).status_code == 403
    assert _rows(database)[2].source == vowelled[2]


def test_facts_are_offered_and_only_taken_when_ticked(desk: Client, database: Database, slug: str) -> None:
    with database.writing() as session:
        session.scalars(select(Article)).one().source_byline = "سلمى الكاتب"
    answer = desk.send(f"/articles/{slug}/arabic", source_text=page_of(CHANGED))
    fields = {"do": "fields:source", "version": 1, "source-byline": "منى الحداد", "source-dateline": "بيروت"}
    assert desk.send(answer.location, **fields).status_code == 303
    address = answer.location.replace("/clean", "/compare")
    page = desk.get(address).text
    ticked = re.findall(r'name="field" value="(\w+)" ?(checked)?', page)
    assert sorted(ticked) == [("source_byline", ""), ("source_dateline", "checked")]
    desk.send(address, **form_of(page), field="source_dateline")
    with database.reading() as session:
        article = session.scalars(select(Article)).one()
        assert (article.source_byline, article.source_dateline) == ("سلمى الكاتب", "بيروت")


def test_the_page_it_was_imported_from_changes_nothing(desk: Client, database: Database) -> None:
    raw = raw_page("ar")
    started = desk.send("/import", source_text=raw).location
    number = re.findall(r"/import/(\d+)", started)[0]
    desk.send(f"/import/{number}/align", version=1)
    slug = desk.send(f"/import/{number}/create", version=2).location.removeprefix("/articles/")
    answer = desk.send(f"/articles/{slug}/arabic", source_text=raw)
    page = desk.get(answer.location.replace("/clean", "/compare")).text
    assert "Nothing to change in the rows" in page
    assert 'name="field"' not in page, "and no fact is another"


def test_a_finished_one_leads_to_the_article_and_cannot_be_done_twice(desk: Client, slug: str) -> None:
    address = begun(desk, slug, CHANGED)
    form = form_of(desk.get(address).text)
    assert desk.send(address, **form).status_code == 303
    assert desk.send(address, **form).location == f"/articles/{slug}/arabic#earlier"
    assert desk.get(address).location == f"/articles/{slug}/arabic#earlier"


def test_nothing_given_is_said_and_nothing_kept(desk: Client, database: Database, slug: str) -> None:
    answer = desk.send(f"/articles/{slug}/arabic", source_text="  ")
    assert answer.status_code == 422
    assert "The Arabic is needed" in answer.text
    with database.reading() as session:
        assert session.scalars(select(ImportDraft)).all() == []


def test_who_may_and_where_they_find_it(client_for: ClientFor, slug: str) -> None:
    for role, may in (("translator", True), ("editor", True), ("reviewer", False)):
        client = client_for(role)
        assert (client.get(f"/articles/{slug}/arabic").status_code == 200) is may, role
        for place in (f"/articles/{slug}", f"/articles/{slug}/about"):
            assert (f"/articles/{slug}/arabic" in client.get(place).text) is may, (role, place)


def test_it_waits_among_the_unfinished_and_is_nobody_elses(
    desk: Client, client_for: ClientFor, slug: str
) -> None:
    address = begun(desk, slug, CHANGED)
    assert "corrected Arabic for" in desk.get("/import").text
    assert "Begun and not put in" in desk.get(f"/articles/{slug}/arabic").text
    assert client_for("translator").get(address).status_code == 404


def test_an_import_of_its_own_has_no_comparison(desk: Client, slug: str) -> None:
    started = desk.send("/import", source_text=page_of(OLD), target_text="Port workers return to work")
    number = re.findall(r"/import/(\d+)", started.location)[0]
    assert desk.get(f"/import/{number}/compare").status_code == 404


def test_only_files_of_one_language_are_asked_for(desk: Client, slug: str) -> None:
    page = desk.get(f"/articles/{slug}/arabic").text
    (accept,) = re.findall(r'accept="([^"]*)"', page)
    assert (
        {".docx", ".html", ".txt"}
        <= set(accept.split(","))
        <= {*accept.split(",")} - {".csv", ".xlsx", ".tmx", ".xliff"}
    )
    assert "XLIFF" not in page
