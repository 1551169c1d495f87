"""Measurements: how fast (`benchmarks.speed`) and how right (`benchmarks.quality`)."""
