"""What looks like a credit and is none, or names an agency in another role."""

import time

import pytest

from syndetect.agencies import load_registry, read_credits
from syndetect.corpus import Article
from syndetect.text import tokenise_paragraphs
from tests.agencies.reading import MORE, PROSE, end, head, middle, opening, read, summary, tail

MENTIONS = [
    ("The minister told Reuters on Monday that the quay would open in spring, not in autumn.", "Reuters"),
    (
        "The quay will open in spring, Reuters reported on Monday, citing two people at the harbour board.",
        "Reuters",
    ),
    ("“We are not late, the sea floor is,” the engineer told AFP on the sidelines of a meeting.", "AFP"),
    ("The Associated Press reported that the quay would open in spring, quoting an official.", "AP"),
    ("The cranes are for sale, the engineer said in an interview with The Associated Press last week.", "AP"),
    (
        "Le quai ouvrira au printemps, selon Reuters, qui cite deux personnes proches du conseil du port.",
        "Reuters",
    ),
    (
        "Kajen åbner til foråret, skriver avisen og Ritzau, som har talt med havnens direktør om sagen.",
        "Ritzau",
    ),
    ("ロイターによると、新しい岸壁は計画より二年遅れて春に開く予定だという。", "Reuters"),
    ("O presidente do porto disse à agência Lusa que o novo cais abre na primavera do próximo ano.", "Lusa"),
    ("Der Kai öffnet im Frühjahr, sagte der Direktor laut dpa am Montag vor Journalisten in Kiel.", "dpa"),
    ("El muelle abrirá en primavera, según EFE, que cita a dos personas del consejo del puerto.", "EFE"),
    (
        "Bloomberg reported that the harbour board is looking for a buyer of its two oldest cranes.",
        "Bloomberg",
    ),
    ("Russia's TASS news agency said the ship had left the harbour before the storm had begun.", "TASS"),
    ("Сроки сдвинуты на весну, сообщает ТАСС со ссылкой на пресс-службу совета порта и мэрии.", "TASS"),
    (
        "Source: Reuters poll of twelve economists between May 3 and May 7, in per cent of the year before.",
        "Reuters",
    ),
    ("According to Xinhua, the quay would open in spring, two years later than had been planned.", "Xinhua"),
]

NOTHING = [
    "Jean Martin (PC) a demandé au maire de rendre publics tous les rapports sur le nouveau quai.",
    "M. Martin (PC) - ancien maire - a voté contre le budget du nouveau quai et de ses deux grues.",
    "Pupils may now take AP Calculus and AP Physics at the new school beside the old harbour.",
    "The group known as APT41 had been in the computers of the harbour board for two years.",
    "The length of the quay (ap) is counted from the first bollard to the end of the pier.",
    "Carl Reuterswärd and Anna Apel had opposed the quay from the beginning of the planning.",
    "The harbour PA system failed twice, and the TT race was moved to the following weekend.",
    "The CP of the harbour, and the PTI of each ship, are written down in the log every day.",
    "Ani Sharma and Apa Tenzing sold their boats to the museum when the old pier was closed.",
    "Intelligence agencies and travel agencies share the tower above the new quay with a bank.",
    "Talks with unions contributed to the delay, and to the higher costs of the new quay.",
    "The Hill above the harbour is bloomberg-free, wrote one visitor in the book of the museum.",
    "Follow us on Twitter @AFP",
    "Guests sang at the post office, in good times and bad, on the globe of the old customs house.",
]


@pytest.mark.parametrize(("sentence", "agency"), MENTIONS)
@pytest.mark.parametrize("place", [head, middle, tail])
def test_a_mention_is_no_credit(sentence, agency, place):
    """An agency cited in the prose is mentioned, wherever the sentence stands."""
    assert summary(read(place(sentence))) == {(agency, "mention", "mention")}


@pytest.mark.parametrize("sentence", NOTHING)
@pytest.mark.parametrize("place", [head, middle, tail])
def test_words_that_only_look_like_an_agency(sentence, place):
    """Parties, courses, groups, surnames and loose letters are no agencies."""
    assert read(place(sentence)) == []


def test_a_staff_byline_and_an_agency_sign_off():
    """The agency is credited by its sign-off; the reporter's own line is nobody's agency."""
    text = head("By Jane Doe") + " (Reuters)"

    assert summary(read(text)) == {("Reuters", "text", "sign-off")}


def test_a_credit_far_from_the_top():
    """A credit in the last line is found however long the article is."""
    text = "\n\n".join(["Quay to open late", *[PROSE, MORE] * 40, "AAP"])

    assert summary(read(text)) == {("AAP", "text", "sign-off")}


def test_a_credit_below_the_tenth_line():
    """A byline below menus and captions is found."""
    menus = "\n\n".join(
        ["Share", "Print", "More", "Weather", "Traffic", "Sports", "Video", "Log in", "Jobs", "Homes"]
    )

    assert summary(read(f"Quay to open late\n\n{menus}\n\nBy The Associated Press\n\n{PROSE}\n\n{MORE}")) == {
        ("AP", "text", "byline")
    }


