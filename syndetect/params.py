"""One frozen object of parameters per stage; all of them together are :class:`Params`."""

import dataclasses
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from syndetect.errors import ParameterError

__all__ = [
    "AlignParams",
    "CandidateParams",
    "EventParams",
    "Params",
    "RelationParams",
    "ShingleParams",
    "SketchParams",
    "StoryParams",
]
