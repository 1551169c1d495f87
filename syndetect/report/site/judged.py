"""A row of pairs.csv -> who took it from whom, the evidence and the cause, in words."""

import re
from dataclasses import dataclass

from syndetect.report.site.catalogue import Catalogue, Row
from syndetect.report.site.wording import outlet

__all__ = ["JudgedView", "judged_view", "pair_names", "plain_evidence"]

_TIME = re.compile(r"time: ([ab]) is earlier by (.+)")
_ROLE = re.compile(r"role: ([ab]) is an agency's own text")
_CREDIT = re.compile(r"credit: ([ab]) names ([ab])'s publisher")
_CONTAINED = re.compile(r"containment: nearly all of ([ab]) is in ([ab]), not the reverse")

_FIXED = {
    "time: no difference that the dates can tell": "The times of publication do not tell which was first.",
    "time: not known of both": "At least one of the two has no time of publication.",
    "time: implausible dates": "The times of publication are not plausible, and were not used.",
    "common source: both credit one agency": "Both credit the same agency: neither need be the source of the "
    "other.",
    "common source: both have it from one wire text": "Both have it from one wire text: neither need be the "
    "source of the other.",
    "time speaks against role": "Time speaks against role: the presumed source was published later, so "
    "nothing is decided.",
}
_CAUSES = {
    "versions": "versions of one text in one outlet",
    "same owner": "the two outlets have one owner",
    "press release": "a press release",
    "wire copy": "agency copy",
    "another outlet": "taken from another outlet",
    "common source": "a common source: both report the same speech",
    "unknown": "unknown: nothing tells where the shared text comes from",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedView:
    """What was judged of a pair.

    Attributes
    ----------
    source, taker : str
        The outlets of the two, in this order, when ``determined``; else those
        of a and b.
    determined : bool
    evidence : tuple of str
        A sentence for each piece of evidence, with the outlets' names.
    cause : str
        Empty when nothing but an event is shared.
    """

    source: str
    taker: str
    determined: bool
    evidence: tuple[str, ...]
    cause: str


def judged_view(pair: Row, catalogue: Catalogue) -> JudgedView:
    """Prepare what was judged of a pair.

    Parameters
    ----------
    pair : Row
        Of ``pairs.csv``.
    catalogue : Catalogue

    Returns
    -------
    JudgedView
        A pair that shares no prose has no evidence and is undetermined.
    """
    names = pair_names(catalogue.article(pair["a_id"]), catalogue.article(pair["b_id"]))
    source, taker = ("b", "a") if pair["direction"] == "b>a" else ("a", "b")
    agency = pair["cause_agency"]
    cause = _CAUSES.get(pair["cause"] or "", pair["cause"] or "")
    named = f" of {agency}" if agency and pair["cause"] == "wire copy" else ""
    return JudgedView(
        source=names[source],
        taker=names[taker],
        determined=pair["direction"] in ("a>b", "b>a"),
        evidence=plain_evidence(pair["direction_evidence"], names),
        cause=cause + named,
    )


def pair_names(a: Row, b: Row) -> dict[str, str]:
    """Name the two articles of a pair by their outlets; two of one outlet by outlet and id."""
    names = {"a": outlet(a), "b": outlet(b)}
    if names["a"] == names["b"]:
        return {"a": f"{names['a']} ({a['article_id']})", "b": f"{names['b']} ({b['article_id']})"}
    return names


def plain_evidence(evidence: str | None, names: dict[str, str]) -> tuple[str, ...]:
    """Write the evidence of a pair as sentences.

    Parameters
    ----------
    evidence : str or None
        ``direction_evidence`` of ``pairs.csv``.
    names : dict of str to str
        The outlets of ``a`` and ``b``.

    Returns
    -------
    tuple of str
        One for each piece; one that is not known stands as it is.
    """
    return tuple(_sentence(each, names) for each in (evidence or "").split("; ") if each)


def _sentence(evidence: str, names: dict[str, str]) -> str:
    if evidence in _FIXED:
        return _FIXED[evidence]
    if found := _TIME.fullmatch(evidence):
        return f"{names[found[1]]} was published {found[2]} earlier."
    if found := _ROLE.fullmatch(evidence):
        return f"The text of {names[found[1]]} is an agency’s own."
    if found := _CREDIT.fullmatch(evidence):
        return f"{names[found[1]]} credits {names[found[2]]}."
    if found := _CONTAINED.fullmatch(evidence):
        return f"Nearly all of the text in {names[found[1]]} is in {names[found[2]]}, not the reverse."
    return evidence
