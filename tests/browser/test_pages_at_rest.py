"""Every page of every site: policy, links, anchors; checked in the files, without a browser."""

import base64
import hashlib
import re
from urllib.parse import unquote

import pytest
from lxml import html

from tests.browser.payloads import PAYLOADS
from tests.browser.sites import SITES, hostile_records, kind_of

WEB = re.compile(r"https?://[^/]")
KINDS = {"index", "stories", "pairs", "outlets", "methods"}


@pytest.fixture(params=SITES)
def pages(request, site):
    """Return the pages of a site, parsed, by path."""
    folder = site(request.param)
    found = {path: html.fromstring(path.read_bytes()) for path in sorted(folder.rglob("*.html"))}
    assert {kind_of(path, folder) for path in found} >= KINDS
    return found


def _digest(text):
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def test_there_are_hundreds_of_payloads():
    """The hostile corpus has more than 200 cases: each payload in each of nine fields."""
    records = hostile_records()
    assert len(set(PAYLOADS)) == len(PAYLOADS)
    assert len(records) * len(records[0]) >= 200
    assert max(len(record["title"]) for record in records) > 90_000


def test_the_policy_allows_the_pages_own_style_and_script_alone(pages):
    """Each page has one policy, ahead of all it governs: hashes of what is there, nothing unsafe, no host."""
    for path, tree in pages.items():
        [policy] = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}
        styles = [_digest(text) for text in tree.xpath("//style/text()")]
        scripts = [_digest(text) for text in tree.xpath("//script[not(@type)]/text()")]

        assert set(tree.xpath("//script/@type")) <= {"application/json"}  # data, which no browser runs
        assert "unsafe" not in policy, path
        assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == ["'none'"]
        assert (rules["style-src"], rules["script-src"]) == (styles, scripts)
        assert set(rules) == {"default-src", "style-src", "script-src", "img-src", "base-uri", "form-action"}
        assert rules["img-src"] == ["data:"]
        head = [child.get("http-equiv") or child.tag for child in tree.find("head")]
        assert head.index("Content-Security-Policy") < head.index("style")


def test_no_attribute_holds_style_or_script(pages):
    """There are no event attributes and no inline styles, which the policy would stop."""
    for path, tree in pages.items():
        for element in tree.iter():
            names = element.attrib.keys()
            assert not [name for name in names if name.startswith("on") or name == "style"], path


def test_every_link_leads_somewhere(pages):
    """A link inside the report leads to a file and an anchor that are there; any other to the web, harmlessly."""
    anchors = {path: set(tree.xpath("//@id")) for path, tree in pages.items()}
    for path, tree in pages.items():
        for link in tree.xpath("//a[@href]"):
            href = link.get("href")
            if WEB.match(href.lower()):
                assert set(link.get("rel").split()) >= {"noopener", "noreferrer", "nofollow"}, (path, href)
                continue
            target, _, fragment = href.partition("#")
            page = (path.parent / unquote(target)).resolve() if target else path
            assert page in pages, (path, href)
            assert not fragment or unquote(fragment) in anchors[page], (path, href)


def test_names_of_places_are_unique(pages):
    """No two elements of a page have one id, and what points to an id finds it."""
    for path, tree in pages.items():
        ids = tree.xpath("//@id")
        assert len(set(ids)) == len(ids), path
        for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
            for value in tree.xpath(f"//@{name}"):
                assert set(value.split()) <= set(ids), (path, value)


def test_every_page_can_be_reached(pages):
    """From the first page links lead to every other."""
    [start] = [path for path in pages if path.name == "index.html"]
    reached, waiting = {start}, [start]
    while waiting:
        path = waiting.pop()
        for href in pages[path].xpath("//a/@href"):
            target = (path.parent / href.partition("#")[0]).resolve() if not href.startswith("#") else path
            if target in pages and target not in reached:
                reached.add(target)
                waiting.append(target)
    assert set(pages) == reached


def test_pages_are_small(pages):
    """No page has more than 2 MB."""
    assert max(path.stat().st_size for path in pages) <= 2_000_000
