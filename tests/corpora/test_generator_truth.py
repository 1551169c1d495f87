from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from corpora.generator import COPY_EDITS, DERIVED_EDITS, RELATIONS, GeneratorParams, generate

SETTINGS = {
    "plain": GeneratorParams(n_articles=900, seed=1),
    "furnished": GeneratorParams(n_articles=500, seed=2, furniture_share=0.6, missing_time_share=0.3),
    "hot": GeneratorParams(n_articles=700, seed=3, hot_stories=1, hot_copies=400, word_edit_rate=0.5),
    "short": GeneratorParams(n_articles=500, seed=4, median_words=80, quote_rate=0.5, credit_share=1.0),
    "extreme": GeneratorParams(n_articles=300, seed=5, quote_rate=0.0, word_edit_rate=1.0, topical_rate=1.0),
}


@pytest.fixture(scope="module", params=SETTINGS, ids=str)
def params(request):
    return SETTINGS[request.param]


@pytest.fixture(scope="module")
def corpus(params):
    return {article.id: article for article in generate(params)}


def _words(text):
    return [word for word in text.split() if any(map(str.isalnum, word))]


def _derived(corpus, *edits):
    chosen = [a for a in corpus.values() if a.truth.source_id and (not edits or a.truth.edit in edits)]
    assert chosen
    return [(article, corpus[article.truth.source_id]) for article in chosen]


def test_there_are_as_many_articles_as_asked_for(params, corpus):
    """The corpus has exactly ``n_articles``, each with an id of its own."""
    assert len(corpus) == params.n_articles
    assert sum(1 for _ in generate(params)) == params.n_articles


def test_each_edit_occurs(corpus):
    """Wire stories, unrelated articles and every kind of version occur."""
    assert {article.truth.edit for article in corpus.values()} == {"wire", "unrelated", *DERIVED_EDITS}


def test_verbatim_spans_hold_the_same_text(corpus):
    """A verbatim span is equal to its source once whitespace is normalised, an edited one is not."""
    for article, source in _derived(corpus):
        for span in article.truth.spans:
            mine = article.text[span.start : span.end].split()
            theirs = source.text[span.source_start : span.source_end].split()
            assert mine
            assert (mine == theirs) == (span.kind == "verbatim")


def test_spans_lie_inside_and_apart(corpus):
    """Spans lie on word boundaries inside both texts, in order, and overlap on neither side."""
    for article, source in _derived(corpus):
        spans = article.truth.spans
        here = [(span.start, span.end) for span in spans]
        there = sorted((span.source_start, span.source_end) for span in spans)
        assert here == sorted(here)
        for text, sides in ((article.text, here), (source.text, there)):
            assert all(0 <= start < end <= len(text) for start, end in sides)
            assert all(text[start:end] == text[start:end].strip() for start, end in sides)
            assert all(
                not text[start - 1 : start].strip() and not text[end : end + 1].strip()
                for start, end in sides
            )
            assert all(earlier[1] < later[0] for earlier, later in pairwise(sides))


def test_spans_are_as_long_as_can_be(corpus):
    """Two spans of one role and kind never follow each other in both texts."""
    for article, source in _derived(corpus):
        for one, next_one in pairwise(article.truth.spans):
            alike = (one.role, one.kind) == (next_one.role, next_one.kind)
            between = article.text[one.end : next_one.start]
            gap = (
                source.text[one.source_end : next_one.source_start]
                if one.source_end < next_one.source_start
                else "x"
            )
            assert not alike or between.strip() or gap.strip()


def test_quote_spans_are_direct_speech(corpus):
    """A quote span stands in quotation marks, a prose span has none."""
    for article, _ in _derived(corpus):
        for span in article.truth.spans:
            text = article.text[span.start : span.end]
            assert (text[0] in '“«"' and text[-1] in '”»"') == (span.role == "quote")
            assert span.role == "quote" or not set(text) & set('“”«»"')


def test_words_by_origin_add_up(corpus):
    """Words of the wire, own words and furniture make up the words of the text."""
    for article in corpus.values():
        truth = article.truth
        parts = (truth.wire_prose_words, truth.wire_quote_words, truth.own_words, truth.furniture_words)
        assert sum(parts) == truth.n_words == len(_words(article.text))
        assert min(parts) >= 0
        assert truth.furniture_words == sum(len(_words(article.text[a:b])) for a, b in truth.furniture)


def test_words_of_the_wire_are_those_in_spans(corpus):
    """Verbatim spans hold wire words only; an edited span holds at least those that were kept."""
    for article, _ in _derived(corpus):
        words = Counter()
        for span in article.truth.spans:
            words[span.role, span.kind] += len(_words(article.text[span.start : span.end]))
        truth = article.truth
        assert truth.wire_quote_words == words["quote", "verbatim"]
        assert words["prose", "verbatim"] <= truth.wire_prose_words
        assert truth.wire_prose_words <= words["prose", "verbatim"] + words["prose", "edited"]


