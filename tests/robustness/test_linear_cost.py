"""Every stage over a text costs time in proportion to its length, whatever the text holds."""

import gc
import signal
import time

import numba
import pytest

from syndetect import scan
from syndetect.agencies import load_registry, separate
from syndetect.candidates import find_candidates
from syndetect.corpus import Article
from syndetect.corpus.times import publication_times
from syndetect.garbage import uncollected
from syndetect.pairs import verify
from syndetect.params import Params
from syndetect.sketch import sketch
from syndetect.text import tokenise_paragraphs
from syndetect.text.speech import find_quotations, separate_speech

pytestmark = pytest.mark.skipif(numba.config.DISABLE_JIT, reason="too much work without compilation")

PARAMS = Params()
UNITS = {
    "one letter": "a",
    "quotation marks": '"',
    "apostrophes": "'",
    "nested marks": "“‘«",
    "opened and never closed": "'a “b\" ",
    "curly, opened and never closed": '‘a “b" ',
    "single marks": "'a ",
    "combining marks": "\u0301",
    "two marks in the wrong order": "\u0315\u0300",
    "line breaks": "\n",
    "brackets": "(",
    "dots and digits": "1.",
    "initials": "A.",
    "commas": "1,",
    "zero-width": "\u200b",
    "zero-width in words": "a\u200b",
    "soft hyphens": "a\u00ad",
    "two scripts": "aа",
    "mojibake": "â€™Ã©",
    "half mojibake": "âÃ",
    "blanks": " ",
    "lines of blanks": "word" + " " * 40 + "\n",
    "masked": "@ ",
    "agencies": "Reuters/AP ",
    "a dateline": "LONDON (Reuters) - ",
    "photo credits": "(AP Photo/",
    "captions": "Photo by A/B/C via AP ",
    "bylines": "By John Smith\n",
    "tweets": "— A (@a) May 1\n",
    "speakers": "SPEAKER: a\n",
    "statements": "Statement:\n\n",
    "quoted lines": "“a\n",
    "paragraphs": "a b c d\n\n",
    "links": "http://a",
    "entities": "&amp;<a ",
    "cut off": "[+1 chars] ... ",
    "read on": "Read more: ",
    "dates": "LONDON, May 1, 2020 — ",
    "Han": "中",
    "surrogates": "\ud800",
}
SHORT, LONG = 25_000, 100_000
SLACK = 2.5  # times the proportion that noise may add: linear is 4, quadratic 16
FLOOR = 0.02  # seconds below which nothing is compared
KILL = 240  # seconds


def texts(unit, length):
    """Return a text of a repeated unit and a copy with something before and after."""
    text = (unit * (length // len(unit) + 1))[:length]
    return [text, f"Something before. {text} Something after."]


def stages(unit, length):
    """Run the stages over a text and its copy; return the processor's seconds of each."""
    articles = [Article(article_id=str(k), text=text) for k, text in enumerate(texts(unit, length))]
    read = [article.text for article in articles]
    seconds = {}

    def timed(name, work):
        start = time.process_time()
        found = work()
        seconds[name] = time.process_time() - start
        return found

    tokens, paragraphs = timed("tokens", lambda: tokenise_paragraphs(read, n_threads=1))
    tokens, speech = timed("speech", lambda: separate_speech(read, tokens, paragraphs))
    body = timed(
        "furniture and credits",
        lambda: separate(articles, tokens, paragraphs, load_registry(), PARAMS.furniture, n_threads=1),
    )
    tokens, words = body.tokens, body.tokens.body()
    timed("quotations", lambda: find_quotations(read, tokens, paragraphs, speech, n_threads=1))
    sketches = timed("sketch", lambda: sketch(words, PARAMS, n_threads=1))
    times = publication_times(articles)
    found = timed("candidates", lambda: find_candidates(words, sketches, times, PARAMS, n_threads=1))
    timed(
        "compare",
        lambda: verify(tokens, sketches.weights, found.pairs, PARAMS, body=words, n_threads=1),
    )
    return seconds


@pytest.fixture(scope="module", autouse=True)
def compiled():
    """Compile, and load what is loaded once."""
    for unit in ("The minister said: “We go.” (AP Photo/A) ", "— A (@a) May 1\n", "a b c d\n\n"):
        stages(unit, 2000)


@pytest.fixture(autouse=True)
def without_garbage():
    """Measure the stages alone: what a collection of garbage costs grows with all that other tests left."""
    gc.collect()
    with uncollected():
        yield


@pytest.fixture(autouse=True)
def killed_when_endless():
    """End a test that does not end."""

    def stop(number, frame):
        raise TimeoutError(f"more than {KILL} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(KILL)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("name", UNITS)
def test_four_times_the_text_costs_four_times_the_time(name):
    """No stage grows faster than its text; once more, when the machine was busy."""
    for _ in range(3):
        short, long = stages(UNITS[name], SHORT), stages(UNITS[name], LONG)
        ratios = {stage: long[stage] / max(short[stage], FLOOR) for stage in long}
        slow = {stage: ratio for stage, ratio in ratios.items() if ratio > SLACK * LONG / SHORT}
        if not slow:
            return
    assert not slow, (short, long)


@pytest.mark.parametrize("name", ["paragraphs", "agencies", "quoted lines", "combining marks", "bylines"])
def test_a_whole_run_costs_in_proportion(tmp_path, name):
    """Tracing, tables and report are no exception."""
    seconds = []
    for length in (SHORT // 5, LONG // 5):
        articles = [Article(article_id=str(k), text=t) for k, t in enumerate(texts(UNITS[name], length))]
        start = time.process_time()
        scan(articles, n_threads=1).write(tmp_path / str(length))
        seconds.append(time.process_time() - start)

    assert seconds[1] <= SLACK * LONG / SHORT * max(seconds[0], 5 * FLOOR)
