"""What the benchmarks share: a real server over a loaded database, a client, percentiles and a table."""

import http.client
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit


def percentile(values: Sequence[float], share: float) -> float:
    """The value at ``share`` (0–1) by the nearest-rank method."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows under a header, columns aligned."""
    cells = [[str(c) for c in row] for row in (header, *rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(header))]
    print(f"\n{title}")
    for number, row in enumerate(cells):
        print(
            "  "
            + "  ".join(
                c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))
            )
        )
        if number == 0:
            print("  " + "  ".join("-" * w for w in widths))
    sys.stdout.flush()


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"


def workbench(url: str, *arguments: str) -> None:
    """Run the command line against a database."""
    environment = os.environ | {"WORKBENCH_DATABASE_URL": url}
    subprocess.run(
        [sys.executable, "-m", "workbench", *arguments],
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


@contextmanager
def scratch_sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="wbbench-") as folder:
        yield f"sqlite:///{Path(folder) / 'bench.sqlite3'}"


@contextmanager
def serving(url: str) -> Iterator[str]:
    """The real server as its own process, in demo mode for its one-click sign-in; yields its address."""
    environment = os.environ | {
        "WORKBENCH_DATABASE_URL": url,
        "WORKBENCH_DEMO": "yes",
        "WORKBENCH_PORT": "0",
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "workbench", "serve"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        address = None
        for line in process.stdout:
            found = re.search(r"http://\S+", line)
            if found:
                address = found[0]
                break
        if address is None:
            raise RuntimeError("the server did not start")
        try:
            yield address.rstrip(".")
        finally:
            process.terminate()
            process.communicate(timeout=20)


@dataclass
class Client:
    """One browser: a kept-alive connection, its cookies and its form token."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=60)

    def request(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str]:
        headers |= {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Origin": self.address}
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.status, text

    def get(self, path: str) -> str:
        status, text = self.request("GET", path)
        assert status == 200, (status, path, text[:300])
        return text

    def sign_in(self, name: str) -> "Client":
        """One click as that person of the demo."""
        page = self.get("/sign-in")
        token = re.search(r'name="csrf-token" content="([^"]+)"', page)
        form = re.search(
            r'<form[^>]*action="(/sign-in/demo/\d+)"(?:(?!</form>).)*' + re.escape(name), page, re.S
        )
        assert token, "no form token on the sign-in page"
        assert form, f"no one-click sign-in for {name}"
        body = urlencode({"csrf_token": token[1]}).encode()
        status, _ = self.request(
            "POST", form[1], body, **{"Content-Type": "application/x-www-form-urlencoded"}
        )
        assert status == 303, status
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.get("/help"))
        assert found
        self.token = found[1]
        return self

    def post(self, path: str, data: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        status, text = self.request(
            "POST",
            path,
            json.dumps(data).encode(),
            **{"Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": self.token},
        )
        return status, json.loads(text)


def timed(action: Any, *arguments: Any) -> tuple[float, Any]:
    started = time.perf_counter()
    result = action(*arguments)
    return time.perf_counter() - started, result
