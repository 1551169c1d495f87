"""Articles around a credit, and what is read from them."""

from functools import cache

from syndetect.agencies import Credit, Registry, load_registry, read_credits
from syndetect.corpus import Article
from syndetect.text import tokenise_paragraphs

PROSE = (
    "The harbour board said on Tuesday that the new quay would open in spring, two years later than planned, "
    "because the sea floor had turned out to be softer than the surveys had shown."
)
MORE = (
    "Fishermen welcomed the decision but asked for cheap berths, while the mayor promised that the old pier "
    "would stay open to walkers until the works are over and the cranes are gone."
)


@cache
def registry() -> Registry:
    return load_registry()


def read(text: str, **fields: str) -> list[Credit]:
    """Read one article, and hold every credit against its evidence."""
    article = Article(article_id="a", text=text, **fields)
    credits = read_credits([article], *tokenise_paragraphs([text]), registry())
    for credit in credits:
        if credit.kind != "field":
            assert text[credit.start : credit.end] == credit.evidence
            assert credit.evidence == credit.evidence.strip() != ""
    return credits


def summary(credits: list[Credit]) -> set[tuple[str, str, str]]:
    return {(credit.agency, credit.channel, credit.kind) for credit in credits}


def opening(line: str, prose: str = PROSE) -> str:
    """Return an article whose first words of prose are preceded by a dateline."""
    return f"Quay to open late\n\n{line}{prose}\n\n{MORE}\n\n{PROSE}"


def head(line: str) -> str:
    """Return an article with a line under the headline."""
    return f"Quay to open late\n\n{line}\n\n{PROSE}\n\n{MORE}\n\n{PROSE}"


def tail(line: str) -> str:
    """Return an article with a line at its end."""
    return f"Quay to open late\n\n{PROSE}\n\n{MORE}\n\n{PROSE}\n\n{line}"


def end(words: str) -> str:
    """Return an article whose last sentence is followed by words."""
    return f"Quay to open late\n\n{PROSE}\n\n{PROSE}\n\n{MORE}{words}"


def middle(line: str) -> str:
    """Return an article with a line between two paragraphs."""
    return "\n\n".join(["Quay to open late", PROSE, MORE, line, PROSE, MORE, PROSE, MORE, PROSE])
