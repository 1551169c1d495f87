"""Articles a second into indexes of several sizes, beside datasketch's MinHashLSH in memory and on Redis."""

import random
import shutil
import string
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from corpora.generator import GeneratorParams, generate
from syndetect.corpus import Article
from syndetect.index import Deduplicator
from syndetect.params import IndexParams

__all__ = ["Measured", "Supply", "compare_throughput", "render"]

_POOL = 20_000  # articles that are generated; more are these in other letters
_APART = 10_000  # alphabet of what is measured, which nothing that is held has
_TICKS = 100  # of processor time a second in /proc, on Linux
_REDIS = "redis-server"


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What one index did when it held so many articles.

    Attributes
    ----------
    name : str
    n_held : int
    cpu_ms, clock_ms : float
        Milliseconds an article, in batches: of processors (servers included) and of the clock.
    p50_ms, p99_ms, p99_cpu_ms : float or None
        Of one article, a transaction each.
    bytes_per_article : float or None
    """

    name: str
    n_held: int
    cpu_ms: float
    clock_ms: float
    p50_ms: float | None = None
    p99_ms: float | None = None
    p99_cpu_ms: float | None = None
    bytes_per_article: float | None = None


class Supply:
    """Articles without end: generated ones in other letters each time, which share nothing with those before.

    Parameters
    ----------
    n_pool : int
    first : int
        Alphabet to begin with; 0 for the texts as they are.
    """

    def __init__(self, n_pool: int, first: int = 0) -> None:
        self._pool = _generated(n_pool)
        self._round, self._at = first, 0

    def take(self, n_articles: int) -> list[Article]:
        """Return the next ones."""
        taken: list[Article] = []
        while len(taken) < n_articles:
            part = self._pool[self._at : self._at + n_articles - len(taken)]
            taken += [_in_other_letters(one, self._round) for one in part] if self._round else part
            self._at += len(part)
            if self._at == len(self._pool):
                self._round, self._at = self._round + 1, 0
        return taken


def _generated(n_articles: int) -> list[Article]:
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


def _in_other_letters(article: Article, k: int) -> Article:
    letters = list(string.ascii_lowercase)
    random.Random(k).shuffle(letters)
    small = "".join(letters)
    table = str.maketrans(string.ascii_letters, small + small.upper())
    text = article.text.translate(table)
    return replace(article, article_id=f"{k}-{article.article_id}", text=text, url=f"{article.url}?{k}")


@dataclass(frozen=True)
class _Taker:
    """One index under measure: how it takes articles, what it holds, what it costs elsewhere."""

    name: str
    n_held: int
    take: Callable[[Sequence[Article]], None]
    elsewhere: Callable[[], float] = float  # seconds of processor time of a server
    n_bytes: Callable[[], int] | None = None


def compare_throughput(  # noqa: PLR0913 - each is an option of the command
    target: str,
    sizes: Sequence[int],
    *,
    folder: Path,
    n_measured: int = 3000,
    n_single: int = 200,
    batch: int = 1000,
    peers_most: tuple[int, int] = (100_000, 10_000),
) -> Iterator[Measured]:
    """Fill an index of each size, and its peers, and measure all turn by turn.

    Parameters
    ----------
    target : str
        Path or URL of the indexes, with ``{size}`` in it. One that is there
        already is filled up.
    sizes : sequence of int
        Articles held.
    folder : Path
        For the data of Redis.
    n_measured : int
        Articles that all take in, a batch each in turn.
    n_single : int
        Articles that come one by one afterwards, into ours.
    batch : int
    peers_most : (int, int)
        Sizes beyond which datasketch in memory, and on Redis, are left out.

    Yields
    ------
    Measured

    Notes
    -----
    The peer makes shingles of as many words, signatures of the same size and
    bands for the same threshold, looks up and inserts. Nothing is verified,
    no partial copy is found, nothing is on disk. It is filled with signatures
    of random values, which is what unlike texts have.
    """
    batch = min(batch, n_measured)
    with ExitStack() as stack:
        takers = [stack.enter_context(_filled(target, size, batch)) for size in sizes]
        takers += stack.enter_context(_peers(folder, sizes, peers_most))
        supply = Supply(min(_POOL, n_measured + n_single * len(sizes) + batch), _APART)
        warming = supply.take(50)
        for taker in takers:  # compiles, connects, reads what is held in memory
            taker.take(warming)
        yield from _measure(takers, supply, n_measured=n_measured, n_single=n_single, batch=batch)


@contextmanager
def _filled(target: str, size: int, batch: int) -> Iterator[_Taker]:
    """Make an index of ours that holds so many articles."""
    with Deduplicator.open(target.format(size=size)) as index:
        n_held = index.store.n_articles()
        supply = Supply(min(_POOL, size), n_held // _POOL + 1) if n_held < size else None
        while supply and n_held < size:
            n_held += min(batch, size - n_held)
            index.add(supply.take(n_held - index.store.n_articles()))
        yield _Taker("syndetect", size, index.add, n_bytes=index.store.n_bytes)  # type: ignore[arg-type]


def _measure(
    takers: Sequence[_Taker], supply: Supply, *, n_measured: int, n_single: int, batch: int
) -> Iterator[Measured]:
    spent = [np.zeros(2) for _ in takers]
    for _ in range(0, n_measured, batch):
        part = supply.take(batch)
        for sums, taker in zip(spent, takers, strict=True):
            sums += _timed(taker, part)
    for sums, taker in zip(spent, takers, strict=True):
        cpu, clock = 1000 * sums / (-(-n_measured // batch) * batch)
        row = Measured(name=taker.name, n_held=taker.n_held, cpu_ms=cpu, clock_ms=clock)
        if taker.n_bytes is not None:
            n_bytes = taker.n_bytes()
            waits = 1000 * np.array([_timed(taker, [one]) for one in supply.take(n_single)])
            row = replace(
                row,
                p50_ms=float(np.quantile(waits[:, 1], 0.5)),
                p99_ms=float(np.quantile(waits[:, 1], 0.99)),
                p99_cpu_ms=float(np.quantile(waits[:, 0], 0.99)),
                bytes_per_article=n_bytes / (taker.n_held + n_measured + 50),
            )
        yield row


def _timed(taker: _Taker, part: Sequence[Article]) -> tuple[float, float]:
    """Return seconds of processors and of the clock."""
    cpu, clock = time.process_time() + taker.elsewhere(), time.perf_counter()
    taker.take(part)
    return time.process_time() + taker.elsewhere() - cpu, time.perf_counter() - clock


@contextmanager
def _peers(folder: Path, sizes: Sequence[int], most: tuple[int, int]) -> Iterator[list[_Taker]]:
    """Make the peers: one in memory, one on a Redis server of our own, where there is that program."""
    takers = [_Taker("datasketch", size, partial(_take_in, _lsh(size))) for size in sizes if size <= most[0]]
    if shutil.which(_REDIS) is None or find_spec("redis") is None:
        print("datasketch on Redis is left out: it needs redis-server and pip install redis", file=sys.stderr)
        yield takers
        return
    with ExitStack() as stack:
        for size in sizes:
            if size <= most[1]:
                process, storage = stack.enter_context(_redis(folder / f"redis-{size}"))
                on_redis = partial(_take_in, _lsh(size, storage_config=storage))
                takers.append(_Taker("datasketch on Redis", size, on_redis, partial(_seconds_of, process)))
        yield takers


@contextmanager
def _redis(folder: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Start a server; yield its process and how datasketch is told of it."""
    folder.mkdir()
    socket = folder / "socket"
    options = ["--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(folder)]
    with subprocess.Popen([_REDIS, *options], stdout=subprocess.DEVNULL) as server:
        try:
            while not socket.exists() and server.poll() is None:
                time.sleep(0.05)
            about = {"unix_socket_path": str(socket)}
            yield server.pid, {"type": "redis", "basename": b"benchmark", "redis": about}
        finally:
            server.terminate()


def _lsh(size: int, **more: Any) -> Any:
    """Return an index of datasketch that holds so many random signatures."""
    from datasketch import MinHash, MinHashLSH

    params = IndexParams()
    index = MinHashLSH(threshold=params.threshold, num_perm=params.signature_size, **more)
    chance, scheme = np.random.default_rng(size), MinHash(num_perm=params.signature_size).scheme
    with index.insertion_session(buffer_size=_POOL) as session:
        for k in range(size):
            values = chance.integers(0, 1 << 32, params.signature_size, dtype=np.uint64)
            signature = MinHash(hashvalues=values, scheme=scheme)
            session.insert(f"held{k}", signature, check_duplication=False)
    return index


def _take_in(index: Any, articles: Sequence[Article]) -> None:
    """Make signatures, look up, then insert."""
    from datasketch import MinHash
    from xxhash import xxh32_intdigest

    params = IndexParams()
    width = params.shingle_words
    for one in articles:
        words = one.text.lower().split()
        signature = MinHash(num_perm=params.signature_size, hashfunc=xxh32_intdigest)
        shingles = [" ".join(words[k : k + width]).encode() for k in range(len(words) - width + 1)]
        signature.update_batch(shingles)
        index.query(signature)
        index.insert(one.article_id, signature, check_duplication=False)


def _seconds_of(process: int) -> float:
    """Return the processor time of a process."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def render(rows: Sequence[Measured]) -> str:
    """Return the measures as a table, with the ratio of processor time to that of datasketch in memory."""
    base = {row.n_held: row.cpu_ms for row in rows if row.name == "datasketch"}
    lines = [
        f"{'':<20} {'held':>9} {'cpu ms':>8} {'a second':>9} {'× peer':>7} {'clock ms':>9}"
        f" {'p50 ms':>7} {'p99 ms':>7} {'p99 cpu':>8} {'bytes':>7}"
    ]
    for row in rows:
        peer = base.get(row.n_held)
        shown = [row.p50_ms, row.p99_ms, row.p99_cpu_ms]
        lines.append(
            f"{row.name:<20} {row.n_held:>9,} {row.cpu_ms:>8.3f} {1000 / row.cpu_ms:>9,.0f}"
            f" {f'{peer / row.cpu_ms:.2f}' if peer else '–':>7} {row.clock_ms:>9.3f}"
            + "".join(f" {'–' if one is None else f'{one:.1f}':>7}" for one in shown)
            + f" {'–' if row.bytes_per_article is None else f'{row.bytes_per_article:,.0f}':>8}"
        )
    return "\n".join(lines)
