import pytest

from workbench.domain.kinds import Kind
from workbench.domain.marks import MarkKind
from workbench.intake.html import read_html
from workbench.intake.read import read, read_paste

PAGE = """<!DOCTYPE html>
<html lang=en><head><meta charset=utf-8><title>Ferry returns | The Harbour Post</title>
<meta property="og:site_name" content="The Harbour Post"><meta name=author content="Lina Haddad">
<meta property="article:published_time" content="2024-03-05T08:30:00Z">
<link rel=canonical href="https://example.org/ferry"><style>p{color:red}</style>
<script>document.write("<p>Never read.</p>")</script></head>
<body><header><nav><ul><li><a href=/>Home</a><li><a href=/p>Politics</a></ul></nav></header>
<main><div class=crumbs>Home &gt; News</div>
<article><h1>Ferry returns after <em>nine</em> days</h1>
<p class="article__standfirst">Sand is cleared from the quay, but the timetable stays a guess
<div class=meta>By <a href=/lina>Lina Haddad</a></div><time>5 March 2024</time><button>Share</button>
<p>The ferry sailed on Tuesday, <a href="https://example.org/x">the council said</a>, after <b>nine</b> days.<br><br>
A second paragraph stands after two breaks &amp; an entity.
<figure><img src="javascript:alert(1)" alt=x><figcaption>Cranes at dawn.</figcaption></figure>
<h2>What next?</h2>
<p>Three steps are planned:</p>
<ol><li>Dredging<ul><li>in the north</li></ul></li><li><p>New lights</p></li></ol>
<blockquote><p>“We waited.”</p></blockquote>
<p style="display:none">Hidden words.</p>
<p onclick="steal()">All of them went home on the evening boat.</p>
<aside><h3>Related</h3><a href=/a>The town that moved its clock</a></aside>
<form><label>Email</label><input value=x></form>
<a href="javascript:alert(1)">A closing line without a link</a>
</article></main>
<footer><p>© 2024 The Harbour Post</p></footer></body></html>"""


def kept(document):
    return [(b.kind, b.text) for b in document.kept]


def page():
    return read(PAGE.encode(), name="ferry.html", language="en")


def test_a_page_is_read_by_its_structure():
    assert kept(page()) == [
        (Kind.HEADLINE, "Ferry returns after nine days"),
        (Kind.STANDFIRST, "Sand is cleared from the quay, but the timetable stays a guess"),
        (Kind.PARAGRAPH, "The ferry sailed on Tuesday, the council said, after nine days."),
        (Kind.PARAGRAPH, "A second paragraph stands after two breaks & an entity."),
        (Kind.CAPTION, "Cranes at dawn."),
        (Kind.SUBHEADING, "What next?"),
        (Kind.PARAGRAPH, "Three steps are planned:"),
        (Kind.LIST_ITEM, "Dredging"),
        (Kind.LIST_ITEM, "in the north"),
        (Kind.LIST_ITEM, "New lights"),
        (Kind.QUOTE, "“We waited.”"),
        (Kind.PARAGRAPH, "All of them went home on the evening boat."),
        (Kind.PARAGRAPH, "A closing line without a link"),
    ]


def test_lists_keep_their_order_and_level():
    attrs = [dict(b.attrs) for b in page().kept if b.kind is Kind.LIST_ITEM]
    assert attrs == [
        {"ordered": True, "level": 1},
        {"ordered": False, "level": 2},
        {"ordered": True, "level": 1},
    ]


def test_links_and_emphasis_become_marks_and_bad_links_do_not():
    marks = [(m.kind, b.text[m.start : m.end], m.href) for b in page().kept for m in b.marks]
    assert marks == [
        (MarkKind.EMPHASIS, "nine", None),
        (MarkKind.LINK, "the council said", "https://example.org/x"),
        (MarkKind.STRONG, "nine", None),
    ]


def test_the_frame_of_the_site_is_left_out_with_its_reason():
    dropped = {b.text: b.dropped for b in page().blocks if not b.is_kept}
    assert dropped["Politics"] == "site-frame"
    assert dropped["The town that moved its clock"] == "site-frame"
    assert dropped["Email"] == "form"
    assert dropped["© 2024 The Harbour Post"] == "site-frame"
    assert not any("Never read" in b.text or "Hidden" in b.text for b in page().blocks)


