"""The page of a pair: figures are those of the tables, marks those of the offsets, fields are inert."""

import re
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from syndetect.report.headlines import headline_change
from syndetect.report.site.catalogue import Catalogue
from syndetect.report.site.charts.ribbons import WIDTH, ribbons
from syndetect.report.site.judged import judged_view, plain_evidence
from syndetect.report.site.pages.pair import CHARACTERS
from syndetect.report.site.pages.pair.heads import headline_view, lag_words
from syndetect.report.site.pages.pair.passages import LISTED
from syndetect.report.site.pages.pair.shares import share_rows
from syndetect.report.site.wording import clean
from syndetect.text import word_spans
from syndetect.trace.direction import CAUSES, Evidence, explain
from tests.site.made_pair import drawn_sides, made_run, made_site, passage, rendered_pairs

WIRE = (
    "PORT LINDEN (NPA) — The ferry Solveig ran aground in fog on Tuesday, and nobody was hurt.\n\n"
    "“She was too far south,” the harbour master said. “Far too far.”\n\n"
    "The crew of eleven stayed aboard until the evening tide came in.\n\n"
    "Divers will look at the hull on Friday."
)
COPY = (
    "The ferry Solveig ran aground in thick fog on Tuesday, and nobody was hurt.\n\n"
    "Our reporter walked along the beach for an hour.\n\n"
    "“She was too far south,” the harbour master said.\n\n"
    "Divers will look at the hull on Friday.\n\nMost read"
)
LEDE = "The ferry Solveig ran aground in fog on Tuesday, and nobody was hurt"
THICK = "The ferry Solveig ran aground in thick fog on Tuesday, and nobody was hurt"
EDITED = {
    "a_start": WIRE.index(LEDE),
    "a_end": WIRE.index(LEDE) + len(LEDE),
    "b_start": 0,
    "b_end": len(THICK),
    "kind": "edited",
    "role": "prose",
    "n_words": 13,
}
PASSAGES = [
    EDITED,
    passage(WIRE, COPY, "She was too far south", "quote"),
    passage(WIRE, COPY, "the harbour master said"),
    passage(WIRE, COPY, "Divers will look at the hull on Friday"),
]
ARTICLES = {
    "a": {
        "outlet": "Nordic Press Agency",
        "title": "Ferry runs aground in fog, nobody hurt",
        "published": "2025-03-04T10:00:00Z",
        "language": "en",
        "n_words": 46,
        "n_quote_words": 8,
        "n_furniture_words": 3,
    },
    "b": {
        "outlet": "Harbour Times",
        "title": "Ferry runs aground, nobody hurt",
        "published": "2025-03-04T11:30:00Z",
        "n_words": 40,
        "n_quote_words": 5,
        "n_furniture_words": 2,
        "url": "https://harbour.example/ferry",
    },
}
PAIRS = {
    ("a", "b"): {
        "containment_a_in_b": 30 / 46,
        "containment_b_in_a": 30 / 40,
        "direction": "a>b",
        "direction_evidence": "time: a is earlier by 90 min; role: a is an agency's own text",
        "cause": "wire copy",
        "cause_agency": "NPA",
    }
}
FURNITURE = [
    {"article_id": "a", "start": 0, "end": 17, "kind": "dateline", "reason": "rule", "n_words": 3},
    {
        "article_id": "b",
        "start": COPY.index("Most read"),
        "end": len(COPY),
        "kind": "menu",
        "reason": "rule",
        "n_words": 2,
    },
]
UNIQUE = [{"article_id": "b", "start": COPY.index("Our reporter"), "end": COPY.index(" hour.") + 5}]
QUOTES = [
    {"article_id": name, "start": text.index("She was"), "end": text.index("She was") + 21, "n_words": 5}
    for name, text in (("a", WIRE), ("b", COPY))
]


def ferry_run(**more):
    """Return the run of the ferry: an agency's text, and a paper's that took from it."""
    settings_ = {
        "articles": ARTICLES,
        "pairs": PAIRS,
        "furniture": FURNITURE,
        "unique": UNIQUE,
        "quotes": QUOTES,
    } | more
    return made_run({"a": WIRE, "b": COPY}, {("a", "b"): PASSAGES}, **settings_)


