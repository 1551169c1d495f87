"""``syndetect scan``: streams, files, options and exit codes."""

import csv
import gzip
import io
import sys

import orjson
import pytest
from inputs import HOSTILE, OTHER, REPRINT, WIRE, write_jsonl

FILES = [
    "articles.csv",
    "codebook.csv",
    "credit_evidence.csv",
    "credits.csv",
    "datapackage.json",
    "furniture.csv",
    "members.csv",
    "methods.md",
    "outlet_agency.csv",
    "outlet_network.gexf",
    "outlet_network.graphml",
    "outlets.csv",
    "pairs.csv",
    "passages.csv",
    "quarantine.jsonl",
    "quotes.csv",
    "run.json",
    "sensitivity.csv",
    "sentences.csv",
    "shares.csv",
    "stories.csv",
    "texts.jsonl",
    "unique.csv",
    "wires.csv",
]


def _files(folder) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _table(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_scan_answers_on_stdout_and_talks_on_stderr(run, articles, tmp_path):
    """Exit code 0; the answer on stdout, what was read on stderr, all files in the folder, nothing else."""
    done = run("scan", articles, "-o", tmp_path / "out")

    assert done.code == 0
    assert "3 articles of 3 outlets · 1 story · 2 articles share text" in done.out
    assert "index.html" in done.out
    assert "fields: " in done.err
    assert "fields: " not in done.out
    written = sorted(_files(tmp_path / "out"))
    assert [name for name in written if not name.startswith("report/")] == FILES
    assert "report/index.html" in written


def test_json_is_one_document_on_stdout(run, articles, tmp_path):
    """``--json`` prints the manifest, the bytes of run.json, and nothing else."""
    done = run("scan", articles, "-o", tmp_path / "out", "--json")

    assert done.code == 0
    assert done.out.encode() == (tmp_path / "out" / "run.json").read_bytes()
    assert orjson.loads(done.out)["corpus"]["n_ok"] == 3
    assert done.err != ""


def test_quiet_says_nothing(run, articles, tmp_path):
    """``-q`` leaves both streams empty; with ``--json`` only the manifest is printed."""
    assert run("scan", articles, "-o", tmp_path / "one", "-q") == (0, "", "")
    done = run("scan", articles, "-o", tmp_path / "two", "-q", "--json")
    assert (done.code, done.err) == (0, "")
    assert orjson.loads(done.out)["schema"] == "syndetect-run/1"


def test_verbose_says_a_line_a_stage(process, articles, tmp_path):
    """``-v`` tells each stage with its counts on stderr, in order."""
    done = process("scan", articles, "-o", tmp_path / "out", "-v")
    stages = [
        line.split(":")[0]
        for line in done.err.splitlines()
        if (" in " in line and ".0" in line) or "{" in line
    ]

    assert done.code == 0
    assert [stage for stage in stages if stage != "read"] == [
        "tokens",
        "speech",
        "furniture",
        "sketch",
        "candidates",
        "compare",
        "trace",
    ]


def test_a_second_run_writes_the_same_bytes(run, articles, tmp_path):
    """A folder of an earlier run is written anew; all files but the seconds in run.json are the same."""
    out = tmp_path / "out"
    assert run("scan", articles, "-o", out, "-q").code == 0
    first = _files(out)
    assert run("scan", articles, "-o", out, "-q", "--threads", 2).code == 0
    second = _files(out)

    manifests = [orjson.loads(files.pop("run.json")) for files in (first, second)]
    for manifest in manifests:
        del manifest["seconds"], manifest["memory"]
    assert first == second
    assert manifests[0] == manifests[1]


def test_a_foreign_folder_is_refused_unless_forced(run, articles, tmp_path):
    """A folder with other files is left alone: exit code 2; ``--force`` writes into it and keeps them."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("years of work")
    done = run("scan", articles, "-o", out)

    assert (done.code, done.out) == (2, "")
    assert str(out) in done.err
    assert "--force" in done.err
    assert sorted(_files(out)) == ["thesis.txt"]
    assert run("scan", articles, "-o", out, "--force", "-q").code == 0
    assert (out / "thesis.txt").read_text() == "years of work"
    assert (out / "run.json").exists()


@pytest.mark.parametrize("where", ["file", "file/below"])
def test_an_output_that_cannot_be_written_is_named(run, articles, tmp_path, where):
    """A file where the folder should be, or above it: exit code 2, and the path in the message."""
    (tmp_path / "file").write_text("in the way")
    done = run("scan", articles, "-o", tmp_path / where)

    assert (done.code, done.out) == (2, "")
    assert str(tmp_path / where) in done.err
    assert (tmp_path / "file").read_text() == "in the way"


def test_an_input_that_is_not_there_is_named(run, tmp_path):
    """Exit code 2 and the name; so does one that is not there among others that are."""
    done = run("scan", tmp_path / "nothing.jsonl", "-o", tmp_path / "out")

    assert (done.code, done.out) == (2, "")
    assert "nothing.jsonl" in done.err


def test_an_input_without_any_article_leaves_its_quarantine(run, tmp_path):
    """Exit code 2 and the reason; each record refused is listed all the same."""
    path = tmp_path / "bad.jsonl"
    path.write_text('{"id": "1"\nnot json\n')
    done = run("scan", path, "-o", tmp_path / "out")

    assert (done.code, done.out) == (2, "")
    assert "bad.jsonl" in done.err
    assert len((tmp_path / "out" / "quarantine.jsonl").read_bytes().splitlines()) == 2


def test_an_empty_input_is_no_error(run, tmp_path):
    """A file without records gives empty tables and exit code 0: nothing happened that day."""
    (tmp_path / "empty.jsonl").write_text("")
    done = run("scan", tmp_path / "empty.jsonl", "-o", tmp_path / "out")

    assert done.code == 0
    assert _table(tmp_path / "out" / "articles.csv") == []


def _csv(path, *rows: str):
    path.write_text("id,outlet,text\n" + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_a_bad_record_is_listed_and_the_rest_goes_on(run, tmp_path):
    """Exit code 3 and a line in quarantine.jsonl: file, record, byte offset, reason; others are read."""
    bad = "reprint,Courier,too,many,cells"
    path = _csv(tmp_path / "dump.csv", f'wire,CPA,"{WIRE}"', bad, f'choir,Herald,"{OTHER}"')
    done = run("scan", path, "-o", tmp_path / "out")
    [row] = map(orjson.loads, (tmp_path / "out" / "quarantine.jsonl").read_bytes().splitlines())

    assert done.code == 3
    assert "1 of 3 records could not be read" in done.err
    assert (row["file"], row["record"], row["reason"]) == (str(path), 2, "bad_csv")
    found = path.read_bytes()[row["byte_offset"] : row["byte_offset"] + row["byte_length"]]
    assert found.decode().rstrip("\n") == bad
    assert [line["article_id"] for line in _table(tmp_path / "out" / "articles.csv")] == ["choir", "wire"]


@pytest.mark.parametrize(("max_bad", "code"), [(0, 3), (1, 3), (2, 0), (9, 0)])
def test_max_bad_is_how_many_may_be_refused(run, tmp_path, max_bad, code):
    """More than ``--max-bad`` records refused is exit code 3, as many is 0."""
    path = _csv(tmp_path / "dump.csv", f'wire,CPA,"{WIRE}"', "a,b", "c,d", f'choir,Herald,"{OTHER}"')

    assert run("scan", path, "-o", tmp_path / "out", "-q", "--max-bad", max_bad) == (code, "", "")


def test_a_file_cut_short_is_incomplete(run, articles, tmp_path):
    """A compressed file that ends too early is exit code 3, whatever ``--max-bad`` allows."""
    whole = gzip.compress(articles.read_bytes() * 50)
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(whole[: len(whole) // 2])
    done = run("scan", cut, "-o", tmp_path / "out", "--max-bad", 1000)

    assert done.code in (2, 3)
    assert "cut.jsonl.gz" in done.err
    assert done.code == 3 or "truncated" in done.err


def test_stdin_is_an_input(run, articles, tmp_path, monkeypatch):
    """``-`` reads standard input and finds what the file has."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(articles.read_bytes())))
    assert run("scan", "-", "--format", "jsonl", "-o", tmp_path / "stdin", "-q").code == 0
    assert run("scan", articles, "-o", tmp_path / "file", "-q").code == 0

    for name in FILES:
        if name.endswith(".csv"):
            assert (tmp_path / "stdin" / name).read_bytes() == (tmp_path / "file" / name).read_bytes()


def test_map_takes_a_field_from_another_name(run, tmp_path):
    """``--map text=words`` reads the text from there; a name that no record has is exit code 2."""
    path = write_jsonl(tmp_path / "a.jsonl", {"id": "x", "words": WIRE}, {"id": "y", "words": REPRINT})

    assert run("scan", path, "-o", tmp_path / "out", "--map", "text=words", "-q").code == 0
    assert [row["relation"] for row in _table(tmp_path / "out" / "pairs.csv")] == ["same_text"]
    done = run("scan", path, "-o", tmp_path / "out2", "--map", "text=nowhere")
    assert done.code == 2
    assert "nowhere" in done.err


@pytest.mark.parametrize("entry", ["text", "nosuchfield=body", "=body", "text="])
def test_a_mapping_that_makes_no_sense_is_refused(run, articles, tmp_path, entry):
    """Exit code 2, before anything is read or written."""
    done = run("scan", articles, "-o", tmp_path / "out", "--map", entry)

    assert (done.code, done.out) == (2, "")
    assert done.err != ""
    assert not (tmp_path / "out").exists()


def test_wire_names_the_reference(run, articles, tmp_path):
    """``--wire`` makes the agency's article the reference of its story, without regard to case."""
    assert run("scan", articles, "-o", tmp_path / "out", "-q", "--wire", "Nobody", "--wire", "cpa").code == 0
    [story] = _table(tmp_path / "out" / "stories.csv")

    assert (story["reference_id"], story["reference_is_wire"]) == ("wire", "yes")
    manifest = orjson.loads((tmp_path / "out" / "run.json").read_bytes())
    assert manifest["parameters"]["story"]["wire_outlets"] == ["Nobody", "cpa"]


def test_params_are_read_from_toml(run, articles, tmp_path):
    """What the file sets holds and is recorded; the rest keeps its default."""
    (tmp_path / "p.toml").write_text("[relation]\nmin_words = 1000\n")
    assert run("scan", articles, "-o", tmp_path / "out", "-q", "--params", tmp_path / "p.toml").code == 0

    assert {row["status"] for row in _table(tmp_path / "out" / "articles.csv")} == {"too short"}
    manifest = orjson.loads((tmp_path / "out" / "run.json").read_bytes())
    assert manifest["parameters"]["relation"]["min_words"] == 1000
    assert manifest["parameters"]["shingle"]["width"] == 5


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("[relation]\nmin_wrds = 3\n", "min_wrds"),
        ("[relations]\n", "relations"),
        ("[relation]\nmin_words = 0\n", "min_words"),
        ("[relation]\nmin_words = 'many'\n", "min_words"),
        ("relation = 3\n", "relation"),
        ("not toml at all", "p.toml"),
        (b"\xff\xfe", "p.toml"),
        (None, "p.toml"),
    ],
)
def test_params_that_are_wrong_are_named(run, articles, tmp_path, content, named):
    """Exit code 2, the file and the setting in the message, nothing written."""
    path = tmp_path / "p.toml"
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = run("scan", articles, "-o", tmp_path / "out", "--params", path)

    assert (done.code, done.out) == (2, "")
    assert named in done.err
    assert "p.toml" in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("scan",),
        ("scan", "x.jsonl"),
        ("nosuchcommand",),
        ("scan", "x.jsonl", "-o", "out", "--nosuchoption"),
        ("scan", "x.jsonl", "-o", "out", "--threads", "0"),
        ("scan", "x.jsonl", "-o", "out", "--format", "docx"),
        ("scan", "x.jsonl", "-o", "out", "--max-bad", "-1"),
        ("compare", "only-one.txt"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_exit_code_2(run, arguments):
    """Arguments that are missing, unknown or out of range; something is said about it."""
    done = run(*arguments)

    assert done.code == 2
    assert done.out + done.err != ""


@pytest.mark.parametrize("evil", HOSTILE.values(), ids=HOSTILE)
def test_hostile_articles_do_not_reach_the_terminal_raw(run, tmp_path, evil):
    """Ids, outlets and titles cannot move the cursor, colour, link or turn text; markup is just text."""
    path = write_jsonl(
        tmp_path / "a.jsonl",
        {"id": f"one {evil}", "outlet": f"Post {evil}", "title": f"Title {evil}", "text": WIRE},
        {"id": f"two {evil}", "outlet": "", "title": evil, "text": REPRINT},
        {"id": f"three {evil}", "outlet": evil, "title": evil, "text": evil + OTHER},
        {"id": f"four {evil}", evil: "no text"},
    )
    done = run("scan", path, "-o", tmp_path / "out", "--wire", f"Post {evil}")

    assert done.code == 3
    printed = done.out + done.err
    assert not {c for c in printed if c != "\n" and (c < " " or "\x7f" <= c <= "\x9f")}
    assert not set(printed) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert ("[bold red]" in printed) == ("[bold red]" in evil)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--format", "xyz"], "--format: must be one of auto"),
        (["--definition", "xyz"], "--definition: must be one of meter"),
        (["--params", "absent.toml"], "error: absent.toml: No such file or directory\n"),
        (["--agencies", "absent.toml"], "the registry cannot be read: No such file or directory\n"),
    ],
)
def test_a_wrong_value_is_told_by_its_option_or_file(run, articles, tmp_path, monkeypatch, options, said):
    """One time, in the words of the command line."""
    monkeypatch.chdir(tmp_path)
    ran = run("scan", articles, "-o", "out", *options)

    assert ran.code == 2
    assert said in " ".join(ran.err.split(" "))
    assert not (tmp_path / "out").exists()


def test_a_run_that_fails_leaves_no_empty_folder(run, articles, tmp_path):
    """What the run made and did not fill goes again; what stood there before stays."""
    assert run("scan", tmp_path / "absent.jsonl", "-o", tmp_path / "out").code == 2
    assert not (tmp_path / "out").exists()
    (tmp_path / "out").mkdir()
    assert run("scan", tmp_path / "absent.jsonl", "-o", tmp_path / "out").code == 2
    assert (tmp_path / "out").is_dir()


def test_one_of_a_kind_is_told_in_the_singular(run, tmp_path):
    """A single article, and none."""
    one = write_jsonl(tmp_path / "one.jsonl", {"id": "a", "outlet": "Courier", "text": f"(Reuters) - {WIRE}"})
    ran = run("scan", one, "-o", tmp_path / "one")
    assert "1 article of 1 outlet · 0 stories · 0 articles share text" in ran.out
    assert "1 of 1 article credits an agency or another outlet for its text" in ran.out

    (tmp_path / "none.jsonl").write_bytes(b"")
    ran = run("scan", tmp_path / "none.jsonl", "-o", tmp_path / "none")
    assert "No article was read" in ran.out
    assert "fields" not in ran.err
