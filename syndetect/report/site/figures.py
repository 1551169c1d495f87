"""Rows of ``outlets.csv`` and ``outlet_agency.csv`` -> shares with their denominators, ready to be shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from syndetect.report.site.catalogue import Catalogue
from syndetect.report.site.charts.intervals import IntervalBar, interval_bar
from syndetect.report.site.outlet_names import outlet_key, outlet_label
from syndetect.report.site.settings import Settings
from syndetect.report.site.wording import counted, duration

__all__ = ["FigureView", "WordCount", "figure_view", "measured_words"]


class WordCount(NamedTuple):
    """Body words of the measured articles, and those of them that are prose."""

    body: int
    prose: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """The figures of an outlet, of an outlet and an agency, or of all outlets.

    Attributes
    ----------
    name : str
        Of the outlet or agency.
    target : str
        Its page; "" for none.
    n_articles, n_measured, n_stories, n_derived, n_wholly, n_partially, n_uncredited, n_originals : int
    flag : str
        Why the figures are weak; "" when they are not.
    derived, words, prose, uncredited : IntervalBar or None
        None where there is nothing to divide by.
    lag : str
        Median time after the agency's text, and of how many articles; "" when
        no lag is known.
    """

    name: str
    target: str
    n_articles: int
    n_measured: int
    n_stories: int
    n_derived: int
    n_wholly: int
    n_partially: int
    n_uncredited: int
    n_originals: int
    flag: str
    derived: IntervalBar | None
    words: IntervalBar | None
    prose: IntervalBar | None
    uncredited: IntervalBar | None
    lag: str


def measured_words(catalogue: Catalogue) -> tuple[dict[str, WordCount], WordCount]:
    """Count the words that shares of words are divided by.

    Returns
    -------
    dict of str to WordCount
        By the outlet's name in ``outlets.csv``; those without a measured
        article are not in it.
    WordCount
        Of all outlets.
    """
    found: dict[str, WordCount] = {}
    names = ("outlet", "copy_class", "n_words", "n_quote_words")
    for outlet, counts_as, n_words, n_quoted in zip(
        *(catalogue.column("articles", name) for name in names), strict=True
    ):
        if counts_as is not None:
            key = outlet_key({"outlet": outlet})
            body, prose = found.get(key, (0, 0))
            found[key] = WordCount(body + n_words, prose + n_words - n_quoted)
    bodies, proses = (sum(count[k] for count in found.values()) for k in (0, 1))
    return found, WordCount(bodies, proses)


def figure_view(
    row: Mapping[str, Any], settings: Settings, words: WordCount, *, name: str = "", target: str = ""
) -> FigureView:
    """Prepare the figures of a row.

    Parameters
    ----------
    row : mapping
        Of ``outlets.csv`` or ``outlet_agency.csv``.
    settings : Settings
    words : WordCount
        Of the outlet.
    name : str
        What to call it, if not the outlet's name.
    target : str
        Its page; "" for none.

    Returns
    -------
    FigureView
    """
    flag = settings.flag(row)
    details = {
        "derived": ("Articles that are agency copy", f"{row['n_derived']:,} of {row['n_measured']:,}"),
        "word": ("Words from agencies", f"of {counted(words.body, 'word')}"),
        "prose": ("Words from agencies, without direct speech", f"of {counted(words.prose, 'word')}"),
        "uncredited": ("Copy without credit", f"{row['n_uncredited']:,} of {row['n_derived']:,}"),
    }
    bars = {
        share: interval_bar(row, share, label, detail=detail, level=settings.level, weak=bool(flag))
        for share, (label, detail) in details.items()
    }
    counts = ("articles", "measured", "stories", "derived", "wholly", "partially", "uncredited", "originals")
    return FigureView(
        name=name or outlet_label(row["outlet"]),
        target=target,
        **{f"n_{count}": row[f"n_{count}"] for count in counts},
        flag=flag,
        derived=bars["derived"],
        words=bars["word"],
        prose=bars["prose"],
        uncredited=bars["uncredited"],
        lag=_lag(row),
    )


def _lag(row: Mapping[str, Any]) -> str:
    if row["median_lag_minutes"] is None:
        return ""
    return f"{duration(row['median_lag_minutes'])} (of {counted(row['n_lags'], 'article')})"
