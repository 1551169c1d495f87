"""The manifest of a run -> the settings that decide what the figures mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from syndetect.trace.outlets import find_definition

__all__ = ["Settings", "settings_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What counts as agency copy, how sure figures are, and which of them are flagged.

    Attributes
    ----------
    definition, rule, citation, approximation : str
        Of agency copy; ``approximation`` says how the rule is followed here.
    level : str
        Of the intervals: ``95%``.
    min_articles, min_stories : int
        An outlet with fewer is flagged.
    min_words : int
        Shorter articles are not measured.
    """

    definition: str
    rule: str
    citation: str
    approximation: str
    level: str
    min_articles: int
    min_stories: int
    min_words: int

    def flag(self, row: Mapping[str, Any]) -> str:
        """Say why the figures of an outlet are weak: nothing, ``few articles``, ``few stories`` or both."""
        if row["small"] == "no":
            return ""
        few = [
            label
            for label, n, least in (
                ("few articles", row["n_measured"], self.min_articles),
                ("few stories", row["n_stories"], self.min_stories),
            )
            if n < least
        ]
        return ", ".join(few)


def settings_of(manifest: Mapping[str, Any]) -> Settings:
    """Read the settings from the parameters of a run.

    Parameters
    ----------
    manifest : mapping
        What ``run.json`` holds.

    Returns
    -------
    Settings

    Raises
    ------
    ParameterError
        The run used a definition that this version does not know.
    """
    outlets = manifest["parameters"]["outlets"]
    used = find_definition(outlets["definition"])
    return Settings(
        definition=used.name,
        rule=used.rule,
        citation=used.citation,
        approximation=used.approximation,
        level=f"{100 * outlets['confidence']:g}%",
        min_articles=outlets["min_articles"],
        min_stories=outlets["min_stories"],
        min_words=manifest["parameters"]["relation"]["min_words"],
    )
