"""The head line of an aggregator's page -> the outlet that it took the text from."""

import re

from syndetect.agencies.registry import Registry, plain_outlet
from syndetect.corpus import Article

__all__ = ["read_publisher"]

_EDITION = re.compile(
    r"\s+(?:UK|US|USA|India|Africa|World|Asia|Australia|Canada|Europe|Videos?|Online|Newsroom)$"
)
_SHORTEST, _LONGEST = 3, 60  # characters of a publisher's name
_HOST = re.compile(r"^(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})/?$", re.IGNORECASE)
_BULLET = "•"


def read_publisher(line: str, registry: Registry, article: Article) -> tuple[str, int | None] | None:
    """Read a line that is a publisher's name and a bullet (``The Pueblo Chieftain•``).

    Parameters
    ----------
    line : str
        One of the first paragraphs.
    registry : Registry
    article : Article

    Returns
    -------
    (str, int or None) or None
        The canonical name and the place in the registry; the name as printed
        and None for an outlet that is not there; None for any other line, and
        for the page's own name.
    """
    name = line.rstrip(_BULLET + " ")
    if not line.endswith(_BULLET) or not _SHORTEST <= len(name) <= _LONGEST or "\n" in name:
        return None
    host = _HOST.match(name)
    agency = registry.of_host(host[1]) if host else _named(name, registry)
    if agency is not None:
        return registry.agencies[agency].name, agency
    if host:
        return host[1].lower().removeprefix("www."), None
    is_name = name[:1].isupper() and not re.search(r"[.!?,:;|@]", name)
    site = plain_outlet(article.outlet).split(".")[0]
    is_own = site != "" and (plain_outlet(name).startswith(site) or site.startswith(plain_outlet(name)))
    return (name, None) if is_name and not is_own else None


def _named(name: str, registry: Registry) -> int | None:
    """Find a name in the registry, also with an edition behind it (Reuters UK)."""
    while name:
        agency = registry.by_name.get(plain_outlet(name))
        shorter = _EDITION.sub("", name)
        if agency is not None or shorter == name:
            return agency
        name = shorter
    return None
