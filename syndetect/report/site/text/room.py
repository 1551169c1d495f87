"""How much article text a page may still show."""

from dataclasses import dataclass

from markupsafe import Markup

__all__ = ["Allowance"]


@dataclass(slots=True)
class Allowance:
    """How many bytes of markup may still be shown.

    Attributes
    ----------
    left : int
    """

    left: int

    def take(self, *pieces: Markup | str) -> bool:
        """Use the bytes of some markup if there are that many; else use none and say so."""
        n = sum(len(piece.encode(errors="replace")) for piece in pieces)
        if n > self.left:
            return False
        self.left -= n
        return True
