"""Parameters: what cannot be built, what comes back from TOML, and what the fingerprint sees."""

import dataclasses
import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.errors import ParameterError, SyndetectError
from syndetect.params import (
    PRESETS,
    AlignParams,
    CandidateParams,
    EventParams,
    FurnitureParams,
    OutletParams,
    Params,
    PassageParams,
    RelationParams,
    RewriteParams,
    ShingleParams,
    SketchParams,
    StoryParams,
)

NAN, INFINITY = float("nan"), float("inf")
STAGES = [
    FurnitureParams,
    ShingleParams,
    SketchParams,
    CandidateParams,
    PassageParams,
    EventParams,
    AlignParams,
    RewriteParams,
    RelationParams,
    StoryParams,
    OutletParams,
]
FIELDS = [(stage, entry.name) for stage in STAGES for entry in dataclasses.fields(stage)]
SECTIONS = {entry.name: entry.default_factory for entry in dataclasses.fields(Params)}
RULE = "must (be at least|lie between)"

# (stage, field): values inside the range at both ends, values outside
RANGES = {
    (FurnitureParams, "keep"): ([True, False], []),
    (FurnitureParams, "rules"): ([True, False], []),
    (FurnitureParams, "short_words"): ([1, 60], [0, 61]),
    (FurnitureParams, "caption_words"): ([1, 400], [0, 401]),
    (FurnitureParams, "min_articles"): ([0, 500], [-1]),
    (FurnitureParams, "min_share"): ([0.0, 1.0], [-0.1, 1.1, NAN]),
    (FurnitureParams, "min_prose_share"): ([0.0, 1.0], [-0.1, 1.1, NAN]),
    (FurnitureParams, "prose_words"): ([0, 500], [-1]),
    (FurnitureParams, "version_share"): ([0.0, 1.0], [-0.1, 1.1, NAN]),
    (FurnitureParams, "max_other_outlets"): ([0, 500], [-1]),
    (ShingleParams, "width"): ([1, 64], [0, -1, 65]),
    (ShingleParams, "seed"): ([0, 2**64 - 1], [-1, 2**64]),
    (SketchParams, "signature_size"): ([4, 4096], [3, 0, 4097]),
    (SketchParams, "seed"): ([0, 2**32 - 1], [-1, 2**32]),
    (CandidateParams, "threshold"): ([0.01, 1.0], [0.0, 1.01, -1.0, NAN, INFINITY]),
    (CandidateParams, "representatives"): ([1, 1000], [0, 1001]),
    (CandidateParams, "copy_resemblance"): ([0.0, 1.0], [-0.01, 1.01, NAN]),
    (CandidateParams, "copy_pairs"): ([0, 1000], [-1]),
    (CandidateParams, "min_copy_pairs"): ([0, 1000], [-1]),
    (CandidateParams, "max_copies"): ([1, 10**6], [0]),
    (CandidateParams, "n_in_time"): ([2, 500], [1]),
    (PassageParams, "width"): ([2, 12], [1, 65]),
    (PassageParams, "run_words"): ([5, 1000], [4, 1001]),
    (PassageParams, "n_partners"): ([0, 500], [-1]),
    (PassageParams, "max_postings"): ([8, 10**6], [1]),
    (PassageParams, "n_common"): ([2, 200], [1, 201]),
    (EventParams, "n_neighbours"): ([0, 500], [-1]),
    (EventParams, "n_terms"): ([1, 500], [0]),
    (EventParams, "max_postings"): ([1, 10**6], [0]),
    (EventParams, "min_cosine"): ([0.0, 1.0], [-0.01, 1.01, NAN]),
    (EventParams, "window_days"): ([0.0, 3650.0], [-0.5, NAN]),
    (AlignParams, "seed_words"): ([2, 5], [1, 33]),
    (AlignParams, "max_gap"): ([0, 1000], [-1, 1001]),
    (AlignParams, "min_prose_words"): ([4, 500], [3, 0]),
    (AlignParams, "min_quote_words"): ([4, 500], [3, 0]),
    (AlignParams, "max_occurrences"): ([1, 500], [0]),
    (RewriteParams, "search"): ([True, False], []),
    (RewriteParams, "min_pair_cosine"): ([0.0, 1.0], [-0.01, 1.01, NAN]),
    (RewriteParams, "min_cosine"): ([0.0, 1.0], [-0.01, 1.01, NAN]),
    (RewriteParams, "min_dice"): ([0.0, 1.0], [-0.01, 1.01, NAN]),
    (RewriteParams, "min_sentence_words"): ([1, 100], [0]),
    (RewriteParams, "max_gap"): ([0, 100], [-1, 101]),
    (RewriteParams, "min_fragment_cosine"): ([0.0, 1.0], [-0.01, 1.01, NAN]),
    (RewriteParams, "min_words"): ([1, 1000], [0]),
    (RewriteParams, "join_words"): ([0, 1000], [-1, 1001]),
    (RelationParams, "same_text"): ([0.0, 1.0], [-0.1, 1.1, NAN]),
    (RelationParams, "least_prose"): ([0.0, 1.0], [-0.1, 1.1, NAN]),
    (RelationParams, "partial_words"): ([1, 500], [0]),
    (RelationParams, "fragment_words"): ([1, 500], [0]),
    (RelationParams, "same_event"): ([0.0, 1.0], [-0.1, 1.1, NAN]),
    (RelationParams, "min_words"): ([1, 500], [0]),
    (RelationParams, "derived_words"): ([1, 500], [0]),
    (RelationParams, "derived_share"): ([0.0, 1.0], [-0.1, 1.1, NAN]),
    (RelationParams, "wholly"): ([0.0, 1.0], [-0.1, 1.1, NAN]),
    (StoryParams, "min_cosine"): ([0.0, 1.0], [-0.1, 1.1, NAN]),
    (StoryParams, "n_witnesses"): ([1, 500], [0]),
    (StoryParams, "max_days"): ([0.0, 3650.0], [-0.5, NAN]),
    (StoryParams, "min_lag_minutes"): ([0.0, 3650.0], [-0.5, NAN]),
    (StoryParams, "max_lag_days"): ([0.0, 3650.0], [-0.5, NAN]),
    (StoryParams, "wire_outlets"): ([(), ("AP", "Reuters")], []),
    (OutletParams, "definition"): (["meter", "attributor"], []),
    (OutletParams, "confidence"): ([0.5, 0.999], [0.49, 1.0, NAN]),
    (OutletParams, "n_resamples"): ([100, 100_000], [99, 100_001]),
    (OutletParams, "seed"): ([0, 2**64 - 1], [-1, 2**64]),
    (OutletParams, "bootstrap_stories"): ([0, 10**6], [-1]),
    (OutletParams, "min_articles"): ([0, 500], [-1]),
    (OutletParams, "min_stories"): ([0, 500], [-1]),
}


