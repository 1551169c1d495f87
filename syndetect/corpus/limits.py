"""A record as read -> whether it keeps within the limits, whatever its format."""

from collections.abc import Iterable

from syndetect.corpus.params import ReadParams
from syndetect.corpus.records import Found, Refused

__all__ = ["check_limits"]

_NESTED = (dict, list)
_PLAIN = frozenset((str, int, float, bool, type(None)))  # types of values that hold no others


def check_limits(found: Found, params: ReadParams, *, is_json: bool) -> None:
    """Raise Refused when a record is too wide, too deep or too long.

    Parameters
    ----------
    found : Found
        The record.
    params : ReadParams
        The limits.
    is_json : bool
        ``found.head`` is the record as JSON: its length was looked at before.
    """
    if len(found.fields) > params.max_fields:
        raise Refused("limit_fields", f"{len(found.fields):,} fields, the limit is {params.max_fields:,}")
    if _depth(found.fields, params.max_nesting) > params.max_nesting:
        raise Refused("limit_nesting", f"nested deeper than {params.max_nesting} levels")
    if is_json:
        return
    n_characters = _characters(found.fields)
    if n_characters > params.max_record_bytes:
        raise Refused(
            "too_large", f"{n_characters:,} characters, the limit is {params.max_record_bytes:,} bytes"
        )


def _depth(fields: dict[str, object], deepest: int) -> int:
    """Return the levels of objects and lists, counted to one beyond the limit."""
    depth = 1
    if _PLAIN.issuperset(map(type, fields.values())):
        return depth
    level = [value for value in fields.values() if isinstance(value, _NESTED)]
    while level and depth <= deepest:
        depth += 1
        level = [inner for value in level for inner in _inner(value) if isinstance(inner, _NESTED)]
    return depth


def _characters(fields: dict[str, object]) -> int:
    """Return the characters of all strings."""
    n_characters = 0
    level: list[object] = list(fields.values())
    while level:
        n_characters += sum(len(value) for value in level if isinstance(value, str))
        level = [inner for value in level if isinstance(value, _NESTED) for inner in _inner(value)]
    return n_characters


def _inner(value: dict[str, object] | list[object]) -> Iterable[object]:
    return value.values() if isinstance(value, dict) else value
