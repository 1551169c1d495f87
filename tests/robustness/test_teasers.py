"""Empty, tiny and teaser texts: counted, told, and never duplicates of each other."""

import pytest
from outputs import BODY, OTHER

from syndetect import scan
from syndetect.corpus import Article

LEDE = (
    "The harbour council voted on Monday to rebuild the old pier before the winter storms arrive, after an "
    "engineer told its members that two of the wooden piles had moved by the width of a hand since spring."
)
NOTICES = {
    "English": "Subscribe to read the full article. Already a subscriber? Log in",
    "registration": "Register for free to continue reading.",
    "reserved": "This article is only available to our subscribers.",
    "German": "Nur für Abonnenten. Jetzt weiterlesen",
    "French": "Cet article est réservé aux abonnés. Abonnez-vous pour lire la suite.",
    "Spanish": "Suscríbete para seguir leyendo",
    "Swedish": "Logga in för att läsa vidare",
    "Russian": "Полный текст доступен только по подписке",
}


def found(*texts):
    return scan([Article(article_id=f"{k}", outlet=f"Outlet {k}", text=text) for k, text in enumerate(texts)])


def column(result, name):
    return list(result.tables["articles"].data[name])


def stage(result, name):
    return next(stage for stage in result.manifest["stages"] if stage["stage"] == name)


@pytest.mark.parametrize("notice", NOTICES)
def test_teasers_over_a_paywall_are_no_copies_of_each_other(notice):
    """Six outlets show the same beginning over the same notice: no pair, no story, no share."""
    result = found(*[f"{LEDE}\n\n{NOTICES[notice]}"] * 6)

    assert column(result, "status") == ["teaser"] * 6
    assert (result.pairs, result.stories) == ((), ())
    assert column(result, "wire_share") == [None] * 6
    assert stage(result, "furniture")["n_teasers"] == 6
    assert stage(result, "candidates")["n_teaser_pairs"] >= 5


def test_a_teaser_and_the_whole_article_share_what_they_share():
    """The teaser's beginning is found in the article it belongs to; the teaser is still not measured."""
    result = found(f"{LEDE}\n\n{NOTICES['English']}", BODY, OTHER)

    assert [(pair.a, pair.b) for pair in result.pairs] == [(0, 1)]
    assert column(result, "status") == ["teaser", "measured", "measured"]


def test_without_a_notice_the_same_words_are_a_copy():
    """The rule is the notice: the same beginnings alone are copies of each other."""
    result = found(*[LEDE] * 2)

    assert column(result, "status") == ["measured"] * 2
    assert [pair.relation for pair in result.pairs] == ["same_text"]


@pytest.mark.parametrize(
    "text", ["", " \n\t", "…!?—", "\u200b\u00ad", "@ @ @ @ @ @", "Read more", "Three words here"]
)
def test_empty_and_tiny_texts_are_no_copies_of_each_other(text):
    """Any number of them: too short, in no pair and no story, counted."""
    result = found(*[text] * 5, BODY)

    assert column(result, "status") == ["too short"] * 5 + ["measured"]
    assert (result.pairs, result.stories) == ((), ())
    counts = stage(result, "furniture")
    assert counts["n_too_short"] == 5
    assert counts["n_empty"] == (5 if result.n_words[0] == 0 else 0)


def test_a_long_article_about_subscriptions_is_an_article():
    """The notice at the end of more than 150 words makes no teaser."""
    result = found(" ".join([BODY, OTHER, BODY]) + "\n\nAlready a subscriber? Log in", OTHER)

    assert column(result, "status")[0] == "measured"
