"""A member's own spans -> the sentences around them, long ones apart from small changes."""

import re
from itertools import pairwise

import numpy as np

from syndetect.corpus.article import Article
from syndetect.report.html.views import AddedView
from syndetect.report.html.wording import counted, percentages
from syndetect.report.site.text.marks import CODES, Layers, Marks, paint, words_in, words_within
from syndetect.report.site.text.views import Clip
from syndetect.text import WordSpans, paragraph_spans, word_spans
from syndetect.text.speech import quoted_words
from syndetect.trace.story import Member

__all__ = ["added_view"]

SMALL = 5  # own words of a sentence below which it counts as a change of wording

_SENTENCE_END = re.compile(
    r"(?<=\w\w\w)[.!?…]+[”’\"»)\]]*\s+(?![a-z])|[。！？؟۔।]+[”’」』\"»)\]]*\s*"  # "U.S. troops" is no end
)


def added_view(article: Article, member: Member, *, is_wire: bool, opened: bool, withheld: bool) -> AddedView:
    """Prepare what one member has of its own.

    Parameters
    ----------
    article : Article
    member : Member
    is_wire : bool
        Whether the member is the story's wire text.
    opened : bool
        Whether its text is shown unfolded.
    withheld : bool
        Whether the page has no room left for its text.

    Returns
    -------
    AddedView
        Every own span stands in exactly one excerpt.
    """
    empty = ""
    if not member.own_spans:
        empty = "Nothing: every word of it also stands in another article."
        if is_wire:
            empty = "Nothing: every word of the wire text was taken over somewhere."
    elif withheld:
        empty = "The text is not shown: this page has reached its limit of article text."
    share = percentages([member.own_words, member.n_words - member.own_words])[0]
    excerpts = [] if empty else _excerpts(article.text, member.own_spans)
    long = tuple(excerpt for excerpt, is_small in excerpts if not is_small)
    small = tuple(excerpt for excerpt, is_small in excerpts if is_small)
    return AddedView(
        rank=member.own_words,
        words=f"{counted(member.own_words, 'own word')} ({share})",
        open=opened,
        empty=empty,
        long=long,
        small=small,
        small_label=counted(len(small), "small change of wording", "small changes of wording"),
    )


def _excerpts(text: str, spans: tuple[tuple[int, int], ...]) -> list[tuple[Clip, bool]]:
    """Cut out every run of sentences with own words, and say whether it is a small change."""
    words = word_spans(text)
    own = words_within(words, spans)
    marks: Marks = np.where(own, CODES["own"], 0).astype(np.int8)
    layers = Layers.of_speech(quoted_words(text))
    excerpts = []
    for paragraph in paragraph_spans(text):
        for start, end in _runs(text, words, marks, paragraph):
            low, high = words_in(words, start, end)
            n_own = int(np.count_nonzero(marks[low:high]))
            excerpt = Clip(
                segments=paint(text, words, marks, (start, end), layers),
                cut_before=start > paragraph[0],
                cut_after=end < paragraph[1],
            )
            excerpts.append((excerpt, n_own < SMALL and 2 * n_own < high - low))
    return excerpts


def _runs(text: str, words: WordSpans, marks: Marks, paragraph: tuple[int, int]) -> list[tuple[int, int]]:
    """Join neighbouring sentences of a paragraph that hold own words."""
    runs: list[tuple[int, int]] = []
    last_end = -1
    for start, end in _sentences(text, *paragraph):
        low, high = words_in(words, start, end)
        if marks[low:high].any():
            stop = start + len(text[start:end].rstrip())
            if runs and last_end == start:
                runs[-1] = (runs[-1][0], stop)
            else:
                runs.append((start, stop))
            last_end = end
    return runs


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a paragraph into sentences, roughly: only to show words in their context."""
    cuts = [found.end() for found in _SENTENCE_END.finditer(text, start, end)]
    edges = sorted({start, *cuts, end})
    return list(pairwise(edges))
