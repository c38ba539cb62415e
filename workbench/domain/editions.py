"""The content of an edition (or of a draft export): everything a reader-facing form needs, frozen."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

from workbench.domain.kinds import Kind
from workbench.domain.marks import InlineMark, stored_marks


class EditionKind(StrEnum):
    """Why there is an edition. A correction tells its readers what was wrong; a typo is mended without a word."""

    EDITION = "edition"
    CORRECTION = "correction"
    TYPO = "typo"


@dataclass(frozen=True, slots=True)
class EditionProblem:
    """A mark as it stood when the edition was made; type, severity and status by their ids.

    A side's span is (start, end) in code points of the segment's text there, None where the mark has none on
    that side or its words are gone. For the record and the forms with both languages, never for readers.
    """

    id: int
    type: str
    severity: str
    status: str
    author: str
    at: datetime
    note: str = ""
    suggestion: str | None = None
    source: tuple[int, int] | None = None
    target: tuple[int, int] | None = None


#: What a signature says of the words themselves: whoever brought in a file that was translated elsewhere wrote none.
WROTE, BROUGHT_IN = "wrote", "brought in"


@dataclass(frozen=True, slots=True)
class Signature:
    """Whose word stands behind a segment's English: wrote or brought it in, confirmed, approved or agreed."""

    name: str
    did: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Correction:
    """What readers were told was wrong in an earlier edition, and since when it is right."""

    number: int
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class EditionSegment:
    """One segment as published. ``attrs`` holds list facts: {"ordered": bool, "level": int}.

    ``state`` is the workflow's word for where it stood; an older published text that went out again in place of
    one not approved yet stands as approved.
    """

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
    state: str = "approved"
    problems: tuple[EditionProblem, ...] = ()
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True)
class Credit:
    """A person and what they did: translated, reviewed, published."""

    name: str
    did: str


@dataclass(frozen=True, slots=True)
class EditionContent:
    """An article's approved content, both languages, in order.

    ``number`` is None for a draft export. Dates are what the page prints ("17 August 2021"), as given by
    the desk; ``published_at`` is an aware UTC datetime: when readers get it, so in the future while it is under
    embargo. ``first_published_at`` is that of edition 1. ``corrections`` are all there were so far, this one's
    among them. ``scores`` are counts (words, penalty points, problems by severity), whole numbers by name.

    No part of the edition, and kept nowhere: ``urn``, the article's id (:func:`article_urn`); ``month_first``, how a
    file says the days that it adds; ``embargoed_until``, that it was taken before that moment, which it then says: when
    it goes out, or of a draft the edition that is to; ``later_corrections``, what later editions corrected, which it then
    says at its head; ``gone``, of a draft, that what was published is "withdrawn" or "erased".
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
    kind: EditionKind = EditionKind.EDITION
    is_breaking: bool = False
    first_published_at: datetime | None = None
    corrections: tuple[Correction, ...] = ()
    scores: Mapping[str, int] = field(default_factory=dict)
    kept: tuple[int, ...] = ()
    urn: str = ""
    month_first: bool = False
    embargoed_until: datetime | None = None
    later_corrections: tuple[Correction, ...] = ()
    gone: str = ""

    @property
    def title(self) -> str:
        """The English headline as one line, or the Arabic one, or the slug."""
        heads = [s for s in self.segments if s.kind is Kind.HEADLINE]
        text = next((s.target for s in heads if s.target.strip()), "") or next((s.source for s in heads), "")
        return " ".join(text.split()) or self.slug

    @property
    def is_draft(self) -> bool:
        return self.number is None


#: Of the ids of articles and feeds (RFC 9562, 5.5).
_NAMESPACE = UUID("6f0c1f0e-7a5b-5d8e-9b59-4f4c1f6a2d37")


def urn(name: str) -> str:
    """An id of what has that name here, for those outside: the same whatever address it is fetched at."""
    return uuid5(_NAMESPACE, name).urn


def article_urn(slug: str, created_at: datetime) -> str:
    """An article's id in all that goes out, made of what never changes of it and differs from desk to desk."""
    return urn(f"{slug} {created_at.isoformat()}")


