"""Figures -> what is drawn of them: inline SVG whose numbers stand beside it as text."""
