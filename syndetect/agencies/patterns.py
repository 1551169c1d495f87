"""The forms of text credits, as patterns over a paragraph whose agency names are masked.

In a masked paragraph every letter of an agency's name is replaced by one
private character, so that offsets stay and one pattern serves all agencies:
``NAME`` is a name of any kind, ``PLAIN`` leaves the generic ones out.
"""

import re
from typing import NamedTuple

from syndetect.agencies.credit import Kind

__all__ = [
    "AGENT",
    "ANY",
    "CALENDAR",
    "DOMAIN",
    "FULL",
    "GENERIC",
    "MASKS",
    "PHOTO",
    "SHORT",
    "TEXT_RULES",
    "Rule",
]

FULL, SHORT, GENERIC, PHOTO, DOMAIN = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
MASKS = "\ue000-\ue004"

NAME = f"[{MASKS}]+"
PLAIN = f"[{FULL}{SHORT}{PHOTO}]+"
ANY = rf"(?:[Tt]he |l['’]|la |La )?{NAME}"
AND = r"\s*(?:[/,|&+–-]|=|\band\b|\bet\b|\bund\b|\by\b|\be\b|\boch\b|\bog\b|\bda\b|\bja\b)\s*"
JOINED = rf"{ANY}(?:{AND}(?:and )?{ANY})*"  # one agency or several
CALENDAR = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d"
    r"|Published|Updated|Posted|\d)"
)
_NAME_WORD = (
    r"(?:(?:Dr\.|[A-ZÀ-ÞА-ЯŁŠŽČŘ][^\s,|/&()–—.:]*\.?|and|AND|et|und|y|og|och|en|de|van|von|der|den|al|bin|in"
    r"|[,&|/•–—-]+)(?:[\s,]+|(?=[" + MASKS + r"])))"
)
_BY = r"(?:By|BY|by|Von|VON|von|Par|PAR|Por|POR|Di|Door|Av|AV|Af|AF|Autor|Auteur|Author|Autore|Tekst|Text|Analysis by)"
_TITLE = r"(?:\s+[A-Z][a-z]+){0,4}(?:\s+(?:Writers?|WRITERS?|Correspondents?|Reporters?|Editor|Staff))?"
_WRITER = r"(?:writers?|reporters?|correspondents?|journalists?|editors?|columnists?|national \w+|staff)"
_SOURCE = (
    r"(?:Sources?|SOURCES?|Quellen?|Zdroje?|Источник|Джерело|来源|來源|稿源|消息来源|Bron|Bronnen|Fontes?|Fuentes?|Kilder?|Källa"
    r"|Lähde|Źródło|出典|出所|提供|출처|Forrás|Kaynak|Izvor|Sursa|Sumber|Vir|Nguồn|المصدر)"
)
_INPUT = (
    r"(?:inputs?|files?|material|reporting|information|info|reports?|assistance|content|additional reporting)"
)


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
    needs : str
        Without these letters in the paragraph the pattern is not tried.
    """

    kind: Kind
    pattern: re.Pattern[str]
    max_words: int = 100_000
    tail: bool = False
    needs: str = ""

    def find(self, masked: str, near: int) -> re.Match[str] | None:
        """Find the form in a masked paragraph, from the place ``near`` on; anchored ones only at its start."""
        if self.pattern.pattern.startswith("^"):
            return self.pattern.match(masked)
        return self.pattern.search(masked, near)


def _rule(kind: Kind, pattern: str, max_words: int = 100_000, *, tail: bool = False, needs: str = "") -> Rule:
    return Rule(kind, re.compile(pattern), max_words, tail, needs)


_DATELINES = [
    # HELSINKI (AP) — · PARIS, Oct 22 (Reuters) - · (ANSA) - ROMA · Nueva Delhi, 21 ene (EFE).- · SION (ATS).-
    _rule(
        "dateline",
        r"^.{0,160}?(?P<e>(?:(?<![^\s])[A-ZÀ-ÞА-ЯŁŠŽČŘ0-9\uac00-\ud7af][^.!?()\[\]:|]{0,50}(?:\. ?[A-Z0-9][^.!?()\[\]:|]{0,24}){0,3})?"
        rf"[(（\[]\s*{JOINED}(?:/[A-Za-z]{{2,5}})?\.?\s*[)）\]]\s*\*?[.,]?\s?(?:[-–—―_=]+|:)(?=\s|$|[\"“A-Z]))",
    ),
    # Washington (CNN) US President ... · Strasbourg, 10 juil 2024 (AFP)
    _rule(
        "dateline",
        rf"^(?:[A-ZÀ-Þ][\w.'’-]*(?:[ ,/]+(?:de|of|the|and|du|la|am|[A-ZÀ-Þ0-9][\w.'’-]*)){{0,5}}[ ,]*)?"
        rf"\({PLAIN}\)\s+(?=[\"“‘A-Z]\S*(?:\s+\S+){{8}})",
    ),
    _rule("dateline", rf"^[A-ZÀ-Þ][^()]{{1,50}}\d[^()]{{0,12}}\({JOINED}\)$", 12),
    # (이스탄불=연합뉴스) · 서울
    _rule("dateline", rf"^[(（\[][^()=\[\]]{{1,24}}(?<!사진)={NAME}[)）\]]"),
    # København /ritzau/: · MOSCOW, January 21. /TASS/. · LONDON, Feb. 1 /PRNewswire/ -- · /CNW Telbec/
    _rule("dateline", rf"^(?:[^/]{{0,100}}\s)?/{JOINED}(?: [A-Z]\w+)?/\s*\.?\s*[-–—.:]*(?=\s*\w)"),
    # 新华社北京3月15日电（记者张三） · 中新社…电
    _rule("dateline", rf"^[（(]?{NAME}[^，。,.\s]{{0,16}}?[0-9０-９]{{1,2}}月?[0-9０-９]{{0,2}}日?电(?:题)?"),
    _rule("dateline", rf"^[（(]?{NAME}[^，。,.\s：:]{{1,14}}电(?=[\s（(：:题])"),
    # SAITAMA, Japan, Dec. 9 Kyodo - · Москва. 20 мая. INTERFAX.RU -
    _rule("dateline", rf"^[A-ZÀ-ÞА-Я].{{0,60}}?\d{{1,2}}\.? ?\w{{0,10}}\.? {NAME}\s*[-–—](?=\s)"),
    # 【共同通信】 · 【ロンドン時事】
    _rule("dateline", rf"^【[^】]{{0,14}}?{NAME}[^】]{{0,8}}】"),
    # STT–
    _rule("dateline", rf"^{SHORT}+(?:–{NAME})?–(?=\w)"),
]

_CONTRIBUTED = [
    _rule(
        "contributed",
        rf"{ANY}(?:['’]s?)?.{{0,220}}?\b(?:also )?contributed\b(?: reporting| to (?:this|the) \w+| from [A-Z]\w+|(?=\.?\s*\)?$))",
        70,
        needs="contributed",
    ),
    _rule(
        "contributed",
        rf"(?i:\b(?:with|includes?|contains?|using|uses)\s+(?:additional |some |agency )?{_INPUT}\s+"
        rf"(?:supplied |provided )?(?:from|by|of)\s+)[^.]{{0,80}}?{JOINED}(?:[^.]{{0,60}}{NAME})*",
        60,
    ),
    _rule("contributed", rf"(?i:\bwith )(?:[A-Z]\w+ )?[{GENERIC}]+$", 12),
    _rule("contributed", rf"^[A-Z][\w ]{{0,30}}with {ANY}$", 12),
    _rule(
        "contributed",
        rf"\b(?:Information|Material)\s+from\s+{JOINED}(?:[^.]{{0,60}}{NAME})*.{{0,40}}\b(?:was|were) (?:used|included)",
    ),
    _rule("contributed", rf"\bAdditional reporting (?:by|from):? [^.]{{0,80}}?{JOINED}", 50),
    _rule(
        "contributed",
        r"\b[Cc]on (?:información|informaciones|datos|reportes?|material|despachos) de (?:la |las |los )?"
        rf"[^.]{{0,40}}?{JOINED}(?:[^.]{{0,60}}{NAME})*",
        45,
    ),
    _rule(
        "contributed", rf"\b[Cc]om (?:informações|agências|material) ?(?:d[aoe]s? )?[^.]{{0,30}}?{JOINED}", 30
    ),
    _rule(
        "contributed",
        rf"\b[Aa]vec (?:des |les )?(?:informations|dépêches) (?:d[e']|d’|des|de la|de l['’])\s?[^.]{{0,30}}?{JOINED}",
        45,
    ),
    _rule("contributed", rf"(?:^|[\w.’' ]{{2,50}} |\()[Aa]vec (?:l['’]|la |les )?{JOINED}\)?\.?$", 12),
    _rule(
        "contributed",
        rf"\b[Mm]it (?:Agentur)?(?:[Mm]aterial|[Ii]nformationen|[Aa]ngaben)\s+(?:der |von |des |von der )?[^.]{{0,40}}?{JOINED}",
        30,
    ),
    _rule(
        "contributed",
        rf"^[^.]{{0,40}}\b(?:mit|met|con|med|com|z)\s+(?:la |le |informatie van |berichten van )?{JOINED}\)?$",
        10,
    ),
]

_COPYRIGHT = [
    _rule(
        "copyright",
        rf"(?:^|(?<=[.(\s<]))(?:©|\([cC]\)|[Cc]opyright|COPYRIGHT|저작권자|版权|TM & ©)[^.;]{{0,50}}?{JOINED}",
        60,
    ),
    _rule("copyright", rf"^\W*{ANY}[^.]{{0,20}}\. All rights reserved", 40),
]

_BYLINES = [
    _rule(
        "byline",
        rf"^\W*(?:Posted [^.]{{0,40}}?\bby|{_BY}):?\s+(?:{_NAME_WORD}){{0,40}}?(?:for )?{JOINED}{_TITLE}",
        40,
    ),
    _rule("byline", rf"^{JOINED}\s*[-–—|,•]\s*{_BY}\b.{{0,120}}$", 30),
    _rule("byline", rf"^{ANY}\s*[-–—|,•]?\s*(?!Posted at){CALENDAR}.{{0,90}}$", 20),
    _rule("byline", rf"^{ANY}\s*[—–-]\s*[A-Z]\w+(?: [A-Z]\w*\.?)?(?: [A-Z][\w'-]+)$", 8),
    _rule("byline", rf"^(?:{_NAME_WORD}){{1,12}}?{JOINED}\s+Published\b.{{0,80}}$", 30),
    _rule("byline", rf"^{ANY} — (?:{_NAME_WORD}){{1,12}}?{JOINED}{_TITLE}$", 30),
    _rule("byline", rf"기자\s*[(（]{NAME}[)）]", 20),
    # several reporters, one agency
    _rule(
        "byline",
        rf"^(?=[^{MASKS}]{{0,160}}(?:\band\b|\bAND\b|&|\bet\b|\bund\b))(?:{_NAME_WORD}){{3,30}}?(?:[-–—|,/•]\s*)?{JOINED}{_TITLE}\s*•?$",
        30,
    ),
]

_LOOSE_BYLINES = [
    _rule("byline", rf"^(?:{_NAME_WORD}){{1,6}}?for {ANY}$", 14),
    _rule("byline", rf"^(?:[A-Z][\w.'’-]*[\s,]+){{1,5}}{FULL}+(?:\s*\([^)]*\)|\s*•)$", 14),
    _rule("byline", rf"^[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){{1,3}}(?<=[a-z]){FULL}+$", 8),  # glued
    _rule("byline", rf"^{FULL}+ \(\ue001+\)$", 8),
]

_SOURCES = [
    _rule("source line", rf"^\W*{_SOURCE}\s*[:：]?\s*[^.]{{0,60}}?{JOINED}.{{0,30}}$", 20),
    _rule("source line", rf"[(（\[](?:{_SOURCE}\s*[:：]|[Ff]rom|[Vv]ia)\s*{JOINED}\s*[)）\]]"),
    _rule("source line", rf"^[Vv]ia:? {JOINED}$", 8),
    _rule("source line", rf"^{NAME} Posted at\b", 20),
    _rule("source line", rf"^{DOMAIN}+(?:/\S*)?$", 30, tail=True),
    _rule(
        "source line",
        rf"\b(?:published|generated|taken|sourced)\s.{{0,30}}?\b(?:from|by)\b.{{0,20}}?[{GENERIC}]+.{{0,12}}$",
        45,
    ),
]

_CODES = r"(?:[ /,–-]+(?!\d)[\w]{1,6}){0,5}"  # initials of desks and editors
_SIGN_OFFS = [
    # ... wounding eight. – Reuters · (AFP) · /ritzau/ · == Kyodo · (ANSA). · （共同）
    _rule(
        "sign-off",
        rf"(?<=[.!?…»”\"'’。）)\]])\s*(?P<e>(?:[-–—―=]+\s?|[(（\[【/©]\s?){JOINED}(?:/[A-Za-z]{{2,5}})?\.?\s?[)）\]】/]?[-–—]*)\.?\s*$",
    ),
    _rule(
        "sign-off",
        rf"\bis an? (?:reporter for |correspondent for )?{ANY}(?: \w+)? {_WRITER}\b",
        40,
        tail=True,
    ),
    _rule("sign-off", rf"^[-–—―=/(（\[【©*\s]*{JOINED}{_CODES}\s*[.:)）\]】/–—-]*$", 8, tail=True),
    _rule(
        "sign-off", rf"^[(\[/–—-]*\s*(?:[Rr]ed|RED|red\.)[,/ –-]+(?:[\w.]+[/ ,]+)*{NAME}\W*$", 8, tail=True
    ),
]

TEXT_RULES: dict[str, list[Rule]] = {
    "before photos": [*_DATELINES, *_CONTRIBUTED, *_BYLINES],
    "after photos": [*_COPYRIGHT, *_LOOSE_BYLINES, *_SOURCES, *_SIGN_OFFS],
}

AGENT = re.compile(rf"^[\W]*{JOINED}\s*[)\]:]?$")  # a line of agencies alone
