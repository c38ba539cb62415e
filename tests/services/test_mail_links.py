"""The signature of the link that stops mail."""

import hmac

import pytest

from workbench.services.mail_links import token_for, user_of

SECRET = "s" * 40


def test_a_link_names_whose_mail_it_stops_and_only_theirs() -> None:
    assert user_of(SECRET, token_for(SECRET, 7)) == 7
    assert user_of("t" * 40, token_for(SECRET, 7)) is None
    assert user_of(SECRET, token_for(SECRET, 7).replace("7-", "8-", 1)) is None
    assert user_of(SECRET, token_for(SECRET, 7)[:-1]) is None


def test_what_is_signed_for_something_else_stops_nothing() -> None:
    other = hmac.new(SECRET.encode(), b"7", "sha256").hexdigest()
    assert user_of(SECRET, f"7-{other}") is None


@pytest.mark.parametrize("token", ["", "-", "7", "7-", "٧-" + "a" * 64, "7-é", "9" * 30 + "-a", "-7-a"])
def test_nonsense_is_nobody(token: str) -> None:
    assert user_of(SECRET, token) is None
