"""Values -> the words, numbers and links that a reader sees; nothing here trusts a field."""

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from syndetect.corpus.article import Article
from syndetect.report.site.charts.bars import Bar, BarPart

__all__ = [
    "RELATIONS",
    "bar",
    "clean",
    "counted",
    "day",
    "headline",
    "lag",
    "language",
    "link",
    "outlet",
    "percentages",
    "published",
    "relation_label",
    "sentence",
    "share_percent",
]

RELATIONS = {
    "same_text": (
        "same text",
        "One body is essentially the other: a reprint, an earlier or later version, a cut version.",
    ),
    "partial": (
        "partial reuse",
        "About three sentences or more of reporters’ prose are the same, "
        "and at least one side has much of its own.",
    ),
    "fragment": ("one or two sentences", "One or two sentences of reporters’ prose are the same."),
    "quotes_only": (
        "quotes only",
        "What is shared is direct speech, statements or document text: two reporters "
        "at one press conference share that much.",
    ),
    "furniture_only": ("furniture only", "Only menus, captions, credit lines or related links are shared."),
    "same_event": ("same event", "No shared prose, but the same event by vocabulary and date."),
    "none": ("nothing shared", "No text in common."),
}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufffe\uffff]")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_CLOCK = re.compile(r"T([0-9]{2}:[0-9]{2})")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_UNSAFE_IN_URL = re.compile("[\x00-\x20\x7f-\xa0\u2028-\u202e\u2066-\u2069\ud800-\udfff<>\"'`\\\\]")


def clean(text: str) -> str:
    """Make control characters, bidirectional overrides and lone surrogates visible: ``<U+202E>``."""
    return _INVISIBLE.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


def link(url: str) -> str:
    """Return a web address that is safe to follow, or nothing."""
    try:
        parts = urlsplit(url)
        safe = parts.scheme in {"http", "https"} and parts.hostname and not _UNSAFE_IN_URL.search(url)
    except ValueError:
        return ""
    return url if safe else ""


def language(code: str) -> str:
    """Return a well-formed language tag, or nothing."""
    return code if _LANGUAGE.fullmatch(code) else ""


def counted(n: int, noun: str, plural: str = "") -> str:
    """Write a number with its noun: ``1 word``, ``1,204 words``."""
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def percentages(words: Sequence[int]) -> list[str]:
    """Write shares that sum to 100 %: rounded by largest remainder; ``<1%`` for what is not nothing."""
    total = sum(words)
    if total == 0:
        return ["0%" for _ in words]
    whole = [100 * n // total for n in words]
    by_remainder = sorted(range(len(words)), key=lambda k: (-(100 * words[k] % total), k))
    for k in by_remainder[: 100 - sum(whole)]:
        whole[k] += 1
    return ["<1%" if n and not share else f"{share}%" for n, share in zip(words, whole, strict=True)]


def sentence(text: str) -> str:
    """Begin with a capital letter; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def share_percent(share: float) -> str:
    """Write one share in per cent: ``<1%`` for what is not nothing, ``>99%`` for what is not all."""
    if 0 < share < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= share < 1 else f"{100 * share:.0f}%"


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


def headline(article: Article) -> str:
    """Return the title, or the first words of the text."""
    if article.title.strip():
        return article.title.strip()
    words = article.text[:120].split()
    return f"(untitled) {' '.join(words[:12])} …" if words else "(untitled)"


def outlet(article: Article) -> str:
    """Return the outlet, else the article's id, by which it can be told from others."""
    return article.outlet.strip() or article.article_id


def day(iso: str) -> str:
    """Write the day of an ISO date: ``23 May 2025``; anything else as it is."""
    found = _DAY.match(iso)
    if found is None or not 1 <= int(found[2]) <= 12:
        return iso
    return f"{int(found[3])} {_MONTHS[int(found[2]) - 1]} {found[1]}"


def published(iso: str) -> str:
    """Write an ISO date or time: ``23 May 2025, 14:05 UTC``."""
    clock = _CLOCK.search(iso)
    return f"{day(iso)}, {clock[1]} UTC" if clock else day(iso)


def lag(article: Article, reference: Article) -> str:
    """Write how long after the reference an article was published; nothing when a time is missing."""
    if article.published_at is None or reference.published_at is None:
        return ""
    if not (_CLOCK.search(article.published) and _CLOCK.search(reference.published)):
        return _day_lag(article.published, reference.published)
    minutes = round((article.published_at - reference.published_at) / 60)
    sign, minutes = ("+" if minutes > 0 else "−"), abs(minutes)
    if minutes == 0:
        return "same minute"
    if minutes < 60:
        return f"{sign}{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{sign}{hours} h" + (f" {minutes} min" if minutes else "")
    days, hours = divmod(hours, 24)
    return f"{sign}{days} d" + (f" {hours} h" if hours else "")


def _day_lag(later: str, earlier: str) -> str:
    """Write the days between two dates of which at least one has no clock time."""
    try:
        days = (date.fromisoformat(later[:10]) - date.fromisoformat(earlier[:10])).days
    except ValueError:
        return ""
    if days == 0:
        return "same day"
    return f"{'+' if days > 0 else '−'}{counted(abs(days), 'day')}"


def relation_label(relation: str | None) -> str:
    """Return a relation in plain words."""
    return RELATIONS[relation][0] if relation in RELATIONS else "not compared"
