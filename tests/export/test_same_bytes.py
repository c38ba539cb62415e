"""The same edition in the same format has the same bytes, whichever process writes it and when."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from tests.export.article import edition
from workbench.domain.editions import content_to_json
from workbench.export.registry import EXPORTERS, render

_OTHER = """
import hashlib, json, sys
from workbench.domain.editions import content_from_json
from workbench.export.registry import EXPORTERS, render
content = content_from_json(json.load(sys.stdin))
print(json.dumps({name: hashlib.sha256(render(content, name)).hexdigest() for name in reversed(EXPORTERS)}))
"""


@pytest.mark.slow
def test_two_processes_write_the_same_bytes() -> None:
    content = replace(edition(2), urn="")
    ran = subprocess.run(
        [sys.executable, "-c", _OTHER],
        input=json.dumps(content_to_json(content)),
        env={**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        check=True,
        text=True,
    )
    ours = {name: hashlib.sha256(render(content, name)).hexdigest() for name in EXPORTERS}
    assert json.loads(ran.stdout) == ours
