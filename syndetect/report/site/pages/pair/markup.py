"""Rows and passages -> HTML: by far the most frequent things on the page, and slow as templates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from syndetect.report.site.pages.pair.heads import ArticleView
from syndetect.report.site.pages.pair.passages import LISTED, PassageView
from syndetect.report.site.text.pieces import marked_pieces
from syndetect.report.site.text.sides import SideClip, SideRow
from syndetect.report.site.wording import clean

__all__ = ["listed_passages", "marked_rows"]


@dataclass(frozen=True, slots=True)
class _Side:
    """What every cell of one side begins with, and the language of its text."""

    begin: str
    attributes: str
    right: bool

    @classmethod
    def of(cls, article: ArticleView, *, right: bool) -> "_Side":
        """Prepare one side."""
        name = f'<bdi class="side">{_text(article.outlet)}</bdi>'
        return cls(f'<div class="cell">{name}', _language(article.language), right)


def marked_rows(rows: Iterable[SideRow], left: ArticleView, right: ArticleView) -> Markup:
    """Write the rows of the side-by-side table."""
    sides = _Side.of(left, right=False), _Side.of(right, right=True)
    return Markup("\n".join(_folded(row, sides) if row.folded else _row(row, sides) for row in rows))


def _folded(row: SideRow, sides: tuple[_Side, _Side]) -> str:
    inside = "\n".join(_row(each, sides) for each in row.inside)
    return (
        f'<tr class="folded {row.kind}"><td colspan="2"><details class="fold">'
        f"<summary>{_text(row.folded)}</summary>\n"
        f'<table class="inner"><tbody>\n{inside}\n</tbody></table>\n</details></td></tr>'
    )


def _row(row: SideRow, sides: tuple[_Side, _Side]) -> str:
    if row.note:
        return f'<tr class="cut"><td colspan="2">{_tags([row.note])}</td></tr>'
    look = f"{row.kind}{' adds' if row.adds else ''}{'' if row.right else ' unused'}"
    left = "".join(_clip(clip, sides[0], () if row.right else row.tags) for clip in row.left)
    left += _tags([row.left_note]) if row.left_note else ""
    right = _clip(row.right, sides[1], row.tags) if row.right else ""
    cells = (
        f"{side.begin}{cell}</div>" if cell else "" for side, cell in zip(sides, (left, right), strict=True)
    )
    return '<tr class="{}">\n<td class="left">{}</td>\n<td class="right">{}</td>\n</tr>'.format(look, *cells)


def _clip(clip: SideClip, side: _Side, tags: Sequence[str]) -> str:
    """Write a paragraph and what became of it."""
    before = '<span class="cut">… </span>' if clip.cut_before else ""
    after = '<span class="cut"> …</span>' if clip.cut_after else ""
    text = marked_pieces(clip.pieces, right=side.right, listed=LISTED)
    paragraph = f'\n<p class="text {clip.whole}" dir="auto"{side.attributes}>{before}{text}{after}</p>'
    return paragraph + _tags(tags, clip.furniture)


def _tags(tags: Sequence[str], furniture: Sequence[tuple[str, str]] = ()) -> str:
    parts = [_text(tag) for tag in tags]
    parts += [f"<b>{_text(kind)}</b> ({_text(reason)})" for kind, reason in furniture]
    return f'\n<p class="tags">{" · ".join(parts)}</p>' if parts else ""


def listed_passages(passages: Iterable[PassageView], language: str, *, with_text: bool) -> Markup:
    """Write the rows of the list of passages; ``language`` is that of the text on the right."""
    rows = []
    for each in passages:
        number = str(each.number)
        if each.shown:
            number = f'<a href="#p{number}" aria-label="Passage {number} in the text">{number}</a>'
        cells = "".join(
            f"<td>{_text(cell)}</td>" for cell in (each.kind, each.role, each.words, each.left, each.right)
        )
        text = f"<td><bdi{_language(language)}>{_text(each.excerpt)}</bdi></td>" if with_text else ""
        rows.append(f'<tr id="l{each.number}"><th scope="row">{number}</th>{cells}{text}</tr>')
    return Markup("\n".join(rows))


def _language(code: str) -> str:
    return f' lang="{_text(code)}"' if code else ""


def _text(text: str) -> str:
    """Return a field as it may stand in HTML: visible and inert."""
    return escape(clean(text))
