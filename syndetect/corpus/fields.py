"""Records with the names of their producer -> the fields of articles, and which name filled which."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any, NamedTuple

from syndetect.corpus.article import Corpus
from syndetect.corpus.params import FIELDS
from syndetect.corpus.records import Refused
from syndetect.corpus.values import fit_column, host_of, load_table, plain_name
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
_Plan = list[tuple[str, list[_Candidate]]]
_Names = str | list[str | None]  # what filled a field: one name in all records, or one for each


class Mapped(NamedTuple):
    """The fields of some articles.

    Attributes
    ----------
    columns : dict of str to list of length n_records
        By field; None where the record does not fill it. ``published`` is a
        ``Moment``, the others are strings. No record fills a field that is
        missing here.
    refused : dict of int to Refused
        Records without a text, or with a field named by the user that is of the
        wrong type, by their place; their values say nothing.
    """

    columns: dict[str, list[Any]]
    refused: dict[int, Refused]


class FieldMapper:
    """Finds the fields of an article in records, whatever their producer called them.

    Where to look is worked out once for every set of names; whether a value
    fits is looked at in every record. Records with the same names are looked
    at together, a field at a time.

    Parameters
    ----------
    overrides : mapping of str to str
        Field to the one name it is read from.
    only_overrides : bool
        Fill no other field.
    wanted : sequence of str
        The fields that somebody will look at: others are filled only by overrides.
    """

    def __init__(
        self, overrides: Mapping[str, str], *, only_overrides: bool = False, wanted: Sequence[str] = FIELDS
    ) -> None:
        self._overrides = overrides
        names = _names_to_look_for(overrides, only_overrides=only_overrides)
        self._names = {field: names[field] for field in names if field in wanted or field in overrides}
        self._needs_outlets = "outlet" in wanted and "outlet" not in overrides
        self._plans: dict[tuple[str, ...], _Plan] = {}
        self._used: dict[str, Counter[str]] = {field: Counter() for field in FIELDS}
        self._unmatched = set(overrides)
        self._first: tuple[str, ...] = ()  # names of the first record

    def map(self, records: Sequence[Mapping[str, object]]) -> Mapped:
        """Return the fields that records fill."""
        alike: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for k, names in enumerate(map(tuple, records)):
            alike[names].append(k)
        if len(alike) == 1:
            return self._map_alike(next(iter(alike)), records)
        found = Mapped({}, {})
        for names, places in alike.items():
            part = self._map_alike(names, [records[k] for k in places])
            for field, values in part.columns.items():
                column = found.columns.setdefault(field, [None] * len(records))
                for k, value in zip(places, values, strict=True):
                    column[k] = value
            found.refused.update((places[k], refused) for k, refused in part.refused.items())
        return found

    def _map_alike(self, names: tuple[str, ...], records: Sequence[Mapping[str, object]]) -> Mapped:
        """Return the fields of records of the same names."""
        plan = self._plans.get(names)
        if plan is None:
            plan = self._planned(names)
        found = Mapped({}, {})
        used: dict[str, _Names] = {}
        for field, candidates in plan:
            if len(candidates) > 1:
                found.columns[field], used[field] = self._best(field, candidates, records, found.refused)
            else:  # nearly always
                found.columns[field] = self._fitting(field, candidates[0], records, found.refused)
                used[field] = candidates[0].name
        texts = found.columns.get("text", [None] * len(records))
        for k, text in enumerate(texts):
            if text is None and k not in found.refused:
                found.refused[k] = self._refused(plan, records[k])
        if "url" in found.columns and self._needs_outlets:
            self._take_hosts(found.columns, used)
        for field, by in used.items():
            self._count(field, by, found)
        return found

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
        return self._used

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
                plan.append((field, candidates))
        if len(self._plans) >= _MOST_PLANS:
            self._plans.clear()
        self._plans[keys] = plan
        return plan

    def _best(
        self,
        field: str,
        candidates: list[_Candidate],
        records: Sequence[Mapping[str, object]],
        refused: dict[int, Refused],
    ) -> tuple[list[Any], _Names]:
        """Return what each record gives for a field that may stand in several places, and where it stood."""
        values: list[Any] = []
        names: list[str | None] = []
        for k, record in enumerate(records):
            try:
                fits = self._fits(field, candidates, record)
                found = _longest(fits) if field == "text" else next(fits, None)
            except Refused as error:
                found = None
                refused[k] = error
            values.append(found[0] if found else None)
            names.append(found[1] if found else None)
        return values, names

    def _fits(self, field: str, candidates: list[_Candidate], record: Mapping[str, object]) -> Iterator[_Fit]:
        """Yield the values that fit a field, in the order of the names; Refused at one that may not be."""
        for candidate in candidates:
            refused: dict[int, Refused] = {}
            [value] = self._fitting(field, candidate, [record], refused)
            if refused:
                raise refused[0]
            if value is not None:
                yield value, candidate.name, candidate.rank

    def _fitting(
        self,
        field: str,
        candidate: _Candidate,
        records: Sequence[Mapping[str, object]],
        refused: dict[int, Refused],
    ) -> list[Any]:
        """Return what a place in each record gives for a field; None where that does not fit."""
        name, (key, *inner), _ = candidate
        values = (
            [_descend(record[key], inner) for record in records]
            if inner
            else [record[key] for record in records]
        )
        fitting = fit_column(field, values)
        if field in self._overrides:
            if any(value is not None for value in values):
                self._unmatched.discard(field)
            if field != "text":
                _check_types(field, name, values, fitting, refused)
        return fitting

    def _take_hosts(self, columns: dict[str, list[Any]], used: dict[str, _Names]) -> None:
        """Fill the outlets that no name gives from the URLs."""
        urls = columns["url"]
        if "outlet" not in columns:
            columns["outlet"] = [None if url is None else host_of(url) for url in urls]
            used["outlet"] = URL_HOST
            return
        outlets, by = columns["outlet"], used["outlet"]
        if None not in outlets:
            return
        names = [None if outlet is None else by for outlet in outlets] if isinstance(by, str) else by
        for k, url in enumerate(urls):
            if outlets[k] is None and url is not None:
                outlets[k], names[k] = host_of(url), URL_HOST
        used["outlet"] = names

    def _count(self, field: str, by: _Names, found: Mapped) -> None:
        """Count the names that filled a field, in the records that were not refused."""
        column, used = found.columns[field], self._used[field]
        if isinstance(by, str) and not found.refused:  # nearly always
            if n_filled := len(column) - column.count(None):
                used[by] += n_filled
            return
        names = repeat(by) if isinstance(by, str) else by
        used.update(
            name
            for k, (name, value) in enumerate(zip(names, column, strict=False))
            if name is not None and value is not None and k not in found.refused
        )

    def _refused(self, plan: _Plan, record: Mapping[str, object]) -> Refused:
        """Say why there is no text: it is empty, or nothing is known to hold it."""
        candidates = next((places for field, places in plan if field == "text"), [])
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
        refused = mapper.map([record]).refused
        return not refused or refused[0].reason == "empty_text"

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


def _descend(value: object, steps: Sequence[str]) -> object:
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


def _check_types(
    field: str, name: str, values: list[object], fitting: list[Any], refused: dict[int, Refused]
) -> None:
    """Refuse the records whose field, named by the user, is of another type than the field can be."""
    allowed = (
        (str, int, float)
        if field in _NUMBERS_FIT
        else (str, list)
        if field in ("authors", "credit")
        else (str,)
    )
    for k, value in enumerate(values):
        is_odd = value is not None and (isinstance(value, bool) or not isinstance(value, allowed))
        if is_odd and fitting[k] is None:
            detail = f"{name!r}, mapped to {field}, holds a value of type {type(value).__name__}"
            refused.setdefault(k, Refused("bad_field", detail))


def _listed(names: Iterable[str]) -> str:
    shown = [name[:40] for name in names]
    more = f" and {len(shown) - _SHOWN_NAMES} more" if len(shown) > _SHOWN_NAMES else ""
    return ", ".join(shown[:_SHOWN_NAMES]) + more
