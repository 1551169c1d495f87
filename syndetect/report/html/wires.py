"""A story's sources -> what each is, and its sentences with how many articles kept them."""

import re
from collections.abc import Sequence
from math import ceil

from syndetect.corpus.article import Article
from syndetect.report.answers import source_answer
from syndetect.report.html.room import Allowance
from syndetect.report.html.source import Source
from syndetect.report.html.views import WireSentenceView, WireView
from syndetect.report.html.wording import counted, language, sentence
from syndetect.text import Places
from syndetect.trace import Story, WireSentence, WireText

__all__ = ["SENTENCES_SHOWN", "WIRES_SHOWN", "wire_views"]

WIRES_SHOWN = 5
SENTENCES_SHOWN = 200

_OPENING = re.compile(r"[\"“„«‘(\[¿¡]*$")
_CLOSING = re.compile(r"[.!?…,;:]*[\"”“»’)\]]*[.!?…]*")


def wire_views(
    story: Story, source: Source, room: Allowance, *, opened: bool
) -> tuple[tuple[WireView, ...], str]:
    """Prepare the sources of one story.

    Parameters
    ----------
    story : Story
    source : Source
        The run.
    room : Allowance
        Reduced by the sentences that are shown.
    opened : bool
        Whether the first is shown unfolded.

    Returns
    -------
    views, note
        The source of most articles first, none where sources were not traced;
        the note says how many sources are not shown, else "".
    """
    if source.findings is None:
        return (), ""
    traced = source.findings.traced
    wires = source.wires.get(int(traced.story[story.reference]), ())
    views = tuple(
        _view(wire, source.articles, traced.places, room, opened=opened and number == 0)
        for number, wire in enumerate(wires[:WIRES_SHOWN])
    )
    rest = len(wires) - len(views)
    note = f"{counted(rest, 'more source')} of fewer articles: see shares.csv and wires.csv." if rest else ""
    return views, note


def _view(
    wire: WireText, articles: Sequence[Article], places: Places, room: Allowance, *, opened: bool
) -> WireView:
    """Prepare one source."""
    shown = wire.sentences[:SENTENCES_SHOWN]
    texts = [_text(each, articles, places) for each in shown]
    withheld = ""
    if not room.take(sum(map(len, texts))):
        withheld = "The text is not shown: this page has reached its limit of article text. See wires.csv."
    elif len(shown) < len(wire.sentences):
        withheld = f"The first {len(shown):,} of {len(wire.sentences):,} are shown; all are in wires.csv."
    if withheld.startswith("The text"):
        shown, texts = (), []
    n_members = len(wire.members)
    everywhere = sum(len(each.kept_by) == n_members for each in wire.sentences)
    nowhere = sum(not each.kept_by for each in wire.sentences)
    parts = [f"{everywhere:,} kept by all"] * (n_members > 1) + [f"{nowhere:,} by none"] * (nowhere > 0)
    return WireView(
        answer=sentence(source_answer(wire, articles)),
        label=", ".join([counted(len(wire.sentences), "sentence"), *parts]),
        n_members=counted(n_members, "article"),
        open=opened,
        sentences=tuple(
            _sentence_view(each, text, n_members, articles[each.article])
            for each, text in zip(shown, texts, strict=True)
        ),
        withheld=withheld,
    )


def _sentence_view(kept: WireSentence, text: str, n_members: int, article: Article) -> WireSentenceView:
    """Prepare one sentence."""
    share = len(kept.kept_by) / max(1, n_members)
    return WireSentenceView(
        text=text,
        language=language(article.language),
        n_kept=f"{len(kept.kept_by):,}",
        level=f"{ceil(4 * share)}",
        width=f"{100 * share:.2f}%",
    )


def _text(kept: WireSentence, articles: Sequence[Article], places: Places) -> str:
    """Cut a sentence out of its article, with the punctuation that it touches."""
    text = articles[kept.article].text
    word_start, word_end = places.of(kept.article)
    start, end = int(word_start[kept.start]), int(word_end[kept.end - 1])
    before, after = _OPENING.search(text[max(0, start - 3) : start]), _CLOSING.match(text, end)
    start -= len(before[0]) if before else 0
    return text[start : after.end() if after else end]
