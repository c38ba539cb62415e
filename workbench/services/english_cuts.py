"""Where a row's English divides when its Arabic is divided."""

from collections.abc import Sequence

from workbench.align.aligner import align
from workbench.text.sentences import sentence_starts

#: Below this the sentences of the English might as well belong elsewhere.
_SURE_ENOUGH = 0.5


def english_cuts(parts: Sequence[str], target: str) -> list[int]:
    """The code points at which the English of each Arabic part but the first begins.

    English in as many paragraphs as parts divides between them; else its sentences are aligned with the parts.
    Where that is not sure, all of it stays with the first: every cut is then at its end.
    """
    starts = list(sentence_starts(target))
    breaks = [at for at in starts if "\n" in target[:at][len(target[:at].rstrip()) :]]
    if len(breaks) == len(parts) - 1:
        return breaks
    return _by_sentences(parts, target, starts) or [len(target)] * (len(parts) - 1)


def _by_sentences(parts: Sequence[str], target: str, starts: Sequence[int]) -> list[int]:
    """The same by aligning; empty where a part has no sentence of its own, or that is not sure."""
    places = [0, *starts]
    sentences = [target[a:b].strip() for a, b in zip(places, [*starts, len(target)], strict=True)]
    if len(sentences) < len(parts) or not all(sentences):
        return []
    cuts = []
    for bead in align(parts, sentences):
        if len(bead.source) == 1 and bead.target and bead.confidence >= _SURE_ENOUGH:
            cuts.append(places[bead.target[0]])
        elif bead.source:
            return []
    return cuts[1:] if len(cuts) == len(parts) else []
