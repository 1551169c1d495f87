"""A story's members -> what each has that no other article has: cards, side by side."""

from collections import Counter
from collections.abc import Mapping

from syndetect.report.site.catalogue import Catalogue, Row
from syndetect.report.site.pages.story.material import Material
from syndetect.report.site.pages.story.views import AddedView, ClipView
from syndetect.report.site.text.added import Excerpt, excerpts
from syndetect.report.site.text.markup import marked_paragraph
from syndetect.report.site.text.room import Allowance
from syndetect.report.site.wording import counted, language, percentages

__all__ = ["added_views"]

_BYTES_EACH = 80_000  # of one member's words
_FULL = "This page has reached its limit of article text: see unique.csv."


def added_views(
    material: Material, anchors: Mapping[str, str], catalogue: Catalogue, room: Allowance
) -> tuple[tuple[AddedView, ...], tuple[tuple[str, str], ...]]:
    """Prepare what the members added.

    Parameters
    ----------
    material : Material
    anchors : mapping of str to str
        By id: the id of the row of each member that is shown.
    catalogue : Catalogue
    room : Allowance
        Reduced by the words that are shown.

    Returns
    -------
    cards : tuple of AddedView
        Of the members with words that no other article has, the most first,
        the reference last.
    nothing : tuple of (str, str)
        Anchor and label of the other members.
    """
    shown = [row for row in material.members if row["article_id"] in anchors]
    shown.sort(key=lambda row: (row["role"] == "reference", -row["unique_words"], row["article_id"]))
    cards = tuple(_card(row, material, anchors, catalogue, room) for row in shown if row["unique_words"])
    nothing = tuple(
        (anchors[row["article_id"]], material.labels[row["article_id"]])
        for row in shown
        if not row["unique_words"]
    )
    return cards, nothing


def _card(
    member: Row, material: Material, anchors: Mapping[str, str], catalogue: Catalogue, room: Allowance
) -> AddedView:
    """Prepare one card."""
    key = member["article_id"]
    article, sentences = material.articles[key], catalogue.find("sentences", article_id=key)
    found = excerpts(
        catalogue.text(key),
        catalogue.find("unique", article_id=key),
        sentences,
        catalogue.find("quotes", article_id=key),
    )
    clips = [(_clip(each, language(article["language"])), each.is_small) for each in found]
    withheld = ""
    if catalogue.is_redacted:
        withheld = "The text is left out of this report; unique.csv has the offsets."
    elif sum(len(clip.text) for clip, _ in clips) > _BYTES_EACH:
        clips, withheld = [], f"More than this page shows of one article. {_FULL}"
    elif not room.take(*(clip.text for clip, _ in clips)):
        clips, withheld = [], _FULL
    small = tuple(clip for clip, is_small in clips if is_small)
    n_words = article["n_words"]
    share = percentages([member["unique_words"], max(0, n_words - member["unique_words"])])[0]
    return AddedView(
        anchor=anchors[key],
        label=material.labels[key],
        words=f"{counted(member['unique_words'], 'word')} ({share} of {n_words:,})",
        tally=_tally(sentences),
        is_reference=member["role"] == "reference",
        long=tuple(clip for clip, is_small in clips if not is_small),
        small=small,
        small_label=counted(len(small), "small change of wording", "small changes of wording"),
        withheld=withheld,
    )


def _tally(sentences: list[Row]) -> str:
    """Count what was added to the sources, as ``sentences.csv`` has it."""
    counts = Counter(row["added"] for row in sentences if row["added"])
    return ", ".join(f"{name} ×{n:,}" if n > 1 else name for name, n in counts.most_common())


def _clip(excerpt: Excerpt, tongue: str) -> ClipView:
    marks = {segment.mark for segment in excerpt.segments if segment.text.strip()}
    kind = "minor mixed" if excerpt.is_small else "own" if marks == {"own"} else "mixed"
    cut = (excerpt.cut_before, excerpt.cut_after)
    return ClipView(
        text=marked_paragraph(excerpt.segments, f"excerpt {kind}", tongue, cut=cut),
        tags=", ".join(excerpt.additions),
    )
