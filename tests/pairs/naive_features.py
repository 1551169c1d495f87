"""The features of derivation in plain Python, from their formulas: words are any hashable values."""

import math
from collections.abc import Hashable, Sequence

Words = Sequence[Hashable]


def weigh(articles: Sequence[Words]) -> tuple[dict[Hashable, float], set[Hashable]]:
    """Return the weight of each word, and the content words."""
    documents = [set(words) for words in articles]
    if len(articles) < 20:
        documents = [set(words[k : k + 20]) for words in articles for k in range(0, len(words), 20)]
    n = len(documents)
    frequency = {word: sum(word in document for document in documents) for word in set().union(*articles)}
    weight = {word: math.log((1 + n) / df) / math.log(1 + n) for word, df in frequency.items()}
    return weight, {word for word, df in frequency.items() if df <= max(2, n // 10)}


def common_subsequence(a: Words, b: Words) -> int:
    """Return the length of the longest common subsequence, by its recursion."""
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, one in enumerate(a):
        for j, other in enumerate(b):
            table[i + 1][j + 1] = table[i][j] + 1 if one == other else max(table[i][j + 1], table[i + 1][j])
    return table[len(a)][len(b)]


def windows(words: Words, size: int, step: int = 1) -> list[Words]:
    """Return every ``step``-th run of ``size`` words; all words where there are fewer."""
    return [words[k : k + size] for k in range(0, max(1, len(words) - size + 1), step)]


def features(articles: Sequence[Words], numbers: Sequence[Words], pair: tuple[int, int]) -> list[float]:
    """Return the features of one pair, in the order of ``FEATURES``."""
    real, content = weigh(articles)
    weight = {word: round(value * 2**20) for word, value in real.items()}
    a, b = (articles[row] for row in pair)
    if not a or not b:
        return [0, 0, 0, 0, 0, _share_of_numbers(numbers, pair), 0, math.log(1 + len(a))]

    def total(words):
        return sum(weight[word] for word in words)

    content_b = [word for word in b if word in content]
    there = [word for word in content_b if word in a]
    in_order = common_subsequence([word for word in a if word in content], content_b)
    shared = set(a) & set(b)
    own = [4 * total(w for w in window if w in shared) < total(window) for window in windows(b, 20)]
    reaches = [set(reach) for reach in windows(a, 20)]
    foreign = [
        all(5 * total(w for w in window if w in reach) < total(window) for reach in reaches)
        for window in windows(b, 12, 3)
    ]
    rarest = sorted((weight[word] for word in shared), reverse=True)[:20]
    return [
        in_order / max(1, len(content_b)),
        in_order / max(1, len(there)),
        total(shared) / max(1, total(set(a))),
        sum(own) / len(own),
        math.log(1 + sum(foreign)),
        _share_of_numbers(numbers, pair),
        sum(rarest) / (20 * 2**20),
        math.log(1 + len(a)),
    ]


def _share_of_numbers(numbers: Sequence[Words], pair: tuple[int, int]) -> float:
    a, b = (set(numbers[row]) for row in pair)
    return len(a & b) / max(1, len(b))
