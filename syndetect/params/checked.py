"""What all parameter objects share: values of their types, in their ranges, or an error that names them."""

import dataclasses

from syndetect.errors import ParameterError

__all__ = ["Checked", "at_least", "in_range"]


def at_least(low: float, owner: object, *names: str) -> None:
    """Raise ParameterError unless each named field of ``owner`` is ``low`` or more."""
    for name in names:
        value = getattr(owner, name)
        if not value >= low:
            raise ParameterError(f"{type(owner).__name__}.{name} must be at least {low}, got {value}")


def in_range(low: float, high: float, owner: object, *names: str) -> None:
    """Raise ParameterError unless each named field of ``owner`` lies in [low, high]."""
    for name in names:
        value = getattr(owner, name)
        if not low <= value <= high:
            raise ParameterError(
                f"{type(owner).__name__}.{name} must lie between {low} and {high}, got {value}"
            )


class Checked:
    """A parameter object whose values are of their declared types; a wrong one cannot exist.

    Whole numbers are taken for floats and kept as floats, so that equal
    parameters have equal fingerprints. Subclasses check ranges in ``_check``.
    """

    def __post_init__(self) -> None:
        for entry in dataclasses.fields(self):  # type: ignore[arg-type]  # subclasses are dataclasses
            value = getattr(self, entry.name)
            if not _fits(value, entry.type):
                where = f"{type(self).__name__}.{entry.name}"
                raise ParameterError(f"{where} must be {_TYPE_NAMES[str(entry.type)]}, got {value!r}")
            if entry.type is float:
                object.__setattr__(self, entry.name, float(value) + 0.0)  # + 0.0: no negative zero
        self._check()

    def _check(self) -> None:
        """Raise ParameterError when a value is out of range."""


_TYPE_NAMES = {
    str(bool): "true or false",
    str(int): "a whole number",
    str(float): "a number",
    str(str): "a text",
    str(tuple[str, ...]): "a list of texts",
}


def _fits(value: object, wanted: object) -> bool:
    if wanted is bool or isinstance(value, bool):
        return wanted is bool and isinstance(value, bool)
    if wanted is float:
        return isinstance(value, int | float)
    if wanted is int:
        return isinstance(value, int)
    if wanted is str:
        return isinstance(value, str)
    return isinstance(value, tuple) and all(isinstance(entry, str) for entry in value)
