"""Measure: what articles hold of agency copy in; each outlet's dependence on agencies out."""

from syndetect.trace.outlets.coverage import UNKNOWN_OUTLET, AgencyCopy, Coverage
from syndetect.trace.outlets.credit_evidence import (
    CREDIT_CLASSES,
    NOT_MEASURED,
    CreditClass,
    CreditEvidence,
    classify_credit,
    credit_evidence,
)
from syndetect.trace.outlets.definitions import (
    Criterion,
    Definition,
    is_available,
    meets,
)
from syndetect.trace.outlets.dependence import Dependence, DependenceTable, dependence
from syndetect.trace.outlets.intervals import Shares, measure_shares
from syndetect.trace.outlets.presets import METER, PRESETS, THRESHOLDS, find_definition
from syndetect.trace.outlets.sensitivity import Sensitivity, sensitivity

__all__ = [
    "CREDIT_CLASSES",
    "METER",
    "NOT_MEASURED",
    "PRESETS",
    "THRESHOLDS",
    "UNKNOWN_OUTLET",
    "AgencyCopy",
    "Coverage",
    "CreditClass",
    "CreditEvidence",
    "Criterion",
    "Definition",
    "Dependence",
    "DependenceTable",
    "Sensitivity",
    "Shares",
    "classify_credit",
    "credit_evidence",
    "dependence",
    "find_definition",
    "is_available",
    "measure_shares",
    "meets",
    "sensitivity",
]
