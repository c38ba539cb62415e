"""The browser for the browser tests: the system's Chromium, or one installed where that is possible.

``python -m tests.chromium`` (part of ``make test``) finds or installs one and says what it did, or why it could not.
"""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

#: Names to look for, the usual ones of Linux distributions first.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")

WAYS = "Install Chromium (Debian: apt-get install chromium) or name one in WORKBENCH_TEST_CHROMIUM."


@cache
def find() -> str | None:
    """The path of a Chromium to drive, or None."""
    given = os.environ.get("WORKBENCH_TEST_CHROMIUM")
    if given:
        return given
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    if MAC.exists():
        return str(MAC)
    return _playwrights_own()


def _playwrights_own() -> str | None:
    """What ``playwright install chromium`` has put away, if anything."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _install() -> str | None:
    """Try to install one; returns why it did not work, or None when it did."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("No Chromium found; installing Debian's …", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            done = subprocess.run(
                ["apt-get", *command], env=environment, capture_output=True, text=True, check=False
            )
            if done.returncode:
                return f"apt-get {command[0]} failed: {_last_line(done.stderr)}"
        return None
    print("No Chromium found; fetching Playwright's into your cache …", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"],
        capture_output=True,
        text=True,
        check=False,
    )
    return f"playwright install failed: {_last_line(done.stderr)}" if done.returncode else None


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "no reason given")


def main() -> None:
    found = find()
    reason = None
    if found is None:
        reason = _install()
        find.cache_clear()
        found = find()
    if found:
        print(f"Browser tests: {found}")
    else:
        print(f"Browser tests will be skipped: {reason or 'no Chromium here'}. {WAYS}")


if __name__ == "__main__":
    main()
