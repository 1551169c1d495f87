"""The two articles of a pair -> the head of its page: outlets, headlines with their changes, times."""

from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import Markup
from rapidfuzz.distance import Indel

from syndetect.report.headlines import headline_change
from syndetect.report.site.catalogue import Row
from syndetect.report.site.model import Site
from syndetect.report.site.text.pieces import Piece, marked_pieces
from syndetect.report.site.wording import counted, lag, language, link, published
from syndetect.text import word_spans

__all__ = ["ArticleView", "HeadlineView", "article_view", "headline_view", "lag_words", "minutes_between"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """One article of a pair as the head shows it; ``page`` is its outlet's, empty when it has none."""

    letter: str
    article_id: str
    outlet: str
    page: str
    url: str
    language: str
    published: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadlineView:
    """The two headlines: ``change`` says in words how the right one differs; changed words are marked."""

    change: str
    left: Markup
    right: Markup


_CHANGES = {
    "same": "Same words",
    "edited": "Edited: half of all words or more are in both",
    "new": "New: less than half of all words are in both",
}
_WITHOUT_HEADLINE = ("", "One of the two has no headline", "Neither has a headline")


def article_view(site: Site, article: Row, letter: str, name: str) -> ArticleView:
    """Head one article; ``letter`` is a or b of ``pairs.csv``, ``name`` tells it from the other."""
    parts = [counted(article["n_words"], "word")]
    if article["n_quote_words"]:
        parts.append(f"{article['n_quote_words']:,} of them quoted")
    if article["n_furniture_words"]:
        parts.append(f"and {counted(article['n_furniture_words'], 'word')} of furniture")
    if article["status"] == "too short":
        parts.append("too short for its shares to say much")
    return ArticleView(
        letter=letter,
        article_id=article["article_id"],
        outlet=name,
        page=site.addresses.outlets.get(article["outlet"] or "", ""),
        url=link(article["url"]),
        language=language(article["language"]),
        published=published(article["published"] or ""),
        words=", ".join(parts),
    )


def headline_view(left: Row, right: Row, shown: tuple[str, str]) -> HeadlineView:
    """Compare the headlines of two articles word by word.

    Parameters
    ----------
    left, right : Row
    shown : (str, str)
        Their headlines, or what stands for a missing one.

    Returns
    -------
    HeadlineView
        Changed words are marked in headlines that are edited, not in new ones.
    """
    titles = ((left["title"] or "").strip(), (right["title"] or "").strip())
    if titles[0] == titles[1] and titles[0]:
        return _plain_headlines(_CHANGES["same"], shown)
    words = [word_spans(title) for title in titles]
    hashes = [each.hashes.tolist() for each in words]
    change = headline_change(hashes[1], hashes[0])
    if change is None:
        return _plain_headlines(_WITHOUT_HEADLINE[hashes.count([])], shown)
    if change != "edited":
        return _plain_headlines(_CHANGES[change], shown)
    changes = [part for part in Indel.opcodes(*hashes) if part.tag != "equal"]
    dropped = [(part.src_start, part.src_end) for part in changes if part.src_end > part.src_start]
    inserted = [(part.dest_start, part.dest_end) for part in changes if part.dest_end > part.dest_start]
    pieces = [
        _title_pieces(title, each.start.tolist(), each.end.tolist(), runs, mark)
        for title, each, runs, mark in zip(titles, words, (dropped, inserted), ("del", "ins"), strict=True)
    ]
    return HeadlineView(
        change=_CHANGES[change],
        left=marked_pieces(pieces[0], right=False, listed=0),
        right=marked_pieces(pieces[1], right=True, listed=0),
    )


def _plain_headlines(change: str, shown: tuple[str, str]) -> HeadlineView:
    left, right = (marked_pieces([Piece(each, "")], right=False, listed=0) for each in shown)
    return HeadlineView(change=change, left=left, right=right)


def _title_pieces(
    title: str, start: list[int], end: list[int], runs: list[tuple[int, int]], mark: str
) -> list[Piece]:
    """Cut a headline into its changed words and the rest."""
    pieces, at = [], 0
    for first, past in runs:
        pieces.append(Piece(title[at : start[first]], ""))
        pieces.append(Piece(title[start[first] : end[past - 1]], mark))
        at = end[past - 1]
    pieces.append(Piece(title[at:], ""))
    return [piece for piece in pieces if piece.text]


def minutes_between(earlier: str | None, later: str | None) -> float | None:
    """Return the minutes from one ISO time of publication to another; None when one is missing."""
    times = [_instant(each) for each in (earlier, later)]
    if times[0] is None or times[1] is None:
        return None
    return (times[1] - times[0]).total_seconds() / 60


def _instant(iso: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(iso or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def lag_words(left: Row, right: Row) -> str:
    """Say how long after the left article the right one was published: ``19 min later``, ``same day``."""
    found = lag(right, left, minutes_between(left["published"], right["published"]))
    if not found or found.startswith("same"):
        return found
    return f"{found[1:]} {'later' if found[0] == '+' else 'earlier'}"
