"""What readers may have of an article: embargoes by time alone, withdrawals until something newer is out."""

from datetime import UTC, datetime, timedelta

import pytest

from workbench.domain.release import EditionEventKind as Kind
from workbench.domain.release import EditionStatus as Status
from workbench.domain.release import (
    Happening,
    Issue,
    Release,
    Standing,
    edition_words,
    notice_of,
    pair_to_compare,
    release_of,
    stands_at,
)
from workbench.domain.stages import Stage

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def issue(number: int, *kinds: Kind, at: datetime = NOW - HOUR) -> Issue:
    return Issue(number, number, at, tuple(Happening(kind, NOW, "Emad Editor", "Why") for kind in kinds))


def numbers(*issues: Issue, at: datetime = NOW) -> dict[int, Status]:
    return dict(release_of(issues, at).statuses)


def test_nothing_is_out_before_the_first_edition() -> None:
    found = release_of([], NOW)
    assert (found.newest, found.out, found.scheduled, found.last_number) == (None, None, None, 0)


def test_the_newest_is_out_and_the_older_ones_superseded() -> None:
    found = release_of([issue(2), issue(1)], NOW)
    assert found.out == issue(2)
    assert dict(found.statuses) == {1: Status.SUPERSEDED, 2: Status.OUT}
    assert found.status(3) is None


def test_an_embargo_ends_by_the_clock_alone() -> None:
    both = [issue(1), issue(2, Kind.SCHEDULED, at=NOW + HOUR)]
    before = release_of(both, NOW + HOUR - timedelta(microseconds=1))
    assert (before.out, before.scheduled) == (both[0], both[1])
    assert before.status(2) is Status.SCHEDULED
    after = release_of(both, NOW + HOUR)
    assert (after.out, after.scheduled) == (both[1], None)
    assert after.status(1) is Status.SUPERSEDED


def test_a_cancelled_edition_never_goes_out() -> None:
    both = [issue(1), issue(2, Kind.SCHEDULED, Kind.CANCELLED, at=NOW + HOUR)]
    for at in (NOW, NOW + 2 * HOUR):
        found = release_of(both, at)
        assert (found.out, found.scheduled, found.last_number) == (both[0], None, 2)
        assert found.status(2) is Status.CANCELLED


def test_a_withdrawal_leaves_nothing_until_a_newer_edition_is_out() -> None:
    issues = [issue(1), issue(2, Kind.WITHDRAWN)]
    found = release_of(issues, NOW)
    assert found.out is None
    assert found.gone is not None
    assert found.gone.reason == "Why"
    assert numbers(*issues) == {1: Status.WITHDRAWN, 2: Status.WITHDRAWN}
    scheduled = [*issues, issue(3, at=NOW + HOUR)]
    assert release_of(scheduled, NOW).out is None
    assert release_of(scheduled, NOW + HOUR).out == scheduled[2]
    assert numbers(*scheduled, at=NOW + HOUR) == {
        1: Status.WITHDRAWN,
        2: Status.WITHDRAWN,
        3: Status.OUT,
    }


def test_an_erased_edition_is_gone_and_no_older_one_comes_back_for_it() -> None:
    issues = [issue(1), issue(2, Kind.WITHDRAWN, Kind.ERASED)]
    assert release_of(issues, NOW).out is None
    assert numbers(*issues)[2] is Status.ERASED
    older = [issue(1, Kind.ERASED), issue(2)]
    assert release_of(older, NOW).out == older[1]
    assert numbers(*older) == {1: Status.ERASED, 2: Status.OUT}


TO_COME = issue(3, Kind.SCHEDULED, at=NOW + HOUR)


@pytest.mark.parametrize(
    ("issues", "standing"),
    [
        ([], Standing.UNPUBLISHED),
        ([issue(1, Kind.CANCELLED, at=NOW + HOUR)], Standing.UNPUBLISHED),
        ([TO_COME], Standing.SCHEDULED),
        ([issue(1), TO_COME], Standing.PUBLISHED),
        ([issue(1, Kind.WITHDRAWN), TO_COME], Standing.WITHDRAWN),
        ([issue(1, Kind.WITHDRAWN), issue(2)], Standing.PUBLISHED),
        ([issue(1, Kind.WITHDRAWN, Kind.ERASED)], Standing.WITHDRAWN),
        ([issue(1, Kind.ERASED), issue(2)], Standing.PUBLISHED),
    ],
)
def test_what_readers_have_in_one_word(issues: list[Issue], standing: Standing) -> None:
    assert release_of(issues, NOW).standing is standing


def test_an_article_without_work_stands_where_its_readers_are() -> None:
    gone = release_of([issue(1, Kind.WITHDRAWN)], NOW)
    assert stands_at(Stage.PUBLISHED, gone) is stands_at(Stage.REVIEW, gone) is Standing.WITHDRAWN
    scheduled = release_of([TO_COME], NOW)
    assert stands_at(Stage.PUBLISHED, scheduled) is Standing.SCHEDULED
    assert stands_at(Stage.REVIEW, scheduled) is Stage.REVIEW
    assert stands_at(Stage.TRANSLATE, Release()) is Stage.TRANSLATE


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.WITHDRAWN, "This article was withdrawn on 2 March 2026. Why"),
        (Kind.ERASED, "This article was removed on 2 March 2026."),
    ],
)
def test_the_notice_says_since_when_and_why_it_was_withdrawn(kind: Kind, words: str) -> None:
    assert notice_of(issue(1, kind).happenings[0]) == words


