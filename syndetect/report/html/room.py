"""How much article text the page may still show, kind by kind."""

from dataclasses import dataclass

__all__ = ["Allowance", "Room"]


@dataclass(slots=True)
class Allowance:
    """How many characters of article text may still be shown."""

    left: int

    def take(self, n: int) -> bool:
        """Use ``n`` characters if there are that many; else use none and say so."""
        if n > self.left:
            return False
        self.left -= n
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What is left for own passages, for whole texts and for pairs."""

    own: Allowance
    whole: Allowance
    pairs: Allowance

    @classmethod
    def of(cls, n_characters: int) -> "Room":
        """Divide some characters: half for pairs, a quarter for each of the others."""
        quarter = n_characters // 4
        return cls(own=Allowance(quarter), whole=Allowance(quarter), pairs=Allowance(2 * quarter))
