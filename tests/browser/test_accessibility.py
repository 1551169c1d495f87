"""WCAG 2.2 AA by axe-core, light and dark, wide and narrow, with and without scripts; and the keyboard."""

from pathlib import Path

import axe_playwright_python
import pytest

from tests.browser.sites import SITES, one_of_each_kind

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RUN = """() => axe.run(document, {
    resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
    .then((found) => found.violations.flatMap((v) => v.nodes.slice(0, 3).map((n) =>
        `${v.id}: ${n.target.join(' ')} ${n.failureSummary.split('\\n').slice(1).join(' ').slice(0, 160)}`)))"""
STOPS = """() => [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex="-1"])')]
    .filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.disabled && e.tabIndex >= 0
        && !(e.type === 'radio' && !e.checked))
    .map((e, k) => { e.dataset.stop = k; return k; })"""
FOCUS = """() => {
    const e = document.activeElement, style = getComputedStyle(e);
    const shown = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
    return [e === document.body ? null : e.dataset.stop ?? '', shown, e.outerHTML.slice(0, 100)];
}"""
MOST_STOPS = 250


def _violations(page):
    page.evaluate(AXE)
    return page.evaluate(RUN)


@pytest.mark.parametrize(
    ("narrow", "dark", "scripts"),
    [(False, False, True), (True, True, True), (False, True, False), (True, False, False)],
    ids=["wide light scripts", "narrow dark scripts", "wide dark no-scripts", "narrow light no-scripts"],
)
def test_axe_finds_nothing(browser_page, site, narrow, dark, scripts):
    """The largest page of each kind has no violation, all folds open; any two settings meet in a case."""
    tab, found = browser_page(narrow=narrow, dark=dark), {}
    if not scripts:
        tab.drop_scripts()
    for path in one_of_each_kind(site("ferry")):
        page = tab.open(path)
        page.evaluate("() => document.querySelectorAll('details').forEach((e) => { e.open = true; })")
        found[path.name] = _violations(page)
    assert {name: violations for name, violations in found.items() if violations} == {}


@pytest.mark.parametrize("name", [name for name in SITES if name != "ferry"])
def test_axe_finds_nothing_on_other_sites(browser_page, site, name):
    """The same for hostile, foreign and redacted sites: narrow and dark, and wide and light."""
    found = {}
    for odd in (True, False):
        tab = browser_page(narrow=odd, dark=odd)
        for path in one_of_each_kind(site(name)):
            found[path.name, odd] = _violations(tab.open(path))
    assert {name: violations for name, violations in found.items() if violations} == {}


def test_axe_sees_violations(browser_page, tmp_path):
    """The check can fail: a page without language and with pale text has violations."""
    path = tmp_path / "bad.html"
    path.write_text("<!DOCTYPE html><title>x</title><p style='color:#ccc'>Pale<img src='data:,'>", "utf-8")
    rules = {violation.partition(":")[0] for violation in _violations(browser_page().open(path))}
    assert {"color-contrast", "html-has-lang", "image-alt"} <= rules


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_every_control_is_reached_by_tab(browser_page, site, narrow):
    """Tab visits every link, button and field in turn, each visibly, and leads out again; nothing traps it."""
    tab = browser_page(narrow=narrow)
    for path in one_of_each_kind(site("ferry")):
        page = tab.open(path)
        stops = page.evaluate(STOPS)
        visited, unseen = [], []
        for _ in range(min(len(stops), MOST_STOPS)):
            page.keyboard.press("Tab")
            stop, shown, element = page.evaluate(FOCUS)
            visited.append(stop)
            if not shown:
                unseen.append(element)
        named = [int(stop) for stop in visited if stop]
        assert unseen == [], path
        assert len(set(named)) == len(named), path
        assert named == sorted(named), path
        assert named[0] == 0
        if len(stops) <= MOST_STOPS:
            assert set(named) == set(stops), path


@pytest.mark.parametrize("name", ["ferry", "redacted"])
def test_keys_open_and_close_help(browser_page, site, name):
    """? opens the help on every kind of page, Esc closes it, and focus comes back to where it was."""
    tab = browser_page()
    for path in one_of_each_kind(site(name)):
        page = tab.open(path)
        is_open = "() => document.getElementById('help').open"
        page.locator("nav a").first.focus()
        page.keyboard.press("?")
        assert page.evaluate(is_open), path
        page.keyboard.press("Escape")
        assert not page.evaluate(is_open), path
        assert page.evaluate("() => document.activeElement.matches('nav a')"), path
    assert tab.account.all == []


def test_the_skip_link_leads_to_the_content(browser_page, site):
    """The first stop of Tab skips the navigation."""
    tab = browser_page()
    for path in one_of_each_kind(site("ferry")):
        page = tab.open(path)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("() => document.activeElement.id") == "main"
