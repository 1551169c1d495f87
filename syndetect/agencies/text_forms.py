"""The forms of text credits, in the order in which they are tried."""

from syndetect.agencies.patterns import (
    ANY,
    BY,
    CALENDAR,
    DOMAIN,
    FULL,
    GENERIC,
    INPUT,
    JOINED,
    MASKS,
    NAME,
    NAME_WORD,
    PLAIN,
    SHORT,
    SOURCE,
    STAFF,
    TITLE,
    WRITER,
    Rule,
    rule,
)

__all__ = ["TEXT_RULES"]

_BRACKETS = ("(", "（", "[", "［")
_DASHES = ("-", "–", "—")

_DATELINES = [
    # HELSINKI (AP) — · PARIS, Oct 22 (Reuters) - · (ANSA) - ROMA · Nueva Delhi, 21 ene (EFE).- · SION (ATS).-
    rule(
        "dateline",
        r"^.{0,160}?(?P<e>(?:(?<![^\s])[A-ZÀ-ÞА-ЯŁŠŽČŘ0-9\uac00-\ud7af][^.!?()\[\]:|]{0,50}(?:\. ?"
        r"[A-Z0-9][^.!?()\[\]:|]{0,24}){0,3})?"
        rf"[(（\[]\s*{JOINED}(?:/[A-Za-z]{{2,5}})?\.?\s*[)）\]]\s*\*?[.,]?\s?(?:[-–—―_=]+|:)(?=\s|$|["
        rf"\"“A-Z]))",
        needs=_BRACKETS,
    ),
    # Washington (CNN) US President ... · Strasbourg, 10 juil 2024 (AFP)
    rule(
        "dateline",
        rf"^(?:[A-ZÀ-Þ][\w.'’-]*(?:[ ,/]+(?:de|of|the|and|du|la|am|[A-ZÀ-Þ0-9][\w.'’-]*)){{0,5}}[ ,]*)?"
        rf"(?:[-–—] )?\({PLAIN}\)\s*(?=[\"“‘A-Z]\S*(?:\s+\S+){{8}})",
        needs=("(",),
    ),
    rule("dateline", rf"^[A-ZÀ-Þ][^()]{{1,50}}\d[^()]{{0,12}}\({JOINED}\)$", 12, needs=("(",)),
    # (이스탄불=연합뉴스) · 서울
    rule("dateline", rf"^[(（\[][^()=\[\]]{{1,24}}(?<!사진)={NAME}[)）\]]", needs=("=",)),
    # København /ritzau/: · MOSCOW, January 21. /TASS/. · LONDON, Feb. 1 /PRNewswire/ -- · /CNW Telbec/
    rule(
        "dateline",
        rf"^(?:[^/]{{0,100}}\s)?/{JOINED}(?: [A-Z]\w+)?/\s*\.?\s*[-–—.:]*(?=\s*\w)",
        needs=("/",),
    ),
    # 新华社北京3月15日电（记者张三） · 中新社…电
    rule(
        "dateline",
        rf"^[（(]?据?{NAME}[^，。,.\s]{{0,16}}?[0-9０-９]{{1,2}}月?[0-9０-９]{{0,2}}日?电(?:题)?",
        needs=("电",),
    ),
    rule("dateline", rf"^[（(]?{NAME}[^，。,.\s：:]{{1,14}}电(?=[\s（(：:题])", needs=("电",)),
    # 据新华社电
    rule(
        "dateline",
        rf"^[（(]?[据據]{NAME}[^，。,.\s：:]{{0,14}}?[电電](?=[\s（(：:题，,])",
        needs=("电", "電"),
    ),
    # SAITAMA, Japan, Dec. 9 Kyodo - · Москва. 20 мая. INTERFAX.RU -
    rule(
        "dateline",
        rf"^[A-ZÀ-ÞА-Я].{{0,60}}?\d{{1,2}}\.? ?\w{{0,10}}\.? {NAME}\s*[-–—](?=\s)",
        needs=_DASHES,
    ),
    # МОСКВА, 3 мая – РИА Новости. · [東京 3日 ロイター] -
    rule("dateline", rf"^[A-ZÀ-ÞА-Я][^.]{{0,40}}?\d{{1,2}} \w{{3,12}} ?[-–—] ?{NAME}[.,]", needs=_DASHES),
    rule("dateline", rf"^[\[［][^\]］]{{1,24}}{NAME}[\]］]\s*[-－–—]"),
    # 【共同通信】 · 【ロンドン時事】
    rule("dateline", rf"^【[^】]{{0,14}}?{NAME}[^】]{{0,8}}】"),
    # Bern, 2. Juli. ag.
    rule(
        "dateline",
        rf"^[A-ZÀ-Þ][^.!?\d]{{1,30}}, \d{{1,2}}\. [A-ZÀ-Þ]\w{{2,8}}\. {GENERIC}+(?=\s)",
        needs=(GENERIC,),
    ),
    # STT–
    rule("dateline", rf"^{SHORT}+(?:–{NAME})?–(?=\w)"),
]

