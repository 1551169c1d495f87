"""Feeds: an item is one record, with its whole text where it has that; a broken one costs itself."""

import io
import random
import tracemalloc

import feedparser
import pytest
from formats_samples import atom, atom_entry, paragraphs, rss, rss_item
from reading_records import check_cuts, fields_of, read_records, reasons_of, texts_of
from stored import COMPRESS

from syndetect.corpus import ReadParams
from syndetect.corpus.containers import COMPRESSIONS, Stream
from syndetect.corpus.containers.stream import StreamLimits
from syndetect.corpus.formats.feeds import ATOM, RSS
from syndetect.corpus.formats.interface import Source
from syndetect.corpus.records import Found, Rejected

ITEMS = [rss_item(number) for number in range(4)]
XHTML = "http://www.w3.org/1999/xhtml"
ENTRIES = [
    atom_entry(
        0, '<content type="html">&lt;p&gt;One &amp;amp; two.&lt;/p&gt;&lt;p&gt;Three.&lt;/p&gt;</content>'
    ),
    atom_entry(
        1,
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One</p><p>Two</p></div></content>',
    ),
    atom_entry(2, "<content>Plain &lt;not a tag&gt; words.</content><summary>Short</summary>"),
    atom_entry(3, "<summary>Only this</summary>"),
]


def test_the_fields_of_an_rss_item(read_bytes):
    """Title, link, guid, date, creator; outlet and language from the channel; the text without its tags."""
    corpus = read_bytes(rss(ITEMS))

    assert corpus.ledger[0].format == "rss"
    assert corpus.ledger[0].status == "complete"
    first = corpus.articles[0]
    assert (first.article_id, first.title, first.outlet) == ("g0", "Ferry 0", "Harbour Post")
    assert (first.url, first.language, first.authors) == ("https://harbour.example/0", "en", "Ada Quay")
    assert first.published == "2026-05-04T08:00:00Z"
    assert first.text == "\n\n".join(paragraphs(0))


def test_the_bytes_of_an_item_are_its_own():
    """Offset and length cut the element out of the file, also of an empty one."""
    data = rss([ITEMS[0], "<item/>", "<item></item >", ITEMS[1]])
    records, _ = read_records(RSS, data)

    spans = [data[record.offset : record.offset + record.length].decode() for record in records]
    assert spans == [ITEMS[0].strip(), "<item/>", "<item></item >", ITEMS[1].strip()]


def test_whole_texts_are_preferred_to_descriptions():
    """content:encoded counts before description, whatever their order and length."""
    described = "<description>A teaser that says little.</description>"
    [whole], _ = read_records(RSS, rss([rss_item(0, more=described)]))
    [teaser], _ = read_records(RSS, rss([rss_item(0, tag="description")]))

    assert (whole.fields["text"], whole.fields["text_scope"]) == ("\n\n".join(paragraphs(0)), "full")
    assert (teaser.fields["text"], teaser.fields["text_scope"]) == ("\n\n".join(paragraphs(0)), "summary")


def test_a_feed_of_teasers_says_so(read_bytes):
    """The ledger notes it; a feed with whole texts has no note."""
    teasers = [
        f"<item><guid>t{at}</guid><description>Ferry {at} is late.</description></item>" for at in range(3)
    ]

    assert "only descriptions" in read_bytes(rss(teasers)).ledger[0].detail
    assert read_bytes(rss([*teasers, ITEMS[0]])).ledger[0].detail == ""


def test_atom_contents_of_every_type(read_bytes):
    """HTML in a string, XHTML, plain text, and a summary where there is no content."""
    corpus = read_bytes(atom(ENTRIES))

    assert corpus.ledger[0].format == "atom"
    assert [article.text for article in corpus.articles] == [
        "One & two.\n\nThree.",
        "One\n\nTwo",
        "Plain <not a tag> words.",
        "Only this",
    ]
    first = corpus.articles[0]
    assert (first.url, first.outlet, first.authors) == ("https://quay.example/0", "Quay News", "Ada Quay")
    assert (first.published, first.language) == ("2026-05-04T10:00:00Z", "en")


