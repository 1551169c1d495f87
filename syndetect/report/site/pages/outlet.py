"""An outlet -> its page: how much of it is agency copy, by agency and time, and what it adds."""

from collections.abc import Iterator

from syndetect.report.site.environment import Page
from syndetect.report.site.model import Site

__all__ = ["pages"]


def pages(site: Site) -> Iterator[Page]:
    """Yield a page for each outlet that has one."""
    for name, path in site.addresses.outlets.items():
        context = {"outlet": site.catalogue.find("outlets", outlet=name)[0]}
        yield Page(path=path, kind="outlet", title=name, context=context)
