"""``syndetect compare``: the answer, JSON, and what is wrong with its inputs."""

import orjson
import pytest
from inputs import HOSTILE, OTHER, REPRINT, WIRE


@pytest.fixture
def texts(tmp_path):
    (tmp_path / "wire.txt").write_text(WIRE, encoding="utf-8")
    (tmp_path / "reprint.txt").write_text(REPRINT, encoding="utf-8-sig")
    (tmp_path / "other.txt").write_text(OTHER, encoding="utf-8")
    return tmp_path


def test_the_answer_is_on_stdout(run, texts):
    """The verdict first, then b paragraph by paragraph; nothing on stderr."""
    done = run("compare", texts / "wire.txt", texts / "reprint.txt")

    assert (done.code, done.err) == (0, "")
    assert "same text · b is wholly derived from a" in done.out
    assert "More on page four." in done.out


def test_texts_that_share_nothing(run, texts):
    """No shared words is an answer, with exit code 0."""
    done = run("compare", texts / "wire.txt", texts / "other.txt")

    assert done.code == 0
    assert "none · b is non-derived" in done.out


def test_furniture_is_no_shared_prose(run, texts):
    """A caption that both carry, and a line that one has, are set apart, named and counted."""
    caption = "\n\nPassengers wait at the harbour on Tuesday, March 4, 2025. (Photo: Jon Berg/AFP)"
    (texts / "a.txt").write_text(WIRE + caption, encoding="utf-8")
    (texts / "b.txt").write_text(WIRE + caption + "\n\nSubscribe to our newsletter", encoding="utf-8")
    done = run("compare", texts / "a.txt", texts / "b.txt")

    assert "set apart as furniture: 14 words of a, 18 of b" in done.out
    assert "furniture, 14 words" in done.out
    assert "furniture, 4 words" in done.out
    assert "own, " not in done.out


def test_json_is_one_document(run, texts):
    """``--json`` prints the comparison; offsets count in the text without its byte order mark."""
    done = run("compare", texts / "wire.txt", texts / "reprint.txt", "--json")
    found = orjson.loads(done.out)

    assert (done.code, done.err) == (0, "")
    assert (found["a_id"], found["b_id"], found["relation"]) == ("wire.txt", "reprint.txt", "same_text")
    first = found["passages"][0]
    assert REPRINT[first["b_start"] : first["b_end"]].startswith("The ferry ran onto a sandbank")


def test_params_decide(run, texts):
    """``--params`` holds for a comparison too; what is wrong in it is named."""
    (texts / "p.toml").write_text("[relation]\nmin_words = 500\n")
    (texts / "bad.toml").write_text("[relation]\nminwords = 500\n")

    assert (
        "none" in run("compare", texts / "wire.txt", texts / "reprint.txt", "--params", texts / "p.toml").out
    )
    done = run("compare", texts / "wire.txt", texts / "reprint.txt", "--params", texts / "bad.toml")
    assert (done.code, done.out) == (2, "")
    assert "minwords" in done.err


def test_inputs_that_cannot_be_read_are_named(run, texts):
    """A file that is not there, a folder, bytes that are no UTF-8: exit code 2 with the name."""
    (texts / "latin.txt").write_bytes(b"caf\xe9")
    for name in ("absent.txt", "latin.txt", "."):
        done = run("compare", texts / "wire.txt", texts / name)
        assert (done.code, done.out) == (2, "")
        assert str(texts / name) in done.err


def test_an_empty_text_is_compared(run, texts):
    """Nothing is shared with nothing; exit code 0."""
    (texts / "empty.txt").write_text("")
    for pair in (("empty.txt", "wire.txt"), ("wire.txt", "empty.txt"), ("empty.txt", "empty.txt")):
        assert run("compare", *(texts / name for name in pair)).code == 0


@pytest.mark.parametrize("evil", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_do_not_reach_the_terminal_raw(run, tmp_path, evil):
    """The text itself is shown with control and direction characters made visible."""
    (tmp_path / "a.txt").write_text(f"{WIRE} {evil} {OTHER}\n\n{evil}", encoding="utf-8", newline="")
    (tmp_path / "b.txt").write_text(f"{OTHER} {evil} {WIRE}\n\nNew {evil} here", encoding="utf-8", newline="")
    done = run("compare", tmp_path / "a.txt", tmp_path / "b.txt")

    assert done.code == 0
    assert not {c for c in done.out if c != "\n" and (c < " " or "\x7f" <= c <= "\x9f")}
    assert not set(done.out) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
