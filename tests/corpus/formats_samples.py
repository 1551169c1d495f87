"""Small invented inputs of the formats that hold pages and XML."""

from collections.abc import Iterable, Sequence

SENTENCES = [
    "The ferry to the island did not sail on Monday morning, the harbour office said.",
    "Forty passengers waited in the hall, and a second boat was sent from the mainland.",
    "The company blamed a broken rudder and promised to pay for rooms at the inn.",
    "Engineers from the yard expect to finish the repair before the end of the week.",
]


def paragraphs(number: int) -> list[str]:
    return [f"Report {number}. {SENTENCES[number % 4]}", *SENTENCES[1:]]


def page(number: int, *, head: str = "", charset: str = "utf-8") -> bytes:
    """Return a web page with one article."""
    body = "".join(f"<p>{one}</p>" for one in paragraphs(number))
    text = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="{charset}"><title>Ferry {number}</title>{head}'
        f"</head><body><div><article><h1>Ferry {number}</h1>{body}</article></div></body></html>"
    )
    return text.encode(charset)


def rss(items: Iterable[str], *, encoding: str = "utf-8") -> bytes:
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>\n<title>Harbour Post</title>'
        "<link>https://harbour.example/</link><language>en-gb</language>\n"
        f"{''.join(items)}</channel></rss>\n"
    )
    return text.encode(encoding)


def rss_item(number: int, *, tag: str = "content:encoded", more: str = "") -> str:
    body = "".join(f"<p>{one}</p>" for one in paragraphs(number))
    return (
        f"<item><title>Ferry {number}</title><link>https://harbour.example/{number}</link>"
        f"<guid>g{number}</guid><pubDate>Mon, 04 May 2026 10:0{number}:00 +0200</pubDate>"
        f"<dc:creator>Ada Quay</dc:creator>{more}<{tag}><![CDATA[{body}]]></{tag}></item>\n"
    )


def atom(entries: Iterable[str]) -> bytes:
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
        f"<title>Quay News</title><id>urn:feed</id>{''.join(entries)}</feed>"
    ).encode()


def atom_entry(number: int, content: str) -> str:
    return (
        f"<entry><id>e{number}</id><title>Ferry {number}</title>"
        f"<updated>2026-05-04T12:0{number}:00Z</updated>"
        f'<link rel="self" href="https://quay.example/self"/><link href="https://quay.example/{number}"/>'
        f"<published>2026-05-04T10:0{number}:00Z</published><author><name>Ada Quay</name></author>"
        f"{content}</entry>"
    )


def newsml_item(number: int, *, about: str = "", rights: str = "", content: str | None = None) -> str:
    body = "".join(f"<p>{one}</p>" for one in paragraphs(number))
    inline = (
        '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">'
        f"<head><title>unseen</title></head><body>{body}</body></html></inlineXML>"
    )
    return (
        f'<newsItem guid="urn:news:{number}" version="3" xml:lang="en-GB">'
        f"<rightsInfo>{rights}</rightsInfo><itemMeta><itemClass qcode='ninat:text'/>"
        f'<provider qcode="nprov:QW"><name>Quaywire</name></provider>'
        f"<versionCreated>2026-05-04T10:0{number}:00+02:00</versionCreated>"
        "<pubStatus qcode='stat:usable'/></itemMeta>"
        f"<contentMeta><urgency>4</urgency><headline>Ferry {number}</headline><by>Ada Quay</by>"
        f"<dateline>OSLO</dateline><slugline>Ferry-Stop</slugline>{about}"
        "<language tag='en-GB'/></contentMeta>"
        f"<contentSet>{inline if content is None else content}</contentSet></newsItem>\n"
    )


def newsml(items: Iterable[str]) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/">'
        "<header><sender>quaywire.example</sender></header><itemSet>\n"
        f"{''.join(items)}</itemSet></newsMessage>\n"
    ).encode()


def nitf(number: int, *, doctype: str = "") -> bytes:
    body = "".join(f"<p>{one}</p>" for one in paragraphs(number))
    return (
        f'<?xml version="1.0"?>\n{doctype}<nitf><head><title>unseen</title><docdata>'
        f'<doc-id id-string="nitf-{number}" regsrc="QW"/><urgency ed-urg="5"/>'
        f'<date.issue norm="20260504T100{number}00Z"/>'
        '<doc.copyright holder="Quaywire" year="2026"/></docdata>'
        '<pubdata name="Harbour Post" type="print"/></head><body><body.head><hedline>'
        f"<hl1>Ferry {number}</hl1><hl2>Second line</hl2></hedline>"
        "<byline>By <person>Ada Quay</person></byline>"
        "<distributor>Reuters</distributor><dateline><location>OSLO</location></dateline></body.head>"
        f"<body.content><block>{body}</block><media><media-caption>A picture</media-caption></media>"
        "</body.content>"
        "<body.end><tagline>Reuters</tagline></body.end></body></nitf>\n"
    ).encode()


def warc_record(
    kind: str, block: bytes, *, url: str = "https://harbour.example/a", head: Sequence[str] = ()
) -> bytes:
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        "WARC-Date: 2026-05-05T11:00:00Z",
        *head,
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def response(
    body: bytes, *, status: str = "200 OK", head: Sequence[str] = ("Content-Type: text/html; charset=utf-8",)
) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *head]).encode() + b"\r\n\r\n" + body


def web_archive(n_pages: int) -> list[bytes]:
    """Return the records of an archive: one about it, and pages."""
    pages = [
        warc_record("response", response(page(number)), url=f"https://harbour.example/{number}")
        for number in range(n_pages)
    ]
    return [warc_record("warcinfo", b"software: invented\r\n"), *pages]
