"""News in JSON, IPTC ninjs 3.1: for the systems of agencies and newsrooms.

A draft is marked as withheld, what is under embargo says until when. Headline, byline and embargo have fields of
their own, so the bodies do without them. All else that readers are to see stays in the bodies: descriptions, people and
sources "are seen as metadata", and ``edNote`` is "not intended to be published" (the schema's own words). Each body has
its words and characters counted, "excluding figure captions", of HTML those of its text.
"""

import json
from collections.abc import Sequence
from typing import Any

from workbench.domain.editions import EditionContent
from workbench.domain.marks import safe_href
from workbench.export.html import article_html
from workbench.export.news_article import author, stamp, standfirst
from workbench.export.parts import Form, Part, address, beside_fields, stamp_of, visible
from workbench.export.txt import plain_text


class NinjsExporter:
    id = "ninjs"
    label = "IPTC ninjs"
    purpose = "Agencies and newsroom systems (IPTC ninjs 3.1)"
    carries = "Headline, people, dates and tags as fields; the text as HTML and as plain text"
    extension = "ninjs.json"
    media_type = "application/json"

    def write(self, content: EditionContent) -> bytes:
        return f"{visible(json.dumps(_item(content), ensure_ascii=False, indent=1))}\n".encode()


def _item(content: EditionContent) -> dict[str, Any]:
    """The news item; what is not known is left out. Its ``uri`` is the feed's id, its ``version`` the edition's number."""
    shown = beside_fields(content)
    counted = [part for part in shown if part.form is not Form.CAPTION]
    html_text = "\n".join(part.text for part in counted)
    source_url = safe_href(content.source_url)
    outlet = content.target_outlet.strip()
    data = {
        "uri": content.urn,
        "standard": {
            "name": "ninjs",
            "version": "3.1",
            "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
        },
        "type": "text",
        "representationType": "full",
        "version": str(content.number) if content.number else "",
        "pubStatus": "withheld" if content.is_draft else "usable",
        "embargoedUntil": stamp(content.embargoed_until),
        "edNote": stamp_of(content),
        "language": "en",
        "firstCreated": stamp(content.first_published_at or content.published_at),
        "versionCreated": stamp(content.published_at),
        "title": content.title,
        "slugline": content.slug,
        "altIds": [{"role": "slug", "value": content.slug}],
        "headlines": [{"role": "main", "contentType": "text/plain", "value": content.title}],
        "descriptions": [{"role": "summary", "contentType": "text/plain", "value": words}]
        if (words := standfirst(content))
        else [],
        "by": author(content),
        "bodies": [
            _body("text/html", article_html(shown), html_text),
            _body("text/plain", _plain(shown), _plain(counted)),
        ],
        "people": [{"name": credit.name, "rel": credit.did} for credit in content.credits],
        "infoSources": [{"name": outlet, "role": "publisher"}] if outlet else [],
        "subjects": [{"name": tag, "rel": "about"} for tag in content.target_tags],
        "associations": [{"name": "original", "rel": "translationOf", "uri": address(source_url), "language": "ar"}]
        if source_url
        else [],
    }  # fmt: skip
    return {name: value for name, value in data.items() if value}


def _plain(shown: Sequence[Part]) -> str:
    return plain_text(shown, underlined=False)


def _body(media_type: str, value: str, counted: str) -> dict[str, Any]:
    """``counted``: its text without captions."""
    counts = {"wordCount": len(counted.split()), "charCount": len(counted)}
    return {"role": "main", "contentType": media_type, **counts, "value": value}
