"""The sheets and templates keep the rules a reader cannot see: logical sides, no inline code, readable colours."""

import re
from itertools import product
from pathlib import Path

import pytest

from workbench.resources import folder

CSS = sorted((folder("static") / "css").rglob("*.css"))
PRINTED = sorted(folder("templates").rglob("*.css"))
TEMPLATES = sorted(p for p in folder("templates").rglob("*.html") if "export" not in p.parts)
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

PHYSICAL = re.compile(
    r"""(?x)
    (?<![\w-]) (?: margin | padding | border | scroll-(?:margin|padding) ) -(?:left|right)\b
    | (?<![\w-]) (?: left | right ) \s* :
    | (?<![\w-]) (?: text-align | float | clear | caption-side ) \s* : \s* (?:left|right)\b
    | border-(?:top|bottom)-(?:left|right)-radius
    """
)


def declarations(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [*CSS, *PRINTED], ids=lambda p: p.name)
def test_sheets_use_logical_sides_only(path: Path) -> None:
    assert PHYSICAL.findall(declarations(path)) == []


@pytest.mark.parametrize("path", [*CSS, *PRINTED], ids=lambda p: p.name)
def test_four_valued_shorthands_treat_both_sides_alike(path: Path) -> None:
    shorthands = re.findall(
        r"(?<![\w-])(?:margin|padding|inset)\s*:\s*(\S+) (\S+) (\S+) ([^\s;]+)\s*;", declarations(path)
    )
    assert [values for values in shorthands if values[1] != values[3]] == []


@pytest.mark.parametrize("path", CSS, ids=lambda p: p.name)
def test_every_custom_property_a_sheet_reads_is_set_somewhere(path: Path) -> None:
    known = set(re.findall(r"(--[\w-]+)\s*:", "".join(map(declarations, CSS))))
    without_fallback = re.findall(r"var\((--[\w-]+)\)", declarations(path))
    assert set(without_fallback) - known == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_templates_hold_no_inline_code_or_style(path: Path) -> None:
    markup = JINJA.sub("", path.read_text(encoding="utf-8"))
    assert re.findall(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", markup, re.IGNORECASE) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", markup, re.IGNORECASE) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_an_element_that_names_a_language_of_the_article_also_names_its_direction(path: Path) -> None:
    tags = re.findall(r"<\w+[^>]*\slang=[^>]*>", path.read_text(encoding="utf-8"))
    assert [tag for tag in tags if not re.search(r"\sdir=", tag)] == []


# --- contrast: WCAG 2.2, 1.4.3 (text 4.5:1) and 1.4.11 (edges of controls 3:1) --------------------------

SURFACES = ("desk", "paper", "hold")
TEXT = ("ink", "quiet", "accent", "approved", "translated", "returned", "draft", "untranslated")
SEVERITIES = ("neutral", "minor", "major", "critical")
FILLED = ("approved", "translated", "returned", "draft", *SEVERITIES, "quiet", "accent")


def palette(theme: str) -> dict[str, str]:
    sheet = declarations(folder("static") / "css" / "tokens.css")
    root = sheet[sheet.index(":root {") : sheet.index(":root[data-theme")]
    pairs = re.findall(r"--([\w-]+):\s*light-dark\((#\w+),\s*(#\w+)\)", root)
    return {name: light if theme == "light" else dark for name, light, dark in pairs}


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_on_every_surface(theme: str) -> None:
    colours = palette(theme)
    pairs = [
        *product((*TEXT, *SEVERITIES), SURFACES),
        ("accent-ink", "accent"),
        *product(("on-colour",), FILLED),
    ]
    too_weak = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in too_weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_edges_of_fields_can_be_seen(theme: str) -> None:
    colours = palette(theme)
    assert min(contrast(colours["edge"], colours[surface]) for surface in SURFACES) >= 3
