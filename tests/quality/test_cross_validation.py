"""The ten-fold classifier of the COUNTER measure: what can be learned is, what cannot is not."""

import numpy as np
import pytest

from benchmarks.quality.counter import cross_validated

LABELS = np.repeat(["wholly", "partially", "non-derived"], [40, 80, 60])


def test_separable_labels_are_found():
    """A feature that orders the classes is enough, whatever the scale of the others."""
    noise = np.random.default_rng(1).normal(size=(len(LABELS), 2)) * [1000, 0.001]
    place = np.repeat([5.0, 0.0, -5.0], [40, 80, 60]) + np.linspace(-1, 1, len(LABELS))

    assert cross_validated(np.column_stack([noise, place]), LABELS, 0).tolist() == LABELS.tolist()


@pytest.mark.parametrize("seed", [0, 1])
def test_a_pair_is_not_judged_by_its_own_label(seed):
    """Of features without a bearing on the labels no more than chance is right: nothing leaks."""
    noise = np.random.default_rng(seed).normal(size=(len(LABELS), 8))
    right = np.mean(cross_validated(noise, LABELS, seed) == LABELS)

    assert right < 0.6


def test_the_same_seed_gives_the_same_labels():
    """Folds follow from the seed, and nothing else is drawn."""
    noise = np.random.default_rng(3).normal(size=(len(LABELS), 3))
    runs = [cross_validated(noise, LABELS, 4).tolist() for _ in range(2)]

    assert runs[0] == runs[1]
