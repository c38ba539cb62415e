"""Where an article stands, by its counts and to whom it was handed."""

import pytest

from workbench.domain.stages import Counts, Handover, Stage, besides, stage_of

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


@pytest.mark.parametrize(
    ("counts", "handed_to", "says"),
    [
        (Counts(translated=2), Handover.TRANSLATION, "but all rows are translated: it waits for review"),
        (Counts(translated=1, draft=1), Handover.TRANSLATION, ""),
        (Counts(approved=2), Handover.TRANSLATION, "but nothing is left to do: it waits to be published"),
        (Counts(approved=2), Handover.REVIEW, "but nothing is left to do: it waits to be published"),
        (Counts(approved=2), Handover.DESK, ""),
        (Counts(translated=1, returned=1), Handover.REVIEW, "but 1 row waits for the translators"),
        (Counts(translated=1, draft=2), Handover.DESK, "but 2 rows wait for the translators"),
        (Counts(translated=2), Handover.REVIEW, ""),
    ],
)
def test_where_the_stage_is_not_with_whom_the_article_was_handed_to_that_is_said(
    counts: Counts, handed_to: Handover, says: str
) -> None:
    stage = stage_of(counts, published=False, changed=True, handed_to=handed_to)
    assert besides(counts, stage, handed_to) == says