@pytest.fixture(scope="module")
def page():
    (written,) = rendered_pairs(ferry_run())
    return written


@pytest.fixture(scope="module")
def tree(page):
    return html.document_fromstring(page)


def text_of(element):
    return " ".join(element.text_content().split())


def marked_text(tree, number, side):
    """Return the characters that are marked as a passage on one side of the page."""
    found = tree.xpath(f"//td[@class='{side}']//*[@data-p='{number}']")
    return "".join(element.text_content() for element in found)


def unblanked(text):
    return "".join(text.split())


def test_marked_characters_are_those_of_the_table(tree):
    """What is marked as a passage on either side is the text between its offsets, and the list has these."""
    rows = tree.xpath("//table[@id='list']/tbody/tr")

    assert len(rows) == len(PASSAGES)
    for number, (row, listed) in enumerate(
        zip(sorted(PASSAGES, key=lambda row: row["b_start"]), rows, strict=True), 1
    ):
        assert marked_text(tree, number, "left") == WIRE[row["a_start"] : row["a_end"]]
        assert marked_text(tree, number, "right") == COPY[row["b_start"] : row["b_end"]]
        assert [text_of(cell) for cell in listed][:6] == [
            str(number),
            row["kind"],
            row["role"],
            str(row["n_words"]),
            f"{row['a_start']}–{row['a_end']}",
            f"{row['b_start']}–{row['b_end']}",
        ]


@settings(max_examples=25)
@given(drawn_sides())
def test_any_highlight_follows_from_the_table(case):
    """Of any texts and passages what is marked stands between the offsets, but for paragraph breaks."""
    left, right, passages = case
    if not (left and right):
        return
    (written,) = rendered_pairs(made_run({"a": left, "b": right}, {("a", "b"): passages}))
    tree = html.document_fromstring(written)
    ordered = sorted(passages, key=lambda row: (row["b_start"], row["a_start"]))

    assert {int(number) for number in tree.xpath("//@data-p")} == set(range(1, len(ordered) + 1))
    for number, row in enumerate(ordered, 1):
        assert unblanked(marked_text(tree, number, "right")) == unblanked(
            right[row["b_start"] : row["b_end"]]
        )
        on_left = tree.xpath(f"//td[@class='left']//*[@data-p='{number}']")
        assert sorted(
            word for each in on_left for word in word_spans(each.text_content()).hashes.tolist()
        ) == sorted(word_spans(left[row["a_start"] : row["a_end"]]).hashes.tolist())


def test_kinds_are_told_apart_by_words_too(tree):
    """Every kind of paragraph has its mark, its class, and a caption in words."""
    rows = tree.xpath("//table[@class='sides']/tbody/tr")
    captions = [text_of(row) for row in rows]

    assert [row.get("class").split()[0] for row in rows] == [
        "prose",
        "own",
        "quote",
        "elsewhere",
        "prose",
        "furniture",
    ]
    assert "14 words · 13 shared (edited, prose) · 1 changed" in captions[0]
    assert "9 words · own" in captions[1]
    assert "9 words · verbatim, prose and quotes" in captions[2]
    assert "12 words · in another article, not in this one" in captions[3]
    assert "2 words · furniture · menu (rule)" in captions[5]
    assert tree.xpath("string(//td[@class='right']//ins)") == "thick"
    assert {mark.split()[0] for mark in tree.xpath("//ul[@class='legend']//mark/@class")} == {
        "prose", "quote", "rewritten", "same", "own", "said", "elsewhere", "furniture"
    }  # fmt: skip


def test_the_two_percentages_are_those_of_the_table(tree):
    """The head says kept and pasted as in pairs.csv, with their denominators."""
    percent = {each.get("data-percent"): each.text for each in tree.xpath("//*[@data-percent]")}
    count = {each.get("data-count"): each.text for each in tree.xpath("//*[@data-count]")}

    assert percent == {"kept": "65%", "pasted": "75%", "left_out": "35%", "added": "25%"}
    assert count == {
        "kept": "30 of 46",
        "pasted": "30 of 40",
        "left_out": "16 of 46",
        "added": "10 of 40",
    }
    assert "of Harbour Times’s text is from Nordic Press Agency: pasted" in text_of(
        tree.get_element_by_id("shares")
    )


