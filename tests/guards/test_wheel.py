"""The built wheel serves from any directory: templates, static files and migrations travel inside it."""

import os
import re
import subprocess
import sys
import sysconfig
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel in it; what it depends on is lent by ours, without the network."""
    venv = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "--python",
            venv,
            "install",
            "--quiet",
            "--no-compile",
            "--no-deps",
            "--no-index",
            wheel,
        ],
        check=True,
        capture_output=True,
    )
    (packages,) = venv.glob("lib/python*/site-packages")
    # A .pth line lends modules only: our environment's own .pth files, and with them the checkout, stay out.
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return venv / "bin"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("WORKBENCH_", "PYTHON"))
    }
    return {**kept, "XDG_DATA_HOME": str(tmp_path / "data"), "PYTHONWARNINGS": "error"}


@pytest.fixture
def server(installed: Path, environment: dict[str, str], tmp_path: Path) -> Iterator[str]:
    log = tmp_path / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [installed / "workbench", "serve", "--port", "0"],
            cwd=tmp_path,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        for _ in range(200):
            said = log.read_text()
            if "Ctrl+C" in said or process.poll() is not None:
                break
            time.sleep(0.1)
        yield said
    finally:
        process.terminate()
        assert process.wait(timeout=30) == 0


def fetch(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read().decode()


def test_the_wheel_holds_what_lies_beside_the_package(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("templates", "static", "migrations"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert f"workbench/_bundle/{path.relative_to(ROOT).as_posix()}" in names


def test_it_serves_from_another_directory(server: str, tmp_path: Path) -> None:
    address = re.search(r"at (http://\S+)", server)
    welcome = re.search(r"(http://\S+/welcome/\S+)", server)
    assert address, server
    assert welcome, server
    page = fetch(address[1] + "/sign-in")
    sheets = re.findall(r'href="(/static/[^"]+\.css)"', page)
    assert sheets
    for sheet in sheets:
        assert fetch(address[1] + sheet)
    assert "first admin" in fetch(welcome[1])
    assert (tmp_path / "data" / "workbench" / "workbench.sqlite3").exists()


def test_it_runs_its_own_code(installed: Path, environment: dict[str, str], tmp_path: Path) -> None:
    done = subprocess.run(
        [installed / "python", "-c", "import workbench; print(workbench.__file__)"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith(str(installed.parent))
