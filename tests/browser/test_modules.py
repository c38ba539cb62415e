"""The small modules under static/js/lib, run where they will run."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from workbench.resources import folder

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="en" dir="ltr"><meta charset="utf-8"><title>Modules</title>
<p id="en">The 🚢 “harbour <em>crews</em>” went<b data-not-text>2</b> back.</p>
<p id="ar" dir="rtl" lang="ar">وقّعنا لأن العائلات لم تعد تحتمل</p>
<textarea id="box">naïve café</textarea><div id="notices"></div><div id="announcer"></div>"""


class Quiet(SimpleHTTPRequestHandler):
    """Static files, one page, and two addresses that answer as the server does."""

    def do_GET(self) -> None:
        if self.path != "/":
            return super().do_GET()
        return self._answer(200, "text/html; charset=utf-8", PAGE)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == "/conflict":
            body = (
                '{"error": {"code": "conflict", "message": "Somebody was here.", "details": {"theirs": "x"}}}'
            )
            return self._answer(409, "application/json", body)
        if self.path == "/page":
            return self._answer(200, "text/html", "<p>Sign in</p>")
        return self._answer(200, "application/json", '{"saved": true}')

    def _answer(self, status: int, kind: str, body: str) -> None:
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder("static"))))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def modules(page: Page, address: str) -> Page:
    page.goto(address)
    return page


def run(page: Page, module: str, code: str, argument: object = None) -> Any:
    """The value of ``code`` with the module's exports as ``m`` and the argument as ``x``."""
    source = f"async (x) => {{ const m = await import('/js/{module}.js'); {code} }}"
    return page.evaluate(source, argument)


# --- offsets --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "units", "points"), [("a🚢b", 3, 2), ("a🚢b", 4, 3), ("وقّعنا", 4, 4), ("", 0, 0)]
)
def test_utf16_units_and_code_points_convert_both_ways(
    modules: Page, text: str, units: int, points: int
) -> None:
    assert run(modules, "lib/offsets", "return m.toCodePoints(x[0], x[1])", [text, units]) == points
    assert run(modules, "lib/offsets", "return m.toUnits(x[0], x[1])", [text, points]) == units


def test_a_span_is_widened_to_whole_letters(modules: Page) -> None:
    # The shadda belongs to its letter, the skin tone to its hand.
    assert run(modules, "lib/offsets", "return m.snapToGraphemes(x, 0, 2)", "وقّعنا") == [0, 3]
    assert run(modules, "lib/offsets", "return m.snapToGraphemes(x, 2, 3)", "a👍🏽b") == [1, 5]


