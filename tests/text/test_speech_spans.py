"""Signs, spans and quotations of many articles: definitions in plain Python, and laws."""

import re
from itertools import pairwise

import naive
import numpy as np
import strategies
from hypothesis import given, settings
from hypothesis import strategies as st
from speaking import paragraphs

from syndetect import Article, compare, scan
from syndetect.text import FURNITURE, QUOTE_START, QUOTED, tokenise_paragraphs, word_spans
from syndetect.text.marking import mark_furniture
from syndetect.text.speech import KINDS, find_quotations, find_speech, mark_speech
from syndetect.text.speech_signs import CITED, COLON, HANDLE, INDENTED, LABEL, LINK

TWEET = "The ferry will sail, whatever the board says.\n\n— Ada Quill (@adaquill) May 3, 2019"
PIECES = [
    *("The board said:", "We will let the ferry sail on Sundays.", "> It sails again on Sunday.", TWEET),
    *(
        "QUILL: When?",
        "ORR: Soon.",
        "QUILL: Good.",
        "“Yes,” he said. “No.”",
        "A line",
        "x" * 101,
        "",
        "  a b.",
    ),
]


def articles():
    """Draw texts put together from paragraphs that are speech and others."""
    built = st.lists(st.sampled_from(PIECES), max_size=8).map("\n".join)
    return st.lists(st.one_of(built, strategies.mixed_text(20)), min_size=1, max_size=4)


def _signs(text: str, start: int, end: int) -> int:
    """Return the signs of a paragraph by their definitions in ``syndetect/text/speech_signs.py``."""
    raw = text[start:end].encode("utf-8", "surrogatepass")
    before = text[:start].encode("utf-8", "surrogatepass")
    signs = CITED if raw.startswith(b">") else 0
    signs |= COLON if text[start:end].endswith((":", "：")) else 0
    signs |= INDENTED if before.endswith((b"\t", b"  ")) else 0
    signs |= HANDLE if b"@" in raw else 0
    signs |= LINK if re.search(rb"(?s)\.com/|.\.co/", raw) else 0
    label = re.match(rb"(?s)(.*?)(?::|\xef\xbc\x9a)", raw[:64])
    if label:
        head, colon = label[1], len(label[0]) - 1
        one_word = head.count(b" ") <= 1 and colon <= 24
        signs |= LABEL if one_word or not re.search(rb"[a-z]", head) else 0
    return signs


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(
            [*"aA:：@/>\t ", ".co/", ".com/", "\n", "é", "MAYOR: ", "Frage: ", "x" * 30, "  ", "    a"]
        ),
        max_size=30,
    ).map("".join)
)
def test_signs_agree_with_the_definition(text):
    """Each paragraph has the signs that its characters give."""
    _, found = tokenise_paragraphs([text])

    assert found.speech_signs.tolist() == [_signs(text, start, end) for start, end in found.spans.tolist()]


@given(articles())
def test_speech_is_whole_paragraphs_in_order(texts):
    """Spans ascend, do not overlap, begin and end with paragraphs, and hold the words they name."""
    tokens, found = tokenise_paragraphs(texts)
    spans = find_speech(texts, tokens, found)
    starts = {(row, start) for row in range(len(texts)) for start, _ in _paragraphs_of(found, row)}
    ends = {(row, end) for row in range(len(texts)) for _, end in _paragraphs_of(found, row)}

    assert spans == sorted(spans)
    for span in spans:
        assert (span.article, span.start) in starts
        assert (span.article, span.end) in ends
        words = word_spans(texts[span.article]).start
        first = tokens.article_ptr[span.article]
        inside = np.flatnonzero((words >= span.start) & (words < span.end)) + first
        assert inside.tolist() == list(range(span.first, span.past))
        assert span.kind in KINDS[1:]
    assert all(one.past <= other.first for one, other in pairwise(spans))


def _paragraphs_of(found, row):
    return found.spans[found.article_ptr[row] : found.article_ptr[row + 1]].tolist()


@given(articles())
def test_an_article_is_judged_alone(texts):
    """The speech of an article does not depend on its neighbours."""
    together = find_speech(texts, *tokenise_paragraphs(texts))
    alone = [
        (row, span.start, span.end, span.kind, span.reason)
        for row, text in enumerate(texts)
        for span in find_speech([text], *tokenise_paragraphs([text]))
    ]

    assert [(s.article, s.start, s.end, s.kind, s.reason) for s in together] == alone


