"""Paragraph rows and word edits: hand-made cases and laws."""

from hypothesis import given
from hypothesis import strategies as st

from syndetect.pairs.paragraphs import paragraph_rows, passage_edits
from syndetect.pairs.passages import Edit, Kind, Passage, Role
from syndetect.text import paragraph_spans, word_spans

ONE = "The river rose two metres overnight and flooded the lower town."
TWO = "Hundreds of people left their houses before dawn on Tuesday."
THREE = "“We have never seen such water,” said the mayor of the town."


def passage(a_text: str, b_text: str, run: str, role: Role = "prose", b_run: str | None = None) -> Passage:
    """Find a run in both texts: verbatim, or edited when b has other words."""
    a_start, b_start = a_text.index(run), b_text.index(b_run or run)
    kind: Kind = "edited" if b_run else "verbatim"
    n_words = len(word_spans(b_run or run).start)
    return Passage(
        a_start=a_start,
        a_end=a_start + len(run),
        b_start=b_start,
        b_end=b_start + len(b_run or run),
        kind=kind,
        role=role,
        n_words=n_words,
    )


def span(text: str, part: str) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


def test_equal_texts_are_covered_paragraph_by_paragraph():
    """Every paragraph of a copy has the same paragraph as its only source and coverage 1."""
    text = f"{ONE}\n\n{TWO}\n\n{THREE}"
    roles: list[tuple[str, Role]] = [(ONE, "prose"), (TWO, "prose"), (THREE, "quote")]
    runs = [passage(text, text, run, role) for run, role in roles]
    rows = paragraph_rows(text, text, runs)

    assert [row.sources for row in rows] == [((row.b_start, row.b_end),) for row in rows]
    assert [row.coverage for row in rows] == [1.0, 1.0, 1.0]
    assert [row.n_quote for row in rows] == [0, 0, rows[2].n_words]
    assert not any(row.moved for row in rows)


def test_own_paragraph_has_no_source():
    """A paragraph that no passage touches is b's own: no source, coverage 0."""
    b = f"{ONE}\n\nOur reporter saw it from the bridge."
    rows = paragraph_rows(f"{ONE}\n\n{TWO}", b, [passage(ONE, b, ONE)])

    assert rows[1].sources == ()
    assert (rows[1].n_words, rows[1].n_prose, rows[1].coverage) == (7, 0, 0.0)


def test_split_paragraph_has_one_source_twice():
    """Two paragraphs made of one name that one, and neither is moved."""
    a, b = f"{ONE} {TWO}", f"{ONE}\n\n{TWO}"
    rows = paragraph_rows(a, b, [passage(a, b, ONE), passage(a, b, TWO)])

    assert [row.sources for row in rows] == [((0, len(a)),), ((0, len(a)),)]
    assert [row.moved for row in rows] == [False, False]


def test_one_passage_over_a_paragraph_break_is_split_by_words():
    """A passage that runs over a paragraph break of b gives each paragraph its own words."""
    a, b = f"{ONE} {TWO}", f"{ONE}\n\n{TWO}"
    whole = Passage(
        a_start=0, a_end=len(a), b_start=0, b_end=len(b), kind="verbatim", role="prose", n_words=21
    )
    rows = paragraph_rows(a, b, [whole])

    assert [row.n_prose for row in rows] == [row.n_words for row in rows] == [11, 10]


def test_merged_paragraph_has_both_sources():
    """A paragraph made of two names both, in order of a, whatever their order in b."""
    a, b = f"{ONE}\n\n{TWO}", f"{TWO} {ONE}"
    rows = paragraph_rows(a, b, [passage(a, b, ONE), passage(a, b, TWO)])

    assert [row.sources for row in rows] == [(span(a, ONE), span(a, TWO))]
    assert rows[0].coverage == 1.0


def test_moved_paragraph_stands_before_one_whose_source_precedes_its_own():
    """Of three paragraphs with the last put first only that one is moved."""
    a, b = f"{ONE}\n\n{TWO}\n\n{THREE}", f"{THREE}\n\n{ONE}\n\n{TWO}"
    rows = paragraph_rows(a, b, [passage(a, b, run) for run in (ONE, TWO, THREE)])

    assert [row.moved for row in rows] == [True, False, False]


def test_edited_passage_counts_equal_words_only():
    """Words changed inside an edited passage are not matched words."""
    b = "The river rose three metres overnight and flooded the old lower town."
    rows = paragraph_rows(ONE, b, [passage(ONE, b, ONE, b_run=b)])

    assert (rows[0].n_words, rows[0].n_prose) == (12, 10)


def test_longer_passage_has_the_word():
    """A word that two passages cover is counted once, for the longer one."""
    short = passage(ONE, ONE, "rose two metres", "quote")
    rows = paragraph_rows(ONE, ONE, [short, passage(ONE, ONE, ONE)])

    assert (rows[0].n_prose, rows[0].n_quote) == (11, 0)


