"""Photo credits and mentions: the forms in which an agency is named but its text is not credited."""

import re

from syndetect.agencies.patterns import CALENDAR, FULL, MASKS, PHOTO, SHORT, Rule, rule

__all__ = ["CITED", "CITING", "PHOTO_CREDITS"]

_NAME = f"[{FULL}{SHORT}{PHOTO}]++"
_ANY = rf"(?:the |The |l['’]|la )?{_NAME}"
_PICTURE = (
    r"(?:photos?|photograph|photographer|photographie|fotos?|fotograf|fotografia|fotografía|bild"
    r"|bilder|images?|pictures?"
    r"|videos?|crédits?|credits?|téléphoto|telebild|telefoto|kuva|zdjęcie|fot\.|фото|imagem|imagen"
    r"|media|footage|graphic"
    r"|사진|写真|図|图|图片|照片|snímek)"
)
_KIND = (
    r"(?:Photos?|PHOTOS?|photos?|pictures?|Fotos?|FOTO|foto|Images?|IMAGES?|Pool|POOL|pool"
    r"|Archivbild|Video|video|Bild"
    r"|TV|livestream|STRINGER|Stringer|Handout|HANDOUT|File|FILE|file|사진|写真)"
)

_PICTURES = (  # what every word of _PICTURE holds
    *("photo", "foto", "bild", "image", "picture", "video", "crédit", "credit", "kuva", "zdjęcie", "fot."),
    *("фото", "imagem", "media", "footage", "graphic", "사진", "写真", "図", "图", "照片", "snímek"),
)
_KINDS = (  # what every word of _KIND holds
    *(
        "photo",
        "picture",
        "foto",
        "image",
        "pool",
        "bild",
        "video",
        "tv",
        "livestream",
        "stringer",
        "handout",
    ),
    *("file", "사진", "写真"),
)

# In this order; each credits the names inside its match for pictures.
PHOTO_CREDITS: list[Rule] = [
    rule("caption", pattern, needs=needs)
    for needs, pattern in (
        # Photo: AP · Photograph by X / AFP / Getty · Credit: The Associated Press · CreditX/Reuters
        (
            _PICTURES,
            rf"(?i:(?<![^\W_]){_PICTURE})\s*(?:[:：=©/(\[]|\b(?:by|par|von|de|via|from|por|di)\b|(?=[A-Z"
            rf"{MASKS}]))[^.!?\n]{{0,60}}?{_NAME}"
            rf"(?:\s*[/|,;—–-]\s*{_NAME})*",
        ),
        # AP Photo · AFP/POOL · CNN Video
        (_KINDS, rf"(?:{_NAME}\s?/\s?)?{_ANY}\s?[-/,|(]?\s?{_KIND}\b"),
        # via REUTERS
        (("via",), rf"(?:(?<=\S[\s/,(])|{_NAME} )(?:[Vv]ia|VIA) {_ANY}"),
        # Name/AP · X/AFP/Getty · (Mel Evans/Associated Press) · Saul Loeb | AFP | Getty Images
        (
            ("/", "|", ";"),
            rf"(?:(?<=[\s.(\[–-])|^)[^\W\d_{MASKS}](?:[\w'’.-]*(?<!\.)[ ,]*\s?|[\w'’.-]*)[/|;]\s?{_ANY}"
            rf"(?:\s*[/|—–-]\s*{_NAME})*",
        ),
        (
            ("/", "|"),
            rf"{_NAME}\s?[/|]\s?(?!{CALENDAR})[A-ZÀ-ÞА-ЯŁŠŽČŘ][\w'’.-]+ [A-ZÀ-ÞА-ЯŁŠŽČŘ][^\n.]{{0,40}}",
        ),
        (
            ("(", "["),
            rf"[(\[][^()\[\]{MASKS}]{{2,60}}[/,—–-]\s*{_NAME}(?:\s*[/|]\s*{_NAME})*\s*[)\]]",
        ),
        # AFP/Getty Images · AFP — Getty · ČTK/EPA
        ((PHOTO,), rf"{_NAME}\s*[/|,—–-]\s*{PHOTO}+"),
        ((PHOTO,), rf"{PHOTO}+\s*[/|,—–-]\s*{_NAME}"),
        # (July 13) AP
        (("(",), rf"\([A-Z][a-z]+\.? \d{{1,2}}(?:, \d{{4}})?\) {_NAME}\s*$"),
        (("hide caption",), rf"{_NAME} hide caption"),
        # (연합뉴스 자료사진) · 新华社记者 张三 摄
        (("사진", "제공"), rf"{_NAME}\s?(?:자료)?(?:사진|제공)"),
        (("摄",), rf"{_NAME}[^，。]{{0,10}}摄"),
        # the caption's end without a full stop: ... at the summit (AP)
        (
            ("(", "["),
            rf"[^.!?…»”\"'’)\]。\s{MASKS}]\s*[(\[]\s*{_NAME}(?:\s*[/,]\s*{_NAME})*\s*[)\]]\s*$",
        ),
        ((PHOTO,), rf"(?:{_NAME}\s*(?:via|VIA|[/|,])?\s*)?{PHOTO}+"),
    )
]

_CITING = (
    r"(?:told|tells?|telling|with|by|from|to|says|according to|via|on|per|quoted by|quoting|citing"
    r"|cites?|selon|d'après|laut|gegenüber(?: der)?"
    r"|según|segundo|secondo|stando a|volgens|enligt|ifølge|podle|wg|według|dle|disse à|disse ao"
    r"|disse à agência|dit à|a déclaré à"
    r"|сообщает|сообщил|передает|передаёт|agence|agency|agencia|agência|agenzia|Agentur"
    r"|Nachrichtenagentur|nyhetsbyrån"
    r"|skriver|siger .{0,20} til|til|og|och)"
)
_SAYING = (
    r"(?:report(?:s|ed|ing)?|said|says|wrote|writes|news agency|correspondent|interview|notes?|noted"
    r"|quoted|cited|poll|analysis"
    r"|berichtet|meldet|schreibt|rapporte|informó|informa|reportó|riferisce|meldt|skriver|uvedla"
    r"|によると|が報じ|报道|報道|보도)"
)

# What makes even a short form a mention: the words before a name, or a name and the words behind it.
CITING = re.compile(
    rf"\b{_CITING} (?:the |The |l['’]|la |der |agência |agence |news agency |Russia['’]s )?{_NAME}"
)
CITED = re.compile(rf"{_NAME}(?:['’]s)?(?:,? (?:has|have|had|first|also|news agency))? ?{_SAYING}")
