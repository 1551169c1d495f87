"""How articles are read: which fields fill an article, which format, and how large a record may be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from syndetect.errors import ParameterError

__all__ = ["FIELDS", "InputFormat", "ReadParams"]

InputFormat = Literal["auto", "jsonl", "csv", "tsv", "txt"]

FIELDS = ("id", "text", "title", "url", "outlet", "published", "authors", "credit", "language")
"""The fields of an article that an input can fill, in the order in which they are described."""

_SMALLEST_LIMIT = 1024  # bytes; a limit below any article would only make mistakes


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
        Does not apply to ``.txt`` files, which have no fields.
    input_format : {"auto", "jsonl", "csv", "tsv", "txt"}
        ``"auto"`` goes by the file's ending, or by its first bytes when a
        single file or standard input has none that is known. Any other value
        holds for every file of the run, whatever its ending.
    max_record_bytes : int
        A longer record is quarantined as ``too_large``. Bounds the memory that
        one record can take; at least 1024.

    Raises
    ------
    ParameterError
        A value is outside its range.
    """

    field_map: Mapping[str, str] = field(default_factory=dict)
    input_format: InputFormat = "auto"
    max_record_bytes: int = 32 * 1024 * 1024

    def __post_init__(self) -> None:
        object.__setattr__(self, "field_map", _checked_map(self.field_map))
        formats = get_args(InputFormat)
        if self.input_format not in formats:
            message = (
                f"ReadParams.input_format must be one of {', '.join(formats)}, got {self.input_format!r}"
            )
            raise ParameterError(message)
        limit = self.max_record_bytes
        if not isinstance(limit, int) or isinstance(limit, bool) or limit < _SMALLEST_LIMIT:
            message = f"ReadParams.max_record_bytes must be a whole number of at least {_SMALLEST_LIMIT}"
            raise ParameterError(f"{message}, got {limit!r}")


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
