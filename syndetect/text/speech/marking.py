"""Speech spans -> the flags on their words."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from syndetect.storage import IN_MEMORY, Storage
from syndetect.text.paragraphs import Paragraphs, tokenise_paragraphs
from syndetect.text.speech.find import SpeechSpan, find_speech
from syndetect.text.tokeniser import QUOTE_START, QUOTED
from syndetect.text.tokens import Tokens

__all__ = ["mark_speech", "quoted_words", "separate_speech"]


def separate_speech(
    texts: Sequence[str], tokens: Tokens, paragraphs: Paragraphs, *, storage: Storage = IN_MEMORY
) -> tuple[Tokens, list[SpeechSpan]]:
    """Find the speech that no quotation marks show, and flag it.

    Parameters
    ----------
    texts : sequence of str, length n_articles
    tokens, paragraphs : Tokens, Paragraphs
        Of these texts: :func:`syndetect.text.tokenise_paragraphs`.
    storage : Storage, optional
        Where the new flags are to lie.

    Returns
    -------
    Tokens
        With new flags.
    list of SpeechSpan
        By article and place; none overlap.
    """
    spans = find_speech(texts, tokens, paragraphs)
    return mark_speech(tokens, spans, storage), spans


def quoted_words(text: str) -> NDArray[np.bool_]:
    """Tell which words of one text are direct speech, in quotation marks or without: for what is shown.

    Parameters
    ----------
    text : str

    Returns
    -------
    bool array of shape (n_words,)
        In the order of :func:`syndetect.text.word_spans`.
    """
    tokens, _ = separate_speech([text], *tokenise_paragraphs([text], n_threads=1))
    found: NDArray[np.bool_] = (tokens.flags & QUOTED) != 0
    return found


def mark_speech(tokens: Tokens, spans: Sequence[SpeechSpan], storage: Storage = IN_MEMORY) -> Tokens:
    """Flag the words of speech spans as quoted, each span as one quotation.

    Parameters
    ----------
    tokens : Tokens
    spans : sequence of SpeechSpan
        None overlap.
    storage : Storage, optional
        Where the new flags are to lie.

    Returns
    -------
    Tokens
        With new flags; hashes and pointer are those given.
    """
    flags = storage.copied(tokens.flags)
    for span in spans:
        flags[span.first : span.past] |= np.uint8(QUOTED)
        flags[span.first : span.past] &= np.uint8(255 - QUOTE_START)
        flags[span.first] |= np.uint8(QUOTE_START)
    return Tokens(tokens.hashes, flags, tokens.article_ptr)
