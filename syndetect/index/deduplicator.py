"""Articles -> decisions against everything that an index holds: :class:`Deduplicator`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from syndetect.agencies import Registry, load_registry
from syndetect.corpus import Article
from syndetect.corpus.ids import content_digest
from syndetect.index.opening import open_store
from syndetect.index.prepare import Keys, Prepared, prepare
from syndetect.index.ranking import plausible_seconds, rank
from syndetect.index.records import Decision, Entry, Event, Stored
from syndetect.index.saying import changes_told, decisions_of, recency
from syndetect.index.settings import check_settings, read_params, to_settings
from syndetect.index.settling import Settlement
from syndetect.index.store import SourceRow, Store
from syndetect.index.view import SECONDS_A_DAY
from syndetect.params import IndexParams

__all__ = ["Added", "Deduplicator"]

_FEW = 32  # articles
_RUN_WATERMARK = "run_watermark"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one batch.

    Attributes
    ----------
    decisions : list of Decision
        One an article, in the order given.
    events : list of Event
        Earlier decisions that changed by it.
    n_known : int
        Articles that the index held already.
    """

    decisions: list[Decision]
    events: list[Event]
    n_known: int


class Deduplicator:
    """A persistent index of articles that says of each new one whether it is a copy.

    Parameters
    ----------
    store : Store
        Closed by :meth:`close`.
    params : IndexParams, optional
        Those of the index when None; otherwise an index of others is refused.
    registry : Registry, optional
        The agencies whose credits are read; by default the bundled ones.
    now : datetime, optional
        The time that is noted as ``first_seen``; by default that of each batch.
    any_rules : bool
        Take an index also whose words were made by other rules: for a refit.

    Raises
    ------
    MismatchError
        The index was made with other parameters, or by other rules.

    Notes
    -----
    What an index says depends on the articles in it alone: not on the order
    in which they came, nor on batches (docs/dedup.md). Each batch is written
    whole or not at all.

    Examples
    --------
    >>> import tempfile
    >>> from syndetect import Article
    >>> text = " ".join(f"word{k}" for k in range(40))
    >>> path = tempfile.mkdtemp() + "/news.index"
    >>> with Deduplicator.open(path) as index:
    ...     first = index.add([Article(article_id="a", text=text, published_at=1.0)])
    ...     second = index.add([Article(article_id="b", text=text, published_at=2.0)])
    >>> first.decisions[0].decision, second.decisions[0].decision, second.decisions[0].canonical_id
    ('unique', 'duplicate', 'a')
    """

    def __init__(
        self,
        store: Store,
        params: IndexParams | None = None,
        *,
        registry: Registry | None = None,
        now: datetime | None = None,
        any_rules: bool = False,
    ) -> None:
        self.store = store
        self.registry = registry or load_registry()
        meta = store.meta()
        self.params = params or read_params(store.name, meta)
        if not any_rules:
            check_settings(store.name, to_settings(self.params, self.registry), meta)
        self._now = now
        self._no_earlier = self._horizon()

    @classmethod
    def open(  # noqa: PLR0913 - each is a choice of the caller
        cls,
        target: str | Path,
        params: IndexParams | None = None,
        *,
        registry: Registry | None = None,
        writing: bool = True,
        create: bool = True,
        now: datetime | None = None,
        any_rules: bool = False,
    ) -> "Deduplicator":
        """Open an index in a file, or on a PostgreSQL server; make it where there is none.

        Parameters
        ----------
        target : str or Path
            A path, or ``postgresql://user@host/database?schema=news``.
        params : IndexParams, optional
            For an index that exists None takes its own.
        registry : Registry, optional
        writing : bool
            Otherwise it must exist, and :meth:`add` fails.
        create : bool
            Make one where there is none.
        now : datetime, optional
        any_rules : bool
            As for the class.

        Returns
        -------
        Deduplicator

        Raises
        ------
        NoIndexError, LockedError, MismatchError, DamagedError
        """
        registry = registry or load_registry()
        settings = to_settings(params or IndexParams(), registry) if writing and create else None
        store = open_store(target, writing=writing, create_with=settings)
        try:
            return cls(store, params, registry=registry, now=now, any_rules=any_rules)
        except BaseException:
            store.close()
            raise

    def __enter__(self) -> "Deduplicator":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the index; what was added is on disk already."""
        self.store.close()

    def add(self, articles: Sequence[Article], sources: Iterable[SourceRow] = ()) -> Added:
        """Take a batch in.

        Parameters
        ----------
        articles : sequence of Article
            Those known already, by id and content, change nothing and get the
            decision that holds now.
        sources : iterable of SourceRow
            Account of the inputs, written in the same transaction.

        Returns
        -------
        Added

        Raises
        ------
        StoreError
            The batch could not be written; the index is as it was before.
        """
        articles = [_storable(article) for article in articles]
        wanted = [(article.article_id, bytes.fromhex(content_digest(article))) for article in articles]
        with self.store.transaction():
            known = self.store.known(list(dict.fromkeys(wanted)))
            n_known = sum(one in known for one in wanted)
            new = dict(zip(reversed(wanted), reversed(articles), strict=True))
            new = {one: new[one] for one in dict.fromkeys(wanted) if one not in known}
            settlement = Settlement(self.store, self.params)
            rows = self._entries(new)
            known |= {(entry.article_id, entry.digest): entry.number for entry, _, _ in rows}
            settlement.insert(rows)
            settlement.settle()
            events = self.record(settlement)
            self.store.account(self._without_future(row) for row in sources)
            decisions = decisions_of(self.store, settlement, [known[one] for one in wanted])
        return Added(decisions, events, n_known)

    def decide(self, numbers: Sequence[int]) -> list[Decision]:
        """Return the decisions about entries, as they now are, in the order given."""
        return decisions_of(self.store, Settlement(self.store, self.params), numbers)

    def decisions(self, article_ids: Sequence[str]) -> dict[str, Decision]:
        """Return what holds for articles by id, of several versions for the latest; without unknown ids."""
        latest: dict[str, Entry] = {}
        for entry in sorted(self.store.versions(list(dict.fromkeys(article_ids))), key=recency):
            latest[entry.article_id] = entry
        found = self.decide([entry.number for entry in latest.values()])
        return {decision.article_id: decision for decision in found}

    def record(self, settlement: Settlement) -> list[Event]:
        """Write a settlement down, with an event for each earlier decision that it changed."""
        changed = settlement.write()
        if not changed:
            return []
        return self.store.queue(changes_told(self.store, settlement, changed))

    def _entries(self, new: dict[tuple[str, bytes], Article]) -> list[tuple[Entry, Stored, Keys]]:
        """Make entries of articles that are not known yet."""
        if not new:
            return []
        n_threads = 1 if len(new) < _FEW else None  # starting threads costs more than they save
        prepared: Prepared = prepare(list(new.values()), self.registry, self.params, n_threads=n_threads)
        versions: dict[str, int] = {}
        for entry in self.store.versions(sorted({article_id for article_id, _ in new})):
            versions[entry.article_id] = max(entry.version, versions.get(entry.article_id, 0))
        first, seen = self.store.next_number(), self._clock().strftime("%Y-%m-%dT%H:%M:%SZ")
        rows = []
        for k, ((article_id, digest), article) in enumerate(new.items()):
            versions[article_id] = versions.get(article_id, 0) + 1
            role, n_words = prepared.roles[k], len(prepared.stored[k].hashes)
            entry = Entry(
                number=first + k,
                article_id=article_id,
                version=versions[article_id],
                digest=digest,
                rank=rank(article, role, n_words, self.params, no_earlier=self._no_earlier),
                published=article.published,
                seconds=plausible_seconds(article),
                outlet=article.outlet,
                url=article.url,
                role=role,
                n_words=n_words,
                first_seen=seen,
            )
            rows.append((entry, prepared.stored[k], prepared.keys[k]))
        return rows

    def _clock(self) -> datetime:
        return (self._now or datetime.now(UTC)).astimezone(UTC)

    def _without_future(self, row: SourceRow) -> SourceRow:
        """Leave out a watermark that lies ahead: a wrong date would make everything late."""
        ahead = row.watermark is not None and row.watermark > self._clock().timestamp() + SECONDS_A_DAY
        return row._replace(watermark=None) if ahead else row

    def begin_run(self) -> None:
        """Note the watermark from which lateness is counted until :meth:`end_run`, also by who resumes."""
        if self.params.lateness_days and not self.store.meta().get(_RUN_WATERMARK):
            with self.store.transaction():
                if not self.store.meta().get(_RUN_WATERMARK):  # another worker may have been first
                    watermark = self.store.watermark()
                    self.store.set_meta({_RUN_WATERMARK: "none" if watermark is None else repr(watermark)})
        self._no_earlier = self._horizon()

    def end_run(self, *, delivered: int) -> None:
        """Note that a run is complete, and that its events up to a number are on disk elsewhere."""
        with self.store.transaction():
            if delivered:
                self.store.delivered(delivered)
            if self.store.meta().get(_RUN_WATERMARK):
                self.store.set_meta({_RUN_WATERMARK: ""})

    def _horizon(self) -> float | None:
        """Return the time before which no article counts as published, None without such a limit."""
        noted = self.store.meta().get(_RUN_WATERMARK, "")
        watermark = (None if noted == "none" else float(noted)) if noted else self.store.watermark()
        if not self.params.lateness_days or watermark is None:
            return None
        return watermark - self.params.lateness_days * SECONDS_A_DAY


def _storable(article: Article) -> Article:
    """Replace lone surrogates and zeros, which not every store takes, in what is stored as text."""
    changed = {}
    for name in ("article_id", "outlet", "url", "published"):
        value = getattr(article, name)
        cleaned = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")
        if cleaned != value:
            changed[name] = cleaned
    return replace(article, **changed) if changed else article
