"""The output folder: whose it is, and what may be written again."""

import pytest

from syndetect.errors import OutputError
from syndetect.report.columns import TABLES
from syndetect.report.exports.write import EXPORTS
from syndetect.report.files import OUTPUTS, prepare_folder


def test_every_table_is_an_output():
    """A folder of a run holds only files of this list, so that the next run may write it."""
    tables = {f"{name}.csv" for name in (*TABLES, "codebook")}

    others = {"methods.md", "quarantine.jsonl", "report", "run.json", "texts.jsonl"}
    assert tables | others | EXPORTS == OUTPUTS


def test_what_a_run_left_may_be_written_again(tmp_path):
    """A folder with only outputs, also of a run that did not end, is accepted; a foreign file is named."""
    (tmp_path / "credits.csv").touch()
    (tmp_path / ".pairs.csv.17.tmp").touch()
    prepare_folder(tmp_path)
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(OutputError, match=r"thesis\.docx"):
        prepare_folder(tmp_path)
    prepare_folder(tmp_path, force=True)