def test_relation_follows_from_the_edit(corpus):
    """Every article has the relation of its edit, and the spans that the relation asks for."""
    for article in corpus.values():
        assert article.truth.relation == RELATIONS[article.truth.edit]
    for article, _ in _derived(corpus, "quotes_only"):
        assert {span.role for span in article.truth.spans} == {"quote"}
    for article, _ in _derived(corpus, "independent"):
        assert article.truth.spans == ()
    for article, _ in _derived(corpus, *COPY_EDITS):
        truth = article.truth
        assert (
            truth.edit == "light_edits" or truth.own_words < truth.wire_prose_words + truth.wire_quote_words
        )


def test_fragment_is_two_sentences(corpus):
    """A fragment is one verbatim span of two consecutive sentences in an article of another event."""
    for article, source in _derived(corpus, "fragment"):
        (span,) = article.truth.spans
        text = source.text[span.source_start : span.source_end]
        assert span.kind == "verbatim"
        assert text.replace("\n\n", " ").count(". ") == 1
        assert article.truth.event_id != source.truth.event_id


def test_mixed_report_has_wire_and_own_prose(corpus):
    """Wire plus local reporting has three sentences of wire prose or more, and 30 own words or more."""
    for article, _ in _derived(corpus, "local_reporting"):
        prose = [article.text[s.start : s.end] for s in article.truth.spans if s.role == "prose"]
        assert sum(text.count(".") for text in prose) >= 3
        assert article.truth.own_words >= 30


def test_cut_ends_early(corpus):
    """A cut version is the head of the wire story, word for word, and the end is missing."""
    for article, source in _derived(corpus, "cut"):
        spans = article.truth.spans
        head = source.text[spans[0].source_start : spans[-1].source_end].split()
        assert [word for span in spans for word in article.text[span.start : span.end].split()] == head
        assert spans[0].source_start == source.truth.furniture[0][1] + 1
        assert spans[-1].source_end < len(source.text)
        assert article.truth.own_words == 0


def test_moved_paragraphs_are_out_of_order(corpus):
    """A version with moved paragraphs has all of the wire's words, but not in its order."""
    for article, source in _derived(corpus, "moved"):
        starts = [span.source_start for span in article.truth.spans]
        assert starts != sorted(starts)
        assert article.truth.own_words == 0
        assert article.truth.n_words - article.truth.furniture_words == source.truth.own_words


def test_merged_paragraphs_have_the_same_words(corpus):
    """A version with merged paragraphs has the wire's words in the wire's order, in other paragraphs."""
    changed = 0
    for article, source in _derived(corpus, "merged"):
        starts = [span.source_start for span in article.truth.spans]
        assert starts == sorted(starts)
        assert article.truth.n_words - article.truth.furniture_words == source.truth.own_words
        changed += article.text.count("\n\n") != source.text.count("\n\n")
    assert changed


def test_quotes_of_an_event_are_one_pool(corpus):
    """The same number in the same event is the same direct speech, and some outlets share one."""
    said = defaultdict(set)
    used = Counter()
    for article in corpus.values():
        for quote in article.truth.quotes:
            said[article.truth.event_id, quote.quote].add(article.text[quote.start : quote.end])
            used[article.truth.event_id, quote.quote] += 1
    assert all(len(texts) == 1 for texts in said.values())
    assert max(used.values()) >= 3


def test_credits_are_in_the_text(corpus):
    """A credited article names the agency in furniture; one without a credit does not name it."""
    for article in corpus.values():
        truth = article.truth
        names = [article.text[a:b] for a, b in truth.furniture]
        names = [text for text in names if "Photo: " not in text]
        names_it = any(
            code in text for text in names for code in (truth.agency, "Agency", "Exchange") if code
        )
        assert names_it == (truth.credit != "none")


def test_wire_is_first(params, corpus):
    """Every version is later than its wire story, by two days at most, unless its time is missing."""
    latest = timedelta(days=2)
    for article, source in _derived(corpus):
        if article.published:
            lag = datetime.fromisoformat(article.published) - datetime.fromisoformat(source.published)
            assert timedelta(0) < lag <= latest
        else:
            assert params.missing_time_share > 0


def test_furniture_is_repeated_by_its_outlet(params, corpus):
    """An outlet's menu is the same in all its articles; there is none unless asked for."""
    menus = defaultdict(set)
    for article in corpus.values():
        first = article.text.split("\n\n")[0]
        if " | " in first:
            menus[article.outlet].add(first)
    assert bool(menus) == bool(params.furniture_share)
    assert all(len(found) == 1 for found in menus.values())
