"""A saved run -> every page of its site, or one share of them, in turn."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from syndetect.report.saved import SavedRun
from syndetect.report.site.addresses import SiteLimits, address_pages
from syndetect.report.site.catalogue import Catalogue
from syndetect.report.site.environment import render_page
from syndetect.report.site.model import WHOLE, Share, Site
from syndetect.report.site.pages import ONCE, STORY_BY_STORY

__all__ = ["build_site", "render_site", "write_pages"]


def build_site(run: SavedRun, limits: SiteLimits, share: Share = WHOLE) -> Site:
    """Look at a run, and decide what gets a page, whichever share of them is to be made."""
    catalogue = Catalogue(run)
    return Site(catalogue=catalogue, addresses=address_pages(catalogue, limits), limits=limits, share=share)


def render_site(site: Site) -> Iterator[tuple[str, str]]:
    """Make all pages of a site's share.

    Parameters
    ----------
    site : Site

    Yields
    ------
    path, html
        From the root of the site, which is ``index.html``; the same for the
        same run and limits.
    """
    shared = _shared(site)
    for make in (*STORY_BY_STORY, *(ONCE if site.share.is_first else ())):
        for page in make(site):
            yield page.path, render_page(page, shared)


def write_pages(site: Site, folder: Path) -> Iterator[str]:
    """Write the pages of a site, or its share of them, into a folder.

    Parameters
    ----------
    site : Site
    folder : Path
        Created if need be.

    Yields
    ------
    str
        The path of each page, when it is written.

    Raises
    ------
    OSError
        A page cannot be written.
    """
    for path, html in render_site(site):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(html, encoding="utf-8", newline="\n", errors="replace")
        yield path


def _shared(site: Site) -> dict[str, Any]:
    """Return what every page shows."""
    manifest = site.catalogue.run.manifest
    return {
        "version": str(manifest.get("version", "")),
        "digest": str(manifest.get("corpus", {}).get("digest", "")),
        "redacted": site.catalogue.is_redacted,
    }
