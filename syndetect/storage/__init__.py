"""Where what a run holds lies: in memory while it fits, beyond that in files that nobody else sees."""

from syndetect.storage.budget import Budget
from syndetect.storage.process import Watch, anonymous_bytes, usable_bytes
from syndetect.storage.sizes import as_bytes, shown
from syndetect.storage.spill import IN_MEMORY, Growing, Storage
from syndetect.storage.text_file import StoredText, TextFile

__all__ = [
    "IN_MEMORY",
    "Budget",
    "Growing",
    "Storage",
    "StoredText",
    "TextFile",
    "Watch",
    "anonymous_bytes",
    "as_bytes",
    "shown",
    "usable_bytes",
]
