"""How long the report of a large corpus takes, and how large it is."""
