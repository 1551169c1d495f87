"""A comparison -> the terminal: the verdict, b paragraph by paragraph, what a has alone."""

from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from syndetect.cli.console import plain, stdout
from syndetect.comparison import Comparison, Span
from syndetect.pairs import ParagraphRow, Passage

__all__ = ["show"]

STYLES = {
    "prose": "blue",
    "quote": "cyan",
    "own": "yellow",
    "rewritten": "yellow italic",
    "furniture": "dim",
}
MOST_DROPPED = 12  # stretches of a shown


def show(comparison: Comparison) -> None:
    """Print a comparison: the answer first, then the evidence."""
    console = stdout()
    _show_verdict(console, comparison)
    console.print()
    console.print(Text("b, paragraph by paragraph", "bold"))
    console.print(
        Text.assemble(
            ("━ prose shared ", STYLES["prose"]),
            ("┅ quote shared ", STYLES["quote"]),
            ("≈ rewritten ", STYLES["rewritten"]),
            ("· own ", STYLES["own"]),
            ("  furniture", STYLES["furniture"]),
        )
    )
    for row in comparison.paragraphs:
        console.print()
        _show_paragraph(console, comparison, row)
    if comparison.dropped:
        console.print()
        console.print(Text(f"only in a: {sum(_words(span) for span in comparison.dropped):,} words", "bold"))
        for span in comparison.dropped[:MOST_DROPPED]:
            console.print(Padding(Text(plain(" ".join(span.text.split())), "dim"), (0, 0, 0, 2)))
        if len(comparison.dropped) > MOST_DROPPED:
            console.print(
                f"  ... and {len(comparison.dropped) - MOST_DROPPED:,} more stretches (--json has all)"
            )


def _words(span: Span) -> int:
    return len(span.text.split())


def _show_verdict(console: Console, comparison: Comparison) -> None:
    names = f"a: {comparison.a.article_id} ({comparison.a_words:,} words)   b: {comparison.b.article_id}"
    console.print(plain(f"{names} ({comparison.b_words:,} words)"), soft_wrap=True)
    verdict = f"{comparison.relation.replace('_', ' ')} · b is {comparison.derivation}"
    if comparison.derivation != "non-derived":
        verdict += " derived from a"
    console.print(Text(verdict, "bold"))
    of_b, of_a = comparison.containment_b_in_a, comparison.containment_a_in_b
    console.print(
        f"{of_b:.0%} of b's words stand in a, {of_a:.0%} of a's in b:"
        f" {comparison.prose_words:,} words of prose, {comparison.quote_words:,} of quotes"
    )
    furniture = comparison.a_furniture_words, comparison.b_furniture_words
    if any(furniture):
        console.print(f"set apart as furniture: {furniture[0]:,} words of a, {furniture[1]:,} of b")
    console.print(f"resemblance {comparison.resemblance:.3f} · cosine {comparison.cosine:.3f}", style="dim")


def _show_paragraph(console: Console, comparison: Comparison, row: ParagraphRow) -> None:
    pieces = list(_pieces(comparison, row))
    if row.n_words and not any(style != STYLES["furniture"] for _, _, style in pieces):
        label = f"furniture, {row.n_words} words"
    elif row.sources:
        label = f"{row.coverage:.0%} of {row.n_words} words in a"
    else:
        label = f"own, {row.n_words} words"
    console.print(Text(label + (", moved" if row.moved else ""), "dim"))
    text = Text()
    at = row.b_start
    for start, end, style in pieces:
        text.append(plain(comparison.b.text[at:start]), STYLES["furniture"])
        text.append(plain(comparison.b.text[start:end]), style)
        at = end
    text.append(plain(comparison.b.text[at : row.b_end]), STYLES["furniture"])
    console.print(Padding(text, (0, 0, 0, 2)))


def _pieces(comparison: Comparison, row: ParagraphRow) -> Iterator[tuple[int, int, str]]:
    """Yield what of a paragraph is shared or own, ascending; between them stand furniture and punctuation."""
    found = [(passage.b_start, passage.b_end, _style(passage)) for passage in comparison.passages]
    found += [(span.start, span.end, STYLES["own"]) for span in comparison.added]
    at = row.b_start
    for start, end, style in sorted(found):
        low, high = max(start, at), min(end, row.b_end)
        if low < high:
            yield low, high, style
            at = high


def _style(passage: Passage) -> str:
    if passage.role == "furniture":
        return STYLES["furniture"]
    if passage.kind == "rewritten":
        return STYLES["rewritten"]
    underline = " underline" if passage.kind == "verbatim" else " italic"
    return STYLES["quote" if passage.role == "quote" else "prose"] + underline
