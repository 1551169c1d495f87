"""The evidence of the corpus: what one outlet repeats, and others do not carry, is furniture."""

import random

import pytest

from syndetect.corpus.article import Article
from syndetect.errors import ParameterError
from syndetect.params import FurnitureParams
from tests.furniture.pages import article, find

BOX = "Wir danken allen Leserinnen und Lesern, die unsere Arbeit mit Freude begleiten."
"""In a language and of a kind that no rule knows."""


def _prose(number: int, n_paragraphs: int = 4) -> list[str]:
    """Return paragraphs that no other number has."""
    words = random.Random(number)
    return [
        " ".join(f"w{number}x{words.randrange(1000)}" for _ in range(20)) + "." for _ in range(n_paragraphs)
    ]


def _outlet(outlet: str, n_with: int, n_without: int = 0, start: int = 0) -> list[Article]:
    """Return an outlet's articles, some of them with the box."""
    pages = []
    for number in range(start, start + n_with + n_without):
        prose = _prose(number)
        box = [BOX] if number - start < n_with else []
        pages.append(article(*prose[:2], *box, *prose[2:], outlet=outlet, name=f"{outlet}{number}"))
    return pages


def _boxes(articles: list[Article], params: FurnitureParams | None = None) -> list[tuple[str, str]]:
    """Return which articles' box was found, with the reason; nothing else may be found."""
    spans = find(articles, params or FurnitureParams())
    assert {articles[span.article].text[span.start : span.end] for span in spans} <= {BOX}
    assert {span.kind for span in spans} <= {"repeated"}
    return sorted((articles[span.article].article_id, span.reason) for span in spans)


def test_what_one_outlet_repeats_is_furniture():
    """A paragraph in many articles of one outlet is furniture in all of them, with the count as reason."""
    articles = _outlet("Gazette", 4, 2)

    reason = "repeated in 4 of 6 articles of this outlet"
    assert _boxes(articles) == [(f"Gazette{number}", reason) for number in range(4)]


@pytest.mark.parametrize("n_with", [1, 2])
def test_two_articles_are_not_enough(n_with):
    """Below three articles repetition is no evidence."""
    assert _boxes(_outlet("Gazette", n_with, 3)) == []


def test_a_small_share_is_not_enough():
    """The articles must be a share of the outlet's articles."""
    assert _boxes(_outlet("Gazette", 3, 7), FurnitureParams(min_share=0.5)) == []


def test_what_other_outlets_carry_too_is_not_furniture():
    """A paragraph in two other outlets is copied text, however often one of them repeats it."""
    articles = _outlet("Gazette", 5) + _outlet("Courier", 1, start=10) + _outlet("Herald", 1, start=20)

    assert _boxes(articles) == []
    assert len(_boxes(articles[:-1])) == 5  # one other outlet is no proof; there it stands once, and stays


def test_an_unknown_outlet_is_no_evidence():
    """Articles without an outlet are not articles of one outlet."""
    assert _boxes(_outlet("", 6)) == []


def test_copies_of_one_article_count_once():
    """An article published four times does not make its paragraphs furniture."""
    page = _outlet("Gazette", 1)[0]
    copies = [Article(article_id=f"c{n}", text=page.text, outlet="Gazette") for n in range(4)]

    assert _boxes(copies + _outlet("Gazette", 0, 3, start=50)) == []


def test_versions_of_one_article_are_no_evidence():
    """Versions that share most of their words do not make those paragraphs furniture."""
    body = _prose(1, 6)
    versions = [article(*body, *_prose(100 + n, 1), outlet="Gazette", name=f"v{n}") for n in range(5)]

    assert _boxes(versions) == []


def test_the_order_of_articles_does_not_matter():
    """Any order gives the same spans for the same articles."""
    articles = _outlet("Gazette", 5, 3) + _outlet("Courier", 2, 2, start=30)
    shuffled = random.Random(3).sample(articles, len(articles))

    assert _boxes(articles) == _boxes(shuffled)
    assert len(_boxes(articles)) == 5


def test_a_paragraph_of_prose_needs_a_larger_share():
    """A long paragraph is furniture only when the outlet repeats it in a tenth of its articles."""
    long_box = " ".join([BOX] * 3)
    few = [article(*_prose(n), long_box, outlet="Gazette", name=f"a{n}") for n in range(3)]
    many = [article(*_prose(n), outlet="Gazette", name=f"b{n}") for n in range(100, 140)]

    assert find(few + many) == []
    assert len(find(few + many[:20])) == 3


def test_the_evidence_can_be_switched_off():
    """With ``min_articles`` 0 repetition is not looked at."""
    assert _boxes(_outlet("Gazette", 5), FurnitureParams(min_articles=0)) == []


@pytest.mark.parametrize("wrong", [{"short_words": 0}, {"min_share": 1.5}, {"min_articles": -1}])
def test_wrong_parameters_cannot_exist(wrong):
    """A value out of range is an error that names the setting."""
    with pytest.raises(ParameterError, match=f"FurnitureParams.{next(iter(wrong))} must"):
        FurnitureParams(**wrong)
