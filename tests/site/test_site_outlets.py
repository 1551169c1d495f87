"""The list of outlets and their pages: every figure leads to the articles behind it."""

from dataclasses import replace

import pytest
from lxml import html

from syndetect.report.saved import SavedRun
from syndetect.report.site import SiteLimits
from syndetect.report.site.catalogue import Catalogue
from syndetect.report.site.pages import outlet, outlets
from syndetect.report.site.pages.outlet.copies import COPIES_SHOWN
from syndetect.report.site.pages.outlets import PER_PAGE
from syndetect.report.site.site import build_site
from syndetect.report.tables import make_table
from tests.site.newsroom import ADDED, flat, made, numbers, saved, table_rows, tree, with_outlets


@pytest.fixture(scope="module")
def catalogue():
    return Catalogue(saved())


@pytest.fixture(scope="module")
def pages():
    """Return the pages of the outlets by name."""
    addresses = build_site(saved(), SiteLimits()).addresses.outlets
    written = made(saved(), outlet.pages)
    assert set(written) == set(addresses.values())
    return {name: tree(written[path]) for name, path in addresses.items()}


def section(page: html.HtmlElement, anchor: str) -> html.HtmlElement:
    return page.get_element_by_id(anchor)


def articles_of(catalogue: Catalogue, name: str) -> list:
    return [row for row in catalogue.rows("articles") if (row["outlet"] or "(unknown)") == name]


def test_the_list_is_the_table(catalogue):
    rows = table_rows(tree(made(saved(), outlets.pages)["outlets.html"]), "outlet-list")
    wanted = {row["outlet"]: row for row in catalogue.rows("outlets")}
    wanted["(no outlet)"], wanted["All outlets"] = wanted.pop("(unknown)"), wanted.pop("(all)")

    assert {row[0].findtext(".//bdi") for row in rows} == set(wanted)
    for head, *cells in rows:
        row = wanted[head.findtext(".//bdi")]
        values = [cell.get("data-value") for cell in cells]
        assert values[:3] == [str(row[name]) for name in ("n_articles", "n_measured", "n_stories")]
        for value, name in zip(values[3:], ("derived", "word", "uncredited"), strict=True):
            share = row[f"{name}_share"]
            assert value == ("" if share is None else f"{share:.6f}")
            if share is not None:
                cell = cells[3 + ("derived", "word", "uncredited").index(name)]
                assert f"({100 * row[f'{name}_low']:.0f}–{100 * row[f'{name}_high']:.0f}%)" in flat(cell)


