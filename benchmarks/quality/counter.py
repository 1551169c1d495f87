"""COUNTER: Urdu articles judged against agency texts, by the rule and by a classifier over the features."""

from collections.abc import Sequence

import numpy as np
import orjson
from numpy.typing import NDArray
from sklearn.ensemble import VotingClassifier
from sklearn.kernel_approximation import Nystroem
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PowerTransformer, StandardScaler

from benchmarks.quality.derived import CLASSES, derivations, read_tokens
from benchmarks.quality.measure import DataSet, Measure, f1_by_class, files_digest
from benchmarks.quality.shared import DATA
from syndetect.corpus import Article
from syndetect.pairs import derivation_features
from syndetect.text import Tokens, find_numbers

__all__ = ["cross_validated", "measure"]

DERIVED = ("derived", "non-derived")
N_FOLDS, N_REPEATS = 10, 5

Labels = NDArray[np.str_]


def measure() -> tuple[DataSet, list[Measure]]:
    """Judge the given pairs: agency text -> newspaper article.

    Returns
    -------
    DataSet
    list of Measure
        F1 of the default rule, then means over ``N_REPEATS`` ten-fold runs of
        a classifier, and the least of the runs.
    """
    path = DATA / "counter" / "pairs.jsonl"
    data = DataSet(
        "counter",
        files_digest(path),
        f"ten-fold, {N_REPEATS} seeds; scales and coefficients are fitted inside each training part, but the "
        "features and the kind of classifier were chosen by looking at these pairs, the bounds of the rule "
        "with a look at them: expect less on others.",
    )
    articles, labels = _read(path.read_bytes())
    pairs = np.arange(len(articles)).reshape(-1, 2)
    texts = [article.text for article in articles]
    tokens = read_tokens(articles)
    features = derivation_features(tokens, find_numbers(texts, tokens), pairs)
    return data, [*_judged_by_rule(tokens, pairs, labels), *_judged_by_classifier(features, labels)]


def _read(lines: bytes) -> tuple[list[Article], Labels]:
    """Read the pairs: agency text and newspaper article in turn, and a label a pair."""
    records = [orjson.loads(line) for line in lines.splitlines()]
    articles = [
        Article(
            article_id=f"{record['pair']}-{side}",
            title=record[f"{side}_title"],
            text=record[f"{side}_text"],
        )
        for record in records
        for side in ("agency", "newspaper")
    ]
    return articles, np.array([record["label"] for record in records])


def _binary(labels: Labels) -> Labels:
    return np.where(labels == "non-derived", DERIVED[1], DERIVED[0])


def _scores(gold: Labels, found: Labels, classes: Sequence[str]) -> tuple[float, float]:
    """Return macro-F1, and F1 weighted by the number of pairs of each class."""
    macro = f1_score(gold, found, average="macro", labels=classes, zero_division=0)
    return float(macro), float(f1_score(gold, found, average="weighted", labels=classes, zero_division=0))


def _judged_by_rule(tokens: Tokens, pairs: NDArray[np.int64], labels: Labels) -> list[Measure]:
    found = np.array(derivations(tokens, pairs))
    by_class = f1_by_class(labels.tolist(), found.tolist(), CLASSES)
    ternary, _ = _scores(labels, found, CLASSES)
    _, binary = _scores(_binary(labels), _binary(found), DERIVED)
    of_rule = [
        Measure("rule: macro-F1 of three classes", ternary, len(labels)),
        Measure("rule: weighted F1 of derived or not", binary, len(labels)),
    ]
    return of_rule + [
        Measure(f"rule: F1 of {name}", by_class[name], int(np.sum(labels == name))) for name in CLASSES
    ]


def _judged_by_classifier(features: NDArray[np.float64], labels: Labels) -> list[Measure]:
    runs = [cross_validated(features, labels, seed) for seed in range(N_REPEATS)]
    ternary = [_scores(labels, found, CLASSES)[0] for found in runs]
    gold = _binary(labels)
    two = [_scores(gold, cross_validated(features, gold, seed), DERIVED)[1] for seed in range(N_REPEATS)]
    n = len(labels)
    by_class = [f1_by_class(labels.tolist(), found.tolist(), CLASSES) for found in runs]
    return [
        Measure("features, ten-fold: macro-F1 of three classes", float(np.mean(ternary)), n),
        Measure("features, ten-fold: macro-F1 of three classes, least of the seeds", min(ternary), n),
        Measure("features, ten-fold: weighted F1 of derived or not", float(np.mean(two)), n),
        Measure("features, ten-fold: weighted F1 of derived or not, least of the seeds", min(two), n),
    ] + [
        Measure(
            f"features, ten-fold: F1 of {name}",
            float(np.mean([scores[name] for scores in by_class])),
            int(np.sum(labels == name)),
        )
        for name in CLASSES
    ]


def cross_validated(features: NDArray[np.float64], labels: Labels, seed: int) -> Labels:
    """Predict each pair by a classifier that has seen nine tenths of the others.

    Parameters
    ----------
    features : float64 array of shape (n_pairs, n_features)
    labels : str array of shape (n_pairs,)
    seed : int
        Of the folds, stratified by label.

    Returns
    -------
    str array of shape (n_pairs,)
        The mean of three logistic regressions: on standardised features, on
        features made normal (Yeo & Johnson), and on Gaussian kernels of these.
    """
    folds = StratifiedKFold(N_FOLDS, shuffle=True, random_state=seed)
    predicted: Labels = cross_val_predict(_classifier(), features, labels, cv=folds)
    return predicted


def _classifier() -> VotingClassifier:
    kernels = Nystroem(gamma=0.1, n_components=120, random_state=0)
    voices = {
        "linear": make_pipeline(StandardScaler(), LogisticRegression(max_iter=3000)),
        "normal": make_pipeline(PowerTransformer(), LogisticRegression(max_iter=3000)),
        "kernels": make_pipeline(PowerTransformer(), kernels, LogisticRegression(C=3, max_iter=3000)),
    }
    return VotingClassifier(list(voices.items()), voting="soft")