def test_every_way_of_counting_is_on_the_page(tree):
    """Without a script the page shows the shares with and without quotes and furniture."""
    rows = {
        row.get("data-key"): [text_of(cell) for cell in row[1:]]
        for row in tree.xpath("//table[@id='ways']/tbody/tr")
    }

    assert rows == {
        "01": ["65% 30 of 46", "35% 16 of 46", "75% 30 of 40", "25% 10 of 40"],
        "11": ["66% 25 of 38", "34% 13 of 38", "71% 25 of 35", "29% 10 of 35"],
        "00": ["61% 30 of 49", "39% 19 of 49", "71% 30 of 42", "29% 12 of 42"],
        "10": ["61% 25 of 41", "39% 16 of 41", "68% 25 of 37", "32% 12 of 37"],
    }


COUNTS = st.integers(0, 300)


@given(COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS)
def test_shares_are_shares(prose, quote, furniture, words, quoted, more):
    """Whatever the tables hold, both parts of a text add up, and the first row has the counts of the body."""
    pair = {"prose_words": prose, "quote_words": quote, "furniture_words": furniture}
    article = {"n_words": max(words, quoted), "n_quote_words": quoted, "n_furniture_words": more}
    rows = share_rows(pair, article, article)

    for row in rows:
        for one, other in ((row.kept, row.left_out), (row.pasted, row.added)):
            assert int(one.n.replace(",", "")) + int(other.n.replace(",", "")) == int(one.of.replace(",", ""))
            assert 0 <= float(one.width[:-1]) <= 100
    assert rows[0].kept.n == f"{prose + quote:,}"
    assert rows[0].kept.of == f"{max(article['n_words'], prose + quote):,}"


def test_all_evidence_has_plain_words():
    """No piece of evidence of the trace stage is left as it stands in the table."""
    names = {"a": "Nordic Press Agency", "b": "Harbour Times"}
    for flag in Evidence:
        raw = explain(int(flag), 5400.0)
        (sentence,) = plain_evidence(raw, names)
        assert sentence != raw
        assert sentence.endswith(".")
        assert not re.search(r"\b[ab]\b(?! )", sentence)
        assert not re.search(r"\b(a|b) (is|credits|names)\b", sentence)
    assert plain_evidence(explain(int(Evidence.B_EARLIER), np.nan), names)
    assert plain_evidence(None, names) == ()
    assert plain_evidence("of a later version", names) == ("of a later version",)


def test_all_causes_have_plain_words():
    """Every cause of the trace stage is explained; agency copy names the agency."""
    for cause in CAUSES:
        row = {"cause": cause or None, "cause_agency": "NPA", "direction": None, "direction_evidence": None}
        catalogue = Catalogue(made_run({"a": "x", "b": "y"}, {("a", "b"): []}, pairs={("a", "b"): row}))
        judged = judged_view(catalogue.rows("pairs")[0], catalogue)
        assert not judged.determined
        assert judged.cause.endswith("of NPA") == (cause == "wire copy")
        assert (judged.cause == "") == (cause == "")


def test_direction_says_who_took_it(tree):
    """The source stands on the left, and its evidence and cause are told with the outlets' names."""
    told = text_of(tree.xpath("//section[@aria-labelledby='direction-title']")[0])

    assert "Harbour Times took it from Nordic Press Agency." in told
    assert "Nordic Press Agency was published 90 min earlier." in told
    assert "The text of Nordic Press Agency is an agency’s own." in told
    assert "agency copy of NPA" in told
    assert [text_of(each) for each in tree.xpath("//p[@class='role']")] == ["Source", "Took from it"]
    assert "1 h 30 min later" in text_of(tree.xpath("//div[@class='heads']/section")[1])


def test_the_source_stands_on_the_left():
    """When b is the source it stands left, with its own passages and letter; the figures follow."""
    turned = {("a", "b"): PAIRS["a", "b"] | {"direction": "b>a"}}
    tree = html.document_fromstring(rendered_pairs(ferry_run(pairs=turned))[0])
    heads = [text_of(each) for each in tree.xpath("//table[@class='sides']/thead//th")]

    assert heads == ["Harbour Times", "Nordic Press Agency"]
    assert tree.xpath("string(//td[@class='left']//del)") == "thick"
    assert marked_text(tree, 1, "right") == LEDE
    assert tree.xpath("string(//*[@data-percent='kept'])") == "75%"


