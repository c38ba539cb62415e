"""Articles with their right beads, and harder conditions made of clean ones: same seed, same conditions.

What desks meet: paragraphs merged, split or with a sentence moved across their border; paragraphs missing or
foreign on one side; paragraphs moved; page furniture left in; several articles in one file; very long texts.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

from workbench.text.sentences import sentence_starts

Bead = tuple[tuple[int, ...], tuple[int, ...]]
Paragraph = tuple[str, str]  # Arabic and English that say the same
Group = tuple[tuple[str, ...], tuple[str, ...]]  # the same of several paragraphs; a side may be empty

SEED = 1993
LONG = (1_200, 6_100)  # paragraphs
SEVERAL = 60  # paragraphs at least in several articles in one
_FILES = 8  # of several articles in one
_THREE = 0.15  # of the merges join three paragraphs
_MOVES = 12  # one paragraph in so many is moved, or changes places with the next


@dataclass(frozen=True, slots=True)
class Article:
    """Both sides and the right beads; a bead with an empty side tells what has no counterpart."""

    id: str
    condition: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    gold: tuple[Bead, ...]


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares of paragraphs that are disturbed (merged, split, shifted), missing on a side, or preceded by one
    of another article on a side."""

    disturbed: float
    missing: float = 0.0
    foreign: float = 0.0


NOISE, GAPS, HARD = Rates(0.12), Rates(0.12, 0.05, 0.02), Rates(0.30, 0.10, 0.03)
MOVED, FURNITURE, LONG_TEXT = Rates(0.06), Rates(0.12, 0.03), Rates(0.12, 0.03, 0.01)

#: Lines of page furniture, Arabic and English of the same. A page gets different ones on its two sides.
FURNITURE_LINES: tuple[Paragraph, ...] = (
    ("أرسل المقال بالبريد", "Send this article by e-mail"),
    ("مساحة إعلانية", "Advertising space"),
    ("الصفحة الأولى > شؤون عربية > تحليلات", "Front page > Arab affairs > Analysis"),
    ("تابعونا على منصات التواصل", "Follow us on social media"),
    ("كلمات دلالية: الموانئ، الشحن، التجارة", "Keywords: ports, shipping, trade"),
    ("خط أكبر | خط أصغر", "Larger type | Smaller type"),
    ("نسخة للطباعة", "Printable version"),
    ("شوهد 1,874 مرة", "Viewed 1,874 times"),
    ("7 تعليقات", "7 comments"),
    ("لا تفوتك: خمس قصص من سوق السمك", "Do not miss: five stories from the fish market"),
    ("تقرير: سلمى الحداد – بيروت", "Report: Salma Haddad – Beirut"),
    ("الاثنين 4 مارس 2019 – 10:15 ص", "Monday 4 March 2019 – 10:15 a.m."),
    ("آخر تحديث قبل ثلاث ساعات", "Last updated three hours ago"),
    ("جميع الحقوق محفوظة، مرصد الساحل", "All rights reserved, Coast Observer"),
    ("سجل بريدك لتصلك النشرة الأسبوعية", "Leave your address for the weekly letter"),
    ("نستخدم ملفات تعريف الارتباط لتحسين خدمتنا", "We use cookies to improve our service"),
    ("صورة من الأرشيف", "Archive picture"),
    ("الأكثر قراءة هذا الأسبوع", "Most read this week"),
    ("مدة القراءة: 6 دقائق", "Reading time: 6 minutes"),
    ("انتقل إلى أعلى الصفحة", "To the top of the page"),
    ("أبلغ عن خطأ في النص", "Report a mistake in the text"),
    ("المزيد للكاتبة نفسها", "More by the same writer"),
    ("إكس · واتساب · لينكد إن", "X · WhatsApp · LinkedIn"),
    ("عاجل: الأرصاد تحذر من رياح قوية على الساحل", "Breaking: forecasters warn of strong winds on the coast"),
)  # fmt: skip


