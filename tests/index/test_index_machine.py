"""Everything that can happen to an index, in any order, against the definition."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from news import article, articles, params
from states import assert_as_defined

from syndetect.corpus.ids import content_digest
from syndetect.errors import LockedError
from syndetect.index import Deduplicator
from syndetect.index.backup import backup
from syndetect.index.maintenance import delete, expire, refit


class Crash(BaseException):
    """Stands for the end of the process inside a transaction."""


class IndexMachine(RuleBasedStateMachine):
    """An index, and the list of what is in it in the order in which it came."""

    @initialize(settings_=params())
    def begin(self, settings_):
        memory = Path("/dev/shm")
        self.folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
        self.path = self.folder / "news.index"
        self.index = Deduplicator.open(self.path, settings_)
        self.held = []
        self.saved = None

    def teardown(self):
        if hasattr(self, "index"):
            self.index.close()
            shutil.rmtree(self.folder)

    def note(self, batch):
        known = {(one.article_id, content_digest(one)) for one in self.held}
        for one in batch:
            if (one.article_id, content_digest(one)) not in known:
                known.add((one.article_id, content_digest(one)))
                self.held.append(one)

    @rule(batch=st.lists(articles(), max_size=5))
    def ingest(self, batch):
        found = self.index.add(batch)
        assert [one.article_id for one in found.decisions] == [one.article_id for one in batch]
        self.note(batch)

    @precondition(lambda self: self.held)
    @rule(chance=st.randoms(use_true_random=False))
    def ingest_again(self, chance):
        batch = chance.sample(self.held, min(3, len(self.held)))
        assert self.index.add(batch).n_known == len(batch)

    @precondition(lambda self: self.held)
    @rule(
        chance=st.randoms(use_true_random=False),
        sentences=st.lists(st.integers(0, 5), min_size=1, max_size=4),
    )
    def update(self, chance, sentences):
        old = chance.choice(self.held)
        new = article(old.article_id, sentences, outlet=old.outlet)
        self.index.add([new])
        self.note([new])

    @precondition(lambda self: self.held)
    @rule(chance=st.randoms(use_true_random=False))
    def remove(self, chance):
        name = chance.choice(self.held).article_id
        n_removed, _ = delete(self.index, [name, "unknown"])
        assert n_removed == sum(one.article_id == name for one in self.held)
        self.held = [one for one in self.held if one.article_id != name]
        assert not self.index.store.versions([name])

    @rule(day=st.integers(0, 6))
    def expire_old(self, day):
        before = {name: one.canonical_id for name, one in self.index.decisions(self.ids()).items()}
        expire(self.index, day * 86400.0)
        left = {
            (e.article_id, e.digest.hex())
            for e, _ in self.index.store.entries(self.index.store.all_numbers())
        }
        gone = [one for one in self.held if (one.article_id, content_digest(one)) not in left]
        assert all(one.published_at is not None and one.published_at < day * 86400 for one in gone)
        self.held = [one for one in self.held if one not in gone]
        if self.index.params.n_listed >= 16:  # else others move up where lists were full
            after = {name: one.canonical_id for name, one in self.index.decisions(self.ids()).items()}
            assert after == {name: before[name] for name in after}

    def ids(self):
        return [one.article_id for one in self.held]

    @rule(settings_=params())
    def change_parameters(self, settings_):
        refit(self.index, settings_)

    @rule(batch=st.lists(articles(), min_size=1, max_size=4))
    def crash_before_commit(self, batch):
        store = self.index.store
        account = store.account

        def die(rows):
            raise Crash

        store.account = die
        with pytest.raises(Crash):
            self.index.add(batch)
        store.account = account

    @rule()
    def reopen(self):
        self.index.close()
        self.index = Deduplicator.open(self.path)

    @rule()
    def second_writer(self):
        with pytest.raises(LockedError):
            Deduplicator.open(self.path)

    @rule()
    def save(self):
        backup(self.path, self.folder / "saved.index")
        self.saved = list(self.held)

    @precondition(lambda self: self.saved is not None)
    @rule()
    def restore(self):
        self.index.close()
        shutil.copy(self.folder / "saved.index", self.path)
        self.held = list(self.saved)
        self.index = Deduplicator.open(self.path)

    @rule()
    def compact(self):
        self.index.store.compact()

    @invariant()
    def is_as_defined(self):
        if hasattr(self, "index"):
            assert_as_defined(self.index, self.held, self.path)


class ServedMachine(IndexMachine):
    """The same on a server, where others may write between two batches; the server copies and compacts."""

    save = restore = compact = None

    @initialize(settings_=params())
    def begin(self, settings_):
        self.path = self.new_url()
        self.index = Deduplicator.open(self.path, settings_)
        self.held = []

    def teardown(self):
        if hasattr(self, "index"):
            self.index.close()

    @rule(batch=st.lists(articles(), max_size=3))
    def second_writer(self, batch):
        with Deduplicator.open(self.path) as other:
            other.add(batch)
        self.note(batch)


def test_a_served_index_is_as_defined(server):
    """Everything that can happen to a served index, in any order, against the definition."""
    machine = type("Machine", (ServedMachine,), {"new_url": staticmethod(server.url)})
    run_state_machine_as_test(machine, settings=settings(max_examples=6, stateful_step_count=10))


IndexMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=14)
TestIndexMachine = IndexMachine.TestCase
