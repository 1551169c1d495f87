"""Credits and traps in languages other than English: what is read as a text credit is one."""

import pytest

from tests.agencies.reading import read

LATER = {
    "de": "Die Fischer begrüßten den Beschluss, verlangten aber billige Liegeplätze für den ganzen Winter.",
    "fr": "Les pêcheurs ont salué la décision, mais ils demandent des places moins chères pour tout l’hiver.",
    "es": "Los pescadores celebraron la decisión, pero piden amarres más baratos para todo el invierno.",
    "it": "I pescatori hanno accolto bene la decisione, ma chiedono ormeggi meno cari per tutto l’inverno.",
    "pt": "Os pescadores saudaram a decisão, mas pedem lugares mais baratos para todo o inverno no porto.",
    "nl": "De vissers zijn blij met het besluit, maar ze vragen om goedkope ligplaatsen voor de hele winter.",
    "sv": "Fiskarna välkomnade beslutet men begärde billigare platser vid kajen under hela vintern.",
    "da": "Fiskerne var glade for beslutningen, men de vil have billigere pladser ved kajen hele vinteren.",
    "no": "Fiskerne var glade for vedtaket, men de ber om billigere plasser ved kaien hele vinteren.",
    "fi": "Kalastajat olivat iloisia päätöksestä, mutta he toivovat halvempia laituripaikkoja talveksi.",
    "pl": "Rybacy przyjęli decyzję z radością, ale proszą o tańsze miejsca przy nabrzeżu na całą zimę.",
    "cs": "Rybáři rozhodnutí přivítali, ale žádají levnější místa u nábřeží na celou zimu a jaro.",
    "ru": "Рыбаки приветствовали решение, но попросили снизить цены на места у причала на всю зиму.",
    "ja": "漁師たちは決定を歓迎したが、冬の間の係留料をもっと安くするよう求めている。",
    "ko": "어민들은 결정을 반겼지만 겨울 동안 계류장 요금을 더 낮춰 달라고 요구했다.",
    "zh": "渔民对这一决定表示欢迎，但要求在整个冬季降低泊位的价格。",
}

CREDITS = [  # words before the first sentence, or a line at the end: and who is credited
    ("de", "Kiel (dpa) - ", "", {"dpa"}),
    ("de", "", "Mit Material von dpa und AFP", {"dpa", "AFP"}),
    ("de", "", "Quelle: APA/dpa", {"APA", "dpa"}),
    ("de", "Bern, 2. Juli. ag. ", "", {"generic"}),
    ("de", "", "Redaktion und Agenturen", {"generic"}),
    ("fr", "Paris, 9 déc 2018 (AFP) - ", "", {"AFP"}),
    ("fr", "LONDRES (ATS-AFP).- ", "", {"ATS/SDA", "AFP"}),
    ("fr", "BERLIN (ATS-DPA). — ", "", {"ATS/SDA", "dpa"}),
    ("fr", "PÉKIN, 3 mars (Chine nouvelle) - ", "", {"Xinhua"}),
    ("fr", "Londres (Exchange) — ", "", {"Exchange"}),
    ("fr", "Paris (Ilavas.) — ", "", {"Havas"}),
    ("fr", "", "Le Quai avec AFP", {"AFP"}),
    ("fr", "", "Texte : AFP", {"AFP"}),
    ("fr", "", "avec des informations de La Presse canadienne", {"CP"}),
    ("fr", "", "/ ats", {"ATS/SDA"}),
    ("es", "Nueva Delhi, 21 ene (EFE).- ", "", {"EFE"}),
    ("es", "", "(Con información de EFE, Reuters y El Faro)", {"EFE", "Reuters"}),
    ("es", "", "Fuente: EFE", {"EFE"}),
    ("it", "(ANSA) - ROMA, 22 MAR - ", "", {"ANSA"}),
    ("it", "", "Fonte: ANSA", {"ANSA"}),
    ("pt", "Lisboa, 12 mai (Lusa) – ", "", {"Lusa"}),
    ("pt", "", "© Lusa | Esta notícia é da agência Lusa", {"Lusa"}),
    ("nl", "LONDEN (ANP) - ", "", {"ANP"}),
    ("nl", "", "- Bron: Belga", {"Belga"}),
    ("nl", "", "Met medewerking van ANP", {"ANP"}),
    ("sv", "", "Källa: TT", {"TT"}),
    ("sv", "", "(TT-Reuters)", {"TT", "Reuters"}),
    ("da", "København /ritzau/: ", "", {"Ritzau"}),
    ("da", "", "Kilde: Ritzau", {"Ritzau"}),
    ("no", "", "(NPK-NTB)", {"NTB"}),
    ("no", "", "Kilde: NTB", {"NTB"}),
    ("fi", "STT–", "", {"STT"}),
    ("fi", "", "Lähde: STT", {"STT"}),
    ("pl", "Warszawa (PAP) - ", "", {"PAP"}),
    ("pl", "", "Źródło: PAP", {"PAP"}),
    ("cs", "Praha (ČTK) -- ", "", {"ČTK"}),
    ("cs", "", "(čtk)", {"ČTK"}),
    ("ru", "МОСКВА, 21 января. /ТАСС/. ", "", {"TASS"}),
    ("ru", "Москва. 20 мая. ИНТЕРФАКС - ", "", {"Interfax"}),
    ("ru", "", "Источник: ТАСС", {"TASS"}),
    ("ja", "【時事】", "", {"Jiji"}),
    ("ja", "", "出典：共同通信", {"Kyodo"}),
    ("ja", "", "（共同）", {"Kyodo"}),
    ("ko", "(서울=연합뉴스) 홍길동 기자 = ", "", {"Yonhap"}),
    ("ko", "", "<저작권자(c) 연합뉴스, 무단 전재-재배포 금지>", {"Yonhap"}),
    ("zh", "新华社北京3月15日电（记者张三）", "", {"Xinhua"}),
    ("zh", "据新华社电 ", "", {"Xinhua"}),
    ("zh", "", "来源：中新社", {"CNS"}),
]

