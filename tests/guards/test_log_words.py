"""Every line of an article's history has its sentence, and no sentence is for nothing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import workbench.services
from workbench.db.models import Cause, ProblemEventKind
from workbench.db.queries.history_words import ACTS_ON_ROWS
from workbench.db.queries.timeline import SUBJECTS, matter_of
from workbench.db.queries.timeline_lines import GRANTED, UNACCEPTED, WRITING_ACTS
from workbench.domain.problems import Move
from workbench.domain.workflow import TRANSITIONS
from workbench.web.log_words import _PLACES, SENTENCES

NAME = re.compile(r"(?:article|segment|rows|problem|legal_read|edition)\.[a-z_]+")
SERVICES = sorted(Path(workbench.services.__file__).parent.glob("*.py"))


def nodes() -> Iterator[ast.AST]:
    for path in SERVICES:
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def recorded() -> set[str]:
    """The names the services write, those of the workflow's table, and of what the other tables tell."""
    written = {
        node.value
        for node in nodes()
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value)
    }
    said = {f"problem.{kind}" for kind in ProblemEventKind}
    said |= {f"problem.{how}" for how in set(Move) - {Move.ATTACHED}} | {GRANTED, UNACCEPTED}
    revised = {f"revision.{cause}" for cause in set(Cause) - ACTS_ON_ROWS}
    return written | {t.audit for t in TRANSITIONS.values() if t.audit} | said | revised


def names_in_calls() -> Iterator[tuple[ast.expr, bool]]:
    """The name argument of each call of ``audit.record``, and whether the event is about an article."""
    for node in nodes():
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record":
            yield node.args[2], any(k.arg in ("article", "segment") for k in node.keywords)


def test_every_event_of_an_article_has_its_sentence() -> None:
    assert recorded() - set(SENTENCES) == set()


def test_no_sentence_is_for_nothing() -> None:
    assert set(SENTENCES) - recorded() == set()


def test_names_are_written_so_that_this_guard_finds_them() -> None:
    """A literal, a variable holding one, the workflow's, or a problem's status: a new way wants a look here."""
    known = {"name", "transition.audit", "f'problem.{problem.status}'"}
    for name, is_of_article in names_in_calls():
        if isinstance(name, ast.Constant):
            assert bool(NAME.fullmatch(str(name.value))) == is_of_article, name.value
        else:
            assert ast.unparse(name) in known, ast.unparse(name)


def test_each_line_is_of_one_matter() -> None:
    assert [name for name in SENTENCES if matter_of(name) is None] == []
    subjects = [subject for some in SUBJECTS.values() for subject in some]
    assert len(subjects) == len(set(subjects))


def test_acts_that_write_words_are_recorded() -> None:
    assert set(WRITING_ACTS) <= recorded()


def test_what_a_sentence_leaves_open_can_be_filled() -> None:
    used = {place for words in SENTENCES.values() for place in re.findall(r"\{(\w*)\}", words)}
    assert used == set(_PLACES)
