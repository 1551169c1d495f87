"""Elements and HTML -> the text that a reader sees, with a blank line between paragraphs."""

import re
from html import unescape
from typing import Any

from syndetect.corpus.records import Refused

__all__ = ["element_text", "html_text", "line_of", "local_name", "parse_html"]

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
        "body.content",
        "body.end",
        "body.head",
        "block",
        "bq",
        "hl1",
        "hl2",
        "hedline",
        "fn",
        "tagline",
        "bibliography",
        "datasource",
    ]
)
_CELLS = frozenset(("td", "th"))
_UNSEEN = frozenset(
    [
        "head",
        "iframe",
        "math",
        "noframes",
        "noscript",
        "object",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "media",
        "media-metadata",
        "media-reference",
        "media-caption",
        "media-producer",
        "docdata",
    ]
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_AROUND_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_BREAKS = re.compile(r"\n{3,}")
_TAG = re.compile(r"<[a-zA-Z/!?]")


def local_name(tag: object) -> str:
    """Return the name of an element or attribute without its namespace; empty for a comment."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def element_text(top: Any) -> str:
    """Return the text of an element of ElementTree or lxml.

    Blocks are paragraphs, ``br`` is a line break, other white space is one
    blank. Scripts, styles, pictures' metadata and the like are not text.
    """
    parts: list[str] = []
    # What is still to come, the next one last: elements, and strings that follow from them.
    waiting: list[Any] = [top]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        name = local_name(item.tag).lower()
        if name in _UNSEEN or not name:
            continue
        around = "\n\n" if name in _BLOCKS else "\t" if name in _CELLS else ""
        parts.append("\n" if name == "br" else around)
        parts.append(_squeezed(item.text))
        waiting.append(around)
        for child in reversed(item):
            waiting.append(_squeezed(child.tail))
            waiting.append(child)
    text = _AROUND_BREAK.sub("\n", "".join(parts).replace("\t", " "))
    return _BREAKS.sub("\n\n", re.sub(" {2,}", " ", text)).strip()


def html_text(html: str) -> str:
    """Return the text of a piece of HTML; of one without tags, the text with its line breaks.

    Raises
    ------
    Refused
        ``limit_nesting``: everything behind that depth would be missing.
    """
    if not _TAG.search(html):
        return unescape(html).strip() if "&" in html else html.strip()
    tree = parse_html(html)
    return element_text(tree) if tree is not None else ""


def parse_html(html: str) -> Any:
    """Parse HTML by lxml; None when there is nothing in it.

    Raises
    ------
    Refused
        ``limit_nesting``: the parser gave up on a part.
    """
    import lxml.html
    from lxml import etree

    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = etree.fromstring(html.replace("\0", "\ufffd").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        tree = None  # comments, declarations or nothing at all
    limits = [error.message for error in parser.error_log if error.type_name == "ERR_RESOURCE_LIMIT"]
    if limits:
        raise Refused("limit_nesting", f"HTML: {limits[0].strip()}")
    return tree


def line_of(element: Any) -> str:
    """Return the text of an element as one line."""
    return _SPACE.sub(" ", "".join(element.itertext())).strip()


def _squeezed(text: str | None) -> str:
    return _SPACE.sub(" ", text) if text else ""
