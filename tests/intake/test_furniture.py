from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.around import ARABIC_PROSE, PROSE, cleaned, in_page
from workbench.domain.kinds import Kind
from workbench.intake.document import Block
from workbench.intake.furniture import REASONS, clean
from workbench.intake.read import read_paste

ENGLISH = """Published by the Harbour Centre - Lisbon
ad x y
ad ad

Fishermen of the delta: will the new canal leave them any water?

Sunday 3/March/2024 - 09:15 AM
The Lantern
Karim Mansour
طباعة
\u00a0

\u00a0
The canal that engineers finished in January takes a third of the river before it reaches the delta, and the fishermen of Burj say that their nets have come up empty ever since.

A promise on paper

The ministry promised in 2019 that the flow would never fall below 40 cubic metres a second. “We measured half of that,” says the head of the cooperative.

Advertisement

It lists three demands:

- Open the eastern sluice at night.

- Pay for the lost season.

- Publish the daily figures.

What next?

A committee is to report in May, although nobody in Burj expects the water to come back before the summer.

Read also
Inside the city that rents its rooftops
Tags: delta, canal, fisheries
© 2024 The Lantern. All rights reserved.
"
"""

ARABIC = """يصدر عن مركز الميناء - لشبونة
رئيس مجلس الإدارة ورئيس التحرير
الرئيسية
ad x y

صيادو الدلتا.. هل تُبقي لهم القناة الجديدة ماء؟

الأحد 3/مارس/2024 - 09:15 ص
الفنار
كريم منصور
طباعة
شارك

تأخذ القناة التي أنجزها المهندسون في يناير ثلث النهر قبل أن يبلغ الدلتا، ويقول صيادو البرج إن شباكهم تخرج فارغة منذ ذلك الحين.

وعد على ورق

وعدت الوزارة عام 2019 بألا يقل التدفق عن 40 مترًا مكعبًا في الثانية. ويقول رئيس التعاونية: «قسنا نصف ذلك».

إعلان

وتضم القائمة ثلاثة مطالب:

- فتح البوابة الشرقية ليلًا.

- التعويض عن الموسم الضائع.

- نشر الأرقام اليومية.

ماذا بعد؟

من المقرر أن ترفع لجنة تقريرها في مايو، وإن كان أحد في البرج لا يتوقع عودة الماء قبل الصيف.

اقرأ أيضًا
داخل المدينة التي تؤجر أسطح بيوتها
الكلمات المفتاحية : الدلتا - القناة - الصيد البحري
جميع الحقوق محفوظة © 2024
"
"""

KINDS = [
    *(Kind.HEADLINE, Kind.PARAGRAPH, Kind.SUBHEADING, Kind.PARAGRAPH, Kind.PARAGRAPH),
    *(Kind.LIST_ITEM, Kind.LIST_ITEM, Kind.LIST_ITEM, Kind.SUBHEADING, Kind.PARAGRAPH),
]


def test_a_whole_english_page():
    document = read_paste(ENGLISH, None, "en")
    assert [b.kind for b in document.kept] == KINDS
    assert document.title.startswith("Fishermen of the delta")
    assert [b.text for b in document.kept][5] == "Open the eastern sluice at night."
    fields = document.fields
    assert (fields.byline, fields.outlet) == ("Karim Mansour", "The Lantern")
    assert (fields.dateline, fields.published_on) == ("Sunday 3/March/2024 - 09:15 AM", "2024-03-03")
    assert fields.tags == ("delta", "canal", "fisheries")
    assert document.warnings == ()


def test_a_whole_arabic_page():
    document = read_paste(ARABIC, None, "ar")
    assert [b.kind for b in document.kept] == KINDS
    fields = document.fields
    assert (fields.byline, fields.outlet, fields.published_on) == ("كريم منصور", "الفنار", "2024-03-03")
    assert fields.tags == ("الدلتا", "القناة", "الصيد البحري")
    assert document.warnings == ()


