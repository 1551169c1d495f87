"""registry.toml, and a user's own file -> who supplies text and pictures, and how they are named."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, get_args

from syndetect.agencies.credit import KINDS
from syndetect.errors import ParameterError

__all__ = ["Agency", "AgencyKind", "Form", "Registry", "load_registry"]

AgencyKind = Literal["agency", "photo agency", "press release", "syndicator", "generic"]
FORM_KINDS = (*KINDS, "photo")  # what a short form may be allowed in
_LISTS = ("aliases", "sign_offs", "domains", "outlets", "glued", "languages")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """One entry of the registry.

    Attributes
    ----------
    name : str
        Canonical, without a leading "The".
    kind : str
        ``agency``, ``photo agency``, ``press release``, ``syndicator`` or
        ``generic``.
    aliases : tuple of str
        Forms that name it wherever they stand, as written or in capitals.
    short : mapping of str to frozenset of str
        Forms that mean other things too, with the kinds of credit in which
        each counts; "*" is all of them. Case matters.
    sign_offs : tuple of str
        Words that only this agency ends its texts with; ``*`` is a gap.
    domains, outlets : tuple of str
        Its own sites and its own names as an outlet.
    glued : tuple of str
        Last words of an alias that pages print directly after a name.
    languages : tuple of str
        BCP-47 bases; for people, not used in reading.
    """

    name: str
    kind: AgencyKind
    aliases: tuple[str, ...] = ()
    short: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sign_offs: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    glued: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One way to name an agency.

    Attributes
    ----------
    words : str
        What the search for words looks for; empty for a form that only the
        pattern finds.
    agency : int
        Place in ``Registry.agencies``.
    kind : str
        Of the agency.
    pattern : re.Pattern
        Finds it in a paragraph.
    allowed : frozenset of str or None
        Kinds in which it counts, None for all.
    role : str
        "name", "short", "domain", "sign-off" or "glued".
    """

    words: str
    agency: int
    kind: AgencyKind
    pattern: re.Pattern[str]
    allowed: frozenset[str] | None
    role: Literal["name", "short", "domain", "sign-off", "glued"]


@dataclass(frozen=True, eq=False)
class Registry:
    """The agencies and all their forms.

    Attributes
    ----------
    agencies : tuple of Agency
        Distinct names.
    """

    agencies: tuple[Agency, ...]

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """Every form of every agency, in order."""
        return tuple(form for row, agency in enumerate(self.agencies) for form in _forms(row, agency))

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
    shipped = files("syndetect.agencies").joinpath("registry.toml").read_text(encoding="utf-8")
    known = _parsed(shipped, "registry.toml", {})
    if path is not None:
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ParameterError(f"{path}: the registry cannot be read: {error}") from error
        known = _parsed(text, str(path), known)
    return Registry(tuple(known.values()))


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
    kind = entry.get("kind", known.kind if known else None)
    if kind not in get_args(AgencyKind):
        raise ParameterError(f"{where}: kind must be one of {', '.join(get_args(AgencyKind))}, got {kind!r}")
    base = known or Agency(name=entry["name"], kind=kind)
    lists = {key: _texts(entry.get(key, []), key, where) for key in _LISTS}
    short = {**base.short, **_short(entry.get("short", {}), where)}
    added = {key: tuple(dict.fromkeys((*getattr(base, key), *texts))) for key, texts in lists.items()}
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


def _forms(row: int, agency: Agency) -> list[Form]:
    forms = []
    for alias in agency.aliases:
        spellings = {alias, alias.upper()} if agency.kind != "generic" else {alias}
        words = "|".join(re.escape(spelling).replace(r"\ ", r"\s+") for spelling in sorted(spellings))
        # A name printed without a space after a reporter's ("LemireAssociated Press") is still found.
        before = _BEFORE_PHRASE if " " in alias and alias[0].isupper() else _BEFORE
        pattern = re.compile(
            f"{before if _is_spaced(alias) else ''}(?:{words}){_AFTER if _is_spaced(alias) else ''}"
        )
        forms.append(Form(alias, row, agency.kind, pattern, None, "name"))
    for text, kinds in agency.short.items():
        around = (_BEFORE, _AFTER) if _is_spaced(text) else ("", "")
        pattern = re.compile(around[0] + re.escape(text) + around[1])
        forms.append(Form(text, row, agency.kind, pattern, None if "*" in kinds else kinds, "short"))
    for domain in agency.domains:
        pattern = re.compile(
            rf"(?i)(?<![\w.@-])(?:https?://)?(?:[\w-]+\.){{0,3}}{re.escape(domain)}(?![\w-])"
        )
        forms.append(Form(domain, row, agency.kind, pattern, None, "domain"))
    for phrase in agency.sign_offs:
        parts = [re.escape(part.strip()) for part in phrase.split("*")]
        pattern = re.compile(r"\(?" + r"\b.{0,400}?\b".join(parts) + r".*$", re.DOTALL)
        forms.append(Form(phrase.split("*")[0].strip(), row, agency.kind, pattern, None, "sign-off"))
    longest = [alias for alias in agency.aliases if alias[0].isupper() and " " in alias]
    for word in agency.glued:
        endings = [alias for alias in longest if alias.casefold().endswith(word.casefold())]
        if endings:
            pattern = re.compile("(?<=[a-z])(?:" + "|".join(map(re.escape, endings)) + ")" + _AFTER)
            forms.append(Form(word, row, agency.kind, pattern, None, "glued"))
    return forms


_BEFORE = r"(?<![\w@#$])(?<!//)"
_BEFORE_PHRASE = r"(?<![A-Z0-9_@#])(?<!//)"
_AFTER = r"(?![\w@$]|\.(?:com|org|net|ru|de|fr|it)\b)"


def _is_spaced(text: str) -> bool:
    """Tell whether the script of a form is written with spaces: else any neighbour will do."""
    return not re.search(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]", text)