def load(files: Sequence[str]) -> Iterator[Article]:
    """The articles of JSON lines: {"id", "condition", "source": […], "target": […], "gold": [[[i], [j]], …]}."""
    for name in files:
        with Path(name).open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _article(json.loads(line), f"{Path(name).name}:{number}")


def _article(data: dict[str, Any], place: str) -> Article:
    gold = tuple((tuple(sorted(ours)), tuple(sorted(theirs))) for ours, theirs in data["gold"])
    return Article(
        data.get("id", place), data.get("condition", ""), tuple(data["source"]), tuple(data["target"]), gold
    )


def make(articles: Sequence[Article], seed: int = SEED) -> Iterator[Article]:
    """All conditions made of clean articles, which are not among them."""
    draw = Random(seed)
    clean = {article.id: paragraphs(article) for article in articles}
    pool = {name: list(chain(*(clean[other] for other in clean if other != name))) for name in clean}
    for name, own in clean.items():
        for condition, rates in (("noise", NOISE), ("gaps", GAPS), ("hard", HARD)):
            yield _numbered(f"{condition}/{name}", condition, disturbed(own, rates, draw, pool[name]))
        groups = disturbed(own, MOVED, draw)
        yield _numbered(f"moved/{name}", "moved", groups, _moved(groups, max(1, len(own) // _MOVES), draw))
        alone = [((arabic,), (english,)) for arabic, english in own]
        yield _numbered(f"swapped/{name}", "swapped", alone, _swapped(len(own), Random(f"{seed} {name}")))
        page = _with_furniture(disturbed(own, FURNITURE, draw), draw)
        yield _numbered(f"furniture/{name}", "furniture", page)
    for number in range(_FILES):
        own = _chained(list(clean.values()), SEVERAL, draw, whole=True)
        others = [paragraph for those in clean.values() for paragraph in those if paragraph not in own]
        yield _numbered(f"several/{number}", "several", disturbed(own, GAPS, draw, others))
    for size in LONG:
        own = _chained(list(clean.values()), size, draw)
        yield _numbered(f"long/{size}", f"long-{size}", disturbed(own, LONG_TEXT, draw, own))


def paragraphs(article: Article) -> list[Paragraph]:
    """What both sides of an article say, each bead as one paragraph; what has no counterpart is left away."""
    return [
        (" ".join(article.source[i] for i in ours), " ".join(article.target[j] for j in theirs))
        for ours, theirs in article.gold
        if ours and theirs
    ]


def _chained(
    articles: list[list[Paragraph]], size: int, draw: Random, *, whole: bool = False
) -> list[Paragraph]:
    """Articles in any order, one after another and again, until there are ``size`` paragraphs; cut there, or
    with the last article ``whole``."""
    found: list[Paragraph] = []
    while len(found) < size and any(articles):
        for article in draw.sample(articles, len(articles)):
            if len(found) < size:
                found += article
    return found if whole else found[:size]


# --- merged, split, shifted, missing, foreign ---------------------------------------------------------


def disturbed(
    own: Sequence[Paragraph], rates: Rates, draw: Random, others: Sequence[Paragraph] = ()
) -> list[Group]:
    """The paragraphs with what goes wrong at these rates; foreign ones are drawn from ``others``."""
    groups: list[Group] = []
    k = 0
    while k < len(own):
        if draw.random() < rates.missing:
            groups.append(_one_side(own[k], draw))
            k += 1
            continue
        if others and draw.random() < rates.foreign:
            groups.append(_one_side(draw.choice(others), draw))
        change = draw.choice((_merged, _split, _shifted)) if draw.random() < rates.disturbed else None
        side = draw.randrange(2)
        found = change(own[k : k + 3], side, draw) if change else None
        group, used = found or (((own[k][0],), (own[k][1],)), 1)
        groups.append(group)
        k += used
    return groups


def _one_side(paragraph: Paragraph, draw: Random) -> Group:
    return ((paragraph[0],), ()) if draw.random() < 0.5 else ((), (paragraph[1],))


def _merged(ahead: Sequence[Paragraph], side: int, draw: Random) -> tuple[Group, int] | None:
    """Two or three paragraphs, one on this side; and how many they are. None where too few follow."""
    count = 3 if draw.random() < _THREE and len(ahead) > 2 else 2
    if len(ahead) < count:
        return None
    texts = [tuple(p[n] for p in ahead[:count]) for n in (0, 1)]
    texts[side] = (" ".join(texts[side]),)
    return (texts[0], texts[1]), count


def _split(ahead: Sequence[Paragraph], side: int, draw: Random) -> tuple[Group, int] | None:
    """A paragraph in two on this side. None where it is one sentence."""
    text = ahead[0][side]
    if not (starts := sentence_starts(text)):
        return None
    at = draw.choice(starts)
    texts = [(ahead[0][0],), (ahead[0][1],)]
    parts = [*texts]
    parts[side] = (text[:at].rstrip(), text[at:])
    return (parts[0], parts[1]), 1


def _shifted(ahead: Sequence[Paragraph], side: int, draw: Random) -> tuple[Group, int] | None:
    """Two paragraphs, the last sentence of the one at the head of the other on this side. None where there is
    but one sentence."""
    if len(ahead) < 2 or not (starts := sentence_starts(ahead[0][side])):
        return None
    first, second = ahead[0][side], ahead[1][side]
    texts = [tuple(p[n] for p in ahead[:2]) for n in (0, 1)]
    texts[side] = (first[: starts[-1]].rstrip(), f"{first[starts[-1] :]} {second}")
    return (texts[0], texts[1]), 2


# --- moved, furniture, and the indexes ----------------------------------------------------------------


def _moved(groups: Sequence[Group], count: int, draw: Random) -> list[int]:
    """An order of the English in which so many paragraphs stand two places or more from their own."""
    order = [n for n, group in enumerate(groups) if group[1]]
    ones = [n for n in order if len(groups[n][0]) == len(groups[n][1]) == 1]
    for n in draw.sample(ones, min(count, len(ones))) if len(order) > 3 else ():
        here = order.index(n)
        there = draw.choice([place for place in range(len(order)) if abs(place - here) > 1])
        order.insert(there, order.pop(here))
    return order


def _swapped(count: int, draw: Random) -> list[int]:
    """An order of the English in which neighbours have changed places, one pair in so many, the first never."""
    order = list(range(count))
    n = 1
    while n < count - 1:
        if is_swapped := draw.random() < 1 / _MOVES:
            order[n], order[n + 1] = order[n + 1], order[n]
        n += 1 + is_swapped
    return order


def _with_furniture(groups: Sequence[Group], draw: Random) -> list[Group]:
    """Up to three lines of a page's frame above and below each side, and one inside every other page."""
    lines = draw.sample(FURNITURE_LINES, 13)
    counts = [draw.randrange(4) for _ in range(4)]
    taken = iter(lines)
    above = [_line(next(taken), side) for side in (0, 1) for _ in range(counts[side])]
    below = [_line(next(taken), side) for side in (0, 1) for _ in range(counts[2 + side])]
    inside = [*groups]
    if len(groups) > 4 and draw.random() < 0.5:
        inside.insert(draw.randrange(2, len(groups) - 1), _line(next(taken), draw.randrange(2)))
    return [*above, *inside, *below]


def _line(line: Paragraph, side: int) -> Group:
    return ((), (line[1],)) if side else ((line[0],), ())


def _numbered(
    id: str, condition: str, groups: Sequence[Group], order: Sequence[int] | None = None
) -> Article:
    """The article of these groups, its English in ``order`` of their numbers."""
    source: list[str] = []
    target: list[str] = []
    ours: list[tuple[int, ...]] = []
    theirs: list[tuple[int, ...]] = [()] * len(groups)
    for texts, _ in groups:
        ours.append(tuple(range(len(source), len(source) + len(texts))))
        source += texts
    for n in range(len(groups)) if order is None else order:
        texts = groups[n][1]
        theirs[n] = tuple(range(len(target), len(target) + len(texts)))
        target += texts
    return Article(id, condition, tuple(source), tuple(target), tuple(zip(ours, theirs, strict=True)))
