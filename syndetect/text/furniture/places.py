"""A page with what its lines and the corpus showed -> what the places of its paragraphs show."""

from syndetect.text.furniture.captions import could_be_caption
from syndetect.text.furniture.datelines import dateline_end
from syndetect.text.furniture.page import Page
from syndetect.text.furniture.triggers import phrase_words

__all__ = ["DATELINE_PARAGRAPHS", "HEAD", "HEAD_LINE", "SENTENCE_WORDS", "TAIL_LINE", "mark_places"]

HEAD = 14  # paragraphs in which a headline is looked for
_TITLE = 3  # words without which a title says nothing
HEAD_LINE = 26  # words of a line above the body
TAIL_LINE = 14  # words of a line below the body
_LONGEST_TITLE = 60  # words, or characters of a script without spaces
_LINK = 4  # words; a line of so many below links may be a heading of the body
_LINK_LINE = 18  # words of a related headline
_INNER_LINE = 10  # words of a line between two pieces of furniture
_PROSE = 15  # words that make a paragraph body text for sure
SENTENCE_WORDS = 4  # words of a sentence that may open a body
DATELINE_PARAGRAPHS = 3
_BULLETS = "•-*–—·●▪"


def mark_places(page: Page) -> None:
    """Mark what a paragraph's place shows: headlines, lines around the body, links, captions, datelines.

    Parameters
    ----------
    page : Page
        Its ``kinds`` and ``openings`` are written to.

    Notes
    -----
    A page without one paragraph of prose (a poem, a table, a script without
    full stops) has no place to judge by and is left as it is.
    """
    _mark_headlines(page, page.title_words)
    if not any(page.is_prose(number, _PROSE) for number in range(len(page))):
        return
    _mark_captions(page)
    _mark_above(page)
    if page.kinds[0] == "headline":
        headline = phrase_words(page.paragraph(0))
        _mark_headlines(page, headline if headline != page.title_words else [])
    _mark_runs(page)
    _mark_below(page)
    if any(page.opening):
        _mark_datelines(page)


def _mark_headlines(page: Page, title: list[str]) -> None:
    """Mark repetitions of the title."""
    if len(title) < _TITLE:
        return
    least, most = 0.3 * len(title), 1.5 * len(title) + 5
    for number, n_words in enumerate(page.n_words[:HEAD]):
        if least <= n_words <= most and not page.kinds[number] and _is_same(title, page, number):
            page.kinds[number] = "headline"


def _is_same(title: list[str], page: Page, number: int) -> bool:
    """Tell whether a paragraph is the title, give or take a fifth, or the outlet's name behind it."""
    if page.n_words[number] > _LONGEST_TITLE:  # a field that holds the text again
        return False
    words = phrase_words(page.paragraph(number))
    shorter, longer = sorted((title, words), key=len)
    if page.n_words[number] > HEAD_LINE and page.sentence[number]:
        return False
    if len(shorter) >= 4 and longer[: len(shorter)] == shorter and not page.sentence[number]:
        return len(longer) <= len(shorter) + 5
    common = len(set(title) & set(words))
    return common >= 0.8 * max(len(set(title)), len(set(words)))


def _mark_captions(page: Page) -> None:
    """Mark the caption beside a bare credit, and the caption that is said again with its credit."""
    for number, kind in enumerate(page.kinds):
        if kind not in ("photo credit", "caption"):
            continue
        text = page.paragraph(number)
        for beside in (number - 1, number + 1):
            if not 0 <= beside < len(page) or page.kinds[beside]:
                continue
            if _is_caption_of(page, beside, text, is_credit=kind == "photo credit"):
                page.kinds[beside] = "caption"
                break


def _is_caption_of(page: Page, number: int, beside: str, *, is_credit: bool) -> bool:
    """Tell whether a paragraph is the caption of a credit, or the beginning of a caption, beside it."""
    text = page.paragraph(number)
    if not is_credit:
        return page.n_words[number] >= SENTENCE_WORDS and beside.startswith(text.rstrip(".… "))
    return could_be_caption(text, page.n_words[number], beside) and not _opens_body(page, number, text)


def _opens_body(page: Page, number: int, text: str) -> bool:
    return dateline_end(text, first=True) > 0 or (
        page.n_words[number] > HEAD_LINE and not page.sentence[number]
    )


def _mark_above(page: Page) -> None:
    """Mark the lines above the body: headline, kicker, names, menu."""
    for number in range(len(page)):
        if page.kinds[number]:
            continue
        text = page.paragraph(number)
        if page.sentence[number] and page.n_words[number] >= SENTENCE_WORDS:
            return
        if page.n_words[number] > HEAD_LINE or dateline_end(text, first=True) or text.endswith(":"):
            return
        page.kinds[number] = "headline" if number == 0 or page.n_words[number] > 5 else "menu"


def _mark_below(page: Page) -> None:
    """Mark the lines below the body: agency, links, menu; a list that ends an article stays."""
    lines = []
    for number in range(len(page) - 1, -1, -1):
        if page.kinds[number]:
            continue
        if not page.is_line(number, TAIL_LINE) or page.paragraph(number)[-1] in ":,;":
            break
        lines.append(number)
    if any(_is_item(page, number) for number in lines):
        return
    for number in lines:
        page.kinds[number] = "menu"


def _is_item(page: Page, number: int) -> bool:
    """Tell whether a paragraph is one of a list: it begins with a bullet or a count."""
    first = page.paragraph(number)[0]
    return page.n_words[number] > 1 and (first in _BULLETS or first.isdigit())


def _mark_runs(page: Page) -> None:
    """Mark lines between two pieces of furniture, and links under their heading."""
    n = len(page)
    for number in range(1, n):
        if page.kinds[number] or not page.kinds[number - 1] or page.n_words[number] > _LINK_LINE:
            continue
        ending = page.paragraph(number)[-1]
        is_line = not page.sentence[number] and ending not in ":："
        if page.kinds[number - 1] in ("related", "related link") and page.n_words[number] > _LINK:
            if is_line or ending == "…":
                page.kinds[number] = "related link"
        elif is_line and page.n_words[number] <= _INNER_LINE and number + 1 < n and page.kinds[number + 1]:
            page.kinds[number] = "menu"


def _mark_datelines(page: Page) -> None:
    """Mark datelines: at the head of the body, and wherever one names its agency."""
    n_prose = 0
    for number in range(len(page)):
        if page.kinds[number]:
            continue
        n_prose += page.n_words[number] >= SENTENCE_WORDS
        first = n_prose == 1
        if page.opening[number] and (n_prose <= DATELINE_PARAGRAPHS or page.agency[number]):
            start, end = page.spans[number]
            length = dateline_end(page.text[start : min(end, start + 400)], first=first)
            if length:
                page.openings[number] = start + len(page.text[start : start + length].rstrip())
