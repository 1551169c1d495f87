"""Lists of stories and the search: every story once, figures of the tables, sizes that a browser can bear."""

import json
import re
from collections import Counter

import pytest
from lxml import html

from syndetect.report.site.addresses import SiteLimits
from syndetect.report.site.environment import render_page
from syndetect.report.site.pages.stories import search
from syndetect.report.site.pages.stories.lines import PER_PAGE, list_path, story_anchor
from syndetect.report.site.site import build_site
from syndetect.report.site.wording import RELATIONS, clean, relation_label
from tests.site.story_corpus import SHARED, ferry_run, flat, large_run, mixed_run, pages_of, render

MEGABYTE = 1_000_000


@pytest.fixture(params=[mixed_run, ferry_run], ids=["mixed", "ferry"], scope="module")
def case(request):
    return pages_of(request.param())


def listed(pages: dict[str, html.HtmlElement]) -> dict[str, tuple[str, html.HtmlElement]]:
    """Return page and row of each story by its anchor, in the order of the list."""
    paths = sorted((path for path in pages if re.match(r"stories(-\d+)?\.html", path)), key=page_number)
    return {
        row.get("id"): (path, row)
        for path in paths
        for row in pages[path].xpath("//table[@class='stories']/tbody/tr")
    }


def page_number(path: str) -> int:
    found = re.search(r"-(\d+)", path)
    return int(found[1]) if found else 1


def titles_of(page: html.HtmlElement) -> list[list[str]]:
    return [line.split("\t") for line in json.loads(page.get_element_by_id("titles").text)]


def test_lines_have_the_figures_of_the_tables(case):
    """Size, outlets, words, relations, agencies and credit classes of a story are sums over its members."""
    site, pages = case
    rows = listed(pages)
    catalogue = site.catalogue
    for number, story in enumerate(catalogue.stories, 1):
        _, row = rows[story_anchor(number)]
        text = flat(row)
        members = catalogue.find("members", story_id=story["story_id"])
        articles = [catalogue.article(member["article_id"]) for member in members]
        assert f"{story['n_articles']} article" in text
        assert row.get("data-size") == str(len(members))
        assert row.get("data-first") == (story["first_published"] or "")[:10]
        assert row.get("data-last") == (story["last_published"] or "")[:10]
        drawn = flat(row.xpath(".//svg/title")[0])
        for name, kind in (
            ("shared prose", "shared_prose"),
            ("shared quotes", "shared_quote"),
            ("own", "unique"),
        ):
            total = sum(member[f"{kind}_words"] for member in members)
            assert f"{name} {total:,} words" in drawn
        relations = Counter(member["relation"] for member in members)
        chips = [flat(chip) for chip in row.find_class("chip")]
        assert chips == [f"{relations[name]} {relation_label(name)}" for name in RELATIONS if relations[name]]
        classes = Counter(article["credit_class"] for article in articles if article["credit_class"])
        assert {flat(each) for each in row.find_class("class")} == {
            f"{n} {name}" for name, n in classes.items()
        }
        outlets = {article["outlet"] for article in articles if article["outlet"]}
        assert names_behind(pages["stories.html"], row, "outlets") == outlets
        copies = {
            share["source_agency"]
            for article in articles
            for share in catalogue.find("shares", article_id=article["article_id"])
            if share["cause"] == "wire copy"
        }
        assert names_behind(pages["stories.html"], row, "agencies") == copies


def names_behind(page: html.HtmlElement, row: html.HtmlElement, name: str) -> set[str]:
    """Return the choices that the numbers of a row stand for."""
    options = {
        option.get("value"): flat(option)
        for option in page.xpath(f"//select[@id='by-{name}']/option[@value!='']")
    }
    return {options[number] for number in row.get(f"data-{name}").split()}


def test_every_story_is_linked_to_its_page(case):
    """Stories with a page are linked, largest first; the search tells the same addresses by place."""
    site, pages = case
    rows = listed(pages)
    paths = list(site.addresses.stories.values())

    assert [row.xpath(".//a[@class='title']/@href")[0] for _, row in rows.values()] == paths
    block = pages["search.html"].get_element_by_id("titles")
    assert block.get("data-pages") == str(len(paths))
    assert paths == [f"stories/{k:04}.html" for k in range(1, len(paths) + 1)]
    for (_, row), (title, n, day) in zip(rows.values(), titles_of(pages["search.html"]), strict=True):
        assert title == flat(row.find_class("title")[0])
        assert n == row.get("data-size")
        assert day == row.get("data-first")