@pytest.mark.parametrize("text", [ENGLISH, ARABIC])
def test_everything_left_out_has_a_reason_and_nothing_is_lost(text):
    document = read_paste(text, None, "ar" if text is ARABIC else "en")
    assert all(b.dropped is None or REASONS[b.dropped].endswith(".") for b in document.blocks)
    assert [b.text.removeprefix("- ") for b in document.blocks] == [
        line.strip().removeprefix("- ") for line in text.splitlines() if line.strip()
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("ad a b c", "ad"),
        ("ADVERTISEMENT – article continues below", "ad"),
        ("إعلان - تابع القراءة", "ad"),
        ("مادة إعلانية", "ad"),
        ("Print", "tools"),
        ("طباعة", "tools"),
        ("Listen to this article", "tools"),
        ("حجم الخط: أ أ أ", "tools"),
        ("Share this story on Facebook and WhatsApp", "share"),
        ("Share on Facebook | WhatsApp | Print", "share"),
        ("مشاركة عبر: فيسبوك تويتر واتساب", "share"),
        ("تابعونا على غوغل نيوز", "share"),
        ("5 min read", "reading-time"),
        ("مدة القراءة: دقيقتان", "reading-time"),
        ("Last updated 3 hours ago", "updated"),
        ("آخر تحديث منذ ساعة", "updated"),
        ("Home › World › Africa", "breadcrumb"),
        ("الرئيسية / أخبار / العالم", "breadcrumb"),
        ("Skip to content", "navigation"),
        ("Sign up for our weekly newsletter", "newsletter"),
        ("اشترك في نشرتنا البريدية", "newsletter"),
        ("Leave a comment", "comments"),
        ("أضف تعليقك", "comments"),
        ("1,204 views", "counter"),
        ("عدد المشاهدات: ١٢٠", "counter"),
        ("Copyright 2024 Harbour Media", "copyright"),
        ("About us | Contact | Terms of use", "footer"),
        ("Photo: Getty Images", "photo-credit"),
        ("مصدر الصورة: رويترز", "photo-credit"),
        ("Most read", "related"),
        ("Read also: The town that moved its clock", "related"),
        ("اقرأ أيضًا: البلدة التي نقلت ساعتها", "related"),
    ],
)
@pytest.mark.parametrize("where", ["above", "head", "inside", "below"])
def test_furniture_is_known_by_its_wording_wherever_it_stands(line, reason, where):
    block, _ = in_page(line, where)
    assert block.dropped == reason


@pytest.mark.parametrize(
    ("line", "reason", "where"),
    [
        ("Issued by the Harbour Centre", "issuer", "above"),
        ("Editor-in-chief: Salma Nour", "masthead", "above"),
        ("المشرف العام ورئيس التحرير: سلمى نور", "masthead", "above"),
        ("We use cookies to improve your visit. By continuing you accept them.", "cookies", "below"),
        ("1204", "counter", "below"),
        ("Telegram", "networks", "below"),
        ("Source: Agencies", "source", "below"),
        ("المصدر: وكالات", "source", "below"),
        ("Politics", "navigation", "above"),
        ("17 August 2021", "dateline", "above"),
        ("17 August 2021", "dateline", "below"),
        ("Keywords: sea, ferries", "tags", "below"),
        ("#sea #ferries", "tags", "below"),
        ("Ferries of the port sail again after the storm ", "repeated-headline", "below"),
        ("* * *", "stray-mark", "below"),
    ],
)
def test_furniture_that_position_gives_away(line, reason, where):
    block, _ = in_page(line, where)
    assert block.dropped == reason


def test_a_vowel_sign_that_lost_its_word_is_left_out_in_mid_text():
    text = "وصلت الحافلة إلى القرية في الصباح.\n\n\u064b\n\nوعاد بها المعلم إلى المدينة عند المساء."
    assert [block.dropped for block in read_paste(text, None, "ar").blocks] == [None, "stray-mark", None]


@pytest.mark.parametrize(
    "line",
    [
        "Telegram",
        "Politics",
        "11 September 2001",
        "Background",
        "End of an era",
        "* * *",
        "The newspaper asked readers to share the article on Facebook and print it.",
        "He signed up for the newsletter and left a comment about the cookies.",
        "Read more books, she told the children, and watch less television.",
        "“Print it,” he said.",
        "We use cookies to sweeten the tea, the cook explained.",
        "ونشرت الصحيفة إعلانًا تدعو فيه إلى مشاركة المقال على فيسبوك.",
        "اقرأ أكثر مما تكتب، هكذا كان يقول لطلابه.",
        "قال رئيس مجلس الإدارة إن الشركة ستعلن الأرقام غدًا.",
        "حقوق الطبع محفوظة للورثة، كما جاء في قرار القاضي.",
    ],
)
def test_a_line_of_the_article_stays(line):
    block, _ = in_page(line, "inside")
    assert block.is_kept


@pytest.mark.parametrize("prose", [PROSE, ARABIC_PROSE])
@pytest.mark.parametrize("label", ["Read also", "اقرأ أيضًا", "Advertisement", "طباعة"])
def test_no_sentence_goes_with_the_furniture_above_it(prose, label):
    for at in range(len(prose) + 1):
        lines = ["A headline for the piece", *prose]
        lines.insert(at + 1, label)
        blocks, _ = cleaned(lines)
        assert [b.text for b in blocks if not b.is_kept] == [label]


