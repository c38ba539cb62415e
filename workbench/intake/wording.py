"""Lines that say by their wording that they are page furniture: one table, both languages together.

A rule fits only when its words are the whole line, so that a sentence that merely mentions printing or
sharing stays. Patterns are written as people write and are folded like the lines they are held against
(:func:`workbench.text.arabic.match_key`); an English page may well carry an Arabic button.
"""

import re
from functools import cache

from workbench.intake.wording_rules import RULES, Rule
from workbench.intake.wording_words import AGENCIES, RELATED, TAGGED
from workbench.text.arabic import fold_letters, match_key

_DECORATION = " \t\"'|•·*<>«»‹›▪●○◦-_:؛;.,،…!()[]{}+►▶→←↑↓#@"


_LONGEST = 600  # characters of a line that any rule looks at

_Compiled = tuple[tuple[Rule, re.Pattern[str]], ...]


def line_key(text: str) -> str:
    """The match key of a line without the dots, arrows and bullets that decorate buttons."""
    return match_key(text).strip(_DECORATION)


def pattern(source: str) -> re.Pattern[str]:
    """A pattern for match keys, written with the letters people write."""
    return re.compile(fold_letters(source))


@cache
def _compiled() -> _Compiled:
    return tuple((rule, pattern("|".join(f"(?:{p})" for p in rule.patterns))) for rule in RULES)


def rule_for(key: str, at_edge: bool, *, is_sentence: bool = False) -> Rule | None:
    """The first rule that the whole line (as :func:`line_key`) fits, or None.

    ``is_sentence``: the line ends as a sentence does, which its key no longer shows.
    """
    length = key.count(" ") + 1
    if not key or length > 70 or len(key) > _LONGEST:
        return None
    return next(
        (
            rule
            for rule, whole in _compiled()
            if length <= rule.longest
            and (at_edge or not rule.edge_only)
            and not (is_sentence and rule.open_only)
            and whole.fullmatch(key)
        ),
        None,
    )


#: Rules whose lines stand side by side in one, and what parts them there: a mark, or "and" before an invitation.
_OF_ROWS = frozenset(
    ("reading-time", "counter", "comments", "share", "tools", "networks", "newsletter", "updated")
)
_BETWEEN = re.compile(r"\s*[|·•]\s*")
_INVITES = r"follow|subscribe|sign up|join|share|like us|download"
_INVITES_AR = r"تابع|تابعنا|تابعونا|اشترك|اشتركوا|انضم|انضموا|سجل|سجلوا|شارك|شاركوا|شاركونا|حمل|حملوا"
_INVITED = pattern(rf"(?:{_INVITES}|{_INVITES_AR})\b.*")
_AND_INVITES = pattern(rf"\s+and\s+(?=(?:{_INVITES})\b)|\s+و\s?(?=(?:{_INVITES_AR})\b)")
_MOST_IN_ROW = 6


def rule_of_row(text: str, at_edge: bool) -> Rule | None:
    """The rule of the first part of a line that is several counts, buttons and invitations side by side, or None."""
    keys = [key for part in _BETWEEN.split(text[:_LONGEST]) if (key := line_key(part))]
    if len(keys) == 1 and _INVITED.fullmatch(keys[0]):
        keys = _AND_INVITES.split(keys[0])
    if len(text) > _LONGEST or not 1 < len(keys) <= _MOST_IN_ROW:
        return None
    rules = [rule_for(key, at_edge) for key in keys]
    return rules[0] if all(rule and rule.id in _OF_ROWS for rule in rules) else None


#: What a page announces as the news of this minute.
BREAKING_LINE = pattern(r"(?:(?:خبر |أخبار )?عاجل(?:ة)?|breaking(?: news)?|just in)\s*[:|-]\s*\S.*")

#: A lone label above links to other pieces; the same with a title behind a colon; labels of tags.
RELATED_LABEL = pattern(RELATED)
RELATED_LINE = pattern(
    rf"(?:{RELATED}|read|watch|شاهد|فيديو|بالفيديو|بالصور|لا تفوت|تابع أيضا)\s*(?:[:|>»-]+|\.\.+)\s*.{{3,200}}"
)
TAG_LABEL = pattern(TAGGED)
TAG_LINE = pattern(rf"(?:{TAGGED})\s*:+\s*(?P<tags>.+)")
#: The same with a label that means nothing else, wherever it stands.
SURE_TAG_LINE = pattern(
    r"(?:tags|tagged|key ?words|hash ?tags|filed under|(?:ال)?كلمات (?:ال)?(?:مفتاحية|دلالية|دليلية|دالة)|(?:ال)?وسوم|(?:ال)?تا[غج]ات|(?:ال)?هاشتا[غج](?:ات)?)\s*:+\s*.+"
)
#: What a day is called that the page and not its text names.
DAY_LABEL = pattern(
    r"(?:first |last |originally )?(?:published|posted|updated?|modified)\b.*|(?:تم )?(?:ال)?نشر(?:ت|ه)?\b.*|تاريخ النشر.*|(?:تم )?(?:آخر )?(?:ال)?(?:تحديث|تعديل)ه?\b.*"
)


