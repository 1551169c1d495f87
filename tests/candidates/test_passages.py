"""The search for shared runs against brute force, its bounds, and its cost."""

from collections import Counter
from itertools import combinations, pairwise

import naive
import numpy as np
import pytest
import strategies
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from syndetect.candidates import partitions, passage_pairs, posting_lists
from syndetect.params import PassageParams
from syndetect.sketch import winnow
from syndetect.text import QUOTED, Tokens

UNKNOWN = float("nan")


def search(articles, params, *, leaders=None, times=None, n_threads=None, flags=None):
    """Return what is found in articles given as lists of words."""
    tokens = strategies.as_tokens(articles)
    if flags is not None:
        tokens = Tokens(tokens.hashes, flags, tokens.article_ptr)
    rows = np.arange(len(articles))
    leaders = rows if leaders is None else np.array(leaders, np.int64)
    times = np.full(len(articles), UNKNOWN) if times is None else np.array(times, np.float64)
    fingerprints = winnow(tokens, rows, params, n_threads=n_threads)
    return passage_pairs(tokens, fingerprints, leaders, times, params, n_threads=n_threads)


def as_set(pairs):
    return {(one, other) for one, other in pairs.tolist()}


def repeats_itself(words, width):
    """Tell whether a shingle stands more than four times in an article."""
    shingles = Counter(tuple(words[k : k + width]) for k in range(len(words) - width + 1))
    return max(shingles.values(), default=0) > 4


def spliced(rng, n_articles, n_runs, run_words):
    """Return articles of random words with runs of a pool put in, and the pairs that share one."""
    pool = rng.integers(0, 2**31, (n_runs, run_words)).tolist()
    articles, holders = [], {}
    for row in range(n_articles):
        words = []
        for number in rng.choice(n_runs, rng.integers(0, 3), replace=False).tolist():
            words += [*rng.integers(2**31, 2**32, rng.integers(1, 90)).tolist(), *pool[number]]
            holders.setdefault(number, []).append(row)
        words += rng.integers(2**31, 2**32, rng.integers(1, 90)).tolist()
        articles.append(words)
    return articles, {pair for rows in holders.values() for pair in combinations(sorted(set(rows)), 2)}


PARAMS = st.tuples(st.integers(2, 3), st.integers(0, 3)).map(
    lambda sizes: PassageParams(width=sizes[0], run_words=sizes[0] + sizes[1], n_partners=20)
)


@settings(max_examples=300)
@given(strategies.corpora(10, 6), PARAMS, st.integers(1, 3))
def test_exactly_the_pairs_that_share_a_run(articles, params, n_threads):
    """Where no bound applies, the pairs are those with a common run of ``run_words`` words."""
    assume(not any(repeats_itself(words, params.width) for words in articles))
    wanted = {
        (one, other)
        for one, other in combinations(range(len(articles)), 2)
        if naive.longest_run(articles[one], articles[other]) >= params.run_words
    }

    found = search(articles, params, n_threads=n_threads)

    assert as_set(found.pairs) == wanted
    assert found.pairs.tolist() == sorted(found.pairs.tolist())
    assert (found.n_common, found.n_bounded) == (0, 0)


@given(strategies.corpora(10, 4), PARAMS)
def test_nothing_but_pairs_that_share_a_run(articles, params):
    """A refrain may be missed; what is found is always there."""
    for one, other in search(articles, params).pairs.tolist():
        assert naive.longest_run(articles[one], articles[other]) >= params.run_words


@given(st.randoms(use_true_random=False), st.integers(0, 2**32 - 1))
def test_every_spliced_run_is_found(random, seed):
    """Runs of the guaranteed length are found among any words, in any order of the articles."""
    params = PassageParams(n_partners=60)
    articles, wanted = spliced(np.random.default_rng(seed), 40, 8, params.run_words)
    order = random.sample(range(len(articles)), len(articles))

    assert as_set(search(articles, params).pairs) == wanted
    found = search([articles[row] for row in order], params).pairs
    assert {tuple(sorted((order[one], order[other]))) for one, other in found.tolist()} == wanted


def test_an_unrelated_article_changes_no_pair():
    """What shares nothing takes no place and no pair from others."""
    articles, wanted = spliced(np.random.default_rng(5), 40, 8, 12)
    params = PassageParams()

    assert as_set(search([*articles, list(range(7, 400))], params).pairs) == wanted


