"""Copies disguised by characters are found by a whole scan, measured like plain ones, and named."""

import unicodedata

import orjson
import pytest
from outputs import BODY, OTHER

from syndetect import scan
from syndetect.corpus import Article

LOOKALIKES = dict(zip("aeopcyxis", "аеорсухіѕ", strict=True))


def between_letters(put):
    pairs = zip(BODY, BODY[1:] + " ", strict=True)
    return "".join(one + put if one.isalpha() and other.isalpha() else one for one, other in pairs)


def every_tenth():
    """Return the text with a look-alike for every tenth letter."""
    letters = [at for at, c in enumerate(BODY) if c.isalpha()][::10]
    return "".join(LOOKALIKES.get(c, c) if at in set(letters) else c for at, c in enumerate(BODY))


COPIES = {
    "zero-width": (between_letters("\u200b"), "zero-width"),
    "soft hyphens": (between_letters("\u00ad"), "soft hyphens"),
    "look-alikes, a tenth": (every_tenth(), "homoglyphs"),
    "look-alikes, all": ("".join(LOOKALIKES.get(c, c) for c in BODY), "homoglyphs"),
    "full-width": ("".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in BODY), "full-width"),
    "decomposed": (unicodedata.normalize("NFD", BODY.replace("e", "é")), ""),
    "variation selectors": (between_letters("\ufe0e"), ""),
    "direction": ("\u202e" + BODY + "\u202c", "bidi"),
    "blanks": (BODY.replace(" ", "\u2009 "), ""),
    "strokes": (between_letters("\u0336"), "zero-width"),
    "misread": (BODY.replace("e", "Ã©"), "mojibake"),
}


@pytest.fixture(scope="module")
def result():
    plain = [Article(article_id="0", text=BODY), Article(article_id="1", text=BODY.replace("e", "é"))]
    copies = [Article(article_id=f"copy {name}", text=text) for name, (text, _) in COPIES.items()]
    return scan([*plain, *copies, Article(article_id="z", text=OTHER)])


@pytest.mark.parametrize("name", COPIES)
def test_a_disguised_copy_is_found_and_named(result, name):
    """One story holds all; nine tenths of its words match; the disguise is in articles.csv."""
    text, flag = COPIES[name]
    ids = [article.article_id for article in result.articles]
    row = ids.index(f"copy {name}")
    own_original = ids.index("1" if name in ("decomposed", "misread") else "0")
    [story] = [story for story in result.stories if row in {member.article for member in story.members}]
    [member] = [member for member in story.members if member.article == row]
    table = result.tables["articles"].data

    assert own_original in {member.article for member in story.members} or len(story.members) > 2
    lost = 0.15 if name == "look-alikes, all" else 0.1  # words of look-alikes alone are of the other script
    assert member.own_words <= lost * member.n_words
    assert (table["text_flags"][row] or "") == flag
    assert result.articles[row].text == text


def test_the_passages_of_a_disguised_copy_stand_in_the_text_as_read(result):
    """Offsets of every passage name characters of the original string that begin and end a word."""
    n_passages = 0
    for pair in result.pairs:
        for passage in pair.passages:
            for row, start, end in (
                (pair.a, passage.a_start, passage.a_end),
                (pair.b, passage.b_start, passage.b_end),
            ):
                text = result.articles[row].text
                n_passages += 1
                assert 0 <= start < end <= len(text)
                assert unicodedata.normalize("NFKC", text[start])[0].isalnum()
    assert n_passages >= 2 * len(COPIES)


def test_the_manifest_counts_them(result):
    """run.json says how many articles show what."""
    [counts] = [stage for stage in result.manifest["stages"] if stage["stage"] == "tokens"]
    wanted = [flag for _, flag in COPIES.values() if flag]

    assert counts["n_articles_by_text_flag"] == {flag: wanted.count(flag) for flag in wanted}
    assert orjson.dumps(result.manifest)
