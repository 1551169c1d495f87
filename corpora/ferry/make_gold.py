"""Marked-up sources in, ``articles.jsonl`` and ``gold_spans.tsv`` out: spans that are right by construction.

A source is a text file: header lines ``name: value``, a blank line, then
paragraphs separated by blank lines. The paragraphs of an original are split
into segments by `` | ``; a segment that opens with a quotation mark is direct
speech, and what stands before ``||`` (a dateline) belongs to no segment. A
version names its original in the header ``base`` and takes segments from it:
``[[3]]`` is the third paragraph, ``[[3.2]]`` its second segment, ``[[3.1-2]]``
two of them, ``[[3.2: other words]]`` the segment as the version reworded it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import orjson

HERE = Path(__file__).parent
SPAN_COLUMNS = ("a_id", "a_start", "a_end", "b_id", "b_start", "b_end", "role", "kind")
_MARK = re.compile(r"\[\[(\d+)(?:\.(\d+)(?:-(\d+))?)?(?:: (.*?))?\]\]", re.DOTALL)


class Source(NamedTuple):
    """One file of ``sources``: its header, and its paragraphs with their marks."""

    source_id: str
    header: dict[str, str]
    paragraphs: tuple[str, ...]


class Piece(NamedTuple):
    """A stretch of a finished text, in characters, that renders one segment of the original."""

    segment: int
    start: int
    end: int
    kind: Literal["verbatim", "edited"]


class Span(NamedTuple):
    """A shared passage: characters of the original, characters of the version, half-open."""

    source_start: int
    source_end: int
    start: int
    end: int
    role: Literal["prose", "quote"]
    kind: Literal["verbatim", "edited"]


class Original(NamedTuple):
    """A finished text with its segments: keys (paragraph, segment) from 1, in order."""

    text: str
    keys: tuple[tuple[int, int], ...]
    offsets: tuple[tuple[int, int], ...]

    def segment(self, number: int) -> str:
        """Return the text of a segment, counted from 0."""
        start, end = self.offsets[number]
        return self.text[start:end]


def read_sources(folder: Path = HERE / "sources") -> list[Source]:
    """Read every source of a folder, sorted by id; empty when the folder is."""
    return [_read_source(path) for path in sorted(folder.glob("*.txt"), key=lambda path: path.stem)]


def build(sources: list[Source]) -> tuple[list[dict[str, str]], list[tuple[str | int, ...]]]:
    """Turn sources into article records and rows of shared spans.

    Parameters
    ----------
    sources : list of Source
        Originals and versions, in the order in which records are wanted.

    Returns
    -------
    records : list of dict
        id, outlet, title, published, url and text of each source.
    rows : list of tuple
        Values of ``SPAN_COLUMNS``, sorted; side a is the article whose id
        comes first by code points, whichever of the two is the original.
    """
    originals = {source.source_id: _original(source) for source in sources if "base" not in source.header}
    texts = {name: original.text for name, original in originals.items()}
    rows: list[tuple[str | int, ...]] = []
    for source in sources:
        if "base" in source.header:
            base = source.header["base"]
            texts[source.source_id], spans = _version(source, originals[base])
            rows += [_row(base, source.source_id, span) for span in spans]
    fields = ("outlet", "title", "published", "url")
    records = [
        {"id": s.source_id, **{name: s.header[name] for name in fields}, "text": texts[s.source_id]}
        for s in sources
    ]
    return records, sorted(rows)


def write(folder: Path = HERE) -> None:
    """Write ``articles.jsonl`` and ``gold_spans.tsv`` of the sources into a folder."""
    records, rows = build(read_sources())
    lines = b"".join(orjson.dumps(record) + b"\n" for record in records)
    (folder / "articles.jsonl").write_bytes(lines)
    table = [SPAN_COLUMNS, *rows]
    text = "".join("\t".join(map(str, row)) + "\n" for row in table)
    (folder / "gold_spans.tsv").write_bytes(text.encode())


def _read_source(path: Path) -> Source:
    head, *paragraphs = path.read_text(encoding="utf-8").strip().split("\n\n")
    header = dict(line.split(": ", 1) for line in head.splitlines())
    return Source(path.stem, header, tuple(paragraphs))


def _original(source: Source) -> Original:
    text, keys, offsets = "", [], []
    for number, paragraph in enumerate(source.paragraphs, 1):
        text += "\n\n" if text else ""
        prefix, _, body = paragraph.rpartition(" || ")
        text += prefix + " " if prefix else ""
        for place, segment in enumerate(body.split(" | "), 1):
            text += " " if place > 1 else ""
            keys.append((number, place))
            offsets.append((len(text), len(text) + len(segment)))
            text += segment
    return Original(text, tuple(keys), tuple(offsets))


def _version(source: Source, original: Original) -> tuple[str, list[Span]]:
    text, pieces = "", []
    for paragraph in source.paragraphs:
        text += "\n\n" if text else ""
        done = 0
        for mark in _MARK.finditer(paragraph):
            text += paragraph[done : mark.start()]
            done = mark.end()
            for piece_text, piece in _render(mark, original, len(text)):
                text += " " * (piece.start - len(text)) + piece_text
                pieces.append(piece)
        text += paragraph[done:]
    return text, list(_merge(pieces, text, original))


def _render(mark: re.Match[str], original: Original, at: int) -> Iterator[tuple[str, Piece]]:
    paragraph, first, last, reworded = mark.groups()
    low, high = (int(first), int(last or first)) if first else (1, 99)
    chosen = [n for n, (p, s) in enumerate(original.keys) if p == int(paragraph) and low <= s <= high]
    assert chosen, f"no segment {mark.group()}"
    for number in chosen:
        text = reworded or original.segment(number)
        yield text, Piece(number, at, at + len(text), "edited" if reworded else "verbatim")
        at += len(text) + 1


def _merge(pieces: list[Piece], text: str, original: Original) -> Iterator[Span]:
    """Join pieces that follow each other in both texts, are of one kind and of one role."""
    run: list[Piece] = []
    for piece in pieces:
        if run and not _continues(run[-1], piece, text, original):
            yield _span(run, original)
            run = []
        run.append(piece)
    if run:
        yield _span(run, original)


def _continues(last: Piece, piece: Piece, text: str, original: Original) -> bool:
    in_order = piece.segment == last.segment + 1 and not text[last.end : piece.start].strip()
    same_role = _role(piece, original) == _role(last, original)
    return in_order and same_role and piece.kind == last.kind


def _role(piece: Piece, original: Original) -> Literal["prose", "quote"]:
    return "quote" if original.segment(piece.segment).startswith("“") else "prose"


def _span(run: list[Piece], original: Original) -> Span:
    first, last = run[0], run[-1]
    source_start, source_end = original.offsets[first.segment][0], original.offsets[last.segment][1]
    return Span(source_start, source_end, first.start, last.end, _role(first, original), first.kind)


def _row(base: str, version: str, span: Span) -> tuple[str | int, ...]:
    source_side = (base, span.source_start, span.source_end)
    version_side = (version, span.start, span.end)
    a, b = sorted((source_side, version_side))
    return (*a, *b, span.role, span.kind)


if __name__ == "__main__":
    write()
