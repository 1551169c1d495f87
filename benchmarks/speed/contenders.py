"""One contender in one process: a JSON-lines file in, candidate pairs and seconds out.

Run as a script, so that nothing of another contender is in memory. Imports
only the standard library by itself: an interpreter that has nothing but the
peer can run it. The peers are used as their users use them, in the quickest of
the documented ways: words by a regular expression, sets of 5-word shingles,
signatures in batches, every pair that shares a bucket. Who can use several
threads or processes is given them. text-dedup and datatrove give no pairs, but
what stays of every group of articles that hang together: of them the number of
articles dropped is told, and nothing else.
"""

import argparse
import importlib
import importlib.metadata
import json
import os
import re
import resource
import struct
import sys
import tempfile
import time
from array import array
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

try:
    loads = importlib.import_module("orjson").loads  # for all who have it
except ImportError:
    loads = json.loads

__all__ = ["CONTENDERS", "RESEMBLANCE", "Contender", "Setting", "Steps", "main", "peak_mb", "split_lines"]

WORD = re.compile(r"\w+")
BATCH = 500  # articles whose shingles are held at once
N_PERMUTATIONS = 128
SEED = 1
RESEMBLANCE = 0.5  # of the pairs that are looked for


class Setting(NamedTuple):
    """What a contender is told."""

    path: str
    bands: int
    rows: int
    threads: int
    memory: str = ""  # that arrays may take, those of the package alone; nothing: all that they need


class Found(NamedTuple):
    """What a contender found: flat pairs of line numbers a < b, and how much text it read."""

    pairs: "array[int]"
    n_articles: int
    n_characters: int
    steps: dict[str, float]
    n_candidates: int = 0  # before pairs were verified; 0 where they are not
    n_dropped: int | None = None  # articles, of those who give no pairs
    anonymous_mb: float | None = None  # the most that no file stood behind, where it was watched


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


def _with_syndetect(setting: Setting, *, passages: bool = False) -> Found:
    """Run the job that finds pairs: candidates as they are found or, with ``passages``, verified ones."""
    from syndetect.resembling import find_pairs

    start = time.perf_counter()
    found = find_pairs(
        setting.path,
        resemblance=RESEMBLANCE if passages else None,
        passages=passages,
        n_threads=setting.threads,
        memory=setting.memory or None,
        spill_folder=Path(setting.path).parent,
    )
    rest = time.perf_counter() - start - sum(found.seconds.values())
    _check_cut(setting)
    peak = found.memory["peak"] or 0
    return Found(
        _flat(found.records - 1, found.pairs),
        len(found.records),
        found.n_characters,
        found.seconds | {"rest": rest},
        found.n_candidates,
        anonymous_mb=peak / 1e6,
    )


def _with_every_pair(setting: Setting) -> Found:
    """List all pairs of a bucket, as the peers do: exact copies are not set apart. No command does that."""
    import numpy as np

    from syndetect.candidates import Banding, bucket_pairs
    from syndetect.garbage import uncollected
    from syndetect.params import CandidateParams, Params
    from syndetect.sketch import sketch_texts

    n_threads, steps, reading = setting.threads, Steps(), _Reading(setting.path)
    cut, limits = Banding(setting.bands, setting.rows), CandidateParams(representatives=1000)
    with uncollected():
        tokens, sketches = sketch_texts(reading, Params(), passages=False, n_threads=n_threads)
        steps.done("sketch")
        every = np.arange(tokens.n_articles)
        pairs = bucket_pairs(sketches.signatures, every, cut, limits, n_threads=n_threads).pairs
        steps.done("candidates")
    return Found(_flat(reading.lines, pairs), len(reading.lines), reading.n_characters, steps.seconds)