def test_of_an_edition_that_is_gone_the_article_is_said_to_be_so_until_another_is_out() -> None:
    gone = [issue(1), issue(2, Kind.WITHDRAWN)]
    assert release_of(gone, NOW).notice(1) == "This article was withdrawn on 2 March 2026. Why"
    found = release_of([*gone, issue(3)], NOW)
    assert [found.notice(number) for number in (1, 2)] == [
        f"Edition {number} was withdrawn on 2 March 2026. Why" for number in (1, 2)
    ]
    erased = release_of([issue(1, Kind.ERASED), issue(2)], NOW)
    assert erased.notice(1) == "Edition 1 was removed on 2 March 2026."


def test_numbers_of_cancelled_editions_are_missing_before_the_next_that_came_out() -> None:
    one, two = (issue(n, Kind.SCHEDULED, Kind.CANCELLED, at=NOW + HOUR) for n in (1, 2))
    found = release_of([one, two, issue(3), issue(4)], NOW)
    assert [found.skipped_before(number) for number in (3, 4, 5)] == [(1, 2), (), ()]
    assert release_of([one, two], NOW).skipped_before(3) == (1, 2), "of one that is still to be made too"


def made(number: int, hours: int, *happened: tuple[Kind, int], out_at: int | None = None) -> Issue:
    """An edition made that many hours from now, and what happened to it after as many."""
    kind = Kind.RELEASED if out_at is None else Kind.SCHEDULED
    happenings = tuple(Happening(k, NOW + h * HOUR, "Emad Editor") for k, h in ((kind, hours), *happened))
    return Issue(number, number, NOW + (hours if out_at is None else out_at) * HOUR, happenings)


def test_an_edition_is_corrected_by_the_last_that_told_of_it_and_is_out() -> None:
    issues = [
        made(1, 0, (Kind.CORRECTED, 1)),
        made(2, 1),  # corrects the first
        made(3, 2, (Kind.CORRECTED, 3), (Kind.CORRECTED, 5)),  # corrects nothing
        made(4, 3, (Kind.CANCELLED, 4), out_at=9),  # was to correct the third
        made(5, 5, out_at=7),  # corrects it once it is out
        made(6, 8),
    ]

    def corrected(hours: int) -> list[int | None]:
        found = release_of(issues, NOW + hours * HOUR)
        by = [found.corrected_since(number) for number in (1, 2, 3)]
        return [issue and issue.number for issue in by]

    assert [corrected(hours) for hours in (0, 1, 2, 6, 7, 8)] == [
        [None, None, None], [2, None, None], [2, None, None], [2, None, None], [5, 5, 5], [5, 5, 5],
    ]  # fmt: skip


def test_the_editions_of_a_list_are_told_apart_in_a_word_each() -> None:
    issues = [
        made(1, -9),
        made(2, -8, (Kind.CORRECTED, -7)),
        made(3, -7),
        made(4, -6, (Kind.CANCELLED, -5), out_at=1),
        made(5, -4, (Kind.CORRECTED, -3)),  # whose correction is still to come
        made(6, -3, out_at=1),
    ]
    told = edition_words(release_of(issues, NOW), breaking={3, 5}, corrections={3, 6})
    assert told == {
        1: ("corrected",),  # its readers are told of it, though it was the next that was corrected
        2: ("corrected",),
        3: ("breaking", "correction"),
        4: ("cancelled",),
        5: ("published", "breaking"),
        6: ("scheduled", "correction"),
    }
    later = release_of(issues, NOW + HOUR)
    assert edition_words(later, corrections={3, 6}) == {
        1: ("corrected",),
        2: ("corrected",),
        3: ("correction", "corrected"),
        4: ("cancelled",),
        5: ("corrected",),
        6: ("published", "correction"),
    }
    gone = [issue(1, Kind.WITHDRAWN, Kind.ERASED), issue(2, Kind.WITHDRAWN)]
    assert edition_words(release_of(gone, NOW)) == {1: ("withdrawn", "erased"), 2: ("withdrawn",)}
    late = [
        issue(1),
        issue(2, Kind.WITHDRAWN, Kind.ERASED),
        issue(3, Kind.SCHEDULED, Kind.CANCELLED, Kind.ERASED),
    ]
    assert edition_words(release_of(late, NOW)) == {
        1: ("withdrawn",),
        2: ("withdrawn", "erased"),
        3: ("cancelled", "erased"),
    }


CANCELLED = issue(3, Kind.SCHEDULED, Kind.CANCELLED, at=NOW + HOUR)
ERASED = issue(1, Kind.WITHDRAWN, Kind.ERASED)


@pytest.mark.parametrize(
    ("issues", "number", "pair"),
    [
        ([issue(1), issue(2), CANCELLED], None, (2, None)),
        ([issue(1), issue(2), CANCELLED], 3, (1, 2)),
        ([issue(1), issue(2), CANCELLED, issue(4)], 4, (2, 4)),
        ([issue(1), issue(2), issue(3, Kind.SCHEDULED, at=NOW + HOUR)], 3, (2, 3)),
        ([issue(1), issue(2), issue(3, Kind.SCHEDULED, at=NOW + HOUR)], None, (2, None)),
        ([issue(1), issue(2)], 1, (1, None)),
        ([ERASED, issue(2), issue(3)], 1, (2, 3)),
        ([ERASED, issue(2)], 2, (2, None)),
        ([CANCELLED], None, (3, None)),
        ([ERASED], None, None),
    ],
)
def test_what_readers_had_is_compared_unless_something_else_is_asked_for(
    issues: list[Issue], number: int | None, pair: tuple[int, int | None] | None
) -> None:
    assert pair_to_compare(release_of(issues, NOW), number) == pair
