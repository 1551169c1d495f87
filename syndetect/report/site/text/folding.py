"""What nobody reads first -> one line that opens: long runs of furniture and of paragraphs not taken over."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Protocol

from syndetect.report.site.catalogue import Row
from syndetect.report.site.wording import counted

__all__ = ["FOLD", "Furnished", "fold_label", "foldable_runs", "named"]

FOLD = 3  # paragraphs in a row from which they are folded into one line
KINDS_SHOWN = 4  # kinds that the line of a fold names


class Furnished(Protocol):
    """Text of which some is known to be furniture: kind and reason of each."""

    @property
    def furniture(self) -> tuple[tuple[str, str], ...]:
        """Kind and reason of each piece of furniture."""


def named(furniture: Sequence[Row], start: int, end: int) -> tuple[tuple[str, str], ...]:
    """Return kind and reason of what stands inside some characters, each once, in order.

    Parameters
    ----------
    furniture : sequence of Row
        Of one article, from ``furniture.csv``.
    start, end : int
    """
    inside = ((row["kind"], row["reason"]) for row in furniture if row["start"] < end and start < row["end"])
    return tuple(dict.fromkeys(inside))


def fold_label(clips: Iterable[Furnished]) -> str:
    """Write the line that stands for some clips of furniture: ``5 lines of furniture: caption ×4, share``.

    Parameters
    ----------
    clips : iterable
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


def foldable_runs(kinds: Sequence[str]) -> list[tuple[str, int, int]]:
    """Cut rows into what is folded and what is not.

    Parameters
    ----------
    kinds : sequence of str
        As what each row may be folded; "" for a row that may not.

    Returns
    -------
    list of (str, int, int)
        Kind, first row and one past the last, in order and without a gap; the
        kind is "" for a stretch that stays open.
    """
    runs, at = [], 0
    for kind, group in groupby(kinds):
        size = len(list(group))
        runs.append((kind if size >= FOLD else "", at, at + size))
        at += size
    return runs
