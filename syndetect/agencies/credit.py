"""A credit: which agency an article names, as what, and where."""

from typing import Literal, NamedTuple, get_args

__all__ = ["CHANNELS", "KINDS", "Channel", "Credit", "Kind"]

Channel = Literal["text", "photo", "mention", "press release", "original"]
Kind = Literal[
    "dateline",
    "byline",
    "sign-off",
    "contributed",
    "source line",
    "copyright",
    "generic",
    "field",
    "caption",
    "mention",
]

CHANNELS: tuple[Channel, ...] = get_args(Channel)
KINDS: tuple[Kind, ...] = get_args(Kind)


class Credit(NamedTuple):
    """One agency named by one article in one role.

    Attributes
    ----------
    article : int
        Row of the article.
    agency : str
        Canonical name of the registry; "generic" for "news agencies" and the
        like; an outlet that is not in the registry as its page prints it.
    channel : str
        What is credited. ``text``; ``photo`` (pictures and video);
        ``mention`` (the agency is cited, or spoken of); ``press release``
        (a relay, not a wire); ``original`` (the agency's text on its own
        site or in its own outlet).
    kind : str
        The form of the credit, the strongest evidence first: ``dateline``,
        ``byline``, ``sign-off``, ``contributed``, ``source line``,
        ``copyright``; ``field`` for a field of the record; ``caption`` for
        photo credits; ``mention``; ``generic`` where agencies are credited
        without a name and in no other form.
    start, end : int
        Characters of the article's text, half-open; 0, 0 for a field.
    evidence : str
        ``text[start:end]``; for a field its name and value,
        ``authors: By AP``.
    """

    article: int
    agency: str
    channel: Channel
    kind: Kind
    start: int
    end: int
    evidence: str
