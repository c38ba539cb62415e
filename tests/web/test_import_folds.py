"""Runs of left-out lines on the Clean page: they stand close together, every one a click from coming back."""

from tests.web.conftest import Client
from tests.web.importing import ARABIC, line, started
from workbench.db.engine import Database

BUTTONS = "طباعة\n\nمشاركة\n\nتعليق\n\nأرسل إلى صديق\n\nحفظ"


def folded(page: str) -> list[str]:
    return [part.split("</button>")[0].split(">")[-1] for part in page.split('<li class="fold">')[1:]]


def test_a_run_of_left_out_lines_stands_together(desk: Client, database: Database) -> None:
    draft = started(desk, source_text=f"{ARABIC}\n\n{BUTTONS}")
    page = desk.get(f"/import/{draft}/clean").text
    (says,) = folded(page)
    assert says.startswith("5 lines left out: ")
    run = page[page.index('<li class="fold">') :].split("</ol></li>")[0]
    assert run.count('data-act="restore"') == 5
    # The lone line above the headline and the two below it stand for themselves.
    assert page[: page.index('<li class="fold">')].count('data-act="restore"') == 3
    n = line(database, draft, "تعليق")
    desk.send(f"/import/{draft}/clean", do=f"restore:source:{n}", version=1)
    assert folded(desk.get(f"/import/{draft}/clean").text) == []  # two, the line, and two


def test_a_script_hears_which_lines_are_one_now(desk: Client, database: Database) -> None:
    draft = started(desk, source_text=f"{ARABIC}\n\n{BUTTONS}")
    n = line(database, draft, "وتنتظر القوارب الصغيرة إصلاح الرصيف قبل حلول الشتاء.")
    step = {"do": f"leave-out:source:{n}", "version": 1, "shown": {"source": [0, 50], "target": [0, 50]}}
    answer = desk.send_json(f"/import/{draft}/clean", step).json
    assert list(answer["folds"]) == ["source"]
    ((first, count, says),) = answer["folds"]["source"]
    assert (first, count) == (n, 6)
    assert says.startswith("6 lines left out: left out by hand, ")
    assert 'class="fold"' not in answer["patches"][0]["html"]