TRAPS = [  # lines that credit no text: agencies cited, pictures, parties, firms and words
    ("de", "Der Kai öffnet im Frühjahr, sagte der Direktor laut dpa am Montag vor Journalisten in Kiel."),
    ("de", "Der Direktor sagte der Deutschen Presse-Agentur, der Kai werde im Frühjahr geöffnet."),
    ("de", "Wie Reuters berichtet, hat die Werft AG den Auftrag für zwei Kräne im Hafen erhalten."),
    ("de", "Foto: Jonas Muster/dpa"),
    ("de", "Bild: picture alliance / dpa"),
    ("de", "Der Kai im Winter. (Archivbild: Keystone)"),
    ("de", "Die Arbeitsagenturen im Norden melden mehr freie Stellen als im Jahr davor."),
    ("de", "Die APA-Richtlinien für Zitate gelten auch für Arbeiten am Institut der Werft."),
    (
        "fr",
        "Le quai ouvrira au printemps, selon Reuters, qui cite deux personnes proches du conseil du port.",
    ),
    ("fr", "« Nous ne sommes pas en retard », a déclaré à l'AFP l’ingénieur du port de Kiel mardi soir."),
    ("fr", "Jean Martin (PC) a demandé au maire de rendre publics tous les rapports sur le nouveau quai."),
    ("fr", "Crédit photo : Jeanne Dupont/AFP"),
    ("fr", "(Téléphoto AP)"),
    ("fr", "Les agences de voyages et les agences bancaires resteront fermées lundi dans tout le port."),
    ("fr", "Selon un communiqué, le quai ouvrira au printemps, deux ans plus tard que prévu par la mairie."),
    ("es", "El muelle abrirá en primavera, según EFE, que cita a dos personas del consejo del puerto."),
    ("es", "El director dijo a Efe que las grúas se venderán en otoño a un museo de la capital."),
    ("es", "Foto: EFE/Juana Pérez"),
    ("es", "EFE/Archivo"),
    ("es", "Las agencias de viajes del puerto abrirán los domingos desde mayo hasta octubre."),
    ("it", "Il molo aprirà in primavera, riferisce l'ANSA, che cita due persone del consiglio del porto."),
    ("it", "Il direttore lo ha detto all’Ansa prima della riunione del consiglio del porto di Kiel."),
    ("it", "Foto: Giovanna Rossi/LaPresse"),
    ("it", "Le agenzie immobiliari del porto chiedono regole più chiare per gli affitti brevi."),
    ("pt", "O presidente do porto disse à agência Lusa que o novo cais abre na primavera do próximo ano."),
    ("pt", "O cais abre na primavera, segundo a Reuters, que cita duas pessoas do conselho do porto."),
    ("pt", "Foto: Joana Silva/Lusa"),
    ("pt", "As agências de viagens do porto pedem regras mais claras para os navios de cruzeiro."),
    ("nl", "De kade gaat in het voorjaar open, meldt persbureau ANP op gezag van twee bestuurders."),
    ("nl", "Foto: ANP"),
    ("nl", "Een woordvoerder zei tegen Belga dat de kranen in het najaar worden verkocht."),
    ("sv", "Kajen öppnar i vår, säger direktören till TT efter mötet i hamnen på tisdagen."),
    ("sv", "Bild: Anna Svensson/TT"),
    ("sv", "TT-loppet flyttas till nästa helg eftersom kajen inte är färdig i tid."),
    ("da", "Kajen åbner til foråret, skriver avisen og Ritzau, som har talt med havnens direktør om sagen."),
    ("da", "Foto: Jonas Muster/Ritzau Scanpix"),
    ("no", "Kaien åpner til våren, sier direktøren til NTB etter møtet i havnen på tirsdag."),
    ("no", "Foto: Kari Nordmann / NTB"),
    ("fi", "Johtaja kertoi STT:lle, että laituri avataan keväällä ja nosturit myydään museolle."),
    ("fi", "Kuva: Matti Meikäläinen / Lehtikuva"),
    ("pl", "Dyrektor powiedział PAP, że nabrzeże zostanie otwarte wiosną przyszłego roku."),
    ("pl", "Fot. PAP/Jan Nowak"),
    ("cs", "Nábřeží se otevře na jaře, řekl ČTK ředitel přístavu po úterním jednání rady."),
    ("cs", "Foto: ČTK/Jana Nováková"),
    ("ru", "Сроки сдвинуты на весну, сообщает ТАСС со ссылкой на пресс-службу совета порта и мэрии."),
    ("ru", "© РИА Новости / Иван Иванов"),
    ("ru", "Директор рассказал «Интерфаксу», что краны продадут музею осенью этого года."),
    ("ja", "ロイターによると、新しい岸壁は計画より二年遅れて春に開く予定だという。"),
    ("ja", "岸壁の工事を見守る人々（写真：共同通信）"),
    ("ko", "연합뉴스 보도에 따르면 새 부두는 계획보다 2년 늦은 봄에 문을 열 예정이다."),
    ("ko", "(사진=연합뉴스)"),
    ("ko", "(연합뉴스 자료사진)"),
    ("zh", "据新华社报道，新码头将于春季启用，比原计划晚了两年，渔民表示欢迎。"),
    ("zh", "新华社记者 张三 摄"),
]


