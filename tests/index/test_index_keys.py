"""The keys of an index file against a set of postings in plain Python."""

import sqlite3

import numpy as np
import pytest
import xxhash
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.candidates.lsh import banding
from syndetect.errors import DamagedError, StoreError
from syndetect.index import key_runs, sqlite_keys
from syndetect.index.prepare import make_keys
from syndetect.index.schema import SCHEMA
from syndetect.index.store import LISTED, OTHER
from syndetect.params import IndexParams
from syndetect.sketch import winnow
from syndetect.text import Tokens

POSTINGS = st.tuples(st.integers(0, 12), st.sampled_from([LISTED, OTHER]), st.integers(1, 9))
MOVES = st.lists(st.tuples(st.sets(POSTINGS, max_size=8), st.sets(POSTINGS, max_size=14)), max_size=12)


@pytest.fixture(scope="class")
def small():
    """Make chunks of three postings, blocks of two chunks, and merges of two segments."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (key_runs, sqlite_keys):
            patch.setattr(module, "CHUNK", 3)
            patch.setattr(module, "BLOCK", 2)
        patch.setattr(sqlite_keys, "_SMALLEST", 4)
        patch.setattr(sqlite_keys, "_FAN", 2)
        patch.setattr(sqlite_keys, "_WINDOW", 3)
        yield


def empty():
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for statement in SCHEMA:
        connection.execute(statement)
    return connection


def rows(postings):
    return np.array(sorted(postings), np.int64).reshape(-1, 3)


def all_of(keys):
    return [tuple(row) for window in keys.windows() for row in window.tolist()]


class TestSmallSegments:
    """Every chunk ends somewhere inside a key."""

    @given(MOVES, st.sets(st.integers(0, 14)))
    @settings(max_examples=60)
    def test_segments_hold_what_a_set_holds(self, small, moves, asked):
        """Whatever is added and taken away: listed, others and all postings are as in a set."""
        connection = empty()
        keys = sqlite_keys.SqliteKeys(connection, "index", alone=True)
        held, ever = set(), set()
        for off, on in moves:
            gone = held & off
            new = on - (held - gone)
            keys.move(rows(gone), rows(new))
            held = (held - gone) | new
            ever |= {key for key, _, _ in new}
        for one in (
            keys,
            sqlite_keys.SqliteKeys(connection, "index", alone=False),
        ):  # and read anew
            assert all_of(one) == sorted(held)
            hit, listed = one.listed(np.array(sorted(asked), np.int64))
            assert sorted(listed) == sorted((k, n) for k, place, n in held if place == LISTED and k in asked)
            assert {key for key, _, _ in held} & asked <= set(hit.tolist()) <= ever
            found = one.others(sorted(asked))
            assert sorted(found) == sorted((k, n) for k, place, n in held if place == OTHER and k in asked)
            assert list(one.problems()) == []
        keys.compact()
        assert all_of(keys) == sorted(held)
        assert connection.execute("SELECT count(DISTINCT block >> 32) FROM key_blocks").fetchone()[0] <= 1
        keys.clear()
        assert all_of(keys) == []


def test_segments_of_like_size_are_merged():
    """Hundreds of small steps leave a few segments, and each posting was written a few times only."""
    connection = empty()
    keys = sqlite_keys.SqliteKeys(connection, "index", alone=True)
    written = 0
    append = keys._append

    def counted(runs, number=0):
        nonlocal written
        runs = list(runs)
        written += sum(len(run.keys) for run in runs)
        append(runs, number)

    keys._append = counted
    chance = np.random.default_rng(5)
    for number in range(1, 301):
        own = np.unique(chance.integers(0, 1 << 41, 50))
        keys.move(rows([]), np.stack([own, own * 0, own * 0 + number], axis=1))
    n_segments = connection.execute("SELECT count(DISTINCT block >> 32) FROM key_blocks").fetchone()[0]
    assert n_segments < 30
    assert written < 10 * len(all_of(keys))


def test_most_chunks_need_not_be_read():
    """Of the keys that a chunk does not hold the filter lets about one in 700 pass."""
    chance = np.random.default_rng(7)
    held = np.unique(chance.integers(0, 1 << 41, 20_000))
    filters, heads = key_runs.filters_of(held), held[:: key_runs.CHUNK]
    rows, first, last = key_runs.spans_of(heads, filters, held)
    assert rows.tolist() == list(range(len(held)))
    assert last.tolist() == (np.arange(len(held)) // key_runs.CHUNK).tolist()
    assert (np.maximum(last - (heads[last] == held), 0) == first).all()
    other = np.setdiff1d(chance.integers(0, 1 << 41, 100_000), held)
    passed = key_runs.spans_of(heads, filters, other)[0]
    assert 0.0005 < len(passed) / len(other) < 0.003


@given(
    st.lists(st.integers(0, 20), min_size=1, max_size=40).map(sorted),
    st.lists(st.integers(-1, 22), max_size=12, unique=True).map(sorted),
)
def test_chunks_in_which_keys_may_stand(heads, asked):
    """Nothing filtered: the last chunk with a head not above a key, and the first that may end in it."""
    heads, asked = np.array(heads, np.int64), np.array(asked, np.int64)
    filters = np.full((len(heads), key_runs.FILTER_BITS // 8), 255, np.uint8)
    found = [tuple(column) for column in np.stack(key_runs.spans_of(heads, filters, asked), axis=1).tolist()]
    wanted = []
    for row, key in enumerate(asked.tolist()):
        not_above = [k for k, head in enumerate(heads.tolist()) if head <= key]
        below = [k for k, head in enumerate(heads.tolist()) if head < key]
        if not_above:
            first = not_above[-1] if heads[not_above[-1]] < key else max(below, default=0)
            wanted.append((row, first, not_above[-1]))
    assert found == wanted


def test_a_file_has_room_for_so_many_versions():
    """A number that does not fit is refused, not cut."""
    with pytest.raises(StoreError, match="1,073,741,823 versions"):
        key_runs.coded(np.array([[1, LISTED, 1 << 30]], np.int64))


def test_a_missing_chunk_is_told():
    """Also where it is only looked up."""
    connection = empty()
    keys = sqlite_keys.SqliteKeys(connection, "index", alone=True)
    keys.move(rows([]), rows([(5, LISTED, 1)]))
    connection.execute("DELETE FROM key_chunks")
    with pytest.raises(DamagedError, match="1 chunks of keys are missing"):
        keys.listed(np.array([5], np.int64))


def test_keys_follow_from_words_and_signature():
    """The bands and the fingerprints of an article, hashed by the reference, in 61 bits each."""
    chance = np.random.default_rng(3)
    params = IndexParams()
    words = chance.integers(0, 1 << 32, 300).astype(np.uint32)
    body = Tokens(words, np.zeros(300, np.uint8), np.array([0, 300, 300]))
    signatures = chance.integers(0, 1 << 32, (2, params.signature_size)).astype(np.uint32)
    keys, of_nothing = make_keys(body, signatures, params)
    cut = banding(params.signature_size, params.threshold)
    bands = {hashed(signatures[0, k * cut.rows : (k + 1) * cut.rows], k + 1) for k in range(cut.bands)}
    width = params.passages.width
    starts = winnow(body, np.array([0]), params.passages).words
    runs = {(1 << 61) + hashed(words[start : start + width]) for start in starts.tolist()}
    assert keys.tolist() == sorted(bands | runs)
    assert len(runs) > 10
    assert len(of_nothing) == 0


def hashed(words, seed=0):
    return xxhash.xxh64_intdigest(words.astype("<u4").tobytes(), seed) >> 3
