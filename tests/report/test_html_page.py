"""The HTML page: what stands on it, that it stands alone, and that it is the same every time."""

import base64
import dataclasses
import hashlib
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from lxml import html

from syndetect.agencies import Credit
from syndetect.errors import ParameterError
from syndetect.report.html import HtmlReport, render_html
from syndetect.text import paragraph_spans, word_spans
from tests.report.demo import CHROME, demo_report

VOID = {"meta", "link", "br", "input"}


@pytest.fixture(scope="module")
def report() -> HtmlReport:
    return demo_report()


@pytest.fixture(scope="module")
def page(report: HtmlReport) -> str:
    return render_html(report)


@pytest.fixture(scope="module")
def tree(page: str) -> html.HtmlElement:
    return html.document_fromstring(page)


def flat(text: str) -> str:
    return " ".join(text.split())


def text_of(element: html.HtmlElement) -> str:
    return flat(element.text_content())


def words_of(text: str) -> list[int]:
    return word_spans(text).hashes.tolist()


def test_equal_input_gives_equal_bytes(page, tmp_path):
    """Hash seed, locale, time zone and working folder change no byte of the page."""
    root = Path(__file__).parents[2]
    for k, (seed, zone, locale) in enumerate([("0", "UTC", "C"), ("7", "Pacific/Kiritimati", "tr_TR.UTF-8")]):
        variables = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONPATH": str(root)}
        target = tmp_path / f"{k}.html"
        subprocess.run(
            [sys.executable, "-m", "tests.report.demo", str(target)],
            env={**os.environ, **variables},
            cwd=tmp_path,
            check=True,
        )
        assert target.read_text(encoding="utf-8") == page


def test_seconds_are_not_shown(report, page):
    """How long a stage took changes nothing."""
    slow = {**report.manifest, "seconds": {"align": 99.9}}
    slow["stages"] = [{**stage, "seconds": 42.5} for stage in report.manifest["stages"]]

    assert render_html(dataclasses.replace(report, manifest=slow)) == page


def test_first_sentence_answers(tree):
    """The heading says how many articles and stories there are, and how many articles share text."""
    assert text_of(tree.find(".//h1")) == "9 articles, 2 stories; 8 articles share text with another one"


def test_every_story_has_a_line_and_a_section(tree, report):
    """Each story stands once in the overview, linked to its own section, which names its reference."""
    links = tree.xpath("//table[@class='stories']//th/a/@href")
    sections = tree.xpath("//section[@class='story']")

    assert links == [f"#{section.get('id')}" for section in sections]
    assert len(sections) == len(report.stories)
    assert "Wire text: Nordic Press Agency" in text_of(sections[0])
    assert "Fullest shared text: Ostwaller Bote (no claim about who was first)" in text_of(sections[1])


def test_every_member_has_its_numbers(tree, report):
    """Each article of a story has a row with outlet, title, words and the three shares as words and bar."""
    for section, story in zip(tree.xpath("//section[@class='story']"), report.stories, strict=True):
        rows = section.xpath(".//table[@class='members']/tbody/tr")
        by_outlet = {text_of(row.find(".//bdi")): row for row in rows}

        assert len(rows) == len(story.members)
        for member in story.members:
            article = report.corpus.articles[member.article]
            row = by_outlet[article.outlet or article.article_id]
            assert (article.title or "(untitled)") in text_of(row)
            assert f"{member.n_words:,}" in text_of(row)
            title = row.find(".//title").text
            assert f"shared prose {member.shared_prose_words} words" in title
            assert f"shared quotes {member.shared_quote_words} words" in title
            assert f"own {member.own_words} words" in title


def test_lag_is_against_the_reference(tree):
    """Hours and minutes where both clocks are known, else whole days; nothing without a date."""
    assert [text_of(lag) for lag in tree.xpath("//span[@class='lag']")] == [
        "+6 h 10 min",
        "+39 min",
        "+7 h 53 min",
        "+18 h 28 min",
        "+2 days",
    ]


