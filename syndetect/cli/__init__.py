"""The command line: options in, one call, answer on stdout, talk on stderr.

Exit codes: 0 done · 1 a bug · 2 usage, configuration or unreadable input ·
3 done, but more was quarantined than ``--max-bad`` allows or a file was cut
short · 130 interrupted.
"""

from syndetect.cli.app import main

__all__ = ["main"]
