"""Segments of text -> HTML: by far the most frequent thing on a page, and slow as a template."""

from collections.abc import Iterable
from functools import cache

from markupsafe import Markup, escape

from syndetect.report.site.text.views import Segment
from syndetect.report.site.wording import clean

__all__ = ["marked"]


def marked(segments: Iterable[Segment]) -> Markup:
    """Write segments as marks."""
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
