"""What an index decides: a function of the articles in it, whatever the order and the batches."""

import random
from itertools import count, pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from news import article, articles, params, small_params
from states import assert_as_defined, state

from syndetect.agencies import load_registry
from syndetect.corpus import Article
from syndetect.index import Deduplicator
from syndetect.index.prepare import prepare
from syndetect.index.store import SourceRow
from syndetect.params import IndexParams

NAMES = count()


def fresh(folder, settings_=None):
    """Open a new index."""
    return Deduplicator.open(folder / f"{next(NAMES)}.index", settings_ or small_params())


def filled(folder, settings_, corpus, cuts):
    """Return the state of an index that took a corpus in batches."""
    with fresh(folder, settings_) as index:
        bounds = [0, *sorted(cut % (len(corpus) + 1) for cut in cuts), len(corpus)]
        for first, past in pairwise(bounds):
            index.add(corpus[first:past])
        return state(index)


@given(st.lists(articles(), max_size=25), st.lists(st.integers(0, 25), max_size=5), params())
@settings(max_examples=40)
def test_an_index_says_what_the_definition_says(fast_folder, corpus, cuts, settings_):
    """Whatever comes in whatever batches: verdicts, and who is listed under which key, are as defined."""
    with fresh(fast_folder, settings_) as index:
        bounds = [0, *sorted(cut % (len(corpus) + 1) for cut in cuts), len(corpus)]
        for first, past in pairwise(bounds):
            index.add(corpus[first:past])
        assert_as_defined(index, corpus)


@given(
    st.lists(articles(n_ids=1000), max_size=25, unique_by=lambda one: one.article_id),
    st.randoms(use_true_random=False),
    st.lists(st.integers(0, 25), max_size=5),
    params(),
)
@settings(max_examples=40)
def test_order_and_batches_do_not_matter(fast_folder, corpus, chance, cuts, settings_):
    """A corpus in one batch, and shuffled in several, ends in the same state."""
    shuffled = chance.sample(corpus, len(corpus))

    assert filled(fast_folder, settings_, corpus, []) == filled(fast_folder, settings_, shuffled, cuts)


@given(st.lists(articles(), max_size=15), params())
@settings(max_examples=25)
def test_events_lead_from_what_was_said_to_what_holds(fast_folder, corpus, settings_):
    """The decisions as given, corrected by the events in their order, are those that hold in the end."""
    with fresh(fast_folder, settings_) as index:
        said = {}
        for one in corpus:
            added = index.add([one])
            for event in added.events:
                name = (event.article_id, event.version)
                assert said[name] == tuple(event.before.values())
                said[name] = tuple(event.after[part] for part in event.before)
            decided = added.decisions[0].to_dict() | {"version": added.decisions[0].version}
            said[one.article_id, decided["version"]] = tuple(
                decided[part] for part in ("decision", "canonical_id", "source_id")
            )
        held = index.decide(index.store.all_numbers())
        assert said == {
            (one.article_id, one.version): (one.decision, one.canonical_id, one.source_id or None)
            for one in held
        }


@given(st.lists(articles(), max_size=12), params())
@settings(max_examples=20)
def test_known_articles_change_nothing(fast_folder, corpus, settings_):
    """Taking everything in again leaves every table as it is and gives the decisions that hold."""
    with fresh(fast_folder, settings_) as index:
        index.add(corpus)
        before = list(index.store.connection.iterdump())
        again = index.add(corpus)
        assert list(index.store.connection.iterdump()) == before
        assert (again.n_known, again.events) == (len(corpus), [])


@given(st.lists(articles(), min_size=1, max_size=8))
@settings(max_examples=25)
def test_an_article_is_prepared_alone(corpus):
    """Words, keys and role of an article do not depend on the articles beside it."""
    together = prepare(corpus, load_registry(), small_params())

    for row, one in enumerate(corpus):
        alone = prepare([one], load_registry(), small_params(), n_threads=1)
        assert alone.stored[0].hashes.tolist() == together.stored[row].hashes.tolist()
        assert alone.stored[0].flags.tolist() == together.stored[row].flags.tolist()
        assert alone.keys[0].tolist() == together.keys[row].tolist()
        assert alone.roles[0] == together.roles[row]


def test_wire_articles_are_prepared_alone(wire_articles):
    """The same over generated articles with captions, menus and credits."""
    some = [
        Article(article_id=one.id, text=one.text, title=one.title, outlet=one.outlet)
        for one in wire_articles[:60]
    ]
    together = prepare(some, load_registry(), IndexParams())
    for row, one in enumerate(some):
        alone = prepare([one], load_registry(), IndexParams(), n_threads=1)
        assert alone.keys[0].tolist() == together.keys[row].tolist()
        assert alone.roles[0] == together.roles[row]


