"""An agency -> the forms of its name, each with the words to search for and the pattern that finds it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

__all__ = ["Agency", "AgencyKind", "Form", "agency_forms"]

AgencyKind = Literal["agency", "photo agency", "press release", "syndicator", "generic"]


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
    expression : str
        The regular expression that finds it in a paragraph.
    allowed : frozenset of str or None
        Kinds in which it counts, None for all.
    role : str
        "name", "short", "domain", "sign-off" or "glued".
    """

    words: str
    agency: int
    kind: AgencyKind
    expression: str
    allowed: frozenset[str] | None
    role: Literal["name", "short", "domain", "sign-off", "glued"]

    @property
    def pattern(self) -> re.Pattern[str]:
        """``expression``, compiled when first asked for: few forms of a registry stand in a corpus."""
        return _compiled(self.expression)


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


_BEFORE = r"(?<![\w@#$])(?<!//)"
_BEFORE_PHRASE = r"(?<![A-Z0-9_@#])(?<!//)"
_AFTER = r"(?![\w@$]|\.(?:com|org|net|ru|de|fr|it)\b)"
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")  # Han, kana, Hangul, Thai


def agency_forms(row: int, agency: Agency) -> list[Form]:
    """Return all ways to name an agency.

    Parameters
    ----------
    row : int
        Its place in the registry.
    agency : Agency

    Returns
    -------
    list of Form
    """
    return [
        *(
            Form(alias, row, agency.kind, _alias_pattern(alias, agency), None, "name")
            for alias in agency.aliases
        ),
        *(
            Form(
                text,
                row,
                agency.kind,
                _bounded(re.escape(text), text),
                None if "*" in kinds else kinds,
                "short",
            )
            for text, kinds in agency.short.items()
        ),
        *(
            Form(domain, row, agency.kind, _domain_pattern(domain), None, "domain")
            for domain in agency.domains
        ),
        *(
            Form(phrase.split("*")[0].strip(), row, agency.kind, _phrase_pattern(phrase), None, "sign-off")
            for phrase in agency.sign_offs
        ),
        *(Form(word, row, agency.kind, _glued_pattern(word, agency), None, "glued") for word in agency.glued),
    ]


def _alias_pattern(alias: str, agency: Agency) -> str:
    """Match an alias as written or in capitals; generic wording in any case."""
    spellings = [re.escape(text).replace(r"\ ", r"\s+") for text in sorted({alias, alias.upper()})]
    words = f"(?:{'|'.join(spellings)})" if agency.kind != "generic" else f"(?i:{spellings[-1]})"
    # A name printed without a space after a reporter's ("LemireAssociated Press") is still found.
    return _bounded(words, alias, _BEFORE_PHRASE if " " in alias and alias[0].isupper() else _BEFORE)


def _bounded(pattern: str, text: str, before: str = _BEFORE) -> str:
    """Ask for word boundaries; in scripts written without spaces any neighbour will do."""
    return before + pattern + _AFTER if not _UNSPACED.search(text) else pattern


def _domain_pattern(domain: str) -> str:
    return rf"(?i)(?<![\w.-])(?:https?://)?(?:[\w-]+\.){{0,3}}{re.escape(domain)}(?![\w-])"


def _phrase_pattern(phrase: str) -> str:
    """Match a phrase and the rest of the paragraph; ``*`` is up to 400 characters."""
    parts = [re.escape(part.strip()) for part in phrase.split("*")]
    return r"(?s)\(?" + r"\b.{0,400}?\b".join(parts) + r".*$"


def _glued_pattern(word: str, agency: Agency) -> str:
    """Match an alias that ends with a word directly behind a lower-case letter."""
    endings = [
        re.escape(alias) for alias in agency.aliases if alias.casefold().endswith(" " + word.casefold())
    ]
    return f"(?<=[a-z])(?:{'|'.join(endings) or '(?!)'})" + _AFTER
