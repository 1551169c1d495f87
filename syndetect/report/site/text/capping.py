"""Rows of a very long pair -> those that a page has room for, and lines on what is left out."""

from collections.abc import Sequence
from dataclasses import replace

from syndetect.report.site.text.sides import SideClip, SideRow
from syndetect.report.site.wording import counted

__all__ = ["capped_rows", "shown_passages"]


def capped_rows(rows: Sequence[SideRow], limit: int) -> tuple[tuple[SideRow, ...], int]:
    """Keep as many rows as a page has room for.

    Parameters
    ----------
    rows : sequence of SideRow
    limit : int
        Characters of both texts together.

    Returns
    -------
    rows, n_words
        Rows with a shared passage have room first, then the others, in order.
        A line stands for each run of rows that have none; a row that alone is
        too long is cut. ``n_words`` are not shown, of both texts.
    """
    sizes = [_size(row) for row in rows]
    if sum(sizes) <= limit:
        return tuple(rows), 0
    room, kept, last = limit, [False] * len(rows), 0
    for shares in (True, False):
        for place, row in enumerate(rows):
            if room > 0 and _shares(row) == shares:
                kept[place], room, last = True, room - sizes[place], place
    shown: list[SideRow] = []
    n_hidden = n_waiting = 0
    for place, row in enumerate(rows):
        if not kept[place]:
            n_waiting += _n_words(row)
            continue
        shown += _line(n_waiting)
        n_hidden, n_waiting = n_hidden + n_waiting, 0
        cut = row
        if room < 0 and place == last:
            cut = _cut_row(row, sizes[place] + room)
            n_hidden += _n_words(row) - _n_words(cut)
        shown.append(cut)
    return (*shown, *_line(n_waiting)), n_hidden + n_waiting


def shown_passages(rows: Sequence[SideRow]) -> frozenset[int]:
    """Return the numbers of the passages that begin, on the right, in what is shown."""
    clips = [clip for row in rows for each in (row, *row.inside) if (clip := each.right)]
    return frozenset(piece.passage for clip in clips for piece in clip.pieces if piece.begins)


def _clips(row: SideRow) -> list[SideClip]:
    """Return all clips of a row and of those folded into it."""
    return [
        clip for each in (row, *row.inside) for clip in (*each.left, *([each.right] if each.right else []))
    ]


def _size(row: SideRow) -> int:
    return sum(len(piece.text) for clip in _clips(row) for piece in clip.pieces)


def _n_words(row: SideRow) -> int:
    return sum(len(clip.marks) for clip in _clips(row))


def _shares(row: SideRow) -> bool:
    return any(piece.passage for clip in _clips(row) for piece in clip.pieces)


def _line(n_words: int) -> list[SideRow]:
    """Build the line that stands for rows that are not shown."""
    return [SideRow(kind="cut", note=f"{counted(n_words, 'word')} not shown")] if n_words else []


def _cut_row(row: SideRow, limit: int) -> SideRow:
    """Cut a row to some characters, half of them for each side."""
    if row.inside:
        return replace(row, folded=f"{row.folded}, not shown", inside=())
    left, room = [], limit // 2 if row.right else limit
    for clip in row.left:
        left.append(_cut_clip(clip, room))
        room -= sum(len(piece.text) for piece in left[-1].pieces)
    right = _cut_clip(row.right, limit - limit // 2 if row.left else limit) if row.right else None
    return replace(row, left=tuple(left), right=right)


def _cut_clip(clip: SideClip, limit: int) -> SideClip:
    """Cut a clip behind the piece with which it reaches a number of characters."""
    pieces, room = [], max(0, limit)
    for piece in clip.pieces:
        if room <= 0:
            break
        pieces.append(piece if len(piece.text) <= room else piece._replace(text=piece.text[:room]))
        room -= len(piece.text)
    if len(pieces) == len(clip.pieces) and room >= 0:
        return clip
    share = sum(len(piece.text) for piece in pieces) / max(1, sum(len(piece.text) for piece in clip.pieces))
    return replace(
        clip, pieces=tuple(pieces), marks=clip.marks[: round(share * len(clip.marks))], cut_after=True
    )
