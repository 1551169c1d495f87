"""What holds for the passages of any two articles."""

from itertools import pairwise

import naive_alignment as naive
import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.pairs.alignment import EDITED, PROSE, QUOTE, VERBATIM, align
from syndetect.pairs.seeds import MAX_MATCHES
from syndetect.params import AlignParams, RewriteParams

USUAL, REWRITING = AlignParams(), RewriteParams()


@st.composite
def cases(draw: st.DrawFn):
    a, b = draw(naive.versions(120))
    return a, b, draw(naive.flagged(a)), draw(naive.flagged(b)), draw(naive.align_params())


@given(cases())
def test_blocks_are_equal_words(case):
    """A block is a run of the same words in both articles, one word long at least."""
    a, b, a_flags, b_flags, params = case

    for passage in naive.align_two(a, b, params, a_flags=a_flags, b_flags=b_flags):
        for block in passage.blocks:
            assert block.n > 0
            assert a[block.a : block.a + block.n] == b[block.b : block.b + block.n]


@given(cases())
def test_no_word_is_matched_twice(case):
    """No two blocks of a pair share a word, in a or in b."""
    a, b, a_flags, b_flags, params = case
    found = naive.align_two(a, b, params, a_flags=a_flags, b_flags=b_flags)

    for side in (0, 1):
        words = [
            word
            for passage in found
            for block in passage.blocks
            for word in range(block[side], block[side] + block.n)
        ]
        assert len(words) == len(set(words))


@given(cases())
def test_passages_are_in_order(case):
    """Passages are sorted by place in b; blocks of a passage ascend in both, with gaps of max_gap at most."""
    a, b, a_flags, b_flags, params = case
    found = naive.align_two(a, b, params, a_flags=a_flags, b_flags=b_flags)

    assert all(one.blocks[-1].b < other.blocks[0].b for one, other in pairwise(found))
    for passage in found:
        for one, other in pairwise(passage.blocks):
            gaps = other.a - one.a - one.n, other.b - one.b - one.n
            assert min(gaps) >= 0
            assert 0 < max(gaps) <= params.max_gap


@given(cases())
def test_a_passage_is_long_enough(case):
    """A quote has min_quote_words, prose min_prose_words, together with what it was cut from."""
    a, b, a_flags, b_flags, params = case
    found = naive.align_two(a, b, params, a_flags=a_flags, b_flags=b_flags)
    has_speech = any("quoted" in flags for flags in (*a_flags, *b_flags))

    for passage in found:
        if passage.role == "prose" and has_speech:
            continue
        whole = [passage]
        for other in sorted(found, key=lambda p: abs(p.box[0] - passage.box[0])):
            if other not in whole and any(_would_be_joined(one, other, params.max_gap) for one in whole):
                whole.append(other)
        words = [j for piece in whole for block in piece.blocks for j in _words_of_b(block)]
        least = params.min_quote_words if passage.role == "quote" else params.min_prose_words
        assert sum(0.5 if "solo" in b_flags[j] else 1.0 for j in words) >= least


def _would_be_joined(one: naive.Found, other: naive.Found, max_gap: int) -> bool:
    """Tell whether two passages lie as near each other as the blocks of one do."""
    first, second = sorted((one.box, other.box), key=lambda box: box[2])
    near = 0 <= second[0] - first[1] <= max_gap and 0 <= second[2] - first[3] <= max_gap
    return near and one.role == other.role


@given(naive.versions())
def test_spans_kinds_and_counts_follow_from_the_blocks(texts):
    """A span reaches from the first to the last block; one block is verbatim, several are edited."""
    alignments = align(naive.as_tokens(list(texts)), np.array([[0, 1]]), USUAL, naive.COPIES, n_threads=1)
    found = naive.passages_of(alignments)

    assert alignments.spans.tolist() == [
        [p.blocks[0].a, p.blocks[-1].a + p.blocks[-1].n, p.blocks[0].b, p.blocks[-1].b + p.blocks[-1].n]
        for p in found
    ]
    assert alignments.kinds.tolist() == [VERBATIM if len(p.blocks) == 1 else EDITED for p in found]
    assert alignments.n_words.tolist() == [p.n_words for p in found]
    assert alignments.words(PROSE).tolist() == [sum(p.n_words for p in found if p.role == "prose")]
    assert alignments.words(QUOTE).tolist() == [sum(p.n_words for p in found if p.role == "quote")]


@given(st.lists(st.integers(0, 60), min_size=8, max_size=120), st.data())
def test_an_excerpt_is_contained_in_its_source(words, data):
    """An excerpt of min_prose_words words or more has containment 1, in itself and in its source.

    Provided that no run of seed_words words stands in the source more than
    max_occurrences times: vocabulary and length are drawn so.
    """
    params = AlignParams(max_occurrences=200)
    first = data.draw(st.integers(0, len(words) - params.min_prose_words))
    excerpt = words[first : first + data.draw(st.integers(params.min_prose_words, len(words) - first))]

    for source in (words, excerpt):
        found = naive.align_two(source, excerpt, params)
        assert sum(passage.n_words for passage in found) == len(excerpt)


