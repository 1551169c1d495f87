"""The error tree: what a caller can catch.

::

    SyndetectError
    ├── ParameterError   (ValueError)   a setting outside its range
    ├── InputError       (ValueError)   an input that cannot be read at all
    │   └── StrictError               under ``--strict``, a record or file that is not whole
    ├── MappingError     (ValueError)   ``--map`` names a field that is not there
    └── OutputError      (OSError)      the output cannot be written

A record that cannot be read is no error: it is quarantined, counted and listed
(:class:`syndetect.corpus.Quarantined`).
"""

__all__ = ["InputError", "MappingError", "OutputError", "ParameterError", "StrictError", "SyndetectError"]


class SyndetectError(Exception):
    """Everything that syndetect raises on purpose descends from this."""


class ParameterError(SyndetectError, ValueError):
    """A setting is outside its range; the message names setting, rule and value."""


class InputError(SyndetectError, ValueError):
    """An input as a whole cannot be read; the message names it and the reason."""


class StrictError(InputError):
    """A record was quarantined, or a file is not complete, where everything was to be read."""


class MappingError(SyndetectError, ValueError):
    """A field mapping cannot be used; the message names field and mapping."""


class OutputError(SyndetectError, OSError):
    """The output folder or a file in it cannot be written."""
