"""Parameters <-> the settings that an index carries, and the refusal of others."""

import dataclasses
from collections.abc import Mapping
from importlib.resources import files

import numpy as np
import orjson
import xxhash

from syndetect.agencies import Registry
from syndetect.errors import DamagedError, MismatchError
from syndetect.index.prepare import ALONE
from syndetect.params import IndexParams

__all__ = ["check_key_version", "check_settings", "differences", "fingerprint", "read_params", "to_settings"]

PARAMETERS, RULES = "parameters", "rules"
KEY_VERSION = 2  # 1: of 32 and 40 bits


def to_settings(params: IndexParams, registry: Registry) -> dict[str, str]:
    """Return what an index of these parameters carries in its table ``meta``.

    ``parameters`` are those of :class:`syndetect.params.IndexParams`, which
    are kept and can be changed by a refit; ``rules`` say how words were made
    of texts, which cannot be done again from what is stored.
    """
    rules = {
        "align": dataclasses.asdict(params.align),
        "furniture": dataclasses.asdict(ALONE),
        "agencies": registry.fingerprint(),
        "characters": _characters(),
        "key_version": KEY_VERSION,
    }
    values = {PARAMETERS: _canonical(dataclasses.asdict(params)), RULES: _canonical(rules)}
    return values | {"fingerprint": fingerprint(values)}


def fingerprint(values: Mapping[str, str]) -> str:
    """Return 16 hexadecimal digits, equal exactly when parameters and rules are."""
    return xxhash.xxh3_64_hexdigest(f"{values[PARAMETERS]}\n{values[RULES]}".encode())


def read_params(name: str, meta: Mapping[str, str]) -> IndexParams:
    """Return the parameters that an index carries.

    Raises
    ------
    DamagedError
        They cannot be read.
    """
    try:
        values = orjson.loads(meta[PARAMETERS])
        return IndexParams(**values | {"prefer": tuple(values["prefer"])})
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedError(f"{name}: its parameters cannot be read: {error}") from error


def differences(ours: Mapping[str, str], theirs: Mapping[str, str]) -> list[str]:
    """Name what two indexes differ in: ``window_days: 7.0 in the index, 14.0 asked for``."""
    lines: list[str] = []
    for part in (PARAMETERS, RULES):
        asked, held = _flat(orjson.loads(ours[part])), _flat(orjson.loads(theirs[part]))
        names = [name for name in sorted(asked.keys() | held.keys()) if asked.get(name) != held.get(name)]
        lines += [
            f"{name}: {_shown(held.get(name))} in the index, {_shown(asked.get(name))} asked for"
            for name in names
        ]
    return lines


def _shown(value: object) -> str:
    """Write a value down as it stands in the settings."""
    return orjson.dumps(value).decode()


def check_settings(name: str, ours: Mapping[str, str], meta: Mapping[str, str]) -> None:
    """Refuse an index that was made with other settings.

    Raises
    ------
    MismatchError
        The message names each setting with both values.
    DamagedError
        The settings of the index cannot be read.
    """
    try:
        found = differences(ours, meta)
    except (KeyError, ValueError, AttributeError) as error:
        raise DamagedError(f"{name}: its settings cannot be read: {error}") from error
    if found:
        raise MismatchError(
            f"{name} was made with other settings: {'; '.join(found)} (syndetect index refit changes them)"
        )


def check_key_version(name: str, meta: Mapping[str, str]) -> None:
    """Refuse an index whose keys were made of the words in another way, whatever its other settings.

    Raises
    ------
    MismatchError
    DamagedError
        The settings cannot be read.
    """
    try:
        found = orjson.loads(meta[RULES]).get("key_version")
    except (KeyError, ValueError, AttributeError) as error:
        raise DamagedError(f"{name}: its settings cannot be read: {error}") from error
    if found != KEY_VERSION:
        raise MismatchError(
            f"{name} has keys of version {found}, this version makes {KEY_VERSION}"
            " (syndetect index refit makes them anew)"
        )


def _canonical(values: object) -> str:
    return orjson.dumps(values, option=orjson.OPT_SORT_KEYS).decode()


def _flat(values: Mapping[str, object], above: str = "") -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in values.items():
        flat |= _flat(value, f"{above}{name}.") if isinstance(value, dict) else {above + name: value}
    return flat


def _characters() -> str:
    with (files("syndetect.text") / "characters.npz").open("rb") as data, np.load(data) as table:
        return str(table["unicode_version"].tobytes().decode())
