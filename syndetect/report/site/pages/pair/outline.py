"""A pair without its texts -> its sentences as numbers: where each stands, and which passages cover it."""

from collections.abc import Sequence
from dataclasses import dataclass

from syndetect.report.site.catalogue import Catalogue
from syndetect.report.site.text.matching import PlacedPassage

__all__ = ["OUTLINED", "OutlineRow", "outline_rows", "text_length"]

OUTLINED = 400  # sentences of an article


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineRow:
    """A sentence: its number, words and characters, and the passages that it has part of."""

    position: str
    words: str
    characters: str
    passages: str


def outline_rows(
    catalogue: Catalogue, article_id: str, passages: Sequence[PlacedPassage], *, right: bool
) -> tuple[OutlineRow, ...]:
    """List the sentences of an article without their text, ``OUTLINED`` at most.

    Parameters
    ----------
    catalogue : Catalogue
    article_id : str
    passages : sequence of PlacedPassage
    right : bool
        Whether the article stands on the right.

    Returns
    -------
    tuple of OutlineRow
        In order of the text.
    """
    spans = [(each.right if right else each.left, each) for each in passages]
    rows = []
    for sentence in catalogue.find("sentences", article_id=article_id)[:OUTLINED]:
        inside = [
            f"{each.number} ({each.kind} {each.role})"
            for (start, end), each in spans
            if start < sentence["end"] and sentence["start"] < end
        ]
        rows.append(
            OutlineRow(
                position=f"{sentence['position']:,}",
                words=f"{sentence['n_words']:,}",
                characters=f"{sentence['start']}–{sentence['end']}",
                passages=", ".join(inside),
            )
        )
    return tuple(rows)


def text_length(catalogue: Catalogue, article_id: str) -> int:
    """Return the characters of an article; of a redacted run where its last sentence or furniture ends."""
    if text := catalogue.text(article_id):
        return len(text)
    rows = catalogue.find("sentences", article_id=article_id) + catalogue.find(
        "furniture", article_id=article_id
    )
    return max((row["end"] for row in rows), default=0)
