"""Where an article stands, by its counts and to whom it was handed."""

import pytest

from workbench.domain.stages import Counts, Handover, Stage, stage_of

_MENDED = Counts(draft=1, translated=8)


@pytest.mark.parametrize(
    ("counts", "handed_to", "stage"),
    [
        (_MENDED, None, Stage.TRANSLATE),
        (_MENDED, Handover.TRANSLATION, Stage.TRANSLATE),
        (_MENDED, Handover.REVIEW, Stage.REVIEW),
        (_MENDED, Handover.DESK, Stage.REVIEW),
        (Counts(returned=1, translated=8), Handover.REVIEW, Stage.TRANSLATE),
        (Counts(untranslated=1, translated=8), Handover.REVIEW, Stage.TRANSLATE),
        (Counts(), Handover.REVIEW, Stage.TRANSLATE),
        (Counts(approved=9), Handover.REVIEW, Stage.PUBLISH),
    ],
)
def test_a_row_mended_in_review_takes_nothing_back(
    counts: Counts, handed_to: Handover | None, stage: Stage
) -> None:
    assert stage_of(counts, published=False, changed=False, handed_to=handed_to) is stage
