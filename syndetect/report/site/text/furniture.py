"""What of a text is no body -> kind and reason in words, long runs of it folded into one line."""

from collections import Counter
from collections.abc import Iterable, Sequence

from syndetect.report.site.catalogue import Row
from syndetect.report.site.text.views import Clip
from syndetect.report.site.wording import counted

__all__ = ["FOLD", "fold_label", "named"]

FOLD = 3  # paragraphs in a row from which they are folded into one line
KINDS_SHOWN = 4  # kinds that the line of a fold names


def named(furniture: Sequence[Row], start: int, end: int) -> tuple[tuple[str, str], ...]:
    """Return kind and reason of what stands inside some characters, each once, in order.

    Parameters
    ----------
    furniture : sequence of Row
        Rows of ``furniture.csv`` of one article.
    start, end : int
        Half-open.
    """
    inside = ((row["kind"], row["reason"]) for row in furniture if row["start"] < end and start < row["end"])
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
