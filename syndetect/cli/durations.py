"""Durations as people write them -> days: ``14d``, ``72h``, ``2w``."""

import re

import typer

__all__ = ["days"]

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([wdhm]?)", re.IGNORECASE | re.ASCII)
_DAYS = {"w": 7.0, "d": 1.0, "": 1.0, "h": 1 / 24, "m": 1 / 1440}


def days(value: str, option: str) -> float:
    """Return a duration in days; a bare number counts days."""
    found = _DURATION.fullmatch(value.strip())
    if not found:
        raise typer.BadParameter(f"expected a duration, as 14d, 72h or 2w, got {value!r}", param_hint=option)
    return float(found[1]) * _DAYS[found[2].lower()]
