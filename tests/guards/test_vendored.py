"""What we did not write is as it came, listed with its licence and sum, and nothing else lies beside it."""

import hashlib
import re

from workbench.resources import folder

STATIC = folder("static")
ROW = re.compile(
    r"^\| (?P<file>\S+) \| (?P<package>\S+) \| (?P<version>[\d.]+) \| (?P<licence>\S+) \| (?P<sum>[0-9a-f]{64}) \|$"
)


def listed() -> dict[str, re.Match[str]]:
    lines = (STATIC / "VENDORED.md").read_text(encoding="utf-8").splitlines()
    return {row["file"]: row for line in lines if (row := ROW.match(line))}


def test_every_file_is_as_it_was_listed() -> None:
    sums = {name: hashlib.sha256((STATIC / name).read_bytes()).hexdigest() for name in listed()}
    assert sums == {name: row["sum"] for name, row in listed().items()}


def test_nothing_unlisted_lies_beside_them() -> None:
    found = {
        path.relative_to(STATIC).as_posix()
        for name in ("fonts", "vendor")
        for path in (STATIC / name).rglob("*")
        if path.is_file()
    }
    assert found == set(listed())


def test_every_font_has_its_licence_beside_it() -> None:
    for name in listed():
        if name.endswith(".woff2"):
            licences = [
                other
                for other in (STATIC / "fonts").glob("*.OFL.txt")
                if name.startswith(f"fonts/{other.name[:12]}")
            ]
            assert len(licences) == 1, name
            assert "SIL Open Font License, Version 1.1" in licences[0].read_text(encoding="utf-8")