@given(articles(), st.data())
def test_quotations_are_the_quoted_words_of_the_body(texts, data):
    """Quotations are runs of quoted words outside furniture, cut where one begins."""
    tokens, found = tokenise_paragraphs(texts)
    speech = find_speech(texts, tokens, found)
    tokens = mark_speech(tokens, speech)
    if len(found.spans):
        paragraph = data.draw(st.integers(0, len(found.spans) - 1))
        row = np.searchsorted(found.article_ptr, [paragraph], side="right") - 1
        edges = sorted(data.draw(st.tuples(*2 * [st.integers(*found.spans[paragraph].tolist())])))
        tokens, _ = mark_furniture(texts, tokens, found, row, np.array([edges]))
    quotations = find_quotations(texts, tokens, found, speech)

    wanted = []
    for number, text in enumerate(texts):
        words = word_spans(text)
        first = tokens.article_ptr[number]
        run = None
        for k, (start, end) in enumerate(zip(words.start.tolist(), words.end.tolist(), strict=True)):
            flag = int(tokens.flags[first + k])
            if not flag & QUOTED or flag & FURNITURE:
                run = None
                continue
            if run is None or flag & QUOTE_START:
                kinds = [span.kind for span in speech if span.first <= first + k < span.past]
                run = [number, start, end, (kinds or ["marks"])[0], 0]
                wanted.append(run)
            run[2], run[4] = end, run[4] + 1
    columns = (quotations.article, quotations.start, quotations.end, quotations.kind, quotations.n_words)
    rows = [list(row) for row in zip(*(column.tolist() for column in columns), strict=True)]
    assert [[*row[:3], KINDS[row[3]], row[4]] for row in rows] == wanted
    assert (
        np.bincount(quotations.article, quotations.n_words, len(texts)).tolist()
        == tokens.body().count(QUOTED).tolist()
    )


def test_quotations_of_nothing():
    """No article, no words, no quotation: empty columns."""
    for texts in ([], [""], ["no", ""]):
        assert len(find_quotations(texts, *tokenise_paragraphs(texts), [])) == 0


def test_marks_inside_a_tweet_are_one_quotation_with_it():
    """Quotation marks inside a tweet begin no quotation of their own."""
    text = paragraphs("One two three.", "He told me “yes” and “no” and then left.", TWEET.split("\n\n")[1])
    tokens, found = tokenise_paragraphs([text])
    marked = mark_speech(tokens, find_speech([text], tokens, found))
    opens = np.flatnonzero(marked.flags & QUOTE_START)

    assert [naive.tokens(text)[k].folded for k in opens] == ["he"]


PROSE = (
    "The harbour board met on Monday in the old customs house, and the islanders came in numbers. ",
    "Nobody on the mainland had expected so many people to care about a boat and its old timetable. ",
)
SHARED = (
    "Nobody will take this boat from us, and whoever tries it will meet every islander on the pier at dawn! "
    "We have paid for her twice."
)


def test_a_shared_tweet_is_no_prose():
    """Two pages that share a tweet alone share direct speech, in a scan and in a comparison."""
    signed = paragraphs(SHARED, "— Ada Quill (@adaquill) May 3, 2019")
    one = paragraphs(2 * PROSE[0] + "It went on.", signed, "That was all on Monday evening.")
    other = paragraphs(2 * PROSE[1] + "They left.", SHARED, "A decision is expected within the week.")
    pair = compare(one, other)

    assert (pair.relation, pair.prose_words) == ("quotes_only", 0)
    assert pair.quote_words == len(SHARED.split())
    result = scan([Article(article_id="a", text=one), Article(article_id="b", text=other)])
    assert [found.relation for found in result.pairs] == ["quotes_only"]
    quotes = result.tables["quotes"]
    assert quotes.data["kind"] == ["tweet"]
    [start], [end] = quotes.data["start"], quotes.data["end"]
    assert one[start:end].startswith("Nobody will take")
    assert sum(quotes.data["n_words"]) == sum(result.tables["articles"].data["n_quote_words"])
