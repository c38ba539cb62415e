"""Marks as they are drawn, lit, reached by keys, repeated and attached again; and what people say under them."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.desk import LiveServer, PageFor, open_article, open_row, row
from tests.browser.marks import MIXED, card, choose_words, lit, mark, press, problems
from tests.conftest import SAMPLE
from workbench.db.models import ProblemEvent, User
from workbench.domain.kinds import Kind, Side
from workbench.domain.problems import Severity, Status

pytestmark = pytest.mark.browser

# --- drawn -----------------------------------------------------------------------------------------------

#: For each mark of a cell: its words, the rectangles of its own boxes, and those of its words as laid out.
GEOMETRY = """(cell) => {
  const found = {};
  const marks = [...cell.querySelectorAll("mark[data-problems]")];
  for (const id of new Set(marks.map((mark) => mark.dataset.problems))) {
    const own = marks.filter((mark) => mark.dataset.problems === id);
    const boxes = own.flatMap((mark) => [...mark.getClientRects()]);
    const words = own.flatMap((mark) => {
      const range = document.createRange();
      range.selectNodeContents(mark);
      return [...range.getClientRects()];
    });
    const style = getComputedStyle(own[0]);
    found[id] = {
      text: own.map((mark) => mark.textContent).join(""),
      covered: words.every((word) => boxes.some((box) =>
        box.left <= word.left + 1 && word.right <= box.right + 1 && box.top <= word.top + 1 && word.bottom <= box.bottom + 1)),
      lines: new Set(boxes.map((box) => Math.round(box.top / 10))).size,
      line: `${style.textDecorationLine} ${style.textDecorationStyle}`,
      offset: parseFloat(style.textUnderlineOffset),
      width: boxes.reduce((sum, box) => sum + box.width, 0),
    };
  }
  return { text: cell.textContent, marks: found, width: cell.clientWidth };
}"""

NESTED = {
    Side.SOURCE: ("إِنَّ «OECD» وَثَّقَتْ 1,250 حَالَةً فِي مُدُنِ السَّاحِلِ", "«OECD» وَثَّقَتْ 1,250", "1,250"),
    Side.TARGET: (
        "said the OECD had documented 1,250 cases in the towns",
        "OECD had documented 1,250",
        "1,250",
    ),
}


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("side", list(Side))
def test_nested_marks_cover_their_words_across_lines_and_scripts(
    live: LiveServer, page_for: PageFor, side: Side, width: int
) -> None:
    slug = live.add_article(MIXED)
    (segment,) = live.segments(slug)
    severities = (Severity.MINOR, Severity.MAJOR, Severity.CRITICAL)
    ids = [mark(live, segment, (side, w), severity=s) for w, s in zip(NESTED[side], severities, strict=True)]
    page = page_for("reviewer", viewport={"width": width, "height": 844})
    open_article(page, live, slug)
    cell = row(page, 1).locator(f".{side.value}")
    seen = cell.evaluate(GEOMETRY)
    assert seen["text"] == (segment.source if side is Side.SOURCE else segment.target)
    drawn = [seen["marks"][str(n)] for n in ids]
    assert [one["text"] for one in drawn] == list(NESTED[side])
    assert all(one["covered"] and one["width"] > 5 for one in drawn)
    assert drawn[0]["lines"] > 1 or width > 400
    assert len({one["line"] for one in drawn}) == 3  # dotted, single, double
    assert [one["offset"] for one in drawn] == sorted({one["offset"] for one in drawn})


def test_marks_do_not_break_the_joining_of_letters(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article(MIXED)
    page = page_for("reviewer")
    open_article(page, live, slug)
    measure = """() => {
      const letters = document.createTreeWalker(document.querySelector(".source"), NodeFilter.SHOW_TEXT);
      let width = 0;
      for (let node = letters.nextNode(); node; node = letters.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const box of range.getClientRects()) width += box.width;
      }
      return width;
    }"""
    cell = row(page, 1).locator(".source")
    before = (cell.bounding_box() or {}, page.evaluate(measure))
    mark(live, live.segments(slug)[0], (Side.SOURCE, "المُتَحَدِّثُ"))
    mark(live, live.segments(slug)[0], (Side.SOURCE, "حَدِّثُ"))  # begins within a word
    page.reload()
    expect(cell.locator("mark")).not_to_have_count(0)
    assert (cell.bounding_box() or {})["height"] == before[0]["height"]
    assert page.evaluate(measure) == pytest.approx(before[1], abs=2)


def test_what_is_missing_is_shown_at_its_place_and_adds_no_letter(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = live.add_article()
    page = page_for("reviewer")
    open_article(page, live, slug)
    field = open_row(page, 2)
    field.evaluate(
        "f => f.setSelectionRange(16, 16)"
    )  # after “Some 34 workers ”: the sign stays with the word
    choose_words(page, 2, "source", "٤٣ عاملًا")
    page.keyboard.press("Control+e")
    box = page.get_by_role("dialog", name="Mark a problem")
    expect(box.get_by_label("Missing in the English")).not_to_be_checked()
    page.keyboard.press("1")
    page.keyboard.press("2")
    expect(box.get_by_label("Missing in the English")).to_be_checked()
    expect(box.locator("#marking-words")).to_contain_text("Some 34 workers‸ returned")
    box.get_by_label("What is missing there").fill("from the port")
    page.keyboard.press("Control+Enter")
    expect(box).to_be_hidden()
    point = row(page, 2).locator(".mirror mark.point")
    expect(point).to_have_count(1)
    text = live.segments(slug)[1].target
    assert row(page, 2).locator(".mirror").evaluate("m => m.textContent") == text
    (problem,) = problems(live)
    assert {(s.side, s.start, s.end) for s in problem.spans} == {(Side.TARGET, 15, 15), (Side.SOURCE, 4, 13)}
    field.evaluate("f => { f.focus(); f.setSelectionRange(0, 0); }")
    page.keyboard.type("Only ")
    expect(point).to_have_count(1)
    card(page, problem.id).get_by_role("button", name="Apply").click()
    expect(field).to_have_value("Only Some 34 workers from the port returned to the quay on Sunday.")


#: Of each insertion point of a cell: how far its sign's top lies below the middle of the words beside it, and its
#: bottom above the end of their line; both are negative where it stands on another line.
SIGNS = """(cell) => {
  const line = parseFloat(getComputedStyle(cell).lineHeight);
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const letters = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    for (let at = 0; at < node.length; at += 1) {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      letters.push({ node, box: range.getBoundingClientRect() });
    }
  return [...cell.querySelectorAll("mark.point")].map((mark) => {
    const place = mark.getBoundingClientRect();
    const style = getComputedStyle(mark, "::after");
    const bottom = place.bottom - parseFloat(style.bottom);
    const top = bottom - parseFloat(style.height);
    const after = letters.findIndex(({ node }) => mark.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING);
    const next = after < 0 ? letters.length : after;
    const beside = [letters[next - 1], letters[next]].filter(Boolean).map(({ box }) => {
      const middle = (box.top + box.bottom) / 2;
      return Math.min(top - middle, middle + line / 2 - bottom);
    });
    return Math.max(...beside);
  });
}"""


def test_the_sign_of_what_is_missing_stands_on_the_line_of_its_place(
    live: LiveServer, page_for: PageFor
) -> None:
    """Between all the words of both sides, so at the ends of lines too; in the row and in the row in hand."""
    slug = live.add_article(MIXED)
    segment = live.segments(slug)[0]
    for side, text in ((Side.TARGET, segment.target), (Side.SOURCE, segment.source)):
        gaps = [at for at, letter in enumerate(text) if letter == " "][::2]
        for at in (*gaps, len(text)):
            mark(live, segment, (side, at), type_slug="omission")
    page = page_for("reviewer", viewport={"width": 390, "height": 844})
    open_article(page, live, slug)
    for cell in (row(page, 1).locator(".ar"), row(page, 1).locator(".en")):
        found = cell.evaluate(SIGNS)
        assert len(found) > 8
        assert min(found) >= -0.5
    open_row(page, 1)
    found = row(page, 1).locator(".mirror").evaluate(SIGNS)
    assert len(found) > 8
    assert min(found) >= -0.5


def test_praise_asks_for_a_note_alone(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    mark(live, live.segments(slug)[2], type_slug="awkward")  # that could be named as the same error
    page = page_for("reviewer")
    open_article(page, live, slug)
    choose_words(page, 2, "target", "workers")
    page.keyboard.press("Control+e")
    expect(page.locator("#marking-again")).to_be_visible()
    page.keyboard.press("0")
    box = page.get_by_role("dialog", name="Praise")
    expect(box.locator("textarea:visible, select:visible")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(box.get_by_label("Note")).to_be_focused()
    page.keyboard.type("Well found.")
    page.keyboard.press("Control+Enter")
    expect(row(page, 2).locator("mark[data-problems]").last).to_have_text("workers")
    expect(row(page, 2).locator(".gutter")).to_contain_text("Praised here")
    praise = problems(live)[-1]
    assert (praise.type, praise.note, praise.suggestion) == ("praise", "Well found.", None)


def test_a_question_asks_for_nothing_but_itself_and_may_have_lines(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = live.add_article()
    page = page_for("reviewer")
    open_article(page, live, slug)
    choose_words(page, 2, "source", "٤٣ عاملًا")
    page.keyboard.press("Control+u")
    box = page.get_by_role("dialog", name="Ask about these words")
    expect(box.get_by_label("Your question")).to_be_focused()
    expect(
        box.locator("input:visible, select:visible, textarea:visible, [role=option]:visible")
    ).to_have_count(1)
    page.keyboard.type("Forty-three?")
    page.keyboard.press("Enter")
    page.keyboard.type("Or 34?")
    expect(box.get_by_role("button", name="Ask")).to_contain_text("Ctrl Enter")
    page.keyboard.press("Control+Enter")
    expect(box).to_be_hidden()
    (problem,) = problems(live)
    expect(card(page, problem.id).locator(".note")).to_have_text("Forty-three?\nOr 34?", use_inner_text=True)
    assert (problem.type, problem.suggestion, len(problem.spans)) == ("question", None, 1)
    page.keyboard.press("Control+e")
    expect(page.get_by_role("dialog", name="Mark a problem").get_by_label("Find a type")).to_be_focused()


def test_a_mark_is_drawn_at_once_and_goes_again_where_it_is_refused(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = live.add_article()
    page = page_for("reviewer")
    open_article(page, live, slug)
    field = open_row(page, 2)
    field.evaluate("f => f.setSelectionRange(5, 15)")
    live.stop()
    page.keyboard.press("Control+e")
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    box = page.get_by_role("dialog", name="Mark a problem")
    expect(box.get_by_role("alert")).to_contain_text("does not answer")
    expect(row(page, 2).locator(".mirror mark")).to_have_count(0)
    live.start()
    page.evaluate(
        """() => new MutationObserver((_, observer) => {
             const mark = document.querySelector(".mirror mark");
             if (mark) { window.first = mark.dataset.problems; observer.disconnect(); }
           }).observe(document.querySelector(".mirror"), { childList: true, subtree: true })"""
    )
    page.keyboard.press("Enter")
    expect(box).to_be_hidden()
    assert page.evaluate("window.first") == "new"
    (problem,) = problems(live)
    expect(row(page, 2).locator(".mirror mark")).to_have_attribute("data-problems", str(problem.id))


def test_pointing_at_one_side_lights_the_other_and_the_card(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    segment = live.segments(slug)[1]
    both = mark(live, segment, (Side.SOURCE, "٤٣ عاملًا"), (Side.TARGET, "34 workers"))
    mark(live, segment, (Side.TARGET, "quay"))
    page = page_for("reviewer")
    open_article(page, live, slug)
    row(page, 2).locator(f'.target mark[data-problems="{both}"]').hover()
    assert lit(page) == ["34 workers", "٤٣ عاملًا"]
    page.mouse.move(5, 5)
    assert lit(page) == []
    open_row(page, 2)
    expect(card(page, both)).to_be_visible()
    row(page, 2).locator(f'.source mark[data-problems="{both}"]').hover()
    expect(card(page, both)).to_have_class("problem lit")
    assert "34 workers" in lit(page)
    page.mouse.move(5, 5)
    row(page, 2).locator("textarea").first.evaluate("f => f.setSelectionRange(7, 7)")
    expect(card(page, both)).to_have_class("problem lit")
    assert "٤٣ عاملًا" in lit(page)


def test_a_finger_marks_words_of_the_english_being_edited(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    page = page_for("reviewer", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    open_article(page, live, slug)
    row(page, 2).locator(".target").tap()
    field = row(page, 2).locator(".edit > textarea")
    expect(field).to_be_focused()
    field.evaluate("f => f.setSelectionRange(5, 15)")
    page.get_by_role("button", name="Mark", exact=True).tap()
    expect(page.get_by_role("dialog", name="Mark a problem")).to_contain_text("34 workers")


#: Whether what lies at a mark's middle is its text, and no part of the panel, a notice or a bar.
IN_SIGHT = """(problem) => {
  const { left, right, top, bottom } = document.querySelector(`.row :not([hidden]) > mark[data-problems="${problem}"]`).getBoundingClientRect();
  return document.elementFromPoint((left + right) / 2, (top + bottom) / 2)?.closest(".half") != null;
}"""


@pytest.mark.parametrize("size", [(1440, 700), (390, 800)])
def test_the_words_of_the_card_in_use_are_in_sight_beside_it(
    live: LiveServer, page_for: PageFor, size: tuple[int, int]
) -> None:
    long = " ".join(f"Sentence {n} of a paragraph that goes on for a while." for n in range(1, 30))
    slug = live.add_article(((Kind.PARAGRAPH, "فقرة طويلة.", long), *SAMPLE))
    first, last = (mark(live, live.segments(slug)[0], (Side.TARGET, f"Sentence {n} of")) for n in (2, 29))
    page = page_for("reviewer", viewport={"width": size[0], "height": size[1]})
    open_article(page, live, slug)
    for problem in (first, last):
        page.keyboard.press("F4")
        expect(card(page, problem)).to_be_focused()
        page.wait_for_function(IN_SIGHT, arg=problem)


# --- by keys ---------------------------------------------------------------------------------------------


def test_every_problem_is_reached_and_answered_by_keys(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    segments = live.segments(slug)
    first = mark(live, segments[1], (Side.TARGET, "34"), suggestion="43")
    second = mark(live, segments[1], (Side.TARGET, "quay"))
    third = mark(live, segments[2], type_slug="awkward")
    page = page_for("translator")
    open_article(page, live, slug)
    page.keyboard.press("F4")
    expect(card(page, first)).to_be_focused()
    page.keyboard.press("a")
    expect(card(page, first)).to_contain_text("fixed, to be accepted")
    expect(row(page, 2).locator(".edit > textarea")).to_have_value(
        "Some 43 workers returned to the quay on Sunday."
    )
    expect(page.locator("#panel .problem:focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(row(page, 2).locator(".edit > textarea")).to_be_focused()
    page.keyboard.type("f")  # in a text, a letter is a letter
    page.keyboard.press("Backspace")
    page.keyboard.press("F4")
    page.keyboard.press("ArrowUp")
    expect(card(page, second)).to_be_focused()
    page.keyboard.press("d")
    expect(card(page, second).locator("textarea")).to_be_focused()
    page.keyboard.type("It is a quay.")
    page.keyboard.press("Control+Enter")
    expect(card(page, second).locator("header")).to_contain_text("disputed")
    expect(card(page, second)).to_be_focused()
    assert live.segments(slug)[1].state.value != "approved"  # the keys did not decide about the row
    page.keyboard.press("F4")
    page.keyboard.press("F4")
    expect(card(page, third)).to_be_focused()
    expect(card(page, third)).to_contain_text("The whole row")
    press(page, "ب", "KeyF")
    press(page, "ب", "KeyF")  # the words have not changed: once more, to be sure
    expect(card(page, third)).to_contain_text("fixed, to be accepted")
    assert [p.status for p in problems(live)] == [Status.FIXED, Status.DISPUTED, Status.FIXED]

    reviewer = page_for("reviewer")
    open_article(reviewer, live, slug)
    for key, problem, says in (("u", second, "upheld"), ("y", first, "accepted"), ("r", third, "reopened")):
        row(reviewer, 3 if problem == third else 2).locator(".gutter .n").click()
        expect(card(reviewer, problem)).to_be_visible()
        card(reviewer, problem).focus()
        reviewer.keyboard.press(key)
        if key == "r":
            expect(card(reviewer, problem).get_by_label("Why?")).to_be_focused()
            reviewer.keyboard.press("Enter")  # a reason is not needed
        expect(card(reviewer, problem).locator("header")).to_contain_text(says)


def test_a_reply_runs_as_it_did_in_the_box_it_was_written_in(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    problem = mark(live, live.segments(slug)[1], (Side.TARGET, "34"))
    page = page_for("translator")
    open_article(page, live, slug)
    page.keyboard.press("F4")
    with live.database.reading() as session:
        name = session.get_one(User, live.staff["reviewer"].id).name
    for number, text in enumerate(
        [
            f"هذا أسلوب المرفأ: see the guide @{name} هل توافق؟",
            f"@{name} هل توافق؟",
            "يدفع is not what the Arabic says.",
            "“pay” ليست ما تقوله العربية.",
        ]
    ):
        page.keyboard.press("c")
        field = card(page, problem).locator("textarea[id^=say]")
        field.fill(text)
        written = field.evaluate("f => getComputedStyle(f).direction")
        page.keyboard.press("Control+Enter")
        said = card(page, problem).locator(".said > p[dir]").nth(number)
        expect(said).to_have_text(text)
        assert said.evaluate("p => getComputedStyle(p).direction") == written


def test_people_are_named_with_a_picker_and_what_was_said_can_be_mended(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = live.add_article()
    problem = mark(live, live.segments(slug)[1], (Side.TARGET, "34"))
    page = page_for("translator")
    open_article(page, live, slug)
    page.keyboard.press("F4")
    page.keyboard.press("c")
    field = card(page, problem).locator("textarea[id^=say]")
    page.keyboard.type("Look, @ra")
    option = page.get_by_role("listbox", name="People").get_by_role("option").first
    expect(option).to_have_attribute("aria-selected", "true")
    name = option.locator("bdi").inner_text()
    page.keyboard.press("Enter")
    expect(field).to_have_value(f"Look, @{name} ")
    page.keyboard.type("please.")
    card(page, problem).get_by_label("Direction of the text").first.select_option("rtl")
    assert field.evaluate("f => f.dir") == "rtl"
    field.focus()
    page.keyboard.press("Control+Enter")
    expect(card(page, problem).locator(".said .mention")).to_have_text(f"@{name}")
    page.keyboard.press("e")
    mended = card(page, problem).locator("textarea[id^=mend]")
    expect(mended).to_be_focused()
    mended.fill("Look, somebody.")
    page.keyboard.press("Control+Enter")
    expect(card(page, problem).locator(".said")).to_contain_text("edited")
    expect(card(page, problem).locator(".said")).to_contain_text("Look, somebody.")
    with live.database.reading() as session:
        events = session.scalars(select(ProblemEvent).order_by(ProblemEvent.id)).all()
        assert [event.text for event in events] == ["", "Look, somebody."]


def test_what_is_begun_in_a_thread_outlives_other_steps_and_rows(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    segment = live.segments(slug)[1]
    first, second = mark(live, segment, (Side.TARGET, "34")), mark(live, segment, (Side.TARGET, "quay"))
    page = page_for("translator")
    open_article(page, live, slug)
    page.keyboard.press("F4")
    page.keyboard.press("c")
    page.keyboard.type("Half a sentence")
    page.keyboard.press("Escape")
    card(page, second).focus()
    page.keyboard.press("f")
    page.keyboard.press("f")
    expect(card(page, second)).to_contain_text("fixed, to be accepted")
    expect(card(page, first).locator("textarea")).to_have_value("Half a sentence")
    open_row(page, 3)
    expect(card(page, first)).to_have_count(0)
    open_row(page, 2)
    expect(card(page, first).locator("textarea")).to_have_value("Half a sentence")
