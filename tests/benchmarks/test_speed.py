"""The speed benchmark: its figures are of one corpus, its recall is right, its tables come out."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from benchmarks.speed.candidates import Entry, Race, draw_race, entries, run_race, show_race
from benchmarks.speed.chart import Bar, draw_bars
from benchmarks.speed.contenders import CONTENDERS, split_lines
from benchmarks.speed.growing import Grown, largest_group, show_flat, show_story
from benchmarks.speed.inputs import Input, as_it_is, generated, head, hot, read_texts, unpacked
from benchmarks.speed.peers import PEERS, environment_of, find_peers, make_peers
from benchmarks.speed.scans import show_growth, show_hot, show_scans
from benchmarks.speed.tables import cell, markdown, spread
from benchmarks.speed.truth import Recall, measure_recall, n_dropped, resembling_pairs
from syndetect.candidates import Banding

ROOT = Path(__file__).parents[2]
LETTERS = "a b c d e f g h i j k l"
TEXTS = [
    LETTERS,  # 8 shingles
    LETTERS.upper().replace(" ", ", "),  # the same words
    "a b c d e f g h x y",  # shares 4 of its 6 with the first: 4 / 10
    "b c d e f g h i j k l m",  # shares 7 of its 8 with the first: 7 / 9
    "a b c d",  # no shingle
    "",
]


def run_script(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the benchmark from its own folder, as its users do."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "benchmarks.speed", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def plain_pairs(texts: list[str], threshold: float) -> list[list[int]]:
    """Compare all with all, by the definition of resemblance."""
    words = ["".join(c if c.isalnum() or c == "_" else " " for c in text.lower()).split() for text in texts]
    sets = [{tuple(found[k : k + 5]) for k in range(len(found) - 4)} for found in words]
    pairs = combinations(range(len(texts)), 2)
    return [[a, b] for a, b in pairs if len(sets[a] & sets[b]) >= threshold * len(sets[a] | sets[b]) > 0]


@pytest.mark.parametrize(
    ("threshold", "pairs"),
    [(0.4, [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3]]), (0.41, [[0, 1], [0, 3], [1, 3]]), (0.8, [[0, 1]])],
)
def test_resembling_pairs_of_a_case_made_by_hand(threshold, pairs):
    """A pair is true at its exact resemblance; a text without shingles is in none."""
    assert resembling_pairs(TEXTS, threshold).tolist() == pairs


def test_resembling_pairs_agree_with_the_definition(tmp_path):
    """On a generated corpus too, larger than a block of rows."""
    texts = read_texts(generated(tmp_path, 1100, 5).path)[-150:] + TEXTS

    found = resembling_pairs(texts, 0.5)

    assert found.tolist() == plain_pairs(texts, 0.5)
    assert len(found) > 20


def test_resembling_pairs_across_blocks(tmp_path):
    """Pairs whose articles are multiplied in different blocks are found."""
    texts = [f"x{k} y{k} z{k} u{k} v{k}" for k in range(1300)]
    texts[1250] = texts[3]

    assert resembling_pairs(texts, 0.5).tolist() == [[3, 1250]]


@pytest.mark.parametrize("texts", [[], [""], ["one two"], ["", "a b c d e"]])
def test_no_pairs(texts):
    """Nothing resembles nothing."""
    assert resembling_pairs(texts, 0.5).shape == (0, 2)


def test_recall_of_a_case_made_by_hand():
    """A pair is found when it is a candidate, linked also when one article is a candidate of both."""
    true = np.array([[0, 1], [0, 2], [1, 2], [3, 4]])
    found = np.array([[0, 1], [0, 2], [4, 5]])

    assert measure_recall(true, found) == Recall(n_true=4, n_found=2, n_linked=3, n_pairs=3)
    assert measure_recall(true[:0], found) == Recall(0, 0, 0, 3)
    assert measure_recall(true, found[:0]) == Recall(4, 0, 0, 0)
    assert measure_recall(true, found).precision == 2 / 3
    assert measure_recall(true, found[:0]).precision == 0


def test_articles_dropped():
    """One of every group stays, however often a pair is given."""
    pairs = np.array([[0, 1], [1, 2], [4, 5]] + 300 * [[6, 7]])

    assert n_dropped(pairs, 9) == 4
    assert n_dropped(pairs[:0], 9) == 0


def run_of(n_articles_dropped: int, **others: bool) -> dict[str, object]:
    """Return figures of a contender as a race keeps them."""
    figures = {"seconds": 2.0, "cpu_seconds": 4.0, "warm_up_seconds": 1.0, "peak_mb": 50.0, "steps": {}}
    return {**figures, "n_pairs": 7, "n_dropped": n_articles_dropped, **others}


def test_who_gives_no_pairs_has_no_recall():
    """What it drops is told, in place of pairs, recall and precision."""
    runs = {"pairs": [run_of(5, gives_pairs=True)], "groups": [run_of(6)]}
    recalls = {"pairs": Recall(8, 4, 4, 7), "groups": Recall(8, 0, 0, 0)}
    race = Race(Input("Corpus", Path(), 100, 10_000), runs, recalls, n_dropped=4)

    shown = show_race(race, Banding(32, 4)).replace(" ", "")

    assert "theseare4." in shown
    assert "|pairs|50|50-50|25|1|-|50|7|4/8|4/8|0.57|5|" in shown
    assert "|groups|50|50-50|25|1|-|50|-|-|-|-|6|" in shown
    assert ">50 (0.500)<" in draw_race(race)
    assert ">50<" in draw_race(race)


@pytest.mark.parametrize("n_parts", [1, 2, 4])
def test_lines_are_split_into_parts(tmp_path, n_parts):
    """A part for each process; none is lost, none is cut."""
    whole = tmp_path / "whole.jsonl"
    whole.write_bytes(b"a\nbb\nccc")

    split_lines(str(whole), tmp_path / "parts", n_parts)

    parts = [path.read_bytes() for path in sorted((tmp_path / "parts").iterdir())]
    assert len(parts) == n_parts
    assert b"".join(parts) == whole.read_bytes()
    assert all(part.endswith((b"\n", b"ccc")) for part in parts if part)


def test_corpora_are_deterministic_and_counted(tmp_path):
    """The same seed gives the same file; its size is stated in articles and characters."""
    one = generated(tmp_path, 150, 3)
    data = one.path.read_bytes()
    other = generated(tmp_path, 150, 3)

    assert one == other
    assert data == other.path.read_bytes()
    assert one.n_articles == 150
    assert one.n_characters == sum(map(len, read_texts(one.path)))
    assert generated(tmp_path, 150, 4).n_characters != one.n_characters
    assert hot(tmp_path, 150, 100, 3).n_articles == 150
    assert len(read_texts(head(one, 20))) == 20


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz"])
def test_real_articles_compressed_or_not(tmp_path, suffix):
    """The first articles of a file are taken as they are."""
    import gzip

    whole = generated(tmp_path, 100, 3)
    packed = tmp_path / f"packed{suffix}"
    packed.write_bytes(
        gzip.compress(whole.path.read_bytes()) if suffix.endswith("gz") else whole.path.read_bytes()
    )

    assert read_texts(unpacked(tmp_path, packed, 30).path) == read_texts(whole.path)[:30]


def test_contenders_read_the_same_corpus_and_are_shown(tmp_path):
    """Every contender accounts for all articles and characters; who does not, stops the benchmark."""
    corpus = generated(tmp_path, 200, 1)
    listed = entries(sys.executable, 1, {"datasketch": sys.executable})
    race = run_race(corpus, listed, Banding(32, 4), 1)

    assert [entry.contender for entry in listed] == [
        "syndetect",
        "syndetect every pair",
        "syndetect verified",
        "syndetect events",
        "datasketch",
        "datasketch xxhash",
    ]
    for runs in race.runs.values():
        assert {(run["n_articles"], run["n_characters"]) for run in runs} == {(200, corpus.n_characters)}
        assert all(run["seconds"] > 0 and run["peak_mb"] > 10 for run in runs)
    n_true = len(plain_pairs(read_texts(corpus.path), 0.5))
    assert {recall.n_true for recall in race.recalls.values()} == {n_true}
    assert all(recall.n_linked >= 0.9 * n_true > 0 for recall in race.recalls.values())
    assert all(race.recalls[entry.name].n_found >= 0.95 * n_true for entry in listed[:4])
    verified = race.recalls[listed[2].name]
    assert verified.precision >= 0.99
    drawn = draw_race(race)
    assert all(drawn.count(f">{entry.name}<") == 1 for entry in listed)
    shown = show_race(race, Banding(32, 4))
    assert all(shown.count(f"| {entry.name} ") == 2 for entry in listed)
    wrong = replace(corpus, n_characters=corpus.n_characters + 1)
    with pytest.raises(RuntimeError, match="did not read what"):
        run_race(wrong, listed[-1:], Banding(32, 4), 1)


def test_a_failed_contender_stops_the_benchmark(tmp_path):
    """Its last words are in the message."""
    (tmp_path / "broken.jsonl").write_text('{"body": "no text"}\n')
    broken = Input("broken", tmp_path / "broken.jsonl", 1, 7)
    entry = Entry(name="datasketch", contender="datasketch", python=sys.executable, threads=1)
    (tmp_path / "ok.jsonl").write_text('{"text": "a b c d e f"}\n')

    with pytest.raises(KeyError):
        run_race(broken, [entry], Banding(32, 4), 1)
    missing = replace(entry, contender="nobody")
    with pytest.raises(RuntimeError, match="invalid choice: 'nobody'"):
        run_race(Input("ok", tmp_path / "ok.jsonl", 1, 11), [missing], Banding(32, 4), 1)


def scan_of(n_articles: int, seconds: float) -> dict[str, object]:
    """Return figures of a scan as they come from its process."""
    counts = dict.fromkeys(("n_words", "n_candidates", "n_pairs", "n_passages", "n_stories"), n_articles)
    return {
        "n_articles": n_articles,
        "steps": {"read": seconds, "write": 0.0},
        "seconds": seconds,
        "peaks_mb": {"read": 12.5},
        "peak_mb": 50.0,
        "counts": counts,
    }


def test_tables_of_scans():
    """Cost an article, growth, pairs per copy: figures that can be done in the head."""
    scans = [scan_of(100, 1.0), scan_of(400, 8.0)]
    corpora = [Input("", Path(), 100, 0), Input("", Path(), 400, 0)]
    growth = show_growth(corpora, scans).replace(" ", "")
    stories = show_hot([50, 100], scans).replace(" ", "")
    stages = show_scans("Corpus", {"first": scans[0], "second": scans[1]}).replace(" ", "")

    assert "|read|10,000|20,000|2.00|" in growth
    assert "|write|0|0|-|" in growth
    assert "|pairsreported|100|400|4.00|" in stories
    assert "|pairsreported,percopy|2|4|2.00|" in stories
    assert "|read|1|8|50|12.5|" in stages
    assert "|all|1|8|50|50|" in stages


def candidates_of(n_articles: int, seconds: float) -> dict[str, object]:
    """Return figures of a search for candidates as they come from its process."""
    steps = {"words": seconds / 2, "buckets": seconds / 2}
    sizes = {"n_articles": n_articles, "n_pairs": n_articles, "n_candidates": 2 * n_articles}
    memory = {"peak_mb": n_articles / 100, "anonymous_mb": n_articles / 200}
    return {**sizes, **memory, "steps": steps, "seconds": seconds, "cpu_seconds": seconds}


def test_tables_of_growth():
    """Cost an article by step, and the memory that each further article takes."""
    corpora = [Input("ordinary", Path(), 1000, 0), Input("hot", Path(), 3000, 0)]
    runs = [[candidates_of(1000, 0.1)], [candidates_of(3000, 0.6)]]
    grown = Grown(corpora, {"syndetect": runs}, {"syndetect": [7, 70]})
    flat, story = show_flat(grown).replace(" ", ""), show_story(grown).replace(" ", "")

    assert "|LSH:words|50|100|2.00|" in flat
    assert "|LSH:all|100|200|2.00|" in flat
    assert "|LSH:peak,MB|10|30|3.00|" in flat
    assert "|LSH:peak,KBanarticlemore|-|10|-|" in flat
    assert "|LSH:withoutmappedfiles,MB|5|15|3.00|" in flat
    assert "|LSH:withoutmappedfiles,KBanarticlemore|-|5|-|" in flat
    assert "|LSH:candidates|2,000|6,000|3.00|" in story
    assert "|LSH:articlesinthelargestgroup|7|70|10.00|" in story


def test_the_largest_group():
    """Articles hang together over several pairs."""
    assert largest_group(np.array([[0, 1], [1, 2], [4, 5]]), 6) == 3
    assert largest_group(np.empty((0, 2), np.int64), 2) == 1


def test_bars_are_to_scale_and_inert():
    """The longest bar has the whole width; names are text."""
    drawn = draw_bars("T", "u", [Bar("<b>", 10.0, "10", is_ours=True), Bar("half", 5.0, "5", is_ours=False)])

    assert drawn.count('width="380"') == drawn.count('width="190"') == 1
    assert "&lt;b&gt;" in drawn
    assert "<b>" not in drawn


def test_peers_that_cannot_be_installed_are_told(tmp_path):
    """Nothing stops; the reason is what pip says."""
    failed = make_peers(tmp_path / "peers", ["no such package"])

    assert "no such package" in failed
    assert failed["no such package"]
    assert "pip" in find_peers(tmp_path / "peers", ["pip", "rensa"])


def test_environments_of_peers(tmp_path):
    """Those that do not go with the others have one of their own; none that is not made is asked."""
    homes = {peer: environment_of(tmp_path, peer) for peer in PEERS}

    assert homes["rensa"] == homes["gaoya"] == tmp_path
    assert len({homes["rensa"], homes["text-dedup"], homes["datatrove"]}) == 3
    assert find_peers(tmp_path) == []
    assert set(PEERS) <= {contender.package for contender in CONTENDERS.values()}


def test_a_file_is_taken_as_it_is(tmp_path):
    """A corpus from elsewhere is counted, not copied."""
    whole = generated(tmp_path, 120, 3)

    taken = as_it_is(whole.path)

    assert (taken.path, taken.n_articles, taken.n_characters) == (whole.path, 120, whole.n_characters)


def test_markdown():
    """Columns line up; three digits count."""
    assert markdown(["name", "s"], [["a", cell(1234.5)], ["bcdef", cell(0.125)]]).splitlines() == [
        "| name  |     s |",
        "| ----- | ----: |",
        "| a     | 1,234 |",
        "| bcdef |  0.12 |",
    ]
    assert spread([3.0, 1.0, 20.25]) == ("3", "1-20.2")


def test_the_command(tmp_path):
    """The whole command over 200 articles prints every table and says what it left out."""
    figures = tmp_path / "figures.json"
    done = run_script(
        "--articles=200", "--repeats=1", "--threads=1", "--peers=datasketch", "--parts=candidates",
        f"--data={tmp_path / 'absent'}", f"--json={figures}",
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert "**SKIPPED: real articles." in done.stdout
    assert "200 generated articles" in done.stdout
    assert list(json.loads(figures.read_text())) == ["machine", "load_at_start", "candidates", "load_at_end"]


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--peers=minhash", "unknown minhash"),
        ("--parts=all", "unknown all"),
        ("--articles=5", "at least 100"),
    ],
)
def test_the_command_refuses(option, words):
    """Wrong options end with a usage message."""
    done = run_script(option)

    assert done.returncode == 2
    assert words in done.stderr
