"""What the trace stage found -> the sentences that say it, on the page and in the terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from syndetect.corpus.article import Article
from syndetect.trace import Traced, WireText

__all__ = ["copy_answer", "source_answer", "wires_of_story"]

UNKNOWN = "unknown source"


def copy_answer(figures: Mapping[str, Any]) -> str:
    """Say in one sentence how much is agency copy.

    Parameters
    ----------
    figures : mapping
        A row of ``outlets.csv``.

    Returns
    -------
    str
        Without a full stop.
    """
    names = ("n_derived", "n_measured", "n_wholly", "n_partially", "n_uncredited")
    derived, measured, wholly, partially, uncredited = (figures[name] for name in names)
    if not figures["n_articles"]:
        return "no article was read"
    if not measured:
        return "no article could be measured: each is too short, cut off, or an agency's own"
    articles = "measured article" if measured == 1 else "measured articles"
    text = f"{derived:,} of {measured:,} {articles} {'is' if derived == 1 else 'are'} agency copy"
    if not derived:
        return text
    if wholly + partially == derived:  # another definition draws its line elsewhere
        text += f" (wholly {wholly:,}, partially {partially:,})"
    return f"{text}; {uncredited:,} of them uncredited"


def wires_of_story(traced: Traced, story: int) -> list[WireText]:
    """Return the wire texts of a story.

    Parameters
    ----------
    traced : Traced
    story : int
        Its first article, as in ``traced.story``.

    Returns
    -------
    list of WireText
        That of most articles first, then by id; none for a story without sources.
    """
    places = [k for k, source in enumerate(traced.wires.sources) if source.story == story]
    return sorted((traced.wires[k] for k in places), key=lambda wire: -len(wire.members))


def source_answer(wire: WireText, articles: Sequence[Article]) -> str:
    """Say what a source is, and whether it is in the corpus.

    Parameters
    ----------
    wire : WireText
    articles : sequence of Article
        Of the run, by row.

    Returns
    -------
    str
        Without a full stop; it holds names as they were read.
    """
    source = wire.source
    if source.article is not None:
        original = articles[source.article]
        name = source.agency or original.outlet.strip() or original.article_id
        kind = "the wire text" if source.cause == "wire copy" else "an article"
        return f"{kind} of {name} (in this corpus)"
    holders = _counted_outlets([articles[row].outlet.strip() for row in wire.members])
    what = f"reconstructed from {holders}" if wire.sentences else f"words of it are in {holders}"
    if source.agency in ("", UNKNOWN):  # one of the copies may be the original
        return f"which text is the original cannot be told; {what}; no credit tells whose it is"
    return f"the original is not in this corpus; {what}; credited: {source.agency}"


def _counted_outlets(names: Sequence[str]) -> str:
    """Count the outlets of articles; an article without one is counted as an article, of whatever outlet."""
    n_known, n_unknown = len({name for name in names if name}), sum(not name for name in names)
    outlets = f"{n_known:,} outlet{'' if n_known == 1 else 's'}" if n_known else ""
    articles = f"{n_unknown:,} article{'' if n_unknown == 1 else 's'} without an outlet" if n_unknown else ""
    return " and ".join(part for part in (outlets, articles) if part)