def section_of(stage):
    return next(name for name, made in SECTIONS.items() if made is stage)


def default(stage, name):
    return getattr(stage(), name)


def other_value(stage, name):
    """Return a value in the range of a field that is not its default."""
    return next(value for value in RANGES[stage, name][0] if value != default(stage, name))


def test_every_field_is_tested():
    """The tables of this module name every field of every stage, and ``Params`` holds every stage."""
    assert set(RANGES) == set(FIELDS)
    assert list(SECTIONS.values()) == STAGES


@pytest.mark.parametrize(
    ("stage", "name", "value"), [(*field, value) for field in FIELDS for value in RANGES[field][0]]
)
def test_values_in_range_are_kept(stage, name, value):
    """A value at either end of its range is accepted and kept as it is."""
    assert getattr(stage(**{name: value}), name) == value


@pytest.mark.parametrize(
    ("stage", "name", "value"), [(*field, value) for field in FIELDS for value in RANGES[field][1]]
)
def test_values_out_of_range_are_refused(stage, name, value):
    """The error names class and field, the rule and the value; it is a ValueError and one of ours."""
    with pytest.raises(ParameterError) as caught:
        stage(**{name: value})

    assert re.fullmatch(
        rf"{stage.__name__}\.{name} {RULE} .*, got {re.escape(str(value))}", str(caught.value)
    )
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, SyndetectError)


