"""One contender in one process: a JSON-lines file in, candidate pairs and seconds out.

Run as a script, so that nothing of another contender is in memory. Imports
only the standard library by itself: an interpreter that has nothing but the
peer can run it. The peers are used as their users use them, in the quickest of
the documented ways: words by a regular expression, sets of 5-word shingles,
signatures in batches, every pair that shares a bucket.
"""

import argparse
import importlib
import importlib.metadata
import json
import re
import resource
import sys
import time
from array import array
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

__all__ = ["CONTENDERS", "Setting", "Steps", "main", "peak_mb"]

WORD = re.compile(r"\w+")
BATCH = 500  # articles whose shingles are held at once
N_PERMUTATIONS = 128
SEED = 1


class Setting(NamedTuple):
    """What a contender is told."""

    path: str
    bands: int
    rows: int
    threads: int


class Found(NamedTuple):
    """What a contender found: flat pairs of line numbers a < b, and how much text it read."""

    pairs: "array[int]"
    n_articles: int
    n_characters: int
    steps: dict[str, float]


class Steps:
    """A stopwatch that adds up seconds by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def done(self, step: str) -> None:
        """Count the time since the last call for this step."""
        now = time.perf_counter()
        self.seconds[step] = self.seconds.get(step, 0.0) + now - self._last
        self._last = now


def peak_mb() -> float:
    """Return the largest resident memory of this process so far, in MB.

    Where the system tells it of the program (Linux, VmHWM), that is taken:
    ``getrusage`` also remembers the process that started it.
    """
    try:
        with open("/proc/self/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) * 1024 / 1e6
    except (OSError, StopIteration):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e6 / 1024)  # bytes there, KiB elsewhere


def _with_syndetect(
    setting: Setting, *, every_pair: bool = False, passages: bool = False, events: bool = False
) -> Found:
    """Run the stages of the package up to the candidates.

    With ``every_pair`` exact copies are not set apart and all pairs of a
    bucket are listed, as the peers do; without, copies and crowded buckets are
    starred. With ``passages`` the articles that share a run of words come in
    too, with ``events`` the neighbours by TF-IDF cosine.
    """
    import numpy as np

    from syndetect import candidates as stage
    from syndetect.corpus import read_corpus
    from syndetect.corpus.times import publication_times
    from syndetect.params import Params
    from syndetect.sketch import content_digests, count_terms, exact_copies, sign, tfidf, winnow
    from syndetect.text import tokenise_texts

    params = Params()
    cut = stage.Banding(setting.bands, setting.rows)
    limits = type(params.candidates)(representatives=1000) if every_pair else params.candidates
    steps = Steps()
    articles = read_corpus([setting.path]).articles
    steps.done("read")
    tokens = tokenise_texts((article.text for article in articles), n_threads=setting.threads)
    steps.done("words")
    numbers = np.arange(len(articles))
    firsts = numbers if every_pair else exact_copies(content_digests(tokens))
    signatures = sign(tokens, params.shingle, params.sketch, n_threads=setting.threads)
    steps.done("signatures")
    rows = np.flatnonzero(firsts == numbers)
    copies = np.stack([firsts, numbers], axis=1)[firsts != numbers]
    parts = [copies, stage.bucket_pairs(signatures, rows, cut, limits).pairs]
    steps.done("buckets")
    published_at = publication_times(articles)
    if passages:
        fingerprints = winnow(tokens, rows, params.passages, n_threads=setting.threads)
        leaders = stage.near_copies(parts[-1], signatures, firsts, params.candidates.copy_resemblance)
        found = stage.passage_pairs(
            tokens, fingerprints, leaders, published_at, params.passages, n_threads=setting.threads
        )
        parts.append(found.pairs)
        steps.done("passages")
    if events:
        weights = tfidf(count_terms(tokens))
        parts.append(stage.event_pairs(weights, published_at, rows, params.event, n_threads=setting.threads))
        steps.done("events")
    pairs = stage.distinct(np.concatenate(parts))
    steps.done("buckets")
    lines = np.array([article.record - 1 for article in articles], np.int64)  # rows go by id, not by line
    flat = array("q", np.sort(lines[pairs], axis=1).astype(np.int64).tobytes())
    n_characters = sum(len(article.text) for article in articles)
    return Found(flat, len(articles), n_characters, steps.seconds)


def _shingle_sets(path: str, steps: Steps) -> Iterator[tuple[list[set[str]], int]]:
    """Yield the 5-word shingles of each batch of articles, and its number of characters."""
    batch: list[set[str]] = []
    n_characters = 0
    with open(path, encoding="utf-8") as file:
        for line in file:
            text = json.loads(line)["text"]
            n_characters += len(text)
            words = WORD.findall(text.lower())
            runs = zip(words, words[1:], words[2:], words[3:], words[4:], strict=False)
            batch.append({" ".join(run) for run in runs})
            if len(batch) == BATCH:
                steps.done("words")
                yield batch, n_characters
                batch, n_characters = [], 0
    steps.done("words")
    if batch:
        yield batch, n_characters


def _with_datasketch(setting: Setting, *, xxhash: bool = False) -> Found:
    from datasketch import MinHash, MinHashLSH

    options = {"hashfunc": importlib.import_module("xxhash").xxh32_intdigest} if xxhash else {}
    index = MinHashLSH(num_perm=N_PERMUTATIONS, params=(setting.bands, setting.rows))
    steps = Steps()
    minhashes: list[MinHash] = []
    n_characters = 0
    for batch, size in _shingle_sets(setting.path, steps):
        n_characters += size
        encoded = ([shingle.encode() for shingle in shingles] for shingles in batch)
        signed = MinHash.bulk(encoded, num_perm=N_PERMUTATIONS, seed=SEED, **options)
        steps.done("signatures")
        for key, minhash in enumerate(signed, len(minhashes)):
            index.insert(key, minhash)
        minhashes += signed
        steps.done("buckets")
    pairs = array("q")
    for key, minhash in enumerate(minhashes):
        for other in index.query(minhash):
            if key < other:
                pairs.extend((key, other))
    steps.done("buckets")
    return Found(pairs, len(minhashes), n_characters, steps.seconds)


def _with_rensa(setting: Setting) -> Found:
    rensa = importlib.import_module("rensa")
    index = rensa.RMinHashLSH(
        0.5, setting.bands * setting.rows, setting.bands
    )  # a threshold only for is_similar
    steps = Steps()
    minhashes: list[Any] = []
    n_characters = 0
    for batch, size in _shingle_sets(setting.path, steps):
        n_characters += size
        signed = rensa.RMinHash.from_token_sets(batch, setting.bands * setting.rows, SEED)
        steps.done("signatures")
        index.insert_many(signed, len(minhashes))
        minhashes += signed
        steps.done("buckets")
    pairs = array("q")
    for key, others in enumerate(index.query_all(minhashes)):
        for other in others:
            if key < other:
                pairs.extend((key, other))
    steps.done("buckets")
    return Found(pairs, len(minhashes), n_characters, steps.seconds)


CONTENDERS: dict[str, Callable[[Setting], Found]] = {
    "syndetect": _with_syndetect,
    "syndetect every pair": lambda setting: _with_syndetect(setting, every_pair=True),
    "syndetect passages": lambda setting: _with_syndetect(setting, passages=True),
    "syndetect events": lambda setting: _with_syndetect(setting, passages=True, events=True),
    "datasketch": _with_datasketch,
    "datasketch xxhash": lambda setting: _with_datasketch(setting, xxhash=True),
    "rensa": _with_rensa,
}


def main() -> None:
    """Run one contender, first on a few articles (imports, compilation), then on all; print its figures."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("contender", choices=CONTENDERS)
    parser.add_argument("path")
    parser.add_argument("--warm-up", required=True, help="a small corpus, read first and not counted")
    parser.add_argument("--bands", type=int, required=True)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--pairs", required=True, help="where the pairs go: 64-bit integers, a and b in turn")
    options = parser.parse_args()
    contend = CONTENDERS[options.contender]
    start = time.perf_counter()
    contend(Setting(options.warm_up, options.bands, options.rows, options.threads))
    warm = time.perf_counter()
    found = contend(Setting(options.path, options.bands, options.rows, options.threads))
    with open(options.pairs, "wb") as file:
        found.pairs.tofile(file)
    figures = {
        "version": importlib.metadata.version(options.contender.split()[0]),
        "n_articles": found.n_articles,
        "n_characters": found.n_characters,
        "n_pairs": len(found.pairs) // 2,
        "steps": found.steps,
        "seconds": sum(found.steps.values()),
        "warm_up_seconds": warm - start,
        "peak_mb": peak_mb(),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
