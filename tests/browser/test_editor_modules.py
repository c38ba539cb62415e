"""The editor's pure helpers, run where they will run."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.desk import LiveServer

pytestmark = pytest.mark.browser

Run = Callable[..., Any]


@pytest.fixture
def run(page: Page, live: LiveServer) -> Run:
    """``run("ranges", "m => …", argument)`` evaluates with a module of the editor."""
    page.goto(f"{live.url}/sign-in")
    base = live.app.extensions["workbench"].static_files.url("js/editor")

    def evaluate(module: str, script: str, argument: Any = None) -> Any:
        return page.evaluate(
            f"async (given) => ({script})(await import('{base}/{module}.js'), given)", argument
        )

    return evaluate


def strong(start: int, end: int) -> dict[str, Any]:
    return {"type": "strong", "start": start, "end": end}


def problem(start: int, end: int) -> dict[str, Any]:
    return {
        "type": "problem",
        "problems": "7",
        "severity": "major",
        "status": "open",
        "start": start,
        "end": end,
    }


CARRY = "(m, [ranges, before, after]) => m.carry(ranges, before, after).map(r => [r.start, r.end])"


@pytest.mark.parametrize(
    ("ranges", "before", "after", "expected"),
    [
        ([strong(4, 7)], "the old house", "see the old house", [[8, 11]]),
        ([strong(4, 7)], "the old house", "the old houses", [[4, 7]]),
        ([strong(4, 7)], "the old house", "the oldest house", [[4, 10]]),  # bold grows at its end
        ([problem(4, 7)], "the old house", "the oldest house", [[4, 7]]),  # a problem does not
        ([strong(4, 7)], "the old house", "the o-ld house", [[4, 8]]),
        ([strong(4, 7)], "the old house", "the house", []),
        ([strong(4, 13)], "the old house", "the old", [[4, 7]]),
        ([problem(0, 3), problem(8, 13)], "the old house", "the very old house", [[0, 3], [13, 18]]),
        ([problem(4, 7)], "the old house", "the old house", [[4, 7]]),
    ],
)
def test_marks_travel_with_their_words(
    run: Run, ranges: list[Any], before: str, after: str, expected: list[list[int]]
) -> None:
    assert run("ranges", CARRY, [ranges, before, after]) == expected


def test_marks_stay_inside_the_text_whatever_is_typed(run: Run) -> None:
    script = """(m) => {
      let seed = 7;
      const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
      for (let turn = 0; turn < 300; turn += 1) {
        let text = "The 🚢 old house by the قديم harbour wall";
        let ranges = [{ type: "strong", start: 4, end: 9 }, { type: "problem", problems: "1", start: 7, end: 20 }];
        for (let step = 0; step < 12; step += 1) {
          const at = random(text.length + 1);
          const gone = random(Math.min(6, text.length - at + 1));
          const after = text.slice(0, at) + "abcdef".slice(0, random(5)) + text.slice(at + gone);
          ranges = m.carry(ranges, text, after);
          text = after;
          for (const r of ranges) if (!(0 <= r.start && r.start < r.end && r.end <= text.length)) return [text, r];
        }
      }
      return null;
    }"""
    assert run("ranges", script) is None


def test_drawing_and_reading_a_cell_are_inverse(run: Run) -> None:
    script = """(m, [text, ranges]) => {
      const cell = document.createElement("div");
      m.draw(cell, text, ranges);
      const back = m.read(cell);
      return [cell.textContent, back.text, back.ranges.map(r => [r.type, r.start, r.end]).sort()];
    }"""
    text = "وقّعنا لأن العائلات لم تعد تحتمل\nسطر ثانٍ"
    ranges = [
        problem(7, 19),
        strong(11, 25),
        {"type": "link", "href": "https://example.org", "start": 30, "end": 36},
    ]
    drawn, read, found = run("ranges", script, [text, ranges])
    assert drawn == read == text
    assert found == [["link", 30, 36], ["problem", 7, 19], ["strong", 11, 25]]


def test_marks_go_to_the_server_in_code_points(run: Run) -> None:
    marks = run("ranges", "(m, [t, r]) => m.toMarks(t, r)", ["🚢🚢 ship", [strong(5, 9)]])
    assert marks == [{"start": 3, "end": 7, "kind": "strong"}]
    back = run("ranges", "(m, [t, r]) => m.fromMarks(t, r)", ["🚢🚢 ship", marks])
    assert [(m["start"], m["end"]) for m in back] == [(5, 9)]


def test_bold_is_switched_on_and_off(run: Run) -> None:
    script = (
        "(m, [r, s, e]) => m.toggle(r, 'strong', s, e).map(x => [x.start, x.end]).sort((a, b) => a[0] - b[0])"
    )
    assert run("ranges", script, [[], 2, 5]) == [[2, 5]]
    assert run("ranges", script, [[strong(2, 5)], 4, 8]) == [[2, 8]]
    assert run("ranges", script, [[strong(2, 8)], 4, 6]) == [[2, 4], [6, 8]]
    assert run("ranges", script, [[strong(2, 8)], 2, 8]) == []


def test_a_merge_follows_the_choices(run: Run) -> None:
    hunks = [
        {"kind": "same", "base": "The ", "theirs": "The ", "mine": "The "},
        {"kind": "conflict", "base": "old", "theirs": "ancient", "mine": "aged"},
        {"kind": "theirs", "base": " hut", "theirs": " house", "mine": " hut"},
        {"kind": "mine", "base": ".", "theirs": ".", "mine": "!"},
    ]
    merged = "(m, [h, c]) => m.merged(h, c)"
    assert run("conflict", merged, [hunks, {}]) == "The aged house!"
    assert run("conflict", merged, [hunks, {"1": "theirs"}]) == "The ancient house!"
    assert run("conflict", merged, [hunks, {"1": "both"}]) == "The ancient aged house!"


def test_invisible_characters_become_chips_on_a_copy(run: Run) -> None:
    script = "(m, text) => m.chips(text)?.map(p => typeof p === 'string' ? p : `[${p.textContent}]`).join('') ?? null"
    assert run("invisibles", script, "nothing here") is None
    assert run("invisibles", script, "a\u200fb\u00a0c\u0640") == "a[RLM]b[NBSP]c[tatweel]"


def test_the_types_used_most_come_first(run: Run) -> None:
    first = run("marking", "(m, counts) => m.favourites(counts)", {"register": 9, "grammar": 2})
    assert first[:2] == ["register", "grammar"]
    assert len(first) == len(set(first)) == 6


def test_somebody_on_the_row_in_hand_is_said_once_until_they_have_been_elsewhere(run: Run) -> None:
    script = """(m, visits) => {
      const hand = { id: null };
      const presence = new m.Presence({ root: document.body, hand });
      return visits.map(([mine, theirs]) => {
        hand.id = mine;
        document.getElementById("notices").replaceChildren();
        presence.show(theirs ? [{ id: 7, name: "Noor", role: "reviewer", segment: theirs }] : []);
        return document.querySelectorAll("#notices .flash").length;
      });
    }"""
    visits = [(3, 3), (3, 3), (4, 3), (3, 3), (None, 3), (3, 3), (3, 4), (4, 4), (3, 3), (3, None), (3, 3)]
    assert run("presence", script, visits) == [1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 1]
