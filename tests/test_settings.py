"""Deployment settings: read, refused with a line that names the variable, documented."""

import re
import stat
from pathlib import Path
from typing import Any

import pytest

from workbench.setting_values import is_loopback
from workbench.settings import VARIABLES, Settings, SettingsError, as_environment, load, table

README = Path(__file__).resolve().parents[1] / "README.md"
SECRET = "x" * 40


def test_everything_can_be_set(tmp_path: Path) -> None:
    given = {
        "WORKBENCH_DATABASE_URL": f"sqlite:///{tmp_path}/a.sqlite3",
        "WORKBENCH_SECRET_KEY": SECRET,
        "WORKBENCH_HOST": "0.0.0.0",
        "WORKBENCH_PORT": "8080",
        "WORKBENCH_PROCESSES": "3",
        "WORKBENCH_THREADS": "16",
        "WORKBENCH_TRUSTED_PROXIES": "1",
        "WORKBENCH_HTTPS": "yes",
        "WORKBENCH_ALLOWED_HOSTS": "Desk.example.org, .example.net",
        "WORKBENCH_UPLOAD_MB": "50",
        "WORKBENCH_SESSION_DAYS": "7",
        "WORKBENCH_URL": "https://desk.example.org/",
        "WORKBENCH_SMTP_HOST": "mail.example.org",
        "WORKBENCH_SMTP_TLS": "TLS",
        "WORKBENCH_SMTP_PORT": "2465",
        "WORKBENCH_SMTP_USER": "desk",
        "WORKBENCH_SMTP_PASSWORD": "a word or two",
        "WORKBENCH_SMTP_FROM": "The Desk <desk@example.org>",
        "WORKBENCH_DIGEST_HOUR": "0",
        "WORKBENCH_WEBHOOK_PRIVATE": "yes",
        "WORKBENCH_DEMO": "off",
        "PATH": "/usr/bin",
        "WORKBENCH_TEST_ANYTHING": "for the tests",
    }
    settings = load(given)
    assert settings == Settings(
        database_url=given["WORKBENCH_DATABASE_URL"],
        secret_key=SECRET,
        host="0.0.0.0",
        port=8080,
        processes=3,
        threads=16,
        trusted_proxies=1,
        https=True,
        allowed_hosts=("desk.example.org", ".example.net"),
        upload_mb=50,
        session_days=7,
        url="https://desk.example.org",
        smtp_host="mail.example.org",
        smtp_tls="tls",
        smtp_port=2465,
        smtp_user="desk",
        smtp_password="a word or two",
        smtp_from="The Desk <desk@example.org>",
        digest_hour=0,
        webhook_private=True,
        demo=False,
    )
    assert {v.full_name for v in VARIABLES} == {
        n for n in given if n.startswith("WORKBENCH_") and "TEST" not in n
    }
    assert load(as_environment(settings)) == settings


def test_a_child_process_gets_the_same_settings() -> None:
    settings = Settings(database_url="sqlite:////tmp/a.sqlite3", secret_key=SECRET, demo=True, port=0)
    assert load(as_environment(settings)) == settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "٨٠٨٠"),
        ("THREADS", "0"),
        ("DIGEST_HOUR", "24"),
        ("HTTPS", "maybe"),
        ("DATABASE_URL", "postgresql://desk@localhost/desk"),
        ("DATABASE_URL", "mysql://x"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "nonsense"),
        ("SECRET_KEY", "short"),
        ("ALLOWED_HOSTS", "https://desk.example.org/"),
        ("HOST", "localhost:8000"),
        ("UPLOAD_MB", "1.5"),
        ("URL", "desk.example.org"),
        ("URL", "https://desk.example.org/?a=b"),
        ("SMTP_HOST", "mail.example.org:25"),
        ("SMTP_TLS", "ssl"),
        ("SMTP_PORT", "0"),
        ("SMTP_FROM", "desk"),
        ("SMTP_FROM", "Desk <desk@example.org>, other@example.org"),
        ("SMTP_FROM", "desk@example.org\nBcc: all@example.org"),
        ("SMTP_USER", "desk\r\nRSET"),
    ],
)
def test_a_bad_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^WORKBENCH_{name} must be ") as refused:
        load({f"WORKBENCH_{name}": value, "WORKBENCH_SECRET_KEY": SECRET} | {f"WORKBENCH_{name}": value})
    assert "\n" not in str(refused.value)


def test_secrets_are_never_shown() -> None:
    for name, value in [
        ("SECRET_KEY", "hunter2"),
        ("DATABASE_URL", "mysql://u:hunter2@h/d"),
        ("SMTP_PASSWORD", "hunter2\x00"),
    ]:
        with pytest.raises(SettingsError) as refused:
            load({f"WORKBENCH_{name}": value})
        assert "hunter2" not in str(refused.value)
    assert "hunter2" not in repr(Settings("postgresql+psycopg://u:hunter2@h/d", "hunter2" * 9))
    assert "hunter2" not in repr(mail_settings(smtp_user="desk", smtp_password="hunter2"))


def mail_settings(**more: Any) -> Settings:
    given: dict[str, Any] = {
        "smtp_host": "mail.example.org",
        "smtp_from": "desk@example.org",
        "url": "https://desk.example.org",
    }
    return Settings("sqlite:///x", SECRET, **(given | more))


def test_mail_is_configured_as_a_whole_or_not_at_all() -> None:
    assert mail_settings().mails
    assert not Settings("sqlite:///x", SECRET).mails
    for missing, more in [
        ("SMTP_HOST", {"smtp_host": ""}),
        ("SMTP_FROM", {"smtp_from": ""}),
        ("URL", {"url": ""}),
        ("SMTP_PASSWORD", {"smtp_user": "desk"}),
        ("SMTP_USER", {"smtp_password": "word"}),
    ]:
        with pytest.raises(SettingsError, match=f"WORKBENCH_{missing}"):
            mail_settings(**more)


def test_a_mail_password_never_crosses_a_network_in_the_clear() -> None:
    signs_in = {"smtp_user": "desk", "smtp_password": "word", "smtp_tls": "none"}
    with pytest.raises(SettingsError, match="WORKBENCH_SMTP_TLS"):
        mail_settings(**signs_in)
    assert mail_settings(**signs_in, smtp_host="localhost").mails


def test_a_misspelt_setting_is_no_silent_default() -> None:
    with pytest.raises(SettingsError, match="WORKBENCH_PROT is not a setting"):
        load({"WORKBENCH_PROT": "80"})


def test_the_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    given = {"WORKBENCH_DATABASE_URL": f"sqlite:///{tmp_path}/deep/desk.sqlite3"}
    first, second = load(given), load(given)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    (kept,) = (tmp_path / "deep").iterdir()
    assert kept.name == "desk.sqlite3.secret"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    kept.write_text("")
    with pytest.raises(SettingsError, match="WORKBENCH_SECRET_KEY"):
        load(given)


def test_the_demo_listens_on_this_machine_only() -> None:
    for host in ("0.0.0.0", "::", "192.0.2.1", "desk.example.org"):
        with pytest.raises(SettingsError, match="WORKBENCH_DEMO"):
            Settings("sqlite:///x", SECRET, host=host, demo=True)
    for host in ("127.0.0.1", "localhost", "::1", "[::1]", "127.0.0.2"):
        assert is_loopback(host)
        assert Settings("sqlite:///x", SECRET, host=host, demo=True).trusted_hosts


def test_the_readme_has_the_whole_table() -> None:
    text = README.read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `(WORKBENCH_\w+)`", text, re.MULTILINE))
    assert documented == {v.full_name for v in VARIABLES}
    assert table() in text
