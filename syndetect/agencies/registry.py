"""registry.toml, and a user's own file -> who supplies text and pictures, and how they are named."""

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

import orjson
from xxhash import xxh3_64_hexdigest

from syndetect.agencies.credit import KINDS
from syndetect.agencies.forms import Agency, AgencyKind, Form, agency_forms
from syndetect.errors import ParameterError

__all__ = ["Registry", "host_of", "load_registry", "plain_outlet"]

FORM_KINDS = (*KINDS, "photo")  # what a short form may be allowed in
_LISTS = ("aliases", "sign_offs", "domains", "outlets", "glued", "languages")


@dataclass(frozen=True, eq=False)
class Registry:
    """The agencies and all their forms.

    Attributes
    ----------
    agencies : tuple of Agency
        Distinct names.
    """

    agencies: tuple[Agency, ...]

    def fingerprint(self) -> str:
        """Return 16 hex digits that are equal exactly when all entries are (xxh3): for the manifest."""
        return self._fingerprint

    @cached_property
    def _fingerprint(self) -> str:
        entries = [dataclasses.asdict(agency) for agency in self.agencies]
        return xxh3_64_hexdigest(orjson.dumps(entries, option=orjson.OPT_SORT_KEYS, default=sorted))

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """Every form of every agency, in order."""
        return tuple(form for row, agency in enumerate(self.agencies) for form in agency_forms(row, agency))

    @cached_property
    def by_domain(self) -> dict[str, int]:
        """Own sites -> agency."""
        return {domain: row for row, agency in enumerate(self.agencies) for domain in agency.domains}

    @cached_property
    def by_name(self) -> dict[str, int]:
        """Case-folded names, aliases and outlets -> agency."""
        names: dict[str, int] = {}
        for row, agency in enumerate(self.agencies):
            if agency.kind != "generic":
                for name in (agency.name, *agency.aliases, *agency.short, *agency.outlets):
                    names.setdefault(plain_outlet(name), row)
        return names

    def of_host(self, host: str) -> int | None:
        """Return the agency whose site a host is (``www.reuters.com``), or None."""
        labels = host.lower().strip(".").split(".")
        for first in range(len(labels) - 1):
            row = self.by_domain.get(".".join(labels[first:]))
            if row is not None:
                return row
        return None

    def of_outlet(self, outlet: str, url: str) -> int | None:
        """Return the agency whose own outlet or site an article is from, or None: by name, then by address.

        Parameters
        ----------
        outlet : str
            As :func:`plain_outlet` gives it; it may be an address (``reuters.com/world``).
        url : str
            Of the article.
        """
        row = self.by_name.get(outlet) if outlet else None
        for host in (outlet.partition("/")[0], host_of(url)):
            if row is None and "." in host:
                row = self.of_host(host)
        return row


def host_of(url: str) -> str:
    """Return the host of an address; nothing when it is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # brackets that hold no address
        return ""


def plain_outlet(name: str) -> str:
    """Fold an outlet's name for comparison: case, a leading article."""
    folded = " ".join(name.casefold().split())
    return folded.removeprefix("the ")


def load_registry(path: str | Path | None = None) -> Registry:
    """Load the registry that comes with the package, extended by a user's file.

    Parameters
    ----------
    path : str or Path, optional
        A TOML file of the same form (``[[agency]]`` tables). An entry whose
        name is known adds its forms to that agency, and its kind replaces the
        known one if it gives one; a new name is a new agency.

    Returns
    -------
    Registry

    Raises
    ------
    ParameterError
        The file cannot be read or an entry is wrong; the message names file
        and entry.
    """
    if path is None:
        return _bundled()
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise ParameterError(f"{path}: the registry cannot be read: {reason}") from error
    known = {agency.name: agency for agency in _bundled().agencies}
    return Registry(tuple(_parsed(text, str(path), known).values()))


@cache
def _bundled() -> Registry:
    """Return the registry that comes with the package, read once a process."""
    shipped = files("syndetect.agencies").joinpath("registry.toml").read_text(encoding="utf-8")
    return Registry(tuple(_parsed(shipped, "registry.toml", {}).values()))


def _parsed(text: str, file: str, known: Mapping[str, Agency]) -> dict[str, Agency]:
    """Read TOML tables and merge them into the agencies known."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ParameterError(f"{file}: not TOML: {error}") from error
    entries = data.get("agency")
    if not isinstance(entries, list) or set(data) != {"agency"}:
        raise ParameterError(f"{file}: a registry holds [[agency]] tables and nothing else")
    agencies = dict(known)
    seen: set[str] = set()
    for number, entry in enumerate(entries, 1):
        name = entry.get("name") if isinstance(entry, dict) else None
        where = (
            f"{file}: agency {name!r}" if isinstance(name, str) and name else f"{file}: agency no. {number}"
        )
        if not isinstance(name, str) or not name.strip():
            raise ParameterError(f"{where}: name must be a text that is not empty")
        if name in seen:
            raise ParameterError(f"{where}: stands there twice")
        seen.add(name)
        agencies[name] = _merged(agencies.get(name), entry, where)
    return agencies


def _merged(known: Agency | None, entry: dict[str, Any], where: str) -> Agency:
    """Check one table and add it to what is known of its agency."""
    unknown = entry.keys() - {"name", "kind", "short", *_LISTS}
    if unknown:
        raise ParameterError(f"{where}: unknown key {sorted(unknown)[0]!r}")
    kind: Any = entry.get("kind", known.kind if known else None)
    if kind not in get_args(AgencyKind):
        raise ParameterError(f"{where}: kind must be one of {', '.join(get_args(AgencyKind))}, got {kind!r}")
    base = known or Agency(name=entry["name"], kind=kind)
    lists = {key: _texts(entry.get(key, []), key, where) for key in _LISTS}
    short = {**base.short, **_short(entry.get("short", {}), where)}
    added: dict[str, Any] = {
        key: tuple(dict.fromkeys((*getattr(base, key), *texts))) for key, texts in lists.items()
    }
    agency = replace(base, kind=kind, short=short, **added)
    if not (agency.aliases or agency.short):
        raise ParameterError(f"{where}: needs at least one alias or short form")
    return agency


def _texts(value: object, key: str, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
        raise ParameterError(f"{where}: {key} must be a list of texts, got {value!r}")
    return value


def _short(value: object, where: str) -> dict[str, frozenset[str]]:
    if not isinstance(value, dict):
        raise ParameterError(f"{where}: short must be a table of forms and their kinds, got {value!r}")
    short = {}
    for text, kinds in value.items():
        allowed = frozenset(_texts(kinds, f"short {text!r}", where))
        wrong = allowed - {*FORM_KINDS, "*"}
        if wrong or not allowed:
            raise ParameterError(
                f"{where}: short {text!r} counts in {', '.join(FORM_KINDS)} or *, got {kinds!r}"
            )
        short[text] = allowed
    return short
