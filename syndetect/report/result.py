"""What a scan found: tables, stories and pairs, to look at or to write."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from syndetect.agencies import Credit
from syndetect.corpus import Article, Corpus, write_quarantine
from syndetect.garbage import uncollected
from syndetect.pairs import Pairs
from syndetect.params import Params
from syndetect.report.cells import Coded, Names
from syndetect.report.codebook import build_codebook
from syndetect.report.columns import TABLES, build_table
from syndetect.report.exports import write_exports
from syndetect.report.files import prepare_folder
from syndetect.report.saved import METHODS, TEXTS, SavedRun, write_texts
from syndetect.report.site import SiteLimits, write_site
from syndetect.report.tables import Table, write_csv, write_tables
from syndetect.text import tokenise_texts
from syndetect.text.furniture import FurnitureSpan
from syndetect.text.speech import Quotations
from syndetect.trace import Stories, Traced, cover
from syndetect.trace.outlets import Coverage, Dependence, dependence, find_definition
from syndetect.whole_files import whole_file

__all__ = ["Result"]

DEFAULT_LIMITS = SiteLimits()


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a scan found.

    Attributes
    ----------
    params : Params
    corpus : Corpus
        The articles read, and the account of what was not.
    n_words, n_quote_words, n_furniture_words : int64 arrays of shape (n_articles,)
        Body words of each article, those of direct speech among them, and the
        words that are no body.
    credits : tuple of Credit
        Sorted by article and place.
    quotations : Quotations
        Every quotation of the bodies, by article and place.
    furniture : tuple of (FurnitureSpan, int)
        Each with its words; sorted by article and place.
    odd : bool array of shape (n_articles, n_oddities)
        What each text shows of ``syndetect.text.oddities.ODDITIES``.
    pairs : Pairs
        A sequence of ``Pair``, sorted by rows; each is made when asked for. Pairs
        whose relation is ``none`` are left out.
    stories : Stories
        A sequence of ``Story``, largest first, made when asked for; their ``pairs`` are places in ``pairs``.
    traced : Traced
        Directions, sources and shares, by article and pair.
    manifest : mapping
        Version, parameters, inputs and the counts in and out of every stage:
        what ``run.json`` holds.
    """

    params: Params
    corpus: Corpus
    n_words: NDArray[np.int64]
    n_quote_words: NDArray[np.int64]
    n_furniture_words: NDArray[np.int64]
    credits: tuple[Credit, ...]
    quotations: Quotations
    furniture: tuple[tuple[FurnitureSpan, int], ...]
    odd: NDArray[np.bool_]
    pairs: Pairs
    stories: Stories
    traced: Traced
    manifest: Mapping[str, Any]

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles by row number."""
        return self.corpus.articles

    @cached_property
    def ids(self) -> Names:
        """The ids of the articles, as the cells of tables refer to them."""
        return Names(article.article_id for article in self.articles)

    @property
    def every_article(self) -> Coded:
        """A column of the ids of all articles."""
        return Coded(np.arange(len(self.articles), dtype=np.int32), self.ids)

    @cached_property
    def derivation(self) -> NDArray[np.uint8]:
        """How far each article derives from its sources, as a place in ``DERIVATIONS``."""
        return self.traced.shares.derivation(self.n_words, self.params.relation)

    @cached_property
    def coverage(self) -> Coverage:
        """What every article took from which agency: what outlets are measured by."""
        return cover(self.articles, self.n_words, self.n_quote_words, self.traced, self.params.relation)

    @cached_property
    def dependence(self) -> Dependence:
        """How much of every outlet is agency copy, by the definition of ``params.outlets``."""
        return dependence(self.coverage, self.params.outlets, find_definition(self.params.outlets.definition))

    @cached_property
    def headline_words(self) -> dict[int, tuple[int, ...]]:
        """The words of the headlines of all members of stories, as hashes, by row number."""
        rows = np.sort(self.stories.members.article).tolist()
        tokens = tokenise_texts([self.articles[row].title for row in rows])
        ptr = tokens.article_ptr.tolist()
        return {row: tuple(tokens.hashes[ptr[k] : ptr[k + 1]].tolist()) for k, row in enumerate(rows)}

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The tables by name: those of ``report.columns.TABLES``."""
        return {name: self._table(name) for name in TABLES}

    @cached_property
    def _made(self) -> dict[str, Table]:
        return {}

    def _table(self, name: str) -> Table:
        """Return a table, made when it is first asked for."""
        if name not in self._made:
            self._made[name] = build_table(self, name)
        return self._made[name]

    def write_tables(
        self, folder: str | Path, *, excel_safe: bool = False, n_threads: int | None = None
    ) -> None:
        """Write the tables as CSV and nothing else: each while the next one is made.

        Parameters
        ----------
        folder : str or Path
            Must be there.
        excel_safe : bool, default=False
            As for :meth:`write`.
        n_threads : int, optional
            Threads; by default as many as processors. The files do not depend
            on it.

        Raises
        ------
        OutputError
            A file cannot be written.
        """
        with uncollected():
            write_tables(map(self._table, TABLES), Path(folder), excel_safe=excel_safe, n_threads=n_threads)

    def write(  # noqa: PLR0913 - each is a choice of the caller
        self,
        folder: str | Path,
        *,
        force: bool = False,
        redact: bool = False,
        graphs: bool = False,
        excel_safe: bool = False,
        limits: SiteLimits = DEFAULT_LIMITS,
        n_processes: int | None = None,
        on_page: Callable[[int], None] | None = None,
    ) -> Path:
        """Write tables, what describes them, networks, manifest, quarantine and report into a folder.

        Parameters
        ----------
        folder : str or Path
            Created if need be. A folder of an earlier run is written anew,
            file by file, each whole or not at all; ``run.json`` comes last.
        force : bool, default=False
            Write even into a folder that holds other files.
        redact : bool, default=False
            Leave out the text of the articles, from ``texts.jsonl``, the
            quarantine and the report: offsets and figures stay, and so do
            headlines and the words of credits.
        graphs : bool, default=False
            Also write ``article_network.graphml`` and ``.gexf``, which have an
            edge for every pair; the networks of outlets are always written.
        excel_safe : bool, default=False
            Write the CSV files for spreadsheets: :func:`syndetect.report.tables.write_csv`.
        limits : SiteLimits
            How much has a page of its own in the report; what is cut is stated
            there. The tables always hold all.
        n_processes : int, optional
            Processes that write the pages of a large report, and threads that
            write the tables; by default as many as processors, up to 8. Changes
            nothing but the time.
        on_page : callable, optional
            Called with the number of pages of the report written so far.

        Returns
        -------
        Path
            The folder.

        Raises
        ------
        OutputError
            The folder or a file in it cannot be written.
        """
        folder = Path(folder)
        prepare_folder(folder, force=force)
        self.write_tables(folder, excel_safe=excel_safe, n_threads=n_processes)
        write_csv(build_codebook(), folder / "codebook.csv", excel_safe=excel_safe)
        run = SavedRun.of(self, redact=redact)
        with whole_file(folder / METHODS) as file:
            file.write(run.methods)
        write_quarantine(folder / "quarantine.jsonl", self.corpus, redact=redact)
        write_texts(run.texts, folder / TEXTS, redact=redact)
        write_exports(run, folder, graphs=graphs)
        write_site(run, folder / "report", limits, n_processes=n_processes, on_page=on_page)
        with whole_file(folder / "run.json") as file:
            options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
            file.write(orjson.dumps(self.manifest, option=options).decode())
        return folder
