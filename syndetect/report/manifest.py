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
from syndetect.storage import IN_MEMORY, Storage, Watch

__all__ = ["Recorder", "build_manifest", "corpus_digest"]

LOGGER = logging.getLogger(__name__)
SCHEMA = "syndetect-run/1"


class Recorder:
    """Counts, seconds and memory of the stages of one run, in order.

    Parameters
    ----------
    on_stage : callable, optional
        Called with the name of each stage as it begins: for progress.
    watch : Watch, optional
        What sees the memory of the stages.
    storage : Storage, optional
        What counts the bytes that go to files.
    """

    def __init__(
        self,
        on_stage: Callable[[str], None] | None = None,
        *,
        watch: Watch | None = None,
        storage: Storage = IN_MEMORY,
    ) -> None:
        self.stages: list[dict[str, Any]] = []
        self.seconds: dict[str, float] = {}
        self.watch = Watch() if watch is None else watch
        self.storage = storage
        self._on_stage = on_stage

    @contextmanager
    def stage(self, name: str) -> Iterator[dict[str, Any]]:
        """Time a stage; what the block writes into the mapping is recorded with it."""
        if self._on_stage:
            self._on_stage(name)
        counts: dict[str, Any] = {}
        self.storage.begin(name)
        self.watch.begin(name)
        start = time.perf_counter()
        yield counts
        self.watch.look()
        self.seconds[name] = round(time.perf_counter() - start, 3)
        self.stages.append({"stage": name, **counts})
        measured = {
            "stage": name,
            "seconds": self.seconds[name],
            "peak_bytes": self.watch.peaks.get(name),
            "spilled_bytes": self.storage.n_spilled.get(name, 0),
        }
        said = f"{name}: {counts} in {self.seconds[name]:.3f} s"
        LOGGER.info("%s", said, extra={"counts": measured | {"counts": counts}})

    def memory(self) -> dict[str, Any]:
        """Return what ``run.json`` says of memory: the budget, the peak of each stage, what went to files."""
        return {
            "budget": self.storage.budget,
            "peak": self.watch.peak or None,
            "peak_by_stage": dict(self.watch.peaks),
            "spilled": sum(self.storage.n_spilled.values()),
            "spilled_by_stage": dict(self.storage.n_spilled),
        }


def build_manifest(
    corpus: Corpus, digest: str, params: Params, recorder: Recorder, version: str
) -> dict[str, Any]:
    """Put together what ``run.json`` holds; ``digest`` is that of the corpus (:func:`corpus_digest`).

    Everything but ``seconds`` and ``memory`` is the same for the same input and parameters.
    """
    return {
        "schema": SCHEMA,
        "version": version,
        "parameters": params.to_mapping(),
        "parameters_fingerprint": params.fingerprint(),
        "corpus": {**corpus.counts(), "digest": digest},
        "reading": corpus.reading,
        "inputs": [dataclasses.asdict(entry) for entry in corpus.ledger],
        "mapping": corpus.mapping,
        "stages": recorder.stages,
        "seconds": recorder.seconds,
        "memory": recorder.memory(),
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
