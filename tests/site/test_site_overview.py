"""The overview: its figures are those of the tables, whatever the run."""

from collections import Counter
from dataclasses import replace

import pytest

from syndetect import scan
from syndetect.params import Params
from syndetect.report.saved import SavedRun, load_run
from syndetect.report.site import SiteLimits
from syndetect.report.site.catalogue import Catalogue
from syndetect.report.site.pages import methods, outlet, outlets, overview
from syndetect.report.tables import make_table
from tests.site.newsroom import (
    BRIDGE,
    CHOIR,
    FERRY,
    article,
    flat,
    links,
    made,
    newsroom,
    numbers,
    run_of,
    saved,
    table_rows,
    tree,
    with_outlets,
)

MINE = (overview.pages, outlets.pages, outlet.pages, methods.pages)


def page_of(run: SavedRun, limits: SiteLimits | None = None):
    return tree(made(run, overview.pages, limits=limits or SiteLimits())["index.html"])


def percent(share: float) -> str:
    return f"{100 * share:.0f}%"


@pytest.fixture(scope="module")
def page():
    return page_of(saved())


@pytest.fixture(scope="module")
def catalogue():
    return Catalogue(saved())


def test_the_headline_is_the_answer(page, catalogue):
    total = catalogue.rows("outlets")[-1]
    assert total["n_derived"] > 2  # else the corpus tests nothing
    assert total["n_uncredited"] > 1

    heading = flat(page.find(".//h1"))
    assert heading == f"{total['n_derived']} of {total['n_measured']} measured articles are agency copy"
    lede = flat(page.find_class("lede")[0])
    assert percent(total["derived_share"]) in lede
    assert f"{100 * total['derived_low']:.0f}–{percent(total['derived_high'])}" in lede
    assert f"{total['n_uncredited']} of them name no agency" in lede
    assert percent(total["word_share"]) in lede


def test_what_was_left_out_adds_up(page, catalogue):
    rows = table_rows(page, "account")
    counts = {flat(row[0]): int(flat(row[1]).replace("minus ", "").lstrip("−")) for row in rows}

    assert counts["Records in the input"] - counts.get("Not read", 0) == counts["Articles read"]
    left_out = sum(counts[name] for name in ("Too short", "An agency’s own", "Later versions"))
    assert counts["Articles read"] - left_out == counts["Measured articles"]
    assert counts["Measured articles"] == catalogue.rows("outlets")[-1]["n_measured"]
    assert (counts["Too short"], counts["An agency’s own"], counts["Later versions"]) == (1, 1, 1)
    words = page.find_class("account")[1].xpath(".//tr")
    assert numbers(flat(words[-1][1]))[0] == sum(catalogue.column("articles", "n_words"))


def test_bars_of_outlets_are_the_rows_of_the_table(page, catalogue):
    rows = table_rows(page, "intervals")
    wanted = {
        row["outlet"].replace("(unknown)", "(no outlet)").replace("(all)", "All outlets"): row
        for row in catalogue.rows("outlets")
        if row["n_measured"]
    }

    assert flat(rows[0][0]) == "All outlets"
    shown = [row[0].findtext(".//bdi") for row in rows]
    assert sorted(shown) == sorted(wanted)
    assert shown[-1] == "(no outlet)"  # the rest is no outlet, and ranked with none
    shares = [wanted[name]["derived_share"] for name in shown[1:-1]]
    assert shares == sorted(shares, reverse=True)
    for name, (head, chart, value) in zip(shown, rows, strict=True):
        row = wanted[name]
        bar = chart.xpath(".//*[local-name()='rect'][@class='share']")[0]
        assert bar.get("width") == f"{100 * row['derived_share']:.2f}%"
        assert flat(value).startswith(percent(row["derived_share"]))
        assert flat(value).endswith(f"{row['n_derived']} of {row['n_measured']}")
        weak = "weak" in chart.xpath(".//*[local-name()='svg']")[0].get("class")
        assert weak is (row["small"] == "yes")
        assert bool(head.find_class("unseen")) is weak


