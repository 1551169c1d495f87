"""Runs of words of one value, ranges of pointers, and what is made lazily: against plain Python."""

from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.pairs import DERIVATIONS, derivation, derivations
from syndetect.params import RelationParams
from syndetect.ranges import blocks, count_equal, counted, first_of_each, pointer, rows_of
from syndetect.sequences import Lazy
from syndetect.trace.runs import find_runs
from syndetect.trace.wires import _join, _name_by_root

ARTICLES = st.lists(st.lists(st.integers(-1, 2), max_size=8), max_size=6)


@given(ARTICLES, st.data(), st.sampled_from([1, 3, 1 << 14]))
def test_runs_are_words_in_a_row_with_one_value(articles, data, at_once):
    """No run goes over the end of an article or over a cut; spread again, they give the values back."""
    values = [value for article in articles for value in article]
    ptr = pointer(np.array([len(article) for article in articles], np.int64))
    cuts = data.draw(st.sets(st.integers(0, len(values) - 1))) if values else set()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(blocks, "__defaults__", (at_once,))
        runs = find_runs(np.array(values, np.int32), -1, ptr, np.array(sorted(cuts), np.int64))
        patched.setitem(find_runs.__globals__, "_RUNS_AT_ONCE", at_once)
        spread = runs.spread(runs.value.astype(np.int32), -1)

    expected = []
    at = 0
    for row, article in enumerate(articles):
        parts = np.cumsum([at + k in cuts for k in range(len(article))]).tolist()
        for (value, _), run in groupby(zip(article, parts, strict=True)):
            length = len(list(run))
            if value >= 0:
                expected.append((at, length, row, value))
            at += length
    columns = (runs.start, runs.length, runs.article, runs.value)
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == expected
    assert spread.tolist() == values


@given(st.lists(st.integers(0, 4), max_size=8), st.data())
def test_ranges_of_a_pointer(sizes, data):
    """Chosen ranges, one after the other; what is marked in each; where keys change."""
    ptr = pointer(np.array(sizes, np.int64))
    marked = data.draw(st.lists(st.booleans(), min_size=sum(sizes), max_size=sum(sizes)))
    chosen = data.draw(st.lists(st.integers(0, len(sizes) - 1), max_size=5)) if sizes else []
    new_ptr, rows = rows_of(ptr, np.array(chosen, np.int64))

    bounds = ptr.tolist()
    assert rows.tolist() == [row for k in chosen for row in range(bounds[k], bounds[k + 1])]
    assert np.diff(new_ptr).tolist() == [sizes[k] for k in chosen]
    wanted = [sum(marked[bounds[k] : bounds[k + 1]]) for k in range(len(sizes))]
    assert counted(np.array(marked, np.bool_), ptr).tolist() == wanted
    keys = sorted(marked)
    assert first_of_each(np.array(keys, np.int64)).tolist() == sorted({keys.index(key) for key in keys})


@given(st.lists(st.tuples(*[st.integers(0, 60)] * 4), max_size=20))
def test_derivation_of_many_is_that_of_each(rows):
    """Column by column or one by one."""
    params = RelationParams()
    columns = np.array(rows, np.int64).reshape(-1, 4).T

    found = [DERIVATIONS[code] for code in derivations(*columns, params).tolist()]
    assert found == [derivation(*row, params) for row in rows]


class Squares(Lazy[int]):
    """The first squares."""

    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n

    def _make(self, first, past):
        return [k * k for k in range(first, past)]


@given(st.integers(0, 3000), st.data())
def test_a_lazy_sequence_is_a_sequence(n, data):
    """Length, places from either end, slices, membership and equality are those of a list."""
    lazy, listed = Squares(n), [k * k for k in range(n)]
    part = data.draw(st.slices(n))

    assert lazy == listed
    assert tuple(listed) == lazy
    assert lazy == Squares(n)
    assert lazy != Squares(n + 1)
    assert lazy[part] == listed[part]
    assert (4 in lazy) == (4 in listed)
    assert list(reversed(lazy)) == listed[::-1]
    if n:
        place = data.draw(st.integers(-n, n - 1))
        assert lazy[place] == listed[place]
    for outside in (n, -n - 1):
        with pytest.raises(IndexError):
            lazy[outside]


def test_a_lazy_sequence_shows_its_first_items():
    """A representation does not make all of them; no text is equal to one."""
    assert repr(Squares(5)) == "<Squares of 5: 0, 1, 4, ...>"
    assert Squares(0) != ""


@given(st.lists(st.integers(0, 12), max_size=30), st.integers(1, 20))
def test_blocks_are_whole_ranges_of_bounded_size(sizes, n_items):
    """Blocks follow one another without gap; one holds so many items at most, or one range that has more."""
    ptr = pointer(sizes)
    found = list(blocks(ptr, n_items))

    assert [k for _, ranges in found for k in range(ranges.start, ranges.stop)] == list(range(len(sizes)))
    for items, ranges in found:
        assert (items.start, items.stop) == (ptr[ranges.start], ptr[ranges.stop])
        assert ranges.stop - ranges.start == 1 or items.stop - items.start <= n_items
        past = min(ranges.stop + 1, len(sizes))
        assert past == ranges.stop or ptr[past] - items.start > n_items  # no block could be longer


@given(st.lists(st.lists(st.integers(0, 3), max_size=9), max_size=9), st.integers(0, 3), st.integers(1, 9))
def test_equal_items_are_counted_in_every_range(ranges, value, at_once):
    """Whatever blocks are looked at, the count of each range is ``list.count``."""
    values = np.array([one for some in ranges for one in some], np.uint8)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(blocks, "__defaults__", (at_once,))
        found = count_equal(values, value, pointer([len(some) for some in ranges]))

    assert found.tolist() == [some.count(value) for some in ranges]


@st.composite
def graphs(draw: st.DrawFn):
    """Draw some sentences, and pairs of them."""
    n_sentences = draw(st.integers(1, 12))
    one = st.integers(0, n_sentences - 1)
    return n_sentences, draw(st.lists(st.tuples(one, one)))


@given(graphs())
def test_clusters_are_what_pairs_connect(graph):
    """Sentences have one name exactly when a chain of pairs joins them: that of the first of them."""
    n_sentences, pairs = graph
    groups = [{sentence} for sentence in range(n_sentences)]
    for one, other in pairs:
        joined = groups[one] | groups[other]
        for sentence in joined:
            groups[sentence] = joined
    cluster = np.arange(n_sentences, dtype=np.int32)
    columns = np.array(pairs, np.int64).reshape(-1, 2).T
    _join(columns[0].copy(), columns[1].copy(), cluster)
    _name_by_root(cluster)

    assert cluster.tolist() == [min(group) for group in groups]
