"""How the persistent index decides, and what it looks articles up by."""

from dataclasses import dataclass
from typing import Literal, get_args

from syndetect.errors import ParameterError
from syndetect.params.checked import Checked, at_least, in_range
from syndetect.params.comparison import AlignParams, RewriteParams
from syndetect.params.search import PassageParams, ShingleParams, SketchParams

__all__ = ["KEEP", "IndexParams", "Keep"]

Keep = Literal["earliest", "wire", "longest", "prefer"]
KEEP: tuple[Keep, ...] = get_args(Keep)


@dataclass(frozen=True, kw_only=True)
class IndexParams(Checked):
    """Which article of a group is the canonical one, and what makes another a copy of it.

    Of two articles the one that comes first by ``keep`` can be the canonical
    of the other: the ``earliest`` published; an agency's own text, then text
    credited to one, then the earliest (``wire``); the ``longest``; or that of
    the outlet named first in ``prefer``, then the earliest. Ties go by id.

    - ``duplicate``: at least the share ``duplicate`` of an article's words
      stands in passages of the canonical: it adds next to nothing.
    - ``partial``: at least ``partial_words`` words of prose stand in another
      article, or the share ``partial_share`` of all its words with a passage
      of ``fragment_words`` among them.
    - ``too_short``: fewer than ``min_words`` body words; compared with nothing.

    Articles published more than ``window_days`` apart are not compared, and
    one published more than ``lateness_days`` before the newest article that
    the index held when a run began counts as published then: canonicals older
    than that never change. Zero switches either off.

    Articles meet that share a band of a signature of ``signature_size``
    values, cut for ``threshold``, or a run of ``run_words`` words. Under each
    of these keys an article is compared with the first ``n_listed``
    canonicals.
    """

    keep: str = "earliest"
    prefer: tuple[str, ...] = ()
    duplicate: float = 0.85
    partial_words: int = 60
    partial_share: float = 0.5
    fragment_words: int = 9
    min_words: int = 20
    window_days: float = 0.0
    lateness_days: float = 0.0
    shingle_words: int = 5
    signature_size: int = 64
    threshold: float = 0.5
    run_words: int = 24
    n_listed: int = 16

    def _check(self) -> None:
        if self.keep not in KEEP:
            raise ParameterError(f"IndexParams.keep must be one of {', '.join(KEEP)}, got {self.keep!r}")
        if bool(self.prefer) != (self.keep == "prefer"):
            raise ParameterError("IndexParams.prefer names outlets exactly when keep is 'prefer'")
        in_range(0.5, 1, self, "duplicate")
        in_range(0.01, 1, self, "partial_share")
        at_least(1, self, "partial_words", "fragment_words", "min_words", "n_listed")
        at_least(0, self, "window_days", "lateness_days")
        in_range(0.01, 0.98, self, "threshold")
        for stage in (self.shingle, self.sketch, self.passages):
            stage._check()
        at_least(self.shingle_words, self, "min_words")

    @property
    def shingle(self) -> ShingleParams:
        """Shingles of the signature and of resemblance."""
        return ShingleParams(width=self.shingle_words)

    @property
    def sketch(self) -> SketchParams:
        """The signature."""
        return SketchParams(signature_size=self.signature_size)

    @property
    def passages(self) -> PassageParams:
        """The fingerprints."""
        return PassageParams(width=self.shingle_words, run_words=self.run_words)

    @property
    def align(self) -> AlignParams:
        """How two articles are aligned: as in a scan."""
        return AlignParams()

    @property
    def rewrite(self) -> RewriteParams:
        """Rewritten passages decide nothing here, and are not searched for."""
        return RewriteParams(search=False)