@pytest.mark.parametrize(("stage", "name"), FIELDS)
def test_values_of_another_type_are_refused(stage, name):
    """A wrong parameter cannot exist: a value of another type is refused on construction, by name."""
    kind = type(default(stage, name))
    wrong = {
        int: ["5", 5.5, None, [5], True],
        float: ["0.5", None, [0.5], True],
        tuple: ["AP", 5, (5,), None],
        bool: ["true", 1, None],
        str: [5, None, ["meter"], True],
    }
    for value in wrong[kind]:
        with pytest.raises(ParameterError, match=rf"{stage.__name__}\.{name} must be .*got "):
            stage(**{name: value})


@pytest.mark.parametrize(("stage", "name"), FIELDS)
def test_parameters_are_frozen_and_named(stage, name):
    """Parameters are given by name, never change, and can be keys of a mapping."""
    made = stage()
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(made, name, default(stage, name))
    with pytest.raises(TypeError):
        stage(default(stage, name))
    with pytest.raises(TypeError, match="unexpected"):
        stage(no_such_setting=1)
    assert hash(made) == hash(stage())


@given(st.integers(2, 32), st.integers(0, 40), st.integers(0, 40))
def test_passages_hold_a_seed(seed_words, prose, quote):
    """No passage can be asked for that is shorter than a seed."""
    settings = {"seed_words": seed_words, "min_prose_words": prose, "min_quote_words": quote}
    if min(prose, quote) >= seed_words:
        assert AlignParams(**settings).seed_words == seed_words
    else:
        with pytest.raises(ParameterError, match=rf"AlignParams\.min_\w+ must be at least {seed_words}, got"):
            AlignParams(**settings)


def test_nothing_given_is_the_default():
    """An empty mapping, an empty file and empty sections are the defaults."""
    assert Params.from_mapping({}) == Params()
    assert Params.from_mapping({name: {} for name in SECTIONS}) == Params()


@pytest.mark.parametrize(("stage", "name"), FIELDS)
def test_mapping_round_trip(stage, name):
    """What ``to_mapping`` says builds the same parameters again, whatever was changed."""
    section, value = section_of(stage), other_value(stage, name)
    params = Params.from_mapping({section: {name: value}})

    assert getattr(getattr(params, section), name) == value
    assert params == dataclasses.replace(Params(), **{section: stage(**{name: value})})
    assert Params.from_mapping(params.to_mapping()) == params
    assert set(params.to_mapping()) == set(SECTIONS)


def as_toml(mapping):
    lines = []
    for section, settings in mapping.items():
        lines.append(f"[{section}]")
        lines += [f"{k} = {_toml_value(v)}" for k, v in settings.items()]
    return "\n".join(lines)


def _toml_value(value):
    if isinstance(value, bool):
        return str(value).lower()
    return list(value) if isinstance(value, tuple) else repr(value)


