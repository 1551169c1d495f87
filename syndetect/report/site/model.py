"""What every page is made from."""

from dataclasses import dataclass

from syndetect.report.site.addresses import Addresses, SiteLimits
from syndetect.report.site.catalogue import Catalogue

__all__ = ["WHOLE", "Share", "Site"]


@dataclass(frozen=True, slots=True)
class Share:
    """The pages that one process makes: those of every n-th story, by its place from 0.

    Attributes
    ----------
    number : int
        From 0; the first share also holds the pages that belong to no story.
    of : int
        Shares in all.
    """

    number: int
    of: int

    @property
    def is_first(self) -> bool:
        """Whether the pages that belong to no story are among these."""
        return self.number == 0

    def holds(self, place: int) -> bool:
        """Whether the pages of the story at a place are among these: the largest stories are spread."""
        return (place + 1) % self.of == self.number


WHOLE = Share(0, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What every page is made from.

    Attributes
    ----------
    catalogue : Catalogue
    addresses : Addresses
        Where each story, pair and outlet has its page, if it has one.
    limits : SiteLimits
    share : Share
        Which of these pages are to be made.
    """

    catalogue: Catalogue
    addresses: Addresses
    limits: SiteLimits
    share: Share = WHOLE
