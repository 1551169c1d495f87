"""A persistent index: every article is compared with all that came before, and never lost."""

from syndetect.index.deduplicator import Added, Deduplicator
from syndetect.index.records import Decision, Event

__all__ = ["Added", "Decision", "Deduplicator", "Event"]
