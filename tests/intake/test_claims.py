"""What the markup and the page's own data say of author, outlet, day and tags."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.demo.content import raw_html, raw_page
from workbench.domain.kinds import Kind
from workbench.intake.claims import cut_by_claims
from workbench.intake.read import read, read_paste

PROSE = [
    "The ferry that joins the two halves of the town sailed on Tuesday after nine days on the sand.",
    "Nobody had expected the storm to last so long, said the harbour master, Yusuf Dahab, on the quay.",
    "Work on the breakwater goes on, and the fishermen have gone back to their boats.",
]
ARABIC = [
    "عادت العبّارة التي تصل شطري البلدة إلى العمل يوم الثلاثاء بعد تسعة أيام على الرمل.",
    "ولم يكن أحد يتوقع أن تطول العاصفة إلى هذا الحد، كما قال مدير الميناء يوسف الدهب.",
    "ولا يزال العمل في كاسر الأمواج مستمرًا، وقد عاد الصيادون إلى قواربهم.",
]
TITLE = "Ferry returns after nine days on the sand"


def page(below_title="", head="", below="", inside="", lang="en"):
    body = "".join(f"<p>{p}</p>" for p in PROSE[:2]) + inside + f"<p>{PROSE[2]}</p>"
    html = f"<!doctype html><html lang={lang}><head><meta charset=utf-8>{head}</head><body><article><h1>{TITLE}</h1>"
    return read(f"{html}{below_title}{body}{below}</article></body></html>".encode(), name="a.html", language="en")  # fmt: skip


def linked(data, **more):
    text = data if isinstance(data, str) else json.dumps(data)
    return page(head=f'<script type="application/ld+json">{text}</script>', **more)


def texts(document):
    return [b.text for b in document.kept]


@pytest.mark.parametrize(
    ("markup", "field", "value"),
    [
        ("<p class=byline>Zephyrine Quill</p>", "byline", "Zephyrine Quill"),
        ("<div class='c-article__author'><a href=/z>Zephyrine Quill</a></div>", "byline", "Zephyrine Quill"),
        ("<p>By <a rel=author href=/z>Zephyrine Quill</a></p>", "byline", "Zephyrine Quill"),
        ("<p itemprop=author><span itemprop=name>Dr. Z. al-Quill</span></p>", "byline", "Dr. Z. al-Quill"),
        ("<p id=post-author>Quill</p>", "byline", "Quill"),
        ("<p class=outlet>Al-Marfa</p>", "outlet", "Al-Marfa"),
        ("<p class='story-source'>Harbour Letters</p>", "outlet", "Harbour Letters"),
        ("<p itemprop=publisher>Al-Marfa</p>", "outlet", "Al-Marfa"),
        ("<div class=entry-date>Lisbon, 5 March 2024</div>", "dateline", "Lisbon, 5 March 2024"),
        ("<p>Posted on <time datetime=2024-03-05>5 March 2024</time></p>", "dateline", "Posted on 5 March 2024"),
    ],
)  # fmt: skip
def test_marked_lines_fill_their_field(markup, field, value):
    document = page(markup)
    assert getattr(document.fields, field) == value
    assert [b.field for b in document.blocks if not b.is_kept] == [field]
    assert texts(document) == [TITLE, *PROSE]


def test_a_line_of_several_fields_falls_apart():
    line = "<div class=meta><span class=author>Lina Haddad</span> | <span class=source>Al-Marfa</span> on <time>5 March 2024</time></div>"
    document = page(line)
    assert [(b.field, b.text) for b in document.blocks if not b.is_kept] == [
        ("byline", "Lina Haddad |"),
        ("outlet", "Al-Marfa"),
        ("dateline", "on 5 March 2024"),
    ]
    assert (document.fields.byline, document.fields.published_on) == ("Lina Haddad", "2024-03-05")
    assert texts(document) == [TITLE, *PROSE]


@pytest.mark.parametrize(
    "markup",
    [
        "<p class=author>The harbour master has kept a diary of every storm since he was a boy.</p>",
        "<p>The boat sank on <time datetime=1961-03-05>5 March 1961</time> with all hands.</p>",
        "<p>It was <span class=author>Zephyrine Quill</span> who first saw the light</p>",
        "<blockquote><p>“We waited for days.”</p><cite class=author>Yusuf Dahab</cite></blockquote>",
        "<h2 class=date>The tenth day</h2>",
        "<h2 class=date>11 September 2001</h2>",
        "<h2 class=author>Zephyrine Quill</h2>",
        "<figure><figcaption>The quay <span class=source>Al-Marfa</span></figcaption></figure>",
        "<ul class=tags-and-times><li>First the <time>5 March</time> boat</li></ul>",
    ],
)
def test_what_belongs_to_the_text_stays_whatever_it_is_marked_as(markup):
    document = page(inside=markup)
    assert all(b.is_kept and b.field is None for b in document.blocks)


def test_a_class_on_the_whole_article_takes_nothing():
    html = f"<div class='author dateline tags'><h1>{TITLE}</h1><p>{PROSE[0]}</p><h2>The Long Wait</h2><p>{PROSE[1]}</p></div>"
    document = read(html.encode(), name="a.html", language="en")
    assert texts(document) == [TITLE, PROSE[0], "The Long Wait", PROSE[1]]


def test_a_note_on_the_writer_keeps_its_sentence():
    note = "<div class=author-box><h4 class=author-name>Lina Haddad</h4><p>Lina writes about the sea and those who live from it.</p></div>"
    document = page("<p class=byline>Lina Haddad</p>", below=note)
    assert texts(document)[len(PROSE) + 1 :] == ["Lina writes about the sea and those who live from it."]


NEWS = {
    "@context": "https://schema.org",
    "@type": ["NewsArticle"],
    "author": [{"@type": "Person", "name": "Lina  Haddad"}, {"name": "Omar Said"}],
    "publisher": {"@type": "Organization", "name": "Al-Marfa"},
    "datePublished": "2024-03-05T08:30:00Z",
    "keywords": "ferry, storm",
    "url": "https://example.org/ferry",
}


def test_linked_data_fills_what_the_page_does_not_say():
    fields = linked(NEWS).fields
    assert (fields.byline, fields.outlet, fields.published_on) == (
        "Lina Haddad, Omar Said",
        "Al-Marfa",
        "2024-03-05",
    )
    assert (fields.tags, fields.url) == (("ferry", "storm"), "https://example.org/ferry")


def test_linked_data_is_found_in_graphs_and_by_id():
    graph = {
        "@graph": [
            {"@type": "WebPage", "name": "Not this", "author": "Nobody"},
            {
                "@type": "Article",
                "author": {"@id": "#z"},
                "publisher": {"@id": "#m"},
                "keywords": ["sea", 7, "quay"],
            },
            {"@type": "Person", "@id": "#z", "name": "Zephyrine Quill"},
            {"@type": "Organization", "@id": "#m", "name": "Al-Marfa"},
        ]
    }
    fields = linked([graph]).fields
    assert (fields.byline, fields.outlet, fields.tags) == ("Zephyrine Quill", "Al-Marfa", ("sea", "quay"))


def test_what_the_page_states_is_evidence_for_its_lines():
    document = linked(NEWS | {"author": "Quill"}, below_title="<div>Al-Marfa</div><div>Quill</div>")
    assert [(b.text, b.field) for b in document.blocks if not b.is_kept] == [
        ("Al-Marfa", "outlet"),
        ("Quill", "byline"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        "{",
        "[" * 100_000,
        '{"@type":"NewsArticle","author":' + "9" * 5000 + "}",
        json.dumps({"@type": "NewsArticle", "author": "A" * 1000, "keywords": {"a": 1}, "url": "javascript:a()"}),
        json.dumps({"@type": {"a": 1}, "@id": [1], "name": "x"}),
        json.dumps(NEWS | {"padding": "x" * 300_000}),
        json.dumps([[]] * 5000 + [NEWS]),
        '{"@type":"NewsArticle","author":"\\ud800 \\u0000"}',
        "null",
    ],
)  # fmt: skip
def test_hostile_linked_data_is_passed_over(data):
    document = linked(data)
    assert texts(document) == [TITLE, *PROSE]
    assert document.fields.outlet == document.fields.url == ""
    document.fields.byline.encode()


def test_the_head_speaks_where_there_is_no_linked_data():
    head = (
        "<meta name=author content='https://example.org/lina'><meta property=og:site_name content=Al-Marfa>"
        "<meta property=article:published_time content=2024-03-05T08:30:00Z>"
        "<meta property=article:tag content=ferry><meta property=article:tag content=storm>"
    )
    fields = page(head=head).fields
    assert (fields.byline, fields.outlet, fields.published_on) == ("", "Al-Marfa", "2024-03-05")
    assert fields.tags == ("ferry", "storm")


@pytest.mark.parametrize(
    "tags",
    [
        "<p>Keywords : <a href=/f>ferry</a> - <a href=/s>storm</a></p>",
        "<div class=post-tags><a href=/f>ferry</a> <a href=/s>storm</a></div>",
        "<p>Filed under <a rel=tag>ferry</a>, <a rel=tag>storm</a></p>",
        "<ul class=tags><li>ferry</li><li>storm</li></ul>",
    ],
)
@pytest.mark.parametrize("place", ["inside", "outside"])
def test_tags_count_inside_and_outside_the_article(tags, place):
    body = "".join(f"<p>{p}</p>" for p in PROSE)
    inner, outer = (tags, "") if place == "inside" else ("", tags)
    html = f"<body><article><h1>{TITLE}</h1>{body}{inner}</article><p>Sea and shore</p>{outer}</body>"
    document = read(html.encode(), name="a.html", language="en")
    assert set(" ".join(document.fields.tags).split()) >= {"ferry", "storm"}
    assert texts(document) == [TITLE, *PROSE]


def test_a_saved_page_of_nested_boxes():
    html = f"""<html><body class="single author-page"><div id=wrap><div class=menu><ul><li><a href=/>Home</a></li><li><a href=/h>Harbour life</a></li></ul></div>
    <div class=col><div class=hd><div class=kicker>Coast</div><div><h1>{TITLE}</h1></div><div class=deck>Sand is cleared, but the timetable stays a guess.</div>
    <div><div><span class=story-author><a>Lina Haddad</a></span> | <span class=story-date>5 March 2024</span></div></div></div>
    <div class=bd><div><div>{PROSE[0]}</div></div><div>Cranes at dawn. (Photo: Omar Said)</div><div>{PROSE[1]}</div><div><b>What next</b></div><div>{PROSE[2]}</div></div>
    <div class=taglist>Tags: <a>ferry</a>, <a>storm</a></div></div><div class="sidebar box"><div>Most read</div><a href=/x>The town that moved its clock</a></div>
    <div>© 2024 Al-Marfa. All rights reserved.</div></div></body></html>"""
    document = read(html.encode(), name="a.html", language="en")
    assert [b.kind for b in document.kept] == [
        *(Kind.HEADLINE, Kind.STANDFIRST, Kind.PARAGRAPH, Kind.CAPTION),
        *(Kind.PARAGRAPH, Kind.SUBHEADING, Kind.PARAGRAPH),
    ]
    fields = document.fields
    assert (fields.byline, fields.published_on, fields.tags) == (
        "Lina Haddad",
        "2024-03-05",
        ("ferry", "storm"),
    )


@pytest.mark.parametrize(
    "box",
    [
        f"<div class=widget><p>{PROSE[0]}</p><p>A short line</p><a href=/x>More</a></div>",
        "<div class=sidebar>A short line without an end</div>",
        "<div class=menu>All went home. <a href=/x>Nobody</a> stayed on the quay.</div>",
    ],
)
def test_a_box_called_a_sidebar_that_holds_the_article_stays(box):
    assert all(b.is_kept for b in page(inside=box).blocks)


def test_a_mobile_page():
    html = f"""<!doctype html><html amp><head><meta charset=utf-8><script type="application/ld+json">{json.dumps(NEWS)}</script></head><body>
    <amp-sidebar><ul><li>Harbour life</li></ul></amp-sidebar><main><h1>{TITLE}</h1><div class="amp-byline"><amp-img src=y></amp-img><span>Lina Haddad and Omar Said</span></div>
    <div class=posted-on><time datetime="2024-03-05T08:30:00Z">2 years ago</time></div><amp-ad>Learn to sail in a weekend</amp-ad>
    {"".join(f"<p>{p}</p>" for p in PROSE)}</main></body></html>"""
    document = read(html.encode(), name="a.html", language="en")
    assert texts(document) == [TITLE, *PROSE]
    assert (document.fields.byline, document.fields.published_on) == (
        "Lina Haddad and Omar Said",
        "2024-03-05",
    )


def test_an_arabic_page_of_a_common_system():
    html = f"""<html dir=rtl lang=ar><head><meta charset=utf-8><meta property=og:site_name content="جريدة الميناء"></head><body class="rtl single-post author-lina">
    <header class=site-header><p><a href=/>جريدة الميناء</a></p><nav><ul><li>البحر</li></ul></nav></header><main><article class="post tag-ferry author-lina">
    <header><a rel="category tag">أخبار المحافظات</a><h1>عودة العبّارة بعد تسعة أيام على الرمل</h1><div class=entry-meta><span class=posted-on>نُشر في <a rel=bookmark><time class="entry-date published" datetime="2024-03-05T10:30:00+02:00">5 مارس، 2024</time><time class=updated datetime=2024-03-06>6 مارس، 2024</time></a></span>
    <span class=byline> بواسطة <span class="author vcard"><a href=/l>لينا حداد</a></span></span></div></header>
    <div class=entry-content><p>{ARABIC[0]}</p><figure><figcaption>رافعات عند الفجر</figcaption></figure><p>{ARABIC[1]}</p><h2>ماذا بعد؟</h2><p>{ARABIC[2]}</p>
    <div class=sharedaddy><h3>شارك هذا الموضوع:</h3><ul><li>النقر للمشاركة على تويتر (فتح في نافذة جديدة)</li></ul></div><h3>مرتبط</h3><div><a href=/r>البلدة التي نقلت ساعتها</a></div></div>
    <footer class=entry-footer><span class=tags-links>وسوم: <a rel=tag>العبّارة</a>، <a rel=tag>العاصفة</a></span></footer></article></main></body></html>"""
    document = read(html.encode(), name="a.html", language="ar")
    assert texts(document) == [
        "عودة العبّارة بعد تسعة أيام على الرمل",
        ARABIC[0],
        "رافعات عند الفجر",
        ARABIC[1],
        "ماذا بعد؟",
        ARABIC[2],
    ]
    fields = document.fields
    assert (fields.byline, fields.outlet, fields.published_on) == ("لينا حداد", "جريدة الميناء", "2024-03-05")
    assert fields.tags == ("العبّارة", "العاصفة")


@pytest.mark.parametrize("form", ["ar", "en", "html", "rich paste"])
def test_the_raw_page_of_the_demo(form):
    match form:
        case "ar":
            document = read_paste(raw_page("ar"), None, "ar")
        case "en":
            document = read_paste(raw_page("en"), None, "en")
        case "html":
            document = read(raw_html().encode(), name="fog.html", language="en")
        case _:
            document = read_paste("", raw_html(), "en")
    fields = document.fields
    assert (fields.byline, fields.outlet) == (
        ("ريم الخيّاط", "المنارة") if form == "ar" else ("Reem al-Khayyat", "Al-Manara")
    )
    assert (fields.published_on, len(fields.tags)) == ("2026-11-19", 4)
    kinds = [b.kind for b in document.kept]
    assert kinds.count(Kind.SUBHEADING) == 3
    assert kinds.count(Kind.LIST_ITEM) == 4
    assert (kinds.count(Kind.CAPTION), kinds.count(Kind.QUOTE)) == (1, 1)


@given(
    st.lists(st.sampled_from(["by ", "Lina ", "on ", "| ", "storm ", "5 March "]), min_size=1, max_size=8),
    st.data(),
)
def test_cutting_loses_no_text(words, data):
    claims = []
    at = 0
    for number, word in enumerate(words):
        if field := data.draw(st.sampled_from([None, "byline", "dateline", "tags"])):
            claims.append((at, at + len(word), field, number))
        at += len(word)
    text = "".join(words)
    pieces = cut_by_claims(text, claims)
    assert "".join(text[start:end] for start, end, _ in pieces) == text
