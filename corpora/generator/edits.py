"""What outlets do with wire copy: a wire story in, the paragraphs of one version out."""

from collections.abc import Callable
from math import log, log1p
from typing import NamedTuple

from corpora.generator.compose import Kit, arrange, compose, group, own_quotes
from corpora.generator.layout import Layout, Paragraphs, Piece
from corpora.generator.params import Edit

__all__ = ["MIN_WIRE_SENTENCES", "WIRE_LEAD", "WireStory", "derive", "fresh_sentences"]

MIN_WIRE_SENTENCES = 9  # so that the shortest story can be cut and mixed and still share three sentences
WIRE_LEAD = 3  # sentences of prose before the first quote of a wire story


class WireStory(NamedTuple):
    """A wire story as a source: its paragraphs as copies of themselves, and its event's quotes.

    ``body`` has only prose and quotes, no dateline; ``unused`` are quotes of
    the event's pool that are not in the story.
    """

    article_id: str
    title: str
    layout: Layout
    body: Paragraphs
    unused: list[Piece]


def fresh_sentences(edit: Edit, n_sentences: int) -> int:
    """Bound the sentences of its own that a version of ``n_sentences`` uses up, without headline."""
    need = {"new_lede": 2, "local_reporting": n_sentences, "quotes_only": n_sentences}
    return n_sentences if edit in ("independent", "fragment") else need.get(edit, 0)


def derive(edit: Edit, wire: WireStory, kit: Kit, n_sentences: int) -> Paragraphs:
    """Make one version of a wire story.

    Parameters
    ----------
    edit : str
        One of ``DERIVED_EDITS``.
    wire : WireStory
        The source.
    kit : Kit
        With ``fresh_sentences(edit, n_sentences)`` sentences at least.
    n_sentences : int
        Size of the version's own part, where it has one; at least 6.

    Returns
    -------
    list of list of Piece
        Without credits and furniture; no paragraph is empty.
    """
    return _EDITS[edit](wire, kit, n_sentences)


def _reprint(wire: WireStory, kit: Kit, n_sentences: int) -> Paragraphs:
    return [*wire.body]


def _cut(wire: WireStory, kit: Kit, n_sentences: int) -> Paragraphs:
    least = next(n for n in range(1, len(wire.body)) if _n_prose(wire.body[:n]) >= 3)
    kept = round(len(wire.body) * (0.35 + 0.55 * kit.dice.uniform()))
    return wire.body[: min(max(least, kept), len(wire.body) - 1)]


def _merged(wire: WireStory, kit: Kit, n_sentences: int) -> Paragraphs:
    return group(kit, _blocks(wire.body), (2, 3, 4, 5))


def _light_edits(wire: WireStory, kit: Kit, n_sentences: int) -> Paragraphs:
    rate = kit.params.word_edit_rate
    return [[_reword(piece, kit, rate) for piece in paragraph] for paragraph in wire.body]


def _new_lede(wire: WireStory, kit: Kit, n_sentences: int) -> Paragraphs:
    """Write one or two sentences for the first two, which are prose, or for the first if it stands alone."""
    lede = [kit.prose() for _ in range(1 + kit.dice.below(2))]
    return [lede + wire.body[0][2:], *wire.body[1:]]


def _moved(wire: WireStory, kit: Kit, n_sentences: int) -> Paragraphs:
    body, n = [*wire.body], len(wire.body)
    for _ in range(1 + kit.dice.below(3)):
        moving = body.pop(1 + kit.dice.below(n - 1))
        body.insert(1 + kit.dice.below(n - 1), moving)
    if body == wire.body:
        body[-2:] = body[:-3:-1]
    return body


