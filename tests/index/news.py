"""Small news that share sentences, drawn by Hypothesis or from a seed."""

import random

from hypothesis import strategies as st

from syndetect.corpus import Article
from syndetect.params import IndexParams

SMALL = {
    "min_words": 6,
    "run_words": 8,
    "partial_words": 12,
    "shingle_words": 3,
    "signature_size": 16,
}


def small_params(**more):
    """Return parameters under which texts of a few sentences meet."""
    return IndexParams(**SMALL | more)


def sentence(k):
    """Return one of countless sentences of ten words."""
    source = random.Random(k)
    words = ["".join(source.choices("abdefgiklmnoprstu", k=source.randint(3, 8))) for _ in range(10)]
    return " ".join(words).capitalize() + "."


def article(article_id, sentences, day=None, **more):
    """Return an article made of sentences by number, published on a day counted from 1970."""
    return Article(
        article_id=article_id,
        text=" ".join(sentence(k) for k in sentences),
        published="" if day is None else f"day {day}",
        published_at=None if day is None else day * 86400.0,
        **more,
    )


def articles(n_ids=12, n_sentences=6):
    """Draw one article: few sentences, few days, few ids, so that copies, versions and ties are common."""
    return st.builds(
        article,
        st.integers(0, n_ids - 1).map(lambda k: f"id{k}"),
        st.lists(st.integers(0, n_sentences - 1), min_size=1, max_size=5),
        st.one_of(st.none(), st.integers(0, 5)),
        outlet=st.sampled_from(["", "Courier", "Herald"]),
        url=st.sampled_from(["", "", "https://news.example/1", "https://news.example/2"]),
    )


def params():
    """Draw parameters."""
    return st.builds(
        lambda keep, window, n_listed, duplicate: small_params(
            keep=keep,
            prefer=("Herald",) if keep == "prefer" else (),
            window_days=window,
            n_listed=n_listed,
            duplicate=duplicate,
        ),
        st.sampled_from(["earliest", "wire", "longest", "prefer"]),
        st.sampled_from([0.0, 2.0]),
        st.sampled_from([1, 2, 16]),
        st.sampled_from([0.6, 0.85]),
    )
