"""Rows, marks and words behind the page: laws over arbitrary texts."""

from itertools import groupby

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from syndetect.agencies import Credit
from syndetect.corpus.article import Article
from syndetect.pairs.passages import Passage, Role
from syndetect.report.html.credits import credit_layer
from syndetect.report.html.folding import FOLD, fold_label
from syndetect.report.html.marks import MARKS, Layers, paint
from syndetect.report.html.sides import side_rows
from syndetect.report.html.views import Clip
from syndetect.report.html.wording import bar, counted, lag, percentages, published
from syndetect.text import paragraph_spans, word_spans
from syndetect.text.furniture import FurnitureSpan

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


def unfolded(rows):
    return [each for row in rows for each in (row.inside or (row,))]


@given(sides())
def test_rows_show_both_texts_once(case):
    """Every word of the left text and every paragraph of the right one stand in exactly one row."""
    left, right, passages = case
    rows = unfolded(side_rows(left, right, passages, None, unused="dropped")[0])
    on_left = [segment.text for row in rows for clip in row.left for segment in clip.segments]
    on_right = ["".join(segment.text for segment in row.right.segments) for row in rows if row.right]

    assert sorted(word_spans(" ".join(on_left)).hashes.tolist()) == sorted(word_spans(left).hashes.tolist())
    assert on_right == [right[start:end] for start, end in paragraph_spans(right)]


@given(sides())
def test_captions_add_up(case):
    """The words that a caption names are those of its paragraph."""
    left, right, passages = case
    rows, paragraphs = side_rows(left, right, passages, None, unused="dropped")
    with_text = [row for row in unfolded(rows) if row.right]

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
    """Joined, the segments of a stretch are the stretch, and every word keeps its mark, speech and credit."""
    words = word_spans(text)
    marks = words.hashes.astype("int8")
    marks[:] = [data.draw(st.integers(0, len(MARKS) - 1)) for _ in marks]
    speech = np.array([data.draw(st.booleans()) for _ in marks], np.bool_)
    credit = np.array([data.draw(st.integers(0, 2)) for _ in marks], np.int64)
    layers = Layers(speech=speech, credit=credit, anchors=("one", "two"))
    segments = paint(text, words, marks, (0, len(text)), layers)
    painted = [segment for segment in segments for _ in word_spans(segment.text).start]

    assert "".join(segment.text for segment in segments) == text
    assert [segment.mark for segment in painted] == [MARKS[mark] for mark in marks]
    assert [segment.speech != "" for segment in painted] == speech.tolist()
    assert [segment.credit for segment in painted] == credit.tolist()
    begun = [segment for segment in segments if segment.speech == "first"]
    assert len(begun) == np.count_nonzero(np.diff(speech.astype(int), prepend=0) == 1)


def spans_of_lines(text, numbers):
    """Return furniture spans of some paragraphs of a text, numbered from 0."""
    paragraphs = paragraph_spans(text)
    return [
        FurnitureSpan(0, *paragraphs[number], f"kind {number % 2}", f"paragraph {number + 1}")
        for number in numbers
    ]


@given(st.lists(st.booleans(), min_size=1, max_size=12), st.lists(st.booleans(), min_size=1, max_size=12))
def test_every_long_run_of_furniture_is_folded(left_lines, right_lines):
    """No three rows of furniture in a row stand open; each says its kind and reason, folded or not."""
    texts_, found = [], []
    for side, lines in (("left", left_lines), ("right", right_lines)):
        text = "\n\n".join(f"{side} paragraph {number} of words" for number in range(len(lines)))
        texts_.append(text)
        found.append(spans_of_lines(text, [number for number, is_one in enumerate(lines) if is_one]))
    rows, _ = side_rows(*texts_, [], None, unused="dropped", furniture=(found[0], found[1]))
    clips = [clip for row in unfolded(rows) for clip in (*row.left, *([row.right] if row.right else []))]
    reasons = [reason for clip in clips for _, reason in clip.furniture]
    open_runs = [
        len(list(run))
        for furniture, run in groupby(
            rows, lambda row: not row.folded and (row.right or row.left[0]).whole == "furniture"
        )
        if furniture
    ]

    assert sorted(reasons) == sorted(span.reason for spans in found for span in spans)
    assert max(open_runs, default=0) < FOLD
    for row in rows:
        if row.inside and row.kind == "furniture":
            assert row.folded.startswith(f"{len(row.inside)} lines of furniture: kind ")


def test_the_line_of_a_fold_counts_kinds():
    """Kinds stand in the order of the text with their number; after four of them an ellipsis."""
    clips = [Clip(segments=(), furniture=((kind, "why"),)) for kind in "abbcdbe"]

    assert fold_label(clips[:3]) == "3 lines of furniture: a, b ×2"
    assert fold_label(clips) == "7 lines of furniture: a, b ×3, c, d, …"
    assert fold_label([Clip(segments=())]) == "1 line of furniture"


def test_quotes_are_marked_whoever_has_them():
    """Shared speech, own speech and dropped speech are marked; a quoted term inside copied prose is prose."""
    left = "One two “three four five six seven” eight. “Nobody came” she said. And “so on” it went."
    right = "One two “three four five six seven” eight. “All of us came” he said. And “so on” it went."

    def passage(text: str, role: Role) -> Passage:
        a, b = left.index(text), right.index(text)
        return Passage(
            a_start=a,
            a_end=a + len(text),
            b_start=b,
            b_end=b + len(text),
            kind="verbatim",
            role=role,
            n_words=len(text.split()),
        )

    passages = [passage("three four five six seven", "quote"), passage("And “so on” it went", "prose")]
    (row,), _ = side_rows(left, right, passages, None, unused="dropped")

    def spoken(clip: Clip) -> str:
        return " ".join(segment.text for segment in clip.segments if segment.speech)

    assert spoken(row.left[0]) == "“three four five six seven” “Nobody came”"
    assert spoken(row.right) == "“three four five six seven” “All of us came”"


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 25)), max_size=6))
def test_credits_that_overlap_share_a_place(stretches):
    """Every credit with words has a place, and it is that of its words; those without have none."""
    text = "zero one two three four five six seven eight nine"
    words = word_spans(text)
    credits = sorted(
        Credit(0, "NPA", "mention", "mention", start, min(len(text), start + size), "")
        for start, size in stretches
    )
    layer, numbers = credit_layer(words, credits)

    for credit, number in zip(credits, numbers, strict=True):
        inside = (words.start >= credit.start) & (words.start < credit.end)
        assert set(layer[inside].tolist()) == ({number} if inside.any() else set())
        assert (number > 0) == inside.any()
    runs = [number for number, _ in groupby(layer.tolist()) if number]
    assert runs == list(range(1, len(runs) + 1))


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
