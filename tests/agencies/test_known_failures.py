"""Forms that are read wrongly, pinned: whoever mends one moves it to the tests of its form."""

import pytest

from tests.agencies.reading import head, middle, opening, read, summary, tail

CAPTION = "Workers lower a block of concrete into the harbour basin, Tuesday, May 6, 2025."

KNOWN = [
    # Above the caption of a picture an agency's name alone credits the picture more often than the text.
    (head(f"Reuters\n\n{CAPTION}"), {("Reuters", "text", "byline")}),
    # A town of two words behind an agency cannot be told from a photographer.
    (head("EFE/Buenos Aires"), {("EFE", "photo", "caption")}),
    # A photographer's surname alone, without a caption above it, is taken for the desk's town.
    (head("EFE/Ballester"), {("EFE", "text", "byline")}),
    # A box inside an article that ends with its own source, in full.
    (
        middle("A crane is for sale.\n\nThe Associated Press"),
        {("AP", "photo", "caption")},
    ),
    # The title's suffix of an agency's own page, elsewhere: so end captions too.
    (head("Quay to open late | Reuters"), {("Reuters", "photo", "caption")}),
    # A name that the scanner has torn apart.
    (opening("Bern (A » sa.) — "), set()),
    # Initials of desks alone: no registry can know them.
    (tail("asl/tib/pid/cac"), set()),
]


@pytest.mark.parametrize(("text", "found"), KNOWN)
def test_known_failures(text, found):
    """What is read today; none of these is right for every page."""
    assert summary(read(text)) == found