_INPUTS = ("input", "file", "material", "report", "info", "assist", "content")  # of patterns.INPUT

_CONTRIBUTED = [
    rule(
        "contributed",
        rf"{ANY}(?:['’]s?)?.{{0,220}}?\b(?:also )?contributed\b(?: reporting| to (?:this|the) \w+"
        rf"| from [A-Z]\w+|(?=\.?\s*\)?$))",
        70,
        needs=("contributed",),
    ),
    rule(
        "contributed",
        rf"(?i:\b(?:with|includes?|contains?|using|uses)\s+(?:additional |some |agency )?{INPUT}\s+"
        rf"(?:supplied |provided )?(?:from|by|of)\s+)[^.]{{0,80}}?{JOINED}(?:[^.{MASKS}]{{0,60}}{NAME})*",
        60,
        needs=_INPUTS,
    ),
    rule("contributed", rf"(?i:\bwith )(?:[A-Z]\w+ )?[{GENERIC}]+\)?$", 12, needs=("with ",)),
    rule("contributed", rf"^[A-Z][\w ]{{0,30}}with {ANY}$", 12, needs=("with ",)),
    rule(
        "contributed",
        rf"\b(?:Information|Material)\s+from\s+{JOINED}(?:[^.{MASKS}]{{0,60}}{NAME})*.{{0,40}}\b(?:was|were"
        rf"|is|are) (?:used|included)",
        needs=("information", "material"),
    ),
    rule(
        "contributed",
        rf"\bAdditional reporting (?:by|from):? [^.]{{0,80}}?{JOINED}",
        50,
        needs=("additional reporting",),
    ),
    rule(
        "contributed",
        r"\b[Cc]on (?:información|informaciones|datos|reportes?|material|despachos) de (?:la |las |los )?"
        rf"[^.]{{0,40}}?{JOINED}(?:[^.{MASKS}]{{0,60}}{NAME})*",
        45,
        needs=("con ",),
    ),
    rule(
        "contributed",
        rf"\b[Cc]om (?:informações|agências|material) ?(?:d[aoe]s? )?[^.]{{0,30}}?{JOINED}",
        30,
        needs=("com ",),
    ),
    rule(
        "contributed",
        rf"\b[Aa]vec (?:des |les )?(?:informations|dépêches) (?:d[e']|d’|des|de la|de l['’])\s?"
        rf"[^.]{{0,30}}?{JOINED}",
        45,
        needs=("avec ",),
    ),
    rule(
        "contributed",
        rf"(?:^|[\w.’' ]{{2,50}} |\()[Aa]vec (?:l['’]|la |les )?{JOINED}\)?\.?$",
        12,
        needs=("avec ",),
    ),
    rule(
        "contributed",
        rf"\b[Mm]it (?:Agentur)?(?:[Mm]aterial|[Ii]nformationen|[Aa]ngaben)\s+(?:der |von |des "
        rf"|von der )?[^.]{{0,40}}?{JOINED}",
        30,
        needs=("mit ",),
    ),
    rule(
        "contributed",
        rf"^[^.]{{0,40}}\b(?i:with|mit|met|con|med|com|z)\s+(?:la |le |informatie van "
        rf"|berichten van |medewerking van |material från |materiale fra )?{JOINED}\)?$",
        10,
    ),
]

