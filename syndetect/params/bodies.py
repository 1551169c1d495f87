"""What of an article is its body."""

from dataclasses import dataclass

from syndetect.params.checked import Checked, at_least, in_range

__all__ = ["FurnitureParams"]


@dataclass(frozen=True, kw_only=True)
class FurnitureParams(Checked):
    """How long furniture may be, and how often an outlet must repeat a paragraph.

    A paragraph of at most ``short_words`` words is looked at by every rule
    unless it is one plain sentence; any other one only when it holds the words
    that a rule waits for. A caption has at most
    ``caption_words`` words.

    A paragraph is furniture by repetition when at least ``min_articles``
    articles of one outlet carry it that share less than ``version_share`` of
    their other words, when these are at least the share ``min_share`` of the
    outlet's articles, and when at most ``max_other_outlets`` other outlets
    carry it. One of more than ``prose_words`` words needs ``min_prose_share``.
    Zero ``min_articles`` switches this evidence off; ``rules`` the other. With
    ``keep`` everything found stays in the body: it is listed, not left out.
    """

    keep: bool = False
    rules: bool = True
    short_words: int = 16
    caption_words: int = 130
    min_articles: int = 3
    min_share: float = 0.02
    min_prose_share: float = 0.1
    prose_words: int = 25
    version_share: float = 0.5
    max_other_outlets: int = 1

    def _check(self) -> None:
        in_range(1, 60, self, "short_words")
        in_range(1, 400, self, "caption_words")
        at_least(0, self, "min_articles", "prose_words", "max_other_outlets")
        in_range(0, 1, self, "min_share", "min_prose_share", "version_share")