@given(st.lists(st.integers(0, 9), min_size=8, max_size=150))
def test_identical_articles_are_one_verbatim_passage(words):
    """An article is wholly matched with its copy, word by word, however it repeats itself."""
    found = naive.align_two(words, words, AlignParams(max_occurrences=200))

    assert found == [naive.Found("prose", (naive.Block(0, 0, len(words)),))]


@given(st.lists(st.integers(0, 9), max_size=100), st.lists(st.integers(0, 9), max_size=100), st.data())
def test_a_planted_run_is_found_wherever_it_stands(a, b, data):
    """A run of min_prose_words words that stand nowhere else is matched whole, one or several, moved too."""
    n_runs = data.draw(st.integers(1, 3))
    sizes = [data.draw(st.integers(USUAL.min_prose_words, 20)) for _ in range(n_runs)]
    runs = [list(range(1000 * (k + 1), 1000 * (k + 1) + size)) for k, size in enumerate(sizes)]
    a, b = _planted(a, runs, data), _planted([word + 100 for word in b], runs[::-1], data)

    pairs = {
        (block.a + k, block.b + k)
        for p in naive.align_two(a, b, USUAL)
        for block in p.blocks
        for k in range(block.n)
    }
    for run in runs:
        assert pairs >= {(a.index(word), b.index(word)) for word in run}


@given(st.lists(st.integers(0, 2), max_size=150), st.lists(st.integers(0, 2), max_size=150), st.data())
def test_a_planted_run_is_found_among_words_that_both_repeat(a, b, data):
    """Also where the words around it are the same in both articles, over and over."""
    run = list(range(1000, 1000 + data.draw(st.integers(12, 20))))
    a, b = _planted(a, [run], data), _planted(b, [run], data)

    words = {b[j] for p in naive.align_two(a, b, USUAL) for block in p.blocks for j in _words_of_b(block)}
    assert words >= set(run)


def _words_of_b(block: naive.Block) -> range:
    return range(block.b, block.b + block.n)


def _planted(words: list[int], runs: list[list[int]], data: st.DataObject) -> list[int]:
    """Put runs between the words, in their order."""
    cuts = sorted(data.draw(st.integers(0, len(words))) for _ in runs)
    planted = []
    for start, end, run in zip([0, *cuts], cuts, runs, strict=False):
        planted += words[start:end] + run
    return planted + words[cuts[-1] :]


def test_a_run_is_found_behind_a_phrase_that_is_too_common_for_a_seed():
    """A copied run that begins with a stock phrase is found, although the phrase itself is no seed."""
    phrase = [1, 2, 3, 4]
    copied = [*phrase, *range(100, 130)]
    a = [*(word for k in range(20) for word in [*phrase, 1000 + k]), *copied]
    b = [*range(2000, 2010), *copied]

    found = naive.align_two(a, b, USUAL)
    assert [passage.n_words for passage in found] == [len(copied)]


def test_an_article_with_a_stock_phrase_in_front_is_matched_with_its_copy():
    """Identical articles are wholly matched, although their first words are too common for a seed."""
    words = [word for k in range(30) for word in [1, 2, 3, 4, *range(100 * k + 100, 100 * k + 110)]]

    assert sum(p.n_words for p in naive.align_two(words, words, USUAL)) == len(words)


def test_a_phrase_that_is_too_common_is_no_seed():
    """What stands more than max_occurrences times in a makes no passage by itself; once less, it does."""
    line = [1, 2, 3, 4, 5, 6, 7, 8, 9]

    def repeated(n: int) -> list[int]:
        return [word for k in range(n) for word in [*line, 1000 + k]]

    other = [*range(5000, 5020), *line, *range(6000, 6020)]
    assert naive.align_two(repeated(USUAL.max_occurrences + 1), other, USUAL) == []
    assert len(naive.align_two(repeated(USUAL.max_occurrences), other, USUAL)) == 1


@given(cases())
def test_a_and_b_may_be_swapped(case):
    """The same blocks are found from either side, however words repeat and move."""
    a, b, a_flags, b_flags, params = case
    forth = naive.align_two(a, b, params, a_flags=a_flags, b_flags=b_flags)
    back = naive.align_two(b, a, params, a_flags=b_flags, b_flags=a_flags)

    assert forth == naive.mirrored(back)


@given(cases())
def test_passages_do_not_overlap(case):
    """From its first to its last word a passage holds no word of another one, in a and in b."""
    a, b, a_flags, b_flags, params = case
    boxes = [p.box for p in naive.align_two(a, b, params, a_flags=a_flags, b_flags=b_flags)]

    for spans in ([box[:2] for box in boxes], [box[2:] for box in boxes]):
        assert all(one[1] <= other[0] for one, other in pairwise(sorted(spans)))


