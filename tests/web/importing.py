"""An import as the tests of its pages begin and look at it."""

import re

from tests.web.conftest import Client
from workbench.db.engine import Database
from workbench.db.models import ImportDraft
from workbench.services.draft_state import DraftState, state_from_json

ARABIC = """ad a b

عودة الصيادين إلى المرفأ القديم

الثلاثاء 17/مارس/2026 - 08:30 م
طباعة

عاد ثلاثون صيادًا إلى المرفأ القديم بعد غياب دام سبعة أعوام كاملة.

قال رئيس التعاونية إن البحر أعطى هذا العام أكثر مما أعطى في عقد.

وتنتظر القوارب الصغيرة إصلاح الرصيف قبل حلول الشتاء."""

ENGLISH = """ad a b

Fishermen return to the old harbour

Thirty fishermen returned to the old harbour after a full seven years away.

The head of the cooperative said the sea had given more this year than in a decade.

Small boats are waiting for the quay to be repaired before winter sets in."""


def started(client: Client, **fields: object) -> int:
    """The id of the draft that giving this makes."""
    given = {"source_text": ARABIC, "target_text": ENGLISH, **fields}
    answer = client.send("/import", **given)
    assert answer.status_code == 303, answer.text
    found = re.match(r"/import/(\d+)", answer.location)
    assert found
    return int(found[1])


def paired(client: Client) -> int:
    draft = started(client)
    assert client.send(f"/import/{draft}/align", version=1).location == f"/import/{draft}/pairs"
    return draft


def version(client: Client, path: str) -> int:
    return int(re.findall(r'name="version" value="(\d+)"', client.get(path).text)[-1])


def stored(database: Database, draft: int) -> DraftState:
    with database.reading() as session:
        return state_from_json(session.get_one(ImportDraft, draft).state)


def kept(database: Database, draft: int) -> list[str]:
    return [block.text for block in stored(database, draft).source.kept]


def line(database: Database, draft: int, text: str) -> int:
    return next(n for n, b in enumerate(stored(database, draft).source.blocks) if b.text == text)
