"""A line with its agencies masked -> in which role each is named: rules first, then the place of the line."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from syndetect.agencies.captions import CITED, CITING, PHOTO_CREDITS
from syndetect.agencies.credit import Channel, Kind
from syndetect.agencies.lines import Line, Name
from syndetect.agencies.patterns import AGENT, ANY, CALENDAR, FULL, GENERIC, MASKS, PHOTO, SHORT, Rule
from syndetect.agencies.text_forms import TEXT_RULES
from syndetect.text.furniture.captions import picture_kind

__all__ = ["Role", "Surroundings", "find_roles"]

_AROUND = 260  # characters before a name that a form may reach back
_CITING_LENGTH = 48  # characters of the longest words that cite the name behind them
_PROSE = 10  # words of a paragraph that may cite an agency
_BYLINE = 14  # words of a byline without "By"
_TOP = 3  # paragraphs in which a credit may stand directly under the headline
_HEAD = 15  # paragraphs in which a byline without "By" may stand
_LONG = 60  # words of a paragraph that is searched only around its names
_LONG_END = 35  # words of a paragraph, not the last, that may end with an agency in brackets

_NAMED = re.compile(rf"^(?:[A-ZÀ-Þ][\w.'’-]*[\s,]+){{2,5}}(?:[-–—|]\s*)?{ANY}[\w ]{{0,30}}$")
_LETTERS = re.compile(rf"^[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*){{1,3}}, {SHORT}+$")  # Jane Doe, CNN
_TOWN = re.compile(  # EFE/Madrid; not AFP/Archivo, not AFP/Jane Doe
    rf"^[{FULL}{SHORT}{GENERIC}]+\s?[/|]\s?(?!(?i:archiv|file|hand|pool|stringer|photo|foto|imag|bild|video|sport))"
    r"[A-ZÀ-Þ][a-zà-ÿ]{3,}$"
)
_AT_END = re.compile(rf"[{MASKS}]+[\s.)\]]*$")
_DATED = re.compile(rf"^(?:{CALENDAR}|[A-ZÀ-Þ][\w ,.'’/-]{{1,60}}(?:\([^)]{{2,20}}\)\s*)?[-–—]+\s)")


class _Rules(NamedTuple):
    """The forms of credit in the order in which they are tried; photo credits in the middle."""

    before: tuple[Rule, ...]
    photos: tuple[Rule, ...]
    after: tuple[Rule, ...]


_RULES = _Rules(tuple(TEXT_RULES["before photos"]), tuple(PHOTO_CREDITS), tuple(TEXT_RULES["after photos"]))
_MARKS = sorted({mark for rules in _RULES for rule in rules for mark in rule.needs})


class Role(NamedTuple):
    """A name in a line, and what it is there for: ``start`` and ``end`` are characters of the line."""

    name: Name
    channel: Channel
    kind: Kind
    start: int
    end: int


class Surroundings(NamedTuple):
    """What stands around a line.

    Attributes
    ----------
    paragraph : callable
        -1 or 1 -> the paragraph before or after it; empty where there is none.
    has_byline : bool
        Whether a byline stood above.
    """

    paragraph: Callable[[int], str]
    has_byline: bool


def find_roles(line: Line, around: Surroundings) -> list[Role]:
    """Say in which role each name of a line stands; names in none are left out.

    Parameters
    ----------
    line : Line
    around : Surroundings

    Returns
    -------
    list of Role
        In the order of the rules.
    """
    endings = [name for name in line.names if name.form.role == "sign-off"][:1]  # the others are inside it
    roles = [Role(name, "text", "sign-off", name.start, name.end) for name in endings]
    free = {
        name
        for name in line.names
        if name.form.role != "sign-off"
        and not any(
            ending.start <= name.start and name.form.agency == ending.form.agency for ending in endings
        )
    }
    rules = _possible(frozenset(mark for mark in _MARKS if mark in line.folded))
    for step in (_text_first, _place, _photos, _text_after, _rest):
        if free:
            found = step(line, free, around, rules)
            free -= {role.name for role in found}
            roles += found
    return [kept for role in roles if (kept := _allowed(role)) is not None]


@lru_cache(maxsize=4096)
def _possible(marks: frozenset[str]) -> _Rules:
    """Return the rules that can match a line in which just these of their marks stand."""
    before, photos, after = (
        tuple(rule for rule in rules if not rule.needs or not rule.needs.isdisjoint(marks))
        for rules in _RULES
    )
    return _Rules(before, photos, after)


def _text_first(line: Line, free: set[Name], around: Surroundings, rules: _Rules) -> list[Role]:
    return _apply(rules.before, line, free)


def _text_after(line: Line, free: set[Name], around: Surroundings, rules: _Rules) -> list[Role]:
    if len(free) == len(line.names):
        return _apply(rules.after, line, free)
    beside_photo = [
        rule
        for rule in rules.after
        if not (rule.kind == "sign-off" or (rule.kind == "copyright" and not line.is_tail))
    ]
    return _apply(beside_photo, line, free)


def _apply(rules: Sequence[Rule], line: Line, free: set[Name]) -> list[Role]:
    """Let each rule take the free names inside its match."""
    roles: list[Role] = []
    left = set(free)
    near = _near(free) if line.n_words > _LONG else 0  # blanks may fill a short line
    is_tail = line.is_tail
    for rule in rules:
        if not left:
            break
        if line.n_words > rule.max_words or (rule.tail and not is_tail):
            continue
        match = rule.find(line.masked, near)
        if match is None or not _fits(rule, match, line):
            continue
        start, end = match.span("e") if "e" in rule.pattern.groupindex else match.span()
        taken = {name for name in left if match.start() <= name.start and name.end <= match.end()}
        roles += [Role(name, "text", rule.kind, start, end) for name in taken]
        left -= taken
    return roles


def _near(names: set[Name]) -> int:
    """Return where in a long paragraph the words around its first name begin."""
    return max(0, min(name.start for name in names) - _AROUND)


def _fits(rule: Rule, match: re.Match[str], line: Line) -> bool:
    """Tell whether a rule's match stands where such a credit can stand."""
    if rule.kind == "sign-off":
        named = [name.form.kind for name in line.names if match.start() <= name.start < match.end()]
        if "syndicator" in named:  # round-ups end each item with the paper it links to
            return line.is_last
    if rule.kind == "sign-off" and not rule.tail:
        return line.is_tail or (line.place > 2 and line.n_words >= _LONG_END)
    if rule.kind == "copyright":
        return match.start() <= 3 or line.is_tail
    return True


