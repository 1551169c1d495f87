"""NewsML-G2 and NITF -> articles: the text of each news item, and who it is credited to."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from syndetect.corpus.formats.interface import Format, Head, Source
from syndetect.corpus.formats.xml_fields import ARTICLE_FIELDS, xml_fields
from syndetect.corpus.formats.xml_records import XmlRecord, root_of, xml_records
from syndetect.corpus.markup import element_text, local_name
from syndetect.corpus.records import Filtered, Found, Record, Refused, Rejected

__all__ = ["NEWSML", "NITF"]

_ITEMS = frozenset(("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"))
_NEWSML_ROOTS = frozenset(("newsMessage", "itemSet"))


def _read_newsml(source: Source) -> Iterator[Record]:
    """Read every news item, alone or in a message; items of other kinds are counted."""
    for record in xml_records(source, _ITEMS, _NEWSML_ROOTS):
        if isinstance(record, Rejected):
            yield record
        else:
            yield _newsml_item(source, record)


def _newsml_item(source: Source, record: XmlRecord) -> Record:
    item = record.element
    if local_name(item.tag) != "newsItem":
        return Filtered(record.offset, record.length, "not_text")
    try:
        texts = [text for content in _contents(item) if (text := _content_text(source, content)) is not None]
    except Refused as refused:
        return refused.at(record.offset, record.length, record.head)
    if not texts:
        return Filtered(record.offset, record.length, "not_text")
    fields = xml_fields(record, "newsml")
    return Found(record.offset, record.length, record.head, {**fields, "text": max(texts, key=len)})


def _contents(item: Element) -> Iterator[Element]:
    """Yield the renditions of the content that stand in the item itself."""
    for child in item:
        if local_name(child.tag) == "contentSet":
            yield from (one for one in child if local_name(one.tag) in ("inlineXML", "inlineData"))


def _content_text(source: Source, content: Element) -> str | None:
    """Return the text of a rendition; None when it is no text."""
    kind = content.get("contenttype", "").partition(";")[0].strip().lower()
    if local_name(content.tag) == "inlineData":
        data = "".join(content.itertext())
        if kind in ("text/html", "application/xhtml+xml"):
            return source.html_text(data)
        is_text = kind in ("", "text/plain") and not content.get("encoding", "").endswith("base64")
        return data.strip() if is_text else None
    if kind.startswith(("image/", "video/", "audio/", "application/vnd")):
        return None
    return _body_text(content)


def _body_text(top: Element) -> str:
    """Return the text of the NITF or XHTML in an element, without its head."""
    nitf = next((one for one in top.iter() if local_name(one.tag) == "body.content"), None)
    if nitf is None:
        return element_text(top)
    ends = [one for one in top.iter() if local_name(one.tag) == "body.end"]
    return "\n\n".join(text for one in (nitf, *ends) if (text := element_text(one)))


def _read_nitf(source: Source) -> Iterator[Record]:
    """Read one article a document; several documents may follow each other."""
    for record in xml_records(source, frozenset(("nitf",))):
        if isinstance(record, Rejected):
            yield record
            continue
        fields = {**xml_fields(record, "nitf"), "text": _nitf_text(record.element)}
        yield Found(record.offset, record.length, record.head, fields)


def _nitf_text(nitf: Element) -> str:
    has_content = any(local_name(one.tag) == "body.content" for one in nitf.iter())
    return _body_text(nitf) if has_content else ""


def _is_newsml(head: Head) -> bool:
    return root_of(head)[1] in _ITEMS | _NEWSML_ROOTS


def _is_nitf(head: Head) -> bool:
    return root_of(head)[1] == "nitf"


NEWSML = Format(
    name="newsml",
    about="NewsML-G2 news items, alone or in messages",
    endings=(".xml", ".newsml"),
    read=_read_newsml,
    sniff=_is_newsml,
    modules=("lxml",),
    extra="wire",
    fields=ARTICLE_FIELDS,
)
NITF = Format(
    name="nitf",
    about="NITF documents, one article each",
    endings=(".xml", ".nitf"),
    read=_read_nitf,
    sniff=_is_nitf,
    fields=ARTICLE_FIELDS,
)
