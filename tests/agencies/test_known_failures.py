"""Forms that are read wrongly, pinned: whoever mends one moves it to the tests of its form."""

import pytest

from tests.agencies.reading import end, head, middle, opening, read, summary, tail

KNOWN = [
    # The agency's name alone under the headline may be of the text or of a picture: it counts as the text's.
    (head("Reuters"), {("Reuters", "text", "byline")}),
    # The letters of an agency behind one name are taken for a photographer's, except behind "By".
    (head("Jane Doe, CNN"), {("CNN", "photo", "caption")}),
    # A box inside an article that ends with its own source, in full.
    (
        middle("A crane is for sale.\n\nThe Associated Press"),
        {("AP", "photo", "caption")},
    ),
    # The newspaper's "according to Xinhua" that stands for a dateline.
    (opening("据新华社电 "), {("Xinhua", "mention", "mention")}),
    # The desk's town behind the agency.
    (head("EFE/Madrid"), set()),
    # An e-mail address of the agency's reporter.
    (tail("hjd@yna.co.kr"), set()),
    # Initials of desks alone.
    (tail("asl/tib/pid/cac"), set()),
    # An agency's abbreviation in its country's old papers.
    (end(" ag."), set()),
]


@pytest.mark.parametrize(("text", "found"), KNOWN)
def test_known_failures(text, found):
    """What is read today; none of these is right for every page."""
    assert summary(read(text)) == found
