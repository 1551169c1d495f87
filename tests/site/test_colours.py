"""Colours of the pages: contrast of text and of graphics, computed from the style sheets."""

import re
from importlib.resources import files

import pytest

STATIC = files("syndetect.report.site").joinpath("static")
SHEETS = {
    each.name: each.read_text(encoding="utf-8") for each in STATIC.iterdir() if each.name.endswith(".css")
}
BASE = SHEETS["base.css"]
CSS = BASE + "".join(sheet for name, sheet in sorted(SHEETS.items()) if name != "base.css")
GROUNDS = ("paper", "panel")
TINTS = ("prose", "quote", "own", "edited", "elsewhere", "dropped")
TEXT = [
    *(("ink", ground) for ground in (*GROUNDS, *TINTS)),
    *(("quiet", ground) for ground in GROUNDS),
    *(("link", ground) for ground in GROUNDS),
    *(
        (f"{tint}-edge", ground) for tint in ("prose", "quote", "own") for ground in GROUNDS
    ),  # bold percentages
    ("quote-edge", "quote"),  # the word "quote" in front of a shared quotation
    ("ink", "dropped"),  # a credit inside furniture
    ("dropped-ink", "dropped"),
    ("dropped-ink", "paper"),
    ("paper", "prose-edge"),  # the chip "same text"
    ("paper", "ink"),
]
GRAPHICS = [
    *((f"{tint}-edge", "paper") for tint in TINTS),
    *((f"{tint}-edge", tint) for tint in TINTS),
    *((f"{tint}-edge", "texture") for tint in ("quote", "own")),
    *(("quote-edge", ground) for ground in (*GROUNDS, *TINTS)),  # the line under a quotation
    *(("dropped-edge", ground) for ground in ("paper", "elsewhere", "dropped")),  # the frame of a credit
    ("heavy", "paper"),
    ("prose-edge", "panel"),  # a bar on its ground
    ("ink", "paper"),  # a whisker and its halo
    ("ink", "panel"),
]


def variables(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


LIGHT = variables(BASE[: BASE.index("@media")])
DARK = LIGHT | variables(re.search(r"prefers-color-scheme: dark\) \{(.*?)\n\}", BASE, re.DOTALL)[1])


def contrast(first: str, second: str) -> float:
    """Compute the contrast ratio of WCAG 2.2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted([luminance(first), luminance(second)])
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_published():
    """Black on white is 21:1; the published example #777777 on white is 4.48:1."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(scheme, text, ground):
    """Text has a contrast of 4.5:1 or more with its ground (WCAG 1.4.3)."""
    assert contrast(scheme[text], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), GRAPHICS)
def test_lines_and_bars_can_be_seen(scheme, line, ground):
    """Bars, lines and textures have a contrast of 3:1 or more (WCAG 1.4.11)."""
    assert contrast(scheme[line], scheme[ground]) >= 3


def test_both_schemes_name_the_same_colours():
    """The dark scheme gives every colour of the light one a value of its own."""
    assert set(variables(re.search(r"dark\) \{(.*?)\n\}", BASE, re.DOTALL)[1])) == set(LIGHT)


def test_colours_are_variables():
    """Outside the two schemes no colour is written down, but for the dimmed page behind a dialog."""
    rules = re.sub(r"--[a-z-]+: #[0-9a-f]{6};", "", CSS)

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", rules) == ["#0008"]


def test_each_mark_has_a_second_channel():
    """Kinds differ by more than colour: lines under words and beside paragraphs, struck words."""
    lines = re.findall(r"^mark\.(\w+) \{[^}]*border-bottom: (\d)px (\w+)", CSS, re.MULTILINE)
    bars = re.findall(r"^tr\.(\w+) [^{]*\{ border-inline-start: 4px (\w+)", CSS, re.MULTILINE)

    blocks = re.findall(r"^\.text\.(\w+) \{[^}]*border-inline-start: 4px (\w+)", CSS, re.MULTILINE)

    assert dict(blocks) == {"own": "double", "elsewhere": "dashed", "furniture": "dotted"}
    assert re.search(r"^\.said \{ border-bottom: 2px dotted", CSS, re.MULTILINE)
    assert len({(width, style) for name, width, style in lines if name != "furniture"}) == 4
    assert len({style for name, style in bars if name in {"prose", "quote", "rewritten", "own"}}) == 4
    assert re.search(r"^del \{[^}]*line-through", CSS, re.MULTILINE)


@pytest.mark.parametrize("query", ["forced-colors: active", "prefers-color-scheme: dark", "@media print"])
def test_other_ways_of_reading(query):
    """The style sheet answers to dark mode, forced colours and paper."""
    assert query in CSS


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_shade_of_a_kept_sentence_can_be_read(scheme):
    """The shades mix two grounds; text has 4.5:1 or more on each, and more kept is never a fainter shade."""
    shares = [int(share) for share in re.findall(r"\.heat-[0-9].*?var\(--prose\) ([0-9]+)%", CSS)]
    assert shares == sorted(set(shares))
    for share in shares:
        prose, paper = ([int(scheme[name][k : k + 2], 16) for k in (1, 3, 5)] for name in ("prose", "paper"))
        mixed = [round((p * share + q * (100 - share)) / 100) for p, q in zip(prose, paper, strict=True)]
        assert contrast(scheme["ink"], "#" + "".join(f"{part:02x}" for part in mixed)) >= 4.5
