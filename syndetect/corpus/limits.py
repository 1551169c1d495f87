"""A record as read -> whether it keeps within the limits, whatever its format."""

from syndetect.corpus.params import ReadParams
from syndetect.corpus.records import Found, Refused

__all__ = ["check_limits"]


def check_limits(found: Found, params: ReadParams) -> None:
    """Raise Refused when a record is too wide, too deep or too long."""
    if len(found.fields) > params.max_fields:
        raise Refused("limit_fields", f"{len(found.fields):,} fields, the limit is {params.max_fields:,}")
    depth, n_characters = _measured(found.fields, params.max_nesting)
    if depth > params.max_nesting:
        raise Refused("limit_nesting", f"nested deeper than {params.max_nesting} levels")
    if n_characters > params.max_record_bytes:
        raise Refused(
            "too_large", f"{n_characters:,} characters, the limit is {params.max_record_bytes:,} bytes"
        )


def _measured(fields: dict[str, object], deepest: int) -> tuple[int, int]:
    """Return the depth, down to one level below the limit, and the characters of all strings met."""
    depth, n_characters = 0, 0
    level: list[object] = [fields]
    while level and depth <= deepest:
        depth += 1
        below: list[object] = []
        for value in level:
            inner = value.values() if isinstance(value, dict) else value
            for one in inner:  # type: ignore[attr-defined]
                if isinstance(one, str):
                    n_characters += len(one)
                elif isinstance(one, dict | list):
                    below.append(one)
        level = below
    return depth, n_characters
