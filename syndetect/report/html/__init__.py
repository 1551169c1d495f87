"""Corpus, pairs and stories -> one HTML page that stands alone."""

from syndetect.report.html.findings import Findings
from syndetect.report.html.page import HtmlReport, render_html

__all__ = ["Findings", "HtmlReport", "render_html"]
