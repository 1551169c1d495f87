"""A pair of articles -> its page: the two texts side by side."""

from collections.abc import Iterator

from syndetect.report.site.environment import Page
from syndetect.report.site.model import Site

__all__ = ["pages"]


def pages(site: Site) -> Iterator[Page]:
    """Yield a page for each pair that has one."""
    for (a_id, b_id), path in site.addresses.pairs.items():
        context = {"pair": site.catalogue.find("pairs", a_id=a_id, b_id=b_id)[0]}
        yield Page(path=path, kind="pair", title=f"{a_id} and {b_id}", context=context)