def select(page: Page, start: tuple[str, int], end: tuple[str, int]) -> None:
    page.evaluate(
        """([from, to]) => {
            const nodes = (selector) => document.evaluate(selector, document, null, 9, null).singleNodeValue;
            const range = document.createRange();
            range.setStart(nodes(from[0]), from[1]);
            range.setEnd(nodes(to[0]), to[1]);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        [start, end],
    )


def test_a_selection_across_elements_comes_out_in_code_points(modules: Page) -> None:
    select(modules, ("//p[@id='en']/text()[1]", 8), ("//p[@id='en']/em/text()", 5))
    found = run(modules, "lib/offsets", "return m.selectionIn(document.querySelector('#en'))")
    assert found == {"start": 7, "end": 20, "text": "harbour crews"}


def test_what_is_not_text_does_not_count(modules: Page) -> None:
    assert run(modules, "lib/offsets", "return m.textOf(document.querySelector('#en'))") == (
        "The 🚢 “harbour crews” went back."
    )


def test_a_selection_that_leaves_the_cell_is_cut_to_it(modules: Page) -> None:
    select(modules, ("//p[@id='en']/em/text()", 1), ("//p[@id='ar']/text()", 6))
    found = run(modules, "lib/offsets", "return m.selectionIn(document.querySelector('#ar'))")
    assert found == {"start": 0, "end": 6, "text": "وقّعنا"}


def test_a_range_over_code_points_covers_those_words(modules: Page) -> None:
    code = "return String(m.rangeOf(document.querySelector('#en'), x[0], x[1]))"
    assert run(modules, "lib/offsets", code, [7, 20]) == "harbour crews"
    assert run(modules, "lib/offsets", code, [0, 500]) == "null"


# --- keys -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("combination", "pressed", "matches"),
    [
        ("Mod+S", {"key": "s", "code": "KeyS", "ctrlKey": True}, True),
        ("Mod+S", {"key": "س", "code": "KeyS", "ctrlKey": True}, True),
        ("Mod+S", {"key": "s", "code": "KeyS", "ctrlKey": True, "shiftKey": True}, False),
        ("Mod+S", {"key": "o", "code": "KeyS", "ctrlKey": True}, False),  # Dvorak: the typed letter decides
        ("Mod+/", {"key": "ظ", "code": "Slash", "ctrlKey": True}, True),
        ("Mod+/", {"key": "/", "code": "Digit7", "ctrlKey": True, "shiftKey": True}, True),  # German
        ("Mod+Shift+8", {"key": "*", "code": "Digit8", "ctrlKey": True, "shiftKey": True}, True),
        ("Mod+Shift+8", {"key": "8", "code": "Digit8", "ctrlKey": True}, False),
        ("1", {"key": "١", "code": "Digit1"}, True),
        ("1", {"key": "&", "code": "Digit1"}, False),  # AZERTY without shift types &
        ("Alt+ArrowDown", {"key": "ArrowDown", "code": "ArrowDown", "altKey": True}, True),
        ("?", {"key": "?", "code": "Slash", "shiftKey": True}, True),
        ("Mod+Enter", {"key": "Enter", "code": "Enter", "ctrlKey": True, "isComposing": True}, False),
        ("m", {"key": "ة", "code": "KeyM"}, True),
    ],
)
def test_combinations_match_whatever_the_layout(
    modules: Page, combination: str, pressed: dict[str, object], matches: bool
) -> None:
    code = "return m.matches(new KeyboardEvent('keydown', x[1]), x[0], false)"
    assert run(modules, "lib/keys", code, [combination, pressed]) is matches


def test_on_a_mac_mod_is_command(modules: Page) -> None:
    code = "return m.matches(new KeyboardEvent('keydown', x), 'Mod+S', true)"
    assert run(modules, "lib/keys", code, {"key": "s", "code": "KeyS", "metaKey": True}) is True
    assert run(modules, "lib/keys", code, {"key": "s", "code": "KeyS", "ctrlKey": True}) is False
    assert run(modules, "lib/keys", "return m.printed('Mod+Shift+Enter', true)") == ["⌘", "⇧", "↵"]


def test_a_bound_key_is_done_with_unless_its_row_says_no(modules: Page) -> None:
    code = """
        const seen = [];
        const off = m.bind(document, { F8: () => { seen.push("f8"); }, F9: () => false });
        const press = (key) => document.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }));
        const passed = [press("F8"), press("F9"), press("F10")];
        off();
        return [seen, passed, press("F8")];
    """
    assert run(modules, "lib/keys", code) == [["f8"], [False, True, True], True]


# --- http -----------------------------------------------------------------------------------------------

CAUGHT = (
    "try { return await m.postJSON(x[0], {}, x[1] ?? {}); } "
    "catch (e) { return [e.code, e.status, e.message, e.details, e.isTransient]; }"
)


def test_an_answer_is_returned_and_an_error_says_what_the_server_said(modules: Page) -> None:
    assert run(modules, "lib/http", CAUGHT, ["/fine"]) == {"saved": True}
    assert run(modules, "lib/http", CAUGHT, ["/conflict"]) == [
        "conflict",
        409,
        "Somebody was here.",
        {"theirs": "x"},
        False,
    ]


def test_a_page_instead_of_json_is_an_error(modules: Page) -> None:
    assert run(modules, "lib/http", CAUGHT, ["/page"])[0] == "http"


def test_a_server_that_is_gone_is_offline_and_worth_another_try(modules: Page) -> None:
    modules.evaluate("import('/js/lib/http.js')")  # loaded before the network goes
    modules.context.set_offline(True)
    try:
        code, status, *_, transient = run(modules, "lib/http", CAUGHT, ["/fine"])
    finally:
        modules.context.set_offline(False)
    assert (code, status, transient) == ("offline", 0, True)


# --- times and notices ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-22T11:59:40Z", "just now"),
        ("2026-11-22T11:57:00Z", "3 minutes ago"),
        ("2026-11-22T14:00:00Z", "in 2 hours"),
        ("2026-11-21T11:00:00Z", "yesterday"),
        ("2026-03-02T09:00:00Z", "2 Mar"),
        ("2025-03-02T09:00:00Z", "2 Mar 2025"),
    ],
)
def test_how_long_ago_in_words(modules: Page, moment: str, words: str) -> None:
    code = "return m.sayAgo(new Date(x), new Date('2026-11-22T12:00:00Z'))"
    assert run(modules, "controllers/times", code, moment) == words


def test_notices_do_not_pile_up(modules: Page) -> None:
    said = run(
        modules,
        "lib/announce",
        """
        const bad = { tone: "bad" };
        m.notice("The server does not answer.", bad);
        m.notice("Saved.", { tone: "good" });
        m.notice("The server does not answer.", bad);
        m.notice("Confirmed.", { tone: "good" });
        m.notice("Row 4 was removed.", { action: { label: "Undo", run: () => {} } });
        m.notice("Somebody is on this row too.", { tone: "warn" });
        return [...document.querySelectorAll("#notices p")].map((p) => p.textContent);
        """,
    )
    assert said == ["The server does not answer.", "Row 4 was removed.", "Somebody is on this row too."]


def test_a_failure_names_its_row_until_that_is_settled(modules: Page) -> None:
    code = """
        const row = (id) => ({ id, label: `Row ${id}`, go: () => { window.gone = id; } });
        m.failure(new Error("Too late."), { about: row(4) });
        m.failure(new Error("The server is full."));
        m.failure(Object.assign(new Error("Signed out."), { code: "signed-out" }));
        dispatchEvent(new Event("answered"));
        m.failure(new Error("Changed just now."), { about: row(4) });
        m.failure(new Error("Changed just now."), { about: row(6) });
        window.settled = m.settled;
    """
    run(modules, "lib/announce", code)
    said = modules.locator("#notices p")
    expect(said).to_have_text(["The server is full.", "Row 4: Changed just now.", "Row 6: Changed just now."])
    modules.get_by_role("link", name="Row 4").click()
    assert modules.evaluate("window.gone") == 4
    modules.evaluate("settled([4])")
    expect(said).to_have_text(["The server is full.", "Row 6: Changed just now."])
    for left in (["The server is full."], []):
        modules.locator("#box").press("Escape")
        expect(said).to_have_text(left)


def test_a_notice_offers_its_action_once(modules: Page) -> None:
    code = """
        window.undone = 0;
        m.notice("Row 4 was removed.", { action: { label: "Undo", run: () => { window.undone += 1; } } });
    """
    run(modules, "lib/announce", code)
    modules.get_by_role("button", name="Undo").click()
    assert modules.evaluate("window.undone") == 1
    assert modules.locator("#notices .flash").count() == 0


def test_markup_in_text_stays_text(modules: Page) -> None:
    made = run(modules, "lib/dom", "return m.element('p', {}, x).innerHTML", "<img src=x onerror=alert(1)>")
    assert made == "&lt;img src=x onerror=alert(1)&gt;"
