"""Plausible Arabic–English segment pairs in any number, for benchmarks and for trying a full desk.

Sentences are put together from small tables of our own, both languages from the same choices, so that a
pair really says the same thing: names, places and figures agree and lengths vary as in a newsroom. The
same seed always gives the same pairs, on every machine and Python version: choices are drawn with
``Random.random`` only, the one method whose sequence Python promises to keep.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from workbench.domain.kinds import Kind

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class VolumeSegment:
    """One generated pair."""

    kind: Kind
    source: str
    target: str


Pair = tuple[str, str]
#: Arabic, English, and what the Arabic verb before it ends in: ت when the noun is feminine.
Gendered = tuple[str, str, str]

_PEOPLE: tuple[Gendered, ...] = (
    ("نوال درباس", "Nawal Dirbas", "ت"), ("هيثم العرقاوي", "Haitham al-Arqawi", ""),
    ("سعاد بنيان", "Suad Bunyan", "ت"), ("عادل المرزبان", "Adel al-Marzuban", ""),
    ("كمال الصيرفي", "Kamal al-Sayrafi", ""), ("فارس الغندور", "Fares al-Ghandour", ""),
    ("لينا الطبّاخ", "Lina al-Tabbakh", "ت"), ("منذر الكيلاني", "Munzir al-Kilani", ""),
    ("غادة المعلّم", "Ghada al-Muallim", "ت"), ("زهير النجّار", "Zuhair al-Najjar", ""),
    ("أمل السقّاف", "Amal al-Saqqaf", "ت"), ("ضياء الحموي", "Diaa al-Hamwi", ""),
)  # fmt: skip
_PLACES: tuple[Pair, ...] = (
    ("قصر الندى", "Qasr al-Nada"), ("تل الورس", "Tell al-Wars"), ("مرسى الصدف", "Marsa al-Sadaf"),
    ("عين الدردار", "Ayn al-Dardar"), ("وادي الأثل", "Wadi al-Athl"), ("المرسى الأبيض", "al-Marsa al-Abyad"),
    ("البيادر الفوقا", "Bayader al-Fawqa"), ("رأس السنديان", "Ras al-Sindiyan"),
)  # fmt: skip
_BODIES: tuple[Gendered, ...] = (
    ("هيئة الحبوب", "the Grain Board", "ت"), ("المجلس البلدي", "the municipal council", ""),
    ("اتحاد بحّارة الخليج", "the Bay Seamen’s Union", ""), ("هيئة حوض السرو", "the Sarw River Basin Authority", "ت"),
    ("نقابة الممرضين", "the nurses’ union", "ت"), ("الجمعية التعاونية", "the co-operative", "ت"),
    ("لجنة التراث", "the heritage committee", "ت"), ("غرفة التجارة", "the chamber of commerce", "ت"),
)  # fmt: skip
_DAYS: tuple[Pair, ...] = (
    ("الأحد", "Sunday"), ("الاثنين", "Monday"), ("الثلاثاء", "Tuesday"), ("الأربعاء", "Wednesday"),
    ("الخميس", "Thursday"), ("الجمعة", "Friday"), ("السبت", "Saturday"),
)  # fmt: skip
_MATTERS: tuple[Pair, ...] = (
    ("ترميم السوق القديمة", "the restoration of the old market"),
    ("توسيع الميناء", "the enlargement of the port"),
    ("تنظيم حصص مياه الري", "the sharing out of irrigation water"),
    ("تحسين أجور العاملين الموسميين", "better pay for seasonal workers"),
    ("نقل المدرسة إلى مبنى جديد", "the move of the school to a new building"),
    ("خفض أسعار الخبز", "a cut in the price of bread"),
    ("إعادة فتح خط السكة الحديدية", "the reopening of the railway line"),
    ("إنارة الطرق الزراعية", "lights on the farm roads"),
)
_QUOTES: tuple[Pair, ...] = (
    (
        "لن نوقّع على اتفاق لم نقرأ كل بند فيه",
        "We will not sign an agreement without reading every clause of it",
    ),
    ("الوعود لا تملأ الصهاريج", "Promises do not fill tankers"),
    ("انتظرنا سنوات، ونستطيع أن ننتظر أسبوعًا آخر", "We have waited for years and can wait another week"),
    ("لا أحد هنا يريد العودة إلى ما كنا عليه", "Nobody here wants to go back to how things were"),
    ("الأرقام واضحة، والبقية سياسة", "The figures are clear and the rest is politics"),
    ("أول ما سنفعله هو نشر التقرير كاملًا", "The first thing we will do is publish the report in full"),
)
_TAILS: tuple[Pair, ...] = (
    ("، بحسب بيان صدر في ختام الاجتماع", ", according to a statement issued at the end of the meeting"),
    ("، رغم اعتراض عدد من الأعضاء", ", despite the objections of several members"),
    ("، في خطوة وُصفت بأنها الأولى من نوعها", ", a step described as the first of its kind"),
    ("، من دون تحديد موعد للتنفيذ", ", without setting a date for it to take effect"),
    ("، وذلك للمرة الثانية هذا العام", ", for the second time this year"),
    ("", ""),
)
_HEADINGS: tuple[Pair, ...] = (
    ("ما الذي تغيّر؟", "What has changed?"), ("أرقام متضاربة", "Conflicting figures"),
    ("بين الوعد والتنفيذ", "Between promise and practice"), ("أصوات من الشارع", "Voices from the street"),
    ("الخطوة التالية", "The next step"),
)  # fmt: skip

_EASTERN = str.maketrans("0123456789,.", "٠١٢٣٤٥٦٧٨٩٬٫")


class _Dice:
    """Draws from tables; ``eastern`` says in which digits this article's Arabic is written."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - sample text, not a secret
        self.eastern = self._random.random() < 0.5

    def below(self, n: int) -> int:
        return int(self._random.random() * n)

    def one_of(self, table: Sequence[T]) -> T:
        return table[self.below(len(table))]

    def number(self, low: int, high: int) -> Pair:
        """A figure in both scripts, ``low`` to ``high`` inclusive."""
        english = f"{low + self.below(high - low + 1):,}"
        return (english.translate(_EASTERN) if self.eastern else english), english


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _said(dice: _Dice) -> Pair:
    person, place, quote, day = dice.one_of(_PEOPLE), *(dice.one_of(t) for t in (_PLACES, _QUOTES, _DAYS))
    return (
        f"وقال{person[2]} {person[0]}، من {place[0]}، يوم {day[0]}: «{quote[0]}».",
        f"“{quote[1]},” said {person[1]}, from {place[1]}, on {day[1]}.",
    )


