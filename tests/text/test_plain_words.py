"""Eight bytes at a time, against a regular expression."""

import re
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from syndetect.hashes import word64
from syndetect.text.plain_words import SPACES, plain_length

PLAIN = re.compile(rb"[A-Za-z0-9]*")


@given(
    st.lists(st.sampled_from(b"azAZ09mK5/:@[`{ \x00\x1f\x7f\x80\xc3\xff"), min_size=8, max_size=8).map(bytes)
)
def test_length_of_a_plain_word(data):
    """Letters and digits up to the first other byte."""
    [eight] = np.frombuffer(data, "<u8")
    assert plain_length(eight) == len(PLAIN.match(data)[0])


def test_every_byte_in_every_place():
    """Which bytes count does not depend on where they stand, nor on what follows."""
    for byte, place, fill in product(range(256), range(8), (b"a", b" ", b"\xff")):
        data = b"a" * place + bytes([byte]) + fill * (7 - place)
        [eight] = np.frombuffer(data, "<u8")
        assert plain_length(eight) == len(PLAIN.match(data)[0])


@given(st.binary(min_size=8, max_size=30), st.data())
def test_word64(data, choice):
    """As the system reads a number of eight bytes, little end first."""
    at = choice.draw(st.integers(0, len(data) - 8))
    assert int(word64(np.frombuffer(data, np.uint8), at)) == int.from_bytes(data[at : at + 8], "little")


def test_small_letters():
    """One bit makes letters small, and leaves digits as they are."""
    [eight] = np.frombuffer(b"aZbY0912", "<u8")
    assert int(eight | SPACES).to_bytes(8, "little") == b"azby0912"
