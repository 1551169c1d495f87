"""Every form of text credit that agencies are known by, in their languages."""

import pytest

from tests.agencies.reading import end, head, opening, read, summary, tail

DE = (
    "Der Hafenrat teilte am Dienstag mit, dass der neue Kai erst im Frühjahr öffnet, zwei Jahre "
    "später als geplant."
)
FR = (
    "Le conseil du port a annoncé mardi que le nouveau quai ouvrirait au printemps, deux ans plus "
    "tard que prévu."
)
ES = (
    "El consejo del puerto anunció el martes que el nuevo muelle abrirá en primavera, dos años "
    "después de lo previsto."
)
RU = (
    "Совет порта сообщил во вторник, что новый причал откроется весной, на два года позже, чем планировалось."
)
ZH = "港务局星期二表示，新码头将于春季启用，比原计划晚了两年，因为海底比勘测显示的更软。"
JA = (
    "港湾局は火曜日、新しい岸壁が計画より二年遅れて春に開くと発表した。"
    "海底が予想より柔らかかったためだという。"
)
KO = (
    "항만 이사회는 화요일 새 부두가 계획보다 2년 늦은 봄에 문을 연다고 밝혔다. 해저가 조사 결과보다 무른 "
    "것으로 나타났다."
)

AR = "قال مجلس الميناء يوم الثلاثاء إن الرصيف الجديد سيفتح في الربيع بعد عامين من الموعد المقرر."

