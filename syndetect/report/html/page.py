"""Corpus, pairs, stories and manifest -> the whole page: limits, overview, methods, templates."""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from syndetect.agencies import Credit
from syndetect.corpus.article import Corpus
from syndetect.pairs.passages import Pair
from syndetect.params import at_least
from syndetect.report.answers import wires_by_story
from syndetect.report.html.agency import agency_view
from syndetect.report.html.findings import Findings
from syndetect.report.html.methods import counts, digest, parameters, quarantine_view, read_note
from syndetect.report.html.room import Room
from syndetect.report.html.source import Source
from syndetect.report.html.stories import Limits, members_bar, story_view
from syndetect.report.html.views import PageView
from syndetect.report.html.wording import RELATIONS, clean, counted
from syndetect.report.site.text.views import Segment
from syndetect.text.furniture import FurnitureSpan
from syndetect.trace.story import Story

__all__ = ["HtmlReport", "render_html"]


_SHARING = {"same_text", "partial", "fragment", "quotes_only"}


@dataclass(frozen=True, kw_only=True)
class HtmlReport:
    """What the page is made of, and how much of it is shown.

    Attributes
    ----------
    corpus : Corpus
    pairs : sequence of Pair
        All pairs of the run; stories and members refer to them by index.
    stories : sequence of Story
        Largest first: the first ones are shown.
    manifest : mapping
        Of which ``version``, ``parameters``, ``corpus`` and ``stages`` are
        shown; no seconds, so that equal runs give equal bytes.
    furniture : sequence of FurnitureSpan
    credits : sequence of Credit
        Both of all articles, sorted by article and place.
    findings : Findings, optional
        Sources, directions and outlets; without it the page shows none.
    max_stories, max_members_per_story, max_pairs_per_story : int
        What goes beyond is left out, and the page says how much.
    max_characters : int
        Article text on the page, in characters: half for pairs, a quarter for
        what articles have of their own, a quarter for their whole texts and wire texts,
        spent story by story. What goes beyond is counted but not printed. A
        page is some three times as large.
    """

    corpus: Corpus
    pairs: Sequence[Pair]
    stories: Sequence[Story]
    manifest: Mapping[str, Any]
    furniture: Sequence[FurnitureSpan] = ()
    credits: Sequence[Credit] = ()
    findings: Findings | None = None
    max_stories: int = 200
    max_members_per_story: int = 200
    max_pairs_per_story: int = 12
    max_characters: int = 6_000_000

    def __post_init__(self) -> None:
        at_least(0, self, "max_stories", "max_members_per_story", "max_pairs_per_story", "max_characters")


def render_html(report: HtmlReport) -> str:
    """Write the report as one HTML page.

    Parameters
    ----------
    report : HtmlReport

    Returns
    -------
    str
        A page that loads nothing, works without scripts and is the same for
        the same report. Every field is shown as text, whatever it holds; a
        web address becomes a link only if its scheme is http or https.
    """
    style, script = _asset("report.css"), _asset("report.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    # Both are files of this package, hashed above: the only text that is not escaped.
    assets = {"style": Markup(style), "script": Markup(script), "policy": Markup(policy)}
    return _environment().get_template("page.html").render(page=_page_view(report), **assets)


@cache
def _environment() -> Environment:
    """Load the templates: everything printed is cleaned, then escaped."""
    environment = Environment(
        loader=PackageLoader("syndetect.report.html", "templates"),
        autoescape=True,
        finalize=_clean_text,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["marked"] = _marked
    return environment


def _clean_text(value: Any) -> Any:
    """Clean what a template prints, unless it is markup."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _marked(segments: Iterable[Segment]) -> Markup:
    """Write segments as marks: by far the most frequent thing on a page, and slow as a template."""
    return Markup("".join(_mark(segment) for segment in segments))


def _mark(segment: Segment) -> str:
    """Write one segment, its text cleaned and escaped, in the element of its mark."""
    text = escape(clean(segment.text))
    tag, classes = _element(segment.mark, segment.speech, bool(segment.credit))
    if not tag:
        return text
    anchor = f' id="{escape(segment.anchor)}"' if segment.anchor else ""
    return f"<{tag}{classes}{anchor}>{text}</{tag}>"


@cache
def _element(mark: str, speech: str, credited: bool) -> tuple[str, str]:  # noqa: FBT001 - a key of the cache
    """Return the element of a mark and its class; "" for text without any."""
    tag = mark if mark in ("ins", "del") else "mark"
    classes = [mark] if mark and tag == "mark" else []
    classes += {"": [], "on": ["said"], "first": ["said", "begins"]}[speech]
    classes += ["credited"] if credited else []
    if not classes:
        return ("" if tag == "mark" else tag), ""
    return tag, f' class="{" ".join(classes)}"'


def _asset(name: str) -> str:
    """Read a style sheet or script of this package."""
    return files("syndetect.report.html").joinpath("static", name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """Return a source expression that lets a browser run exactly this text."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _page_view(report: HtmlReport) -> PageView:
    """Prepare the page."""
    articles = report.corpus.articles
    room = Room.of(report.max_characters)
    limits = Limits(members=report.max_members_per_story, pairs=report.max_pairs_per_story)
    shown = report.stories[: report.max_stories]
    sharing = {row for pair in report.pairs if pair.relation in _SHARING for row in (pair.a, pair.b)}
    members = [member for story in report.stories for member in story.members]
    source = _source(report)
    return PageView(
        n_articles=counted(len(articles), "article"),
        n_stories=counted(len(report.stories), "story", "stories"),
        n_sharing=f"{len(sharing):,}",
        bar=members_bar(members),
        agency=agency_view(report.findings) if report.findings else None,
        stories=tuple(
            story_view(story, number, source, limits, room) for number, story in enumerate(shown, 1)
        ),
        stories_note=_stories_note(report.stories, len(shown)),
        quarantine=quarantine_view(report.corpus),
        read_note=read_note(report.corpus),
        relations=tuple((name, label, text) for name, (label, text) in RELATIONS.items()),
        parameters=parameters(report.manifest),
        counts=counts(report.manifest),
        digest=digest(report.manifest),
        version=str(report.manifest.get("version", "")),
    )


def _stories_note(stories: Sequence[Story], n_shown: int) -> str:
    """Say how many stories are not shown, and how large they are."""
    rest = [len(story.members) for story in stories[n_shown:]]
    if not rest:
        return ""
    return (
        f"The first {n_shown:,} of {len(stories):,} stories are shown. The other {len(rest):,} hold "
        f"{counted(sum(rest), 'article')}, at most {max(rest):,} each: see stories.csv and members.csv."
    )


def _source(report: HtmlReport) -> Source:
    """Sort what was found in the articles by article."""
    furniture: dict[int, list[FurnitureSpan]] = {}
    for span in report.furniture:
        furniture.setdefault(span.article, []).append(span)
    credits: dict[int, list[Credit]] = {}
    for credit in report.credits:
        credits.setdefault(credit.article, []).append(credit)
    return Source(
        articles=report.corpus.articles,
        pairs=report.pairs,
        furniture=furniture,
        credits=credits,
        findings=report.findings,
        wires=wires_by_story(report.findings.traced) if report.findings else {},
    )
