"""The page of a pair in a browser: switches, keys and permalinks; every figure is one of its table."""

import pytest

from syndetect.report.site.environment import render_page
from syndetect.report.site.pages import pair
from tests.site.made_pair import SHARED, made_run, made_site, passage

LEFT = (
    "DELL (NPA) — The bridge over the Arn was closed on Monday after a crack was found.\n\n"
    "“We closed it within the hour,” the engineer said.\n\n"
    "Buses take the road through the valley."
)
RIGHT = (
    "The bridge over the Arn was closed on Monday after a long crack was found.\n\n"
    "Shops in the old town stayed empty all day.\n\n"
    "“We closed it within the hour,” the engineer said.\n\n"
    "Menu one\n\nMenu two\n\nMenu three"
)
LEDE = {
    "a_start": LEFT.index("The bridge"),
    "a_end": LEFT.index("found") + 5,
    "b_start": 0,
    "b_end": RIGHT.index("found") + 5,
    "kind": "edited",
    "role": "prose",
    "n_words": 14,
}
MENU = RIGHT.index("Menu one")
FIGURES = ("kept", "pasted", "left_out", "added")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Write the site of one pair, and return the address of its page."""
    folder = tmp_path_factory.mktemp("pair") / "report"
    passages = [
        LEDE,
        passage(LEFT, RIGHT, "We closed it within the hour", "quote"),
        passage(LEFT, RIGHT, "the engineer said"),
    ]
    run = made_run(
        {"a": LEFT, "b": RIGHT, "c": LEFT},
        {("a", "b"): passages, ("a", "c"): [passage(LEFT, LEFT, "The bridge over the Arn")]},
        articles={
            "a": {"n_words": 30, "n_quote_words": 6, "n_furniture_words": 2},
            "b": {"n_words": 33, "n_quote_words": 6, "n_furniture_words": 6},
        },
        unique=[{"article_id": "b", "start": RIGHT.index("Shops"), "end": RIGHT.index(" day.") + 4}],
        furniture=[
            {
                "article_id": "b",
                "start": MENU,
                "end": len(RIGHT),
                "kind": "menu",
                "reason": "rule",
                "n_words": 6,
            }
        ],
    )
    site = made_site(run)
    for page in pair.pages(site):
        path = folder / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render_page(page, SHARED | {"redacted": False}), encoding="utf-8")
    return (folder / "pairs" / "0001-001.html").as_uri()


@pytest.fixture
def opened(browser_page, address):
    """Open the page of the pair, which asks for nothing and reports no error."""
    page = browser_page()
    page.tab.goto(address)
    yield page.tab
    assert page.account.all == []


def shown(page):
    """Return the figures of the head."""
    return [page.locator(f"[data-percent={name}]").text_content() for name in FIGURES]


def listed(page, key):
    """Return the figures of one way of counting, from the table behind them."""
    row = page.locator(f"#ways tr[data-key='{key}']")
    return [row.locator(f"[data-figure={name}] b").text_content() for name in FIGURES]


def test_switches_show_the_figures_of_the_table(opened):
    """Whatever is pressed, the head says what the table says; without a script it says the first row."""
    assert shown(opened) == listed(opened, "01")
    for button, key in (
        ("no-quotes", "11"),
        ("no-furniture", "10"),
        ("no-quotes", "00"),
        ("no-furniture", "01"),
    ):
        opened.click(f"#{button}")
        assert shown(opened) == listed(opened, key)
        pressed = [opened.get_attribute(f"#{name}", "aria-pressed") for name in ("no-quotes", "no-furniture")]
        assert pressed == ["true" if digit == "1" else "false" for digit in key]
        assert opened.locator("#ways tr[aria-current]").get_attribute("data-key") == key
        bar = opened.locator("[data-bar=kept]").get_attribute("width")
        assert bar == opened.locator(f"#ways tr[data-key='{key}'] [data-figure=kept]").get_attribute(
            "data-width"
        )


def test_only_what_was_added(opened):
    """Pressed, the switch shows what the left text has not, and the shares of that; again, all is back."""
    assert opened.locator("[data-percent=kept]").is_visible()
    opened.click("#only-added")

    assert not opened.locator("[data-percent=kept]").is_visible()
    assert opened.locator("[data-percent=added]").is_visible()
    assert opened.locator("td.right p.text:visible").all_text_contents()[1:] == [
        "Shops in the old town stayed empty all day."
    ]
    opened.click("#only-added")
    assert opened.locator("[data-percent=kept]").is_visible()
    assert opened.locator("td.right p.text:visible").count() == 3


def test_keys_go_from_passage_to_passage(opened):
    """Pressing n or p lights up a passage on both sides, and the address is its permalink."""
    for key, number in (("n", "1"), ("n", "2"), ("n", "3"), ("n", "3"), ("p", "2")):
        opened.keyboard.press(key)
        assert opened.url.endswith(f"#p{number}")
        lit = opened.locator(".lit").evaluate_all("marks => marks.map(mark => mark.dataset.p)")
        assert set(lit) == {number}
        assert opened.locator(f"#p{number}").evaluate("mark => document.activeElement === mark")


def test_a_permalink_shows_its_passage(browser_page, address):
    """An address with a passage lights it up, also when it was switched off; the number leads back."""
    tab = browser_page().tab
    tab.goto(f"{address}#p2")
    assert set(tab.locator(".lit").evaluate_all("marks => marks.map(mark => mark.dataset.p)")) == {"2"}
    assert tab.locator("#p2").is_visible()

    tab.click("#only-added")
    assert not tab.locator("#p2").is_visible()
    tab.locator("#list a[href='#p3']").click()
    assert tab.locator("#p3").is_visible()
    tab.locator("a.n[href='#l3']").first.click()
    assert tab.url.endswith("#l3")


def test_brackets_go_from_pair_to_pair(opened, address):
    """Brackets lead to the next pair of the story and back; the question mark opens help."""
    opened.keyboard.press("]")
    opened.wait_for_url("**/0001-002.html")
    opened.keyboard.press("[")
    opened.wait_for_url("**/0001-001.html")
    opened.keyboard.press("?")
    assert opened.locator("#help").is_visible()
    opened.keyboard.press("n")
    assert "#p" not in opened.url
    opened.keyboard.press("Escape")
    assert not opened.locator("#help").is_visible()


def test_nothing_is_wider_than_a_telephone(opened):
    """At 360 pixels the page does not scroll sideways."""
    opened.set_viewport_size({"width": 360, "height": 800})
    assert opened.evaluate("document.documentElement.scrollWidth") <= 360
