"""The tables of stories: size, span of time, origins; and what each member shares."""

from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from syndetect.pairs import DERIVATIONS, RELATIONS, Derivation
from syndetect.pairs.passages import Relation
from syndetect.ranges import counted
from syndetect.report.cells import Coded, Names, Numbers
from syndetect.report.headlines import Headline, central_headline, headline_change
from syndetect.report.tables import YES_NO, Column, Columns

if TYPE_CHECKING:
    from syndetect.report.result import Result

__all__ = ["MEMBERS", "STORIES", "UNIQUE", "member_columns", "story_columns", "unique_columns"]

MemberRole = Literal["reference", "member"]

STORIES = (
    Column("story_id", "text", "story- and the id of the reference article."),
    Column("n_articles", "count", "Members of the story.", unit="articles"),
    Column(
        "n_outlets",
        "count",
        "Different known outlets among them; members without an outlet count for none.",
        unit="outlets",
    ),
    Column(
        "first_published",
        "text",
        "Earliest time of publication.",
        empty="No time of publication is known.",
    ),
    Column("last_published", "text", "Latest time of publication.", empty="No time of publication is known."),
    Column("reference_id", "text", "Article that the members are measured against."),
    Column(
        "title_id",
        "text",
        "Article whose headline stands for the story: the reference when it is a wire text, else the one "
        "that has most words in common with the other headlines.",
        empty="No member has a headline.",
    ),
    Column(
        "reference_is_wire",
        "text",
        "yes when the reference is of an outlet named as a wire, else no.",
        values=YES_NO,
    ),
    Column(
        "n_copies", "count", "Members of relation same_text or partial to the reference.", unit="articles"
    ),
    Column(
        "n_origins",
        "count",
        "Independent origins: the sources of its derived members, and the members that derive from nothing; "
        "of versions the first.",
        unit="origins",
    ),
    Column("weakest_link", "score", "Least cosine of the pairs that joined the story."),
)

MEMBERS = (
    Column("story_id", "text", "As in stories.csv."),
    Column("article_id", "text", "As in articles.csv."),
    Column("role", "text", "reference or member.", values=get_args(MemberRole)),
    Column(
        "relation",
        "text",
        "To the reference.",
        values=get_args(Relation),
        empty="The article is the reference.",
    ),
    Column(
        "derivation",
        "text",
        "From the reference.",
        values=get_args(Derivation),
        empty="The article is the reference.",
    ),
    Column(
        "reference_share",
        "share",
        "Share of the member's words that match the reference.",
        empty="The article is the reference.",
    ),
    Column(
        "kept_share",
        "share",
        "Share of the reference's words that match the member.",
        empty="The article is the reference.",
    ),
    Column(
        "lag_minutes",
        "minutes",
        "Published so long after the reference.",
        empty="The article is the reference, or a time is unknown.",
    ),
    Column(
        "shared_prose_words",
        "count",
        "Words that passages of prose share with any other article of the corpus.",
        unit="words",
    ),
    Column(
        "shared_quote_words",
        "count",
        "The same of direct speech; with shared_prose_words and unique_words it is n_words of articles.csv.",
        unit="words",
    ),
    Column("unique_words", "count", "As in articles.csv.", unit="words"),
    Column(
        "headline",
        "text",
        "Beside that of the reference: same words, edited (half of all words or more are common), or new.",
        values=get_args(Headline),
        empty="The article is the reference, or one of the two, or both, have no headline.",
    ),
)

UNIQUE = (
    Column("article_id", "text", "As in articles.csv; the articles of stories alone."),
    Column("start", "offset", "First character of a run of words that match no other article."),
    Column("end", "offset", "One past its last character."),
)


def unique_columns(result: "Result") -> Columns:
    """Return the columns of ``unique.csv``."""
    spans = result.stories.members.own_spans
    return [Coded(spans.article, result.ids), Numbers(spans.start), Numbers(spans.end)]


def _by_id(result: "Result") -> NDArray[np.int64]:
    """Return the stories in the order of their ids."""
    ids = result.stories.ids
    return np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)


