"""Numbers in texts: runs of digits, of any script, also where papers join them to a word."""

from itertools import groupby

import naive
import numpy as np
import pytest
import strategies
import xxhash
from hypothesis import given
from hypothesis import strategies as st

from syndetect.text import FURNITURE, Tokens, find_numbers, tokenise_texts


def numbers_of(text: str) -> list[str]:
    """Return the numbers of a text by their definition, folded."""
    found = []
    for word in naive.tokens(text):
        counted = [c for c in text[word.start : word.end] if naive.kind(c) != "-"]
        runs = groupby(counted, key=lambda c: naive.kind(c) == "D")
        found += ["".join(map(naive.fold, run)) for is_digit, run in runs if is_digit]
    return [number for number in found if number]


def hash_number(number: str) -> int:
    return xxhash.xxh64_intdigest(np.array([ord(c) for c in number], "<u4").tobytes())


@given(st.lists(strategies.texts(), max_size=5), st.integers(1, 4))
def test_numbers_are_the_defined_ones(texts, n_threads):
    """The numbers of texts of all scripts, in their order, whatever the number of threads."""
    found = find_numbers(texts, tokenise_texts(texts), n_threads=n_threads)
    wanted = [numbers_of(text) for text in texts]

    assert np.diff(found.article_ptr).tolist() == [len(numbers) for numbers in wanted]
    assert found.hashes.tolist() == [hash_number(number) for numbers in wanted for number in numbers]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", []),
        ("no number", []),
        ("9am on the 25th, 3.5 of 1,000", ["9", "25", "3", "5", "1", "000"]),
        ("640میٹر اور 2031ء تک", ["640", "2031"]),
        ("۱۲ دن", ["۱۲"]),
        ("２０２４年10月", ["2024", "10"]),
        ("G20 A4B7", ["20", "4", "7"]),
        ("12\u200b34 12\u00ad34", ["1234", "1234"]),
    ],
)
def test_numbers(text, wanted):
    """Units, joins and full-width digits do not hide a number; a digit of another script is another one."""
    assert numbers_of(text) == wanted
    assert find_numbers([text], tokenise_texts([text])).hashes.tolist() == [hash_number(n) for n in wanted]


def test_numbers_of_furniture_do_not_count():
    """A number in a word of furniture is left out, also across batches."""
    texts = ["On 4 May 19 boats", "", "7 x" * 800_000, "12 left"]
    tokens = tokenise_texts(texts)
    flags = tokens.flags.copy()
    flags[[1, -2]] |= FURNITURE
    found = find_numbers(texts, Tokens(tokens.hashes, flags, tokens.article_ptr))

    assert np.diff(found.article_ptr).tolist() == [1, 0, 800_000, 0]
    assert found.hashes[:2].tolist() == [hash_number("19"), hash_number("7")]
