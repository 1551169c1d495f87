"""The registry: what comes with the package, and what a user's file adds to it."""

import pytest

from syndetect.agencies import CHANNELS, KINDS, Agency, Registry, load_registry, read_credits
from syndetect.corpus import Article
from syndetect.errors import ParameterError
from syndetect.text import tokenise_paragraphs
from tests.agencies.reading import PROSE, read

WIRES = [
    "Reuters",
    "AP",
    "AFP",
    "dpa",
    "ANSA",
    "EFE",
    "ANP",
    "Belga",
    "NTB",
    "Ritzau",
    "TT",
    "STT",
    "APA",
    "ATS/SDA",
    "PAP",
    "ČTK",
    "Lusa",
    "Kyodo",
    "Jiji",
    "Yonhap",
    "Xinhua",
    "CNS",
    "TASS",
    "Interfax",
    "PTI",
    "ANI",
    "IANS",
    "ANTARA",
    "Bernama",
    "AAP",
    "CP",
    "PA",
    "UPI",
    "Anadolu",
    "RIA",
    "Sputnik",
]


def test_the_agencies_of_the_world_are_there():
    """All larger agencies, photo agencies, relays and syndicating outlets have their kind."""
    kinds = {agency.name: agency.kind for agency in load_registry().agencies}

    assert {kinds[name] for name in WIRES} == {"agency"}
    assert {kinds[name] for name in ("EPA", "Getty")} == {"photo agency"}
    assert {kinds[name] for name in ("PR Newswire", "Business Wire", "GlobeNewswire", "CNW", "Cision")} == {
        "press release"
    }
    assert {
        kinds[name] for name in ("CNN", "Bloomberg", "Washington Post", "Hill", "Tribune News Service")
    } == {"syndicator"}
    assert kinds["generic"] == "generic"


def test_names_and_forms_are_distinct():
    """No agency stands there twice, and no alias names two agencies."""
    agencies = load_registry().agencies
    forms = [form for agency in agencies for form in (*agency.aliases, *agency.short)]

    assert len({agency.name for agency in agencies}) == len(agencies)
    assert sorted(forms) == sorted(set(forms))
    assert all(agency.languages for agency in agencies)


def _first(path, text: str) -> list[tuple[str, str, str]]:
    registry = load_registry(path)
    articles = [Article(article_id="a", text=text)]
    credits = read_credits(articles, *tokenise_paragraphs([text]), registry)
    return [(credit.agency, credit.channel, credit.kind) for credit in credits]


def test_a_user_adds_an_agency(tmp_path):
    """An entry of a new name is an agency like any other."""
    path = tmp_path / "mine.toml"
    path.write_text(
        '[[agency]]\nname = "Harbour Wire"\nkind = "agency"\naliases = ["Harbour Wire"]\n'
        'short = { "HW" = ["dateline"] }\n',
        encoding="utf-8",
    )
    text = f"Quay late\n\nKIEL (HW) — {PROSE}\n\n{PROSE}\n\n(HW)"

    assert _first(path, text) == [("Harbour Wire", "text", "dateline")]
    assert _first(None, text) == []


def test_a_user_extends_an_agency(tmp_path):
    """An entry of a known name adds its forms and keeps the others."""
    path = tmp_path / "mine.toml"
    path.write_text(
        '[[agency]]\nname = "Reuters"\naliases = ["Roiters"]\ndomains = ["roiters.example"]\n',
        encoding="utf-8",
    )
    extended = next(agency for agency in load_registry(path).agencies if agency.name == "Reuters")

    assert extended.kind == "agency"
    assert {"Reuters", "Roiters"} <= set(extended.aliases)
    assert {"reuters.com", "roiters.example"} <= set(extended.domains)
    assert _first(path, f"Quay late\n\nKIEL (Roiters) - {PROSE}") == [("Reuters", "text", "dateline")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[agency]\n", "not TOML"),
        ("", "holds .*agency.* tables"),
        ("agency = 3\n", "holds .*agency.* tables"),
        ('other = 1\n[[agency]]\nname = "X"\n', "nothing else"),
        ('[[agency]]\nkind = "agency"\n', "agency no. 1: name"),
        ('[[agency]]\nname = "X"\naliases = ["X Wire"]\n', "agency 'X': kind must be one of"),
        ('[[agency]]\nname = "X"\nkind = "wire"\naliases = ["X Wire"]\n', "agency 'X': kind .* got 'wire'"),
        ('[[agency]]\nname = "X"\nkind = "agency"\n', "agency 'X': needs at least one alias"),
        ('[[agency]]\nname = "X"\nkind = "agency"\nalias = ["X"]\n', "agency 'X': unknown key 'alias'"),
        ('[[agency]]\nname = "X"\nkind = "agency"\naliases = "X"\n', "agency 'X': aliases must be a list"),
        ('[[agency]]\nname = "X"\nkind = "agency"\naliases = [""]\n', "agency 'X': aliases must be a list"),
        ('[[agency]]\nname = "X"\nkind = "agency"\nshort = ["X"]\n', "agency 'X': short must be a table"),
        (
            '[[agency]]\nname = "X"\nkind = "agency"\nshort = { "X" = ["lede"] }\n',
            "agency 'X': short 'X' counts in",
        ),
        (
            '[[agency]]\nname = "X"\nkind = "agency"\nshort = { "X" = [] }\n',
            "agency 'X': short 'X' counts in",
        ),
        (
            '[[agency]]\nname = "X"\nkind = "agency"\naliases = ["X Wire"]\n'
            '[[agency]]\nname = "X"\nkind = "agency"\naliases = ["X Wire"]\n',
            "agency 'X': stands there twice",
        ),
    ],
)
def test_a_bad_file_names_file_and_entry(tmp_path, text, message):
    """What is wrong in a user's file is said with the file, the entry and the rule."""
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ParameterError, match=message) as error:
        load_registry(path)

    assert str(error.value).startswith(f"{path}: ")


def test_a_missing_file_is_named(tmp_path):
    """A file that cannot be read is an error of the parameters."""
    with pytest.raises(ParameterError, match=r"nowhere\.toml: the registry cannot be read"):
        load_registry(tmp_path / "nowhere.toml")


def test_hosts_belong_to_agencies():
    """A site is an agency's own with any subdomain, and no other that ends alike."""
    registry = load_registry()
    reuters = next(row for row, agency in enumerate(registry.agencies) if agency.name == "Reuters")

    assert registry.of_host("reuters.com") == registry.of_host("uk.Reuters.com") == reuters
    assert registry.of_host("notreuters.com") is registry.of_host("com") is registry.of_host("") is None


def test_channels_and_kinds():
    """Channels and kinds are the documented ones."""
    assert CHANNELS == ("text", "photo", "mention", "press release", "original")
    assert len(KINDS) == len(set(KINDS)) == 10
    assert Registry((Agency(name="X", kind="agency", aliases=("X Wire",)),)).forms[0].words == "X Wire"


@pytest.mark.parametrize("url", ["https://[::1", "https://]", "//[x]/", "https://[reuters.com]/x"])
def test_an_address_with_a_broken_host_is_nobodys(url):
    """An address that cannot be taken apart names no agency's site, and stops nothing."""
    text = "KIEL (Reuters) - The quay opens in spring, the harbour board said on Tuesday."
    [credit] = {credit.channel for credit in read(text, url=url)}
    assert credit == "text"
