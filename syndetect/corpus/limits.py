"""Records as read -> which of them keep within the limits, whatever their format."""

from collections.abc import Iterable, Sequence
from itertools import chain

from syndetect.corpus.params import ReadParams
from syndetect.corpus.records import Refused, Run

__all__ = ["beyond_limits", "count_characters"]

_NESTED = (dict, list)
_PLAIN = frozenset((str, int, float, bool, type(None)))  # types of values that hold no others


def beyond_limits(run: Run, params: ReadParams, *, is_json: bool) -> dict[int, Refused]:
    """Find the records that are too wide, too deep or too long.

    Parameters
    ----------
    run : Run
        The records.
    params : ReadParams
        The limits.
    is_json : bool
        ``Run.heads`` are the records as JSON: their length was looked at before.

    Returns
    -------
    dict of int to Refused
        Why, by place in the run; nearly always empty.
    """
    refused: dict[int, Refused] = {}
    if is_json and _are_plain(run.fields, params):  # nearly always
        return refused
    for k, fields in enumerate(run.fields):
        reason = _too_wide_or_deep(fields, params) or (None if is_json else _too_long(fields, params))
        if reason is not None:
            refused[k] = reason
    return refused


def _are_plain(records: Sequence[dict[str, object]], params: ReadParams) -> bool:
    """Tell whether no record is too wide, or holds more than strings and numbers."""
    values = chain.from_iterable(map(dict.values, records))
    return max(map(len, records), default=0) <= params.max_fields and _PLAIN.issuperset(map(type, values))


def _too_wide_or_deep(fields: dict[str, object], params: ReadParams) -> Refused | None:
    if len(fields) > params.max_fields:
        return Refused("limit_fields", f"{len(fields):,} fields, the limit is {params.max_fields:,}")
    if _depth(fields, params.max_nesting) > params.max_nesting:
        return Refused("limit_nesting", f"nested deeper than {params.max_nesting} levels")
    return None


def _too_long(fields: dict[str, object], params: ReadParams) -> Refused | None:
    n_characters = count_characters(fields)
    if n_characters <= params.max_record_bytes:
        return None
    return Refused(
        "too_large", f"{n_characters:,} characters, the limit is {params.max_record_bytes:,} bytes"
    )


def _depth(fields: dict[str, object], deepest: int) -> int:
    """Return the levels of objects and lists, counted to one beyond the limit."""
    depth = 1
    level = [value for value in fields.values() if isinstance(value, _NESTED)]
    while level and depth <= deepest:
        depth += 1
        level = [inner for value in level for inner in _inner(value) if isinstance(inner, _NESTED)]
    return depth


def count_characters(fields: dict[str, object]) -> int:
    """Return the characters of all strings."""
    n_characters = 0
    level: list[object] = list(fields.values())
    while level:
        n_characters += sum(len(value) for value in level if isinstance(value, str))
        level = [inner for value in level if isinstance(value, _NESTED) for inner in _inner(value)]
    return n_characters


def _inner(value: dict[str, object] | list[object]) -> Iterable[object]:
    return value.values() if isinstance(value, dict) else value
