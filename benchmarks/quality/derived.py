"""Articles and pairs of them -> derivation by the default rule, and what it claims of English news."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.measure import Measure, f1_by_class
from syndetect import Params
from syndetect.agencies import load_registry, separate
from syndetect.corpus import Article
from syndetect.pairs import derivation, verify
from syndetect.pairs.alignment import PROSE, QUOTE
from syndetect.sketch import count_terms, tfidf
from syndetect.text import Tokens, tokenise_paragraphs

__all__ = ["CLASSES", "claimed_of_events", "claimed_of_relations", "derivations", "read_tokens"]

CLASSES = ("wholly", "partially", "non-derived")
MEANING = {"same_text": "wholly", "partial": "partially", "fragment": "partially"}  # others: non-derived

Pairs = NDArray[np.int64]


def read_tokens(articles: Sequence[Article]) -> Tokens:
    """Tokenise articles and mark their furniture, as a scan does."""
    tokens, paragraphs = tokenise_paragraphs([article.text for article in articles])
    return separate(articles, tokens, paragraphs, load_registry(), Params().furniture).tokens


def derivations(tokens: Tokens, pairs: Pairs) -> list[str]:
    """Judge the second article of each pair by the default rule.

    Parameters
    ----------
    tokens : Tokens
    pairs : int64 array of shape (n_pairs, 2)
        Source and article that is judged.

    Returns
    -------
    list of str
        Of ``CLASSES``.
    """
    body = tokens.body()
    verified = verify(tokens, tfidf(count_terms(body)), np.sort(pairs, axis=1), Params())
    columns = (
        verified.alignments.words(PROSE),
        verified.alignments.words(QUOTE),
        verified.alignments.longest_prose(),
        body.lengths[pairs[:, 1]],
    )
    rows = zip(*(column.tolist() for column in columns), strict=True)
    params = Params().relation
    return [derivation(prose, quote, longest, n_words, params) for prose, quote, longest, n_words in rows]


def claimed_of_relations(articles: Sequence[Article], labels: Mapping[tuple[str, str], str]) -> list[Measure]:
    """Judge the shorter article of each labelled pair, from the longer one.

    ``same_text`` should be wholly, ``partial`` and ``fragment`` partially
    derived, all others not at all.
    """
    row_of = {article.article_id: row for row, article in enumerate(articles)}
    tokens = read_tokens(articles)
    pairs = np.array([(row_of[a], row_of[b]) for a, b in labels], np.int64).reshape(-1, 2)
    found = derivations(tokens, _shorter_last(pairs, tokens.body().lengths))
    gold = [MEANING.get(label, "non-derived") for label in labels.values()]
    scores = f1_by_class(gold, found, CLASSES)
    speech = [one for one, label in zip(found, labels.values(), strict=True) if label == "quotes_only"]
    claimed = sum(one != "non-derived" for one in speech)
    return [
        Measure("derivation: macro-F1 of three classes", sum(scores.values()) / len(CLASSES), len(gold)),
        *(Measure(f"derivation: F1 of {name}", scores[name], gold.count(name)) for name in CLASSES),
        Measure("derivation: quotes_only called derived", claimed, len(speech), at_most=True),
    ]


def claimed_of_events(articles: Sequence[Article], event_of: Mapping[str, str]) -> list[Measure]:
    """Judge the shorter article of every two on one event: reports of one's own, and reprints among them."""
    rows: dict[str, list[int]] = {}
    for row, article in enumerate(articles):
        rows.setdefault(event_of[article.article_id], []).append(row)
    pairs = np.array([pair for group in rows.values() for pair in combinations(group, 2)], np.int64)
    tokens = read_tokens(articles)
    found = derivations(tokens, _shorter_last(pairs, tokens.body().lengths))
    return [
        Measure(f"derivation: pairs on one event called {name}", found.count(name), len(found), at_most=True)
        for name in ("wholly", "partially")
    ]


def _shorter_last(pairs: Pairs, lengths: NDArray[np.int64]) -> Pairs:
    """Turn each pair so that its longer article stands first; of equal ones the first."""
    turn = lengths[pairs[:, 0]] < lengths[pairs[:, 1]]
    return np.where(turn[:, None], pairs[:, ::-1], pairs)
