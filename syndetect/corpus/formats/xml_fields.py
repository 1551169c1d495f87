"""An element and the table of its format -> the fields of an article, and what else is worth keeping."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from xml.etree.ElementTree import Element

from syndetect.corpus.formats.xml_records import XmlRecord
from syndetect.corpus.markup import line_of, local_name
from syndetect.corpus.values import FITS

__all__ = ["ARTICLE_FIELDS", "XML_LANG", "xml_fields"]

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

ARTICLE_FIELDS = {
    name: name
    for name in ("id", "text", "title", "url", "outlet", "published", "authors", "credit", "language")
}
"""For formats whose reader names the fields as an article does."""

_LISTS = frozenset(("authors", "credit", "credit_else", "category"))
_LAST_PART = re.compile(r"[^:/#]*$")


def xml_fields(record: XmlRecord, form: str) -> dict[str, object]:
    """Return the fields of a record but its text.

    Parameters
    ----------
    record : XmlRecord
    form : str
        A table of ``xml_fields.toml``.

    Returns
    -------
    dict of str to object
        Strings, or lists of strings for what there can be several of. Values
        that do not fit an article's field are passed over.
    """
    table = _table()
    fields: dict[str, object] = {}
    for name, places in table[form].items():
        found = _fitting(name, _values(record, places))
        if name == "credit_else":
            if found and "credit" not in fields:
                fields["credit"] = found
        elif found and name == "credit":
            fields[name] = found
        elif found:
            fields[name] = found if name in _LISTS else found[0]
    return fields


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("syndetect.corpus.formats") / "xml_fields.toml").read_text("utf-8"))


def _fitting(name: str, values: Iterator[list[str]]) -> list[str]:
    """Return the values of the first place that has a fitting one; of credits those of all places."""
    fit = FITS.get(name)
    found: list[str] = []
    for of_place in values:
        found += [value for value in of_place if fit is None or fit(value) is not None]
        if found and name != "credit":
            break
    return list(dict.fromkeys(found))


def _values(record: XmlRecord, places: list[str]) -> Iterator[list[str]]:
    """Yield what stands in each place."""
    for place in places:
        if place.startswith("^"):
            value = record.context.get(place[1:], "")
            yield [value] if value else []
            continue
        path, _, attribute = place.partition("@")
        elements = _elements(record.element, path)
        if attribute:
            key = _qualified(attribute, "")
            yield [value.strip() for one in elements if (value := one.get(key, "")).strip()]
        else:
            yield [value for one in elements if (value := _shown(one))]


def _elements(top: Element, path: str) -> list[Element]:
    if not path:
        return [top]
    found = top.findall(_steps(path, top.tag.rpartition("}")[0].removeprefix("{")))
    return [one for one in found if one.get("rel", "alternate") == "alternate"]


@lru_cache(1024)
def _steps(path: str, space: str) -> str:
    return "/".join(_qualified(step, space) for step in path.split("/"))


def _qualified(step: str, space: str) -> str:
    """Return a step as ElementTree names it."""
    prefix, colon, local = step.partition(":")
    if colon:
        return f"{{{_table()['namespaces'][prefix]}}}{local}"
    return f"{{{space}}}{step}" if space else step


def _shown(element: Element) -> str:
    """Return what an element says: its names, its own text, or what it refers to."""
    names = [line_of(child) for child in element if local_name(child.tag) == "name"]
    value = next((name for name in names if name), "") or line_of(element)
    if value:
        return value
    for key in ("literal", "qcode", "uri"):
        if reference := element.get(key, "").strip():
            return reference if key == "literal" else _last_part(reference)
    return ""


def _last_part(reference: str) -> str:
    """Return ``AFP`` of ``nprov:AFP`` and of ``http://cv.iptc.org/newscodes/newsprovider/AFP``."""
    found = _LAST_PART.search(reference.rstrip("/"))
    return found[0] if found else reference
