"""A story's sources -> what each is, and its sentences with how many articles kept them, and which."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from markupsafe import escape

from syndetect.report.site.catalogue import Catalogue, Row
from syndetect.report.site.pages.story.head import source_answer
from syndetect.report.site.pages.story.material import Material, Source
from syndetect.report.site.pages.story.views import KeptBy, SentenceView, SourceView
from syndetect.report.site.text.room import Allowance
from syndetect.report.site.wording import clean, counted, language, outlet, sentence

__all__ = ["SENTENCES_SHOWN", "SOURCES_SHOWN", "source_anchor", "source_views"]

SOURCES_SHOWN = 5
SENTENCES_SHOWN = 150
SENTENCES_OPEN = 40
NAMES_SHOWN = 20  # articles listed for one sentence

_OPENING = re.compile(r"[\"“„«‘(\[¿¡]*$")
_CLOSING = re.compile(r"[.!?…,;:]*[\"”“»’)\]]*[.!?…]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What a sentence is shown with: its story, the ids of rows on the page, the tables, the room left."""

    material: Material
    anchors: Mapping[str, str]
    catalogue: Catalogue
    room: Allowance


def source_anchor(source: Source) -> str:
    """Return the id of a source's block on the page of its story; "" for one that is not shown."""
    return f"source-{source.number}" if source.number <= SOURCES_SHOWN else ""


def source_views(
    material: Material, anchors: Mapping[str, str], catalogue: Catalogue, room: Allowance
) -> tuple[tuple[SourceView, ...], str]:
    """Prepare the sources of one story.

    Parameters
    ----------
    material : Material
    anchors : mapping of str to str
        By id: the id of each member's row on the page, if it has one.
    catalogue : Catalogue
    room : Allowance
        Reduced by the sentences that are shown.

    Returns
    -------
    views, note
        The source of most articles first and unfolded; the note says how many
        sources are not shown, else "".
    """
    around = _Around(material=material, anchors=anchors, catalogue=catalogue, room=room)
    views = tuple(_view(source, around) for source in material.sources[:SOURCES_SHOWN])
    rest = len(material.sources) - len(views)
    note = f"{counted(rest, 'more source')} of fewer articles: see shares.csv and wires.csv." if rest else ""
    return views, note


def _view(source: Source, around: _Around) -> SourceView:
    """Prepare one source."""
    shown: list[SentenceView] = []
    note = ""
    n_takers = source.wire[0]["n_members"] if source.wire else len(source.takers)
    for row, kept in zip(source.wire[:SENTENCES_SHOWN], source.kept, strict=False):
        text = _text(row, around.catalogue.text(row["article_id"]))
        if not around.room.take(escape(clean(text))):
            note = "The rest is not shown: this page has reached its limit of article text. See wires.csv."
            break
        shown.append(_sentence_view(row, text, _kept_by(row, kept, source, around), around))
    if not note and len(shown) < len(source.wire):
        note = f"The first {len(shown):,} of {len(source.wire):,} are shown; all are in wires.csv."
    return SourceView(
        anchor=source_anchor(source),
        answer=sentence(source_answer(source)),
        label=_label(source, n_takers),
        n_takers=counted(n_takers, "article"),
        n_shown=f"{n_takers:,}",
        open=source.number == 1,
        sentences=tuple(shown[:SENTENCES_OPEN]),
        folded=tuple(shown[SENTENCES_OPEN:]),
        folded_label=counted(len(shown) - SENTENCES_OPEN, "more sentence"),
        note=note,
    )


def _label(source: Source, n_takers: int) -> str:
    """Count sentences, and those that everybody or nobody kept."""
    if not source.wire:
        return ""
    everywhere = sum(row["n_kept"] == n_takers for row in source.wire)
    nowhere = sum(not row["n_kept"] for row in source.wire)
    parts = [f"{everywhere:,} kept by all"] * (n_takers > 1) + [f"{nowhere:,} by none"] * (nowhere > 0)
    return ", ".join([counted(len(source.wire), "sentence"), *parts])


def _sentence_view(row: Row, text: str, kept_by: KeptBy, around: _Around) -> SentenceView:
    """Prepare one sentence."""
    share = row["n_kept"] / max(1, row["n_members"])
    holder = around.catalogue.article(row["article_id"])
    name = around.material.labels.get(row["article_id"]) or outlet(holder)
    where = f"in the words of {name}" if row["in_corpus"] == "no" else ""
    if not text:
        where = f"characters {row['start']:,}–{row['end']:,} of {name}"
    return SentenceView(
        text=text,
        language=language(holder["language"]),
        n_kept=f"{row['n_kept']:,}",
        level=f"{ceil(4 * share)}",
        width=f"{100 * share:.2f}%",
        where=where,
        kept_by=kept_by,
    )


def _kept_by(row: Row, kept: frozenset[str], source: Source, around: _Around) -> KeptBy:
    """List those who kept a sentence, or where these are more those who did not, if all are of this story."""
    others = source.takers.keys() - kept
    but = len(others) < len(kept) and len(source.takers) == row["n_members"]
    wanted = others if but else kept
    shown = [member for member in around.material.articles if member in wanted][:NAMES_SHOWN]
    rest = (len(others) if but else row["n_kept"]) - len(shown)
    return KeptBy(
        but=but,
        articles=tuple((around.anchors.get(each, ""), around.material.labels[each]) for each in shown),
        more=f"{rest:,} more: see wires.csv" if rest else "",
    )


def _text(row: Row, text: str) -> str:
    """Cut a sentence out of its article, with the punctuation that it touches."""
    start, end = row["start"], row["end"]
    before, after = _OPENING.search(text[max(0, start - 3) : start]), _CLOSING.match(text, end)
    start -= len(before[0]) if before else 0
    return text[start : after.end() if after else end]
