"""Which paragraphs may name which agency: every form as it stands, and as a genitive."""

from syndetect.agencies import Agency, Registry
from syndetect.agencies.flags import find_forms
from syndetect.text import tokenise_paragraphs

REGISTRY = Registry(
    (
        Agency(name="Harbour Wire", kind="agency", aliases=("Harbour Wire", "HW Media")),
        Agency(name="Quay Press", kind="agency", short={"QP": frozenset("*")}, sign_offs=("* the end",)),
    )
)


def _found(*lines: str, n_threads: int = 1) -> list[tuple[int, str]]:
    tokens, paragraphs = tokenise_paragraphs(["\n".join(lines)])
    hits = find_forms(tokens.hashes, paragraphs.token_ptr, REGISTRY, n_threads=n_threads)
    return [(line, REGISTRY.forms[form].words) for line, form in hits.tolist()]


def test_forms_are_found_once_in_each_line():
    """A form is found as it stands, in any case, and as a genitive; once a paragraph, in order."""
    lines = (
        "QP, and QP again",
        "the harbour wire’s man of HW media",
        "Harbour of Wire",
        "QP's end",
        "nothing",
    )
    expected = [(0, "QP"), (1, "Harbour Wire"), (1, "HW Media"), (3, "QP")]

    assert _found(*lines) == _found(*lines, n_threads=3) == expected


def test_a_form_without_words_is_found_nowhere():
    """A sign-off that begins with a gap has no words to look for, and no genitive of none."""
    assert _found("It's the end", "s") == []
