"""The history of an article: who wrote, marked, said, decided and did what, filtered and page by page."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from tests.conftest import Clock
from tests.services.conftest import Rows
from tests.web.conftest import ClientFor, Prepare
from tests.web.test_about import words
from workbench.db.engine import Database
from workbench.db.models import Article, Cause, Revision, Segment
from workbench.db.queries.timeline import Matter, Wanted, read_timeline
from workbench.db.queries.timeline_lines import MOST_CHANGES, Place, Source, place_from
from workbench.domain.kinds import Side
from workbench.domain.people import Actor, Role
from workbench.domain.problems import Severity, Step
from workbench.services import audit, handover, legal, review, structure, waiving
from workbench.services.segments import approve, confirm, restore, save_source, save_target, send_back

BACK = "Some 34 workers returned to the quay on Sunday."


def some_work(rows: Rows) -> None:
    rows.do(confirm, "translator", 1)
    rows.do(approve, "reviewer", 1)
    rows.do(send_back, "reviewer", 2, reason="The negation is lost.")


def written_work(rows: Rows) -> None:
    """Both sides are changed, a mark is made and talked about, a row is split."""
    rows.do(save_target, "translator", 1, text=BACK.replace("34", "43"))
    rows.do(save_source, "editor", 1, text=rows[1].source.replace("الأحد", "الاثنين"))
    problem = rows.mark(2, Side.TARGET, "would pay", note="إنها لن تدفع", suggestion="would not pay")
    rows.session.flush()
    people, at = rows.people, rows.clock
    review.take_step(
        rows.session, people["translator"], problem.id, Step.DISPUTE, text="It says so.", at=at()
    )
    review.take_step(rows.session, people["reviewer"], problem.id, Step.UPHOLD, at=at())
    review.reclassify(
        rows.session,
        people["reviewer"],
        problem.id,
        type_slug="negation-modality",
        severity=Severity.CRITICAL,
        at=at(),
    )
    version = rows[2].lock_version
    review.apply_suggestion(rows.session, people["translator"], problem.id, version=version, at=at())
    rows.do(structure.split, "editor", 3, source_at=13, target_at=18)
    handover.hand_over(
        rows.session,
        people["translator"],
        rows.article.id,
        to=handover.Handover.REVIEW,
        note="Please look at row 3.",
        at=at(),
    )


def test_it_says_who_did_what_on_which_row_and_why(prepare: Prepare, client_for: ClientFor) -> None:
    ids: list[int] = []

    def steps(rows: Rows) -> None:
        some_work(rows)
        ids.extend(row.id for row in rows.all)

    slug = prepare(steps)
    page = client_for("nobody").get(f"/articles/{slug}/history").text
    told = words(page)
    assert "Rana Reviewer sent row 3 back" in told
    assert "The negation is lost." in told
    assert "Tala Translator confirmed row 2" in told
    assert "Emad Editor created the article with 4 rows" in told
    assert told.index("sent row 3 back") < told.index("approved row 2") < told.index("created the article")
    assert f'<a href="/articles/{slug}?at={ids[2]}">row 3</a>' in page
    assert '<time datetime="2026-03-02T09:00:01+00:00"' in page


def test_words_are_shown_as_redlines_in_their_own_direction(prepare: Prepare, client_for: ClientFor) -> None:
    page = client_for("translator").get(f"/articles/{prepare(written_work)}/history?matter=words").text
    assert 'lang="en" dir="ltr">Some <del>34</del><ins class="instead">43</ins> workers' in page
    assert re.search(r'lang="ar" dir="rtl">.*?<del>الأحد</del><ins class="instead">الاثنين</ins>', page)
    told = words(page)
    assert "Emad Editor corrected the Arabic of row 2" in told
    assert "Tala Translator applied a suggestion of Rana Reviewer to row 3" in told
    assert "Emad Editor split row 4 in two" in told  # it wrote words, by moving them
    assert "created the article" not in told


def test_a_problem_is_told_from_its_mark_to_its_end(prepare: Prepare, client_for: ClientFor) -> None:
    page = client_for("translator").get(f"/articles/{prepare(written_work)}/history?matter=problems").text
    told = words(page)
    for line in (
        "Rana Reviewer raised a problem (major, mistranslation) on row 3",
        "Suggested: would not pay",
        "Tala Translator disputed a problem (negation or modality) on row 3",
        "It says so.",
        "Rana Reviewer upheld",
        "made a major problem (mistranslation) on row 3 a critical problem (negation or modality)",
        "Tala Translator fixed",
    ):
        assert line in told, line
    assert '<q class="en inline" lang="en" dir="ltr">would pay</q>' in page
    assert "إنها لن تدفع" in page
    assert re.search(r'<a href="/articles/[\w-]+\?at=\d+#p\d+">a problem', page)


def test_what_was_written_with_a_waiver_or_a_legal_read_is_told(
    prepare: Prepare, client_for: ClientFor
) -> None:
    def steps(rows: Rows) -> None:
        session, people, at = rows.session, rows.people, rows.clock
        problem = rows.mark(1, Side.TARGET, "34")
        waiving.waive(session, people["editor"], problem.id, reason="The author <insists>.", at=at())
        read = legal.ask_legal_read(
            session, people["reviewer"], rows.article.id, segment_id=rows[2].id, note="Libel?", at=at()
        )
        legal.sign_legal_read(session, people["editor"], read.id, opinion="It may run.", at=at())

    told = words(client_for("translator").get(f"/articles/{prepare(steps)}/history?matter=problems").text)
    for said in ("The author <insists>.", "Libel?", "It may run."):
        assert said in told, said


def test_each_step_is_told_once(prepare: Prepare, database: Database) -> None:
    slug = prepare(written_work)
    with database.reading() as session:
        names = [line.name for line in read_timeline(session, _id(session, slug)).lines]
    assert sorted(names) == sorted(
        [
            "article.created",
            "revision.edit",
            "revision.correction",
            "problem.opened",
            "problem.disputed",
            "problem.upheld",
            "problem.reclassified",
            "problem.fixed",
            "revision.suggestion",
            "rows.split",
            "article.handed_over",
        ]
    )


def test_an_approval_tells_what_it_accepted_once(prepare: Prepare, database: Database) -> None:
    def steps(rows: Rows) -> None:
        for marked in ("34 workers", "quay"):
            problem = rows.mark(1, Side.TARGET, marked)
            review.take_step(rows.session, rows.people["translator"], problem.id, Step.FIX, at=rows.clock())
        review.take_step(rows.session, rows.people["reviewer"], problem.id, Step.ACCEPT, at=rows.clock())
        rows.do(approve, "reviewer", 1)

    slug = prepare(steps)
    with database.reading() as session:
        article_id = _id(session, slug)
        names = [line.name for line in read_timeline(session, article_id).lines]
        marks = read_timeline(session, article_id, Wanted(matter=Matter.PROBLEMS)).lines
    assert (names[0], names.count("problem.accepted")) == ("segment.approved", 1)
    assert [line.name for line in marks].count("problem.accepted") == 2


def test_it_is_filtered_by_person_matter_and_row(
    prepare: Prepare, client_for: ClientFor, staff: dict[str, Actor]
) -> None:
    slug, client = prepare(some_work), client_for("editor")

    def shown(query: str) -> str:
        return words(client.get(f"/articles/{slug}/history?{query}").text)

    mine = shown(f"by={staff['reviewer'].id}")
    assert "approved row 2" in mine
    assert "Tala Translator confirmed" not in mine
    assert "created the article" not in mine
    assert "created the article" in shown("matter=article")
    assert "approved row 2" not in shown("matter=article")
    assert "sent row 3 back" in shown("matter=decisions")
    assert "Nothing of this sort." in shown("matter=editions")
    assert "There is no row 9; the article has 4." in shown("row=9")
    third = shown("row=3")
    assert "sent row 3 back" in third
    assert "The import brought row 3 in" in third
    assert "approved" not in third
    assert "created" in shown("matter=x&by=y&before=z&after=1.9.1&row=-")


def test_an_act_on_many_rows_is_found_by_each_of_them(
    session: Session, people: dict[str, Actor], make_article: Callable[..., Article], clock: Clock
) -> None:
    rows = Rows(session, make_article(), people, clock)
    first, second = rows[1].id, rows[2].id
    rows.do(structure.join_next, "editor", 1)
    of_second = read_timeline(session, rows.article.id, Wanted(row=second)).lines
    assert "rows.joined" in [line.name for line in of_second]
    joined = next(
        line
        for line in read_timeline(session, rows.article.id, Wanted(row=first)).lines
        if line.name == "rows.joined"
    )
    assert {change.segment_id for change in joined.changes} == {first}
    assert {change.side for change in joined.changes} == set(Side)


def test_an_act_tells_some_of_what_it_wrote_and_counts_the_rest(
    session: Session, people: dict[str, Actor], make_article: Callable[..., Article], clock: Clock
) -> None:
    """Splits of four rows are told as if one act had made them all: sixteen texts."""
    rows = Rows(session, make_article(), people, clock)
    at = clock()
    for row in rows.all:
        structure.split(
            session, people["editor"], row.id, source_at=5, target_at=4, version=row.lock_version, at=at
        )
    line = next(one for one in read_timeline(session, rows.article.id).lines if one.name == "rows.split")
    written = session.scalars(
        select(func.count()).select_from(Revision).where(Revision.cause == Cause.SPLIT)
    ).one()
    assert len(line.changes) == MOST_CHANGES < written
    assert line.more_changes == written - MOST_CHANGES
    assert [change.number for change in line.changes] == sorted(change.number for change in line.changes)


def test_an_event_nobody_put_into_words_is_named_as_it_is(prepare: Prepare, client_for: ClientFor) -> None:
    def steps(rows: Rows) -> None:
        audit.record(rows.session, None, "weather.<changed>", at=rows.clock(), article=rows.article)

    told = words(client_for("editor").get(f"/articles/{prepare(steps)}/history").text)
    assert "The command line weather.<changed>" in told


@pytest.mark.parametrize("matter", [None, Matter.WORDS, Matter.PROBLEMS])
def test_it_is_walked_page_by_page_both_ways(
    database: Database, prepare: Prepare, matter: Matter | None
) -> None:
    slug, wanted = prepare(written_work), Wanted(matter=matter)
    with database.reading() as session:
        article_id = _id(session, slug)
        everything = [line.place for line in read_timeline(session, article_id, wanted).lines]
        assert everything == sorted(everything, reverse=True)
        seen: list[Place] = []
        page = read_timeline(session, article_id, wanted, limit=2)
        assert page.newer is None
        while True:
            seen += [line.place for line in page.lines]
            if page.older is None:
                break
            page = read_timeline(session, article_id, wanted, before=page.older, limit=2)
        assert seen == everything
        back: list[Place] = [*(line.place for line in page.lines)]
        while page.newer is not None:
            page = read_timeline(session, article_id, wanted, after=page.newer, limit=2)
            back = [*(line.place for line in page.lines), *back]
        assert back == everything


def test_what_happened_in_one_moment_is_not_lost_between_pages(database: Database, prepare: Prepare) -> None:
    """Applying a suggestion writes words, a step and nothing else in one moment; a page may end between them."""
    slug = prepare(written_work)
    with database.reading() as session:
        lines = read_timeline(session, _id(session, slug)).lines
        same = [line.place for line in lines if line.name in ("problem.fixed", "revision.suggestion")]
        assert len({place.at for place in same}) == 1
        rest = read_timeline(session, _id(session, slug), before=same[0]).lines
        assert rest[0].place == same[1]


def test_an_address_names_a_place_or_nothing() -> None:
    place = Place(Clock()(), Source.PROBLEMS, 7)
    assert place_from(str(place)) == place
    for broken in ("", "1.2", "1.9.3", "x.1.1", "-1.1.1", "99999999999999999999.1.1", "1.1.٣"):
        assert place_from(broken) is None


def test_it_asks_no_more_of_the_database_when_there_is_more_to_show(
    database: Database, prepare: Prepare, client_for: ClientFor
) -> None:
    def busy(rows: Rows) -> None:
        written_work(rows)
        for number in (0, 1, 4):
            for who in ("reviewer", "translator"):
                rows.do(save_target, who, number, text=f"{rows[number].target} {who}")
            rows.mark(number, Side.TARGET, "reviewer")
            rows.do(structure.split, "editor", number, source_at=3, target_at=4)
        for who in ("translator", "translator2", "reviewer"):
            _assign(rows, who)

    def some(rows: Rows) -> None:
        written_work(rows)
        _assign(rows, "reviewer")

    client, asked, lines = client_for("editor"), [], []
    for steps in (some, busy):
        slug = prepare(steps)
        client.get(f"/articles/{slug}/history")
        with _counted(database) as statements:
            page = client.get(f"/articles/{slug}/history")
        asked.append(len(statements))
        lines.append(page.text.count('<p class="what">'))
    assert lines[1] > lines[0] + 8
    assert asked[0] >= asked[1] > 0


def test_rows_that_are_gone_have_no_number(
    session: Session, people: dict[str, Actor], make_article: Callable[..., Article], clock: Clock
) -> None:
    article = make_article()
    made = structure.insert_after(session, people["editor"], article.id, None, at=clock())
    row = made.segments[0]
    structure.remove(session, people["editor"], row.id, version=row.lock_version, at=clock())
    lines = {line.name: line for line in read_timeline(session, article.id).lines}
    assert lines["rows.inserted"].segment_id == row.id
    assert lines["rows.inserted"].number is None


def test_a_restored_text_is_a_line_of_its_own(prepare: Prepare, client_for: ClientFor) -> None:
    def steps(rows: Rows) -> None:
        imported = rows[1].target_revision_id
        rows.do(save_target, "translator", 1, text="Rubbish.")
        rows.do(restore, "translator", 1, revision_id=imported)

    page = client_for("translator").get(f"/articles/{prepare(steps)}/history").text
    assert "Tala Translator restored an earlier text of row 2" in words(page)
    assert (
        '<del>Rubbish</del><ins class="instead">Some 34 workers returned to the quay on Sunday</ins>' in page
    )


def _assign(rows: Rows, who: str) -> None:
    role = Role.REVIEWER if who == "reviewer" else Role.TRANSLATOR
    handover.assign(
        rows.session,
        rows.people["editor"],
        rows.article.id,
        user_id=rows.people[who].id,
        role=role,
        at=rows.clock(),
    )


def _id(session: Session, slug: str) -> int:
    return session.scalars(select(Article.id).where(Article.slug == slug)).one()


@contextmanager
def _counted(database: Database) -> Iterator[list[str]]:
    """The statements sent to the database meanwhile."""
    counted: list[str] = []

    def count(*arguments: object) -> None:
        counted.append(str(arguments[2]))

    engines = {database.engine, database._reading}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", count)
    yield counted
    for engine in engines:
        event.remove(engine, "before_cursor_execute", count)


def test_an_earlier_text_is_restored_from_its_line(
    prepare: Prepare, client_for: ClientFor, database: Database
) -> None:
    def steps(rows: Rows) -> None:
        rows.do(save_target, "translator", 1, text=BACK.replace("34", "43"))
        rows.do(save_target, "reviewer", 1, text=BACK.replace("Some 34", "Forty-three"))
        rows.do(save_source, "editor", 2, text="الأولى.")
        rows.do(save_source, "admin", 2, text="الثانية.")

    slug = prepare(steps)
    restores = r'<form method="post" action="([^"]*/restore)".*?name="revision" value="(\d+)".*?name="version" value="(\d+)"'

    def offered(role: str) -> list[tuple[str, str, str]]:
        return re.findall(restores, client_for(role).get(f"/articles/{slug}/history").text, re.DOTALL)

    def english() -> str:
        with database.reading() as session:
            return next(s.target for s in session.scalars(select(Segment)) if "quay" in s.target)

    assert offered("nobody") == []
    assert len(offered("editor")) == 1 + len(offered("translator")) == 2
    ((action, revision, version),) = offered("translator")
    client_for("translator").send(action, revision=revision, version=version)
    assert english() == BACK.replace("34", "43")
    ((action, revision, version),) = offered(
        "translator"
    )  # now it is the reviewer's text that is an earlier one
    for role, path in (("translator", "confirm"), ("reviewer", "approve")):
        with database.reading() as session:
            version = str(session.get_one(Segment, int(action.split("/")[-2])).lock_version)
        client_for(role).send(action.replace("restore", path), version=version)
    assert offered("translator") == []
