"""A story -> its rows of all tables, put together: members, what each took from whom, sources."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from syndetect.report.site.catalogue import Catalogue, Row
from syndetect.report.site.wording import clipped, outlet

__all__ = ["UNKNOWN", "Material", "Source", "gather", "kept_ids", "pair_key"]

UNKNOWN = "unknown source"
NAME = 80  # characters of an outlet's name that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where members of a story have text from.

    Attributes
    ----------
    source_id, agency, cause : str
        As in ``shares.csv``; ``agency`` is "" where that is empty.
    number : int
        From 1: that of most members first.
    article : Row or None
        None when the original is not in this corpus.
    takers : mapping of str to Row
        The rows of ``shares.csv``, by id of the member.
    wire : sequence of Row
        Its sentences: rows of ``wires.csv``.
    kept : sequence of frozenset of str
        Who kept each of them: ids of articles.
    """

    source_id: str
    agency: str
    cause: str
    number: int
    article: Row | None
    takers: Mapping[str, Row]
    wire: Sequence[Row]
    kept: Sequence[frozenset[str]]

    @property
    def name(self) -> str:
        """The agency or outlet; "" where nothing tells."""
        if self.article is not None:
            return clipped(self.agency or outlet(self.article), NAME)
        return "" if self.agency == UNKNOWN else clipped(self.agency, NAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What the page of a story is made from.

    Attributes
    ----------
    story : Row
    members : sequence of Row
        Rows of ``members.csv``: the reference, then those that have most in
        common with it.
    articles : mapping of str to Row
        Those of the members, by id.
    labels : mapping of str to str
        A name for each member by which a reader can tell it from the others.
    sources : sequence of Source
    """

    story: Row
    members: Sequence[Row]
    articles: Mapping[str, Row]
    labels: Mapping[str, str]
    sources: Sequence[Source]

    @property
    def reference(self) -> Row:
        """The article that the others are measured against."""
        return self.articles[self.story["reference_id"]]


def gather(catalogue: Catalogue, story: Row) -> Material:
    """Put together the rows of one story.

    Parameters
    ----------
    catalogue : Catalogue
    story : Row
        Of ``stories.csv``.

    Returns
    -------
    Material
    """
    members = catalogue.find("members", story_id=story["story_id"])
    members.sort(
        key=lambda row: (row["role"] != "reference", -(row["reference_share"] or 0), row["article_id"])
    )
    articles = {row["article_id"]: catalogue.article(row["article_id"]) for row in members}
    return Material(
        story=story,
        members=members,
        articles=articles,
        labels=_labels(list(articles.values())),
        sources=_sources(catalogue, list(articles)),
    )


def pair_key(first: str, second: str) -> tuple[str, str]:
    """Return the ids of two articles in the order of ``pairs.csv``."""
    return (first, second) if first < second else (second, first)


def kept_ids(joined: str | None, known: Sequence[str]) -> frozenset[str]:
    """Read a cell of ids that are joined by |, also where an id holds that sign itself.

    Parameters
    ----------
    joined : str or None
    known : sequence of str
        All ids that may stand in the cell.

    Returns
    -------
    frozenset of str
        Empty for a cell that cannot be read so.
    """
    parts = joined.split("|") if joined else []
    if set(parts) <= set(known):
        return frozenset(parts)
    ways: dict[int, frozenset[str]] = {0: frozenset()}  # characters read -> the ids in them
    text = f"{joined}|"
    for at in range(len(text)):
        for each in known if at in ways else ():
            if text.startswith(f"{each}|", at):
                ways.setdefault(at + len(each) + 1, ways[at] | {each})
    return ways.get(len(text), frozenset())


def _labels(articles: Sequence[Row]) -> dict[str, str]:
    """Name articles by outlet; of several from one outlet, all but the first are numbered."""
    seen: Counter[str] = Counter()
    labels = {}
    for article in articles:
        name = clipped(outlet(article), NAME)
        seen[name] += 1
        labels[article["article_id"]] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return labels


def _sources(catalogue: Catalogue, members: Sequence[str]) -> list[Source]:
    """Collect where some articles have text from: the source of most of them first, then of most words."""
    takers: dict[str, dict[str, Row]] = {}
    for article_id in members:
        for share in catalogue.find("shares", article_id=article_id):
            takers.setdefault(share["source_id"], {})[article_id] = share
    ordered = sorted(takers.items(), key=lambda item: (-len(item[1]), -_n_words(item[1]), item[0]))
    return [
        _source(catalogue, number, source_id, found) for number, (source_id, found) in enumerate(ordered, 1)
    ]


def _n_words(takers: Mapping[str, Row]) -> int:
    return sum(row["prose_words"] + row["quote_words"] for row in takers.values())


def _source(catalogue: Catalogue, number: int, source_id: str, takers: Mapping[str, Row]) -> Source:
    first = next(iter(takers.values()))
    wire = catalogue.find("wires", source_id=source_id)
    everyone = [row["article_id"] for row in catalogue.find("shares", source_id=source_id)] if wire else []
    return Source(
        source_id=source_id,
        agency=first["source_agency"] or "",
        cause=first["cause"],
        number=number,
        article=catalogue.article(source_id) if first["in_corpus"] == "yes" else None,
        takers=takers,
        wire=wire,
        kept=[kept_ids(row["kept_by"], everyone) for row in wire],
    )