def test_fields_come_from_the_page_first_and_from_its_head_else():
    fields = page().fields
    assert (fields.byline, fields.outlet) == ("Lina Haddad", "The Harbour Post")
    assert (fields.dateline, fields.published_on) == ("5 March 2024", "2024-03-05")
    assert fields.url == "https://example.org/ferry"


def test_an_old_page_without_article_or_main():
    document = read_html(
        "<body><div id=menu><a href=/>الرئيسية</a></div><table><tr><td><font size=5>عنوان قصير للخبر</font><br>"
        "<b>عاد المركب إلى العمل</b> بعد تسعة أيام.<br>ولم يعلن موعد الرحلات.</td></tr></table></body>"
    )
    assert [b.text for b in document.blocks] == [
        "الرئيسية",
        "عنوان قصير للخبر",
        "عاد المركب إلى العمل بعد تسعة أيام.",
        "ولم يعلن موعد الرحلات.",
    ]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # A document editor in the browser: everything inside a bold that is none, weight in spans.
        (
            '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><h1 dir="ltr"><span>A title</span></h1>'
            '<p dir="ltr"><span style="font-weight:400">Plain and </span><span style="font-weight:700">bold</span>'
            '<span style="font-style:italic"> and slanted</span>.</p></b>',
            [
                ("headline", "A title", []),
                ("paragraph", "Plain and bold and slanted.", ["bold", " and slanted"]),
            ],
        ),
        # A word processor: fragment marks, list markers as text.
        (
            "<html><body><!--StartFragment--><p class=MsoNormal>The <i>first</i>\r\nline.<o:p></o:p></p>"
            "<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>·&nbsp;&nbsp;</span>An item</p>"
            "<!--EndFragment--></body></html>",
            [("paragraph", "The first line.", ["first"]), ("list_item", "An item", [])],
        ),
        ("one <b>two</b><p>three", [("paragraph", "one two", ["two"]), ("paragraph", "three", [])]),
        ("<ul><li>a<li>b</ul>", [("list_item", "a", []), ("list_item", "b", [])]),
    ],
)
def test_rich_paste(html, expected):
    found = [
        (b.kind.value, b.text, [b.text[m.start : m.end] for m in b.marks]) for b in read_html(html).blocks
    ]
    assert found == expected


def test_a_paste_without_words_in_its_rich_form_falls_back_to_the_text():
    document = read_paste("The plain words of the clipboard.", "<img src=x>", "en")
    assert document.kept[0].text == "The plain words of the clipboard."


def test_a_declared_encoding_is_used():
    data = '<html><head><meta charset="windows-1256"></head><body><p>عاد المركب اليوم.</p>'.encode("cp1256")
    document = read(data, name="a.htm", language="ar")
    assert (document.kept[0].text, document.encoding) == ("عاد المركب اليوم.", "Windows-1256")


def test_a_page_wrapped_in_one_form_is_no_form():
    document = read(
        b"<body><form id=aspnet><h1>Ferry returns after nine days</h1><p>The ferry sailed on Tuesday, at last.</p>"
        b"<form><label>Email</label></form></form>",
        name="a.html",
        language="en",
    )
    assert [b.text for b in document.kept][:2] == [
        "Ferry returns after nine days",
        "The ferry sailed on Tuesday, at last.",
    ]


SOLID = "<p>The ferry sailed again on Monday after nine long days of wind and storm.</p>"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("<p>The <b>director</b> said <a href='https://example.org/'>here</a></p>", Kind.PARAGRAPH),
        ("<p>A few plain words</p>", Kind.PARAGRAPH),
        ("<p><b>A few bold words</b></p>", Kind.SUBHEADING),
        ("<div>A few words in a box</div>", Kind.SUBHEADING),
    ],
)
def test_a_short_line_that_the_markup_calls_a_paragraph_is_one(line, kind):
    page = f"<h1>Ferry returns after nine days</h1>{SOLID}{SOLID}{line}{SOLID}"
    block = read(page.encode(), name="ferry.html", language="en").kept[3]
    assert block.kind is kind
    links = [(block.text[m.start : m.end], m.href) for m in block.marks if m.kind is MarkKind.LINK]
    assert links == ([("here", "https://example.org/")] if "href" in line else [])


