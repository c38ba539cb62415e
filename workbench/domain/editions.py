"""The content of an edition (or of a draft export): everything a reader-facing form needs, frozen."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workbench.domain.kinds import Kind
from workbench.domain.marks import InlineMark, MarkKind


@dataclass(frozen=True, slots=True)
class EditionSegment:
    """One segment as published. ``attrs`` holds list facts: {"ordered": bool, "level": int}."""

    id: int
    kind: Kind
    source: str
    target: str
    source_marks: tuple[InlineMark, ...] = ()
    target_marks: tuple[InlineMark, ...] = ()
    source_revision_id: int | None = None
    target_revision_id: int | None = None
    attrs: Mapping[str, Any] = field(default_factory=dict)
    left_out_reason: str | None = None
    added: bool = False


@dataclass(frozen=True, slots=True)
class Credit:
    """A person and what they did: translated, reviewed, published."""

    name: str
    did: str


@dataclass(frozen=True, slots=True)
class EditionContent:
    """An article's approved content, both languages, in order.

    ``number`` is None for a draft export. Dates are what the page prints ("17 August 2021"), as given by
    the desk; ``published_at`` is an aware UTC datetime.
    """

    slug: str
    number: int | None
    segments: tuple[EditionSegment, ...]
    source_byline: str = ""
    target_byline: str = ""
    source_outlet: str = ""
    target_outlet: str = ""
    source_dateline: str = ""
    target_dateline: str = ""
    source_tags: tuple[str, ...] = ()
    target_tags: tuple[str, ...] = ()
    source_url: str = ""
    credits: tuple[Credit, ...] = ()
    published_at: datetime | None = None
    note: str = ""
    waivers: tuple[Mapping[str, Any], ...] = ()
    owed: tuple[int, ...] = ()

    @property
    def title(self) -> str:
        """The English headline as one line, or the Arabic one, or the slug."""
        heads = [s for s in self.segments if s.kind is Kind.HEADLINE]
        text = next((s.target for s in heads if s.target.strip()), "") or next((s.source for s in heads), "")
        return " ".join(text.split()) or self.slug

    @property
    def is_draft(self) -> bool:
        return self.number is None


def content_to_json(content: EditionContent) -> dict[str, Any]:
    """Plain JSON data of the content; :func:`content_from_json` reads it back."""
    return {
        "format": 1,
        "slug": content.slug,
        "number": content.number,
        "byline": {"source": content.source_byline, "target": content.target_byline},
        "outlet": {"source": content.source_outlet, "target": content.target_outlet},
        "dateline": {"source": content.source_dateline, "target": content.target_dateline},
        "tags": {"source": list(content.source_tags), "target": list(content.target_tags)},
        "source_url": content.source_url,
        "credits": [{"name": c.name, "did": c.did} for c in content.credits],
        "published_at": content.published_at.isoformat() if content.published_at else None,
        "note": content.note,
        "waivers": [dict(w) for w in content.waivers],
        "owed": list(content.owed),
        "segments": [
            {
                "id": s.id,
                "kind": s.kind.value,
                "attrs": dict(s.attrs),
                "source": {
                    "text": s.source,
                    "marks": [m.as_json() for m in s.source_marks],
                    "revision": s.source_revision_id,
                },
                "target": {
                    "text": s.target,
                    "marks": [m.as_json() for m in s.target_marks],
                    "revision": s.target_revision_id,
                },
                "left_out_reason": s.left_out_reason,
                "added": s.added,
            }
            for s in content.segments
        ],
    }


def _marks(data: list[dict[str, Any]]) -> tuple[InlineMark, ...]:
    return tuple(InlineMark(m["start"], m["end"], MarkKind(m["kind"]), m.get("href")) for m in data)


def content_from_json(data: Mapping[str, Any]) -> EditionContent:
    """The inverse of :func:`content_to_json`, for content this program wrote itself."""
    return EditionContent(
        slug=data["slug"],
        number=data["number"],
        source_byline=data["byline"]["source"],
        target_byline=data["byline"]["target"],
        source_outlet=data["outlet"]["source"],
        target_outlet=data["outlet"]["target"],
        source_dateline=data["dateline"]["source"],
        target_dateline=data["dateline"]["target"],
        source_tags=tuple(data["tags"]["source"]),
        target_tags=tuple(data["tags"]["target"]),
        source_url=data["source_url"],
        credits=tuple(Credit(c["name"], c["did"]) for c in data["credits"]),
        published_at=datetime.fromisoformat(data["published_at"]) if data["published_at"] else None,
        note=data["note"],
        waivers=tuple(data["waivers"]),
        owed=tuple(data["owed"]),
        segments=tuple(
            EditionSegment(
                id=s["id"],
                kind=Kind(s["kind"]),
                attrs=s["attrs"],
                source=s["source"]["text"],
                target=s["target"]["text"],
                source_marks=_marks(s["source"]["marks"]),
                target_marks=_marks(s["target"]["marks"]),
                source_revision_id=s["source"]["revision"],
                target_revision_id=s["target"]["revision"],
                left_out_reason=s["left_out_reason"],
                added=s["added"],
            )
            for s in data["segments"]
        ),
    )


def canonical_json(data: Any) -> str:
    """RFC 8785 (JSON Canonicalization Scheme) for data without floats: UTF-16 key order, no white space."""

    def ordered(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {k: ordered(value[k]) for k in sorted(value, key=lambda k: k.encode("utf-16-be"))}
        if isinstance(value, list | tuple):
            return [ordered(v) for v in value]
        if isinstance(value, float):
            raise TypeError("editions hold no floats; their canonical form differs between languages")
        return value

    return json.dumps(ordered(data), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def fingerprint(canonical: str, previous: str | None) -> str:
    """SHA-256 (hex) of an edition's canonical JSON chained to the previous edition's fingerprint."""
    return hashlib.sha256(f"{previous or ''}\n{canonical}".encode()).hexdigest()
