"""Every form of photo credit: none of them may become a text credit."""

import pytest

from tests.agencies.reading import PROSE, head, middle, read, summary, tail

CAPTION = "Workers lower a block of concrete into the harbour basin, Tuesday, May 6, 2025"

CREDITS = [
    ("(AP Photo/Jane Doe)", "AP"),
    ("AP Photo", "AP"),
    ("[Jane Doe/AP Photo]", "AP"),
    ("(Jane Doe/Invision/AP)", "AP"),
    ("Jane Doe/AP", "AP"),
    ("Jane Doe / AP", "AP"),
    ("Jane Doe | AP", "AP"),
    ("(Photo: Jane Doe, AP)", "AP"),
    ("Photo: Jane Doe, AP", "AP"),
    ("Credit: The Associated Press", "AP"),
    ("CreditJane Doe/Associated Press", "AP"),
    ("(Harbour Board Press Service via AP)", "AP"),
    ("[Harbour Board via AP Photo]", "AP"),
    ("Jussi Matti/Lehtikuva, via Associated Press", "AP"),
    ("Jane Doe/PA Wire/PA Images", "PA"),
    ("PA Archive/Press Association Images", "PA"),
    ("AGENCJA GAZETA VIA REUTERS", "Reuters"),
    ("Jane Doe via retuers", "Reuters"),
    ("Jane Doe via reuetrs", "Reuters"),
    ("Getty Images / AFP", "AFP"),
    ("Photo: AFP Collection/Getty Images", "AFP"),
    ("REUTERS/Jane Doe", "Reuters"),
    ("Harbour Board/Handout via REUTERS", "Reuters"),
    ("Action Images/Reuters", "Reuters"),
    ("Foto: Reuters", "Reuters"),
    ("© REUTERS / Jane Doe", "Reuters"),
    ("Jane Doe/AFP via Getty Images", "Getty"),
    ("Jane Doe/AFP/Getty Images", "AFP"),
    ("Jane Doe, AFP/Getty Images", "AFP"),
    ("Saul Doe | AFP | Getty Images", "AFP"),
    ("AFP PHOTO / Jane DOE", "AFP"),
    ("(AFP Photo/Jane Doe)", "AFP"),
    ("Photograph by Jane Doe / AFP / Getty", "AFP"),
    ("AAPIMAGE", "AAPIMAGE"),
    ("Photograph: EPA", "EPA"),
    ("Photo: EPA-EFE/STRINGER", "EPA"),
    ("EPA/JANE DOE", "EPA"),
    ("Foto: Jonas Muster/Ritzau Scanpix", "Scanpix"),
    ("Jane Doe/AFP/Ritzau Scanpix", "AFP"),
    ("Bild: Jane Doe/TT", "TT"),
    ("Foto: Jane Doe / NTB", "NTB"),
    ("Foto: Jane Doe/dpa", "dpa"),
    ("Bild: dpa", "dpa"),
    ("Foto: APA/Jane Doe", "APA"),
    ("Foto: ANP", "ANP"),
    ("Zdroj: ČTK/Jana Nováková", "ČTK"),
    ("(사진=연합뉴스)", "Yonhap"),
    ("(Téléphoto AP)", "AP"),
    ("(reuter-bélino AP)", "AP"),
    ("Telebild AP/TAT", "AP"),
    ("PA Images", "PA"),
    ("(연합뉴스 자료사진)", "Yonhap"),
    ("新华社记者 张三 摄", "Xinhua"),
    ("© РИА Новости / Иван Иванов", "RIA"),
    ("(Jane Doe/The Canadian Press)", "CP"),
    ("EFE/EPA/JANE DOE", "EPA"),
    ("USA TODAY SPORTS", "USA TODAY Sports"),
    ("Crédit : Jane Doe/AFP", "AFP"),
    ("Photo by Jane Doe/Bloomberg", "Bloomberg"),
    ("Jane Doe | Bloomberg | Getty Images", "Bloomberg"),
    ("Anna Doe | Anadolu Agency | Getty Images", "Anadolu"),
    ("Anna Doe TASS via Getty Images", "TASS"),
]


@pytest.mark.parametrize("place", [head, middle, tail])
@pytest.mark.parametrize(("line", "agency"), CREDITS)
def test_a_photo_credit_in_its_own_line(line, agency, place):
    """A photo credit is one wherever it stands, and credits no text."""
    found = summary(read(place(line)))

    assert (agency, "photo", "caption") in found
    assert {channel for _, channel, _ in found} == {"photo"}


@pytest.mark.parametrize(("line", "agency"), CREDITS)
def test_a_photo_credit_behind_its_caption(line, agency):
    """A photo credit at the end of a caption credits no text."""
    found = summary(read(middle(f"{CAPTION}. {line}")))

    assert (agency, "photo", "caption") in found
    assert "text" not in {channel for _, channel, _ in found}


@pytest.mark.parametrize("words", [" (AP)", ". (May 6) AP", ". Reuters", ". Jane Doe/AP hide caption"])
def test_a_bare_agency_behind_a_caption(words):
    """An agency without a sign of sign-off behind a short caption is its photo credit."""
    assert {channel for _, channel, _ in summary(read(middle(CAPTION + words)))} == {"photo"}


@pytest.mark.parametrize(
    "line", ["Jane Doe, CNN", "EFE/Barcelona", "EFE/Archivo", "Reuters/Stringer", "Anna Roe, AP"]
)
@pytest.mark.parametrize("place", [head, middle])
def test_a_line_under_a_caption_credits_no_text(line, place):
    """What would be a byline under the headline credits the picture when a caption stands above it."""
    assert "text" not in {channel for _, channel, _ in summary(read(place(f"{CAPTION}.\n\n{line}")))}


def test_a_reporter_and_a_photographer():
    """Below a byline, a second line of the same form names the photographer."""
    text = head(f"By JANE DOE Associated Press\n\n{CAPTION}.\n\nAnna Roe, Associated Press\n\n{PROSE}")

    assert summary(read(text)) == {("AP", "text", "byline"), ("AP", "photo", "caption")}
