"""Where the content of an edition is not the one that was published, found without a second copy of it.

A content is taken apart into places. What else says what stood at a place is held against it, and then put there: where
that gives the fingerprint of what was published, nothing else was changed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Any

#: ("note",), (17, "kind"), (17, "target", "text"): a field of the content, of the segment with that id, of its side.
Place = tuple[Any, ...]
#: Its ids of segments, in their order.
SEGMENTS: Place = ("segments",)
SIDES = {"source": "Arabic", "target": "English"}

_OF_ARTICLE = {
    "byline": "its byline",
    "outlet": "its outlet",
    "dateline": "its dateline",
    "tags": "its tags",
    "source_url": "the address of its source",
    "credits": "its credits",
    "first_published_at": "when the article first went out",
    "corrections": "its corrections",
    "waivers": "its waivers",
    "scores": "its scores",
}
_OF_SEGMENT = {
    "kind": "the kind of",
    "attrs": "the place in a list of",
    "left_out_reason": "the reason for leaving out",
    "added": "what was added on purpose in",
    "state": "the state of",
    "problems": "the problems of",
    "signatures": "the signatures of",
}
_MOST_NAMED = 10
_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Witness:
    """What says what stands at these places of an edition: a neighbour of it, or the article as it is now."""

    name: str
    places: Mapping[Place, Any]


def taken_apart(content: Mapping[str, Any]) -> dict[Place, Any]:
    """The places of a content (its JSON data); :func:`put_together` is the inverse."""
    places: dict[Place, Any] = {(key,): value for key, value in content.items()}
    places[SEGMENTS] = [segment["id"] for segment in content["segments"]]
    for segment in content["segments"]:
        for key, value in segment.items():
            if key in SIDES:
                places.update({(segment["id"], key, part): of for part, of in value.items()})
            else:
                places[segment["id"], key] = value
    return places


def put_together(places: Mapping[Place, Any]) -> dict[str, Any]:
    content = {place[0]: value for place, value in places.items() if len(place) == 1}
    segments: dict[Any, dict[str, Any]] = {id_: {side: {} for side in SIDES} for id_ in places[SEGMENTS]}
    for (id_, *path), value in places.items():
        if path and id_ in segments:
            within = segments[id_] if len(path) == 1 else segments[id_][path[0]]
            within[path[-1]] = value
    return {**content, "segments": [segments[id_] for id_ in places[SEGMENTS]]}


def where_changed(
    held: Mapping[Place, Any],
    known: Mapping[Place, Any],
    witnesses: Sequence[Witness],
    is_published: Callable[[Mapping[str, Any]], bool],
    *,
    tries: int,
    leads: bool = True,
) -> Iterator[str]:
    """What was changed in a content that is not the published one, beside what differs from ``known``.

    ``known`` certainly stood there. A witness may rightly say otherwise, for an article goes on: what differs from all
    of them is a lead (not given without ``leads``), unless the content is the published one with it put back
    (``is_published``, asked at most ``tries`` times).
    """
    mended = {**held, **known}
    if is_published(put_together(mended)):
        return
    ids = {*held[SEGMENTS]}
    said = (place for witness in witnesses for place in witness.places if len(place) == 1 or place[0] in ids)
    places = (place for place in dict.fromkeys([*held, *said]) if place not in known)
    doubted = [place for place in places if _is_doubted(held, place, witnesses)]
    attempts = ((some, witness) for some in (doubted, *([p] for p in doubted)) for witness in witnesses)
    for some, witness in islice(attempts, tries):
        if is_published(put_together(_put_back(mended, some, witness, witnesses))):
            for says in _said(held, some, [witness]):
                yield f"{says}: with what is there put back, its fingerprint is right"
            return
    if leads:
        for says in _said(held, doubted, witnesses):
            yield f"{says}, some of it rightly, perhaps: an article goes on"
        if all(held.get(place) == known[place] for place in known if place[0] in ids):
            yield "has the words, links and emphasis of the revisions that its segments name: something else was changed"


def _is_doubted(held: Mapping[Place, Any], place: Place, witnesses: Iterable[Witness]) -> bool:
    """Something says what stands there, and nothing says what it is held to be."""
    said = [witness.places[place] for witness in witnesses if place in witness.places]
    return bool(said) and held.get(place, _ABSENT) not in said


def _put_back(
    held: Mapping[Place, Any], some: Iterable[Place], witness: Witness, witnesses: Iterable[Witness]
) -> Mapping[Place, Any]:
    """Some places as the witness has them; segments that nothing else has go, and those that all others have come."""
    put = {**held, **{place: witness.places[place] for place in some if place in witness.places}}
    if SEGMENTS in some:
        ids = {*held[SEGMENTS], *_lacking(held[SEGMENTS], witnesses)}
        put[SEGMENTS] = [id_ for id_ in witness.places[SEGMENTS] if id_ in ids]
        put = {**{place: value for place, value in witness.places.items() if len(place) > 1}, **put}
    return put


def _said(held: Mapping[Place, Any], doubted: Iterable[Place], witnesses: Sequence[Witness]) -> Iterator[str]:
    """In what it differs from those witnesses that say something of it; one sentence where they are the same."""
    numbers = {id_: number for number, id_ in enumerate(held[SEGMENTS], 1)}
    of: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for place in doubted:
        names = _joined([witness.name for witness in witnesses if place in witness.places])
        labels = _rows_said(held[SEGMENTS], witnesses) if place == SEGMENTS else [_label(place)]
        for label in labels:
            of[names, label] += [numbers[place[0]]] if len(place) > 1 else []
    together: defaultdict[str, list[str]] = defaultdict(list)
    for (names, label), segments in of.items():
        together[names].append(f"{label} its {_numbered(segments)}" if segments else label)
    return (f"differs from {names} in {_joined(what)}" for names, what in together.items())


def _rows_said(ids: Sequence[Any], witnesses: Sequence[Witness]) -> Iterator[str]:
    """Which segments it lacks or has beside those that all have, and where it has another order than each."""
    others = [witness.places[SEGMENTS] for witness in witnesses]
    if lacking := [others[0].index(id_) + 1 for id_ in _lacking(ids, witnesses)]:
        yield f"lacking what is {_numbered(lacking)} there"
    elsewhere = {id_ for other in others for id_ in other}
    if added := [number for number, id_ in enumerate(ids, 1) if id_ not in elsewhere]:
        yield f"having {_numbered(added)} besides"
    if all(moved := [_first_moved(ids, other) for other in others]):
        yield f"the order of its segments from number {moved[0]} on"


def _lacking(ids: Sequence[Any], witnesses: Iterable[Witness]) -> Sequence[Any]:
    """The segments that all witnesses have and it does not."""
    first, *others = [witness.places[SEGMENTS] for witness in witnesses]
    everywhere = {*first}.intersection(*others).difference(ids)
    return [id_ for id_ in first if id_ in everywhere]


def _first_moved(ids: Sequence[Any], other: Sequence[Any]) -> int:
    """The number of the first of the segments both have that is not in the other's order; 0 for none."""
    both = {*ids} & {*other}
    ours, theirs = ([id_ for id_ in each if id_ in both] for each in (ids, other))
    return next((ids.index(a) + 1 for a, b in zip_longest(ours, theirs) if a != b), 0)


def _label(place: Place) -> str:
    """What stands there; of a segment, to be followed by which."""
    if len(place) == 1:
        return _OF_ARTICLE.get(place[0], f"its “{place[0]}”")
    if len(place) == len((0, "kind")):
        return _OF_SEGMENT.get(place[1], f"the “{place[1]}” of")
    return f"the {SIDES[place[1]]} {place[2]} of"


def _numbered(numbers: Sequence[int]) -> str:
    named = [str(number) for number in numbers[:_MOST_NAMED]]
    more = [f"{len(numbers) - _MOST_NAMED} more"] if len(numbers) > _MOST_NAMED else []
    return f"segment{'s' if len(numbers) > 1 else ''} {_joined([*named, *more])}"


def _joined(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
