"""The value of a field as a record holds it -> the string of the article, None when it does not fit."""

import math
import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from syndetect.corpus.dates import parse_date, plain_dates

__all__ = [
    "FITS",
    "encoded",
    "fit_column",
    "host_of",
    "load_table",
    "looks_like_html",
    "plain_name",
    "without_nul",
]

_ADDRESS = r"https?://(?:[^\s/?#@]*@)?([^\s/?#@:]+)[^\s]*"
_URL = re.compile(_ADDRESS, re.IGNORECASE)
_URLS = re.compile(rf"(?:{_ADDRESS}\n)*+", re.IGNORECASE)
_STRINGS = frozenset((str,))
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_].{1,30})?")
_TAG = re.compile(
    r"</?(?:p|div|br|span|a|b|i|em|strong|h[1-6]|html|body|article|section|ul|ol|li|table|td|img|blockquote)"
    r"(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)


@cache
def load_table() -> dict[str, Any]:
    """Load ``fields.toml``: field to names, and ``language_names``."""
    return tomllib.loads((files("syndetect.corpus") / "fields.toml").read_text("utf-8"))


def plain_name(name: str) -> str:
    """Return a name in small letters with ``_`` for hyphens and spaces."""
    return name.strip().lower().replace("-", "_").replace(" ", "_")


def looks_like_html(text: str) -> bool:
    """Tell whether a text holds an HTML tag of those that articles are made of."""
    return "<" in text and _TAG.search(text) is not None


def host_of(url: str) -> str:
    """Return the host of a URL without ``www.``; empty when it has none."""
    found = _URL.fullmatch(url)
    return found[1].lower().removeprefix("www.") if found else ""


def encoded(text: str) -> bytes:
    """Return a text in UTF-8; a lone surrogate is encoded like any other character."""
    return text.encode("utf-8", "surrogatepass")


def without_nul(value: str) -> str:
    """Return the string with U+FFFD for every NUL, which C libraries and SQLite take for its end."""
    return value.replace("\0", "\ufffd") if "\0" in value else value


def _text(value: object) -> str | None:
    """Return a text as it is."""
    return value if isinstance(value, str) and value and not value.isspace() else None


def _identifier(value: object) -> str | None:
    if isinstance(value, str):
        return without_nul(value) if _text(value) else None
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return None


def _line(value: object) -> str | None:
    return without_nul(value.strip()) or None if isinstance(value, str) else None


def _url(value: object) -> str | None:
    found = _line(value)
    return found if found and _URL.fullmatch(found) else None


def _outlet(value: object) -> str | None:
    found = _line(value)
    return found if found and not _URL.fullmatch(found) else None


def _names(value: object) -> str | None:
    """Join a list of names, or of objects with a name."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        found = [_line(one.get("name") if isinstance(one, dict) else one) for one in value]
        return "; ".join(name for name in found if name) or None
    return _line(value)


def _language(value: object) -> str | None:
    found = _line(value)
    if not found:
        return None
    code = _LANGUAGE.fullmatch(found.lower())
    name = code[1] if code else found.lower()
    known: str | None = load_table()["language_names"].get(name)
    return known or (name if code else None)


FITS: dict[str, Callable[[object], Any]] = {
    "id": _identifier,
    "text": _text,
    "title": _line,
    "url": _url,
    "outlet": _outlet,
    "published": parse_date,
    "authors": _names,
    "credit": _names,
    "language": _language,
}
"""What makes the value of each field: a string, a ``Moment`` for ``published``; None if it does not fit."""


def fit_column(field: str, values: list[object]) -> list[Any]:
    """Return what ``FITS`` makes of each value: nearly always found by one look at all of them together.

    Parameters
    ----------
    field : str
    values : list of length n_records

    Returns
    -------
    list of length n_records
    """
    usual = _USUAL.get(field)
    found = usual(values) if usual and _STRINGS.issuperset(map(type, values)) else None
    return list(map(FITS[field], values)) if found is None else found


# Below: all values of a column when each of them fits as it is, None when that is not certain.


def _usual_texts(values: list[Any]) -> list[Any] | None:
    return None if "" in values or any(map(str.isspace, values)) else values


def _usual_identifiers(values: list[Any]) -> list[Any] | None:
    return None if "\0" in "".join(values) else _usual_texts(values)


def _usual_lines(values: list[Any]) -> list[Any] | None:
    found = list(map(str.strip, values))
    return None if "" in found or "\0" in "".join(found) else found


def _usual_urls(values: list[Any]) -> list[Any] | None:
    found = _usual_lines(values)
    lines = "\n".join([*(found or ()), ""])
    return found if lines.count("\n") == len(values) and _URLS.fullmatch(lines) else None


def _usual_outlets(values: list[Any]) -> list[Any] | None:
    return None if "://" in "".join(values) else _usual_lines(values)


_USUAL: dict[str, Callable[[list[Any]], list[Any] | None]] = {
    "id": _usual_identifiers,
    "text": _usual_texts,
    "title": _usual_lines,
    "url": _usual_urls,
    "outlet": _usual_outlets,
    "published": plain_dates,
    "authors": _usual_lines,
    "credit": _usual_lines,
}