@pytest.mark.parametrize(("stage", "name"), FIELDS)
def test_toml_round_trip(stage, name, tmp_path):
    """Parameters written as one table a stage are read back equal, with the same fingerprint."""
    params = Params.from_mapping({section_of(stage): {name: other_value(stage, name)}})
    path = tmp_path / "params.toml"
    if name == "seed":  # TOML's integers end at 2**63
        params = Params.from_mapping({section_of(stage): {name: 2**32 - 1}})
    path.write_text(as_toml(params.to_mapping()), encoding="utf-8")

    assert Params.from_toml(path) == params
    assert Params.from_toml(str(path)).fingerprint() == params.fingerprint()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"shingles": {}}, r"unknown section \[shingles\]; there are: align, candidates, event, "),
        ({"shingle": {"size": 4}}, r"\[shingle\] has no setting size; there are: seed, width"),
        ({"shingle": {"width": "4"}}, r"ShingleParams\.width must be a whole number, got '4'"),
        ({"shingle": {"width": 4.0}}, r"ShingleParams\.width must be a whole number, got 4\.0"),
        ({"shingle": {"width": True}}, r"ShingleParams\.width must be a whole number, got True"),
        (
            {"candidates": {"threshold": "half"}},
            r"CandidateParams\.threshold must be a number, got 'half'",
        ),
        ({"candidates": {"threshold": False}}, r"CandidateParams\.threshold must be a number, got False"),
        ({"story": {"wire_outlets": "AP"}}, r"StoryParams\.wire_outlets must be a list of texts, got 'AP'"),
        (
            {"story": {"wire_outlets": ["AP", 5]}},
            r"StoryParams\.wire_outlets must be a list of texts, got \('AP', 5\)",
        ),
        ({"shingle": 4}, r"\[shingle\] must be a table, got 4"),
        ({"shingle": {"width": 0}}, r"ShingleParams\.width must lie between 1 and 64, got 0"),
        ({"align": {"seed_words": 6}}, r"AlignParams\.min_quote_words must be at least 6, got 5"),
    ],
)
def test_wrong_mappings_are_refused(values, message):
    """Unknown sections and names, other types and values out of range are named with what is allowed."""
    with pytest.raises(ParameterError, match=message):
        Params.from_mapping(values)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[shingle]\nwidth = 0\n", r"ShingleParams\.width must lie between 1 and 64, got 0"),
        (b"width = 4\n", r"unknown section \[width\]"),
        (b"[shingle\n", r"line 1|at line"),
        (b"\xff\xfe[shingle]\n", r"utf-8"),
        (None, r"No such file"),
    ],
)
def test_files_that_cannot_be_used_are_named(content, message, tmp_path):
    """Whatever is wrong with a file of parameters, the error begins with its path."""
    path = tmp_path / "params.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ParameterError, match=message) as caught:
        Params.from_toml(path)
    assert str(caught.value).startswith(f"{path}: ")


@pytest.mark.parametrize(("stage", "name"), FIELDS)
def test_fingerprint_sees_every_field(stage, name):
    """Another value in any field gives another fingerprint, and the default value the same."""
    section = section_of(stage)
    changed = Params(**{section: stage(**{name: other_value(stage, name)})})
    unchanged = Params(**{section: stage(**{name: default(stage, name)})})

    assert changed.fingerprint() != Params().fingerprint()
    assert unchanged.fingerprint() == Params().fingerprint()


def test_fingerprints_are_distinct_and_lasting():
    """No two fields, set alike, give one fingerprint; it is 16 hex digits and the same in every process."""
    found = [
        Params(**{section_of(stage): stage(**{name: other_value(stage, name)})}).fingerprint()
        for stage, name in FIELDS
    ]

    assert len(set(found)) == len(found)
    assert all(re.fullmatch("[0-9a-f]{16}", each) for each in found)


@pytest.mark.parametrize(
    ("stage", "name"),
    [
        f for f in FIELDS if isinstance(default(*f), float) and f[1] != "confidence"
    ],  # no whole number in range
)
def test_equal_parameters_have_equal_fingerprints(stage, name):
    """A whole number in a field for fractions is that fraction: 7 is 7.0, to the fingerprint too."""
    whole = 7 if name == "window_days" else 1
    one, other = (Params(**{section_of(stage): stage(**{name: value})}) for value in (whole, float(whole)))

    assert one == other
    assert one.fingerprint() == other.fingerprint()


def test_presets_are_files_that_can_be_named(tmp_path, monkeypatch):
    """Every preset differs from the defaults, is read by its name, and yields to a file of that name."""
    folder = files("syndetect.presets")
    assert sorted(PRESETS) == sorted(
        f.name.removesuffix(".toml") for f in folder.iterdir() if ".toml" in f.name
    )
    monkeypatch.chdir(tmp_path)
    for name in PRESETS:
        assert Params.preset(name) != Params()
        assert Params.from_toml(name) == Params.preset(name)
    (tmp_path / "essays").write_text("[shingle]\nwidth = 7\n")
    assert Params.from_toml("essays").shingle.width == 7
    with pytest.raises(ParameterError, match=r"novels.*there are: essays"):
        Params.preset("novels")
