"""What the stages of a scan take of memory beside what lies in files: some bytes an article, and no more."""

import gc
import importlib
import tracemalloc

import pytest

import syndetect.storage.spill as spill
from corpora.generator import GeneratorParams, generate, write_jsonl
from syndetect import scan

SIZES = (400, 1200)

# Blocks so small that both corpora have many of them: what one block takes is the same in both.
BLOCKS = {
    "text.tokens": {"BATCH_BYTES": 1 << 15, "_BLOCK": 1 << 15},
    "sketch.tfidf": {"_WORDS_AT_ONCE": 1 << 14},
    "sketch.winnowing": {"ARTICLES_AT_ONCE": 50},
    "pairs.alignment": {"PAIRS_AT_ONCE": 100, "PARTS_A_THREAD": 1},
    "trace.claims": {"_PASSAGES_AT_ONCE": 1000},
    "trace.origins": {"_BLOCKS_AT_ONCE": 1000},
    "trace.runs": {"_RUNS_AT_ONCE": 200},
    "trace.sentences": {"_AT_ONCE": 2000},
    "trace.wires": {"_PAIRS_AT_ONCE": 200, "_SENTENCES_AT_ONCE": 2000},
}

# Bytes an article, of 390 words and with three pairs: half as much again as was measured.
LIMITS = {"tokens": 1200, "speech": 1400, "furniture": 1900, "sketch": 3900, "compare": 2400, "trace": 4100}


def _peaks(path) -> dict[str, int]:
    """Return the most that NumPy and Python hold at once in each stage; kernels are not seen."""
    scan(path, n_threads=1)  # kernels are compiled, tables loaded
    gc.collect()
    found: dict[str, int] = {}
    stages: list[str] = []

    def begin(stage: str) -> None:
        if stages:
            found[stages[-1]] = tracemalloc.get_traced_memory()[1]
        stages.append(stage)
        tracemalloc.reset_peak()

    tracemalloc.start()
    try:
        scan(path, n_threads=1, memory="400MB", on_stage=begin)
        begin("end")
    finally:
        tracemalloc.stop()
    return found


@pytest.fixture(scope="module")
def growth(tmp_path_factory):
    """Return by how much the peak of each stage grows with each article, all arrays in files."""
    folder = tmp_path_factory.mktemp("peaks")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(spill, "HELD_SHARE", 10**9)
        patched.setattr(spill.Storage, "hold", lambda storage, n_bytes: None)
        for module, values in BLOCKS.items():
            for name, value in values.items():
                patched.setattr(importlib.import_module(f"syndetect.{module}"), name, value)
        peaks = []
        for size in SIZES:
            path = folder / f"{size}.jsonl"
            write_jsonl(generate(GeneratorParams(n_articles=size, seed=3)), path)
            peaks.append(_peaks(path))
    few, many = peaks
    return {stage: (many[stage] - few[stage]) / (SIZES[1] - SIZES[0]) for stage in few}


@pytest.mark.parametrize("stage", LIMITS)
def test_a_stage_takes_so_many_bytes_an_article(growth, stage):
    """Intermediate results are of one block: the peak grows with what stays in memory alone."""
    assert growth[stage] < LIMITS[stage]
