import pytest

from workbench.domain.kinds import Kind
from workbench.intake.read import read, read_paste

HEADLINE = "The lighthouse at Ras Nur is lit again"
BODY = (
    "The lamp was lit on Monday evening for the first time since the storm took its glass, and the boats that had "
    "waited in the next bay came home before midnight."
)
ARABIC_HEADLINE = "منارة رأس نور تضيء من جديد"
ARABIC_BODY = "أضيء المصباح مساء الاثنين للمرة الأولى منذ أن حطمت العاصفة زجاجه، وعادت القوارب التي انتظرت في الخليج المجاور قبل منتصف الليل."


def page(head: str, *, foot: str = "", title: str = HEADLINE, body: str = BODY):
    markup = (
        f"<html><body><article><h1>{title}</h1>{head}<p>{body}</p><p>{body}</p>{foot}</article></body></html>"
    )
    return read(markup.encode(), name="a.html", language="ar" if title == ARABIC_HEADLINE else "en")


@pytest.mark.parametrize(
    "line",
    [
        "By Huda Saleh | 9 May 2025, 07:45 PM | 5 min read",
        "By Huda Saleh • 9 May 2025 • 1,204 views",
        "9 May 2025 - 07:45 PM | By Huda Saleh",
    ],
)
def test_a_row_of_facts_is_taken_apart_at_its_separators(line):
    for document in (
        page(f"<p>{line}</p>"),
        read_paste(f"{HEADLINE}\n\n{line}\n\n{BODY}\n\n{BODY}", None, "en"),
    ):
        assert [b.text for b in document.kept] == [HEADLINE, BODY, BODY]
        assert (document.fields.byline, document.fields.published_on) == ("Huda Saleh", "2025-05-09")


def test_a_row_of_facts_in_spans_is_taken_apart_between_them():
    document = page(
        '<div class="info"><span>كتبت: هدى صالح</span> <time>الجمعة 9 مايو 2025 - 07:45 م</time> <span>١٢٠ مشاهدة</span></div>',
        title=ARABIC_HEADLINE,
        body=ARABIC_BODY,
    )
    assert [b.text for b in document.kept] == [ARABIC_HEADLINE, ARABIC_BODY, ARABIC_BODY]
    assert document.fields.byline == "هدى صالح"
    assert document.fields.dateline == "الجمعة 9 مايو 2025 - 07:45 م"
    assert document.fields.published_on == "2025-05-09"


@pytest.mark.parametrize(
    "line",
    [
        "Huda Saleh, who keeps the lamp | her brother | and the boats: all of them were there",
        "Monday - Ras Nur - the lamp and the boats",
    ],
)
def test_a_line_with_other_words_stays_whole(line):
    document = page(f"<p>{line}</p>")
    assert any(line in block.text for block in document.kept)


@pytest.mark.parametrize(
    ("title", "body", "buttons"),
    [
        (HEADLINE, BODY, "<a href=#>Share on Facebook</a> <a href=#>Tweet</a> <a href=#>Print</a>"),
        (
            ARABIC_HEADLINE,
            ARABIC_BODY,
            "<a href=#>شارك على فيسبوك</a> <a href=#>تويتر</a> <a href=#>طباعة</a>",
        ),
    ],
)
@pytest.mark.parametrize("name", ["share", "x1"])
def test_a_row_of_buttons_goes_whatever_its_box_is_called(title, body, buttons, name):
    document = page(f'<div class="{name}">{buttons}</div>', title=title, body=body)
    assert [b.text for b in document.kept] == [title, body, body]


def test_a_paragraph_in_a_box_called_share_stays():
    said = "Half of the catch goes to those who share the boat, and the rest is sold on the quay by noon."
    assert said in [b.text for b in page(f'<div class="share"><a href=/a>Half</a>{said[4:]}</div>').kept]


@pytest.mark.parametrize("box", ["", ' class="related"'])
def test_all_that_stands_under_read_also_goes(box):
    inside = (
        f"<div{box}><h3>Read also</h3><ul><li><a href=/1>Who pays for the new lamp?</a></li>"
        "<li><a href=/2>Boats wait for a third night in the bay</a></li></ul></div>"
    )
    document = page(f"<p>{BODY}</p>{inside}")
    assert [b.text for b in document.kept] == [HEADLINE, BODY, BODY, BODY]
    assert [b.dropped for b in document.blocks if "lamp?" in b.text or "third night" in b.text] == [
        "related"
    ] * 2


def test_tags_in_links_of_their_own_are_one_each():
    foot = "<div class=tags>الكلمات الدلالية: <a href=/1>رأس نور</a> <a href=/2>منارات</a></div>"
    document = page("", foot=foot, title=ARABIC_HEADLINE, body=ARABIC_BODY)
    assert document.fields.tags == ("رأس نور", "منارات")


@pytest.mark.parametrize("line", ["آخر تحديث: الثلاثاء 18:05", "استمع للخبر", "الاستماع إلى التقرير"])
def test_what_the_page_says_of_itself_goes_in_arabic(line):
    document = page(f"<p>{line}</p>", title=ARABIC_HEADLINE, body=ARABIC_BODY)
    assert [b.text for b in document.kept] == [ARABIC_HEADLINE, ARABIC_BODY, ARABIC_BODY]


def test_prepared_by_is_a_byline():
    assert page("<p>Prepared by Huda Saleh</p>").fields.byline == "Huda Saleh"


def test_a_paragraph_bold_by_its_style_is_a_subheading():
    html = f'<p>{BODY}</p><p style="font-weight:700">What the keepers say</p><p style="font-weight:400">{BODY}</p>'
    document = read_paste("", f"<h1>{HEADLINE}</h1>{html}", "en")
    assert [b.kind for b in document.kept if b.text == "What the keepers say"] == [Kind.SUBHEADING]
    assert [b.marks for b in document.kept if b.text == BODY] == [(), ()]
