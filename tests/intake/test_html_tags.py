"""Tags that no parser should see."""

import time

import pytest

from workbench.domain.errors import TooLarge
from workbench.intake.html import read_html
from workbench.intake.html_tags import check_tags

MANY = range(60_000)


@pytest.mark.parametrize(
    "attributes",
    [
        " ".join(f"a{n}=1" for n in MANY),
        " ".join(f"a{n}" for n in MANY),
        " ".join(f"a{n}='<'" for n in MANY),
        "".join(f'a{n}=">"/' for n in MANY),
        'x=y" ' + " ".join(f"a{n}=1" for n in MANY),
    ],
    ids=["plain", "bare", "with tags in them", "with ends in them", "after a stray quote"],
)
def test_a_tag_with_thousands_of_attributes_is_refused_at_once(attributes: str) -> None:
    started = time.process_time()
    with pytest.raises(TooLarge, match="attributes"):
        read_html(f"<h1>Port</h1><p {attributes}>The port is open again.</p>")
    assert time.process_time() - started < 2


def test_long_values_and_long_texts_are_no_attributes() -> None:
    picture = "A" * 300_000
    check_tags(
        f'<img src="data:image/png;base64,{picture}" alt="{"word " * 5_000}"><p>{"a = b " * 5_000}</p>'
    )
    check_tags("<" * 50_000 + '<a "' * 900 + '"' * 50_000)
