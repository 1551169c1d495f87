"""One paragraph's text -> whether it is a picture's caption, or a credit of one."""

import re
from typing import Literal

from syndetect.text.furniture.triggers import load_words

__all__ = ["LONGEST_CREDIT", "could_be_caption", "picture_kind"]

_AGENCY = f"(?:{'|'.join(load_words('picture_agencies'))})".replace(" ", "[ ]")  # in verbose patterns
_PHOTO = f"(?:{'|'.join(load_words('picture'))})"
_NAME = r"[^\s()\[\]]+"
_INSIDE = r"[^()\[\]]{0,140}"  # of brackets
_PERSON = r"[A-Z][\w.'’-]+(?:[ ][A-Z][\w.'’-]+){1,3}"


def _credit(form: str) -> re.Pattern[str]:
    return re.compile(f"(?:{form})$", re.X)


# What a picture is credited by, at the end of a caption: a form is looked for where one of its marks stands.
_CREDITS = (
    (
        (")", "]"),
        _credit(
            rf"""[(\[]{_INSIDE}(?:{_PHOTO}\b|/\s?{_AGENCY}\b|via\ {_AGENCY}\b|{_AGENCY}\s?/|Getty)
            {_INSIDE}[)\]][\s.,]*(?:{_NAME}(?:\s+|$)){{0,6}}
            | \([A-Z][a-z]{{2,8}}\.?\ \d{{1,2}}\)\ ?(?:AP|Reuters|USA\ TODAY)?\W*
            | (?<=[^.!?:\s”"])\s+\((?:{_AGENCY}|[Ff]ile)\)"""
        ),
    ),
    (
        (":", "by", "/"),
        _credit(
            rf"""(?:{_PHOTO}|Credit|CREDIT|Crédit(?:\ photo)?|Crédito)(?:\ credit|\ courtesy)?
            (?::|\ by|\ /|/)\s?.{{1,80}}
            | \b[Pp]ool\ photo\ by\ .{{1,40}}"""
        ),
    ),
    (
        ("/",),
        _credit(
            rf"""(?<=[^\s./])\s?/\s?{_AGENCY}(?:\s?/\s?{_NAME}|\ via\ .{{1,20}}|\ Images)?\W*
            | \b(?:REUTERS|Reuters|AFP|AP|EPA(?:-EFE)?|dpa)\s?/\s?{_NAME}(?:[ ]{_NAME}){{0,4}}"""
        ),
    ),
    (("|",), _credit(rf"\|\s?{_AGENCY}\W*")),
    (("via", "VIA"), _credit(rf"\b(?:via|VIA)\ {_AGENCY}\W*")),
    (
        ("Getty", "GETTY", "Shutter", "PHOTO", "Photo"),
        _credit(
            r"\b(?:Getty\ Images|GETTY\ IMAGES|Shutterstock|AFP\ PHOTO|AP\ Photo|Alamy\ Stock\ Photo)\b"
            r".{0,50}"
        ),
    ),
    (
        ("andout", "HANDOUT", "ile "),
        _credit(r"\b(?:[Hh]andout|HANDOUT|[Ff]ile)\ (?:photo|picture|image)\W*"),
    ),
    (("more", "less", " ("), _credit(r"(?:\.\.\.|…)\ ?more | (?<=[.!?)])\s*less | \s\(")),
)
_WHOLE_CREDIT = re.compile(
    rf"""{_PERSON}(?:,\ ?{_AGENCY}|\s?/\s?(?:The\ )?[A-Z][\w.]+(?:[ ][A-Z][\w.]+){{0,4}})
    | Credit[A-Z].{{1,60}}""",
    re.X,
)
_SUPPLIED = re.compile(
    r"this (?:image|picture|photo|handout) (?:has been|was) (?:supplied|provided) by a third party"
    r"|editorial use only",
    re.I,
)
_START = re.compile(
    r"""(?:
      (?:FILE|File|FILES)\s?(?:[-–—:(]|(?i:photo|picture|image|pic)\b)
    | (?:ARCHIV|Archivbild|ARCHIVO|ARCHIVE|Archivfoto|Arkivfoto|Symbolbild)\b
    | In\ (?:this|an?)\ (?:[\w.,-]+\ ){0,8}?(?:photo|photograph|picture|image|frame|grab|file)\b
    | In\ this\ [A-Z][a-z]+\.?\ \d{1,2},\ \d{4},?\s
    | (?:This|A|An)\ (?:[\w-]+\ ){0,3}(?:photo|picture|image|photograph|screenshot|grab)\s
      (?:shows|taken|released|provided|made|from)\b
    | [A-Z ]{3,30},\ [A-Z .]{3,30}\s-\s[A-Z]{3,9}\ \d{1,2}:
    | Pictured(?:\ (?:here|above|left|right))?[:,]
    | (?:Auf\ (?:diesem|dem)|Das|Dieses)\ (?:[\w-]*[Ff]oto|[\w-]*[Bb]ild)\ (?:zeigt|vom|von|ist|sieht)
    | (?:Sur\ cette\ photo|En\ esta\ (?:foto|imagen)|(?:Nella|In\ questa)\ foto|Na\ (?:foto|imagem))\b
    | Op\ deze\ foto\b
    )""",
    re.X,
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_FULL_DATE = re.compile(
    rf"\b{_MONTH},? \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? (?:19|20)\d\d"
)
_NO_AUXILIARY = "".join(rf"(?<!\b{word} )" for word in ("to", "will", "would", "could", "not", "can", "may"))
_SEEN = "|".join(load_words("seen"))
_DONE = "|".join(load_words("done"))
_PRESENT = re.compile(rf"{_NO_AUXILIARY}\b(?:{_SEEN}|{_DONE})\b")
_VISIBLE = re.compile(rf"{_NO_AUXILIARY}\b(?:{_SEEN})\b")
_TOLD = re.compile(rf"\b(?:{'|'.join(load_words('told'))})\b")
_SENTENCE = re.compile(r"\w[a-z]{2}\.\s")
_SIDE = re.compile(
    r"\((?:L|R|C|l|r|c|left|right|center|centre|far left|far right|top|bottom|second from left)\)"
    r"|, (?:left|right|center|centre),"
)
_QUOTE = re.compile('["“”„«»]')
_STOPS = re.compile(
    r"(?<![A-Z.])(?<!\b[A-Z][a-z])(?<!\bGov)(?<!\bRep)(?<!\bSen)(?<!\bPres)[.!?][”\"’)]*\s+(?=[A-Z“\"])"
)
LONGEST_CREDIT = 14  # words of a credit without a caption
_LONGEST_DATED = 100
_LONGEST_WEAK = 60
_LONGEST_BARE = 35
_LONGEST_LINE = 20
_EARLY = 110  # characters in which the verb of an undated caption stands
_NAMED = re.compile(rf"{_PERSON},\s?{_AGENCY}")
_CREDIT_LENGTH = 220  # characters


def picture_kind(text: str, n_words: int) -> Literal["", "photo credit", "caption"]:
    """Tell whether a paragraph is a caption by its own words, or nothing but the credit of a picture.

    It is a caption when it ends in a picture's credit, when it begins as
    captions do, or when it is one sentence in the present tense with a full
    date.

    Parameters
    ----------
    text : str
        One paragraph.
    n_words : int

    Returns
    -------
    str
        Empty for neither.
    """
    if _has_credit(text):
        tells = n_words > LONGEST_CREDIT or _PRESENT.search(text) or _SENTENCE.search(text)
        return "caption" if tells else "photo credit"
    if _SUPPLIED.search(text) or _START.match(text):
        return "caption"
    is_dated = n_words <= _LONGEST_WEAK and _FULL_DATE.search(text) is not None
    return "caption" if is_dated and _shows(text) else ""


def could_be_caption(text: str, n_words: int, credit: str) -> bool:
    """Tell whether a paragraph beside a bare credit may be its caption.

    Parameters
    ----------
    text : str
        One paragraph.
    n_words : int
    credit : str
        The credit. A name with an agency may be a byline, so that a caption
        beside it must hold a full date.

    Returns
    -------
    bool
    """
    dated = _FULL_DATE.search(text) is not None
    if (
        dated
        and n_words <= _LONGEST_DATED
        and _PRESENT.search(text[:_CREDIT_LENGTH])
        and not _QUOTE.search(text)
    ):
        return True
    if n_words > _LONGEST_WEAK or text[0] in "•*-–—" or _QUOTE.search(text) or len(_STOPS.findall(text)) > 2:
        return False
    if dated or _NAMED.fullmatch(credit):
        return dated
    if _SIDE.search(text):
        return True
    if n_words <= _LONGEST_LINE and not text.rstrip().endswith((".", "!", "?", ":")):
        return True
    return n_words <= _LONGEST_BARE and _TOLD.search(text) is None and _in_present(text[:_EARLY])


def _has_credit(text: str) -> bool:
    """Tell whether a text ends in a picture's credit, or is one."""
    tail = text[-_CREDIT_LENGTH:]
    for marks, form in _CREDITS:
        for mark in marks:
            if mark in tail:
                if form.search(tail):
                    return True
                break
    return len(text) <= _CREDIT_LENGTH and _WHOLE_CREDIT.fullmatch(text) is not None


def _shows(text: str) -> bool:
    """Tell whether a dated text tells what is seen, and nobody speaks in it."""
    if text[0] in '“"„«' or len(_STOPS.findall(text)) > 2 or _TOLD.search(text):
        return False
    return (_VISIBLE.search(text[:_CREDIT_LENGTH]) or _SIDE.search(text)) is not None


def _in_present(text: str) -> bool:
    """Tell whether up to three sentences tell in the present tense what happens."""
    if _QUOTE.search(text) or len(_STOPS.findall(text)) > 2:
        return False
    return _PRESENT.search(text[:_CREDIT_LENGTH]) is not None and " said" not in text and " says" not in text
