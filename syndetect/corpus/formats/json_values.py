"""The bytes of one JSON value -> a record."""

import orjson

from syndetect.corpus.records import Found, Rejected

__all__ = ["read_object", "too_long"]


def read_object(offset: int, length: int, data: bytes) -> Found | Rejected:
    """Read one object.

    Of a name that stands twice in it the last value counts, as in every JSON
    reader. ``NaN`` and ``Infinity`` are not JSON.

    Parameters
    ----------
    offset, length : int
        Where it stands.
    data : bytes
        All of it, without a byte order mark.
    """
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        reason, detail = _reason(data, str(error))
        return Rejected(offset, length, data, reason, detail)
    if isinstance(value, dict):
        return Found(offset, length, data, value)
    detail = f"{_kind(value)}; every record must be an object with named fields"
    return Rejected(offset, length, data, "not_an_object", detail)


def too_long(offset: int, length: int, head: bytes, max_record_bytes: int) -> Rejected:
    """Reject a record for its length."""
    return Rejected(offset, length, head, "too_large", f"{length:,} bytes, the limit is {max_record_bytes:,}")


def _reason(data: bytes, message: str) -> tuple[str, str]:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        found = f"byte {data[error.start]:#04x} at byte {error.start} of the record is not UTF-8"
        return "bad_encoding", found
    if "depth" in message or "ecursion" in message:  # orjson has a limit of its own, about 1,000
        return "limit_nesting", message
    if "surrogate" in message or "hex escape" in message:
        return "lone_surrogate", message
    return "bad_json", message


def _kind(value: object) -> str:
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        return "a string"
    return "null" if value is None else "a number or truth value"
