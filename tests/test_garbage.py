"""The look for garbage rests while it is told to, and goes on as before."""

import gc

import pytest

from syndetect.garbage import uncollected


def _fails() -> None:
    assert not gc.isenabled()
    raise KeyError


@pytest.mark.parametrize("was_enabled", [True, False])
def test_nothing_is_collected_inside_and_all_is_as_it_was_behind(was_enabled):
    """The look for cycles rests while a block runs, also one that fails; who turned it off keeps it off."""
    try:
        gc.enable() if was_enabled else gc.disable()
        with pytest.raises(KeyError), uncollected():
            _fails()
        assert gc.isenabled() == was_enabled
    finally:
        gc.enable()
