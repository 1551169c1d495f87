"""The features of derivation: against their formulas, by their laws, and on texts of two scripts."""

import naive_alignment
import naive_features
import numpy as np
import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from syndetect.pairs import FEATURES, derivation_features
from syndetect.pairs.features import SCALE, weigh_words
from syndetect.text import FURNITURE, Numbers, Tokens, find_numbers, tokenise_texts

AGENCY = (
    "Kestwick harbour council approved a new breakwater on Tuesday after nine hours of debate. "
    "The wall of 640 metres will cost 31 million crowns and close the eastern basin until 2031. "
    "Pilots had warned that ferries could no longer turn there in a swell, councillor Odalys Brandt said. "
    "Two fishing cooperatives voted against the plan and announced an appeal."
)
REWRITTEN = (
    "After debating for nine hours Kestwick's harbour council has given its approval to a breakwater. "
    "It is to be 640 metres long, costs 31 million crowns, and shuts the eastern basin till 2031. "
    "According to councillor Odalys Brandt, pilots had warned of ferries unable to turn in a swell. "
    "Both fishing cooperatives that voted against it will appeal."
)
INDEPENDENT = (
    "Odalys Brandt looked tired when she left the town hall of Kestwick. The vote had split her own group, "
    "and outside some forty fishermen blew their horns. Our reporter watched them burn a cardboard wall. "
    "Prices at the quay fell by a third last winter, skipper Jonne Ravik told us over a beer, and nobody "
    "asked him. The breakwater, he fears, is only the beginning; a hotel company bought land there."
)
# The same in Urdu, written for this test: a council, a wall, figures; rewritten with other words and joins.
URDU_AGENCY = (
    "کیسٹوک کی بندرگاہ کونسل نے منگل کو نو گھنٹے کی بحث کے بعد نئے پشتے کی منظوری دے دی۔ "
    "640 میٹر لمبی دیوار پر 31 ملین خرچ ہوں گے اور مشرقی حوض 2031 تک بند رہے گا۔ "
    "ماہی گیروں کی دو انجمنوں نے منصوبے کے خلاف ووٹ دیا اور اپیل کا اعلان کیا۔"
)
URDU_REWRITTEN = (
    "نو گھنٹے بحث کے بعد کیسٹوک بندرگاہ کونسل نے پشتے کی منظوری دی۔ "
    "دیوار 640میٹر لمبی ہو گی، خرچ 31ملین بتایا گیا ہے، مشرقی حوض 2031ء تک بند رہے گا۔ "
    "ماہی گیروں کی دونوں انجمنوں نے خلاف ووٹ دیا اور وہ اپیل کریں گی۔"
)
URDU_INDEPENDENT = (
    "بارش کے باوجود شہر کے بازار میں رونق رہی اور بچوں نے پتنگیں اڑائیں۔ "
    "ایک دکاندار نے بتایا کہ پچھلے سال 12 دن کاروبار بند رہا مگر اس بار گاہک زیادہ آئے۔"
)


@st.composite
def problems(draw: st.DrawFn):
    """Draw articles, numbers of each, and directed pairs, also of an article with itself; 20 and more too."""
    articles = draw(st.lists(strategies.words(12, 70), min_size=1, max_size=5))
    articles += draw(st.sampled_from([0, 14, 20, 35])) * draw(st.lists(strategies.words(9, 6), max_size=1))
    numbers = [draw(st.lists(st.integers(0, 6), max_size=5)) for _ in articles]
    row = st.integers(0, len(articles) - 1)
    return articles, numbers, draw(st.lists(st.tuples(row, row), max_size=6))


def as_numbers(numbers) -> Numbers:
    """Lay numbers one after the other."""
    ptr = np.cumsum([0, *map(len, numbers)]).astype(np.int64)
    return Numbers(np.array([number for some in numbers for number in some], np.uint64), ptr)


def measured(articles, numbers, pairs, **options):
    """Return the features of pairs of articles given as lists of words."""
    found = np.array(pairs, np.int64).reshape(-1, 2)
    return derivation_features(naive_alignment.as_tokens(articles), as_numbers(numbers), found, **options)


def of_texts(*texts: str) -> dict[str, float]:
    """Return the features of the first two texts by name, weighed over all."""
    tokens = tokenise_texts(texts)
    (row,) = derivation_features(tokens, find_numbers(texts, tokens), np.array([[0, 1]]))
    return dict(zip(FEATURES, row.tolist(), strict=True))


