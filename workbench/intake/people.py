"""Byline and outlet: who wrote a piece and for whom, from the lines around its headline."""

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from workbench.intake import shapes
from workbench.intake.document import Block, Fields
from workbench.intake.wording import TAG_LABEL, TAG_LINE, is_caption, line_key, pattern, rule_for
from workbench.text.arabic import INVISIBLE, is_arabic, match_key
from workbench.text.dates import read_dateline


class Judged(Protocol):
    """A line that may be judged to be the byline or the outlet."""

    block: Block
    key: str
    words: int
    reason: str | None
    claim: str | None

    @property
    def is_open(self) -> bool: ...
    def drop(self, reason: str, field: str | None = None) -> None: ...


_BY = (
    r"by|(?:written|words|story|text|prepared|compiled|report(?:ing|ed)?) by|author|analysis by|opinion by"
    r"|كتب(?:ت|ه|ته|ها)?|بقلم|بواسطة|إعداد|أعدها?|أعد التقرير|تقرير|تحقيق|الكاتبة?|المحرر|أجرى الحوار|حوار|مراسل(?:ة|نا)?"
)
#: A desk or a role in place of a name.
_DESK = pattern(
    r"(?:(?:the|our|from|by) )?(?:.{2,25} )?(?:staff|staff (?:writer|reporter|correspondent)s?|correspondents?|(?:news|web|foreign|editorial|digital|arabic|english) ?desk|newsroom"
    r"|editorial (?:board|team|staff)|editors|reporters?|web ?team|agencies|research unit|studies unit|guest (?:author|contributor|writer)|contributor|admin)"
    r"|(?:فريق|هيئة|أسرة|قسم|إدارة) (?:التحرير|الترجمة|الأخبار|الدراسات|العمل|.{3,20} الرقمي)|المحرر(?:ون|ة)?|محرر(?:ة|و)? .{2,20}|(?:مراسل|مراسلة|مراسلو|موفد)(?:نا|و)?(?: .{2,20})?"
    r"|(?:وحدة|قسم|مركز) (?:الدراسات|الأبحاث|البحوث|الرصد|التحليل|الترجمة|المتابعة|السياسات)(?: .{2,25})?|غرفة الأخبار|كاتب ضيف|إدارة الموقع|مشاركة قارئ"
)
#: Cities that stand with a name in the line of a correspondent.
CITIES = (
    r"cairo|beirut|baghdad|damascus|amman|riyadh|jeddah|doha|dubai|abu dhabi|kuwait(?: city)?|manama|muscat|sana'?a|aden|khartoum|tripoli|benghazi|tunis|algiers|rabat"
    r"|casablanca|nouakchott|jerusalem|ramallah|gaza|erbil|aleppo|mosul|basra|istanbul|ankara|tehran|london|paris|berlin|vienna|geneva|rome|madrid|brussels|moscow|washington"
    r"|new york|tokyo|beijing|delhi|new delhi|islamabad|kabul|nairobi|addis ababa|mogadishu|lisbon|athens"
    r"|القاهرة|بيروت|بغداد|دمشق|عمان|عمّان|الرياض|جدة|الدوحة|دبي|أبوظبي|أبو ظبي|الكويت|المنامة|مسقط|صنعاء|عدن|الخرطوم|طرابلس|بنغازي|تونس|الجزائر|الرباط|الدار البيضاء|نواكشوط"
    r"|القدس(?: المحتلة)?|رام الله|غزة|أربيل|حلب|الموصل|البصرة|إسطنبول|أنقرة|طهران|لندن|باريس|برلين|فيينا|جنيف|روما|مدريد|بروكسل|موسكو|واشنطن|نيويورك|طوكيو|بكين|نيودلهي|إسلام آباد"
    r"|كابول|نيروبي|أديس أبابا|مقديشو|لشبونة|أثينا"
)
_PARTS_OF_LINE = re.compile(r"\s+[-–—/|•·]\s+|\s*[:|/•·]\s*|\s*[,،]\s+| in (?=[^\W\d_a-z])")
_PLACED = pattern(
    rf"(?:{CITIES})\s*[-–—/:،,|]\s*(?P<behind>[^\W\d]\S*(?: [^\W\d]\S*){{1,4}})|(?P<before>[^\W\d]\S*(?: [^\W\d]\S*){{1,4}}?)(?:\s*[-–—/،,|]\s*| in )(?:{CITIES})"
)
#: "Posted on 17 August 2021 by Karim Mansour".
_DATED_BY = pattern(r"(?:posted|published|written|updated)\b(?P<day>.{4,40})\bby (?P<name>\S.{1,60})")
_LAST_BY = re.compile(r"\bby\s+", re.I)
_BYLINE = pattern(rf"(?:{_BY})(?:\s*[:：,،/|-]\s*|\s+)(?P<name>\S.{{1,80}})")
#: The same at the start of a line as written: hamzas and ta marbutas left off or not, direction marks before it.
_AS_WRITTEN = re.sub("ة", "[ةه]", re.sub("[أإآ]", "[اأإآ]", _BY))
_BY_LABEL = re.compile(rf"^[\s{INVISIBLE}]*(?:{_AS_WRITTEN})(?:\s*[:：,،/|–—-]\s*|\s+)", re.I)