_COPYRIGHT = [
    rule(
        "copyright",
        rf"(?:^|(?<=[.(\s<]))(?:©|\([cC]\)|[Cc]opyright|COPYRIGHT|저작권자|版权|TM & ©)[^.;]{{0,50}}?"
        rf"{JOINED}",
        60,
        needs=("©", "(c)", "copyright", "저작권자", "版权"),
    ),
    rule("copyright", rf"^\W*{ANY}[^.]{{0,20}}\. All rights reserved", 40, needs=("all rights",)),
]

_BYLINES = [
    rule(
        "byline",
        rf"^\W*(?:Posted [^.]{{0,40}}?\bby|{BY})\s?:?\s+(?:{NAME_WORD}){{0,40}}?(?:for )?{JOINED}{TITLE}",
        40,
    ),
    rule("byline", rf"^{JOINED}\s*[-–—|,•]\s*{BY}\b.{{0,120}}$", 30),
    rule("byline", rf"^{ANY}\s*[-–—|,•]?\s*(?!Posted at){CALENDAR}.{{0,90}}$", 20),
    rule("byline", rf"^{ANY}\s*[—–-]\s*[A-Z]\w+(?: [A-Z]\w*\.?)?(?: [A-Z][\w'-]+)$", 8),
    rule("byline", rf"^(?:{NAME_WORD}){{1,12}}?{JOINED}\s+Published\b.{{0,80}}$", 30, needs=("published",)),
    rule("byline", rf"^{ANY} — (?:{NAME_WORD}){{1,12}}?{JOINED}{TITLE}$", 30),
    rule("byline", rf"기자\s*[(（]{NAME}[)）]", 20, needs=("기자",)),
    rule("byline", rf"^{ANY} (?:Staff|STAFF|Newsroom|Desk)(?: [Ww]riters?)?$", 8),
    rule("byline", rf"^\W*{STAFF}[{GENERIC}]+\W*$", 12, needs=(GENERIC,)),
    rule("byline", rf"^Redacci[oó]n\s*/\s*{JOINED}$", 8, needs=("redac",)),
    # several reporters, one agency
    rule(
        "byline",
        rf"^(?=[^{MASKS}]{{0,160}}(?:\band\b|\bAND\b|&|\bet\b|\bund\b))(?:{NAME_WORD}){{3,30}}?(?:"
        rf"[-–—|,/•]\s*)?{JOINED}{TITLE}\s*•?$",
        30,
    ),
]

_LOOSE_BYLINES = [
    rule(
        "byline", rf"^[\w.+-]+@{DOMAIN}+ \([A-Z][^)]+\)$", 8
    ),  # the author as RSS writes it: mail@motor1.com (Jane Doe)
    rule("byline", rf"^(?:{NAME_WORD}){{1,6}}?for {ANY}$", 14),
    rule("byline", rf"^(?:[A-Z][\w.'’-]*[\s,]+){{1,5}}{FULL}+(?:\s*\([^)]*\)|\s*•)$", 14),
    rule("byline", rf"^[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){{1,3}}(?<=[a-z]){FULL}+$", 8),  # glued
    rule("byline", rf"^{FULL}+ \(\ue001+\)$", 8),
]

