"""The beginning of a paragraph -> the dateline before its first sentence."""

import re

__all__ = ["dateline_end"]

_UP = r"[^\W\d_a-zß-öø-ÿ]"
_CITY_CAPS = rf"{_UP}(?:{_UP}|[ .'’/-]){{1,34}}"
_CITY = rf"{_UP}[\w.'’-]+(?:[ -](?:{_UP}[\w.'’-]+|de|do|la|le|am|an|der|del|di|da)){{0,3}}"
_REGION = r"(?:, [^()—–/,:;\"“]{2,26}){0,3}"
_DASH = r"\s?(?:—|–|--+|-|_|―)+\s?"
_NEXT = r"(?=[^\W\da-z_]|[\"“„«‘'(]|\d)"
_AGENCY = r"\((?:[^()\d]{2,40})\)|/[A-Za-zÆØÅæøå -]{2,24}/"
_FORMS = (
    re.compile(rf"\((?:ANSA|LaPresse|Adnkronos|AGI)\)\s?-\s?{_CITY}{_REGION}{_DASH}{_NEXT}"),
    re.compile(rf"{_CITY_CAPS}{_REGION}\s?(?:{_AGENCY})?\s?\.?{_DASH}{_NEXT}"),
    re.compile(
        rf"(?:{_CITY}{_REGION}\s|\w{{3,9}}\.? \d{{1,2}}\s)?(?:{_AGENCY})\s?(?:\.?{_DASH}|:\s|\.\s){_NEXT}"
    ),
    re.compile(rf"{_CITY_CAPS}{_REGION}\.? /[A-Z ]{{3,20}}/\.?\s?{_DASH}?{_NEXT}"),
    re.compile(r"(?:新华社|中新社|人民网|新华网)[^，。]{2,16}电(?:（[^）]{1,24}）|\([^)]{1,24}\))?\s?"),
    re.compile(r"\([^()=]{1,12}=[^()]{2,12}\)\s?(?:[^\s=]{2,5}\s(?:특파원|기자)\s?=?\s?)?"),
)
_PLAIN = re.compile(rf"{_CITY}(?:, {_CITY})?\s(?:—|–|--)\s{_NEXT}")
_MORE_DASH = re.compile(r"\s(?:—|–|--)\s|—")
_MARK = re.compile(r"[—–―_/(电]|-[- ]|\s-")
_LONGEST = 90  # characters
_CAPS_TALK = re.compile(r"(?:BREAKING|UPDATE|WATCH|EXCLUSIVE|NEWS|VIDEO|LIVE|OPINION|ANALYSIS)\b")


def dateline_end(text: str, *, first: bool) -> int:
    """Find where the dateline of a paragraph ends.

    Parameters
    ----------
    text : str
        One paragraph.
    first : bool
        It opens the body: then a place in ordinary letters before a dash
        will do, and a place in capitals; elsewhere an agency must be named.

    Returns
    -------
    int
        Characters, up to the first of the sentence; 0 without a dateline.
    """
    head = text[:_LONGEST]
    if not _MARK.search(head):
        return 0
    for form in _FORMS:
        found = form.match(head)
        if found and (first or "(" in found.group() or "/" in found.group() or form in _FORMS[3:]):
            return 0 if _CAPS_TALK.match(head) or found.end() >= len(text) else found.end()
    found = _PLAIN.match(head) if first else None
    if found and not _MORE_DASH.search(text[found.end() :]):
        return found.end() if found.end() < len(text) else 0
    return 0
