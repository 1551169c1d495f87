"""What the tests of furniture share: pages out of paragraphs, and what is found in them."""

from collections.abc import Sequence

from syndetect.corpus.article import Article
from syndetect.params import FurnitureParams
from syndetect.text import tokenise_paragraphs
from syndetect.text.furniture import FurnitureSpan, find_furniture

BODY = (
    "The harbour board approved the new breakwater on Tuesday after a debate of six hours.",
    "Engineers told the board that the old wall had lost a third of its stones since the winter storms.",
    "Work is to begin in March, and the ferry will use the southern quay until the autumn.",
)
"""Three paragraphs of prose in which nothing is furniture."""

DEFAULTS = FurnitureParams()


def article(*paragraphs: str, title: str = "", outlet: str = "", name: str = "a") -> Article:
    """Return an article of these paragraphs."""
    return Article(article_id=name, text="\n\n".join(paragraphs), title=title, outlet=outlet)


def find(articles: Sequence[Article], params: FurnitureParams = DEFAULTS) -> list[FurnitureSpan]:
    """Return the furniture of some articles."""
    return find_furniture(articles, *tokenise_paragraphs([each.text for each in articles]), params)


def found(page: Article, params: FurnitureParams = DEFAULTS) -> dict[str, str]:
    """Return the furniture of one article: its text, and of what kind it is."""
    return {page.text[span.start : span.end]: span.kind for span in find([page], params)}