DATELINES = [
    ("DETROIT (Reuters) - ", None, "Reuters"),
    ("PARIS, Oct 22 (Reuters) - ", None, "Reuters"),
    ("Jan 30 (Reuters) - ", None, "Reuters"),
    ("LONDON (Thomson Reuters Foundation) - ", None, "Reuters"),
    ("LOS ANGELES (Variety.com) - ", None, "Variety"),
    ("(OPTA) - ", None, "Opta"),
    ("(Gracenote) - ", None, "Gracenote"),
    ("NEW YORK (AP) _ ", None, "AP"),
    ("GROSSETO, Italy (AP) -- ", None, "AP"),
    ("BUFFALO, N.Y. (AP) — ", None, "AP"),
    ("Paris, 9 déc 2018 (AFP) - ", FR, "AFP"),
    ("STOCKHOLM, Aug 29, 2014 (AFP) - ", None, "AFP"),
    ("Strasbourg, 10 juil 2024 (AFP)\n\n", FR, "AFP"),
    ("Paris (AFP) - ", FR, "AFP"),
    ("Athen (dpa) - ", DE, "dpa"),
    ("FRANKFURT (dpa-AFX) - ", DE, "dpa"),
    ("Dortmund (dpa/lnw) - ", DE, "dpa"),
    ("(ANSA) - ROMA, 22 MAR - ", None, "ANSA"),
    ("(ANSA) - Roma 22 mar - ", ES, "ANSA"),
    ("Roma, 22 mar (ANSA) - ", None, "ANSA"),
    ("Nueva Delhi, 21 ene (EFE).- ", ES, "EFE"),
    ("LONDEN (ANP) - ", None, "ANP"),
    ("San Mateo (ANP/RTL) - ", None, "ANP"),
    ("BRUSSEL (BELGA) - ", None, "Belga"),
    ("København /ritzau/: ", None, "Ritzau"),
    ("STT–", None, "STT"),
    ("SION (ATS).- ", FR, "ATS/SDA"),
    ("Warszawa (PAP) - ", None, "PAP"),
    ("Praha (ČTK) -- ", None, "ČTK"),
    ("Lisboa, 12 mai (Lusa) – ", None, "Lusa"),
    ("SAITAMA, Japan, Dec. 9 Kyodo - ", None, "Kyodo"),
    ("【共同通信】", JA, "Kyodo"),
    ("【ロンドン共同】", JA, "Kyodo"),
    ("【ワシントン時事】", JA, "Jiji"),
    ("(이스탄불=연합뉴스) 하채림 특파원 = ", KO, "Yonhap"),
    ("서울, 1월 19일 (연합뉴스) -- ", KO, "Yonhap"),
    ("SEOUL, Jan. 19 (Yonhap) -- ", None, "Yonhap"),
    ("新华社北京3月15日电（记者张三）", ZH, "Xinhua"),
    ("新华社北京8月29日电题：", ZH, "Xinhua"),
    ("新华社北京１０月２２日电 ", ZH, "Xinhua"),
    ("新华网银川8月29日电（记者李四）", ZH, "Xinhua"),
    ("中新社香港5月2日电 ", ZH, "CNS"),
    ("BEIJING, Feb. 3 (Xinhua) -- ", None, "Xinhua"),
    ("MOSCOW, January 21. /TASS/. ", None, "TASS"),
    ("МОСКВА, 21 января. /ТАСС/. ", RU, "TASS"),
    ("Москва. 20 мая. INTERFAX.RU - ", RU, "Interfax"),
    ("МОСКВА, 3 мая (РИА Новости) — ", RU, "RIA"),
    ("MOSCOW (Sputnik) — ", None, "Sputnik"),
    ("Bengaluru, Aug 23 (PTI) -- ", None, "PTI"),
    ("New Delhi [India], March 3 (ANI): ", None, "ANI"),
    ("Mumbai, March 3 (IANS) ", None, "IANS"),
    ("Jakarta (ANTARA) - ", None, "ANTARA"),
    ("JAKARTA (Antara): ", None, "ANTARA"),
    ("KUALA LUMPUR, May 2 (Bernama) -- ", None, "Bernama"),
    ("SYDNEY (AAP) — ", None, "AAP"),
    ("OTTAWA (La Presse canadienne) — ", FR, "CP"),
    ("TORONTO (CP) — ", None, "CP"),
    ("NEW YORK (UPI) -- ", None, "UPI"),
    ("[東京 3日 ロイター] - ", JA, "Reuters"),
    ("МОСКВА, 3 мая – РИА Новости. ", RU, "RIA"),
    ("MADRID, 3 (EUROPA PRESS) - ", ES, "Europa Press"),
    ("(Bloomberg) -- ", None, "Bloomberg"),
    ("ANKARA (Anadolu Agency) - ", None, "Anadolu"),
    ("ATLANTA (CNN) — ", None, "CNN"),
    ("Paris (Havas.) — ", FR, "Havas"),
    ("Berlin (Wolff.) — ", DE, "Wolff"),
    ("Roma (Stefani) - ", None, "Stefani"),
    ("Paris (Haras.) — ", FR, "Havas"),
    ("Paris (liavas.) — ", FR, "Havas"),
    ("Paris (Ilavas.) — ", FR, "Havas"),
    ("Londres (Reutei.) — ", FR, "Reuters"),
    ("Londres (Exchange) — ", FR, "Exchange"),
    ("Berlin (D. N. B.) — ", DE, "DNB"),
    ("NEW YORK (United Press) — ", None, "UPI"),
    ("NEW DELHI (TNN): ", None, "TNN"),
    ("Москва. 20 мая. ИНТЕРФАКС - ", RU, "Interfax"),
    ("(서울=연합뉴스) 홍길동 기자 = ", KO, "Yonhap"),
    ("【時事】", JA, "Jiji"),
    ("PÉKIN, 3 mars (Chine nouvelle) - ", FR, "Xinhua"),
    ("(ANSA) - 22 مارس - روما - ", AR, "ANSA"),
    ("据新华社电 ", ZH, "Xinhua"),
    ("据新华社电，", ZH, "Xinhua"),
    ("据新华社北京3月15日电 ", ZH, "Xinhua"),
    ("Bern, 2. Juli. ag. ", DE, "generic"),
]