def test_rdf_feeds(read_bytes):
    """RSS 1.0 has its items beside the channel, and Dublin Core for date and author."""
    data = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Quay News</title></channel>
      <item rdf:about="https://quay.example/1"><title>One</title><link>https://quay.example/1</link>
      <description>Words of one.</description><dc:date>2026-05-04T10:00:00+02:00</dc:date>
      <dc:creator>Ada Quay</dc:creator><dc:source>Reuters</dc:source></item></rdf:RDF>"""
    corpus = read_bytes(data)

    [article] = corpus.articles
    assert corpus.ledger[0].format == "rss"
    assert (article.text, article.outlet, article.credit) == ("Words of one.", "Quay News", "Reuters")
    assert (article.published, article.url) == ("2026-05-04T08:00:00Z", "https://quay.example/1")


@pytest.mark.parametrize(
    "make", [lambda: (RSS, rss(ITEMS)), lambda: (ATOM, atom(ENTRIES))], ids=["rss", "atom"]
)
def test_feedparser_finds_the_same(make):
    """Titles, links and dates are those of the field's reference reader."""
    form, data = make()
    theirs = feedparser.parse(data).entries
    records, _ = read_records(form, data)
    ours = fields_of(records)

    assert [one["title"] for one in ours] == [one.title for one in theirs]
    assert [one["url"] for one in ours] == [one.link for one in theirs]
    assert [one["id"] for one in ours] == [one.id for one in theirs]
    assert [one["published"] for one in ours] == [one.published for one in theirs]


@pytest.mark.parametrize(
    "broken",
    [
        "<item><title>Salt & pepper</title></item>",
        "<item><title>Open</item>",
        "<item><guid>x</guid><b><i></b></i></item>",
        "<item><title>\x01</title></item>",
        '<item a="1" a="2"/>',
        "<item><x:y/></item>",
    ],
)
def test_a_broken_item_costs_itself(read_bytes, broken):
    """It is quarantined with its place; those before and after it are read."""
    data = rss([ITEMS[0], broken + "\n", ITEMS[1], ITEMS[2]])
    corpus = read_bytes(data)

    assert [article.article_id for article in corpus.articles] == ["g0", "g1", "g2"]
    [row] = corpus.quarantine
    assert (row.record, row.reason, row.byte_offset) == (2, "bad_xml", data.index(broken.encode()))
    assert corpus.ledger[0].status == "complete"


def test_broken_xml_outside_items_leaves_the_items(read_bytes):
    """The file is partial, and every item is read."""
    corpus = read_bytes(rss([ITEMS[0], "<!-- a -- b --> & <image>", ITEMS[1]]))

    assert [article.article_id for article in corpus.articles] == ["g0", "g1"]
    assert corpus.ledger[0].status == "partial: damaged_file"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16", "koi8-r", "gb2312", "euc-kr"]
)
def test_declared_encodings(encoding):
    """Single bytes and several; of the latter the place of an item in the file is not known."""
    word = {"koi8-r": "паром", "gb2312": "渡轮", "euc-kr": "여객선"}.get(encoding, "fjære")
    item = f"<item><guid>1</guid><description>{word} one</description></item>"
    data = rss([item, item], encoding=encoding)
    records, stream = read_records(RSS, data)

    assert texts_of(records) == [f"{word} one"] * 2
    assert stream.fault == ""
    spans = {data[record.offset : record.offset + record.length] for record in records}
    assert spans == ({item.encode(encoding)} if encoding not in ("utf-16", "gb2312", "euc-kr") else {b""})


def test_bytes_of_another_encoding_are_no_text():
    """The item is rejected; what follows is read."""
    data = rss(["<item><description>a X b</description></item>", ITEMS[1]]).replace(b"a X b", b"a \xff b")
    records, _ = read_records(RSS, data)

    assert reasons_of(records) == ["bad_xml"]
    assert len(texts_of(records)) == 1


def test_names_of_characters_in_html():
    """They are known without a document type; an unknown one stays as it is written."""
    [record], _ = read_records(
        RSS, rss(["<item><description>a&nbsp;&eacute; &hellip; &xyzzy;</description></item>"])
    )

    assert record.fields["text"] == "a\u00a0é … &xyzzy;"


@pytest.mark.parametrize(
    "declared",
    [
        "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 12)),
        '<!ENTITY x SYSTEM "file:///etc/hostname">',
        '<!ENTITY % p SYSTEM "http://localhost:9/p.dtd"> %p;',
        "<!ELEMENT rss ANY>",
    ],
    ids=["laughs", "file", "parameter", "element"],
)
def test_declarations_are_refused(read_bytes, declared):
    """No entity is expanded and nothing fetched: the whole document is one rejected record."""
    document = rss(["<item><description>x &a11; &x;</description></item>"]).split(b"\n", 1)[1]
    tracemalloc.start()
    corpus = read_bytes(b'<?xml version="1.0"?><!DOCTYPE rss [' + declared.encode() + b"]>" + document)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert not corpus.articles
    assert corpus.quarantine[0].reason == "xml_dtd"
    assert corpus.ledger[0].status == "unreadable: xml_dtd"
    assert peak < 20_000_000


