"""Runs the command line in this process, against a database of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from workbench.cli import main
from workbench.db.engine import Database


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """``run("user", "list")``: the command's exit code and what it printed. ``stdin=`` is what it reads."""
    url = database.url.render_as_string(hide_password=False)
    monkeypatch.setenv("WORKBENCH_DATABASE_URL", url)
    monkeypatch.setenv("WORKBENCH_SECRET_KEY", "a secret for tests, long enough to be one")

    def call(*arguments: str, stdin: str = "") -> Ran:
        typed = tmp_path / "stdin"
        typed.write_text(stdin, encoding="utf-8")
        capsys.readouterr()
        with typed.open(encoding="utf-8") as file, monkeypatch.context() as patch:
            patch.setattr("sys.stdin", file)
            with pytest.raises(SystemExit) as stopped:
                main(arguments)
        printed = capsys.readouterr()
        assert isinstance(stopped.value.code, int)
        return Ran(stopped.value.code, printed.out, printed.err)

    return call
