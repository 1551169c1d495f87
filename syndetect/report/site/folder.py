"""A saved run -> the folder of the site: all pages, by one process or several, then one rename."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

from syndetect.errors import OutputError
from syndetect.report.saved import SavedRun
from syndetect.report.site.addresses import SiteLimits
from syndetect.report.site.model import Share
from syndetect.report.site.site import build_site, write_pages
from syndetect.report.site.workers import Workers
from syndetect.threads import available_threads

__all__ = ["prepare_site_folder", "write_site"]

PAGES_EACH = 300  # fewer take less time than to start a process
MOST_PROCESSES = 8  # unless more are asked for: each holds the whole run in memory

_TOP = frozenset({"index.html", "methods.html", "outlets", "pairs", "stories"})
_LIST = re.compile(r"(stories|outlets)(-[0-9]+)?\.html|search\.html")


def write_site(
    run: SavedRun,
    folder: Path,
    limits: SiteLimits,
    *,
    n_processes: int | None = None,
    on_page: Callable[[int], None] | None = None,
) -> None:
    """Write the site into a folder, which is replaced when all pages are there.

    Parameters
    ----------
    run : SavedRun
    folder : Path
        Of the site alone: what it held before is gone.
    limits : SiteLimits
    n_processes : int, optional
        Processes that write pages; by default as many as processors, up to 8.
        A small site is written by one. Changes nothing but the time.
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
        with closing(_written(run, beside, limits, n_processes)) as written:
            for number in written:
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


def _written(run: SavedRun, folder: Path, limits: SiteLimits, n_processes: int | None) -> Generator[int]:
    """Write all pages, and yield how many are written, from 1."""
    site, number = build_site(run, limits), count(1)
    n_processes = _useful(len(site.addresses.stories) + len(site.addresses.pairs), n_processes)
    if n_processes == 1:
        yield from (next(number) for _ in write_pages(site, folder))
        return
    with Workers(run, folder, limits, n_processes) as workers:
        for _ in write_pages(replace(site, share=Share(0, n_processes)), folder):
            yield from islice(number, 1 + workers.n_written())
        while n := workers.n_written(wait=True):
            yield from islice(number, n)


def _useful(n_pages: int, n_processes: int | None) -> int:
    """Return how many processes are worth their start."""
    if not sys.executable or getattr(sys, "frozen", False):  # no interpreter that could be started
        return 1
    wanted = n_processes or min(MOST_PROCESSES, available_threads())
    return max(1, min(wanted, n_pages // PAGES_EACH))
