"""A bundled corpus with gold labels: one wire story, its outlet versions, and other news."""
