"""Stage 3: which paragraphs are furniture (headlines, bylines, captions, menus, sign-up boxes), and why."""

from syndetect.text.furniture.find import FurnitureSpan, find_furniture
from syndetect.text.furniture.params import FurnitureParams

__all__ = ["FurnitureParams", "FurnitureSpan", "find_furniture"]
