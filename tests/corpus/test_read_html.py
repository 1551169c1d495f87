"""Pages: main text and metadata, encodings as in browsers, and workers that hostile pages kill alone."""

import os
import signal
import threading
import time

import orjson
import pytest
from formats_samples import page, paragraphs
from reading_records import RememberingPages, fields_of, read_records, reasons_of, texts_of
from stored import COMPRESS

from syndetect.corpus import NoArticleError, ReadParams, describe_mapping, read_corpus
from syndetect.corpus.formats.html_files import HTML
from syndetect.corpus.pages import Page, Pages
from syndetect.corpus.pages.extract import decoded, extract
from syndetect.corpus.records import Refused

TEXT = "(main text)"


@pytest.fixture(scope="module")
def pages():
    """One worker for many small pages."""
    workers = RememberingPages()
    yield workers
    workers.close()


def test_what_a_page_says_of_itself(tmp_path):
    """Title, time with its zone, site, author, language, address; the id is the name of the file."""
    head = (
        '<link rel="canonical" href="https://harbour.example/ferry">'
        '<meta property="og:site_name" content="Harbour Post"><meta name="author" content="Ada Quay">'
        '<meta property="article:published_time" content="2026-05-04T10:00:00+02:00">'
    )
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "ferry.html").write_bytes(page(0, head=head))
    corpus = read_corpus(tmp_path)

    [article] = corpus.articles
    assert corpus.ledger[0].format == "html"
    assert corpus.ledger[0].status == "complete"
    assert (article.article_id, article.title) == ("pages/ferry", "Ferry 0")
    assert (article.url, article.outlet) == ("https://harbour.example/ferry", "Harbour Post")
    assert (article.authors, article.language) == ("Ada Quay", "en")
    assert article.published == "2026-05-04T08:00:00Z"
    assert all(one in article.text for one in paragraphs(0))


def test_the_folder_names_the_outlet_of_a_page_that_names_none(pages):
    """As for text files."""
    [fields] = fields_of(read_records(HTML, page(0), pages=pages, name="a", folder="Quay News")[0])

    assert fields["sitename"] == "Quay News"


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2026-05-04T10:00:00Z">', "2026-05-04T10:00:00Z"),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "dateModified": "2026-05-06",'
            ' "datePublished": "2026-05-04T10:00:00+02:00"}</script>',
            "2026-05-04T10:00:00+02:00",
        ),
        ('<meta itemprop="datePublished" content="2026-05-04T10:00">', "2026-05-04T10:00"),
        ('<meta name="date" content="not a date">', None),
        ("", None),
    ],
)
def test_the_time_of_publication(head, published):
    """With the time of day where the page has it; none is guessed from the text."""
    assert extract(page(0, head=head)).get("date") == published


ENCODED = {
    "byte order mark before all": (b"\xef\xbb\xbf" + "<meta charset=koi8-r><p>é".encode(), "text/html", "é"),
    "the server before the page": ('<meta charset="koi8-r"><p>é'.encode(), "text/html; charset=utf-8", "é"),
    "the page's own": ('<meta charset="koi8-r"><p>паром'.encode("koi8-r"), "text/html", "паром"),
    "http-equiv": (
        '<meta http-equiv="Content-Type" content="text/html; charset=shift_jis"><p>記事'.encode("shift_jis"),
        "",
        "記事",
    ),
    "latin-1 is windows-1252": ("<meta charset=iso-8859-1><p>“é”".encode("cp1252"), "", "“é”"),
    "none, but UTF-8": ("<p>“é”".encode(), "", "“é”"),
    "none, and not UTF-8": ("<p>“é”".encode("cp1252"), "", "“é”"),
    "UTF-16 by its mark": ("\ufeff<p>“é”".encode("utf-16-le"), "", "“é”"),
    "a wrong byte": (b"<meta charset=utf-8><p>a\xffb", "", "a\ufffdb"),
}


@pytest.mark.parametrize("case", ENCODED)
def test_encodings(case):
    """Mark, server, page, in this order, with the meanings that browsers give to the names."""
    data, content_type, text = ENCODED[case]

    assert decoded(data, content_type).endswith(text)


