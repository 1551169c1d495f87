"""The pieces that forms of credits are made of: patterns over a paragraph whose agency names are masked.

In a masked paragraph every letter of an agency's name is replaced by one
private character, so that offsets stay and one pattern serves all agencies:
``NAME`` is a name of any kind, ``PLAIN`` leaves the generic ones out.
"""

import re
from typing import NamedTuple

from syndetect.agencies.credit import Kind

__all__ = [
    "AGENT",
    "AND",
    "ANY",
    "BY",
    "CALENDAR",
    "DOMAIN",
    "FULL",
    "GENERIC",
    "INPUT",
    "JOINED",
    "MASKS",
    "NAME",
    "NAME_WORD",
    "PHOTO",
    "PLAIN",
    "SHORT",
    "SOURCE",
    "STAFF",
    "TITLE",
    "WRITER",
    "Rule",
    "rule",
]

FULL, SHORT, GENERIC, PHOTO, DOMAIN = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
MASKS = "\ue000-\ue004"

NAME = f"[{MASKS}]++"  # possessive: a name is never taken apart
PLAIN = f"[{FULL}{SHORT}{PHOTO}]++"
ANY = rf"(?:[Tt]he |l['’]|la |La )?{NAME}"
AND = r"\s*(?:[/,|&+–-]|=|\band\b|\bet\b|\bund\b|\by\b|\be\b|\boch\b|\bog\b|\bda\b|\bja\b)\s*"
JOINED = rf"{ANY}(?:{AND}(?:and )?{ANY}|\s\({NAME}\))*"  # one agency or several, or a name and its letters
CALENDAR = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov"
    r"|Dec)[a-z]*\.? \d"
    r"|Published|Updated|Posted|publié|mis à jour|veröffentlicht|publicado|actualizado|pubblicato|\d)"
)
# One word of "Jane Doe, J.K. Roe and Ann van Poe". No text fits it in two ways: it is repeated.
NAME_WORD = (
    rf"(?:(?:[A-ZÀ-ÞА-ЯŁŠŽČŘ][^\s,|/&()–—.:{MASKS}]*(?:\.[A-Z](?![a-z]))*\.?"
    r"|and|et|und|y|og|och|en|de|van|von|der|den|al|bin|in|[&|/•–—-]+)"
    rf"(?:\s*,\s*|\s+|(?=[{MASKS}])))"
)
BY = (
    r"(?:By|BY|by|Von|VON|von|Par|PAR|Por|POR|Di|di|Door|Av|AV|Af|AF|Autor|Auteur|Author|Autore"
    r"|Tekst|Texte?|Texto|Testo|Analysis by)"
)
TITLE = r"(?:\s+[A-Z][a-z]+){0,4}(?:\s+(?:Writers?|WRITERS?|Correspondents?|Reporters?|Editor|Staff))?"
WRITER = r"(?:writers?|reporters?|correspondents?|journalists?|editors?|columnists?|national \w+|staff)"
SOURCE = (
    r"(?:Sources?|SOURCES?|Quellen?|Zdroje?|Источник|Джерело|来源|來源|稿源|消息来源|Bron|Bronnen|Fontes?"
    r"|Fuentes?|Kilder?|Källa"
    r"|Lähde|Źródło|出典|出所|提供|출처|Forrás|Kaynak|Izvor|Sursa|Sumber|Vir|Nguồn|المصدر)"
)
# "By our staff and", "Redacción y", "La rédaction avec les": the paper itself before agencies without a name.
STAFF = (
    r"(?i:by (?:(?:our|the) )?(?:own )?(?:[\w.’'-]+ ){0,3}?"
    r"(?:staff|reporters?|correspondents?|writers?|newsroom|desk)"
    r"|(?:von |par |por |da |de |di |dalla |van |av |af |fra )?"
    r"(?:(?:unserer|unseren|der|die|la|onze|de|nuestra|notre|vår|vores) )?"
    r"(?:redaktion(?:en)?|redakteuren|korrespondenten|rédaction|redacci[oó]n|redazione|redação|redactie"
    r"|redaksjonen|redaktionen))"
    r"(?i:(?: reporters?| writers?| correspondents?)?"
    r"(?:\s*[/,&|+]\s*|,?\s+(?:and|with|und|mit|et|avec|y|con|e|com|en|met|och|med|og)\s+))"
    r"(?i:(?:the|with|from|other|les|des|las|den) )?"
)
INPUT = (
    r"(?:inputs?|files?|material|reporting|information|info|reports?|assistance|content|additional reporting)"
)

AGENT = re.compile(rf"^[\W]*{JOINED}\s*[)\]:]?$")  # a line of agencies alone


class Rule(NamedTuple):
    """A form of credit.

    Attributes
    ----------
    kind : str
    pattern : re.Pattern
        Over a masked paragraph. The names inside the match are credited; the
        group ``e``, else the match, is the evidence.
    max_words : int
        Of the paragraph.
    tail : bool
        Only near the end of the article.
    needs : frozenset of str
        Without one of these in the case-folded paragraph the pattern is not
        tried; empty for no condition. They choose, the pattern decides.
    is_anchored : bool
        Only at the start of the paragraph.
    """

    kind: Kind
    pattern: re.Pattern[str]
    max_words: int = 100_000
    tail: bool = False
    needs: frozenset[str] = frozenset()
    is_anchored: bool = False

    def find(self, masked: str, near: int) -> re.Match[str] | None:
        """Find the form in a masked paragraph; ``near`` is where the words around its first name begin."""
        if self.is_anchored:
            return self.pattern.match(masked) if near == 0 else None
        return self.pattern.search(masked, near)


def rule(
    kind: Kind, pattern: str, max_words: int = 100_000, *, tail: bool = False, needs: tuple[str, ...] = ()
) -> Rule:
    """Compile a rule."""
    return Rule(kind, re.compile(pattern), max_words, tail, frozenset(needs), pattern.startswith("^"))
