"""A step on the import's page of pairs at 60, 1,000 and 5,000 pairs: server time, and how much is sent.

Taken over HTTP from a real server; each step changes rows far apart, and every second one is undone.
"""

from tests.benchmarks.measure import Client, ms, percentile, scratch_sqlite, serving, table, timed, workbench
from workbench import clock
from workbench.db.engine import Database
from workbench.demo.people import PEOPLE
from workbench.domain.kinds import Side
from workbench.domain.people import Role
from workbench.intake.document import Block, Document
from workbench.services import accounts
from workbench.services.draft_state import DraftState, SideState, beads
from workbench.services.importing import start_draft

SIZES = (60, 1000, 5000)
STEPS = ("put:target:3:40", "undo", "swap:target:20", "undo", "merge:9", "undo", "pin:4", "undo")
SHOWN = 200
_TEXTS = {
    Side.SOURCE: "قال رئيس التعاونية {} إن البحر أعطى هذا العام أكثر مما أعطى في عقد كامل من الزمن. ",
    Side.TARGET: "The head of cooperative {} said the sea had given more this year than in a full decade. ",
}


def main() -> None:
    with scratch_sqlite() as url:
        workbench(url, "db", "upgrade")
        workbench(url, "demo", "--articles", "1", "--segments", "50")
        drafts = {size: _draft(url, size) for size in SIZES}
        with serving(url) as address:
            client = Client(address).sign_in(PEOPLE[Role.EDITOR][0])
            lines = [_measure(client, size, drafts[size]) for size in SIZES]
    table(
        f"A step on the import's pairs, milliseconds and kB, of {2 * len(STEPS)} steps",
        ("pairs", "page", "step median", "step worst", "sent at most"),
        lines,
    )


def _draft(url: str, size: int) -> int:
    """An import of the editor's with so many pairs; its id."""
    sides = [
        SideState(document=Document(tuple(Block((_TEXTS[side] * 3).format(n, n, n)) for n in range(size))))
        for side in Side
    ]
    state = DraftState(sides[0], sides[1], beads([1] * size, [1] * size, [0.9] * size))
    database = Database(url)
    with database.writing() as session:
        editor = accounts.find_person(session, PEOPLE[Role.EDITOR][1])
        return start_draft(session, editor, state, at=clock.now()).id


def _measure(client: Client, size: int, draft: int) -> tuple[object, ...]:
    page, _ = timed(client.get, f"/import/{draft}/pairs")
    times, sent, version = [], [0], 1
    for do in STEPS * 2:
        data = {"do": do, "version": version, "shown": {"pairs": [0, min(size, SHOWN)]}}
        took, (status, answer) = timed(client.post, f"/import/{draft}/pairs", data)
        assert status == 200, answer
        times.append(took)
        sent.append(sum(len(patch["html"].encode()) for patch in answer["patches"]))
        version = answer["version"]
    return size, ms(page), ms(percentile(times, 0.5)), ms(max(times)), round(max(sent) / 1000)
