"""Runs the benchmarks named on the command line, or all that need no data of their own."""

import importlib
import sys

ALL = ("saves", "desk", "pages", "align")


def main() -> None:
    for name in sys.argv[1:] or ALL:
        importlib.import_module(f"tests.benchmarks.{name}").main()


if __name__ == "__main__":
    main()