def test_furniture_gives_sources_but_no_coverage():
    """Shared furniture names its paragraph but counts neither as prose nor as quote."""
    rows = paragraph_rows(ONE, ONE, [passage(ONE, ONE, ONE, "furniture")])

    assert (rows[0].n_prose, rows[0].n_quote, rows[0].coverage) == (0, 0, 0.0)
    assert rows[0].sources == (span(ONE, ONE),)


def test_empty_texts_have_no_rows():
    """A text without paragraphs has no rows."""
    assert paragraph_rows("", "", []) == []
    assert paragraph_rows(ONE, " \n\n ", []) == []


def test_edits_by_hand():
    """Replaced, dropped and added words are named with their characters on both sides."""
    a = "The river rose two metres overnight."
    b = "The big river rose three metres."
    edits = passage_edits(a, b, passage(a, b, a[:-1], b_run=b[:-1]))

    assert edits == [
        Edit(op="insert", a_start=3, a_end=3, b_start=4, b_end=7),
        Edit(op="replace", a_start=15, a_end=18, b_start=19, b_end=24),
        Edit(op="delete", a_start=26, a_end=35, b_start=31, b_end=31),
    ]


def test_verbatim_has_no_edits():
    """A verbatim passage has no edits."""
    assert passage_edits(ONE, ONE, passage(ONE, ONE, ONE)) == []


WORDS = st.lists(st.sampled_from(["red", "blue", "green", "one", "two", "three", "four"]), max_size=12)
SEPARATORS = st.sampled_from([" ", ", ", ". ", "\n\n"])


@st.composite
def texts(draw):
    """Text of a few words with stops and paragraph breaks."""
    return "".join(word + draw(SEPARATORS) for word in draw(WORDS))


@st.composite
def pairs(draw):
    """Two texts and passages between any of their words, well-formed but arbitrary."""
    a_text, b_text = draw(texts()), draw(texts())
    a, b = word_spans(a_text), word_spans(b_text)
    found = []
    if len(a.start) and len(b.start):
        for _ in range(draw(st.integers(0, 3))):
            i, j = sorted([draw(st.integers(0, len(a.start) - 1)), draw(st.integers(0, len(a.start) - 1))])
            k, m = sorted([draw(st.integers(0, len(b.start) - 1)), draw(st.integers(0, len(b.start) - 1))])
            role: Role = draw(st.sampled_from(["prose", "quote", "furniture"]))
            found.append(
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
    return a_text, b_text, found


@given(pairs())
def test_rows_cover_each_paragraph_once_in_order(case):
    """Rows are the paragraphs of b in order; their words add up; sources are paragraphs of a in order."""
    a_text, b_text, found = case
    rows = paragraph_rows(a_text, b_text, found)

    assert [(row.b_start, row.b_end) for row in rows] == list(paragraph_spans(b_text))
    assert sum(row.n_words for row in rows) == len(word_spans(b_text).start)
    for row in rows:
        assert 0 <= row.n_prose + row.n_quote <= row.n_words
        assert row.coverage == (row.n_prose + row.n_quote) / row.n_words
        assert list(row.sources) == sorted(set(row.sources) & set(paragraph_spans(a_text)))


@given(pairs())
def test_rows_do_not_depend_on_the_order_of_passages(case):
    """The order of the passages changes nothing."""
    a_text, b_text, found = case

    assert paragraph_rows(a_text, b_text, found) == paragraph_rows(a_text, b_text, found[::-1])


@given(pairs())
def test_edits_applied_to_the_words_of_a_give_those_of_b(case):
    """Replacing, dropping and adding what the edits name turns the words of a into those of b."""
    a_text, b_text, found = case
    for each in found:
        out, position = [], each.a_start
        for edit in passage_edits(a_text, b_text, each):
            assert (edit.op == "insert") == (edit.a_start == edit.a_end)
            assert (edit.op == "delete") == (edit.b_start == edit.b_end)
            out += [a_text[position : edit.a_start], " ", b_text[edit.b_start : edit.b_end], " "]
            position = edit.a_end
        out.append(a_text[position : each.a_end])
        applied = word_spans("".join(out)).hashes.tolist()

        assert applied == word_spans(b_text[each.b_start : each.b_end]).hashes.tolist()


@given(texts())
def test_copy_of_itself_is_covered(text):
    """One verbatim passage over all words matches every word, and no paragraph is moved."""
    words = word_spans(text)
    if not len(words.start):
        return
    start, end = int(words.start[0]), int(words.end[-1])
    whole = Passage(
        a_start=start,
        a_end=end,
        b_start=start,
        b_end=end,
        kind="verbatim",
        role="prose",
        n_words=len(words.start),
    )

    assert all(row.coverage == 1.0 and not row.moved for row in paragraph_rows(text, text, [whole]))
