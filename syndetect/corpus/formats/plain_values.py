"""A value of a database or of Arrow -> one that JSON knows, so that records can be passed on."""

import base64
import datetime
import math
from decimal import Decimal

__all__ = ["plain_value"]


def plain_value(value: object) -> object:
    """Return strings, numbers, truth values, None, lists and dicts as they are, all else as a string.

    Dates and times become ISO 8601, decimals their digits, bytes base64; a
    float that is no number becomes None. Keys of dicts become strings.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): plain_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(inner) for inner in value]
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(value).decode("ascii")
    return str(value) if isinstance(value, Decimal) else repr(value)