def test_five_thousand_stories():
    """Each stands on one list, whose pages are linked one after the other and stay below a megabyte."""
    site, sources = render(large_run([2] * 5000, title="Story number {} of a long list"), stories=3)
    pages = {path: html.document_fromstring(page) for path, page in sources.items()}
    rows = listed(pages)

    assert max(len(page.encode()) for page in sources.values()) < MEGABYTE
    assert len(rows) == 5000
    assert sum(path.startswith("stories/") for path in pages) == 3
    for number, (anchor, (path, row)) in enumerate(rows.items(), 1):
        assert anchor == story_anchor(number)
        assert path == list_path(number)
        assert bool(row.xpath(".//a[@class='title']")) == (number <= 3)
    for k in range(1, 26):
        page = pages[list_path((k - 1) * PER_PAGE + 1)]
        after = page.xpath("//nav[@class='numbers']/a[@rel='next']/@href")
        before = page.xpath("//nav[@class='numbers']/a[@rel='prev']/@href")
        assert set(after) == ({list_path(k * PER_PAGE + 1)} if k < 25 else set())
        assert set(before) == ({list_path((k - 2) * PER_PAGE + 1)} if k > 1 else set())
        assert {flat(here) for here in page.xpath("//nav[@class='numbers']/b[@aria-current]")} == {str(k)}
    text = flat(pages["stories.html"])
    assert "1 to 200 stand on this page" in text
    assert (
        "The 3 largest stories have a page of their own; of the other 4,997 the tables hold everything"
        in text
    )
    assert len(titles_of(pages["search.html"])) == 5000
    assert site.catalogue.stories[0]["story_id"] == "story-00000-0000"


def test_the_search_of_twenty_thousand_titles_is_small():
    """The titles of 20,000 stories stay below 2 MB, and so do long ones, of which the rest is counted."""
    usual, long = "A headline of the usual length about number {} in town", "報道" * 60
    for n, title, is_whole in ((20_000, usual, True), (8_000, long, False)):
        run = large_run([2] * n, title=title)
        site = pages_of_search(run)
        text = flat(html.document_fromstring(site))
        n_covered = len(titles_of(html.document_fromstring(site)))

        assert len(site.encode()) < 2 * MEGABYTE
        assert f"Search in the titles of {n_covered:,} stories" in text
        assert (n_covered == n) == is_whole
        assert is_whole or f"The {n - n_covered:,} smallest of {n:,} stories are not searched" in text


def pages_of_search(run) -> str:
    return render_page(search.search_page(build_site(run, SiteLimits(stories=0))), SHARED)


PAYLOADS = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "\u2028\u2029\u202e &amp; ]]>",
    'a "quoted" \\ title\twith\ta tab\nand a line',
    "\ud800 lone",
    "{{ 7 * 7 }}",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_titles_are_data(payload):
    """Titles cannot end the block; they come out of it as they went in, cleaned, blanks folded."""
    _, sources = render(large_run([3, 2], title=payload.replace("{", "{{").replace("}", "}}")))
    page = html.document_fromstring(sources["search.html"])

    assert len(list(page.iter("script"))) == 2
    assert [title for title, _, _ in titles_of(page)] == [clean(" ".join(payload.split()))] * 2
    assert "<" not in page.get_element_by_id("titles").text
    lists = html.document_fromstring(sources["stories.html"])
    assert len(list(lists.iter("script"))) == 1
    shown = {"".join(each.text_content().split()) for each in lists.find_class("title")}
    assert shown == {"".join(clean(payload).split())}


def test_without_scripts_all_is_there(case):
    """Only the tools wait for a script; the search says what to do without one."""
    _, pages = case
    for path, page in pages.items():
        hidden = [element.get("id") for element in page.xpath("//*[@hidden]")]
        assert hidden == ([] if path.startswith("stories/") else ["tools"])
    assert "needs scripts" in flat(pages["search.html"].find(".//noscript"))
    assert pages["search.html"].xpath("//noscript//a/@href") == ["stories.html"]


def test_every_field_of_the_tools_has_a_label(case):
    """Inputs and choices are labelled, and no label leads nowhere."""
    _, pages = case
    for path in ("stories.html", "search.html"):
        fields = pages[path].xpath("//div[@id='tools']//*[self::input or self::select]/@id")
        assert fields
        assert sorted(pages[path].xpath("//div[@id='tools']//label/@for")) == sorted(fields)
