"""One paragraph's text -> the kind of furniture that its own words show, or none."""

import re
from functools import cache

from syndetect.params import FurnitureParams
from syndetect.text.furniture.captions import LONGEST_CREDIT, picture_kind
from syndetect.text.furniture.triggers import MAX_PHRASE, Phrase, load_triggers, load_words, phrase_words
from syndetect.text.signs import ends_sentence

__all__ = ["line_kind"]

_TIME_WORDS = frozenset(load_words("time"))
_DIGITS = re.compile(r"\d+[a-z]{0,4}|[ap]m\d*|\d+[a-z]{3,9}\d{4}")
_STAMP = re.compile(
    r"\b(?:published|updated|posted)\b[\s:|]*(?:on\s|at\s|\d|mon|tue|wed|thu|fri|sat|sun|[a-z]{3,9}\s\d)",
    re.I,
)

_BY = re.compile(r"(?:By|BY|by|Von|Par|Por|Door|Av|Af|Di|Text|Words by|Story by|Reported by)\s*:?\s+(?=\S)")
_NAME = re.compile(
    r"""(?:
      [^\W\d_a-zß-ÿ][\w.’'&/•-]*
    | [|&/,•·–—-]
    | and | und | et | e | y | och | og | en | of | the | for | in | at | with
    | de | la | von | van | der | den | di | da | du | del | bin | al
    | \(?@\w+\)? | \S+@\S+\.\w+
    | \d[\d:.]* | [ap]\.?m\.? | \([^)]*\)
    ),?""",
    re.X,
)
_ROLE = re.compile(rf"(?:{'|'.join(load_words('roles'))})\b", re.I)
_TWEET = re.compile(r"[—–-]\s?.{1,60}\(@\w+\)\s.{4,20}$")
_LINE_WORDS = 24
_LETTERS = 12  # characters that are a word at least, in scripts without spaces too
_LINK_END = re.compile(r"(?:»|>>|›|→)\s*$")
_WINDOW = re.compile(r"[Oo]pens in (?:a )?new (?:window|tab)")
_SCRIPT = re.compile(r"window\.\w+\s*=|_taboola|googletag|function\s?\(\)|\}\);|@media\b.*\{")
_CHROME = re.compile(
    r"(?:Twitter\d+ retweets?|(?:Image|Photo|Slide) \d+ (?:of|/) \d+|\d+ ?(?:/|of) ?\d+|CONNECT TWEET .*)$"
)
_COPYRIGHT = re.compile(r"©|(?:copyright\s)?\(c\)\s?(?:19|20)\d\d|copyright\W{1,3}(?:19|20)\d\d", re.I)


def line_kind(
    text: str, params: FurnitureParams, *, phrases: bool = True, marks: bool = True, captions: bool = True
) -> str:
    """Name the kind of furniture that one paragraph is, whatever stands around it.

    Parameters
    ----------
    text : str
        One paragraph.
    params : FurnitureParams
    phrases, marks, captions : bool
        Whether to look for phrases, for other marks of lines, and for those of
        captions.

    Returns
    -------
    str
        Empty when its words alone do not show it to be furniture.
    """
    words = phrase_words(text)
    if not words:
        return ""
    kind = _by_phrase(text, words) if phrases else ""
    kind = kind or (_by_marks(text, words) if marks else "")
    if kind or not captions:
        return kind
    n_words = max(len(words), len(text) // _LETTERS)
    if n_words > max(LONGEST_CREDIT, params.caption_words):
        return ""
    kind = picture_kind(text, n_words)
    return "" if kind == "caption" and n_words > params.caption_words else kind


def _by_marks(text: str, words: list[str]) -> str:
    """Name what a line of few words is by its numbers, marks and capitals."""
    n_words = len(words)
    if n_words > 60:
        return ""
    if _SCRIPT.search(text):
        return "script"
    if _CHROME.match(text):
        return "share"
    if n_words > _LINE_WORDS:
        return "copyright" if n_words <= 40 and _COPYRIGHT.match(text) else ""
    if _is_timestamp(text, words):
        return "timestamp" if words[0] in _TIME_WORDS or words[0][0].isdigit() else "byline"
    if _LINK_END.search(text) or _WINDOW.search(text):
        return "related link"
    if _COPYRIGHT.match(text):
        return "copyright"
    if _TWEET.match(text):
        return "embed"
    return "byline" if _is_byline(text, n_words) else ""


def _by_phrase(text: str, words: list[str]) -> str:
    triggers = load_triggers()
    n_words = len(words)
    if n_words <= 12:
        kind = triggers.whole.get(" ".join(words))
        if kind and (n_words > 2 or text.rstrip()[-1] not in ".?"):
            return kind
    for size in range(min(MAX_PHRASE, n_words), 0, -1):
        for table, part in ((triggers.start, words[:size]), (triggers.end, words[n_words - size :])):
            phrase = table.get(" ".join(part))
            if phrase and _holds(phrase, part, text, words):
                return phrase.kind
    return _by_inner_phrase(text, words)


def _by_inner_phrase(text: str, words: list[str]) -> str:
    if len(words) > 70:
        return ""
    joined = " ".join(words)
    found = _within().search(f" {joined} ")
    if found is None:
        return ""
    key = found.group(1)
    phrase = load_triggers().within[key]
    return phrase.kind if _holds(phrase, key.split(), text, words) else ""


@cache
def _within() -> re.Pattern[str]:
    phrases = sorted(load_triggers().within, key=len, reverse=True)
    return re.compile(f" ({'|'.join(map(re.escape, phrases))})(?= )")


def _holds(phrase: Phrase, part: list[str], text: str, words: list[str]) -> bool:
    """Tell whether the conditions beside a phrase are met."""
    if len(words) > phrase.max_words:
        return False
    if phrase.colon:
        after = text[: sum(map(len, part)) + 2 * len(part) + 3]
        if not any(mark in after for mark in ":：/|"):
            return False
    if phrase.needs:
        joined = f" {' '.join(words)} "
        return any(f" {need} " in joined for need in phrase.needs)
    return True


def _is_timestamp(text: str, words: list[str]) -> bool:
    """Tell whether nothing but a date or time is left, or a stamp follows names."""
    if not any(map(str.isdigit, text)):
        return False
    n_digits = sum(any(map(str.isdigit, word)) for word in words)
    if len(words) > 1 and all(word in _TIME_WORDS or _DIGITS.fullmatch(word) for word in words):
        return n_digits < len(words) or bool(re.search(r"\d[:/.-]\d", text))
    if ends_sentence(text.replace("a.m.", "").replace("p.m.", "")) or not _STAMP.search(text):
        return False
    return all(_NAME.fullmatch(word) or word.strip(".,:").casefold() in _TIME_WORDS for word in text.split())


def _is_byline(text: str, n_words: int) -> bool:
    text = text.partition(" — ")[2] if " — By " in text else text
    by = _BY.match(text)
    rest = text[by.end() :] if by else text
    if (
        (ends_sentence(rest) and not re.search(r"\b(?:Jr|Sr|Inc|[A-Z])\.$", rest.rstrip()))
        or '"' in rest
        or "“" in rest
    ):
        return False
    if not all(_NAME.fullmatch(word) for word in rest.split()):
        return False
    if by:
        return rest.split()[0].rstrip(",").casefold() not in _TIME_WORDS - {"the"}
    return n_words <= 12 and "," in rest and _ROLE.search(rest.split(",", 1)[1]) is not None
