"""Pages of stories: figures are those of the tables, every sentence and every own run is there."""

import re
from collections import Counter
from dataclasses import replace
from math import ceil

import pytest
from lxml import html

from syndetect.report.saved import SavedRun
from syndetect.report.site.catalogue import Catalogue
from syndetect.report.site.pages.story import MEMBERS_SHOWN
from syndetect.report.site.pages.story.material import gather, kept_ids
from syndetect.report.site.pages.story.sources import SENTENCES_SHOWN, SOURCES_SHOWN
from syndetect.report.site.wording import duration, relation_label, share_percent
from tests.site.story_corpus import (
    ferry_run,
    flat,
    large_run,
    mixed_run,
    pages_of,
    render,
    word_for_word,
)

RUNS = [mixed_run, ferry_run]


@pytest.fixture(params=RUNS, ids=["mixed", "ferry"], scope="module")
def case(request):
    """Site and pages of a scanned run."""
    return pages_of(request.param())


def stories_of(site):
    """Yield the story, its rows and its path, for each story with a page."""
    for story in site.catalogue.stories:
        yield gather(site.catalogue, story), site.addresses.stories[story["story_id"]]


def rows_by_anchor(page: html.HtmlElement, material) -> dict[str, html.HtmlElement]:
    """Return the row of each member by its id: rows stand in the order of the material."""
    rows = page.xpath("//table[@class='members']/tbody/tr")
    assert len(rows) == len(material.members)
    return {member["article_id"]: row for member, row in zip(material.members, rows, strict=True)}


def cell(row: html.HtmlElement, name: str) -> str:
    return flat(row.xpath(f"./*[contains(concat(' ', @class, ' '), ' {name} ')]")[0])


def percent(text: str) -> float:
    return {"<1%": 0.5, ">99%": 99.5}.get(text) or float(text.rstrip("%"))


def test_members_have_the_figures_of_the_tables(case):
    """Title, words, shares beside the reference, from sources and from none, class and lag of each member."""
    site, pages = case
    for material, path in stories_of(site):
        for key, row in rows_by_anchor(pages[path], material).items():
            article = material.articles[key]
            member = next(each for each in material.members if each["article_id"] == key)
            assert article["title"] in cell(row, "what")
            assert f"{article['n_words']:,} words" in cell(row, "how")
            drawn = flat(row.xpath(".//svg/title")[0])
            for name, kind in (
                ("shared prose", "shared_prose"),
                ("shared quotes", "shared_quote"),
                ("own", "unique"),
            ):
                assert f"{name} {member[f'{kind}_words']:,} words" in drawn
            if member["role"] == "member":
                assert relation_label(member["relation"]) in cell(row, "beside")
                assert f"{share_percent(member['kept_share'])} of it kept" in cell(row, "beside")
                assert f"{share_percent(member['reference_share'])} of this is in it" in cell(row, "beside")
                assert not member["headline"] or f"headline {member['headline']}" in cell(row, "what")
                lag = member["lag_minutes"]
                assert lag is None or "T" not in article["published"] or duration(lag) in cell(row, "when")
            if article["status"] != "measured":
                assert article["status"] in cell(row, "status") or article["status"] == "original"
                continue
            claimed = sum(
                share["prose_words"] + share["quote_words"]
                for share in site.catalogue.find("shares", article_id=key)
            )
            of_source = flat(row.xpath("./td[@class='from']/b")[0])
            assert percent(of_source) == pytest.approx(100 * claimed / article["n_words"], abs=1)
            assert f"{article['own_words']:,} word" in cell(row, "own-words")
            assert article["credit_class"] in cell(row, "class")
            assert article["derivation"] in cell(row, "class")


def test_every_sentence_of_the_heat_map_is_that_of_the_table(case):
    """Number, bar, shade and names are those of wires.csv, the words those at its offsets."""
    site, pages = case
    n_seen = 0
    for material, path in stories_of(site):
        for source in material.sources:
            (part,) = pages[path].xpath(f"//*[@id='source-{source.number}']")
            rows = part.xpath(".//table[@class='kept']/tbody/tr")
            assert len(rows) == len(source.wire)
            for row, wanted in zip(rows, source.wire, strict=True):
                text = site.catalogue.text(wanted["article_id"])[wanted["start"] : wanted["end"]]
                shown, share = row[1], wanted["n_kept"] / wanted["n_members"]
                assert word_for_word(shown.text_content()) == word_for_word(text)
                assert flat(row.find(".//summary")) == f"{wanted['n_kept']} of {wanted['n_members']}"
                assert float(row.find(".//rect").get("width").rstrip("%")) == pytest.approx(
                    100 * share, abs=0.01
                )
                assert shown.get("class").split() == ["heat", f"heat-{ceil(4 * share)}"]
                assert names_of(row, pages[path]) == {material.labels[key] for key in kept_of(wanted, source)}
                n_seen += 1
    assert n_seen == len(site.catalogue.run.tables["wires"]) > 0


