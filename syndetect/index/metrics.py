"""What a run did -> metrics for Prometheus' textfile collector."""

from collections.abc import Mapping
from pathlib import Path

from syndetect.index.output import replace_file

__all__ = ["metrics_text", "write_exit_code", "write_metrics"]

_HELP = {
    "run_last_success_timestamp_seconds": ("gauge", "When the last complete run ended."),
    "run_last_exit_code": ("gauge", "Exit code of the last run."),
    "run_duration_seconds": ("gauge", "Duration of the last complete run."),
    "articles_total": ("gauge", "Records of the last complete run, by what became of them."),
    "events_total": ("gauge", "Earlier decisions that the last complete run changed or passed on."),
    "index_articles": ("gauge", "Articles in the index."),
    "index_bytes": ("gauge", "Size of the index."),
    "watermark_timestamp_seconds": ("gauge", "Newest time of publication in the index."),
}


def metrics_text(values: Mapping[str, float | Mapping[str, float] | None]) -> str:
    """Return metrics in the text format: no timestamps, a line feed at the end.

    Parameters
    ----------
    values : mapping
        Name without prefix to a number, or to numbers by ``state``; None is
        left out.
    """
    lines = []
    for name, value in values.items():
        kind, text = _HELP[name]
        if value is None:
            continue
        lines += [f"# HELP syndetect_{name} {text}", f"# TYPE syndetect_{name} {kind}"]
        if isinstance(value, Mapping):
            lines += [f'syndetect_{name}{{state="{state}"}} {number:.15g}' for state, number in value.items()]
        else:
            lines.append(f"syndetect_{name} {value:.15g}")
    return "\n".join(lines) + "\n"


def write_metrics(path: Path, values: Mapping[str, float | Mapping[str, float] | None]) -> None:
    """Write the metrics of a complete run."""
    replace_file(path, metrics_text(values).encode())


def write_exit_code(path: Path, code: int) -> None:
    """Note that a run failed: the exit code changes, everything else stays as of the last success."""
    try:
        old = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        old = []
    kept = [line for line in old if "syndetect_run_last_exit_code" not in line]
    text = "\n".join([*kept, metrics_text({"run_last_exit_code": code}).rstrip("\n")]) + "\n"
    replace_file(path, text.encode())
