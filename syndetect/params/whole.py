"""The parameters of all stages: read from TOML, written down, compared by fingerprint."""

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson
import xxhash

from syndetect.errors import ParameterError
from syndetect.params.bodies import FurnitureParams
from syndetect.params.comparison import AlignParams, RelationParams, RewriteParams
from syndetect.params.search import CandidateParams, EventParams, PassageParams, ShingleParams, SketchParams
from syndetect.params.tracing import OutletParams, StoryParams

__all__ = ["PRESETS", "Params"]

PRESETS = ("essays",)  # files of syndetect/presets


@dataclass(frozen=True, kw_only=True)
class Params:
    """The parameters of all stages.

    Examples
    --------
    >>> Params(shingle=ShingleParams(width=4)).shingle.width
    4
    """

    furniture: FurnitureParams = field(default_factory=FurnitureParams)
    shingle: ShingleParams = field(default_factory=ShingleParams)
    sketch: SketchParams = field(default_factory=SketchParams)
    candidates: CandidateParams = field(default_factory=CandidateParams)
    passages: PassageParams = field(default_factory=PassageParams)
    event: EventParams = field(default_factory=EventParams)
    align: AlignParams = field(default_factory=AlignParams)
    rewrite: RewriteParams = field(default_factory=RewriteParams)
    relation: RelationParams = field(default_factory=RelationParams)
    story: StoryParams = field(default_factory=StoryParams)
    outlets: OutletParams = field(default_factory=OutletParams)

    @classmethod
    def from_mapping(cls, values: Mapping[str, Mapping[str, Any]]) -> "Params":
        """Build parameters from ``{stage: {name: value}}``; what is absent keeps its default.

        Raises
        ------
        ParameterError
            An unknown stage or name, a value of another type or out of range.
        """
        stages = {stage.name: stage for stage in dataclasses.fields(cls)}
        built: dict[str, Any] = {}
        for name, settings in values.items():
            if name not in stages:
                raise ParameterError(f"unknown section [{name}]; there are: {', '.join(sorted(stages))}")
            built[name] = _build(stages[name].default_factory, name, settings)  # type: ignore[arg-type]
        return cls(**built)

    @classmethod
    def preset(cls, name: str) -> "Params":
        """Return parameters that come with the package.

        Parameters
        ----------
        name : str
            ``essays``: passages as whole stretches, copied or paraphrased.

        Returns
        -------
        Params

        Raises
        ------
        ParameterError
            There is no such preset.

        Examples
        --------
        >>> Params.preset("essays").rewrite.join_words
        50
        """
        if name not in PRESETS:
            raise ParameterError(f"unknown preset {name!r}; there are: {', '.join(PRESETS)}")
        text = (files("syndetect.presets") / f"{name}.toml").read_text(encoding="utf-8")
        return cls.from_mapping(tomllib.loads(text))

    @classmethod
    def from_toml(cls, path: str | Path) -> "Params":
        """Read parameters from a TOML file with one table a stage, or a preset by its name.

        Parameters
        ----------
        path : str or Path
            A file; the bare name of a preset stands for it where no file has
            that name.

        Returns
        -------
        Params

        Raises
        ------
        ParameterError
            As :meth:`from_mapping`, or the file is no TOML or cannot be read.
        """
        if str(path) in PRESETS and not Path(path).exists():
            return cls.preset(str(path))
        try:
            values = tomllib.loads(Path(path).read_text(encoding="utf-8"))
            return cls.from_mapping(values)
        except OSError as error:
            raise ParameterError(f"{path}: {error.strerror or error}") from error
        except (UnicodeDecodeError, tomllib.TOMLDecodeError, ParameterError) as error:
            raise ParameterError(f"{path}: {error}") from error

    def to_mapping(self) -> dict[str, dict[str, Any]]:
        """Return ``{stage: {name: value}}``, the form that manifest and TOML hold."""
        return dataclasses.asdict(self)

    def fingerprint(self) -> str:
        """Return 16 hex digits that are equal exactly when all parameters are (xxh3, canonical JSON)."""
        return xxhash.xxh3_64_hexdigest(orjson.dumps(self.to_mapping(), option=orjson.OPT_SORT_KEYS))


def _build(stage: type[Any], section: str, settings: Mapping[str, Any]) -> object:
    if not isinstance(settings, Mapping):
        raise ParameterError(f"[{section}] must be a table, got {settings!r}")
    known = [entry.name for entry in dataclasses.fields(stage)]
    for name in settings:
        if name not in known:
            raise ParameterError(f"[{section}] has no setting {name}; there are: {', '.join(sorted(known))}")
    lists = {name: tuple(value) for name, value in settings.items() if isinstance(value, list)}
    return stage(**{**settings, **lists})
