"""Articles as read -> articles of distinct ids in canonical order, whatever the order of input."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter

from xxhash import xxh3_128_hexdigest

from syndetect.corpus.article import Article

__all__ = ["content_digest", "derived_id", "in_canonical_order"]

_DIGITS = 16  # hexadecimal digits of a derived id: 64 bits


def derived_id(url: str, text: str) -> str:
    """Make an id for an article that has none, from its URL, else from its text."""
    if url:
        return f"url-{xxh3_128_hexdigest(url.encode())[:_DIGITS]}"
    return f"text-{xxh3_128_hexdigest(text.encode())[:_DIGITS]}"


def content_digest(article: Article) -> str:
    """Return the digest of what an article says, not of where it was found.

    Returns
    -------
    str
        32 hexadecimal digits: xxh3_128 over text, title, outlet, URL, time of
        publication, authors, credit and language. Equal for equal articles in
        any file and record, on any machine.
    """
    said = (
        article.text,
        article.title,
        article.outlet,
        article.url,
        article.published,
        article.authors,
        article.credit,
        article.language,
    )
    return xxh3_128_hexdigest(
        "\0".join(said).encode("utf-8", "surrogatepass")
    )  # no field of an article holds a NUL


def in_canonical_order(articles: Iterable[Article]) -> tuple[tuple[Article, ...], int]:
    """Sort by id; of those with one id all but one get ``~2``, ``~3``, ... in the order of their content.

    Returns
    -------
    articles : tuple of Article
        Sorted by ``article_id``, which is unique.
    n_renamed : int
        How many ids were changed.
    """
    found = list(articles)
    if len({article.article_id for article in found}) == len(found):  # nearly always
        return tuple(sorted(found, key=attrgetter("article_id"))), 0
    counts = Counter(article.article_id for article in found)
    distinct = [article for article in found if counts[article.article_id] == 1]
    shared: defaultdict[str, list[Article]] = defaultdict(list)
    for article in found:
        if counts[article.article_id] > 1:
            shared[article.article_id].append(article)
    n_renamed = 0
    taken = set(counts)
    for article_id in sorted(shared):
        first, *others = sorted(
            shared[article_id], key=lambda one: (content_digest(one), one.file, one.record)
        )
        distinct.append(first)
        suffix = 1
        for article in others:
            suffix += 1
            while f"{article_id}~{suffix}" in taken:
                suffix += 1
            taken.add(f"{article_id}~{suffix}")
            distinct.append(replace(article, article_id=f"{article_id}~{suffix}"))
        n_renamed += len(others)
    return tuple(sorted(distinct, key=lambda article: article.article_id)), n_renamed
