"""Stage 1, read: files in, articles and the account of what was read out."""

from syndetect.corpus.article import Article, Corpus, FileLedger, Quarantined
from syndetect.corpus.dates import Moment, parse_date
from syndetect.corpus.fields import describe_mapping
from syndetect.corpus.ids import content_digest
from syndetect.corpus.memory import from_articles
from syndetect.corpus.owners import read_owners
from syndetect.corpus.params import FIELDS, InputFormat, ReadParams
from syndetect.corpus.quarantine import REASONS, write_quarantine
from syndetect.corpus.read import NoArticleError, OnProgress, read_corpus

__all__ = [
    "FIELDS",
    "REASONS",
    "Article",
    "Corpus",
    "FileLedger",
    "InputFormat",
    "Moment",
    "NoArticleError",
    "OnProgress",
    "Quarantined",
    "ReadParams",
    "content_digest",
    "describe_mapping",
    "from_articles",
    "parse_date",
    "read_corpus",
    "read_owners",
    "write_quarantine",
]