def test_a_headline_stays_below_a_label():
    blocks, _ = cleaned(["Read more", "Ferries of the port sail again after the storm", *PROSE])
    assert next(b.kind for b in blocks if b.is_kept) is Kind.HEADLINE


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Salma Nour", "Salma Nour"),
        ("By: Salma Nour | Lisbon", "Salma Nour"),
        ("بقلم: سلمى نور", "سلمى نور"),
        ("كتبت سلمى نور - القاهرة", "سلمى نور"),
        ("\u200fاعداد : سلمى نور", "سلمى نور"),
        ("بواسطة سلمى نور", "سلمى نور"),
        ("Ahmed Saleh", "Ahmed Saleh"),
        ("محمد الطيب", "محمد الطيب"),
    ],
)
def test_bylines_fill_the_field(line, name):
    block, fields = in_page(line, "head")
    assert (block.dropped, block.field, fields.byline) == ("byline", "byline", name)


def test_a_lone_name_needs_evidence():
    block, _ = in_page("Early Years", "head")
    assert block.is_kept
    blocks, fields = cleaned(["Ferries sail again after the storm", "17 August 2021", "Noor Vale", *PROSE])
    assert (blocks[2].dropped, fields.byline) == ("byline", "Noor Vale")


@pytest.mark.parametrize(
    ("head", "outlet", "byline"),
    [
        (["17 August 2021", "Al-Marfa", "Zephyrine al-Quill", "Print"], "Al-Marfa", "Zephyrine al-Quill"),
        (["17 August 2021", "Harbour Letters", "Zephyrine Quill", "Print"], "Harbour Letters", "Zephyrine Quill"),
        (["17 August 2021", "Dr. Zephyrine J. Quill", "Print"], "", "Dr. Zephyrine J. Quill"),
        (["Salma Nour", "Harbour Letters", "17 August 2021"], "Harbour Letters", "Salma Nour"),
        (["١٧ آب ٢٠٢١", "رصيف", "زافر الكويل", "طباعة"], "رصيف", "زافر الكويل"),
        (["١٧ آب ٢٠٢١", "د. زافر الكويل", "شارك"], "", "د. زافر الكويل"),
        (["By Salma Nour", "Cairo and the delta"], "", "Salma Nour"),
    ],
)  # fmt: skip
def test_outlet_and_name_stand_between_date_and_buttons(head, outlet, byline):
    prose = ARABIC_PROSE if "رصيف" in head or "شارك" in head else PROSE
    blocks, fields = cleaned(["Ferries of the port sail again after the storm", *head, *prose])
    assert (fields.outlet, fields.byline) == (outlet, byline)
    assert [b.text for b in blocks if b.is_kept][-3:] == prose


@pytest.mark.parametrize(
    ("publisher", "outlet"),
    [
        ("Issued by Dar al-Marfa for Studies - Lisbon", "Al-Marfa"),
        ("© 2024 Harbour Letters. All rights reserved.", "Harbour Letters"),
        ("يصدر عن دار المرفأ للدراسات", "المرفأ"),
        ("جميع الحقوق محفوظة للمرفأ © 2024", "المرفأ"),
    ],
)
@pytest.mark.parametrize("where", ["above", "head"])
def test_the_publishers_line_names_the_outlet(publisher, outlet, where):
    title = "Ferries of the port sail again after the storm"
    head = [outlet, title] if where == "above" else [title, outlet]
    for page in ([publisher, *head, *PROSE], [*head, *PROSE, publisher]):
        _, fields = cleaned(page)
        assert fields.outlet == outlet


@pytest.mark.parametrize(
    "line", ["The first night", "Cranes at dawn", "Al-Marfa", "Nine Long Days of Storm and Sand Again"]
)
def test_a_label_without_evidence_stays(line):
    block, fields = in_page(line, "head")
    assert block.is_kept
    assert fields.outlet == fields.byline == ""


def test_a_day_below_the_standfirst_is_the_dateline():
    lines = [
        "Ferries of the port sail again",
        "The boats are back, though nobody knows for how long.",
        "17 August 2021",
    ]
    assert cleaned([*lines, *PROSE])[1].published_on == "2021-08-17"
    diary = [*lines, PROSE[0], "18 August 2021", PROSE[1]]
    assert all(b.is_kept for b in cleaned(diary)[0])


LINES = st.one_of(
    st.text(max_size=80).filter(str.strip),
    st.sampled_from([*ENGLISH.splitlines(), *ARABIC.splitlines(), *PROSE, "Read also", "Tags", "By", "-", "#a,,,#b"]).filter(
        str.strip
    ),
)  # fmt: skip


@given(st.lists(st.builds(Block, LINES, st.sampled_from(Kind)), max_size=25), st.sampled_from(["ar", "en"]))
def test_cleaning_loses_no_block_and_no_text(blocks, language):
    result, _ = clean(blocks, language)
    assert len(result) == len(blocks)
    for before, after in zip(blocks, result, strict=True):
        assert before.text.endswith(after.text)
        assert not any(c.isalpha() for c in before.text.removesuffix(after.text))
        assert after.dropped is None or after.dropped in REASONS
        assert after.dropped is None or after.text == before.text
    assert sum(b.kind is Kind.HEADLINE for b in result if b.is_kept) <= 1


