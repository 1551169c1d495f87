"""The folder of a run: what stands in it, and whether it may be written."""

from pathlib import Path

from syndetect.errors import OutputError

__all__ = ["OUTPUTS", "prepare_folder"]

# What a run writes into its folder, also an interrupted one: a folder of nothing else may be written again.
OUTPUTS = frozenset(
    {
        "articles.csv",
        "codebook.csv",
        "credit_evidence.csv",
        "credits.csv",
        "furniture.csv",
        "members.csv",
        "outlet_agency.csv",
        "outlets.csv",
        "pairs.csv",
        "passages.csv",
        "quotes.csv",
        "sensitivity.csv",
        "sentences.csv",
        "shares.csv",
        "stories.csv",
        "unique.csv",
        "wires.csv",
    }
    | {"article_network.gexf", "article_network.graphml", "outlet_network.gexf", "outlet_network.graphml"}
    | {"datapackage.json", "methods.md", "quarantine.jsonl", "report", "run.json", "texts.jsonl"}
)

# The folders that a run over a cluster writes in place of the CSV files.
PARQUET = frozenset(name.replace(".csv", ".parquet") for name in OUTPUTS if name.endswith(".csv"))


def prepare_folder(folder: Path, *, force: bool = False) -> None:
    """Create the output folder, or accept the one of an earlier run.

    Raises
    ------
    OutputError
        The path is a file, cannot be created, is a folder with files that
        no run of syndetect wrote (unless ``force``), or holds a symbolic link where
        a run has a folder: nothing is written behind it.
    """
    try:
        if folder.is_dir() and not force:
            _refuse_foreign(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("report", *sorted(PARQUET)):
            if (folder / name).is_symlink():
                raise OutputError(f"{folder / name} is a symbolic link; remove it, or choose another folder")
    except FileExistsError as error:
        raise OutputError(f"{folder} is a file, not a folder") from error
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror or error}") from error


def _refuse_foreign(folder: Path) -> None:
    """Raise OutputError when a folder holds what no run writes."""
    foreign = sorted(entry.name for entry in folder.iterdir() if entry.name not in OUTPUTS | PARQUET)
    foreign = [name for name in foreign if not (name.startswith(".") and name.endswith(".tmp"))]
    if foreign:
        message = f"{folder} holds files that syndetect did not write, {foreign[0]} for one"
        raise OutputError(f"{message}; choose another or use --force")