RELEASES = [
    ("LONDON, Feb. 1, 2017 /PRNewswire/ -- ", "PR Newswire"),
    ("BEIJING, Feb. 1, 2017 /PRNewswire-AsiaNet/ -- ", "PR Newswire"),
    ("MONTRÉAL, le 3 mai 2019 /CNW Telbec/ - ", "CNW"),
    ("NEW YORK, May 3, 2019 (GLOBE NEWSWIRE) -- ", "GlobeNewswire"),
    ("BOSTON--(BUSINESS WIRE)--", "Business Wire"),
    ("STOCKHOLM, Feb. 1, 2017 /Cision/ -- ", "Cision"),
]

HEADS = [
    ("By The Associated Press", "AP", "byline"),
    ("By AP", "AP", "byline"),
    ("Associated Press", "AP", "byline"),
    ("By JANE DOE, Associated Press", "AP", "byline"),
    ("By JOHN ROE AP Science Writer", "AP", "byline"),
    ("Jane Doe and John Roe, Associated Press", "AP", "byline"),
    ("Jane Doe, The Associated Press", "AP", "byline"),
    ("Jane DoeAssociated Press", "AP", "byline"),
    ("The Associated Press | Monday, July 16, 2018, 9:06 a.m.", "AP", "byline"),
    ("Posted 3:57 pm, July 15, 2018, by Associated Press", "AP", "byline"),
    ("Reuters India•", "Reuters", "byline"),
    ("The Harbour Chronicle•", "The Harbour Chronicle", "byline"),
    ("Le Monde avec AFP", "AFP", "contributed"),
    ("Texte : AFP", "AFP", "byline"),
    ("Met medewerking van ANP", "ANP", "contributed"),
    ("A. D. avec AFP", "AFP", "contributed"),
    ("Martin Muster, mit Material der dpa", "dpa", "contributed"),
    ("Redacción Puerto (Con información de EFE)", "EFE", "contributed"),
    ("A. T., La Presse canadienne (Ottawa)", "CP", "byline"),
    ("A. Tremblay for The Canadian Press", "CP", "byline"),
    ("La Presse Canadienne", "CP", "byline"),
    ("By PA Reporter", "PA", "byline"),
    ("PA Media", "PA", "byline"),
    ("Press Association", "PA", "byline"),
    ("홍길동 기자 (연합뉴스)", "Yonhap", "byline"),
    ("Autor: Jan Nowak, PAP", "PAP", "byline"),
    ("来源：新华社", "Xinhua", "source line"),
    ("Zdroj: ČTK", "ČTK", "source line"),
    ("Bron: Belga", "Belga", "source line"),
    ("By JANE DOE, CNN", "CNN", "byline"),
    ("Von APA/dpa", "APA", "byline"),
    ("By Agencies", "generic", "byline"),
    ("Reuters", "Reuters", "byline"),
    ("Jane Doe, CNN", "CNN", "byline"),
    ("EFE/Madrid", "EFE", "byline"),
    ("EFE | Madrid", "EFE", "byline"),
    ("Agencias/Madrid", "generic", "byline"),
    ("By our staff and agencies", "generic", "byline"),
    ("By Harbour Post staff and wire services", "generic", "byline"),
    ("By Harbour Post reporters, with agencies", "generic", "contributed"),
    ("Von unserer Redaktion und Agenturen", "generic", "byline"),
    ("Redaktion/Agenturen", "generic", "byline"),
    ("La rédaction et agences", "generic", "byline"),
    ("Par la rédaction, avec les agences", "generic", "byline"),
    ("La rédaction avec agences", "generic", "contributed"),
    ("Redacción y agencias", "generic", "byline"),
    ("Redacción/Agencias", "generic", "byline"),
    ("Redazione e agenzie", "generic", "byline"),
    ("Redação e agências", "generic", "byline"),
    ("Da redação com agências", "generic", "contributed"),
    ("Redactie en persbureaus", "generic", "byline"),
    ("Redaktionen og nyhetsbyråer", "generic", "byline"),
]

