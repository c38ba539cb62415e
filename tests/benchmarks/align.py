"""How well and how fast the aligner pairs: python -m tests.benchmarks.align FILE.jsonl [...]

Each line of a file is an article: {"condition": ..., "source": [...], "target": [...], "gold": [[[i], [j]], ...]}
with the right beads under "gold". Printed per condition: precision, recall and F1 of exact beads that have
both sides, the share of single links found and right, how sure beads were against how often they were right,
and the time. Without a file, only the time on made-up articles of 60, 300 and 1,200 blocks.
"""

import json
import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from workbench.align.aligner import align

Beads = set[tuple[tuple[int, ...], tuple[int, ...]]]


def f1(right: int, found: int, wanted: int) -> float:
    return 2 * right / (found + wanted) if found + wanted else 1.0


def links(beads: Beads) -> set[tuple[int, int]]:
    return {(i, j) for source, target in beads for i in source for j in target}


def count(counts: list[int], found: set[Any], wanted: set[Any]) -> None:
    for n, part in enumerate((found & wanted, found, wanted)):
        counts[n] += len(part)


def score(articles: list[dict[str, Any]]) -> str:
    bead_counts, link_counts, sure, times = [0, 0, 0], [0, 0, 0], [], []
    for article in articles:
        started = time.perf_counter()
        beads = align(article["source"], article["target"])
        times.append((time.perf_counter() - started) * 1000)
        gold: Beads = {(tuple(s), tuple(t)) for s, t in article["gold"]}
        sure += [(bead.confidence, (bead.source, bead.target) in gold) for bead in beads]
        wanted = {bead for bead in gold if all(bead)}
        found = {(bead.source, bead.target) for bead in beads if bead.source and bead.target}
        count(bead_counts, found, wanted)
        count(link_counts, links(found), links(wanted))
    right, found_count, wanted_count = bead_counts
    top = [ok for confidence, ok in sure if confidence >= 0.9]
    low = [ok for confidence, ok in sure if confidence < 0.6]
    return (
        f"{len(articles):>5}{100 * right / max(found_count, 1):>8.1f}{100 * right / max(wanted_count, 1):>8.1f}"
        f"{100 * f1(*bead_counts):>8.1f}{100 * f1(*link_counts):>8.1f}"
        f"{100 * sum(top) / max(len(top), 1):>10.1f}{100 * sum(low) / max(len(low), 1):>10.1f}"
        f"{statistics.median(times):>9.1f}{max(times):>9.1f}"
    )


def made_up(blocks: int) -> tuple[list[str], list[str]]:
    draw = random.Random(blocks)
    lengths = [draw.randint(20, 600) for _ in range(blocks)]
    return ["ن" * n for n in lengths], ["n" * int(n * draw.uniform(0.95, 1.25)) for n in lengths]


def main(files: Sequence[str] = ()) -> None:
    by_condition: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for name in files:
        for line in Path(name).read_text(encoding="utf-8").splitlines():
            article = json.loads(line)
            by_condition[article.get("condition", "")].append(article)
    if by_condition:
        print(f"{'':<12} docs       P       R      F1    link  sure>=.9  sure<.6   med ms   max ms")
    for condition, articles in by_condition.items():
        print(f"{condition:<12}{score(articles)}")
    for blocks in (60, 300, 1200):
        source, target = made_up(blocks)
        started = time.perf_counter()
        align(source, target)
        print(f"{blocks:>5} x {blocks:<5} {time.perf_counter() - started:6.2f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
