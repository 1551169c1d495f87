"""Nothing is lost silently: every cut and every flipped bit, in every container and format.

By default some hundred places a combination; all of them with
``SYNDETECT_SWEEP=full``, which takes about ten minutes.
"""

import os
import random

import pytest
from accounts import check_batches
from stored import COMPRESS, STORE, records, write

from syndetect.corpus import Article, FileLedger, read_batches

IS_FULL = os.environ.get("SYNDETECT_SWEEP") == "full"
N_CUTS = 100_000 if IS_FULL else 40  # a combination
N_FLIPS = 2_000 if IS_FULL else 40
PLAIN = {"plain": ("", bytes)}


def read(path) -> tuple[list[Article], FileLedger]:
    batches = read_batches(path)
    found = [article for batch in check_batches(batches) for article in batch.articles]
    [entry] = batches.ledger
    return found, entry


def places(size: int, count: int, chance: random.Random) -> list[int]:
    """Return places in a file: all, or the ends and some between."""
    if size <= count:
        return list(range(size))
    return sorted({0, 1, size - 1, size - 2, *chance.sample(range(size), count)})


@pytest.mark.parametrize("container", [*PLAIN, *COMPRESS])
@pytest.mark.parametrize("form", STORE)
def test_a_cut_is_noticed_wherever_it_is(tmp_path, form, container):
    """What is read is the beginning of what there was; if it is not all, the file is not called complete."""
    ending, store = STORE[form]
    outer, compress = (PLAIN | COMPRESS)[container]
    whole = [one["text"] for one in records()]
    plain = store(records())
    data = compress(plain)
    chance = random.Random(f"{form} {container}")
    for cut in places(len(data), N_CUTS, chance):
        found, entry = read(write(tmp_path, ending + outer, data[:cut]))

        if plain[cut - 1 : cut + 1] == b'""' and "line end" in entry.detail:
            found.pop()  # half of a doubled quotation mark ends a field as well as one that closes it
            assert container == "plain"
        assert [article.text for article in found] == whole[: len(found)]
        if entry.is_whole and len(found) < len(whole):
            # Between two lines, or before the first byte, nothing shows that there was more.
            assert container == "plain"
            assert cut == 0 or b"\n" in plain[cut - 1 : cut + 1] or "line end" in entry.detail


@pytest.mark.parametrize("container", COMPRESS)
@pytest.mark.parametrize("form", ["jsonl", "json array", "csv", "sqlite"])
def test_a_flipped_bit_is_noticed_in_every_container(tmp_path, form, container):
    """A file that is called complete holds what it held."""
    ending, store = STORE[form]
    outer, compress = COMPRESS[container]
    whole = [one["text"] for one in records()]
    data = compress(store(records()))
    chance = random.Random(f"{form} {container}")
    for _ in range(N_FLIPS):
        broken = bytearray(data)
        broken[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        found, entry = read(write(tmp_path, ending + outer, bytes(broken)))

        if entry.is_whole and entry.n_quarantined == 0:
            assert [article.text for article in found] == whole


@pytest.mark.parametrize("form", STORE)
def test_a_flipped_bit_of_a_plain_file_is_accounted_for(tmp_path, form):
    """Whatever it does to the format, reading ends without an error of its own, and the sums hold."""
    ending, store = STORE[form]
    data = store(records())
    chance = random.Random(form)
    for _ in range(10 * N_FLIPS):
        broken = bytearray(data)
        at = chance.randrange(len(data))
        kind = chance.choice(["flip", "nul", "insert", "drop"])
        if kind == "flip":
            broken[at] ^= 1 << chance.randrange(8)
        elif kind == "nul":
            broken[at] = 0
        elif kind == "insert":
            broken[at:at] = chance.choice([b'"', b"\\", b"{", b"}", b"[", b"]", b",", b"\n", b"\xff", b"\0"])
        else:
            del broken[at]
        read(write(tmp_path, ending, bytes(broken)))
