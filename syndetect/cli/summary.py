"""A result -> what a person sees in the terminal: the answer at a glance."""

from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from syndetect.cli.console import plain, stdout
from syndetect.corpus import Article, describe_mapping
from syndetect.report import Result
from syndetect.trace import Member, Story

__all__ = ["show", "what_was_read"]

MOST_STORIES = 5
MOST_MEMBERS = 12
BAR = 16  # characters of a member's bar
LONGEST_TITLE = 90  # characters of a first line that stands in for a title


def what_was_read(result: Result) -> Iterator[str]:
    """Yield lines on what was read, from which fields, and what was not."""
    corpus = result.corpus
    yield "fields: " + ", ".join(line for line in describe_mapping(corpus) if not line.endswith("<- nothing"))
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
    for entry in corpus.ledger:
        if entry.status != "complete":
            yield f"{entry.file}: {entry.status}"
    if corpus.n_renamed:
        yield f"{corpus.n_renamed:,} articles had an id that another one has, and carry ~2, ~3, ..."
    too_short = int((result.n_words < result.params.relation.min_words).sum())
    if too_short:
        least = result.params.relation.min_words
        yield f"{too_short:,} articles are too short to be measured (fewer than {least} words)"


def show(result: Result, out: Path) -> None:
    """Print the answer: how many share text, and the largest stories member by member."""
    console = stdout()
    n_sharing = len({row for pair in result.pairs if pair.passages for row in (pair.a, pair.b)})
    outlets = {article.outlet for article in result.articles if article.outlet}
    parts = [
        f"{len(result.articles):,} articles" + (f" of {len(outlets):,} outlets" if outlets else ""),
        f"{len(result.stories):,} {'story' if len(result.stories) == 1 else 'stories'}",
        f"{n_sharing:,} articles share text with another",
    ]
    console.print(Text(" · ".join(parts), "bold"))
    for story in result.stories[:MOST_STORIES]:
        console.print()
        _show_story(console, result, story)
    if len(result.stories) > MOST_STORIES:
        console.print(f"\n... and {len(result.stories) - MOST_STORIES:,} more stories in the report")
    console.print(f"\nreport: {plain(str(out / 'report' / 'index.html'))}", soft_wrap=True)


def _show_story(console: Console, result: Result, story: Story) -> None:
    reference = result.articles[story.reference]
    kind = "wire text" if story.reference_is_wire else "fullest text"
    console.print(Text(plain(_title(reference)), "bold"))
    console.print(
        f"{len(story.members)} articles · {kind}: {plain(reference.outlet or reference.article_id)}"
    )
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("", overflow="ellipsis", no_wrap=True, ratio=1)
    table.add_column("shared: █ ▒  own: ·", no_wrap=True, min_width=BAR)
    for name in ("prose", "quotes", "own", "words"):
        table.add_column(name, justify="right", no_wrap=True, min_width=len(name))
    table.add_column("relation", no_wrap=True, min_width=11)
    for member in story.members[:MOST_MEMBERS]:
        table.add_row(*_member_cells(result.articles[member.article], member))
    console.print(table)
    if len(story.members) > MOST_MEMBERS:
        console.print(f"... and {len(story.members) - MOST_MEMBERS:,} more articles", style="dim")


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


def _title(article: Article) -> str:
    if article.title:
        return article.title
    first = article.text.strip().split("\n", 1)[0].strip()
    return first if len(first) <= LONGEST_TITLE else first[: LONGEST_TITLE - 4].rsplit(" ", 1)[0] + " ..."
