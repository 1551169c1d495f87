"""Texts in a file: every string comes back, to articles too, and nobody notices where it lies."""

import pickle
from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.generator import GeneratorParams, generate, write_jsonl
from syndetect.corpus import Article, Texts, read_corpus
from syndetect.corpus.article import store_text, stored_text
from syndetect.storage import Storage, TextFile
from syndetect.storage.spill import HELD_SHARE, TEXT_SHARE

STRINGS = st.lists(st.text(st.characters()), max_size=8)  # surrogates included


@given(STRINGS)
def test_every_string_comes_back(texts):
    """Whatever a string holds, it is read as it was, in any order, also before all are written."""
    file = TextFile(".")
    stored = []
    for text in texts:
        stored.append(file.put(text))
        assert stored[-1].read() == text

    assert [place.read() for place in reversed(stored)] == texts[::-1]


@settings(max_examples=40)
@given(STRINGS, st.randoms())
def test_texts_are_put_into_another_order(texts, random):
    """Texts in memory and in a file come to lie in a file one after the other, and nothing else changes."""
    storage = Storage(1)
    stored = [
        random.choice((text, place)) for text, place in zip(texts, storage.put_texts(texts), strict=True)
    ]
    random.shuffle(stored)
    before = [text if isinstance(text, str) else text.read() for text in stored]

    after = list(storage.in_order(stored))

    assert [place.read() for place in after] == before
    assert [place.start for place in after] == sorted(place.start for place in after)


def test_an_article_is_the_same_wherever_its_text_lies():
    """Equality, hash, representation, copies and pickles do not tell a stored text from a held one."""
    here, there = (Article(article_id="a", text="Ferry \udc80 aground", title="T") for _ in range(2))
    store_text(there, TextFile(".").put(there.text))

    assert stored_text(here) is None
    assert stored_text(there) is not None
    assert there.text == here.text
    assert there == here
    assert hash(there) == hash(here)
    assert repr(there) == repr(here)
    assert asdict(there) == asdict(here)
    assert replace(there, title="U") == replace(here, title="U")
    assert pickle.loads(pickle.dumps(there)) == here
    assert list(Texts([there, here])) == [here.text] * 2
    assert list(Texts([there, here])[1:]) == [here.text]


@pytest.mark.parametrize("share", [0, 0.9])
def test_a_corpus_is_the_same_wherever_its_texts_lie(tmp_path, share):
    """Where not all texts fit into memory all come to lie in a file, in the order of their articles."""
    path = tmp_path / "articles.jsonl"
    write_jsonl(generate(GeneratorParams(n_articles=700, seed=5)), path)
    plain = read_corpus(path)
    n_characters = sum(len(article.text) for article in plain.articles)
    storage = Storage(1 + int(share * n_characters * HELD_SHARE * TEXT_SHARE), tmp_path)
    free = storage.has_room(int(share * n_characters))

    spilled = read_corpus(path, storage=storage)

    assert spilled == plain
    assert free
    assert storage.has_room(int(share * n_characters))  # nothing of the texts is held
    places = [stored_text(article) for article in spilled.articles]
    assert None not in places
    assert [place.start for place in places] == sorted(place.start for place in places)
