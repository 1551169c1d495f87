"""A story's pairs -> those that are shown side by side, and a line on the others."""

from collections.abc import Sequence
from dataclasses import replace

from syndetect.corpus.article import Article
from syndetect.pairs.passages import Pair, ParagraphRow, Passage
from syndetect.report.html.directions import judged_view
from syndetect.report.html.room import Allowance
from syndetect.report.html.sides import side_rows
from syndetect.report.html.source import Source, Spans
from syndetect.report.html.views import PairView, RowView, SideView
from syndetect.report.html.wording import counted, headline, language, outlet, percentages, relation_label
from syndetect.trace.story import Story

__all__ = ["pair_views"]


def pair_views(
    story: Story, anchor: str, source: Source, limit: int, room: Allowance
) -> tuple[tuple[PairView, ...], str]:
    """Prepare the pairs of one story.

    Parameters
    ----------
    story : Story
    anchor : str
        The story's anchor, from which those of its pairs are made.
    source : Source
        The run; the story refers to it by index.
    limit : int
        Pairs to show at most.
    room : Allowance
        Reduced by the texts that are shown.

    Returns
    -------
    views, note
        First pairs with the reference, then the others, each by shared prose
        words; the note says how many pairs are not shown and why, else "".
    """
    articles, pairs = source.articles, source.pairs
    with_text = [index for index in sorted(set(story.pairs)) if pairs[index].passages]
    chosen = sorted(with_text, key=lambda index: _rank(pairs[index], story.reference, index))[:limit]
    own = {member.article: member.own_spans for member in story.members}
    views = []
    for number, index in enumerate(chosen, 1):
        pair = pairs[index]
        left, right = (pair.b, pair.a) if pair.b == story.reference else (pair.a, pair.b)
        passages = pair.passages if left == pair.a else tuple(_flipped(each) for each in pair.passages)
        shown = room.take(len(articles[left].text) + len(articles[right].text))
        view = _view(story, pair.relation, articles[left], articles[right], left == story.reference)
        view = replace(view, anchor=f"{anchor}-pair-{number}", judged=judged_view(source, index))
        views.append(_with_rows(view, source, (left, right), passages, own.get(right), shown=shown))
    return tuple(views), _note(len(chosen), len(with_text), len(set(story.pairs)))


def _rank(pair: Pair, reference: int, index: int) -> tuple[bool, int, int, int]:
    """Order pairs: those with the reference first, then by words that are shared."""
    return reference not in (pair.a, pair.b), -pair.prose_words, -pair.quote_words, index


def _flipped(passage: Passage) -> Passage:
    """Swap the sides of a passage."""
    return replace(
        passage,
        a_start=passage.b_start,
        a_end=passage.b_end,
        b_start=passage.a_start,
        b_end=passage.a_end,
    )


def _view(story: Story, relation: str, left: Article, right: Article, with_reference: bool) -> PairView:  # noqa: FBT001
    """Head a pair, still without rows."""
    is_wire = with_reference and story.reference_is_wire
    role = "Wire text" if is_wire else "Fullest shared text" if with_reference else "One version"
    return PairView(
        anchor="",
        judged=None,
        left=_side(role, left),
        right=_side("Version" if with_reference else "Another version", right),
        with_reference=with_reference,
        open=False,
        relation=relation,
        relation_label=relation_label(relation),
        summary="",
        same_title=headline(left).casefold() == headline(right).casefold(),
        unused="dropped" if is_wire else "only on the left",
        rows=(),
        withheld="",
    )


def _side(role: str, article: Article) -> SideView:
    """Head one column."""
    return SideView(
        role=role, outlet=outlet(article), title=headline(article), language=language(article.language)
    )


def _with_rows(
    view: PairView,
    source: Source,
    sides: tuple[int, int],
    passages: Sequence[Passage],
    own: Spans | None,
    *,
    shown: bool,
) -> PairView:
    """Add the aligned paragraphs, unless the page has no room for them."""
    if not shown:
        n_words = sum(each.n_words for each in passages)
        withheld = (
            f"{counted(n_words, 'shared word')} in {counted(len(passages), 'passage')}. The text is not "
            "shown: this page has reached its limit of article text. All passages are in passages.csv."
        )
        return replace(view, summary=counted(n_words, "shared word"), withheld=withheld)
    left, right = (source.articles[side] for side in sides)
    furniture = (source.furniture.get(sides[0], ()), source.furniture.get(sides[1], ()))
    rows, paragraphs = side_rows(
        left.text, right.text, passages, own, unused=view.unused, furniture=furniture
    )
    return replace(view, rows=rows, summary=_summary(paragraphs, rows))


def _summary(rows: list[ParagraphRow], shown: Sequence[RowView]) -> str:
    """Say how much of the right body the left one has."""
    n_words = sum(row.n_words for row in rows) - sum(row.n_furniture for row in shown)
    prose, quote = sum(row.n_prose for row in rows), sum(row.n_quote for row in rows)
    share = percentages([prose + quote, n_words - prose - quote])[0]
    parts = [f"{prose:,} prose"] * (prose > 0) + [f"{quote:,} quotes"] * (quote > 0)
    detail = f": {', '.join(parts)}" if len(parts) == 2 else f", all {parts[0].split()[1]}" if parts else ""
    moved = sum(row.moved for row in rows)
    more = f"; {counted(moved, 'paragraph')} moved" if moved else ""
    return f"{prose + quote:,} of {counted(n_words, 'word')} shared ({share}){detail}{more}"


def _note(n_shown: int, n_with_text: int, n_pairs: int) -> str:
    """Say which pairs are not shown."""
    parts = []
    if n_shown < n_with_text:
        parts.append(
            f"{n_shown:,} of {counted(n_with_text, 'pair')} that share text are shown: "
            "first those with the reference, then those with most shared prose."
        )
    if n_with_text < n_pairs:
        parts.append(f"{counted(n_pairs - n_with_text, 'pair')} without a shared passage.")
    return " ".join([*parts, "All are in pairs.csv and passages.csv."]) if parts else ""
