"""Two matched texts -> the rows in which their paragraphs stand side by side."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from syndetect.pairs.paragraphs import out_of_order
from syndetect.report.site.text.articles import KnownText
from syndetect.report.site.text.folding import fold_label, foldable_runs, named
from syndetect.report.site.text.matching import Matched
from syndetect.report.site.text.pieces import Piece, SideWords, cut_pieces, side_words, whole_mark
from syndetect.report.site.wording import counted

__all__ = ["SideClip", "SideRow", "side_rows"]

STRAY = 3  # matched words below which a row does not pull a paragraph apart

_ALONE = {
    "own": "in no other article",
    "elsewhere": "in another article, not in this one",
    "furniture": "furniture",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SideClip:
    """A paragraph, or the part of it that belongs to one row.

    ``whole`` is the mark that all its words carry, changed words aside, or
    "mixed"; ``furniture`` names what of it is no body: kind and reason.
    """

    pieces: tuple[Piece, ...]
    marks: tuple[str, ...]
    whole: str
    cut_before: bool = False
    cut_after: bool = False
    furniture: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SideRow:
    """A paragraph of the right text beside what it has from the left, or a paragraph of the left alone.

    ``kind`` is the mark that most words of the row carry. ``tags`` say what
    became of the paragraph. ``adds`` says that the right text has words here
    that the left has not. ``folded`` is the one line that stands for a long
    run of rows, those ``inside``, else empty. ``note`` stands in the place of
    text that is not shown.
    """

    kind: str
    tags: tuple[str, ...] = ()
    left: tuple[SideClip, ...] = ()
    right: SideClip | None = None
    left_note: str = ""
    adds: bool = False
    folded: str = ""
    inside: tuple["SideRow", ...] = ()
    note: str = ""


def side_rows(left: KnownText, right: KnownText, matched: Matched) -> tuple[SideRow, ...]:
    """Align the paragraphs of two texts for reading.

    Parameters
    ----------
    left, right : KnownText
    matched : Matched

    Returns
    -------
    tuple of SideRow
        In order of the right text, every paragraph of which has one row;
        every word of the left text stands in exactly one row. Paragraphs of
        the left text that nothing matches stand behind the row that holds the
        text before them. A row is tagged as moved when it is outside the
        longest run of rows that keeps the order of the left text: one
        paragraph put last makes one moved row, not one of every row before it.
    """
    on_left, on_right = side_words(left, matched, right=False), side_words(right, matched, right=True)
    clips, waiting = _cut_left(on_left, right, matched)
    n_rows = len(right.paragraphs)
    sources = _sources(left, right, matched)
    uses = Counter(paragraph for row in sources for paragraph in row)
    places = [max(clips[row], key=_weight)[0] if row in clips else None for row in range(n_rows)]
    rows: list[SideRow] = []
    for number, moved in enumerate(out_of_order(places)):
        used = clips.get(number, [])
        if used and not moved:
            while waiting and waiting[0][0] < used[0][0]:
                rows.append(waiting.pop(0)[1])
        split = any(uses[paragraph] > 1 for paragraph in sources[number])
        row = _row(on_right, number, [clip for _, clip in used], n_sources=len(sources[number]))
        more = ("moved",) * moved + ("part of a paragraph",) * split
        rows.append(replace(row, tags=row.tags + more))
    rows += [row for _, row in waiting]
    return _folded(rows)


def _weight(clip: tuple[int, SideClip]) -> int:
    return sum(len(piece.text) for piece in clip[1].pieces)


def _sources(left: KnownText, right: KnownText, matched: Matched) -> list[set[int]]:
    """Return for each paragraph on the right the paragraphs on the left that its words equal."""
    sources: list[set[int]] = []
    for low, high in zip(right.first, right.first[1:], strict=False):
        words = {word for word in matched.source[low:high] if word >= 0}
        sources.append({bisect_right(left.first, word) - 1 for word in words})
    return sources


def _cut_left(
    side: SideWords, right: KnownText, matched: Matched
) -> tuple[dict[int, list[tuple[int, SideClip]]], list[tuple[int, SideRow]]]:
    """Give every word of the left text to the row that uses it; return clips by row, and unused ones."""
    users = [-1] * len(side.known.start)
    for row in range(len(right.paragraphs) - 1, -1, -1):  # backwards: the first row that uses a word has it
        for word in matched.source[right.first[row] : right.first[row + 1]]:
            if word >= 0:
                users[word] = row
    clips: dict[int, list[tuple[int, SideClip]]] = {}
    unused: list[tuple[int, SideRow]] = []
    known = side.known
    for place, span in enumerate(known.paragraphs):
        low, high = known.first[place], known.first[place + 1]
        if max(users[low:high], default=-1) < 0:
            unused.append((place, _unused_row(_clip(side, span, low, high))))
            continue
        for row, first, past in _runs(users[low:high]):
            start = span[0] if first == 0 else known.start[low + first]
            end = span[1] if low + past == high else known.start[low + past]
            end = start + len(known.text[start:end].rstrip())
            clip = _clip(side, (start, end), low + first, low + past)
            clip = replace(clip, cut_before=first > 0, cut_after=low + past < high)
            clips.setdefault(row, []).append((place, clip))
    return clips, unused


def _runs(users: list[int]) -> list[tuple[int, int, int]]:
    """Cut a paragraph into runs (row, first word, end); unmatched words stay with the run before."""
    counts = Counter(user for user in users if user >= 0)
    least = min(STRAY, max(counts.values()))
    kept = {row for row, n in counts.items() if n >= least}
    at = next(user for user in users if user in kept)
    runs, first = [], 0
    for word, user in enumerate(users):
        if user in kept and user != at:
            runs.append((at, first, word))
            at, first = user, word
    return [*runs, (at, first, len(users))]


def _clip(side: SideWords, span: tuple[int, int], low: int, high: int) -> SideClip:
    marks = tuple(side.marks[low:high])
    return SideClip(
        pieces=cut_pieces(side, span, low, high),
        marks=marks,
        whole=whole_mark(marks),
        furniture=named(side.known.furniture, *span) if side.known.furniture else (),
    )


def _row(side: SideWords, number: int, clips: list[SideClip], *, n_sources: int) -> SideRow:
    """Build the row of one paragraph of the right text."""
    low, high = side.known.first[number], side.known.first[number + 1]
    clip = _clip(side, side.known.paragraphs[number], low, high)
    counts = Counter(clip.marks)
    edited = counts["ins"] > 0 or any("del" in each.marks for each in clips)
    rewritten = counts["same"] + counts["rewritten"]
    weights = {mark: counts[mark] for mark in ("prose", "quote", "own", "elsewhere", "furniture")} | {
        "rewritten": rewritten
    }
    joined = (f"{n_sources} paragraphs joined",) if n_sources > 1 else ()
    return SideRow(
        kind=max(weights, key=lambda mark: weights[mark]),
        tags=(*_tags(counts, high - low, edited=edited), *joined),
        left=tuple(clips),
        right=clip,
        left_note="These words are shown beside another paragraph." if n_sources and not clips else "",
        adds=bool(counts["own"] + counts["elsewhere"] + counts["ins"]),
    )


def _tags(counts: Counter[str], n_words: int, *, edited: bool) -> tuple[str, ...]:
    """Say in a few words what became of a paragraph."""
    tags = [counted(n_words, "word")]
    shared = [mark for mark in ("prose", "quote") if counts[mark]]
    if shared:
        n_shared = counts["prose"] + counts["quote"]
        role = "prose and quotes" if len(shared) == 2 else shared[0]
        how = f"{'edited' if edited else 'verbatim'}, {role}"
        tags.append(how if n_shared == n_words else f"{n_shared:,} shared ({how})")
    if counts["ins"]:
        tags.append(f"{counts['ins']:,} changed")
    if rewritten := counts["same"] + counts["rewritten"]:
        tags.append("rewritten" if rewritten == n_words else f"{rewritten:,} rewritten")
    for mark, word in (("furniture", "furniture"), ("own", "own"), ("elsewhere", "in another article")):
        if counts[mark]:
            tags.append(word if counts[mark] == n_words else f"{counts[mark]:,} {word}")
    return tuple(tags)


def _unused_row(clip: SideClip) -> SideRow:
    """Build the row of a paragraph of the left text that nothing matches."""
    counts = Counter(clip.marks)
    kind = max(counts, key=lambda mark: counts[mark])
    what = _ALONE.get(clip.whole, "not in the other article")
    return SideRow(kind=kind, tags=(counted(len(clip.marks), "word"), what), left=(clip,))


def _folded(rows: Sequence[SideRow]) -> tuple[SideRow, ...]:
    """Fold long runs of furniture, and of paragraphs of the left text that nothing matches, into one row."""
    folded: list[SideRow] = []
    for kind, first, past in foldable_runs([_fold_kind(row) for row in rows]):
        inside = tuple(rows[first:past])
        if kind == "furniture":
            label = fold_label(row.right or row.left[0] for row in inside)
            folded.append(SideRow(kind=kind, folded=label, inside=inside))
        elif kind:
            n_words = sum(len(row.left[0].marks) for row in inside)
            label = f"{len(inside)} paragraphs not taken over, {counted(n_words, 'word')}"
            folded.append(SideRow(kind=kind, folded=label, inside=inside))
        else:
            folded += inside
    return tuple(folded)


def _fold_kind(row: SideRow) -> str:
    """Say as what a row may be folded: furniture on every side, or unused; "" for neither."""
    clips = [*row.left, *([row.right] if row.right else [])]
    if all(clip.whole == "furniture" for clip in clips):
        return "furniture"
    return "" if row.right else "unused"