@given(st.lists(LINES, max_size=15))
def test_what_a_reader_dropped_stays_dropped(lines):
    blocks = [replace(Block(line), dropped="site-frame") for line in lines]
    assert clean(blocks, "en")[0] == tuple(blocks)


def test_a_page_pasted_without_blank_lines():
    document = read_paste(
        """Home
World
Opinion and debate
The Daily Anchor
Share
Olive harvest fails for the third year in a row
By Rana Aziz and Omar Selim
Published 3 hours ago
Drought and a tiny fly have emptied the groves of the north, and presses stand still
The presses of Wadi Zeit should be running day and night in November, but only one has been switched on.
Image caption, An empty press in Wadi Zeit
Why is it happening?
Scientists at the regional institute blame a run of warm winters.
1. Warm winters wake the fly early.
2. Dry springs weaken the trees.
Read more:
Bread prices double in the capital
A costly way out
The government says it will import oil from its neighbours.
Related Topics
Olives
Drought
More on this story
Bread prices double in the capital
3 October
The fly that ate the harvest""",
        None,
        "en",
    )
    assert [(b.kind.value, b.text.split()[0]) for b in document.kept] == [
        ("headline", "Olive"),
        ("standfirst", "Drought"),
        ("paragraph", "The"),
        ("caption", "Image"),
        ("subheading", "Why"),
        ("paragraph", "Scientists"),
        ("list_item", "Warm"),
        ("list_item", "Dry"),
        ("subheading", "A"),
        ("paragraph", "The"),
    ]
    fields = document.fields
    assert (fields.byline, fields.outlet, fields.tags) == (
        "Rana Aziz and Omar Selim",
        "The Daily Anchor",
        ("Olives", "Drought"),
    )


def test_a_short_headline_is_not_taken_for_a_section():
    blocks, _ = cleaned(["Print", "Boats return", "17 August 2021", *PROSE])
    assert (blocks[1].kind, blocks[1].dropped) == (Kind.HEADLINE, None)


@pytest.mark.parametrize(
    ("line", "where", "reason"),
    [
        ("Power cut in the east | Rain in the hills tomorrow | Bread prices rise", "above", "ticker"),
        ("Breaking: Heavy rain in the hills tomorrow", "above", "ticker"),
        ("3 min read · 1,204 views", "head", "reading-time"),
        ("12 comments | Share | 40 likes", "below", "counter"),
        ("Follow us on Telegram and subscribe to our newsletter", "below", "share"),
        ("Follow us on Telegram and subscribe to our newsletter", "inside", "share"),
    ],
)
def test_several_in_one_line(line, where, reason):
    assert in_page(line, where)[0].dropped == reason


@pytest.mark.parametrize(
    ("line", "where", "reason"),
    [
        ("عاجل: انقطاع الكهرباء عن أحياء الجبل | أمطار متوقعة غداً", "above", "ticker"),
        ("قراءة 3 دقائق · 1204 مشاهدة", "head", "reading-time"),
        ("تابعنا على تلغرام واشترك في نشرتنا البريدية", "below", "share"),
        ("تابعونا عبر واتساب واشتركوا في القناة", "inside", "share"),
    ],
)
def test_several_in_one_arabic_line(line, where, reason):
    found, _ = in_page(line, where, ARABIC_PROSE, "عودة عبارات الميناء بعد العاصفة")
    assert found.dropped == reason


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("Ferries, storm and a port | What the fishermen lost at sea", "above"),  # of this piece
        ("Breaking: the ferries will sail", "above"),
        ("Rain in the hills | Snow in the valley | Wind at sea", "inside"),
        ("Subscribe to the theory and follow it to its end", "inside"),
        ("Follow the shore and join the old road at the mill", "inside"),
        ("The film runs 3 minutes | nobody counted the views", "inside"),
    ],
)
def test_lines_that_only_look_like_several_stay(line, where):
    assert in_page(line, where)[0].dropped is None


def test_a_ticker_by_its_class():
    page = (
        "<div class='{}'><span>Rain expected</span> {}</div><h1>Ferries of the port sail again</h1>"
        + "".join(f"<p>{line}</p>" for line in PROSE)
    )
    first = read_paste("x", page.format("news-ticker", "Power cut | Bread prices rise"), "en").blocks[0]
    assert first.dropped == "ticker"
    for name, more in (("news-ticker", "The mayor spoke at noon."), ("stickers", "Power cut")):
        assert read_paste("x", page.format(name, more), "en").blocks[0].is_kept
