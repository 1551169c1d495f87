"""Agency copy, sources and directions on the page: numbers are those of the tables, every text is data."""

import dataclasses

import numpy as np
import pytest
from lxml import html

from syndetect import scan
from syndetect.corpus.article import Article
from syndetect.params import OutletParams, Params, StoryParams
from syndetect.report import Result
from syndetect.report.answers import source_answer, wires_by_story
from syndetect.report.html import Findings, HtmlReport, render_html
from syndetect.report.html.agency import OUTLETS_SHOWN, agency_view
from syndetect.report.html.room import Allowance
from syndetect.report.html.source import Source
from syndetect.report.html.wires import SENTENCES_SHOWN, WIRES_SHOWN, wire_views
from syndetect.report.html.wording import clean, share_percent
from syndetect.trace.outlets import CREDIT_CLASSES, credit_evidence

FERRY = (
    "The ferry ran onto a sandbank off the northern harbour late on Tuesday evening, and two hundred "
    "passengers spent the night on board. Rescuers brought them ashore one boat at a time after dawn. "
    "The operator said that every ticket would be refunded within a week of the accident. "
    "“Nobody on this island has seen such a tide in forty years,” the harbour master said. "
    "Divers will look at the hull on Friday before the vessel is towed to the yard for repairs."
)
BRIDGE = (
    "Engineers closed the old river bridge on Sunday after a crack was found in its second pillar. "
    "Lorries are sent round by the northern motorway, which adds about forty minutes to the journey. "
    "The regional council will decide next month whether to repair the bridge or to build another one. "
    "A petition against the closure gathered nine thousand names over the weekend, its authors said."
)
ALONE = (
    "A choir of forty singers won the regional prize with a programme of forgotten songs, which the "
    "director had found in a parish archive and arranged for eight voices over the long winter."
)


def article(name: str, outlet: str, text: str, hour: int, day: int = 4) -> Article:
    when = f"2025-03-{day:02}T{hour:02}:00:00Z"
    at = 1741046400.0 + 86400 * (day - 4) + 3600 * hour
    return Article(
        article_id=name, outlet=outlet, title=f"Title of {name}", text=text, published=when, published_at=at
    )


def articles(outlet: str = "", payload: str = "") -> list[Article]:
    """Return a story with its wire text, one of which the original is missing, and an article alone."""
    added = "\n\nThe mayor of the town thanked all who had brought blankets and tea to the quay that night."
    return [
        article("f1", f"Corvane Press{outlet}", FERRY + payload, 1),
        article("f2", f"Courier{outlet}", FERRY + payload + added + "\n\n– Corvane Press", 3),
        article("f3", f"Herald{outlet}", FERRY + payload, 5),
        article("g1", f"Courier{outlet}", f"LINDEN (Reuters) — {BRIDGE}{payload}", 6, 20),
        article("g2", f"Herald{outlet}", f"LINDEN (Reuters) — {BRIDGE}{payload}", 6, 20),
        article("h1", f"Gazette{outlet}", ALONE, 8, 9),
    ]


@pytest.fixture(scope="module")
def result() -> Result:
    params = Params(story=StoryParams(wire_outlets=("Corvane Press",)), outlets=OutletParams(n_resamples=200))
    return scan(articles(), params)


@pytest.fixture(scope="module")
def page(result, tmp_path_factory) -> html.HtmlElement:
    folder = result.write(tmp_path_factory.mktemp("page") / "out")
    return html.document_fromstring((folder / "report" / "index.html").read_text(encoding="utf-8"))


def findings_of(result: Result) -> Findings:
    return Findings(
        traced=result.traced,
        dependence=result.dependence,
        credit_evidence=credit_evidence(result.coverage, result.dependence.definition),
        credit_classes=result.tables["articles"].data["credit_class"],
        params=result.params.outlets,
    )


def records(result: Result, table: str) -> list[dict[str, object]]:
    found = result.tables[table]
    names = [column.name for column in found.columns]
    return [dict(zip(names, row, strict=True)) for row in found.rows()]


