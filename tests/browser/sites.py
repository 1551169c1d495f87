"""Sites to look at in a browser: the ferry, hostile records, other scripts, and the ferry without its texts."""

import json
from pathlib import Path
from random import Random

from benchmarks.quality import ferry
from syndetect import scan
from syndetect.agencies import load_registry
from syndetect.params import Params
from tests.browser.foreign import FOREIGN
from tests.browser.payloads import PAYLOADS

__all__ = ["SITES", "build_site_of", "hostile_records", "kind_of", "one_of_each_kind"]

SITES = ("ferry", "hostile", "foreign", "redacted")
_WIRE = Params.from_mapping({"story": {"wire_outlets": ["Corvane Press Agency"]}})


def build_site_of(name: str, folder: Path) -> Path:
    """Scan a corpus, and return the folder of its report."""
    if name in ("ferry", "redacted"):
        registry = load_registry(ferry.FOLDER / "agencies.toml")
        result = scan(ferry.FOLDER / "articles.jsonl", _WIRE, registry=registry)
        return result.write(folder / name, redact=name == "redacted") / "report"
    if name == "foreign":
        path = _write(folder / "foreign.jsonl", FOREIGN)
        wires = {"story": {"wire_outlets": [FOREIGN[k]["outlet"] for k in range(0, len(FOREIGN), 3)]}}
        return scan(path, Params.from_mapping(wires)).write(folder / name) / "report"
    path = _write(folder / "<img src=x onerror=alert(1)>&quot;{{7*7}}.jsonl", hostile_records())
    with path.open("a", encoding="utf-8") as file:
        file.write('{"text": "<script>alert(1)</script>\n["<img src=x onerror=alert(1)>"]\n')
    wires = {"story": {"wire_outlets": PAYLOADS[::5]}}
    return scan(path, Params.from_mapping(wires)).write(folder / name) / "report"


def hostile_records() -> list[dict[str, str]]:
    """Return a record for each payload, which stands in every field and in four places of the text.

    Three records each share a text, so that payloads also stand in passages,
    edits and additions; one headline has 100 kB.
    """
    records = []
    for number, payload in enumerate(PAYLOADS):
        words = Random(number // 3)
        shared = [_sentence(words) for _ in range(8)]
        own = _sentence(Random(-1 - number))
        text = (
            f"{payload} {' '.join(shared[:3])}\n\n{shared[3]} {payload} {shared[4]}\n\n"
            f"{own} {payload}\n\n“{' '.join(shared[5:])} {payload}”"
        )
        records.append(
            {
                "id": f"{payload}{number}",
                "outlet": payload if number % 2 else f"{payload} {number}",
                "title": payload * (100_000 // len(payload)) if number == 7 else payload,
                "published": f"2025-03-{1 + number // 6:02}T{number % 3:02}:00:00Z"
                if number % 4
                else payload,
                "language": payload if number % 3 else "en",
                "url": payload if number % 2 else f"https://news.example/{payload}",
                "authors": payload,
                "credit": f"Reuters {payload}",
                "text": text,
            }
        )
    return records


def _sentence(words: Random) -> str:
    """Make a sentence of invented words that no other has."""
    made = [
        "".join(words.choice(["ka", "lo", "mi", "ter", "sun", "dra"]) for _ in range(3)) for _ in range(14)
    ]
    return " ".join(made).capitalize() + "."


def _write(path: Path, records: list[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def kind_of(page: Path, site: Path) -> str:
    """Return what a page shows: its folder, or its name without the number."""
    where = page.relative_to(site)
    return where.parts[0] if len(where.parts) > 1 else where.stem.split("-")[0]


def one_of_each_kind(site: Path) -> list[Path]:
    """Return the largest page of every kind."""
    largest: dict[str, Path] = {}
    for page in sorted(site.rglob("*.html"), key=lambda page: (page.stat().st_size, page.as_posix())):
        largest[kind_of(page, site)] = page
    return [largest[kind] for kind in sorted(largest)]
