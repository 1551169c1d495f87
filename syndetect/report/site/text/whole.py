"""An article with what is known of its words -> its whole text, furniture folded, credits to be linked to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from syndetect.report.site.catalogue import Row
from syndetect.report.site.text.credited import credit_layer
from syndetect.report.site.text.folding import FOLD, fold_label, named
from syndetect.report.site.text.marks import CODES, Layers, paint, words_within
from syndetect.report.site.text.views import Clip
from syndetect.report.site.text.words import paragraphs_of, spans_of, words_of
from syndetect.report.site.wording import counted

__all__ = ["Known", "WholeRow", "WholeText", "whole_text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the tables hold of the words of one article: rows of the files of these names."""

    unique: Sequence[Row]
    furniture: Sequence[Row]
    quotes: Sequence[Row]
    credits: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeRow:
    """A paragraph, or where ``folded`` is not empty the paragraphs that this line stands for."""

    clips: tuple[Clip, ...]
    folded: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeText:
    """An article's whole text, paragraph by paragraph.

    ``label`` counts its words; ``anchors`` has the id of the words of each
    credit, "" for one that stands in a field of the record.
    """

    label: str
    rows: tuple[WholeRow, ...]
    anchors: tuple[str, ...]


def whole_text(text: str, known: Known, anchor: str) -> WholeText:
    """Prepare the whole text of one article.

    Parameters
    ----------
    text : str
    known : Known
    anchor : str
        From which the anchors of its credits are made.

    Returns
    -------
    WholeText
        Every word stands in it once.
    """
    words = words_of(text)
    marks = np.where(words_within(words, spans_of(known.unique)), CODES["own"], CODES["elsewhere"])
    is_furniture = words_within(words, spans_of(known.furniture))
    marks = np.where(is_furniture, CODES["furniture"], marks).astype(np.int8)
    layer, numbers = credit_layer(words, known.credits)
    names = tuple(f"{anchor}-credit-{number + 1}" for number in range(max(numbers, default=0)))
    speech = words_within(words, spans_of(known.quotes)) & ~is_furniture
    layers = Layers(speech=speech, credit=layer, anchors=names)
    clips = [
        Clip(segments=paint(text, words, marks, span, layers), furniture=named(known.furniture, *span))
        for span in paragraphs_of(text, words)
    ]
    n_quoted, n_furniture = int(speech.sum()), int(is_furniture.sum())
    parts = [
        counted(words.start.size - n_furniture, "word"),
        *[f"{n_quoted:,} of them quoted"] * (n_quoted > 0),
        *[f"and {n_furniture:,} of furniture"] * (n_furniture > 0),
    ]
    return WholeText(
        label=", ".join(parts),
        rows=tuple(_folded(clips)),
        anchors=tuple(names[number - 1] if number else "" for number in numbers),
    )


def _folded(clips: Iterable[Clip]) -> Iterable[WholeRow]:
    """Fold long runs of furniture into one row."""
    for is_furniture, run in groupby(clips, key=lambda clip: clip.whole == "furniture"):
        lines = tuple(run)
        if is_furniture and len(lines) >= FOLD:
            yield WholeRow(clips=lines, folded=fold_label(lines))
        else:
            yield from (WholeRow(clips=(clip,)) for clip in lines)
