"""Runs the benchmarks named on the command line, or all that need no data of their own.

    python -m tests.benchmarks saves desk
    python -m tests.benchmarks furniture pages.jsonl
    python -m tests.benchmarks align articles.jsonl --make

What follows the names is handed to them.
"""

import importlib
import sys
from importlib.util import find_spec
from itertools import takewhile

ALL = ("saves", "desk", "pages", "marks", "scores", "pairs", "again", "align", "exports", "ways")


def main() -> None:
    names = list(takewhile(_is_benchmark, sys.argv[1:]))
    arguments = sys.argv[1 + len(names) :]
    for name in names or ALL:
        run = importlib.import_module(f"tests.benchmarks.{name}").main
        run(arguments) if arguments else run()


def _is_benchmark(name: str) -> bool:
    return name.isidentifier() and find_spec(f"tests.benchmarks.{name}") is not None


if __name__ == "__main__":
    main()
