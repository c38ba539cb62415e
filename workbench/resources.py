"""Finds templates, static files and migrations: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_BUNDLE = _PACKAGE / "_bundle"


def folder(name: str) -> Path:
    """The absolute path of ``templates``, ``static`` or ``migrations``. Raises FileNotFoundError."""
    for candidate in (_BUNDLE / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"the {name} folder is missing from this installation")
