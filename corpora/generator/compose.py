"""Own prose: sentences and quotes in, paragraphs out."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpora.generator.layout import Paragraphs, Piece
from corpora.generator.params import GeneratorParams
from corpora.generator.sentences import Dice, Sentence
from corpora.generator.vocabulary import Vocabulary

__all__ = ["QUOTE_MARKS", "Kit", "arrange", "compose", "group", "headline", "own_quotes"]

QUOTE_MARKS = (("“", "”"),) * 7 + (('"', '"'),) * 2 + (("«", "»"),)
"""Opening and closing marks, as often as outlets use them."""

_PARAGRAPH_SIZES = (1, 1, 2, 2, 2, 3, 3, 4)  # sentences
_ATTRIBUTIONS = (("said {}.", 3), ("{} said.", 3), ("{} told reporters.", 4), ("according to {}.", 4))


@dataclass(slots=True)
class Kit:
    """What a writer has at hand: fresh sentences to use up, speakers, marks, draws."""

    sentences: list[Sentence]
    speakers: Sequence[str]
    marks: tuple[str, str]
    dice: Dice
    words: Vocabulary
    params: GeneratorParams

    def prose(self) -> Piece:
        """Use up a sentence as prose."""
        return Piece(*self.sentences.pop())


def headline(kit: Kit) -> str:
    """Use up a sentence for a headline of five to nine words."""
    words = kit.sentences.pop().text[:-1].replace(",", "").split()
    return " ".join(words[: 5 + kit.dice.below(5)])


def own_quotes(kit: Kit, n: int, first: int | None = None) -> list[Piece]:
    """Use up sentences for direct speech, numbered from ``first`` if it joins the event's pool."""
    start, end = kit.marks
    quotes = []
    for number in range(n):
        text, n_words = kit.sentences.pop()
        place = -1 if first is None else first + number
        quotes.append(Piece(f"{start}{text[:-1]},{end}", n_words, "quote", quote=place))
    return quotes


def compose(kit: Kit, n_prose: int, quotes: Sequence[Piece], lead: int) -> list[list[Piece]]:
    """Mix fresh prose with attributed quotes.

    Parameters
    ----------
    kit : Kit
        Has at least ``n_prose`` sentences.
    n_prose : int
        Sentences of prose, at least ``lead``.
    quotes : sequence of Piece
        Used once each, in order.
    lead : int
        So many sentences of prose come before the first quote.

    Returns
    -------
    list of list of Piece, length n_prose + len(quotes)
        Blocks that stay together: a sentence, or a quote and its attribution.
    """
    blocks = [[kit.prose()] for _ in range(lead)]
    left_prose, left_quotes = n_prose - lead, list(reversed(quotes))
    while left_prose or left_quotes:
        if kit.dice.uniform() * (left_prose + len(left_quotes)) < left_prose:
            blocks.append([kit.prose()])
            left_prose -= 1
        else:
            blocks.append([left_quotes.pop(), _attribution(kit)])
    return blocks


def arrange(kit: Kit, blocks: Sequence[list[Piece]]) -> Paragraphs:
    """Put blocks into paragraphs of one to four."""
    return group(kit, blocks, _PARAGRAPH_SIZES)


def group(kit: Kit, blocks: Sequence[list[Piece]], sizes: Sequence[int]) -> Paragraphs:
    """Put blocks into paragraphs of so many as drawn from ``sizes``; the last may be shorter."""
    paragraphs: Paragraphs = []
    at = 0
    while at < len(blocks):
        end = at + kit.dice.pick(sizes)
        paragraphs.append([piece for block in blocks[at:end] for piece in block])
        at = end
    return paragraphs


def _attribution(kit: Kit) -> Piece:
    pattern, n_words = kit.dice.pick(_ATTRIBUTIONS)
    return Piece(pattern.format(kit.dice.pick(kit.speakers)), n_words, head=False)