def _local_reporting(wire: WireStory, kit: Kit, n_sentences: int) -> Paragraphs:
    kept = _half(wire.body, kit)
    quotes = own_quotes(kit, 1 + n_sentences // 8)
    if wire.unused and kit.dice.uniform() < 0.5:
        quotes.append(kit.dice.pick(wire.unused))
    n_prose = n_sentences - 1 - n_sentences // 8
    own = arrange(kit, compose(kit, n_prose, quotes, lead=2))
    return _interleave(kept, own, kit)


def _quotes_only(wire: WireStory, kit: Kit, n_sentences: int) -> Paragraphs:
    said = [piece for paragraph in wire.body for piece in paragraph if piece.role == "quote"]
    first = kit.dice.below(len(said))
    quotes = said[first : first + 1 + kit.dice.below(3)]
    if wire.unused and kit.dice.uniform() < 0.3:
        quotes.append(kit.dice.pick(wire.unused))
    return arrange(kit, compose(kit, n_sentences, quotes, lead=1))


def _independent(wire: WireStory, kit: Kit, n_sentences: int) -> Paragraphs:
    n_quotes = round(n_sentences * kit.params.quote_rate)
    quotes = own_quotes(kit, n_quotes)
    return arrange(kit, compose(kit, n_sentences - n_quotes, quotes, lead=2))


def _fragment(wire: WireStory, kit: Kit, n_sentences: int) -> Paragraphs:
    host = _independent(wire, kit, n_sentences)
    pieces = [piece for paragraph in wire.body for piece in paragraph]
    pairs = [n for n in range(len(pieces) - 1) if _is_sentence(pieces[n]) and _is_sentence(pieces[n + 1])]
    at = kit.dice.pick(pairs)
    place = 1 + kit.dice.below(len(host))
    if kit.dice.uniform() < 0.5:
        return [*host[:place], pieces[at : at + 2], *host[place:]]
    return [*host[: place - 1], host[place - 1] + pieces[at : at + 2], *host[place:]]


_EDITS: dict[Edit, Callable[[WireStory, Kit, int], Paragraphs]] = {
    "reprint": _reprint,
    "cut": _cut,
    "merged": _merged,
    "light_edits": _light_edits,
    "new_lede": _new_lede,
    "moved": _moved,
    "local_reporting": _local_reporting,
    "quotes_only": _quotes_only,
    "independent": _independent,
    "fragment": _fragment,
}


def _is_sentence(piece: Piece) -> bool:
    return piece.head and piece.role == "prose"


def _n_prose(paragraphs: Paragraphs) -> int:
    return sum(_is_sentence(piece) for paragraph in paragraphs for piece in paragraph)


def _blocks(paragraphs: Paragraphs) -> list[list[Piece]]:
    blocks: list[list[Piece]] = []
    for paragraph in paragraphs:
        for piece in paragraph:
            if piece.head:
                blocks.append([piece])
            else:
                blocks[-1].append(piece)
    return blocks


def _half(body: Paragraphs, kit: Kit) -> Paragraphs:
    """Take paragraphs in order, about every second one, with three sentences of prose at least."""
    chosen = [kit.dice.uniform() < 0.5 for _ in body]
    for n in range(len(body)):
        if _n_prose([p for p, taken in zip(body, chosen, strict=True) if taken]) >= 3:
            break
        chosen[n] = True
    return [paragraph for paragraph, taken in zip(body, chosen, strict=True) if taken]


def _interleave(one: Paragraphs, other: Paragraphs, kit: Kit) -> Paragraphs:
    """Merge two texts paragraph by paragraph, each in its own order."""
    mixed: Paragraphs = []
    left, right = one[::-1], other[::-1]
    while left or right:
        from_left = kit.dice.uniform() * (len(left) + len(right)) < len(left)
        mixed.append((left if from_left else right).pop())
    return mixed


def _reword(piece: Piece, kit: Kit, rate: float) -> Piece:
    """Replace (60 %), drop (20 %) or add (20 %) words inside a sentence of prose."""
    if not _is_sentence(piece) or rate <= 0:
        return piece
    words, n_kept = piece.text.split(" "), piece.n_words
    for place in _places(len(words), rate, kit):
        action = kit.dice.uniform()
        if action < 0.6:
            words[place] = _other_word(words[place], kit)
        elif action < 0.8:
            words[place] = ""
        else:
            words[place] = f"{words[place]} {_other_word('', kit)}"
        n_kept -= action < 0.8
    text = " ".join([word for word in words if word])
    return piece._replace(text=text, n_words=text.count(" ") + 1, n_kept=n_kept)


def _places(n: int, rate: float, kit: Kit) -> list[int]:
    """Choose inner words, each with probability ``rate``, last first, by geometric jumps."""
    places: list[int] = []
    at = n - 1
    while True:
        jump = 0.0 if rate >= 1 else log(1 - kit.dice.uniform()) / log1p(-rate)
        at -= 1 + int(min(jump, n))
        if at < 1:
            return places
        places.append(at)


def _other_word(word: str, kit: Kit) -> str:
    known = kit.words
    number = known.n_function + kit.dice.below(known.n_words // 4)
    other = known.words[number]
    return known.words[number + 1] if other == word.rstrip(",") else other