def test_every_own_span_can_be_read(tree, report):
    """What an article has of its own stands in its part of "What each outlet added", every span of it."""
    for number, story in enumerate(report.stories, 1):
        rows = tree.xpath(f"//section[@id='story-{number}']//table[@class='members']/tbody/tr")
        outlets = [text_of(row.find(".//bdi")) for row in rows]
        for member in story.members:
            article = report.corpus.articles[member.article]
            place = outlets.index(article.outlet or article.article_id) + 1
            shown = text_of(tree.get_element_by_id(f"story-{number}-article-{place}"))
            assert f"{member.own_words} own word" in shown
            for start, end in member.own_spans:
                for low, high in paragraph_spans(article.text):
                    piece = flat(article.text[max(start, low) : min(end, high)])
                    assert piece in shown


def test_the_first_to_read_is_the_one_that_adds_most(tree):
    """Of what outlets added, the most comes first and is unfolded, the wire text comes last."""
    added = tree.xpath("//section[@id='story-1']//details[@class='added']")

    assert [text_of(each.find(".//bdi")) for each in added][:: len(added) - 1] == [
        "The Islander",
        "Nordic Press Agency",
    ]
    assert [each.get("open") is not None for each in added] == [True, False, False, False, False, False]


def test_side_by_side_shows_both_texts_whole(tree, report):
    """Each shown pair holds every word of both texts exactly once."""
    texts = {}
    for article in report.corpus.articles:
        texts.setdefault(article.title or "(untitled)", []).append(sorted(words_of(article.text)))
    for pair in tree.xpath("//details[@class='pair']"):
        heads = pair.xpath(".//thead//bdi[@class='headline']")
        for side, head in zip(("left", "right"), heads, strict=True):
            paragraphs = pair.xpath(f".//td[@class='{side}']//p[starts-with(@class, 'text')]")
            shown = sorted(word for p in paragraphs for word in words_of(p.text_content()))
            title = text_of(head) if text_of(head) in texts else "(untitled)"
            assert shown in texts[title]


def test_dropped_paragraphs_stand_in_their_place(tree):
    """What the cut version left out is shown as dropped, between what it kept."""
    pair = next(
        each
        for each in tree.xpath("//section[@id='story-1']//details[@class='pair']")
        if text_of(each.find("summary/bdi")) == "Evening Courier"
    )
    kinds = [row.get("class") for row in pair.xpath(".//table[@class='sides']/tbody/tr")]

    assert kinds == ["prose", "prose", "dropped", "dropped", "quote", "prose", "dropped", "dropped"]
    assert "38 words · dropped" in text_of(pair)


def test_marks_are_words_too(tree):
    """Rows say in words what their colours say: verbatim, edited, prose, quote, own, moved, joined."""
    tags = {text_of(tag) for tag in tree.xpath("//p[@class='tags']/span")}

    assert {"verbatim, prose", "edited, prose", "own", "moved", "2 paragraphs joined", "dropped"} <= tags
    assert any(tag.endswith("changed") for tag in tags)
    assert any("quote" in tag for tag in tags)
    assert tree.xpath("//ins")
    assert tree.xpath("//del")


def test_the_whole_text_is_there(tree, report):
    """Under what it added, each article of a story stands whole, and furniture is marked as such."""
    n_furniture = {0: 3, 1: sum(len(words_of(line)) for line in CHROME)}
    for number, story in enumerate(report.stories, 1):
        rows = tree.xpath(f"//section[@id='story-{number}']//table[@class='members']/tbody/tr")
        outlets = [text_of(row.find(".//bdi")) for row in rows]
        for member in story.members:
            article = report.corpus.articles[member.article]
            place = outlets.index(article.outlet or article.article_id) + 1
            (whole,) = tree.xpath(f"//details[@id='story-{number}-article-{place}']//details[@class='whole']")
            shown = [
                word
                for p in whole.xpath(".//p[starts-with(@class, 'text')]")
                for word in words_of(p.text_content())
            ]
            grey = whole.xpath(".//mark[contains(@class, 'furniture')]")

            assert shown == words_of(article.text)
            assert sum(len(words_of(mark.text_content())) for mark in grey) == n_furniture.get(
                member.article, 0
            )


