"""The manifest of a run: what went in and out of every stage, under which parameters."""

import dataclasses
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import xxhash

from syndetect.corpus import Corpus
from syndetect.params import Params

__all__ = ["Recorder", "build_manifest"]

LOGGER = logging.getLogger(__name__)
SCHEMA = "syndetect-run/1"


class Recorder:
    """Counts and seconds of the stages of one run, in order.

    Parameters
    ----------
    on_stage : callable, optional
        Called with the name of each stage as it begins: for progress.
    """

    def __init__(self, on_stage: Callable[[str], None] | None = None) -> None:
        self.stages: list[dict[str, Any]] = []
        self.seconds: dict[str, float] = {}
        self._on_stage = on_stage

    @contextmanager
    def stage(self, name: str) -> Iterator[dict[str, Any]]:
        """Time a stage; what the block writes into the mapping is recorded with it."""
        if self._on_stage:
            self._on_stage(name)
        counts: dict[str, Any] = {}
        start = time.perf_counter()
        yield counts
        self.seconds[name] = round(time.perf_counter() - start, 3)
        self.stages.append({"stage": name, **counts})
        LOGGER.info("%s: %s in %.3f s", name, counts, self.seconds[name])


def build_manifest(corpus: Corpus, params: Params, recorder: Recorder, version: str) -> dict[str, Any]:
    """Put together what ``run.json`` holds.

    Everything but ``seconds`` is the same for the same input and parameters.
    """
    return {
        "schema": SCHEMA,
        "version": version,
        "parameters": params.to_mapping(),
        "parameters_fingerprint": params.fingerprint(),
        "corpus": {**corpus.counts(), "digest": corpus_digest(corpus)},
        "reading": corpus.reading,
        "inputs": [dataclasses.asdict(entry) for entry in corpus.ledger],
        "mapping": corpus.mapping,
        "stages": recorder.stages,
        "seconds": recorder.seconds,
    }


def corpus_digest(corpus: Corpus) -> str:
    """Return xxh3_128 over ids and texts, in the order of ids: names what was analysed."""
    digest = xxhash.xxh3_128()
    for article in corpus.articles:
        for part in (article.article_id, article.text):
            encoded = part.encode("utf-8", "surrogatepass")
            digest.update(len(encoded).to_bytes(8, "little"))
            digest.update(encoded)
    return f"xxh3_128:{digest.hexdigest()}"