def is_furniture(text: str, *, at_edge: bool) -> bool:
    """Whether the whole line is worded as something of the page beside the article: a button, a label, tags."""
    key = line_key(text)
    return len(key) <= _LONGEST and bool(
        rule_for(key, at_edge, is_sentence=text.rstrip().endswith((".", "…")))
        or any(known.fullmatch(key) for known in (RELATED_LABEL, RELATED_LINE, TAG_LABEL, TAG_LINE))
    )


#: What announces something embedded, and what says that it ends.
ZONE_START = pattern(
    r"skip .{1,40}(?:continue|and read).{0,30}|list of \d+ items?|قائمة من \d+ (?:عناصر|عنصر)|(?:تخط[يى]?|تجاوز) .{1,40}و(?:واصل|تابع|استمر) .{0,30}"
)
ZONE_END = pattern(
    r"end of .{2,40}|نهاية(?: .{2,30})?|(?:البودكاست|القائمة|الفيديو|يستحق الانتباه|اقرأ أيضا|الأكثر قراءة|.{2,20} مقترحة) نهاية"
)

#: Captions: what opens one, a credit in brackets or behind a colon that ends one, and the bare name of an
#: agency in brackets, which ends pieces of running text too.
_CREDIT = r"(?:photo(?:graph)?|picture|image)s?|تصوير|(?:ال)?صور[ةه]?|(?:ب)?عدسة"
_CREDIT_BY = r"(?:\s+(?:credits?|source|by|via|courtesy(?: of)?))?"
_CAPTION_START = pattern(
    rf"(?:{_CREDIT}){_CREDIT_BY}\s*:\s*\S.*|image caption\s*[,:].*|التعليق على الصورة\s*[،,:].*"
)
_CAPTION_END = pattern(
    rf".+[(\[]\s*(?:(?:{_CREDIT})(?:{_CREDIT_BY}\s*[:/,،-]\s*|\s+(?:by|via|courtesy of)\s+)|credits?\s*:\s*|©\s*|تصوير\s+)[^()\[\]]{{2,60}}[)\]]\W?"
    rf"|.+(?:[.!?؟…)\"]|\s[|-])\s+(?:(?:{_CREDIT}){_CREDIT_BY}|credits?)\s*:\s*\S.{{1,60}}"
)
_AGENCY_END = pattern(
    rf"(?:\S+\s+){{4,}}[(\[](?:{AGENCIES})(?:\s*[/,،&-]\s*(?:{AGENCIES}|[\w .'-]{{2,30}}))?[)\]]"
)
_LONGEST_CAPTION = 45  # words
_LONGEST_WITH_AGENCY = 30


def is_caption(text: str, *, may_end_in_agency: bool = True) -> bool:
    """Whether a picture's credit opens or ends the text: "Photo: …", "… (تصوير: …)", "… Credit: …", "… (AFP)"."""
    words = len(text.split())
    if words > _LONGEST_CAPTION or len(text) > _LONGEST:
        return False
    key = match_key(text)
    return bool(
        _CAPTION_START.fullmatch(key)
        or _CAPTION_END.fullmatch(key)
        or (may_end_in_agency and words <= _LONGEST_WITH_AGENCY and _AGENCY_END.fullmatch(key))
    )


_DISCLAIMER = pattern(
    r".{0,40}(?:views|opinions?|ideas|statements)\b.{0,80}\b(?:this|these|the) (?:article|articles|piece|post|commentary|column|essay|op-ed|author|authors|author's|writer|writers)\b"
    r".{0,120}(?:not (?:necessarily )?(?:reflect|represent|express)|solely|alone).{0,160}"
    r"|.{0,30}(?:الآراء|الآراء والأفكار|آراء|الأفكار|(?:ال)?مقال(?:ة|ات)?|ما ينشر|ما ورد|الرأي).{0,80}(?:تعبر|يعبر|تمثل|يمثل|تعكس|يعكس).{0,40}(?:بالضرورة|سوى|إلا|فقط|رأي كاتب(?:ها|ه)|آراء (?:كتابها|أصحابها|كاتبيها)).{0,160}"
)
#: What follows a name in a note on the writer.
_IS_SOMEBODY = pattern(
    r"(?:,|،|:|-)?\s*(?:is|was|has been|writes|works|covers|teaches|reports|holds|(?:is )?an?)\b.{5,}"
    r"|(?:,|،|:|-)?\s*(?:هو |هي )?(?:كاتبة?|صحافية?|صحفية?|باحثة?|أكاديمية?|إعلامية?|محللة?|مراسلة?|أستاذة?|روائية?|شاعرة?|خبيرة?|مديرة?|محررة?|مدونة?|ناشطة?|دبلوماسية?|زميلة?|رئيسة?).{3,}"
)


def is_disclaimer(key: str) -> bool:
    """Whether a paragraph (as :func:`line_key`) says that opinions are the writers' own."""
    return key.count(" ") <= 60 and len(key) <= _LONGEST and bool(_DISCLAIMER.fullmatch(key))


def says_who_is(key: str, name: str) -> bool:
    """Whether a paragraph begins with the name and goes on with what that person is."""
    return key.startswith(f"{name} ") and bool(_IS_SOMEBODY.fullmatch(key[len(name) :].strip()))
