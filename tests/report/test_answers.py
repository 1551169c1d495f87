"""The sentence on agency copy, of the terminal."""

from syndetect.report.answers import copy_answer


def test_answers_count():
    """Singular, plural and nothing; a definition with another line leaves the classes out."""

    def answer(
        measured: int, derived: int, wholly: int, partially: int, uncredited: int, articles: int = 2000
    ) -> str:
        counts = {
            "n_articles": articles,
            "n_measured": measured,
            "n_derived": derived,
            "n_wholly": wholly,
            "n_partially": partially,
            "n_uncredited": uncredited,
        }
        return copy_answer(counts)

    assert answer(19, 7, 5, 2, 2) == (
        "7 of 19 measured articles are agency copy (wholly 5, partially 2); 2 of them uncredited"
    )
    assert answer(1200, 1, 1, 4, 0) == "1 of 1,200 measured articles is agency copy; 0 of them uncredited"
    assert answer(3, 0, 0, 0, 0) == "0 of 3 measured articles are agency copy"
    assert answer(0, 0, 0, 0, 0).startswith("no article could be measured")
    assert answer(0, 0, 0, 0, 0, articles=0) == "no article was read"
