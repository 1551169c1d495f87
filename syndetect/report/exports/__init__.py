"""The tables of a run -> networks for Gephi, R and networkx; the tables described as a data package."""

from syndetect.report.exports.write import has_article_network, write_exports

__all__ = ["has_article_network", "write_exports"]