def story_columns(result: "Result") -> Columns:
    """Return the columns of ``stories.csv``."""
    stories = result.stories
    order = _by_id(result)
    ptr = stories.member_ptr
    copies = np.isin(stories.members.relation, [RELATIONS.index("same_text"), RELATIONS.index("partial")])
    n_copies = counted(copies & ~stories.members.is_reference, ptr)
    rows = [stories.members.article[ptr[k] : ptr[k + 1]].tolist() for k in order.tolist()]
    articles = [[result.articles[row] for row in each] for each in rows]
    times = [
        sorted((a.published_at, a.published) for a in each if a.published_at is not None) for each in articles
    ]
    titled = [_title_row(result, k, each) for k, each in zip(order.tolist(), rows, strict=True)]
    origins = _Origins(result)
    return [
        Coded(order, Names(stories.ids)),
        Numbers(np.diff(ptr)[order]),
        Numbers(np.array([len({article.outlet for article in each} - {""}) for each in articles], np.int64)),
        Coded.of(each[0][1] or None if each else None for each in times),
        Coded.of(each[-1][1] or None if each else None for each in times),
        Coded(stories.reference[order], result.ids),
        Coded(np.array(titled, np.int64), result.ids),
        Coded(np.where(stories.is_wire[order], 0, 1), Names(YES_NO)),
        Numbers(n_copies[order]),
        Numbers(np.array([origins.count(each) for each in rows], np.int64)),
        Numbers.shares(stories.weakest[order]),
    ]


def _title_row(result: "Result", story: int, rows: list[int]) -> int:
    """Return the article whose headline stands for a story, or -1; the reference comes first among equals."""
    words = result.headline_words  # the reference is the first of the rows
    if result.stories.is_wire[story] and words[rows[0]]:
        return rows[0]
    place = central_headline([words[row] for row in rows])
    return -1 if place is None else rows[place]


class _Origins:
    """Where articles have their text from."""

    def __init__(self, result: "Result") -> None:
        shares = result.traced.shares
        self._sources = shares.sources
        self._first_share = shares.ptr[:-1]
        self._source = shares.source
        self._derives = result.derivation != DERIVATIONS.index("non-derived")
        self._versions = result.traced.versions
        self._ids: list[str | None] = result.ids.texts

    def count(self, rows: list[int]) -> int:
        """Count where the members of a story have their text from."""
        return len({self._origin(int(self._versions[row])) for row in rows})

    def _origin(self, row: int) -> str | None:
        """Return the id of what an article goes back to, over the articles that it derives from."""
        seen = {row}
        while self._derives[row]:
            source = self._sources[int(self._source[self._first_share[row]])]
            if source.article is None or source.article in seen:
                return source.source_id
            row = source.article
            seen.add(row)
        return self._ids[row]


def member_columns(result: "Result") -> Columns:
    """Return the columns of ``members.csv``."""
    stories, members = result.stories, result.stories.members
    rank = np.empty(len(stories), np.int64)
    rank[_by_id(result)] = np.arange(len(stories))
    order = np.lexsort((members.article, rank[stories.of_member]))
    story, rows, is_reference = stories.of_member[order], members.article[order], members.is_reference[order]
    reference = stories.reference[story]
    pair = members.pair[order]
    side = (np.append(result.pairs.verified.pairs[:, 0], -1)[pair] != reference).astype(np.int64)
    kept = np.append(result.pairs.containments, [[0.0, 0.0]], axis=0)[pair, side]
    minutes = np.rint(
        (result.traced.standing.published[rows] - result.traced.standing.published[reference]) / 60
    )
    unknown = np.isnan(minutes) | is_reference
    return [
        Coded(story, Names(stories.ids)),
        Coded(rows, result.ids),
        Coded(np.where(is_reference, 0, 1), Names(get_args(MemberRole))),
        Coded(np.where(is_reference, -1, members.relation[order].astype(np.int64)), Names(RELATIONS)),
        Coded(np.where(is_reference, -1, members.derivation[order].astype(np.int64)), Names(DERIVATIONS)),
        Numbers.shares(np.where(is_reference, np.nan, members.reference_share[order])),
        Numbers.shares(np.where(is_reference, np.nan, kept)),
        Numbers(np.where(unknown, 0, minutes).astype(np.int64), unknown),
        *(Numbers(members.words[order, column]) for column in (1, 2, 0)),
        _headlines(result, rows, reference),
    ]


def _headlines(result: "Result", rows: NDArray[np.int64], references: NDArray[np.int64]) -> Coded:
    """Compare the headline of each article with that of its reference."""
    words, names = result.headline_words, get_args(Headline)
    number = {name: code for code, name in enumerate(names)} | {None: -1}
    changes = [
        None if row == reference else headline_change(words[row], words[reference])
        for row, reference in zip(rows.tolist(), references.tolist(), strict=True)
    ]
    return Coded(np.array([number[change] for change in changes], np.int32), Names(names))
