"""A judged pair -> who took it from whom, the evidence that says so, and the cause."""

from syndetect.pairs.passages import Pair
from syndetect.report.html.source import Source
from syndetect.report.html.views import JudgedView
from syndetect.report.html.wording import outlet
from syndetect.trace.direction import CAUSES, DIRECTIONS, explain

__all__ = ["judged_view"]

_CAUSES = {"versions": "versions of one text", "common source": "common source (speech)"}


def judged_view(source: Source, index: int) -> JudgedView | None:
    """Prepare what was judged of one pair.

    Parameters
    ----------
    source : Source
    index : int
        Of the pair.

    Returns
    -------
    JudgedView or None
        None where sources were not traced, and for a pair of which nothing
        was judged: one that shares neither prose nor speech.
    """
    if source.findings is None:
        return None
    judged, standing = source.findings.traced.judged, source.findings.traced.standing
    pair: Pair = source.pairs[index]
    evidence, cause = int(judged.evidence[index]), CAUSES[judged.cause[index]]
    if not (evidence or cause):
        return None
    direction = DIRECTIONS[judged.direction[index]]
    sides = [("a", outlet(source.articles[pair.a])), ("b", outlet(source.articles[pair.b]))]
    if direction == "b>a":
        sides.reverse()
    agency = int(judged.agency[index])
    named = f" of {standing.agencies[agency]}" if agency >= 0 and cause == "wire copy" else ""
    lag = float(standing.published[pair.b] - standing.published[pair.a])
    return JudgedView(
        first=sides[0][1],
        first_letter=sides[0][0],
        second=sides[1][1],
        second_letter=sides[1][0],
        determined=direction != "undetermined",
        evidence=explain(evidence, lag) or "no shared prose to judge by",
        cause=_CAUSES.get(cause, cause) + named,
    )
