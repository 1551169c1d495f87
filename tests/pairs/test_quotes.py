"""Speech and prose: hand-made pairs with the passages that a reader would mark."""

from typing import NamedTuple

import pytest

from syndetect import compare


class Case(NamedTuple):
    """Two texts, and the passages they share by place in b: role and words of b."""

    law: str
    a: str
    b: str
    passages: list[tuple[str, str]]


SAID = "We will bring every sailor home before the winter storms begin"
OTHER = "Nobody on this island has seen such a tide in forty years"
PROSE = "The ferry ran onto a sandbank off the northern harbour late on Tuesday evening"

CASES = [
    Case(
        "words inside quotation marks are speech",
        f"Mayor Ada Quill spoke. “{SAID},” she told reporters.",
        f"“{SAID},” said the mayor of the town.",
        [("quote", SAID)],
    ),
    Case(
        "speech is speech if either text has the marks",
        f"Mayor Ada Quill spoke. {SAID}, she told reporters.",
        f"“{SAID},” said the mayor of the town.",
        [("quote", SAID)],
    ),
    Case(
        "prose is prose",
        f"{PROSE}, the coastguard reported.",
        f"It was a long night. {PROSE}. Nobody was hurt.",
        [("prose", PROSE)],
    ),
    Case(
        "a short term in quotation marks inside copied prose is prose",
        "The ministry called the “green corridor” a success for the farmers of the region on Monday.",
        "The ministry called the “green corridor” a success for the farmers of the region on Friday.",
        [("prose", "The ministry called the “green corridor” a success for the farmers of the region on")],
    ),
    Case(
        "a few words of prose between shared quotations are no copying",
        f"“{SAID},” he said. “{OTHER}.”",
        f"“{SAID},” he said. “{OTHER}.” Others disagreed.",
        [("quote", SAID), ("quote", OTHER)],
    ),
    Case(
        "a speaker's name and title between shared quotations are no copying",
        f"“{SAID},” harbour master Tom Reed said. “{OTHER}.”",
        f"“{SAID},” harbour master Tom Reed said. “{OTHER}.”",
        [("quote", SAID), ("quote", OTHER)],
    ),
    Case(
        "copied prose around a quotation is cut where it begins and ends",
        f"{PROSE}. “{SAID},” the mayor said. {OTHER}.",
        f"{PROSE}. “{SAID},” the mayor said. {OTHER}.",
        [("prose", PROSE), ("quote", SAID), ("prose", f"the mayor said. {OTHER}")],
    ),
    Case(
        "a quotation shorter than min_quote_words alone is nothing",
        "“We saw nothing at all,” one villager told this newspaper.",
        "Another: “We saw nothing at,” before he fell silent again.",
        [],
    ),
    Case(
        "a quotation of min_quote_words alone is a passage",
        "“We saw nothing at all,” one villager told this newspaper.",
        "Another: “We saw nothing at all,” before falling silent again.",
        [("quote", "We saw nothing at all")],
    ),
    Case(
        "seven words of prose alone are nothing",
        "Officials from both coastal towns met on Tuesday morning.",
        "Yesterday officials from both coastal towns met on a barge.",
        [],
    ),
    Case(
        "eight words of prose are a passage",
        "Officials from both coastal towns met on Tuesday morning.",
        "Yesterday officials from both coastal towns met on Tuesday, again.",
        [("prose", "officials from both coastal towns met on Tuesday")],
    ),
    Case(
        "single, German and French marks are marks too",
        f"Er sagte: „{SAID}“. Das war alles, mehr kam nicht. Puis elle a dit : « {OTHER} ».",
        f"‘{SAID}’ war schon alles an diesem langen Abend. Rien de plus : “{OTHER}”.",
        [("quote", SAID), ("quote", OTHER)],
    ),
    Case(
        "a paragraph that opens a quotation and does not close it is speech",
        f"“{SAID}.\n\n“{OTHER},” she said.",
        f"“{SAID}.\n\n“{OTHER},” said the mayor.",
        [("quote", f"{SAID}.\n\n“{OTHER}")],
    ),
    Case(
        "a replaced word inside makes one edited passage",
        f"{PROSE}, the coastguard reported.",
        f"It was dark. {PROSE.replace('northern', 'southern')}. Nobody was hurt.",
        [("prose", PROSE.replace("northern", "southern"))],
    ),
    Case(
        "moved sentences are found where they stand",
        f"{PROSE}. Then came a storm that nobody had expected here. {OTHER}.",
        f"{OTHER}. It was quite something. {PROSE}.",
        [("prose", OTHER), ("prose", PROSE)],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.law for case in CASES])
def test_passages_are_what_a_reader_would_mark(case):
    """See the law of each case."""
    found = compare(case.a, case.b).passages

    assert [(p.role, case.b[p.b_start : p.b_end]) for p in found] == case.passages


HAN = "渡輪星期二深夜在北方港口外的沙洲擱淺乘客於次日清晨獲救"
THAI = "เรือข้ามฟากเกยตื้นนอกท่าเรือ"


@pytest.mark.parametrize("script", [HAN, THAI], ids=["Chinese", "Thai"])
@pytest.mark.parametrize(
    ("n", "quoted", "roles"), [(15, 0, []), (16, 0, ["prose"]), (9, 1, []), (10, 1, ["quote"])]
)
def test_a_character_without_spaces_is_half_a_word(script, n, quoted, roles):
    """Sixteen characters are the eight words that prose needs, ten the five that speech needs."""
    words = _solo(script)[:n]
    shared = "".join(words)
    marked = f"「{shared}」" if quoted else shared
    one, other = f"甲乙丙丁。{marked}。戊己庚辛", f"子丑寅卯。{marked}。辰巳午未"

    found = compare(one, other).passages
    assert [p.role for p in found] == roles
    assert all(other[p.b_start : p.b_end] == shared and p.n_words == n for p in found)


def _solo(text: str) -> list[str]:
    """Cut a text into characters with the marks on them."""
    from syndetect.text import word_spans

    words = word_spans(text)
    return [text[start:end] for start, end in zip(words.start.tolist(), words.end.tolist(), strict=True)]
