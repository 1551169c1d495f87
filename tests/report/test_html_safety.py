"""Every field is data: whatever it holds, the page has the same elements and runs nothing of it."""

import dataclasses
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from syndetect.report.html import HtmlReport, render_html
from syndetect.report.html.wording import clean, language, link
from tests.report.demo import demo_report

PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' onfocus='alert(1)' autofocus='",
    "` onclick=`alert(1)",
    "javascript:alert(1)",
    "JaVa\tScript:alert(1)",
    'https://a.example/" onclick="alert(1)',
    "https://a.example/<script>",
    "data:text/html,<script>alert(1)</script>",
    "//evil.example/x",
    "{{ 7 * 7 }}{% raw %}{% include 'page.html' %}{# #}",
    "${7*7} #{7*7} <%= 7*7 %>",
    "<!-- --><![CDATA[ ]]><?php ?>",
    "&lt;script&gt;&#60;b&#62;",
    "</title></textarea></noscript></details></table></section><h1>forged</h1>",
    "<base href=https://evil.example><meta http-equiv=refresh content=0>",
    "\u202egnp.exe\u2066\u2067\u2068",
    "\x1b[2J\x1b]0;title\x07\x00\x08\x7f\x9b31m",
    "\ud800 lone \udfff",
    "\r\n\x0b\x0c\x85\u2028\u2029",
    "%s%n{0}\\u003cscript\\u003e",
    "x" * 3000,
]
TAGS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "link",
        "style",
        "script",
        "body",
        "header",
        "main",
        "footer",
        "section",
    ),
    *("h1", "h2", "h3", "h4", "p", "a", "b", "em", "span", "bdi", "div", "ul", "li", "dl", "dt", "dd", "kbd"),
    *(
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "details",
        "summary",
        "mark",
        "ins",
        "del",
        "q",
    ),
    *("svg", "defs", "pattern", "circle", "path", "rect", "label", "input", "button", "dialog"),
}
ATTRIBUTES = {
    *(
        "lang",
        "dir",
        "class",
        "id",
        "href",
        "rel",
        "scope",
        "hidden",
        "open",
        "tabindex",
        "role",
        "for",
        "type",
    ),
    *(
        "aria-labelledby",
        "aria-label",
        "aria-hidden",
        "aria-pressed",
        "colspan",
        "data-story",
        "data-side",
        "charset",
        "name",
        "content",
    ),
    *("http-equiv", "width", "height", "x", "y", "cx", "cy", "r", "d", "fill", "focusable", "patternunits"),
    *("placeholder", "autocomplete", "spellcheck"),
}


def poisoned(payload: str) -> HtmlReport:
    """Put a payload into every string of a report; texts keep their length, so that offsets hold."""
    report = demo_report()
    articles = tuple(
        dataclasses.replace(
            article,
            article_id=f"{payload}{k}",
            text=(payload + " " + article.text)[: len(article.text)] if k % 2 else article.text,
            title=payload,
            outlet=payload,
            url=payload,
            language=payload,
            authors=payload,
            credit=payload,
            published=payload,
            file=payload,
        )
        for k, article in enumerate(report.corpus.articles)
    )
    corpus = dataclasses.replace(
        report.corpus,
        articles=articles,
        ledger=tuple(dataclasses.replace(e, file=payload, status=payload) for e in report.corpus.ledger),
        quarantine=tuple(
            dataclasses.replace(r, file=payload, reason=payload, detail=payload, excerpt=payload)
            for r in report.corpus.quarantine
        ),
    )
    manifest = {
        "version": payload,
        "parameters": {payload: {payload: payload, "list": [payload]}},
        "corpus": {"digest": payload, payload: payload},
        "stages": [{"stage": payload, payload: payload}],
    }
    stories = [dataclasses.replace(story, story_id=payload) for story in report.stories]
    return dataclasses.replace(
        report,
        corpus=corpus,
        stories=stories,
        manifest=manifest,
        furniture=[dataclasses.replace(span, kind=payload, reason=payload) for span in report.furniture],
        credits=[credit._replace(agency=payload, evidence=payload) for credit in report.credits],
    )


