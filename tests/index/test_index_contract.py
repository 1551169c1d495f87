"""What every store has to keep, in a file and on a PostgreSQL server."""

import random
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from naive_index import decide_all
from news import article, articles, params, small_params
from states import state

from syndetect.corpus import Article
from syndetect.errors import MismatchError, NoIndexError
from syndetect.index import Deduplicator
from syndetect.index.check import check
from syndetect.index.maintenance import delete, expire, export, figures, refit
from syndetect.index.store import SourceRow

NOW = datetime(2025, 1, 2, tzinfo=UTC)
CORPUS = [article(f"id{k:02}", [k % 7, (k * 3) % 11, k % 5], k % 9) for k in range(40)]


def dump(store):
    """Return every row of every table."""
    tables = ("meta", "articles", "words", "events", "sources")
    with store.snapshot():
        rows = {
            table: sorted(map(repr, map(tuple, store.rows(f"SELECT * FROM {table}")))) for table in tables
        }
        return rows | {"keys": [tuple(row) for rows in store.postings() for row in rows.tolist()]}


@given(st.lists(articles(), max_size=18), st.lists(st.integers(0, 18), max_size=3), params())
@settings(max_examples=10)
def test_a_store_keeps_what_the_definition_says(new_target, corpus, cuts, settings_):
    """Whatever comes in whatever batches: verdicts, rows and keys are as defined, also when opened anew."""
    target = new_target()
    with Deduplicator.open(target, settings_) as index:
        bounds = [0, *sorted(cut % (len(corpus) + 1) for cut in cuts), len(corpus)]
        for first, past in pairwise(bounds):
            index.add(corpus[first:past])
        assert state(index) == decide_all(corpus, settings_)
    with Deduplicator.open(target, writing=False) as index:
        assert state(index) == decide_all(corpus, settings_)
    assert check(target) == []


def test_both_stores_hold_the_same_rows(fast_folder, server):
    """Down to the digests; only the note of the format stands elsewhere."""
    dumps = []
    for target in (fast_folder / "same.index", server.url()):
        with Deduplicator.open(target, small_params(), now=NOW) as index:
            for k in range(0, len(CORPUS), 9):
                index.add(CORPUS[k : k + 9], [SourceRow("feed", "", k, k, 0, "begun", float(k))])
            delete(index, ["id03"])
            rows = dump(index.store)
            rows["meta"] = [row for row in rows["meta"] if not row.startswith("('format'")]
            dumps.append(rows)
    assert dumps[0] == dumps[1]


def test_known_articles_change_nothing(open_new):
    """Taking everything in again leaves every table as it is."""
    with open_new(small_params()) as index:
        index.add(CORPUS)
        before = dump(index.store)
        again = index.add(CORPUS)
        assert dump(index.store) == before
        assert (again.n_known, again.events) == (len(CORPUS), [])


def test_maintenance_leaves_what_the_definition_says(new_target):
    """Delete, expire and refit, in this order, with nothing to complain about after each."""
    target = new_target()
    with Deduplicator.open(target, small_params()) as index:
        index.add(CORPUS)
        assert delete(index, ["id00", "unknown", "a\0b", "a\ud800b"])[0] == 1
        left = [one for one in CORPUS if one.article_id != "id00"]
        assert state(index) == decide_all(left, index.params)
        n_removed, _, _ = expire(index, 3 * 86400.0)
        assert n_removed + index.store.n_articles() == len(left)
        assert check(target) == []
        kept = {row["article_id"] for row in export(index)}
        left = [one for one in left if one.article_id in kept]
        refit(index, small_params(keep="longest", n_listed=2))
        assert state(index) == decide_all(left, small_params(keep="longest", n_listed=2))
        assert figures(index)["n_articles"] == len(left)
        index.add([CORPUS[0]])
    assert check(target) == []
    with Deduplicator.open(target) as index:
        assert index.params == small_params(keep="longest", n_listed=2)
        assert index.store.n_bytes() > 0