class TestDecisions:
    """Each decision, on articles made for it."""

    @pytest.fixture
    def index(self, fast_folder):
        with fresh(fast_folder) as index:
            yield index

    def one(self, index, *given, **more):
        return index.add([article(*given, **more)]).decisions[0]

    def test_unique_then_duplicate(self, index):
        """The earlier of two equal texts is unique, the other its duplicate."""
        assert self.one(index, "a", [1, 2, 3], 1).decision == "unique"
        found = self.one(index, "b", [1, 2, 3], 2)
        assert (found.decision, found.canonical_id, found.is_canonical) == ("duplicate", "a", False)
        assert (found.resemblance, found.containment, found.matched_words) == (1.0, 1.0, 30)

    def test_a_cut_version_is_a_duplicate_and_an_extended_one_is_not(self, index):
        """What adds nothing is a duplicate, however short; what adds a good part is kept."""
        self.one(index, "a", [1, 2, 3, 4], 1)
        assert self.one(index, "cut", [2, 3], 2).decision == "duplicate"
        longer = self.one(index, "longer", [1, 2, 3, 4, 5, 6], 3)
        assert (longer.decision, longer.canonical_id, longer.source_id) == ("partial", "longer", "a")

    def test_changed_text_under_a_known_id_is_a_revision(self, index):
        """Also when nothing of the old text is left, and the id stays canonical."""
        self.one(index, "a", [1, 2, 3, 4], 1)
        edited = self.one(index, "a", [1, 2, 3, 4, 5], 1)
        other = self.one(index, "a", [7, 8, 9], 1)
        assert (edited.decision, edited.canonical_id, edited.is_canonical) == ("revision", "a", True)
        assert (other.decision, other.canonical_id, other.reason) == (
            "revision",
            "a",
            "another text under this id",
        )

    def test_a_copy_under_a_known_address_is_a_revision(self, index):
        """The same URL makes a revision only of texts that share something."""
        url = "https://news.example/story"
        self.one(index, "a", [1, 2, 3, 4], 1, url=url)
        assert self.one(index, "b", [1, 2, 3, 4], 2, url=url).decision == "revision"
        assert self.one(index, "c", [7, 8, 9], 2, url=url).decision == "unique"

    def test_short_texts_are_never_copies_of_each_other(self, index):
        """Texts of few or no words are compared with nothing."""
        texts = ["", " ", "...", "More soon.", "More soon.", "x"]
        found = index.add([Article(article_id=f"t{k}", text=text) for k, text in enumerate(texts)])
        assert {one.decision for one in found.decisions} == {"too_short"}
        assert all(one.is_canonical for one in found.decisions)

    def test_the_end_of_a_chain_is_no_duplicate_of_its_beginning(self, index):
        """Each article shares much with the next one; only what is verified against a canonical is a copy."""
        chain = [list(range(k, k + 8)) for k in range(12)]
        index.add([article(f"a{k:02}", sentences, k) for k, sentences in enumerate(chain)])
        for name, one in index.decisions([f"a{k:02}" for k in range(12)]).items():
            canonical = one.canonical_id
            shared = set(chain[int(name[1:])]) & set(chain[int(canonical[1:])])
            assert len(shared) >= 0.85 * 8

    def test_an_earlier_article_that_comes_late_takes_over_with_an_event(self, index):
        """The canonical changes, and every copy that pointed to the old one is told."""
        index.add([article("b", [1, 2, 3], 2), article("c", [1, 2, 3], 3)])
        added = index.add([article("a", [1, 2, 3], 1)])
        assert added.decisions[0].decision == "unique"
        told = {
            event.article_id: (event.kind, event.before["canonical_id"], event.after["canonical_id"])
            for event in added.events
        }
        assert told == {"b": ("canonical_changed", "b", "a"), "c": ("canonical_changed", "b", "a")}

    def test_a_window_parts_what_lies_too_far_apart(self, fast_folder):
        """A text printed again after the window is unique."""
        with fresh(fast_folder, small_params(window_days=14.0)) as index:
            found = index.add(
                [article("a", [1, 2, 3], 1), article("b", [1, 2, 3], 15), article("c", [1, 2, 3], 16)]
            )
        assert [one.decision for one in found.decisions] == ["unique", "duplicate", "unique"]

    def test_lateness_protects_old_canonicals(self, fast_folder):
        """An article that comes later than allowed changes no canonical; within, it does."""
        with fresh(fast_folder, small_params(lateness_days=3.0)) as index:
            marked = [SourceRow("feed", "", 0, 0, 0, "begun", 10 * 86400.0)]
            index.add([article("b", [1, 2, 3], 5), article("e", [4, 5, 6], 9)], marked)
            index.begin_run()
            late = index.add([article("a", [1, 2, 3], 1), article("d", [4, 5, 6], 8)])
        assert [one.decision for one in late.decisions] == ["duplicate", "unique"]

    def test_a_resumed_run_counts_lateness_from_where_it_began(self, fast_folder):
        """What the killed run took in makes nothing late that was not."""
        path = fast_folder / f"{next(NAMES)}.index"
        for killed in (True, False):
            with Deduplicator.open(path, small_params(lateness_days=3.0)) as index:
                index.begin_run()
                marked = [SourceRow("feed", "", 0, 0, 0, "begun", 10 * 86400.0)]
                first = index.add([article("b", [1, 2, 3], 5)], marked)
                if not killed:
                    assert first.n_known == 1
                    assert index.add([article("a", [1, 2, 3], 1)]).decisions[0].decision == "unique"
                    index.end_run(delivered=0)
                    index.begin_run()
                    assert index.add([article("0", [1, 2, 3], 0)]).decisions[0].decision == "duplicate"

    @pytest.mark.parametrize(
        ("keep", "canonical"),
        [("earliest", "early"), ("longest", "long"), ("wire", "wire"), ("prefer", "preferred")],
    )
    def test_policies(self, fast_folder, keep, canonical):
        """Each policy names another of four copies."""
        from dataclasses import replace

        settings_ = small_params(keep=keep, prefer=("Herald",) if keep == "prefer" else (), duplicate=0.5)
        wire = article("wire", [1, 2, 3], 3, outlet="Reuters", url="https://www.reuters.com/1")
        corpus = [
            article("early", [1, 2, 3], 1),
            article("long", [1, 2, 3, 4], 4),
            replace(wire, text=wire.text),
            article("preferred", [1, 2, 3], 5, outlet="Herald"),
        ]
        with fresh(fast_folder, settings_) as index:
            found = index.add(corpus).decisions
        assert {one.canonical_id for one in found} == {canonical}

    def test_ties_go_by_id(self, index):
        """Of two articles of one second the lesser id is the canonical, whichever comes first."""
        index.add([article("b", [1, 2, 3], 1)])
        assert self.one(index, "a", [1, 2, 3], 1).decision == "unique"
        assert index.decisions(["b"])["b"].canonical_id == "a"

    def test_a_hot_story_costs_no_more_than_a_star(self, index, monkeypatch):
        """Of n copies each is aligned with a bounded number of others."""
        from syndetect.index import view

        n_pairs = []
        counted = view.matches
        monkeypatch.setattr(
            view,
            "matches",
            lambda pairs, *given, **o: n_pairs.append(len(pairs)) or counted(pairs, *given, **o),
        )
        found = index.add([article(f"c{k:03}", [1, 2, 3], k) for k in range(200)])
        assert sum(n_pairs) == 199
        assert {one.canonical_id for one in found.decisions} == {"c000"}

    def test_common_passages_cost_no_more_than_those_listed(self, fast_folder, monkeypatch):
        """A passage in everything is looked up in ``n_listed`` articles; no article is lost by it."""
        from syndetect.index import view

        n_pairs = []
        counted = view.matches
        monkeypatch.setattr(
            view,
            "matches",
            lambda pairs, *given, **o: n_pairs.append(len(pairs)) or counted(pairs, *given, **o),
        )
        chance = random.Random(5)
        corpus = [
            article(f"c{k:03}", [0, 1, *(chance.randrange(10, 10**6) for _ in range(4))], k)
            for k in range(120)
        ]
        with fresh(fast_folder, small_params(n_listed=4, partial_share=0.3)) as index:
            found = index.add(corpus).decisions
            assert [one.decision for one in found] == ["unique"] + ["partial"] * 119
            assert sum(n_pairs) <= 120 * 4


@example(["a\ud800b", "a\ud801b"])
@given(st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=4))
@settings(max_examples=30)
def test_any_id_can_be_kept(fast_folder, names):
    """Ids of any characters, lone surrogates among them, cost nobody anything."""
    with fresh(fast_folder) as index:
        found = index.add([article(name, [k, k + 1, k + 2], 1) for k, name in enumerate(names)])
        assert len(found.decisions) == len(names)
