"""What intake leaves out of pages with furniture: python -m tests.benchmarks furniture FILE.jsonl [--show]

Each line of a file is {"id": "chrome/NAME", "condition": "chrome", "source": [Arabic lines], "target": [English
lines]}; the same article without furniture is "clean/NAME". A line belongs to the article
when its words stand in the clean one. A line of another article of the file may have been put in as a paragraph or
as a link to that piece, so it counts for neither. All else is furniture.
Each side is read twice, with a line break and with a blank line between its lines. Printed per language: lines of
articles left out (and those that no block holds any more), furniture caught, facts found, seconds. ``--show``
also prints the lines concerned.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from workbench.intake.document import Document
from workbench.intake.read import read_paste
from workbench.intake.reader import Language
from workbench.text.arabic import match_key

SIDES: dict[str, Language] = {"source": "ar", "target": "en"}
FACTS = ("byline", "dateline", "published_on", "outlet", "tags")
_SURE = 4  # words from which a line that stands in an article is the article's


def kinds_of(lines: Sequence[str], own: Sequence[str], everything: str) -> list[str]:
    """What each line of one side of a page is: article, other (a line of another article), furniture."""
    mine = f" {match_key(' '.join(own))} "
    keys = [f" {match_key(line)} " for line in lines]
    return [
        "article"
        if key in mine
        else "other"
        if len(key.split()) >= _SURE and key in everything
        else "furniture"
        for key in keys
    ]


class Score:
    """Counts over the pages of one language."""

    def __init__(self) -> None:
        self.lines: Counter[str] = Counter()
        self.facts: Counter[str] = Counter()
        self.shown: Counter[tuple[str, str]] = Counter()
        self.seconds = 0.0

    def add(self, page: dict[str, Any], side: str, kinds: Sequence[str], between: str) -> None:
        started = time.perf_counter()
        document = read_paste(between.join(page[side]), None, SIDES[side])
        self.seconds += time.perf_counter() - started
        self.facts.update(name for name in FACTS if getattr(document.fields, name))
        self.lines["pages"] += 1
        for line, kind, state in zip(page[side], kinds, line_states(document, page[side]), strict=True):
            self.lines[kind] += 1
            self.lines[f"{kind} {state}"] += 1
            if (kind, state) in {
                ("article", "dropped"),
                ("article", "gone"),
                ("furniture", "kept"),
                ("other", "dropped"),
            }:
                self.shown[f"{kind} {state}", line] += 1


def line_states(document: Document, lines: Sequence[str]) -> Iterator[str]:
    """What became of each line: kept, dropped, or gone (in no block as it was)."""
    left = Counter(match_key(block.text) for block in document.blocks if not block.is_kept)
    kept = f" {match_key(' '.join(block.text for block in document.kept))} "
    for line in lines:
        key = match_key(line)
        bare = key.lstrip("•●▪-–—*· 0123456789.)(")  # the marker of a list leaves its text
        if left[key]:
            left[key] -= 1
            yield "dropped"
        else:
            yield "kept" if key in kept or bare in kept else "gone"


def score(pages: Sequence[dict[str, Any]], side: str) -> Score:
    clean = {page["id"].split("/", 1)[1]: page[side] for page in pages if page["condition"] == "clean"}
    everything = f" {match_key(' '.join(line for lines in clean.values() for line in lines))} "
    result = Score()
    for page in pages:
        if page["condition"] == "chrome":
            own = clean.get(page["id"].split("/", 1)[1], [])
            kinds = kinds_of(page[side], own, everything)
            for between in ("\n", "\n\n"):
                result.add(page, side, kinds, between)
    return result


def main(arguments: Sequence[str] = ()) -> None:
    files = [name for name in arguments if not name.startswith("-")]
    if not files:
        print("furniture: give one or more files of pages (see the module)")
        return
    pages = [
        json.loads(line) for name in files for line in Path(name).read_text(encoding="utf-8").splitlines()
    ]
    print(f"{'':<9} pages  article  dropped  gone   furniture  caught      %      s  {'  '.join(FACTS)}")
    scores = {language: score(pages, side) for side, language in SIDES.items()}
    for language, one in scores.items():
        n = one.lines
        caught = n["furniture dropped"]
        facts = "  ".join(f"{one.facts[name]:>{len(name)}}" for name in FACTS)
        print(
            f"{language:<9}{n['pages']:>6}{n['article']:>9}{n['article dropped']:>9}{n['article gone']:>6}"
            f"{n['furniture']:>12}{caught:>8}{100 * caught / max(n['furniture'], 1):>7.1f}{one.seconds:>7.1f}  {facts}"
        )
    if "--show" in arguments:
        for language, one in scores.items():
            for (what, line), count in sorted(one.shown.items()):
                print(f"{language} {what} ×{count}: {line[:150]}")


if __name__ == "__main__":
    main(sys.argv[1:])