_OUTLET_WORD = pattern(
    r"(?:.* )?(?:news|times|post|press|agency|journal|gazette|herald|tribune|observer|review|reporter|magazine|daily|weekly"
    r"|monitor|chronicle|telegraph|guardian|standard|network|media|tv|online|today|reference|independent|cent(?:er|re)|institute|foundation)(?: .*)?"
    r"|(?:صحيفة|جريدة|وكالة|موقع|شبكة|قناة|مجلة|مركز|بوابة|مؤسسة|معهد|دار|منصة)(?: .*)?"
)
_THE = pattern(r"the .*|ال\w{3,}")

_PARTICLES = frozenset((
    "al", "el", "bin", "bint", "ibn", "abu", "umm", "de", "da", "di", "del", "van", "von", "der", "la", "le", "and",
))  # fmt: skip
#: "Reem", "O'Neill", "al-Khayyat", "d'Arc".
_CAPITAL = re.compile(r"\W?(?:[^\W\d_a-z]|[a-z]{1,3}[-'’‘ʿ]{1,2}[A-Z])")
#: An initial or a title, with its full stop: "F.", "Dr.", "د.".
_INITIAL = re.compile(r"\b(?:\w|[A-Z]\.\w|dr|mr|mrs|ms|prof|eng|أ\.د)\.(?=\s|$)", re.I)
#: Labels of boxes about the writer, which carry the writer's class.
_ABOUT = pattern(
    r"\b(?:about|author|writer|more|all|other)\b|(?:ال)?(?:كاتبة?|مؤلفة?|محررة?)\b|\b(?:عن|المزيد|جميع|كل)\b"
)
_SMALL_WORDS = re.compile(r"\s(?:of|for|the|and|in|on|&)(?=\s)")
_ROLE_LINE = pattern(
    r"(?:role\s*,\s*.{2,40}|(?:senior |junior |chief |associate |assistant |non-?resident |visiting |political |foreign |diplomatic |security |economics? |guest )*"
    r"(?:fellow|researcher|research (?:fellow|associate|assistant)|professor|lecturer|analyst|correspondent|editor|columnist|writer|reporter|journalist|contributor|author|director)\b.{0,50})"
    r"|(?:كاتبة?|صحا?فية?|باحثة?|أكاديمية?|محللة?|مراسلة?|أستاذة?|خبيرة?|إعلامية?|روائية?|مدونة?)(?: .{2,50})?"
)
#: Words that no name holds.
_FUNCTION = pattern(
    r"(?:^|\s)(?:في|من|على|عن|إلى|التي|الذي|مع|هذا|هذه|كيف|لماذا|هل|ثم|أو|the|of|and|for|to|with|on|at|is|are)(?:\s|$)"
)
_EDGES = " \t\u00a0:،,|•·-–—/"
_AGO = pattern(r"(?:\S+ ){0,3}ago|(?:\S+ ){0,2}(?:منذ|قبل) \S+(?: \S+)?")
_PREFIXED = pattern(r"(?<!\S)(?:و?لل|[وب]ال)(?=\w{3})")
_WORD = re.compile(r"[\w'-]*\w")
_PUBLISHER_RULES = ("issuer", "copyright")
_LONGEST_RUN = 4  # lines
_LONGEST_CLAIM = {"byline": 12, "outlet": 6, "dateline": 14, "tags": 60}  # words

_BREAK = re.compile(r"\s+[|•·–—-]\s+|\s*[|•]\s*")

