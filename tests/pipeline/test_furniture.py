"""Furniture and credits through the whole pipeline: they are seen, named, and in no share."""

import pytest

from corpora.generator import GeneratorParams, generate
from syndetect import Article, Params, compare, scan
from syndetect.agencies import load_registry
from syndetect.params import FurnitureParams

BOX = "Sign up for our newsletter and get the best stories of the week in your inbox every Friday morning."
CAPTION = "Rescuers stand on the quay of Tarrow harbour on Tuesday, March 11, 2025. (AP Photo/Jo Lind)"


def page(outlet: str, number: int) -> Article:
    """Return a page of its own words, with the box, the caption and a credit line around them."""
    own = " ".join(f"{outlet}word{number}x{k}" for k in range(60))
    text = f"{CAPTION}\n\n{own.capitalize()} said so.\n\n{BOX}\n\n– Reuters"
    return Article(article_id=f"{outlet}-{number}", outlet=outlet, text=text)


@pytest.fixture(scope="module")
def result():
    """Scan eight pages that share nothing but furniture."""
    return scan([page(outlet, number) for outlet in ("north", "south") for number in range(4)])


def test_shared_furniture_is_no_shared_text(result):
    """Pages that share a caption and a box are furniture_only; no word of their bodies is shared."""
    assert {pair.relation for pair in result.pairs} <= {"furniture_only"}
    assert all(pair.prose_words == pair.quote_words == 0 for pair in result.pairs)
    assert all(passage.role == "furniture" for pair in result.pairs for passage in pair.passages)
    assert set(result.n_words.tolist()) == {62}


def test_furniture_and_credits_are_listed_with_their_reason(result):
    """Every span that is left out is listed with kind, reason and words; credits with their evidence."""
    furniture = result.tables["furniture"]
    assert len(furniture) == 8 * 3
    assert set(furniture.data["kind"]) >= {"caption", "sign-up"}
    assert all(furniture.data["reason"])
    assert sum(furniture.data["n_words"]) == int(result.n_furniture_words.sum())
    credits = result.tables["credits"]
    found = set(zip(credits.data["agency"], credits.data["channel"], strict=True))
    assert found == {("AP", "photo"), ("Reuters", "text")}
    articles = result.tables["articles"]
    assert set(articles.data["text_credits"]) == {"Reuters"}
    assert set(articles.data["photo_credits"]) == {"AP"}


def test_furniture_can_be_kept():
    """With ``keep`` it is listed all the same, and counts as body."""
    pages = [page("north", 0), page("south", 0)]
    kept = scan(pages, Params(furniture=FurnitureParams(keep=True)))
    assert kept.n_furniture_words.tolist() == [0, 0]
    assert len(kept.tables["furniture"]) == 6
    assert [pair.relation for pair in kept.pairs] == ["fragment"]


def test_generated_furniture_is_in_no_share():
    """On generated pages with furniture the body has the words that the truth says, to one in a thousand."""
    articles = list(generate(GeneratorParams(n_articles=300, seed=7, furniture_share=0.6)))
    corpus = [Article(article_id=a.id, outlet=a.outlet, title=a.title, text=a.text) for a in articles]
    result = scan(corpus)
    truth = {a.id: a.truth.n_words - a.truth.furniture_words for a in articles}
    wanted = [truth[article.article_id] for article in result.articles]
    wrong = sum(abs(a - b) for a, b in zip(result.n_words.tolist(), wanted, strict=True))
    assert wrong <= 0.01 * sum(wanted)


def test_members_add_up_without_furniture(result):
    """Shared prose, shared speech and own words are the body, in every story."""
    for story in result.stories:
        for member in story.members:
            total = member.shared_prose_words + member.shared_quote_words + member.own_words
            assert total == member.n_words == result.n_words[member.article]


def test_compare_leaves_furniture_out():
    """Two texts with one caption in common share furniture, and nothing else."""
    comparison = compare(page("north", 1), page("south", 2))
    assert comparison.relation == "furniture_only"
    assert comparison.furniture_words > 0
    assert comparison.containment_a_in_b == comparison.containment_b_in_a == 0


def test_the_bundled_registry_takes_a_file_more(tmp_path):
    """The agency of the ferry corpus is read with its file, and its own pages are original."""
    result = scan("corpora/ferry/articles.jsonl", registry=load_registry("corpora/ferry/agencies.toml"))
    credits = result.tables["credits"]
    rows = set(zip(credits.data["article_id"], credits.data["channel"], credits.data["kind"], strict=True))
    assert ("cpa-ferry-1", "original", "dateline") in rows
    assert ("evening-lantern-ferry", "text", "sign-off") in rows
    assert ("island-radio-ferry", "text", "source line") in rows


def test_the_manifest_names_the_agencies():
    """Which agencies were known stands in the manifest: another file, another fingerprint."""
    stages = [
        next(stage for stage in run.manifest["stages"] if stage["stage"] == "furniture")
        for run in (scan([]), scan([], registry=load_registry("corpora/ferry/agencies.toml")), scan([]))
    ]
    assert stages[0] == stages[2]
    assert stages[0]["agencies"] != stages[1]["agencies"]