def flat(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_outlets_are_those_of_the_table(result, page):
    """Each row has name, counts, shares and interval ends of outlets.csv; all outlets come first."""
    shown = {flat(row.find(".//th//bdi")): row for row in page.xpath("//table[@class='outlets']/tbody/tr")}
    wanted = {row["outlet"]: row for row in records(result, "outlets") if row["n_measured"]}
    wanted["All outlets"] = wanted.pop("(all)")

    assert next(iter(shown)) == "All outlets"
    assert shown.keys() == wanted.keys()
    for name, row in wanted.items():
        text = flat(shown[name])
        assert f"{row['n_derived']} of {row['n_measured']}" in text
        assert f"in {row['n_stories']} stor" in text
        for share in ("derived", "word", "uncredited"):
            if row[f"{share}_share"] is None:
                continue
            ends = f"({100 * row[f'{share}_low']:.0f}–{100 * row[f'{share}_high']:.0f}%)"
            assert f"{share_percent(row[f'{share}_share'])} {ends}" in text
        assert ("few" in text) == (row["small"] == "yes")


def test_whiskers_are_the_interval(result):
    """Bar and whisker have the lengths of the estimate and of its interval."""
    table = result.dependence.outlets
    view = agency_view(findings_of(result))
    by_name = {row.name: row for row in view.outlets}
    for k, name in enumerate(table.outlet):
        if table.n_measured[k]:
            share = by_name[name].derived
            low, span = (float(part.rstrip("%")) / 100 for part in (share.low, share.span))
            assert float(share.width.rstrip("%")) / 100 == pytest.approx(table.derived.estimate[k], abs=1e-4)
            assert low == pytest.approx(table.derived.low[k], abs=1e-4)
            assert low + span == pytest.approx(table.derived.high[k], abs=2e-4)


def test_credit_by_evidence_is_the_table(result, page):
    """The four cells are the rows (all) of credit_evidence.csv."""
    rows = {
        row["class"]: row["n_articles"]
        for row in records(result, "credit_evidence")
        if row["outlet"] == "(all)"
    }
    cells = [int(flat(cell)) for cell in page.xpath("//table[@class='crossed']/tbody//td")]
    copy, silent, credited, independent = (rows[name] for name in CREDIT_CLASSES)

    assert cells == [copy, credited, silent, independent]
    assert sum(cells) == result.dependence.total.n_measured[0] > 0
    assert copy > 0
    assert silent > 0


def test_most_measured_outlets_stand_on_the_page(result):
    """Beyond the limit the outlets with fewest measured articles are left out, and the page says so."""
    n = OUTLETS_SHOWN + 7
    table = result.dependence.outlets
    rows = np.arange(n) % len(table)
    more = {
        field.name: getattr(table, field.name)[rows]
        for field in dataclasses.fields(table)
        if isinstance(getattr(table, field.name), np.ndarray)
    }
    more |= {
        name: type(shares)(*(getattr(shares, end.name)[rows] for end in dataclasses.fields(shares)))
        for name in ("derived", "words", "prose", "uncredited")
        for shares in [getattr(table, name)]
    }
    more["n_measured"] = np.arange(n)
    many = dataclasses.replace(table, outlet=tuple(f"o{k:02}" for k in range(n)), agency=("",) * n, **more)
    findings = findings_of(result)
    view = agency_view(
        dataclasses.replace(findings, dependence=dataclasses.replace(findings.dependence, outlets=many))
    )

    assert [row.n_measured for row in view.outlets] == [f"{n - 1 - k}" for k in range(OUTLETS_SHOWN)]
    assert (
        f"The {OUTLETS_SHOWN} outlets with most measured articles are shown, of {n - 1}" in view.outlets_note
    )
    assert "1 outlet has no measured article" in view.outlets_note
    assert "outlets.csv" in view.outlets_note


def test_a_source_is_named_with_where_it_is(result, page):
    """The source of one story is in the corpus; that of the other is not, and is credited to an agency."""
    text = [flat(line) for line in page.xpath("//section[contains(@class, 'story')]/header")]

    assert any("Source: The wire text of Corvane Press (in this corpus)" in line for line in text)
    assert any(
        "Source: The original is not in this corpus; reconstructed from 2 outlets; credited: Reuters" in line
        for line in text
    )


def test_every_sentence_has_its_number(result, page):
    """The table of kept sentences has the counts of wires.csv in its order, and the words at its offsets."""
    texts = {article.article_id: article.text for article in result.articles}
    sources = page.xpath("//details[@class='wire']")
    shown = [
        (int(flat(row[0])), " ".join(word_for_word(flat(row[1]))))
        for source in sources
        for row in source.xpath(".//tbody/tr")
    ]
    wanted = [
        (row["n_kept"], " ".join(word_for_word(texts[row["article_id"]][row["start"] : row["end"]])))
        for row in records(result, "wires")
    ]

    assert len(sources) == 2
    assert len(wanted) > 8
    assert sorted(shown) == sorted(wanted)
    for source in sources:  # the bar and the shade say what the number says
        n_members = int(flat(source.find(".//thead//th")).split()[-2])
        for row in source.xpath(".//tbody/tr"):
            share = int(flat(row[0])) / n_members
            assert float(row.find(".//rect").get("width").rstrip("%")) == pytest.approx(100 * share, abs=0.01)
            assert row[1].get("class") == f"heat-{int(np.ceil(4 * share))}"


def word_for_word(text: str) -> list[str]:
    return [word.strip("“”.,—()") for word in text.split() if word.strip("“”.,—()")]


def test_members_have_shares_and_class_of_the_table(result, page):
    """From a source, from none and credit class are those of articles.csv and shares.csv."""
    rows = {row["title"]: row for row in records(result, "articles")}
    claimed: dict[object, int] = {}
    for row in records(result, "shares"):
        claimed[row["article_id"]] = (
            claimed.get(row["article_id"], 0) + row["prose_words"] + row["quote_words"]
        )
    n_measured = 0
    for shown in page.xpath("//table[contains(@class, 'members')]/tbody/tr"):
        row = rows[flat(shown.find_class("title")[0])]
        if row["status"] != "measured":
            assert flat(shown.find_class("status")[0]) == "an agency’s own text"
            continue
        n_measured += 1
        of_source, of_none = (flat(shown.find_class(name)[0]) for name in ("from", "unclaimed"))
        share = 100 * claimed.get(row["article_id"], 0) / row["n_words"]
        assert percent(of_source) == pytest.approx(share, abs=1)
        assert percent(of_none) == pytest.approx(100 * row["own_share"], abs=1)
        assert flat(shown.find_class("class")[0]) == row["credit_class"]
    assert n_measured == 4


def percent(text: str) -> float:
    return 0.5 if text == "<1%" else float(text.rstrip("%"))


def test_pairs_say_direction_evidence_and_cause(result, page):
    """Each pair shown has the evidence and cause of pairs.csv; a decided one names source before taker."""
    outlets = {article.article_id: article.outlet for article in result.articles}
    wanted = []
    for row in records(result, "pairs"):
        a, b = f"a ({outlets[row['a_id']]})", f"b ({outlets[row['b_id']]})"
        head = {
            "a>b": f"Direction: {a} → {b}.",
            "b>a": f"Direction: {b} → {a}.",
            "undetermined": f"Direction undetermined: a is {outlets[row['a_id']]}, b {outlets[row['b_id']]}.",
        }[row["direction"]]
        wanted.append((head, f"Evidence: {row['direction_evidence']}. Cause: {row['cause']}"))
    shown = [flat(line) for line in page.find_class("judged")]

    assert len(shown) == len(wanted) > 0
    assert {row["direction"] for row in records(result, "pairs")} >= {"undetermined"}
    for head, evidence in wanted:
        assert any(line.startswith(head) and evidence in line for line in shown)


def test_what_goes_beyond_the_limit_is_stated(result):
    """A page without room shows no sentence but says so; folded or not, the answer stands."""
    story = result.stories[0]
    first = int(result.traced.story[story.reference])
    wires = wires_by_story(result.traced)
    source = Source(articles=result.articles, pairs=result.pairs, findings=findings_of(result), wires=wires)
    views, note = wire_views(story, source, Allowance(0), opened=True)
    assert note == ""
    assert views[0].sentences == ()
    assert "limit of article text" in views[0].withheld

    long = dataclasses.replace(wires[first][0], sentences=wires[first][0].sentences * SENTENCES_SHOWN)
    source = dataclasses.replace(source, wires={first: [long] * (WIRES_SHOWN + 2)})
    views, note = wire_views(story, source, Allowance(10**9), opened=False)
    assert len(views) == WIRES_SHOWN
    assert "2 more sources" in note
    assert len(views[0].sentences) == SENTENCES_SHOWN
    assert f"{SENTENCES_SHOWN:,} of {len(long.sentences):,}" in views[0].withheld


def test_without_findings_nothing_is_claimed(result):
    """A report without them has no section, no source line and no direction."""
    text = render_html(
        HtmlReport(corpus=result.corpus, pairs=result.pairs, stories=result.stories, manifest={})
    )
    for word in ('id="agency-copy"', "<b>Source</b>", 'class="judged"', "From a source"):
        assert word not in text


def test_an_empty_corpus_has_an_answer(tmp_path):
    """No article: the page says that nothing could be measured."""
    page = html.document_fromstring(
        (scan([]).write(tmp_path / "out") / "report" / "index.html").read_text(encoding="utf-8")
    )
    assert "No article could be measured" in flat(page.find_class("answer")[0])


PAYLOADS = [
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)" x="',
    "</td></table></details><h1>forged</h1>",
    "{{ 7 * 7 }}",
    "\u202egnp.exe",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_names_and_sentences_stay_text(payload, tmp_path):
    """Outlets and sentences with markup give the same elements, and are shown as they are."""
    params = Params(outlets=OutletParams(n_resamples=200))
    params = dataclasses.replace(params, story=StoryParams(wire_outlets=(f"Corvane Press{payload}",)))
    result = scan(articles(payload, f" {payload}"), params)
    findings = findings_of(result)
    agencies = tuple(name + payload for name in result.traced.standing.agencies)
    standing = dataclasses.replace(result.traced.standing, agencies=agencies)
    wires = [
        dataclasses.replace(wire, source=dataclasses.replace(wire.source, agency=payload))
        for wire in result.traced.wires
    ]
    traced = dataclasses.replace(result.traced, standing=standing, wires=wires)
    text = render_html(
        HtmlReport(
            corpus=result.corpus,
            pairs=result.pairs,
            stories=result.stories,
            manifest={},
            findings=dataclasses.replace(findings, traced=traced),
        )
    )
    tree = html.document_fromstring(text)

    assert len(tree.xpath("//script")) == 1
    assert len(tree.xpath("//h1")) == 1
    assert not tree.xpath("//@*[starts-with(name(), 'on')]")
    assert "\u202e" not in text
    names = [flat(name) for name in tree.xpath("//table[@class='outlets']//bdi")]
    assert " ".join(clean(f"Courier{payload}").split()) in names
    assert any(" ".join(clean(payload).split()) in flat(line) for line in tree.find_class("wire"))


def test_a_source_nobody_names(result):
    """Without an agency no original is said to be missing; without a sentence nothing is reconstructed."""
    wire = next(wire for wire in result.traced.wires if wire.source.article is None)
    unknown = dataclasses.replace(
        wire, source=dataclasses.replace(wire.source, agency="unknown source"), sentences=()
    )
    assert source_answer(unknown, result.articles) == (
        "which text is the original cannot be told; words of it are in 2 outlets; no credit tells whose it is"
    )
