"""What every page is made from."""

from dataclasses import dataclass

from syndetect.report.site.addresses import Addresses, SiteLimits
from syndetect.report.site.catalogue import Catalogue

__all__ = ["Site"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What every page is made from.

    Attributes
    ----------
    catalogue : Catalogue
    addresses : Addresses
        Where each story, pair and outlet has its page, if it has one.
    limits : SiteLimits
    """

    catalogue: Catalogue
    addresses: Addresses
    limits: SiteLimits
