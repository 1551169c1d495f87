"""One frozen object of parameters per stage; all of them together are :class:`Params`."""

from syndetect.params.bodies import FurnitureParams
from syndetect.params.checked import Checked, at_least, in_range
from syndetect.params.comparison import AlignParams, RelationParams, RewriteParams
from syndetect.params.index import IndexParams
from syndetect.params.search import CandidateParams, EventParams, PassageParams, ShingleParams, SketchParams
from syndetect.params.tracing import OutletParams, StoryParams
from syndetect.params.whole import PRESETS, Params

__all__ = [
    "PRESETS",
    "AlignParams",
    "CandidateParams",
    "Checked",
    "EventParams",
    "FurnitureParams",
    "IndexParams",
    "OutletParams",
    "Params",
    "PassageParams",
    "RelationParams",
    "RewriteParams",
    "ShingleParams",
    "SketchParams",
    "StoryParams",
    "at_least",
    "in_range",
]
