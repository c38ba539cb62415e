"""The static folder and the version in its path, so that browsers may keep files for ever."""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from workbench import __version__

#: The system's table may lack these, and a script or font of the wrong type is refused by the browser.
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """The folder and its version: the program's, and a hash of every file's path and content."""

    folder: Path
    version: str

    def url(self, path: str) -> str:
        return f"/static/{self.version}/{path}"


def read_static(folder: Path) -> StaticFiles:
    """Hash ``folder`` once, at the start. A few megabytes: some milliseconds."""
    for suffix, kind in TYPES.items():
        mimetypes.add_type(kind, suffix)
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return StaticFiles(folder, f"{__version__}-{digest.hexdigest()[:10]}")
