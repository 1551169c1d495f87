"""How fast, beside its peers and by itself: ``python -m benchmarks.speed``.

- ``contenders``: one contender in one process, from a JSON-lines file to candidate pairs;
- ``scan_once``: one whole scan in one process, stage by stage;
- ``inputs``, ``truth``: the corpora, and which pairs of them resemble each other;
- ``candidates``, ``scans``, ``install``: the measurements, each with its tables.
"""