def test_changed_words_of_headlines_are_marked(tree):
    """An edited headline has its changed words marked; a same or new one has not."""
    heads = tree.xpath("//div[@class='heads']//h2")

    assert [text_of(head) for head in heads] == [ARTICLES["a"]["title"], ARTICLES["b"]["title"]]
    assert [head.xpath("string(.//del|.//ins)") for head in heads] == ["in fog", ""]
    assert "Edited: half of all words or more are in both" in text_of(
        tree.xpath("//p[@class='headline-row']")[0]
    )


TITLES = st.lists(st.sampled_from(["Ferry", "runs", "aground", "in", "“fog”,", "<b>"]), max_size=6).map(
    " ".join
)


@given(TITLES, TITLES)
def test_headlines_lose_nothing(left, right):
    """Marked or not, a headline is shown whole; which words are marked agrees with the change."""
    rows = [{"title": title or None} for title in (left, right)]
    view = headline_view(rows[0], rows[1], (left, right))
    hashes = [word_spans(title).hashes.tolist() for title in (left, right)]
    change = headline_change(hashes[1], hashes[0])

    for title, shown in ((left, view.left), (right, view.right)):
        assert html.fromstring(f"<p>{shown}</p>").text_content() == title
    assert ("<ins>" in view.right or "<del>" in view.left) == (change == "edited" and left != right)
    missing = "One" if left or right else "Neither"
    assert view.change.startswith({"same": "Same", "edited": "Edited", "new": "New", None: missing}[change])


def test_lag_in_words():
    """The right article is later or earlier, of the same minute or day, or nothing is said."""
    for left, right, words in (
        ("2025-03-04T10:00:00Z", "2025-03-04T10:20:00Z", "20 min later"),
        ("2025-03-04T10:00:00Z", "2025-03-04T08:00:00Z", "2 h earlier"),
        ("2025-03-04T10:00:00Z", "2025-03-04T10:00:00Z", "same minute"),
        ("2025-03-04T10:00:00Z", "2025-03-05", "1 day later"),
        ("2025-03-04", "2025-03-04", "same day"),
        (None, "2025-03-04", ""),
        ("soon", "2025-03-04", ""),
    ):
        assert lag_words({"published": left}, {"published": right}) == words


@given(drawn_sides())
def test_ribbons_stay_inside_the_drawing(case):
    """Every place of a ribbon is inside the drawing, and there is a band for each passage."""
    left, right, rows = case
    spans = [(row["role"], (row["a_start"], row["a_end"]), (row["b_start"], row["b_end"])) for row in rows]
    drawn = ribbons(spans, len(left), len(right))

    assert sum(each.bands.count("z") for each in drawn) == len(rows)
    assert sum(each.bars.count("z") for each in drawn) == 2 * len(rows)
    assert all(
        0 <= float(n) <= WIDTH for each in drawn for n in re.findall(r"[\d.]+", each.bars + each.bands)
    )


THREE = {"a": WIRE, "b": COPY, "c": WIRE}


def test_pairs_lead_to_one_another_and_to_their_story():
    """The pages of a story lead to their neighbours, to the story and to both outlets."""
    passages = {("a", "b"): PASSAGES, ("a", "c"): [passage(WIRE, WIRE, LEDE)], ("b", "c"): []}
    pairs = {("b", "c"): {"relation": "same_event"}}
    outlets = [{"outlet": f"Outlet {name}", "n_articles": 1, "n_measured": 1} for name in "abc"]
    run = made_run(THREE, passages, pairs=pairs, outlets=outlets)
    site = made_site(run)
    trees = [html.document_fromstring(written) for written in rendered_pairs(run)]

    assert len(trees) == 2  # what shares no text has no page
    assert [tree.xpath("string(//span[@class='where'])") for tree in trees] == ["Pair 1 of 2", "Pair 2 of 2"]
    assert trees[0].xpath("//a[@rel='next']/@href") == ["../pairs/0001-002.html"]
    assert trees[1].xpath("//a[@rel='prev']/@href") == ["../pairs/0001-001.html"]
    assert not trees[0].xpath("//a[@rel='prev']")
    for tree in trees:
        links = set(tree.xpath("//main//a/@href"))
        assert f"../{site.addresses.stories['story']}" in links
        assert len({f"../{path}" for path in site.addresses.outlets.values()} & links) == 2


