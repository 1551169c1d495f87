"""A story -> its answer in plain words: whose text, how much of it, where and when, how many origins."""

from collections import Counter
from collections.abc import Sequence

from syndetect.report.site.catalogue import Row
from syndetect.report.site.pages.story.material import Material, Source
from syndetect.report.site.pages.story.views import HeadView
from syndetect.report.site.wording import (
    clipped,
    counted,
    duration,
    language,
    link,
    outlet,
    published,
)

__all__ = ["TITLE", "head_view", "source_answer"]

TITLE = 300  # characters of a headline that are shown
SOURCES_NAMED = 2  # sources that the answer speaks of

_DERIVED = frozenset({"wholly", "partially"})


def head_view(material: Material, titled: Row, title: str) -> HeadView:
    """Prepare the head of a story.

    Parameters
    ----------
    material : Material
    titled : Row
        The article whose headline stands for the story.
    title : str
        That headline, or what stands for it.

    Returns
    -------
    HeadView
    """
    story, reference = material.story, material.reference
    is_wire = story["reference_is_wire"] == "yes"
    return HeadView(
        title=clipped(title, TITLE),
        url=link(titled["url"]),
        language=language(titled["language"]),
        answer=(*_text_answers(material), _spread_answer(material), _origins_answer(story)),
        facts=(
            ("Measured against", f"{_name(reference)}, {'the wire text' if is_wire else 'the fullest text'}"),
            ("Copies", f"{story['n_copies']:,} of {counted(story['n_articles'], 'article')}"),
            ("Weakest link", f"cosine {story['weakest_link']:.2f}"),
            ("In the tables", clipped(story["story_id"], TITLE)),
        ),
    )


def source_answer(source: Source) -> str:
    """Say what a source is, and whether it is in the corpus.

    Parameters
    ----------
    source : Source

    Returns
    -------
    str
        Without a full stop, to be read after "from"; it holds names as they
        were read.
    """
    if source.article is not None:
        kind = {"wire copy": "the wire text", "press release": "the press release"}.get(
            source.cause, "an article"
        )
        return f"{kind} of {source.name}, in this corpus"
    kind = "press release" if source.cause == "press release" else "text"
    if not source.name:
        return f"one {kind} whose original cannot be told: no credit or time says whose it is"
    return f"a {kind} credited to {source.name}, whose original is not in this corpus"


def _name(article: Row) -> str:
    return clipped(outlet(article), 80)


def _text_answers(material: Material) -> list[str]:
    """Say how many members are made from which source."""
    measured = [row for row in material.articles.values() if row["status"] == "measured"]
    answers: list[str] = []
    for source in material.sources:
        made = [
            row for row in measured if row["source_id"] == source.source_id and row["derivation"] in _DERIVED
        ]
        if made and len(answers) < SOURCES_NAMED:
            answers.append(_made_answer(source, made, len(measured)))
    if answers:
        return answers
    if not measured:
        return ["No article of this story could be measured: each is too short, cut off, or an agency’s own."]
    if material.sources:
        return ["No article is made from another’s text; what they share is a sentence or two, or quotes."]
    return ["No article is made from another’s text: no shared prose was traced to a source."]


def _made_answer(source: Source, made: Sequence[Row], n_measured: int) -> str:
    derivations = Counter(row["derivation"] for row in made)
    parts = [
        f"{derivations[name]:,} {word}"
        for name, word in (("wholly", "wholly"), ("partially", "in part"))
        if derivations[name]
    ]
    silent = sum(row["credit_class"] == "uncredited copy" for row in made)
    verb = "is" if len(made) == 1 else "are"
    credit = f"; {silent:,} of them without a credit to any agency" if silent else "; all credit an agency"
    return (
        f"{len(made):,} of {counted(n_measured, 'measured article')} {verb} made from "
        f"{source_answer(source)}: {', '.join(parts)}{credit}."
    )


def _spread_answer(material: Material) -> str:
    """Say in how many outlets the story stands, and from when to when."""
    story = material.story
    dated = sorted(
        (row["published"], row["article_id"]) for row in material.articles.values() if row["published"]
    )
    spread = counted(story["n_articles"], "article")
    if story["n_outlets"]:
        spread += f" in {counted(story['n_outlets'], 'outlet')}"
    nameless = sum(not row["outlet"] for row in material.articles.values())
    if nameless:
        every = nameless == len(material.articles)
        spread += f", {'all' if every else f'{nameless:,}'} without the name of an outlet"
    if not dated:
        return f"{spread}; no time of publication is known."
    first, last = story["first_published"] or dated[0][0], story["last_published"] or dated[-1][0]
    if first == last:
        return f"{spread}, {published(first)}."
    earliest = next((row for row in material.articles.values() if row["published"] == first), None)
    who = f" ({_name(earliest)})" if earliest else ""
    lags = [row["lag_minutes"] for row in material.members if row["lag_minutes"] is not None] + [0.0]
    span = max(lags) - min(lags)
    after = f", {duration(span).removeprefix('+')} later" if "T" in first and "T" in last and span else ""
    return f"{spread}: first {published(first)}{who}, last {published(last)}{after}."


def _origins_answer(story: Row) -> str:
    """Say how many independent origins there are."""
    n = story["n_origins"]
    if n == 1:
        return "All go back to one origin."
    return f"They go back to {n:,} independent origins: the sources, and each article made from none."