def kept_of(row, source) -> set[str]:
    return set((row["kept_by"] or "").split("|")) - {""}


def names_of(row: html.HtmlElement, page: html.HtmlElement) -> set[str]:
    """Return who kept a sentence as a reader finds it out: those named, or all takers but those named."""
    text, named = flat(row.find(".//p")), {flat(link) for link in row.xpath(".//p//a")}
    if not text.startswith("All"):
        return named
    source = row.xpath("ancestor::*[starts-with(@id, 'source-')]/@id")[0]
    takers = {
        flat(member.find_class("outlet")[0])
        for member in page.xpath("//table[@class='members']/tbody/tr")
        if member.xpath(f".//td[@class='from']//a[@href='#{source}']")
    }
    return takers - named


def test_every_own_run_stands_once(case):
    """The marks of the cards are the runs of unique.csv, in order, each once; nothing else is marked own."""
    site, pages = case
    for material, path in stories_of(site):
        cards = {flat(card.find(".//h3")): card for card in pages[path].find_class("card")}
        nothing = {flat(link) for link in pages[path].xpath("//section[@id='added']/p[@class='nothing']//a")}
        assert sorted([*cards, *nothing]) == sorted(material.labels.values())
        for key, label in material.labels.items():
            unique = site.catalogue.find("unique", article_id=key)
            assert (label in nothing) == (not unique)
            if not unique:
                continue
            text = site.catalogue.text(key)
            wanted = [word for row in unique for word in word_for_word(text[row["start"] : row["end"]])]
            excerpts = cards[label].find_class("excerpt")
            shown = [
                word
                for mark in cards[label].xpath(".//mark[contains(@class, 'own')]")
                for word in word_for_word(mark.text_content())
            ]
            assert Counter(shown) == Counter(wanted)
            assert excerpts
            member = next(each for each in material.members if each["article_id"] == key)
            assert f"{member['unique_words']:,} word" in flat(cards[label])


def test_the_drawing_is_the_table_of_shares(case):
    """Each share of a member is a row of the table and a branch of the drawing, and an arrow if decided."""
    site, pages = case
    for material, path in stories_of(site):
        flow = pages[path].get_element_by_id("flow")
        rows = flow.xpath(".//table/tbody/tr")
        wanted = []
        for source in material.sources:
            for key, share in source.takers.items():
                n_words = share["prose_words"] + share["quote_words"]
                wanted.append((material.labels[key], f"{n_words:,}"))
        assert sorted((flat(row[1]), flat(row[2])) for row in rows) == sorted(wanted)
        assert len(flow.find_class("branch")) == len(wanted)
        assert len(flow.find_class("arrow")) == sum(flat(row[4]).startswith("taken") for row in rows)
        assert bool(flow.find_class("network")) == bool(wanted)


def test_an_arrow_stands_only_where_the_direction_is_determined():
    """A decided pair and a credited text have arrows; copies of a text of unknown origin have none."""
    site, pages = pages_of(mixed_run())
    seen = set()
    for material, path in stories_of(site):
        for row in pages[path].xpath("//section[@id='flow']//tbody/tr"):
            source = next(source for source in material.sources if (source.name or "unknown") in flat(row[0]))
            taker = next(key for key, label in material.labels.items() if label == flat(row[1]))
            if source.article is not None:
                a, b = sorted((taker, source.source_id))
                (pair,) = site.catalogue.find("pairs", a_id=a, b_id=b)
                decided = pair["direction"] == ("b>a" if taker == a else "a>b")
            else:
                decided = bool(source.name)
            assert flat(row[4]).startswith("taken" if decided else "not determined")
            seen.add((source.article is not None, decided))
    assert {(True, True), (False, True), (False, False)} <= seen


