"""The words of a row that somebody means: selected by a script, or typed into a form."""

from sqlalchemy.orm import Session

from workbench.db.queries import rows as rows_query
from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Side
from workbench.services.problem_life import Place
from workbench.web.payload import Payload


def places_in(session: Session, article_id: int, segment_id: int, data: Payload) -> list[Place]:
    """The meant words of the row, one place a side at most; an empty one is an insertion point."""
    source, target, *_ = rows_query.texts_of(session, article_id, segment_id)
    spans = data.items("spans")
    if data.has("start"):  # a place that was offered
        spans = [{name: data.text(name) for name in ("side", "start", "end", "exact")}]
    if spans is None:
        typed = [_typed(data, Side.SOURCE, source), _typed(data, Side.TARGET, target) or _gap(data, target)]
        return [place for place in typed if place]
    try:
        return [Place(Side(str(s["side"])), int(s["start"]), int(s["end"]), str(s["exact"])) for s in spans]
    except (KeyError, TypeError, ValueError):
        raise InvalidInput("Those selected words could not be read. Select them again.") from None


def _typed(data: Payload, side: Side, text: str) -> Place | None:
    words = data.text(f"{side.value}_words").strip()
    return Place(side, at := _find(words, side, text), at + len(words), words) if words else None


def _gap(data: Payload, target: str) -> Place | None:
    """Where something is missing: after these English words."""
    words = data.text("target_after").strip()
    return Place(Side.TARGET, at := _find(words, Side.TARGET, target) + len(words), at, "") if words else None


def _find(words: str, side: Side, text: str) -> int:
    at = text.find(words)
    if at < 0:
        language = "Arabic" if side is Side.SOURCE else "English"
        raise InvalidInput(f"“{words}” is not in the {language} of this row. Copy the words from it.")
    return at