def test_an_external_document_type_is_not_fetched(read_bytes):
    """It is passed over, as old feeds and NITF name one."""
    prologue = b'<!DOCTYPE rss PUBLIC "-//X//DTD RSS//EN" "http://localhost:9/rss.dtd">'
    corpus = read_bytes(b'<?xml version="1.0"?>' + prologue + rss(ITEMS).split(b"\n", 1)[1])

    assert len(corpus.articles) == len(ITEMS)


def test_nested_and_long_items_are_rejected_alone():
    """Depth and size are bounded for each item; those beside it are read."""
    deep = f"<item>{'<b>' * 200}{'</b>' * 200}</item>"
    long = f"<item><description>{'word ' * 2000}</description></item>"
    records, stream = read_records(RSS, rss([deep, ITEMS[0], long, ITEMS[1]]), max_record_bytes=4096)

    assert reasons_of(records) == ["limit_nesting", "too_large"]
    assert len(texts_of(records)) == 2
    assert stream.fault == ""


def test_deep_nesting_ends_the_document():
    """So deep that even to follow it would fill the memory."""
    records, stream = read_records(RSS, rss([ITEMS[0], "<item>" + "<b>" * 100_000]))

    assert [type(record) for record in records] == [Found, Rejected]
    assert records[1].reason == "limit_nesting"
    assert stream.fault == "damaged_file"


def test_deep_html_in_an_item_is_said():
    """The parser of HTML would drop what is deep inside, and all that follows."""
    deep = f"<item><description><![CDATA[{'<div>' * 5000}x]]></description></item>"
    records, _ = read_records(RSS, rss([deep, ITEMS[0]]))

    assert reasons_of(records) == ["limit_nesting"]
    assert len(texts_of(records)) == 1


def test_a_long_comment_is_read_in_linear_time():
    """Every chunk of an unfinished token would else be a reason to read it from its beginning."""
    data = rss([f"<!--{'x' * 24_000_000}-->", ITEMS[0]])
    records, stream = read_records(RSS, data)

    assert len(texts_of(records)) == 1
    assert stream.fault == ""


def test_memory_does_not_grow_with_the_feed():
    """Items are handed on and dropped, over 10 MB of them."""
    data = rss([f"<item><description>{'word ' * 100_000}</description></item>"] * 20)
    tracemalloc.start()
    n_records = count_records(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert n_records == 20
    assert peak < len(data)  # a document as a tree takes several times that


def count_records(data: bytes) -> int:
    """Count the records without keeping them."""
    limits = StreamLimits(250, 10**12)
    stream = Stream(io.BytesIO(data), compression=None, limits=limits, on_bytes=lambda n_bytes: None)
    return sum(1 for _ in RSS.read(Source(stream=stream, params=ReadParams())))


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_every_cut_is_noticed(form):
    """Whatever byte it ends with, a feed that is not whole says so, and no half item is read."""
    data = rss(ITEMS[:2]) if form == "rss" else atom(ENTRIES)

    assert check_cuts(RSS, data) == 1  # nothing at all is an empty file


def test_flipped_bits_are_accounted_for():
    """Reading ends without an error of its own, and the sums hold; neighbours of the damage are read."""
    data = rss(ITEMS)
    chance = random.Random(7)
    whole = texts_of(read_records(RSS, data)[0])
    for _ in range(600):
        broken = bytearray(data)
        broken[chance.randrange(data.index(b"<item>"), len(data))] ^= 1 << chance.randrange(8)
        records, stream = read_records(RSS, bytes(broken))
        found = texts_of(records)
        assert len(set(found) & set(whole)) >= len(whole) - 2 or stream.fault or reasons_of(records)


def test_several_documents_in_one_file(read_bytes):
    """Feeds that were joined are read one after the other."""
    corpus = read_bytes(rss(ITEMS[:2]) + rss(ITEMS[2:]))

    assert [article.article_id for article in corpus.articles] == ["g0", "g1", "g2", "g3"]
    assert corpus.ledger[0].status == "complete"


def test_another_kind_of_xml_is_refused(read_bytes):
    """A map of a site is no feed: the whole file is one rejected record."""
    data = b'<?xml version="1.0"?><urlset><url><loc>https://harbour.example/</loc></url></urlset>'
    corpus = read_bytes(data, input_format="rss")

    assert corpus.quarantine[0].reason == "bad_file"
    assert corpus.ledger[0].status == "unreadable: bad_file"


@pytest.mark.parametrize("compression", COMPRESSIONS, ids=lambda one: one.name)
def test_compressed_feeds(read_bytes, compression):
    """A compressed feed is told by its content, as every format is."""
    corpus = read_bytes(COMPRESS[compression.name][1](rss(ITEMS)))

    assert len(corpus.articles) == len(ITEMS)
    assert corpus.ledger[0].format == "rss"