def test_the_answer_says_whose_text_it_is():
    """An original in the corpus, one that is missing, and one that nobody names are told apart."""
    site, pages = pages_of(mixed_run())
    answers = {
        material.story["story_id"]: flat(pages[path].find_class("answer")[0])
        for material, path in stories_of(site)
    }
    text = " ".join(answers.values())

    assert "made from the wire text of Corvane Press, in this corpus: " in text
    assert "made from a text credited to Reuters, whose original is not in this corpus: 2 wholly" in text
    assert "whose original cannot be told" in text
    for material, _ in stories_of(site):
        answer = answers[material.story["story_id"]]
        assert f"{material.story['n_articles']} articles in {material.story['n_outlets']} outlet" in answer
        n = material.story["n_origins"]
        assert ("one origin" if n == 1 else f"{n} independent origins") in answer
        made = [row for row in material.articles.values() if row["derivation"] in ("wholly", "partially")]
        assert sum(map(int, re.findall(r"(\d+) of \d+ measured", answer))) == len(made)


def test_credits_lead_to_their_words(case):
    """Evidence is text; where it stands in the article, a link leads to the same words of the whole text."""
    site, pages = case
    for material, path in stories_of(site):
        page = pages[path]
        shown = Counter(flat(quote) for quote in page.xpath("//details[@class='credits']//q"))
        wanted = Counter()
        for key in material.articles:
            found = site.catalogue.find("credits", article_id=key)
            wanted += Counter(
                " ".join(evidence.split())
                for _, _, _, evidence in {
                    (row["channel"], row["agency"], row["kind"], row["evidence"]) for row in found
                }
            )
        assert shown == wanted
        for link in page.xpath("//details[@class='credits']//dd[q]//a"):
            target = page.get_element_by_id(link.get("href")[1:])
            quote = link.getparent().getparent().find("q")
            assert word_for_word(quote.text_content())[0] in word_for_word(target.text_content())


def test_the_whole_texts_are_whole(case):
    """Every word of every article stands in its whole text once, in order."""
    site, pages = case
    for material, path in stories_of(site):
        texts = {flat(each.find("summary/bdi")): each for each in pages[path].find_class("whole")}
        for key, label in material.labels.items():
            paragraphs = texts[label].xpath(".//p[starts-with(@class, 'text')]")
            shown = [word for p in paragraphs for word in p.text_content().split()]
            assert shown == site.catalogue.text(key).split()


