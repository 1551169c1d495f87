"""Inputs and an index -> decisions written out: one run of the scheduled job, which may be killed anywhere.

The order of writing is what makes it safe: a batch is committed to the index,
then its lines are written; the output takes its place when all is on disk;
only then are events noted as delivered. Killed before that, a run leaves an
index that knows some of the articles and no output. The same run again reads
everything, finds the known ones unchanged and writes all lines.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import orjson

from syndetect.corpus import Batches, FileLedger, FilteredRecord, Quarantined, RawRecord
from syndetect.corpus.batches import Batch
from syndetect.index.deduplicator import Deduplicator
from syndetect.index.emit import Bulk, Emit, event_lines, is_emitted, record_lines, with_object
from syndetect.index.output import Output
from syndetect.index.records import DECISIONS, Decision
from syndetect.index.store import SourceRow

__all__ = ["JobOptions", "Outcome", "quarantine_lines", "run_job"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class JobOptions:
    """What goes on, in which form, and when a run stops short.

    ``max_duplicates`` is the share of duplicates among the records of the run
    beyond which nothing is put out: more than that is more likely a mistake.
    """

    emit: Emit = "all"
    bulk: Bulk = ""
    skip_if_empty: bool = False
    max_duplicates: float = 1.0


@dataclass(kw_only=True)
class Outcome:
    """What a run did.

    Attributes
    ----------
    n_in, n_quarantined, n_filtered : int
        Records read; those that could not be; sound ones that are no articles.
    n_known : int
        Articles that the index held already.
    decisions : Counter of str
        Articles by decision; known ones too.
    n_events : int
    ledger : list of FileLedger
    quarantine : list of Quarantined
    is_gated : bool
        Too many duplicates: nothing was put out.
    seconds : float
    """

    n_in: int = 0
    n_quarantined: int = 0
    n_filtered: int = 0
    n_known: int = 0
    decisions: Counter[str] = field(default_factory=Counter)
    n_events: int = 0
    ledger: list[FileLedger] = field(default_factory=list)
    quarantine: list[Quarantined] = field(default_factory=list)
    is_gated: bool = False
    seconds: float = 0.0

    @property
    def n_articles(self) -> int:
        """Articles that got a decision."""
        return self.decisions.total()

    def to_dict(self) -> dict[str, Any]:
        """Return the counts: ``n_in == n_quarantined + n_filtered + sum(decisions)``."""
        return {
            "n_in": self.n_in,
            "n_quarantined": self.n_quarantined,
            "n_filtered": self.n_filtered,
            "n_known": self.n_known,
            "decisions": {name: self.decisions[name] for name in DECISIONS},
            "n_events": self.n_events,
            "not_read": dict(sorted(Counter(row.reason for row in self.quarantine).items())),
            "files": {entry.file: entry.status for entry in self.ledger},
            "gated": self.is_gated,
            "seconds": round(self.seconds, 3),
        }


def run_job(
    batches: Batches,
    index: Deduplicator,
    output_of: Callable[[], Output],
    options: JobOptions,
) -> Outcome:
    """Take in all batches and write out what was decided.

    Parameters
    ----------
    batches : Batches
        What is read.
    index : Deduplicator
    output_of : callable
        Opens the output; called only when there is a record, or without
        ``options.skip_if_empty``.
    options : JobOptions

    Returns
    -------
    Outcome
    """
    started = time.monotonic()
    outcome = Outcome()
    output: Output | None = None if options.skip_if_empty else output_of()
    try:
        up_to = -1  # of the events passed on; before those of earlier runs
        for batch in batches:
            if output is None and _is_empty(batch):
                _count(batch, outcome)
                continue
            output = output or output_of()
            if up_to < 0:
                index.begin_run()
                up_to = _pass_on_pending(index, output, options, outcome)
            up_to = max(up_to, _take(batch, index, output, options, outcome))
        if output is not None:
            _finish(index, output, options, outcome, max(0, up_to))
    except BaseException:
        if output is not None:
            output.give_up()
        raise
    outcome.seconds = time.monotonic() - started
    return outcome


def _is_empty(batch: Batch) -> bool:
    return not (batch.articles or batch.filtered or batch.quarantine)


def _count(batch: Batch, outcome: Outcome) -> None:
    outcome.n_in += len(batch.articles) + len(batch.filtered) + len(batch.quarantine)
    outcome.n_quarantined += len(batch.quarantine)
    outcome.n_filtered += len(batch.filtered)
    outcome.ledger += batch.ledger
    outcome.quarantine += batch.quarantine


def _pass_on_pending(index: Deduplicator, output: Output, options: JobOptions, outcome: Outcome) -> int:
    """Write the events that an earlier run could not deliver; return the number of the last one."""
    events = index.store.pending()
    output.write([event_lines(event, options.bulk) for event in events])
    outcome.n_events += len(events)
    return events[-1].number if events else 0


def _take(batch: Batch, index: Deduplicator, output: Output, options: JobOptions, outcome: Outcome) -> int:
    """Take in one batch and write its lines; return the number of its last event, or 0."""
    started = time.monotonic()
    added = index.add(batch.articles, _sources(batch))
    events = [event_lines(event, options.bulk) for event in added.events]
    output.write([*_lines(batch, added.decisions, options), *events])
    _count(batch, outcome)
    outcome.n_known += added.n_known
    outcome.decisions.update(decision.decision for decision in added.decisions)
    outcome.n_events += len(added.events)
    seconds = time.monotonic() - started
    counts = {
        "n_articles": len(batch.articles),
        "n_known": added.n_known,
        "n_events": len(added.events),
        "seconds": round(seconds, 3),
    }
    _log.info(
        "batch: %d articles, %d known, %d events, %.3f s",
        *(len(batch.articles), added.n_known, len(added.events), seconds),
        extra={"counts": counts},
    )
    return added.events[-1].number if added.events else 0


def _lines(batch: Batch, decisions: Sequence[Decision], options: JobOptions) -> list[bytes]:
    """Return the lines of the records of a batch, in the order of input."""
    lines = [
        record_lines(record, decision, options.bulk) if is_emitted(decision, options.emit) else b""
        for record, decision in zip(batch.records, decisions, strict=True)
    ]
    if options.emit == "duplicates" or options.bulk:
        return lines
    placed = [
        (2 * place, _unmeasured(row.raw, row))
        for place, row in zip(batch.filtered_at, batch.filtered, strict=True)
        if row.raw is not None
    ]
    placed += [(2 * k + 1, line) for k, line in enumerate(lines)]
    return [line for _, line in sorted(placed, key=itemgetter(0))]


def _unmeasured(record: RawRecord, row: FilteredRecord) -> bytes:
    """Return the line of a record without a text: nothing is decided about it, nothing is lost."""
    return with_object(record, {"decision": "too_short", "canonical_id": None, "reason": row.reason})


def _sources(batch: Batch) -> list[SourceRow]:
    """Account for the inputs of a batch: files that ended in it in full, the others by their watermark."""
    newest: dict[str, float | None] = {}
    for article in batch.articles:
        times = [t for t in (newest.get(article.file), article.published_at) if t is not None]
        newest[article.file] = max(times, default=None)
    ended = {entry.file: entry for entry in batch.ledger}
    rows = [SourceRow(file, "", 0, 0, 0, "begun", mark) for file, mark in newest.items() if file not in ended]
    for entry in batch.ledger:
        counts = (entry.n_records, entry.n_ok, entry.n_quarantined)
        rows.append(SourceRow(entry.file, entry.digest, *counts, entry.status, newest.get(entry.file)))
    return rows


def _finish(index: Deduplicator, output: Output, options: JobOptions, outcome: Outcome, up_to: int) -> None:
    """Put the output in its place, then note what it has delivered."""
    share = outcome.decisions["duplicate"] / max(1, outcome.n_articles)
    if share > options.max_duplicates:
        outcome.is_gated = True
        output.give_up()
        return
    output.finish()
    index.end_run(delivered=up_to)


def quarantine_lines(rows: Sequence[Quarantined]) -> bytes:
    """Return one JSON object a line for every record that could not be read."""
    return b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows)
