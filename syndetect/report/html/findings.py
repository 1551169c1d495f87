"""What the trace stage found, as the views of sources, directions and outlets need it."""

from collections.abc import Sequence
from dataclasses import dataclass

from syndetect.params import OutletParams
from syndetect.trace import Traced
from syndetect.trace.outlets import CreditEvidence, Dependence

__all__ = ["Findings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found out of sources.

    Attributes
    ----------
    traced : Traced
        Its pairs are those of the report, in the same order.
    dependence : Dependence
    credit_evidence : CreditEvidence
        By the same definition.
    credit_classes : sequence of str or None
        By article: column ``credit_class`` of ``articles.csv``.
    params : OutletParams
        Level of the intervals, and when an outlet is flagged.
    """

    traced: Traced
    dependence: Dependence
    credit_evidence: CreditEvidence
    credit_classes: Sequence[str | None]
    params: OutletParams
