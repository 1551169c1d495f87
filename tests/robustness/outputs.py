"""Hostile names and texts, and small corpora of them, that several tests share."""

import orjson

from syndetect.corpus import Article

BODY = (
    "The harbour council voted on Monday to rebuild the old pier before the winter storms arrive, after an "
    "engineer told its members that two of the wooden piles had moved by the width of a hand since spring. "
    "The work will cost four million crowns and take until the end of October, the council said in a note "
    "to residents, and the ferry will land at the fish market for as long as the builders need the quay."
)
OTHER = (
    "A choir of forty retired miners won the regional singing contest with a piece that one of them wrote "
    "underground in the last week before the shaft was closed, and will now travel to the capital in June."
)

ESCAPES = (
    "\x1b[2J\x1b[31mred",
    "\x1b]0;title\x07",
    "\x1b]8;;http://example.org\x1b\\link\x1b]8;;\x1b\\",
    "\x9b31m",
    "bell\x07back\x08\x08\x08",
    "first\rsecond",
    "up\x1b[1A",
    "turned \u202egnp.exe",
    "iso \u2066lated\u2069",
    "\x00nul",
    "line\u2028break",
    "\x7fdel",
    "[bold]markup[/bold] [link=http://example.org]x[/link]",
)
FORMULAS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1:A2)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "＝1+1",
    "＋1",
    '=HYPERLINK("http://example.org","x")',
    "\0=1",
)
PATHS = (
    "../../escape",
    "/etc/passwd",
    "a/b",
    "..",
    "con",
    "x" * 300,
    "a\0b",
    "-o",
    "~root",
    "$(id)",
    "{{7*7}}",
    "%s",
)


def hostile_articles(names: tuple[str, ...]) -> list[Article]:
    """Return pairs of copies whose every field is one of the names."""
    return [
        Article(
            article_id=f"{name}{k}",
            text=f"{name}\n\n{BODY}\n\n{name}",
            title=name,
            outlet=name,
            language=name,
            url=name,
        )
        for name in names
        for k in range(2)
    ]


def as_lines(articles: list[Article]) -> bytes:
    """Write articles as JSON lines."""
    fields = ("text", "title", "outlet", "language", "url")
    rows = ({"id": a.article_id} | {name: getattr(a, name) for name in fields} for a in articles)
    return b"".join(orjson.dumps(row) + b"\n" for row in rows)
