"""The package boundary: public names, their docstrings, and what the README shows."""

import doctest
import importlib
import inspect
import pkgutil
import warnings
from pathlib import Path

import pytest

import syndetect

ROOT = Path(__file__).parents[1]

# Checks of numpydoc that the house style does not ask for.
IGNORED = {
    "GL01",  # the summary begins on the line of the quotes
    "GL03",  # blank lines
    "SA01",  # See Also
    "EX01",  # Examples
    "ES01",  # extended summary
    "RT03",  # description of the return value, where the summary says it
    "RT05",
    "PR01",  # parameters that the summary or the class explains
    "PR06",
    "PR07",  # a parameter whose name says it
    "PR08",
    "PR09",
    "SS05",  # "Returns" as first word is fine for a property
    "SS06",
    "GL08",
    "YD01",
    "GL07",
}


def modules():
    """Yield the name of every module of the package."""
    yield "syndetect"
    for found in pkgutil.walk_packages(syndetect.__path__, "syndetect."):
        if found.name != "syndetect.text.make_characters":
            yield found.name


def public_objects():
    """Yield (where, object) of everything that the package or one of its rooms offers to others."""
    seen = set()
    for name in modules():
        module = importlib.import_module(name)
        if not hasattr(module, "__path__") and name.count(".") > 1:
            continue  # a module inside a room: its room says what is public
        for public in getattr(module, "__all__", []):
            thing = getattr(module, public)
            home = getattr(thing, "__module__", "") or ""
            documentable = inspect.isclass(thing) or callable(thing)
            if documentable and home.startswith("syndetect") and id(thing) not in seen:
                seen.add(id(thing))
                yield pytest.param(f"{home}.{thing.__name__}", thing, id=f"{home}.{thing.__name__}")


def test_every_public_name_exists_and_they_are_sorted():
    """``__all__`` of every module names what is there, once."""
    for name in modules():
        module = importlib.import_module(name)
        names = getattr(module, "__all__", [])
        assert len(names) == len(set(names)), name
        for public in names:
            assert hasattr(module, public), f"{name}.{public}"
    assert dir(syndetect) == sorted(syndetect.__all__)


def test_an_unknown_name_is_an_attribute_error():
    """The lazy names do not swallow misspellings."""
    with pytest.raises(AttributeError, match="'syndetect' has no attribute 'scann'"):
        syndetect.scann  # noqa: B018 - the access is the test


@pytest.mark.parametrize(("where", "thing"), list(public_objects()))
def test_public_docstrings_are_numpydoc(where, thing):
    """Every public function and class has a docstring that numpydoc can read and finds complete."""
    from numpydoc.validate import validate

    if not inspect.getdoc(thing):
        pytest.fail(f"{where} has no docstring")
    if hasattr(thing, "py_func"):  # a kernel: numba wraps it
        pytest.skip(f"{where} is a compiled kernel")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = validate(where)["errors"]
    assert [entry for entry in found if entry[0] not in IGNORED] == []


def test_readme_examples_run():
    """What the README shows at the Python prompt is what Python says."""
    outcome = doctest.testfile(
        str(ROOT / "README.md"), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert outcome.attempted > 5
    assert outcome.failed == 0


def test_readme_thresholds_are_the_defaults():
    """The table of relations in the README states the parameters that hold."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    relation = syndetect.Params().relation
    align = syndetect.Params().align
    assert f"≥ {relation.same_text:.0%} of the shorter".replace("%", " %") in readme
    assert f"≥ {relation.partial_words} words of prose" in readme
    assert f"passage of ≥ {relation.fragment_words} words of prose" in readme
    assert f"≥ {relation.least_prose:.0%} of them prose".replace("%", " %") in readme
    assert f"quotation of ≥ {align.min_quote_words} words" in readme
    assert f"cosine ≥ {relation.same_event}" in readme
