"""Texts of a story's page: excerpts hold every own run once, whole texts every word once."""

from itertools import groupby, pairwise

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from syndetect.report.site.text.added import SMALL, excerpts
from syndetect.report.site.text.credited import BADGES_SHOWN, PLACES_SHOWN, credit_layer, credit_views
from syndetect.report.site.text.folding import FOLD, fold_label, named
from syndetect.report.site.text.markup import marked_paragraph
from syndetect.report.site.text.room import Allowance
from syndetect.report.site.text.views import Clip, Segment
from syndetect.report.site.text.whole import Known, whole_text
from syndetect.report.site.text.words import paragraphs_of, words_of
from syndetect.text import word_spans

WORDS = st.sampled_from(
    ["red", "blue", "“green”", "one", "(two)", "three", "—four—", "日本", "שלום", "e\u0301", "U.S."]
)
GAPS = st.sampled_from(
    [" ", ", ", ". ", "! ", "\n", "\n\n", "\r\n", " (", ") ", "\n***\n", "\u2028", "  \n  "]
)


@st.composite
def texts(draw):
    words = draw(st.lists(WORDS, max_size=25))
    return "".join(word + draw(GAPS) for word in words)


@st.composite
def owned(draw):
    """Draw a text, runs of own words, and sentences that cut its words."""
    text = draw(texts())
    words = word_spans(text)
    n = words.start.size
    own = draw(st.lists(st.booleans(), min_size=n, max_size=n))
    unique = [
        {"start": int(words.start[run[0]]), "end": int(words.end[run[-1]])}
        for is_own, run in (
            (is_own, [k for k, _ in group]) for is_own, group in groupby(enumerate(own), lambda e: e[1])
        )
        if is_own
    ]
    cuts = sorted({0, *draw(st.lists(st.integers(0, max(0, n - 1)), max_size=6))}) if n else []
    sentences = [
        {
            "start": int(words.start[low]),
            "added": draw(st.sampled_from([None, "new quote", "new sentence"])),
            "place": "top",
        }
        for low in cuts
    ]
    return text, own, unique, sentences


@given(owned())
def test_every_own_word_stands_in_one_excerpt(case):
    """Marked words are the own ones, in order, each once; an excerpt is a stretch of the text."""
    text, own, unique, sentences = case
    words = word_spans(text)
    found = excerpts(text, unique, sentences, [])
    marked = [
        word
        for excerpt in found
        for segment in excerpt.segments
        if segment.mark == "own"
        for word in word_spans(segment.text).hashes.tolist()
    ]

    assert marked == words.hashes[own].tolist()
    assert sum(excerpt.n_own for excerpt in found) == sum(own)
    for excerpt in found:
        assert excerpt.n_own > 0
        assert "".join(segment.text for segment in excerpt.segments) in text
        assert excerpt.is_small <= (excerpt.n_own < SMALL)


@given(texts())
def test_paragraphs_hold_every_word_once(text):
    """Paragraphs are those of the words, ascend, and each word stands inside the one it belongs to."""
    words = words_of(text)
    spans = paragraphs_of(text, words)

    assert len(spans) == (int(words.paragraph[-1]) + 1 if words.start.size else 0)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    for start, end, paragraph in zip(words.start, words.end, words.paragraph, strict=True):
        assert spans[paragraph][0] <= start < end <= spans[paragraph][1]


def test_signs_on_the_line_of_a_word_stay_with_it():
    """What stands on the lines of a paragraph is in it, lines without a word are not."""
    text = "- one, two. -\n* * *\n\t— three!"

    assert [text[slice(*span)] for span in paragraphs_of(text, words_of(text))] == [
        "- one, two. -",
        "— three!",
    ]


@given(texts(), st.data())
def test_whole_texts_are_whole(text, data):
    """Every word stands in the whole text once, whatever is furniture, quoted or credited."""
    words = word_spans(text)
    n = words.start.size

    def spans():
        chosen = data.draw(st.lists(st.integers(0, max(0, n - 1)), max_size=4, unique=True)) if n else []
        return [{"start": int(words.start[k]), "end": int(words.end[k])} for k in sorted(chosen)]

    furniture = [{**span, "kind": "menu", "reason": "why"} for span in spans()]
    known = Known(unique=spans(), furniture=furniture, quotes=spans(), credits=spans())
    whole = whole_text(text, known, "text-1")
    clips = [clip for row in whole.rows for clip in row.clips]
    shown = [
        word
        for clip in clips
        for word in word_spans("".join(segment.text for segment in clip.segments)).hashes.tolist()
    ]

    assert shown == words.hashes.tolist()
    anchors = [segment.anchor for clip in clips for segment in clip.segments if segment.anchor]
    assert len(anchors) == len(set(anchors))
    assert set(anchors) == set(whole.anchors) - {""}
    grey = [s.text for clip in clips for s in clip.segments if s.mark == "furniture"]
    assert sum(word_spans(piece).start.size for piece in grey) == len(furniture)