@pytest.mark.parametrize("n", [0, 1, PER_PAGE, PER_PAGE + 1, 600, 2 * PER_PAGE + 100])
def test_many_outlets_are_paged(n):
    pages = made(with_outlets(saved(), n), outlets.pages)

    assert len(pages) == max(1, -(-n // PER_PAGE))
    assert list(pages)[:2] == ["outlets.html", "outlets-2.html"][: len(pages)]
    names = [
        row[0].findtext(".//bdi")
        for page in pages.values()
        if tree(page).find_class("outlet-list")
        for row in table_rows(tree(page), "outlet-list")
    ]
    assert sorted(names) == sorted([f"Paper {k:05}" for k in range(n)] + ["All outlets"] * bool(n))
    for page in pages.values():
        assert len(page.encode()) < 2_000_000
        assert len(tree(page).xpath("//nav[contains(@aria-label, 'Pages of outlets')]")) == 2 * (
            len(pages) > 1
        )


def test_only_outlets_with_a_page_are_linked():
    page = tree(made(with_outlets(saved(), 20), outlets.pages, limits=SiteLimits(outlets=5))["outlets.html"])

    assert len(page.xpath("//table//th/a")) == 5
    assert any(flat(note).startswith("15 of these outlets have no page") for note in page.find_class("note"))


def test_the_lede_says_the_share_with_its_denominator(catalogue, pages):
    for row in catalogue.rows("outlets")[:-1]:
        lede = flat(pages[row["outlet"]].find_class("lede")[0])
        if not row["n_measured"]:
            assert lede.startswith("No article could be measured")
            continue
        assert numbers(lede)[:3] == [
            row["n_derived"],
            row["n_measured"],
            float(f"{100 * row['derived_share']:.0f}"),
        ]


def test_denominators_of_words_are_those_of_the_measured_articles(catalogue, pages):
    for name, page in pages.items():
        if not page.find_class("intervals"):
            continue
        measured = [row for row in articles_of(catalogue, name) if row["copy_class"]]
        body = sum(row["n_words"] for row in measured)
        prose = body - sum(row["n_quote_words"] for row in measured)
        rows = table_rows(page, "intervals")
        assert flat(rows[1][2]).endswith(f"of {body:,} words")
        assert flat(rows[2][2]).endswith(f"of {prose:,} words")
        taken = sum(
            share["prose_words"] + share["quote_words"]
            for row in measured
            for share in catalogue.find("shares", article_id=row["article_id"], cause="wire copy")
        )
        (total,) = catalogue.find("outlets", outlet=name)
        assert total["word_share"] == pytest.approx(taken / body, abs=1e-6)


@pytest.mark.parametrize("kind", ["uncredited", "credited"])
def test_copies_are_listed_with_their_evidence(catalogue, pages, kind):
    site = build_site(saved(), SiteLimits())
    pair_of = {path: pair for pair, path in site.addresses.pairs.items()}
    n_pairs = 0
    for name, page in pages.items():
        copies = {
            row["title"]: row for row in articles_of(catalogue, name) if row["copy_class"] == f"{kind} copy"
        }
        if not page.xpath(f"//*[@id='{kind}']"):
            assert not copies
            continue
        part = section(page, kind)
        rows = table_rows(part, "copies") if copies else []
        assert {row[0].findtext("bdi") for row in rows} == set(copies)
        for head, _, words, evidence in rows:
            article = copies[head.findtext("bdi")]
            shares = catalogue.find("shares", article_id=article["article_id"], cause="wire copy")
            taken = sum(share["prose_words"] + share["quote_words"] for share in shares)
            assert numbers(flat(words))[-2:] == [taken, article["n_words"]]
            target = evidence.find("a").get("href").removeprefix("../")
            if target in pair_of:
                n_pairs += 1
                assert article["article_id"] in pair_of[target]
            else:
                assert target == site.addresses.stories[article["story_id"]]
    assert n_pairs


def test_a_copy_that_stands_alone_leads_to_the_story_of_its_source(catalogue):
    run = saved()
    table = run.tables["articles"]
    rows = [list(row) for row in table.rows()]
    names = [column.name for column in table.columns]
    alone = next(row for row in rows if row[0] == "f3")
    alone[names.index("story_id")] = alone[names.index("reference_id")] = None
    changed = replace(run, tables={**run.tables, "articles": make_table("articles", table.columns, rows)})
    site = build_site(changed, SiteLimits())
    assert ("f1", "f3") not in site.addresses.pairs

    page = tree(made(changed, outlet.pages)[site.addresses.outlets["Herald"]])
    links = section(page, "uncredited").xpath(".//tbody//a")
    assert [flat(link) for link in links] == ["story of its source"]
    assert links[0].get("href") == "../" + site.addresses.stories[catalogue.article("f1")["story_id"]]


def test_copies_add_up_to_the_figures(catalogue, pages):
    for row in catalogue.rows("outlets")[:-1]:
        page = pages[row["outlet"]]
        if page.xpath("//*[@id='uncredited']"):
            n_rows = {
                kind: len(section(page, kind).xpath(".//tbody/tr")) for kind in ("uncredited", "credited")
            }
            assert n_rows["uncredited"] == row["n_uncredited"]
            assert n_rows["uncredited"] + n_rows["credited"] == row["n_derived"]


def test_additions_are_the_sentences(catalogue, pages):
    n_found = 0
    for name, page in pages.items():
        ids = {row["article_id"] for row in articles_of(catalogue, name)}
        added = [row for row in catalogue.rows("sentences") if row["article_id"] in ids and row["added"]]
        part = section(page, "added")
        if not added:
            assert not part.find_class("additions")
            continue
        found = {
            flat(row[0]).removesuffix(flat(row[0].find_class("rule")[0])).strip().lower(): [
                int(flat(cell)) for cell in row[1:]
            ]
            for row in table_rows(part, "additions")
        }
        for kind, counts in found.items():
            rows = [row for row in added if row["added"] == kind]
            by_place = [sum(row["place"] == place for row in rows) for place in ("top", "middle", "end")]
            assert counts == [*by_place, len(rows), sum(row["own_words"] for row in rows)]
        assert set(found) == {row["added"] for row in added}
        n_found += len(added)
    assert n_found > 1


def test_examples_are_sentences_of_the_outlet(catalogue, pages):
    part = section(pages["Courier"], "added")

    assert [flat(mark) for mark in part.find_class("own")] == [ADDED.rstrip(".")]
    links = part.find_class("examples")[0].xpath(".//a/@href")
    story = catalogue.article("f2")["story_id"]
    assert links == ["../" + build_site(saved(), SiteLimits()).addresses.stories[story]]


def test_a_redacted_run_shows_no_text_of_articles():
    written = made(saved(redact=True), outlet.pages, outlets.pages)

    assert any("The text is left out" in page for page in written.values())
    for page in written.values():
        text = flat(tree(page))
        for words in ("sandbank", "thanked all who", "second pillar", "parish archive"):
            assert words not in text


def test_agencies_of_an_outlet_are_the_table(catalogue, pages):
    for name, page in pages.items():
        rows = {
            row["agency"]: row for row in catalogue.find("outlet_agency", outlet=name) if row["n_derived"]
        }
        found = page.xpath("//*[@id='by-agency']//table/tbody/tr")
        assert {flat(row[0]) for row in found} == set(rows)
        for row in found:
            figures = rows[flat(row[0])]
            assert flat(row[2]).endswith(f"{figures['n_derived']} of {figures['n_measured']}")
            lag = figures["median_lag_minutes"]
            assert (flat(row[5]) == "–") is (lag is None)


def test_stories_of_an_outlet_are_linked(catalogue, pages):
    addresses = build_site(saved(), SiteLimits()).addresses.stories
    for name, page in pages.items():
        mine = [row["story_id"] for row in articles_of(catalogue, name)]
        wanted = {"../" + addresses[story_id] for story_id in mine if story_id}
        assert set(section(page, "stories").xpath(".//th/a/@href")) == wanted


def test_definitions_are_those_of_the_outlet(catalogue, pages):
    for name, page in pages.items():
        if not page.find_class("sensitivity"):
            continue
        found = {row[0].text.strip(): flat(row[-1]) for row in table_rows(page, "sensitivity")}
        for row in catalogue.find("sensitivity", outlet=name):
            if row["available"] == "yes":
                assert found[row["definition"]].endswith(f"{row['n_derived']} of {row['n_measured']}")
            else:
                assert found[row["definition"]].startswith("No figure")


def many_copies(n: int) -> SavedRun:
    """Return a run in which one article is there so many times."""
    run = saved()
    table = run.tables["articles"]
    names = [column.name for column in table.columns]
    rows = [list(row) for row in table.rows()]
    copy = next(row for row in rows if row[0] == "f3")
    more = [[f"x{k:04}", *copy[1:]] for k in range(n)]
    assert copy[names.index("copy_class")] == "uncredited copy"
    return replace(run, tables={**run.tables, "articles": make_table("articles", table.columns, rows + more)})


def test_a_long_list_of_copies_is_cut_and_says_so():
    n = COPIES_SHOWN + 20
    site_pages = made(many_copies(n), outlet.pages)
    page = next(tree(page) for page in site_pages.values() if "<h1><bdi>Herald</bdi>" in page)
    part = section(page, "uncredited")

    listed = Catalogue(many_copies(n)).find("articles", outlet="Herald", copy_class="uncredited copy")
    assert len(table_rows(part, "copies")) == COPIES_SHOWN
    assert any(f"of {len(listed)}" in flat(note) for note in part.find_class("note"))


def test_an_outlet_without_a_name_has_a_page(pages, catalogue):
    page = pages["(unknown)"]

    assert flat(page.find(".//h1")) == "(no outlet)"
    assert catalogue.find("articles", outlet=None)
    assert len(section(page, "uncredited").xpath(".//tbody/tr")) == 1
