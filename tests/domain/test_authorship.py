"""Whose words: traced through edits, not read off the last hand on the row."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.authorship import Version, author_of
from workbench.text.spans import Span

TRANSLATOR, REVIEWER, OTHER = 1, 2, 3
DRAFT = "The ferries will return on Sunday, the union said."


def chain(*texts: tuple[str, int | None]) -> list[Version]:
    return [Version(text, author, (n - 1,) if n else ()) for n, (text, author) in enumerate(texts)]


def at(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def test_a_mended_comma_does_not_make_the_sentence_the_reviewers() -> None:
    mended = DRAFT.replace("Sunday,", "Sunday;")
    versions = chain((DRAFT, TRANSLATOR), (mended, REVIEWER))
    assert author_of(versions) == TRANSLATOR
    assert author_of(versions, at(mended, "ferries")) == TRANSLATOR
    assert author_of(versions, at(mended, "return on Sunday; the union")) == TRANSLATOR


def test_a_reviewers_correction_is_the_reviewers() -> None:
    mended = DRAFT.replace("Sunday", "Monday")
    versions = chain((DRAFT, TRANSLATOR), (mended, REVIEWER))
    assert author_of(versions, at(mended, "Monday")) == REVIEWER
    assert author_of(versions, at(mended, "return on")) == TRANSLATOR


def test_equal_shares_belong_to_the_later_writer() -> None:
    mended = DRAFT.replace("Sunday", "Monday")
    versions = chain((DRAFT, TRANSLATOR), (mended, REVIEWER))
    assert author_of(versions, at(mended, "on Monday")) == REVIEWER


def test_imported_words_have_no_author_here() -> None:
    mended = DRAFT + " Nobody asked them."
    versions = chain((DRAFT, None), (mended, REVIEWER))
    assert author_of(versions, at(mended, "union")) is None
    assert author_of(versions, at(mended, "Nobody asked them")) == REVIEWER


def test_an_insertion_point_and_a_bare_sign_ask_about_the_whole() -> None:
    versions = chain((DRAFT, TRANSLATOR))
    assert author_of(versions, Span(4, 4)) == TRANSLATOR
    assert author_of(versions, at(DRAFT, ",")) == TRANSLATOR


def test_a_text_without_words_is_its_writers() -> None:
    assert author_of(chain(("", TRANSLATOR))) == TRANSLATOR
    assert author_of(chain((DRAFT, TRANSLATOR), ("", REVIEWER))) == REVIEWER


def test_restored_words_are_still_their_first_writers() -> None:
    spoilt = "Ferries back soon."
    versions = [*chain((DRAFT, TRANSLATOR), (spoilt, REVIEWER)), Version(DRAFT, OTHER, (0, 1))]
    assert author_of(versions) == TRANSLATOR


def test_words_from_another_row_keep_their_writer() -> None:
    versions = [
        Version("It will rain.", TRANSLATOR),
        Version("Nobody knows when the long drought will end.", OTHER),
        Version("It will rain. Nobody knows when the long drought will end.", None, (0, 1)),
    ]
    assert author_of(versions) == OTHER
    assert author_of(versions, Span(0, 13)) == TRANSLATOR


@given(
    st.lists(st.tuples(st.text("ab c.", max_size=20), st.sampled_from([None, 1, 2])), min_size=1, max_size=6)
)
def test_somebody_of_the_row_always_answers(texts: list[tuple[str, int | None]]) -> None:
    assert author_of(chain(*texts)) in {author for _, author in texts}


@given(st.text("abc ", max_size=20), st.lists(st.integers(0, 20), max_size=4))
def test_saving_the_same_words_again_changes_nothing(text: str, again: list[int]) -> None:
    versions = chain((text, TRANSLATOR), *((text, REVIEWER) for _ in again))
    assert author_of(versions) == (TRANSLATOR if text.strip() or not again else REVIEWER)
