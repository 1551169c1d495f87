"""Colours of the charts: those of the base, and never colour alone."""

import re
from importlib.resources import files

import pytest

STATIC = files("syndetect.report.site").joinpath("static")
BASE = STATIC.joinpath("base.css").read_text(encoding="utf-8")
MINE = {
    name: STATIC.joinpath(f"{name}.css").read_text(encoding="utf-8")
    for name in ("charts", "outlets", "methods")
}


def variables(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


LIGHT = variables(BASE[: BASE.index("@media")])


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
