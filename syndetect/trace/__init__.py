"""Stage 9: verified pairs in; stories, directions, sources and what each member adds out."""

from syndetect.trace.claims import UNCLAIMED, Claims, claim_words
from syndetect.trace.direction import CAUSES, DIRECTIONS, Cause, Direction, Evidence, Judged, explain, judge
from syndetect.trace.grouping import group
from syndetect.trace.measurable import Status, find_status
from syndetect.trace.origins import NOT_BODY, OWN, SHARED_PROSE, SHARED_QUOTE, find_origins
from syndetect.trace.reference import Grouping, choose_references, missing_pairs
from syndetect.trace.shares import ArticleShares, Links, Source, SourceShare, measure_shares
from syndetect.trace.standing import Standing, find_standing
from syndetect.trace.story import Measured, Member, Story, build_stories
from syndetect.trace.tracing import Known, Traced, trace
from syndetect.trace.versions import find_versions, find_wire_sources

__all__ = [
    "CAUSES",
    "DIRECTIONS",
    "NOT_BODY",
    "OWN",
    "SHARED_PROSE",
    "SHARED_QUOTE",
    "UNCLAIMED",
    "ArticleShares",
    "Cause",
    "Claims",
    "Direction",
    "Evidence",
    "Grouping",
    "Judged",
    "Known",
    "Links",
    "Measured",
    "Member",
    "Source",
    "SourceShare",
    "Standing",
    "Status",
    "Story",
    "Traced",
    "build_stories",
    "choose_references",
    "claim_words",
    "explain",
    "find_origins",
    "find_standing",
    "find_status",
    "find_versions",
    "find_wire_sources",
    "group",
    "judge",
    "measure_shares",
    "missing_pairs",
    "trace",
]
