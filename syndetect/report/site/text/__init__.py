"""Texts and what is known of their words -> marked paragraphs."""
