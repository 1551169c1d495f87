"""Owners of outlets: read, or refused with file, line and reason."""

import pytest

from syndetect.corpus import read_owners
from syndetect.errors import InputError


def test_owners_are_read(tmp_path):
    """By the names of the columns; other columns and empty owners are passed over, a repeated row is none."""
    path = tmp_path / "owners.csv"
    path.write_text(
        "\ufeffowner,seat,outlet\nMedia Ltd,Bern,Der Bote\n,Ulm,Das Blatt\nMedia Ltd,,Der Bote\n", "utf-8"
    )

    assert read_owners(path) == {"Der Bote": "Media Ltd"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"outlet,proprietor\nA,B\n", "no column owner"),
        (b"", "no column outlet, owner"),
        (b"outlet,owner\nA,B\nA,C\n", "line 3: A belongs to B and C"),
        (b"outlet,owner\n\xff,B\n", "the owners cannot be read"),
        (b'outlet,owner\n"A,B\n', "the owners cannot be read"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path, content, message):
    """The message names the file and what is wrong with it."""
    path = tmp_path / "owners.csv"
    path.write_bytes(content)

    with pytest.raises(InputError, match=message) as caught:
        read_owners(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_is_refused(tmp_path):
    """It is an error of the input, not a traceback."""
    with pytest.raises(InputError, match="cannot be read"):
        read_owners(tmp_path / "none.csv")
