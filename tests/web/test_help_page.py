"""The help page is written from the tables, so it cannot say other than what holds."""

import html
import re

import pytest
from lxml.html import fromstring

from tests.web.conftest import ClientFor
from workbench.domain.people import Role
from workbench.domain.permissions import CONCERNS, PERMISSIONS, Permission
from workbench.domain.problems import TYPES
from workbench.domain.workflow import State
from workbench.export.registry import EXPORTERS
from workbench.resources import folder
from workbench.web.help import KEYS, STATE_WORDS, may


def test_it_names_every_permission_type_state_and_role(client_for: ClientFor) -> None:
    page = html.unescape(client_for("nobody").get("/help").text)
    for rule in PERMISSIONS.values():
        assert rule.says in page
    for kind in TYPES.values():
        assert kind.description in page
    for role in Role:
        assert role.description in page
    assert all(words in page for words in STATE_WORDS.values())
    assert set(STATE_WORDS) == set(State)


def test_it_says_of_every_format_what_it_is_for_and_what_it_carries(client_for: ClientFor) -> None:
    page = fromstring(client_for("nobody").get("/help").text)
    (table,) = page.xpath('//section[@id="exports"]//table')
    lines = {
        row[0].text_content(): [cell.text for cell in row[1:]] for row in table.iter("tr") if len(row) == 3
    }
    del lines["Format"]
    assert lines == {f"{f.label} .{f.extension}": [f.purpose, f.carries] for f in EXPORTERS.values()}
    assert all(words for line in lines.values() for words in line)
    assert {*page.xpath("//nav//a/@href")} >= {"#exports", "#xliff", "#outside"}


def test_the_keys_can_be_shown_in_a_dialog_from_any_page(client_for: ClientFor) -> None:
    page = client_for("translator").get("/help").text
    assert 'id="keys"' in page
    assert "data-help" in client_for("translator").get("/").text


@pytest.mark.parametrize(
    ("role", "permission", "answer"),
    [
        (Role.TRANSLATOR, Permission.APPROVE, "no"),
        (Role.REVIEWER, Permission.APPROVE, "yes"),
        (Role.TRANSLATOR, Permission.WITHDRAW_PROBLEM, "own"),
        (Role.EDITOR, Permission.MANAGE_PEOPLE, "no"),
        (Role.ADMIN, Permission.PUBLISH, "yes"),
        (Role.EDITOR, Permission.SIGN_LEGAL_READ, "others"),
    ],
)
def test_who_may_do_what(role: Role, permission: Permission, answer: str) -> None:
    assert may(role, permission) == answer


def test_the_matrix_is_divided_by_what_is_concerned_and_says_what_rests(client_for: ClientFor) -> None:
    page = client_for("nobody").get("/help").text
    matrix = html.unescape(page[page.index('<table class="table grid">') :])
    groups = re.findall(r'scope="rowgroup"[^>]*>([^<]+)<', matrix)
    assert groups == list(CONCERNS.values())
    lines = re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', matrix, re.DOTALL)
    assert [says for says, _ in lines] == [rule.says for rule in PERMISSIONS.values()]
    cells = dict(lines)
    assert re.findall(r'data-may="(\w+)"', cells["Withdraw a problem"]) == ["own", "yes", "yes", "yes"]
    assert "rests" in cells["Withdraw a problem"]
    assert "rests" not in cells["Read every article"]


def test_the_articles_keys_are_those_the_editor_binds() -> None:
    table = (folder("static") / "js" / "editor" / "actions.js").read_text(encoding="utf-8")
    bound = re.findall(r'^  \["[\w-]+", "[^"]+", "\w+", "([^"]+)",', table, re.MULTILINE)
    assert len(bound) > 15
    listed = [combination for key in KEYS["In an article"] for combination in key.combinations]
    # One key may bind what is for this person and what is for that one.
    assert sorted(listed) == sorted({keys.replace("\\\\", "\\") for keys in bound})


def test_no_combination_is_listed_twice_for_one_place() -> None:
    for place, keys in KEYS.items():
        combinations = [combination for key in keys for combination in key.combinations]
        assert len(combinations) == len(set(combinations)), place