def test_a_page_without_an_article_is_counted(tmp_path):
    """A front page, a form: sound, and no article."""
    (tmp_path / "a.html").write_bytes(b"<html><body><form><input></form></body></html>")
    (tmp_path / "b.htm").write_bytes(page(0))
    corpus = read_corpus(tmp_path)

    assert [article.article_id for article in corpus.articles] == ["b"]
    assert corpus.counts()["filtered"] == {"no_main_text": 1}


@pytest.mark.parametrize("depth", [254, 255, 300, 2000, 2060, 100_000])
def test_deep_nesting_is_read_or_said(depth):
    """Text before, inside and behind many elements is all there, or the page is rejected."""
    words = [
        f"{place} the ferry did not sail on Monday, the harbour office said."
        for place in ("Before", "In", "Behind")
    ]
    inside = f"{'<div>' * depth}<p>{words[1]}</p>{'</div>' * depth}"
    html = f"<html><body><p>{words[0]}</p>{inside}<p>{words[2]}</p></body></html>"
    if depth > 2000:
        with pytest.raises(Refused, match="limit_nesting"):
            extract(html.encode())
    else:
        text = extract(html.encode())["text"]
        assert all(one in text for one in words)


HOSTILE = {
    "attributes": b"<p " + b" ".join(b"a%d=1" % at for at in range(60_000)) + b">x</p>",
    "open paragraphs": b"<p>x" * 2_000_000,
    "brackets": b"<" * 50_000_000,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_page_that_takes_too_long_costs_itself(case):
    """The worker is killed, the page has a reason, and the next page is read by a new worker."""
    workers = Pages(max_seconds=1, n_workers=1)
    started = time.monotonic()
    try:
        with pytest.raises(Refused) as refused:
            workers.read(Page(HOSTILE[case]))
        assert refused.value.reason in ("limit_seconds", "limit_memory")
        assert "text" in Pages.read(workers, Page(page(1)))
    finally:
        workers.close()
    assert time.monotonic() - started < 60


def test_the_file_says_what_became_of_such_a_page(tmp_path):
    """One quarantined record with its bytes; the other files are articles."""
    (tmp_path / "a.html").write_bytes(page(0))
    (tmp_path / "b.html").write_bytes(HOSTILE["attributes"])
    (tmp_path / "c.html").write_bytes(page(1))
    corpus = read_corpus(tmp_path, params=ReadParams(max_seconds=1))

    [row] = corpus.quarantine
    assert (row.reason, row.byte_length) == ("limit_seconds", len(HOSTILE["attributes"]))
    assert [article.article_id for article in corpus.articles] == ["a", "c"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="signals of POSIX")
def test_a_worker_that_is_killed_from_outside_is_replaced():
    """As the system does when memory runs out: the page at hand is lost with a reason."""
    workers = Pages(max_seconds=60, n_workers=1)
    try:
        assert workers.read(Page(page(0)))["text"]
        [worker] = workers._workers
        process = worker._process
        assert process is not None
        killer = threading.Timer(0.3, os.kill, (process.pid, signal.SIGKILL))
        killer.start()
        with pytest.raises(Refused) as refused:
            workers.read(Page(HOSTILE["open paragraphs"]))
        assert refused.value.reason == "worker_failed"
        assert workers.read(Page(page(0)))["text"]
    finally:
        workers.close()


def test_no_process_is_left_behind():
    """Closing ends the workers, also while a page is being read."""
    workers = Pages(max_seconds=60, n_workers=2)
    futures = [workers.submit(Page(HOSTILE["open paragraphs"])) for _ in range(4)]
    time.sleep(0.5)
    processes = [worker._process for worker in workers._workers]
    workers.close()

    assert len(processes) == 2
    assert all(process.returncode is not None for process in processes if process)
    assert all(future.done() for future in futures)


def test_pages_come_back_in_order_and_the_same():
    """Whatever the number of workers, and however often a page is read."""
    wanted = [Page(page(at % 7)) for at in range(20)]
    found = []
    for n_workers in (1, 2):
        workers = Pages(max_seconds=60, n_workers=n_workers)
        futures = [workers.submit(one) for one in wanted]
        found.append([future.result() for future in futures])
        workers.close()

    assert found[0] == found[1]
    assert found[0][:6] == found[0][7:13]


def test_every_cut_of_a_page_is_noticed():
    """Half a page is no article, or marked as cut off, or as one without an end."""
    data = page(0)
    whole = extract(data)
    assert not {"is_cut", "has_no_end"} & set(whole)
    n_refused = 0
    for cut in range(len(data)):
        try:
            found = extract(data[:cut])
        except Refused:
            n_refused += 1
        else:
            assert found["text"] == whole["text"] or found.get("is_cut") or found.get("has_no_end"), cut
    assert n_refused < data.index(b"Ferry 0</h1>")


def test_a_page_that_was_cut_off_makes_its_file_partial(pages):
    """It is read as far as it goes, and its article is not measured."""
    records, stream = read_records(HTML, page(0)[:-60], pages=pages)

    assert stream.fault == "truncated_file"
    assert records[0].is_cut


def test_end_tags_that_may_be_left_out_are_no_damage(pages):
    """A page without ``</body>`` and ``</html>`` is valid; the ledger only notes it."""
    data = page(0).replace(b"</body>", b"").replace(b"</html>", b"")
    records, stream = read_records(HTML, data, pages=pages)

    assert stream.fault == ""
    assert "may have been cut off" in stream.detail
    assert not records[0].is_cut


def test_a_page_over_the_limit(pages):
    """It is rejected before any worker sees it."""
    records, _ = read_records(HTML, page(0), pages=pages, max_record_bytes=1024)

    assert reasons_of(records) == [] or reasons_of(records) == ["too_large"]
    assert len(page(0)) <= 1024 or reasons_of(records) == ["too_large"]


@pytest.mark.parametrize("container", ["gzip", "zstd", "bzip2", "xz"])
def test_compressed_pages(tmp_path, container):
    """A saved page in every compression; half of one is no page."""
    ending, compress = COMPRESS[container]
    (tmp_path / f"a.html{ending}").write_bytes(compress(page(0)))
    (tmp_path / f"b.html{ending}").write_bytes(compress(page(0))[:-20])
    corpus = read_corpus(tmp_path)

    assert [article.article_id for article in corpus.articles] == ["a"]
    assert [row.reason for row in corpus.quarantine] == ["truncated_record"]


def test_the_missing_extra_is_named(tmp_path, monkeypatch):
    """Without trafilatura the message says what to install."""
    (tmp_path / "a.html").write_bytes(page(0))
    monkeypatch.setattr("syndetect.corpus.batches.find_spec", lambda name: None)
    with pytest.raises(NoArticleError, match=r"pip install 'syndetect\[html\]'"):
        read_corpus(tmp_path)


def test_main_texts_are_taken_as_they_are(pages):
    """Two files of one page give one text: nothing is remembered between pages."""
    first, _ = read_records(HTML, page(0), pages=pages)
    again = [extract(page(0))["text"] for _ in range(5)]

    assert set(again) == set(texts_of(first, TEXT))


def test_texts_that_hold_html(read_bytes):
    """They are kept as they are, or read without tags when that is asked for; short and long ones alike."""
    long = f"<p>One</p><p>{'word ' * 20_000}</p>"
    lines = [
        {"id": "a", "text": "<p>One &amp; two</p><script>x</script><p>three</p>"},
        {"id": "b", "text": long},
    ]
    data = b"".join(orjson.dumps(line) + b"\n" for line in [*lines, {"id": "c", "text": "<p></p>"}])
    kept, read = read_bytes(data), read_bytes(data, html_text=True)

    assert [article.text for article in kept.articles] == [lines[0]["text"], long, "<p></p>"]
    assert [article.text for article in read.articles] == [
        "One & two\n\nthree",
        "One\n\n" + " ".join(["word"] * 20_000),
    ]
    assert read.ledger[0].filtered == {"empty_text": 1}
    assert kept.n_html == read.n_html == 3
    assert "read without them" in describe_mapping(read)[-1]


def test_deep_html_in_a_text_is_said(read_bytes):
    """Not half of it is taken."""
    data = orjson.dumps({"id": "a", "text": f"<p>One</p>{'<div>' * 3000}two"}) + b"\n"

    assert [row.reason for row in read_bytes(data, html_text=True).quarantine] == ["limit_nesting"]
