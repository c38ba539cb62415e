"""Whole pages with the lines that sites put around articles: each is caught, and nothing of the article is."""

import pytest

from tests.intake.pages import ARTICLES, FURNITURE, PAGES, RISKY
from workbench.domain.kinds import Kind
from workbench.intake.read import read_paste

_PLACES = {"top": 0, "head": 1, "inside": 3, "foot": 99}


def read(lines, language, between="\n"):
    return read_paste(between.join(lines), None, language)


def article(language):
    return ARTICLES[language].split("\n")


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("place", list(_PLACES))
def test_each_line_alone_is_caught_and_costs_the_article_nothing(language, place):
    own, at = article(language), _PLACES[place]
    missed = []
    for n, line in enumerate(FURNITURE[language][place].split("\n")):
        document = read([*own[:at], line, *own[at:]], language, "\n\n" if n % 2 else "\n")
        if not any(b.text == line and not b.is_kept for b in document.blocks):
            missed.append(line)
        assert [b.text for b in document.kept if b.text != line] == own, line
        assert document.title == own[0], line
    assert missed == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_lines_that_only_look_like_furniture_stay(language):
    own = article(language)
    lost = []
    for n, line in enumerate(RISKY[language].split("\n")):
        at = (2, 4, 6, 10)[n % 4]
        document = read([*own[:at], line, *own[at:]], language, "\n\n" if n % 8 < 4 else "\n")
        kept = [block.text for block in document.kept]
        if line.removeprefix("1. ") not in " ".join(kept) or len(kept) != len(own) + 1:
            lost.append(line)
    assert lost == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_page_with_all_of_it_at_once(language):
    own, lines = article(language), {place: text.split("\n") for place, text in FURNITURE[language].items()}
    page = [
        *lines["top"][:20], own[0], *lines["head"][:3], *lines["head"][-70:-50],
        *own[1:4], *lines["inside"][::6], *own[4:], *lines["foot"],
    ]  # fmt: skip
    for between in ("\n", "\n\n"):
        document = read(page, language, between)
        assert [block.text for block in document.kept] == own


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Published: 17 August 2021", "dateline"),
        ("آخر تحديث: 18/08/2021 الساعة 09:12 (توقيت غرينتش)", "dateline"),
        ("Tags: roofs, summer, schools", "tags"),
        ("الكلمات المفتاحية: السطوح، الصيف، المدارس", "tags"),
        ("Facebook Twitter Email Print", "networks"),
        ("المقال السابق", "navigation"),
        ("View all posts by Karim Mansour", "navigation"),
        ("Terms of Service", "footer"),
        ("سياسة الخصوصية", "footer"),
        ("Source: The Lantern + agencies", "source"),
    ],
)
def test_what_can_be_nothing_else_is_caught_in_the_middle_too(line, rule):
    """As when the foot of the page holds a sentence that is taken for the last of the article."""
    language = "en" if line.isascii() else "ar"
    own = article(language)
    document = read([*own[:4], line, *own[4:]], language)
    assert [(b.text, b.dropped) for b in document.blocks if not b.is_kept] == [(line, rule)]


def test_a_list_of_other_pieces_between_its_announcement_and_its_end():
    own = article("en")
    zone = [
        "list of 3 items",
        "list 1 of 3",
        "The bakers of the mountain",
        "list 2 of 3",
        "Who owns the water?",
        "end of list",
    ]
    document = read([*own[:4], *zone, *own[4:]], "en")
    assert [block.text for block in document.kept] == own
    sentence = "This is a sentence that stands between the two by chance."
    document = read([*own[:4], zone[0], sentence, zone[-1], *own[4:]], "en")
    assert sentence in [block.text for block in document.kept]


@pytest.mark.parametrize("name", list(PAGES))
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_page_copied_whole(name, between):
    """The headline, the writer and the whole text are found, and of the rest most is left out."""
    language, lines = PAGES[name]
    own = article(language)
    document = read(lines, language, between)
    kept = [block.text for block in document.kept]
    assert document.title == own[0]
    assert [line for line in own if not any(line in text for text in kept)] == []
    assert document.fields.byline in {"en": ("Karim Mansour",), "ar": ("كريم منصور", "")}[language]
    foreign = [line for line in lines if not any(text in line for text in own)]
    assert sum(line in kept for line in foreign) <= 0.5 * len(foreign)


@pytest.mark.parametrize(
    ("language", "byline", "note"),
    [
        ("en", "By Karim Mansour", "Karim Mansour is a journalist who writes on towns for The Lantern."),
        ("ar", "كتب: كريم منصور", "كريم منصور كاتب وصحافي لبناني يكتب عن المدن وأهلها في صحيفة الفنار."),
    ],
)
def test_a_note_on_the_writer_goes_where_the_byline_names_them(language, byline, note):
    own = article(language)
    document = read([own[0], byline, *own[1:], note], language)
    assert [(b.text, b.dropped) for b in document.blocks if not b.is_kept] == [
        (byline, "byline"),
        (note, "author-note"),
    ]
    assert read([*own, note], language).kept[-1].text == note  # nobody says that this is the writer


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("القاهرة – كريم منصور", "كريم منصور"),
        ("كريم منصور - بيروت", "كريم منصور"),
        ("Karim Mansour in Beirut", "Karim Mansour"),
        ("Posted on August 17, 2021 by Karim Mansour", "Karim Mansour"),
        ("فريق التحرير", "فريق التحرير"),
    ],
)
def test_names_with_a_city_or_a_day_beside_them(line, name):
    own = article("en" if line.isascii() else "ar")
    document = read([own[0], line, *own[1:]], "en" if line.isascii() else "ar")
    assert document.fields.byline == name


def test_a_city_beside_common_words_is_no_byline():
    own = article("ar")
    document = read([own[0], "القاهرة: أزمة جديدة", *own[1:]], "ar")
    assert document.kept[1].text == "القاهرة: أزمة جديدة"


def test_a_headline_with_a_full_stop_is_known_by_the_day_below_it():
    own = article("en")
    document = read(["The town rents out its roofs.", "March 4, 2024", *own[1:]], "en")
    assert document.title == "The town rents out its roofs."


def test_days_as_headings_all_stay():
    own = article("en")
    page = [own[0], "3 May 2021", own[1], "4 May 2021", own[2], "5 May 2021", *own[3:]]
    assert [b.text for b in read(page, "en").kept] == page


@pytest.mark.parametrize("headline", ["نصائح لمن ينام على السطح", "نصائح لمن ينام على السطح:", "نصائح"])
@pytest.mark.parametrize("stop", [".", ""])
def test_a_numbered_list_below_the_headline_leaves_it_the_headline(headline, stop):
    items = ["خذ معك سلمًا طويلًا", "لا تنس الغطاء الثقيل", "اربط القبعة جيدًا"]
    page = "\n\n".join([headline, *(f"{n}. {item}{stop}" for n, item in enumerate(items, 1))])
    document = read_paste(page, None, "ar")
    assert document.title == headline
    assert [block.kind for block in document.blocks] == [Kind.HEADLINE, *[Kind.LIST_ITEM] * 3]
    assert [block.text for block in document.blocks][1:] == [f"{item}{stop}" for item in items]
