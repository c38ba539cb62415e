"""Lam and alef that changed places: "األمن" for "الأمن", as many PDF files give their ligature.

The one glyph for both letters is turned around with the rest of the line, or never was. Where a word then
begins as no Arabic word does, that is sure. In a text with several such words, others are known too by what no
word looks like ("هؤالء" for "هؤلاء"), or from a list ("خالل" for "خلال"); what could equally be another word
("عالم", "ثالث") stays. Tanwin may stand before its letter in such files: "أياًما" for "أيامًا".
"""

import re
from collections.abc import Callable, Iterator

from workbench.text.letters import Edit

_LETTERS = "\u0621-\u063a\u0641-\u064a\u064b-\u0652\u0670"
_BEGIN, _END, _INSIDE, _ON = (
    rf"(?<![{_LETTERS}])",
    rf"(?![{_LETTERS}])",
    rf"(?<=[{_LETTERS}])",
    rf"(?=[{_LETTERS}])",
)
#: An alef with another alef behind it at the beginning of a word: "األ", "اإل", "اال", with a particle before it or not.
_SURE = re.compile(rf"({_BEGIN}[وفبك]{{0,2}}ا)([أإآ])ل{_ON}")
_BARE_ALEF = re.compile(rf"({_BEGIN}[وفبك]{{0,2}}ا)(ا)ل{_ON}")  # by itself, an alef too many is as likely
_RIGHT = re.compile(rf"{_BEGIN}[وفبك]{{0,2}}ال[أإآا]{_ON}")
_ENOUGH = 3  # sure words by which a text is known to be of that make

_TANWIN = re.compile(rf"\u064b([\u0621-\u063a\u0641-\u064a])ا{_END}")
#: A space that is missing before a small word, as likely: "جداًما".
_MAY_BE_TWO_WORDS = re.compile(r"ا\u064b[مليذ]ا")
_TANWIN_ON_LAM = re.compile(rf"{_INSIDE}ا\u064bل{_END}")

#: Frequent words with the ligature inside, of which the turned form is no word.
_WORDS = (
    "خلال", "علاقات", "بلاد", "ثلاثين", "ثلاثون", "ثلاثاء", "إسلام", "إعلام", "إعلان", "سلاح", "استقلال", "احتلال", "انقلاب",
    "خلافات", "ولاية", "ولايات", "إصلاح", "دلالة", "دولار", "إطلاق", "استغلال", "اختلاف", "اختلال", "إغلاق", "أخلاق",
    "قائلا", "فضلا", "أولا", "بدلا", "أصلا", "كاملا", "شاملا", "عاملا", "طويلا", "قليلا", "جميلا", "ثقيلا", "دليلا", "مستقبلا", "وصولا",
    "مسؤولا", "مقبولا", "معقولا", "مجهولا", "إلا", "سلالة", "ملاحظة", "ملاحظ", "فلاحين", "لاجئ", "لاعبين", "لاحقا", "مستقلا",
    "انتقالا", "تلاميذ", "فلاسفة", "تلاعب", "تلاشي", "جلالة", "ميلاد", "أولاد", "كلام", "كلاب", "ملابس", "ملامح", "ملاذ", "ملازم",
    "أسلاك", "أملاك", "امتلاك", "استهلاك", "إفلاس", "إقلاع", "إبلاغ", "انزلاق", "انطلاق", "اطلاع", "استطلاع", "زلازل", "ائتلاف", "إخلال", "إحلال", "انحلال",
    "تلال", "شلال", "ظلال", "غلاف", "أفلام", "أقلام", "أحلام", "أعلام", "استعلام", "استسلام", "سلاسل", "صلاحيات", "بلاستيك",
    "كلاسيكي", "أطلال", "هلال",
)  # fmt: skip
_TURNED = {word.replace("لا", "ال"): word for word in _WORDS}
_PREFIX = "(?:[وف]?(?:[بك]?ال|لل|[بكلس])?)"
_KNOWN = re.compile(
    rf"({_BEGIN}{_PREFIX})({'|'.join(sorted(map(re.escape, _TURNED), key=len, reverse=True))})"
    rf"(?=(?:ها|هم|هما|نا|ه|ك|ية|ي|ات|ين|ون|ا|ً|اً|ًا)?{_END})"
)
#: Verbs that end as the turned plural "معدالت" does.
_SHE_DID = (
    f"[{_LETTERS}]الت|[مل]ازالت|"
    "استقالت|استحالت|استطالت|استمالت|اغتالت|احتالت|اختالت|انهالت|توالت|تعالت|تغالت|أحالت|أقالت|أطالت|أزالت|أسالت|أمالت|أنالت"
)

