"""Every event that is recorded of an article has its sentence in the log, and no sentence is for nothing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import workbench.services
from workbench.db.queries.about import Matter
from workbench.domain.problems import Status
from workbench.domain.workflow import TRANSITIONS
from workbench.web.log_words import _PLACES, SENTENCES

NAME = re.compile(r"(?:article|segment|rows|problem|legal_read|edition)\.[a-z_]+")
SERVICES = sorted(Path(workbench.services.__file__).parent.glob("*.py"))


def nodes() -> Iterator[ast.AST]:
    for path in SERVICES:
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def recorded() -> set[str]:
    """The names the services write, those of the workflow's table, and a problem's event for each status."""
    written = {
        node.value
        for node in nodes()
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value)
    }
    return written | {t.audit for t in TRANSITIONS.values() if t.audit} | {f"problem.{s}" for s in STEPPED}


#: A step leads to these; nobody takes one to open.
STEPPED = set(Status) - {Status.OPEN}


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


def test_each_event_is_of_one_matter() -> None:
    for name in SENTENCES:
        subject = name.partition(".")[0]
        assert len([matter for matter in Matter if subject in matter.subjects]) == 1, name


def test_what_a_sentence_leaves_open_can_be_filled() -> None:
    used = {place for words in SENTENCES.values() for place in re.findall(r"\{(\w*)\}", words)}
    assert used == set(_PLACES)