def _text(language: str, opening: str, line: str, place: str) -> str:
    prose = LATER[language]
    body = [opening + prose, prose, prose, prose, prose, prose]
    body.insert({"head": 0, "middle": 3, "tail": 6}[place], line)
    return "\n\n".join(filter(None, body))


def _text_credits(text: str) -> set[str]:
    return {credit.agency for credit in read(text) if credit.channel == "text"}


@pytest.mark.parametrize(("language", "opening", "line", "agencies"), CREDITS)
def test_a_credit_is_read(language, opening, line, agencies):
    """Each agency that a dateline or a last line credits has a text credit, and no other has one."""
    assert _text_credits(_text(language, opening, line, "tail")) == agencies


@pytest.mark.parametrize("place", ["head", "middle", "tail"])
@pytest.mark.parametrize(("language", "line"), TRAPS)
def test_a_trap_credits_no_text(language, line, place):
    """An agency that is cited, or credited for a picture, and what only looks like one, credits no text."""
    assert _text_credits(_text(language, "", line, place)) == set()


def test_precision_over_all_languages():
    """Of the text credits read in all fixtures, traps in every place, at least 98 in 100 are true."""
    found = [
        (_text_credits(_text(language, opening, line, "tail")), agencies)
        for language, opening, line, agencies in CREDITS
    ]
    found += [
        (_text_credits(_text(language, "", line, place)), set())
        for language, line in TRAPS
        for place in ("head", "middle", "tail")
    ]
    n_true = sum(len(read & true) for read, true in found)
    n_read = sum(len(read) for read, _ in found)

    assert {language for language, _ in TRAPS} == {row[0] for row in CREDITS} == set(LATER)
    assert n_true >= 0.98 * n_read
    assert n_true >= 0.98 * sum(len(true) for _, true in found)
