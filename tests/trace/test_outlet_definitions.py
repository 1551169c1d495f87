"""Definitions of agency copy: what meets them, how shares move from one to the next, and who credits."""

from pathlib import Path

import naive_outlets
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from naive_outlets import Copy, Piece

from syndetect.errors import InputError
from syndetect.params import OutletParams
from syndetect.trace.outlets import (
    CREDIT_CLASSES,
    METER,
    NOT_MEASURED,
    PRESETS,
    THRESHOLDS,
    classify_credit,
    credit_evidence,
    dependence,
    is_available,
    meets,
    sensitivity,
)

QUICK = OutletParams(n_resamples=100)
AGENCIES = ("Telva", "CPA")
ALL = (*THRESHOLDS, *PRESETS)
BY_NAME = {definition.name: definition for definition in ALL}
NEEDS = {
    "attributor": "source_share",
    "yanich-bagozzi": "verbatim",
    "welbers": "cosine",
    "media-cloud": "sentences",
}

# definition, an article of 200 words that just meets it, one that just does not
EDGES = [
    ("meter", Copy(derivation=1), Copy(derivation=0)),
    ("meter-wholly", Copy(derivation=2), Copy(derivation=1)),
    ("lewis-mainly", Copy(100), Copy(99)),
    ("attributor", Copy(126, source_share=0.81), Copy(125, source_share=0.81)),
    ("attributor", Copy(126, source_share=0.81), Copy(126, source_share=0.8)),
    ("attributor", Copy(126, source_share=1.0), Copy(200)),
    ("newsdesk", Copy(160), Copy(159)),
    ("yanich-bagozzi", Copy(200, verbatim=100), Copy(200, verbatim=99)),
    ("welbers", Copy(cosine=0.4), Copy(cosine=0.39)),
    ("welbers", Copy(cosine=0.4), Copy(200)),
    ("media-cloud", Copy(sentences=11), Copy(sentences=10)),
    ("media-cloud", Copy(credited=True), Copy(200)),
    ("words >= 0.3", Copy(60), Copy(59)),
    ("words >= 0.9", Copy(180), Copy(179)),
]


@pytest.mark.parametrize(("name", "met", "missed"), EDGES)
def test_the_edges_of_each_definition(name, met, missed):
    """Just enough is copy, just too little is not; what is unknown is not."""
    pieces = [Piece("A", k, (copy,), n_words=200) for k, copy in enumerate((met, missed))]
    coverage = naive_outlets.coverage(pieces, ("CPA",))

    assert meets(coverage, BY_NAME[name]).tolist() == [True, False]
    assert meets(coverage, BY_NAME[name], 0).tolist() == [True, False]


@given(naive_outlets.pieces(n_agencies=2), st.sampled_from(ALL))
def test_definitions_are_what_they_say(pieces, definition):
    """Whether an article is copy, of each agency and of any, equals the rule stated a second time."""
    coverage = naive_outlets.coverage(pieces, AGENCIES)

    for agency in (None, 0, 1):
        wanted = [naive_outlets.holds(piece, definition.name, agency, AGENCIES) for piece in pieces]
        assert meets(coverage, definition, agency).tolist() == wanted


def test_evidence_of_several_agencies():
    """Two halves are the whole for shares of all agencies, and no near-exact copy of either."""
    piece = Piece("A", 1, (Copy(100, 0, 1), Copy(100, 0, 1)), n_words=200)
    coverage = naive_outlets.coverage([piece], AGENCIES)

    assert meets(coverage, BY_NAME["words >= 0.9"]).tolist() == [True]
    assert meets(coverage, BY_NAME["words >= 0.9"], 0).tolist() == [False]
    assert meets(coverage, BY_NAME["newsdesk"]).tolist() == [False]


def test_presets_say_whose_they_are():
    """Every preset has a name of its own, a source that can be found, the rule and its approximation."""
    assert len(BY_NAME) == len(ALL)
    for preset in PRESETS:
        assert preset.rule
        assert preset.approximation
        assert "20" in preset.citation or "HT7156" in preset.citation or "github.com" in preset.citation
    assert PRESETS[0] is METER


def test_the_docs_list_every_preset():
    """The table in docs/measures.md says of every preset what the preset says, word for word."""
    docs = (Path(__file__).parents[2] / "docs" / "measures.md").read_text(encoding="utf-8").splitlines()
    listed = [line for line in docs if any(line.startswith(f"| `{preset.name}` |") for preset in PRESETS)]

    assert listed == [f"| `{p.name}` | {p.citation} | {p.rule} | {p.approximation} |" for p in PRESETS]