#: Common given names, as match keys: evidence that a lone line is a person where nothing else says so.
_GIVEN_NAMES = frozenset(
    match_key(
        "محمد أحمد محمود علي حسن حسين إبراهيم خالد عمر يوسف مصطفى عبدالله عبد سامي سمير كريم طارق ياسر رامي فادي جمال كمال "
        "نبيل هاني وليد زياد بلال ماجد ناصر سعيد سعد صالح عادل أيمن أشرف شريف حسام فاطمة عائشة مريم زينب نور سارة ليلى هدى "
        "منى رنا ريم دينا هبة أمل سلمى نادية سعاد إيمان رشا لينا داليا سامر مازن غسان نزار إلياس أنطوان غادة رغد شيماء ياسمين رولا "
        "samer mazen ghassan nizar elias antoine ghada hala nada raghad shaimaa yasmin yasmine rola mohamed mohammed muhammad mohammad ahmed ahmad mahmoud ali "
        "hassan hussein ibrahim khaled khalid omar youssef yusuf mostafa mustafa abdullah sami samir karim tarek tariq nabil hani "
        "walid ziad bilal majed nasser said saleh adel ayman ashraf sherif hossam fatima aisha mariam maryam zainab nour sara sarah "
        "leila layla hoda huda mona rana reem dina heba amal salma nadia suad iman lina dalia john james david michael robert william "
        "peter paul mark thomas daniel anna mary jane emma kate laura julia helen susan elizabeth emily charles george andrew"
    ).split()
)


def find_people(
    lines: Sequence[Judged], headline: int, first_solid: int, stated: Fields, *, start: int = 0
) -> None:
    """Mark the byline and the outlet among the open lines above the first paragraph.

    A line that says "By …" is a byline. A lone name or outlet needs evidence: what the file states of itself
    (``stated``), the line that names the site's publisher, a well-known given name or outlet word in it, or
    a date line, a button or a byline right beside it.
    """
    head = [i for i in range(start, min(first_solid, len(lines))) if i != headline]
    for i in head:
        line = lines[i]
        if line.is_open and line.words <= 12 and len(line.key) <= 150 and is_byline(line.key):
            line.drop("byline", "byline")
    for i in head:
        line = lines[i]
        if i > headline and line.is_open and _is_correspondent(line, is_beside=any(_beside(lines, i))):
            line.drop("byline", "byline")
    _find_named(lines, head, stated)
    for i in head:
        line = lines[i]
        is_known = bool(_OUTLET_WORD.fullmatch(line.key)) or any(_beside(lines, i))
        if line.is_open and is_known and _is_label(line) and _is_outlet(line):
            line.drop("outlet", "outlet")
    body = [line.block.text for line in lines[first_solid:] if line.is_open]
    _find_by_place(lines, [i for i in head if i > headline], body)
    outlet = next((line.key for line in lines if line.reason == "outlet"), None)
    for i in head:
        if i < headline and lines[i].is_open and lines[i].key == outlet:
            lines[i].drop("outlet", "outlet")


def _find_named(lines: Sequence[Judged], head: Sequence[int], stated: Fields) -> None:
    """Lines that the page names elsewhere: in its own data, or as its publisher or copyright's owner."""
    publishers = [
        f" {' '.join(_WORD.findall(_PREFIXED.sub('ال', line.key)))} "
        for line in lines
        if (line.reason in _PUBLISHER_RULES)
        or (
            line.reason == "site-frame" and (rule := rule_for(line.key, True)) and rule.id in _PUBLISHER_RULES
        )
    ]
    for i in head:
        line = lines[i]
        if not (line.is_open and _is_label(line)):
            continue
        if line.key and line.key == line_key(stated.byline):
            line.drop("byline", "byline")
        elif (line.key and line.key == line_key(stated.outlet)) or (
            len(line.key) >= 4 and line.words <= 4 and any(f" {line.key} " in p for p in publishers)
        ):
            line.drop("outlet", "outlet")