def test_ids_are_unique_and_links_inside_lead_somewhere(tree):
    """No id stands twice; every inner link and reference has its target; a passage is reached and left."""
    ids = tree.xpath("//@id")
    targets = [href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")]
    targets += " ".join(tree.xpath("//@aria-labelledby")).split()

    assert len(ids) == len(set(ids))
    assert set(targets) <= set(ids)
    for number in range(1, len(PASSAGES) + 1):
        assert {f"p{number}", f"l{number}"} <= set(targets)
        assert f"p{number}-left" in ids


def test_tags_are_balanced(page):
    """Every element is closed in the order in which it was opened."""
    open_tags = []

    class Checker(HTMLParser):
        def handle_starttag(self, tag, attributes):
            if tag not in {"meta", "link", "br", "input"}:
                open_tags.append(tag)

        def handle_startendtag(self, tag, attributes):
            """Pass over an SVG element that closes itself."""

        def handle_endtag(self, tag):
            assert open_tags.pop() == tag

    checker = Checker()
    checker.feed(page)
    checker.close()

    assert open_tags == []


def test_equal_input_gives_equal_bytes(page):
    """The page of a run is the same every time, in whatever order its passages stand."""
    run = made_run(
        {"a": WIRE, "b": COPY},
        {("a", "b"): PASSAGES[::-1]},
        articles=ARTICLES,
        pairs=PAIRS,
        furniture=FURNITURE,
        unique=UNIQUE,
        quotes=QUOTES,
    )

    assert rendered_pairs(ferry_run()) == [page] == rendered_pairs(run)


def test_a_redacted_page_has_places_and_no_text():
    """Without texts the page has figures, passages and sentences as numbers, and no word of the articles."""
    sentences = [
        {"article_id": "b", "position": 1, "start": 0, "end": len(THICK) + 1, "n_words": 14},
        {
            "article_id": "b",
            "position": 2,
            "start": COPY.index("Our"),
            "end": COPY.index(" hour.") + 6,
            "n_words": 9,
        },
    ]
    (written,) = rendered_pairs(ferry_run(redacted=True, sentences=sentences))
    tree = html.document_fromstring(written)
    outline = tree.xpath("//section[@aria-label='Outline of Harbour Times']//tbody/tr")

    assert "Solveig" not in written
    assert not tree.xpath("//table[@class='sides'] | //*[@data-p]")
    assert "The texts are left out of this report" in text_of(tree)
    assert [[text_of(cell) for cell in row] for row in outline] == [
        ["1", "14", f"0–{len(THICK) + 1}", "1 (edited prose)"],
        ["2", "9", f"{sentences[1]['start']}–{sentences[1]['end']}", "–"],
    ]
    assert len(tree.xpath("//table[@id='list']/tbody/tr")) == len(PASSAGES)
    assert tree.xpath("string(//*[@data-percent='kept'])") == "65%"
    ids = set(tree.xpath("//@id"))
    assert {href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")} <= ids


def test_very_long_pairs_are_cut_and_say_so():
    """Of texts longer than a page holds the shared paragraphs come first, and what is missing is counted."""
    filler = "\n\n".join(f"Paragraph {n} is about number {n} and about nothing else." for n in range(4000))
    texts = {"a": f"{filler}\n\n{WIRE}", "b": f"{filler.replace('about', 'on')}\n\n{COPY}"}
    run = made_run(
        texts, {("a", "b"): [passage(texts["a"], texts["b"], "Divers will look at the hull on Friday")]}
    )
    (written,) = rendered_pairs(run)
    tree = html.document_fromstring(written)
    shown = sum(len(each.text_content()) for each in tree.xpath("//p[starts-with(@class, 'text')]"))

    assert sum(map(len, texts.values())) > 2 * CHARACTERS
    assert shown < CHARACTERS + 100
    assert {href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")} <= set(tree.xpath("//@id"))
    assert marked_text(tree, 1, "right") == "Divers will look at the hull on Friday"
    assert re.search(r"[\d,]{6,} words of them are not shown", text_of(tree))


def test_a_long_list_of_passages_is_cut_and_says_so():
    """The list has its limit; links lead only to what is there."""
    words = [f"word{n}" for n in range(LISTED + 5)]
    text = "\n\n".join(words)
    rows = [passage(text, text, f"{word}\n" if n + 1 < len(words) else word) for n, word in enumerate(words)]
    rows = [
        row | {"a_end": row["a_start"] + len(word), "b_end": row["b_start"] + len(word)}
        for row, word in zip(rows, words, strict=True)
    ]
    (written,) = rendered_pairs(made_run({"a": text, "b": text}, {("a", "b"): rows}))
    tree = html.document_fromstring(written)
    ids = set(tree.xpath("//@id"))

    assert len(tree.xpath("//table[@id='list']/tbody/tr")) == LISTED
    assert f"The first {LISTED} of {LISTED + 5} are listed" in text_of(tree)
    assert {href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")} <= ids


PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}",
    "</style></title><svg onload=alert(1)>",
    "a\u202eb\x00c\ud800",
    "]]><!--",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_fields_are_text(payload):
    """A payload in every field is shown as text: the same elements and attributes stand on the page."""
    text = f"{payload} first words here.\n\nOther {payload} words."
    fields = {
        "outlet": payload,
        "title": payload,
        "language": payload,
        "url": f"javascript:{payload}",
        "published": payload,
    }
    harmless = {"outlet": "Paper", "title": "Title", "language": "", "url": "javascript:x", "published": "x"}
    row = {"direction": "a>b", "direction_evidence": payload, "cause": payload, "relation": "partial"}
    shapes = []
    for given_fields, shown in ((fields, payload), (harmless, "x")):
        body = text.replace(payload, shown)
        run = made_run(
            {"a": body, "b": body},
            {("a", "b"): [passage(body, body, "first words here")]},
            articles=dict.fromkeys("ab", given_fields),
            pairs={("a", "b"): row | {"direction_evidence": shown, "cause": shown}},
            furniture=[{"article_id": "a", "start": 0, "end": len(body), "kind": shown, "reason": shown}],
        )
        (written,) = rendered_pairs(run)
        written.encode("utf-8")
        tree = html.document_fromstring(written)
        shapes.append(
            (
                {each.tag for each in tree.iter()} - {"ins", "del"},
                {name for each in tree.iter() for name in each.attrib},
            )
        )
        assert clean(given_fields["outlet"]) in tree.xpath("string(//h1)")
        assert not re.findall("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff]", written)
        assert all(re.match(r"#|\.\./", href) for href in tree.xpath("//a/@href"))
    assert shapes[0] == shapes[1]


ARABIC = "قالت الشركة إن العبارة جنحت صباح الثلاثاء في ضباب كثيف.\n\nلم يصب أحد بأذى وفق خفر السواحل."
CHINESE = "渡轮周二早上在浓雾中搁浅，无人受伤。\n\n潜水员将于周五检查船体。"
CHINESE_COPY = "据报道，渡轮周二早上在浓雾中搁浅，无人受伤。\n\n本报记者在海滩上走了一小时。"


def test_each_side_has_its_language_and_direction():
    """Every paragraph has the language of its own article, and finds its direction by itself."""
    shared = "渡轮周二早上在浓雾中搁浅，无人受伤"
    run = made_run(
        {"a": CHINESE, "b": CHINESE_COPY, "c": ARABIC},
        {("a", "b"): [passage(CHINESE, CHINESE_COPY, shared)], ("a", "c"): []},
        articles={"a": {"language": "zh"}, "b": {"language": "zh-Hant"}, "c": {"language": "ar"}},
    )
    chinese, arabic = (html.document_fromstring(written) for written in rendered_pairs(run))

    for tree, languages in ((chinese, ("zh", "zh-Hant")), (arabic, ("zh", "ar"))):
        for side, language in zip(("left", "right"), languages, strict=True):
            paragraphs = tree.xpath(f"//td[@class='{side}']//p[starts-with(@class, 'text')]")
            assert paragraphs
            assert {(each.get("lang"), each.get("dir")) for each in paragraphs} == {(language, "auto")}
    assert marked_text(chinese, 1, "left") == marked_text(chinese, 1, "right") == shared
