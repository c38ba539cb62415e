"""What an edition is, in the words of schema.org: a NewsArticle with its dates, people and corrections (JSON-LD)."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from workbench.domain.editions import EditionContent
from workbench.domain.kinds import Kind
from workbench.domain.marks import safe_href
from workbench.export.parts import address, visible

_BY = re.compile(r"^by\s+", re.IGNORECASE)
#: Signs that could end the script element or begin another; JSON has a second spelling for each.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def news_article(content: EditionContent) -> str:
    """The JSON text, safe inside a ``<script>`` whatever the article holds. What is not known is left out."""
    source_url = safe_href(content.source_url)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "identifier": content.urn,
        "headline": content.title,
        "description": standfirst(content),
        "inLanguage": "en",
        "datePublished": stamp(content.first_published_at or content.published_at),
        "dateModified": stamp(content.published_at),
        "version": content.number,
        "author": _named("Person", author(content)),
        "publisher": _named("Organization", content.target_outlet),
        "translator": [
            _named("Person", credit.name) for credit in content.credits if credit.did == "translated"
        ],
        "keywords": list(content.target_tags),
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": visible(correction.note),
                "datePublished": stamp(correction.at),
            }
            for correction in (*content.corrections, *content.later_corrections)
            if correction.note.strip()
        ],
        "isBasedOn": address(source_url) if source_url else None,
        "translationOfWork": {"@type": "NewsArticle", "inLanguage": "ar", "url": address(source_url)}
        if source_url
        else None,
    }
    known = {name: value for name, value in data.items() if value}
    return visible(json.dumps(known, ensure_ascii=False, indent=1)).translate(_ESCAPES)


def stamp(when: datetime | None) -> str:
    """A time as the web writes it, "2021-08-18T07:30:00Z"; nothing for none."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if when else ""


def author(content: EditionContent) -> str:
    """Who wrote the article, the byline without its "By"."""
    return _BY.sub("", content.target_byline.strip())


def standfirst(content: EditionContent) -> str:
    """The English of the first standfirst on one line, or nothing."""
    found = (s.target for s in content.segments if s.kind is Kind.STANDFIRST and s.target.strip())
    return " ".join(next(found, "").split())


def _named(kind: str, name: str) -> dict[str, str] | None:
    return {"@type": kind, "name": name.strip()} if name.strip() else None
