import csv
import re
from collections import defaultdict
from itertools import combinations, pairwise
from pathlib import Path
from typing import get_args

import orjson
import pytest

from corpora.ferry import make_gold
from syndetect.pairs.passages import Relation

FERRY = Path(make_gold.__file__).parent
WIRE = "cpa-ferry-1"
SECOND_STORY = ("northern-courier-glasshouse", "valley-post-glasshouse")


def _table(name):
    with (FERRY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.fixture(scope="module")
def articles():
    lines = (FERRY / "articles.jsonl").read_bytes().splitlines()
    return {record["id"]: record for record in map(orjson.loads, lines)}


@pytest.fixture(scope="module")
def story():
    """Return the ids of the ferry story: the wire copy and its versions."""
    versions = {source.source_id for source in make_gold.read_sources() if source.header.get("base") == WIRE}
    return {WIRE} | versions | {"stennick-herald-ferry"}


@pytest.fixture(scope="module")
def relations():
    return {(row["a_id"], row["b_id"]): row["relation"] for row in _table("gold_pairs.tsv")}


@pytest.fixture(scope="module")
def spans():
    """Return the spans by pair: (start, end, start, end, role, kind), a before b."""
    found = defaultdict(list)
    for row in _table("gold_spans.tsv"):
        offsets = [int(row[name]) for name in ("a_start", "a_end", "b_start", "b_end")]
        found[row["a_id"], row["b_id"]].append((*offsets, row["role"], row["kind"]))
    return dict(found)


def test_files_are_what_the_sources_say(tmp_path):
    """Articles and spans made again from the sources are byte for byte the bundled ones."""
    make_gold.write(tmp_path)

    for name in ("articles.jsonl", "gold_spans.tsv"):
        assert (tmp_path / name).read_bytes() == (FERRY / name).read_bytes()


def test_records_are_complete(articles):
    """Every article has an id of its own, all fields, a UTC time and a text without marks."""
    assert len(articles) == len((FERRY / "articles.jsonl").read_bytes().splitlines()) == 21
    for record in articles.values():
        assert list(record) == ["id", "outlet", "title", "published", "url", "text"]
        assert re.fullmatch(r"2025-\d\d-\d\dT\d\d:\d\d:\d\dZ", record["published"])
        assert re.fullmatch(r"https://[a-z]+\.example/\S+", record["url"])
        assert not re.search(r"\[\[|\]\]|\|", record["text"])
        assert all(p and p == " ".join(p.split()) for p in record["text"].split("\n\n"))
        assert record["title"] not in record["text"]


def test_wire_comes_first(articles, story):
    """No version was published before the wire copy, and all within two days of it."""
    first = articles[WIRE]["published"]

    times = [articles[each]["published"] for each in story]
    assert min(times) == first
    assert max(times) < "2025-03-13T19:12:00Z"


def test_wire_has_the_shape_of_agency_copy(articles):
    """The wire story has 14 to 18 paragraphs, about 500 words and four or more direct quotes."""
    text = articles[WIRE]["text"]

    assert 14 <= len(text.split("\n\n")) <= 18
    assert 420 <= len(text.split()) <= 520
    assert len(re.findall("“[^”]+”", text)) >= 4


def test_every_pair_of_a_story_is_judged_once(articles, story, relations):
    """Each pair of story members has one label, ids in code point order; no other pair has one."""
    rows = _table("gold_pairs.tsv")
    expected = set(combinations(sorted(story), 2)) | {SECOND_STORY}

    assert len(rows) == len(relations)
    assert set(relations) == expected
    assert all(each in articles for pair in relations for each in pair)
    assert set(relations.values()) <= set(get_args(Relation)) - {"furniture_only"}
    assert all(row["note"] for row in rows)


def test_each_relation_occurs(relations):
    """The corpus has an example of each relation that it can have."""
    assert set(relations.values()) == set(get_args(Relation)) - {"furniture_only"}


def test_spans_hold_the_same_text(articles, spans):
    """Verbatim spans are equal once whitespace is normalised; edited ones differ but share words."""
    assert spans
    for (a, b), rows in spans.items():
        for a_start, a_end, b_start, b_end, role, kind in rows:
            left = articles[a]["text"][a_start:a_end].split()
            right = articles[b]["text"][b_start:b_end].split()
            assert left
            assert (left == right) == (kind == "verbatim")
            assert len(set(left) & set(right)) >= 3
            assert (role == "quote") == left[0].startswith("“")


def test_spans_lie_inside_and_apart(articles, spans):
    """Spans start and end at words inside the texts and never overlap on a side."""
    for pair, rows in spans.items():
        for side, each in enumerate(pair):
            text = articles[each]["text"]
            sides = sorted((row[2 * side], row[2 * side + 1]) for row in rows)
            assert all(0 <= start < end <= len(text) for start, end in sides)
            assert all(text[start:end] == text[start:end].strip() for start, end in sides)
            assert all(earlier[1] <= later[0] for earlier, later in pairwise(sides))


def test_quote_spans_are_whole_quotes(articles, spans):
    """A quote span runs from opening to closing mark, and prose spans hold no direct speech."""
    for (a, _), rows in spans.items():
        for start, end, _, _, role, _ in rows:
            text = articles[a]["text"][start:end]
            assert (text[0] == "“" and text[-1] == "”") if role == "quote" else "“" not in text


def test_credits_are_in_the_text(articles):
    """A credit stands in its article once, at head or end; elsewhere CPA is not named."""
    credits = {row["article_id"]: row for row in _table("gold_credits.tsv")}

    for each, record in articles.items():
        text = record["text"]
        if each in credits:
            evidence = credits[each]["evidence"]
            assert text.count(evidence) == 1
            assert text.startswith(evidence) or text.endswith(evidence)
            text = text.replace(evidence, "")
        assert "CPA" not in text
        assert "Corvane" not in text


def _runs(text, length=6):
    """Return the runs of so many words outside direct speech."""
    words = re.findall(r"\w+|§", re.sub("“[^”]*”", "§", text).lower())
    runs = zip(*(words[n:] for n in range(length)), strict=False)
    return {run for run in runs if "§" not in run}


def _without_spans(text, rows, side):
    for row in sorted(rows, key=lambda row: -row[2 * side]):
        text = text[: row[2 * side]] + " § " + text[row[2 * side + 1] :]
    return text


def test_nothing_is_shared_outside_the_spans(articles, spans):
    """What a version has beside its spans shares no six consecutive words of prose with any article."""
    rests = {each: record["text"] for each, record in articles.items()}
    for pair, rows in spans.items():
        version = next(each for each in pair if each not in (WIRE, SECOND_STORY[0]))
        rests[version] = _without_spans(articles[version]["text"], rows, pair.index(version))
    for one, other in combinations(articles, 2):
        if not {one, other} <= {WIRE, *SECOND_STORY}:
            assert not _runs(rests[one]) & _runs(rests[other]), (one, other)


def _from_wire(each, spans, length):
    """Characters of the wire story that an article has, by role."""
    if each == WIRE:
        return {"prose": set(range(length)), "quote": set(range(length))}
    pair = tuple(sorted((WIRE, each)))
    side = pair.index(WIRE)
    chars = {"prose": set(), "quote": set()}
    for row in spans.get(pair, ()):
        chars[row[4]].update(range(row[2 * side], row[2 * side + 1]))
    return chars


def _shared_prose_words(one, other, articles, spans):
    text = articles[WIRE]["text"]
    mine, yours = (_from_wire(each, spans, len(text)) for each in (one, other))
    common = mine["prose"] & yours["prose"]
    return len("".join(c if n in common else " " for n, c in enumerate(text)).split())


def test_relations_agree_with_the_spans(articles, story, relations, spans):
    """What two articles share of the wire story is what their relation says."""
    for one, other in combinations(sorted(story), 2):
        relation = relations[one, other]
        length = len(articles[WIRE]["text"])
        mine, yours = (_from_wire(each, spans, length) for each in (one, other))
        n_prose = _shared_prose_words(one, other, articles, spans)
        if relation in ("same_text", "partial"):
            assert n_prose >= 100
        elif relation == "fragment":
            assert 20 <= n_prose <= 60
        else:
            assert n_prose == 0
        if relation == "quotes_only":
            assert mine["quote"] & yours["quote"]
        if relation in ("same_event", "none"):
            assert not mine["quote"] & yours["quote"]


def test_quotes_only_has_only_quote_spans(relations, spans):
    """A listed pair of relation ``quotes_only`` has spans of direct speech and no others."""
    pairs = [pair for pair in spans if relations[pair] == "quotes_only"]

    assert pairs
    assert all(row[4] == "quote" for pair in pairs for row in spans[pair])
