"""A date as news data write it -> ISO 8601 in UTC, and seconds; never an error."""

import math
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

__all__ = ["Moment", "parse_date", "plain_dates"]

_YEARS = range(1600, 2201)  # from the first newspapers to well after any embargo
_LONGEST = 64  # characters; no date is longer
_EARLIEST_STAMP = 1_000_000  # seconds; 0 and -1 and their like stand for "unknown"
_SECONDS_END = 1e11  # larger stamps count milli-, micro- or nanoseconds

_OURS = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
_PLAIN = re.compile(_OURS, re.ASCII)
_PLAINS = re.compile(rf"(?:{_OURS}\n)*+", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,19}(\.\d{1,9})?", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)(.*)", re.DOTALL)
_ZONE = re.compile(r" ?(?:(UTC|GMT|Z)|([+-]\d\d:?\d\d))$")
_MIDNIGHT = re.compile(r"([-\d]{8,10})[T ]24(:?00(:?00([.,]0{1,9})?)?)?(?![\d:])")


class Moment(NamedTuple):
    """A date as text, ``2025-05-23T14:05:00Z`` or ``2025-05-23``, and in seconds since 1970 UTC."""

    text: str
    seconds: float


def parse_date(value: object) -> Moment | None:
    """Read a date; None for anything that is not one.

    Parameters
    ----------
    value : object
        A string: ISO 8601 and its everyday variants (``2025-05-23 14:05:00
        +0200``, ``2025/5/23``), RFC 2822, ``YYYYMMDD``, ``YYYYMMDDhhmmss``;
        or a number or a string of digits: ``YYYYMMDD`` where that makes a
        date, else seconds, milli-, micro- or nanoseconds since 1970.

    Returns
    -------
    Moment or None
        A time without a zone counts as UTC; fractions of a second are
        dropped; a day without a time stays a day. None for years outside
        1600 to 2200, and for numbers near 0, which stand for "unknown".
    """
    try:
        if isinstance(value, str):
            text = value.strip()
            if _PLAIN.fullmatch(text) and (found := _plain(text)):
                return found
            if not 4 < len(text) <= _LONGEST:
                return None
            return _from_number(text) if _NUMBER.fullmatch(text) else _from_text(text)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _from_number(f"{value:.3f}".removesuffix(".000") if math.isfinite(value) else "")
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    return None


def plain_dates(values: Sequence[str]) -> list[Moment] | None:
    """Read dates that are all written as we write them; None when one of them may not be.

    Parameters
    ----------
    values : sequence of str

    Returns
    -------
    list of Moment or None
        What :func:`parse_date` makes of each.
    """
    texts = list(map(str.strip, values))
    lines = "\n".join([*texts, ""])
    if not texts or lines.count("\n") != len(texts) or not _PLAINS.fullmatch(lines):
        return None
    if int(min(texts)[:4]) not in _YEARS or int(max(texts)[:4]) not in _YEARS:
        return None
    try:
        seconds = map(datetime.timestamp, map(datetime.fromisoformat, texts))
        return [tuple.__new__(Moment, pair) for pair in zip(texts, seconds, strict=True)]
    except ValueError:  # the 30th of February, 24 o'clock
        return None


def _plain(text: str) -> Moment | None:
    """Read a date that is written as we write it, and need not be written anew; None when it is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:  # the 30th of February, 24 o'clock
        return None
    return Moment(text, found.timestamp()) if found.year in _YEARS else None


def _from_text(text: str) -> Moment | None:
    """Read ISO 8601 with its variants, then RFC 2822."""
    variant = _YEAR_FIRST.fullmatch(text)
    if variant:
        year, month, day, rest = variant.groups()
        text = f"{year}-{month:0>2}-{day:0>2}{rest}"
    midnight = _MIDNIGHT.match(text)
    if midnight:
        text = f"{midnight[1]}T00:00:00{text[midnight.end() :]}"
    try:
        if len(text) <= len("2025-05-23"):
            return _day(date.fromisoformat(text))
        found = datetime.fromisoformat(_with_plain_zone(text))
    except ValueError:
        return _moment(parsedate_to_datetime(text))
    return _moment(found + timedelta(days=1) if midnight else found)


def _with_plain_zone(text: str) -> str:
    """Return the text with ``UTC`` and `` +0200`` in the only form that ISO 8601 has for them."""
    text = text.upper()
    zone = _ZONE.search(text, len("20250523T1"))
    return f"{text[: zone.start()]}{'+00:00' if zone[1] else zone[2]}" if zone else text


def _from_number(digits: str) -> Moment | None:
    if len(digits) == len("20250523") and digits.isdigit() and int(digits[:4]) in _YEARS:
        try:
            return _day(date(int(digits[:4]), int(digits[4:6]), int(digits[6:])))
        except ValueError:
            pass  # seconds of 1971, then
    if len(digits) == len("20250523140500") and digits.isdigit():
        return _moment(datetime.strptime(digits, "%Y%m%d%H%M%S"))
    stamp = float(digits)
    while abs(stamp) >= _SECONDS_END:
        stamp /= 1000
    if abs(stamp) < _EARLIEST_STAMP:
        return None
    return _moment(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=math.floor(stamp)))


def _moment(found: datetime) -> Moment | None:
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    elif found.tzinfo is not UTC:
        found = found.astimezone(UTC)
    if found.year not in _YEARS:
        return None
    return Moment(f"{found.isoformat()[: len('2025-05-23T14:05:00')]}Z", float(math.floor(found.timestamp())))


def _day(found: date) -> Moment | None:
    if found.year not in _YEARS:
        return None
    return Moment(found.isoformat(), datetime(found.year, found.month, found.day, tzinfo=UTC).timestamp())
