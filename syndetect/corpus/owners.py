"""A table of outlets and their owners -> who belongs together."""

import csv
from pathlib import Path

from syndetect.errors import InputError

__all__ = ["read_owners"]


def read_owners(path: str | Path) -> dict[str, str]:
    """Read which outlet belongs to whom.

    Parameters
    ----------
    path : str or Path
        CSV in UTF-8 with a header that names the columns ``outlet`` and
        ``owner``; others are passed over. An empty owner is none.

    Returns
    -------
    dict of str to str
        Outlet as written -> owner.

    Raises
    ------
    InputError
        The file cannot be read, has not these columns, or gives one outlet two
        owners; the message names the file and the line.
    """
    owners: dict[str, str] = {}
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            missing = {"outlet", "owner"} - set(rows.fieldnames or ())
            if missing:
                raise InputError(f"{path}: no column {', '.join(sorted(missing))}")
            for row in rows:
                outlet, owner = (row["outlet"] or "").strip(), (row["owner"] or "").strip()
                if owners.get(outlet, owner) != owner:
                    first = owners[outlet]
                    raise InputError(f"{path}, line {rows.line_num}: {outlet} belongs to {first} and {owner}")
                if outlet and owner:
                    owners[outlet] = owner
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: the owners cannot be read: {error}") from error
    return owners