def _with_events(setting: Setting) -> Found:
    """Look up the neighbours by TF-IDF cosine besides, and verify all pairs. No command does that."""
    import numpy as np

    from syndetect.candidates import find_candidates
    from syndetect.garbage import uncollected
    from syndetect.pairs.scores import shared_shingles
    from syndetect.params import Params
    from syndetect.sketch import count_terms, sketch_texts, tfidf

    params, n_threads, steps, reading = Params(), setting.threads, Steps(), _Reading(setting.path)
    with uncollected():
        tokens, sketches = sketch_texts(reading, params, n_threads=n_threads)
        steps.done("sketch")
        weights = tfidf(count_terms(tokens, n_threads=n_threads), n_threads=n_threads)
        steps.done("terms")
        sketches, times = replace(sketches, weights=weights), np.array(reading.times)
        found = find_candidates(tokens, sketches, times, params, n_threads=n_threads).pairs
        steps.done("candidates")
        n_a, n_b, n_both = shared_shingles(tokens, found, params.shingle, n_threads=n_threads).T
        pairs = found[(n_both > 0) & (n_both >= RESEMBLANCE * (n_a + n_b - n_both))]
        steps.done("verify")
    flat = _flat(reading.lines, pairs)
    return Found(flat, len(reading.lines), reading.n_characters, steps.seconds, len(found))


def _flat(lines: Any, pairs: Any) -> "array[int]":
    """Return pairs of articles as pairs of line numbers, a < b, one after the other."""
    import numpy as np

    return array("q", np.sort(np.asarray(lines)[pairs], axis=1).astype(np.int64).tobytes())


class _Reading:
    """The articles of a file as they are read, without their texts."""

    def __init__(self, path: str) -> None:
        self.lines = array("q")  # of the file, from 0
        self.times = array("d")  # of publication, NaN when unknown
        self.n_characters = 0
        self._path = path

    def __iter__(self) -> Iterator[str]:
        """Yield the texts; who tokenises them in other threads does so while the next ones are read."""
        from syndetect.corpus import read_batches
        from syndetect.corpus.times import publication_times

        for batch in read_batches([self._path], size=BATCH):
            texts = [article.text for article in batch.articles]
            self.lines.extend([article.record - 1 for article in batch.articles])
            self.times.extend(publication_times(batch.articles).tolist())
            self.n_characters += sum(map(len, texts))
            yield from texts


def _check_cut(setting: Setting) -> None:
    """Raise RuntimeError when peers were told another cut of signatures than the package takes by itself."""
    from syndetect.candidates import banding
    from syndetect.params import Params

    params = Params()
    cut = banding(params.sketch.signature_size, params.candidates.threshold)
    if (cut.bands, cut.rows) != (setting.bands, setting.rows):
        raise RuntimeError(f"{setting.bands} bands of {setting.rows} were asked for, not {cut}")


def _shingle_sets(path: str, steps: Steps) -> Iterator[tuple[list[set[str]], int]]:
    """Yield the 5-word shingles of each batch of articles, and its number of characters."""
    batch: list[set[str]] = []
    n_characters = 0
    with open(path, "rb") as file:
        for line in file:
            text = loads(line)["text"]
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


def _with_fastsketch(setting: Setting) -> Found:
    import numpy as np

    package = importlib.import_module("FastSketchLSH")
    sketcher = package.FastSimilaritySketch(size=setting.bands * setting.rows, seed=SEED)
    index = package.LSH(
        num_perm=setting.bands * setting.rows, num_bands=setting.bands, num_threads=setting.threads
    )
    steps = Steps()
    sketches: list[Any] = []
    n_characters = 0
    for batch, size in _shingle_sets(setting.path, steps):
        n_characters += size
        sketches.append(sketcher.batch([list(shingles) for shingles in batch], num_threads=setting.threads))
        steps.done("signatures")
        index.insert(sketches[-1])
        steps.done("buckets")
    signed = np.concatenate(sketches)
    flat, ptr = index.query(signed, format="csr")
    ptr = np.asarray(ptr, np.int64)
    found = np.stack([np.repeat(np.arange(len(signed)), np.diff(ptr)), np.asarray(flat, np.int64)], axis=1)
    pairs = np.unique(found[found[:, 0] < found[:, 1]], axis=0)
    steps.done("buckets")
    return Found(array("q", pairs.tobytes()), len(signed), n_characters, steps.seconds)