_CHART = r",? (?:polls?|survey|data|Datastream|Refinitiv|LSEG|Eikon)\b"  # the source of a chart
_SOURCES = [
    rule("source line", rf"^\W*{SOURCE}\s*[:：]?\s*[^.]{{0,60}}?{JOINED}(?!{_CHART}).{{0,30}}$", 20),
    rule("source line", rf"[(（\[](?:{SOURCE}\s*[:：]|[Ff]rom|[Vv]ia)\s*{JOINED}\s*[)）\]]", needs=_BRACKETS),
    rule("source line", rf"^[(\[]?(?:[Vv]ia|[Ff]rom):? {JOINED}[)\]]?$", 8),
    rule("source line", rf"^[（(]?[据據]{NAME}[电電]?[)）]?$", 12, needs=("据", "據")),
    rule("source line", rf"^{NAME} Posted at\b", 20),
    rule(
        "source line",
        rf"\b(?:(?:originally|first) (?:appeared|published|ran) (?:in|on|by|at)|[Rr]epublished from|"
        rf"[Rr]eprinted from"
        rf"|[Dd]istributed by) {JOINED}",
        40,
        needs=("originally", "first", "republished", "reprinted", "distributed"),
    ),
    rule("source line", rf"^Visit {ANY} (?:online )?at\b", 20),
    rule(
        "source line",
        rf"(?i:\bview (?:the )?(?:original|source) \w+).{{0,60}}?{DOMAIN}+",
        40,
        needs=(DOMAIN,),
    ),
    rule(
        "source line",
        r"^(?i:(?:compiled |published )?(?:from )?(?:(?:post |herald |our )?staff(?: reports?"
        r"| writers?)?\s*(?:and|&|,|/)\s*)?)"
        rf"[{GENERIC}]+$",
        10,
        needs=(GENERIC,),
    ),
    rule("source line", rf"^{DOMAIN}+(?:/\S*)?$", 30, tail=True, needs=(DOMAIN,)),
    rule(
        "source line",
        rf"\b(?:published|generated|taken|sourced)\s.{{0,30}}?\b(?:from|by)\b.{{0,20}}?["
        rf"{GENERIC}]+.{{0,100}}$",
        45,
        needs=(GENERIC,),
    ),
]

_CODES = r"(?:[ /,–-]+(?!\d)[\w]{1,6}){0,5}"  # initials of desks and editors
_SIGN_OFFS = [
    # ... wounding eight. – Reuters · (AFP) · /ritzau/ · == Kyodo · (ANSA). · （共同）
    rule(
        "sign-off",
        rf"(?<=[.!?…»”\"'’。）)\]])\s*(?P<e>(?:[-–—―=]+\s?|[(（\[【/©]\s?){JOINED}(?:/[A-Za-z]{{2,5}})?"
        rf"\.?\s?[)）\]】/]?[-–—]*)\.?\s*$",
        needs=("-", "–", "—", "―", "=", "(", "（", "[", "【", "/", "©"),
    ),
    rule(
        "sign-off",
        rf"\b[Tt]his (?:report|story|article) (?:by {ANY} was first published"
        rf"|was (?:reported|written|produced|provided) by {ANY})",
        30,
        needs=("this ",),
    ),
    rule(
        "sign-off",
        rf"\bis an? (?:reporter for |correspondent for )?{ANY}(?: \w+)? {WRITER}\b",
        40,
        tail=True,
    ),
    # ... are gone. Agencies · ... vertagt. ag.
    rule("sign-off", rf"(?<=[.!?…»”\"’)])\s+(?P<e>{GENERIC}+)\.?\s*$", needs=(GENERIC,)),
    # jane.doe@afp.com
    rule(
        "sign-off",
        rf"^(?:{NAME_WORD}){{0,4}}\W*[\w.+-]+@{DOMAIN}+\W*$",
        10,
        tail=True,
        needs=("@",),
    ),
    rule("sign-off", rf"^[-–—―=/(（\[【©*\s]*{JOINED}\)?{_CODES}\s*[.:)）\]】/–—-]*$", 8, tail=True),
    rule("sign-off", rf"^[(\[/–—-]*\s*(?:[Rr]ed|RED|red\.)[,/ –-]+(?:[\w.]+[/ ,]+)*{NAME}\W*$", 8, tail=True),
]

TEXT_RULES: dict[str, list[Rule]] = {
    "before photos": [*_DATELINES, *_CONTRIBUTED, *_BYLINES],
    "after photos": [*_COPYRIGHT, *_LOOSE_BYLINES, *_SOURCES, *_SIGN_OFFS],
}
