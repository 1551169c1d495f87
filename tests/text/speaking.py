"""What the package takes for speech in one text, in the words that a test can compare."""

from syndetect.text import tokenise_paragraphs
from syndetect.text.speech import find_speech


def speech(text: str) -> list[tuple[str, str]]:
    """Return kind and text of every span of speech without marks."""
    return [
        (span.kind, text[span.start : span.end]) for span in find_speech([text], *tokenise_paragraphs([text]))
    ]


def paragraphs(*lines: str) -> str:
    """Join paragraphs by blank lines."""
    return "\n\n".join(lines)
