"""Token arrays of two articles -> the numbers by which the derivation of one from the other is judged.

Passages show what was copied. A rewritten agency report shares few runs of
words with its source, and what it shares of names and facts a report of
one's own shares too. These numbers say how much of b stands in a all the
same, whether in the same order, and how much of b has nothing to do with a.

*Weights.* The weight of a word is its inverse document frequency, ln((1 + n)
/ df) / ln(1 + n): 1 for a word of one article, near 0 for a word of all n
(Sparck Jones, "A statistical interpretation of term specificity", 1972). A
*content word* stands in at most a tenth of the documents. Where there are
fewer than 20 articles, as for two texts that are compared, documents are
blocks of 20 words of them: a word that comes back everywhere is a function
word there too. Nothing is learned from labels.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel, part
from syndetect.text import Numbers, Tokens
from syndetect.threads import in_chunks

__all__ = ["FEATURES", "WordWeights", "derivation_features", "weigh_words"]

FEATURES = (
    # b's content words that stand in a too, in the same order: longest common subsequence / content
    # words of b. A rewriter follows the source; two reporters do not follow each other.
    "in_order",
    # The longest common subsequence / content words of b that stand in a at all: order alone.
    "order",
    # Weight of the distinct words of a that b has / weight of the distinct words of a: of a source that
    # was used most is used, whatever else b tells.
    "source_used",
    # Share of b's windows of 20 words of which less than a quarter of the weight stands anywhere in a:
    # stretches that b cannot have from a.
    "own_stretches",
    # ln(1 + windows of 12 words of b, every third word, for which no 20 words of a hold a fifth of the
    # weight): the same nearer at hand, and as an amount; what an outlet adds it adds in sentences.
    "own_windows",
    # Share of the distinct numbers of b that stand in a; 0 for an article without numbers. Own
    # reporting brings own figures.
    "numbers",
    # Mean weight of the 20 weightiest distinct words that both have (those missing count 0): a detail
    # that hardly anybody else has.
    "rare_words",
    # ln(1 + words of a): a short source is soon used up, a long one is a sieve for names.
    "source_words",
)

BLOCK = 20  # words of a document where there are fewer than MIN_ARTICLES articles
MIN_ARTICLES = 20
COMMON = 10  # a content word stands in at most one of so many documents
STRETCH, OWN = 20, 4  # words; a stretch is own when less than weight / OWN stands in the source
WINDOW, STEP, REACH, FOUND = 12, 3, 20, 5  # words of b, every so many; words of a; weight / FOUND
N_RARE = 20
SCALE = 1 << 20  # weights are integers inside: sums do not depend on the order of adding


@dataclass(frozen=True, slots=True)
class WordWeights:
    """What each word of a corpus weighs.

    Attributes
    ----------
    terms : int32 array of shape (n_tokens,)
        Number of the word that stands at each place.
    weight : int64 array of shape (n_terms,)
        Inverse document frequency in units of 2 ** -20, 0 to 2 ** 20.
    content : bool array of shape (n_terms,)
        Whether the word stands in at most a tenth of the documents, or in two.
    """

    terms: NDArray[np.int32]
    weight: NDArray[np.int64]
    content: NDArray[np.bool_]


def weigh_words(body: Tokens) -> WordWeights:
    """Weigh the words of some articles by the documents that they stand in.

    Parameters
    ----------
    body : Tokens
        All articles whose words count.

    Returns
    -------
    WordWeights
        Arrays of no entries when there is no word.
    """
    hashes, terms = np.unique(body.hashes, return_inverse=True)
    lengths = body.lengths
    document = np.repeat(np.arange(body.n_articles), lengths)
    n_documents = body.n_articles
    if n_documents < MIN_ARTICLES:
        blocks = -(-lengths // BLOCK)
        within = np.arange(len(terms)) - np.repeat(body.article_ptr[:-1], lengths)
        document = np.repeat(np.cumsum(blocks) - blocks, lengths) + within // BLOCK
        n_documents = int(blocks.sum())
    distinct = np.unique(terms * np.int64(max(1, n_documents)) + document)
    frequency = np.bincount(distinct // max(1, n_documents), minlength=len(hashes))
    weight = np.log((1 + n_documents) / frequency) / np.log(1 + max(1, n_documents))
    return WordWeights(
        terms.astype(np.int32),
        np.round(weight * SCALE).astype(np.int64),
        frequency <= max(2, n_documents // COMMON),
    )


def derivation_features(
    tokens: Tokens, numbers: Numbers, pairs: NDArray[np.int64], *, n_threads: int | None = None
) -> NDArray[np.float64]:
    """Measure how far articles derive from others.

    Parameters
    ----------
    tokens : Tokens
        All articles of the corpus, whose words make the weights. Furniture is
        left out.
    numbers : Numbers
        Of the same articles, as :func:`syndetect.text.find_numbers` gives them.
    pairs : int64 array of shape (n_pairs, 2)
        Rows of a, the source, and of b, the article that is judged: the order
        of the two matters. Pairs may be repeated.
    n_threads : int, optional
        Threads; the result does not depend on it.

    Returns
    -------
    float64 array of shape (n_pairs, len(FEATURES))
        Columns in the order of ``FEATURES``, where their formulas stand. Where
        a or b has no word all are 0 but ``source_words``; ratios of nothing
        are 0.

    Notes
    -----
    Every column but ``source_words`` lies between 0 and 1, or is the logarithm
    of a count. O(n_a * n_b) a pair, for the subsequence and the windows.
    """
    body = tokens.body()
    weights = weigh_words(body)
    found = np.zeros((len(pairs), len(FEATURES)), np.float64)
    columns = (weights.terms, weights.weight, weights.content)

    def measure(part: slice) -> None:
        _measure_pairs(columns, body.article_ptr, pairs[part], found[part])
        _share_numbers(numbers.hashes, numbers.article_ptr, pairs[part], found[part])

    in_chunks(measure, len(pairs), n_threads)
    return found


Columns = tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.bool_]]


@kernel
def _measure_pairs(
    columns: Columns, article_ptr: NDArray[np.int64], pairs: NDArray[np.int64], found: NDArray[np.float64]
) -> None:
    terms, weight, content = columns
    in_a = np.zeros(len(weight), np.int32)  # words of a by term, back to 0 after each pair
    seen = np.zeros(len(weight), np.bool_)  # terms of b counted so far, likewise
    count = np.zeros(len(weight), np.int32)  # words of the window of b, likewise
    used = np.zeros(len(weight), np.int32)  # words of the reach of a, likewise
    for pair in range(len(pairs)):
        one, other = pairs[pair, 0], pairs[pair, 1]
        a = terms[article_ptr[one] : article_ptr[one + 1]]
        b = terms[article_ptr[other] : article_ptr[other + 1]]
        row = found[pair]
        row[7] = np.log(1.0 + len(a))
        if len(a) == 0 or len(b) == 0:
            continue
        for term in a:
            in_a[term] += 1
        n_content, n_there = 0, 0
        for term in b:
            n_content += 1 if content[term] else 0
            n_there += 1 if content[term] and in_a[term] > 0 else 0
        in_order = _common_subsequence(a, b, content)
        row[0] = in_order / max(1, n_content)
        row[1] = in_order / max(1, n_there)
        row[2], row[6] = _shared(a, b, in_a, seen, weight)
        row[3] = _own_stretches(b, in_a, weight)
        row[4] = np.log(1.0 + _own_windows(a, b, weight, count, used))
        for term in a:
            in_a[term] = 0


@part
def _common_subsequence(a: NDArray[np.int32], b: NDArray[np.int32], content: NDArray[np.bool_]) -> int:
    """Return the length of the longest common subsequence of the content words of a and b."""
    best = np.zeros(len(b) + 1, np.int32)  # of a so far and the first k words of b
    for term in a:
        if not content[term]:
            continue
        diagonal = best[0]
        for k in range(len(b)):
            above = best[k + 1]
            if b[k] == term:
                best[k + 1] = diagonal + 1
            elif best[k] > above:
                best[k + 1] = best[k]
            diagonal = above
    return int(best[len(b)])


@part
def _shared(
    a: NDArray[np.int32],
    b: NDArray[np.int32],
    in_a: NDArray[np.int32],
    seen: NDArray[np.bool_],
    weight: NDArray[np.int64],
) -> tuple[float, float]:
    """Return ``source_used`` and ``rare_words``, from the distinct words of both."""
    rarest = np.zeros(N_RARE, np.int64)  # weights, falling
    shared_weight = 0
    for term in b:
        if seen[term] or in_a[term] == 0:
            continue
        seen[term] = True
        shared_weight += weight[term]
        place = N_RARE
        while place > 0 and rarest[place - 1] < weight[term]:
            if place < N_RARE:
                rarest[place] = rarest[place - 1]
            place -= 1
        if place < N_RARE:
            rarest[place] = weight[term]
    for term in b:
        seen[term] = False
    source_weight = 0
    for term in a:
        source_weight += 0 if seen[term] else weight[term]
        seen[term] = True
    for term in a:
        seen[term] = False
    return shared_weight / max(1, source_weight), np.sum(rarest) / (N_RARE * SCALE)


@part
def _own_stretches(b: NDArray[np.int32], in_a: NDArray[np.int32], weight: NDArray[np.int64]) -> float:
    """Return the share of windows of b that hold little of a; a text shorter than one is one window."""
    total, known, n_own, n_windows = 0, 0, 0, 0
    for k in range(len(b)):
        total += weight[b[k]]
        known += weight[b[k]] if in_a[b[k]] > 0 else 0
        if k >= STRETCH:
            gone = b[k - STRETCH]
            total -= weight[gone]
            known -= weight[gone] if in_a[gone] > 0 else 0
        if k >= STRETCH - 1 or k == len(b) - 1:
            n_windows += 1
            n_own += 1 if OWN * known < total else 0
    return n_own / n_windows


@part
def _own_windows(
    a: NDArray[np.int32],
    b: NDArray[np.int32],
    weight: NDArray[np.int64],
    count: NDArray[np.int32],
    used: NDArray[np.int32],
) -> int:
    """Count the windows of b of which no stretch of a holds enough; a text shorter than one is one."""
    n_own = 0
    for first in range(0, max(1, len(b) - WINDOW + 1), STEP):
        past = min(len(b), first + WINDOW)
        total = 0
        for k in range(first, past):
            count[b[k]] += 1
            total += weight[b[k]]
        held, most = 0, 0
        for k in range(len(a)):
            if k >= REACH:
                gone = a[k - REACH]
                used[gone] -= 1
                held -= count[gone] * weight[gone] if used[gone] == 0 else 0
            held += count[a[k]] * weight[a[k]] if used[a[k]] == 0 else 0
            used[a[k]] += 1
            most = max(most, held)
        for k in range(max(0, len(a) - REACH), len(a)):
            used[a[k]] = 0
        for k in range(first, past):
            count[b[k]] = 0
        n_own += 1 if FOUND * most < total else 0
    return n_own


@kernel
def _share_numbers(
    hashes: NDArray[np.uint64],
    article_ptr: NDArray[np.int64],
    pairs: NDArray[np.int64],
    found: NDArray[np.float64],
) -> None:
    for pair in range(len(pairs)):
        one, other = pairs[pair, 0], pairs[pair, 1]
        n_distinct, n_known = 0, 0
        for k in range(article_ptr[other], article_ptr[other + 1]):
            again = False
            for earlier in range(article_ptr[other], k):
                again |= hashes[earlier] == hashes[k]
            if again:
                continue
            known = False
            for place in range(article_ptr[one], article_ptr[one + 1]):
                known |= hashes[place] == hashes[k]
            n_distinct += 1
            n_known += 1 if known else 0
        found[pair, 5] = n_known / max(1, n_distinct)
