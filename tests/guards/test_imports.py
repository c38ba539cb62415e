"""The program imports what it is installed with: never what only tests and tools use, such as the GPL translate-toolkit."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import workbench

ROOT = Path(workbench.__file__).parent
LOCK = ROOT.parent / "requirements.lock"


def imported() -> dict[str, set[str]]:
    """The packages outside that the program imports, wherever in a file, and the files that do."""
    found: dict[str, set[str]] = {}
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            else:
                continue
            for name in {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"workbench"}:
                found.setdefault(name, set()).add(path.relative_to(ROOT).as_posix())
    return found


def locked() -> set[str]:
    """The distributions that are installed with the program, by their normalised names."""
    return set(re.findall(r"^([a-z0-9-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE))


def test_the_program_imports_only_what_it_is_installed_with() -> None:
    found, distributions = imported(), packages_distributions()
    known = {
        package: {name.lower().replace("_", "-").replace(".", "-") for name in distributions.get(package, [])}
        for package in found
    }
    assert "flask" in known
    assert {package: found[package] for package, names in known.items() if not names & locked()} == {}


def test_nothing_under_the_gpl_is_installed_with_the_program() -> None:
    assert locked().isdisjoint({"translate-toolkit", "pyarabic"})
