"""Colours of the charts: contrast computed from the style sheets, never a colour of their own."""

import re
from importlib.resources import files

import pytest

STATIC = files("syndetect.report.site").joinpath("static")
BASE = STATIC.joinpath("base.css").read_text(encoding="utf-8")
MINE = {
    name: STATIC.joinpath(f"{name}.css").read_text(encoding="utf-8")
    for name in ("charts", "outlets", "methods")
}
GRAPHICS = [
    ("prose-edge", "panel"),  # a bar on its ground
    ("prose-edge", "paper"),  # a column, a square
    ("prose-edge", "prose"),  # the frame of a hollow bar
    ("ink", "paper"),  # a whisker and its halo
    ("ink", "panel"),
    ("elsewhere-edge", "paper"),  # the frame of other articles
    ("dropped-edge", "texture"),  # stripes of what is not measured
    ("dropped-edge", "paper"),
]
TEXT = [
    ("quiet", "paper"),
    ("quiet", "panel"),
    ("ink", "paper"),
    ("ink", "panel"),
    ("link", "paper"),
    ("paper", "ink"),
]


def variables(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


LIGHT = variables(BASE[: BASE.index("@media")])
DARK = LIGHT | variables(re.search(r"prefers-color-scheme: dark\) \{(.*?)\n\}", BASE, re.DOTALL)[1])
SCHEMES = pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])


def contrast(first: str, second: str) -> float:
    """Compute the contrast ratio of WCAG 2.2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted([luminance(first), luminance(second)])
    return (high + 0.05) / (low + 0.05)


@SCHEMES
@pytest.mark.parametrize(("line", "ground"), GRAPHICS)
def test_bars_and_lines_can_be_seen(scheme, line, ground):
    """Graphics have a contrast of 3:1 or more (WCAG 1.4.11)."""
    assert contrast(scheme[line], scheme[ground]) >= 3


@SCHEMES
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_labels_can_be_read(scheme, text, ground):
    """Text has a contrast of 4.5:1 or more (WCAG 1.4.3)."""
    assert contrast(scheme[text], scheme[ground]) >= 4.5


@pytest.mark.parametrize("name", MINE)
def test_colours_are_those_of_the_base(name):
    """No colour is written down, and every variable is one of both schemes or a family of letters."""
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s,)])", re.sub(r"#[a-z-]+ \{", "{", MINE[name]))
    assert set(re.findall(r"var\(--([a-z-]+)\)", MINE[name])) <= {*LIGHT, "sans", "serif"}


def test_kinds_of_a_column_differ_by_more_than_colour():
    """Agency copy is filled, other articles are framed, what is not measured is striped."""
    rules = dict(re.findall(r"\.timeline \.(copy|other|unmeasured)[^{]*\{([^}]*)\}", MINE["charts"]))

    assert "stroke" in rules["other"]
    assert "stroke" not in rules["copy"]
    template = files("syndetect.report.site").joinpath("templates", "charts.html").read_text(encoding="utf-8")
    assert template.count('part.kind == "unmeasured"') == 1
    assert template.count("url(#texture-own)") == 2  # in the chart and in its key


def test_weak_figures_are_hollow():
    rules = dict(re.findall(r"\.interval(\.weak)? \.share \{([^}]*)\}", MINE["charts"]))

    assert "stroke" not in rules[""]
    assert "stroke: var(--prose-edge)" in rules[".weak"]