@given(problems(), st.integers(1, 4))
def test_features_are_their_formulas(problem, n_threads):
    """Each column is what its formula says, for pairs in any order and any number of threads."""
    articles, numbers, pairs = problem
    wanted = [naive_features.features(articles, numbers, pair) for pair in pairs]

    found = measured(articles, numbers, pairs, n_threads=n_threads)
    assert found.shape == (len(pairs), len(FEATURES))
    assert found == pytest.approx(np.array(wanted).reshape(found.shape), abs=1e-12)


@given(problems())
def test_weights_are_inverse_document_frequencies(problem):
    """A word's weight and whether it is a content word, over articles or, for fewer than 20, over blocks."""
    articles, _, _ = problem
    weights = weigh_words(naive_alignment.as_tokens(articles))
    weight, content = naive_features.weigh(articles)

    for word, term in zip((w for words in articles for w in words), weights.terms.tolist(), strict=True):
        assert weights.weight[term] == round(weight[word] * SCALE)
        assert bool(weights.content[term]) == (word in content)


@given(problems(), st.randoms(use_true_random=False))
def test_each_pair_is_measured_by_itself(problem, random):
    """The order of pairs, and which others there are, changes nothing."""
    articles, numbers, pairs = problem
    together = measured(articles, numbers, pairs).tolist()

    order = random.sample(range(len(pairs)), len(pairs))
    shuffled = measured(articles, numbers, [pairs[k] for k in order]).tolist()
    assert shuffled == [together[k] for k in order]
    assert together == [measured(articles, numbers, [pair]).tolist()[0] for pair in pairs]


@given(problems())
def test_shares_are_shares(problem):
    """All but the two logarithms lie between 0 and 1."""
    articles, numbers, pairs = problem
    logarithms = [FEATURES.index(name) for name in ("own_windows", "source_words")]
    found = np.delete(measured(articles, numbers, pairs), logarithms, axis=1)

    assert ((found >= 0) & (found <= 1)).all()


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=80, unique=True))
def test_a_copy_is_contained_and_nothing_of_it_is_its_own(words):
    """A text of distinct words: all in order, all of the source used, no own stretch or window."""
    row = measured([words, words], [[7], [7]], [(0, 1)])[0]
    found = dict(zip(FEATURES, row.tolist(), strict=True))

    wanted = {"in_order": 1, "order": 1, "source_used": 1, "own_stretches": 0, "own_windows": 0, "numbers": 1}
    assert {name: found[name] for name in wanted} == wanted


@given(strategies.words(12, 70), strategies.words(12, 70))
def test_unrelated_articles_have_nothing_in_common(a, b):
    """No shared word: nothing in order, nothing used; every stretch with a word of weight is own."""
    b = [word ^ 0x5555 for word in b]
    found = dict(zip(FEATURES, measured([a, b], [[1], [2]], [(0, 1)])[0].tolist(), strict=True))
    names = ("in_order", "order", "source_used", "numbers", "rare_words")

    if not set(a) & set(b):
        assert {name: found[name] for name in names} == dict.fromkeys(names, 0)


def test_furniture_is_left_out():
    """Words of furniture are neither shared nor weighed, and their numbers do not count."""
    texts = [AGENCY, REWRITTEN + " Share 640 Kestwick crowns ferry news"]
    tokens = tokenise_texts(texts)
    flags = tokens.flags.copy()
    flags[-6:] |= FURNITURE
    marked = Tokens(tokens.hashes, flags, tokens.article_ptr)
    found = derivation_features(marked, find_numbers(texts, marked), np.array([[0, 1]]))

    assert found.tolist() == [list(of_texts(AGENCY, REWRITTEN).values())]


def test_no_pairs():
    """No pairs, no rows."""
    assert measured([[1, 2]], [[]], []).shape == (0, len(FEATURES))


@pytest.mark.parametrize(
    ("source", "rewritten", "independent"),
    [(AGENCY, REWRITTEN, INDEPENDENT), (URDU_AGENCY, URDU_REWRITTEN, URDU_INDEPENDENT)],
)
def test_a_rewritten_report_is_nearer_than_one_of_its_own(source, rewritten, independent):
    """Every column but order (of little) sets the rewritten text apart, in either script."""
    near, far = of_texts(source, rewritten), of_texts(source, independent)

    for name in ("in_order", "source_used", "numbers", "rare_words"):
        assert near[name] > far[name], name
    for name in ("own_stretches", "own_windows"):
        assert near[name] < far[name], name


def test_direction():
    """A cut has nothing of its own; the source, measured against its cut, has."""
    cut = AGENCY.split(" Pilots")[0]
    forth, back = of_texts(AGENCY, cut), of_texts(cut, AGENCY)

    assert (forth["in_order"], forth["own_stretches"], forth["numbers"]) == (1, 0, 1)
    assert back["in_order"] < 0.7
    assert back["own_stretches"] > 0.2
