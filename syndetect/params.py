"""One frozen object of parameters per stage; all of them together are :class:`Params`."""

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

__all__ = [
    "PRESETS",
    "AlignParams",
    "CandidateParams",
    "EventParams",
    "FurnitureParams",
    "OutletParams",
    "Params",
    "PassageParams",
    "RelationParams",
    "RewriteParams",
    "ShingleParams",
    "SketchParams",
    "StoryParams",
]

PRESETS = ("essays",)  # files of syndetect/presets


def at_least(low: float, owner: object, *names: str) -> None:
    """Raise ParameterError unless each named field of ``owner`` is ``low`` or more."""
    for name in names:
        value = getattr(owner, name)
        if not value >= low:
            raise ParameterError(f"{type(owner).__name__}.{name} must be at least {low}, got {value}")


def in_range(low: float, high: float, owner: object, *names: str) -> None:
    """Raise ParameterError unless each named field of ``owner`` lies in [low, high]."""
    for name in names:
        value = getattr(owner, name)
        if not low <= value <= high:
            raise ParameterError(
                f"{type(owner).__name__}.{name} must lie between {low} and {high}, got {value}"
            )


class Checked:
    """A parameter object whose values are of their declared types; a wrong one cannot exist.

    Whole numbers are taken for floats and kept as floats, so that equal
    parameters have equal fingerprints. Subclasses check ranges in ``_check``.
    """

    def __post_init__(self) -> None:
        for entry in dataclasses.fields(self):  # type: ignore[arg-type]  # subclasses are dataclasses
            value = getattr(self, entry.name)
            if not _fits(value, entry.type):
                where = f"{type(self).__name__}.{entry.name}"
                raise ParameterError(f"{where} must be {_TYPE_NAMES[str(entry.type)]}, got {value!r}")
            if entry.type is float:
                object.__setattr__(self, entry.name, float(value) + 0.0)  # + 0.0: no negative zero
        self._check()

    def _check(self) -> None:
        """Raise ParameterError when a value is out of range."""


_TYPE_NAMES = {
    str(bool): "true or false",
    str(int): "a whole number",
    str(float): "a number",
    str(str): "a text",
    str(tuple[str, ...]): "a list of texts",
}


def _fits(value: object, wanted: object) -> bool:
    if wanted is bool or isinstance(value, bool):
        return wanted is bool and isinstance(value, bool)
    if wanted is float:
        return isinstance(value, int | float)
    if wanted is int:
        return isinstance(value, int)
    if wanted is str:
        return isinstance(value, str)
    return isinstance(value, tuple) and all(isinstance(entry, str) for entry in value)


@dataclass(frozen=True, kw_only=True)
class FurnitureParams(Checked):
    """How long furniture may be, and how often an outlet must repeat a paragraph.

    A paragraph of at most ``short_words`` words is looked at by every rule
    unless it is one plain sentence; any other one only when it holds the words
    that a rule waits for. A caption has at most
    ``caption_words`` words.

    A paragraph is furniture by repetition when at least ``min_articles``
    articles of one outlet carry it that share less than ``version_share`` of
    their other words, when these are at least the share ``min_share`` of the
    outlet's articles, and when at most ``max_other_outlets`` other outlets
    carry it. One of more than ``prose_words`` words needs ``min_prose_share``.
    Zero ``min_articles`` switches this evidence off; ``rules`` the other. With
    ``keep`` everything found stays in the body: it is listed, not left out.
    """

    keep: bool = False
    rules: bool = True
    short_words: int = 16
    caption_words: int = 130
    min_articles: int = 3
    min_share: float = 0.02
    min_prose_share: float = 0.1
    prose_words: int = 25
    version_share: float = 0.5
    max_other_outlets: int = 1

    def _check(self) -> None:
        in_range(1, 60, self, "short_words")
        in_range(1, 400, self, "caption_words")
        at_least(0, self, "min_articles", "prose_words", "max_other_outlets")
        in_range(0, 1, self, "min_share", "min_prose_share", "version_share")


@dataclass(frozen=True, kw_only=True)
class ShingleParams(Checked):
    """What a shingle is: ``width`` consecutive words, hashed by xxh64 with ``seed``."""

    width: int = 5
    seed: int = 0

    def _check(self) -> None:
        in_range(1, 64, self, "width")
        in_range(0, 2**64 - 1, self, "seed")


@dataclass(frozen=True, kw_only=True)
class SketchParams(Checked):
    """How shingles become a signature: ``signature_size`` permutations drawn with ``seed``.

    128 values put the standard error of an estimated resemblance s at
    sqrt(s (1 - s) / 128), 0.044 at worst.
    """

    signature_size: int = 128
    seed: int = 1

    def _check(self) -> None:
        in_range(4, 4096, self, "signature_size")
        in_range(0, 2**32 - 1, self, "seed")


