"""Stage 1, read: files in, articles and the account of what was read out."""

from syndetect.corpus.article import (
    Article,
    Corpus,
    FileLedger,
    FilteredRecord,
    Quarantined,
    RawRecord,
    Texts,
)
from syndetect.corpus.batches import Batch, Batches, OnProgress, read_batches
from syndetect.corpus.dates import Moment, parse_date
from syndetect.corpus.fields import describe_mapping
from syndetect.corpus.ids import content_digest
from syndetect.corpus.inspection import Inspection, inspect_inputs
from syndetect.corpus.memory import from_articles
from syndetect.corpus.owners import read_owners
from syndetect.corpus.params import FIELDS, INPUT_FORMATS, LIMITS, ReadParams
from syndetect.corpus.quarantine import write_quarantine
from syndetect.corpus.read import NoArticleError, read_corpus
from syndetect.corpus.reasons import FAULTS, FILTERS, REASONS
from syndetect.corpus.sampling import Sampled, sample_corpus

__all__ = [
    "FAULTS",
    "FIELDS",
    "FILTERS",
    "INPUT_FORMATS",
    "LIMITS",
    "REASONS",
    "Article",
    "Batch",
    "Batches",
    "Corpus",
    "FileLedger",
    "FilteredRecord",
    "Inspection",
    "Moment",
    "NoArticleError",
    "OnProgress",
    "Quarantined",
    "RawRecord",
    "ReadParams",
    "Sampled",
    "Texts",
    "content_digest",
    "describe_mapping",
    "from_articles",
    "inspect_inputs",
    "parse_date",
    "read_batches",
    "read_corpus",
    "read_owners",
    "sample_corpus",
    "write_quarantine",
]
