"""A page -> HTML: templates that clean and escape whatever they print, styles and scripts by their hashes."""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from syndetect.report.site.addresses import relative
from syndetect.report.site.text.markup import marked
from syndetect.report.site.wording import clean

__all__ = ["Page", "environment", "render_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One file of the site.

    Attributes
    ----------
    path : str
        From the root of the site: ``stories/0001.html``.
    kind : str
        Names the template ``KIND.html``, and the style sheet ``KIND.css`` and
        script ``KIND.js`` that join those of every page, if they exist.
    title : str
    context : mapping
        What the template shows: plain values and views.
    """

    path: str
    kind: str
    title: str
    context: Mapping[str, Any]


_SHOW_TEXT = frozenset({"story", "pair", "outlet"})  # kinds of pages with marked text
_COMMENT = re.compile(r"^[ \t]*/\*.*?\*/", re.MULTILINE | re.DOTALL)
_SHOW_CHARTS = frozenset({"overview", "outlets", "outlet", "methods"})


@dataclass(frozen=True, slots=True)
class _Assets:
    style: Markup
    script: Markup
    policy: Markup


def render_page(page: Page, shared: Mapping[str, Any]) -> str:
    """Write a page.

    Parameters
    ----------
    page : Page
    shared : mapping
        What every page shows: navigation, version, digest.

    Returns
    -------
    str
        A page that loads nothing but the pages it links to, works without its
        scripts, and is the same for the same run. Every field is shown as
        text, whatever it holds.
    """
    template = environment().get_template(f"{page.kind}.html")
    assets = _assets(page.kind)
    return template.render(
        **shared,
        **page.context,
        page=page,
        to=lambda target: relative(page.path, target),
        style=assets.style,
        script=assets.script,
        policy=assets.policy,
    )


@cache
def environment() -> Environment:
    """Load the templates: everything printed is cleaned, then escaped."""
    made = Environment(
        loader=PackageLoader("syndetect.report.site", "templates"),
        autoescape=True,
        finalize=_clean_text,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["marked"] = marked
    return made


@cache
def _assets(kind: str) -> _Assets:
    """Return style, script and policy of a kind of page.

    All are files of this package: the only text that is not escaped. The
    policy names their digests, and allows nothing else.
    """
    sheets = ["base", "marks" if kind in _SHOW_TEXT else "", "charts" if kind in _SHOW_CHARTS else "", kind]
    style = "".join(_asset(f"{name}.css") for name in sheets if name)
    script = _asset("base.js") + _asset(f"{kind}.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return _Assets(Markup(style), Markup(script), Markup(policy))


def _asset(name: str) -> str:
    """Read a style sheet or script of this package; nothing when there is none of that name."""
    file = files("syndetect.report.site").joinpath("static", name)
    return _squeezed(file.read_text(encoding="utf-8")) if file.is_file() else ""


def _squeezed(source: str) -> str:
    """Leave out comments that begin a line, indentation and empty lines: every page repeats the rest.

    No string of these files goes over several lines, so what begins a line is code.
    """
    lines = (line.strip() for line in _COMMENT.sub("", source).splitlines())
    return "".join(f"{line}\n" for line in lines if line)


def _digest(text: str) -> str:
    """Return a source expression that lets a browser use exactly this text."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _clean_text(value: Any) -> Any:
    """Clean what a template prints, unless it is markup."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value
