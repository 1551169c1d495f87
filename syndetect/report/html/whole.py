"""An article with what is known of its words -> its whole text, furniture folded, credits to be linked to."""

from collections.abc import Iterable, Sequence
from itertools import groupby

import numpy as np

from syndetect.agencies import Credit
from syndetect.corpus.article import Article
from syndetect.report.html.credits import credit_layer
from syndetect.report.html.folding import FOLD, fold_label, named, spans_of
from syndetect.report.html.source import Furniture
from syndetect.report.html.views import WholeRow, WholeView
from syndetect.report.html.wording import counted
from syndetect.report.site.text.marks import CODES, Layers, Marks, paint, words_within
from syndetect.report.site.text.views import Clip
from syndetect.text import paragraph_spans, word_spans
from syndetect.text.speech import quoted_words
from syndetect.trace.story import Member

__all__ = ["whole_view"]


def whole_view(
    article: Article,
    member: Member,
    furniture: Furniture,
    credits: Sequence[Credit],
    anchor: str,
    *,
    withheld: bool,
) -> tuple[WholeView, list[str]]:
    """Prepare the whole text of one member.

    Parameters
    ----------
    article : Article
    member : Member
    furniture : sequence of FurnitureSpan
    credits : sequence of Credit
        Both of this article, ascending.
    anchor : str
        The member's anchor, from which those of its credits are made.
    withheld : bool
        Whether the page has no room left for the text.

    Returns
    -------
    WholeView
        Every word stands in it once.
    list of str, one for each credit
        Its anchor in the text; "" for one that stands in no text, or in text
        that is withheld.
    """
    if withheld:
        reason = "The text is not shown: this page has reached its limit of article text."
        return WholeView(label="", rows=(), withheld=reason), [""] * len(credits)
    text = article.text
    words = word_spans(text)
    marks: Marks = np.where(words_within(words, member.own_spans), CODES["own"], CODES["elsewhere"])
    is_furniture = words_within(words, spans_of(furniture))
    marks = np.where(is_furniture, CODES["furniture"], marks).astype(np.int8)
    layer, numbers = credit_layer(words, credits)
    anchors = tuple(f"{anchor}-credit-{number + 1}" for number in range(max(numbers, default=0)))
    layers = Layers(speech=quoted_words(text) & ~is_furniture, credit=layer, anchors=anchors)
    clips = [
        Clip(segments=paint(text, words, marks, span, layers), furniture=named(furniture, *span))
        for span in paragraph_spans(text)
    ]
    n_quoted, n_furniture = int(layers.speech.sum()), int(is_furniture.sum())
    label = ", ".join(
        [
            counted(words.start.size - n_furniture, "word"),
            *[f"{n_quoted:,} of them quoted"] * (n_quoted > 0),
            *[f"and {n_furniture:,} of furniture"] * (n_furniture > 0),
        ]
    )
    view = WholeView(label=label, rows=tuple(_folded(clips)), withheld="")
    return view, [anchors[number - 1] if number else "" for number in numbers]


def _folded(clips: Iterable[Clip]) -> Iterable[WholeRow]:
    """Fold long runs of furniture into one row."""
    for is_furniture, run in groupby(clips, key=lambda clip: clip.whole == "furniture"):
        lines = tuple(run)
        if is_furniture and len(lines) >= FOLD:
            yield WholeRow(clips=lines, folded=fold_label(lines))
        else:
            yield from (WholeRow(clips=(clip,)) for clip in lines)
