"""HTML pages -> main text and metadata, in processes that can be killed."""

from syndetect.corpus.pages.pool import Page, Pages

__all__ = ["Page", "Pages"]
