"""Stage 3: which agencies an article credits, shows pictures of, or cites."""

from syndetect.agencies.body import Body, separate
from syndetect.agencies.credit import CHANNELS, KINDS, Channel, Credit, Kind
from syndetect.agencies.forms import Agency, AgencyKind
from syndetect.agencies.reader import read_credits
from syndetect.agencies.registry import Registry, load_registry

__all__ = [
    "CHANNELS",
    "KINDS",
    "Agency",
    "AgencyKind",
    "Body",
    "Channel",
    "Credit",
    "Kind",
    "Registry",
    "load_registry",
    "read_credits",
    "separate",
]
