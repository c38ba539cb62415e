"""Reading, keeping and finishing imports."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import START, Clock, add_people
from workbench.align.bead import Bead
from workbench.db.engine import Database
from workbench.db.models import Article, ImportDraft, Revision, Segment
from workbench.db.queries.drafts import active_people, unfinished_drafts
from workbench.demo import content
from workbench.domain.errors import Conflict, InvalidInput, NotAllowed, NotFound
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import InlineMark, MarkKind
from workbench.domain.people import Actor
from workbench.intake.document import Block, Document, Fields
from workbench.intake.furniture import REASONS
from workbench.services import aligning, draft_words, importing
from workbench.services.draft_state import DraftState, Given, SideState, beads
from workbench.services.importing import Answers

STRONG = InlineMark(0, 3, MarkKind.STRONG)


def state() -> DraftState:
    source = Document(
        (
            Block("عنوان", Kind.HEADLINE),
            Block("إعلان", dropped="ad-slot"),
            Block("فقرة أولى", marks=(STRONG,)),
            Block("فقرة ثانية", marks=(STRONG,)),
            Block("فقرة وحيدة"),
        ),
        Fields(byline="هدى", published_on="2026-03-01", tags=("بحر",)),
    )
    target = Document((Block("Title", Kind.HEADLINE), Block("One and two"), Block("Added", Kind.QUOTE)))
    return DraftState(
        SideState(document=source), SideState(document=target), beads([1, 2, 1, 0], [1, 1, 0, 1], [0.9] * 4)
    )


def test_blocks_of_one_pair_become_the_lines_of_one_segment() -> None:
    new = importing.new_article(state(), Answers(translator_name="Salma", english_is_finished=True))
    shown = [(s.kind, s.source, s.target) for s in new.segments]
    assert shown == [
        (Kind.HEADLINE, "عنوان", "Title"),
        (Kind.PARAGRAPH, "فقرة أولى\nفقرة ثانية", "One and two"),
        (Kind.PARAGRAPH, "فقرة وحيدة", ""),
        (Kind.QUOTE, "", "Added"),
    ]
    assert new.segments[1].source_marks == (STRONG, InlineMark(10, 13, MarkKind.STRONG))
    assert (new.source_fields.byline, new.source_fields.tags, str(new.published_on)) == (
        "هدى",
        ("بحر",),
        "2026-03-01",
    )
    assert (new.translated_by_name, new.english_is_finished) == ("Salma", True)


def test_nothing_can_be_created_before_the_sides_are_paired() -> None:
    unpaired = DraftState(state().source, state().target)
    with pytest.raises(InvalidInput):
        importing.new_article(unpaired, Answers())
    assert aligning.align_sides(unpaired).pairs
    with pytest.raises(InvalidInput, match="left out"):
        aligning.align_sides(DraftState(SideState(document=Document((Block("x", dropped="ad-slot"),)))))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (Given(text="\u200f\n \u00a0"), "no text"),
        (Given(file=b"\x00\x01\x02\x03" * 500, file_name="a.txt"), "text"),
        (Given(file=b"PK\x03\x04", file_name="a.docx"), "Word"),
    ],
)
def test_what_cannot_be_read_is_said_and_a_paste_is_kept(given: Given, says: str) -> None:
    read = importing.read_given(given, Side.SOURCE)
    assert read.document is None
    assert says in read.problem
    assert Given.unpacked(read.given).text == given.text


def test_a_paste_that_is_too_large_is_not_kept() -> None:
    read = importing.read_given(Given(text="ا" * (11 * 1024 * 1024)), Side.SOURCE)
    assert "MB" in read.problem
    assert Given.unpacked(read.given).is_empty


def test_bytes_are_kept_only_where_the_encoding_could_be_another() -> None:
    text = importing.read_given(Given(file="عنوان\n\nنص".encode("cp1256"), file_name="a.txt"), Side.SOURCE)
    assert Given.unpacked(text.given).file
    with pytest.raises(InvalidInput, match="offered"):
        importing.read_again(text, Side.SOURCE, "rot13")
    pasted = importing.read_given(Given(text="عنوان"), Side.SOURCE)
    with pytest.raises(InvalidInput, match="Only a text"):
        importing.read_again(pasted, Side.SOURCE, "utf-8")


def test_a_guessed_encoding_is_named_as_the_list_names_it() -> None:
    guessed = importing.read_given(
        Given(file="عاد المركب إلى المرفأ".encode("cp1256"), file_name="a.txt"), Side.SOURCE
    )
    assert guessed.document is not None
    assert guessed.document.encoding == importing.ENCODINGS["cp1256"]
    again = importing.read_again(guessed, Side.SOURCE, "mac_arabic")
    assert again.document is not None
    assert again.document.encoding == "Mac Arabic"


# --- drafts --------------------------------------------------------------------------------------------


def test_a_draft_survives_and_only_the_newest_version_can_be_changed(
    database: Database, clock: Clock
) -> None:
    with database.writing() as session:
        people = add_people(session)
        tala = people["translator"]
        draft = importing.start_draft(session, tala, state(), at=clock())
    with database.reading() as session:
        found = importing.find_draft(session, tala, draft.id)
        assert found.state == state()
        assert (found.version, found.article_slug) == (1, None)
        with pytest.raises(NotFound):
            importing.find_draft(session, people["translator2"], draft.id)
        with pytest.raises(NotAllowed):
            importing.find_draft(session, people["reviewer"], draft.id)
    realigned = aligning.align_sides(state())
    with database.writing() as session:
        assert importing.save_draft(session, tala, draft.id, realigned, version=1, at=clock()).version == 2
    with database.writing() as session, pytest.raises(Conflict):
        importing.save_draft(session, tala, draft.id, state(), version=1, at=clock())
    with database.writing() as session, pytest.raises(NotFound):
        importing.save_draft(session, people["translator2"], draft.id, state(), version=2, at=clock())
    with database.reading() as session:
        assert importing.find_draft(session, tala, draft.id).state == realigned


def test_creating_is_done_once_and_empties_the_draft(
    session: Session, people: dict[str, Actor], clock: Clock
) -> None:
    emad = people["editor"]
    draft = importing.start_draft(session, emad, state(), at=clock())
    new = importing.new_article(state(), Answers(translator_name="Salma"))
    with pytest.raises(Conflict):
        importing.create_from_draft(session, emad, draft.id, new, version=7, at=clock())
    article = importing.create_from_draft(session, emad, draft.id, new, version=1, at=clock())
    again = importing.create_from_draft(session, emad, draft.id, new, version=1, at=clock())
    assert again.id == article.id
    assert len(session.scalars(select(Article)).all()) == 1
    found = importing.find_draft(session, emad, draft.id)
    assert (found.article_slug, found.state) == ("title", DraftState())
    with pytest.raises(Conflict):
        importing.save_draft(session, emad, draft.id, state(), version=found.version, at=clock())
    texts = session.scalars(select(Revision.text).order_by(Revision.id)).all()
    assert "فقرة أولى\nفقرة ثانية" in texts
    assert "إعلان" not in texts
    assert len(session.scalars(select(Segment)).all()) == 4


def test_a_translator_who_is_not_here_is_refused(
    session: Session, people: dict[str, Actor], clock: Clock
) -> None:
    draft = importing.start_draft(session, people["editor"], state(), at=clock())
    new = importing.new_article(state(), Answers(translator_id=999_999))
    with pytest.raises(InvalidInput, match="translator"):
        importing.create_from_draft(session, people["editor"], draft.id, new, version=1, at=clock())


def test_unfinished_imports_are_listed_without_their_text(
    session: Session, people: dict[str, Actor], clock: Clock
) -> None:
    tala = people["translator"]
    first = importing.start_draft(session, tala, state(), at=clock())
    second = importing.start_draft(session, tala, DraftState(state().source), at=clock())
    importing.start_draft(session, people["editor"], state(), at=clock())
    lines = unfinished_drafts(session, tala.id)
    assert [line.id for line in lines] == [second.id, first.id]
    assert lines[1].about == {
        "source_title": "عنوان", "target_title": "Title", "source_blocks": 4, "target_blocks": 3, "step": "pairs",
    }  # fmt: skip
    importing.discard_draft(session, people["editor"], first.id)
    importing.discard_draft(session, tala, second.id)
    importing.discard_draft(session, tala, second.id)
    assert [line.id for line in unfinished_drafts(session, tala.id)] == [first.id]
    names = [person.name for person in active_people(session)]
    assert names == sorted(names)


def test_drafts_nobody_touched_for_long_are_thrown_away(session: Session, people: dict[str, Actor]) -> None:
    def ids() -> list[Any]:
        return list(session.scalars(select(ImportDraft.id).order_by(ImportDraft.id)))

    old, young = (
        importing.start_draft(session, people["editor"], state(), at=START + timedelta(days=day)).id
        for day in (0, 20)
    )
    assert ids() == [old, young]
    assert importing.discard_stale_drafts(session, START + timedelta(days=10)) == 1
    assert ids() == [young]


def test_an_import_says_in_words_how_sure_it_is_and_what_it_did() -> None:
    pairs = (
        Bead((0,), (0,), 0.97), Bead((1,), (1,), 0.7), Bead((2,), (2,), 0.2), Bead((3,), (), 0.5), Bead((), (3,), 1.0),
    )  # fmt: skip
    assert [(which.word, count) for which, count in draft_words.summary(pairs)] == [
        ("sure", 1), ("likely", 1), ("unsure", 1), ("Arabic only", 1), ("English only", 1),
    ]  # fmt: skip
    paired = DraftState(state().source, state().target, pairs)
    assert draft_words.weakest(paired) == [2, 3, 1]
    assert [draft_words.next_weakest(paired, row) for row in (None, 2, 3, 1, 0)] == [2, 3, 1, 2, 2]
    assert draft_words.one_sided(paired) == [(Side.TARGET, [3]), (Side.SOURCE, [4])]
    assert draft_words.weakest(DraftState(state().source, SideState(), pairs)) == []
    assert draft_words.kinds_in_words(state().source.kept) == "1 headline, 3 paragraphs"
    left_out = Document(
        tuple(Block(str(n), dropped=rule) for n, rule in enumerate(("ad-slot", "by-hand", "ad-slot")))
    )
    for rule in ("ad-slot", "by-hand"):
        assert draft_words.reason(rule) in draft_words.reasons_in_words(left_out)
    assert "(2)" in draft_words.reasons_in_words(left_out)
    for rule in REASONS:
        assert draft_words.reason(rule)[-1] not in ".;("


def test_headlines_known_to_be_each_others_are_paired() -> None:
    plain = aligning.align_sides(DraftState(state().source, state().target), pair_headlines=True)
    assert plain.pairs[0] == Bead((0,), (0,))
    assert [n for bead in plain.pairs for n in bead.source] == [0, 1, 2, 3]
    assert [n for bead in plain.pairs for n in bead.target] == [0, 1, 2]
    untitled = SideState(document=Document((Block("فقرة أولى"), Block("فقرة ثانية"))))
    titled = aligning.align_sides(
        DraftState(untitled, importing.with_headline(SideState(), "Title")), pair_headlines=True
    )
    assert [(bead.source, bead.target) for bead in titled.pairs] == [((), (0,)), ((0,), ()), ((1,), ())]


def test_a_pair_whose_other_half_stands_behind_a_caption_is_not_called_sure() -> None:
    """The demo's English has in one paragraph what a caption parts in the Arabic: no order can pair that."""
    arabic = importing.read_given(Given(text=content.raw_page("ar")), Side.SOURCE)
    english = importing.read_given(Given(file=content.raw_html().encode(), file_name="a.html"), Side.TARGET)
    pairs = aligning.align_sides(DraftState(arabic, english)).pairs
    assert [(b.source, b.target) for b in pairs[1:4]] == [((1,), (1,)), ((2,), (2,)), ((3,), ())]
    assert pairs[1].confidence < draft_words.LIKELY
    assert min(bead.confidence for bead in (pairs[0], pairs[2], pairs[5])) > draft_words.SURE
    # Where nothing stands alone, a long English may be a translator who explains.
    blocks = tuple(
        replace(block, dropped="by-hand") if block == arabic.kept[3] else block for block in arabic.blocks
    )
    assert arabic.document
    without = replace(arabic, document=replace(arabic.document, blocks=blocks))
    long = aligning.align_sides(DraftState(without, english)).pairs[1]
    assert (long.source, long.target) == ((1,), (1,))


def test_the_address_of_the_english_page_is_not_taken_for_the_arabic_one() -> None:
    page = "<html><head><link rel='canonical' href='https://news.example.org/{0}/1'></head><body><h1>{1}</h1><p>{2}</p></body></html>"
    arabic = page.format(
        "ar", "عمال الميناء يعودون إلى العمل", "عاد العمال إلى الرصيف صباح الأحد بعد إضراب طويل."
    )
    english = page.format(
        "en", "Port workers return to work", "The workers returned to the quay on Sunday after a long strike."
    )
    answers = Answers(translator_name="Somebody", english_is_finished=True)

    def address(given: Given) -> str:
        state = DraftState(
            importing.read_given(given, Side.SOURCE),
            importing.read_given(Given(file=english.encode(), file_name="en.html"), Side.TARGET),
        )
        return importing.new_article(aligning.align_sides(state), answers).source_url

    assert address(Given(file=arabic.encode(), file_name="ar.html")) == "https://news.example.org/ar/1"
    assert address(Given(text="عمال الميناء يعودون إلى العمل\n\nعاد العمال إلى الرصيف صباح الأحد.")) == ""
