"""A saved run -> a static site: overview, stories, pairs, outlets, methods; each page stands alone."""

from syndetect.report.site.addresses import SiteLimits
from syndetect.report.site.folder import write_site

__all__ = ["SiteLimits", "write_site"]