@given(st.lists(st.booleans(), min_size=1, max_size=15))
def test_every_long_run_of_furniture_is_folded(lines):
    """No three lines of furniture in a row stand open; a fold counts its lines."""
    text = "\n\n".join(f"paragraph {k} of words" for k in range(len(lines)))
    furniture = [
        {"start": text.index(line), "end": text.index(line) + len(line), "kind": "menu", "reason": "why"}
        for line, is_one in zip(text.split("\n\n"), lines, strict=True)
        if is_one
    ]
    whole = whole_text(text, Known(unique=[], furniture=furniture, quotes=[], credits=[]), "t")
    open_runs = [
        len(list(run))
        for is_grey, run in groupby(
            whole.rows, lambda row: not row.folded and row.clips[0].whole == "furniture"
        )
        if is_grey
    ]

    assert max(open_runs, default=0) < FOLD
    for row in whole.rows:
        assert not row.folded or row.folded == f"{len(row.clips)} lines of furniture: menu ×{len(row.clips)}"


def test_the_line_of_a_fold_counts_kinds():
    """Kinds stand in the order of the text with their number; after four of them an ellipsis."""
    clips = [Clip(segments=(), furniture=((kind, "why"),)) for kind in "abbcdbe"]

    assert fold_label(clips[:3]) == "3 lines of furniture: a, b ×2"
    assert fold_label(clips) == "7 lines of furniture: a, b ×3, c, d, …"
    assert fold_label([Clip(segments=())]) == "1 line of furniture"


def test_furniture_is_named_once():
    """Equal kinds and reasons are one; what only touches the edge is none."""
    rows = [{"start": k, "end": k + 2, "kind": "menu", "reason": f"{k % 2}"} for k in range(0, 9, 2)]

    assert named(rows, 2, 6) == (("menu", "0"),)
    assert named(rows, 10, 12) == ()


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 25)), max_size=6))
def test_credits_that_overlap_share_a_place(stretches):
    """Every credit with words has a place, and it is that of its words; those without have none."""
    text = "zero one two three four five six seven eight nine"
    words = word_spans(text)
    credits = [{"start": start, "end": min(len(text), start + size)} for start, size in sorted(stretches)]
    layer, numbers = credit_layer(words, credits)

    for credit, number in zip(credits, numbers, strict=True):
        inside = (words.start >= credit["start"]) & (words.start < credit["end"])
        assert set(layer[inside].tolist()) == ({number} if inside.any() else set())
        assert (number > 0) == inside.any()
    runs = [number for number, _ in groupby(layer.tolist()) if number]
    assert runs == list(range(1, len(runs) + 1))


def test_equal_evidence_is_listed_once():
    """A line that a page prints many times stands once; beyond five different ones the rest is counted."""
    credits = [
        {
            "channel": "photo",
            "agency": "NPA",
            "kind": "caption",
            "start": k,
            "end": k + 1,
            "evidence": f"w {k % 7}",
        }
        for k in range(30)
    ]
    (badge,) = credit_views(credits, [""] * len(credits))

    assert [place.evidence for place in badge.places] == [f"w {k}" for k in range(PLACES_SHOWN)]
    assert badge.more == "2 more places in credits.csv"


def test_badges_are_few():
    """An article that names a hundred agencies has twelve badges, those for its text first."""
    credits = [
        {
            "channel": channel,
            "agency": f"a{k:02}",
            "kind": "byline",
            "start": 0,
            "end": 0,
            "evidence": "x" * 5000,
        }
        for k in range(50)
        for channel in ("mention", "text")
    ]
    badges = credit_views(credits, [""] * len(credits))

    assert len(badges) == BADGES_SHOWN
    assert {badge.channel for badge in badges} == {"text"}
    assert all(len(place.evidence) <= 300 for badge in badges for place in badge.places)


@given(st.lists(st.text(max_size=5), max_size=8), st.integers(0, 40))
def test_an_allowance_is_never_overspent(pieces, left):
    """What is taken fits; what does not fit changes nothing; bytes count, not characters."""
    room = Allowance(left)
    for piece in pieces:
        n = len(piece.encode(errors="replace"))
        before = room.left
        assert room.take(piece) == (n <= before)
        assert room.left == before - (n if n <= before else 0) >= 0


def test_paragraphs_are_marked_up():
    """Text is escaped, the language stands on the paragraph, cuts are ellipses."""
    segments = (Segment("a <b>", "own"), Segment(" & c", ""))

    assert marked_paragraph(segments, "excerpt mixed", "de", cut=(True, False)) == Markup(
        '<p class="excerpt mixed" dir="auto" lang="de"><span class="cut">… </span>'
        '<mark class="own">a &lt;b&gt;</mark> &amp; c</p>'
    )
