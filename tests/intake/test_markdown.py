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
        *((Kind.PARAGRAPH, cell) for cell in ("Boat", "Seats", "Noor", "40")),
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
