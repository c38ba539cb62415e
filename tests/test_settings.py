"""Deployment settings: read, refused with a line that names the variable, documented."""

import re
import stat
from pathlib import Path

import pytest

from workbench.settings import VARIABLES, Settings, SettingsError, as_environment, is_loopback, load, table

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
        ("HTTPS", "maybe"),
        ("DATABASE_URL", "postgresql://desk@localhost/desk"),
        ("DATABASE_URL", "mysql://x"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "nonsense"),
        ("SECRET_KEY", "short"),
        ("ALLOWED_HOSTS", "https://desk.example.org/"),
        ("HOST", "localhost:8000"),
        ("UPLOAD_MB", "1.5"),
    ],
)
def test_a_bad_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^WORKBENCH_{name} must be ") as refused:
        load({f"WORKBENCH_{name}": value, "WORKBENCH_SECRET_KEY": SECRET} | {f"WORKBENCH_{name}": value})
    assert "\n" not in str(refused.value)


def test_secrets_are_never_shown() -> None:
    for name, value in [("SECRET_KEY", "hunter2"), ("DATABASE_URL", "mysql://u:hunter2@h/d")]:
        with pytest.raises(SettingsError) as refused:
            load({f"WORKBENCH_{name}": value})
        assert "hunter2" not in str(refused.value)
    assert "hunter2" not in repr(Settings("postgresql+psycopg://u:hunter2@h/d", "hunter2" * 9))


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