def test_the_matrix_is_the_table_of_agencies(page, catalogue):
    matrix = page.find_class("matrix")[0]
    agencies = [flat(head) for head in matrix.xpath(".//thead//th")][1:-1]
    found = {
        (flat(row[0]), agency): (numbers(flat(cell)) or [0])[0]
        for row in table_rows(page, "matrix")
        for agency, cell in zip(agencies, row[1:-1], strict=True)
    }
    wanted = {
        (row["outlet"].replace("(unknown)", "(no outlet)"), row["agency"]): row["n_derived"]
        for row in catalogue.rows("outlet_agency")
        if row["outlet"] != "(all)"
    }

    assert {key: n for key, n in found.items() if n} == {key: n for key, n in wanted.items() if n}
    assert len({key for key, n in found.items() if n}) > 2


def test_credit_and_evidence_are_the_cross_table(page, catalogue):
    wanted = {row["class"]: row["n_articles"] for row in catalogue.find("credit_evidence", outlet="(all)")}
    cells = [cell for row in table_rows(page, "crossed") for cell in row[1:]]

    assert {flat(cell.find_class("rule")[0]): int(cell.findtext("b")) for cell in cells} == wanted
    classes = Counter(value for value in catalogue.column("articles", "copy_class") if value)
    assert dict(classes) == {name: n for name, n in wanted.items() if n}


def test_the_timeline_has_its_numbers_behind_it(page, catalogue):
    rows = table_rows(page, "timeline-data")
    sums = [sum(int(flat(row[k])) for row in rows) for k in (1, 2, 3, 4)]
    dated = [row for row in catalogue.rows("articles") if row["published"]]

    copies = sum((row["copy_class"] or "").endswith("credited copy") for row in dated)
    unmeasured = sum(row["copy_class"] is None for row in dated)
    assert sums == [copies, len(dated) - copies - unmeasured, unmeasured, len(dated)]
    note = next(flat(each) for each in page.find_class("small") if "without a date" in flat(each))
    assert numbers(note) == [len(catalogue.rows("articles")) - len(dated)]


def test_the_largest_stories_lead_to_their_pages(page, catalogue):
    rows = table_rows(page, "story-list")
    pages = made(saved())

    assert [int(flat(row[1])) for row in rows] == [story["n_articles"] for story in catalogue.stories]
    assert [row[0].find("a").get("href") in pages for row in rows] == [True] * len(catalogue.stories)


def test_every_definition_is_there(page, catalogue):
    wanted = {row["definition"]: row for row in catalogue.find("sensitivity", outlet="(all)")}
    found = {row[0].text.strip(): flat(row[-1]) for row in table_rows(page, "sensitivity")}

    assert set(found) == set(wanted)
    for name, row in wanted.items():
        if row["available"] == "yes":
            assert found[name].endswith(f"{row['n_derived']} of {row['n_measured']}")
        else:
            assert found[name].startswith("No figure")


@pytest.mark.parametrize("redact", [False, True])
def test_every_link_leads_to_a_page_and_place(redact):
    pages = made(saved(redact=redact))
    ids = {path: set(tree(page).xpath("//@id")) for path, page in pages.items()}
    mine = {path: pages[path] for path in made(saved(redact=redact), *MINE)}

    found = list(links(mine))
    assert len(found) > 100
    for path, target, fragment in found:
        assert target in pages, (path, target)
        assert not fragment or fragment in ids[target], (path, target, fragment)


def test_what_has_no_page_is_said_and_not_linked():
    run = saved()
    limits = SiteLimits(stories=1, pairs_per_story=0, outlets=2)
    pages = made(run, limits=limits)
    page = tree(pages["index.html"])

    note = next(flat(each) for each in page.find_class("note") if "Without a page" in flat(each))
    n_outlets = len(run.tables["outlets"]) - 1
    assert f"{len(run.tables['stories']) - 1} smaller stor" in note
    assert f"{n_outlets - 2} outlets of {n_outlets}" in note
    assert "share text within a story" in note
    assert all(target in pages for _, target, _ in links(pages))