def skeleton(page: str) -> list[str]:
    """List the elements of a page that stand around the fields: heads, sections, tables, scripts.

    What is folded inside a table follows from the paragraphs of the texts, which payloads change.
    """
    tree = html.document_fromstring(page)
    names = ("head", "title", "section", "h1", "h2", "h3", "table", "script", "style")
    return [e.tag for e in tree.iter(*names) if e.get("class") != "inner"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_fields_are_text(payload):
    """With a payload in every field the page holds the same sections, only known tags, and no handler."""
    page = render_html(poisoned(payload))
    tree = html.document_fromstring(page)
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]

    assert {element.tag for element in elements} <= TAGS
    assert {name for element in elements for name in element.attrib} <= ATTRIBUTES
    assert len(elements) == sum(1 for _ in tree.iter())  # no comment, no processing instruction
    assert skeleton(page) == skeleton(render_html(demo_report()))
    assert tree.find(".//title").text == "syndetect report: 9 articles, 2 stories"
    assert [len(list(tree.iter(tag))) for tag in ("script", "style", "h1", "base")] == [1, 1, 1, 0]
    assert "49" not in re.findall(r"<h2[^>]*>.*?</h2>", page)[0]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_links_lead_to_the_web_or_nowhere(payload):
    """Every link is inside the page, or http(s) without referrer and opener."""
    tree = html.document_fromstring(render_html(poisoned(payload)))
    for anchor in tree.iter("a"):
        href = anchor.get("href")
        if not re.fullmatch(r"#[a-z0-9-]+", href):
            assert re.match(r"https?://[a-z]", href)
            assert anchor.get("rel") == "noopener noreferrer nofollow"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_control_character_is_on_the_page(payload):
    """Control characters, bidirectional overrides and lone surrogates are written out."""
    page = render_html(poisoned(payload))

    assert re.findall("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff]", page) == []
    assert page.encode("utf-8")


@pytest.mark.parametrize(
    "url",
    [
        *(
            "javascript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
        ),
        *(
            "//a.example",
            "/path",
            "",
            "https:",
            "https://",
            "http://[",
            "ftp://a.example",
            "https://a.example/a b",
        ),
        *(
            "https://a.example/\u202e",
            "https://a.example/\\x",
            "https://a.example/'x",
            "blob:https://a.example",
        ),
    ],
)
def test_unsafe_addresses_are_no_links(url):
    """What is not a plain web address becomes no link."""
    assert link(url) == ""


def test_web_addresses_are_links():
    """Plain web addresses are links, with query, fragment and letters of any script."""
    for url in ("https://a.example/b?c=d&e=f#g", "HTTP://a.example", "https://例え.example/ä/%20"):
        assert link(url) == url


def test_language_tags_are_well_formed():
    """Only a well-formed language tag is passed on."""
    assert [language(code) for code in ("en", "zh-Hant", 'en" x="', "", "english")] == [
        "en",
        "zh-Hant",
        "",
        "",
        "",
    ]


@given(st.text())
def test_cleaning_keeps_what_is_harmless(text):
    """Cleaning is idempotent and changes nothing in text without control characters."""
    assert clean(clean(text)) == clean(text)
    if text.isprintable():
        assert clean(text) == text


@settings(deadline=None)  # the first page compiles the templates
@given(st.text(alphabet=st.characters(), min_size=1, max_size=40))
def test_any_title_can_be_shown(title):
    """Any string is a title: it comes out as it went in, control characters written out, blanks folded."""
    report = demo_report(max_pairs_per_story=0)
    first = dataclasses.replace(report.corpus.articles[0], title=title)
    corpus = dataclasses.replace(report.corpus, articles=(first, *report.corpus.articles[1:]))
    tree = html.document_fromstring(render_html(dataclasses.replace(report, corpus=corpus)))
    shown = tree.get_element_by_id("story-1-title").text_content()
    if title.strip():
        assert "".join(shown.split()) == "".join(clean(title.strip()).split())
