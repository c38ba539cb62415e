import pytest

from workbench.domain.kinds import Kind
from workbench.domain.marks import MarkKind
from workbench.intake.read import read

TEXT = """---
title: Not the headline
draft: true
---
# The ferry *returns*

By Lina Haddad

The council said on [Tuesday](https://example.org/t) that the **ferry** would sail
again after nine days.

## Demands

1. Open the gate
2. Publish the figures
   - every day

> We waited for the sea to calm.

| Boat | Seats |
|------|-------|
| Noor | 40    |

<script>alert(1)</script>
<p>A line in HTML, with [no link](javascript:alert).</p>
"""


def test_markdown_is_read_by_its_structure():
    document = read(TEXT.encode(), name="ferry.md", language="en")
    assert [(b.kind, b.text) for b in document.kept] == [
        (Kind.HEADLINE, "The ferry returns"),
        (Kind.PARAGRAPH, "The council said on Tuesday that the ferry would sail again after nine days."),
        (Kind.SUBHEADING, "Demands"),
        (Kind.LIST_ITEM, "Open the gate"),
        (Kind.LIST_ITEM, "Publish the figures"),
        (Kind.LIST_ITEM, "every day"),
        (Kind.QUOTE, "We waited for the sea to calm."),
        *((Kind.PARAGRAPH, cell) for cell in ("Boat | Seats", "Noor | 40")),
        (Kind.PARAGRAPH, "A line in HTML, with [no link](javascript:alert)."),
    ]
    assert document.fields.byline == "Lina Haddad"
    assert document.blocks[0].dropped == "front-matter"
    marks = [(m.kind, b.text[m.start : m.end]) for b in document.kept for m in b.marks]
    assert marks == [
        (MarkKind.EMPHASIS, "returns"),
        (MarkKind.LINK, "Tuesday"),
        (MarkKind.STRONG, "ferry"),
    ]


def test_arabic_markdown():
    text = "# عودة المركب\n\nعاد المركب إلى العمل يوم **الأحد** بعد تسعة أيام.\n\n- أول\n- ثان\n"
    document = read(text.encode(), name="a.md", language="ar")
    assert [b.kind for b in document.kept] == [Kind.HEADLINE, Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.LIST_ITEM]


PROSE = "The ferry sailed on Tuesday after nine long days of storm."


@pytest.mark.parametrize(
    "settings",
    [
        """---
title: "Ferry returns: nine days on the sand"
author: Lina Haddad   # staff
date: 2024-03-05T08:30:00Z
tags: [ferry, 'spring storm']
source: Al-Marfa
canonical: https://example.org/ferry
layout: post
---
""",
        """---
headline: 'Ferry returns: nine days on the sand'
authors:
  - name: Lina Haddad
publishDate: 5 March 2024
keywords:
- ferry
- spring storm
site_name: Al-Marfa
url: "https://example.org/ferry"
---
""",
        """+++
title = "Ferry returns: nine days on the sand"
author = "Lina Haddad"
date = 2024-03-05
tags = ["ferry", "spring storm"]
publisher = "Al-Marfa"
link = "https://example.org/ferry"
+++
""",
    ],
)
def test_settings_above_the_text_fill_the_fields(settings):
    document = read(f"{settings}\n{PROSE}\n".encode(), name="a.md", language="en")
    assert [(b.kind, b.text) for b in document.kept] == [
        (Kind.HEADLINE, "Ferry returns: nine days on the sand"),
        (Kind.PARAGRAPH, PROSE),
    ]
    fields = document.fields
    assert (fields.byline, fields.outlet, fields.published_on) == ("Lina Haddad", "Al-Marfa", "2024-03-05")
    assert (fields.tags, fields.url) == (("ferry", "spring storm"), "https://example.org/ferry")
    assert document.blocks[0].text in settings


def test_arabic_settings():
    text = f"---\ntitle: عودة المركب\nauthor: لينا حداد\ntags: البحر، المرفأ\n---\n{'عاد المركب يوم الأحد. ' * 3}"
    document = read(text.encode(), name="a.md", language="ar")
    assert (document.title, document.fields.byline) == ("عودة المركب", "لينا حداد")
    assert document.fields.tags == ("البحر", "المرفأ")


def test_a_text_between_two_rules_is_no_settings():
    document = read(f"---\n{PROSE}\n\n---\n\n{PROSE}\n".encode(), name="a.md", language="en")
    assert [b.text for b in document.kept] == [PROSE, PROSE]


def test_settings_carry_no_script():
    text = f"---\ntitle: <b>Ferry</b>\nurl: javascript:alert(1)\n---\n{PROSE}"
    document = read(text.encode(), name="a.md", language="en")
    assert (document.title, document.fields.url) == ("<b>Ferry</b>", "")


def test_the_description_of_a_picture_is_left_out_and_can_come_back():
    document = read(
        b"The ferry sails again on Monday.\n\n![A boat at dawn](boat.jpg)\n", name="a.md", language="en"
    )
    assert [(b.text, b.dropped) for b in document.blocks] == [
        ("The ferry sails again on Monday.", None),
        ("A boat at dawn", "image-description"),
    ]
