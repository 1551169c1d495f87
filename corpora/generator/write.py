"""Articles in, JSON lines out: the records, and beside them the truth."""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import orjson

from corpora.generator.truth import GeneratedArticle

__all__ = ["write_jsonl"]


def write_jsonl(
    articles: Iterable[GeneratedArticle], path: str | Path, truth_path: str | Path | None = None
) -> int:
    """Write articles, and their truth if a path for it is given, one object a line.

    Parameters
    ----------
    articles : iterable of GeneratedArticle
        Consumed one at a time.
    path, truth_path : str or Path
        Replaced when they exist. Line n of one belongs to line n of the other.

    Returns
    -------
    int
        How many articles were written.
    """
    with ExitStack() as stack:
        texts = stack.enter_context(open(path, "wb"))
        truths = stack.enter_context(open(truth_path, "wb")) if truth_path else None
        n_articles = 0
        for article in articles:
            texts.write(orjson.dumps(article.record(), option=orjson.OPT_APPEND_NEWLINE))
            if truths:
                truths.write(orjson.dumps(article.truth.record(), option=orjson.OPT_APPEND_NEWLINE))
            n_articles += 1
    return n_articles