def test_links_and_ids(case):
    """Every inner link has its target, every other one a page of the site or the web; no id stands twice."""
    site, pages = case
    known = {*pages, *site.addresses.pairs.values(), *site.addresses.outlets.values()}
    known |= {"index.html", "stories.html", "outlets.html", "methods.html", "search.html"}
    for path, page in pages.items():
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert all(re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", name) for name in ids)
        for link in page.xpath("//a"):
            href = link.get("href")
            if href.startswith("#"):
                assert href[1:] in ids
            elif href.startswith("http"):
                assert link.get("rel") == "noopener noreferrer nofollow"
            else:
                depth = path.count("/")
                assert href.startswith("../" * depth)
                target, _, anchor = href[3 * depth :].partition("#")
                assert target in known
                assert not anchor or pages[target].get_element_by_id(anchor) is not None


def test_every_member_is_linked_to_its_pair(case):
    """Whoever has a pair page with the reference has a link to it in its row; all pair pages are listed."""
    site, pages = case
    for material, path in stories_of(site):
        hrefs = {href.removeprefix("../") for href in pages[path].xpath("//section[@id='pairs']//a/@href")}
        number = path[8:12]
        assert hrefs == {
            each for each in site.addresses.pairs.values() if each.startswith(f"pairs/{number}-")
        }
        for key, row in rows_by_anchor(pages[path], material).items():
            a, b = sorted((key, material.story["reference_id"]))
            wanted = site.addresses.pairs.get((a, b))
            links = row.xpath("./td[@class='beside']/a/@href")
            assert links == ([f"../{wanted}"] if wanted else [])


def test_a_redacted_run_keeps_figures_and_offsets():
    """Without texts no word of an article is on the page but headline and credit; numbers and offsets are."""
    run = mixed_run()
    site, pages = pages_of(replace(run, texts={}))
    whole = " ".join(flat(page.find("body/main")) for page in pages.values())

    for text in run.texts.values():
        for start in range(0, max(1, len(text) - 60), 40):
            assert text[start : start + 60] not in whole
    for material, path in stories_of(site):
        for source in material.sources:
            for row in source.wire:
                assert f"characters {row['start']:,}–{row['end']:,}" in flat(pages[path])
    assert "The text is left out of this report" in whole
    for n_words in site.catalogue.column("articles", "n_words"):
        assert f"{n_words:,} words" in whole


@pytest.mark.parametrize("n", [MEMBERS_SHOWN + 400])
def test_a_story_of_hundreds_is_small_and_says_what_is_cut(n):
    """Six hundred copies of a long text: below 2 MB, and every cut is stated."""
    _, pages = render(large_run([n], n_sentences=300))
    page = pages["stories/0001.html"]
    text = flat(html.document_fromstring(page))

    assert len(page.encode()) < 2_000_000
    assert f"{MEMBERS_SHOWN} of {n} articles are shown; all are in members.csv." in text
    assert f"The first {SENTENCES_SHOWN} of 300 are shown; all are in wires.csv." in text
    assert "are drawn: of each of the first" in text
    assert "more rows in shares.csv" in text
    assert re.search(rf"\d+ of {n} texts are shown", text)


def test_hostile_lengths_stay_small():
    """Titles, outlets and addresses of a megabyte, and texts that swell when shown, make no large page."""
    run = large_run([30], title="{}" + "x" * 1_000_000, n_sentences=100)
    articles = run.tables["articles"]
    long = {name: [f"https://a.example/{'y' * 1_000_000}"] * 30 for name in ("outlet", "url")}
    tables = {**run.tables, "articles": replace(articles, data={**articles.data, **long})}
    texts = {key: text.replace("stands", "\x01<\x02>\x03&") for key, text in run.texts.items()}
    _, pages = render(replace(run, tables=tables, texts=texts))

    assert all(len(page.encode()) < 2_000_000 for page in pages.values())


def test_more_sources_than_shown_are_counted():
    """Beyond the first sources the page says how many there are."""
    base = large_run([12], n_sentences=1)
    shares = base.tables["shares"]
    ids = [f"source {k:02}" for k in range(len(shares))]
    data = {**shares.data, "source_id": ids, "in_corpus": ["no"] * len(ids), "source_agency": ids}
    run = SavedRun(
        tables={**base.tables, "shares": replace(shares, data=data)}, texts=base.texts, manifest={}
    )
    _, pages = pages_of(run)

    assert f"{len(ids) - SOURCES_SHOWN} more sources of fewer articles" in flat(pages["stories/0001.html"])


def test_ids_with_the_sign_that_joins_them():
    """A cell of joined ids is read right also where an id holds the sign itself."""
    assert kept_ids(None, ["a"]) == frozenset()
    assert kept_ids("a|b", ["a", "b", "c"]) == {"a", "b"}
    assert kept_ids("a|b|c", ["a|b", "c"]) == {"a|b", "c"}
    assert kept_ids("x|y", ["x", "x|y"]) == {"x|y"}
    assert kept_ids("x|y|z", ["x", "x|y", "y|z"]) == {"x", "y|z"}


PAYLOADS = [
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)" x="',
    "</td></table></details></script><h1>forged</h1>",
    "{{ 7 * 7 }}{% raw %}",
    "\u202egnp.exe",
    "javascript:alert(1)",
    "<!-- --><![CDATA[ ]]>",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_fields_are_text(payload):
    """With a payload in every field there are the same scripts, no handler and no control sign."""
    _, plain = pages_of(mixed_run())
    _, pages = pages_of(mixed_run(payload))
    _, sources = render(mixed_run(payload))

    assert pages.keys() == plain.keys()
    for path, page in pages.items():
        names = ("h1", "script", "style", "section", "table", "base", "form", "iframe", "img")
        count = {name: len(list(page.iter(name))) for name in names}
        assert count == {name: len(list(plain[path].iter(name))) for name in names}
        assert not page.xpath("//@*[starts-with(name(), 'on')]")
        assert not page.xpath("//@style")
        assert not page.xpath("//comment()")
        assert "\u202e" not in sources[path]
        for href in page.xpath("//a/@href"):
            assert not re.match(r"\s*(javascript|data):", href)


def test_equal_runs_give_equal_pages():
    """The same run gives the same bytes."""
    assert render(mixed_run())[1] == render(mixed_run())[1]


def test_a_run_without_stories():
    """No story: one list that says so, an empty search, no page of a story."""
    empty = SavedRun(
        tables={
            name: replace(table, data={c: [] for c in table.data})
            for name, table in mixed_run().tables.items()
        },
        texts={},
        manifest={},
    )
    site, pages = pages_of(empty)

    assert pages.keys() == {"stories.html", "search.html"}
    assert "No two articles of this corpus were joined" in flat(pages["stories.html"])
    assert Catalogue(empty).stories == [] == list(site.addresses.stories)
