"""Words of three kinds -> a stacked bar: length, texture and number say the same."""

from dataclasses import dataclass

from syndetect.report.site.wording import percentages

__all__ = ["Bar", "BarPart", "bar"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BarPart:
    """One stretch of a stacked bar; ``x`` and ``width`` are SVG lengths in per cent."""

    mark: str
    label: str
    words: str
    percent: str
    x: str
    width: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """How some words divide into shared prose, shared quotes and own; ``title`` says it in words."""

    parts: tuple[BarPart, ...]
    title: str


def bar(prose: int, quote: int, own: int) -> Bar:
    """Lay out shared prose, shared quotes and own words as one bar."""
    words = [max(0, prose), max(0, quote), max(0, own)]
    total = max(1, sum(words))
    rows = zip(("prose", "quote", "own"), ("shared prose", "shared quotes", "own"), words, strict=True)
    parts, before = [], 0
    for (mark, label, n), percent in zip(rows, percentages(words), strict=True):
        x, width = f"{100 * before / total:.2f}%", f"{100 * n / total:.2f}%"
        parts.append(BarPart(mark=mark, label=label, words=f"{n:,}", percent=percent, x=x, width=width))
        before += n
    title = ", ".join(f"{part.label} {part.words} words ({part.percent})" for part in parts)
    return Bar(parts=tuple(parts), title=title)