def content_to_json(content: EditionContent) -> dict[str, Any]:
    """Plain JSON data of the content; :func:`content_from_json` reads it back."""
    return {
        "format": 2,
        "slug": content.slug,
        "number": content.number,
        "kind": content.kind.value,
        "breaking": content.is_breaking,
        "byline": {"source": content.source_byline, "target": content.target_byline},
        "outlet": {"source": content.source_outlet, "target": content.target_outlet},
        "dateline": {"source": content.source_dateline, "target": content.target_dateline},
        "tags": {"source": list(content.source_tags), "target": list(content.target_tags)},
        "source_url": content.source_url,
        "credits": [{"name": c.name, "did": c.did} for c in content.credits],
        "published_at": _written(content.published_at),
        "first_published_at": _written(content.first_published_at),
        "note": content.note,
        "corrections": [
            {"number": c.number, "at": c.at.isoformat(), "note": c.note} for c in content.corrections
        ],
        "waivers": [dict(w) for w in content.waivers],
        "owed": list(content.owed),
        "kept": list(content.kept),
        "scores": dict(content.scores),
        "segments": [_segment_to_json(segment) for segment in content.segments],
    }


def _segment_to_json(segment: EditionSegment) -> dict[str, Any]:
    return {
        "id": segment.id,
        "kind": segment.kind.value,
        "attrs": dict(segment.attrs),
        "source": {
            "text": segment.source,
            "marks": [m.as_json() for m in segment.source_marks],
            "revision": segment.source_revision_id,
        },
        "target": {
            "text": segment.target,
            "marks": [m.as_json() for m in segment.target_marks],
            "revision": segment.target_revision_id,
        },
        "left_out_reason": segment.left_out_reason,
        "added": segment.added,
        "state": segment.state,
        "problems": [
            {
                "id": p.id,
                "type": p.type,
                "severity": p.severity,
                "status": p.status,
                "by": p.author,
                "at": p.at.isoformat(),
                "note": p.note,
                "suggestion": p.suggestion,
                "source": list(p.source) if p.source else None,
                "target": list(p.target) if p.target else None,
            }
            for p in segment.problems
        ],
        "signatures": [{"name": s.name, "did": s.did, "at": s.at.isoformat()} for s in segment.signatures],
    }


def content_from_json(data: Mapping[str, Any]) -> EditionContent:
    """The inverse of :func:`content_to_json`, for content this program wrote itself, also of format 1, which
    had neither kinds, corrections, scores, marks nor signatures."""
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
        published_at=_read(data["published_at"]),
        note=data["note"],
        waivers=tuple(data["waivers"]),
        owed=tuple(data["owed"]),
        kept=tuple(data.get("kept", ())),
        kind=EditionKind(data.get("kind", EditionKind.EDITION)),
        is_breaking=data.get("breaking", False),
        first_published_at=_read(data.get("first_published_at")),
        corrections=tuple(
            Correction(c["number"], datetime.fromisoformat(c["at"]), c["note"])
            for c in data.get("corrections", ())
        ),
        scores=data.get("scores", {}),
        segments=tuple(_segment_from_json(s) for s in data["segments"]),
    )


def _segment_from_json(data: Mapping[str, Any]) -> EditionSegment:
    return EditionSegment(
        id=data["id"],
        kind=Kind(data["kind"]),
        attrs=data["attrs"],
        source=data["source"]["text"],
        target=data["target"]["text"],
        source_marks=stored_marks(data["source"]["marks"]),
        target_marks=stored_marks(data["target"]["marks"]),
        source_revision_id=data["source"]["revision"],
        target_revision_id=data["target"]["revision"],
        left_out_reason=data["left_out_reason"],
        added=data["added"],
        state=data.get("state", "approved"),
        problems=tuple(
            EditionProblem(
                id=p["id"],
                type=p["type"],
                severity=p["severity"],
                status=p["status"],
                author=p["by"],
                at=datetime.fromisoformat(p["at"]),
                note=p["note"],
                suggestion=p["suggestion"],
                source=tuple(p["source"]) if p["source"] else None,
                target=tuple(p["target"]) if p["target"] else None,
            )
            for p in data.get("problems", ())
        ),
        signatures=tuple(
            Signature(s["name"], s["did"], datetime.fromisoformat(s["at"]))
            for s in data.get("signatures", ())
        ),
    )


def _written(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _read(at: str | None) -> datetime | None:
    return datetime.fromisoformat(at) if at else None


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


def sealed(canonical: str, previous: str | None) -> bytes:
    """What a fingerprint is of: the previous edition's, a line feed, the canonical JSON."""
    return f"{previous or ''}\n{canonical}".encode()


def fingerprint(canonical: str, previous: str | None) -> str:
    """SHA-256 (hex) of an edition's canonical JSON chained to the previous edition's fingerprint."""
    return hashlib.sha256(sealed(canonical, previous)).hexdigest()
