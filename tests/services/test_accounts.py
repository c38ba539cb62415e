"""Accounts: who may change them, the last admin, one-time links, what ends with a password."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.conftest import START, Clock
from workbench.db.models import AuditEvent, SignIn, User
from workbench.domain.errors import InvalidInput, NotAllowed, NotFound, WrongState
from workbench.domain.people import Actor, Role
from workbench.services import accounts, signin


def open_session(session: Session, person: Actor, clock: Clock) -> str:
    return signin.open_session(session, person, address="", browser="", lasts=timedelta(days=1), at=clock())


def names(session: Session) -> list[str]:
    return [e.name for e in session.query(AuditEvent).order_by(AuditEvent.id)]


@pytest.mark.parametrize("role", ["translator", "reviewer", "editor", "nobody"])
def test_only_admins_manage_people(
    session: Session, people: dict[str, Actor], clock: Clock, role: str
) -> None:
    actor, target = people[role], people["translator2"].id
    for step in (
        lambda: accounts.add_person(session, actor, email="x@example.org", name="X", roles=(), at=clock()),
        lambda: accounts.set_roles(session, actor, target, {Role.ADMIN}, at=clock()),
        lambda: accounts.rename(session, actor, target, "Other", at=clock()),
        lambda: accounts.deactivate(session, actor, target, at=clock()),
        lambda: accounts.activate(session, actor, target, at=clock()),
        lambda: accounts.set_password(session, actor, target, "hash", at=clock()),
        lambda: accounts.issue_password_link(session, actor, target, at=clock()),
    ):
        with pytest.raises(NotAllowed):
            step()
    assert names(session) == []


def test_one_address_is_one_account(session: Session, people: dict[str, Actor], clock: Clock) -> None:
    with pytest.raises(InvalidInput, match="already"):
        accounts.add_person(
            session, None, email=" AMAL.Admin@EXAMPLE.org", name="Other", roles=(), at=clock()
        )
    with pytest.raises(NotFound):
        accounts.find_person(session, "nobody.at.all@example.org")
    assert accounts.find_person(session, "amal.ADMIN@example.org").id == people["admin"].id


@pytest.mark.parametrize(
    "email", ["", "a", "a@", "@b", "a b@c", "a@b\n", "a@b@c", "a@" + "b" * 260, "a@b\x00"]
)
def test_what_is_no_address(session: Session, clock: Clock, email: str) -> None:
    if email == "a@b\n":
        assert accounts.check_email(email) == "a@b"
        return
    with pytest.raises(InvalidInput):
        accounts.add_person(session, None, email=email, name="A", roles=(), at=clock())


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "a\u202eb", "a\x00b"])
def test_what_is_no_name(name: str) -> None:
    with pytest.raises(InvalidInput):
        accounts.check_name(name)


def test_there_is_always_an_admin(session: Session, people: dict[str, Actor], clock: Clock) -> None:
    admin = people["admin"]
    with pytest.raises(WrongState, match="last admin"):
        accounts.set_roles(session, admin, admin.id, {Role.EDITOR}, at=clock())
    with pytest.raises(WrongState, match="last admin"):
        accounts.deactivate(session, None, admin.id, at=clock())
    accounts.set_roles(session, admin, people["editor"].id, {Role.EDITOR, Role.ADMIN}, at=clock())
    accounts.deactivate(session, admin, people["editor"].id, at=clock())
    with pytest.raises(WrongState, match="last admin"):  # a deactivated admin is none
        accounts.deactivate(session, admin, admin.id, at=clock())
    accounts.activate(session, admin, people["editor"].id, at=clock())
    accounts.set_roles(session, admin, admin.id, set(), at=clock())
    assert accounts.find_person(session, admin.email).roles == frozenset()


def test_roles_go_on_record_before_and_after(
    session: Session, people: dict[str, Actor], clock: Clock
) -> None:
    target = people["translator"]
    accounts.set_roles(session, people["admin"], target.id, {Role.TRANSLATOR, Role.REVIEWER}, at=clock())
    accounts.set_roles(session, people["admin"], target.id, {Role.TRANSLATOR, Role.REVIEWER}, at=clock())
    (line,) = session.query(AuditEvent)
    assert line.detail == {
        "user": target.id,
        "before": ["translator"],
        "after": ["reviewer", "translator"],
    }


def test_deactivating_ends_sessions_and_links(
    session: Session, people: dict[str, Actor], clock: Clock
) -> None:
    target = people["reviewer"]
    token = open_session(session, target, clock)
    link = accounts.issue_password_link(session, people["admin"], target.id, at=clock())
    accounts.deactivate(session, people["admin"], target.id, at=clock())
    assert signin.find_visit(session, token, at=clock()) is None
    accounts.activate(session, people["admin"], target.id, at=clock())
    assert signin.find_visit(session, token, at=clock()) is None  # it stays ended
    with pytest.raises(NotFound):
        accounts.find_link(session, link, at=clock())


def test_a_password_link_works_once_and_not_for_ever(
    session: Session, people: dict[str, Actor], clock: Clock
) -> None:
    target = people["reviewer"]
    old_session = open_session(session, target, clock)
    link = accounts.issue_password_link(session, people["admin"], target.id, at=clock())
    late = clock() + accounts.PASSWORD_LINK_LASTS
    with pytest.raises(NotFound):
        accounts.find_link(session, link, at=late)
    found = accounts.find_link(session, link, at=clock())
    assert (found.user_id, found.email, found.makes_first_admin) == (target.id, target.email, False)
    accounts.choose_password(session, link, password_hash="hash", at=clock())
    assert session.get(User, target.id).password_hash == "hash"
    assert signin.find_visit(session, old_session, at=clock()) is None
    with pytest.raises(NotFound):
        accounts.choose_password(session, link, password_hash="other", at=clock())
    with pytest.raises(NotFound):
        accounts.create_first_admin(
            session, link, email="x@example.org", name="X", password_hash="h", at=clock()
        )


def test_the_first_admin_link_dies_with_the_first_person(session: Session, clock: Clock) -> None:
    link = accounts.issue_first_admin_link(session, at=clock())
    accounts.add_person(session, None, email="a@example.org", name="A", roles={Role.ADMIN}, at=clock())
    with pytest.raises(NotFound):
        accounts.find_link(session, link, at=clock())
    with pytest.raises(WrongState):
        accounts.issue_first_admin_link(session, at=clock())


@pytest.mark.both_databases
def test_changing_ones_own_password_keeps_this_session_only(
    session: Session, people: dict[str, Actor], clock: Clock
) -> None:
    person = people["editor"]
    session.get(User, person.id).password_hash = "old"
    this, other = open_session(session, person, clock), open_session(session, person, clock)
    visit = signin.find_visit(session, this, at=clock())
    assert visit is not None
    with pytest.raises(WrongState):
        accounts.change_own_password(
            session, person, checked_hash="stale", password_hash="new", this_session=visit.id, at=clock()
        )
    accounts.change_own_password(
        session, person, checked_hash="old", password_hash="new", this_session=visit.id, at=clock()
    )
    assert signin.find_visit(session, this, at=clock()) is not None
    assert signin.find_visit(session, other, at=clock()) is None
    assert names(session)[-2:] == ["user.password_changed", "session.closed"]


def test_tokens_are_not_stored(session: Session, people: dict[str, Actor], clock: Clock) -> None:
    token = open_session(session, people["editor"], clock)
    assert session.query(SignIn.token_hash).scalar() == signin.token_hash(token)
    assert session.query(SignIn.created_at).scalar() > START
