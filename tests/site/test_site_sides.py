"""Two texts side by side: laws over arbitrary texts and passages, and the old kernels as a second opinion."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from syndetect.pairs.paragraphs import match_words
from syndetect.pairs.passages import Passage
from syndetect.report.site.catalogue import Catalogue
from syndetect.report.site.text.articles import known_text
from syndetect.report.site.text.capping import capped_rows
from syndetect.report.site.text.folding import FOLD
from syndetect.report.site.text.matching import match_sides, placed
from syndetect.report.site.text.pieces import cut_pieces, side_words
from syndetect.report.site.text.sides import side_rows
from syndetect.report.site.wording import counted
from syndetect.text import paragraph_spans, word_spans
from tests.site.made_pair import drawn_sides, drawn_texts, made_run, passage

COPIED = ("prose", "quote", "furniture")


def looked_at(left, right, passages, **tables):
    """Return the two known texts, and what is matched between them."""
    run = made_run({"a": left, "b": right}, {("a", "b"): passages}, **tables)
    catalogue = Catalogue(run)
    sides = known_text(catalogue, "a"), known_text(catalogue, "b")
    numbered = placed(catalogue.find("passages", a_id="a", b_id="b"), flipped=False)
    return *sides, match_sides(*sides, numbered)


def rows_of(left, right, passages, **tables):
    return side_rows(*looked_at(left, right, passages, **tables))


def unfolded(rows):
    return [each for row in rows for each in (row.inside or (row,))]


def joined(clip):
    return "".join(piece.text for piece in clip.pieces)


@given(drawn_sides())
def test_rows_show_both_texts_once(case):
    """Every word of the left text and every paragraph of the right one stand in exactly one row."""
    left, right, passages = case
    rows = unfolded(rows_of(left, right, passages))
    on_left = " ".join(joined(clip) for row in rows for clip in row.left)
    on_right = [joined(row.right) for row in rows if row.right]

    assert sorted(word_spans(on_left).hashes.tolist()) == sorted(word_spans(left).hashes.tolist())
    assert on_right == [right[start:end] for start, end in paragraph_spans(right)]


@given(drawn_sides())
def test_captions_add_up(case):
    """A caption begins with the words of its paragraph; a row adds when the left text has not all of it."""
    rows = unfolded(rows_of(*case))
    paragraphs = word_spans(case[1]).paragraph.tolist()
    sizes = [paragraphs.count(number) for number in range(len(set(paragraphs)))]

    for row, size in zip((row for row in rows if row.right), sizes, strict=True):
        assert row.tags[0] == counted(size, "word")
        assert len(row.right.marks) == size
        assert row.adds == bool({"own", "elsewhere", "ins"} & {*row.right.marks})


@given(drawn_sides())
def test_words_match_as_in_the_pairs(case):
    """Roles and sources of the words are those that the pairs room finds for the same passages."""
    left, right, passages = case
    _, _, found = looked_at(left, right, passages)
    expected = match_words(left, right, [Passage(**row) for row in passages])

    assert found.source == expected.source.tolist()
    assert [COPIED.index(mark) + 1 if mark in COPIED and passage_ else 0 for mark, passage_ in zip(
        found.right, found.right_passage, strict=True
    )] == expected.role.tolist()  # fmt: skip
    inside = [number > 0 and mark not in ("rewritten", "same") for mark, number in zip(
        found.left, found.left_passage, strict=True
    )]  # fmt: skip
    assert inside == expected.a_inside.tolist()


@given(drawn_sides())
def test_pieces_are_cut_at_the_offsets_of_the_table(case):
    """Joined, the pieces of a text are the text, and those of a passage are exactly its characters."""
    left, right, passages = case
    a, b, found = looked_at(left, right, passages)

    for known, is_right in ((a, False), (b, True)):
        pieces = cut_pieces(
            side_words(known, found, right=is_right), (0, len(known.text)), 0, len(known.start)
        )
        assert "".join(piece.text for piece in pieces) == known.text
        for each in found.passages:
            start, end = each.right if is_right else each.left
            own = [piece for piece in pieces if piece.passage == each.number]
            assert "".join(piece.text for piece in own) == known.text[start:end]
            assert [piece.begins for piece in own] == [True] + [False] * (len(own) - 1)


@given(drawn_texts(), st.data())
def test_every_word_keeps_its_mark_and_speech(text, data):
    """The pieces of a text without passages give every word its ground, and say where speech is."""
    words = word_spans(text)
    spans = [
        {"article_id": "a", "start": int(words.start[k]), "end": int(words.end[k])}
        for k in range(len(words.start))
    ]
    tables = {name: [row for row in spans if data.draw(st.booleans())] for name in ("unique", "quotes")}
    known, other, found = looked_at(text, "", [], **tables)
    side = side_words(known, found, right=False)
    pieces = cut_pieces(side, (0, len(text)), 0, len(known.start))
    painted = [piece for piece in pieces for _ in word_spans(piece.text).start]
    said = [row in tables["quotes"] for row in spans]

    assert other.start == []
    assert [piece.mark for piece in painted] == [
        "own" if row in tables["unique"] else "elsewhere" for row in spans
    ]
    assert [piece.speech != "" for piece in painted] == said
    assert sum(piece.speech == "first" for piece in pieces) == sum(
        now and not before for now, before in zip(said, [False, *said], strict=False)
    )


def test_a_paragraph_put_last_is_one_move():
    """One paragraph moved to the end is one moved row, not every row before it."""
    parts = [
        f"This is sentence {word} of the text, and it is long." for word in ("one", "two", "three", "four")
    ]
    left, right = "\n\n".join(parts), "\n\n".join([*parts[1:], parts[0]])
    rows = rows_of(left, right, [passage(left, right, part) for part in parts])

    assert ["moved" in row.tags for row in rows] == [False, False, False, True]


def test_words_that_changed_stand_out_on_their_side():
    """Inside an edited passage the words of one side alone are marked, and no others."""
    left = "The ferry left the harbour at nine on Monday morning."
    right = "The big ferry left the harbour at ten on Monday."
    span = {
        "a_start": 0,
        "a_end": 44,
        "b_start": 0,
        "b_end": 47,
        "kind": "edited",
        "role": "prose",
        "n_words": 8,
    }
    (row,) = rows_of(left, right, [span])

    assert [piece.text for piece in row.left[0].pieces if piece.mark == "del"] == ["nine"]
    assert [piece.text for piece in row.right.pieces if piece.mark == "ins"] == ["big", "ten"]
    assert row.tags == ("10 words", "8 shared (edited, prose)", "2 changed")
    assert row.left[0].pieces[-1].text == "morning."


def test_rewritten_words_are_neither_copied_nor_own():
    """A rewritten passage marks its words as such, and those that are the same."""
    left, right = "Nobody was hurt at all in the accident.", "In the accident at sea nobody was hurt."
    span = {
        "a_start": 0,
        "a_end": 38,
        "b_start": 0,
        "b_end": 38,
        "kind": "rewritten",
        "role": "prose",
        "n_words": 3,
    }
    (row,) = rows_of(left, right, [span])

    assert row.kind == "rewritten"
    assert row.tags == ("8 words", "rewritten")
    assert {mark for mark, _ in Counter(row.right.marks).items()} == {"rewritten", "same"}
    assert not row.adds


def test_quotes_are_marked_whoever_has_them():
    """Shared speech, own speech and dropped speech are marked; a quoted term inside copied prose is prose."""
    left = "One two “three four five six seven” eight. “Nobody came” she said. And “so on” it went."
    right = "One two “three four five six seven” eight. “All of us came” he said. And “so on” it went."
    quotes = [
        {"article_id": article_id, "start": text.index(quote), "end": text.index(quote) + len(quote)}
        for article_id, text in (("a", left), ("b", right))
        for quote in ("three four five six seven", "Nobody came", "All of us came", "so on")
        if quote in text
    ]
    shared = [
        passage(left, right, "three four five six seven", "quote"),
        passage(left, right, "And “so on” it went"),
    ]
    (row,) = rows_of(left, right, shared, quotes=quotes)

    def spoken(clip):
        return [piece.text.strip("“”") for piece in clip.pieces if piece.speech]

    assert spoken(row.left[0]) == ["three four five six seven", "Nobody came"]
    assert spoken(row.right) == ["three four five six seven", "All of us came"]


@given(st.lists(st.booleans(), min_size=1, max_size=12), st.lists(st.booleans(), min_size=1, max_size=12))
def test_every_long_run_of_furniture_is_folded(left_lines, right_lines):
    """No three rows of furniture in a row stand open; each says its kind and reason, folded or not."""
    texts, furniture = [], []
    for article_id, lines in (("a", left_lines), ("b", right_lines)):
        text = "\n\n".join(f"{article_id} paragraph {number} of words" for number in range(len(lines)))
        texts.append(text)
        furniture += [
            {
                "article_id": article_id,
                "start": start,
                "end": end,
                "kind": f"kind {number % 2}",
                "reason": f"{article_id}{number}",
            }
            for number, (start, end) in enumerate(paragraph_spans(text))
            if lines[number]
        ]
    rows = rows_of(*texts, [], furniture=furniture)
    clips = [clip for row in unfolded(rows) for clip in (*row.left, *([row.right] if row.right else []))]
    open_run = longest = 0
    for row in rows:
        is_open = not row.folded and (row.right or row.left[0]).whole == "furniture"
        open_run = open_run + 1 if is_open else 0
        longest = max(longest, open_run)

    assert sorted(reason for clip in clips for _, reason in clip.furniture) == sorted(
        row["reason"] for row in furniture
    )
    assert longest < FOLD
    for row in rows:
        if row.inside and row.kind == "furniture":
            assert row.folded.startswith(f"{len(row.inside)} lines of furniture: kind ")


@given(drawn_sides(), st.integers(1, 80))
def test_what_a_page_has_no_room_for_is_counted(case, limit):
    """What is shown keeps to the limit, and every word of both texts is shown or counted."""
    rows = rows_of(*case)
    shown, n_hidden = capped_rows(rows, limit)

    def clips(some):
        return [
            clip
            for row in some
            for each in (row, *row.inside)
            for clip in (*each.left, *([each.right] if each.right else []))
        ]

    def words(some):
        return sum(len(clip.marks) for clip in clips(some))

    assert words(shown) + n_hidden == words(rows)
    assert sum(len(joined(clip)) for clip in clips(shown)) <= max(
        limit, 0 if n_hidden else sum(len(joined(clip)) for clip in clips(rows))
    )
    if n_hidden == 0:
        assert shown == rows
