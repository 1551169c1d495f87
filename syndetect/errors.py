"""The error tree: what a caller can catch.

::

    SyndetectError
    ├── ParameterError   (ValueError)   a setting outside its range
    ├── InputError       (ValueError)   an input that cannot be read at all
    │   ├── NoFileError               a folder or pattern with no file
    │   └── StrictError               under ``--strict``, a record or file that is not whole
    ├── MappingError     (ValueError)   ``--map`` names a field that is not there
    ├── OutputError      (OSError)      the output cannot be written
    │   └── SpillError                what does not fit into memory cannot be written
    ├── BudgetError      (MemoryError)  the memory given is less than the run needs
    └── StoreError                      a persistent index cannot be used
        ├── NoIndexError     (FileNotFoundError)  there is none at the path
        ├── LockedError      (BlockingIOError)    another process writes to it
        ├── MismatchError    (ValueError)         of other parameters, a newer format, or no index of ours
        └── DamagedError     (ValueError)         what it holds is damaged

A record that cannot be read is no error: it is quarantined, counted and listed
(:class:`syndetect.corpus.Quarantined`).
"""

__all__ = [
    "BudgetError",
    "DamagedError",
    "InputError",
    "LockedError",
    "MappingError",
    "MismatchError",
    "NoFileError",
    "NoIndexError",
    "OutputError",
    "ParameterError",
    "SpillError",
    "StoreError",
    "StrictError",
    "SyndetectError",
]


class SyndetectError(Exception):
    """Everything that syndetect raises on purpose descends from this."""


class ParameterError(SyndetectError, ValueError):
    """A setting is outside its range; the message names setting, rule and value."""


class InputError(SyndetectError, ValueError):
    """An input as a whole cannot be read; the message names it and the reason."""


class NoFileError(InputError):
    """The folders and patterns that were named hold no file."""


class StrictError(InputError):
    """A record was quarantined, or a file is not complete, where everything was to be read."""


class MappingError(SyndetectError, ValueError):
    """A field mapping cannot be used; the message names field and mapping."""


class OutputError(SyndetectError, OSError):
    """The output folder or a file in it cannot be written."""


class SpillError(OutputError):
    """What does not fit into memory cannot be written to a temporary file; the message names the folder."""


class BudgetError(SyndetectError, MemoryError):
    """The memory that a run was given is less than it needs; the message says how much it needs."""


class StoreError(SyndetectError):
    """A persistent index cannot be used; the message names it and the reason."""


class NoIndexError(StoreError, FileNotFoundError):
    """There is no index at the path."""


class LockedError(StoreError, BlockingIOError):
    """Another process is writing to the index."""


class MismatchError(StoreError, ValueError):
    """The index was made with other parameters or a newer format, or is none of ours."""


class DamagedError(StoreError, ValueError):
    """The index holds what it cannot have written."""
