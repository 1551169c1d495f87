"""Chunks of work: every item once, in order, whatever the threads."""

from hypothesis import given
from hypothesis import strategies as st

from syndetect.threads import in_chunks


@given(st.integers(0, 60), st.integers(1, 4), st.integers(1, 20))
def test_every_item_is_in_one_chunk_in_order(n_items, n_threads, per_thread):
    """The chunks cover the items without gap or overlap; results come in their order; none is empty."""
    parts = in_chunks(lambda part: part, n_items, n_threads, per_thread=per_thread)

    assert [k for part in parts for k in range(part.start, part.stop)] == list(range(n_items))
    assert all(part.stop > part.start for part in parts)
    assert len(parts) <= per_thread * n_threads