@pytest.mark.parametrize("definition", PRESETS, ids=lambda preset: preset.name)
def test_evidence_that_is_not_there(definition):
    """A definition whose evidence is not given is refused by name, and has no figures in the table."""
    coverage = naive_outlets.coverage([Piece("A", 1, (Copy(90),))], ("CPA",), optional=False)
    needed = NEEDS.get(definition.name)

    assert is_available(coverage, definition) == (needed is None)
    found = sensitivity(coverage, QUICK, [METER, definition])
    assert found.available.tolist() == [True, needed is None]
    assert np.isnan(found.derived.estimate).tolist() == [[False, needed is not None]] * 2
    if needed:
        with pytest.raises(InputError, match=f"definition {definition.name} needs .*{needed}"):
            dependence(coverage, QUICK, definition)


@settings(max_examples=8)
@given(naive_outlets.pieces(n_agencies=2))
def test_sensitivity_is_dependence_under_each_definition(pieces):
    """Counts, shares and intervals, of each outlet and of all, are those of the tables."""
    coverage = naive_outlets.coverage(pieces, AGENCIES)
    found = sensitivity(coverage, QUICK)

    assert found.definitions == ALL
    assert found.available.all()
    for k, definition in enumerate(ALL):
        tables = dependence(coverage, QUICK, definition)
        for rows, table in ((slice(None, -1), tables.outlets), (slice(-1, None), tables.total)):
            np.testing.assert_array_equal(found.n_measured[rows], table.n_measured)
            np.testing.assert_array_equal(found.n_derived[rows, k], table.n_derived)
            for end in ("estimate", "low", "high", "n_stories"):
                np.testing.assert_array_equal(
                    getattr(found.derived, end)[rows, k], getattr(table.derived, end)
                )
    assert found.outlets == dependence(coverage, QUICK).outlets.outlet


@settings(max_examples=25)
@given(naive_outlets.pieces(n_agencies=2))
def test_a_higher_threshold_never_finds_more(pieces):
    """Over the nine thresholds the share falls or stays; so it does from METER's derived to its wholly."""
    found = sensitivity(naive_outlets.coverage(pieces, AGENCIES), QUICK)

    assert (np.diff(found.n_derived[:, : len(THRESHOLDS)], axis=1) <= 0).all()
    assert (
        found.n_derived[:, ALL.index(BY_NAME["meter-wholly"])] <= found.n_derived[:, ALL.index(METER)]
    ).all()


@settings(max_examples=25)
@given(naive_outlets.pieces(n_agencies=2), st.sampled_from(PRESETS))
def test_every_measured_article_is_in_one_cell(pieces, definition):
    """The cross-table of credit and evidence, counted by a loop; it adds up to the measured articles."""
    coverage = naive_outlets.coverage(pieces, AGENCIES)
    classes, table = classify_credit(coverage, definition), credit_evidence(coverage, definition)
    tables = dependence(coverage, QUICK, definition)

    wanted = []
    for piece in pieces:
        copy = naive_outlets.holds(piece, definition.name, None, AGENCIES)
        credited = any(held.credited for held in piece.copies)
        name = {
            (True, True): "credited copy",
            (True, False): "uncredited copy",
            (False, True): "credited, little reuse",
            (False, False): "independent",
        }[copy, credited]
        wanted.append(CREDIT_CLASSES.index(name) if piece.measured and not piece.original else NOT_MEASURED)
    assert classes.tolist() == wanted
    assert table.outlets == tables.outlets.outlet
    for row, outlet in enumerate(table.outlets):
        of_outlet = [
            k for k, piece in zip(wanted, pieces, strict=True) if (piece.outlet or "(unknown)") == outlet
        ]
        assert table.counts[row].tolist() == [of_outlet.count(k) for k in range(4)]
    assert table.counts[-1].tolist() == [wanted.count(k) for k in range(4)]
    np.testing.assert_array_equal(table.counts[:-1].sum(axis=1), tables.outlets.n_measured)
    np.testing.assert_array_equal(table.counts[:-1, 1], tables.outlets.n_uncredited)


def test_without_articles_there_is_a_row_of_zeros():
    """No article: no outlet, zeros in the last row, no shares."""
    coverage = naive_outlets.coverage([], AGENCIES)

    assert credit_evidence(coverage).counts.tolist() == [[0, 0, 0, 0]]
    assert classify_credit(coverage).tolist() == []
    found = sensitivity(coverage, QUICK)
    assert found.n_derived.tolist() == [[0] * len(ALL)]
    assert np.isnan(found.derived.low).all()