@dataclass(frozen=True, kw_only=True)
class CandidateParams(Checked):
    """Which articles are compared because their signatures meet.

    Notes
    -----
    Two articles of resemblance s share a bucket with probability
    1 - (1 - s**rows)**bands: Leskovec, Rajaraman & Ullman, *Mining of Massive
    Datasets*, sec. 3.4.2. Bands and rows follow from ``threshold`` as
    datasketch chooses them. In a bucket of more than ``representatives``
    articles each is compared with that many of them, not with all.

    Copies, exact ones and those whose signatures agree to ``copy_resemblance``
    with the first of them, stand as one in the search for passages. Each is
    paired with that first; up to ``copy_pairs`` pairs an article of the corpus,
    or ``min_copy_pairs`` in a small one, are added among them and with what any
    of them is paired with, smallest groups first.
    """

    threshold: float = 0.4
    representatives: int = 8
    copy_resemblance: float = 0.5
    copy_pairs: int = 10
    min_copy_pairs: int = 20_000

    def _check(self) -> None:
        in_range(0.01, 1.0, self, "threshold")
        in_range(0, 1, self, "copy_resemblance")
        in_range(1, 1000, self, "representatives")
        at_least(0, self, "copy_pairs", "min_copy_pairs")


@dataclass(frozen=True, kw_only=True)
class PassageParams(Checked):
    """Which articles are compared because they share a run of words, wherever it stands.

    Every pair that shares a run of at least ``run_words`` body words is a
    candidate, found by the hashes of runs of ``width`` words; an article's
    best ``n_partners`` are kept, by the words in common and how few other
    articles have them. 12 words are about half a sentence of news: shorter runs
    are mostly names with titles and phrases of the trade. Zero ``n_partners``
    switches the search off.

    Words that more than ``max_postings`` articles share are looked up in
    ``n_common`` of them alone: half the earliest, half those nearest in time.
    Articles that are copies of one another count as one.
    """

    width: int = 5
    run_words: int = 12
    n_partners: int = 30
    max_postings: int = 200
    n_common: int = 8

    def _check(self) -> None:
        in_range(2, 64, self, "width")
        in_range(self.width, 1000, self, "run_words")
        at_least(0, self, "n_partners")
        at_least(2, self, "max_postings")
        in_range(2, self.max_postings, self, "n_common")


@dataclass(frozen=True, kw_only=True)
class EventParams(Checked):
    """Which articles are compared because they seem to be on one event.

    An article's neighbours are looked up under its ``n_terms`` weightiest
    words, in at most ``max_postings`` articles a word (those nearest in
    publication time), within ``window_days``; the best ``n_neighbours`` of at
    least ``min_cosine`` are compared.
    """

    n_neighbours: int = 10
    n_terms: int = 32
    max_postings: int = 200
    min_cosine: float = 0.15
    window_days: float = 7.0

    def _check(self) -> None:
        at_least(0, self, "n_neighbours")
        at_least(1, self, "n_terms", "max_postings")
        in_range(0, 1, self, "min_cosine")
        at_least(0, self, "window_days")


@dataclass(frozen=True, kw_only=True)
class AlignParams(Checked):
    """When words that two articles share make a passage.

    Runs of ``seed_words`` equal words are extended and joined over gaps of up
    to ``max_gap`` words on either side. What is joined is a passage when at
    least ``min_prose_words`` words of prose, or ``min_quote_words`` of direct
    speech, match; a character of a script without spaces counts as half a
    word. A run that occurs more than ``max_occurrences`` times in an article
    is no seed.
    """

    seed_words: int = 4
    max_gap: int = 6
    min_prose_words: int = 8
    min_quote_words: int = 5
    max_occurrences: int = 16

    def _check(self) -> None:
        in_range(2, 32, self, "seed_words")
        in_range(0, 1000, self, "max_gap")
        at_least(self.seed_words, self, "min_prose_words", "min_quote_words")
        at_least(1, self, "max_occurrences")


