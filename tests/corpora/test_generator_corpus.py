import hashlib
import re
from collections import Counter
from itertools import islice, pairwise

import numpy as np
import orjson
import pytest

from corpora.generator import COPY_EDITS, DERIVED_EDITS, GeneratorParams, generate, write_jsonl
from corpora.generator.__main__ import main
from corpora.generator.vocabulary import vocabulary

# SHA-256 of 40 articles and their truth
PINNED = "4cd9d3b556e07e659f697b5d3eb11f3a42c69690da38ae77a36e09041f27d919"


def _bytes(params, folder, name="a"):
    paths = folder / f"{name}.jsonl", folder / f"{name}.truth.jsonl"
    write_jsonl(generate(params), *paths)
    return [path.read_bytes() for path in paths]


def test_equal_parameters_give_equal_bytes(tmp_path):
    """Articles and truth are byte for byte the same for equal parameters, and others for another seed."""
    first = _bytes(GeneratorParams(n_articles=700, seed=7), tmp_path)

    assert first == _bytes(GeneratorParams(n_articles=700, seed=7), tmp_path)
    assert first[0] != _bytes(GeneratorParams(n_articles=700, seed=8), tmp_path)[0]


def test_corpus_is_pinned(tmp_path):
    """The generator gives in every release what it gave before: a change here changes every benchmark."""
    texts, truths = _bytes(GeneratorParams(n_articles=40, seed=1), tmp_path)

    assert hashlib.sha256(texts + truths).hexdigest() == PINNED


def test_articles_can_be_taken_one_at_a_time():
    """The first articles do not depend on how many are taken."""
    params = GeneratorParams(n_articles=2000, seed=9)

    assert list(islice(generate(params), 5)) == list(generate(params))[:5]


@pytest.mark.parametrize("n_articles", [0, 1, 2, 3, 17])
def test_small_corpora(n_articles):
    """A corpus may have any size, none included."""
    assert len(list(generate(GeneratorParams(n_articles=n_articles)))) == n_articles


def test_wire_comes_before_its_versions():
    """An article's source has been generated before it."""
    seen = set()
    for article in generate(GeneratorParams(n_articles=800, seed=2)):
        assert not article.truth.source_id or article.truth.source_id in seen
        seen.add(article.id)


def test_ids_do_not_tell_the_story():
    """Versions of a story are not neighbours by id."""
    articles = sorted(generate(GeneratorParams(n_articles=2000, seed=2)), key=lambda article: article.id)

    events = [article.truth.event_id for article in articles]
    assert sum(a == b for a, b in pairwise(events)) < 40


def test_hot_story_has_its_copies():
    """A hot story has exactly ``hot_copies`` versions, all of them copies of one text."""
    articles = list(generate(GeneratorParams(n_articles=1500, seed=3, hot_stories=1, hot_copies=1000)))

    source, n_copies = Counter(
        article.truth.source_id for article in articles if article.truth.source_id
    ).most_common(1)[0]
    assert n_copies == 1000
    assert {a.truth.edit for a in articles if a.truth.source_id == source} == set(COPY_EDITS)


def test_edit_weights_choose_the_edits():
    """Only edits with a weight occur, about as often as they weigh."""
    weights = {"reprint": 3.0, "fragment": 1.0}
    articles = generate(GeneratorParams(n_articles=3000, seed=4, edit_weights=weights))

    found = Counter(article.truth.edit for article in articles)
    assert set(found) == {"wire", "unrelated", "reprint", "fragment"}
    assert 2.5 < found["reprint"] / found["fragment"] < 3.6


def test_share_of_unrelated_articles():
    """So many articles as asked for belong to no story."""
    articles = generate(GeneratorParams(n_articles=1000, unrelated_share=0.25))

    assert sum(article.truth.edit == "unrelated" for article in articles) == 250


def test_lengths_are_those_of_news():
    """Articles have about 400 words on average, with a long tail."""
    n_words = np.array(
        [article.truth.n_words for article in generate(GeneratorParams(n_articles=4000, seed=5))]
    )

    assert 370 <= n_words.mean() <= 430
    assert np.percentile(n_words, 95) > 1.9 * np.median(n_words)
    assert n_words.max() > 1200


def _content(text, common):
    return set(text.lower().replace(",", "").replace(".", "").split()) - common


def test_articles_of_an_event_resemble_each_other():
    """An independent report shares far more rare words with its wire story than unrelated articles share."""
    articles = {a.id: a for a in generate(GeneratorParams(n_articles=1500, seed=6))}
    common = set(vocabulary(30_000).words[:3000])
    reports = [a for a in articles.values() if a.truth.edit == "independent"]
    pairs = [(a, articles[a.truth.source_id]) for a in reports]
    strangers = [(a, b) for (a, _), (_, b) in pairwise(pairs) if a.truth.event_id != b.truth.event_id]

    def mean(couples):
        return np.mean([len(_content(a.text, common) & _content(b.text, common)) for a, b in couples])

    assert mean(pairs) > 8 * mean(strangers)


