"""The draft that a page of the import works on: mine, in the version that was seen, changed one step at a time."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from workbench import clock
from workbench.db.models.desk import JobState
from workbench.domain.errors import Conflict, InvalidInput
from workbench.domain.kinds import Kind, Side
from workbench.intake.read import WRONG_SIDE
from workbench.intake.repairs import MOST_SAMPLES, RULES
from workbench.services import draft_words, importing, paired_files, pairing_jobs, swapping
from workbench.services.draft_state import DraftState, Given, SideState, headlines
from workbench.services.importing import Draft, Into
from workbench.text.invisible import change_pieces
from workbench.web import import_rows, pair_rows
from workbench.web.context import actor, answer, database, wants_json
from workbench.web.key_list import KEYS

#: What can be done to the rows of an article in work, which nobody gave and nobody need clean.
OF_ROWS = frozenset(
    {
        "imports.pairs",
        "imports.pair",
        "imports.split_form",
        "pairing.align",
        "pairing.progress",
        "row_pairs.news",
    }
)

#: Characters of a paste that is too large which a page gives back; a script leaves the box as it is.
MOST_GIVEN_BACK = 20_000
_SHORTENED = " The box holds only the beginning of it; your browser’s Back button may bring all of it back."
_FILE_AGAIN = " The file on the other side has to be chosen again."


def vocabulary() -> dict[str, Any]:
    """What every template of the import may use."""
    return {
        "rows": import_rows,
        "pair_rows": pair_rows,
        "words": draft_words,
        "Side": Side,
        "KINDS": tuple(Kind),
        "KEYS": KEYS,
        "headlines": headlines,
        "paired_files": paired_files,
        "pairing_jobs": pairing_jobs,
        "WRONG_SIDE": WRONG_SIDE,
        "look_swapped": swapping.look_swapped,
        "REPAIRS": RULES,
        "MOST_SAMPLES": MOST_SAMPLES,
        "change_pieces": change_pieces,
        "STALE": importing.STALE,
    }


def my_draft(draft_id: int) -> Draft | Response:
    """My draft; or, once it has become an article, the way there."""
    draft = fresh(draft_id)
    if draft.state.rows and request.endpoint not in OF_ROWS:
        return redirect(url_for("imports.pairs", draft_id=draft_id), code=303)
    if draft.article_slug is None:
        return draft
    return answer(
        json={"location": article_path(draft.article_slug)}, redirect=article_path(draft.article_slug)
    )


def fresh(draft_id: int) -> Draft:
    """My draft as it is now."""
    with database().reading() as session:
        return importing.find_draft(session, actor(), draft_id)


def is_being_paired(draft: Draft) -> bool:
    """Whether the worker is at it or about to begin; what is changed now would undo that."""
    if not pairing_jobs.is_long(draft.state):
        return False
    with database().reading() as session:
        underway = pairing_jobs.find(session, draft, at=clock.now())
    return underway is not None and underway.state is not JobState.FAILED


def article_path(slug: str) -> str:
    return f"/articles/{slug}"


def check_version(draft: Draft) -> None:
    """Raises Conflict when the request saw another version."""
    if str(_sent().get("version", "")) != str(draft.version):
        raise Conflict(importing.STALE)


def _sent() -> Mapping[str, Any]:
    """What a form or a script says. Raises InvalidInput when a script sends something else than an object."""
    data = request.get_json() if request.is_json else request.form
    if not isinstance(data, Mapping):
        raise InvalidInput("That is not a step.")
    return data


def save(draft: Draft, state: DraftState) -> Draft:
    """Store what came of a version of it."""
    with database().writing() as session:
        return importing.save_draft(session, actor(), draft.id, state, version=draft.version, at=clock.now())


def operate(draft_id: int, step: Any, changes: Any, show: Any, endpoint: str) -> Any:
    """Take one step and answer what changed; behind or wrong, say so beside the present state."""
    draft = my_draft(draft_id)
    if isinstance(draft, Response):
        return draft
    data = _sent()
    try:
        check_version(draft)
        import_rows.places_of(data)  # before anything is stored
        after, where = step(draft.state, data)
        saved = save(draft, after) if after is not draft.state else draft
        if draft.state.pairs and not saved.state.pairs:  # and with them the page that one was on
            flash(f"{draft_words.last_step(saved.state)}. Redo brings the pairs back.")
    except (Conflict, InvalidInput) as error:
        if wants_json():
            raise
        return show(fresh(draft_id), notice=error.message, typed=data.get("text", "")), error.status
    if wants_json():
        return changes(draft.state, saved, data)
    if import_rows.is_paired_again(draft.state, after, data):
        endpoint = "imports.pairs"
    return redirect(
        url_for(endpoint, draft_id=draft_id, **{"page": request.args.get("page"), **where}), code=303
    )


def is_refused(state: DraftState, given: Mapping[Side, Given]) -> bool:
    """Whether a paste was too large to be kept."""
    return any(_is_refused(state.side(side), given[side]) for side in Side if side in given)


def _is_refused(state: SideState, given: Given) -> bool:
    return bool(state.problem and not state.given and given.has_words)


def sent_back(
    state: DraftState,
    given: Mapping[Side, Given],
    show: Callable[..., str],
    before: Mapping[Side, Given] | None = None,
) -> Any:
    """Why nothing of what was sent is kept: for a script the sentences, else the form by ``show`` with what was given.

    ``before`` is what the draft holds, if there is one: a form cannot give a file back.
    """
    problems = {side: state.side(side).problem for side in Side}
    if wants_json():
        return {
            "problems": {side.value: said for side, said in problems.items() if said}
        }, InvalidInput.status
    back = {side: given.get(side, Given()) for side in Side}
    for side, one in back.items():
        if _is_refused(state.side(side), one):
            back[side] = Given(text=one.text[:MOST_GIVEN_BACK])
            other = given.get(side.other, Given())
            is_lost = other.file_name and other != (before or {}).get(side.other)
            problems[side] += _SHORTENED + (_FILE_AGAIN if is_lost else "")
        elif one.file_name:
            back[side] = (before or {}).get(side, Given())
    return show(problems=problems, given=back), InvalidInput.status


def go_to(path: str) -> Response:
    """The next page, after what was given is stored."""
    return answer(json={"location": path}, redirect=path)


def sides_of(into: Into | None) -> tuple[Side, ...]:
    """The sides an import is about: a corrected Arabic text has only one."""
    return (Side.SOURCE,) if into else tuple(Side)


def next_page(draft_id: int, state: DraftState) -> str:
    """Pairs that a file brought need no cleaning first."""
    ready = "imports.pairs" if state.pairs and paired_files.is_paired_by_file(state) else "imports.clean"
    return url_for(ready if state.is_readable else "imports.given", draft_id=draft_id)
