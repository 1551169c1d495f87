"""Which articles are measured, and which are too short, cut off, or no coverage."""

import numpy as np
import pytest

from syndetect.corpus import Article
from syndetect.params import RelationParams
from syndetect.trace import find_status

BODY = "The board met again on Tuesday and put the matter off until the spring"


def status(text, n_words=100, *, wire=False):
    article = Article(article_id="a", text=text)
    return find_status([article], np.array([n_words]), np.array([wire]), RelationParams())[0]


@pytest.mark.parametrize(
    ("text", "n_words", "wire", "wanted"),
    [
        (BODY + ".", 100, False, "measured"),
        (BODY + ".", 19, False, "too short"),
        (BODY + ".", 20, False, "measured"),
        (BODY + ".", 19, True, "too short"),
        (BODY + ".", 100, True, "original"),
        (BODY + "…", 60, False, "truncated"),
        (BODY + "...", 60, False, "truncated"),
        (BODY + " [...]", 60, False, "truncated"),
        (BODY + "… Read more", 60, False, "truncated"),
        (BODY + "… Weiterlesen »", 60, False, "truncated"),
        (BODY + "… [+2145 chars]", 40, False, "truncated"),
        (BODY + " [+2145 chars]", 900, False, "truncated"),
        (BODY + "… Read more", 60, True, "truncated"),
        (BODY + "…", 151, False, "measured"),
        ("“Well…” she began. " + BODY + ".", 60, False, "measured"),
    ],
)
def test_what_can_be_measured(text, n_words, wire, wanted):
    """A long article that ends with an ellipsis is one; a short one is a teaser."""
    assert status(text, n_words, wire=wire) == wanted
