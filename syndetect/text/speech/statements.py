"""A page -> the statements that a paragraph ending with a colon announces, and block quotes."""

import re

from syndetect.text.speech.page import OWN_QUOTES, Page
from syndetect.text.speech.words import folded_words, load_lines, load_words
from syndetect.text.speech_signs import CITED, COLON, INDENTED

__all__ = ["find_block_quotes", "find_statements"]

_NEAR = 6  # words before the colon in which the name of a document stands
_VERB_NEAR = 8  # words before the colon in which a verb of saying stands
_SENTENCE = 12  # words of its last sentence that tell what a paragraph announces
_LEAST = 5  # words of a statement
_SIGNATURE = 8  # words
_SIGNED_WITHIN = 8  # paragraphs of a statement that is signed
_LETTER = 30  # paragraphs of a letter

_LAST_SENTENCE = re.compile(r"(?:.*[.!?…]['\"’”»)]*\s)?(.*)", re.S)
_MARK = re.compile(r"^['\"“„«‘‚»”‹›「『]|^(?:``|\u200b)")
_BULLET = re.compile(r"^(?P<sign>[•·▪●◦*–—-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+\S")
_SIGNER = re.compile(r"^[—–―]\s?(?=[^\W\d_])[^@:;!?]+[^.:;!?…]$|^-{1,2}\s(?=[^\W\d_])[^@:;!?]+[^.:;!?…]$")


def find_statements(page: Page) -> None:
    """Note the statements of a page.

    Parameters
    ----------
    page : Page
        Written to.

    Notes
    -----
    A paragraph that ends with a colon and holds a verb of saying or the name
    of a document near it announces the paragraph behind it. Further ones are
    the statement's only on evidence: a line with the signer's name or a
    letter's closing formula follows, they are indented as the first is, or
    items of the same list. A paragraph with quotation marks of its own is left
    to these.
    """
    for number in range(len(page) - 1):
        if page.has(number, COLON) and number + 1 not in page.taken and number not in page.taken:
            word, is_document = _announcement(page.paragraph(number))
            if word and _may_be_statement(page, number + 1):
                past, why = _extent(page, number, is_document=is_document)
                if past:
                    page.add(number + 1, past, "statement", f"behind {word!r} and a colon{why}")


def find_block_quotes(page: Page) -> None:
    """Note the runs of paragraphs that begin with >, a sentence among them: links of a menu are none."""
    number = 0
    while number < len(page):
        past = number
        while past < len(page) and page.has(past, CITED):
            past += 1
        run = range(number, past)
        if any(page.is_sentence(k) and page.n_words(k) >= _LEAST for k in run):
            page.add(number, past, "block quote", "begins with >")
        number = past + 1


def _announcement(text: str) -> tuple[str, bool]:
    """Return the word by which a paragraph announces words of someone, and whether it names a document."""
    found = _LAST_SENTENCE.fullmatch(text)
    words = folded_words(found[1] if found else text)[-_SENTENCE:]
    if not load_words("digests").isdisjoint(words) or not load_words("reporting").isdisjoint(words):
        return "", False
    near = f" {' '.join(words)} "
    for phrase in load_lines("phrases"):
        if f" {phrase} " in near:
            return phrase, True
    for name, within in (("nouns", _NEAR), ("verbs", _VERB_NEAR)):
        known = load_words(name)
        for word in reversed(words[-within:]):
            if word in known:
                return word, name == "nouns"
    for part in load_lines("spaceless"):
        if part in text[-16:]:
            return part, False
    return "", False


def _may_be_statement(page: Page, number: int) -> bool:
    """Tell whether a paragraph can be words announced: a sentence without quotation marks of its own."""
    if page.has(number, COLON) or _MARK.search(page.paragraph(number)):
        return False
    return page.n_words(number) >= _LEAST and page.is_sentence(number) and page.n_quoted(number) < OWN_QUOTES


def _extent(page: Page, number: int, *, is_document: bool) -> tuple[int, str]:
    """Return where the statement behind paragraph ``number`` ends, and the evidence; 0 for none."""
    first = number + 1
    bullet = _BULLET.search(page.paragraph(first))
    if bullet:  # a list behind a verb may be the reporter's digest
        return (_list_end(page, first), ", a list") if is_document else (0, "")
    past = _indented_end(page, number)
    if past > first + 1:
        return past, ", indented"
    past = _signed_end(page, first)
    if past:
        return past, ", signed"
    return first + 1, ""


def _list_end(page: Page, first: int) -> int:
    past = first
    while past < len(page) and past not in page.taken and _BULLET.search(page.paragraph(past)):
        past += 1
    return past


def _indented_end(page: Page, number: int) -> int:
    """Return the end of the paragraphs that are indented where the announcing one is not."""
    past = number + 1
    if page.has(number, INDENTED):
        return past
    while past < len(page) and past not in page.taken and page.has(past, INDENTED):
        past += 1
    return past


def _signed_end(page: Page, first: int) -> int:
    """Return the end of a statement that a signer's name or a closing formula ends, 0 without one."""
    for number in range(first + 1, min(len(page), first + _LETTER)):
        if number in page.taken or page.has(number, COLON) or page.n_quoted(number) >= OWN_QUOTES:
            return 0
        if page.n_words(number) > _SIGNATURE:
            continue
        text = page.paragraph(number)
        if " ".join(folded_words(text)) in load_words("closings"):
            named = number + 1 < len(page) and page.n_words(number + 1) <= _SIGNATURE
            return number + 2 if named and not page.is_sentence(number + 1) else number + 1
        if number <= first + _SIGNED_WITHIN and _SIGNER.search(text):
            return number + 1
    return 0
