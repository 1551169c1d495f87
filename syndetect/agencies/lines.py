"""A flagged paragraph -> the agencies named in it, and the paragraph with their names masked."""

from bisect import bisect_left
from dataclasses import dataclass
from typing import NamedTuple

from syndetect.agencies.forms import Form
from syndetect.agencies.patterns import DOMAIN, FULL, GENERIC, PHOTO, SHORT

__all__ = ["Line", "Name", "find_names", "make_line"]

MOST_NAMES = 60  # of one line: a longer list credits nobody


class Name(NamedTuple):
    """An agency named in a paragraph: characters start to end of the paragraph."""

    start: int
    end: int
    form: Form


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph that names agencies.

    Attributes
    ----------
    text : str
    masked, folded : str
        The same with each letter of a name replaced by its mask; that
        case-folded.
    names : tuple of Name
        In order, none inside another.
    start : int
        Where it begins in the article's text.
    place, n_lines : int
        The how-manieth paragraph of how many.
    n_words : int
    """

    text: str
    masked: str
    folded: str
    names: tuple[Name, ...]
    start: int
    place: int
    n_lines: int
    n_words: int

    @property
    def is_tail(self) -> bool:
        """Tell whether it is near the end: the last five paragraphs or the last fifth."""
        return self.place > 1 and self.n_lines - self.place <= max(5, self.n_lines // 5)

    @property
    def is_last(self) -> bool:
        """Tell whether nothing follows a text of some length."""
        return self.place == self.n_lines - 1 and self.n_lines > 1


def make_line(text: str, forms: list[Form], where: tuple[int, int, int, int]) -> Line:
    """Find the names in a paragraph and mask them.

    Parameters
    ----------
    text : str
    forms : list of Form
        Those that may stand in it.
    where : (int, int, int, int)
        Start, place, n_lines and n_words.

    Returns
    -------
    Line
    """
    names = find_names(text, forms)
    pieces, at = [], 0
    for name in names:
        if name.form.role != "sign-off":
            pieces += [text[at : name.start], _mask(name.form) * (name.end - name.start)]
            at = name.end
    start, place, n_lines, n_words = where
    masked = "".join([*pieces, text[at:]]).replace("\n", " ")
    return Line(text, masked, masked.casefold(), names, start, place, n_lines, n_words)


def find_names(text: str, forms: list[Form]) -> tuple[Name, ...]:
    """Find which of the forms stand in a text; of two that overlap the longer one counts.

    Of a list of very many names the first and the last are returned.
    """
    found = [Name(m.start(), m.end(), form) for form in forms for m in form.pattern.finditer(text)]
    names: list[Name] = []
    taken: list[tuple[int, int]] = []  # the places of those that count, in order
    for name in sorted(found, key=lambda name: (name.start - name.end, name.start, name.form.agency)):
        if name.form.role == "sign-off":
            names.append(name)
            continue
        at = bisect_left(taken, (name.start, name.end))
        if (at == 0 or taken[at - 1][1] <= name.start) and (at == len(taken) or name.end <= taken[at][0]):
            taken.insert(at, (name.start, name.end))
            names.append(name)
    names.sort(key=lambda name: (name.start, name.end))
    if len(names) > MOST_NAMES:
        names = names[: MOST_NAMES // 2] + names[-MOST_NAMES // 2 :]
    return tuple(names)


def _mask(form: Form) -> str:
    if form.kind == "generic":
        return GENERIC
    if form.kind == "photo agency":
        return PHOTO
    return {"domain": DOMAIN, "short": SHORT}.get(form.role, FULL)