def test_an_error_inside_a_batch_leaves_everything_as_it_was(open_new, monkeypatch):
    """Also what was written before it within the batch; the index goes on."""

    class Crash(BaseException):
        pass

    def die(rows):
        raise Crash

    with open_new(small_params()) as index:
        index.add(CORPUS[:20])
        before = dump(index.store)
        with monkeypatch.context() as patch:
            patch.setattr(index.store, "account", die)
            with pytest.raises(Crash):
                index.add(CORPUS[20:])
        assert dump(index.store) == before
        index.add(CORPUS[20:])
        assert state(index) == decide_all(CORPUS, index.params)


def test_events_wait_until_they_are_confirmed(new_target):
    """Those of an earlier run are told by the next one, then no more."""
    target = new_target()
    with Deduplicator.open(target, small_params()) as index:
        index.add([article("b", [1, 2, 3], 2)])
        added = index.add([article("a", [1, 2, 3], 1)])
    with Deduplicator.open(target) as index:
        assert index.store.pending() == added.events != []
        index.end_run(delivered=added.events[-1].number)
        assert index.store.pending() == []
    assert check(target) == []


def test_the_account_of_inputs_never_falls(open_new):
    """Counts and watermark are the largest noted; the end of an input takes in what was noted on the way."""
    rows = [
        SourceRow("feed", "", 5, 5, 0, "begun", 7.5),
        SourceRow("feed", "", 3, 2, 1, "begun", None),
        SourceRow("other", "", 1, 1, 0, "begun", 2.0),
        SourceRow("feed", "d1", 4, 4, 0, "complete", 6.0),
    ]
    with open_new(small_params()) as index:
        index.add([], rows)
        assert index.store.sources() == [
            SourceRow("feed", "d1", 4, 4, 0, "complete", 7.5),
            SourceRow("other", "", 1, 1, 0, "begun", 2.0),
        ]
        assert index.store.watermark() == 7.5


def test_any_text_can_be_kept(open_new):
    """Quotes, backslashes, colons, braces, zeros, lone surrogates and what lies beyond 16 bits."""
    names = [
        "'",
        '"',
        "\\",
        ":x",
        "{a,b}",
        "a\0b",
        "\ud800",
        "😀",
        "\n\t\r",
        "NULL",
        "",
        "$1",
        "%s",
        "é\u0301",
    ]
    with open_new(small_params()) as index:
        given_ = [
            Article(article_id=name or "e", text=f"text {name} " * 9, outlet=name, url=name, published=name)
            for name in names
        ]
        assert len(index.add(given_).decisions) == len(names)
        assert index.add(given_).n_known == len(names)
        assert index.decisions(["😀"]).keys() == {"😀"}
        outlets = {entry.outlet for entry, _ in index.store.entries(index.store.all_numbers())}
        assert {"'", '"', "\\", ":x", "{a,b}", "a\ufffdb", "\ufffd", "😀", "\n\t\r"} <= outlets


def test_what_is_not_there_and_other_parameters(new_target):
    """No index is not an empty one; other parameters are refused and named."""
    target = new_target()
    for writing in (False, True):
        with pytest.raises(NoIndexError):
            Deduplicator.open(target, writing=writing, create=False)
    Deduplicator.open(target, small_params()).close()
    with pytest.raises(MismatchError, match=r"window_days: 0\.0 in the index, 7\.0 asked for"):
        Deduplicator.open(target, small_params(window_days=7.0))


def test_order_does_not_matter(open_new):
    """A corpus in one batch, and shuffled in several."""
    with open_new(small_params()) as one, open_new(small_params()) as other:
        one.add(CORPUS)
        shuffled = random.Random(4).sample(CORPUS, len(CORPUS))
        for k in range(0, len(shuffled), 7):
            other.add(shuffled[k : k + 7])
        assert state(one) == state(other)
