"""The account of what was read, held to its sums."""

import itertools

from syndetect.corpus import (
    FAULTS,
    FILTERS,
    REASONS,
    Batch,
    Batches,
    Corpus,
    FileLedger,
)


def check_account(corpus: Corpus) -> None:
    """Every record is an article, in the quarantine or filtered, in every file and in all."""
    assert len(corpus.articles) == sum(entry.n_ok for entry in corpus.ledger)
    assert len(corpus.quarantine) == sum(entry.n_quarantined for entry in corpus.ledger)
    assert len({article.article_id for article in corpus.articles}) == len(corpus.articles)
    for entry in corpus.ledger:
        check_entry(entry)
        numbers = [row.record for row in corpus.quarantine if row.file == entry.file]
        numbers += [article.record for article in corpus.articles if article.file == entry.file]
        assert len(numbers) == len(set(numbers)) == entry.n_records - sum(entry.filtered.values())
        assert set(numbers) <= set(range(1, entry.n_records + 1))
    assert {row.reason for row in corpus.quarantine} <= set(REASONS)
    counts = corpus.counts()
    assert counts["n_in"] == counts["n_ok"] + counts["n_quarantined"] + counts["n_filtered"]


def check_entry(entry: FileLedger) -> None:
    """Hold one file to its account: the sums agree, and its status has a name."""
    assert entry.n_records == entry.n_ok + entry.n_quarantined + sum(entry.filtered.values())
    assert set(entry.filtered) <= set(FILTERS)
    assert 0 <= entry.bytes_ok + entry.bytes_quarantined + entry.bytes_filtered <= entry.n_bytes
    status, _, fault = entry.status.partition(": ")
    assert status in ("complete", "partial", "unreadable", "skipped")
    assert entry.is_whole == (status in ("complete", "skipped"))
    if status in ("partial", "unreadable"):
        assert fault in FAULTS


def check_batches(batches: Batches) -> list[Batch]:
    """Hold all records to it: numbered without a gap, their bytes one after the other inside the file."""
    taken = list(batches)
    assert [entry for batch in taken for entry in batch.ledger] == batches.ledger
    for entry in batches.ledger:
        check_entry(entry)
        rows = [
            row
            for batch in taken
            for row in (*batch.articles, *batch.quarantine, *batch.filtered)
            if row.file == entry.file
        ]
        rows.sort(key=lambda row: row.record)
        assert [row.record for row in rows] == list(range(1, entry.n_records + 1))
        for before, after in itertools.pairwise(rows):
            assert before.byte_offset + before.byte_length <= after.byte_offset
        assert all(row.byte_offset + row.byte_length <= entry.n_bytes for row in rows)
        spans = entry.bytes_ok + entry.bytes_quarantined + entry.bytes_filtered
        assert spans == sum(row.byte_length for row in rows)
    return taken