def _with_gaoya(setting: Setting) -> Found:
    """Let gaoya split, hash and look up the texts itself: it gives pairs whose signatures resemble."""
    index = importlib.import_module("gaoya.minhash").MinHashStringIndex(
        hash_size=32,
        jaccard_threshold=RESEMBLANCE,
        num_bands=setting.bands,
        band_size=setting.rows,
        analyzer="word",
        lowercase=True,
        ngram_range=(5, 5),
        id_container="vec",
    )
    steps = Steps()
    with open(setting.path, "rb") as file:
        texts = [loads(line)["text"] for line in file]
    steps.done("words")
    numbers = list(range(len(texts)))
    if setting.threads > 1:
        index.par_bulk_insert_docs(numbers, texts)
        steps.done("signatures")
        answers = index.par_bulk_query(texts)
    else:
        for number, text in enumerate(texts):
            index.insert_document(number, text)
        steps.done("signatures")
        answers = [index.query(text) for text in texts]
    pairs = array("q")
    for key, others in enumerate(answers):
        for other in others:
            if key < other:
                pairs.extend((key, other))
    steps.done("buckets")
    return Found(pairs, len(texts), sum(map(len, texts)), steps.seconds)


def _with_text_dedup(setting: Setting) -> Found:
    """Run the program of text-dedup in this process: it leaves one article of every cluster."""
    steps = Steps()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(HF_HOME=folder, HF_HUB_OFFLINE="1")
        package = importlib.import_module("text_dedup.minhash")
        numbers = {
            "num_proc": setting.threads,
            "ngram": 5,
            "num_perm": setting.bands * setting.rows,
            "b": setting.bands,
            "r": setting.rows,
            "hash_bits": 32,
        }
        words = {
            "path": "json",
            "data_files": setting.path,
            "split": "train",
            "column": "text",
            "hash_func": "xxh3",
            "cache_dir": f"{folder}/cache",
            "output": f"{folder}/kept",
        }
        arguments = [f"--{name}={value}" for name, value in (numbers | words).items()]
        package.main.main(arguments, standalone_mode=False)
        kept = len(importlib.import_module("datasets").load_from_disk(f"{folder}/kept"))
    steps.done("all in one")
    n_articles, n_characters = _sizes(setting.path)
    groups = package.uf
    n_dropped = sum(groups.find(number) != number for number in list(groups.parent))
    if kept + n_dropped != n_articles:
        raise RuntimeError(f"{kept} articles kept and {n_dropped} dropped of {n_articles}")
    return Found(array("q"), n_articles, n_characters, steps.seconds, n_dropped=n_dropped)


def _with_datatrove(setting: Setting) -> Found:
    """Run three of the four stages of datatrove: to the list of articles that the fourth would leave out.

    Words are those of the other peers: the tokeniser of English that it comes
    with (spaCy) would take nearly all of the time. A file is read by one task,
    so that a part of the corpus is written for each.
    """
    minhash = importlib.import_module("datatrove.pipeline.dedup.minhash")
    execute = importlib.import_module("datatrove.executor").LocalPipelineExecutor
    reader = importlib.import_module("datatrove.pipeline.readers").JsonlReader
    tokenizer = _datatrove_words()
    config = minhash.MinhashConfig(n_grams=5, num_buckets=setting.bands, hashes_per_bucket=setting.rows)
    steps = Steps()
    with tempfile.TemporaryDirectory() as folder:
        parts, signed, same, removed = (f"{folder}/{name}" for name in ("parts", "signed", "same", "removed"))
        split_lines(setting.path, Path(parts), setting.threads)
        steps.done("words")
        stages = {
            "signatures": (
                [reader(parts), minhash.MinhashDedupSignature(signed, config, tokenizer)],
                setting.threads,
            ),
            "buckets": ([minhash.MinhashDedupBuckets(signed, same, config=config)], setting.bands),
            "groups": ([minhash.MinhashDedupCluster(same, removed, config)], 1),
        }
        for number, (stage, (pipeline, tasks)) in enumerate(stages.items()):
            execute(
                pipeline,
                tasks=tasks,
                workers=min(tasks, setting.threads),
                logging_dir=f"{folder}/logs{number}",
                start_method="fork",
            ).run()
            steps.done("buckets" if stage == "groups" else stage)
        record = struct.calcsize(f"<{setting.rows}QI")
        n_signed = sum(file.stat().st_size for file in Path(signed, "bucket_000").iterdir()) // record
        n_dropped = sum(file.stat().st_size for file in Path(removed).glob("*.remove")) // 4  # a number each
    n_articles, n_characters = _sizes(setting.path)
    if n_signed > n_articles or n_articles - n_signed > _MOST_UNSIGNED * n_articles:
        raise RuntimeError(f"{n_signed} articles signed of {n_articles}")
    return Found(array("q"), n_articles, n_characters, steps.seconds, n_dropped=n_dropped)


