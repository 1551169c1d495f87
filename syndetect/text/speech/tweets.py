"""A page -> the tweets and posts that were copied with it as text."""

import re

from syndetect.text.speech.page import Page
from syndetect.text.speech.words import folded_words, load_lines, load_words
from syndetect.text.speech_signs import COLON, HANDLE, LINK

__all__ = ["find_tweets"]

_TWEET = 300  # characters; a tweet has 280
_LONGEST = 1000  # characters, with links
_LINE = 16  # words of a line above or below a tweet
_MOST = 6  # paragraphs of a tweet
_DATE_WORDS = 3  # of a date, besides numbers: "3 de mayo de 2019", "May 3, 2019 at 5:10 PM"
_SCRAP = 4  # words; a last paragraph of so many ("2/3") does not stand alone

_AT = r"@\s?[\w.]{1,40}(?:@[\w.-]+)?"
_SIGNED = re.compile(
    rf"^(?P<body>.*?)(?:^|[\s.!?…”\"])[—–―-]{{1,3}}\s*(?P<name>[^@\n]{{0,60}}?)\(\s*{_AT}\s*\)\s*(?P<date>[^@\n]{{0,40}})$",
    re.S,
)
_HEADER = re.compile(
    rf"^(?!(?:follow|by|von|par|por)\b)[^@\n:]{{1,60}}?\s\(?{_AT}\)?(?:\s*[·•|-]\s*.{{1,20}})?$", re.I
)
_LED = re.compile(r"^@\w{2,20}\s?[:：]\s?\S")
_LINKED = re.compile(r"(?:pic\.(?:twitter|x)\.com/|(?:https?://)?t\.co/)\w+\W{0,3}$")
_LETTERS = re.compile(r"[^\W\d_]+")
_LINKS = re.compile(r"(?:https?://|pic\.)\S+|^(?:\s*@\w+)+")
_STAMP = re.compile(r"\b\d{1,2}[:.h]\d{2}\b.{0,12}\s[-–—·•]\s.{0,20}\b(?:19|20)\d\d\b")
_BELOW = re.compile("|".join(load_lines("below_tweet")), re.I)


def find_tweets(page: Page) -> None:
    """Note the tweets of a page.

    Parameters
    ----------
    page : Page
        Written to.

    Notes
    -----
    Evidence, each sufficient: the line under an embedded tweet ("— Name
    (@handle) 3 May 2019"), whose tweet is the paragraph before it or the
    beginning of its own; a link that only tweets end with; a paragraph that a
    handle with a colon begins; a line of name and handle with a stamp or count
    of a tweet below. Nothing longer than a tweet is one.
    """
    looked_at = [number for number in range(len(page)) if page.has(number, HANDLE | LINK)]
    for number in looked_at:
        text = page.paragraph(number)
        signed = _SIGNED.search(text) if page.has(number, HANDLE) and len(text) <= _LONGEST else None
        if signed and _is_date(signed["date"]):
            _add_signed(page, number, signed["body"])
    for number in looked_at:
        text = page.paragraph(number)
        if number in page.taken or len(text) > _LONGEST:
            continue
        if page.has(number, LINK) and _LINKED.search(text) and _fits(text):
            page.add(number, number + 1, "tweet", "ends with a link of tweets")
        elif page.has(number, HANDLE) and _LED.search(text) and _fits(text):
            page.add(number, number + 1, "tweet", "begins with a handle")
        elif page.has(number, HANDLE) and page.n_words(number) <= _LINE and _HEADER.search(text):
            _add_headed(page, number)


def _is_date(text: str) -> bool:
    """Tell whether what follows a handle may be a date: nothing, or digits and few words, and no sentence."""
    text = text.strip()
    has_digit = any(character.isdigit() for character in text)
    ends = text.endswith((".", "!", "?")) and not text.endswith("г.")
    return not text or (has_digit and not ends and len(_LETTERS.findall(text)) <= _DATE_WORDS)


def _fits(*texts: str) -> bool:
    """Tell whether texts are no longer than one tweet, links apart."""
    return sum(len(_LINKS.sub("", text).strip()) for text in texts) <= _TWEET


def _add_signed(page: Page, number: int, body: str) -> None:
    """Note the tweet that a line with name and handle signs."""
    reason = "signed with a handle"
    if body.strip():
        if _fits(body):
            page.add(number, number + 1, "tweet", reason)
        return
    last = number - 1
    if last < 0 or last in page.taken or not _may_be_tweet(page, last):
        return
    first = last
    if page.n_words(last) <= _SCRAP and last > 0 and _may_be_tweet(page, last - 1):
        both = page.paragraph(last - 1), page.paragraph(last)
        first = last - 1 if _fits(*both) else last
    page.add(_announced(page, last, first), number + 1, "tweet", reason)


def _announced(page: Page, last: int, first: int) -> int:
    """Return where a tweet begins that ends with ``last``: behind a colon, if one is near enough."""
    for number in range(last, max(-1, last - _MOST), -1):
        if page.has(number, COLON):
            return min(first, number + 1)
        if number in page.taken or not _fits(*(page.paragraph(k) for k in range(number, last + 1))):
            return first
    return first


def _may_be_tweet(page: Page, number: int) -> bool:
    """Tell whether a paragraph before a signing line can be the tweet: it is no announcement of one."""
    text = page.paragraph(number)
    if page.has(number, COLON) or not _fits(text) or _SIGNED.search(text):
        return False
    own = page.has(number, HANDLE | LINK) or "#" in text
    return own or not load_words("tweeting").intersection(folded_words(text))


def _add_headed(page: Page, number: int) -> None:
    """Note the tweet between a line of name and handle and the stamp or counts below it."""
    for past in range(number + 1, min(len(page), number + _MOST)):
        text = page.paragraph(past)
        if past in page.taken or page.n_words(past) > 70:
            return
        if page.n_words(past) <= _LINE and (_STAMP.search(text) or _BELOW.fullmatch(text.strip())):
            between = [page.paragraph(k) for k in range(number + 1, past)]
            if between and _fits(*between):
                page.add(number, past, "tweet", "between a handle and a stamp")
            return
