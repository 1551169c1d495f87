"""The bytes of a page -> main text, title, date, authors and the like; the same in any run."""

import re
from collections import Counter
from typing import Any

from syndetect.corpus.dates import parse_date
from syndetect.corpus.markup import parse_html
from syndetect.corpus.records import Refused

__all__ = ["decoded", "extract"]

_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_CLOSING = (
    "a|article|aside|b|div|em|figure|footer|form|h[1-6]|header|i|main|nav|ol|script|section|span|strong|style"
    "|table|title|ul"
)
_OPENED = re.compile(rf"<({_CLOSING})[\s>]", re.IGNORECASE)
_CLOSED = re.compile(rf"</({_CLOSING})\s*>", re.IGNORECASE)
_IN_TAG = re.compile(r"<[a-zA-Z/!][^<>]*\Z")
_IN_SCRIPT = re.compile(r'"datePublished"\s*:\s*"([^"]{5,64})"')
_DATE_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "article:published",
    "date",
)
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2200-12-31"}
"""For htmldate: no guess from the text, and none that depends on the day on which it is made."""


def extract(data: bytes, *, content_type: str = "", url: str = "") -> dict[str, Any]:
    """Read a page.

    Parameters
    ----------
    data : bytes
        As it was sent or saved.
    content_type : str
        What the server said of it, with its charset.
    url : str
        Where it was fetched; empty: what the page says of itself.

    Returns
    -------
    dict of str to str
        ``text``, and ``title``, ``author``, ``date``, ``sitename``, ``url``,
        ``language`` where they are known; ``is_cut`` when the page has no
        end and must have been cut off, ``has_no_end`` when it may have been.

    Raises
    ------
    Refused
        ``no_main_text``, ``limit_nesting``.
    """
    import trafilatura

    html = decoded(data, content_type)
    tree = parse_html(html)
    if tree is None:
        raise Refused("no_main_text", "there are no elements in the page")
    language = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
    published = _published(tree)
    found = trafilatura.bare_extraction(
        tree,
        url=url or None,
        fast=True,
        include_comments=False,
        include_tables=True,
        deduplicate=False,  # it would drop repeated paragraphs, and remember those of other pages
        with_metadata=True,
        date_extraction_params=dict(_DATES),
    )
    assert not isinstance(found, dict)  # as_dict, which nobody asked for
    text = (found.text or "").strip() if found is not None else ""
    if found is None or not text:
        raise Refused("no_main_text", "no main text was found in the page")
    values = {
        "text": text,
        "title": found.title,
        "author": found.author,
        "date": published or found.date,
        "sitename": found.sitename,
        "url": url or found.url,
        "language": language or found.language,
    }
    return {name: value for name, value in values.items() if value} | _end_of(html)


def _end_of(html: str) -> dict[str, Any]:
    """Tell whether a page that has no end was cut off: an element is open that must be closed."""
    if _END.search(html):
        return {}
    opened = Counter(name.lower() for name in _OPENED.findall(html))
    closed = Counter(name.lower() for name in _CLOSED.findall(html))
    is_cut = any(count > closed[name] for name, count in opened.items()) or _IN_TAG.search(html)
    return {"is_cut": True} if is_cut else {"has_no_end": True}


def decoded(data: bytes, content_type: str = "") -> str:
    """Decode a page as browsers do: byte order mark, then the server's charset, then the page's own.

    Without any of them it is UTF-8 if it can be, else windows-1252. A byte that
    does not decode becomes U+FFFD.
    """
    from w3lib.encoding import html_to_unicode

    _, html = html_to_unicode(content_type or None, data, auto_detect_fun=_guessed, default_encoding="cp1252")
    return html.removeprefix("\ufeff")


def _guessed(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        cut_off = error.reason == "unexpected end of data"
        return "utf-8" if cut_off else "cp1252"
    return "utf-8"


def _published(tree: Any) -> str:
    """Return when a page says it was published, with the time of day if it has that; else nothing."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        for key in ("property", "name", "itemprop"):
            metas.setdefault((meta.get(key) or "").strip().lower(), meta.get("content") or "")
    candidates = [metas.get("article:published_time", "")]
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            found = _IN_SCRIPT.search(script.text or "")
            candidates.append(found[1] if found else "")
    candidates += [metas.get(name, "") for name in _DATE_NAMES]
    for time in tree.iter("time"):
        if (time.get("itemprop") or "").lower() == "datepublished" or time.get("pubdate") is not None:
            candidates.append(time.get("datetime") or "")
    return next((value for value in candidates if value and parse_date(value) is not None), "")
