"""Stage 9: verified pairs in; stories, their reference articles and what each member adds out."""

from syndetect.trace.grouping import group
from syndetect.trace.origins import NOT_BODY, OWN, SHARED_PROSE, SHARED_QUOTE, find_origins
from syndetect.trace.reference import Grouping, choose_references, missing_pairs
from syndetect.trace.story import Measured, Member, Story, build_stories

__all__ = [
    "NOT_BODY",
    "OWN",
    "SHARED_PROSE",
    "SHARED_QUOTE",
    "Grouping",
    "Measured",
    "Member",
    "Story",
    "build_stories",
    "choose_references",
    "find_origins",
    "group",
    "missing_pairs",
]
