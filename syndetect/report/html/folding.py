"""What nobody reads first -> one line that opens: long runs of furniture and of unused paragraphs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from syndetect.report.html.source import Furniture, Spans
from syndetect.report.html.views import RowView
from syndetect.report.html.wording import counted
from syndetect.report.site.text.views import Clip

__all__ = ["FOLD", "fold_label", "fold_rows", "named", "spans_of"]

FOLD = 3  # paragraphs in a row from which they are folded into one line
KINDS_SHOWN = 4  # kinds that the line of a fold names


def spans_of(furniture: Furniture) -> Spans:
    """Return where furniture stands."""
    return tuple((span.start, span.end) for span in furniture)


def named(furniture: Furniture, start: int, end: int) -> tuple[tuple[str, str], ...]:
    """Return kind and reason of what stands inside some characters, each once, in order."""
    inside = ((span.kind, span.reason) for span in furniture if span.start < end and start < span.end)
    return tuple(dict.fromkeys(inside))


def fold_label(clips: Iterable[Clip]) -> str:
    """Write the line that stands for some clips of furniture: ``5 lines of furniture: caption ×4, share``.

    Parameters
    ----------
    clips : iterable of Clip
        One for each line, all of them furniture.

    Returns
    -------
    str
        Kinds stand in the order of the text. A clip in which no span is known
        counts as a line without a kind: it is furniture in the other article.
    """
    lines = list(clips)
    kinds = Counter(kind for clip in lines for kind, _ in clip.furniture[:1])
    shown = [f"{kind} ×{n}" if n > 1 else kind for kind, n in list(kinds.items())[:KINDS_SHOWN]]
    more = ["…"] * (len(kinds) > KINDS_SHOWN)
    label = f"{counted(len(lines), 'line')} of furniture"
    return f"{label}: {', '.join(shown + more)}" if shown else label


def fold_rows(rows: Sequence[RowView], unused: str) -> tuple[RowView, ...]:
    """Fold long runs of furniture, and of paragraphs of the left text that nothing matches, into one row.

    Parameters
    ----------
    rows : sequence of RowView
    unused : str
        The word for paragraphs of the left text that nothing matches.

    Returns
    -------
    tuple of RowView
        In the same order; each given row is one of them or ``inside`` one.
    """
    folded: list[RowView] = []
    for kind, run in groupby(rows, key=_fold_kind):
        inside = tuple(run)
        if kind and len(inside) >= FOLD:
            label = f"{len(inside)} paragraphs {unused}"
            if kind == "furniture":
                label = fold_label(row.right or row.left[0] for row in inside)
            folded.append(_folded_row(kind, label, inside))
        else:
            folded += inside
    return tuple(folded)


def _fold_kind(row: RowView) -> str:
    """Say as what a row may be folded: furniture on every side, or unused; "" for neither."""
    clips = [*row.left, *([row.right] if row.right else [])]
    if all(clip.whole == "furniture" for clip in clips):
        return "furniture"
    return "dropped" if row.kind == "dropped" else ""


def _folded_row(kind: str, label: str, inside: tuple[RowView, ...]) -> RowView:
    """Build the row that stands for others."""
    return RowView(
        kind=kind,
        tags=(),
        left=(),
        right=None,
        folded=label,
        left_note="",
        n_furniture=sum(row.n_furniture for row in inside),
        inside=inside,
    )