def _find_by_place(lines: Sequence[Judged], below: Sequence[int], body: Sequence[str]) -> None:
    """A name, and an outlet above it, in a run of lone lines that touches a date line or a button.

    Of several names the one with a well-known given name is taken, else the last: outlets come first. What
    then stands between two lines of furniture is the outlet.
    """
    for run in _runs(lines, below):
        touches = not lines[run[0] - 1].is_open or (
            run[-1] + 1 < len(lines) and not lines[run[-1] + 1].is_open
        )
        names = [
            i
            for i in run
            if _is_name(lines[i])
            and (_has_given_name(lines[i]) or not shapes.shares_words(lines[i].block.text, body))
        ]
        known = [i for i in names if _has_given_name(lines[i])]
        if not any(line.reason == "byline" for line in lines) and (known or (names and touches)):
            lines[known[0] if known else names[-1]].drop("byline", "byline")
        for i in run:
            line = lines[i]
            is_known = any(other.reason == "outlet" for other in lines)
            is_written_so = _is_title_case(line) and len(line.key) > 3 and not _FUNCTION.search(line.key)
            if line.is_open and not is_known and is_written_so and all(_beside(lines, i)):
                line.drop("outlet", "outlet")


def _runs(lines: Sequence[Judged], indexes: Sequence[int]) -> Iterator[list[int]]:
    """Neighbouring open lines that look like labels, run by run; a longer run is text."""
    run: list[int] = []
    for i in (*indexes, len(lines)):
        is_label = i < len(lines) and lines[i].is_open and _is_label(lines[i])
        if run and (not is_label or i != run[-1] + 1):
            if len(run) <= _LONGEST_RUN:
                yield run
            run = []
        if is_label:
            run.append(i)


def _beside(lines: Sequence[Judged], i: int) -> tuple[bool, bool]:
    """Whether the line above and the line below are furniture."""
    above, below = (0 <= j < len(lines) and not lines[j].is_open for j in (i - 1, i + 1))
    return above, below


def can_be(field: str, line: Judged) -> bool:
    """Whether the words of a line can be the field that its markup claims."""
    text = line.block.text
    if line.words > _LONGEST_CLAIM[field] or shapes.ends_sentence(_INITIAL.sub(" ", text)):
        return False
    match field:
        case "dateline":
            return bool(read_dateline(text).iso) or read_dateline(text).is_whole_line
        case "byline":
            return is_byline(line.key) or (_is_title_case(line) and not _ABOUT.search(line.key))
        case "outlet":
            return _is_title_case(line)
        case _:
            return (
                line.words <= 5 or bool(TAG_LINE.fullmatch(line.key)) or bool(TAG_LABEL.fullmatch(line.key))
            )


def _is_correspondent(line: Judged, *, is_beside: bool) -> bool:
    """Whether a line below the headline is a desk, or a city with a person's name beside it.

    Any two words can be a name in Arabic: a well-known given name must be among them, or furniture beside the line.
    """
    if (
        is_caption(line.block.text)
        or line.words > 12
        or len(line.key) > 80
        or shapes.ends_sentence(_INITIAL.sub(" ", line.block.text))
    ):
        return False
    if _DESK.fullmatch(line.key) or _dated_name(line.block.text)[0]:
        return True
    if _named_part(line.block.text):
        return True
    placed = _PLACED.fullmatch(line.key)
    return placed is not None and is_beside and _is_capitalised(_placed_name(line.block.text, placed))


def _named_part(text: str) -> str:
    """The part of a line of two or three that is a person by the given name: "Burj al-Hawa: Karim Mansour"."""
    parts = [part.strip(_EDGES) for part in _PARTS_OF_LINE.split(text)]
    if not 2 <= len(parts) <= 4 or not all(0 < len(part.split()) <= 4 for part in parts):
        return ""
    return next((part for part in parts if len(part.split()) in (2, 3) and _begins_with_given_name(part)), "")


def _begins_with_given_name(text: str) -> bool:
    words = text.split()
    return (
        _is_capitalised(text) and line_key(words[0]) in _GIVEN_NAMES and not _FUNCTION.search(line_key(text))
    )


def _dated_name(text: str) -> tuple[str, str]:
    """The name and the day of a line that is nothing else: "Karim Mansour August 17, 2021"; ("", "") otherwise."""
    words = text.split()
    if not 4 <= len(words) <= 12 or not any(c.isdigit() for c in text):
        return "", ""
    for count in range(2, 5):
        name, day = " ".join(words[:count]).strip(_EDGES), " ".join(words[count:])
        if any(c.isdigit() for c in name):
            break
        if _begins_with_given_name(name) and (read := read_dateline(day)).iso and read.is_whole_line:
            return name, day
    return "", ""