def _runs(text, length=6):
    words = re.findall(r"\w+", text.lower())
    return set(zip(*(words[n:] for n in range(length)), strict=False))


def test_nothing_is_shared_by_accident():
    """Independent reports and unrelated articles share no six consecutive words with any wire story."""
    articles = list(generate(GeneratorParams(n_articles=1500, seed=6)))
    wire = set().union(*(_runs(a.text) for a in articles if a.truth.edit == "wire"))

    others = [a for a in articles if a.truth.edit in ("independent", "unrelated")]
    assert not [a.id for a in others if _runs(a.text) & wire]


def test_vocabulary_is_zipfian_and_distinct():
    """Words are distinct, function words lead, and frequency falls with rank."""
    words = vocabulary(30_000)
    drawn = words.ranks(np.random.Generator(np.random.PCG64(1)).random(200_000))

    assert len(set(words.words)) == words.n_ids == 30_000 + words.n_names + words.n_figures
    assert words.words[0] == "the"
    counts = np.bincount(drawn, minlength=30_000)
    assert counts[0] > counts[9] > counts[99] > counts[999] > 0
    assert (counts > 0).sum() > 15_000


def test_written_records_are_the_articles(tmp_path):
    """Line n of the articles belongs to line n of the truth, and both read back as they were."""
    articles = list(generate(GeneratorParams(n_articles=120, seed=1)))
    records, truths = _bytes(GeneratorParams(n_articles=120, seed=1), tmp_path)

    assert [orjson.loads(line) for line in records.splitlines()] == [a.record() for a in articles]
    read = [orjson.loads(line) for line in truths.splitlines()]
    assert [truth["id"] for truth in read] == [a.id for a in articles]
    assert [len(truth["spans"]) for truth in read] == [len(a.truth.spans) for a in articles]
    assert list(read[0]) == list(articles[0].truth._fields)


def test_command_writes_both_files(tmp_path, capsys):
    """The command writes what the function generates, and says where."""
    output, truth = tmp_path / "articles.jsonl", tmp_path / "truth.jsonl"
    main(["--articles", "60", "--seed", "3", "-o", str(output), "--truth", str(truth)])

    expected = _bytes(GeneratorParams(n_articles=60, seed=3), tmp_path, "b")
    assert [output.read_bytes(), truth.read_bytes()] == expected
    assert capsys.readouterr().out == f"60 articles: {output}, truth: {truth}\n"


def test_command_refuses_a_wrong_value(tmp_path, capsys):
    """A wrong value ends with usage, the field's name and exit code 2; nothing is written."""
    with pytest.raises(SystemExit) as ended:
        main(["--articles", "60", "--credit-share", "2", "-o", str(tmp_path / "out.jsonl")])

    assert ended.value.code == 2
    assert "GeneratorParams.credit_share must be between 0 and 1, got 2.0" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"n_articles": -1}, r"n_articles must be between 0 and 10000000, got -1"),
        ({"n_articles": 2.5}, r"n_articles must be a whole number, got 2.5"),
        ({"n_articles": True}, r"n_articles must be a whole number, got True"),
        ({"credit_share": 1.5}, r"credit_share must be between 0 and 1, got 1.5"),
        ({"word_edit_rate": float("nan")}, r"word_edit_rate must be between 0 and 1, got nan"),
        ({"quote_rate": "0.2"}, r"quote_rate must be a number, got '0.2'"),
        ({"seed": -3}, r"seed must be between 0 and"),
        ({"vocabulary_size": 100}, r"vocabulary_size must be between 5000"),
        ({"edit_weights": {"copied": 1.0}}, r"edit_weights must name edits of .* got 'copied'"),
        (
            {"edit_weights": {"cut": -1.0}},
            r"edit_weights must not be negative or infinite for 'cut', got -1.0",
        ),
        ({"edit_weights": {}}, r"edit_weights must have a weight above 0, got {}"),
        ({"hot_stories": 1, "hot_copies": 1000}, r"n_articles must be at least .* = 1001, got 1000"),
        (
            {"hot_stories": 1, "hot_copies": 9, "edit_weights": {"fragment": 1.0}},
            r"edit_weights must weigh one of .* for hot stories",
        ),
        ({"start": "yesterday"}, r"start must be an ISO 8601 time with offset, got 'yesterday'"),
        ({"start": "2025-01-06T00:00:00"}, r"start must be an ISO 8601 time with offset"),
    ],
)
def test_wrong_parameters_cannot_exist(wrong, message):
    """A wrong value is refused on construction, with field, rule and value."""
    with pytest.raises(ValueError, match=rf"^GeneratorParams\.{message}"):
        GeneratorParams(**wrong)


def test_parameters_are_frozen_and_keyword_only():
    """Parameters cannot be given by place or changed."""
    with pytest.raises(TypeError):
        GeneratorParams(10)
    with pytest.raises(AttributeError):
        GeneratorParams().seed = 3


def test_every_edit_has_a_weight_by_default():
    """By default every derived edit occurs."""
    assert set(GeneratorParams().edit_weights) == set(DERIVED_EDITS)
