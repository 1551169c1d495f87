"""What an index says of all its articles, and what its definition says."""

from naive_index import decide_all

from syndetect.index.check import check


def state(index):
    """Return {(id, content): (decision, canonical id, source id, matched words)} of an index."""
    numbers = index.store.all_numbers()
    rows = {entry.number: entry for entry, _ in index.store.entries(numbers)}
    said = zip(numbers, index.decide(numbers), strict=True)
    return {
        (rows[number].article_id, rows[number].digest.hex()): (
            one.decision,
            one.canonical_id,
            one.source_id,
            one.matched_words,
        )
        for number, one in said
    }


def assert_as_defined(index, articles, target=None):
    """Assert that an index says what the definition says of its articles, and that it is sound."""
    assert state(index) == decide_all(articles, index.params)
    assert check(target or index.store.path) == []
