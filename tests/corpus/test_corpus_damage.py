"""Nothing is lost silently: whatever is done to the bytes, every record is accounted for."""

import csv
import gzip
import io
import random

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.corpus import INPUT_FORMATS

WORDS = [
    "minister",
    "talks",
    "agreed",
    "Ukraine",
    "“swap”",
    "Kyiv's",
    "état",
    "記事",
    "said,",
    "on",
    "Friday",
]
NASTY = [b'"', b",", b"\n", b"\r", b"\0", b"\xff", b"{", b"}", b"\\", b"\xef\xbb\xbf", b'""', b'","', b"\n\n"]
SEEDS = range(8)
N_CASES = 50  # for each seed


def texts(chance: random.Random, count: int) -> list[str]:
    return [f"Text {number} " + " ".join(chance.choices(WORDS, k=8)) for number in range(count)]


def json_lines(chance: random.Random) -> tuple[bytes, list[str]]:
    found = texts(chance, 12)
    return b"".join(
        orjson.dumps({"id": f"a{at}", "text": text}) + b"\n" for at, text in enumerate(found)
    ), found


def table(chance: random.Random, quoting: int) -> tuple[bytes, list[str]]:
    found = [text.replace(",", "") for text in texts(chance, 12)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=quoting, lineterminator="\n")
    writer.writerow(["id", "outlet", "text"])
    writer.writerows([f"a{at}", "Post", text] for at, text in enumerate(found))
    return out.getvalue().encode(), found


def damaged(chance: random.Random, data: bytes, begin: int) -> tuple[bytes, int, int]:
    """Flip, cut or insert behind ``begin``; return also which bytes of the original are touched."""
    at = chance.randrange(begin, len(data))
    kind = chance.choice(["flip", "cut", "insert", "insert", "overwrite"])
    if kind == "flip":
        return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :], at, at + 1
    length = chance.choice([1, 1, 2, 5, 40])
    if kind == "cut":
        return data[:at] + data[at + length :], at, min(at + length, len(data))
    put = chance.choice(NASTY) if chance.random() < 0.7 else chance.randbytes(length)
    end = min(at + len(put), len(data)) if kind == "overwrite" else at
    return data[:at] + put + data[end:], at, end


def untouched(data: bytes, found: list[str], skipped: int, begin: int, end: int) -> set[str]:
    """Return the texts of lines that neither lie in the damage nor border on it."""
    safe, at = set(), 0
    for number, row in enumerate(data.splitlines(keepends=True)):
        if number >= skipped and (at + len(row) - 1 < begin or at - 1 > end):
            safe.add(found[number - skipped])
        at += len(row)
    return safe


@pytest.mark.parametrize("seed", SEEDS)
def test_damage_to_json_lines_costs_the_lines_it_touches(read_bytes, seed):
    """Every other line is read as it was."""
    chance = random.Random(seed)
    for _ in range(N_CASES):
        data, found = json_lines(chance)
        broken, begin, end = damaged(chance, data, 0)

        corpus = read_bytes(broken, input_format="jsonl")

        assert untouched(data, found, 0, begin, end) <= {article.text for article in corpus.articles}


@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
@pytest.mark.parametrize("seed", SEEDS)
def test_damage_to_a_table_costs_the_rows_it_touches(read_bytes, seed, quoting):
    """Every other row is read as it was, quotation marks or not."""
    chance = random.Random(seed)
    for _ in range(N_CASES):
        data, found = table(chance, quoting)
        broken, begin, end = damaged(chance, data, data.index(b"\n") + 1)

        corpus = read_bytes(broken, input_format="csv")

        assert untouched(data, found, 1, begin, end) <= {article.text for article in corpus.articles}


@pytest.mark.parametrize("seed", SEEDS)
def test_damage_to_a_compressed_file_is_noticed(read_bytes, seed):
    """A file that is called complete gives what was in it."""
    chance = random.Random(seed)
    for _ in range(N_CASES):
        data, found = json_lines(chance)
        stored = gzip.compress(data, mtime=0)
        broken, _, _ = damaged(chance, stored, 2)

        corpus = read_bytes(broken, input_format="jsonl")

        if corpus.ledger[0].status == "complete":
            assert sorted(article.text for article in corpus.articles) == sorted(found)


@given(st.binary(max_size=400), st.sampled_from(INPUT_FORMATS))
def test_any_bytes_are_accounted_for(read_bytes, data, input_format):
    """No bytes make an exception other than that there is no article."""
    read_bytes(data, input_format=input_format, max_record_bytes=1024)


@given(
    st.lists(
        st.sampled_from([b'"', b",", b"\n", b"\r", b"a", b"\xff", b'""', b'"x', b'","', b"\n\n"]), max_size=60
    )
)
def test_any_table_is_accounted_for(read_bytes, pieces):
    """Quotation marks, delimiters and line ends in any order."""
    read_bytes(b"id,text\n" + b"".join(pieces), input_format="csv", max_record_bytes=1024)
