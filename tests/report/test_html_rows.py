"""Rows, marks and words behind the page: laws over arbitrary texts."""

from hypothesis import given
from hypothesis import strategies as st

from syndetect.corpus.article import Article
from syndetect.pairs.passages import Passage, Role
from syndetect.report.html.marks import MARKS, paint
from syndetect.report.html.sides import side_rows
from syndetect.report.html.wording import bar, counted, lag, percentages, published
from syndetect.text import paragraph_spans, word_spans

WORDS = st.lists(st.sampled_from(["red", "blue", "green", "one", "“two”", "three", "—four—"]), max_size=15)
GAPS = st.sampled_from([" ", ", ", ". ", "\n\n", " (", ") "])


@st.composite
def texts(draw):
    return "".join(word + draw(GAPS) for word in draw(WORDS))


@st.composite
def sides(draw):
    """Two texts with passages between arbitrary words."""
    left, right = draw(texts()), draw(texts())
    a, b = word_spans(left), word_spans(right)
    passages = []
    for _ in range(draw(st.integers(0, 3)) if len(a.start) and len(b.start) else 0):
        i, j = sorted(draw(st.lists(st.integers(0, len(a.start) - 1), min_size=2, max_size=2)))
        k, m = sorted(draw(st.lists(st.integers(0, len(b.start) - 1), min_size=2, max_size=2)))
        role: Role = draw(st.sampled_from(["prose", "quote", "furniture"]))
        passages.append(
            Passage(
                a_start=int(a.start[i]),
                a_end=int(a.end[j]),
                b_start=int(b.start[k]),
                b_end=int(b.end[m]),
                kind="edited",
                role=role,
                n_words=m - k + 1,
            )
        )
    return left, right, passages


@given(sides())
def test_rows_show_both_texts_once(case):
    """Every word of the left text and every paragraph of the right one stand in exactly one row."""
    left, right, passages = case
    rows, _ = side_rows(left, right, passages, None, unused="dropped")
    on_left = [segment.text for row in rows for clip in row.left for segment in clip.segments]
    on_right = ["".join(segment.text for segment in row.right.segments) for row in rows if row.right]

    assert sorted(word_spans(" ".join(on_left)).hashes.tolist()) == sorted(word_spans(left).hashes.tolist())
    assert on_right == [right[start:end] for start, end in paragraph_spans(right)]


@given(sides())
def test_captions_add_up(case):
    """The words that a caption names are those of its paragraph."""
    left, right, passages = case
    rows, paragraphs = side_rows(left, right, passages, None, unused="dropped")
    with_text = [row for row in rows if row.right]

    for row, paragraph in zip(with_text, paragraphs, strict=True):
        assert row.tags[0] == counted(paragraph.n_words, "word")
        assert row.kind in {"prose", "quote", "own", "furniture"}


def test_a_paragraph_put_last_is_one_move():
    """One paragraph moved to the end is one moved row, not every row before it."""
    parts = [
        f"This is sentence {word} of the text, and it is long." for word in ("one", "two", "three", "four")
    ]
    left, right = "\n\n".join(parts), "\n\n".join([*parts[1:], parts[0]])
    passages = [
        Passage(
            a_start=left.index(part),
            a_end=left.index(part) + len(part) - 1,
            b_start=right.index(part),
            b_end=right.index(part) + len(part) - 1,
            kind="verbatim",
            role="prose",
            n_words=11,
        )
        for part in parts
    ]
    rows, _ = side_rows(left, right, passages, None, unused="dropped")

    assert ["moved" in row.tags for row in rows] == [False, False, False, True]


@given(texts(), st.data())
def test_painting_loses_nothing(text, data):
    """Joined, the segments of a stretch are the stretch, and every word keeps its mark."""
    words = word_spans(text)
    marks = words.hashes.astype("int8")
    marks[:] = [data.draw(st.integers(0, len(MARKS) - 1)) for _ in marks]
    segments = paint(text, words, marks, (0, len(text)))
    painted = [segment.mark for segment in segments for _ in word_spans(segment.text).start]

    assert "".join(segment.text for segment in segments) == text
    assert painted == [MARKS[mark] for mark in marks]


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=4))
def test_percentages_sum_to_a_hundred(words):
    """Rounded shares sum to 100, and what is not nothing is never 0 %."""
    shares = percentages(words)

    if sum(words):
        assert sum(0 if share == "<1%" else int(share[:-1]) for share in shares) == 100
    assert all((share == "0%") == (n == 0) for share, n in zip(shares, words, strict=True))


@given(st.integers(0, 9999), st.integers(0, 9999), st.integers(0, 9999))
def test_bars_are_full(prose, quote, own):
    """The stretches of a bar follow one another and fill it."""
    parts = bar(prose, quote, own).parts
    edge = 0.0
    for part in parts:
        assert abs(float(part.x[:-1]) - edge) < 0.02
        edge = float(part.x[:-1]) + float(part.width[:-1])
    assert abs(edge - (100 if prose + quote + own else 0)) < 0.02


def at(published_: str, seconds: float | None) -> Article:
    return Article(article_id="x", text="", published=published_, published_at=seconds)


def test_lags_in_words():
    """A lag is written in the largest units that fit; before the reference it has a minus sign."""
    reference = at("2025-03-01T00:00:00Z", 0)

    for seconds, words in [
        (0, "same minute"),
        (59 * 60, "+59 min"),
        (-3600, "−1 h"),
        (3600 * 47 + 60, "+47 h 1 min"),
        (3600 * 49, "+2 d 1 h"),
        (86400 * 3, "+3 d"),
    ]:
        assert lag(at("2025-03-01T00:00:00Z", seconds), reference) == words
    assert lag(at("2025-03-01", 0), reference) == "same day"
    assert lag(at("2025-02-27", -86400), reference) == "−2 days"
    assert lag(at("2025-03-02", 86400), reference) == "+1 day"
    assert lag(at("", None), reference) == ""
    assert lag(at("odd", 1), reference) == ""


def test_dates_in_words():
    """Days and minutes are written out in UTC; what is not a date stays as it is."""
    assert published("2025-03-04T23:52:00Z") == "4 March 2025, 23:52 UTC"
    assert published("2025-03-04") == "4 March 2025"
    assert published("2025-99-04") == "2025-99-04"
    assert published("") == ""
