"""The wire formats: text, credit and dates of NewsML-G2, NITF and ninjs, and nothing silently lost."""

import orjson
import pytest
from formats_samples import newsml, newsml_item, nitf, paragraphs
from reading_records import check_cuts, fields_of, read_records, reasons_of, texts_of
from stored import COMPRESS

from syndetect.corpus.formats.ninjs import NINJS
from syndetect.corpus.formats.wire import NEWSML, NITF
from syndetect.corpus.records import Filtered
from syndetect.pipeline import scan

BODY = "\n\n".join(paragraphs(0))


def test_the_fields_of_a_news_item(read_bytes):
    """Headline, provider, by, the date of the version, language, and the text of the XHTML."""
    corpus = read_bytes(newsml([newsml_item(0), newsml_item(1)]))

    assert corpus.ledger[0].format == "newsml"
    assert corpus.ledger[0].status == "complete"
    first = corpus.articles[0]
    assert (first.article_id, first.title, first.outlet) == ("urn:news:0", "Ferry 0", "Quaywire")
    assert (first.authors, first.published, first.language) == ("Ada Quay", "2026-05-04T08:00:00Z", "en")
    assert first.text == BODY


def test_what_a_desk_needs_stays_in_the_record():
    """Urgency, slug line, dateline, status, embargo, version and terms of use can be read from the record."""
    about = "<genre qcode='genre:Update'/>"
    rights = "<copyrightHolder literal='Quaywire'/><usageTerms>Not for broadcast.</usageTerms>"
    item = newsml_item(0, about=about, rights=rights).replace(
        "</itemMeta>", "<embargoed>2026-05-05T00:00:00Z</embargoed></itemMeta>"
    )
    [fields] = fields_of(read_records(NEWSML, newsml([item]))[0])

    kept = ("urgency", "slugline", "dateline", "pubstatus", "embargoed", "version", "genre", "usageterms")
    assert {name: fields[name] for name in kept} == {
        "urgency": "4",
        "slugline": "Ferry-Stop",
        "dateline": "OSLO",
        "pubstatus": "usable",
        "embargoed": "2026-05-05T00:00:00Z",
        "version": "3",
        "genre": "Update",
        "usageterms": "Not for broadcast.",
    }


@pytest.mark.parametrize(
    ("about", "rights", "credit"),
    [
        ("<creditline>Reuters</creditline>", "", "Reuters"),
        ("<infoSource qcode='is:AP'/>", "", "AP"),
        ("<infoSource uri='http://cv.iptc.org/newscodes/newsprovider/AFP'/>", "", "AFP"),
        ("<infoSource literal='dpa'/>", "", "dpa"),
        (
            "<infoSource qcode='is:x'><name>Agence France-Presse</name></infoSource>",
            "",
            "Agence France-Presse",
        ),
        ("", "<copyrightHolder qcode='c:ANSA'/>", "ANSA"),
        ("", "<copyrightNotice>© 2026 Reuters</copyrightNotice>", "© 2026 Reuters"),
        (
            "<infoSource literal='AP'/><creditline>Reuters</creditline>",
            "<copyrightHolder literal='AP'/>",
            "Reuters; AP",
        ),
        ("", "", ""),
    ],
)
def test_who_is_credited(read_bytes, about, rights, credit):
    """Credit line, sources and holder of the rights, each once; the notice only without them."""
    [article] = read_bytes(newsml([newsml_item(0, about=about, rights=rights)])).articles

    assert article.credit == credit


