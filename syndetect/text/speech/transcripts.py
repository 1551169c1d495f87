"""A page -> what speakers named in labels say: "Q:", "MAYOR:"."""

import re
from collections import Counter

from syndetect.text.speech.page import OWN_QUOTES, Page
from syndetect.text.speech.words import folded_words, load_words
from syndetect.text.speech_signs import LABEL

__all__ = ["find_transcripts"]

_LABEL = re.compile(r"^(?:>>?\s*)?(?P<label>[^\W\d_][^\d:：!?\"“”«»]{0,60}?)\s?[:：](?P<words>.*)", re.S)
_LONGEST = 6  # words of a label
_APART = 4  # paragraphs between one label and the next of a conversation
_MOST = 0.8  # of the turns of a long conversation that one speaker has
_TURNS = 6  # labels of a transcript whose paragraphs without one are taken too


def find_transcripts(page: Page) -> None:
    """Note the transcripts of a page.

    Parameters
    ----------
    page : Page
        Written to.

    Notes
    -----
    A label is a name in capitals, or a word such as Q, Frage or 记者 in any
    case, and a colon at the beginning of a paragraph; dates, services and
    headings of fact checks are none. Two different labels near each other, and
    either one of them twice or one of the words, make a conversation. A
    paragraph that puts a speaker's words into quotation marks is left to
    these. In a long one, where at least half of the paragraphs have a label,
    those between two labels are speech too.
    """
    labels = {number: label for number in range(len(page)) if (label := _label(page, number))}
    turns = list(labels)
    start = 0
    for k in range(1, len(turns) + 1):
        if k == len(turns) or turns[k] - turns[k - 1] > _APART:
            _add_conversation(page, {number: labels[number] for number in turns[start:k]})
            start = k


def _label(page: Page, number: int) -> str:
    """Return the folded speaker's name that a paragraph begins with, or nothing."""
    if not page.has(number, LABEL) or number in page.taken:
        return ""
    found = _LABEL.search(page.paragraph(number))
    if not found:
        return ""
    name = found["label"]
    words = folded_words(name)
    folded = " ".join(words)
    if folded in load_words("roles"):
        return folded
    if name != name.upper() or name == name.lower() or not 1 <= len(words) <= _LONGEST:
        return ""
    return "" if load_words("no_speakers").intersection(words) else folded


def _is_conversation(page: Page, labels: dict[int, str]) -> bool:
    """Tell whether labels are speakers in turn: several, one of them again, and they say sentences."""
    counts = Counter(labels.values())
    most = max(counts.values())
    again = most > 1 or not load_words("roles").isdisjoint(counts)
    one_for_all = len(labels) >= _TURNS and most > _MOST * len(labels)
    sentences = sum(page.is_sentence(number) or _is_alone(page, number) for number in labels)
    return len(counts) > 1 and again and not one_for_all and 2 * sentences >= len(labels)


def _is_alone(page: Page, number: int) -> bool:
    """Tell whether a label is a paragraph of its own."""
    return page.n_words(number) <= _LONGEST and page.paragraph(number).rstrip()[-1] in ":："


def _add_conversation(page: Page, labels: dict[int, str]) -> None:
    """Note the turns of one conversation, if it is one."""
    if not _is_conversation(page, labels):
        return
    turns = sorted(labels)
    first, last = turns[0], turns[-1]
    is_long = len(turns) >= _TURNS and 2 * len(turns) >= last - first + 1
    reason = f"{len(turns)} turns of speakers named in labels"
    past = first
    for k, number in enumerate(turns):
        following = turns[k + 1] if k + 1 < len(turns) else last + 1
        past = following if is_long else number + 1
        if _is_alone(page, number) and past == number + 1 < len(page) and number + 1 not in labels:
            past = number + 2
        if page.n_quoted(number) < OWN_QUOTES:
            page.add(number, past, "transcript", reason)