@pytest.mark.parametrize(
    ("line", "agencies"),
    [
        ("(ATS-AFP)", {"ATS/SDA", "AFP"}),
        ("AP/TT", {"AP", "TT"}),
        ("(APA/dpa)", {"APA", "dpa"}),
        ("RITZAU/Reuters", {"Ritzau", "Reuters"}),
        ("(With inputs from ANI|PTI|Reuters)", {"ANI", "PTI", "Reuters"}),
        (
            "This report contains material from Bloomberg News, Reuters, and The Associated Press.",
            {"Bloomberg", "Reuters", "AP"},
        ),
    ],
)
def test_several_agencies_in_one_line(line, agencies):
    """Each agency of a joint credit has its own row."""
    found = read(tail(line))

    assert {credit.agency for credit in found} == agencies
    assert len(found) == len(agencies)


def test_several_kinds_for_one_agency():
    """Each form in which an agency is credited has its own row, in the order of the text."""
    text = (
        "By The Associated Press\n\n"
        + opening("KIEL (AP) — ")
        + "\n\n© 2025 The Associated Press. All rights reserved."
    )

    assert [(credit.agency, credit.kind) for credit in read(text)] == [
        ("AP", "byline"),
        ("AP", "dateline"),
        ("AP", "copyright"),
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"outlet": "Reuters"},
        {"outlet": "reuters.com"},
        {"url": "https://www.reuters.com/world/quay-2025"},
    ],
)
def test_on_its_own_site_a_text_is_original(fields):
    """An agency's text in its own outlet is original; elsewhere it is credited."""
    text = opening("KIEL (Reuters) - ")

    assert summary(read(text, **fields)) == {("Reuters", "original", "dateline")}
    assert summary(read(text, outlet="notreuters.com")) == {("Reuters", "text", "dateline")}


@pytest.mark.parametrize(
    ("field", "value", "agency", "channel"),
    [
        ("authors", "By AP", "AP", "text"),
        ("authors", "Afp Afp", "AFP", "text"),
        ("authors", "Le Monde avec AFP", "AFP", "text"),
        ("authors", "ČTK", "ČTK", "text"),
        ("authors", "La Presse Canadienne", "CP", "text"),
        ("credit", "BELGA", "Belga", "text"),
        ("credit", "STT–Reuters", "STT", "text"),
        ("credit", "ČTK/Jana Nováková", "ČTK", "photo"),
        ("credit", "Photo: AP", "AP", "photo"),
        ("credit", "Getty Images", "Getty", "photo"),
        ("credit", "PR Newswire", "PR Newswire", "press release"),
    ],
)
def test_fields_of_the_record(field, value, agency, channel):
    """Authors and credit fields are read without a place in the text; the evidence names the field."""
    found = [credit for credit in read(head("Share"), **{field: value}) if credit.agency == agency]

    assert [(c.channel, c.kind, c.start, c.end, c.evidence) for c in found] == [
        (channel, "field", 0, 0, f"{field}: {value}")
    ]


@pytest.mark.parametrize("name", ["Anna Apel", "Carl Reuterswärd", "Ani Sharma", "Jane Doe"])
def test_authors_who_are_no_agencies(name):
    """A reporter's name in the authors field is no agency, whatever letters begin it."""
    assert read(head("Share"), authors=name) == []


def test_an_empty_article_and_none():
    """Without words there are no credits."""
    assert read("") == []
    assert read_credits([], *tokenise_paragraphs([]), load_registry()) == []


def test_threads_and_neighbours_change_nothing():
    """Rows are sorted by article, start, channel and agency; threads and other articles change none."""
    texts = [
        opening("KIEL (AP) — "),
        tail("AP/TT"),
        head("By Reuters"),
        end(" – Reuters"),
        middle("Jane Doe/AP"),
        "",
    ] * 7
    articles = [Article(article_id=str(row), text=text) for row, text in enumerate(texts)]
    tokens, paragraphs = tokenise_paragraphs(texts)
    whole = read_credits(articles, tokens, paragraphs, load_registry(), n_threads=1)

    assert whole == sorted(
        whole, key=lambda credit: (credit.article, credit.start, credit.channel, credit.agency)
    )
    assert whole == read_credits(articles, tokens, paragraphs, load_registry(), n_threads=5)
    for row, text in enumerate(texts[:6]):
        alone = [credit._replace(article=row) for credit in read(text)]
        assert alone == [credit for credit in whole if credit.article == row]


@pytest.mark.parametrize(
    "line",
    [
        "By " + "Jane Doe, " * 60 + "Reuters x y",
        "By " + "J. " * 200 + "(Reuters) x",
        ", " * 300 + "Associated Press",
        "Information from " + "AP, " * 200 + "is missing.",
        "(" * 300 + "AP" + ")" * 300,
        "Reuters, AFP and AP and " * 100,
        "Reuters/AP/AFP/" * 200 + "x",
        "/" * 500 + "AFP/",
        "Kiel. A. B. C. " * 60 + "(Reuters)",
        "with inputs from " * 80 + "PTI",
    ],
)
def test_no_line_takes_long(line):
    """Reading a line takes no more than a moment, however it is made."""
    for place in (head, middle, tail):
        begin = time.process_time()
        read(place(line))
        assert time.process_time() - begin < 1.0