def _placed_name(text: str, placed: re.Match[str]) -> str:
    """The name in a text whose key is a name and a city."""
    words = text.strip(_EDGES).split()
    count = len((placed["behind"] or placed["before"]).split())
    return " ".join(words[-count:] if placed["behind"] else words[:count]).strip(_EDGES)


def is_byline(key: str) -> bool:
    """Whether a line key is "By" and a name, or a date and a name."""
    if dated := _DATED_BY.fullmatch(key):
        return bool(read_dateline(dated["day"]).iso) and len(dated["name"].split()) <= 6
    match = _BYLINE.fullmatch(key)
    if match is None:
        return False
    return not read_dateline(match["name"]).is_whole_line and len(match["name"].split()) <= 10


def is_sure_byline(text: str) -> bool:
    """Whether a line is a byline wherever it stands: a name written as one, behind a label that says so."""
    key = line_key(text)
    if not is_byline(key) or shapes.ends_sentence(_INITIAL.sub(" ", text)):
        return False
    name = byline_name(text)
    if is_arabic(name):
        return line_key(name).split(" ")[0] in _GIVEN_NAMES or bool(re.search(r"[:/]", text))
    return 2 <= len(name.split()) <= 8 and _is_capitalised(name)


def can_only_be_beside(line: Judged) -> str:
    """What a line near a headline is rather than the headline: "byline", "outlet" (of the site), or ""."""
    text = line.block.text
    is_name = 2 <= line.words <= 3 and _begins_with_given_name(text) and _is_label(line)
    if is_name or is_sure_byline(text) or _named_part(text) or _dated_name(text)[0]:
        return "byline"
    return "outlet" if _is_label(line) and _OUTLET_WORD.fullmatch(line.key) and _is_outlet(line) else ""


def byline_name(text: str) -> str:
    """The name in a byline, without "By" before it or a date, place or outlet beside it."""
    key = line_key(text)
    if _DATED_BY.fullmatch(key):
        return _LAST_BY.split(text)[-1].strip(_EDGES)
    name = _BY_LABEL.sub("", text) if is_byline(key) else text
    if dated := _dated_name(name)[0]:
        return dated
    if person := _named_part(name):
        return person
    if placed := _PLACED.fullmatch(line_key(name)):
        return _placed_name(name, placed)
    return _BREAK.split(name)[0].strip(_EDGES)


def is_ago(key: str) -> bool:
    """Whether a line says how long something was ago and nothing else: "2 years ago", "منذ عامين"."""
    return bool(_AGO.fullmatch(key))


def _is_label(line: Judged) -> bool:
    text = _INITIAL.sub(" ", line.block.text)
    return line.words <= 6 and len(text) <= 60 and not re.search(r"[\d.!?؟:،,;؛«»“”\"]", text)


def _is_outlet(line: Judged) -> bool:
    if _OUTLET_WORD.fullmatch(line.key):
        bare = _SMALL_WORDS.sub(" ", line.block.text)  # "Centre for Policy"
        return line.words <= 5 and (is_arabic(line.block.text) or _is_capitalised(bare))
    return line.words <= (1 if is_arabic(line.block.text) else 3) and bool(_THE.fullmatch(line.key))


def _is_name(line: Judged) -> bool:
    """Two to five words that can be a person's: in Latin letters all of them capitalised."""
    return 2 <= line.words <= 5 and _is_title_case(line) and not _FUNCTION.search(line.key)


def _is_title_case(line: Judged) -> bool:
    """Whether all words are written as names are; Arabic has no capitals, and any word of two letters can be."""
    return _is_capitalised(line.block.text)


def _is_capitalised(text: str) -> bool:
    words = text.split()
    if is_arabic(text):
        return len(words) <= 6 and all(len(w) > 1 for w in words)
    return any(_CAPITAL.match(w) for w in words) and all(
        _CAPITAL.match(w) or match_key(w) in _PARTICLES or not w[0].isalnum() for w in words
    )


def is_role(key: str) -> bool:
    """Whether a short line says what somebody is: "Senior Fellow, Harbour Centre"."""
    return bool(_ROLE_LINE.fullmatch(key))


def _has_given_name(line: Judged) -> bool:
    words = [word for word in line.key.split() if not _INITIAL.match(f"{word.rstrip('.')}.")]
    return bool(words) and words[0] in _GIVEN_NAMES