def _decided(dice: _Dice) -> Pair:
    body, matter, tail = dice.one_of(_BODIES), dice.one_of(_MATTERS), dice.one_of(_TAILS)
    thousands = dice.number(12, 980)
    zeros = "٬٠٠٠" if dice.eastern else ",000"
    return (
        f"ووافق{body[2]} {body[0]} على تخصيص {thousands[0]}{zeros} دينار من أجل {matter[0]}{tail[0]}.",
        f"{_capital(body[1])} agreed to set aside {thousands[1]},000 dinars for {matter[1]}{tail[1]}.",
    )


def _counted(dice: _Dice) -> Pair:
    place, matter = dice.one_of(_PLACES), dice.one_of(_MATTERS)
    people, share = dice.number(1200, 48000), dice.number(11, 89)
    return (
        f"وأظهر استطلاع بلغ عدد المشاركين فيه {people[0]} من سكان {place[0]} أن {share[0]} في المئة منهم يرون في "
        f"{matter[0]} أولوية لا تحتمل التأجيل.",
        f"A survey of {people[1]} people in {place[1]} found that {share[1]} per cent of them see {matter[1]} as "
        f"a priority that cannot be put off.",
    )


def _long(dice: _Dice) -> Pair:
    """Two or three sentences of different making in one paragraph, as in a longer report."""
    first, count = dice.below(len(_SENTENCES)), 2 + dice.below(2)
    parts = [_SENTENCES[(first + i) % len(_SENTENCES)](dice) for i in range(count)]
    return " ".join(p[0] for p in parts), " ".join(p[1] for p in parts)


