"""``--html-text``: texts that hold HTML, with and without its tags."""

import orjson
from inputs import WIRE, write_jsonl


def test_inspect_shows_the_text_that_would_be_read(run, tmp_path):
    """Tags are kept unless they are asked away."""
    path = write_jsonl(tmp_path / "dump.jsonl", {"id": "a", "text": f"<p>{WIRE}</p><p>The end</p>"})
    kept = orjson.loads(run("inspect", path, "--json").out)
    read = orjson.loads(run("inspect", path, "--html-text", "--json").out)

    assert "<p>" in orjson.dumps(kept).decode()
    assert "<p>" not in orjson.dumps(read).decode()


def test_scan_takes_the_option(run, tmp_path):
    """A copy in HTML is the same text as the plain one, and the manifest says how it was read."""
    path = write_jsonl(
        tmp_path / "dump.jsonl",
        {"id": "plain", "outlet": "Post", "text": WIRE},
        {"id": "html", "outlet": "Courier", "text": f"<div><p>{WIRE}</p></div><script>var a = 1</script>"},
    )
    done = run("scan", path, "--html-text", "--out", tmp_path / "out", "--credits-only")
    assert done.code == 0
    assert run("scan", path, "--html-text", "--out", tmp_path / "all").code == 0
    manifest = orjson.loads((tmp_path / "all" / "run.json").read_bytes())

    assert manifest["reading"]["html_text"] is True
