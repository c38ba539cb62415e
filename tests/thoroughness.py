"""How much a run tries: everything where WORKBENCH_TEST_THOROUGH is set, as ``.ci/run`` does, a fair sample elsewhere.

The sample is another one each time, so what slips through one run is met by another; none takes long enough to be
put off.
"""

import os

THOROUGH = os.environ.get("WORKBENCH_TEST_THOROUGH", "") not in {"", "0"}


def examples(most: int) -> int:
    """How many invented examples a property is tried on: ``most``, or about a third of them."""
    return most if THOROUGH else max(3, most // 3)
