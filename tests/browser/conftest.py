"""A browser for the report: the system's Chromium, and pages that keep account of what they do."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.sites import build_site_of

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@dataclass
class Account:
    """What pages of one tab did: requests beside the pages themselves, dialogs, errors."""

    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def all(self) -> list[str]:
        """Everything that a page of the report never does."""
        return [*self.requests, *self.dialogs, *self.errors]


@dataclass
class BrowserPage:
    """A tab and its account."""

    tab: Page
    account: Account

    def open(self, page: Path) -> Page:
        """Load a page of the report."""
        self.tab.goto(page.as_uri(), wait_until="load")
        return self.tab

    def drop_scripts(self) -> None:
        """Load pages as if they had no script of their own: axe needs a browser that runs scripts."""
        self.tab.route("**/*.html", _without_script)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium; no browser is downloaded."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip(f"NO BROWSER: none of {', '.join(NAMES)} is on the PATH; the report is not looked at")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def browser_page(chromium: Browser) -> Iterator[Callable[..., BrowserPage]]:
    """Return a function that opens a tab: how wide, dark or light, with or without scripts."""
    contexts = []

    def open_tab(*, narrow: bool = False, dark: bool = False, scripts: bool = True) -> BrowserPage:
        context = chromium.new_context(
            viewport=NARROW if narrow else WIDE,
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        tab, account = context.new_page(), Account()
        tab.on("request", lambda request: _note_request(request, account))
        tab.on(
            "dialog", lambda dialog: (account.dialogs.append(f"dialog {dialog.message}"), dialog.dismiss())
        )
        tab.on("pageerror", lambda error: account.errors.append(f"{tab.url}: {error}"))
        tab.on("console", lambda said: _note_message(said, account))
        tab.on("popup", lambda popup: account.dialogs.append(f"popup {popup.url}"))
        tab.on("download", lambda download: account.requests.append(f"download {download.url}"))
        return BrowserPage(tab, account)

    yield open_tab
    for context in contexts:
        context.close()


def _without_script(route):
    page = unquote(urlsplit(route.request.url).path)
    text = Path(page).read_text(encoding="utf-8")
    bare = re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)
    assert bare != text
    route.fulfill(body=bare, content_type="text/html; charset=utf-8")


def _note_request(request, account):
    """Note a request, unless it is for the page itself or for the empty icon that is part of it."""
    is_page = request.is_navigation_request() and request.frame.parent_frame is None
    if not (is_page and request.url.startswith("file:")) and request.url != "data:,":
        account.requests.append(f"request {request.url}")


def _note_message(said, account):
    if said.type in ("error", "warning"):
        account.errors.append(f"{said.location.get('url', '')}: {said.type} {said.text}")


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Callable[[str], Path]:
    """Return a function that builds one of the sites, once."""
    built: dict[str, Path] = {}

    def get(name: str) -> Path:
        if name not in built:
            built[name] = build_site_of(name, tmp_path_factory.mktemp(name))
        return built[name]

    return get
