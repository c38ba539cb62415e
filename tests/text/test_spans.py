"""Spans snapped to what a reader sees."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workbench.text.spans import Span, snap


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("قَالَ", Span(0, 1), Span(0, 2)),
        ("قَالَ", Span(1, 3), Span(0, 4) if "قَالَ"[3] == "\u064e" else Span(0, 3)),
        ("e\u0301a", Span(1, 2), Span(0, 2)),
        ("x👩‍🚒y", Span(2, 3), Span(1, 4)),
        ("❤\ufe0f!", Span(0, 1), Span(0, 2)),
        ("👍🏽", Span(1, 2), Span(0, 2)),
        ("🇱🇧🇪🇬", Span(1, 3), Span(0, 4)),
        ("🇱🇧🇪🇬", Span(2, 3), Span(2, 4)),
        ("قَالَ", Span(1, 1), Span(0, 0)),
        ("abc", Span(1, 2), Span(1, 2)),
    ],
)
def test_snap_takes_whole_characters(text: str, span: Span, expected: Span) -> None:
    assert snap(text, span) == expected


@given(st.text(alphabet="aق\u064e\u0301\u200d👩🚒🇱🇧\ufe0f\n ", max_size=20), st.data())
def test_snap_widens_once(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assume(start < end)
    snapped = snap(text, Span(start, end))
    assert snapped.start <= start
    assert end <= snapped.end
    assert snap(text, snapped) == snapped
