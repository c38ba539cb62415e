"""How well and how fast the aligner pairs, beside Gale and Church's: python -m tests.benchmarks align FILE.jsonl [...] [--make]

Each line of a file is an article: {"id", "condition", "source": […], "target": […], "gold": [[[i], [j]], …]} with
the right beads under "gold". ``--make`` takes the articles of the condition "clean" and makes the other conditions
of them. Where a condition is one of those with figures to reach, they stand beside it: what must be, and the aim.
Long texts are aligned in a process of their own, whose peak of memory is printed. Without a file, only the times
on made-up texts.
"""

import random
import re
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from tests.benchmarks import gale_church
from tests.benchmarks.bead_score import BINS, Score, Tally
from tests.benchmarks.conditions import Article, load, make
from tests.benchmarks.measure import ms, table
from workbench.align.aligner import align
from workbench.align.bead import Bead


@dataclass(frozen=True, slots=True)
class Goal:
    """Figures to reach, in percent: strict F1, and the share of unmatched blocks found where one is set."""

    must: float
    aim: float
    unmatched: tuple[float, float] | None = None


GOALS = {
    "clean": Goal(99.5, 100),
    "noise": Goal(97.5, 99),
    "gaps": Goal(97, 98.5, (95, 99)),
    "hard": Goal(92, 95.5, (80, 90)),
    "moved": Goal(92, 97),
    "swapped": Goal(92, 97),  # moved by one place
    "furniture": Goal(92, 96, (80, 92)),
    "several": Goal(96.5, 98.5),
    "long": Goal(97, 99),
    "long-6100": Goal(96, 98.5),
}
OTHER_NAMES = {"chrome": "furniture", "furn": "furniture", "verses": "long-6100"}
#: Blocks a side → milliseconds that must be and that are the aim.
TIMES = {50: (150, 60), 6_100: (30_000, 10_000)}
MOST_MB = 300

_LONG = 1_000  # source blocks from which a text is aligned in a process of its own
_LONGEST = 5_000  # source blocks from which the limits of 6,100 paragraphs stand beside it
_MADE_UP = (50, 300, 1_200)
_RUNS = 3


def goal_of(condition: str) -> Goal | None:
    """By the whole name or by the word it begins with: "gaps2" has the goal of "gaps"."""
    for name in (condition, re.split(r"[\W\d_]", condition)[0]):
        if found := GOALS.get(OTHER_NAMES.get(name, name)):
            return found
    return None


# --- running -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """The beads of one article, how long they took and, from a process of its own, the most memory it had."""

    beads: list[Bead]
    seconds: float
    peak_mb: float | None = None


def timed(article: Article) -> Run:
    started = time.process_time()
    beads = align(article.source, article.target)
    return Run(beads, time.process_time() - started)


def timed_with_peak(article: Article) -> Run:
    """For a process of its own. Its peak is known on Linux only."""
    align(["نعم"], ["yes"])  # reads the lexicon
    run = timed(article)
    status = Path("/proc/self/status")
    peak = re.search(r"VmHWM:\s*(\d+) kB", status.read_text()) if status.exists() else None
    return Run(run.beads, run.seconds, int(peak[1]) / 1024 if peak else None)


def alone(article: Article) -> Run:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(timed_with_peak, article).result()


@dataclass(frozen=True, slots=True)
class Figures:
    """Ours and the peer's over the articles of one condition."""

    ours: Score
    peer: Score
    peaks: list[float]  # megabytes, of those aligned in a process of their own
    longest: int  # source blocks


def measured(articles: Sequence[Article]) -> Figures:
    figures = Figures(Score(), Score(), [], max(len(article.source) for article in articles))
    for article in articles:
        size = len(article.source), len(article.target)
        run = alone(article) if max(size) >= _LONG else timed(article)
        figures.ours.add(size, article.gold, [(b.source, b.target) for b in run.beads], run.seconds)
        figures.ours.add_sureness(article.gold, [((b.source, b.target), b.confidence) for b in run.beads])
        if run.peak_mb is not None:
            figures.peaks.append(run.peak_mb)
        started = time.process_time()
        found = gale_church.align(article.source, article.target)
        figures.peer.add(size, article.gold, found, time.process_time() - started)
    return figures


# --- tables --------------------------------------------------------------------------------------------


def share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"


def shares_of(tally: Tally) -> tuple[str, str]:
    """What was found of all there is, and what is right of all that was found."""
    return share(tally.recall if tally.wanted else None), share(tally.precision if tally.found else None)


def reached(value: float, must: float, aim: float) -> tuple[str, str, str]:
    """What must be, the aim, and which of them a share (0–1) reaches."""
    percent = round(100 * value, 1)
    return f"{must:g}", f"{aim:g}", "aim" if percent >= aim else "must" if percent >= must else "NO"