def test_furniture_folds_into_a_line(tree):
    """A run of furniture is one line that names its kinds; opened, each line of it says kind and reason."""
    folds = tree.xpath("//details[@class='fold furniture']")

    assert {text_of(fold.find("summary")) for fold in folds} == {
        "5 lines of furniture: caption, related, related link ×2, sign-up"
    }
    for fold in folds:
        assert fold.get("open") is None
        assert [flat(words) for words in CHROME] == [
            text_of(p) for p in fold.xpath(".//p[starts-with(@class, 'text')]")
        ]
        assert all(
            f"{kind} (rule: {kind})" in text_of(tags)
            for kind, tags in zip(CHROME.values(), fold.xpath(".//p[@class='tags']"), strict=True)
        )
    assert tree.xpath("//section[@id='story-1']//table[@class='sides']//details[@class='fold furniture']")


def test_a_credit_shows_its_words_and_leads_to_them(tree, report):
    """Evidence is text that opens without a script; its link leads to the same words in the whole text."""
    shown = []
    for place in tree.xpath("//details[@class='credits']//dd[q]"):
        evidence = text_of(place.find("q"))
        shown.append(evidence)
        for link in place.xpath(".//a/@href"):
            target = tree.get_element_by_id(link[1:])
            assert target.tag == "mark"
            assert words_of(target.text_content()) == words_of(evidence)
    linked = tree.xpath("//details[@class='credits']//a")

    assert sorted(shown) == sorted(credit.evidence for credit in report.credits)
    assert len(linked) == sum(credit.end > 0 for credit in report.credits)
    assert tree.xpath("//@title") == []


def test_equal_evidence_is_listed_once(report):
    """A line that a page prints many times stands once; beyond five different ones the rest is counted."""
    text = report.corpus.articles[1].text
    places = [(m.start(), m.end()) for m in re.finditer(r"\bthe [a-z]+", text)]
    credits = [Credit(1, "NPA", "photo", "caption", start, end, text[start:end]) for start, end in places]
    n_distinct = len({credit.evidence for credit in credits})
    assert 6 < n_distinct < len(credits)

    tree = html.document_fromstring(render_html(dataclasses.replace(report, credits=credits)))
    (badge,) = tree.xpath("//details[@class='credits']")
    assert len(badge.xpath(".//q")) == 5
    assert f"{n_distinct - 5} more places in credits.csv" in text_of(badge)


def test_the_legends_show_every_mark(tree):
    """Each kind of mark in the texts of a part of a story stands in the legend of that part."""

    def kinds(marks):
        return {(mark.tag, *mark.get("class", "").split()[:1]) for mark in marks}

    for story in tree.xpath("//section[@class='story']"):
        own, pairs = story.xpath(".//ul[@class='legend']")
        for legend, part in ((own, "added"), (pairs, "pair")):
            used = story.xpath(f"./details[@class='{part}']//*[self::mark or self::ins or self::del]")
            assert used
            assert kinds(used) <= kinds(legend.xpath("./li/*"))


def test_what_was_not_read_is_counted(tree):
    """Quarantined records are counted by reason in the head and listed at the end."""
    assert "Read: 11 records in 1 file. 2 records not read: bad json 1, empty text 1." in text_of(tree)
    assert "Line ends inside a string." in text_of(tree.get_element_by_id("not-read"))


def test_methods_name_parameters_and_version(tree):
    """The foot holds the parameters, the counts of every stage and the version."""
    foot = tree.find(".//footer")
    rows = {text_of(row.find("th")): text_of(row.find("td")) for row in foot.xpath(".//tr[th[@scope='row']]")}

    assert rows["shingle.width"] == "5"
    assert rows["align.edits"] == "yes"
    assert rows["candidates.lsh"] == "9"
    assert rows["corpus.n_in"] == "11"
    assert "syndetect 0.1.0." in text_of(foot)


@pytest.mark.parametrize(
    ("setting", "value", "statement"),
    [
        ("max_stories", 1, "The first 1 of 2 stories are shown. The other 1 hold 2 articles, at most 2 each"),
        ("max_pairs_per_story", 2, "2 of 13 pairs that share text are shown"),
        ("max_members_per_story", 3, "3 of 6 articles are shown; all are in members.csv."),
        ("max_characters", 2_000, "The text is not shown: this page has reached its limit of article text."),
    ],
)
def test_what_is_cut_is_stated(page, setting, value, statement):
    """Each limit makes the page smaller, and the page says by how much."""
    cut = render_html(demo_report(**{setting: value}))

    assert statement in text_of(html.document_fromstring(cut))
    assert len(cut) < len(page)


