"""A story's sources and those who took from them -> the drawing of who took from whom, and its table."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from syndetect.report.site.catalogue import Catalogue, Row
from syndetect.report.site.charts.network import Hub, Network, Node, network
from syndetect.report.site.model import Site
from syndetect.report.site.pages.story.material import Material, Source, pair_key
from syndetect.report.site.pages.story.members import pair_path
from syndetect.report.site.pages.story.sources import source_anchor
from syndetect.report.site.pages.story.views import FlowRow, FlowView
from syndetect.report.site.wording import clipped, counted, lag, percentages

__all__ = ["DRAWN", "flow_view"]

DRAWN = 25  # rows of the drawing
ROWS_SHOWN = 200  # rows of the table behind it
_LABEL = 34  # characters
_SOURCES_SURE, _TAKERS_SURE = 6, 2  # what of a large story is drawn before all others

_LETTER = re.compile(r"\b[ab]\b")
_CAUSES = {"versions": "versions of one text", "common source": "common source (speech)"}


def flow_view(material: Material, site: Site, anchors: Mapping[str, str]) -> FlowView:
    """Prepare who took from whom.

    Parameters
    ----------
    material : Material
    site : Site
    anchors : mapping of str to str
        By id: the id of each member's row on the page, if it has one.

    Returns
    -------
    FlowView
        The drawing is None where nothing was traced to a source. It has an
        arrow where the direction is determined, a plain line where it is not.
    """
    links = [_Link(source, taker, material, site.catalogue) for source, taker in _edges(material)]
    if not links:
        return FlowView(drawing=None, title="", note="", rows=(), rows_note="")
    shown = _chosen(links)
    drawn = [link for link in links if {link.source_key, link.taker} <= shown]
    n_articles = len({link.taker for link in links} | {link.source_key for link in links if link.is_member})
    n_sources = len({link.source.source_id for link in links})
    rest = len(links) - ROWS_SHOWN
    return FlowView(
        drawing=_drawing(drawn, shown, material),
        title=f"Who took from whom: {counted(n_sources, 'source')}, {counted(len(links), 'line')} "
        f"between {counted(n_articles, 'article')}",
        note=_note(material, links, drawn, n_articles),
        rows=tuple(_row(link, site, anchors) for link in links[:ROWS_SHOWN]),
        rows_note=f"{counted(rest, 'more row')} in shares.csv." if rest > 0 else "",
    )


class _Link:
    """A source and one who took from it, with what was judged of the two."""

    def __init__(self, source: Source, taker: str, material: Material, catalogue: Catalogue) -> None:
        share, article = source.takers[taker], material.articles[taker]
        self.source, self.taker = source, taker
        self.is_member = source.source_id in material.articles
        self.source_key = source.source_id if source.article is not None else f"absent {source.number}"
        self.n_words = share["prose_words"] + share["quote_words"]
        self.share = self.n_words / max(1, article["n_words"])
        self.rest = max(0, article["n_words"] - self.n_words)
        self.source_name = material.labels.get(source.source_id) or source.name or "unknown"
        self.taker_name = material.labels[taker]
        self.pair = _pair(catalogue, source, taker)
        self.is_determined = _is_determined(source, taker, self.pair)


def _edges(material: Material) -> list[tuple[Source, str]]:
    """List who took from which source: sources in order, then those who took most words."""
    return [
        (source, taker)
        for source in material.sources
        for taker in sorted(
            source.takers,
            key=lambda key, rows=source.takers: (  # type: ignore[misc]
                -(rows[key]["prose_words"] + rows[key]["quote_words"]),
                key,
            ),
        )
    ]


def _pair(catalogue: Catalogue, source: Source, taker: str) -> Row | None:
    """Return the row of ``pairs.csv`` of a source in the corpus and one who took from it."""
    if source.article is None:
        return None
    a, b = pair_key(source.source_id, taker)
    found = catalogue.find("pairs", a_id=a, b_id=b)
    return found[0] if found else None


def _is_determined(source: Source, taker: str, pair: Row | None) -> bool:
    """Tell whether it is known that the text went from the source to the taker."""
    if source.article is None:
        return bool(source.name)  # a credit says so
    if pair is None:
        return False
    return bool(pair["direction"] == ("b>a" if taker == pair["a_id"] else "a>b"))


def _chosen(links: Sequence["_Link"]) -> set[str]:
    """Choose the rows that are drawn: of each of the first sources some, then all that fit, in order."""
    chosen: dict[str, None] = {}
    seen: Counter[int] = Counter()
    first: list[_Link] = []
    for link in links:
        seen[link.source.number] += 1
        if link.source.number <= _SOURCES_SURE and seen[link.source.number] <= _TAKERS_SURE:
            first.append(link)
    for link in (*first, *links):
        new = [key for key in (link.source_key, link.taker) if key not in chosen]
        if len(chosen) + len(new) <= DRAWN:
            chosen.update(dict.fromkeys(new))
    return set(chosen)


def _drawing(links: Sequence["_Link"], shown: set[str], material: Material) -> Network:
    """Lay out what was chosen: missing texts first, then articles by time, those without one last."""
    hubs: dict[int, list[_Link]] = {}
    for link in links:
        hubs.setdefault(link.source.number, []).append(link)
    absent = {
        link.source_key: link.source for link in links if link.source.article is None and link.source.name
    }
    nodes = [
        Node(key=key, label=clipped(source.name, _LABEL), note="not in corpus", is_absent=True)
        for key, source in absent.items()
    ]
    outside = {
        link.source_key: link.source.article for link in links if not link.is_member and link.source.article
    }
    articles = {**material.articles, **outside}
    present = [articles[key] for key in shown if key in articles]
    present.sort(key=lambda row: (not row["published"], row["published"] or "", row["article_id"]))
    lags = {row["article_id"]: row["lag_minutes"] for row in material.members}
    nodes += [
        Node(
            key=row["article_id"],
            label=clipped(
                material.labels.get(row["article_id"]) or row["outlet"] or row["article_id"], _LABEL
            ),
            note=lag(row, material.reference, lags.get(row["article_id"])),
        )
        for row in present
    ]
    return network(
        nodes,
        [
            Hub(
                source=found[0].source_key if found[0].source.article or found[0].source.name else "",
                takers=tuple((link.taker, link.share, link.is_determined) for link in found),
            )
            for found in hubs.values()
        ],
    )


def _note(material: Material, links: Sequence["_Link"], drawn: Sequence["_Link"], n_articles: int) -> str:
    """Say what the drawing leaves out."""
    parts = []
    if len(drawn) < len(links):
        n_drawn = len({link.taker for link in drawn} | {link.source_key for link in drawn if link.is_member})
        parts.append(
            f"{n_drawn:,} of {counted(n_articles, 'article')} are drawn: of each of the "
            f"first {_SOURCES_SURE} sources those that took most words, then of the first; "
            "the table below has the others."
        )
    alone = len(material.articles) - n_articles
    if alone:
        verb = "has" if alone == 1 else "have"
        parts.append(
            f"{counted(alone, 'article')} of this story {verb} no text from a source, and nobody "
            "took from them: not drawn."
        )
    return " ".join(parts)


def _row(link: "_Link", site: Site, anchors: Mapping[str, str]) -> FlowRow:
    """Prepare one row of the table."""
    if link.is_determined:
        direction = "taken from the source"
    elif link.source.article is None:
        direction = "not determined: the original is unknown"
    else:
        direction = "not determined"
    evidence = link.pair["direction_evidence"] if link.pair else None
    if link.source.article is None:
        evidence = f"credit: {link.source.name}" if link.source.name else "no credit tells"
    cause = _CAUSES.get(link.source.cause, link.source.cause)
    return FlowRow(
        source=link.source_name,
        source_anchor=anchors.get(link.source_key) or source_anchor(link.source),
        taker=link.taker_name,
        taker_anchor=anchors.get(link.taker, ""),
        words=f"{link.n_words:,}",
        share=percentages([link.n_words, link.rest])[0],
        direction=direction,
        evidence="; ".join(part for part in (_lettered(evidence, link), cause) if part),
        path=pair_path(site, link.taker, link.source.source_id) if link.pair else "",
    )


def _lettered(evidence: str | None, link: "_Link") -> str:
    """Put words for a and b into evidence that speaks of them."""
    if not evidence or link.pair is None:
        return evidence or ""
    a, b = (
        ("this article", "the source") if link.pair["a_id"] == link.taker else ("the source", "this article")
    )
    return _LETTER.sub(lambda found: a if found[0] == "a" else b, evidence)
