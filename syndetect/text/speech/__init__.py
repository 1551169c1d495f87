"""Speech and documents that no quotation marks show: tweets, statements, transcripts, block quotes."""

from syndetect.text.speech.find import KINDS, SpeechSpan, find_speech
from syndetect.text.speech.marking import mark_speech, quoted_words, separate_speech
from syndetect.text.speech.quotations import Quotations, find_quotations

__all__ = [
    "KINDS",
    "Quotations",
    "SpeechSpan",
    "find_quotations",
    "find_speech",
    "mark_speech",
    "quoted_words",
    "separate_speech",
]
