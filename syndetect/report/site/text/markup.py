"""Segments of text -> HTML: by far the most frequent thing on a page, and slow as a template."""

from collections.abc import Iterable
from functools import cache

from markupsafe import Markup, escape

from syndetect.report.site.text.views import Segment
from syndetect.report.site.wording import clean

__all__ = ["marked", "marked_paragraph"]


def marked(segments: Iterable[Segment]) -> Markup:
    """Write segments as marks."""
    return Markup("".join(_mark(segment) for segment in segments))


def marked_paragraph(
    segments: Iterable[Segment], classes: str, language: str, *, cut: tuple[bool, bool] = (False, False)
) -> Markup:
    """Write segments as one paragraph.

    Parameters
    ----------
    segments : iterable of Segment
    classes : str
        Names of classes of the style sheets.
    language : str
        A well-formed tag, or "".
    cut : (bool, bool)
        Whether the text goes on before and after it.
    """
    tongue = f' lang="{escape(language)}"' if language else ""
    before, after = ('<span class="cut">… </span>' * cut[0], '<span class="cut"> …</span>' * cut[1])
    return Markup(f'<p class="{escape(classes)}" dir="auto"{tongue}>{before}{marked(segments)}{after}</p>')


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
