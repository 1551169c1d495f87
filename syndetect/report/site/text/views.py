"""Text as the templates show it: stretches of one mark, paragraphs made of them."""

from dataclasses import dataclass

__all__ = ["Clip", "Segment"]


@dataclass(frozen=True, slots=True)
class Segment:
    """Text of one kind inside a paragraph.

    ``mark`` is a name of ``marks.MARKS``. ``speech`` is "" outside direct
    speech, "first" where it begins in this paragraph, else "on". ``credit``
    is the number of the credit that the words belong to, from 1, else 0;
    ``anchor`` is the id of its first segment.
    """

    text: str
    mark: str
    speech: str = ""
    credit: int = 0
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A paragraph, or the part of it that belongs here: one row's, or the sentences with own words.

    ``furniture`` names what of it is no body: kind and reason.
    """

    segments: tuple[Segment, ...]
    cut_before: bool = False
    cut_after: bool = False
    furniture: tuple[tuple[str, str], ...] = ()

    @property
    def whole(self) -> str:
        """The mark that all its words carry, changed words aside, or "mixed"."""
        marks = {segment.mark for segment in self.segments if segment.text.strip()} - {"ins", "del"}
        return marks.pop() if len(marks) == 1 else "mixed"
