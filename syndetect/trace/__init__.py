"""Stage 9: verified pairs in; stories, directions, sources and what each member adds out."""

from syndetect.trace.additions import ADDITIONS, PLACES, Addition, Origins, Place, find_additions
from syndetect.trace.claims import UNCLAIMED, Claims, claim_words
from syndetect.trace.counterparts import Counterparts, find_counterparts
from syndetect.trace.covering import cover
from syndetect.trace.direction import CAUSES, DIRECTIONS, Cause, Direction, Evidence, Judged, explain, judge
from syndetect.trace.grouping import group
from syndetect.trace.measurable import Status, find_status, find_teasers
from syndetect.trace.origins import NOT_BODY, OWN, SHARED_PROSE, SHARED_QUOTE, find_origins
from syndetect.trace.reference import Grouping, choose_references, missing_pairs
from syndetect.trace.sentences import Sentences, find_sentences
from syndetect.trace.shares import ArticleShares, Shares, SourceShare, measure_shares
from syndetect.trace.sources import NO_SOURCE, UNKNOWN_SOURCE, Attribution, Links, Source, attribute
from syndetect.trace.standing import Standing, find_standing
from syndetect.trace.story import Measured, Member, Stories, Story, build_stories
from syndetect.trace.tracing import Known, Traced, trace
from syndetect.trace.versions import find_versions, find_wire_sources
from syndetect.trace.wires import WireSentence, WireText, WireTexts, build_wires, main_sources

__all__ = [
    "ADDITIONS",
    "CAUSES",
    "DIRECTIONS",
    "NOT_BODY",
    "NO_SOURCE",
    "OWN",
    "PLACES",
    "SHARED_PROSE",
    "SHARED_QUOTE",
    "UNCLAIMED",
    "UNKNOWN_SOURCE",
    "Addition",
    "ArticleShares",
    "Attribution",
    "Cause",
    "Claims",
    "Counterparts",
    "Direction",
    "Evidence",
    "Grouping",
    "Judged",
    "Known",
    "Links",
    "Measured",
    "Member",
    "Origins",
    "Place",
    "Sentences",
    "Shares",
    "Source",
    "SourceShare",
    "Standing",
    "Status",
    "Stories",
    "Story",
    "Traced",
    "WireSentence",
    "WireText",
    "WireTexts",
    "attribute",
    "build_stories",
    "build_wires",
    "choose_references",
    "claim_words",
    "cover",
    "explain",
    "find_additions",
    "find_counterparts",
    "find_origins",
    "find_sentences",
    "find_standing",
    "find_status",
    "find_teasers",
    "find_versions",
    "find_wire_sources",
    "group",
    "judge",
    "main_sources",
    "measure_shares",
    "missing_pairs",
    "trace",
]