def test_a_scan_credits_the_agency_that_an_item_names(tmp_path):
    """The credit line of an item is evidence of the kind "field", as any credit field of a record is."""
    rewritten = newsml_item(1, about="<creditline>Reuters</creditline>")
    own = newsml_item(2, about="<infoSource literal='Harbour Post staff'/>")
    path = tmp_path / "desk.xml"
    path.write_bytes(newsml([rewritten, own]))
    result = scan([path])

    credited = [(credit.article, credit.agency, credit.kind) for credit in result.credits]
    assert credited == [(0, "Reuters", "field")]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<inlineData contenttype='text/plain'>One &lt;two&gt;\nthree</inlineData>", "One <two>\nthree"),
        ("<inlineData>One</inlineData>", "One"),
        (
            "<inlineData contenttype='text/html'>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;</inlineData>",
            "One\n\nTwo",
        ),
        (f"<inlineXML>{nitf(0).decode().partition('?>')[2]}</inlineXML>", BODY + "\n\nReuters"),
        (
            "<inlineXML><p>One<br/>two  and\n more</p><ul><li>a</li><li>b</li></ul></inlineXML>",
            "One\ntwo and more\n\na\n\nb",
        ),
        (
            "<inlineData>Short</inlineData><inlineXML><p>The longer rendition</p></inlineXML>",
            "The longer rendition",
        ),
    ],
)
def test_renditions_of_the_text(content, text):
    """Plain text, HTML, XHTML and NITF in an item; of several the longest."""
    records, _ = read_records(NEWSML, newsml([newsml_item(0, content=content)]))

    assert texts_of(records) == [text]


def test_items_without_text_are_counted(read_bytes):
    """Pictures, packages, concepts and texts that stand elsewhere are sound, but no articles."""
    picture = newsml_item(0, content="<remoteContent href='a.jpg' contenttype='image/jpeg'/>")
    encoded = newsml_item(
        3, content="<inlineData contenttype='image/png' encoding='base64'>AAAA</inlineData>"
    )
    others = "<packageItem guid='p'><groupSet/></packageItem><conceptItem guid='c'/>"
    corpus = read_bytes(newsml([picture, encoded, others, newsml_item(1)]))

    assert len(corpus.articles) == 1
    assert corpus.ledger[0].filtered == {"not_text": 4}
    assert not corpus.quarantine


def test_an_item_alone_in_its_document(read_bytes):
    """As agencies deliver them: the item itself is the root."""
    item = newsml_item(0).replace("<newsItem ", '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" ')
    corpus = read_bytes(b'<?xml version="1.0"?>\n' + item.encode())

    assert [article.text for article in corpus.articles] == [BODY]
    assert corpus.ledger[0].format == "newsml"


def test_the_fields_of_nitf(read_bytes):
    """Headline, byline, newspaper, date, id and credit; the sign-off belongs to the text, captions do not."""
    [article] = read_bytes(nitf(0, doctype='<!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">\n')).articles

    assert (article.article_id, article.title, article.outlet) == ("nitf-0", "Ferry 0", "Harbour Post")
    assert (article.authors, article.credit) == ("By Ada Quay", "Reuters; Quaywire")
    assert article.published == "2026-05-04T10:00:00Z"
    assert article.text == BODY + "\n\nReuters"


def test_documents_behind_each_other(read_bytes):
    """A file into which NITF documents were joined has one record for each."""
    data = b"".join(nitf(number) for number in range(3))
    corpus = read_bytes(data)

    assert [article.article_id for article in corpus.articles] == ["nitf-0", "nitf-1", "nitf-2"]
    assert corpus.ledger[0].status == "complete"
    assert corpus.ledger[0].format == "nitf"