TABLE = "<table><tr><th>Year<th>Boats<tr><td>2023<td>1200<tr><td>2024<td>1,350<tr><td>%<td>12.5%</table>"


@pytest.mark.parametrize("order", [SOLID + TABLE, TABLE + SOLID, SOLID + TABLE + SOLID])
def test_numbers_in_a_table_are_no_counters(order):
    page = f"<article><h1>Ferry returns after nine days</h1>{order}</article>"
    texts = [b.text for b in read(page.encode(), name="ferry.html", language="en").kept]
    assert [t for t in texts if " | " in t] == ["Year | Boats", "2023 | 1200", "2024 | 1,350", "% | 12.5%"]


@pytest.mark.parametrize(
    "row",
    [
        '<td><a href="/p">Weather today</a><td><a href="/q">Tides of the week</a>',
        "<td>Thursday, 12 March 2026<td>Print",
        "<td>By Hala Darwish<td>Share",
        f"<td>Noor<td>{'The ferry sails again on Monday, as the council said in a letter to all.'}",
        "<td>Noor<td>Forty seats<br>and twelve more",
        "<td>Noor<td><h3>Forty</h3>",
        "<td>Noor<td><ol><li>Forty</ol>",
    ],
)
def test_cells_that_are_no_data_stay_blocks_of_their_own(row):
    page = f"<table><tr><td>Boat<td>Seats<tr>{row}</table>"
    texts = [b.text for b in read_html(page).blocks]
    assert [text for text in texts if "|" in text] == ["Boat | Seats"]
    assert len(texts) >= 3


def test_one_row_alone_lays_a_page_out():
    assert [b.text for b in read_html("<table><tr><td>Boat<td>Seats</table>").blocks] == ["Boat", "Seats"]


def test_emphasis_and_links_in_a_row_stay_on_their_words_and_tables_inside_on_their_own():
    rows = '<tr><td>الزورق<td><b>نور</b><tr><td><a href="https://example.org/">أمل</a><td>40'
    document = read_html(f"<table><tr><td>خارج<td><table>{rows}</table><td>بعد<td>ذلك<tr><td>a<td>b</table>")
    found = [(b.text, [b.text[m.start : m.end] for m in b.marks]) for b in document.blocks]
    assert found[1:3] == [("الزورق | نور", ["نور"]), ("أمل | 40", ["أمل"])]
    assert [text for text, _ in found if "|" in text] == ["الزورق | نور", "أمل | 40"]


def test_a_number_in_a_table_that_lays_out_the_page_is_a_counter():
    page = f"<table><tr><td><h1>Ferry returns after nine days</h1>{SOLID * 3}<tr><td>1200</table>"
    assert "1200" not in [b.text for b in read(page.encode(), name="ferry.html", language="en").kept]


def test_links_of_a_menu_are_kept_apart_and_a_link_cut_in_two_is_not():
    document = read_html(
        '<nav><a href="/">الرئيسية</a><a href="/p">سياسة</a><span><a href="/q">رياضة</a></span><span><a href="/r">طقس</a></span></nav>'
        '<p>عاد <a href="https://example.org/x">المر</a><a href="https://example.org/x">كب</a> أمس.</p>'
    )
    assert [b.text for b in document.blocks] == ["الرئيسية سياسة رياضة طقس", "عاد المركب أمس."]


def test_the_description_of_a_picture_is_left_out_once_and_can_come_back():
    document = read_html(
        '<nav><img alt="Logo of the Daily"></nav><p>The ferry <img src="a.png" alt="A boat  at dawn"> sails.</p>'
        '<img alt="A boat  at dawn"><img alt=""><img alt="--">'
    )
    assert [(b.kind, b.text, b.dropped) for b in document.blocks] == [
        (Kind.CAPTION, "A boat at dawn", "image-description"),
        (Kind.PARAGRAPH, "The ferry sails.", None),
    ]
