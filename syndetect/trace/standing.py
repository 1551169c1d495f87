"""Articles and their credits -> whose own text each is, whom it credits, to whom it belongs, and when."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.agencies import Credit, Registry
from syndetect.agencies.registry import plain_outlet
from syndetect.corpus import Article
from syndetect.corpus.times import publication_times
from syndetect.params import StoryParams
from syndetect.ranges import pointer

__all__ = ["Standing", "find_standing"]

SECONDS_A_DAY = 86400.0
_BLANK = re.compile(r"[\x00-\x20]")
_PATH = re.compile("[/?#]")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of every article besides its words.

    Attributes
    ----------
    agencies : tuple of str
        Names of all agencies and outlets that text is credited to or that own
        an article, sorted; an agency is a place in it.
    own : int32 array of shape (n_articles,)
        The agency or registered outlet whose own article it is; -1 for none.
    is_wire : bool array of shape (n_articles,)
        An agency's own text: of an outlet named as a wire, or of an agency of
        the registry by outlet or address, that credits its text to no other.
    is_own_release : bool array of shape (n_articles,)
        A press-release relay's own page.
    is_release : bool array of shape (n_articles,)
        That, or credited to one.
    credit_ptr : int64 array of shape (n_articles + 1,)
        The agencies credited for the text of article i are
        ``credits[credit_ptr[i]:credit_ptr[i + 1]]``, in order of the text.
    credits : int32 array of shape (n_credits,)
    outlet, owner : int32 arrays of shape (n_articles,)
        Equal for equal outlets, or owners; -1 when unknown.
    published : float64 array of shape (n_articles,)
        Seconds; NaN when unknown.
    precision : float64 array of shape (n_articles,)
        Seconds within which that is known: 0, or a day.
    """

    agencies: tuple[str, ...]
    own: NDArray[np.int32]
    is_wire: NDArray[np.bool_]
    is_own_release: NDArray[np.bool_]
    is_release: NDArray[np.bool_]
    credit_ptr: NDArray[np.int64]
    credits: NDArray[np.int32]
    outlet: NDArray[np.int32]
    owner: NDArray[np.int32]
    published: NDArray[np.float64]
    precision: NDArray[np.float64]

    def credits_agency(self, rows: NDArray[np.int64], agencies: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Tell of each article whether it credits its text to an agency (-1: to none): bool (n_rows,)."""
        width = len(self.agencies) + 1
        credited = np.repeat(np.arange(len(self.own)), np.diff(self.credit_ptr)) * width + self.credits
        found: NDArray[np.bool_] = (agencies >= 0) & np.isin(rows * width + agencies, credited)
        return found

    def first_credited(self, rows: NDArray[np.int64]) -> NDArray[np.int32]:
        """Return the first agency that each article credits its text to, or -1: int32 (n_rows,)."""
        padded = np.append(self.credits, np.int32(-1))
        has_one = np.diff(self.credit_ptr)[rows] > 0
        return padded[np.where(has_one, self.credit_ptr[rows], len(self.credits))]


def find_standing(
    articles: Sequence[Article],
    credits: Sequence[Credit],
    registry: Registry,
    params: StoryParams,
    owners: Mapping[str, str] | None = None,
) -> Standing:
    """Find out what is known of every article besides its words.

    Parameters
    ----------
    articles : sequence of Article, length n_articles
    credits : sequence of Credit
        Sorted by article and place.
    registry : Registry
    params : StoryParams
        Of which ``wire_outlets`` is used.
    owners : mapping of str to str, optional
        Outlet -> owner; outlets are compared without regard to case.

    Returns
    -------
    Standing
    """
    own_names = _own_names(articles, registry, params)
    folded = {name: plain_outlet(name) for name in {article.outlet for article in articles}}
    outlets = [folded[article.outlet] for article in articles]
    text = [credit for credit in credits if credit.channel == "text"]
    agencies = tuple(sorted({name for name in own_names if name} | {credit.agency for credit in text}))
    number = {name: place for place, name in enumerate(agencies)}
    own = np.array([number[name] if name else -1 for name in own_names], np.int32)
    listed = list(dict.fromkeys((credit.article, number[credit.agency]) for credit in text))
    n_credits = np.bincount([row for row, _ in listed], minlength=len(articles)).astype(np.int64)
    releases = {credit.article for credit in credits if credit.channel == "press release"}
    kinds = {agency.name: agency.kind for agency in registry.agencies}
    is_own_release = np.array([kinds.get(name or "") == "press release" for name in own_names], np.bool_)
    wires = {plain_outlet(name) for name in params.wire_outlets}
    credited_elsewhere = {row for row, agency in listed if agency != own[row]}
    is_wire = [
        outlets[row] in wires
        or (kinds.get(own_names[row] or "") == "agency" and row not in credited_elsewhere)
        for row in range(len(articles))
    ]
    owned = {plain_outlet(outlet): owner for outlet, owner in (owners or {}).items()}
    return Standing(
        agencies=agencies,
        own=own,
        is_wire=np.array(is_wire, np.bool_),
        is_own_release=is_own_release,
        is_release=is_own_release | np.isin(np.arange(len(articles)), sorted(releases)),
        credit_ptr=pointer(n_credits),
        credits=np.array([agency for _, agency in listed], np.int32),
        outlet=_codes(outlets),
        owner=_codes([owned.get(outlet, "") for outlet in outlets]),
        published=publication_times(articles),
        precision=np.array(
            [0.0 if "T" in article.published else SECONDS_A_DAY for article in articles], np.float64
        ),
    )


def _own_names(articles: Sequence[Article], registry: Registry, params: StoryParams) -> list[str | None]:
    """Name the agency or registered outlet whose own article each is: by outlet, then by address."""
    wires = {plain_outlet(name): name for name in params.wire_outlets}
    known: dict[tuple[str, str], str | None] = {}
    names = []
    for article in articles:
        key = article.outlet, _site(article.url)
        if key not in known:
            outlet = plain_outlet(article.outlet)
            agency = registry.of_outlet(outlet, key[1])
            known[key] = wires.get(outlet) if agency is None else registry.agencies[agency].name
        names.append(known[key])
    return names


def _site(url: str) -> str:
    """Return the beginning of an address up to its path: what names the host, and is the same for many."""
    slashes = url.find("//")
    if slashes < 0 or _BLANK.search(url):  # blanks inside are dropped where an address is taken apart
        return url
    end = _PATH.search(url, slashes + 2)
    return url[: end.start()] if end else url


def _codes(names: Sequence[str]) -> NDArray[np.int32]:
    """Give equal names equal numbers, and -1 to an empty one."""
    number = {name: code for code, name in enumerate(sorted({name for name in names if name}))}
    return np.array([number.get(name, -1) for name in names], np.int32)
