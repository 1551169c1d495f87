"""A result -> what a person sees in the terminal: the answer at a glance."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from syndetect.cli.console import plain, stdout
from syndetect.corpus import FILTERS, Article, Corpus, describe_mapping
from syndetect.report import Result
from syndetect.report.answers import copy_answer, source_answer, wires_of_story
from syndetect.report.headlines import opening_words
from syndetect.report.tally import AgencyCount, Naming, count_agencies, n_credited, namings
from syndetect.trace import Member, Story, WireText

__all__ = ["show", "show_credits", "too_short", "what_was_read"]

MOST_STORIES = 5
MOST_MEMBERS = 12
MOST_FILES = 10  # that are named for not being complete
MOST_AGENCIES = 5
MOST_SOURCES = 2  # of one story
CREDITED_AS = {"text": "for text", "photo": "for photos", "mention": "in passing"}  # channel -> heading
HEADS = ("", "█ ▒ shared · own", "prose", "quotes", "own", "words", "relation")
GAP = 2  # columns between two columns of a table
SHORTEST_NAME = 12  # columns of an outlet's name, however narrow the terminal
BAR = 16  # characters of a member's bar
LONGEST_TITLE = 90  # characters of a body that stand in for a title


def what_was_read(corpus: Corpus) -> Iterator[str]:
    """Yield lines on what was read, from which fields, and what was not."""
    found = [line for line in describe_mapping(corpus) if not line.endswith("<- nothing")]
    if found:
        yield f"fields: {', '.join(found)}"
    absent = [field for field in ("outlet", "published") if field not in corpus.mapping]
    if absent and corpus.articles:
        only_text = all(entry.format == "txt" for entry in corpus.ledger)
        where = "text files have none; sub-folders name outlets" if only_text else "--map FIELD=NAME"
        yield f"no {' and no '.join(absent)} in this input ({where})"
    counts = corpus.counts()
    if counts["n_quarantined"]:
        first = corpus.quarantine[0]
        yield (
            f"{counts['n_quarantined']:,} of {counts['n_in']:,} records could not be read (quarantine.jsonl);"
            f" the first: {first.file}, record {first.record}: {first.reason}: {first.detail}"
        )
    for reason, count in counts["filtered"].items():
        verb = "is no article" if count == 1 else "are no articles"
        yield f"{count:,} of {counted(counts['n_in'], 'record')} {verb}: {FILTERS[reason]} ({reason})"
    not_whole = [entry for entry in corpus.ledger if entry.status != "complete"]
    for entry in sorted(not_whole, key=lambda entry: entry.is_whole)[:MOST_FILES]:
        yield f"{entry.file}: {entry.status}{f' ({entry.detail})' if entry.detail else ''}"
    if len(not_whole) > MOST_FILES:
        more = counted(len(not_whole) - MOST_FILES, "more file that is", "more files that are")
        yield f"... and {more} not complete (run.json)"
    if corpus.n_renamed:
        which = counted(corpus.n_renamed, "article")
        yield f"{which} had an id that another one has, marked now with ~2, ~3, ..."


def too_short(result: Result) -> Iterator[str]:
    """Yield a line on the articles that are too short, if there are any."""
    least = result.params.relation.min_words
    n_short = int((result.n_words < least).sum())
    if n_short:
        articles = "1 article is" if n_short == 1 else f"{n_short:,} articles are"
        yield f"{articles} too short to be measured (fewer than {least} words)"


def show(result: Result, out: Path) -> None:
    """Print the answer: how many share text, and the largest stories member by member."""
    console = stdout()
    n_sharing = len(result.pairs.sharing())
    outlets = {article.outlet for article in result.articles if article.outlet}
    parts = [
        counted(len(result.articles), "article")
        + (f" of {counted(len(outlets), 'outlet')}" if outlets else ""),
        counted(len(result.stories), "story", "stories"),
        f"{counted(n_sharing, 'article shares', 'articles share')} text with another",
    ]
    console.print(Text(" · ".join(parts), "bold"))
    for story in result.stories[:MOST_STORIES]:
        console.print()
        wires = wires_of_story(result.traced, int(result.traced.story[story.reference]))
        _show_story(console, result, story, wires)
    if len(result.stories) > MOST_STORIES:
        more = counted(len(result.stories) - MOST_STORIES, "more story", "more stories")
        console.print(f"\n... and {more} in the report")
    console.print()
    total = {name: values[-1] for name, values in result.tables["outlets"].data.items()}
    answer = copy_answer(total)
    console.print(Text(answer[:1].upper() + answer[1:], "bold"))
    _show_words(console, result)
    _show_credits(console, len(result.articles), namings(result.credits))
    console.print(f"\nreport: {plain(str(out / 'report' / 'index.html'))}", soft_wrap=True)


def show_credits(n_articles: int, named: Sequence[Naming], path: Path) -> None:
    """Print the answer when only credits were read.

    Parameters
    ----------
    n_articles : int
    named : sequence of Naming
        What the articles name; an agency's own articles are no credits.
    path : Path
        Of the table with the evidence.
    """
    console = stdout()
    _show_credits(console, n_articles, named)
    console.print(f"\ncredits: {plain(str(path))}", soft_wrap=True)


def _show_words(console: Console, result: Result) -> None:
    body, quoted = int(result.n_words.sum()), int(result.n_quote_words.sum())
    furniture = int(result.n_furniture_words.sum())
    console.print(
        f"{counted(body, 'word')}, {quoted:,} of them quoted ({quoted / max(1, body):.0%}); "
        f"{counted(furniture, 'word')} of furniture set apart"
    )


def _show_credits(console: Console, n_articles: int, named: Sequence[Naming]) -> None:
    """Print how many articles credit an agency for their text, and which agencies are named most."""
    console.print(
        f"{n_credited(named):,} of {counted(n_articles, 'article')} "
        + ("credits {} its text" if n_credited(named) == 1 else "credit {} their text").format(
            "an agency or another outlet for"
        )
    )
    counts = [one for one in count_agencies(named) if any(one.articles[name] for name in CREDITED_AS)]
    if not counts:
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("articles that name it", overflow="ellipsis", no_wrap=True)
    for heading in CREDITED_AS.values():
        table.add_column(heading, justify="right", no_wrap=True, min_width=len(heading))
    for one in counts[:MOST_AGENCIES]:
        table.add_row(*_agency_cells(one))
    console.print(table)
    if len(counts) > MOST_AGENCIES:
        console.print(f"... and {len(counts) - MOST_AGENCIES:,} more in credits.csv", style="dim")


def _agency_cells(one: AgencyCount) -> list[str | Text]:
    name = "agencies, unnamed" if one.agency == "generic" else plain(one.agency)
    cells = [f"{one.articles[channel]:,}" for channel in CREDITED_AS]
    return [name, *(Text(cell, "dim" if cell == "0" else "") for cell in cells)]


def _show_story(console: Console, result: Result, story: Story, wires: Sequence[WireText]) -> None:
    reference = result.articles[story.reference]
    kind = "wire text" if story.reference_is_wire else "fullest text"
    console.print(Text(plain(_title(result, _titled(result, story))), "bold"))
    console.print(
        f"{len(story.members)} articles · {kind}: {plain(reference.outlet or reference.article_id)}"
    )
    for wire in wires[:MOST_SOURCES]:
        console.print(f"source: {plain(source_answer(wire, result.articles))}")
    cells = [_member_cells(result.articles[m.article], m) for m in story.members[:MOST_MEMBERS]]
    widths = [max(len(row[k]) for row in (HEADS, *cells)) for k in range(1, len(HEADS))]
    table = Table(box=None, pad_edge=False, header_style="dim")
    room = console.width - sum(width + GAP for width in widths)
    table.add_column("", overflow="ellipsis", no_wrap=True, max_width=max(SHORTEST_NAME, room))
    for name, width in zip(HEADS[1:], widths, strict=True):
        is_figure = name in ("prose", "quotes", "own", "words")
        table.add_column(name, justify="right" if is_figure else "left", no_wrap=True, min_width=width)
    for row in cells:
        table.add_row(*row)
    console.print(table)
    if len(story.members) > MOST_MEMBERS:
        more = counted(len(story.members) - MOST_MEMBERS, "more article")
        console.print(f"... and {more}", style="dim")


def _member_cells(article: Article, member: Member) -> list[str | Text]:
    total = max(1, member.n_words)
    shares = [member.shared_prose_words / total, member.shared_quote_words / total, member.own_words / total]
    n_prose = round(BAR * shares[0])
    n_quotes = min(BAR - n_prose, round(BAR * shares[1]))
    rest = BAR - n_prose - n_quotes
    bar = Text.assemble(("█" * n_prose, "blue"), ("▒" * n_quotes, "cyan"), ("·" * rest, "yellow"))
    relation = "reference" if member.relation is None else member.relation.replace("_", " ")
    name = plain(article.outlet or article.article_id)
    return [name, bar, *(f"{share:.0%}" for share in shares), f"{member.n_words:,}", relation]


def _titled(result: Result, story: Story) -> int:
    """Return the article whose headline stands for a story, as in ``stories.csv``."""
    stories = result.tables["stories"].data
    title_id = stories["title_id"][stories["story_id"].index(story.story_id)]
    rows = (member.article for member in story.members)
    return next((row for row in rows if result.articles[row].article_id == title_id), story.reference)


def _title(result: Result, row: int) -> str:
    """Return the title of an article, or what stands for it."""
    article = result.articles[row]
    if article.title:
        return article.title
    found = result.furniture
    first = bisect_left(found, row, key=lambda piece: piece[0].article)
    pieces = takewhile(lambda piece: piece[0].article == row, islice(found, first, None))
    furniture = ((span.start, span.end, span.kind) for span, _ in pieces)
    return opening_words(article.text, furniture, LONGEST_TITLE)


def counted(n: int, one: str, many: str = "") -> str:
    """Write a number with its noun: ``1 story``, ``2,000 articles``."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"
