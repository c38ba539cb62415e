"""Arabic read and copied out of a PDF: the words as they were written, whoever reads them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest

from tests.export.readers import read_pdf, read_pdf_as_chrome, read_pdf_as_python
from workbench.demo.content import articles
from workbench.domain.editions import EditionContent, EditionSegment
from workbench.export import pdf_pages
from workbench.export.registry import render

Reader = Callable[[bytes], str]
READERS: dict[str, Reader] = {
    "poppler": read_pdf,
    "poppler, in the order of the file": lambda data: read_pdf(data, "-raw"),
    "pdfium": read_pdf_as_chrome,
    "pypdf": read_pdf_as_python,
}


def words_of(text: str) -> list[str]:
    """Words of Arabic letters, their vowel signs in Unicode's own order: that of several on one letter says nothing."""
    return re.findall("[\u0621-\u065f]+", unicodedata.normalize("NFC", text))


def pdf(*lines: str) -> bytes:
    body = "".join(f'<p lang="ar" dir="rtl">{line}</p>' for line in lines)
    return pdf_pages.write(f'<html lang="ar" dir="rtl"><title>نص</title><body>{body}</body></html>', "")


@pytest.mark.parametrize("reader", ["poppler", "pdfium", "pypdf"])
@pytest.mark.parametrize(
    "line",
    [
        "ثلاث شقق تباع في حي جديد",  # one skeleton, other dots
        "بيت تين ثلج نخيل يبس قفل فقه",
        "لا إلى الأمام ولا آخر لأن الإبل لم تصل",  # lam and alef
        "كَتَبَ المُعَلِّمُ دَرْسًا مُهِمًّا ثُمَّ مَحاهُ كُلَّهُ الآن",  # vowel signs
        "عامًا بابًا شيئًا علفٌ كثير خالٍ من مبنًى قديم",  # tanwin
        "الله بالله لله والله أعلم",
        "مؤجَّل أُغلق سيُغلق يُسمح ردًّا سجلُّهم",
        "قــال أبو الفضل",
    ],
)
def test_words_read_out_as_they_were_written(line: str, reader: str) -> None:
    assert words_of(READERS[reader](pdf(line))) == words_of(line)


def test_english_words_in_arabic_read_out_in_their_place() -> None:
    line = "قالت شركة Port Workers Union أمس إن السفن تنتظر"
    # Spaces aside: poppler has its own mind about those beside English.
    assert "".join(line.split()) in "".join(read_pdf(pdf(line)).split())


@pytest.mark.parametrize("reader", ["poppler", "pdfium"])
def test_numbers_in_arabic_read_out_as_they_were_written(reader: str) -> None:
    line = "بلغ الإنتاج ٣٩٠ ألف طن في ٢٠٢١ و١٢٥ في 2020 أي ٤٨٫٥٪"
    numbers = re.compile(r"[\d٫]+")
    assert not Counter(numbers.findall(line)) - Counter(numbers.findall(READERS[reader](pdf(line))))


@cache
def proof_of_the_demo() -> tuple[bytes, tuple[str, ...]]:
    segments = tuple(
        EditionSegment(number, segment.kind, segment.source, segment.target)
        for number, segment in enumerate((s for article in articles() for s in article.segments), 1)
    )
    content = EditionContent("demo", 1, segments)
    return render(content, "proof"), tuple(word for segment in segments for word in words_of(segment.source))


#: Of two thousand words of all demo articles. Poppler takes each page for English or for Arabic, whichever has more
#: letters, and in Arabic lines of an English one loses a sign at the end of a word before a comma or the line's end;
#: in the order of the file, at the end of any word. Pdfium reads cells that stand on one line as a line of English,
#: and moves the first sign of words there.
HELD = {"poppler": 0.995, "poppler, in the order of the file": 0.985, "pdfium": 0.995, "pypdf": 0.999}


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS)
def test_the_words_of_the_demos_articles_read_out_of_their_proof(reader: str) -> None:
    data, words = proof_of_the_demo()
    missing = Counter(words) - Counter(words_of(READERS[reader](data)))
    assert len(words) > 2_000
    assert 1 - missing.total() / len(words) >= HELD[reader], missing
