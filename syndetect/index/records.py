"""What the index knows of an article, and what it says about it: the values that this room hands on."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import xxhash
from numpy.typing import NDArray

__all__ = ["DECISIONS", "ROLES", "Decision", "DecisionKind", "Entry", "Event", "Role", "Stored", "Verdict"]

DecisionKind = Literal["unique", "duplicate", "revision", "partial", "too_short"]
DECISIONS: tuple[DecisionKind, ...] = get_args(DecisionKind)

Role = Literal["outlet", "agency copy", "agency"]
ROLES: tuple[Role, ...] = get_args(Role)  # a code is a place in it

Order = tuple[int, str, int]  # what comes first can be the canonical of what comes later


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of an article, besides its words.

    Attributes
    ----------
    number : int
        Its place in the store: never shown, and nothing depends on it.
    article_id : str
    version : int
        Of the texts under one id, in the order in which they came, from 1.
    digest : bytes
        16 bytes over all that the record says.
    rank : int
        Smaller comes first, by the policy of the index.
    published : str
        As in :class:`syndetect.corpus.Article`.
    seconds : float or None
        The same in seconds, None when unknown or implausible.
    outlet, url : str
    role : int
        Place in ``ROLES``.
    n_words : int
        Words of the body.
    first_seen : str
        When the index took it, ISO 8601 in UTC.
    """

    number: int
    article_id: str
    version: int
    digest: bytes
    rank: int
    published: str
    seconds: float | None
    outlet: str
    url: str
    role: int
    n_words: int
    first_seen: str

    @property
    def order(self) -> Order:
        """Of two articles the lesser order can be the canonical of the other."""
        return self.rank, self.article_id, self.version


@dataclass(frozen=True, slots=True)
class Stored:
    """The words of one body, as they are kept.

    Attributes
    ----------
    hashes : uint32 array of shape (n_words,)
    flags : uint8 array of shape (n_words,)
        As in :class:`syndetect.text.Tokens`; no word of furniture is among them.
    signature : uint32 array of shape (signature_size,)
    """

    hashes: NDArray[np.uint32]
    flags: NDArray[np.uint8]
    signature: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided about an entry, in numbers of entries.

    Attributes
    ----------
    decision : str
    canonical : int
        The entry that stands for it: itself unless it is a copy.
    partner : int
        The entry that it was measured against: its canonical, or where most
        of its copied words stand; 0 for none.
    matched : int
        Words that stand in passages of the partner.
    resemblance : float
        Exact resemblance of the shingle sets with the partner.
    """

    decision: DecisionKind
    canonical: int
    partner: int
    matched: int
    resemblance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the index says about one record.

    Attributes
    ----------
    article_id : str
    decision : str
        ``unique``, ``duplicate`` (adds next to nothing to its canonical),
        ``revision`` (another version of an article that is known), ``partial``
        (a good part is copied, the rest is its own) or ``too_short``.
    canonical_id : str
        The article that stands for it; its own id unless it is a copy.
    source_id : str
        Where its copied words stand; empty for none.
    role : str
        ``agency`` (an agency's own text), ``agency copy`` (credited to one) or
        ``outlet``.
    resemblance, containment : float
        With the source: of the shingle sets, and the share of its own words
        that stand there; 0 without one.
    matched_words, n_words : int
        The same in words.
    wire_share : float or None
        Containment, where the source is an agency's text or copy; 1 for such a
        text itself; None where nothing tells.
    first_seen : str
        When the index took it.
    version : int
    superseded : bool
        The index holds a later version of the same id.
    reason : str
        For a person.
    """

    article_id: str
    decision: DecisionKind
    canonical_id: str
    source_id: str
    role: Role
    resemblance: float
    containment: float
    matched_words: int
    n_words: int
    wire_share: float | None
    first_seen: str
    version: int
    superseded: bool
    reason: str

    @property
    def is_canonical(self) -> bool:
        """Whether the article stands for itself."""
        return self.canonical_id == self.article_id

    @property
    def cluster_id(self) -> str:
        """A short name of fixed length for the canonical: 16 hexadecimal digits."""
        return xxhash.xxh3_64_hexdigest(self.canonical_id.encode("utf-8", "surrogatepass"))

    @property
    def is_known_as(self) -> str:
        """The id under which a search index holds the article: that of the first version."""
        return self.canonical_id if self.decision == "revision" else self.article_id

    def to_dict(self) -> dict[str, Any]:
        """Return the object that is added to the record."""
        return {
            "decision": self.decision,
            "canonical_id": self.canonical_id,
            "cluster_id": self.cluster_id,
            "is_canonical": self.is_canonical,
            "role": self.role,
            "source_id": self.source_id or None,
            "resemblance": round(self.resemblance, 4),
            "containment": round(self.containment, 4),
            "matched_words": self.matched_words,
            "n_words": self.n_words,
            "wire_share": None if self.wire_share is None else round(self.wire_share, 4),
            "first_seen": self.first_seen,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A decision that was given earlier and has changed since.

    Attributes
    ----------
    number : int
        Counted from 1 in each index: who has seen it can pass over it.
    kind : str
        ``canonical_changed``, or ``decision_changed`` while the canonical
        stays.
    article_id : str
    version : int
        The version of the article that it is about.
    superseded : bool
        There is a later version, which alone a search index holds.
    before, after : dict
        ``decision``, ``canonical_id`` and ``source_id``; ``after`` is the
        whole object of a record.
    """

    number: int
    kind: str
    article_id: str
    version: int
    superseded: bool
    before: dict[str, Any]
    after: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return the object as it is written."""
        return {
            "event": self.kind,
            "event_number": self.number,
            "article_id": self.article_id,
            "version": self.version,
            "superseded": self.superseded,
            "from": self.before,
            "to": self.after,
        }