NINJS_1 = {
    "uri": "urn:n:1",
    "type": "text",
    "versioncreated": "2026-05-04T10:00:00Z",
    "headline": "Ferry",
    "byline": "Ada Quay",
    "language": "en-GB",
    "body_text": "One two.",
    "body_html": "<p>One two.</p>",
    "copyrightholder": "Reuters",
    "urgency": 3,
    "associations": {"featuremedia": {"uri": "urn:p", "type": "picture"}},
}
NINJS_2 = {
    "uri": "urn:n:1",
    "type": "text",
    "versioncreated": "2026-05-04T10:00:00Z",
    "headlines": [{"role": "short", "value": "F"}, {"role": "main", "value": "Ferry"}],
    "by": "Ada Quay",
    "language": "en-GB",
    "bodies": [
        {"role": "caption", "contenttype": "text/plain", "value": "A much longer caption than the body is."},
        {"role": "main", "contenttype": "text/html", "value": "<p>One two.</p>"},
    ],
    "infosources": [{"name": "Reuters"}],
}
NINJS_3 = {
    "uri": "urn:n:1",
    "type": "text",
    "versionCreated": "2026-05-04T10:00:00Z",
    "headlines": [{"value": "Ferry"}],
    "by": "Ada Quay",
    "language": "en-GB",
    "bodies": [{"contentType": "text/plain", "value": "One two."}],
    "infoSources": [{"name": "Reuters"}],
    "standard": {"name": "ninjs", "version": "3.0"},
}


@pytest.mark.parametrize("item", [NINJS_1, NINJS_2, NINJS_3], ids=["1", "2", "3"])
@pytest.mark.parametrize("layout", ["object", "array", "lines"])
def test_the_three_generations_of_ninjs(read_bytes, item, layout):
    """One item is the same article in each, alone, in a list or a line each."""
    line = orjson.dumps(item)
    data = {"object": line, "array": b"[" + line + b"]", "lines": line + b"\n"}[layout]
    corpus = read_bytes(data)

    [article] = corpus.articles
    assert corpus.ledger[0].format == "ninjs"
    assert (article.article_id, article.text, article.title) == ("urn:n:1", "One two.", "Ferry")
    assert (article.authors, article.credit, article.language) == ("Ada Quay", "Reuters", "en")
    assert article.published == "2026-05-04T10:00:00Z"


def test_ninjs_without_text_is_counted():
    """A picture is no article; a text whose body is empty is one without words."""
    picture = {**NINJS_1, "type": "picture"}
    del picture["body_text"], picture["body_html"]
    records, _ = read_records(NINJS, orjson.dumps([NINJS_1, picture]))

    assert texts_of(records) == ["One two."]
    assert records[1] == Filtered(records[1].offset, records[1].length, "not_text")


def test_other_json_is_no_ninjs(read_bytes):
    """An ordinary dump keeps its own reader."""
    data = orjson.dumps({"id": "a", "text": "One two.", "uri": "x"}) + b"\n"

    assert read_bytes(data).ledger[0].format == "jsonl"


@pytest.mark.parametrize("container", COMPRESS)
def test_compressed_messages(read_bytes, container):
    """As all formats, in every compression."""
    corpus = read_bytes(COMPRESS[container][1](newsml([newsml_item(0), newsml_item(1)])))

    assert len(corpus.articles) == 2
    assert corpus.ledger[0].status == "complete"


def test_every_cut_of_a_message_is_noticed():
    """Whatever byte it ends with, a message that is not whole says so, and no half item is read."""
    assert check_cuts(NEWSML, newsml([newsml_item(0), newsml_item(1)])) == 1  # nothing at all


def test_every_cut_of_nitf_is_noticed():
    """Of joined documents, a cut between two of them leaves no sign."""
    first, second = nitf(0), nitf(1)
    gap = len(first) - len(first.rstrip()) + 1

    assert check_cuts(NITF, first + second) <= 1 + gap


def test_every_cut_of_ninjs_is_noticed():
    """A list that is cut off says so."""
    assert check_cuts(NINJS, orjson.dumps([NINJS_1, NINJS_2, {**NINJS_3, "uri": "urn:n:3"}])) <= 1


def test_entities_of_its_own_are_refused():
    """In NewsML and NITF as in feeds."""
    declared = b'<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    for form, data in ((NITF, nitf(0)), (NEWSML, newsml([newsml_item(0)]))):
        records, stream = read_records(form, declared + data.partition(b"?>")[2])
        assert reasons_of(records) == ["xml_dtd"]
        assert stream.refused
