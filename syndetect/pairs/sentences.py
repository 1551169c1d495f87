"""Two articles -> pairs of sentences that say the same in other words."""

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import part
from syndetect.text import FURNITURE, SENTENCE_START, SOLO

__all__ = [
    "MAX_SENTENCES",
    "MAX_WORDS",
    "Vectors",
    "counts",
    "fragment_cosine",
    "may_share",
    "partners",
    "segments",
    "weigh",
]

MAX_WORDS = 100  # a longer sentence is cut: tables and lists without a full stop
MAX_SENTENCES = 500  # a word that stands in more sentences of an article weighs nothing

_MIX = np.uint32(0x9E3779B1)  # an odd number near 2**32 / golden ratio: Fibonacci hashing
_UNREACHED = 1 << 30  # words of a sentence with which none has enough in common

# Sentences by terms, sparse: where each sentence's entries begin, their terms, their weights.
Vectors = tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float64]]


@part
def segments(flags: NDArray[np.uint8], free: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Cut the free words of an article into sentences.

    Returns int32 (n_sentences, 4): first word, one past the last, the number
    of the free stretch that it lies in, and how many half words a word of it
    counts: 1 in a script without spaces. Furniture is never free.
    """
    rows = np.empty((len(flags), 4), np.int32)
    n_rows, stretch = 0, 0
    first, weight = -1, 2  # of the sentence so far: its first word, and its half words a word
    for at in range(len(flags)):
        if not free[at] or flags[at] & FURNITURE:
            if first >= 0:
                rows[n_rows - 1, 1] = at
                stretch += 1
                first = -1
            continue
        if first < 0 or flags[at] & SENTENCE_START or (at - first) * weight >= 2 * MAX_WORDS:
            if first >= 0:
                rows[n_rows - 1, 1] = at
            first, weight = at, 1 if flags[at] & SOLO else 2
            rows[n_rows, 0], rows[n_rows, 2], rows[n_rows, 3] = at, stretch, weight
            n_rows += 1
    if first >= 0:
        rows[n_rows - 1, 1] = len(flags)
    return rows[:n_rows].copy()


@part
def _count(
    words: NDArray[np.uint32],
    rows: NDArray[np.int32],
    table: NDArray[np.int32],
    hashes: NDArray[np.uint32],
    n_terms: int,
) -> tuple[Vectors, int]:
    """Count the words of each sentence, and number those that are new; return how many there are now."""
    size = 0
    for row in range(len(rows)):
        size += rows[row, 1] - rows[row, 0]
    ptr = np.zeros(len(rows) + 1, np.int64)
    terms = np.empty(size, np.int32)
    counts = np.zeros(size, np.float64)
    entry_of = np.full(len(hashes), -1, np.int64)
    n_entries = 0
    mask = len(table) - 1
    for row in range(len(rows)):
        first = n_entries
        for at in range(rows[row, 0], rows[row, 1]):  # term_slot, written out: a call a word costs more
            slot = int(np.int64(words[at])) * 0x9E3779B1 & mask
            while table[slot] >= 0 and hashes[table[slot]] != words[at]:
                slot = (slot + 1) & mask
            term = table[slot]
            if term < 0:
                term = n_terms
                table[slot] = term
                hashes[term] = words[at]
                n_terms += 1
            if entry_of[term] < first:
                entry_of[term] = n_entries
                terms[n_entries] = term
                n_entries += 1
            counts[entry_of[term]] += 1
        ptr[row + 1] = n_entries
    return (ptr, terms, counts), n_terms


@part
def counts(
    a: NDArray[np.uint32], b: NDArray[np.uint32], a_rows: NDArray[np.int32], b_rows: NDArray[np.int32]
) -> tuple[Vectors, Vectors, int]:
    """Count the words of the sentences of two articles; return also how many distinct words there are."""
    n_words = 0
    for row in range(len(a_rows)):
        n_words += a_rows[row, 1] - a_rows[row, 0]
    for row in range(len(b_rows)):
        n_words += b_rows[row, 1] - b_rows[row, 0]
    size = 8
    while size < 2 * n_words:
        size *= 2
    table = np.full(size, -1, np.int32)
    hashes = np.empty(n_words, np.uint32)
    of_a, n_terms = _count(a, a_rows, table, hashes, 0)
    of_b, n_terms = _count(b, b_rows, table, hashes, n_terms)
    return of_a, of_b, n_terms


@part
def may_share(
    words: tuple[NDArray[np.uint32], NDArray[np.uint32]],
    rows: tuple[NDArray[np.int32], NDArray[np.int32]],
    settings: tuple[float, float, int],
) -> bool:
    """Tell whether a sentence of a and one of b may have words enough in common to be partners.

    Of most articles no two have: then nothing need be counted and weighed.
    Words are told apart by the class that a few bits of their hashes make, so
    that nothing is looked for: what two sentences have in common is never
    taken for less than it is, as words of one class in one sentence are
    counted besides.
    """
    _, min_dice, min_words = settings
    a_rows, b_rows = rows
    if len(b_rows) > MAX_SENTENCES:  # too much work for a shortcut
        return True
    n_classes = 8
    while n_classes < 4 * len(words[1]):
        n_classes *= 2
    a_classes, b_classes = _classes(words[0], n_classes), _classes(words[1], n_classes)
    sizes, latest, sentence, earlier = _by_class(b_classes, b_rows, n_classes, min_words)
    shared = np.zeros(len(b_rows), np.int32)
    seen = np.full(n_classes, -1, np.int32)  # by class: where the last sentence of a that has it begins to
    for x in range(len(a_rows)):
        size, n_doubtful = 0, 0  # words that are another one of their class, or stand there again
        shared[:] = 0
        for at in range(a_rows[x, 0], a_rows[x, 1]):
            last = seen[a_classes[at]]
            if last >= a_rows[x, 0]:
                n_doubtful += 1 if words[0][last] != words[0][at] else 0
                continue
            seen[a_classes[at]] = at
            size += 1
            entry = latest[a_classes[at]]
            while entry >= 0:
                shared[sentence[entry]] += 1
                entry = earlier[entry]
        if (size + n_doubtful) * a_rows[x, 3] < 2 * min_words:
            continue
        enough = False
        for y in range(len(b_rows)):
            enough |= 2.0 * (shared[y] + n_doubtful) >= min_dice * (size + sizes[y])
        if enough:
            return True
    return False


@part
def _by_class(
    classes: NDArray[np.uint32], rows: NDArray[np.int32], n_classes: int, min_words: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Return the classes in each sentence that is long enough, and which sentences hold a class: as chains.

    An entry is a class in a sentence. The second array has the last entry of
    each class (-1: none), the third the sentence of each entry, the fourth
    the entry of the same class before it.
    """
    latest = np.full(n_classes, -1, np.int32)
    sentence = np.empty(len(classes), np.int32)
    earlier = np.empty(len(classes), np.int32)
    sizes = np.full(len(rows), _UNREACHED, np.int32)
    n_entries = 0
    for y in range(len(rows)):
        if (rows[y, 1] - rows[y, 0]) * rows[y, 3] < 2 * min_words:
            continue
        sizes[y] = 0
        for at in range(rows[y, 0], rows[y, 1]):
            entry = latest[classes[at]]
            if entry < 0 or sentence[entry] != y:
                sentence[n_entries], earlier[n_entries] = y, entry
                latest[classes[at]] = n_entries
                n_entries += 1
                sizes[y] += 1
    return sizes, latest, sentence, earlier


@part
def _classes(words: NDArray[np.uint32], n_classes: int) -> NDArray[np.uint32]:
    """Return the class of each word: the first bits of its hash, mixed. ``n_classes`` is a power of two."""
    shift = np.uint32(32)
    while n_classes > 1:
        n_classes //= 2
        shift = np.uint32(shift - np.uint32(1))
    classes = np.empty(len(words), np.uint32)
    for at in range(len(words)):
        here = np.uint64(at)
        classes[here] = np.uint32(words[here] * _MIX) >> shift
    return classes


@part
def weigh(of_a: Vectors, of_b: Vectors, n_terms: int) -> None:
    """Make weights of the counts of words, in place.

    A word that stands in s of all N sentences weighs its count in the sentence
    times ln((1 + N) / s), tf-isf (Sanchez-Perez, Gelbukh & Sidorov 2014); one
    that stands in more than ``MAX_SENTENCES`` of an article weighs nothing.
    """
    in_a, in_b = np.zeros(n_terms, np.int64), np.zeros(n_terms, np.int64)
    for entry in range(of_a[0][-1]):
        in_a[of_a[1][entry]] += 1
    for entry in range(of_b[0][-1]):
        in_b[of_b[1][entry]] += 1
    n_sentences = len(of_a[0]) + len(of_b[0]) - 2
    rarity = np.zeros(n_sentences + 1, np.float64)  # by number of sentences
    for count in range(1, min(len(rarity), 2 * MAX_SENTENCES + 1)):
        rarity[count] = np.log((1.0 + n_sentences) / count)
    weight = np.zeros(n_terms, np.float64)
    for term in range(n_terms):
        if in_a[term] <= MAX_SENTENCES and in_b[term] <= MAX_SENTENCES:
            weight[term] = rarity[in_a[term] + in_b[term]]
    for entry in range(of_a[0][-1]):
        of_a[2][entry] *= weight[of_a[1][entry]]
    for entry in range(of_b[0][-1]):
        of_b[2][entry] *= weight[of_b[1][entry]]


@part
def partners(
    of_a: Vectors,
    of_b: Vectors,
    n_terms: int,
    rows: tuple[NDArray[np.int32], NDArray[np.int32]],
    settings: tuple[float, float, int],
) -> NDArray[np.int32]:
    """Return for each sentence of a the one of b that is its best partner and it that one's, or -1.

    Of the pairs whose cosine, Dice coefficient of their sets of words and
    number of distinct words reach the settings, each sentence has the one of
    greatest cosine, the first of several.
    """
    min_cosine, min_dice, min_words = settings
    a_ptr, b_ptr = of_a[0], of_b[0]
    inverted = _inverted(of_b, n_terms)
    a_norms, b_norms = _norms(of_a), _norms(of_b)
    n_a, n_b = len(a_ptr) - 1, len(b_ptr) - 1
    of_sentence, best = np.full(n_a, -1, np.int32), np.zeros(n_b, np.float64)
    back = np.full(n_b, -1, np.int32)
    product, shared = np.zeros(n_b, np.float64), np.zeros(n_b, np.int32)
    met = np.empty(n_b, np.int32)
    for x in range(n_a):
        size = a_ptr[x + 1] - a_ptr[x]
        if size * rows[0][x, 3] < 2 * min_words:
            continue
        n_met = _multiply(of_a, x, inverted, product, shared, met)
        greatest = 0.0
        for k in range(n_met):
            y = met[k]
            other = b_ptr[y + 1] - b_ptr[y]
            dot, alike = product[y], 2.0 * shared[y] >= min_dice * (size + other)
            product[y], shared[y] = 0.0, 0
            if not alike or other * rows[1][y, 3] < 2 * min_words:
                continue
            cosine = dot / (a_norms[x] * b_norms[y])
            if cosine < min_cosine:
                continue
            if cosine > greatest or (cosine == greatest and y < of_sentence[x]):
                greatest = cosine
                of_sentence[x] = y
            if cosine > best[y]:
                best[y] = cosine
                back[y] = x
    for x in range(n_a):
        if of_sentence[x] >= 0 and back[of_sentence[x]] != x:
            of_sentence[x] = -1
    return of_sentence


@part
def _multiply(
    of_a: Vectors,
    x: int,
    inverted: Vectors,
    product: NDArray[np.float64],
    shared: NDArray[np.int32],
    met: NDArray[np.int32],
) -> int:
    """Add up the products of a sentence of a with all of b that share a word of weight; return how many."""
    ptr, terms, weights = of_a
    post_ptr, posts, post_weights = inverted
    n_met = 0
    for entry in range(ptr[x], ptr[x + 1]):
        if weights[entry] == 0.0:
            continue
        for post in range(post_ptr[terms[entry]], post_ptr[terms[entry] + 1]):
            y = posts[post]
            if shared[y] == 0:
                met[n_met] = y
                n_met += 1
            shared[y] += 1
            product[y] += weights[entry] * post_weights[post]
    return n_met


@part
def _inverted(vectors: Vectors, n_terms: int) -> Vectors:
    """Return by term the sentences that hold it, ascending, and its weight in each."""
    ptr, terms, weights = vectors
    post_ptr, posts = _postings(vectors, n_terms)
    place = post_ptr.copy()
    post_weights = np.empty(ptr[-1], np.float64)
    for entry in range(ptr[-1]):
        post_weights[place[terms[entry]]] = weights[entry]
        place[terms[entry]] += 1
    return post_ptr, posts, post_weights


@part
def _postings(vectors: Vectors, n_terms: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return by term the sentences that hold it, ascending: a pointer, and their numbers."""
    ptr, terms, _ = vectors
    post_ptr = np.zeros(n_terms + 2, np.int64)  # shifted by one while the places are given away
    for entry in range(ptr[-1]):
        post_ptr[terms[entry] + 2] += 1
    for term in range(n_terms):
        post_ptr[term + 2] += post_ptr[term + 1]
    posts = np.empty(ptr[-1], np.int32)
    for row in range(len(ptr) - 1):
        for entry in range(ptr[row], ptr[row + 1]):
            posts[post_ptr[terms[entry] + 1]] = row
            post_ptr[terms[entry] + 1] += 1
    return post_ptr[: n_terms + 1], posts


@part
def _norms(vectors: Vectors) -> NDArray[np.float64]:
    ptr, _, weights = vectors
    norms = np.zeros(len(ptr) - 1, np.float64)
    for row in range(len(norms)):
        for entry in range(ptr[row], ptr[row + 1]):
            norms[row] += weights[entry] * weights[entry]
        norms[row] = np.sqrt(norms[row])
    return norms


@part
def fragment_cosine(
    of_a: Vectors,
    of_b: Vectors,
    rows: tuple[int, int, int, int],
    sums: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> float:
    """Return the cosine of the sums of some sentences of a and some of b (first, past, first, past).

    ``sums`` are two arrays of zeros of shape (n_terms,), and zeros again afterwards.
    """
    in_a, in_b = sums
    for entry in range(of_a[0][rows[0]], of_a[0][rows[1]]):
        in_a[of_a[1][entry]] += of_a[2][entry]
    for entry in range(of_b[0][rows[2]], of_b[0][rows[3]]):
        in_b[of_b[1][entry]] += of_b[2][entry]
    product, a_square, b_square = 0.0, 0.0, 0.0
    for entry in range(of_a[0][rows[0]], of_a[0][rows[1]]):
        term = of_a[1][entry]
        product += in_a[term] * in_b[term]
        a_square += in_a[term] * in_a[term]
        in_a[term] = 0.0
    for entry in range(of_b[0][rows[2]], of_b[0][rows[3]]):
        term = of_b[1][entry]
        b_square += in_b[term] * in_b[term]
        in_b[term] = 0.0
    return product / np.sqrt(a_square * b_square) if product > 0.0 else 0.0
