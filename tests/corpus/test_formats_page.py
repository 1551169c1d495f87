"""The page on formats holds what the code holds: formats, endings, codes, limits, exit codes."""

from pathlib import Path

import pytest

from syndetect.corpus import FAULTS, FILTERS, LIMITS, REASONS, ReadParams
from syndetect.corpus.containers import COMPRESSIONS
from syndetect.corpus.formats import FORMATS

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text("utf-8")


def test_every_format_and_compression_is_on_the_page(page):
    """With all its endings."""
    for form in FORMATS:
        rows = [line for line in page.splitlines() if line.startswith("|") and f"`{form.name}`" in line]
        assert rows, form.name
        assert all(f"`{ending}`" in rows[0] for ending in form.endings), form.name
    for compression in COMPRESSIONS:
        assert all(f"`{ending}`" in page for ending in compression.endings)


def test_every_code_is_on_the_page(page):
    """With the sentence that explains it."""
    for codes in (REASONS, FILTERS, FAULTS):
        for code, sentence in codes.items():
            assert f"| `{code}` | {sentence} |" in page, code


def test_every_limit_is_on_the_page(page):
    """And the defaults that the page gives are those of the code."""
    for limit in LIMITS:
        assert f"| `{limit.removeprefix('max_')}` |" in page
    defaults = ReadParams()
    assert (defaults.max_record_bytes, defaults.max_file_bytes) == (32 << 20, 1 << 40)
    assert (defaults.max_nesting, defaults.max_fields) == (100, 4096)
    assert (defaults.max_ratio, defaults.max_seconds) == (250, 60)