def test_the_files_of_a_run_give_the_same_pages(tmp_path):
    run_of().write(tmp_path / "out")
    again = load_run(tmp_path / "out")

    assert made(again, *MINE) == made(saved(), *MINE)


PAYLOADS = [
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "</title></svg><img src=x>",
    "\u202e{{ 7*7 }}",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_names_and_titles_are_text(payload):
    plain, poisoned = (made(saved(mark), *MINE) for mark in ("*", payload))

    assert set(plain) == set(poisoned)
    for path in plain:
        one, other = tree(plain[path]), tree(poisoned[path])
        assert [each.tag for each in one.iter()] == [each.tag for each in other.iter()]
        assert not other.xpath("//@*[starts-with(name(), 'on')]")
        assert "\u202e" not in poisoned[path]
        assert "49" not in flat(other.find(".//h1"))


CASES = {
    "empty": [],
    "one article": [article("a", "Courier", CHOIR, "1-2-3")],
    "one that is too short": [article("a", "Courier", "Rain.")],
    "no agencies": [article("a", "Courier", BRIDGE, "1-2-3"), article("b", "Herald", BRIDGE, "1-2-4")],
    "no names": [article("a", "", FERRY), article("b", "", FERRY), article("c", " ", CHOIR)],
    "one copy": [
        article("a", "Courier", f"LINDEN (Reuters) — {BRIDGE}"),
        article("b", "Herald", f"LINDEN (Reuters) — {BRIDGE}"),
    ],
}
HEADLINES = {
    "empty": "No article was read",
    "one article": "None of 1 measured article is agency copy",
    "one that is too short": "No article could be measured",
    "no agencies": "None of 2 measured articles is agency copy",
    "one copy": "2 of 2 measured articles are agency copy",
}


@pytest.mark.parametrize("case", CASES)
def test_runs_with_next_to_nothing(case):
    run = SavedRun.of(scan(CASES[case], Params()))
    pages = made(run, *MINE)
    page = tree(pages["index.html"])

    assert flat(page.find(".//h1")) == HEADLINES.get(case, flat(page.find(".//h1")))
    assert len(page.xpath("//h1")) == 1
    assert all(target in made(run) for _, target, _ in links(pages))
    assert "None" not in flat(page).replace("None of", "").replace("None.", "")
    assert not page.find_class("matrix") or case == "one copy"


def test_only_some_of_many_outlets_are_drawn():
    page = page_of(with_outlets(saved(), 600))

    assert len(table_rows(page, "intervals")) == 31
    assert any(
        "of 600" in flat(each) or "outlets have no measured" in flat(each) for each in page.find_class("note")
    )
    assert len(table_rows(page, "matrix")) <= 20


def test_unnamed_outlets_are_called_so(page):
    assert any(flat(row[0]).startswith("(no outlet)") for row in table_rows(page, "intervals"))
    assert "(unknown)" not in flat(page)
    assert any(not each.outlet for each in newsroom())


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        ("2025-01-14T10:00:00Z", "2025-01-14T23:00:00Z", "14 January 2025"),
        ("2025-01-14", "2025-01-16T00:00:00Z", "14–16 January 2025"),
        ("2025-01-28", "2025-02-03", "28 January – 3 February 2025"),
        ("2024-12-31", "2025-01-01", "31 December 2024 – 1 January 2025"),
        (None, None, ""),
    ],
)
def test_the_days_of_a_story_are_written_once(first, last, written):
    story = {"first_published": first, "last_published": last}
    run = saved()
    table = run.tables["stories"]
    names = [column.name for column in table.columns]
    rows = [[story.get(name, value) for name, value in zip(names, row, strict=True)] for row in table.rows()]
    changed = replace(run, tables={**run.tables, "stories": make_table("stories", table.columns, rows)})

    cells = [flat(row[-1]) for row in table_rows(page_of(changed), "story-list")]
    assert set(cells) == {written or "–"}
