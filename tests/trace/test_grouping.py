"""Stories: which articles are joined, and which are not."""

import naive_trace
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from syndetect.params import StoryParams
from syndetect.trace import group
from syndetect.trace.grouping import may_join

AXES = np.eye(12)


def _groups(weights, rows, params: StoryParams | None = None, times=None) -> list[set[int]]:
    verified = naive_trace.verified_pairs(rows)
    times = np.full(weights.shape[0], np.nan) if times is None else np.array(times)
    story, _ = group(weights, verified, times, params or StoryParams(min_cosine=0.2), same_event=0.25)
    assert all(first <= row for row, first in enumerate(story.tolist()))
    assert all(story[first] == first for first in story.tolist())
    found = [set(np.flatnonzero(story == first).tolist()) for first in np.unique(story)]
    return [members for members in found if len(members) > 1]


def test_articles_alone_are_no_story():
    """Without a pair every article is its own story; an empty corpus has none."""
    assert _groups(naive_trace.unit_rows(AXES[:3]), []) == []
    nothing = naive_trace.verified_pairs([])
    story, weakest = group(
        naive_trace.unit_rows(AXES[:3]), nothing, np.full(3, np.nan), StoryParams(), same_event=0.25
    )
    assert story.tolist() == [0, 1, 2]
    assert weakest.tolist() == [1, 1, 1]


def test_one_text_joins_whatever_the_cosine_anything_less_needs_resemblance():
    """A pair of same_text is enough; over a fragment or an event the articles must resemble each other."""
    near = AXES[0] + 3 * AXES[1]  # cosine 0.316 to the first axis
    weights = naive_trace.unit_rows([AXES[0], AXES[2], near, AXES[3]])

    assert _groups(weights, [(0, 1, "same_text", 0.0)]) == [{0, 1}]
    assert _groups(weights, [(0, 2, "fragment", 0.316)]) == [{0, 2}]
    assert _groups(weights, [(0, 3, "partial", 0.0)]) == []


def test_a_chain_of_weak_links_joins_no_unrelated_ends():
    """Each article resembles the next one, but not the group: the chain breaks."""
    vectors = [AXES[k] + AXES[k + 1] for k in range(8)]  # neighbours at 0.5, others at 0
    rows = [(k, k + 1, "partial", 0.5) for k in range(7)]
    found = _groups(naive_trace.unit_rows(vectors), rows, StoryParams(min_cosine=0.3))

    assert max(map(len, found)) == 2


def test_what_lies_too_far_apart_in_time_is_one_story_only_as_one_text():
    """Beyond ``max_days`` over the whole group only a reprint joins; unknown times are no hindrance."""
    weights, day = naive_trace.unit_rows([AXES[0]] * 3), 86400.0
    weak = [(0, 1, "partial", 1.0), (1, 2, "partial", 1.0)]
    week = StoryParams(max_days=7.0)

    assert _groups(weights, weak, week, [0.0, 7 * day, 7 * day]) == [{0, 1, 2}]
    assert _groups(weights, weak, week, [0.0, 5 * day, 10 * day]) == [{0, 1}]
    assert _groups(weights, weak, week, [0.0, np.nan, 10 * day]) == [{0, 1}]
    assert _groups(weights, [(0, 1, "same_text", 1.0)], week, [0.0, 90 * day, 0.0]) == [{0, 1}]


def test_two_groups_that_have_nothing_in_common_stay_apart():
    """A single weak pair between two groups does not join them: the chain's ends are unrelated."""
    vectors = [AXES[0], AXES[0], AXES[1], AXES[1]]
    rows = [(0, 1, "same_text", 1.0), (2, 3, "same_text", 1.0), (1, 2, "fragment", 0.0)]

    assert _groups(naive_trace.unit_rows(vectors), rows) == [{0, 1}, {2, 3}]


def test_two_groups_on_one_event_are_joined():
    """Groups join over a pair when the mean cosine between their witnesses reaches min_cosine."""
    near = AXES[0] + 3 * AXES[1]  # cosine 0.316 to the first axis
    vectors = [AXES[0], AXES[0], near, near]
    rows = [(0, 1, "same_text", 1.0), (2, 3, "same_text", 1.0), (1, 2, "fragment", 0.3)]

    assert _groups(naive_trace.unit_rows(vectors), rows) == [{0, 1, 2, 3}]
    assert _groups(naive_trace.unit_rows(vectors), rows, StoryParams(min_cosine=0.32)) == [{0, 1}, {2, 3}]


