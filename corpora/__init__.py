"""Corpora written for this project, with known truth, and a generator of synthetic ones."""
