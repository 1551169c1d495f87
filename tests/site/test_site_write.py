"""The folder of the site: the same bytes from memory and files, replaced whole or not at all, redacted."""

import hashlib
import os
import re
import subprocess
import sys
from importlib.resources import files

import pytest

from benchmarks.quality import ferry
from syndetect import scan
from syndetect.errors import OutputError
from syndetect.params import Params
from syndetect.report.saved import load_run
from syndetect.report.site import SiteLimits, environment, site, write_site
from syndetect.report.site.folder import prepare_site_folder

LIMITS = SiteLimits(stories=1, pairs_per_story=3, outlets=4)
RENDER = """
import hashlib, sys
from pathlib import Path
from syndetect.report.saved import load_run
from syndetect.report.site.site import build_site, render_site
from syndetect.report.site import SiteLimits

digest = hashlib.sha256()
for path, html in render_site(build_site(load_run(Path(sys.argv[1])), SiteLimits())):
    digest.update(f"{path}\\0{html}\\0".encode())
print(digest.hexdigest())
"""


@pytest.fixture(scope="module")
def result():
    params = Params.from_mapping({"story": {"wire_outlets": ["Corvane Press Agency"]}})
    return scan(ferry.FOLDER / "articles.jsonl", params)


@pytest.fixture(scope="module")
def folder(result, tmp_path_factory):
    return result.write(tmp_path_factory.mktemp("ferry") / "out")


def _files(folder):
    """Return the digest of every file below a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_pages_from_files_are_those_from_memory(folder, tmp_path):
    """A report made anew from the tables of a run equals the one that the scan wrote, byte for byte."""
    for number in (1, 2):
        write_site(load_run(folder), tmp_path / str(number), SiteLimits())
    assert _files(tmp_path / "1") == _files(folder / "report") == _files(tmp_path / "2")


def test_redacted_pages_from_files_are_those_from_memory(result, tmp_path):
    """The same holds without the texts."""
    folder = result.write(tmp_path / "out", redact=True)
    write_site(load_run(folder), tmp_path / "anew", SiteLimits())
    assert _files(tmp_path / "anew") == _files(folder / "report")


def test_pages_do_not_depend_on_the_environment(folder):
    """Hash seed, time zone, locale and working directory change no byte."""
    digests = set()
    for seed, zone, language in (("0", "UTC", "C"), ("1", "Asia/Kathmandu", "tr_TR.UTF-8"), ("77", "", "")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language}
        done = subprocess.run(
            [sys.executable, "-c", RENDER, str(folder)],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(done.stdout)
    assert len(digests) == 1


def test_limits_leave_pages_out(folder, tmp_path):
    """Stories, pairs and outlets beyond the limits have no page; no link leads there."""
    write_site(load_run(folder), tmp_path / "report", LIMITS)
    pages = _files(tmp_path / "report")

    assert len([name for name in pages if name.startswith("stories/")]) == 1
    assert len([name for name in pages if name.startswith("pairs/")]) == 3
    assert len([name for name in pages if name.startswith("outlets/")]) == 4
    for path in (tmp_path / "report").rglob("*.html"):
        for target in re.findall(r'href="([^"#:]+\.html)', path.read_text(encoding="utf-8")):
            assert (path.parent / target).resolve().is_file()


def test_every_page_is_reported(folder, tmp_path):
    """The hook hears 1, 2, 3, ... up to the number of pages."""
    heard = []
    write_site(load_run(folder), tmp_path / "report", LIMITS, on_page=heard.append)
    assert heard == list(range(1, len(_files(tmp_path / "report")) + 1))


def test_an_old_report_is_replaced(folder, tmp_path):
    """Pages of the old report that the new one lacks are gone, and nothing is left beside it."""
    write_site(load_run(folder), tmp_path / "report", SiteLimits())
    write_site(load_run(folder), tmp_path / "report", LIMITS)
    write_site(load_run(folder), tmp_path / "other", LIMITS)

    assert _files(tmp_path / "report") == _files(tmp_path / "other")
    assert {path.name for path in tmp_path.iterdir()} == {"report", "other"}


def test_a_failure_leaves_the_old_report(folder, tmp_path, monkeypatch):
    """When a page cannot be made or written, the old report stays as it was, and no rest lies beside it."""
    write_site(load_run(folder), tmp_path / "report", LIMITS)
    before = _files(tmp_path / "report")

    def stop(number):
        if number == 3:
            raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="No space left on device"):
        write_site(load_run(folder), tmp_path / "report", SiteLimits(), on_page=stop)
    with monkeypatch.context() as patched:
        patched.setattr(site, "render_page", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            write_site(load_run(folder), tmp_path / "report", SiteLimits())
    assert _files(tmp_path / "report") == before
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_a_link_is_replaced_not_followed(folder, tmp_path):
    """Where report is a symbolic link, the link goes; what it points to stays."""
    treasure = tmp_path / "treasure"
    treasure.mkdir()
    (treasure / "index.html").write_text("mine", encoding="utf-8")
    (tmp_path / "report").symlink_to(treasure)
    write_site(load_run(folder), tmp_path / "report", LIMITS)

    assert (treasure / "index.html").read_text(encoding="utf-8") == "mine"
    assert [path.name for path in treasure.iterdir()] == ["index.html"]
    assert not (tmp_path / "report").is_symlink()


def test_foreign_folders_are_refused(tmp_path, folder):
    """A folder with anything but pages of a report is not replaced without force; a file never is."""
    write_site(load_run(folder), tmp_path / "report", SiteLimits())
    prepare_site_folder(tmp_path / "report")
    prepare_site_folder(tmp_path / "none yet")
    (tmp_path / "report" / "thesis.docx").touch()
    with pytest.raises(OutputError, match=r"thesis\.docx"):
        prepare_site_folder(tmp_path / "report")
    prepare_site_folder(tmp_path / "report", force=True)
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="is a file"):
        prepare_site_folder(tmp_path / "file", force=True)


def test_styles_and_scripts_lose_only_what_nobody_reads():
    """Comments that begin a line, indentation and empty lines go; every line of code stays, in its order."""
    source = "/* Of\n   two lines. */\n\n  a { b: c; } /* beside */\n\tp::before { content: '/*'; }\n"
    assert environment._squeezed(source) == "a { b: c; } /* beside */\np::before { content: '/*'; }\n"
    folder = files("syndetect.report.site").joinpath("static")
    for asset in (each for each in folder.iterdir() if each.name.endswith((".css", ".js"))):
        text = asset.read_text(encoding="utf-8")
        left = environment._squeezed(text).splitlines()
        code = iter(line.strip() for line in text.splitlines())
        assert all(line in code for line in left)  # in this order
        assert not any(line.count("`") % 2 for line in left)  # no string goes over several lines
        assert 0 < len(left) <= len(text.splitlines())