def test_quotes_join_only_articles_on_one_event():
    """Shared speech joins from the cosine of one event on; ``none`` never does."""
    weights = naive_trace.unit_rows([AXES[0]] * 2)

    assert _groups(weights, [(0, 1, "quotes_only", 0.2499)]) == []
    assert _groups(weights, [(0, 1, "quotes_only", 0.25)]) == [{0, 1}]
    assert _groups(weights, [(0, 1, "none", 1.0)]) == []


def test_copies_are_joined_before_resemblance():
    """Copied prose comes first, whatever its cosine: two groups of copies are not bridged beforehand."""
    vectors = [AXES[0], AXES[0], AXES[1], AXES[1]]
    rows = [(0, 1, "partial", 1.0), (2, 3, "partial", 1.0), (1, 2, "same_event", 0.99)]

    assert _groups(naive_trace.unit_rows(vectors), rows) == [{0, 1}, {2, 3}]


def test_the_weakest_link_is_the_least_cosine_that_joined():
    """It stands at the first article of a story; pairs that joined nothing do not count."""
    rows = [(0, 1, "same_text", 0.9), (1, 2, "same_text", 0.6), (0, 2, "same_text", 0.5)]
    weights, verified = naive_trace.unit_rows([AXES[0]] * 4), naive_trace.verified_pairs(rows)
    story, weakest = group(weights, verified, np.full(4, np.nan), StoryParams(), same_event=0.25)

    assert story.tolist() == [0, 0, 0, 3]
    assert weakest.tolist() == [0.6, 1, 1, 1]


@st.composite
def graphs(draw: st.DrawFn):
    """Draw articles near one of three events, and pairs of any relation between them."""
    n = draw(st.integers(1, 12))
    vectors = [
        AXES[draw(st.integers(0, 2))] + draw(st.sampled_from([0.1, 1.0])) * AXES[draw(st.integers(3, 5))]
        for _ in range(n)
    ]
    weights = naive_trace.unit_rows(vectors)
    dense = weights.toarray()
    both = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).map(sorted).map(tuple)
    pairs = sorted({pair for pair in draw(st.lists(both, max_size=25)) if pair[0] != pair[1]})
    relations = ["same_text", "partial", "fragment", "quotes_only", "same_event", "none"]
    rows = [(a, b, draw(st.sampled_from(relations)), float(dense[a] @ dense[b])) for a, b in pairs]
    return weights, rows


TIMES = st.lists(st.sampled_from([0.0, 3.0, 6.0, float("nan")]), min_size=12, max_size=12)  # days


@given(graphs(), TIMES, st.integers(1, 6))
def test_stories_are_those_of_the_definition(graph, days, n_witnesses):
    """Groups are those of plain Python, whatever the graph.

    The threshold lies between the cosines that occur, so that rounding decides nothing.
    """
    weights, rows = graph
    params = StoryParams(min_cosine=0.2345, n_witnesses=n_witnesses, max_days=4.0)
    days = days[: weights.shape[0]]

    found = _groups(weights, rows, params, [86400 * day for day in days])
    assert found == naive_trace.stories(weights, rows, days, params, 0.25)


@given(graphs(), TIMES)
def test_stories_found_web_by_web_are_those_of_all(graph, days):
    """What pairs that may join do not connect can be grouped apart, without the other pairs."""
    weights, rows = graph
    params, times = StoryParams(min_cosine=0.2345, max_days=4.0), 86400 * np.array(days)
    verified = naive_trace.verified_pairs(rows)
    n_articles = weights.shape[0]
    web = np.arange(n_articles)
    links = np.flatnonzero(may_join(verified.relation, verified.cosine, 0.25))
    for one, other in verified.pairs[links].tolist():
        web[web == web[other]] = web[one]
    found = np.arange(n_articles)
    weakest = np.ones(n_articles)
    dense = weights.toarray()

    for name in np.unique(web).tolist():
        held = np.flatnonzero(web == name)
        place = {row: k for k, row in enumerate(held.tolist())}
        inside = [rows[k] for k in links.tolist() if web[rows[k][0]] == name]
        local = naive_trace.verified_pairs([(place[a], place[b], *rest) for a, b, *rest in inside])
        part = naive_trace.unit_rows(dense[held])
        story, least = group(part, local, times[held], params, same_event=0.25)
        found[held], weakest[held] = held[story], least

    story, least = group(weights, verified, times[:n_articles], params, same_event=0.25)
    assert found.tolist() == story.tolist()
    assert weakest.tolist() == least.tolist()
