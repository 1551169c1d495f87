"""The shipped table of characters against the running Python's Unicode."""

import unicodedata

import naive
import numpy as np
import pytest
import strategies

from syndetect.text import make_characters
from syndetect.text.tokeniser import load_characters

SIGNS = dict(zip("/LDSM-'.,NQ_", make_characters.CLASSES.values(), strict=True))


@pytest.fixture(scope="module")
def table():
    return load_characters()


def folded(table, code):
    """Return the folding of a code point that the table holds."""
    _, fold_at, folds, _, _ = table
    place = fold_at[code]
    return chr(code) if place == 0 else "".join(map(chr, folds[place + 1 : place + 1 + folds[place]]))


def test_table_is_what_its_maker_makes(table):
    """The shipped arrays are those made from Unicode's tables of the same version."""
    if strategies.table_version() != unicodedata.unidata_version:
        pytest.skip(
            f"NOT COMPARED: characters.npz is of Unicode {strategies.table_version()}, "
            f"this Python of {unicodedata.unidata_version}"
        )
    made = make_characters.make()

    assert made["unicode_version"].tobytes().decode() == strategies.table_version()
    for name, array in zip(("classes", "fold_at", "folds", "lower", "combining"), table, strict=True):
        assert made[name].dtype == array.dtype
        assert np.array_equal(made[name], array)


def test_classes_are_the_defined_ones(table):
    """Every code point known to both sides has the class that its definition gives."""
    classes = table[0]

    differing = [
        hex(code)
        for code in range(len(classes))
        if classes[code] != SIGNS[naive.kind(chr(code))] and chr(code) not in strategies.UNKNOWN
    ]
    assert differing == []


def test_foldings_are_the_defined_ones(table):
    """Every character that a word can hold folds as defined, and to something."""
    in_words = (code for code in range(0x110000) if naive.kind(chr(code)) in "LDSM'.,")
    held = [code for code in in_words if chr(code) not in strategies.UNKNOWN]

    assert len(held) > 130_000
    for code in held:
        assert folded(table, code) == naive.fold(chr(code)), hex(code)
        assert folded(table, code), hex(code)


def test_foldings_fold_to_themselves(table):
    """Folding what is folded changes nothing, so that spellings fall into classes."""
    fold_at = table[1]
    deprecated = 0x149  # an apostrophe and n in one, which no one writes any more
    for code in np.flatnonzero(fold_at).tolist():
        once = folded(table, code)
        assert "".join(folded(table, ord(c)) for c in once) == once or code == deprecated, hex(code)


def test_longest_folding_fits_the_buffer(table):
    """No folding needs more than the 80 bytes that the kernel keeps free."""
    fold_at = table[1]
    longest = max(len(folded(table, code).encode()) for code in np.flatnonzero(fold_at).tolist())
    assert 30 <= longest <= 80
