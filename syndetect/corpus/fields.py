"""A record with the names of its producer -> the fields of an article, and which name filled which."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from syndetect.corpus.article import Corpus
from syndetect.corpus.params import FIELDS
from syndetect.corpus.records import Refused
from syndetect.corpus.values import FITS, host_of, load_table, plain_name
from syndetect.errors import MappingError

__all__ = ["FieldMapper", "article_test", "describe_mapping", "known_names"]

URL_HOST = "(host of the URL)"

_LONGEST_OF = 5  # of the first five names of a text the longest value is taken
_MOST_PLANS = 1024  # different sets of names whose plans are kept
_SHOWN_NAMES = 12  # of a record in a message
_NUMBERS_FIT = ("id", "published")  # fields that may be numbers


class _Candidate(NamedTuple):
    """One place in a record where a field may stand."""

    name: str  # as it is shown
    steps: tuple[str, ...]  # the first is the record's own key, the others are plain names or "[]"
    rank: int  # among the names of the field


_Fit = tuple[Any, str, int]  # value, name and rank of the candidate
_Plan = list[tuple[str, Callable[[object], Any], list[_Candidate]]]


class FieldMapper:
    """Finds the fields of an article in records, whatever their producer called them.

    Where to look is worked out once for every set of names; whether a value
    fits is looked at in every record.

    Parameters
    ----------
    overrides : mapping of str to str
        Field to the one name it is read from.
    only_overrides : bool
        Fill no other field.
    """

    def __init__(self, overrides: Mapping[str, str], *, only_overrides: bool = False) -> None:
        self._overrides = overrides
        self._names = _names_to_look_for(overrides, only_overrides=only_overrides)
        self._plans: dict[tuple[str, ...], _Plan] = {}
        self._used: Counter[tuple[tuple[str, str], ...]] = Counter()
        self._unmatched = set(overrides)
        self._first: tuple[str, ...] = ()  # names of the first record

    def map(self, record: Mapping[str, object]) -> dict[str, Any]:
        """Return the fields that the record fills; ``published`` is a ``Moment``, the others are strings.

        Raises
        ------
        Refused
            It has no text, or a field named by the user is of the wrong type.
        """
        keys = tuple(record)
        plan = self._plans.get(keys)
        if plan is None:
            plan = self._planned(keys)
        values: dict[str, Any] = {}
        used = []
        for field, fit, candidates in plan:
            if len(candidates) > 1:
                fits = self._fits(field, candidates, record)
                found = _longest(fits) if field == "text" else next(fits, None)
                if found is not None:
                    values[field], name, _ = found
                    used.append((field, name))
            else:  # nearly always
                value = self._fitting(field, fit, candidates[0], record)
                if value is not None:
                    values[field] = value
                    used.append((field, candidates[0].name))
        if "text" not in values:
            raise self._refused(plan, record)
        if "outlet" not in values and "url" in values and "outlet" not in self._overrides:
            values["outlet"] = host_of(values["url"])
            used.append(("outlet", URL_HOST))
        self._used[tuple(used)] += 1
        return values

    def check_overrides(self) -> None:
        """Raise MappingError when a name given by the user stood in no record at all."""
        if not self._first:
            return
        for field in sorted(self._unmatched):
            source = self._overrides[field]
            message = f"field_map: {field} is to be read from {source!r}, which no record has"
            raise MappingError(f"{message}; the first one has {_listed(self._first)}")

    def counts(self) -> dict[str, Counter[str]]:
        """Return for each field which names filled it and how often, over the records that were accepted."""
        counts: dict[str, Counter[str]] = {field: Counter() for field in FIELDS}
        for used, n_records in self._used.items():
            for field, name in used:
                counts[field][name] += n_records
        return counts

    def _planned(self, keys: tuple[str, ...]) -> _Plan:
        """Work out where in records of these names each field may stand."""
        self._first = self._first or keys
        plain: dict[str, str] = {}
        for key in keys:
            plain.setdefault(plain_name(key), key)
        plan = []
        for field, names in self._names.items():
            candidates = list(_candidates(names, plain, keys))
            if candidates:
                plan.append((field, FITS[field], candidates))
        if len(self._plans) >= _MOST_PLANS:
            self._plans.clear()
        self._plans[keys] = plan
        return plan

    def _fits(self, field: str, candidates: list[_Candidate], record: Mapping[str, object]) -> Iterator[_Fit]:
        """Yield the values of a record that fit a field, in the order of the names."""
        for candidate in candidates:
            value = self._fitting(field, FITS[field], candidate, record)
            if value is not None:
                yield value, candidate.name, candidate.rank

    def _fitting(
        self,
        field: str,
        fit: Callable[[object], Any],
        candidate: _Candidate,
        record: Mapping[str, object],
    ) -> Any:
        """Return what a place in the record gives for a field; None when that does not fit."""
        name, steps, _ = candidate
        value = record[steps[0]] if len(steps) == 1 else _descend(record[steps[0]], steps[1:])
        if value is None:
            return None
        if self._unmatched:
            self._unmatched.discard(field)
        fitting = fit(value)
        if fitting is None and field in self._overrides and field != "text":
            _check_type(field, name, value)
        return fitting

    def _refused(self, plan: _Plan, record: Mapping[str, object]) -> Refused:
        """Say why there is no text: it is empty, or nothing is known to hold it."""
        candidates = next((places for field, _, places in plan if field == "text"), [])
        if not candidates:
            return Refused(
                "no_text", f"no field is known to hold the text; the record has {_listed(tuple(record))}"
            )
        names = _listed([candidate.name for candidate in candidates])
        values = [
            value
            for _, steps, _ in candidates
            if (value := _descend(record[steps[0]], steps[1:])) is not None or len(steps) == 1
        ]
        if values and all(value is None or isinstance(value, str) for value in values):
            return Refused("empty_text", f"{names}: empty")
        return Refused("no_text", f"{names}: {'not a string' if values else 'missing'}")


def known_names(overrides: Mapping[str, str], *fields: str) -> set[str]:
    """Return all plain names that fill a field, or one of these: what shows that a line is a header."""
    names = _names_to_look_for(overrides, only_overrides=False)
    return {
        plain_name(name) for field, found in names.items() if field in (fields or FIELDS) for name in found
    }


def article_test(overrides: Mapping[str, str]) -> Callable[[object], bool]:
    """Return a function that tells whether a record has a field for the text, be it empty."""
    mapper = FieldMapper({"text": overrides["text"]} if "text" in overrides else {})

    def is_article(record: object) -> bool:
        if not isinstance(record, dict):
            return False
        try:
            mapper.map(record)
        except Refused as refused:
            return refused.reason == "empty_text"
        return True

    return is_article


def describe_mapping(corpus: Corpus) -> list[str]:
    """Say for each field which names of the input filled it.

    Returns
    -------
    list of str
        One line a field, such as ``text <- maintext (20,000/20,000)`` or
        ``credit <- nothing``; the counts are of the articles read.
    """
    total = len(corpus.articles)
    described = []
    for field in FIELDS:
        sources = corpus.mapping.get(field, {})
        shown = ", ".join(f"{name} ({count:,}/{total:,})" for name, count in sources.items())
        described.append(f"{field} <- {shown or 'nothing'}")
    if corpus.n_html:
        kept = (
            "they are read without them" if corpus.reading.get("html_text") else "they are kept as they are"
        )
        described.append(f"{corpus.n_html:,} of {total:,} texts hold HTML tags; {kept}")
    return described


def _names_to_look_for(overrides: Mapping[str, str], *, only_overrides: bool) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {} if only_overrides else load_table()
    found = {field: [overrides[field]] if field in overrides else table.get(field, []) for field in FIELDS}
    return {field: names for field, names in found.items() if names}


def _candidates(
    names: Iterable[str], plain: Mapping[str, str], keys: tuple[str, ...]
) -> Iterator[_Candidate]:
    """Yield where the names may stand: a key of that name, or a way down from a key."""
    for rank, name in enumerate(names):
        key = name if name in keys else plain.get(plain_name(name))
        if key is not None:
            yield _Candidate(key, (key,), rank)
        head, *rest = name.replace("[]", ".[]").split(".")
        top = plain.get(plain_name(head))
        if rest and top is not None:
            yield _Candidate(name, (top, *map(plain_name, rest)), rank)


def _descend(value: object, steps: tuple[str, ...]) -> object:
    """Go down into objects and lists; None when the way ends early."""
    if not steps:
        return value
    if steps[0] == "[]":
        found = (_descend(element, steps[1:]) for element in value) if isinstance(value, list) else iter(())
        return next((element for element in found if element is not None), None)
    if not isinstance(value, dict):
        return None
    for key, inner in value.items():
        if plain_name(key) == steps[0]:
            return _descend(inner, steps[1:])
    return None


def _longest(fits: Iterator[_Fit]) -> _Fit | None:
    """Return the longest of the first five names, else the first of the others."""
    best: _Fit | None = None
    for fit in fits:
        value, _, rank = fit
        if rank >= _LONGEST_OF:
            return best or fit
        if best is None or len(value) > len(best[0]):
            best = fit
    return best


def _check_type(field: str, name: str, value: object) -> None:
    """Refuse a record whose field, named by the user, is of another type than the field can be."""
    allowed = (
        (str, int, float)
        if field in _NUMBERS_FIT
        else (str, list)
        if field in ("authors", "credit")
        else (str,)
    )
    if isinstance(value, bool) or not isinstance(value, allowed):
        raise Refused(
            "bad_field", f"{name!r}, mapped to {field}, holds a value of type {type(value).__name__}"
        )


def _listed(names: Iterable[str]) -> str:
    shown = [name[:40] for name in names]
    more = f" and {len(shown) - _SHOWN_NAMES} more" if len(shown) > _SHOWN_NAMES else ""
    return ", ".join(shown[:_SHOWN_NAMES]) + more
