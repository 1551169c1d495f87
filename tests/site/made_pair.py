"""Runs of one story made by hand: two or more articles, and the passages that a test wants between them."""

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from syndetect.report.columns import TABLES
from syndetect.report.saved import SavedRun
from syndetect.report.site.addresses import SiteLimits
from syndetect.report.site.environment import render_page
from syndetect.report.site.model import Site
from syndetect.report.site.pages import pair
from syndetect.report.site.site import build_site
from syndetect.report.tables import Column, make_table
from syndetect.text import word_spans

__all__ = ["SHARED", "drawn_sides", "drawn_texts", "made_run", "made_site", "passage", "rendered_pairs"]

SHARED = {"version": "0", "digest": "xxh3_128:0", "redacted": False}

_WORDS = st.lists(st.sampled_from(["red", "blue", "green", "one", "“two”", "three", "—four—"]), max_size=15)
_GAPS = st.sampled_from([" ", ", ", ". ", "\n\n", " (", ") "])


@st.composite
def drawn_texts(draw: st.DrawFn) -> str:
    """Draw a text of few words, with punctuation and paragraphs."""
    return "".join(word + draw(_GAPS) for word in draw(_WORDS))


@st.composite
def drawn_sides(draw: st.DrawFn) -> tuple[str, str, list[dict[str, Any]]]:
    """Draw two texts and passages between arbitrary words of them, of which none overlap."""
    left, right = draw(drawn_texts()), draw(drawn_texts())
    n_left, n_right = (len(word_spans(text).start) for text in (left, right))
    n = draw(st.integers(0, min(3, n_left // 2, n_right // 2)))
    ranges = []
    for n_words in (n_left, n_right):
        cuts = sorted(draw(st.sets(st.integers(0, n_words), min_size=2 * n, max_size=2 * n)))
        ranges.append(list(zip(cuts[::2], cuts[1::2], strict=True)))
    order = draw(st.permutations(range(n)))
    rows = [
        _between(
            left,
            right,
            ranges[0][order[k]],
            ranges[1][k],
            kind=draw(st.sampled_from(["edited", "rewritten"])),
            role=draw(st.sampled_from(["prose", "quote", "furniture"])),
        )
        for k in range(n)
    ]
    return left, right, rows


def _between(
    left: str, right: str, a: tuple[int, int], b: tuple[int, int], *, kind: str, role: str
) -> dict[str, Any]:
    """Return the row of a passage between ranges of words."""
    words = word_spans(left), word_spans(right)
    return {
        "a_start": int(words[0].start[a[0]]),
        "a_end": int(words[0].end[a[1] - 1]),
        "b_start": int(words[1].start[b[0]]),
        "b_end": int(words[1].end[b[1] - 1]),
        "kind": kind,
        "role": role,
        "n_words": 1,
    }


def passage(left: str, right: str, text: str, role: str = "prose", kind: str = "verbatim") -> dict[str, Any]:
    """Return the row of a passage whose words stand in both texts."""
    a, b = left.index(text), right.index(text)
    return {
        "a_start": a,
        "a_end": a + len(text),
        "b_start": b,
        "b_end": b + len(text),
        "kind": kind,
        "role": role,
        "n_words": len(word_spans(text).start),
    }


def made_run(
    texts: Mapping[str, str],
    passages: Mapping[tuple[str, str], Sequence[Mapping[str, Any]]],
    *,
    redacted: bool = False,
    articles: Mapping[str, Mapping[str, Any]] | None = None,
    pairs: Mapping[tuple[str, str], Mapping[str, Any]] | None = None,
    **tables: Sequence[Mapping[str, Any]],
) -> SavedRun:
    """Make the run of one story, the first article its reference.

    ``articles`` and ``pairs`` add values to rows; ``tables`` are rows of other tables.
    """
    ids = list(texts)
    rows: dict[str, list[Mapping[str, Any]]] = {name: list(given) for name, given in tables.items()}
    rows["articles"] = [
        {
            "article_id": each,
            "outlet": f"Outlet {each}",
            "title": f"Title {each}",
            "n_words": len(word_spans(texts[each]).start),
            "status": "measured",
            "story_id": "story",
            **(articles or {}).get(each, {}),
        }
        for each in ids
    ]
    rows["members"] = [
        {"story_id": "story", "article_id": each, "role": "member" if place else "reference"}
        for place, each in enumerate(ids)
    ]
    rows["pairs"] = [
        {
            "a_id": a,
            "b_id": b,
            "relation": "partial",
            "prose_words": sum(
                row["n_words"] for row in found if row["role"] == "prose" and row["kind"] != "rewritten"
            ),
            "quote_words": sum(
                row["n_words"] for row in found if row["role"] == "quote" and row["kind"] != "rewritten"
            ),
            **(pairs or {}).get((a, b), {}),
        }
        for (a, b), found in passages.items()
    ]
    rows["passages"] = [{"a_id": a, "b_id": b, **row} for (a, b), found in passages.items() for row in found]
    rows["stories"] = [{"story_id": "story", "n_articles": len(ids), "reference_id": ids[0]}]
    return SavedRun(
        tables={
            name: make_table(name, columns, _filled(columns, rows.get(name, [])))
            for name, columns in TABLES.items()
        },
        texts={} if redacted else dict(texts),
        manifest={"version": "0", "parameters": {"shingle": {"width": 5}}},
    )


def _filled(columns: tuple[Column, ...], rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """Put rows in the order of the columns; what a row leaves out is missing, 0 or empty."""
    return [[row.get(column.name, _default(column)) for column in columns] for row in rows]


def _default(column: Column) -> Any:
    if column.empty:
        return None
    return column.values[0] if column.values else "" if column.kind == "text" else 0


def made_site(run: SavedRun) -> Site:
    """Look at a run as the site does."""
    return build_site(run, SiteLimits())


def rendered_pairs(run: SavedRun) -> list[str]:
    """Write the pages of all pairs."""
    site = made_site(run)
    shared = SHARED | {"redacted": site.catalogue.is_redacted}
    return [render_page(page, shared) for page in pair.pages(site)]