def _place(line: Line, free: set[Name], around: Surroundings, rules: _Rules) -> list[Role]:
    """Read lines that hold nothing but agencies, or a reporter and an agency, by where they stand."""
    text = line.masked.strip()
    if line.place >= _HEAD or line.is_last:
        return []
    kind = None
    if AGENT.match(text) and PHOTO not in text:
        is_dated = bool(_DATED.match(around.paragraph(1)))
        if not is_dated and _is_under_caption(line, around):
            return []
        if line.place <= 2 or is_dated or (FULL in text and not around.has_byline):
            kind = "byline"
    elif _is_reporter(text, line, around):
        kind = "byline"
    if kind is None:
        return []
    return [Role(name, "text", "byline", 0, len(line.text)) for name in free]


def _is_reporter(text: str, line: Line, around: Surroundings) -> bool:
    """Tell whether a masked line is a reporter and an agency, or an agency and its desk's town."""
    if around.has_byline or line.n_words > _BYLINE:
        return False
    if FULL in text and _NAMED.match(text):
        return True
    return bool(_TOWN.match(text) or _LETTERS.match(text)) and _is_under_headline(line, around)


def _is_under_headline(line: Line, around: Surroundings) -> bool:
    """Tell whether a line stands over the body, with no picture's caption beside it."""
    below = around.paragraph(1)
    n_below = len(below.split())
    return (
        line.place < _TOP
        and not _is_under_caption(line, around)
        and n_below >= _PROSE
        and not picture_kind(below, n_below)
    )


def _is_under_caption(line: Line, around: Surroundings) -> bool:
    """Tell whether a line follows a sentence: then it credits a picture, or a box."""
    return line.place >= 2 and around.paragraph(-1).endswith((".", "”", '"'))


def _photos(line: Line, free: set[Name], around: Surroundings, rules: _Rules) -> list[Role]:
    roles: list[Role] = []
    left = set(free)
    for form in rules.photos:
        if not left:
            break
        for match in form.pattern.finditer(line.masked, _near(left)):
            if line.is_last and line.n_words >= 25 and match.end() == len(line.masked.rstrip()):
                continue  # "... wounding eight (dpa)" ends an article, not a caption
            taken = {name for name in left if match.start() <= name.start and name.end <= match.end()}
            roles += [Role(name, "photo", "caption", *match.span()) for name in taken]
            left -= taken
    return roles


def _rest(line: Line, free: set[Name], around: Surroundings, rules: _Rules) -> list[Role]:
    """Tell mentions in prose from what is left at the end of captions."""
    end = _AT_END.search(line.masked, max(0, len(line.masked) - _AROUND))
    roles: list[Role] = []
    for name in free:
        if name.form.role == "domain":
            continue
        if _is_cited(line.masked, name):
            roles.append(Role(name, "mention", "mention", name.start, name.end))
        elif end is not None and end.start() <= name.start:
            roles.append(Role(name, "photo", "caption", name.start, name.end))
        elif line.n_words >= _PROSE and line.masked[name.start] == FULL and name.form.kind == "agency":
            roles.append(Role(name, "mention", "mention", name.start, name.end))
    return roles


def _is_cited(masked: str, name: Name) -> bool:
    """Tell whether the words before a name cite it (told AFP), or those behind it do (AFP reported)."""
    if CITED.match(masked, name.start):
        return True
    near = max(0, name.start - _CITING_LENGTH)
    return any(found.end() >= name.end for found in CITING.finditer(masked, near, name.end))


def _allowed(role: Role) -> Role | None:
    """Drop a short form where it does not count, and generic wording that credits no text."""
    agency = role.name.form
    allowed = role.name.form.allowed
    if allowed is not None and allowed == frozenset(("photo",)):
        return role._replace(channel="photo", kind="caption") if role.channel != "mention" else None
    if allowed is not None:
        needed = {"caption": "photo"}.get(role.kind, role.kind)
        if needed not in allowed:
            return None
    if agency.kind == "generic" and role.channel != "text":
        return None
    if agency.kind == "press release":
        return role._replace(
            channel="press release", kind="mention" if role.channel == "mention" else role.kind
        )
    if agency.kind == "photo agency" and role.channel == "text":
        return role._replace(channel="photo", kind="caption")
    return role
