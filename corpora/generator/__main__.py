"""The command line of the generator: ``python -m corpora.generator --articles 20000 -o articles.jsonl``."""

import argparse
from collections.abc import Sequence

from corpora.generator import GeneratorParams, generate, write_jsonl

_OPTIONS: dict[str, tuple[str, str]] = {
    "--articles": ("n_articles", "articles in all"),
    "--seed": ("seed", "another seed, another corpus"),
    "--unrelated-share": ("unrelated_share", "share of articles that belong to no story"),
    "--mean-versions": ("mean_versions", "mean versions of a wire story"),
    "--hot-stories": ("hot_stories", "stories with --hot-copies copies each"),
    "--hot-copies": ("hot_copies", "copies of a hot story"),
    "--word-edit-rate": ("word_edit_rate", "share of words changed by light edits"),
    "--credit-share": ("credit_share", "share of copies that credit the agency"),
    "--furniture-share": ("furniture_share", "share of articles with menus, captions, sign-up boxes"),
    "--missing-time-share": ("missing_time_share", "share of articles without a time"),
    "--outlets": ("n_outlets", "outlets"),
    "--days": ("n_days", "days over which events are spread"),
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Generate a corpus and say where it went; wrong values end with a usage message."""
    parser = argparse.ArgumentParser(
        prog="python -m corpora.generator", description="Write a synthetic wire corpus."
    )
    parser.add_argument(
        "-o", "--output", required=True, metavar="FILE", help="articles, one JSON object a line"
    )
    parser.add_argument("--truth", metavar="FILE", help="truth, one JSON object a line")
    defaults = GeneratorParams()
    for flag, (name, meaning) in _OPTIONS.items():
        default = getattr(defaults, name)
        text = f"{meaning} (default {default})"
        parser.add_argument(flag, dest=name, type=type(default), default=default, help=text)
    chosen = vars(parser.parse_args(arguments))
    output, truth = chosen.pop("output"), chosen.pop("truth")
    try:
        params = GeneratorParams(**chosen)
    except ValueError as error:
        parser.error(str(error))
    n_articles = write_jsonl(generate(params), output, truth)
    print(f"{n_articles} articles: {output}" + (f", truth: {truth}" if truth else ""))


if __name__ == "__main__":
    main()
