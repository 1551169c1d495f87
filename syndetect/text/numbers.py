"""Texts and their words -> the numbers that they name: runs of digits, also inside words."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.hashes import xxh64_words
from syndetect.kernels import kernel
from syndetect.ranges import pointer
from syndetect.text.make_characters import CLASSES
from syndetect.text.tokeniser import FURNITURE, CharacterTable
from syndetect.text.tokens import Tokens, characters, run_batches
from syndetect.text.utf8 import decode

__all__ = ["Numbers", "find_numbers"]

_DIGIT, _IGNORED = CLASSES["digit"], CLASSES["ignored"]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of all articles, one after the other.

    Attributes
    ----------
    hashes : uint64 array of shape (n_numbers,)
        xxh64 of the folded code points of each: equal numbers have equal hashes.
    article_ptr : int64 array of shape (n_articles + 1,)
        The numbers of article i are ``article_ptr[i]:article_ptr[i + 1]``, in
        the order of the text.
    """

    hashes: NDArray[np.uint64]
    article_ptr: NDArray[np.int64]


def find_numbers(texts: Iterable[str], tokens: Tokens, *, n_threads: int | None = None) -> Numbers:
    """Find the numbers that the words of some texts hold.

    Parameters
    ----------
    texts : iterable of str
    tokens : Tokens
        Their words; a number in furniture is left out.
    n_threads : int, optional
        Threads; the result does not depend on it.

    Returns
    -------
    Numbers

    Notes
    -----
    A number is a maximal run of digits, of any script, inside a word: a unit
    that is written without a blank (7pm, 25th) and the parts of 3.5 and 1,000
    each stand for themselves. So numbers are the same where papers join words
    differently.
    """
    batches = run_batches(texts, n_threads, keep_spans=True)
    hashes, first = [np.empty(0, np.uint64)], 0
    n_numbers = np.zeros(tokens.n_articles, np.int64)
    row = 0
    for batch in batches:
        ptr = batch.tokens.article_ptr
        body = (tokens.flags[first : first + ptr[-1]] & FURNITURE) == 0
        found, counts = _find(batch.utf8, batch.text_ptr, ptr, batch.spans, body, characters())
        hashes.append(found)
        n_numbers[row : row + len(counts)] = counts
        first, row = first + int(ptr[-1]), row + len(counts)
    return Numbers(np.concatenate(hashes), pointer(n_numbers))


@kernel
def _find(
    utf8: NDArray[np.uint8],
    text_ptr: NDArray[np.int64],
    token_ptr: NDArray[np.int64],
    spans: NDArray[np.int32],
    body: NDArray[np.bool_],
    table: CharacterTable,
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the hashes of the numbers of a batch of texts, and how many each text has."""
    classes, fold_at, folds, _, _ = table
    counts = np.zeros(len(text_ptr) - 1, np.int64)
    n_bytes_all, longest = 0, 0
    for token in range(len(spans)):
        n_bytes_all += spans[token, 1] - spans[token, 0]
        longest = max(longest, spans[token, 1] - spans[token, 0])
    hashes = np.empty(n_bytes_all, np.uint64)
    digits = np.empty(18 * longest, np.uint32)  # of the number at hand; the longest folding is 18 code points
    n_found = 0
    for text in range(len(counts)):
        for token in range(token_ptr[text], token_ptr[text + 1]):
            if not body[token]:
                continue
            at, end = text_ptr[text] + spans[token, 0], text_ptr[text] + spans[token, 1]
            size = 0
            while at < end:
                code, n_bytes = decode(utf8, at)
                at += n_bytes
                if classes[code] == _DIGIT:
                    place = fold_at[code]
                    if place == 0:
                        digits[size] = code
                        size += 1
                    for k in range(folds[place]):
                        digits[size] = folds[place + 1 + k]
                        size += 1
                if size > 0 and (at >= end or classes[code] not in (_DIGIT, _IGNORED)):
                    hashes[n_found] = xxh64_words(digits, 0, size, np.uint64(0))
                    n_found += 1
                    counts[text] += 1
                    size = 0
    return hashes[:n_found].copy(), counts
