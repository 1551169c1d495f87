"""What two articles share, and what that makes of them."""

from dataclasses import dataclass

from syndetect.params.checked import Checked, at_least, in_range

__all__ = ["AlignParams", "RelationParams", "RewriteParams"]


@dataclass(frozen=True, kw_only=True)
class AlignParams(Checked):
    """When words that two articles share make a passage.

    Runs of ``seed_words`` equal words are extended and joined over gaps of up
    to ``max_gap`` words on either side. What is joined is a passage when at
    least ``min_prose_words`` words of prose, or ``min_quote_words`` of direct
    speech, match; a character of a script without spaces counts as half a
    word. A run that occurs more than ``max_occurrences`` times in an article
    is no seed.
    """

    seed_words: int = 4
    max_gap: int = 6
    min_prose_words: int = 8
    min_quote_words: int = 5
    max_occurrences: int = 16

    def _check(self) -> None:
        in_range(2, 32, self, "seed_words")
        in_range(0, 1000, self, "max_gap")
        at_least(self.seed_words, self, "min_prose_words", "min_quote_words")
        at_least(1, self, "max_occurrences")


@dataclass(frozen=True, kw_only=True)
class RewriteParams(Checked):
    """When sentences that say the same in other words make a rewritten passage.

    Two sentences of at least ``min_sentence_words`` distinct words match when
    the cosine of their words, weighted by rarity among the sentences of both
    articles, is at least ``min_cosine``, the Dice coefficient of their sets of
    words at least ``min_dice``, and neither has a better partner. Matches with
    up to ``max_gap`` sentences between them on either side are one passage
    when it is alike as a whole (``min_fragment_cosine``) and has ``min_words``
    words on each side. A character of a script without spaces counts as half
    a word.

    Pairs of articles whose TF-IDF cosine is below ``min_pair_cosine`` are not
    searched. Only words outside of copied passages are looked at, unless ``join_words``
    is more than 0: then all are, and passages of any kind and role with up to
    so many words between them on both sides are joined to one. ``search``
    switches all of this off.
    """

    search: bool = True
    min_pair_cosine: float = 0.25
    min_cosine: float = 0.5
    min_dice: float = 0.4
    min_sentence_words: int = 6
    max_gap: int = 1
    min_fragment_cosine: float = 0.5
    min_words: int = 10
    join_words: int = 0

    def _check(self) -> None:
        in_range(0, 1, self, "min_pair_cosine", "min_cosine", "min_dice", "min_fragment_cosine")
        at_least(1, self, "min_sentence_words", "min_words")
        in_range(0, 100, self, "max_gap")
        in_range(0, 1000, self, "join_words")


@dataclass(frozen=True, kw_only=True)
class RelationParams(Checked):
    """Thresholds of the relation of two articles, strongest that applies first.

    - ``same_text``: of the words of the shorter body at least the share
      ``same_text`` matches, and of these at least the share ``least_prose`` is
      prose, a passage of ``fragment_words`` words among it.
    - ``partial``: at least ``partial_words`` words of prose match: about three
      sentences.
    - ``fragment``: a passage of at least ``fragment_words`` words of prose
      matches. Runs of eight words are often nothing but two names with their
      titles.
    - ``quotes_only``: direct speech matches.
    - ``same_event``: the cosine is at least ``same_event``.

    An article of fewer than ``min_words`` body words is too short for any of
    them but ``furniture_only``: shared furniture and nothing stronger.

    Derivation of one article from another asks for a passage of prose of
    ``derived_words`` words, a sentence; or for one of ``fragment_words`` words
    when matched prose is at least the share ``derived_share`` of the article.
    Of passages of 9 to 11 words between reports on one event most are names
    with their titles, of 20 words hardly any. The article is then *wholly*
    derived when at least the share ``wholly`` of its words, prose or speech,
    matches, else *partially*; the bound is that of ``same_text``.
    """

    same_text: float = 0.62
    least_prose: float = 0.2
    partial_words: int = 60
    fragment_words: int = 9
    same_event: float = 0.25
    min_words: int = 20
    derived_words: int = 15
    derived_share: float = 0.1
    wholly: float = 0.62

    def _check(self) -> None:
        in_range(0, 1, self, "same_text", "least_prose", "same_event", "derived_share", "wholly")
        at_least(1, self, "partial_words", "fragment_words", "derived_words", "min_words")
