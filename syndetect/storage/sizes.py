"""Sizes as people write them: ``4GB`` -> bytes, and back."""

import re

from syndetect.errors import ParameterError

__all__ = ["as_bytes", "shown"]

_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?\s*", re.ASCII | re.IGNORECASE)
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}


def as_bytes(size: str | int) -> int:
    """Read a size.

    Parameters
    ----------
    size : str or int
        ``"4GB"``, ``"512 MB"``, ``"1.5g"``: powers of 1,000; ``"4GiB"``: powers
        of 1,024. A bare number counts bytes.

    Returns
    -------
    int
        Bytes, at least 1.

    Raises
    ------
    ParameterError
        It is no size, or none at all.
    """
    found = _SIZE.fullmatch(str(size))
    n_bytes = int(float(found[1]) * (1024 if found[3] else 1000) ** _POWERS[found[2].lower()]) if found else 0
    if n_bytes < 1:
        raise ParameterError(f"memory must be a size such as 4GB or 512MiB, got {size!r}")
    return n_bytes


def shown(n_bytes: float) -> str:
    """Write a size for people.

    Parameters
    ----------
    n_bytes : float

    Returns
    -------
    str
        In powers of 1,000: ``1.5 GB``, ``20.0 MB``, ``7 kB``.
    """
    for unit, power in (("GB", 9), ("MB", 6)):
        if n_bytes >= 10**power:
            return f"{n_bytes / 10**power:,.1f} {unit}"
    return f"{n_bytes / 1000:,.0f} kB"
