"""Values -> the words, numbers and links that a reader sees; nothing here trusts a field."""

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from syndetect.report.site.catalogue import Row

__all__ = [
    "RELATIONS",
    "clean",
    "clipped",
    "counted",
    "day",
    "duration",
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
_LONGEST_URL = 2048
_UNSAFE_IN_URL = re.compile("[\x00-\x20\x7f-\xa0\u2028-\u202e\u2066-\u2069\ud800-\udfff<>\"'`\\\\]")


def clean(text: str) -> str:
    """Make control characters, bidirectional overrides and lone surrogates visible: ``<U+202E>``."""
    if text.isprintable():  # the search below is slow for the many short strings of a page
        return text
    return _INVISIBLE.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


def clipped(text: str, n_characters: int) -> str:
    """Return a text of at most so many characters; what is cut is an ellipsis."""
    return text if len(text) <= n_characters else f"{text[: n_characters - 2].rstrip()} …"


def link(url: str | None) -> str:
    """Return a web address that is safe to follow and no longer than browsers take, or nothing."""
    if not url or len(url) > _LONGEST_URL:
        return ""
    try:
        parts = urlsplit(url)
        safe = parts.scheme in {"http", "https"} and parts.hostname and not _UNSAFE_IN_URL.search(url)
    except ValueError:
        return ""
    return url if safe else ""


def language(code: str | None) -> str:
    """Return a well-formed language tag, or nothing."""
    return code if code and _LANGUAGE.fullmatch(code) else ""


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


def outlet(article: Row) -> str:
    """Return the outlet of an article, else its id, by which it can be told from others."""
    return (article["outlet"] or "").strip() or article["article_id"]


def day(iso: str) -> str:
    """Write the day of an ISO date: ``23 May 2025``; anything else as it is."""
    found = _DAY.match(iso)
    if found is None or not 1 <= int(found[2]) <= 12:
        return iso
    return f"{int(found[3])} {_MONTHS[int(found[2]) - 1]} {found[1]}"


def days(first: str, last: str) -> str:
    """Write the days from one ISO date to another: ``14–16 January 2025``; nothing without both."""
    if not first or not last:
        return ""
    begin, end = day(first), day(last)
    if begin == end:
        return begin
    if first[:7] == last[:7]:
        return f"{begin.split()[0]}–{end}"
    return f"{begin.removesuffix(first[:4]).rstrip() if first[:4] == last[:4] else begin} – {end}"


def published(iso: str) -> str:
    """Write an ISO date or time: ``23 May 2025, 14:05 UTC``."""
    clock = _CLOCK.search(iso)
    return f"{day(iso)}, {clock[1]} UTC" if clock else day(iso)


def lag(article: Row, reference: Row, minutes: float | None) -> str:
    """Write how long after the reference an article was published; nothing when a time is missing."""
    if minutes is None:
        return ""
    later, earlier = article["published"] or "", reference["published"] or ""
    if not (_CLOCK.search(later) and _CLOCK.search(earlier)):
        return _day_lag(later, earlier)
    return duration(minutes)


def duration(minutes: float) -> str:
    """Write a span of time with its sign: ``+3 h 20 min``."""
    sign, whole = ("+" if minutes > 0 else "−"), abs(round(minutes))
    if whole == 0:
        return "same minute"
    if whole < 60:
        return f"{sign}{whole} min"
    hours, rest = divmod(whole, 60)
    if hours < 48:
        return f"{sign}{hours} h" + (f" {rest} min" if rest else "")
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
