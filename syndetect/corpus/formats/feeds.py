"""RSS, RDF and Atom feeds -> articles: one an item, with its whole text where the feed has that."""

from collections.abc import Iterator
from statistics import median
from xml.etree.ElementTree import Element

from syndetect.corpus.formats.interface import Format, Head, Source
from syndetect.corpus.formats.xml_fields import ARTICLE_FIELDS, xml_fields
from syndetect.corpus.formats.xml_records import XmlRecord, root_of, xml_records
from syndetect.corpus.markup import element_text, local_name
from syndetect.corpus.records import Found, Record, Refused, Rejected

__all__ = ["ATOM", "RSS"]

_ATOM_SPACES = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_ROOTS = frozenset(("rss", "RDF", "channel", "feed"))
_TEASER_WORDS = (
    100  # a feed whose descriptions are longer, in the middle, rather holds whole articles in them
)


def _read_feed(source: Source) -> Iterator[Record]:
    """Read one record an item; a feed of teasers alone is noted in its ledger."""
    summaries: list[int] = []  # words of those texts that are only a description
    n_full = 0
    for record in xml_records(source, frozenset(("item", "entry")), _ROOTS):
        if isinstance(record, Rejected):
            yield record
            continue
        found = _article(source, record)
        yield found
        if isinstance(found, Found):
            if found.fields["text_scope"] == "full":
                n_full += 1
            elif found.fields["text"]:
                summaries.append(len(str(found.fields["text"]).split()))
    _note_teasers(source, summaries, n_full)


def _article(source: Source, record: XmlRecord) -> Found | Rejected:
    is_atom = local_name(record.element.tag) == "entry"
    try:
        text, scope = _atom_text(source, record.element) if is_atom else _rss_text(source, record.element)
        fields = xml_fields(record, "atom" if is_atom else "rss")
        if "title" in fields:
            fields["title"] = source.html_text(str(fields["title"]))
    except Refused as refused:
        return refused.at(record.offset, record.length, record.head)
    fields |= {"text": text, "text_scope": scope}
    return Found(record.offset, record.length, record.head, fields)


def _rss_text(source: Source, item: Element) -> tuple[str, str]:
    """Return the whole text, or the description, and which of them it is."""
    encoded = [source.html_text("".join(one.itertext())) for one in item if one.tag == _CONTENT]
    text = max(encoded, key=len, default="")
    if text:
        return text, "full"
    space = item.tag.rpartition("item")[0]
    described = [
        source.html_text("".join(one.itertext())) for one in item if one.tag == f"{space}description"
    ]
    return max(described, key=len, default=""), "summary"


def _atom_text(source: Source, entry: Element) -> tuple[str, str]:
    space = entry.tag.rpartition("entry")[0]
    for name, scope in (("content", "full"), ("summary", "summary")):
        texts = [_construct(source, one) for one in entry if one.tag == f"{space}{name}"]
        text = max(texts, key=len, default="")
        if text:
            return text, scope
    return "", "summary"


def _construct(source: Source, element: Element) -> str:
    """Return the text of an Atom construct: plain, HTML in a string, or XHTML."""
    kind = element.get("type", "text").lower()
    if kind in ("html", "text/html"):
        return source.html_text("".join(element.itertext()))
    if kind.endswith(("xhtml", "+xml", "/xml")) or len(element):
        return element_text(element)
    return (element.text or "").strip() if kind.startswith("text") else ""


def _note_teasers(source: Source, summaries: list[int], n_full: int) -> None:
    stream = source.stream
    if n_full or not summaries or stream.detail:
        return
    middle = int(median(summaries))
    if middle < _TEASER_WORDS:
        stream.detail = (
            f"only descriptions, no whole texts: {len(summaries):,} of a median of {middle} words; "
            "what such teasers share says little of the articles"
        )


def _is_rss(head: Head) -> bool:
    space, root = root_of(head)
    return (
        root == "rss"
        or (root == "RDF" and b"purl.org/rss/1.0" in head.data)
        or (root in ("RDF", "channel") and b"<item" in head.data and space not in _ATOM_SPACES)
    )


def _is_atom(head: Head) -> bool:
    space, root = root_of(head)
    return root in ("feed", "entry") and (space in _ATOM_SPACES or not space)


RSS = Format(
    name="rss",
    about="RSS feeds, also RDF",
    endings=(".rss", ".rdf", ".xml"),
    read=_read_feed,
    sniff=_is_rss,
    modules=("lxml",),
    extra="feeds",
    fields=ARTICLE_FIELDS,
)
ATOM = Format(
    name="atom",
    about="Atom feeds",
    endings=(".atom", ".xml"),
    read=_read_feed,
    sniff=_is_atom,
    modules=("lxml",),
    extra="feeds",
    fields=ARTICLE_FIELDS,
)
