"""What the executors compute, without a cluster: the same as the functions of one process."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.generator import GeneratorParams, generate

pytest.importorskip("pyarrow", reason="NOT TESTED: pip install 'syndetect[spark]'")
pytest.importorskip("pyspark", reason="NOT TESTED: pip install 'syndetect[spark]'")

import pyarrow as pa

from syndetect.candidates import event_pairs, passage_pairs
from syndetect.engines.spark import events, passages
from syndetect.engines.spark.arrays import cells, flat, numbers, table_of, taken, whole_groups
from syndetect.engines.spark.vocabulary import Vocabulary
from syndetect.engines.spark.webs import join_pairs
from syndetect.params import EventParams, PassageParams
from syndetect.sketch import count_terms, tfidf, winnow
from syndetect.sketch.tfidf import inverse_frequency
from syndetect.text import tokenise_texts


@pytest.fixture(scope="module")
def corpus():
    """Return the words of 320 generated articles, their times, and which stands behind which."""
    params = GeneratorParams(n_articles=320, seed=9, hot_stories=1, hot_copies=40, missing_time_share=0.2)
    articles = sorted((article.record() for article in generate(params)), key=lambda one: one["id"])
    body = tokenise_texts([article["text"] for article in articles], n_threads=1).body()
    rng = np.random.default_rng(0)
    published = np.where(
        rng.random(len(articles)) < 0.2, np.nan, rng.integers(0, 40, len(articles)) * 86400.0
    )
    leaders = np.arange(len(articles))
    leaders[20:60] = rng.integers(0, 5, 40)  # any grouping will do
    return body, published, leaders


def _table(body, rows, published) -> pa.Table:
    """Return some articles as executors get them; nothing is furniture."""
    hashes = [body.hashes[body.article_ptr[r] : body.article_ptr[r + 1]].tobytes() for r in rows.tolist()]
    flags = [body.flags[body.article_ptr[r] : body.article_ptr[r + 1]].tobytes() for r in rows.tolist()]
    schema = "row long, hashes binary, flags binary, published double"
    return table_of(schema, (rows, hashes, flags, published[rows]))


def _vocabulary(body) -> Vocabulary:
    counts = count_terms(body)
    frequency = np.bincount(counts.terms, minlength=len(counts.term_hashes))
    order = np.argsort(counts.term_hashes)
    weights = inverse_frequency(frequency, body.n_articles)
    return Vocabulary(
        counts.term_hashes[order], order.astype(np.int32), weights[order], (frequency > 1)[order]
    )


def test_cells_hold_the_ranges_of_a_pointer():
    """What is written to cells is read back, empty ranges and columns side by side too."""
    values, ptr = np.arange(14, dtype=np.int32).reshape(7, 2), np.array([0, 3, 3, 7])

    found, at = flat(pa.chunked_array([cells(values, ptr)], pa.binary()), np.int32, 2)

    assert found.tolist() == values.tolist()
    assert at.tolist() == ptr.tolist()


def test_cells_are_read_from_slices_chunks_and_wide_offsets():
    """What stands before a slice is not read; neither are empty chunks; order may be any."""
    values, ptr = np.arange(40, dtype=np.int64), np.array([0, 4, 4, 10, 25, 40])
    whole = pa.array(cells(values, ptr), pa.binary())
    chunks = pa.chunked_array([whole[1:3], whole[:0], whole[3:]])

    found, at = flat(chunks, np.int64)
    assert (found.tolist(), at.tolist()) == (values[4:].tolist(), [0, 0, 6, 21, 36])

    turned = taken(pa.table({"cell": chunks}), np.array([3, 0, 1]))
    found, at = flat(turned.column("cell"), np.int64)
    assert (found.tolist(), at.tolist()) == ([*range(25, 40), *range(4, 10)], [0, 15, 15, 21])

    found, at = flat(pa.chunked_array([], pa.binary()), np.int32, 3)
    assert (found.shape, at.tolist()) == ((0, 3), [0])


@given(sizes=st.lists(st.integers(1, 9), max_size=12), n_rows=st.integers(1, 12), n_batch=st.integers(1, 7))
def test_groups_stay_whole_however_batches_cut_them(sizes, n_rows, n_batch):
    """Every row is handed on once, in order; no group is in two tables, and tables but the last are large."""
    key = np.repeat(np.arange(len(sizes)), sizes)
    table = pa.table({"one": key // 2, "other": key % 2, "row": np.arange(len(key))})

    found = list(whole_groups(iter(table.to_batches(max_chunksize=n_batch)), ("one", "other"), n_rows))

    assert [row for each in found for row in each.column("row").to_pylist()] == list(range(len(key)))
    groups = [
        set(zip(each.column("one").to_pylist(), each.column("other").to_pylist(), strict=True))
        for each in found
    ]
    assert sum(map(len, groups)) == len(sizes)
    largest = max(sizes, default=0)
    assert all(each.num_rows < n_rows + n_batch + largest for each in found)


def test_a_part_of_the_corpus_is_weighed_as_in_the_whole(corpus):
    """Rows of any articles, in order, have the values of the whole matrix, in the order of its columns."""
    body, published, _ = corpus
    whole = tfidf(count_terms(body))
    rows = np.arange(0, body.n_articles, 3)
    part = _table(body, rows, published)

    from syndetect.engines.spark.preparing import body_of

    weights, _ = _vocabulary(body).weigh(body_of(part))

    for place, row in enumerate(rows.tolist()):
        expected = whole.data[whole.indptr[row] : whole.indptr[row + 1]]
        assert np.array_equal(weights.data[weights.indptr[place] : weights.indptr[place + 1]], expected)


@pytest.mark.parametrize("at_once", [1, 700, 1 << 21])
def test_fingerprints_that_meet_in_parts_give_the_partners_of_one_search(corpus, at_once, monkeypatch):
    """Scores and runs added up over parts, cut by fingerprint and within lists, rank the same partners."""
    monkeypatch.setattr(passages, "MEETINGS_AT_ONCE", at_once)
    body, published, leaders = corpus
    params = PassageParams(max_postings=12, n_common=4, n_partners=5)
    rows = np.arange(body.n_articles)
    expected = passage_pairs(body, winnow(body, rows, params), leaders, published, params).pairs

    places = passages._places(_table(body, rows, published), params)
    row_leaders = leaders[numbers(places, "row")]
    places = places.append_column("leader", pa.array(row_leaders))
    part = numbers(places, "hash") % 3
    scores: dict[tuple[int, int], list[int]] = {}
    for number in range(3):
        chosen = places.take(pa.array(np.flatnonzero(part == number)))
        tables = list(passages._score(chosen, len(np.unique(leaders)), params))
        assert len(tables) > 1 or at_once > 700
        for row in pa.concat_tables(tables).to_pylist():
            known = scores.setdefault((row["a"], row["b"]), [0, 0])
            known[0] += row["score"]
            known[1] |= row["shares_run"]
    ranked: dict[int, list[tuple[int, int]]] = {}
    for (a, b), (score, shares_run) in scores.items():
        if shares_run:
            ranked.setdefault(a, []).append((-score, b))
    found = {
        (min(a, b), max(a, b)) for a, others in ranked.items() for _, b in sorted(others)[: params.n_partners]
    }

    assert len(expected) > 50
    assert sorted(found) == [tuple(pair) for pair in expected.tolist()]


@pytest.mark.parametrize("at_once", [7, 20_000])
def test_words_that_meet_in_parts_give_the_neighbours_of_one_search(corpus, at_once, monkeypatch):
    """Articles met under words cut into parts, those tried, and their cosines: the pairs of one search."""
    monkeypatch.setattr(events, "ENTRIES_AT_ONCE", at_once)
    body, published, _ = corpus
    params = EventParams(max_postings=60, n_neighbours=3, n_terms=8, window_days=15)
    rows = np.arange(body.n_articles)
    expected = event_pairs(tfidf(count_terms(body)), published, rows, params, n_threads=1)

    vocabulary = _vocabulary(body)
    halves = [rows[::2], rows[1::2]]
    top = pa.concat_tables(
        events._top_terms(_table(body, half, published), vocabulary, params) for half in halves
    )
    part = numbers(top, "term") % 3
    met = pa.concat_tables(
        found
        for number in range(3)
        for found in events._met(top.take(pa.array(np.flatnonzero(part == number))), params)
    )
    tried = numbers(events._most_shared(met, 4 * params.n_neighbours), "a", "b")
    weights, _ = vocabulary.weigh(body)
    matrix = (weights.indptr.astype(np.int64), weights.indices.astype(np.int32), weights.data)
    cosines = events._products(matrix, tried)
    best: dict[int, list[tuple[float, int]]] = {}
    for (a, b), cosine in zip(tried.tolist(), cosines.tolist(), strict=True):
        if cosine >= 1e6 * params.min_cosine:
            best.setdefault(a, []).append((-cosine, b))
    found = {
        (min(a, b), max(a, b)) for a, each in best.items() for _, b in sorted(each)[: params.n_neighbours]
    }

    assert len(expected) > 50
    assert sorted(found) == [tuple(pair) for pair in expected.tolist()]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=40), st.integers(1, 5))
def test_pairs_joined_in_parts_give_the_components_of_all(pairs, n_parts):
    """What parts keep of their pairs, one an article at most, joins the same articles as all pairs."""
    all_pairs = np.array(pairs, np.int64).reshape(-1, 2)
    component = {row: {row} for pair in pairs for row in pair}
    for one, other in pairs:
        joined = component[one] | component[other]
        component |= dict.fromkeys(joined, joined)

    left = []
    for part in range(n_parts):
        found = join_pairs(all_pairs[part::n_parts])
        others = found.rows != found.firsts
        left += list(zip(found.firsts[others].tolist(), found.rows[others].tolist(), strict=True))
    together = join_pairs(np.array(left, np.int64).reshape(-1, 2))

    firsts = dict(zip(together.rows.tolist(), together.firsts.tolist(), strict=True))
    assert firsts == {row: min(rows) for row, rows in component.items() if len(rows) > 1}
    assert together.largest == max(map(len, component.values()), default=1)


def test_a_failed_job_is_one_line():
    """The message of an error of Spark is its cause, without the stack traces of Java and Python."""
    from syndetect.engines.spark.session import _cause

    python = "An exception was thrown.\nTraceback (most recent call last):\n  File x\nValueError: no"
    java = (
        "An error occurred while calling o1.collect.\n: java.lang.OutOfMemoryError: Java heap space\n\tat x"
    )

    assert _cause(python) == "ValueError: no"
    assert "OutOfMemoryError" in _cause(java)
    assert "\n" not in _cause(java)
    assert _cause("")