TAILS = [
    ("(Reporting by Jane Doe; Editing by John Roe)", "Reuters", "sign-off"),
    ("Additional reporting by A. Doe; Writing by J. Roe; Editing by B. Poe", "Reuters", "sign-off"),
    ("Our Standards: The Thomson Reuters Trust Principles.", "Reuters", "sign-off"),
    ("The Associated Press contributed to this report.", "AP", "contributed"),
    ("Fox News' K. L. and The Associated Press contributed to this report.", "AP", "contributed"),
    ("Jane Doe is an Associated Press writer.", "AP", "sign-off"),
    ("dpa hm bs wjh", "dpa", "sign-off"),
    ("The following information is not intended for publication", "dpa", "sign-off"),
    ("(dpa/tmn)", "dpa", "sign-off"),
    ("(Con información de EFE)", "EFE", "contributed"),
    ("Con información de EFE, Reuters y El Faro", "EFE", "contributed"),
    ("Con información de agencias", "generic", "contributed"),
    ("© 2018 ANP. Alle auteursrechten en overige rechten voorbehouden", "ANP", "copyright"),
    ("(belga)", "Belga", "sign-off"),
    ("(©NTB)", "NTB", "copyright"),
    ("(NPK-NTB)", "NTB", "sign-off"),
    ("/ritzau/", "Ritzau", "sign-off"),
    ("RITZAU", "Ritzau", "sign-off"),
    ("RITZAU/Reuters", "Ritzau", "sign-off"),
    ("/TT", "TT", "sign-off"),
    ("AP/TT", "TT", "sign-off"),
    ("(TT)", "TT", "sign-off"),
    ("(TT-Reuters)", "TT", "sign-off"),
    ("STT–Reuters", "STT", "sign-off"),
    ("(APA)", "APA", "sign-off"),
    ("(APA/dpa)", "APA", "sign-off"),
    ("red, ORF.at/Agenturen", "generic", "sign-off"),
    ("/ ats", "ATS/SDA", "sign-off"),
    ("(PAP)", "PAP", "sign-off"),
    ("Zdroj: ČTK", "ČTK", "source line"),
    ("ČTK/red", "ČTK", "sign-off"),
    ("čtk, tb", "ČTK", "sign-off"),
    ("–ČTK/RED–", "ČTK", "sign-off"),
    ("© Lusa", "Lusa", "copyright"),
    ("Esta notícia é da agência Lusa", "Lusa", "sign-off"),
    ("==Kyodo", "Kyodo", "sign-off"),
    ("（共同）", "Kyodo", "sign-off"),
    ("（時事）", "Jiji", "sign-off"),
    ("<저작권자(c) 연합뉴스, 무단 전재-재배포 금지>", "Yonhap", "copyright"),
    ("Источник: ТАСС", "TASS", "source line"),
    ("(Интерфакс)", "Interfax", "sign-off"),
    ("(With inputs from ANI|PTI|Reuters)", "ANI", "contributed"),
    ("(With inputs from ANI|PTI|Reuters)", "PTI", "contributed"),
    ("With input from agencies", "generic", "contributed"),
    ("-- BERNAMA", "Bernama", "sign-off"),
    ("BERNAMA provides up-to-date authentic news from the harbour.", "Bernama", "sign-off"),
    ("AAP jd/jr", "AAP", "sign-off"),
    ("AAP requests that you remove the above story", "AAP", "sign-off"),
    ("with files from The Canadian Press", "CP", "contributed"),
    ("avec des informations de La Presse canadienne", "CP", "contributed"),
    ("– La Presse canadienne", "CP", "sign-off"),
    ("Source: The Harbour Post and news agencies", "generic", "source line"),
    ("From staff and wire reports", "generic", "source line"),
    ("Distributed by Tribune Content Agency, LLC.", "Tribune News Service", "source line"),
    ("This article was originally published by Reuters.", "Reuters", "source line"),
    ("This report by The Canadian Press was first published Jan. 3, 2020.", "CP", "sign-off"),
    ("Information from the Associated Press is included in this report.", "AP", "contributed"),
    ("This story was reported by The Associated Press.", "AP", "sign-off"),
    ("Mit Agenturen", "generic", "contributed"),
    ("hjd@yna.co.kr", "Yonhap", "sign-off"),
    ("(dpa-infocom)", "dpa", "sign-off"),
    ("- Bron: Belga", "Belga", "source line"),
    ("NPK-NTB", "NTB", "sign-off"),
    ("TT:", "TT", "sign-off"),
    ("(ats)", "ATS/SDA", "sign-off"),
    ("(čtk)", "ČTK", "sign-off"),
    ("© Lusa | Esta notícia é da agência Lusa", "Lusa", "sign-off"),
    ("© Lusa | Esta notícia é da agência Lusa", "Lusa", "copyright"),
    ("時事通信社", "Jiji", "sign-off"),
    ("TNN", "TNN", "sign-off"),
    ("Jane Doe, jdoe@ap.org", "AP", "sign-off"),
    ("（据新华社电）", "Xinhua", "source line"),
    ("据新华社", "Xinhua", "source line"),
    ("(AFP, dpa)", "dpa", "sign-off"),
    ("(sda/afp)", "AFP", "sign-off"),
    ("Herald wire services contributed to this report.", "generic", "contributed"),
    ("With Post Wires", "generic", "contributed"),
    ("Copyright 2018 by CNN NewSource. All rights reserved.", "CNN", "copyright"),
    ("© 2018 Thomson/Reuters. All rights reserved.", "Reuters", "copyright"),
    ("© AFP 2018", "AFP", "copyright"),
    ("© Copyright 2018 The Associated Press. All rights reserved.", "AP", "copyright"),
    (
        "This report contains material from Bloomberg News, Reuters, and The Associated Press.",
        "Bloomberg",
        "contributed",
    ),
    (
        "(Except for the headline, this story has not been edited by Quay TV staff and is published from a "
        "syndicated feed.)",
        "generic",
        "source line",
    ),
    (
        "(This story has not been edited by Quay staff and is auto-generated from a syndicated feed.)",
        "generic",
        "source line",
    ),
]

