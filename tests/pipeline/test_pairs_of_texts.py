"""The quick job: pairs against the definition of resemblance, whatever the threads, memory and reading."""

from dataclasses import replace
from itertools import combinations

import naive
import numpy as np
import orjson
import pytest

from syndetect import Article, InputError, ParameterError, Params, ReadParams, find_pairs
from syndetect.corpus import NoArticleError
from syndetect.errors import BudgetError
from syndetect.text import tokenise_texts

N_ARTICLES = 60


@pytest.fixture(scope="module")
def texts():
    """Make articles of which many share a beginning, a part, or all of their words."""
    rng = np.random.default_rng(5)
    vocabulary = [f"word{number}" for number in range(400)]
    found = [" ".join(rng.choice(vocabulary, 120)) for _ in range(N_ARTICLES // 3)]
    for source in range(N_ARTICLES // 3):
        words = found[source].split()
        cut = int(rng.integers(10, 110))
        found.append(" ".join([*words[:cut], *rng.choice(vocabulary, 120 - cut)]))
        found.append(" ".join(words if source % 5 == 0 else [*words[: 2 * cut], "more"]))
    return found


@pytest.fixture
def dump(tmp_path, texts):
    """Write them as JSON lines; one line is broken, one text empty."""
    lines = [orjson.dumps({"id": f"a{k}", "text": text}) for k, text in enumerate(texts)]
    path = tmp_path / "dump.jsonl"
    path.write_bytes(b"\n".join([*lines[:7], b"{broken", *lines[7:], b'{"id": "empty", "text": " "}', b""]))
    return path


def shingles_of(texts):
    """Return the shingles of each text, by the definition."""
    tokens = tokenise_texts(texts)
    words = np.split(tokens.hashes, tokens.article_ptr[1:-1])
    return [naive.shingles(one.tolist(), Params().shingle.width) for one in words]


@pytest.fixture(scope="module")
def exact(texts):
    """Return the resemblance of all pairs, by the definition."""
    shingles = shingles_of(texts)
    return {
        (a, b): naive.resemblance(shingles[a], shingles[b]) for a, b in combinations(range(len(texts)), 2)
    }


def rows_of(found):
    return list(found.table().rows())


@pytest.mark.parametrize("resemblance", [0.2, 0.5, 1.0])
def test_pairs_are_those_of_the_definition(dump, exact, resemblance):
    """Every pair that is found has the resemblance that is said, and none of the clear ones is missing."""
    found = find_pairs(dump, resemblance=resemblance)

    said = {(int(a), int(b)): value for (a, b), value in zip(found.pairs, found.resemblance, strict=True)}
    assert said == {pair: pytest.approx(exact[pair]) for pair in said}
    assert min(said.values(), default=1) >= resemblance
    assert set(said) == {pair for pair, value in exact.items() if value >= resemblance}


def test_the_account_is_whole(dump):
    """Articles, the broken line and the empty text: nothing is lost."""
    found = find_pairs(dump)

    assert found.account() == {
        "n_in": N_ARTICLES + 2,
        "n_ok": N_ARTICLES,
        "n_quarantined": 1,
        "n_filtered": 1,
        "filtered": {"empty_text": 1},
    }
    assert [(row.record, row.reason) for row in found.corpus.quarantine] == [(8, "bad_json")]
    assert found.article_ids == [f"a{k}" for k in range(N_ARTICLES)]
    assert found.records.tolist() == [k + 1 if k < 7 else k + 2 for k in range(N_ARTICLES)]


def test_the_table_says_which_articles_and_how_alike(dump, texts):
    """Ids, files and record numbers of both; containments from the shingles of each."""
    found = find_pairs(dump, resemblance=0.3)
    sizes = [len(shingles) for shingles in shingles_of(texts)]

    for row, (a, b) in zip(rows_of(found), found.pairs.tolist(), strict=True):
        a_id, a_file, a_record, b_id, b_file, b_record, resemblance, a_in_b, b_in_a, shared = row
        assert (a_id, b_id, a_file, b_file) == (f"a{a}", f"a{b}", str(dump), str(dump))
        assert (a_record, b_record) == (found.records[a], found.records[b])
        assert a_in_b == round(shared / sizes[a], 6)
        assert b_in_a == round(shared / sizes[b], 6)
        assert resemblance == round(shared / (sizes[a] + sizes[b] - shared), 6)


def test_threads_memory_and_source_change_nothing(dump, tmp_path, texts):
    """One thread or three, in memory or in files, read from a file or handed over."""
    expected = rows_of(find_pairs(dump, resemblance=0.2, n_threads=1))

    assert rows_of(find_pairs([dump], resemblance=0.2, n_threads=3)) == expected
    assert rows_of(find_pairs(dump, resemblance=0.2, memory="301MB", spill_folder=tmp_path)) == expected
    articles = [Article(article_id=f"a{k}", text=text) for k, text in enumerate(texts)]
    handed = find_pairs(articles, resemblance=0.2)
    assert [row[6:] for row in rows_of(handed)] == [row[6:] for row in expected]
    assert handed.account()["n_ok"] == N_ARTICLES


def test_without_passages_a_low_resemblance_may_be_missed(dump):
    """Never more than with them; copies are found either way."""
    everything = {tuple(pair) for pair in find_pairs(dump, resemblance=0.1).pairs.tolist()}
    whole = {tuple(pair) for pair in find_pairs(dump, resemblance=0.1, passages=False).pairs.tolist()}

    assert whole < everything
    strong = {tuple(pair) for pair in find_pairs(dump, resemblance=0.9).pairs.tolist()}
    assert strong <= whole


def test_candidates_are_handed_on_unverified(dump):
    """Without a resemblance to reach there is none to be told."""
    found = find_pairs(dump, resemblance=None)

    assert (found.shingles, found.resemblance) == (None, None)
    assert len(found.pairs) == found.n_candidates
    assert [column.name for column in found.table().columns][-1] == "b_record"
    verified = find_pairs(dump, resemblance=0.2)
    assert {tuple(pair) for pair in verified.pairs.tolist()} <= {tuple(pair) for pair in found.pairs.tolist()}


def test_short_articles_are_not_paired():
    """Nothing can be said of a few words; how few, the parameters say."""
    articles = [
        Article(article_id=str(k), text="The ferry ran onto a sandbank off the harbour.") for k in range(2)
    ]
    relation = replace(Params().relation, min_words=5)

    assert len(find_pairs(articles).pairs) == 0
    assert len(find_pairs(articles, replace(Params(), relation=relation)).pairs) == 1


def test_nothing_to_pair(tmp_path):
    """An empty file has no pairs; records of which none is an article are an error."""
    empty = tmp_path / "empty.jsonl"
    empty.write_bytes(b"")
    assert rows_of(find_pairs(empty)) == []

    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(b"{broken\n")
    with pytest.raises(NoArticleError, match="bad_json"):
        find_pairs(bad)
    with pytest.raises(InputError):
        find_pairs(tmp_path / "absent.jsonl")


@pytest.mark.parametrize("resemblance", [0, -0.5, 1.01])
def test_a_resemblance_is_a_share(dump, resemblance):
    """Anything else is refused before the work."""
    with pytest.raises(ParameterError, match="resemblance must be above 0 and at most 1"):
        find_pairs(dump, resemblance=resemblance)


def test_too_little_memory_is_told(dump):
    """What cannot lie in files must have room."""
    with pytest.raises(BudgetError, match="at least"):
        find_pairs(dump, memory="100MB")


def test_fields_are_mapped(tmp_path):
    """As in every reading."""
    path = tmp_path / "dump.jsonl"
    text = "The ferry ran onto a sandbank off the northern harbour late on Tuesday evening. " * 4
    path.write_bytes(
        orjson.dumps({"words": text, "key": 1}) + b"\n" + orjson.dumps({"words": text, "key": 2})
    )

    found = find_pairs(path, read=ReadParams(field_map={"text": "words", "id": "key"}))

    assert [row[:7] for row in rows_of(found)] == [("1", str(path), 1, "2", str(path), 2, 1.0)]
