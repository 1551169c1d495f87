"""A comparison -> the terminal: the verdict, b paragraph by paragraph, what a has alone."""

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from syndetect.cli.console import plain, stdout
from syndetect.comparison import Comparison, Span
from syndetect.pairs import ParagraphRow, Passage

__all__ = ["show"]

STYLES = {"prose": "blue", "quote": "cyan", "own": "yellow", "rewritten": "yellow italic"}
MOST_DROPPED = 12  # stretches of a shown


def show(comparison: Comparison) -> None:
    """Print a comparison: the answer first, then the evidence."""
    console = stdout()
    _show_verdict(console, comparison)
    console.print()
    console.print(Text("b, paragraph by paragraph", "bold"))
    console.print(
        Text.assemble(
            ("━ prose shared ", "blue"),
            ("┅ quote shared ", "cyan"),
            ("≈ rewritten ", "yellow italic"),
            ("· own", "yellow"),
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
    console.print(f"resemblance {comparison.resemblance:.3f} · cosine {comparison.cosine:.3f}", style="dim")


def _show_paragraph(console: Console, comparison: Comparison, row: ParagraphRow) -> None:
    label = f"{row.coverage:.0%} of {row.n_words} words in a" if row.sources else f"own, {row.n_words} words"
    console.print(Text(label + (", moved" if row.moved else ""), "dim"))
    text = Text()
    at = row.b_start
    for passage in comparison.passages:
        start, end = max(passage.b_start, row.b_start), min(passage.b_end, row.b_end)
        if start >= end:
            continue
        text.append(plain(comparison.b.text[at:start]), STYLES["own"])
        text.append(plain(comparison.b.text[start:end]), _style(passage))
        at = end
    text.append(plain(comparison.b.text[at : row.b_end]), STYLES["own"])
    console.print(Padding(text, (0, 0, 0, 2)))


def _style(passage: Passage) -> str:
    if passage.kind == "rewritten":
        return STYLES["rewritten"]
    underline = " underline" if passage.kind == "verbatim" else " italic"
    return STYLES["quote" if passage.role == "quote" else "prose"] + underline