ENDS = [
    (" – Reuters", "Reuters"),
    (" (ANSA).", "ANSA"),
    (" (AFP)", "AFP"),
    (" /ritzau/", "Ritzau"),
    (" – La Presse canadienne", "CP"),
    (" —AP", "AP"),
    (" (APA/dpa)", "dpa"),
    (" ag.", "generic"),
    (" Agencies", "generic"),
    (" Agencias.", "generic"),
]


@pytest.mark.parametrize(("line", "prose", "agency"), DATELINES)
def test_a_dateline_credits_its_agency(line, prose, agency):
    """A dateline before the first words is a text credit of the agency in it, and nothing else is."""
    text = opening(line, prose) if prose else opening(line)

    assert summary(read(text)) == {(agency, "text", "dateline")}


@pytest.mark.parametrize(("line", "agency"), RELEASES)
def test_a_relay_is_a_press_release(line, agency):
    """The dateline of a press-release relay is no agency's text."""
    assert summary(read(opening(line))) == {(agency, "press release", "dateline")}


@pytest.mark.parametrize(("line", "agency", "kind"), HEADS)
def test_a_line_under_the_headline_credits_its_agency(line, agency, kind):
    """A byline, a source line or "with material of" under the headline is a text credit."""
    assert (agency, "text", kind) in summary(found := read(head(line)))
    assert {credit.channel for credit in found} == {"text"}


@pytest.mark.parametrize(("line", "agency", "kind"), TAILS)
def test_a_line_at_the_end_credits_its_agency(line, agency, kind):
    """A sign-off, copyright or contribution in the last line is a text credit, however far from the top."""
    assert (agency, "text", kind) in summary(found := read(tail(line)))
    assert {credit.channel for credit in found} == {"text"}


@pytest.mark.parametrize(("words", "agency"), ENDS)
def test_words_behind_the_last_sentence_sign_off(words, agency):
    """An agency behind the last full stop, after a dash or in brackets, signs the text off."""
    assert (agency, "text", "sign-off") in summary(read(end(words)))