_MOST_UNSIGNED = 0.01  # share of articles with fewer than five words


def _datatrove_words() -> Any:
    tokenizers = importlib.import_module("datatrove.utils.word_tokenizers")

    class Words(tokenizers.WordTokenizer):  # type: ignore[name-defined, misc]
        def word_tokenize(self, text: str) -> list[str]:
            return WORD.findall(text)

        def sent_tokenize(self, text: str) -> list[str]:
            return [text]

        def span_tokenize(self, text: str) -> list[tuple[int, int]]:
            return [(0, len(text))]

    return Words()


def split_lines(path: str, folder: Path, n_parts: int) -> None:
    """Write the lines of a file into parts of about the same number of lines."""
    lines = Path(path).read_bytes().splitlines(keepends=True)
    folder.mkdir()
    for part in range(n_parts):
        start, stop = (len(lines) * k // n_parts for k in (part, part + 1))
        (folder / f"{part:03d}.jsonl").write_bytes(b"".join(lines[start:stop]))


def _sizes(path: str) -> tuple[int, int]:
    """Count the articles of a file and the characters of their texts."""
    with open(path, "rb") as file:
        lengths = [len(loads(line)["text"]) for line in file]
    return len(lengths), sum(lengths)


class Contender(NamedTuple):
    """How it runs, and the package to install for it."""

    run: Callable[[Setting], Found]
    package: str
    uses_threads: bool = False


CONTENDERS = {
    "syndetect": Contender(_with_syndetect, "syndetect", uses_threads=True),
    "syndetect every pair": Contender(_with_every_pair, "syndetect", uses_threads=True),
    "syndetect verified": Contender(
        lambda setting: _with_syndetect(setting, passages=True), "syndetect", uses_threads=True
    ),
    "syndetect events": Contender(_with_events, "syndetect", uses_threads=True),
    "datasketch": Contender(_with_datasketch, "datasketch"),
    "datasketch xxhash": Contender(lambda setting: _with_datasketch(setting, xxhash=True), "datasketch"),
    "rensa": Contender(_with_rensa, "rensa"),
    "FastSketchLSH": Contender(_with_fastsketch, "FastSketchLSH", uses_threads=True),
    "gaoya": Contender(_with_gaoya, "gaoya", uses_threads=True),
    "text-dedup": Contender(_with_text_dedup, "text-dedup", uses_threads=True),
    "datatrove": Contender(_with_datatrove, "datatrove", uses_threads=True),
}


def _processor_seconds() -> float:
    """Return the processor time of this process, and of those that it started and that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def main() -> None:
    """Run one contender, first on a few articles (imports, compilation), then on all; print its figures."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("contender", choices=CONTENDERS)
    parser.add_argument("path")
    parser.add_argument("--warm-up", required=True, help="a small corpus, read first and not counted")
    parser.add_argument("--bands", type=int, required=True)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--memory", default="", help="what arrays may take, beyond that they lie in files")
    parser.add_argument("--pairs", required=True, help="where the pairs go: 64-bit integers, a and b in turn")
    options = parser.parse_args()
    contend, package, _ = CONTENDERS[options.contender]
    start = time.perf_counter()
    contend(Setting(options.warm_up, options.bands, options.rows, options.threads))
    warm, used = time.perf_counter(), _processor_seconds()
    found = contend(Setting(options.path, options.bands, options.rows, options.threads, options.memory))
    used = _processor_seconds() - used
    with open(options.pairs, "wb") as file:
        found.pairs.tofile(file)
    figures = {
        "version": importlib.metadata.version(package),
        "n_articles": found.n_articles,
        "n_characters": found.n_characters,
        "n_pairs": len(found.pairs) // 2,
        "n_candidates": found.n_candidates or len(found.pairs) // 2,
        "n_dropped": found.n_dropped,
        "steps": found.steps,
        "seconds": sum(found.steps.values()),
        "cpu_seconds": used,
        "warm_up_seconds": warm - start,
        "peak_mb": peak_mb(),
        "anonymous_mb": found.anonymous_mb,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