def _dispute(dice: _Dice) -> Pair:
    place, matter = dice.one_of(_PLACES), dice.one_of(_MATTERS)
    return f"{place[0]}: خلاف جديد على {matter[0]}", f"{_capital(place[1])}: new dispute over {matter[1]}"


def _grant(dice: _Dice) -> Pair:
    place, matter, thousands = dice.one_of(_PLACES), dice.one_of(_MATTERS), dice.number(12, 980)
    zeros = "٬٠٠٠" if dice.eastern else ",000"
    return (
        f"{thousands[0]}{zeros} دينار من أجل {matter[0]} في {place[0]}",
        f"{thousands[1]},000 dinars for {matter[1]} in {place[1]}",
    )


def _claim(dice: _Dice) -> Pair:
    person, quote = dice.one_of(_PEOPLE), dice.one_of(_QUOTES)
    return f"{person[0]}: «{quote[0]}»", f"{person[1]}: ‘{quote[1]}’"


def _headline(dice: _Dice) -> Pair:
    return dice.one_of((_dispute, _grant, _claim))(dice)


def _standfirst(dice: _Dice) -> Pair:
    person, matter = dice.one_of(_PEOPLE), dice.one_of(_MATTERS)
    return (
        f"{person[0]} في صلب نقاش لم يُحسم حول {matter[0]}",
        f"{person[1]} at the centre of an unsettled debate on {matter[1]}",
    )


def _item(dice: _Dice) -> Pair:
    matter, place = dice.one_of(_MATTERS), dice.one_of(_PLACES)
    return f"{matter[0]} في {place[0]}.", f"{_capital(matter[1])} in {place[1]}."


def _quote(dice: _Dice) -> Pair:
    quote = dice.one_of(_QUOTES)
    return f"«{quote[0]}».", f"“{quote[1]}.”"


def _heading(dice: _Dice) -> Pair:
    return dice.one_of(_HEADINGS)


def _caption(dice: _Dice) -> Pair:
    place, day = dice.one_of(_PLACES), dice.one_of(_DAYS)
    return f"مشهد عام من {place[0]}، {day[0]}. (أرشيف)", f"General view of {place[1]}, {day[1]}. (Archive)"


_SENTENCES: tuple[Callable[[_Dice], Pair], ...] = (_said, _decided, _counted)

_OPENING = ((Kind.HEADLINE, _headline), (Kind.STANDFIRST, _standfirst))

#: Kind, how to write it, and its share of an article's body in hundredths.
_BODY: tuple[tuple[Kind, Callable[[_Dice], Pair], int], ...] = (
    (Kind.PARAGRAPH, _long, 35),
    (Kind.PARAGRAPH, _decided, 12),
    (Kind.PARAGRAPH, _counted, 12),
    (Kind.PARAGRAPH, _said, 13),
    (Kind.LIST_ITEM, _item, 12),
    (Kind.SUBHEADING, _heading, 7),
    (Kind.QUOTE, _quote, 6),
    (Kind.CAPTION, _caption, 3),
)
_LOTTERY = tuple((kind, write) for kind, write, share in _BODY for _ in range(share))


def generate_segments(n: int, seed: int = 0) -> Iterator[VolumeSegment]:
    """``n`` pairs of one article: headline, standfirst, then a body in a newsroom's proportions."""
    dice = _Dice(seed)
    for index in range(n):
        kind, write = _OPENING[index] if index < len(_OPENING) else dice.one_of(_LOTTERY)
        source, target = write(dice)
        yield VolumeSegment(kind, source, target)
