"""The line that stands for long runs of furniture, and where runs are folded."""

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from syndetect.report.site.text.folding import FOLD, fold_label, foldable_runs, named


@dataclass(frozen=True)
class Line:
    furniture: tuple[tuple[str, str], ...] = ()


def test_the_line_of_a_fold_counts_kinds():
    """Kinds stand in the order of the text with their number; after four of them an ellipsis."""
    lines = [Line(((kind, "why"),)) for kind in "abbcdbe"]

    assert fold_label(lines[:3]) == "3 lines of furniture: a, b ×2"
    assert fold_label(lines) == "7 lines of furniture: a, b ×3, c, d, …"
    assert fold_label([Line()]) == "1 line of furniture"


def test_furniture_is_named_once_where_it_touches():
    """Kind and reason of what stands inside the characters, each once; not of what only touches them."""
    rows = [
        {"kind": "menu", "reason": "rule", "start": 0, "end": 5},
        {"kind": "caption", "reason": "rule", "start": 5, "end": 9},
        {"kind": "caption", "reason": "rule", "start": 9, "end": 12},
    ]

    assert named(rows, 5, 12) == (("caption", "rule"),)
    assert named(rows, 4, 6) == (("menu", "rule"), ("caption", "rule"))
    assert named(rows, 20, 30) == ()


@given(st.lists(st.sampled_from(["", "furniture", "unused"]), max_size=20))
def test_runs_are_cut_without_a_gap(kinds):
    """Runs follow one another over all rows; a fold is of one kind, long enough, and as long as can be."""
    runs = foldable_runs(kinds)

    assert [edge for _, first, past in runs for edge in range(first, past)] == list(range(len(kinds)))
    for kind, first, past in runs:
        assert {*kinds[first:past]} == {kind} if kind else past - first < FOLD or not any(kinds[first:past])
        assert not kind or past - first >= FOLD
    assert all(one[0] != other[0] or not one[0] for one, other in pairwise(runs))
