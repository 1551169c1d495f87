"""The authors and credit fields of records -> credits without a place in the text."""

from collections.abc import Callable, Iterator, Sequence

from syndetect.agencies.captions import PHOTO_CREDITS
from syndetect.agencies.credit import Channel, Credit
from syndetect.agencies.flags import find_forms
from syndetect.agencies.forms import Form
from syndetect.agencies.lines import Line, make_line
from syndetect.agencies.registry import Registry
from syndetect.corpus import Article
from syndetect.text import tokenise_texts

__all__ = ["read_fields"]

_FIELDS = ("authors", "credit")
_CREDITING = frozenset(("byline", "sign-off", "source line", "field"))


def read_fields(
    articles: Sequence[Article], registry: Registry, own: Callable[[Article], frozenset[int]]
) -> Iterator[Credit]:
    """Read the agencies that the records name as author or credit.

    Parameters
    ----------
    articles : sequence of Article
    registry : Registry
    own : callable
        Article -> the agencies whose own outlet it is from.

    Yields
    ------
    Credit
        Kind "field", span 0, 0; "photo" where the value is a photo credit.
    """
    values = sorted({getattr(article, field) for article in articles for field in _FIELDS} - {""})
    named = _named(values, registry)
    for row, article in enumerate(articles):
        for field in _FIELDS:
            value = getattr(article, field)
            for agency, channel in named.get(value, ()):
                role: Channel = "original" if channel != "photo" and agency in own(article) else channel
                yield Credit(row, registry.agencies[agency].name, role, "field", 0, 0, f"{field}: {value}")


def _named(values: list[str], registry: Registry) -> dict[str, list[tuple[int, Channel]]]:
    """Return the agencies of each value that names any."""
    tokens = tokenise_texts(values, n_threads=1)
    hits = find_forms(tokens.hashes, tokens.article_ptr, registry, n_threads=1)
    forms: dict[int, list[Form]] = {}
    for value, form in hits.tolist():
        forms.setdefault(value, []).append(registry.forms[form])
    return {
        values[row]: sorted(_channels(make_line(values[row], found, (0, 0, 1, 1))))
        for row, found in forms.items()
    }


def _channels(line: Line) -> set[tuple[int, Channel]]:
    """Tell text from photo credits and press releases in a field."""
    photos = [match.span() for form in PHOTO_CREDITS for match in form.pattern.finditer(line.masked)]
    channels: set[tuple[int, Channel]] = set()
    for name in line.names:
        form = name.form
        is_photo = any(start <= name.start and name.end <= end for start, end in photos)
        if is_photo or form.kind == "photo agency":
            channels.add((form.agency, "photo"))
        elif form.kind == "press release":
            channels.add((form.agency, "press release"))
        elif form.role in ("name", "short", "glued") and (form.allowed is None or form.allowed & _CREDITING):
            channels.add((form.agency, "text"))
    return channels
