"""Partitions of fingerprints against sorting all of them, and posting lists against their definition."""

from collections import defaultdict

import numpy as np
import pytest
import strategies
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.candidates import partitions
from syndetect.candidates.partitions import partition
from syndetect.candidates.posting_lists import MAX_PLACES, build_posting_lists
from syndetect.params import PassageParams
from syndetect.ranges import pointer
from syndetect.sketch import Fingerprints, winnow

HASHES = st.one_of(st.integers(0, 3), st.integers(0, 2**32 - 1), st.sampled_from([2**31, 2**32 - 1]))
CORPORA = st.lists(st.lists(HASHES, max_size=12), min_size=1, max_size=12).filter(any)


def as_fingerprints(articles, step):
    """Return articles given as lists of hashes as fingerprints, each so many words behind the one before."""
    words = [place * step for hashes in articles for place in range(len(hashes))]
    return Fingerprints(
        np.array([hashed for hashes in articles for hashed in hashes], np.uint32),
        np.array(words, np.int32),
        pointer([len(hashes) for hashes in articles]),
    )


def decoded(found):
    """Return hash, row and first word of what stands in partitions, in their order."""
    codes = [int(code) for code in found.codes]
    n_low = 64 - found.n_hash_bits
    first_bits = np.repeat(np.arange(len(found.ptr) - 1), np.diff(found.ptr)).tolist()
    return [
        (
            first << found.n_hash_bits | code >> n_low,
            (code & (1 << n_low) - 1) >> 1 + found.n_word_bits,
            code >> 1 & (1 << found.n_word_bits) - 1,
        )
        for first, code in zip(first_bits, codes, strict=True)
    ]


@settings(max_examples=150)
@given(CORPORA, st.integers(0, 5), st.sampled_from([1, 1000, 2**27]), st.integers(1, 4), st.randoms())
def test_partitions_hold_all_in_order_of_time(articles, least_bits, step, n_threads, random):
    """Each fingerprint stands once, behind those of lower first bits, and in a partition in order of time."""
    order = list(range(len(articles)))
    random.shuffle(order)
    fingerprints = as_fingerprints(articles, step)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(partitions, "LEAST", 1)
        patch.setattr(partitions, "_SIZE_BITS", -least_bits)
        found = partition(fingerprints, np.array(order, np.int64), n_threads=n_threads)

    in_time = [(hashed, row, k * step) for row in order for k, hashed in enumerate(articles[row])]
    assert decoded(found) == sorted(in_time, key=lambda one: one[0] >> found.n_hash_bits)
    assert found.ptr[-1] == len(found.codes) == len(in_time)


def lists_of(fingerprints, leaders, order):
    """Return the postings of each list, by hash, and the entries of each row: list, place, first word."""
    places = defaultdict(list)
    bounds = fingerprints.article_ptr.tolist()
    for row in order:
        for at in range(bounds[row], bounds[row + 1]):
            places[int(fingerprints.hashes[at])].append((row, int(fingerprints.words[at])))
    lists, entries = [], defaultdict(list)
    for hashed in sorted(places):
        if len({leaders[row] for row, _ in places[hashed]}) < 2:
            continue
        holders, listed = {}, []
        for row in dict.fromkeys(row for row, _ in places[hashed]):
            for word in [word for other, word in places[hashed] if other == row][:MAX_PLACES]:
                entries[row].append((len(lists), len(listed), word))
                if holders.setdefault(leaders[row], row) == row:
                    listed.append((row, word))
        lists.append(listed)
    return lists, entries


@settings(max_examples=200)
@given(strategies.corpora(10, 3), st.integers(1, 3), st.randoms())
def test_posting_lists_are_their_definition(articles, n_threads, random):
    """Lists hold what articles of several leaders have, the first copy alone, a few places of each."""
    params = PassageParams(width=2, run_words=2)
    rows = np.arange(len(articles))
    fingerprints = winnow(strategies.as_tokens(articles), rows, params)
    if not len(fingerprints.hashes):
        return
    order = rows.tolist()
    random.shuffle(order)
    leaders = [random.choice([row, 0]) for row in order]
    lists, entries = lists_of(fingerprints, leaders, order)

    found = build_posting_lists(
        fingerprints, np.array(leaders, np.int64), np.array(order, np.int64), n_threads=n_threads
    )

    postings = list(zip(found.rows.tolist(), found.words.tolist(), strict=True))
    assert [postings[first:past] for first, past in zip(found.ptr, found.ptr[1:], strict=False)] == lists
    own = list(zip(found.lists.tolist(), found.places.tolist(), found.starts.tolist(), strict=True))
    for row in rows.tolist():
        assert own[found.of_row[row] : found.of_row[row + 1]] == entries[row]
    n_apart = len(set(leaders))
    rarity = [len({leaders[row] for row, _ in listed}) for listed in lists]
    assert found.weights.tolist() == [round(16 * np.log2(1 + n_apart / n)) for n in rarity]