#: What of a text of that make is put right, and how: one after the other, each in what those before leave.
_MENDED: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (_BARE_ALEF, r"\1لا"),
    # "للأطفال", "للإعلان"; but "لألمانيا", "لإلغاء"
    (re.compile(rf"({_BEGIN}[وف]?ل)أل(?!ماني|بوم|ف|عاب|باني|وان|كس|ي)(?=[{_LETTERS}]{{2}})"), r"\1لأ"),
    (re.compile(rf"({_BEGIN}[وف]?ل)إل(?!غا|قا|زام|حا|ها|صاق|ي|ى|كتر)(?=[{_LETTERS}]{{2}})"), r"\1لإ"),
    (re.compile(rf"({_BEGIN}[وف]?)ألل(?=[{_LETTERS}]{{2}})"), r"\1لأل"),
    # "لأسباب", "لأنه", "لإعادة"; but "ألسنة", "ألعاب", "ألطف", "إلى"
    (re.compile(rf"({_BEGIN}[وف]?)أل(?=(?:[رش]|س(?![نت])|ع(?!اب|ب|ن)|ط(?!ف(?!ا)|اف)|ج(?![أئم]))[{_LETTERS}]{{2}})"), r"\1لأ"),
    (re.compile(rf"({_BEGIN}[وف]?)أل(?=(?:ن(?:ه|ها|هم|هما|هن|ك|ي|ني|نا)|ول|ولئك|كثر|ي|حد|جل){_END})"), r"\1لأ"),
    (re.compile(rf"({_BEGIN}[وف]?)أل(?=ن\s+[^\Wيتنأ])"), r"\1لأ"),
    (re.compile(rf"({_BEGIN}[وف]?)إل(?=[سعنجردطشخضظث][{_LETTERS}]{{3}})"), r"\1لإ"),
    # "اللاعبين", "للاستفادة"; but "لالتقاط"
    (re.compile(rf"({_BEGIN}[وفبك]{{0,2}}ال)ال(?=[{_LETTERS}]{{2}})"), r"\1لا"),
    (re.compile(rf"({_BEGIN}[وف]?ل)ال(?=(?:[سنهجحقخعركشفبمدص]ت|ن[^اي\W])[{_LETTERS}]{{2}})"), r"\1لا"),
    # "لاستعادة"; but "الستة", "الستار"
    (re.compile(rf"({_BEGIN}[وف]?)ال(?=ست(?!م[ئا])[عخغثطفجهحقمكدنبضش][{_LETTERS}]{{2}})"), r"\1لا"),
    # "حالات", "آلاف", "زملاء", "عملائنا", "المعدلات", "محاولات"
    (re.compile(rf"(?<=[{_LETTERS}]ا)ال|(?<=آ)ال{_ON}"), "لا"),
    (re.compile(rf"{_INSIDE}ال(?=ء{_END})|(?<=[{_LETTERS}]{{2}})ال(?=ئ[{_LETTERS}])"), "لا"),
    (re.compile(rf"({_BEGIN}[وفبك]{{0,2}}ال[{_LETTERS}]{{2,}})الت{_END}"), r"\1لات"),
    (re.compile(rf"({_BEGIN}(?![وف]?(?:{_SHE_DID}){_END})[{_LETTERS}]{{2,}})الت{_END}"), r"\1لات"),
    (re.compile(r"(?<=[0-9٠-٩] )ماليين"), "ملايين"),  # elsewhere it may be "financial"
    (_KNOWN, lambda match: match[1] + _TURNED[match[2]]),
    (re.compile(rf"({_BEGIN}[وف]?)ال{_END}"), r"\1لا"),  # alone
    (_TANWIN, "\\1\u064bا"),
)  # fmt: skip


def is_turned(text: str) -> bool:
    """Whether a whole text is of that make: several words that can be nothing else, and few written rightly."""
    sure = len(_SURE.findall(text)) + len(_BARE_ALEF.findall(text))
    return sure >= _ENOUGH and sure >= 3 * len(_RIGHT.findall(text))


def lam_alef(text: str, *, whole_is_turned: bool) -> Iterator[Edit]:
    """The letters put in their places; what is not sure by itself only where the whole text is of that make."""
    mended = _SURE.sub(r"\1ل\2", text)
    mended = _TANWIN_ON_LAM.sub("ل\u064bا", mended)
    if whole_is_turned:
        for pattern, new in _MENDED:
            mended = pattern.sub(new, mended)
    elif not _MAY_BE_TWO_WORDS.search(mended):
        mended = _TANWIN.sub("\\1\u064bا", mended)
    yield from _differences(text, mended)


def _differences(text: str, mended: str) -> Iterator[Edit]:
    """Where two texts of one length differ."""
    start = None
    for at, (old, new) in enumerate(zip(text, mended, strict=True)):
        if old == new and start is not None:
            yield start, at, mended[start:at]
            start = None
        elif old != new and start is None:
            start = at
    if start is not None:
        yield start, len(text), mended[start:]
