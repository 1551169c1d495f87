"""How good the results are: measures on labelled corpora, and floors below which they must not fall."""