@dataclass(frozen=True, kw_only=True)
class RewriteParams(Checked):
    """When sentences that say the same in other words make a rewritten passage.

    Two sentences of at least ``min_sentence_words`` distinct words match when
    the cosine of their words, weighted by rarity among the sentences of both
    articles, is at least ``min_cosine``, the Dice coefficient of their sets of
    words at least ``min_dice``, and neither has a better partner. Matches with
    up to ``max_gap`` sentences between them on either side are one passage
    when it is alike as a whole (``min_fragment_cosine``) and has ``min_words``
    words on each side. A character of a script without spaces counts as half
    a word.

    Pairs of articles whose TF-IDF cosine is below ``min_pair_cosine`` are not
    searched. Only words outside of copied passages are looked at, unless ``join_words``
    is more than 0: then all are, and passages of any kind and role with up to
    so many words between them on both sides are joined to one. ``search``
    switches all of this off.
    """

    search: bool = True
    min_pair_cosine: float = 0.25
    min_cosine: float = 0.5
    min_dice: float = 0.4
    min_sentence_words: int = 6
    max_gap: int = 1
    min_fragment_cosine: float = 0.5
    min_words: int = 10
    join_words: int = 0

    def _check(self) -> None:
        in_range(0, 1, self, "min_pair_cosine", "min_cosine", "min_dice", "min_fragment_cosine")
        at_least(1, self, "min_sentence_words", "min_words")
        in_range(0, 100, self, "max_gap")
        in_range(0, 1000, self, "join_words")


@dataclass(frozen=True, kw_only=True)
class RelationParams(Checked):
    """Thresholds of the relation of two articles, strongest that applies first.

    - ``same_text``: of the words of the shorter body at least the share
      ``same_text`` matches, and of these at least the share ``least_prose`` is
      prose, a passage of ``fragment_words`` words among it.
    - ``partial``: at least ``partial_words`` words of prose match: about three
      sentences.
    - ``fragment``: a passage of at least ``fragment_words`` words of prose
      matches. Runs of eight words are often nothing but two names with their
      titles.
    - ``quotes_only``: direct speech matches.
    - ``same_event``: the cosine is at least ``same_event``.

    An article of fewer than ``min_words`` body words is too short for any of
    them but ``furniture_only``: shared furniture and nothing stronger.

    Derivation of one article from another asks for a passage of prose of
    ``derived_words`` words, a sentence; or for one of ``fragment_words`` words
    when matched prose is at least the share ``derived_share`` of the article.
    Of passages of 9 to 11 words between reports on one event most are names
    with their titles, of 20 words hardly any. The article is then *wholly*
    derived when at least the share ``wholly`` of its words, prose or speech,
    matches, else *partially*; the bound is that of ``same_text``.
    """

    same_text: float = 0.62
    least_prose: float = 0.2
    partial_words: int = 60
    fragment_words: int = 9
    same_event: float = 0.25
    min_words: int = 20
    derived_words: int = 15
    derived_share: float = 0.1
    wholly: float = 0.62

    def _check(self) -> None:
        in_range(0, 1, self, "same_text", "least_prose", "same_event", "derived_share", "wholly")
        at_least(1, self, "partial_words", "fragment_words", "derived_words", "min_words")


@dataclass(frozen=True, kw_only=True)
class StoryParams(Checked):
    """How pairs are joined to stories, who is a wire, and what times can tell.

    Two groups are joined over a pair of one text; over any other verified pair
    only when the mean cosine between up to ``n_witnesses`` articles of each is
    at least ``min_cosine``, and when all were published within ``max_days``: a
    chain of pairs whose ends have nothing in common is not a story.

    ``wire_outlets`` names the outlets that are agencies, besides those that the
    registry knows: an article of theirs is the reference of its story, the wire
    text.

    Two times of publication tell who was first when they are at least
    ``min_lag_minutes`` apart, and at most ``max_lag_days``: a greater distance
    is more likely a wrong date than a copy.
    """

    min_cosine: float = 0.2
    n_witnesses: int = 5
    max_days: float = 14.0
    min_lag_minutes: float = 1.0
    max_lag_days: float = 366.0
    wire_outlets: tuple[str, ...] = ()

    def _check(self) -> None:
        in_range(0, 1, self, "min_cosine")
        at_least(1, self, "n_witnesses")
        at_least(0, self, "max_days", "min_lag_minutes", "max_lag_days")


@dataclass(frozen=True, kw_only=True)
class OutletParams(Checked):
    """How sure the figures of an outlet are said to be.

    Intervals have the level ``confidence``; their standard errors come from
    ``n_resamples`` bootstrap samples of stories, drawn with ``seed``, and from
    the jackknife where there are more than ``bootstrap_stories`` stories. An
    outlet of fewer than ``min_articles`` measured articles, or of fewer than
    ``min_stories`` stories, is flagged: its figures are shown all the same.

    ``definition`` names what counts as copy: one of the published definitions
    of docs/measures.md.
    """

    definition: str = "meter"
    confidence: float = 0.95
    n_resamples: int = 1000
    seed: int = 0
    bootstrap_stories: int = 500
    min_articles: int = 30
    min_stories: int = 20

    def _check(self) -> None:
        in_range(0.5, 0.999, self, "confidence")
        in_range(100, 100_000, self, "n_resamples")
        in_range(0, 2**64 - 1, self, "seed")
        at_least(0, self, "bootstrap_stories", "min_articles", "min_stories")


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
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ParameterError) as error:
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
