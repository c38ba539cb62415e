"""Marks for browser tests: making them, choosing words by hand, and what is seen of them."""

from typing import Any

from playwright.sync_api import Locator, Page

from tests.browser.desk import LiveServer
from workbench import clock
from workbench.db.models import Problem, Segment
from workbench.domain.kinds import Kind, Side
from workbench.services.problem_life import Place
from workbench.services.review import mark_problem

VOWELLED = (
    "قَالَ المُتَحَدِّثُ إِنَّ «OECD» وَثَّقَتْ 1,250 حَالَةً فِي مُدُنِ السَّاحِلِ، وَإِنَّ 3٫5 فِي المِئَةِ مِنْهَا لَمْ تُسَجَّلْ بَعْدُ"
    " لَدَى المَكْتَبِ الإِقْلِيمِيِّ."
)
ENGLISH = "The spokesman said the OECD had documented 1,250 cases in the towns of the coast, 3.5 per cent of them not yet registered."
MIXED = ((Kind.PARAGRAPH, VOWELLED, ENGLISH),)


def mark(
    live: LiveServer, segment: Segment, *places: tuple[Side, str | int], who: str = "reviewer", **said: Any
) -> int:
    """A mark on these words of each side, or between them: a number is an insertion point, "" the one at the end."""
    found = []
    for side, words in places:
        text = segment.source if side is Side.SOURCE else segment.target
        start = words if isinstance(words, int) else text.index(words) if words else len(text)
        exact = words if isinstance(words, str) else ""
        found.append(Place(side, start, start + len(exact), exact))
    with live.database.writing() as session:
        version = session.get_one(Segment, segment.id).lock_version
        arguments = {"type_slug": "mistranslation", "places": found, "version": version, "at": clock.now()}
        return mark_problem(session, live.staff[who], segment.id, **(arguments | said)).id


def card(page: Page, number: int) -> Locator:
    return page.locator(f"#p{number}")


def press(page: Page, key: str, code: str) -> None:
    """A key of an Arabic layout: what it gives is Arabic, where it lies is known."""
    page.evaluate(
        """([key, code]) => document.activeElement.dispatchEvent(
             new KeyboardEvent("keydown", {key, code, bubbles: true, cancelable: true}))""",
        [key, code],
    )


def lit(page: Page) -> list[str]:
    return sorted(
        page.evaluate("[...(CSS.highlights.get('lit') ?? [])].map(range => range.toString()).filter(Boolean)")
    )


def problems(live: LiveServer) -> list[Problem]:
    with live.database.reading() as session:
        found = list(session.query(Problem).order_by(Problem.id))
        session.expunge_all()
        return found


#: Finds words in one side of a row that is not open, and brings them out from behind bars and notices.
_FIND = """([number, side, words]) => {
  const cell = document.querySelectorAll(".row")[number - 1].querySelector(`.${side}`);
  cell.scrollIntoView({ block: "center" });
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at >= 0) return use(cell, node, at, at + words.length);
  }
}"""
_CHOOSE = f"place => {{ const use = (_, node, from, to) => getSelection().setBaseAndExtent(node, from, node, to); return ({_FIND})(place); }}"
_MEASURE = f"""place => {{
  const use = (cell, node, from, to) => {{
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    const {{ left, right, top, bottom }} = range.getBoundingClientRect();
    return {{ left, right, y: (top + bottom) / 2, rtl: getComputedStyle(cell).direction === "rtl" }};
  }};
  return ({_FIND})(place);
}}"""


def choose_words(page: Page, number: int, side: str, words: str) -> None:
    """Drag over words of a row that is not open, as a hand would: again where the page moved meanwhile.

    On a busy machine a page can move under every drag: then as the keyboard chooses them.
    """
    for _ in range(3):
        _drag_over(page, number, side, words)
        if words in page.evaluate("getSelection().toString()"):
            return
        page.keyboard.press("Escape")
    page.evaluate(_CHOOSE, [number, side, words])
    assert words in page.evaluate("getSelection().toString()")


def _drag_over(page: Page, number: int, side: str, words: str) -> None:
    box = page.evaluate(_MEASURE, [number, side, words])
    start, end = (box["right"], box["left"]) if box["rtl"] else (box["left"], box["right"])
    inwards = -0.5 if box["rtl"] else 0.5
    page.mouse.move(start + inwards, box["y"])
    page.mouse.down()
    page.mouse.move((start + end) / 2, box["y"], steps=4)
    page.mouse.move(end - inwards, box["y"], steps=4)
    page.mouse.up()
