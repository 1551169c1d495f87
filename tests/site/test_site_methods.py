"""The page on methods: everything that a figure rests on, and nothing that changes from run to run."""

from dataclasses import replace

import pytest

from syndetect.report.codebook import build_codebook
from syndetect.report.methods_text import render_methods
from syndetect.report.saved import SavedRun
from syndetect.report.site.pages import methods
from syndetect.report.site.pages.methods import INPUTS_SHOWN
from syndetect.trace.outlets import PRESETS
from tests.site.newsroom import flat, made, run_of, saved, tree


def page_of(run: SavedRun):
    return tree(made(run, methods.pages)["methods.html"])


@pytest.fixture(scope="module")
def page():
    return page_of(saved())


def with_manifest(**changed) -> SavedRun:
    run = saved()
    return replace(run, manifest={**run.manifest, **changed})


def pairs(page, anchor: str) -> dict[str, str]:
    """Return the names and values in the tables of a section, with the heading before them."""
    found = {}
    for part in page.get_element_by_id(anchor).xpath(".//section"):
        heading = flat(part.xpath(".//h3|.//h4")[0])
        for row in part.xpath(".//tr"):
            found[f"{heading}.{flat(row[0])}"] = flat(row[1])
    return found


def test_every_parameter_is_there(page):
    wanted = {
        f"{stage}.{name}": value
        for stage, values in saved().manifest["parameters"].items()
        for name, value in values.items()
    }
    found = pairs(page, "parameters")

    assert set(found) == set(wanted)
    for name, value in wanted.items():
        if isinstance(value, bool):
            assert found[name] == ("yes" if value else "no")
        elif isinstance(value, int | float):
            assert float(found[name].replace(",", "")) == value
    assert found["story.wire_outlets"] == "Corvane Press"
    assert saved().manifest["parameters_fingerprint"] in flat(page.get_element_by_id("parameters"))


def test_every_count_is_there_and_no_seconds(page):
    wanted = {
        f"{stage['stage'].capitalize()}.{name}": value
        for stage in saved().manifest["stages"]
        for name, value in stage.items()
        if name != "stage"
    }
    found = pairs(page, "inputs")

    assert set(found) == set(wanted)
    for name, value in wanted.items():
        assert found[name].replace(",", "") == ("none" if value == {} else str(value))
    slow = with_manifest(seconds=dict.fromkeys(saved().manifest["seconds"], 98765.4))
    assert made(slow, methods.pages) == made(saved(), methods.pages)


def test_the_data_dictionary_is_the_codebook(page):
    found = {}
    for part in page.get_element_by_id("codebook").xpath("./details"):
        name = flat(part.find("summary")).split(".csv")[0]
        found.update(
            {(name, flat(row[0])): [flat(cell) for cell in row[1:]] for row in part.xpath(".//tbody/tr")}
        )
    book = build_codebook()

    assert set(found) == {(row[0], row[1]) for row in book.rows()}
    for table, column, kind, unit, least, greatest, values, missing, meaning in book.rows():
        cells = found[table, column]
        assert cells[0] == " ".join(meaning.split())
        assert cells[1].startswith(unit or kind)
        assert (f", from {least}" in cells[1]) is (least is not None)
        assert (f" to {greatest}" in cells[1]) is (greatest is not None)
        assert all(value in cells[1] for value in (values or "").split("|"))
        assert cells[2] == (missing or "never")


def test_inputs_have_their_ledger_and_digest():
    entry = {
        "file": "<b>in</b>.jsonl",
        "format": "jsonl",
        "status": "partial: truncated_record",
        "n_bytes": 12345,
        "digest": "xxh3_128:00ff",
        "n_records": 1200,
        "n_ok": 1100,
        "n_quarantined": 100,
    }
    page = page_of(with_manifest(inputs=[entry] * (INPUTS_SHOWN + 3)))
    rows = page.get_element_by_id("inputs").xpath(".//table[caption='Input files']/tbody/tr")

    assert len(rows) == INPUTS_SHOWN
    assert [flat(cell) for cell in rows[0]] == [
        "<b>in</b>.jsonl",
        "jsonl",
        "partial: truncated record",
        "1,200",
        "1,100",
        "100",
        "12,345",
        "xxh3_128:00ff",
    ]
    assert f"of {INPUTS_SHOWN + 3}" in flat(page.get_element_by_id("inputs"))
    assert saved().manifest["corpus"]["digest"] in flat(page.get_element_by_id("inputs"))


def test_the_draft_is_that_of_the_run(page):
    assert page.get_element_by_id("draft-text").text == render_methods(run_of())
    assert page.xpath("//button[@data-copies='draft-text']")
    assert "holds no draft" in flat(page_of(replace(saved(), methods="")))


def test_every_definition_has_rule_and_source(page):
    rows = page.find_class("definitions")[0].xpath(".//tbody/tr")

    assert [[flat(cell) for cell in row[1:]] for row in rows] == [
        [each.rule, each.approximation, each.citation] for each in PRESETS
    ]
    in_use = [row[0].findtext("b") for row in rows if "in use" in flat(row[0])]
    assert in_use == [saved().manifest["parameters"]["outlets"]["definition"]]


def test_what_was_not_read_is_listed():
    records = [
        {
            "file": "a.jsonl",
            "record": k,
            "reason": "empty_text",
            "detail": "The text is <i>empty</i>.",
            "excerpt": "",
        }
        for k in range(1, 61)
    ]
    page = page_of(replace(saved(), quarantine=records))
    part = page.get_element_by_id("not-read")

    assert flat(part).startswith("What was not read 60 records: empty text 60.")
    assert [flat(cell) for cell in part.xpath(".//tbody/tr")[0]] == [
        "a.jsonl",
        "1",
        "empty text",
        "The text is <i>empty</i>.",
    ]
    assert "10 more records in quarantine.jsonl" in flat(part)
    assert "Every record was read." in flat(page_of(saved()))


def test_the_citation_names_version_and_fingerprints(page):
    manifest = saved().manifest
    text = flat(page.get_element_by_id("citation"))

    for value in (
        manifest["version"],
        manifest["parameters_fingerprint"],
        manifest["corpus"]["digest"],
        "meter",
    ):
        assert value in text


@pytest.mark.parametrize("wanted", ["Korn and Graubard", "lower bounds", "÷ measured articles", "Clopper"])
def test_the_page_stands_alone(page, wanted):
    assert wanted in flat(page)
    assert "docs/" not in flat(page)


def test_every_part_is_in_the_contents(page):
    targets = [href[1:] for href in page.find_class("contents")[0].xpath(".//a/@href")]

    assert targets == page.xpath("//main/section/@id")
