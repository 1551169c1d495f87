"""A saved run -> its rows by what a page asks for: an article, a story, a pair, an outlet."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from syndetect.report.headlines import opening_words
from syndetect.report.saved import SavedRun
from syndetect.sequences import Lazy

__all__ = ["Catalogue", "Row"]

Row = Mapping[str, Any]  # the values of one row of a table, by column

OPENING = 80  # characters of a body that stand for a missing headline


class Catalogue:
    """The tables of a run, to be looked up.

    Parameters
    ----------
    run : SavedRun

    Notes
    -----
    A table is indexed when it is first asked for, in 16 bytes a row; a row is
    the place of one, whose values are read from the columns when they are shown.
    """

    def __init__(self, run: SavedRun) -> None:
        self.run = run
        self._indices: dict[tuple[str, tuple[str, ...]], _Index] = {}

    @property
    def is_redacted(self) -> bool:
        """Whether the run holds no text of its articles."""
        return not self.run.texts and self.n_rows("articles") > 0

    def n_rows(self, table: str) -> int:
        """Count the rows of a table."""
        return len(self.run.tables[table])

    def column(self, table: str, column: str) -> Sequence[Any]:
        """Return a column of a table."""
        return self.run.tables[table].data[column]

    def rows(self, table: str) -> Sequence[Row]:
        """Return all rows of a table, in its order, each made when it is looked at."""
        return _Rows(self, table, np.arange(self.n_rows(table)))

    def row(self, table: str, place: int) -> Row:
        """Return the row of a table at a place."""
        return _Row(self.run.tables[table].data, place)

    def find(self, table: str, **wanted: Any) -> list[Row]:
        """Return the rows of a table that hold some values, in its order.

        Parameters
        ----------
        table : str
        **wanted
            Column and value; each combination of columns is indexed once.

        Returns
        -------
        list of Row
            Empty when no row does.
        """
        names, values = tuple(wanted), tuple(wanted.values())
        if (table, names) not in self._indices:
            keys = zip(*(self.column(table, name) for name in names), strict=True)
            self._indices[table, names] = _Index(keys, self.n_rows(table))
        places = self._indices[table, names].places(values).tolist()
        rows = [self.row(table, place) for place in places]
        return [row for row in rows if all(row[name] == value for name, value in wanted.items())]

    def article(self, article_id: str) -> Row:
        """Return the row of an article."""
        return self.row("articles", self._place_of[article_id])

    def text(self, article_id: str) -> str:
        """Return the text of an article; empty in a redacted run."""
        return self.run.texts.get(article_id, "")

    def headline(self, article: Row) -> str:
        """Return the title of an article, or ``(untitled)`` and the first words of its body."""
        title = (article["title"] or "").strip()
        if title:
            return title
        key = article["article_id"]
        furniture = (
            (row["start"], row["end"], row["kind"]) for row in self.find("furniture", article_id=key)
        )
        return f"(untitled) {opening_words(self.text(key), furniture, OPENING)}".rstrip()

    def titled(self, story: Row) -> Row:
        """Return the article whose headline stands for a story."""
        return self.article(story["title_id"] or story["reference_id"])

    @cached_property
    def stories(self) -> Sequence[Row]:
        """The stories, largest first, then by id; each is made when it is looked at."""
        ids, sizes = list(self.column("stories", "story_id")), list(self.column("stories", "n_articles"))
        order = sorted(range(len(sizes)), key=lambda place: (-sizes[place], ids[place]))
        return _Rows(self, "stories", np.array(order, np.int64))

    @cached_property
    def _place_of(self) -> dict[str, int]:
        return {article_id: place for place, article_id in enumerate(self.column("articles", "article_id"))}

    @cached_property
    def _place_of_story(self) -> dict[str | None, int]:
        return {story_id: place for place, story_id in enumerate(self.column("stories", "story_id"))}

    @cached_property
    def stories_of_pairs(self) -> NDArray[np.int32]:
        """The story that both articles of each pair are in, as a place in ``stories.csv``; -1 for none."""
        of_article = [self._place_of_story.get(story, -1) for story in self.column("articles", "story_id")]
        story_of, n_pairs = np.array(of_article, np.int32), self.n_rows("pairs")
        rows = (map(self._place_of.__getitem__, self.column("pairs", side)) for side in ("a_id", "b_id"))
        a, b = (story_of[np.fromiter(places, np.int64, n_pairs)] for places in rows)
        return np.where(a == b, a, np.int32(-1))

    @cached_property
    def _pairs_by_story(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The pairs by story, those of none first, and where those of each story begin."""
        order = np.argsort(self.stories_of_pairs, kind="stable")
        bounds = np.searchsorted(self.stories_of_pairs[order], np.arange(self.n_rows("stories") + 1))
        return order, bounds

    def pairs_of_story(self, story_id: str) -> list[Row]:
        """Return the pairs between members of a story, in the order of ``pairs.csv``."""
        story = self._place_of_story.get(story_id)
        if story is None:
            return []
        order, bounds = self._pairs_by_story
        return [self.row("pairs", place) for place in order[bounds[story] : bounds[story + 1]].tolist()]

    def passages(self, pair: Row) -> list[Row]:
        """Return the passages of a pair, in the order of ``passages.csv``."""
        return self.find("passages", a_id=pair["a_id"], b_id=pair["b_id"])


class _Row(Row):
    """A row of a table: a value is read from its column when it is asked for."""

    __slots__ = ("_columns", "_place")

    def __init__(self, columns: Mapping[str, Sequence[Any]], place: int) -> None:
        self._columns = columns
        self._place = place

    def __getitem__(self, name: str) -> Any:
        return self._columns[name][self._place]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


class _Rows(Lazy[Row]):
    """Rows of a table, in some order."""

    __slots__ = ("_catalogue", "_places", "_table")

    def __init__(self, catalogue: Catalogue, table: str, places: NDArray[np.int64]) -> None:
        self._catalogue = catalogue
        self._table = table
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    def _make(self, first: int, past: int) -> list[Row]:
        return [self._catalogue.row(self._table, place) for place in self._places[first:past].tolist()]


class _Index:
    """Where each key stands: by hash, so that a place found may be that of another key, if hardly ever.

    Parameters
    ----------
    keys : iterable of hashable
        One a row.
    n_rows : int
    """

    def __init__(self, keys: Iterable[Hashable], n_rows: int) -> None:
        hashes = np.fromiter(map(hash, keys), np.int64, n_rows)
        self._order = np.argsort(hashes, kind="stable")
        self._hashes = hashes[self._order]

    def places(self, key: Hashable) -> NDArray[np.int64]:
        """Return the rows of a key, ascending: int64 (n_found,)."""
        wanted = np.int64(hash(key))
        low = np.searchsorted(self._hashes, wanted, side="left")
        high = np.searchsorted(self._hashes, wanted, side="right")
        return self._order[low:high]