def test_copies_stand_as_one():
    """Of 50 copies of a text only the first is in the lists, and still each copy finds who shares a run."""
    rng = np.random.default_rng(6)
    run = rng.integers(0, 2**32, 40).tolist()
    copies = [[*run, *rng.integers(0, 2**32, 5).tolist()] for _ in range(50)]
    other = [*rng.integers(0, 2**32, 100).tolist(), *run]
    params = PassageParams(max_postings=10, n_common=4, n_partners=5)

    found = search([*copies, other], params, leaders=[*[0] * 50, 50])

    assert as_set(found.pairs) == {(row, 50) for row in range(50)}
    assert (found.n_common, found.n_bounded) == (0, 0)


def test_a_run_of_very_many_is_looked_up_among_the_earliest_and_the_nearest():
    """Beyond ``max_postings`` articles nobody is lost: all meet the earliest, and those about their time."""
    rng = np.random.default_rng(7)
    run = rng.integers(0, 2**32, 12).tolist()
    articles = [[*rng.integers(0, 2**32, 30).tolist(), *run] for _ in range(100)]
    times = rng.permutation(100).astype(float)
    params = PassageParams(max_postings=50, n_common=12, n_partners=60)

    found = search(articles, params, times=times)

    meets = as_set(found.pairs)
    earliest = np.argsort(times)[:6].tolist()
    for row in range(100):
        assert all(tuple(sorted((row, early))) in meets for early in earliest if early != row)
    by_time = np.argsort(times).tolist()
    assert all(tuple(sorted(pair)) in meets for pair in pairwise(by_time[6:]))
    assert found.n_common >= 1


def test_the_best_partners_are_those_that_share_most():
    """Bounded to two partners, an article keeps the two with the longest runs in common."""
    rng = np.random.default_rng(8)
    text = rng.integers(0, 2**32, 200).tolist()
    others = [[*rng.integers(0, 2**32, 50).tolist(), *text[:n]] for n in (20, 200, 60, 150)]
    kept = PassageParams(n_partners=2)

    found = search([text, *others], kept)

    assert as_set(found.pairs) >= {(0, 2), (0, 4)}
    assert found.n_bounded == 5


def test_prose_goes_before_speech():
    """Of a shared speech and a shorter stretch of shared prose, the prose counts more."""
    rng = np.random.default_rng(9)
    speech, prose = rng.integers(0, 2**32, 60).tolist(), rng.integers(0, 2**32, 30).tolist()
    own = [rng.integers(0, 2**32, 40).tolist() for _ in range(3)]
    articles = [[*own[0], *speech, *prose], [*own[1], *speech], [*own[2], *prose]]
    flags = np.concatenate([np.where(np.isin(words, speech), QUOTED, 0) for words in articles])

    found = search(articles, PassageParams(n_partners=1), flags=flags.astype(np.uint8))
    unmarked = search(articles, PassageParams(n_partners=1))

    assert (0, 2) in as_set(found.pairs)
    assert found.n_bounded == 1
    assert as_set(found.pairs) == as_set(unmarked.pairs)  # each still has its own best partner


def test_pairs_grow_with_the_articles_not_with_their_square():
    """What very many articles carry makes a bounded number of pairs an article."""
    rng = np.random.default_rng(10)
    run = rng.integers(0, 2**32, 50).tolist()
    params = PassageParams(max_postings=20)
    for n_articles in (200, 400):
        articles = [[*rng.integers(0, 2**32, 20).tolist(), *run] for _ in range(n_articles)]
        found = search(articles, params)
        assert n_articles <= len(found.pairs) <= 2 * params.n_common * n_articles
        assert found.n_common >= 1


@settings(max_examples=10)
@given(st.randoms(use_true_random=False))
def test_ranges_of_hashes_change_nothing(random):
    """Whether fingerprints are looked at in one go or in many ranges, the partners are the same."""
    articles, _ = spliced(np.random.default_rng(random.randrange(2**32)), 60, 40, 15)
    whole = search(articles, PassageParams())
    for at_once in (1, 50, 700):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(posting_lists, "AT_ONCE", at_once)
            patch.setattr(posting_lists, "LEAST", at_once)
            patch.setattr(partitions, "LEAST", at_once)
            for n_threads in (1, 3):
                found = search(articles, PassageParams(), n_threads=n_threads)
                assert found.pairs.tolist() == whole.pairs.tolist()
    assert len(whole.pairs) > 20


def test_nothing_to_search():
    """No articles, no words, no partners wanted: no pairs."""
    for articles in ([], [[]], [[], [1, 2]]):
        assert search(articles, PassageParams()).pairs.shape == (0, 2)
    assert search([list(range(50))] * 2, PassageParams(n_partners=0)).pairs.shape == (0, 2)
