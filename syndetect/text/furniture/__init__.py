"""Stage 3: which paragraphs are furniture (headlines, bylines, captions, menus, sign-up boxes), and why."""

from syndetect.text.furniture.find import FurnitureSpan, find_furniture

__all__ = ["FurnitureSpan", "find_furniture"]
