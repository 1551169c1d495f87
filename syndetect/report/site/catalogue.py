"""A saved run -> its rows by what a page asks for: an article, a story, a pair, an outlet."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from syndetect.report.headlines import opening_words
from syndetect.report.saved import SavedRun

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
    A table is indexed when it is first asked for; its rows become mappings
    only when they are shown.
    """

    def __init__(self, run: SavedRun) -> None:
        self.run = run
        self._indices: dict[tuple[str, tuple[str, ...]], dict[Any, list[int]]] = {}

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

    def rows(self, table: str) -> list[Row]:
        """Return all rows of a table, in its order."""
        return [self._row(table, place) for place in range(self.n_rows(table))]

    def row(self, table: str, place: int) -> Row:
        """Return the row of a table at a place."""
        return self._row(table, place)

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
        names = tuple(wanted)
        if (table, names) not in self._indices:
            self._indices[table, names] = self._index(table, names)
        places = self._indices[table, names].get(tuple(wanted.values()), [])
        return [self._row(table, place) for place in places]

    def article(self, article_id: str) -> Row:
        """Return the row of an article."""
        return self.find("articles", article_id=article_id)[0]

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
    def stories(self) -> list[Row]:
        """The stories, largest first, then by id."""
        return sorted(self.rows("stories"), key=lambda story: (-story["n_articles"], story["story_id"]))

    @cached_property
    def pairs_of_story(self) -> Mapping[str, list[Row]]:
        """The pairs between members of one story, by its id, in the order of ``pairs.csv``."""
        ids, stories = self.column("articles", "article_id"), self.column("articles", "story_id")
        story_of = dict(zip(ids, stories, strict=True))
        found: dict[str, list[Row]] = {}
        sides = zip(self.column("pairs", "a_id"), self.column("pairs", "b_id"), strict=True)
        for place, (a, b) in enumerate(sides):
            if story_of[a] and story_of[a] == story_of[b]:
                found.setdefault(story_of[a], []).append(self._row("pairs", place))
        return found

    def passages(self, pair: Row) -> list[Row]:
        """Return the passages of a pair, in the order of ``passages.csv``."""
        return self.find("passages", a_id=pair["a_id"], b_id=pair["b_id"])

    def _index(self, table: str, names: tuple[str, ...]) -> dict[Any, list[int]]:
        index: dict[Any, list[int]] = {}
        for place, key in enumerate(zip(*(self.column(table, name) for name in names), strict=True)):
            index.setdefault(key, []).append(place)
        return index

    def _row(self, table: str, place: int) -> Row:
        return {name: values[place] for name, values in self.run.tables[table].data.items()}
