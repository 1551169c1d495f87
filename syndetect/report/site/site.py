"""A saved run -> the folder of the site: every page in turn, then one rename."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from syndetect.errors import OutputError
from syndetect.report.saved import SavedRun
from syndetect.report.site.addresses import SiteLimits, address_pages
from syndetect.report.site.catalogue import Catalogue
from syndetect.report.site.environment import render_page
from syndetect.report.site.model import Site
from syndetect.report.site.pages import PAGES

__all__ = ["build_site", "prepare_site_folder", "render_site", "write_site"]

_TOP = frozenset({"index.html", "methods.html", "outlets", "pairs", "stories"})
_LIST = re.compile(r"(stories|outlets)(-[0-9]+)?\.html|search\.html")


def build_site(run: SavedRun, limits: SiteLimits) -> Site:
    """Look at a run, and decide what gets a page."""
    catalogue = Catalogue(run)
    return Site(catalogue=catalogue, addresses=address_pages(catalogue, limits), limits=limits)


def render_site(site: Site) -> Iterator[tuple[str, str]]:
    """Write all pages.

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
    for make in PAGES:
        for page in make(site):
            yield page.path, render_page(page, shared)


def write_site(
    run: SavedRun,
    folder: Path,
    limits: SiteLimits,
    *,
    on_page: Callable[[int], None] | None = None,
) -> None:
    """Write the site into a folder, which is replaced when all pages are there.

    Parameters
    ----------
    run : SavedRun
    folder : Path
        Of the site alone: what it held before is gone.
    limits : SiteLimits
    on_page : callable, optional
        Called with the number of pages written so far.

    Raises
    ------
    OutputError
        A page cannot be written; the old site is then as it was.
    """
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.tmp")
    try:
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        for number, (path, html) in enumerate(render_site(build_site(run, limits)), 1):
            target = beside / path
            target.parent.mkdir(exist_ok=True)
            target.write_text(html, encoding="utf-8", newline="\n", errors="replace")
            if on_page:
                on_page(number)
        _replace(beside, folder)
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def prepare_site_folder(folder: Path, *, force: bool = False) -> None:
    """Refuse to replace a folder that holds anything but a report.

    Raises
    ------
    OutputError
        The path is a file, or a folder with other files (unless ``force``).
    """
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is a file, not a folder")
    if force or not folder.is_dir():
        return
    foreign = sorted(entry.name for entry in folder.iterdir() if entry.name not in _TOP)
    foreign = [name for name in foreign if not _LIST.fullmatch(name)]
    if foreign:
        message = f"{folder} holds files that are no part of a report, {foreign[0]} for one"
        raise OutputError(f"{message}; choose another or use --force")


def _replace(beside: Path, folder: Path) -> None:
    """Put the new folder in the place of the old one; a link there is removed, not followed."""
    if folder.is_dir() and not folder.is_symlink():
        old = folder.with_name(f".{folder.name}.{os.getpid()}.old.tmp")
        folder.rename(old)
        try:
            beside.rename(folder)
        except OSError:
            old.rename(folder)
            raise
        shutil.rmtree(old)
    else:
        folder.unlink(missing_ok=True)
        beside.rename(folder)


def _shared(site: Site) -> dict[str, Any]:
    """Return what every page shows."""
    manifest = site.catalogue.run.manifest
    return {
        "version": str(manifest.get("version", "")),
        "digest": str(manifest.get("corpus", {}).get("digest", "")),
        "redacted": site.catalogue.is_redacted,
    }