def test_pairs_with_the_reference_come_first(tree):
    """The first pairs of a story are those with its reference."""
    roles = tree.xpath("//section[@id='story-1']//details[@class='pair']//thead/tr/th[1]/span[@class='role']")

    assert [text_of(role) for role in roles] == ["Wire text"] * 5 + ["One version"] * 7


def test_a_negative_limit_is_refused():
    """Limits are 0 or more."""
    with pytest.raises(ParameterError, match="max_stories"):
        demo_report(max_stories=-1)


def test_an_empty_corpus_gives_a_page():
    """Without articles the page says so."""
    report = demo_report()
    empty = HtmlReport(
        corpus=dataclasses.replace(report.corpus, articles=(), ledger=(), quarantine=()),
        pairs=[],
        stories=[],
        manifest={},
    )
    tree = html.document_fromstring(render_html(empty))

    assert text_of(tree.find(".//h1")).startswith("0 articles, 0 stories;")
    assert "No story" in text_of(tree)


def test_tags_are_balanced(page):
    """Every element is closed in the order in which it was opened."""
    open_tags: list[str] = []

    class Checker(HTMLParser):
        def handle_starttag(self, tag, attributes):
            if tag not in VOID:
                open_tags.append(tag)

        def handle_startendtag(self, tag, attributes):
            """Pass over an SVG element that closes itself."""

        def handle_endtag(self, tag):
            assert tag not in VOID
            assert open_tags.pop() == tag

    checker = Checker()
    checker.feed(page)
    checker.close()

    assert open_tags == []


def test_ids_are_unique_and_links_inside_lead_somewhere(tree):
    """No id stands twice; every inner link, label and reference has its target; no article id is an id."""
    ids = tree.xpath("//@id")
    targets = [href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")]
    targets += tree.xpath("//@aria-labelledby") + tree.xpath("//@for")
    targets += [found for value in tree.xpath("//@fill") for found in re.findall(r"url\(#(.*)\)", value)]

    assert len(ids) == len(set(ids))
    assert set(targets) <= set(ids)
    assert all(
        re.fullmatch(r"[a-z-]+|story-\d+(-(title|pair-\d+|article-\d+(-credit-\d+)?))?", name) for name in ids
    )


def test_nothing_is_loaded(page, tree):
    """The page names no other file: no src, no import, no address but links to articles."""
    style, script = tree.find(".//style").text, tree.findall(".//script")[-1].text

    assert tree.xpath("//@src | //@srcset | //@action | //@data | //@background | //@poster") == []
    assert tree.xpath("//link/@href") == ["data:,"]
    assert re.findall(r"@import|url\((?!#)|https?:", style) == []
    assert re.findall(r"https?:|fetch|XMLHttpRequest|import\s|eval|innerHTML", script) == []
    assert tree.xpath("//@style") == []


def test_policy_allows_exactly_the_style_and_script_on_the_page(page):
    """The policy forbids everything but this style sheet and this script, by their hashes."""
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    for tag in ("style", "script"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert policy.endswith("; img-src data:; base-uri 'none'; form-action 'none'")
    assert "unsafe" not in policy


def test_all_is_there_without_scripts(tree):
    """Only the tools that need a script are hidden until it runs."""
    assert [element.get("id") for element in tree.xpath("//*[@hidden]")] == ["tools"]


def test_tables_and_landmarks_are_named(tree):
    """Header cells have a scope, sections a name; there is one main part and a way to skip to it."""
    assert all(cell.get("scope") in {"row", "col"} for cell in tree.iter("th"))
    assert len(tree.xpath("//main")) == len(tree.xpath("//h1")) == 1
    assert tree.xpath("//a[@class='skip']/@href") == ["#stories"]
    assert all(section.get("aria-labelledby") for section in tree.xpath("//main//section"))
    assert all(p.get("dir") == "auto" for p in tree.xpath("//p[starts-with(@class, 'text')]"))
    assert set(tree.xpath("//p[starts-with(@class, 'text')]/@lang")) == {"en", "de"}