@given(st.lists(naive.versions(40), min_size=1, max_size=4), st.integers(2, 5), st.randoms())
def test_threads_and_order_of_the_pairs_change_nothing(texts, n_threads, random):
    """A pair has the passages that it has alone, in whatever company it is aligned."""
    tokens = naive.as_tokens([text for two in texts for text in two])
    pairs = [[a, b] for a in range(tokens.n_articles) for b in range(a + 1, tokens.n_articles)]
    alone = {
        (a, b): naive.passages_of(align(tokens, np.array([[a, b]]), USUAL, REWRITING, n_threads=1))
        for a, b in pairs
    }
    random.shuffle(pairs)
    together = align(tokens, np.array(pairs), USUAL, REWRITING, n_threads=n_threads)

    for k, (a, b) in enumerate(pairs):
        assert naive.passages_of(together, k) == alone[a, b]


def test_no_pairs_have_no_passages():
    """Aligning no pair gives an empty alignment."""
    found = align(naive.as_tokens([[1, 2], []]), np.empty((0, 2), np.int64), USUAL, REWRITING)

    assert found.passage_ptr.tolist() == [0]
    assert len(found.blocks) == found.n_capped == 0
    assert found.words(PROSE).tolist() == []


@given(st.lists(naive.versions(60), min_size=2, max_size=5), st.data())
def test_taking_and_joining_keep_the_passages(texts, data):
    """``take`` picks pairs in any order, ``followed_by`` puts alignments one after the other."""
    tokens = naive.as_tokens([text for two in texts for text in two])
    pairs = np.array([[2 * k, 2 * k + 1] for k in range(len(texts))])
    whole = align(tokens, pairs, USUAL, REWRITING)
    chosen = data.draw(st.lists(st.integers(0, len(texts) - 1), max_size=6))
    taken = whole.take(np.array(chosen, np.int64))
    both = taken.followed_by(whole)

    wanted = [naive.passages_of(whole, k) for k in [*chosen, *range(len(texts))]]
    assert [naive.passages_of(both, k) for k in range(len(wanted))] == wanted


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="too much work without compilation")
@pytest.mark.parametrize("paragraph", [1, 3, 100, 3125], ids="paragraph of {} words".format)
def test_long_repeated_texts_are_bounded_work(paragraph):
    """Two texts of 50,000 words, one paragraph over and over, are aligned with few seeds.

    The number of blocks is bounded; a paragraph of the whole length would be
    found at once, one that stands too often makes no seed.
    """
    words = [k for _ in range(50_000 // paragraph) for k in range(paragraph)]
    alignments = align(naive.as_tokens([words, words]), np.array([[0, 1]]), USUAL, REWRITING, n_threads=1)

    assert alignments.n_capped == 0
    assert len(alignments.blocks) <= 16 * 16
    assert alignments.n_words.sum() in (0, len(words))


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="too much work without compilation")
def test_a_pair_of_too_many_seeds_is_capped_and_counted():
    """Two articles of 50,000 words out of eight share more runs than are looked at; that is counted."""
    random = np.random.default_rng(1)
    a, b = (random.integers(0, 8, 50_000).tolist() for _ in range(2))
    alignments = align(naive.as_tokens([a, b]), np.array([[0, 1]]), USUAL, REWRITING, n_threads=1)

    assert alignments.n_capped == 1
    assert len(alignments.blocks) <= MAX_MATCHES


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="too much work without compilation")
def test_a_capped_pair_is_aligned_on_what_stands_once():
    """Two long articles of too many common runs still share the passage that stands once in each."""
    random = np.random.default_rng(1)
    run = list(range(1000, 1040))
    a, b = (random.integers(0, 8, 50_000).tolist() for _ in range(2))
    tokens = naive.as_tokens([a[:20_000] + run + a[20_000:], b[:700] + run + b[700:]])
    alignments = align(tokens, np.array([[0, 1]]), USUAL, REWRITING, n_threads=1)

    assert alignments.n_capped == 1
    found = {block for p in naive.passages_of(alignments) for block in p.blocks}
    assert any(
        block.a <= 20_000 and block.a + block.n >= 20_040 and block.b - block.a == -19_300 for block in found
    )


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="too much work without compilation")
def test_the_cap_is_of_one_pair():
    """The pair after a capped one is aligned as always."""
    random = np.random.default_rng(1)
    a, b = (random.integers(0, 8, 50_000).tolist() for _ in range(2))
    tokens = naive.as_tokens([a, b, list(range(100))])
    alignments = align(tokens, np.array([[0, 1], [2, 2]]), USUAL, REWRITING, n_threads=1)

    assert naive.passages_of(alignments, 1) == [naive.Found("prose", (naive.Block(0, 0, 100),))]
