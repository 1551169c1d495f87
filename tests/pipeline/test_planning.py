"""What a plan promises: the curve of the bands, the guaranteed run, estimates from a sample."""

import gzip
import io
from itertools import pairwise

import pytest

from corpora.generator import GeneratorParams, generate, write_jsonl
from syndetect.candidates import banding
from syndetect.corpus import NoArticleError, ReadParams, sample_corpus
from syndetect.errors import NoFileError
from syndetect.params import Params, PassageParams
from syndetect.planning import _exponent, plan
from syndetect.storage.budget import needed_bytes

N_ARTICLES = 3000


@pytest.fixture(scope="module")
def dump(tmp_path_factory):
    """Write generated articles."""
    path = tmp_path_factory.mktemp("dump") / "articles.jsonl"
    write_jsonl(generate(GeneratorParams(n_articles=N_ARTICLES, seed=9)), path)
    return path


@pytest.mark.parametrize("form", ["plain", "gzip", "two files"])
def test_articles_are_counted_from_the_size_of_a_sample(dump, tmp_path, form):
    """The number of articles is met within a tenth from 400 of 3,000, compressed or not."""
    data = dump.read_bytes()
    if form == "plain":
        (tmp_path / "a.jsonl").write_bytes(data)
    elif form == "gzip":
        (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(data))
    else:
        records = data.splitlines(keepends=True)
        (tmp_path / "a.jsonl").write_bytes(b"".join(records[:1000]))
        (tmp_path / "b.jsonl").write_bytes(b"".join(records[1000:]))

    found = sample_corpus(tmp_path, 400, params=ReadParams())

    assert not found.is_whole
    assert 400 <= len(found.corpus.articles) <= 600
    # A few hundred articles stand for all; of a compressed file what is read ahead counts as read.
    assert found.n_articles == pytest.approx(N_ARTICLES, rel=0.3 if form == "gzip" else 0.1)
    assert found.n_bytes == pytest.approx(len(data), rel=0.3 if form == "gzip" else 0.1)


def test_a_sample_that_is_all_counts(dump):
    """Nothing is estimated where everything was read."""
    found = sample_corpus(dump, 10 * N_ARTICLES, params=ReadParams())

    assert found.is_whole
    assert found.n_articles == len(found.corpus.articles) == N_ARTICLES
    assert found.n_bytes == dump.stat().st_size


def test_the_curve_is_that_of_the_bands(dump):
    """Chance by resemblance: Mining of Massive Datasets, sec. 3.4.2; it rises from nearly 0 to 1."""
    found = plan(dump, n_sample=200, n_threads=2)
    cut = banding(128, Params().candidates.threshold)

    assert (found.bands, found.rows) == (cut.bands, cut.rows)
    for resemblance, chance in found.curve:
        assert chance == pytest.approx(1 - (1 - resemblance**cut.rows) ** cut.bands, abs=1e-6)
    assert all(one[1] <= other[1] for one, other in pairwise(found.curve))
    assert found.curve[-1] == (1.0, 1.0)
    assert found.run_words == Params().passages.run_words


def test_estimates_grow_with_the_articles_and_enclose_the_truth(dump):
    """Of 3,000 articles the pairs lie about between the two estimates from 1,000; the rest grows in step."""
    part, whole = plan(dump, n_sample=1000, n_threads=2), plan(dump, n_sample=2 * N_ARTICLES, n_threads=2)

    assert whole.is_whole
    assert whole.low == whole.high
    assert whole.low.n_pairs == whole.n_sampled_pairs
    assert 0.7 * part.low.n_pairs <= whole.n_sampled_pairs <= 1.3 * part.high.n_pairs
    for name in ("n_pairs", "seconds", "memory", "least_memory"):
        assert getattr(part.low, name) <= getattr(part.high, name)
    assert part.low.least_memory < part.low.memory
    assert part.low.memory == pytest.approx(whole.low.memory, rel=0.3)
    assert part.low.disk == pytest.approx(whole.low.disk, rel=0.15)
    assert part.low.least_memory == needed_bytes(part.n_articles, part.low.n_pairs)


def test_pairs_grow_by_a_power_between_one_and_two():
    """Twice the pairs of twice the articles is the power 1, four times the power 2; no fewer and no more."""
    assert [_exponent(10, n_pairs) for n_pairs in (15, 20, 40, 90)] == [1.0, 1.0, 2.0, 2.0]
    assert 1.0 < _exponent(10, 30) < 2.0
    assert _exponent(0, 0) == 1.0


def test_what_sizes_do_not_tell_can_be_told(dump):
    """Standard input has no size: the number of articles is given, or the sample stands for itself."""
    data = dump.read_bytes()
    read = ReadParams(input_format="jsonl")

    told = plan("-", n_sample=100, n_articles=10**6, read=read, stdin=io.BytesIO(data), n_threads=2)
    alone = plan("-", n_sample=100, read=read, stdin=io.BytesIO(data), n_threads=2)

    assert told.n_articles == 10**6
    assert alone.n_articles < 10**4
    assert told.low.seconds > 50 * alone.low.seconds
    assert told.high.n_pairs <= told.most_pairs * 10**6


def test_a_search_that_is_off_guarantees_nothing(dump):
    """Without partners there is no guaranteed run."""
    params = Params(passages=PassageParams(n_partners=0))

    assert plan(dump, params, n_sample=50, n_threads=2).run_words == 0


def test_no_article_is_no_estimate(tmp_path):
    """Where the first records hold none, or there is no file, that is told."""
    (tmp_path / "a.jsonl").write_text("{\n")
    with pytest.raises(NoArticleError, match="no article in the first records"):
        plan(tmp_path / "a.jsonl")
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoFileError):
        plan(tmp_path / "empty")
