"""Every page of every site in Chromium: nothing runs, loads, complains or scrolls sideways."""

import pytest

from tests.browser.foreign import FOREIGN
from tests.browser.sites import SITES, one_of_each_kind

FOREIGN_NODES = """() => [...document.querySelectorAll('*')].filter((e) =>
    ['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'FORM', 'IMG', 'VIDEO', 'AUDIO', 'MATH', 'FRAME', 'PLAINTEXT'].includes(
        e.tagName.toUpperCase())
    || (e.namespaceURI.endsWith('svg') && ['script', 'use', 'foreignObject', 'animate', 'image', 'a'].includes(e.tagName))
    || [...e.attributes].some((a) => a.name.startsWith('on') || a.name === 'style' || /^\\s*(java|vb)script:/i.test(a.value)
        && !['content', 'aria-label'].includes(a.name))
).map((e) => e.outerHTML.slice(0, 200))"""
SCRIPTS = "() => [document.querySelectorAll('script:not([type])').length, document.querySelectorAll('style').length, document.querySelectorAll('h1').length]"
POKE = """() => {
    document.querySelectorAll('details').forEach((e) => { e.open = true; });
    for (const e of document.querySelectorAll('a, button, input, select, summary, mark, bdi')) {
        e.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));
        e.focus({preventScroll: true});
    }
}"""
OVERFLOW = """() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    return [...document.querySelectorAll('body *')]
        .filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1 && e.checkVisibility())
        .map((e) => `${e.tagName}.${e.className.baseVal ?? e.className} ${Math.round(e.getBoundingClientRect().right)}`)
        .slice(0, 4).concat([`page is ${root.scrollWidth} wide`]);
}"""
TEXT_RUNS = """(names) => {
    const rtl = /[\\u0590-\\u05ff\\u0600-\\u06ff]/g, cjk = /[\\u3040-\\u30ff\\u4e00-\\u9fff]/g, wrong = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let seen = 0;
    while (walker.nextNode()) {
        const text = names.reduce((rest, name) => rest.replaceAll(name, ''), walker.currentNode.data), parent = walker.currentNode.parentElement;
        if (parent.closest('script, style, svg, select, title, pre')) continue;
        const right = (text.match(rtl) ?? []).length, east = (text.match(cjk) ?? []).length;
        if (right < 12 && east < 8) continue;
        seen += 1;
        const lang = parent.closest('[lang]').lang, block = parent.closest('[dir], bdi') ?? document.body;
        if (right >= 12 && getComputedStyle(block).direction !== 'rtl') wrong.push(`ltr: ${text.slice(0, 40)}`);
        if (!['ar', 'he', 'zh', 'ja'].includes(lang)) wrong.push(`lang ${lang}: ${text.slice(0, 40)}`);
    }
    return [seen, wrong];
}"""


@pytest.mark.parametrize("name", SITES)
def test_pages_do_nothing_but_show(browser_page, site, name):
    """No dialog, request, error or foreign element on any page, with folds open and everything touched."""
    tab = browser_page()
    for path in sorted(site(name).rglob("*.html")):
        page = tab.open(path)
        page.evaluate(POKE)
        assert page.evaluate(FOREIGN_NODES) == [], path
        assert page.evaluate(SCRIPTS) == [1, 1, 1], path
        assert page.url == path.as_uri()
    assert tab.account.all == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("name", SITES)
def test_no_page_scrolls_sideways(browser_page, site, name, scripts):
    """At 360 pixels every page fits, folds closed and open; only tables may scroll within themselves."""
    tab = browser_page(narrow=True, dark=True, scripts=scripts)
    paths = sorted(site(name).rglob("*.html")) if scripts else one_of_each_kind(site(name))
    wide = {}
    for path in paths:
        page = tab.open(path)
        wide |= {f"{path.name} closed": page.evaluate(OVERFLOW)}
        page.evaluate("() => document.querySelectorAll('details').forEach((e) => { e.open = true; })")
        wide |= {f"{path.name} open": page.evaluate(OVERFLOW)}
    assert {name: found for name, found in wide.items() if found} == {}
    assert tab.account.all == []


def test_other_scripts_have_their_language_and_direction(browser_page, site):
    """Arabic and Hebrew run from right to left, and every longer text says its language."""
    tab, n_seen = browser_page(), 0
    names = sorted({record["outlet"] for record in FOREIGN}, key=len, reverse=True)  # names have no language
    for path in sorted(site("foreign").rglob("*.html")):
        seen, wrong = tab.open(path).evaluate(TEXT_RUNS, names)
        assert wrong == [], path
        n_seen += seen
    assert n_seen > 50


@pytest.mark.parametrize("name", SITES)
def test_pages_can_be_printed(browser_page, site, name):
    """On paper a page of each kind has content, and nothing complains."""
    tab = browser_page(dark=True)
    for path in one_of_each_kind(site(name)):
        page = tab.open(path)
        page.emulate_media(media="print")
        assert page.inner_text("h1").strip()
        assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") in (
            "rgb(255, 255, 255)",
            "rgba(0, 0, 0, 0)",
        ), path
        assert page.pdf().startswith(b"%PDF")
        page.emulate_media(media="screen")
    assert tab.account.all == []
