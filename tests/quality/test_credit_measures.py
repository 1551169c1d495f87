"""Credits against labels: what counts as right, missed, false, or as left out on purpose."""

import pytest

from benchmarks.quality import credits as quality
from benchmarks.quality import ferry
from syndetect.agencies import Credit, load_registry

REGISTRY = load_registry()


def credit(agency, channel, start=0, end=9, kind="caption") -> Credit:
    return Credit(0, agency, channel, kind, start, end, "words")


AFP = credit("AFP", "photo")


def label(text="", kinds="", photo="", mention="") -> dict[str, str]:
    return {"text_credit": text, "kinds": kinds, "photo_credit": photo, "mention": mention}


def compared(row, *credits):
    """Return what comparing one article gives."""
    return quality.compare({"page": row}, {"page": list(credits)}, REGISTRY)


@pytest.mark.parametrize(
    ("row", "found", "text"),
    [
        (label("AP", "byline"), [credit("AP", "text", kind="byline")], {"hit": 1}),
        (label("AP", "byline"), [], {"missed": 1}),
        (label(), [credit("AP", "text", kind="byline")], {"false": 1}),
        (label("AP", "byline"), [credit("AFP", "text", kind="byline")], {"missed": 1, "false": 1}),
        (label("AP", "byline"), [credit("AP", "photo")], {"missed": 1}),
        (label("AP", "byline"), [credit("AP", "text"), credit("AP", "text", 20, 30)], {"hit": 1}),
        (label(), [], {}),
    ],
)
def test_text_credits_count_once_an_article_and_agency(row, found, text):
    """Found and labelled is a hit, labelled alone missed, found alone false."""
    assert compared(row, *found).text["all"] == text


def test_kinds_are_compared_as_sets():
    """All kinds of a hit and no others are equal; one of them right is overlapping."""
    row = label("AP", "dateline+signoff")
    both = [credit("AP", "text", kind="dateline"), credit("AP", "text", 50, 60, kind="sign-off")]

    assert compared(row, *both).kinds == {"all": 1, "equal": 1, "overlapping": 1}
    assert compared(row, both[0]).kinds == {"all": 1, "equal": 0, "overlapping": 1}
    assert compared(row, credit("AP", "text", kind="byline")).kinds == {
        "all": 1,
        "equal": 0,
        "overlapping": 0,
    }


@pytest.mark.parametrize(
    ("row", "found", "photo"),
    [
        (label(photo="AFP"), [credit("AFP", "photo")], {"hit": 1}),
        (label(photo="AFP"), [], {"missed": 1}),
        (label(), [credit("AFP", "photo")], {"false": 1}),
        (label(photo="AFP"), [AFP, credit("Getty", "photo", 4, 15)], {"hit": 1, "aside": 1}),
        (
            label(photo="AFP"),
            [credit("AFP", "photo"), credit("Getty", "photo", 40, 50)],
            {"hit": 1, "false": 1},
        ),
        (label(photo="Getty"), [credit("Getty", "photo")], {"hit": 1}),
        (label(), [credit("CNN", "photo")], {"outside": 1}),
        (label(photo="CNN"), [credit("CNN", "photo")], {"hit": 1}),
    ],
)
def test_pictures_are_judged_by_what_labels_name(row, found, photo):
    """A partner in a labelled chain is aside, a broadcaster outside, any other agency false."""
    assert compared(row, *found).others["photo"] == photo


@pytest.mark.parametrize(
    ("row", "found", "mention"),
    [
        (label(mention="TASS"), [credit("TASS", "mention")], {"hit": 1}),
        (label(mention="TASS"), [credit("TASS", "photo")], {"missed": 1}),
        (label(), [credit("TASS", "mention")], {"false": 1}),
        (label("AFP", "byline"), [credit("AFP", "mention")], {"aside": 1}),
        (label(photo="AFP"), [credit("AFP", "mention")], {"false": 1}),
        (label(), [credit("CNN", "mention")], {"outside": 1}),
    ],
)
def test_mentions_are_judged_by_what_labels_name(row, found, mention):
    """An agency that is cited in its own text is aside, a broadcaster outside, any other agency false."""
    assert compared(row, *found).others["mention"] == mention


def test_a_mix_up_is_counted_by_article():
    """A photo credit or mention read as one of the text mixes up; a name that has both labels does not."""
    read = credit("AP", "text", kind="byline")

    assert compared(label(photo="AP"), read).n_mixed_up == 1
    assert compared(label(photo="AP", mention="AP"), read).n_mixed_up == 1
    assert compared(label("AP", "byline", photo="AP"), read, credit("AP", "photo", 20, 30)).n_mixed_up == 0


def test_figures_follow_from_the_counts():
    """Each figure is hits over hits and errors; what labels leave out counts in one of two precisions."""
    rows = {"a": label("AP", "byline", photo="AFP"), "b": label(mention="TASS"), "c": label(photo="AP")}
    found = {
        "a": [credit("AP", "text", kind="byline"), credit("AFP", "photo"), credit("Getty", "photo")],
        "b": [credit("TASS", "mention"), credit("AFP", "mention", 40, 50)],
        "c": [credit("AP", "text", kind="byline")],
    }
    figures = {one.name: one[1:3] for one in quality.measures(quality.compare(rows, found, REGISTRY))}

    assert figures == {
        "text credits: precision": (1 / 2, 2),
        "text credits: recall": (1.0, 1),
        "kinds of text credits: equal sets": (1.0, 1),
        "articles without a photo credit or mention as text credit": (pytest.approx(2 / 3), 3),
        "photo credits of agencies: precision": (1 / 2, 2),
        "photo credits of agencies: precision, what labels leave out aside": (1.0, 1),
        "photo credits of agencies: recall": (1 / 2, 2),
        "mentions of agencies: precision": (1 / 2, 2),
        "mentions of agencies: precision, what labels leave out aside": (1 / 2, 2),
        "mentions of agencies: recall": (1.0, 1),
    }


def test_the_command_prints_every_figure(capsys):
    """The command alone says what it measured, or aloud that it could not."""
    assert quality.main() == 0
    printed = capsys.readouterr()

    if not (quality.DATA / "credits_dev.tsv").is_file():
        assert "NOT MEASURED" in printed.err
    else:
        assert all(one.name in printed.out for one in quality.measure()[1])


def test_gold_credits_of_the_ferry_corpus():
    """What is missed and what is false are differences of sets: the measures are made of them."""
    missed, false = ferry.credit_differences()
    gold = set(ferry.gold_credits())
    precision, recall = ferry.measure_credits()[1]

    assert missed <= gold
    assert not false & gold
    assert (recall.value, recall.n) == (pytest.approx(1 - len(missed) / len(gold)), len(gold))
    assert precision.n == len(gold) - len(missed) + len(false)
