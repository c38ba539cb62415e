"""JSON of our own for programs: what readers get, in parts.

``format`` is "workbench-article/1". Beside it ``stamp`` (null, or the words that say that this is not out),
``id`` (the article's in all forms and feeds), ``slug``, ``edition`` (null for a draft), ``draft``, ``language``,
``headline``, ``byline``, ``outlet``, ``dateline``, ``tags``, ``published`` and ``firstPublished`` (UTC, null for a
draft), ``embargoedUntil`` (UTC, null where it is out), ``credits`` (``name``, ``did``), ``corrections`` (``edition``, ``at``, ``note``) and ``source`` (``language``,
``url``). ``parts`` has the page in printing order: ``form`` (headline, standfirst, byline, dateline, subheading,
paragraph, list_item, quote, caption, correction, credits; draft or embargo for the stamp of what is not out) and ``lines``, its paragraphs, each a
list of stretches with ``text`` and, where they are so, ``strong``, ``emphasis``, ``href``. List items have ``depth``
(from 0), ``number`` and ``ordered``. A later format may add names; it takes none away.
"""

import json
from typing import Any

from workbench.domain.editions import EditionContent
from workbench.domain.marks import safe_href
from workbench.export.news_article import stamp
from workbench.export.parts import Form, Part, Stretch, address, parts, stamp_of, visible


class JsonExporter:
    id = "json"
    label = "JSON"
    purpose = "Programs of your own"
    carries = "All that readers get, in parts, with dates, people and corrections"
    extension = "json"
    media_type = "application/json"

    def write(self, content: EditionContent) -> bytes:
        source_url = safe_href(content.source_url)
        data = {
            "format": "workbench-article/1",
            "stamp": stamp_of(content) or None,
            "id": content.urn,
            "slug": content.slug,
            "edition": content.number,
            "draft": content.is_draft,
            "language": "en",
            "headline": content.title,
            "byline": content.target_byline.strip(),
            "outlet": content.target_outlet.strip(),
            "dateline": content.target_dateline.strip(),
            "tags": list(content.target_tags),
            "published": stamp(content.published_at) or None,
            "firstPublished": stamp(content.first_published_at or content.published_at) or None,
            "embargoedUntil": stamp(content.embargoed_until) or None,
            "credits": [{"name": credit.name, "did": credit.did} for credit in content.credits],
            "corrections": [
                {"edition": c.number, "at": stamp(c.at), "note": c.note}
                for c in (*content.corrections, *content.later_corrections)
            ],
            "source": {"language": "ar", "url": address(source_url) if source_url else None},
            "parts": [_part(part) for part in parts(content)],
        }
        return f"{visible(json.dumps(data, ensure_ascii=False, indent=1))}\n".encode()


def _part(part: Part) -> dict[str, Any]:
    data: dict[str, Any] = {"form": part.form.value}
    if part.form is Form.LIST_ITEM:
        data |= {"depth": part.depth, "number": part.number, "ordered": part.ordered}
    return {**data, "lines": [[_stretch(stretch) for stretch in line] for line in part.lines]}


def _stretch(stretch: Stretch) -> dict[str, Any]:
    looks = {"strong": stretch.strong, "emphasis": stretch.emphasis, "href": stretch.href}
    return {"text": stretch.text, **{name: value for name, value in looks.items() if value}}
