"""How articles are read: which fields fill an article, which format, and the limits of what is taken in."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from syndetect.corpus.formats import FORMAT_NAMES
from syndetect.errors import ParameterError

__all__ = ["FIELDS", "INPUT_FORMATS", "LIMITS", "ReadParams"]

INPUT_FORMATS = ("auto", *FORMAT_NAMES)
"""What ``ReadParams.input_format`` can be."""

FIELDS = ("id", "text", "title", "url", "outlet", "published", "authors", "credit", "language")
"""The fields of an article that an input can fill, in the order in which they are described."""

LIMITS: dict[str, int] = {
    "max_record_bytes": 1024,
    "max_ratio": 2,
    "max_file_bytes": 1024,
    "max_nesting": 1,
    "max_fields": 1,
    "max_seconds": 1,
}
"""The limits, and the least that each can be: one below any article would only make mistakes."""


@dataclass(frozen=True, kw_only=True)
class ReadParams:
    """How input files become articles.

    Parameters
    ----------
    field_map : mapping of str to str, optional
        Field of an article (one of ``FIELDS``) to the name it has in the
        input: ``{"text": "body"}``. Dots go down into nested objects
        (``"_source.body"``), ``[]`` takes the first usable element of a list
        (``"bodies[].value"``). A field named here is read from nowhere else.
        Does not apply to formats with names of their own, such as ``.txt``.
    input_format : str
        One of ``INPUT_FORMATS``. ``"auto"`` goes by the file's ending, or by
        its first bytes when several formats share that, or when a single file
        or standard input has none that is known. Any other value holds for
        every file of the run, whatever its ending.
    table : str
        Which table of a database is read, or the path of the list in a JSON
        document (``"response.docs"``); empty: the one that holds articles.
    query : str
        The SELECT statement by which a database is read instead of a table.
    strict : bool
        Raise StrictError at the first record that is quarantined and the first
        file that is not complete.
    max_record_bytes : int
        A longer record is quarantined as ``too_large``. Bounds the memory that
        one record can take; at least 1024.
    max_ratio : int
        A compressed file is left where it has given more than so many bytes
        for each stored one (beyond the first 16 MiB).
    max_file_bytes : int
        A compressed file is left where it has given so many bytes.
    max_nesting : int
        A record whose objects and lists are nested deeper is quarantined.
    max_fields : int
        A record with more fields, at its top level, is quarantined.
    max_seconds : int
        Seconds that one record may take to be read, in formats where that is
        not bounded by its size.

    Raises
    ------
    ParameterError
        A value is outside its range.
    """

    field_map: Mapping[str, str] = field(default_factory=dict)
    input_format: str = "auto"
    table: str = ""
    query: str = ""
    strict: bool = False
    max_record_bytes: int = 32 * 1024 * 1024
    max_ratio: int = 250
    max_file_bytes: int = 1024**4
    max_nesting: int = 100
    max_fields: int = 4096
    max_seconds: int = 60

    def __post_init__(self) -> None:
        object.__setattr__(self, "field_map", _checked_map(self.field_map))
        if self.input_format not in INPUT_FORMATS:
            choices = ", ".join(INPUT_FORMATS)
            raise ParameterError(
                f"ReadParams.input_format must be one of {choices}, got {self.input_format!r}"
            )
        for name, least in LIMITS.items():
            limit = getattr(self, name)
            if not isinstance(limit, int) or isinstance(limit, bool) or limit < least:
                message = f"ReadParams.{name} must be a whole number of at least {least}"
                raise ParameterError(f"{message}, got {limit!r}")
        if self.table and self.query:
            raise ParameterError("ReadParams.table and ReadParams.query exclude each other")

    def to_mapping(self) -> dict[str, Any]:
        """Return all values as they are written to the manifest."""
        return asdict(self)


def _checked_map(field_map: Mapping[str, str]) -> dict[str, str]:
    if not isinstance(field_map, Mapping):
        raise ParameterError(f"ReadParams.field_map must be a mapping of field to name, got {field_map!r}")
    for name, source in field_map.items():
        if name not in FIELDS:
            message = (
                f"ReadParams.field_map: {name!r} is no field of an article; these are {', '.join(FIELDS)}"
            )
            raise ParameterError(message)
        if not isinstance(source, str) or not source.strip():
            message = (
                f"ReadParams.field_map[{name!r}] must be the name of a field of the input, got {source!r}"
            )
            raise ParameterError(message)
    return {name: field_map[name] for name in FIELDS if name in field_map}
