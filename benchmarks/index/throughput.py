"""Articles a second into an index as it grows, against datasketch's MinHashLSH in memory."""

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np

from corpora.generator import GeneratorParams, generate
from syndetect.corpus import Article
from syndetect.index import Deduplicator
from syndetect.params import IndexParams

__all__ = ["Growth", "grow", "peer_rate"]


class Growth(NamedTuple):
    """One stretch of an index that grows: rates are articles a second of processor time and of the clock."""

    n_before: int
    cpu_rate: float
    rate: float
    p99_ms: float  # of one article into the index as it then is, a transaction each
    bytes_per_article: float


def made(n_articles: int) -> list[Article]:
    """Return generated articles."""
    return [
        Article(
            article_id=one.id,
            text=one.text,
            title=one.title,
            outlet=one.outlet,
            url=one.url,
            published=one.published,
            published_at=datetime.fromisoformat(one.published).timestamp() if one.published else None,
        )
        for one in generate(GeneratorParams(n_articles=n_articles, seed=29))
    ]


def grow(path: Path, articles: list[Article], *, stretch: int, batch: int, n_single: int) -> Iterator[Growth]:
    """Take articles in, and yield a row a stretch; the last of each go in one by one."""
    with Deduplicator.open(path) as index:
        for start in range(0, len(articles), stretch):
            part = articles[start : start + stretch]
            bulk, single = part[: len(part) - n_single], part[len(part) - n_single :]
            cpu, clock = time.process_time(), time.perf_counter()
            for first in range(0, len(bulk), batch):
                index.add(bulk[first : first + batch])
            cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
            waits = []
            for one in single:
                began = time.perf_counter()
                index.add([one])
                waits.append(time.perf_counter() - began)
            yield Growth(
                start,
                len(bulk) / cpu,
                len(bulk) / clock,
                1000 * float(np.quantile(waits, 0.99)) if waits else 0.0,
                path.stat().st_size / (start + len(part)),
            )


def peer_rate(articles: list[Article]) -> float:
    """Return the articles a second of processor time that datasketch takes for the same in memory.

    Shingles of as many words, hashed by xxh32, signatures of the same size
    and threshold; looked up, then inserted. Nothing is verified, no partial
    copy is found, nothing is stored.
    """
    from datasketch import MinHash, MinHashLSH
    from xxhash import xxh32_intdigest

    params = IndexParams()
    index = MinHashLSH(threshold=params.threshold, num_perm=params.signature_size)
    began = time.process_time()
    for one in articles:
        words = one.text.lower().split()
        signature = MinHash(num_perm=params.signature_size, hashfunc=xxh32_intdigest)
        width = params.shingle_words
        signature.update_batch(
            [" ".join(words[k : k + width]).encode() for k in range(len(words) - width + 1)]
        )
        index.query(signature)
        index.insert(one.article_id, signature, check_duplication=False)
    return len(articles) / (time.process_time() - began)