def print_quality(by_condition: dict[str, Figures]) -> None:
    rows = []
    for condition, figures in by_condition.items():
        ours, goal = figures.ours, goal_of(condition)
        goals = reached(ours.strict.f1, goal.must, goal.aim) if goal else ("", "", "")
        strict = (ours.strict.precision, ours.strict.recall, ours.strict.f1)
        others = (figures.peer.strict.f1, ours.lax.f1, ours.links.f1, ours.perfect / ours.articles)
        rows.append([condition, ours.articles, ours.blocks, *map(share, strict), *goals, *map(share, others)])
    header = ["", "articles", "blocks", "P", "R", "F1", "must", "aim", "met", "length only F1", "lax F1", "link F1", "perfect"]  # fmt: skip
    table("Beads with both sides, in percent (strict but for lax and links)", header, rows)


def print_unmatched(by_condition: dict[str, Figures]) -> None:
    rows = []
    for condition, figures in by_condition.items():
        ours, peer, goal = figures.ours.unmatched, figures.peer.unmatched, goal_of(condition)
        has_goal = goal and goal.unmatched and ours.wanted
        goals = reached(ours.recall, *goal.unmatched) if has_goal else ("", "", "")
        found, right = shares_of(ours)
        rows.append([condition, ours.wanted, found, *goals, right, *shares_of(peer)])
    header = ["", "there are", "found", "must", "aim", "met", "right", "length only found", "right"]
    table("Blocks without a counterpart, in percent", header, rows)


def print_sureness(by_condition: dict[str, Figures]) -> None:
    rows = []
    for condition, figures in by_condition.items():
        bins = [figures.ours.right_between(*edges) for edges in BINS]
        rows.append([condition, *(cell for count, right in bins for cell in (count, share(right)))])
    together = [ok for figures in by_condition.values() for ok in figures.ours.sure]
    bins = [Score(sure=together).right_between(*edges) for edges in BINS]
    rows.append(["all", *(cell for count, right in bins for cell in (count, share(right)))])
    header = ["", "said ≥ 0.9", "right", "0.6–0.9", "right", "< 0.6", "right"]
    table("How sure, and how often right, in percent (beads with one side too)", header, rows)


def print_times(by_condition: dict[str, Figures], fifty: Sequence[float]) -> None:
    must, aim = TIMES[50]
    rows: list[list[object]] = [
        ["50 × 50", ms(statistics.median(fifty)), ms(max(fifty)), must, aim, "", "", ""]
    ]
    for condition, figures in by_condition.items():
        ours, peaks = figures.ours.seconds, figures.peaks
        limits = (*TIMES[6_100], MOST_MB) if figures.longest >= _LONGEST else ("", "", "")
        rows.append(
            [condition, ms(statistics.median(ours)), ms(max(ours)), *limits[:2],
             f"{max(peaks):.0f}" if peaks else "", limits[2],
             ms(statistics.median(figures.peer.seconds))]
        )  # fmt: skip
    header = ["", "median ms", "greatest ms", "must", "aim", "peak MB", "must", "length only ms"]
    table("Processor time of an article, and memory of the whole process", header, rows)


# --- what it runs on -----------------------------------------------------------------------------------


def fifty_of(articles: Sequence[Article]) -> tuple[list[str], list[str]]:
    """The first fifty blocks a side of the articles one after another."""
    source = [text for article in articles for text in article.source][:50]
    return source, [text for article in articles for text in article.target][:50]


def times_of(source: Sequence[str], target: Sequence[str]) -> list[float]:
    times = []
    for _ in range(_RUNS):
        started = time.process_time()
        align(source, target)
        times.append(time.process_time() - started)
    return times


def made_up(blocks: int) -> tuple[list[str], list[str]]:
    draw = random.Random(blocks)
    lengths = [draw.randint(20, 600) for _ in range(blocks)]
    return ["ن" * n for n in lengths], ["n" * int(n * draw.uniform(0.95, 1.25)) for n in lengths]


def main(arguments: Sequence[str] = ()) -> None:
    files = [name for name in arguments if not name.startswith("-")]
    align(["نعم"], ["yes"])  # reads the lexicon
    if not files:
        rows = [[f"{n:,} × {n:,}", ms(statistics.median(times_of(*made_up(n))))] for n in _MADE_UP]
        table("Aligning made-up texts, processor time", ["", "median ms"], rows)
        return
    articles = list(load(files))
    if "--make" in arguments:
        clean = [article for article in articles if article.condition == "clean"]
        if not clean:
            print('align: none of these articles is of the condition "clean"')
            return
        articles = [*clean, *make(clean)]
    by_condition: defaultdict[str, list[Article]] = defaultdict(list)
    for article in articles:
        by_condition[article.condition].append(article)
    figures = {condition: measured(those) for condition, those in by_condition.items()}
    print_quality(figures)
    print_unmatched(figures)
    print_sureness(figures)
    print_times(figures, times_of(*fifty_of(articles)))


if __name__ == "__main__":
    main(sys.argv[1:])
